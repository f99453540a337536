//! Lists that a graph is made of, and finds its way by.
//!
//! Input: what each document says; pairs of a key and an item. Output: [`ByDocument`], all items in the order of their
//! documents; [`Lists`], the items of each key. Both are one piece of memory, however many documents or keys there are.
//! Entry points: [`ByDocument::renew`] and [`Lists::new`].

use std::ops::{Deref, Range};
use std::slice;

use super::document::Parts;

/// Items of all documents, one document after the other, and then those that belong to none.
#[derive(Debug)]
pub struct ByDocument<T> {
    items: Vec<T>,
    /// Where the items of each document end.
    ends: Vec<usize>,
}

impl<T> Default for ByDocument<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Deref for ByDocument<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a ByDocument<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.items.iter()
    }
}

impl<T> ByDocument<T> {
    /// Puts what was read of each document in the place of what it said before; where nothing was read, that stays.
    pub fn renew(self, read: &mut [Option<Parts>], list: fn(&mut Parts) -> &mut Vec<T>) -> Self {
        let added: usize = read.iter_mut().flatten().map(|parts| list(parts).len()).sum();
        let mut now = Self {
            items: Vec::with_capacity(self.items.len() + added),
            ends: Vec::with_capacity(read.len()),
        };
        let mut before = self.items.into_iter();
        let mut ends = self.ends.into_iter();
        let mut start = 0;
        for parts in read {
            let end = ends.next().unwrap_or(start);
            let old = before.by_ref().take(end - start);
            match parts {
                Some(parts) => {
                    old.for_each(drop);
                    now.items.append(list(parts));
                }
                None => now.items.extend(old),
            }
            now.ends.push(now.items.len());
            start = end;
        }
        now
    }

    /// Adds items that belong to no document.
    pub fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        self.items.extend(items);
    }

    /// Every item, to be changed in place.
    pub fn items_mut(&mut self) -> &mut [T] {
        &mut self.items
    }

    /// The items that belong to no document.
    pub fn rest(&self) -> &[T] {
        self.items.get(self.ends.last().copied().unwrap_or_default()..).unwrap_or_default()
    }

    /// Which items are those of a document.
    pub fn range(&self, document: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        document.checked_sub(1).map_or(0, end)..end(document)
    }

    /// The items of a document.
    pub fn of(&self, document: usize) -> &[T] {
        self.items.get(self.range(document)).unwrap_or_default()
    }
}

/// The items of each key, which is a number.
#[derive(Debug, Default)]
pub struct Lists<T> {
    items: Vec<T>,
    /// Where the items of each key end.
    ends: Vec<u32>,
}

impl<T: Copy + Default> Lists<T> {
    /// Sorts pairs by their keys, all of which are below `keys`; items of one key keep their order.
    pub fn new(keys: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut ends = vec![0; keys];
        for (key, _) in pairs.clone() {
            ends[key as usize] += 1;
        }
        let mut all = 0;
        for end in &mut ends {
            // At first the place for the first item, which moves on with each.
            all += std::mem::replace(end, all);
        }
        let mut items = vec![T::default(); all as usize];
        for (key, item) in pairs {
            let place = &mut ends[key as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { items, ends }
    }

    /// The items of a key.
    pub fn of(&self, key: u32) -> &[T] {
        let end = |key: u32| self.ends.get(key as usize).copied().unwrap_or_default() as usize;
        self.items.get(key.checked_sub(1).map_or(0, end)..end(key)).unwrap_or_default()
    }
}
