//! `annals lsp`: the language server, for editors to start.
//!
//! Input: the protocol's messages on standard input. Output: answers on standard output. Entry point: [`Lsp::run`].

use std::process::ExitCode;

use clap::Args;

use crate::lsp;

/// What `annals lsp` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Lsp {}

const EXAMPLES: &str = "\
An editor starts it by itself, once it is told to: the guide has the settings for Neovim, Helix, Zed, Emacs,
Kate and VS Code. It finds the site of each file that is opened, and writes nothing: what changes, the editor changes.";

impl Lsp {
    /// Runs the command.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let is_proper = lsp::run().map_err(anyhow::Error::from_boxed)?;
        Ok(if is_proper { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
