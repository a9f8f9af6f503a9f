//! The script that makes a table again, and the sums it is held against.

use super::super::Description;
use super::super::recipe::quoted;

/// Sums of the data files, as `sha256sum --check` reads them.
pub(super) fn sums(d: &Description) -> String {
    d.files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect()
}

/// A script for any POSIX shell.
pub(super) fn rebuild(d: &Description) -> String {
    let mut outputs = String::new();
    for (n, file) in d.files.iter().enumerate() {
        outputs.push_str(&format!(" {} {}", if n == 0 { "-o" } else { "--also" }, quoted(&format!("rebuilt/{}", file.name))));
    }
    format!(
        "#!/bin/sh
# Makes the data again from the publishers' files, and compares the result byte for byte.
#
#   sh rebuild.sh [FOLDER]
#
# FOLDER holds the publishers' files that README.md lists, under any names; without it, the folder files beside this script is taken.
# The program is the one that ENTENTE names, else entente; it should be of version {version}. Everything is written below rebuilt.
set -eu
here=$(cd \"$(dirname \"$0\")\" && pwd)
mkdir -p \"$here/files\" \"$here/rebuilt\"
files=$(cd \"${{1:-$here/files}}\" && pwd)
program=${{ENTENTE:-entente}}
cd \"$here\"

\"$program\" --version
# A file that is not taken and not needed does no harm; one that is needed stops the next command.
\"$program\" --store rebuilt/store data add \"$files\" || echo 'some files were not taken' >&2
\"$program\" --store rebuilt/store --lock entente.lock {words}{outputs}

cd rebuilt
if command -v sha256sum >/dev/null 2>&1; then
    sha256sum -c ../SHA256SUMS
else
    shasum -a 256 -c ../SHA256SUMS
fi
",
        version = d.code_version,
        words = d.recipe.words("own/"),
    )
}
