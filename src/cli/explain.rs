//! `annals explain`: the manual's page of a finding.
//!
//! Input: a code. Output: what it says, why, and the way out. Entry point: [`Explain::run`].

use std::process::ExitCode;

use clap::Args;

use super::messages::answer;
use crate::check::manual;
use crate::diagnostic::{Code, did_you_mean};

/// What `annals explain` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Explain {
    /// The finding's code, as it stands in brackets; without one, all codes are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  annals explain unknown-name
  annals explain                  the list of all findings";

impl Explain {
    /// Runs the command.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let Some(name) = &self.code else {
            let mut list: Vec<_> = Code::ALL.iter().map(|code| line(*code)).collect();
            list.sort();
            answer(list.join("\n"))?;
            return Ok(ExitCode::SUCCESS);
        };
        let code = Code::parse(name).ok_or_else(|| {
            let near = did_you_mean(name, Code::ALL.iter().map(|code| code.as_str()));
            let help = near.unwrap_or_else(|| "`annals explain` lists all codes".to_owned());
            anyhow::anyhow!("there is no finding `{name}`; {help}")
        })?;
        answer(manual(code).trim())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A code with its severity and the first sentence of its page.
fn line(code: Code) -> String {
    let page = manual(code);
    let first = page.lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default();
    format!("{:22} {:8} {first}", code.as_str(), code.severity().as_str())
}
