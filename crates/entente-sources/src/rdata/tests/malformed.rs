use proptest::prelude::*;

use super::super::*;
use super::writer::{WITH_ATTRIBUTES, Writer, small_frame};

fn error(stream: &Writer) -> RDataError {
    frames(&stream.0, &Limits::default()).unwrap_err()
}

#[test]
fn what_is_not_data_is_named_with_its_byte() {
    let kinds = [
        (3, "CLOSXP"),
        (4, "ENVSXP"),
        (5, "PROMSXP"),
        (6, "LANGSXP"),
        (8, "BUILTINSXP"),
        (15, "CPLXSXP"),
        (20, "EXPRSXP"),
        (21, "BCODESXP"),
        (22, "EXTPTRSXP"),
        (23, "WEAKREFSXP"),
        (24, "RAWSXP"),
        (25, "S4SXP"),
        (241, "BASEENV"),
        (247, "PERSISTSXP"),
        (249, "NAMESPACESXP"),
        (251, "MISSINGARG"),
        (253, "GLOBALENV"),
    ];
    for (code, name) in kinds {
        // Alone, in a list, and (environment markers apart) among the attributes: 14 bytes of header come first.
        for (stream, at) in [(Writer::rds(), 14), (Writer::rds().vector(19, 1), 22)] {
            let found = error(&stream.numbers(&[code, 0, 0, 0]));
            assert!(matches!(&found, RDataError::NotData { kind, offset } if kind.contains(name) && *offset == at), "{found}");
        }
        if !matches!(code, 241 | 253) {
            let found = error(&Writer::rds().integers(WITH_ATTRIBUTES, &[]).tagged("spec").numbers(&[code, 0, 0, 0]));
            assert!(matches!(&found, RDataError::NotData { kind, .. } if kind.contains(name)), "{found}");
        }
    }
    let found = error(&Writer::rds().altrep("mmap_real").reals(0, &[1.0]).end());
    assert!(matches!(&found, RDataError::NotData { kind, .. } if kind.contains("mmap_real")), "{found}");
    assert!(matches!(error(&Writer::rds().numbers(&[77])), RDataError::UnknownType { code: 77, offset: 14 }));
}

#[test]
fn lying_lengths_allocate_nothing() {
    for code in [10, 13, 14, 16, 19] {
        let truncated = |lengths: &[u32]| error(&Writer::rds().numbers(&[code]).numbers(lengths));
        assert!(matches!(truncated(&[i32::MAX as u32]), RDataError::Truncated { .. }));
        // -1, then a length of 2^31 and one of 2^52 in two halves.
        assert!(matches!(truncated(&[u32::MAX, 0, 1 << 31]), RDataError::Truncated { .. }));
        assert!(matches!(truncated(&[u32::MAX, 1 << 20, 0]), RDataError::Truncated { .. }));
        assert!(matches!(truncated(&[u32::MAX, u32::MAX, 0]), RDataError::Length { .. }));
        assert!(matches!(truncated(&[u32::MAX - 1]), RDataError::Length { length: -2, .. }));
        assert!(matches!(truncated(&[u32::MAX]), RDataError::Truncated { .. }));
    }
    let sequence = |state: &[f64]| error(&Writer::rds().altrep("compact_intseq").reals(0, state).end());
    assert!(matches!(sequence(&[1e9, 1.0, 1.0]), RDataError::Limit { .. }));
    for state in [&[1e300, 1.0, 1.0][..], &[-1.0, 1.0, 1.0], &[f64::NAN, 1.0, 1.0], &[2.0, 2e9, 1e9], &[3.0, 2_147_483_646.0, 1.0], &[1.0]]
    {
        assert!(matches!(sequence(state), RDataError::Grammar { .. }), "{state:?}");
    }
}

#[test]
fn depth_is_bounded() {
    let too_deep = |found: RDataError| assert!(matches!(found, RDataError::Limit { limit: 64, .. }), "{found}");
    let repeat = |cell: &[u32]| Writer::rds().numbers(&cell.repeat(1_000_000));
    // Lists in lists, pairlists in the first cell of pairlists, attributes of attributes, short forms of short forms.
    too_deep(error(&repeat(&[19, 1])));
    too_deep(error(&repeat(&[2])));
    too_deep(error(&repeat(&[2 | WITH_ATTRIBUTES])));
    let mut wrapped = Writer::rds();
    for _ in 0..1000 {
        wrapped = wrapped.altrep("wrap_integer").numbers(&[2]);
    }
    too_deep(error(&wrapped));
}

#[test]
fn limits_are_kept() {
    let limited = |limits: Limits| frames(&small_frame().0, &limits).unwrap_err();
    let all = Limits::default();
    for limits in [
        Limits { elements: 20, ..all.clone() },
        Limits { sequence_elements: 1, ..all.clone() },
        Limits { members: 5, ..all.clone() },
        Limits { distinct_texts: 3, ..all.clone() },
        Limits { text_bytes: 3, ..all.clone() },
        Limits { depth: 2, ..all.clone() },
    ] {
        assert!(matches!(limited(limits.clone()), RDataError::Limit { .. }), "{limits:?}");
    }
}

#[test]
fn references_point_back_to_symbols() {
    for index in [1, 2, u32::MAX >> 8] {
        assert!(matches!(error(&Writer::rds().numbers(&[index << 8 | 255])), RDataError::Grammar { .. }));
    }
    assert!(matches!(error(&Writer::rds().numbers(&[255, 0])), RDataError::Grammar { .. }));
}

#[test]
fn frames_must_hang_together() {
    let frame = |columns: Writer, names: &[&str]| error(&columns.frame_attributes(names, 2)).to_string();
    let start = || Writer::rds().vector(19 | WITH_ATTRIBUTES, 1);
    assert_eq!(frame(start().integers(0, &[1]), &["a"]), r#"data frame "", column "a": 1 values in a frame of 2 rows"#);
    assert_eq!(frame(start().integers(0, &[1, 2]), &[]), r#"data frame "": 1 columns with 0 names"#);
    assert_eq!(frame(start().vector(19, 0), &["a"]), r#"data frame "", column "a": a list of 0 is not read as a column"#);
    let factor = |levels: &[Option<&str>]| {
        let column = start().integers(WITH_ATTRIBUTES, &[1, 3]).tagged("levels").texts(0, levels);
        column.tagged("class").texts(0, &[Some("factor")]).end()
    };
    assert_eq!(frame(factor(&[Some("x"), Some("y")]), &["f"]), r#"data frame "", column "f": factor code 3 with 2 levels"#);
    let wide = start().reals(WITH_ATTRIBUTES, &[0.0, 0.0]).tagged("class").texts(0, &[Some("integer64")]).end();
    assert!(frame(wide, &["n"]).contains("integer64"));
    assert!(matches!(error(&Writer::rds().vector(10, 1).numbers(&[2])), RDataError::Grammar { .. }));
}

#[test]
fn other_files_and_notations() {
    let open = |bytes: &[u8]| frames(bytes, &Limits::default()).unwrap_err();
    assert!(matches!(open(b""), RDataError::NotR { .. }));
    assert!(matches!(open(b"RDA3\nA\n3\n"), RDataError::Notation { notation: "text" }));
    assert!(matches!(open(b"X\n\0\0\0\x01\0\0\0\0\0\0\0\0"), RDataError::Version { version: 1 }));
    for broken in [&b"\x1f\x8b\x08"[..], b"BZh9", b"\xfd7zXZ\0\0"] {
        assert!(matches!(open(broken), RDataError::Compression { .. }));
    }
    let twice = Writer::workspace("UTF-8").tagged("x").end().tagged("x").end().end();
    assert!(matches!(error(&twice), RDataError::Duplicate { .. }));
    assert!(matches!(error(&Writer::rds().end().end()), RDataError::Trailing { offset: 18, left: 4 }));
}

#[test]
fn every_cut_is_an_error() {
    let whole = small_frame().0;
    for end in 0..whole.len() {
        assert!(frames(&whole[..end], &Limits::default()).is_err(), "cut at {end}");
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = frames(&bytes, &Limits::default());
        let _ = frames(&[&Writer::rds().0[..], &bytes].concat(), &Limits::default());
    }

    // Small codes, so that the reading gets further than the first type code.
    #[test]
    fn random_numbers_never_panic(numbers in proptest::collection::vec(prop_oneof![0u32..26, 238u32..256, 512u32..532, 1024u32..1030, 255u32..2048], 0..200)) {
        let _ = frames(&Writer::rds().numbers(&numbers).0, &Limits::default());
    }

    #[test]
    fn flipped_bits_never_panic(flips in proptest::collection::vec((any::<proptest::sample::Index>(), 0u8..8), 1..4)) {
        for mut bytes in [small_frame().0, super::r_made::FILE.to_vec()] {
            for (index, bit) in &flips {
                let place = index.index(bytes.len());
                bytes[place] ^= 1 << bit;
            }
            let _ = frames(&bytes, &Limits::default());
        }
    }
}
