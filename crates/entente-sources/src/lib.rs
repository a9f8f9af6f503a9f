//! Publishers' bytes to validated tables.
