//! Shorter names in mentions, and an article's own.
//!
//! Input: a text. Output: the same text with names as short as they can be, and edits of its `names`. Entry points:
//! [`Manuscript::with_short_names`] and [`Manuscript::names`].

use std::collections::BTreeMap;

use super::{Edit, Manuscript, apply};
use crate::resolve::{EntityId, Target, Unresolved, names_of};
use crate::source::Span;
use crate::source::path::{id_fault, slug};
use crate::syntax::{Annotation, AnnotationKind, SpanClass};

/// What the names of a front matter begin with.
pub const NAMES: &str = "names:\n";

/// How often somebody is named by a long id before a short name is worth a line.
const OFTEN: usize = 2;

/// A line of `names` that declares somebody or something; none where the name makes no id.
pub fn name_entry(name: &str, kind: &str) -> Option<String> {
    let id = slug(name);
    let is_name =
        id_fault(&id).is_none() && !name.contains([':', '#', '{', '}', '[', ']', ',', '"', '\\', '\n']);
    is_name.then(|| format!("{name}: {{kind: {kind}, name: {name}, id: {id}}}"))
}

impl Manuscript<'_> {
    /// Further lines of `names` in a front matter of YAML; none where the names stand in one line.
    pub fn names(&self, entries: &[String]) -> Option<Edit> {
        let lines =
            |indent: &str| entries.iter().map(|entry| format!("{indent}{entry}\n")).collect::<String>();
        let text = &self.file.text;
        let close = text.match_indices("\n---").map(|(close, _)| close + 1).find(|close| *close > 3)?;
        if !text.trim_start().starts_with("---") {
            return None;
        }
        let Some(last) = names_of(self.document).last() else {
            let is_there = text.get(..close)?.lines().any(|line| line.starts_with("names:"));
            return (!is_there).then(|| Edit::at(close as u32, format!("{NAMES}{}", lines("  "))));
        };
        let start = last.key.span.start as usize;
        let line = text.get(..start)?.rfind('\n')? + 1;
        let indent = text.get(line..start)?;
        let is_block = !indent.is_empty() && indent.trim().is_empty();
        let end = start + text.get(start..)?.find('\n')? + 1;
        is_block.then(|| Edit::at(end as u32, lines(indent)))
    }

    /// The text with dates in their short form, `[[2017-07-14|Friday]]`.
    pub(super) fn with_short_dates(&self) -> String {
        let text = &*self.file.text;
        let dates = self.document.body.annotations.iter().filter_map(|it| match &*it.attributes.pairs {
            [(key, value)] if key.text == "when" && it.attributes.id.is_none() => Some((it, &value.text)),
            _ => None,
        });
        let is_inline =
            |it: &Annotation| it.span.contains(it.attributes.span) && !it.inner.of(text).contains('|');
        let dates = dates.filter(|(it, _)| it.kind == AnnotationKind::Span(SpanClass::Date) && is_inline(it));
        let edits = dates.flat_map(|(it, when)| {
            let open = Span { start: it.span.start, end: it.inner.start };
            let close = Span { start: it.inner.end, end: it.span.end };
            [Edit { span: open, words: format!("[[{when}|") }, Edit { span: close, words: "]]".to_owned() }]
        });
        apply(text, edits.collect())
    }

    /// The text with a shorter name before each bar of a mention, where one means the same.
    pub(super) fn with_short_names(&self) -> String {
        let (scope, kinds) = (self.scope(), &self.graph.vocabulary.kinds);
        let resolve = |name: &str| self.graph.registry.resolve(name, &scope, kinds);
        let mut edits = Vec::new();
        let mut places: BTreeMap<EntityId, Vec<Span>> = BTreeMap::new();
        for annotation in &self.document.body.annotations {
            if let AnnotationKind::Mention(name) = &annotation.kind
                && let Ok(Target::Entity(entity)) = resolve(&name.text)
                && name.span.end < annotation.inner.start
                && name.span.of(&self.file.text) == name.text
            {
                let is_shown = name.text.eq_ignore_ascii_case(annotation.inner.of(&self.file.text));
                let span = Span { start: name.span.start, end: annotation.inner.start };
                edits.extend(is_shown.then_some(Edit { span, words: String::new() }));
                places.entry(entity).or_default().push(name.span);
            }
        }
        let mut entries = Vec::new();
        for (entity, spans) in places {
            let known = self.graph.registry.get(entity);
            let is_plain = |name: &&str| !name.contains(['|', ';', '#', '[', ']']);
            let means = |name: &&str| resolve(name).ok() == Some(Target::Entity(entity));
            let short = known.names().filter(is_plain).filter(means).min_by_key(|name| name.len());
            let own =
                known.id.split('-').rfind(|word| word.len() > 3 && word.chars().all(char::is_alphabetic));
            let own = own.filter(|own| spans.len() >= OFTEN && known.id.len() > own.len() + 4);
            let own = own.filter(|own| matches!(resolve(own), Err(Unresolved::Unknown)));
            let name = match (short, own) {
                (Some(short), _) if short.len() < known.id.len() => short,
                (_, Some(own)) if !entries.iter().any(|it: &String| it.starts_with(&format!("{own}: "))) => {
                    entries.push(format!("{own}: {}", known.id));
                    own
                }
                _ => continue,
            };
            let longer = spans.into_iter().filter(|span| span.range().len() > name.len());
            edits.extend(longer.map(|span| Edit { span, words: name.to_owned() }));
        }
        edits.extend((!entries.is_empty()).then(|| self.names(&entries)).flatten());
        apply(&self.file.text, edits)
    }
}
