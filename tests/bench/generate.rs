//! A site of any size, the same every time.
//!
//! Input: a number of articles and a folder. Output: the folder is a site of the shape of a real corpus: articles of
//! 510 characters on average and a few very long ones, 0.6 entities an article, 6.2 mentions an article of entities
//! that are named as unevenly as words are (Zipf), claims, facts and citations; half of it German. Rich in claims, half
//! of its sentences are claims, each on six pages: of its article, its speaker, whom it is about, the event it was made
//! at, its own and the index. Entry points: [`Corpus::new`] and [`Corpus::write`].

use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// Mentions an article.
const MENTIONS: f64 = 6.2;
/// Entities an article.
const ENTITIES: f64 = 0.6;
/// How unevenly entities are named: the most named of 9,771 has 3,500 of 102,000 mentions.
const ZIPF: f64 = 0.8;
/// The share of sentences that are claims, and the same where a corpus is rich in them.
const CLAIMS: f64 = 0.05;
const MANY_CLAIMS: f64 = 0.5;
/// The length of a text in characters, on average.
const LENGTH: usize = 470;
/// Every so many articles one is a hundred times as long.
const LONG_EVERY: usize = 2_500;

/// Pseudo-random numbers (SplitMix64): the same ones on every machine.
pub struct Random(u64);

impl Random {
    /// Numbers that depend on the seed alone.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

/// A kind of entity, as the generator knows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Organization,
    Place,
    Event,
}

struct Entity {
    kind: Kind,
    id: String,
    name: String,
    year: usize,
}

/// What a site is generated from.
pub struct Corpus {
    articles: usize,
    /// Whether it is rich in claims.
    has_many_claims: bool,
    entities: Vec<Entity>,
    sources: usize,
    /// The chance of each entity to be named, added up.
    weights: Vec<f64>,
}

const FIRST: [&str; 24] = [
    "Ada", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irina", "Jonas", "Klara", "Lev",
    "Marta", "Nils", "Olga", "Peter", "Rosa", "Simon", "Tamara", "Ulrich", "Vera", "Walter", "Yasmin", "Zoë",
];
const SYLLABLES: [&str; 20] = [
    "ba", "del", "fen", "gor", "hal", "ist", "jan", "kol", "lin", "mer", "nov", "ost", "pe", "rud", "sta",
    "tur", "ul", "vas", "wei", "zim",
];
const ENGLISH: [&str; 48] = [
    "the",
    "report",
    "said",
    "that",
    "talks",
    "would",
    "go",
    "on",
    "after",
    "a",
    "long",
    "night",
    "of",
    "debate",
    "and",
    "no",
    "side",
    "had",
    "changed",
    "its",
    "view",
    "while",
    "officials",
    "spoke",
    "about",
    "trade",
    "water",
    "roads",
    "schools",
    "budgets",
    "votes",
    "in",
    "the",
    "capital",
    "where",
    "many",
    "people",
    "waited",
    "for",
    "news",
    "from",
    "both",
    "delegations",
    "during",
    "an",
    "unusually",
    "cold",
    "week",
];
const GERMAN: [&str; 48] = [
    "der",
    "Bericht",
    "sagte",
    "dass",
    "die",
    "Gespräche",
    "nach",
    "einer",
    "langen",
    "Nacht",
    "weitergehen",
    "und",
    "keine",
    "Seite",
    "hatte",
    "ihre",
    "Meinung",
    "geändert",
    "während",
    "Beamte",
    "über",
    "Handel",
    "Wasser",
    "Straßen",
    "Schulen",
    "Haushalte",
    "Stimmen",
    "sprachen",
    "in",
    "der",
    "Hauptstadt",
    "wo",
    "viele",
    "Menschen",
    "auf",
    "Nachrichten",
    "beider",
    "Abordnungen",
    "warteten",
    "in",
    "einer",
    "ungewöhnlich",
    "kalten",
    "Woche",
    "für",
    "größere",
    "Züge",
    "später",
];

/// A word that no other number has.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    number += SYLLABLES.len();
    while number > 0 {
        word.push_str(SYLLABLES.get(number % SYLLABLES.len()).copied().unwrap_or_default());
        number /= SYLLABLES.len();
    }
    word
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

impl Corpus {
    /// The corpus with so many articles.
    pub fn new(articles: usize, has_many_claims: bool) -> Self {
        let mut random = Random::new(1);
        let count = ((articles as f64 * ENTITIES) as usize).max(8);
        let entities: Vec<_> = (0..count).map(|number| entity(number, &mut random)).collect();
        let mut sum = 0.0;
        let weights = (1..=count).map(|rank| {
            sum += (rank as f64).powf(-ZIPF);
            sum
        });
        let sources = (articles / 20).max(2);
        Self { articles, has_many_claims, weights: weights.collect(), entities, sources }
    }

    /// The name of the entity that is named most.
    pub fn most_named(&self) -> &str {
        &self.entities[0].name
    }

    /// An entity, the first ones by far the most often.
    fn named(&self, random: &mut Random) -> &Entity {
        let at = random.unit() * self.weights.last().copied().unwrap_or_default();
        let found = self.weights.partition_point(|&weight| weight < at);
        &self.entities[found.min(self.entities.len() - 1)]
    }

    /// An entity of a kind, near a number.
    fn near(&self, number: usize, kind: Kind) -> &Entity {
        let from = number % self.entities.len();
        let around = self.entities.iter().cycle().skip(from).take(self.entities.len());
        around.into_iter().find(|entity| entity.kind == kind).unwrap_or(&self.entities[0])
    }

    /// Writes the site.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for kind in ["articles", "people", "organizations", "places", "events", "sources"] {
            std::fs::create_dir_all(folder.join("content").join(kind))?;
        }
        std::fs::write(folder.join("annals.toml"), "title = \"A large site\"\nlanguage = \"en\"\n")?;
        for (number, entity) in self.entities.iter().enumerate() {
            let path = format!("content/{}/{}.md", entity.kind.folder(), entity.id);
            std::fs::write(folder.join(path), self.record(number, entity))?;
        }
        for number in 0..self.sources {
            let text = format!(
                "---\ntitle: Document {number}\npublished: 2001-03-{:02}\nurl: https://example.org/{number}\n---\n",
                number % 28 + 1
            );
            std::fs::write(folder.join(format!("content/sources/document-{number}.md")), text)?;
        }
        (0..self.articles)
            .try_for_each(|number| std::fs::write(folder.join(Self::path(number)), self.article(number)))
    }

    /// The file of an article.
    pub fn path(number: usize) -> String {
        format!("content/articles/report-{number}.md")
    }

    fn record(&self, number: usize, entity: &Entity) -> String {
        let mut text =
            format!("---\nname: {}\nsummary: One of many in this corpus, number {number}.\n", entity.name);
        let year = entity.year;
        let _ = match entity.kind {
            Kind::Person => {
                writeln!(text, "born: {:04}-{:02}-{:02}", year - 60, number % 12 + 1, number % 28 + 1)
            }
            Kind::Organization => {
                writeln!(text, "founded: {}\nplace: {}", year - 80, self.near(number, Kind::Place).id)
            }
            Kind::Place => writeln!(text, "coordinates: [{}.5, {}.25]", number % 80, number % 170),
            Kind::Event => {
                let (place, person) = (self.near(number, Kind::Place), self.near(number, Kind::Person));
                writeln!(text, "date: {year}\nplace: {}\nparticipants: [{}]", place.id, person.id)
            }
        };
        text.push_str("---\n");
        text
    }

    /// The text of an article, which depends on its number alone.
    pub fn article(&self, number: usize) -> String {
        let mut random = Random::new(number as u64 + 1_000_000);
        let german = number % 2 == 1;
        let day = random.below(28) + 1;
        let mut text = format!(
            "---\ntitle: {} {number}\ndate: {}-{:02}-{day:02}\nlanguage: {}\n",
            if german { "Bericht Nummer" } else { "Report number" },
            2002 + random.below(20),
            random.below(12) + 1,
            if german { "de" } else { "en" },
        );
        let _ = writeln!(text, "sources: [document-{}]\n---\n", random.below(self.sources));
        let scale = if number % LONG_EVERY == LONG_EVERY - 1 { 100 } else { 1 };
        let length = LENGTH * scale / 2 + random.below(LENGTH * scale);
        let mentions = MENTIONS * length as f64 / LENGTH as f64;
        self.sentences(&mut text, &mut random, german, length, mentions);
        text
    }

    fn sentences(&self, text: &mut String, random: &mut Random, german: bool, length: usize, mentions: f64) {
        let words = if german { GERMAN } else { ENGLISH };
        let start = text.len();
        // A sentence has about 95 characters and a mention about 30 with its brackets, 14 of them shown.
        let each = mentions / (length as f64 / 80.0).max(1.0);
        let (mut sentence, mut shown) = (0, 0);
        while shown < length {
            let before = text.len();
            let claim = random.chance(if self.has_many_claims { MANY_CLAIMS } else { CLAIMS });
            let fact = !claim && random.chance(0.05);
            text.push_str(if claim || fact { "[" } else { "" });
            let mut count = 0;
            for place in 0..9 + random.below(5) {
                let chosen = random.pick(&words);
                if place == 0 {
                    text.push_str(&capital(chosen))
                } else {
                    text.push_str(chosen)
                }
                text.push(' ');
                shown += chosen.len() + 1;
                if random.chance(each / 11.0) {
                    shown += self.mention(text, random);
                    count += 1;
                }
            }
            text.truncate(text.trim_end().len());
            self.close(text, random, (claim, fact), shown);
            if random.chance(0.05) {
                let _ = write!(text, " [@document-{}, p. {}]", random.below(self.sources), count + 1);
            }
            sentence += 1;
            text.push_str(if sentence % 3 == 0 { ".\n\n" } else { ". " });
            debug_assert!(text.len() > before);
        }
        text.truncate(text.trim_end().len().max(start));
        text.push('\n');
    }

    /// Names an entity; returns how many characters of it the reader sees.
    fn mention(&self, text: &mut String, random: &mut Random) -> usize {
        let entity = self.named(random);
        let _ = match random.below(3) {
            0 => write!(text, "[[{}|{}]] ", entity.id, entity.name),
            _ => write!(text, "[[{}]] ", entity.name),
        };
        entity.name.chars().count() + 1
    }

    fn close(&self, text: &mut String, random: &mut Random, (claim, fact): (bool, bool), seed: usize) {
        if claim {
            let speaker = self.near(random.below(self.entities.len()), Kind::Person);
            let _ = write!(text, "]{{.claim by={}", speaker.id);
            if self.has_many_claims {
                let (at, about) = (random.below(self.entities.len()), random.below(self.entities.len()));
                let (at, about) = (self.near(at, Kind::Event), self.near(about, Kind::Organization));
                let _ = write!(text, " at={} about={}", at.id, about.id);
            }
            text.push('}');
        } else if fact {
            let event = self.near(random.below(self.entities.len()), Kind::Event);
            let person = self.near(random.below(self.entities.len()) + seed, Kind::Person);
            let _ = write!(text, "]{{.fact of={} participants={}}}", event.id, person.id);
        }
    }
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Organization => "organizations",
            Self::Place => "places",
            Self::Event => "events",
        }
    }
}

fn entity(number: usize, random: &mut Random) -> Entity {
    let kind = match number % 20 {
        0..10 => Kind::Person,
        10..13 => Kind::Organization,
        13..16 => Kind::Place,
        _ => Kind::Event,
    };
    let (own, year) = (word(number), 1990 + random.below(10));
    let name = match kind {
        Kind::Person => format!("{} {}", random.pick(&FIRST), capital(&own)),
        Kind::Organization => format!("{} Council", capital(&own)),
        Kind::Place => capital(&own),
        Kind::Event => format!("{} summit of {year}", capital(&own)),
    };
    let id = name.to_lowercase().replace(' ', "-");
    Entity { kind, id, name, year }
}
