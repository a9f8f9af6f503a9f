//! Flags that every command takes.

use std::io::IsTerminal;
use std::path::PathBuf;

use entente::report::text::Style;

/// Flags that every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Globals {
    /// Folder with your own cases, as STORE/cases/NAME/case.toml
    #[arg(long, global = true, env = "ENTENTE_STORE", value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
    /// Write JSON to stdout
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Never use the network (no command of this version does)
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// No bold and no dim text
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

impl Globals {
    /// Bold and dim only on a terminal that wants them.
    pub(crate) fn style(&self) -> Style {
        let is_plain = self.no_color || std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
        if is_plain { Style::Plain } else { Style::Ansi }
    }

    /// Talks on stderr unless asked to be quiet.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            crate::output::talk(text);
        }
    }
}
