//! How much one file may ask for.

/// How much one file may ask for before its reading stops.
///
/// All defaults are chosen: several times what the largest known source needs (1,066,613 rows by 15 columns), and small
/// enough for an ordinary computer. Half of each still reads every known source; double allows double the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes after decompression; 1 GiB.
    pub decompressed_bytes: u64,
    /// Objects and attribute lists inside one another; 64. A bound on recursion, so keep it below some thousands.
    pub depth: usize,
    /// Elements of all vectors together; 200 million.
    pub elements: u64,
    /// Elements that compact sequences (`1:n`, a few bytes in the file) may be written out to; 5 million.
    pub sequence_elements: u64,
    /// Members of all lists together, and symbols; 4 million, as each costs far more memory than its four bytes.
    pub members: u64,
    /// Distinct texts of all text columns together; 16 million.
    pub distinct_texts: u64,
    /// Bytes of one text cell; 32 KiB.
    pub text_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            decompressed_bytes: 1 << 30,
            depth: 64,
            elements: 200_000_000,
            sequence_elements: 5_000_000,
            members: 4_000_000,
            distinct_texts: 16_000_000,
            text_bytes: 32 << 10,
        }
    }
}
