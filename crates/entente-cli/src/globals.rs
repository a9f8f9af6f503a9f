//! Flags that every command takes.

use std::io::IsTerminal;
use std::path::PathBuf;

use entente::Error;
use entente::fs::Disk;
use entente::report::text::Style;
use entente_panel::Store;
use indicatif::{ProgressBar, ProgressStyle};

/// Flags that every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Globals {
    /// Folder of imported data and your own cases [default: entente in the user's data folder]
    #[arg(long, global = true, env = "ENTENTE_STORE", value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
    /// Lock file that says which version of each source is used, instead of the one in the store
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
    /// Write JSON to stdout
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Never use the network; only `data get` ever does
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

    /// The folder of the store: the one named, else the place where the system keeps a user's data.
    pub(crate) fn root(&self) -> PathBuf {
        let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let data = || of("XDG_DATA_HOME").or_else(|| of("LOCALAPPDATA")).or_else(|| Some(of("HOME")?.join(".local/share")));
        self.store.clone().or_else(|| Some(data()?.join("entente"))).unwrap_or_else(|| PathBuf::from("entente-store"))
    }

    /// Opens the store for reading.
    pub(crate) fn open_store(&self) -> Result<Store<'static>, Error> {
        Ok(Store::open(&Disk, &self.root(), self.lock.as_deref())?)
    }

    /// A bar of bytes on stderr where that is a terminal; nothing elsewhere.
    pub(crate) fn bar(&self, bytes: u64) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {eta} {wide_msg}");
        ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// A bar of things done on stderr where that is a terminal; nothing elsewhere.
    pub(crate) fn count(&self, things: u64) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}");
        ProgressBar::new(things).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    /// Talks on stderr unless asked to be quiet.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet {
            crate::output::talk(text);
        }
    }
}
