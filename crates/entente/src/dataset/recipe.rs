//! How a table is made again: a command of the program with its arguments, and the user's own files that went into it.
//!
//! Files stand by their names without folders, so that a recipe is the same on every machine. Where the output goes is no part of it.

use std::path::Path;

use entente_sources::reader::sha256;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::fs::Fs;

/// How a table is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Recipe {
    /// The command, as `panel`.
    pub command: String,
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
    /// The user's own files that some of the arguments name.
    pub files: Vec<OwnFile>,
}

/// An argument of the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Argument {
    /// Its name, without dashes.
    pub name: String,
    /// Its value, where it takes one.
    pub value: Option<String>,
}

/// A file of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OwnFile {
    /// The argument that names it.
    pub argument: String,
    /// Its name, without the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl OwnFile {
    /// A file whose bytes are at hand.
    pub fn new(argument: &str, path: &Path, bytes: &[u8]) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self { argument: argument.to_owned(), name, bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// Reads a file for its size and hash.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(fs: &dyn Fs, argument: &str, path: &Path) -> Result<Self, Error> {
        let bytes = fs.read_up_to(path, u64::MAX - 1).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        Ok(Self::new(argument, path, &bytes))
    }
}

impl Recipe {
    /// A command without arguments.
    pub fn new(command: &str) -> Self {
        Self { command: command.to_owned(), ..Self::default() }
    }

    /// The same with one more argument that has a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), value: Some(value.into()) });
        self
    }

    /// The same with one more argument that has none.
    #[must_use]
    pub fn with_flag(mut self, name: &str) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), value: None });
        self
    }

    /// The same with one more argument that names a file of the user.
    #[must_use]
    pub fn with_file(mut self, file: OwnFile) -> Self {
        self.arguments.push(Argument { name: file.argument.clone(), value: Some(file.name.clone()) });
        self.files.push(file);
        self
    }

    /// The command as it is typed in a shell.
    pub fn in_shell(&self) -> String {
        format!("entente {}", self.words(""))
    }

    /// What stands behind the name of the program, the user's files in a folder, which may be empty text.
    pub(super) fn words(&self, folder: &str) -> String {
        let mut line = self.command.clone();
        for argument in &self.arguments {
            let is_file = self.files.iter().any(|file| file.argument == argument.name && Some(&file.name) == argument.value.as_ref());
            line.push_str(&format!(" --{}", argument.name));
            if let Some(value) = &argument.value {
                line.push(' ');
                line.push_str(&quoted(&if is_file { format!("{folder}{value}") } else { value.clone() }));
            }
        }
        line
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=@%+".contains(c);
    // A word that begins with a dash would be taken for an option.
    let safe = if word.starts_with('-') { format!("./{word}") } else { word.to_owned() };
    if !safe.is_empty() && safe.chars().all(is_plain) { safe } else { format!("'{}'", safe.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_is_a_line_for_a_shell() {
        let file = OwnFile::new("join", Path::new("far/away/it's mine.csv"), b"x");
        let recipe = Recipe::new("panel").with("unit", "directed").with_flag("relevant").with_file(file);
        assert_eq!(recipe.words("own/"), r"panel --unit directed --relevant --join 'own/it'\''s mine.csv'");
        assert_eq!(recipe.in_shell(), r"entente panel --unit directed --relevant --join 'it'\''s mine.csv'");
        assert_eq!(["$(x)", "", "-o", "a;b"].map(quoted), ["'$(x)'", "''", "./-o", "'a;b'"]);
    }
}
