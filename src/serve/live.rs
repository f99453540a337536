//! What the server shows: the last site without errors, and what there is to say of the present one.
//!
//! Input: sites from the [`updater`](super::update). Output: pages and notices for browsers. Entry point: [`Live`].

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use super::desk::Desk;
use super::notice::Notice;
use crate::config::Policy;
use crate::diagnostic::render_human;
use crate::pipeline::{PageFault, Site};

/// How many pages may be open in a browser.
const SEEN: usize = 50;

/// The width of a finding on a page of its own.
const WIDTH: usize = 100;

/// The site that browsers see.
pub struct Live {
    /// The address listened at.
    pub host: IpAddr,
    /// Where pages are marked up, where they may be.
    pub desk: Option<Desk>,
    site: RwLock<Option<Arc<Site>>>,
    /// The paths of the pages that browsers asked for last, the latest at the end.
    seen: Mutex<Vec<String>>,
    notices: watch::Sender<Arc<Notice>>,
}

/// A file that a browser asked for.
pub struct Found {
    /// Its path in the output folder.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What an address leads to.
pub enum Answer {
    /// A file.
    Found(Found),
    /// A folder, whose address ends with `/`.
    Folder,
    /// Nothing; with the site's own page for that.
    Missing(Option<Vec<u8>>),
    /// Nothing yet: the site has had errors from the beginning.
    NoSite,
    /// A page that can't be made, which nobody has looked at before: what is wrong.
    Fault(String),
}

impl Live {
    /// Nothing to show yet.
    pub fn new(host: IpAddr, desk: Option<Desk>) -> Self {
        Self {
            host,
            desk,
            site: RwLock::new(None),
            seen: Mutex::default(),
            notices: watch::Sender::new(Arc::default()),
        }
    }

    /// Shows another site from now on.
    pub fn show(&self, site: Arc<Site>) {
        let before = self.site.write().unwrap_or_else(PoisonError::into_inner).replace(site);
        // A large site takes a while to give back its memory, and nobody has to wait for that.
        rayon::spawn(move || drop(before));
    }

    /// The site that browsers see.
    pub fn shown(&self) -> Option<Arc<Site>> {
        self.site.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells every open page what there is to say.
    pub fn announce(&self, notice: &Notice) {
        self.notices.send_replace(Arc::new(notice.clone()));
    }

    /// The latest notice, and all to come.
    pub fn notices(&self) -> watch::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }

    /// What pages may load.
    pub fn policy(&self) -> Policy {
        self.shown().map(|site| site.config().policy.clone()).unwrap_or_default()
    }

    /// What the path of an address leads to.
    pub fn answer(&self, path: &str) -> Answer {
        let Some(site) = self.shown() else { return Answer::NoSite };
        let answer = find(&site, path).unwrap_or_else(|fault| Answer::Fault(told(&site, &fault)));
        if let Answer::Found(Found { path, .. }) = &answer
            && path.ends_with(".html")
        {
            self.note(path);
        }
        answer
    }

    fn note(&self, path: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|known| known != path);
        seen.push(path.to_owned());
        let surplus = seen.len().saturating_sub(SEEN);
        seen.drain(..surplus);
    }

    /// The paths of pages that are likely to be open in a browser.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why a page can't be made, with the place to mend.
fn told(site: &Site, fault: &PageFault) -> String {
    match fault {
        PageFault::Template(findings) => {
            let findings = findings.iter().map(|it| render_human(it, site.files(), false, WIDTH));
            findings.collect::<Vec<_>>().join("\n\n")
        }
        PageFault::Load(_) | PageFault::Data(_) => fault.to_string(),
    }
}

/// Looks for a file as static hosts do: `people/` is its index, `people` may be `people.html`.
fn find(site: &Site, path: &str) -> Result<Answer, PageFault> {
    let is_folder = path.is_empty() || path.ends_with('/');
    let own = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    for candidate in [own.clone(), format!("{own}.html")] {
        if let Some(bytes) = site.page(&candidate)? {
            return Ok(Answer::Found(Found { path: candidate, bytes: bytes.into_owned() }));
        }
    }
    if !is_folder && site.page(&format!("{path}/index.html"))?.is_some() {
        return Ok(Answer::Folder);
    }
    Ok(Answer::Missing(site.page("404.html")?.map(Into::into)))
}
