//! `entente`: measures how deep the defence partnership between two states is, from public data, and says how sure it is.
//!
//! stdout is data, stderr is talk. Exit status: 0 fine, 1 user error, 2 data missing, 3 a check failed, 4 the network or nothing to
//! fetch, 70 a bug.

mod clock;
mod commands;
mod globals;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::commands::Command;
use crate::globals::Globals;

const ABOUT: &str = "Measures how deep the defence partnership between two states is, from public data, and says how sure it is.";

const EXAMPLES: &str = "Examples:
  entente assess russia china --year 2021          the six questions, answered on one screen
  entente assess russia china -o report.html       the same as a page with charts and sources
  entente why C26a                                 from a verdict down to records and citations
  entente data add ~/publishers                    imports publishers' files, for any other pair
  entente assess USA JPN --year 2015               then: a pair from the imported files

Exit status: 0 fine, 1 wrong input, 2 data missing, 3 a check failed, 4 the network or nothing to fetch, 70 a bug.";

#[derive(Debug, Parser)]
#[command(name = "entente", version, about = ABOUT, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let is_wrong = error.use_stderr();
            // Help and version go to stdout and are no error; anything else is the user's and has status 1.
            let _ = error.print();
            return ExitCode::from(u8::from(is_wrong));
        }
    };
    let Some(command) = cli.command else {
        output::data(&format!(
            "{ABOUT}\n\nTry   entente assess russia china\n      entente assess russia china -o report.html\n      entente --help\n\n\
             Built in: the case russia-china, offline. Any other pair needs publishers' files, once:\n\n      \
             entente data add DIR\n      entente assess USA JPN --year 2015\n"
        ));
        return ExitCode::SUCCESS;
    };
    // A panic has already printed where it happened; a program that calls this one must be able to tell it from wrong input.
    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| command.run(&cli.globals)));
    match run {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            output::talk(&format!("error[{}]: {error}", error.code()));
            ExitCode::from(error.exit_status())
        }
        Err(_) => {
            output::talk("error[E700]: this is a bug in entente; please report the command and the lines above");
            ExitCode::from(70)
        }
    }
}
