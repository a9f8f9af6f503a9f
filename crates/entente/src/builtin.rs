//! The cases inside the program, so that the first assessment needs no file and no network.

/// One file of a built-in case.
pub type File = (&'static str, &'static [u8]);

/// A case inside the program.
#[derive(Debug)]
pub struct Builtin {
    /// Its id.
    pub id: &'static str,
    /// Its files by name relative to its folder.
    pub files: &'static [File],
}

macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../cases/", $folder, "/", $name)))),*]
    };
}

/// All built-in cases.
pub const CASES: &[Builtin] = &[Builtin {
    id: "russia-china",
    files: files!("russia-china":
        "case.toml", "citations.csv", "claims.toml", "contacts.csv", "contest.toml", "deliveries.csv", "exercises.csv", "figures.csv", "gaps.csv",
        "institutions.csv", "milex.csv", "overlap.csv", "positions.csv", "rubrics/essay.toml", "rubrics/korolev.toml", "sanctions.csv",
        "statements.csv", "technology.csv", "trade.csv", "treaties.csv", "votes.csv",
    ),
}];

/// The built-in case with that id.
pub fn builtin(id: &str) -> Option<&'static Builtin> {
    CASES.iter().find(|case| case.id == id)
}
