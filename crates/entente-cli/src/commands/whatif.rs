//! `entente whatif`: a contest before and after named changes, of a file or of a pair.

use std::path::Path;
use std::process::ExitCode;

use entente::builtin::{CASES, builtin};
use entente::contest::changes::Changes;
use entente::contest::open::open;
use entente::contest::prepared::Prepared;
use entente::contest::what_if::what_if;
use entente::contest::what_if_case::what_if as what_if_case;
use entente::fs::Disk;
use entente::report::{what_if, what_if_case};
use entente::{Case, Error};

use super::contest::source::Source;
use crate::globals::Globals;

const EXAMPLES: &str = "Examples:
  entente whatif russia china --set theatre.border.value=0.2 --set state.USA.force=*0.8
  entente whatif india pakistan --year 2010 --budget cinc --drop USA-CHN --json
  entente whatif mycase/case.toml --set settle.border=0.4
  entente whatif border.toml --set r=0.8 --set theatre.Europe.efficacy.U=0.5

Names: r, state.ID.force, theatre.ID.value, theatre.ID.efficacy.STATE, settle.THEATRE (how far it is settled in the comparison, 0 to 1);
in a contest file also state.ID.cost, state.ID.scale, theatre.ID.value.STATE, theatre.ID.stalemate and stalemate. NAME=*FACTOR multiplies.
For a pair, a number that is set is known from then on, and all others are drawn as before.";

/// Change numbers of a contest and see before and after side by side
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Two states; or a case: its case.toml, its folder, or the id of a built-in one; or a contest file
    #[arg(required = true, num_args = 1..=2, value_name = "A B | CASE | FILE")]
    of: Vec<String>,
    /// Set a number by name, or multiply it with =*
    #[arg(long, value_name = "NAME=VALUE", required_unless_present = "drop")]
    set: Vec<String>,
    /// Leave a theatre out
    #[arg(long, value_name = "THEATRE")]
    drop: Vec<String>,
    #[command(flatten)]
    source: Source,
}

impl Args {
    pub(crate) fn run(self, globals: &Globals) -> Result<ExitCode, Error> {
        let changes = Changes { set: self.set, drop: self.drop };
        if let [a, b] = &self.of[..] {
            let store = globals.open_store()?;
            let prepared = self.source.of_pair(globals, &store, &[a.clone(), b.clone()])?;
            return of_pair(globals, &prepared, &self.source, &changes);
        }
        let path = Path::new(&self.of[0]);
        let case = match path.file_name() {
            _ if path.is_dir() => Some(Case::open(&Disk, &path.join("case.toml"))?),
            Some(name) if name == "case.toml" => Some(Case::open(&Disk, path)?),
            _ if !path.exists() && builtin(&self.of[0]).is_some() => Some(Case::open_builtin(&self.of[0])?),
            _ if !path.exists() && path.extension().is_none() => {
                let ids: Vec<&str> = CASES.iter().map(|case| case.id).collect();
                let hint = format!(", neither a file nor a built-in case ({}); name two states, a case or a contest file", ids.join(", "));
                return Err(Error::UnknownItem { item: self.of[0].clone(), hint });
            }
            _ => None,
        };
        if let Some(case) = case {
            return of_pair(globals, &self.source.of_case(case)?, &self.source, &changes);
        }
        self.source.refuse_for_a_file()?;
        let found = what_if(&open(&Disk, path)?, &changes)?;
        super::write_out(globals, None, || what_if::text(&found), String::new, &found)
    }
}

fn of_pair(globals: &Globals, prepared: &Prepared<'_>, source: &Source, changes: &Changes) -> Result<ExitCode, Error> {
    let effort = source.effort(prepared);
    let bar = globals.count((2 * effort.draws * prepared.setting.specifications().count()) as u64);
    let found = what_if_case(prepared, changes, effort, || bar.inc(1));
    bar.finish_and_clear();
    let found = found?;
    super::write_out(globals, None, || what_if_case::text(&found), String::new, &found)
}
