//! `entente sql` in a program that was built without it.

use super::{entente, stderr, stdout};

#[test]
fn it_says_how_to_get_it() {
    for args in [&["sql"][..], &["sql", "SELECT 1"], &["sql", "--panel", "x.parquet", "SELECT 1", "-o", "x.csv"]] {
        let output = entente(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).is_empty());
        let text = stderr(&output);
        assert!(text.contains("cargo install --path crates/entente-cli --features sql") && text.contains("docs/store.md"), "{text}");
    }
}
