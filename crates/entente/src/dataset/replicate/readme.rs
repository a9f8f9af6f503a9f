//! The README of an archive, in the order of the template of the Social Science Data Editors.

use std::fmt::Write as _;

use super::super::text::{code, grouped, plain};
use super::super::{Description, Redistribution};
use super::PublishersFile;
use super::entries::{Entries, Parts, place};
use super::script::sums;

const TEMPLATE: &str = "https://social-science-data-editors.github.io/template_README/";

/// The text.
pub(super) fn readme(parts: &Parts<'_>, entries: &Entries, withheld: &[String]) -> String {
    let d = parts.description;
    let mut out = format!("# Replication archive: {}\n\n", plain(&d.title));
    overview(parts, withheld, &mut out);
    availability(parts, &mut out);
    datasets(parts, withheld, &mut out);
    requirements(d, &mut out);
    instructions(parts, &mut out);
    files(entries, &mut out);
    out.push_str("\n## References\n\n");
    for citation in &d.citations {
        let _ = writeln!(out, "- {}", plain(&crate::cite::line(citation)));
    }
    let _ = writeln!(out, "\nThe order of this file follows the template of the Social Science Data Editors, {TEMPLATE}.");
    out
}

fn overview(parts: &Parts<'_>, withheld: &[String], out: &mut String) {
    let d = parts.description;
    let _ = writeln!(
        out,
        "## Overview\n\nThis archive makes one table again: {} rows, {} columns. One command reads publishers' files, one makes the table, and \
         a third compares it byte for byte with what was published. `rebuild.sh` runs all three.\n\n```sh\n{}\n```\n",
        grouped(d.rows),
        d.columns.len(),
        d.recipe.in_shell()
    );
    if withheld.is_empty() {
        out.push_str("The table itself is in the archive.\n");
    } else {
        let names: Vec<String> = withheld.iter().map(|name| code(name)).collect();
        let _ = writeln!(
            out,
            "The table itself is not in the archive, because {} of its columns may not be passed on, or nobody has said that they may: {}. Its \
             SHA-256 stands below, so that whoever makes it again knows that it is the same.",
            names.len(),
            names.join(", ")
        );
    }
}

fn availability(parts: &Parts<'_>, out: &mut String) {
    let d = parts.description;
    out.push_str("\n## Data availability and provenance statements\n\n### Statement about rights\n\n");
    out.push_str(
        "The terms below are in our words, as the program's cards have them; the publishers' own pages decide. Whoever publishes this archive \
         confirms to have had the right to use the data.\n\n### Summary of availability\n\n",
    );
    let raw = d.sources().iter().filter(|s| s.redistribute == Redistribution::Raw).count();
    let _ = writeln!(
        out,
        "Of {} sources, the data of {raw} may be passed on. All are to be had from their publishers at the addresses below.\n\n\
         ### Details on each source",
        d.sources().len()
    );
    for source in d.sources() {
        let _ = writeln!(
            out,
            "\n#### {}\n\n- publisher: {}, <{}>\n- terms: {}: {} <{}>\n- can be redistributed: {}\n- cite: {}\n- files:",
            plain(&source.titled()),
            plain(&source.publisher),
            source.url,
            source.license.id,
            plain(&source.license.terms),
            source.license.url,
            source.redistribute.words(),
            plain(&source.cite),
        );
        for file in parts.files.iter().filter(|f| f.source == source.source) {
            let _ = writeln!(out, "  - {}", said(file));
        }
    }
    for (file, path) in parts.own {
        let travels = if path.is_some() { "yes, as whoever made this archive says" } else { "not known" };
        let _ = writeln!(
            out,
            "\n#### {}, a file of the author\n\nGiven to the program with `--{}`. Can be redistributed: {travels}. {} bytes, SHA-256 `{}`. {}",
            code(&file.name),
            file.argument,
            grouped(file.bytes),
            file.sha256,
            if path.is_some() {
                "In this archive, in the folder `own`."
            } else {
                "Not in this archive: ask the author, and put it into a folder `own` beside `rebuild.sh`."
            }
        );
    }
}

fn said(file: &PublishersFile) -> String {
    let place = match (&file.path, file.redistribute) {
        (Some(_), _) => format!("in this archive as {}", code(&place(file))),
        (None, Redistribution::Raw) => format!("not in this archive, though it may be passed on; from <{}>", file.url),
        (None, _) => format!("not in this archive; from <{}>", file.url),
    };
    format!("{}, {} bytes, SHA-256 `{}`: {place}", code(&file.name), grouped(file.bytes), file.sha256)
}

fn datasets(parts: &Parts<'_>, withheld: &[String], out: &mut String) {
    let d = parts.description;
    out.push_str("\n## Dataset list\n\n| table | publisher's file | rows | provided |\n|---|---|---|---|\n");
    for table in &d.tables {
        for part in &table.parts {
            let is_in = parts.files.iter().any(|f| f.sha256 == part.file_sha256 && f.path.is_some());
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                table.table,
                code(&part.file),
                grouped(part.rows),
                if is_in { "yes" } else { "no" }
            );
        }
    }
    for file in &d.files {
        let is_in = if withheld.is_empty() { "yes" } else { "no" };
        let _ = writeln!(out, "| the result | {} | {} | {is_in} |", code(&file.name), grouped(d.rows));
    }
    let _ = writeln!(out, "\nEvery column is described in `{0}.codebook.html` and `{0}.codebook.md`.", d.name);
}

fn requirements(d: &Description, out: &mut String) {
    let input: u64 = d.tables.iter().flat_map(|t| &t.parts).map(|p| p.file_bytes).sum();
    let output: u64 = d.files.iter().map(|f| f.bytes).sum();
    let _ = writeln!(
        out,
        "\n## Computational requirements\n\n- software: `entente` {}, and a POSIX shell with `sha256sum` or `shasum`; nothing else\n\
         - random numbers: none\n- network: none\n- disk: {} MB of publishers' files, and {} MB of result\n\
         - the number of processors changes the time and not the result",
        d.code_version,
        input.div_ceil(1_000_000),
        output.div_ceil(1_000_000)
    );
}

fn instructions(parts: &Parts<'_>, out: &mut String) {
    let d = parts.description;
    let left: Vec<&PublishersFile> = parts.files.iter().filter(|f| f.path.is_none()).collect();
    out.push_str("\n## Instructions\n\n");
    let mut steps = vec![format!("Install `entente` {}.", d.code_version)];
    if !left.is_empty() {
        steps.push(format!(
            "Put the {} publishers' files that are not in this archive into the folder `files` beside `rebuild.sh`, or into any other folder. Their \
             names do not matter; their SHA-256 do.",
            left.len()
        ));
    }
    if parts.own.iter().any(|(_, path)| path.is_none()) {
        steps.push("Put the author's files that are not in this archive into the folder `own` beside `rebuild.sh`.".to_owned());
    }
    steps.push("Run `sh rebuild.sh`, or `sh rebuild.sh FOLDER` with the publishers' files in another folder. It reads them into a store of its own, makes the table in the folder `rebuilt`, and compares it with `SHA256SUMS`:".to_owned());
    for (n, step) in steps.iter().enumerate() {
        let _ = writeln!(out, "{}. {step}", n + 1);
    }
    let _ = writeln!(out, "\n```text\n{}```", sums(d));
}

fn files(entries: &Entries, out: &mut String) {
    out.push_str("\n## Files\n\n| file | bytes | SHA-256 |\n|---|---|---|\n");
    for (name, content) in entries {
        let (bytes, sha256) = content.sum();
        let _ = writeln!(out, "| {} | {} | `{sha256}` |", code(name), grouped(bytes));
    }
}
