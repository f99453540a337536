//! An index as a tree of small files: a file holds what begins with its prefix.
//!
//! Input: items in the order of their rank, and their keys. Output: the files of one tree. Entry point: [`shards`].
//!
//! Where all that begins with a prefix fits into one file, that file is a leaf and holds it. Where it doesn't, the file
//! holds the best of it, and names the longer prefixes that have files of their own. So a query reads one file a level,
//! each of a bounded size, however large the site is.

use super::super::DataFile;

/// An item's key, by which it is found, and its rank.
pub type Key = (String, u32);

/// How much one file holds.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The bytes of the items of a leaf.
    pub leaf: usize,
    /// The bytes of the items of a file that has others below it.
    pub inner: usize,
}

/// A tree that is being written.
struct Tree<'i> {
    name: char,
    items: &'i [String],
    limits: Limits,
    files: Vec<DataFile>,
}

/// The files of the tree `name`, the root's first; `keys` are sorted, each of the items is JSON.
pub fn shards(name: char, items: &[String], keys: &[Key], limits: Limits) -> Vec<DataFile> {
    let mut tree = Tree { name, items, limits, files: Vec::new() };
    tree.add("", keys);
    tree.files
}

impl Tree<'_> {
    /// Adds the file of a prefix and those below it.
    fn add(&mut self, prefix: &str, keys: &[Key]) {
        let all = ranks(keys);
        let size: usize = all.iter().map(|&rank| self.size(rank)).sum();
        if size <= self.limits.leaf {
            return self.write(prefix, &[], &all);
        }
        let exact = keys.partition_point(|(key, _)| key.len() <= prefix.len());
        let (ends, longer) = keys.split_at(exact);
        let mut shown = self.first(&ranks(ends), self.limits.leaf);
        shown.extend(self.first(&all, self.limits.inner));
        shown.sort_unstable();
        shown.dedup();
        let next = |key: &Key| key.0.get(prefix.len()..).and_then(|rest| rest.chars().next());
        let children: Vec<_> = longer.chunk_by(|a, b| next(a) == next(b)).collect();
        let prefixes: Vec<_> = children.iter().map(|keys| common_prefix(keys)).collect();
        let endings: Vec<_> = prefixes.iter().filter_map(|child| child.get(prefix.len()..)).collect();
        self.write(prefix, &endings, &shown);
        for (child, keys) in prefixes.iter().zip(children) {
            self.add(child, keys);
        }
    }

    fn size(&self, rank: u32) -> usize {
        self.items.get(rank as usize).map_or(0, |item| item.len() + 1)
    }

    /// The best of these items, as many as fit.
    fn first(&self, ranks: &[u32], limit: usize) -> Vec<u32> {
        let mut room = limit;
        let fits = |rank: &u32| {
            let size = self.size(*rank);
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        };
        ranks.iter().copied().take_while(fits).collect()
    }

    fn write(&mut self, prefix: &str, endings: &[&str], ranks: &[u32]) {
        let name = name(self.name, prefix);
        let endings: Vec<_> = endings.iter().map(super::json).collect();
        let items: Vec<_> =
            ranks.iter().filter_map(|&rank| self.items.get(rank as usize)).map(String::as_str).collect();
        let text = format!("annals.shard(\"{name}\",[{}],[{}])\n", endings.join(","), items.join(","));
        self.files.push(DataFile { path: format!("{}{name}.js", super::FOLDER), bytes: text.into_bytes() });
    }
}

/// The ranks of keys, the best first, each once.
fn ranks(keys: &[Key]) -> Vec<u32> {
    let mut ranks: Vec<_> = keys.iter().map(|(_, rank)| *rank).collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// What all keys of a sorted list begin with.
fn common_prefix(keys: &[Key]) -> &str {
    let (Some((first, _)), Some((last, _))) = (keys.first(), keys.last()) else { return "" };
    let same = first.chars().zip(last.chars()).take_while(|(a, b)| a == b);
    let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
    first.get(..length).unwrap_or_default()
}

/// The name of the file of a prefix, without its ending.
pub fn name(tree: char, prefix: &str) -> String {
    format!("{tree}-{}", file_name(prefix))
}

/// A prefix as a name for a file that every system and server takes as it is.
fn file_name(prefix: &str) -> String {
    let mut name = String::with_capacity(prefix.len());
    for c in prefix.chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            ' ' => name.push('_'),
            other => name.push_str(&format!("-{:x}-", u32::from(other))),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { leaf: 1000, inner: 200 };

    fn tree(names: &[String]) -> Vec<DataFile> {
        let items: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let mut keys: Vec<_> = names.iter().cloned().zip(0..).collect();
        keys.sort();
        shards('n', &items, &keys, LIMITS)
    }

    #[test]
    fn every_item_is_in_the_file_of_its_longest_prefix() {
        let names: Vec<_> = (0..5000).map(|n| format!("p{:04}", n * 7919 % 10_000)).collect();
        let files = tree(&names);
        assert!(files.iter().all(|file| file.bytes.len() <= 1300), "a file is too large");
        for name in &names {
            let holder = (0..=name.len()).rev().find_map(|end| {
                let path = format!("search/n-{}.js", name.get(..end)?);
                files.iter().find(|file| file.path == path)
            });
            let text = holder.map(|file| String::from_utf8_lossy(&file.bytes));
            assert!(text.is_some_and(|text| text.contains(&format!("\"{name}\""))), "{name} is missing");
        }
    }

    #[test]
    fn equal_keys_can_fill_no_more_than_a_leaf() {
        let files = tree(&vec!["putin".to_owned(); 1000]);
        assert!(files.iter().all(|file| file.bytes.len() <= 1300));
    }

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(file_name("o brien жü"), "o_brien_-436--fc-");
    }
}
