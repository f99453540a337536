//! Lists by which a graph finds its way.
//!
//! Input: pairs of a key and an item. Output: [`Lists`], the items of each key, in one piece of memory however many keys
//! there are. Entry points: [`Lists::new`] and [`Lists::with`].

use std::collections::BTreeMap;

/// The items of each key, which is a number.
#[derive(Debug)]
pub struct Lists<T> {
    items: Vec<T>,
    /// Where the items of each key end.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
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
        let filler = pairs.clone().next().map(|(_, item)| item);
        let mut items: Vec<T> = filler.into_iter().cycle().take(all as usize).collect();
        for (key, item) in pairs {
            let place = &mut ends[key as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Self { items, ends }
    }

    /// The same lists, but for some keys that have other items now.
    pub fn with(&self, changed: &BTreeMap<u32, Vec<T>>) -> Self {
        let mut items = Vec::with_capacity(self.items.len() + changed.values().map(Vec::len).sum::<usize>());
        let mut ends = Vec::with_capacity(self.ends.len());
        let mut next = 0;
        for (&key, own) in changed {
            self.copy(next..key, &mut items, &mut ends);
            items.extend_from_slice(own);
            ends.push(items.len() as u32);
            next = key + 1;
        }
        self.copy(next..self.ends.len() as u32, &mut items, &mut ends);
        Self { items, ends }
    }

    /// Adds the lists of some keys to those that are copied already.
    fn copy(&self, keys: std::ops::Range<u32>, items: &mut Vec<T>, ends: &mut Vec<u32>) {
        let (first, end) = (self.start(keys.start), self.start(keys.end));
        let moved = items.len();
        items.extend_from_slice(self.items.get(first..end).unwrap_or_default());
        let old = self.ends.get(keys.start as usize..keys.end as usize).unwrap_or_default();
        ends.extend(old.iter().map(|&old| (old as usize - first + moved) as u32));
    }

    /// Where the items of a key begin.
    fn start(&self, key: u32) -> usize {
        let end = |key: u32| self.ends.get(key as usize).copied().unwrap_or_default() as usize;
        key.checked_sub(1).map_or(0, end)
    }

    /// The items of a key.
    pub fn of(&self, key: u32) -> &[T] {
        let end = self.ends.get(key as usize).map_or(0, |&end| end as usize);
        self.items.get(self.start(key)..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_other_items_are_those_made_anew() {
        let old = [(0, 10), (2, 12), (2, 13), (4, 14)];
        let new = [(0, 10), (1, 11), (4, 15), (4, 16)];
        let changed = BTreeMap::from([(1, vec![11]), (2, vec![]), (4, vec![15, 16])]);
        let changed = Lists::new(5, old.into_iter()).with(&changed);
        let anew = Lists::new(5, new.into_iter());
        assert_eq!((changed.items, changed.ends), (anew.items, anew.ends));
    }
}
