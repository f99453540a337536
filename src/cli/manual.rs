//! `annals completions` and `annals man`: what shells and `man` want to know of the command line.
//!
//! Input: the definition of the arguments. Output: a shell's script, or manual pages. Entry points:
//! [`Completions::run`] and [`Man::run`].

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use clap_complete::Shell;

use super::command;
use super::messages::answer;

/// What `annals completions` is told.
#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const COMPLETIONS: &str = "\
Examples:
  annals completions bash > ~/.local/share/bash-completion/completions/annals
  annals completions zsh  > \"${fpath[1]}/_annals\"
  annals completions fish > ~/.config/fish/completions/annals.fish";

impl Completions {
    /// Runs the command.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command(), "annals", &mut script);
        answer(String::from_utf8_lossy(&script).trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What `annals man` is told.
#[derive(Debug, Args)]
#[command(after_help = MAN)]
pub struct Man {
    /// A folder to write the pages of all commands to
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

const MAN: &str = "\
Examples:
  annals man | man -l -
  annals man -o ~/.local/share/man/man1";

impl Man {
    /// Runs the command.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let command = command();
        let Some(folder) = &self.output else {
            clap_mangen::Man::new(command).render(&mut io::stdout())?;
            return Ok(ExitCode::SUCCESS);
        };
        let failed = || format!("can't write the manual pages to {}", folder.display());
        std::fs::create_dir_all(folder).with_context(failed)?;
        clap_mangen::generate_to(command, folder).with_context(failed)?;
        Ok(ExitCode::SUCCESS)
    }
}
