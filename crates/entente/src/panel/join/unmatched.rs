//! What found no counterpart when a file was joined: keys of the panel without a row in the file, and rows of the file that no row of the
//! panel took. Years that follow one another are one entry.

use entente_panel::panel::Shape;
use entente_panel::spine::Spine;

use super::lay::{NONE, stretches};
use super::{OwnTable, Whose};

/// Who has the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The panel, and not the file.
    Panel,
    /// The file, and not the panel.
    File,
}

/// Keys that only one side has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// Which.
    pub side: Side,
    /// Number of the state, or of the first.
    pub one: i32,
    /// Number of the second.
    pub two: Option<i32>,
    /// First and last year; none in a file without years.
    pub years: Option<(i32, i32)>,
    /// How many keys of the panel, or rows of the file.
    pub rows: usize,
    /// Line of the first row, in the file.
    pub line: Option<u64>,
}

/// All of both sides, in the order of their keys.
pub(super) fn of_both_sides(table: &OwnTable, spine: &Spine, shape: Shape, rows: &[u32], is_taken: &[bool]) -> Vec<Unmatched> {
    let mut all = Vec::new();
    if shape == Shape::State {
        of_states(spine, rows, &mut all);
    } else {
        of_pairs(spine, shape, rows, &mut all);
    }
    of_file(table, is_taken, &mut all);
    all
}

/// Adds a key, to the entry before it where that is the year before.
fn add(all: &mut Vec<Unmatched>, next: Unmatched) {
    if let (Some(last), Some((year, _))) = (all.last_mut(), next.years)
        && (last.side, last.one, last.two) == (next.side, next.one, next.two)
        && let Some((_, end)) = &mut last.years
        && *end + 1 == year
    {
        *end = year;
        last.rows += 1;
        return;
    }
    all.push(next);
}

fn of_states(spine: &Spine, rows: &[u32], all: &mut Vec<Unmatched>) {
    let mut is_in = vec![false; spine.state_cells()];
    spine.blocks.iter().flat_map(|block| stretches(spine, block, Shape::State)).for_each(|cells| is_in[cells].fill(true));
    for (place, code) in spine.states.iter().enumerate() {
        for year in spine.years.years() {
            let cell = spine.state_cell(place as u16, year);
            if is_in[cell] && rows[cell] == NONE {
                let next =
                    Unmatched { side: Side::Panel, one: i32::from(*code), two: None, years: Some((year, year)), rows: 1, line: None };
                add(all, next);
            }
        }
    }
}

fn of_pairs(spine: &Spine, shape: Shape, rows: &[u32], all: &mut Vec<Unmatched>) {
    for block in &spine.blocks {
        let code = |place: u16| i32::from(spine.states[usize::from(place)]);
        for cells in stretches(spine, block, shape) {
            for (cell, year) in cells.zip(block.first..).filter(|(cell, _)| rows[*cell] == NONE) {
                debug_assert_eq!(rows[cell], NONE);
                let two = Some(code(block.two));
                add(all, Unmatched { side: Side::Panel, one: code(block.one), two, years: Some((year, year)), rows: 1, line: None });
            }
        }
    }
}

fn of_file(table: &OwnTable, is_taken: &[bool], all: &mut Vec<Unmatched>) {
    let mut left: Vec<usize> = (0..table.keys.len()).filter(|row| !is_taken[*row]).collect();
    left.sort_by_key(|row| table.keys[*row]);
    for row in left {
        let [one, two, year] = table.keys[row];
        let two = (table.whose == Whose::Pair).then_some(two);
        let years = table.has_year.then_some((year, year));
        add(all, Unmatched { side: Side::File, one, two, years, rows: 1, line: Some(table.lines[row]) });
    }
}
