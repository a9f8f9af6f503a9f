//! Hostile files.

use super::*;

#[test]
fn hostile_workbooks_end_in_words_and_bring_no_number() {
    let Some(place) = Place::new("malicious workbooks") else { return };
    let folder = place.data.join("../hostile");
    for path in walk(&folder) {
        let start = Instant::now();
        let output = place.run(&["data", "add", &path.to_string_lossy()]);
        let took = start.elapsed();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (out, err) = (stdout(&output), stderr(&output));
        let is_refused = output.status.code() == Some(1) && err.contains(&name);
        let is_left = output.status.code() == Some(0) && out.contains("left out, 1 file:") && out.contains(&name);
        assert!(is_refused || is_left, "{name}: {:?} {out} {err}", output.status);
        assert!(!err.contains("panicked"), "{name}: {err}");
        // Builds without optimisation, on a machine that does other things too, get more time.
        let limit = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });
        assert!(took < limit, "{name}: {took:?}");
        assert!(place.sources().is_empty(), "{name}");
    }
}

fn zipped(entries: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A workbook whose table of texts claims four thousand million entries, so that a reader asks for 96 GB.
fn greedy_workbook() -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let book_rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let strings = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>"#;
    let sheet = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let entries = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", book_rels),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    zipped(entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())))
}

#[test]
fn a_file_that_ends_its_reader_costs_only_itself() {
    let Some(place) = Place::new("files that end their reader") else { return };
    let folder = place.own("mixed");
    std::fs::create_dir(&folder).unwrap();
    // 2.6 GB of blanks in 40 pieces.
    let bomb = gzipped(&vec![b' '; 64 << 20]).repeat(41);
    let deep = format!("{}x.csv", "a/".repeat(20_000));
    let files: [(&str, Vec<u8>); 5] = [
        ("a-greedy.xlsx", greedy_workbook()),
        ("b-bomb.csv.gz", bomb),
        ("c-many.zip", zipped((0..20_000).map(|n| (format!("{n}.csv"), Vec::new())))),
        (
            "d-deep.zip",
            zipped(
                [(deep, b"a,b\n1,2\n".to_vec()), ("../../../../tmp/entente-escaped.csv".to_owned(), b"a,b\n1,2\n".to_vec())].into_iter(),
            ),
        ),
        ("e-nested.zip", zipped([("inner.zip".to_owned(), zipped([("x.csv".to_owned(), b"a,b\n".to_vec())].into_iter()))].into_iter())),
    ];
    for (name, bytes) in &files {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    for name in STATES {
        std::fs::copy(place.data.join(name), folder.join(Path::new(name).file_name().unwrap())).unwrap();
    }
    // Two copies of one file, which are read at the same time.
    std::fs::copy(place.data.join(STATES[2]), folder.join("states-copy.csv")).unwrap();
    let answer = place.json(&["data", "add", &folder.to_string_lossy()]);
    let refused = answer["refused"].as_array().unwrap();
    let why = |name: &str| {
        let of: Vec<&str> =
            refused.iter().filter(|r| r["file"].as_str().unwrap().ends_with(name)).map(|r| r["why"].as_str().unwrap()).collect();
        assert!(of.len() <= 1, "{of:?}");
        of.first().map(|why| (*why).to_owned())
    };
    assert!(why("a-greedy.xlsx").unwrap().contains("a-greedy.xlsx"));
    let bomb = why("b-bomb.csv.gz").unwrap();
    assert!(bomb.contains("b-bomb.csv.gz") && (bomb.contains("GB of memory") || bomb.contains("unpacks to more")), "{bomb}");
    assert!(why("c-many.zip").unwrap().contains("holds 20000 entries"));
    let left: Vec<&str> = answer["left"].as_array().unwrap().iter().map(|l| l["file"].as_str().unwrap()).collect();
    assert!(left.iter().all(|file| !file.contains("..")) && !Path::new("/tmp/entente-escaped.csv").exists(), "{left:?}");
    assert!(left.iter().any(|file| file.starts_with("d-deep.zip/")), "{left:?} {refused:?}");
    assert!(refused.iter().all(|r| !r["why"].as_str().unwrap().contains("panicked")));
    let taken: Vec<(&str, &str)> =
        answer["tables"].as_array().unwrap().iter().map(|t| (t["file"].as_str().unwrap(), t["outcome"].as_str().unwrap())).collect();
    assert_eq!(taken.iter().filter(|(_, outcome)| *outcome == "added").count(), 3, "{taken:?} {refused:?}");
    assert_eq!(taken.len(), 4, "{taken:?} {refused:?}");
    succeeds(&place.run(&["data", "verify"]));
}
