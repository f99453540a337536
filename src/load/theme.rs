//! The built-in theme, embedded in the program.
//!
//! Input: `templates/` and `static/` of this repository, at compile time. Output: each file by its path below its
//! folder. Entry points: [`templates`] and [`static_files`].

use include_dir::{Dir, DirEntry, include_dir};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The templates by name.
pub fn templates() -> Vec<(&'static str, &'static str)> {
    let files = files(&TEMPLATES).into_iter();
    files.filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?))).collect()
}

/// The static files by path.
pub fn static_files() -> Vec<(&'static str, &'static [u8])> {
    files(&STATIC)
}

/// All files of a folder in the order of their paths.
fn files(dir: &'static Dir<'static>) -> Vec<(&'static str, &'static [u8])> {
    let mut found = Vec::new();
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        for entry in folder.entries() {
            match entry {
                DirEntry::Dir(inner) => folders.push(inner),
                DirEntry::File(file) => {
                    found.extend(file.path().to_str().map(|path| (path, file.contents())))
                }
            }
        }
    }
    found.sort_unstable();
    found
}
