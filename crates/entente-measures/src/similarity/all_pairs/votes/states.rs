//! What every state did, as planes, and the joint table of pairs.

use crate::similarity::all_pairs::planes::{ONE, Planes, unpack, window};
use crate::similarity::all_pairs::{LANES, Whole};

/// Planes and lists of one year after the other: the largest part of the memory that a year needs, used again.
#[derive(Debug, Default)]
pub struct Memory {
    planes: Planes<u32>,
    lists: Vec<u32>,
}

/// All states of a year.
pub(super) struct States<'m> {
    planes: &'m Planes<u32>,
    /// Roll calls of each state by what it did, state after state, and where each list ends.
    calls: &'m [u32],
    ends: Vec<usize>,
    /// All votes of each state, packed; room for a turn of lanes behind the last.
    all: Vec<u32>,
}

impl<'m> States<'m> {
    pub(super) fn new(n: usize, calls: usize, votes: &[u8], memory: &'m mut Memory) -> Self {
        let Memory { planes, lists } = memory;
        planes.clear(calls, n);
        lists.clear();
        let mut all = vec![0_u32; n + LANES];
        let mut counts = vec![[0_u32; 4]; n];
        for (call, row) in votes.chunks_exact(n.max(1)).enumerate() {
            let packed = [ONE[0], ONE[1], ONE[2], 0];
            let plane = planes.plane(call);
            for (((cell, vote), sum), counts) in plane.iter_mut().zip(row).zip(&mut all).zip(&mut counts) {
                *cell = packed[usize::from(vote & 3)];
                *sum += *cell;
                counts[usize::from(vote & 3)] += 1;
            }
        }
        // Where each list begins, and behind the last its end.
        let ends: Vec<usize> = std::iter::once(0)
            .chain(counts.as_flattened().iter().scan(0, |sum, count| {
                *sum += *count as usize;
                Some(*sum)
            }))
            .collect();
        lists.resize(n * calls, 0);
        let mut next = ends.clone();
        for (call, row) in votes.chunks_exact(n.max(1)).enumerate() {
            for (i, vote) in row.iter().enumerate() {
                let at = &mut next[4 * i + usize::from(vote & 3)];
                lists[*at] = call as u32;
                *at += 1;
            }
        }
        Self { planes, calls: lists, ends, all }
    }

    /// The joint table of the first state and the second states from `from` on: rows yes, abstain, no of the first.
    ///
    /// What the first state did most often is not summed but is what remains of all votes of the second.
    pub(super) fn joint(&self, first: usize, from: usize, joint: &mut [[Whole; 3]; 3]) {
        let list = |category: usize| &self.calls[self.ends[4 * first + category]..self.ends[4 * first + category + 1]];
        let most = (0..4).max_by_key(|category| list(*category).len()).unwrap_or_default();
        let mut packed = [[0; LANES]; 4];
        let mut rest = *window(&self.all, from);
        for category in (0..4).filter(|category| *category != most) {
            // Without a vote of the first only the rest is of interest.
            self.planes.add(list(category), from, &mut packed[category]);
            for l in 0..LANES {
                rest[l] -= packed[category][l];
            }
        }
        packed[most] = rest;
        for category in 0..3 {
            unpack(&packed[category], &mut joint[category]);
        }
    }
}
