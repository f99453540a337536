//! Which of many words is most like another, for a did-you-mean.
//!
//! Input: the words that may be meant. Output: the one most like what is written, if any is like it. Entry points:
//! [`Likeness::new`], which makes many searches quick, and [`nearest`] for a single one.
//!
//! Words are compared by Jaro and Winkler. How like two of them are at the most is seen from their letters and lengths
//! alone, and rules out almost all words at once.

/// How like a word must be to be meant.
const LEAST: f64 = 0.83;

/// The longest word, in characters, that is compared.
const LONGEST: usize = 200;

/// How many letters count that two words begin with.
const HEAD: usize = 4;

/// Words, to look for those that are like others.
#[derive(Debug, Default)]
pub struct Likeness<S = String> {
    words: Vec<(S, Option<Word>)>,
    signs: Vec<Sign>,
}

/// What rules out most words: it is small, and so many of them are quickly gone through.
#[derive(Clone, Copy, Debug, Default)]
struct Sign {
    length: u32,
    /// Which letters it has, one bit for all that share a place.
    letters: u32,
    /// A byte for each of the first letters.
    head: [u8; HEAD],
}

impl Sign {
    /// How like another word it is at the most.
    fn most_like(self, other: Self) -> f32 {
        const ROUNDING: f32 = 1e-4;
        let own = self.length - (self.letters & !other.letters).count_ones();
        let its = other.length - (other.letters & !self.letters).count_ones();
        let shared = own.min(its) as f32;
        let jaro = (shared / self.length as f32 + shared / other.length as f32 + 1.0) / 3.0;
        let differs = u32::from_le_bytes(self.head) ^ u32::from_le_bytes(other.head);
        jaro + 0.1 * (differs.trailing_zeros() / 8) as f32 * (1.0 - jaro) + ROUNDING
    }
}

/// What words are compared by.
#[derive(Debug)]
struct Word {
    lower: String,
    /// How many characters it has.
    length: usize,
    /// How often it has each letter; letters may share a place.
    letters: [u8; 32],
    head: [char; HEAD],
}

impl<S: AsRef<str>> Likeness<S> {
    /// Words that may be meant.
    pub fn new(words: impl IntoIterator<Item = S>) -> Self {
        let words = words.into_iter().map(|word| {
            let seen = Word::new(word.as_ref());
            (word, seen)
        });
        let words: Vec<_> = words.collect();
        let signs = words.iter().map(|(_, word)| word.as_ref().map_or_else(Sign::default, Word::sign));
        Self { signs: signs.collect(), words }
    }

    /// The word most like `word` among those that pass a test, which knows them by their numbers, too; the first in
    /// alphabetical order of those that are equally like it.
    pub fn nearest(&self, word: &str, test: impl Fn(usize, &str) -> bool) -> Option<&S> {
        let word = Word::new(word)?;
        let sign = word.sign();
        let mut best: Option<(f64, &S)> = None;
        for (index, other) in self.signs.iter().enumerate() {
            let least = best.map_or(LEAST, |(likeness, _)| likeness);
            if other.length == 0 || sign.most_like(*other) < least as f32 {
                continue;
            }
            let Some((shown, Some(other))) = self.words.get(index) else { continue };
            if word.most_like(other) < least || !test(index, shown.as_ref()) {
                continue;
            }
            let likeness = strsim::jaro_winkler(&word.lower, &other.lower);
            let is_better = best.map_or(likeness > LEAST, |(most, known)| {
                likeness > most || likeness >= most && shown.as_ref() < known.as_ref()
            });
            if is_better {
                best = Some((likeness, shown));
            }
        }
        best.map(|(_, shown)| shown)
    }
}

/// The candidate most like `word`, for a did-you-mean; none where nothing is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Likeness::new(candidates).nearest(word, |_, _| true).copied()
}

impl Word {
    /// None for what is too long to be a word, or empty.
    fn new(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        let length = lower.chars().take(LONGEST + 1).count();
        if !(1..=LONGEST).contains(&length) {
            return None;
        }
        let mut letters = [0; 32];
        for letter in lower.chars() {
            letters[letter as usize % letters.len()] += 1;
        }
        let mut head = ['\0'; HEAD];
        head.iter_mut().zip(lower.chars()).for_each(|(place, letter)| *place = letter);
        Some(Self { lower, length, letters, head })
    }

    fn sign(&self) -> Sign {
        let letters = (0..).zip(self.letters).filter(|(_, count)| *count > 0);
        Sign {
            length: self.length as u32,
            letters: letters.fold(0, |letters, (place, _)| letters | 1 << place),
            head: self.head.map(|letter| letter as u8),
        }
    }

    /// How like another it is if its letters are in the best of all orders.
    fn most_like(&self, other: &Self) -> f64 {
        const ROUNDING: f64 = 1e-9;
        let shared = self.letters.iter().zip(&other.letters).map(|(a, b)| u32::from(*a.min(b)));
        let shared = f64::from(shared.sum::<u32>());
        let jaro = (shared / self.length as f64 + shared / other.length as f64 + 1.0) / 3.0;
        let same = self.head.iter().zip(&other.head).take_while(|(a, b)| a == b).count();
        jaro + 0.1 * same as f64 * (1.0 - jaro) + ROUNDING
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found by comparing with each word.
    fn by_comparing<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
        let likeness = |it: &str| strsim::jaro_winkler(&word.to_lowercase(), &it.to_lowercase());
        let near = candidates.iter().copied().filter(|it| likeness(it) > LEAST);
        near.max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a)))
    }

    #[test]
    fn what_letters_rule_out_is_not_the_nearest() {
        let syllables = ["ba", "ko", "mi", "Ra", "tén", "lo", "vi", "ша", "gor", "de", "fin", "nu", " "];
        let mut state = 1_usize;
        let mut words = Vec::new();
        for _ in 0..600 {
            let mut word = String::new();
            for _ in 0..4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                word.push_str(syllables[(state >> 33) % syllables.len()]);
            }
            words.push(word);
        }
        let (asked, known) = words.split_at(200);
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let likeness = Likeness::new(known.iter().copied());
        let found: Vec<_> = asked.iter().map(|it| likeness.nearest(it, |_, _| true).copied()).collect();
        let expected: Vec<_> = asked.iter().map(|it| by_comparing(it, &known)).collect();
        assert!(found.iter().flatten().count() > 100);
        assert_eq!(found, expected);
    }
}
