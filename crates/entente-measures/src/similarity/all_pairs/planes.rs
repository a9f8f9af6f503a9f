//! For each item a plane: what every state shows there, one lane a state, so that adding planes counts for many states at once.
//!
//! A category is packed as a one in one of three fields of ten bits; sums of up to 1,023 planes do not run over.

use super::{LANES, Whole};

const FIELD: u32 = 10;

/// A one in the first, second or third field.
pub(super) const ONE: [u32; 3] = [1, 1 << FIELD, 1 << (2 * FIELD)];

/// Planes of one kind. Behind the last state there is room for one more turn of lanes, which hold nothing.
#[derive(Debug, Default)]
pub(super) struct Planes<T> {
    stride: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default + std::ops::AddAssign> Planes<T> {
    /// Makes room for so many, with nothing in them.
    pub(super) fn clear(&mut self, items: usize, states: usize) {
        self.stride = states + LANES;
        self.cells.clear();
        self.cells.resize(items * self.stride, T::default());
    }

    /// The plane of one item.
    pub(super) fn plane(&mut self, item: usize) -> &mut [T] {
        &mut self.cells[item * self.stride..(item + 1) * self.stride]
    }

    /// Adds to `sum` the planes of the items, for the states from `from` on.
    #[inline]
    pub(super) fn add(&self, items: &[u32], from: usize, sum: &mut [T; LANES]) {
        let mut own = *sum;
        for item in items {
            let row = &self.cells[*item as usize * self.stride + from..][..LANES];
            for l in 0..LANES {
                own[l] += row[l];
            }
        }
        *sum = own;
    }
}

/// The three counts of packed sums.
#[inline]
pub(super) fn unpack(packed: &[u32; LANES], counts: &mut [Whole; 3]) {
    const MASK: u32 = ONE[1] - 1;
    for l in 0..LANES {
        counts[0][l] = (packed[l] & MASK) as i32 as f32;
        counts[1][l] = ((packed[l] >> FIELD) & MASK) as i32 as f32;
        counts[2][l] = (packed[l] >> (2 * FIELD)) as i32 as f32;
    }
}

/// The window of a padded column that begins with a state.
#[inline]
pub(super) fn window<T: Copy>(column: &[T], from: usize) -> &[T; LANES] {
    column[from..from + LANES].first_chunk().expect("columns have room for a turn of lanes behind the last state")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_packed_planes_are_counts() {
        let mut planes = Planes::<u32>::default();
        planes.clear(1000, 2);
        for item in 0..1000 {
            let plane = planes.plane(item);
            (plane[0], plane[1]) = (ONE[0], ONE.get(item % 4).copied().unwrap_or_default());
        }
        let (mut sum, mut counts) = ([0; LANES], [[0.0; LANES]; 3]);
        planes.add(&(0..1000).collect::<Vec<u32>>(), 0, &mut sum);
        unpack(&sum, &mut counts);
        assert_eq!((counts[0][0], counts[1][0], counts[2][0]), (1000.0, 0.0, 0.0));
        assert_eq!((counts[0][1], counts[1][1], counts[2][1]), (250.0, 250.0, 250.0));
        assert_eq!(counts[0][2], 0.0);
    }
}
