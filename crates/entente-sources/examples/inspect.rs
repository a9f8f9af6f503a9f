//! Shows what a file is read as: `cargo run -p entente-sources --example inspect -- FILE [SOURCE]`.
#![allow(clippy::print_stdout)]

use entente_sources::{Change, Options, read};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().expect("a file");
    let of = arguments.next();
    let name = std::path::Path::new(&path).file_name().unwrap().to_string_lossy().into_owned();
    let bytes = std::fs::read(&path).unwrap();
    let start = std::time::Instant::now();
    match read(&name, bytes, Options { of: of.as_deref(), change: Change::Accepted, ..Options::default() }) {
        Err(error) => println!("error: {error}"),
        Ok(found) => {
            println!("{name} sha256 {} in {:?}", found.sha256, start.elapsed());
            for read in &found.tables {
                let covers = read.covers.map_or("-".to_owned(), |c| c.to_string());
                println!(
                    "{} ({} {}, layout {}): {} rows, {} states, covers {covers}",
                    read.table.name,
                    read.source,
                    read.version,
                    read.layout,
                    read.table.rows(),
                    read.print.states
                );
                for row in [0, read.table.rows() / 2, read.table.rows().saturating_sub(1)] {
                    let cells = read.table.columns.iter().map(|(n, d)| format!("{n}={}", d.show(row).unwrap_or("-".into())));
                    println!("   {}", cells.collect::<Vec<_>>().join(" "));
                }
            }
            for finding in found.findings.iter().take(40) {
                println!("   {} {:?} {}: {}", finding.code, finding.severity, finding.place, finding.message);
            }
            println!("   {} findings", found.findings.len());
            for left in &found.left {
                println!("   left {}: {}", left.file, left.why);
            }
        }
    }
}
