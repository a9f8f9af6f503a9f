//! `entente panel`: a panel of states or pairs with whatever of the store is asked for.

use std::path::PathBuf;
use std::process::ExitCode;

use entente::Error;
use entente::panel::{Request, build};
use entente_core::{System, YearSpan};
use entente_panel::frame::Frame;
use entente_panel::spine::Unit;

use crate::globals::Globals;

/// Write a panel
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, default_value = "directed")]
    unit: String,
    #[arg(long, default_value = "cow")]
    system: String,
    #[arg(long)]
    years: YearSpan,
    #[arg(long, value_delimiter = ',')]
    with: Vec<String>,
    #[arg(long, short)]
    output: PathBuf,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let store = globals.open_store()?;
        let unit = match self.unit.as_str() {
            "state" => Unit::State,
            "undirected" => Unit::Undirected,
            _ => Unit::Directed,
        };
        let t = std::time::Instant::now();
        let system = if self.system == "gw" { System::Gw } else { System::Cow };
        let request = Request { unit, system, years: self.years, with: self.with, restrictions: Vec::new(), is_redistributable: false };
        let built = build(&store, &request)?;
        globals.say(&format!("built {:?} {:?} {:?}", t.elapsed(), built.exclusions, built.findings));
        let file = std::fs::File::create(&self.output).unwrap();
        let to = std::io::BufWriter::new(file);
        match self.output.extension().and_then(|e| e.to_str()) {
            Some("csv") => entente_panel::write::csv::write(&built.panel, Default::default(), to).unwrap(),
            Some("dta") => entente_panel::write::stata::write(&built.panel, "t", &["a note".into()], to).unwrap(),
            _ => entente_panel::write::parquet::write(&built.panel, Default::default(), to).unwrap(),
        }
        globals.say(&format!("{} rows {} columns {:?}", built.panel.rows(), built.panel.fields().len(), t.elapsed()));
        Ok(ExitCode::SUCCESS)
    }
}
