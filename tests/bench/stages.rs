//! Each stage by itself.
//!
//! Input: a corpus. Output: a line for each stage with its time on one processor. Entry point: [`time`].

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use annals::config;
use annals::graph::Graph;
use annals::load::{Disk, Snapshot};
use annals::pipeline::{Options, Site};
use annals::resolve::{Registry, Sources};
use annals::syntax::{self, Document};
use annals::view::Unseen;
use annals::vocabulary::Vocabulary;

use crate::generate::Corpus;

/// How often each stage runs; the fastest run counts.
const RUNS: usize = 7;

/// Times each stage on a corpus, which is written to `folder`.
pub fn time(corpus: &Corpus, folder: &Path) -> io::Result<()> {
    corpus.write(folder)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(io::Error::other)?;
    pool.install(|| stages(folder))
}

fn stages(folder: &Path) -> io::Result<()> {
    let snapshot =
        fastest("read", || Snapshot::load(Arc::new(Disk::new(folder)?))).map_err(io::Error::other)?;
    let config = config::parse(&snapshot.files.get(snapshot.config).text).config;
    let (vocabulary, _) = Vocabulary::new(&config);
    let documents = fastest("parse", || -> Vec<Document> {
        let files = snapshot.content.iter();
        files
            .map(|&file| syntax::parse(file, snapshot.files.get(file), &config, &vocabulary.folders).0)
            .collect()
    });
    let sources = Sources {
        documents: &documents,
        config: &config,
        config_file: snapshot.config,
        kinds: &vocabulary.kinds,
        drafts: false,
    };
    let registry = fastest("resolve", || Registry::new(sources).0);
    let (vocabulary, registry) = (Arc::new(vocabulary), Arc::new(registry));
    fastest("graph", || Graph::new(vocabulary.clone(), registry.clone(), documents.clone()));
    let session = fastest("all up to pages", || Site::open(folder, Options::default()));
    let session = session.map_err(io::Error::other)?;
    let start = Instant::now();
    session.findings();
    report("checks", start.elapsed());
    let views = session.views();
    let pages = views.plan.pages();
    fastest("page models without claims", || {
        pages.iter().filter(|&&page| views.page(page, &Unseen).page.canonical.is_some()).count()
    });
    let paths: Vec<String> = session.paths().map(str::to_owned).collect();
    fastest("page models and rendering", || paths.iter().filter(|path| session.page(path).is_ok()).count());
    Ok(())
}

fn fastest<T>(name: &str, mut stage: impl FnMut() -> T) -> T {
    let mut best = Duration::MAX;
    for _ in 1..RUNS {
        let start = Instant::now();
        std::hint::black_box(stage());
        best = best.min(start.elapsed());
    }
    let start = Instant::now();
    let result = stage();
    report(name, best.min(start.elapsed()));
    result
}

fn report(name: &str, time: Duration) {
    println!("{name:28} {:9.2} ms", time.as_secs_f64() * 1e3);
}
