//! A table as lines of text, its cells broken so that it fits a width.

use super::text::wrap;

/// Lines of the table; a row takes as many as its longest cell. No word is broken, so a table of long words may be wider.
pub(super) fn lines(rows: &[&Vec<String>], width: usize) -> Vec<String> {
    let columns = rows.iter().map(|r| r.len()).max().unwrap_or(0);
    let cells = |i: usize| rows.iter().filter_map(move |r| r.get(i));
    let length = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = (0..columns).map(|i| cells(i).map(|c| length(c)).max().unwrap_or(0)).collect();
    let words: Vec<usize> = (0..columns).map(|i| cells(i).flat_map(|c| c.split(' ')).map(length).max().unwrap_or(0)).collect();
    // The widest column gives way first.
    while widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1) > width {
        match (0..columns).filter(|i| widths[*i] > words[*i]).max_by_key(|i| widths[*i]) {
            Some(widest) => widths[widest] -= 1,
            None => break,
        }
    }
    let mut out = Vec::new();
    for row in rows {
        let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
        for n in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let part = |(cell, width): (&Vec<String>, &usize)| format!("{:<width$}", cell.get(n).map_or("", String::as_str));
            out.push(cells.iter().zip(&widths).map(part).collect::<Vec<_>>().join("  ").trim_end().to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["who", "what it is in words", "n"]), row(["Russia", "one of the pair that settles", "68.7"])];
        let found = lines(&rows.iter().collect::<Vec<_>>(), 35);
        assert_eq!(found, ["who     what it is in words    n", "Russia  one of the pair that   68.7", "        settles"]);
        assert!(lines(&rows.iter().collect::<Vec<_>>(), 200).len() == 2);
    }
}
