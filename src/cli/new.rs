//! `annals new`: a new file with its front matter.
//!
//! Input: a kind and a name. Output: a Markdown file in the kind's folder. Entry point: [`New::run`].

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::messages::answer;
use super::shown;
use crate::diagnostic::{did_you_mean, one_of};
use crate::edit;
use crate::pipeline::{Options, Site};
use crate::resolve::{Scope, collapse, name_key};
use crate::source::path::{id_fault, slug};
use crate::vocabulary::{Kind, Kinds, Role};

/// What `annals new` is told.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct New {
    /// What it is: article, person, organization, place, event, source, claim, page, or a kind of the site's own
    #[arg(value_name = "KIND")]
    kind: String,
    /// Its name or title; for the review of a claim, the claim's full id
    #[arg(value_name = "NAME")]
    name: String,
}

const EXAMPLES: &str = "\
Examples:
  annals new person \"Ada Lovelace\"                writes content/people/ada-lovelace.md
  annals new article \"A visit to the engine\"
  annals new claim a-visit-to-the-engine#understood

The file's name is its id: the name in small letters of any script, with hyphens for all else.";

impl New {
    /// Runs the command.
    pub fn run(&self, root: &Path) -> anyhow::Result<ExitCode> {
        let site = Site::open(root, Options { drafts: true, ..Options::default() })?;
        let (kinds, registry) = (&site.graph().vocabulary.kinds, &site.graph().registry);
        let kind = find_kind(kinds, &self.kind)?;
        let name = collapse(&self.name);
        let id = slug(&name);
        anyhow::ensure!(!id.is_empty(), "`{}` has no letter or digit to make an id of", self.name);
        if let Some(fault) = id_fault(&id) {
            anyhow::bail!(
                "`{id}` can't be an id: it {fault}; give it a shorter or another name, and put this into the file"
            );
        }
        if kind.role == Role::Claim {
            let known = registry.resolve(&name, &Scope::default(), kinds).is_ok();
            anyhow::ensure!(known && name.contains('#'), "`{name}` is no claim; write `article-id#claim-id`");
        }
        let taken = registry.iter().find(|(_, other)| {
            std::ptr::eq(kinds.get(other.kind), kind) && name_key(&other.id) == name_key(&id)
        });
        if let Some((taken, _)) = taken {
            let file = registry.get(taken).location.file;
            let place = &site.files().get(file).path;
            anyhow::bail!("`{}:{id}` is there already, in {place}; nothing was changed", kind.name);
        }
        let path = format!("content/{}/{id}.md", kind.folder);
        edit::create(root, &path, &front_matter(kind, &name))?;
        answer(shown(&root.join(path)))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The kind with this name, or with this folder.
fn find_kind<'k>(kinds: &'k Kinds, name: &str) -> anyhow::Result<&'k Kind> {
    let key = name_key(name);
    kinds.named(&key).or_else(|| kinds.in_folder(&key)).map(|id| kinds.get(id)).ok_or_else(|| {
        let names: Vec<_> = kinds.iter().map(|(_, kind)| &*kind.name).collect();
        let near = did_you_mean(name, names.iter().copied());
        let help = near.unwrap_or_else(|| format!("there is {}", one_of(&names)));
        anyhow::anyhow!("there is no kind `{name}`; {help}")
    })
}

/// The front matter of a new file: what is needed, and in comments what is useful.
fn front_matter(kind: &Kind, name: &str) -> String {
    let today = jiff::ZonedDateTime::now().date();
    let name = yaml(name);
    let keys = match (kind.role, &*kind.name) {
        (Role::Article, _) => format!(
            "title: {name}\ndate: {today}\n# description: One or two sentences on what it reports.\n# authors: [Name]\n# sources: [source-id]\n"
        ),
        (Role::Page, _) => format!("title: {name}\n"),
        (Role::Source, _) => format!(
            "title: {name}\n# url: https://example.org/\n# authors: [Name]\n# publisher: Name\n# published: 2017-07-14\nretrieved: {today}\n# archive_url: https://web.archive.org/\n# text: file-beside-this-one.txt\n"
        ),
        (Role::Claim, _) => format!(
            "claim: {name}\n# The rating in words, by whom, and on which evidence:\nrating:\nreviewed: {today}\nreviewer:\nsources: []\n"
        ),
        (_, "person") => format!(
            "name: {name}\n# aliases: [Other name]\n# summary: Who this is, in one sentence.\n# born: 1815-12-10\n# same_as: wikidata:Q7259\n"
        ),
        (_, "event") => format!(
            "name: {name}\n# summary: What happened, in one sentence.\n# date: 2017-07-07\n# place: place-id\n# participants: [person-id]\n"
        ),
        (_, "place") => format!("name: {name}\n# coordinates: [53.55, 9.99]\n# part_of: place-id\n"),
        _ => format!(
            "name: {name}\n# aliases: [Other name]\n# summary: What this is, in one sentence.\n# same_as: wikidata:Q1\n"
        ),
    };
    format!("---\n{keys}---\n")
}

/// A text as a scalar of YAML: plain where that is no other value.
fn yaml(text: &str) -> String {
    let words = text.chars().all(|c| c.is_alphanumeric() || " -–—’.,()".contains(c));
    let plain = words && text.starts_with(char::is_alphabetic) && !is_yaml_word(text);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn is_yaml_word(text: &str) -> bool {
    ["true", "false", "null", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_yaml_would_take_them_for_something_else() {
        assert_eq!(yaml("Ada Lovelace"), "Ada Lovelace");
        for (name, quoted) in [
            ("1984", "\"1984\""),
            ("a: b", "\"a: b\""),
            ("No", "\"No\""),
            ("#x", "\"#x\""),
            ("say \"hi\"", "\"say \\\"hi\\\"\""),
        ] {
            assert_eq!(yaml(name), quoted);
        }
    }
}
