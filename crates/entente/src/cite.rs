//! Citations of exactly the sources an output used, from the output itself.

use entente_core::{Citation, CitationKind};

use crate::error::Error;

/// How to write citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One line each.
    Text,
    /// BibTeX entries.
    Bibtex,
}

/// Marks the block of citations inside an HTML report.
pub const MARK: &str = "entente-citations";

/// The card of a citation that is a version of a source.
fn card(citation: &Citation) -> Option<&'static entente_sources::Card> {
    citation.id.split_once('@').and_then(|(id, _)| entente_sources::source(id)).map(|source| source.card())
}

/// One citation as a line of text.
pub fn line(citation: &Citation) -> String {
    if let Some(card) = card(citation) {
        // A data set is cited as its authors ask, upstream first.
        let cite = card.cite.trim();
        let url = if cite.contains(&card.url) { String::new() } else { format!(" {}", card.url) };
        return format!("{cite}{url} (added {}) [{}]", citation.read_on, citation.id);
    }
    let published = citation.published.map_or("no date".to_owned(), |d| d.to_string());
    let address = if citation.url.is_empty() { "address not seen".to_owned() } else { citation.url.clone() };
    format!(
        "{}: {} ({published}). {address} (read {}, grade {}) [{}]",
        citation.publisher, citation.title, citation.read_on, citation.grade, citation.id
    )
}

/// Reads the citations out of a JSON or HTML output of ours.
///
/// # Errors
/// The text is neither.
pub fn read(file: &str, text: &str) -> Result<Vec<Citation>, Error> {
    let not_ours = |message: String| Error::NotOurs { file: file.to_owned(), message };
    if text.trim_start().starts_with('{') {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|e| not_ours(format!("no JSON: {e}")))?;
        // A what-if holds the citations of what it started from.
        let citations = value
            .get("citations")
            .or_else(|| value.get("before")?.get("citations"))
            .cloned()
            .ok_or_else(|| not_ours("no field \"citations\"".to_owned()))?;
        return serde_json::from_value(citations).map_err(|e| not_ours(e.to_string()));
    }
    let start = format!("<template id=\"{MARK}\">");
    let block = text.split_once(&start).and_then(|(_, rest)| rest.split_once("</template>")).map(|(block, _)| block);
    let block =
        block.ok_or_else(|| not_ours("no block of citations; give a JSON or HTML output of assess or contest assess".to_owned()))?;
    let plain = block
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&");
    serde_json::from_str(&plain).map_err(|e| not_ours(e.to_string()))
}

/// Writes citations, with a line for the program and the terms of SIPRI where its data were used.
pub fn write(citations: &[Citation], style: Style) -> String {
    let mut out = String::new();
    for citation in citations {
        match style {
            Style::Text => out.push_str(&line(citation)),
            Style::Bibtex => out.push_str(&bibtex(citation)),
        }
        out.push('\n');
    }
    if style == Style::Bibtex {
        out = unique_entries(&out);
    }
    let mut credits: Vec<&str> =
        citations.iter().filter_map(|c| card(c)).map(|card| card.attribution.trim()).filter(|a| !a.is_empty()).collect();
    if citations.iter().any(|c| c.publisher.contains("SIPRI") && c.kind == CitationKind::Dataset) {
        credits.push("Information from the SIPRI databases; calculation by entente.");
    }
    credits.dedup();
    for credit in credits {
        out.push_str(&if style == Style::Text { format!("{credit}\n") } else { format!("% {credit}\n") });
    }
    out
}

/// BibTeX entries without those whose key stands above already: two sources may rest on one article.
pub fn unique_entries(text: &str) -> String {
    let mut seen = std::collections::BTreeSet::new();
    let mut out = String::new();
    for entry in text.split("\n@").map(|entry| entry.trim_start_matches('@')).filter(|entry| !entry.trim().is_empty()) {
        let key = entry.split(['{', ',']).nth(1).unwrap_or_default().trim().to_owned();
        if seen.insert(key) {
            out.push('@');
            out.push_str(entry.trim_end());
            out.push('\n');
        }
    }
    out
}

fn bibtex(citation: &Citation) -> String {
    if let Some(card) = card(citation).filter(|card| !card.bibtex.trim().is_empty()) {
        return format!("{}\n", card.bibtex.trim());
    }
    let clean =
        |text: &str| text.replace(['{', '}', '\\'], "").replace('&', "\\&").replace('%', "\\%").replace('#', "\\#").replace('_', "\\_");
    let year = citation.published.map_or(String::new(), |d| format!("  year = {{{}}},\n", d.year()));
    let url =
        if citation.url.is_empty() { String::new() } else { format!("  url = {{{}}},\n", citation.url.replace(['{', '}', '\\'], "")) };
    format!(
        "@misc{{{},\n  author = {{{{{}}}}},\n  title = {{{{{}}}}},\n{year}{url}  note = {{read {}, grade {}}},\n}}\n",
        citation.id,
        clean(&citation.publisher),
        clean(&citation.title),
        citation.read_on,
        citation.grade
    )
}
