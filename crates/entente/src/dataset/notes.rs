//! What a Stata file says of itself: how it was made, from which versions, how to cite them, and what each extended missing value means.
//!
//! Nothing here differs between two stores that hold the same versions, so a file made again has the same bytes.

use entente_panel::status::Status;

use super::Description;

/// Notes of the data set, one thing each.
pub(super) fn notes(description: &Description) -> Vec<String> {
    let versions: Vec<String> = description.sources().iter().map(|s| format!("{} {}", s.source, s.version)).collect();
    let mut notes = vec![
        format!("Made by entente {} with: {}", description.code_version, description.recipe.in_shell()),
        format!("Versions: {}. SHA-256 of entente.lock: {}", versions.join(", "), description.lock_sha256),
    ];
    notes.extend(description.recipe.files.iter().map(|file| format!("Own file {}, SHA-256 {}", file.name, file.sha256)));
    let reasons = Status::ALL.into_iter().filter_map(|s| Some(format!(".{} {}: {}", s.letter()?, s.word(), s.meaning())));
    notes.push(format!("Missing values: {}. A text that is not there is empty.", reasons.collect::<Vec<_>>().join("; ")));
    notes.push("Columns, units and coverage stand in the codebook beside this file. Cite the sources of the columns you use:".to_owned());
    notes.extend(description.sources().iter().map(|s| s.cite.split_whitespace().collect::<Vec<_>>().join(" ")));
    notes
}
