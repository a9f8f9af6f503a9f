//! Hashes for maps that are asked for every row: a few times faster than the standard library's.
//!
//! Known weakness: whoever writes a file can prepare texts that collide, which makes reading slow; a reader runs under a limit of time,
//! so such a file hurts itself alone.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose order is never used.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mixed>>;

/// A number in which every bit of the input moves about half of the bits (the finaliser of splitmix64, Steele and others 2014).
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Mixes eight bytes at a time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        let tail = rest.iter().rev().fold(rest.len() as u64, |tail, byte| tail << 8 | u64::from(*byte));
        self.write_u64(tail);
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_i32(&mut self, n: i32) {
        self.write_u64(u64::from(n.cast_unsigned()));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = mix(self.0.rotate_left(5) ^ n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::Hash;

    fn hash(of: impl Hash) -> u64 {
        let mut hasher = Mixed::default();
        of.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn near_keys_have_far_hashes() {
        let keys: Vec<u64> = ["", "a", "b", "ab", "ba", "abcdefgh", "abcdefgh\0", "abcdefghi"].map(hash).to_vec();
        let pairs = (0..200u16).flat_map(|code| (1800..2030).map(move |year| hash((code, year))));
        let mut all: Vec<u64> = keys.into_iter().chain(pairs).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
