//! What belongs to single states and is computed once a year, and the sums over items that a pair shares.

use super::counts::Sums;
use super::whole_weights;
use crate::similarity::all_pairs::LANES;
use crate::similarity::all_pairs::planes::{ONE, Planes, window};

/// One first state.
pub(super) struct One {
    /// How often it shows each category.
    pub(super) shown: [f32; 4],
    /// Sum of its ties.
    pub(super) linear: f32,
    /// Sum of their squares.
    pub(super) square: f32,
    /// Sum of the squares of `shown`.
    pub(super) same: f32,
    /// Pairs of items that it does not tie.
    pub(super) untied: f64,
    /// Sum of its ties by weight.
    pub(super) weighted: f64,
    /// The categories it shows, one bit each.
    pub(super) mask: u8,
    /// All items.
    pub(super) n: f32,
}

/// A turn of second states, with the fields of [`One`].
pub(super) struct Many<'s> {
    pub(super) shown: [&'s [f32; LANES]; 4],
    pub(super) linear: &'s [f32; LANES],
    pub(super) square: &'s [f32; LANES],
    pub(super) same: &'s [f32; LANES],
    pub(super) untied: &'s [f64; LANES],
    pub(super) weighted: &'s [f64; LANES],
    pub(super) mask: &'s [u8; LANES],
}

/// All states of a year; each column has room for a turn of lanes behind the last.
pub(super) struct States {
    n: usize,
    shown: [Vec<f32>; 4],
    linear: Vec<f32>,
    square: Vec<f32>,
    same: Vec<f32>,
    untied: Vec<f64>,
    weighted: Vec<f64>,
    mask: Vec<u8>,
    memory: Memory,
    /// Items to which states are tied, state after state and category after category, and where each list ends.
    items: Vec<u32>,
    ends: Vec<usize>,
    /// Sum of the weights.
    pub(super) weight: f64,
    /// Planes of weighted ties that belong to `items`.
    weighted_items: Vec<u32>,
    /// Whether all measures of all pairs have values: each state is tied to some and not to all, and weights there are.
    pub(super) is_whole: bool,
}

/// No plane yet.
const NONE: u32 = u32::MAX;

/// Planes of one year after the other: the largest part of the memory that a year needs, used again.
#[derive(Debug, Default)]
pub struct Memory {
    planes: Planes<u32>,
    weighted: Planes<f64>,
}

impl States {
    pub(super) fn new(n: usize, valued: &[u8], weights: Option<&[f64]>, mut memory: Memory) -> Self {
        let column = || vec![0.0; n + LANES];
        let (mut items, mut ends) = (Vec::with_capacity(valued.len() / 4), Vec::with_capacity(3 * n + 1));
        ends.push(0);
        memory.planes.clear(n, n);
        // Behind the last state, states without any tie.
        let mut shown = [vec![n as f32; n + LANES], column(), column(), column()];
        let mut lists: [Vec<u32>; 3] = Default::default();
        for (i, row) in valued.chunks_exact(n.max(1)).enumerate() {
            for (k, category) in row.iter().enumerate().filter(|(_, category)| **category > 0) {
                let category = usize::from(category - 1);
                lists[category].push(k as u32);
                memory.planes.plane(k)[i] = ONE[category];
            }
            shown[0][i] = (n - lists.iter().map(Vec::len).sum::<usize>()) as f32;
            for (list, shown) in lists.iter_mut().zip(&mut shown[1..]) {
                shown[i] = list.len() as f32;
                items.append(list);
                ends.push(items.len());
            }
        }
        let of = |f: &dyn Fn([f32; 4]) -> f32| (0..n + LANES).map(|i| f(std::array::from_fn(|c| shown[c][i]))).collect();
        let untied = |[a, b, c, d]: [f32; 4]| f64::from(a * (b + c + d) + b * (c + d) + c * d);
        let mut states = Self {
            n,
            linear: of(&|[_, b, c, d]| b + 2.0 * c + 3.0 * d),
            square: of(&|[_, b, c, d]| b + 4.0 * c + 9.0 * d),
            same: of(&|s| s.iter().map(|m| m * m).sum()),
            untied: (0..n + LANES).map(|i| untied(std::array::from_fn(|c| shown[c][i]))).collect(),
            weighted: vec![0.0; n + LANES],
            mask: (0..n + LANES).map(|i| (0..4).map(|c| u8::from(shown[c][i] > 0.0) << c).sum()).collect(),
            shown,
            memory,
            items,
            ends,
            weight: 0.0,
            weighted_items: Vec::new(),
            is_whole: false,
        };
        if let Some(weights) = weights {
            states.weigh(&whole_weights(&weights[..n]));
        }
        states.is_whole = states.weight > 0.0 && states.shown[0][..n].iter().all(|untied| (1.0..n as f32).contains(untied));
        states
    }

    /// Planes of `w_k min(a, y_k)` for each item k and each category a that some state shows to it: a distance |a - y| is
    /// a + y - 2 min(a, y), so that only common ties need a sum.
    fn weigh(&mut self, weights: &[f64]) {
        self.weight = weights.iter().sum();
        let mut rows = vec![[NONE; 3]; self.n];
        let mut count = 0;
        let (mut weighted, mut weighted_items) = (vec![0.0; self.n + LANES], Vec::with_capacity(self.items.len()));
        for (i, category, k) in self.ties() {
            let row = &mut rows[k as usize][category];
            if *row == NONE {
                (*row, count) = (count, count + 1);
            }
            weighted_items.push(*row);
            weighted[i] += weights[k as usize] * (category + 1) as f64;
        }
        let mut planes = std::mem::take(&mut self.memory.weighted);
        planes.clear(count as usize, self.n);
        for (i, category, k) in self.ties() {
            for (least, row) in rows[k as usize].iter().enumerate().filter(|(_, row)| **row != NONE) {
                planes.plane(*row as usize)[i] = weights[k as usize] * (category.min(least) + 1) as f64;
            }
        }
        (self.weighted, self.weighted_items, self.memory.weighted) = (weighted, weighted_items, planes);
    }

    /// Gives the memory back.
    pub(super) fn memory(self) -> Memory {
        self.memory
    }

    /// All ties: the state, the category less one, and the item.
    fn ties(&self) -> impl Iterator<Item = (usize, usize, u32)> {
        (0..3 * self.n).flat_map(|at| self.items[self.ends[at]..self.ends[at + 1]].iter().map(move |k| (at / 3, at % 3, *k)))
    }

    pub(super) fn one(&self, i: usize) -> One {
        One {
            shown: std::array::from_fn(|c| self.shown[c][i]),
            linear: self.linear[i],
            square: self.square[i],
            same: self.same[i],
            untied: self.untied[i],
            weighted: self.weighted[i],
            mask: self.mask[i],
            n: self.n as f32,
        }
    }

    pub(super) fn many(&self, from: usize) -> Many<'_> {
        Many {
            shown: std::array::from_fn(|c| window(&self.shown[c], from)),
            linear: window(&self.linear, from),
            square: window(&self.square, from),
            same: window(&self.same, from),
            untied: window(&self.untied, from),
            weighted: window(&self.weighted, from),
            mask: window(&self.mask, from),
        }
    }

    /// Sums over the items to which the first state is tied, for the second states from `from` on.
    pub(super) fn sum(&self, first: usize, from: usize, sums: &mut Sums) {
        let ends = &self.ends[3 * first..3 * first + 4];
        for c in 0..3 {
            sums.packed[c] = [0; LANES];
            self.memory.planes.add(&self.items[ends[c]..ends[c + 1]], from, &mut sums.packed[c]);
        }
        if !self.weighted_items.is_empty() {
            sums.weighted = [0.0; LANES];
            self.memory.weighted.add(&self.weighted_items[ends[0]..ends[3]], from, &mut sums.weighted);
        }
    }
}
