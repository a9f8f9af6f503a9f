# Formats, lints, tests and checks the generated files; see also `just --list`.
default: fmt lint test docs-check

# Is the formatting right?
fmt:
    cargo fmt --all --check

# Does the linter have anything to say?
lint:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# All tests, and the examples in the documentation.
test:
    cargo nextest run --workspace --all-features
    cargo test --workspace --doc

# Are the generated files fresh?
docs-check:
    cargo nextest run -p entente-cli docs

# Write the generated files anew.
docs:
    UPDATE_DOCS=1 cargo nextest run -p entente-cli docs

# How long does one assessment take, what does it cost to import the publishers' files, and how fast are contests solved?
bench:
    scripts/bench.sh
    scripts/bench-import.sh
    scripts/bench-panel.sh
    scripts/bench-similarity.sh
    scripts/bench-contest.sh

# How long from a clean clone to the first verdict?
first-verdict:
    scripts/first-verdict.sh

# Run the tests against the publishers' own files, which lie in FOLDER.
verify-data FOLDER:
    ENTENTE_TEST_DATA={{quote(FOLDER)}} cargo nextest run --workspace --all-features

# Licences, advisories and banned crates; needs cargo-deny.
deny:
    cargo deny --all-features check
