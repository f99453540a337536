//! `annals serve`: the site in the browser as it is written.
//!
//! Input: the site. Output: a server, and what there is to say after each change. Entry point: [`Serve::run`].

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::{Command, ExitCode};

use clap::Args;

use super::messages::{Console, tally};
use crate::serve::{Notice, Server, Settings};

/// What `annals serve` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// The port to listen at; where it is taken, the next one that is free
    #[arg(short, long, default_value_t = 4000)]
    port: u16,
    /// The address to listen at; 0.0.0.0 lets other machines see the site
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Show drafts as well
    #[arg(long)]
    drafts: bool,
    /// Mark up articles in the pages, on this machine alone
    #[arg(long)]
    edit: bool,
}

const EXAMPLES: &str = "\
Examples:
  annals serve --open
  annals serve --port 8080 --drafts
  annals serve --edit --open

Every open page follows the files as they are saved. While a file has errors, they are shown over the
page, and the last good site stays. Nothing is written but what you mark up with --edit. Ctrl-C ends it.";

impl Serve {
    /// Runs the command.
    pub fn run(&self, root: &Path, console: Console) -> anyhow::Result<ExitCode> {
        let server = Server::bind(root, &self.settings())?;
        print_notice(console, &server.notice())?;
        if server.port() != self.port && self.port != 0 {
            console.status(format_args!("port {} is taken", self.port))?;
        }
        let url = server.url();
        super::messages::answer(format_args!("serving {} at {url} (Ctrl-C ends it)", super::shown(root)))?;
        if self.open && open_browser(&url).is_err() {
            console.status("no browser could be started; open the address yourself")?;
        }
        server.run(move |notice| {
            // Where nobody reads what is printed, the browser still does.
            let _ = print_notice(console, notice);
        })?;
        Ok(ExitCode::SUCCESS)
    }

    fn settings(&self) -> Settings {
        Settings { host: self.host, port: self.port, drafts: self.drafts, edit: self.edit }
    }
}

/// Prints the errors in full and counts the rest, which the page shows.
fn print_notice(console: Console, notice: &Notice) -> std::io::Result<()> {
    if let Some(refusal) = &notice.refusal {
        return console.status(format_args!("error: {refusal}"));
    }
    if super::messages::has_errors(&notice.findings) || console.verbose {
        return console.findings(&notice.findings, &notice.files);
    }
    console.status(tally(&notice.findings))
}

fn open_browser(url: &str) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    Command::new(program).arg(url).spawn().map(drop)
}
