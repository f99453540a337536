//! A site as its author writes it: built in memory, watched, and shown in the browser.
//!
//! Input: the site's folder. Output: a running server whose pages follow every change of a file. Entry points:
//! [`Server::bind`] and [`Server::run`].
//!
//! Two threads: one waits for changes and brings the site up to date (`update`), the other answers requests
//! (`http`). Between them stands `live::Live`, which holds the last site without errors. Where an author marks up pages, `edit`
//! lets only that author in, and `desk` does what is asked, through [`crate::edit`] alone.

mod desk;
mod edit;
mod http;
mod live;
mod notice;
mod preview;
mod update;
mod watch;

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use crate::load::LoadError;
use crate::pipeline::Options;
use desk::Desk;
use live::Live;
pub use notice::Notice;
use update::Updater;
pub use watch::{Watch, WatchEnd};

/// How many ports are tried where the wanted one is taken.
const PORTS: u16 = 100;

/// What a server is told.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The address to listen at.
    pub host: IpAddr,
    /// The port to listen at, or the next one that is free; 0 for any.
    pub port: u16,
    /// Whether drafts are pages.
    pub drafts: bool,
    /// Whether its author may mark up articles in the pages.
    pub edit: bool,
}

/// Why a site can't be served.
#[derive(Debug)]
pub enum ServeError {
    /// A file of the site can't be read.
    Load(LoadError),
    /// No port is free.
    Bind(SocketAddr, io::Error),
    /// The system does not tell of changes.
    Watch(PathBuf, notify::Error),
    /// The network gave out.
    Network(io::Error),
    /// Pages can't be marked up from other machines.
    Open(IpAddr),
    /// The system has no secret to give.
    Secret(io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(formatter),
            Self::Bind(address, error) => {
                write!(formatter, "can't listen at {address}: {error}; name another address or port")
            }
            Self::Watch(path, error) => write!(formatter, "can't watch {}: {error}", path.display()),
            Self::Network(error) => write!(formatter, "the network gave out: {error}"),
            Self::Open(host) => write!(
                formatter,
                "pages are marked up on this machine alone, and {host} is open to others; leave out --host or --edit"
            ),
            Self::Secret(error) => write!(formatter, "the system has nothing random: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

impl From<LoadError> for ServeError {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

/// A server that listens, and has read its site.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    updater: Updater,
    watch: Watch,
    live: Arc<Live>,
}

impl Server {
    /// Begins to listen, and reads and checks the site in `root`.
    ///
    /// # Errors
    /// When the site can't be read or watched, or no port is free.
    pub fn bind(root: &Path, settings: &Settings) -> Result<Self, ServeError> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        if settings.edit && !settings.host.is_loopback() {
            return Err(ServeError::Open(settings.host));
        }
        let desk = settings.edit.then(|| Desk::open(root.clone())).transpose().map_err(ServeError::Secret)?;
        let (listener, address) = listen(settings)?;
        let watch = Watch::new(&root)?;
        let base_url = Some(format!("{}/", url(address)));
        let options = Options { base_url, drafts: settings.drafts, deny_warnings: false };
        let live = Arc::new(Live::new(address.ip(), desk));
        let updater = Updater::open(root, options, Arc::clone(&live))?;
        Ok(Self { listener, address, updater, watch, live })
    }

    /// The site's address in a browser, with the secret that marking up asks for.
    pub fn url(&self) -> String {
        let secret = self.live.desk.as_ref().map(|desk| format!("#edit={}", desk.token()));
        format!("{}/{}", url(self.address), secret.unwrap_or_default())
    }

    /// The port listened at.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What there is to say of the site as it is now.
    pub fn notice(&self) -> Notice {
        self.updater.notice()
    }

    /// Serves the site for good; `tell` hears of every change.
    ///
    /// # Errors
    /// When the network gives out.
    pub fn run(self, tell: impl Fn(&Notice) + Send + 'static) -> Result<(), ServeError> {
        let Self { listener, mut updater, watch, live, .. } = self;
        std::thread::spawn(move || {
            watch.each(|changed| {
                updater.update(changed);
                tell(&updater.notice());
            });
        });
        http::serve(listener, live).map_err(ServeError::Network)
    }
}

/// Listens at the wanted port, or at the next one that is free.
fn listen(settings: &Settings) -> Result<(TcpListener, SocketAddr), ServeError> {
    let last = settings.port.saturating_add(if settings.port == 0 { 0 } else { PORTS });
    let mut port = settings.port;
    loop {
        let wanted = SocketAddr::new(settings.host, port);
        match TcpListener::bind(wanted).and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((address, listener)) => return Ok((listener, address)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(error) => return Err(ServeError::Bind(wanted, error)),
        }
    }
}

/// The address as a browser on this machine opens it.
fn url(address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        ip if ip.is_unspecified() || ip == IpAddr::V4(Ipv4Addr::LOCALHOST) => {
            format!("http://localhost:{port}")
        }
        IpAddr::V4(ip) => format!("http://{ip}:{port}"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}"),
    }
}
