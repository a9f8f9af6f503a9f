//! Files that were changed, cut or lost.

use super::*;

#[test]
fn every_flipped_bit_is_caught() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    add(&root, "gdelt2", "day.CSV", &fixture("gdelt2/good_quarter_hour.csv"), "2.0");
    let files: Vec<(PathBuf, Vec<u8>)> = contents(&root).into_iter().filter(|(p, _)| !p.ends_with(lock::NAME)).collect();
    assert_eq!(files.len(), 4);
    let mut state = 1u64;
    for n in 0..500 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (path, bytes) = &files[n % files.len()];
        let at = (state >> 33) as usize % (bytes.len() * 8);
        let mut flipped = bytes.clone();
        flipped[at / 8] ^= 1 << (at % 8);
        std::fs::write(path, &flipped).unwrap();
        assert!(!is_sound(&root), "bit {at} of {}", path.display());
        std::fs::write(path, bytes).unwrap();
    }
    assert!(is_sound(&root));
}

#[test]
fn a_lost_swapped_cut_or_longer_file_is_caught_on_reading_too() {
    let (_folder, root) = temporary();
    add(&root, "cow_nmc", "a.csv", NMC, "1.0");
    add(&root, "cow_nmc", "b.csv", &NMC.replace("1100", "1200"), "1.1");
    let store = open(&root);
    let paths: Vec<PathBuf> = store.manifest.parts.iter().map(|p| root.join(&p.store_file)).collect();
    let bytes: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).unwrap()).collect();
    let restore = || paths.iter().zip(&bytes).for_each(|(p, b)| std::fs::write(p, b).unwrap());
    let check = |what: &str, count: usize| {
        let (_, wrong) = open(&root).verify();
        assert_eq!(wrong.len(), count, "{what}: {wrong:?}");
        let message = store.read("cow_nmc", &[], &[]).unwrap_err().to_string();
        assert!(message.contains(".parquet") && message.contains("entente data remove cow_nmc"), "{what}: {message}");
        restore();
        assert!(is_sound(&root), "{what}");
    };
    paths.iter().for_each(|p| std::fs::remove_file(p).unwrap());
    check("lost", 2);
    paths.iter().zip(bytes.iter().rev()).for_each(|(p, b)| std::fs::write(p, b).unwrap());
    check("swapped", 2);
    std::fs::write(&paths[1], &bytes[1][..bytes[1].len() - 1]).unwrap();
    check("cut", 1);
    std::fs::write(&paths[1], []).unwrap();
    check("empty", 1);
    std::fs::write(&paths[1], [&bytes[1][..], b"x"].concat()).unwrap();
    check("longer", 1);
}
