//! `entente completions SHELL`.

use std::process::ExitCode;

use clap::CommandFactory;

const EXAMPLES: &str = "Examples:
  entente completions bash > /etc/bash_completion.d/entente
  entente completions zsh > ~/.zfunc/_entente
  entente completions fish > ~/.config/fish/completions/entente.fish";

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Which shell
    shell: clap_complete::Shell,
}

impl Args {
    pub(crate) fn run(self) -> ExitCode {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut crate::Cli::command(), "entente", &mut out);
        crate::output::data(&String::from_utf8_lossy(&out));
        ExitCode::SUCCESS
    }
}
