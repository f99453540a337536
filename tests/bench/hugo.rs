//! The same site for Hugo, with the least templates that show the same things.
//!
//! Input: a site of the generator. Output: a Hugo site beside it: the articles with their links, a page an entity with
//! the sentences that name it, a list a kind. Entry point: [`write`].
//!
//! Hugo knows no mentions: they are written as links here, and each entity's sentences into its front matter, so that
//! Hugo has to resolve, check and invert nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

const BASE: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
<link rel=\"stylesheet\" href=\"/annals.css\"></head><body><header><a href=\"/\">{{ site.Title }}</a></header>\
<main>{{ block \"main\" . }}{{ end }}</main></body></html>\n";
const SINGLE: &str = "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ with .Params.mentions }}<ul>\
{{ range . }}<li><blockquote><a href=\"{{ .url }}\">{{ .text }}</a></blockquote></li>{{ end }}</ul>{{ end }}{{ end }}\n";
const LIST: &str = "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li>\
<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}\n";

/// Writes the Hugo site for the site in `site` to `folder`.
pub fn write(site: &Path, folder: &Path) -> io::Result<()> {
    let config = "baseURL = \"/\"\ntitle = \"A large site\"\nuglyURLs = true\n\
                  disableKinds = [\"taxonomy\", \"term\", \"rss\", \"sitemap\"]\n[markup.goldmark.renderer]\nunsafe = true\n";
    std::fs::create_dir_all(folder.join("layouts/_default"))?;
    std::fs::write(folder.join("hugo.toml"), config)?;
    for (name, text) in [("baseof", BASE), ("single", SINGLE), ("list", LIST)] {
        std::fs::write(folder.join(format!("layouts/_default/{name}.html")), text)?;
    }
    let files = super::measure::files(&site.join("content"))?;
    let mut entities = BTreeMap::new();
    let mut articles = Vec::new();
    for (path, _) in files {
        let text = std::fs::read_to_string(&path)?;
        let (kind, id) = kind_and_id(&path);
        if kind == "articles" {
            articles.push((id, text));
        } else {
            let front: String =
                text.lines().skip(1).take_while(|line| *line != "---").collect::<Vec<_>>().join("\n");
            let name =
                front.lines().find_map(|line| line.strip_prefix("name: ").or(line.strip_prefix("title: ")));
            let name = name.unwrap_or(&id).to_owned();
            entities.insert(id, Entity { kind, name, mentions: String::new() });
        }
    }
    articles.sort();
    write_articles(folder, articles, &mut entities)?;
    write_entities(folder, entities)
}

struct Entity {
    kind: String,
    name: String,
    mentions: String,
}

fn kind_and_id(path: &Path) -> (String, String) {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    (part(path.parent().and_then(Path::file_name)), part(path.file_stem()))
}

fn write_articles(
    folder: &Path,
    articles: Vec<(String, String)>,
    entities: &mut BTreeMap<String, Entity>,
) -> io::Result<()> {
    let ids: BTreeMap<String, String> =
        entities.iter().map(|(id, entity)| (entity.name.clone(), id.clone())).collect();
    std::fs::create_dir_all(folder.join("content/articles"))?;
    for (id, text) in articles {
        let Some((front, body)) = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"))
        else {
            continue;
        };
        let mut written = String::new();
        for sentence in body.split_inclusive(". ") {
            let (links, named) = linked(sentence, &ids, entities);
            for name in named {
                let Some(entity) = entities.get_mut(&name) else { continue };
                let plain = plain(sentence).replace('"', "'");
                let _ = write!(entity.mentions, "- url: /articles/{id}.html\n  text: \"{}\"\n", plain.trim());
            }
            written.push_str(&links);
        }
        let front = front.replace("\nlanguage:", "\ntongue:");
        std::fs::write(
            folder.join(format!("content/articles/{id}.md")),
            format!("---\n{front}\n---\n{written}"),
        )?;
    }
    Ok(())
}

/// A sentence with its mentions as links, and whom it names.
fn linked(
    sentence: &str,
    ids: &BTreeMap<String, String>,
    entities: &BTreeMap<String, Entity>,
) -> (String, Vec<String>) {
    let (mut out, mut named, mut rest) = (String::new(), Vec::new(), sentence);
    while let Some((before, after)) = rest.split_once("[[") {
        let Some((inside, behind)) = after.split_once("]]") else { break };
        let (name, shown) = inside.split_once('|').unwrap_or((inside, inside));
        let id = ids.get(name).map_or(name, String::as_str);
        let kind = entities.get(id).map_or("", |entity| &entity.kind);
        let _ = write!(out, "{}[{shown}](/{kind}/{id}.html)", without_spans(before));
        named.push(id.to_owned());
        rest = behind;
    }
    out.push_str(&without_spans(rest));
    (out, named)
}

/// A text without the brackets and attributes of Annals' spans.
fn without_spans(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '[' | ']' => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn plain(sentence: &str) -> String {
    let named = sentence.split("[[").map(|part| match part.split_once("]]") {
        Some((name, rest)) => format!("{}{rest}", name.rsplit('|').next().unwrap_or(name)),
        None => part.to_owned(),
    });
    without_spans(&named.collect::<String>()).replace('\n', " ")
}

fn write_entities(folder: &Path, entities: BTreeMap<String, Entity>) -> io::Result<()> {
    for (id, Entity { kind, name, mentions }) in entities {
        let directory = folder.join("content").join(kind);
        std::fs::create_dir_all(&directory)?;
        let mentions = if mentions.is_empty() { "[]\n".to_owned() } else { format!("\n{mentions}") };
        std::fs::write(
            directory.join(format!("{id}.md")),
            format!("---\ntitle: \"{name}\"\nmentions: {mentions}---\n"),
        )?;
    }
    Ok(())
}
