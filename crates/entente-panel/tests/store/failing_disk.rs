//! A disk that fails at any call.

use super::*;

/// A disk of which one call fails, counted from 0, and with it, where asked, every later one.
struct Failing {
    calls: AtomicU32,
    at: u32,
    goes_on: bool,
}

impl Failing {
    fn tick(&self) -> io::Result<()> {
        let n = self.calls.fetch_add(1, Ordering::Relaxed);
        if n == self.at || (self.goes_on && n > self.at) { Err(io::Error::other("injected")) } else { Ok(()) }
    }
}

impl Fs for Failing {
    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read>> {
        self.tick()?;
        Disk.open(path)
    }
    fn stream_new(&self, path: &Path) -> io::Result<Box<dyn NewFile>> {
        self.tick()?;
        Disk.stream_new(path)
    }
    fn read_up_to(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.tick()?;
        Disk.read_up_to(path, limit)
    }
    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.canonical(path)
    }
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.tick() {
            // A full disk leaves half of the file behind.
            let _ = std::fs::write(path, &bytes[..bytes.len() / 2]);
            return Err(error);
        }
        Disk.write_new(path, bytes)
    }
    fn replace(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.replace(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.remove(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.tick()?;
        Disk.make_folder(path)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.tick()?;
        Disk.list(path)
    }
}

fn copy(from: &Path, to: &Path) {
    for path in tree(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(path, to).unwrap();
    }
}

/// What a reader can tell of a store.
fn state(root: &Path) -> Vec<Part> {
    let store = Store::open(&Disk, root, None).unwrap();
    let (_, wrong) = store.verify();
    assert!(wrong.is_empty(), "{wrong:?}");
    let mut parts = store.manifest.parts.clone();
    parts.sort();
    parts
}

#[test]
fn a_disk_that_fails_at_any_call_leaves_the_old_or_the_new_store() {
    let newer = NMC.replace("1100", "1200");
    let gdelt = fixture("gdelt2/good_quarter_hour.csv");
    type Work = fn(&(dyn Fs + Sync), &Path, &str, &str) -> Result<(), Error>;
    let works: [(&str, Work); 4] = [
        ("add", |fs, root, newer, gdelt| {
            let into = staging(fs, root)?;
            let files = [file(&into.folder, "cow_nmc", "b.csv", newer, "1.1"), file(&into.folder, "gdelt2", "d.CSV", gdelt, "2.0")];
            commit(fs, root, &into, &files, &[]).map(|_| ())
        }),
        ("remove", |fs, root, _, _| remove(fs, root, "cow_nmc", Some("0.9")).map(|_| ())),
        ("remove all", |fs, root, _, _| remove(fs, root, "cow_nmc", None).map(|_| ())),
        ("use", |fs, root, _, _| choose(fs, root, "cow_nmc", Some("0.9")).map(|_| ())),
    ];
    let (_folder, base) = temporary();
    add(&base, "cow_nmc", "a.csv", NMC, "1.0");
    add(&base, "cow_nmc", "z.csv", &NMC.replace("1100", "900"), "0.9");
    let old = state(&base);
    let mut points = 0;
    for (name, work) in works {
        let (_folder, whole) = temporary();
        copy(&base, &whole);
        work(&Disk, &whole, &newer, &gdelt).unwrap();
        let new = state(&whole);
        for goes_on in [false, true] {
            let mut at = 0;
            loop {
                let (_folder, root) = temporary();
                copy(&base, &root);
                let fs = Failing { calls: AtomicU32::new(0), at, goes_on };
                let result = work(&fs, &root, &newer, &gdelt);
                let is_reached = fs.calls.load(Ordering::Relaxed) > at;
                let after = state(&root);
                assert!(after == old || after == new, "{name} with call {at} failing");
                if result.is_ok() {
                    assert!(after == new, "{name} with call {at} failing says that it is done");
                }
                // The next attempt goes through and leaves nothing else behind.
                if after != new || name == "use" {
                    work(&Disk, &root, &newer, &gdelt).unwrap();
                }
                assert!(state(&root) == new, "{name} again after call {at}");
                add(&root, "polity5", "p.csv", &fixture("polity5/good.csv"), "1.0");
                assert!(leftovers(&root).is_empty(), "{name} after call {at}: {:?}", leftovers(&root));
                if !is_reached {
                    break;
                }
                points += 1;
                at += 1;
            }
        }
    }
    assert!(points > 60, "only {points} calls were made to fail");
}
