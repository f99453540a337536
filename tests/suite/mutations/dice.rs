//! Chance that is the same in every run.
//!
//! Input: a seed. Output: numbers. Entry point: [`Dice::new`]. The generator is SplitMix64.

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    /// One of several.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        if list.is_empty() { None } else { list.get(self.roll(list.len())) }
    }

    /// At most `count` of several, in their order.
    pub fn sample<T>(&mut self, mut list: Vec<T>, count: usize) -> Vec<T> {
        while list.len() > count {
            list.remove(self.roll(list.len()));
        }
        list
    }

    /// The text with one of its digits replaced by another; a number does not begin with zero.
    pub fn digit(&mut self, text: &str) -> Option<String> {
        let places: Vec<_> = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).collect();
        let &(at, old) = self.pick(&places)?;
        let first = text[..at].bytes().next_back().is_none_or(|before| !before.is_ascii_digit());
        let digits = if first { b"123456789".as_slice() } else { b"0123456789".as_slice() };
        let others: Vec<_> = digits.iter().copied().filter(|&digit| digit != old).collect();
        let new = char::from(*self.pick(&others)?);
        Some(format!("{}{new}{}", &text[..at], &text[at + 1..]))
    }
}
