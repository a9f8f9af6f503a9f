//! Suggestions for a mistyped word: the nearest of the words that would have been right.

/// Returns up to `most` words close to `word`, nearest first; ties keep the order of `words`.
///
/// Close means a Damerau-Levenshtein distance of at most a third of the longer word's letters (chosen: at half of that
/// "chian" no longer finds "china", at double nearly every short word matches), or a shared beginning.
///
/// # Example
/// ```
/// use entente_core::nearest::nearest;
/// assert_eq!(nearest("treshold", ["share", "threshold", "trend"], 1), ["threshold"]);
/// ```
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut scored: Vec<(usize, &str)> = words
        .into_iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(word, candidate);
            let longest = word.chars().count().max(candidate.chars().count());
            let starts = word.chars().count() >= 3 && candidate.starts_with(word);
            (distance * 3 <= longest + 1 || starts).then_some((distance, candidate))
        })
        .collect();
    scored.sort_by_key(|(distance, _)| *distance);
    scored.dedup_by_key(|(_, candidate)| *candidate);
    scored.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}
