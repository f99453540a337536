//! Parts of a site's own templates that override nothing any more.
//!
//! Input: all templates. Output: a warning for each block that no template above has, and for each component that
//! nothing calls: the built-in theme has changed, or the name is misspelt. Entry point: [`unused`].

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::load::Template;
use crate::source::{Location, Span};

/// A tag of a template that names something.
#[derive(Clone, Debug)]
struct Tag<'t> {
    kind: Kind,
    name: &'t str,
    /// Where the name stands.
    place: Range<usize>,
    /// From `{%` to `%}`.
    whole: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Extends,
    Block,
    EndBlock,
    Component,
}

/// A warning for each part of the site's own templates that has no effect.
pub fn unused(templates: &[Template]) -> Vec<Diagnostic> {
    let own = templates.iter().filter(|template| template.file.is_some());
    own.flat_map(|template| blocks(template, templates).into_iter().chain(components(template, templates)))
        .collect()
}

fn blocks(template: &Template, templates: &[Template]) -> Vec<Diagnostic> {
    let known = blocks_above(template, templates);
    let unknown = unknown_blocks(template, known.as_deref()).into_iter();
    unknown
        .filter_map(|(block, _)| {
            let message =
                format!("no template above this one has a block `{}`, so it is never shown", block.name);
            let help = did_you_mean(block.name, known.iter().flatten().copied());
            Some(report(template, block.place, message)?.maybe_help(help))
        })
        .collect()
}

/// A template's text without the blocks that have no effect, which Tera would not take; all else stays in its place.
pub fn effective<'t>(template: &'t Template, templates: &[Template]) -> Cow<'t, str> {
    let unknown = unknown_blocks(template, blocks_above(template, templates).as_deref());
    let mut text = Cow::Borrowed(&*template.text);
    for (_, whole) in unknown {
        let blank = text.get(whole.clone()).unwrap_or_default().bytes();
        let blank: String = blank.map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        text.to_mut().replace_range(whole, &blank);
    }
    text
}

/// The blocks that a template can override; none where it extends no other.
fn blocks_above<'t>(template: &Template, templates: &'t [Template]) -> Option<Vec<&'t str>> {
    let mut known = Vec::new();
    let mut above = Some(parent(template, templates)?);
    // A chain of templates that extend each other in a circle is Tera's to report.
    for _ in 0..templates.len() {
        let Some(template) = above else { break };
        known.extend(tags(&template.text).filter(|tag| tag.kind == Kind::Block).map(|tag| tag.name));
        above = parent(template, templates);
    }
    Some(known)
}

/// The outer blocks of a template that are not among the known ones, each with all its bytes.
fn unknown_blocks<'t>(template: &'t Template, known: Option<&[&str]>) -> Vec<(Tag<'t>, Range<usize>)> {
    let mut open: Vec<Tag<'t>> = Vec::new();
    let mut unknown = Vec::new();
    let Some(known) = known else { return unknown };
    for tag in tags(&template.text) {
        match tag.kind {
            Kind::Block => open.push(tag),
            Kind::EndBlock => {
                if let Some(block) = open.pop()
                    && open.is_empty()
                    && !known.contains(&block.name)
                {
                    let whole = block.whole.start..tag.whole.end;
                    unknown.push((block, whole));
                }
            }
            Kind::Extends | Kind::Component => {}
        }
    }
    unknown
}

fn components(template: &Template, templates: &[Template]) -> Vec<Diagnostic> {
    let is_component = |tag: &Tag<'_>| tag.kind == Kind::Component;
    let builtin = templates.iter().filter(|other| other.file.is_none()).flat_map(|other| tags(&other.text));
    let known: Vec<_> = builtin.filter(is_component).map(|tag| tag.name).collect();
    let is_used = |name| {
        super::FRAME_PARTS.iter().any(|(_, part)| *part == name)
            || super::components::CALLED.contains(&name)
            || templates.iter().any(|other| calls(&other.text, name))
    };
    let unused = tags(&template.text).filter(|tag| is_component(tag) && !is_used(tag.name));
    unused
        .filter_map(|tag| {
            let help = did_you_mean(tag.name, known.iter().copied());
            Some(
                report(template, tag.place, format!("no template uses the component `{}`", tag.name))?
                    .maybe_help(help),
            )
        })
        .collect()
}

/// Whether a template calls a component.
fn calls(text: &str, component: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    text.split(&format!("<{component}")).skip(1).any(|after| !after.starts_with(goes_on))
}

fn report(template: &Template, place: Range<usize>, message: String) -> Option<Diagnostic> {
    Some(Diagnostic::new(Code::UnusedOverride, Location::new(template.file?, Span::new(place)), message))
}

/// The template that one extends: the site's own of that name, or the built-in one.
fn parent<'t>(template: &Template, templates: &'t [Template]) -> Option<&'t Template> {
    let name = tags(&template.text).find(|tag| tag.kind == Kind::Extends)?.name;
    let builtin = name.strip_prefix(super::BUILTIN);
    let own =
        templates.iter().find(|other| builtin.is_none() && other.file.is_some() && &*other.name == name);
    own.or_else(|| {
        templates.iter().find(|other| other.file.is_none() && *other.name == *builtin.unwrap_or(name))
    })
}

/// The tags of a template that name something, in order.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    text.match_indices("{%").filter_map(|(at, _)| {
        let inside = text.get(at + 2..)?.split("%}").next()?;
        let word_at = inside.find(char::is_alphabetic)?;
        let (word, rest) = inside.get(word_at..)?.split_once(char::is_whitespace)?;
        let kind = match word {
            "extends" => Kind::Extends,
            "block" => Kind::Block,
            "endblock" => Kind::EndBlock,
            "component" => Kind::Component,
            _ => return None,
        };
        let quoted = rest.trim_start().trim_start_matches(['"', '\'']);
        let start = at + 2 + inside.len() - quoted.len();
        let name = quoted.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '-')).next()?;
        Some(Tag { kind, name, place: start..start + name.len(), whole: at..at + 2 + inside.len() + 2 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn template(name: &str, text: &str, own: bool) -> Template {
        Template { name: name.into(), text: text.into(), file: own.then_some(FileId(1)) }
    }

    #[test]
    fn blocks_and_components_without_effect_are_told() {
        let base = template(
            "base.html",
            "{% block main %}{% endblock main %}{{ <card a={1} /> }}{% component card(a) %}{% endcomponent card %}",
            false,
        );
        let own = "{% extends \"base.html\" %}\n{%- block mian -%}{% block inner %}{% endblock %}{% endblock %}{% component crad(a) %}{% endcomponent %}";
        let templates = [template("page.html", own, true), base];
        let found = unused(&templates);
        let told: Vec<_> = found.iter().map(|it| (it.primary.span.of(own), it.help.join(""))).collect();
        assert_eq!(
            told,
            [("mian", "did you mean `main`?".to_owned()), ("crad", "did you mean `card`?".to_owned())]
        );
    }
}
