//! Page models → bytes, by Tera.
//!
//! Input: templates, the words of the theme, page models. Output: HTML, or a diagnostic in the template at fault.
//! Entry points: [`Templates::new`], [`Renderer::new`] and [`Renderer::render`].
//!
//! A template sees its page model and the words of the page's language, and nothing else.

#[cfg(feature = "cards")]
mod card;
mod components;
mod overrides;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::load::{Template, builtin_templates};
use crate::locale::{Language, Languages};
use crate::source::{FileId, Location, Span, fingerprint};
use crate::view::{Page, PageId, Site, Views};

pub use components::PageComponents;
pub use overrides::unused as unused_overrides;

/// What the names of built-in templates begin with. A template is looked for among the site's own first, so a site's
/// `article.html` can extend `annals/article.html` and change one block of it.
const BUILTIN: &str = "annals/";

/// The template of entities whose kind has none of its own.
const ENTITY: &str = "entity.html";

/// The template of the components that are rendered once a look of the site.
const FRAME: &str = "components/frame.html";

/// These components, each by the name under which `site` has what it comes to.
const FRAME_PARTS: [(&str, &str); 3] =
    [("links", "frame_links"), ("header", "frame_header"), ("footer", "frame_footer")];

/// Compiled templates and all that they show besides pages, ready to render in any thread.
pub struct Renderer {
    templates: Arc<Templates>,
    /// The looks of the site.
    looks: Vec<Look>,
}

/// What the site looks like from some pages.
struct Look {
    /// The site as templates see it.
    site: Value,
    /// The same with the words of the pages' language, as components see it.
    context: Context,
    /// Of the site.
    fingerprint: u64,
}

/// Compiled templates, with the words of the languages.
pub struct Templates {
    tera: Tera,
    words: BTreeMap<String, Value>,
    /// The site's own templates.
    files: BTreeMap<String, FileId>,
    /// The file to point at where a built-in template fails.
    config: FileId,
    /// Of all templates and words.
    fingerprint: u64,
}

impl Templates {
    /// Compiles the templates for pages in the languages of a site.
    ///
    /// # Errors
    /// What is wrong with the templates.
    pub fn new(
        templates: &[Template],
        languages: &Arc<Languages>,
        config: FileId,
    ) -> Result<Self, Vec<Diagnostic>> {
        let tera = engine(languages.clone()).map_err(|error| {
            let place = Location::new(config, Span::default());
            vec![Diagnostic::new(Code::TemplateError, place, error.to_string())]
        })?;
        let own = templates.iter().filter_map(|template| Some((template.name.to_string(), template.file?)));
        let words = languages.iter().map(|language| (language.tag().to_owned(), table(language))).collect();
        let texts: Vec<_> = templates.iter().map(|template| (&*template.name, &*template.text)).collect();
        let fingerprint = fingerprint(&texts);
        let mut compiled = Self { tera, words, files: own.collect(), config, fingerprint };
        let pages: Vec<_> = templates.iter().filter(|template| is_page(&template.name)).collect();
        let texts = pages.iter().filter_map(|template| match overrides::effective(template, templates) {
            text if template.file.is_some() => Some((template.name.to_string(), text)),
            Cow::Owned(text) => Some((format!("{BUILTIN}{}", template.name), text.into())),
            Cow::Borrowed(_) => None,
        });
        match compiled.tera.add_raw_templates(texts) {
            Ok(()) => Ok(compiled),
            Err(error) => Err(compiled.all_errors(&pages, &error)),
        }
    }

    /// Every template of the site's own that can't be parsed; or the one error that all of them together make.
    fn all_errors(&self, templates: &[&Template], error: &tera::Error) -> Vec<Diagnostic> {
        let own = templates.iter().filter(|template| template.file.is_some());
        let syntax = own.filter_map(|template| {
            let error = Tera::default().add_raw_template(&template.name, &template.text).err()?;
            matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| self.report(&error, &template.name))
        });
        let mut found: Vec<_> = syntax.collect();
        if found.is_empty() {
            found.push(self.report(error, ""));
        }
        found
    }

    /// A look of the site, as templates see it.
    fn look(&self, site: &Site) -> TeraResult<Look> {
        let mut context = Context::new();
        self.surround(&mut context, Value::from_serializable(site), &site.seen_in);
        let part = |(name, component)| {
            let arguments = Context::new();
            let html =
                self.tera.render_component_with_implicits(component, &arguments, &context, None, true)?;
            Ok((name, html))
        };
        let frame = FRAME_PARTS.into_iter().map(part).collect::<TeraResult<_>>()?;
        let fingerprint = fingerprint(site);
        let site = Value::from_serializable(&FramedSite { site, frame });
        context.insert_value("site", site.clone());
        Ok(Look { site, context, fingerprint })
    }

    /// Adds what every page sees besides its model.
    fn surround(&self, context: &mut Context, site: Value, language: &str) {
        context.insert_value("site", site);
        if let Some(words) = self.words.get(language) {
            context.insert_value("words", words.clone());
        }
    }

    fn report(&self, error: &tera::Error, template: &str) -> Diagnostic {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            let file = match error.kind() {
                ErrorKind::MissingParent { current: own, .. }
                | ErrorKind::CircularExtend { tpl: own, .. }
                | ErrorKind::CircularInclude { tpl: own, .. } => own,
                _ => template,
            };
            let file = self.files.get(file).copied();
            return Diagnostic::new(
                Code::TemplateError,
                Location::new(file.unwrap_or(self.config), Span::default()),
                error.to_string(),
            );
        };
        let message = report.message().trim_end_matches('.').to_owned();
        match self.files.get(report.filename()) {
            Some(&file) => Diagnostic::new(
                Code::TemplateError,
                Location::new(file, Span::new(report.span().range.clone())),
                message,
            ),
            None => {
                let place = format!(
                    "{message}, at line {} of the built-in template `{}`",
                    report.span().start_line,
                    report.filename()
                );
                Diagnostic::new(Code::TemplateError, Location::new(self.config, Span::default()), place)
                    .help("a template of the site's own may lack what this one uses")
            }
        }
    }
}

impl Renderer {
    /// What renders the pages of a site that looks like this.
    ///
    /// # Errors
    /// What the components of the frame trip over.
    pub fn new(templates: Arc<Templates>, sites: &[Site]) -> Result<Self, Vec<Diagnostic>> {
        let looks = sites.iter().map(|site| templates.look(site));
        let looks =
            looks.collect::<TeraResult<_>>().map_err(|error| vec![templates.report(&error, FRAME)])?;
        Ok(Self { templates, looks })
    }

    /// What renders the components of one page.
    pub fn components(&self) -> PageComponents<'_> {
        PageComponents { renderer: self, fault: OnceLock::new() }
    }

    /// Makes and renders a page.
    ///
    /// # Errors
    /// What its template trips over, or a component of it.
    pub fn page(&self, views: &Views, page: PageId) -> Result<Vec<u8>, Box<Diagnostic>> {
        let components = self.components();
        let model = views.page(page, &components);
        components.page(views.template(page), &model, None)
    }

    /// A number that is the same for pages that are rendered the same: it covers the template's name and all templates,
    /// all words, the page model and the site's look.
    pub fn fingerprint(&self, template: &str, page: &Page<'_>) -> u64 {
        let site = self.looks.get(page.site.number).map_or(0, |look| look.fingerprint);
        fingerprint(&(self.templates.fingerprint, template, site, &page.page, &page.content))
    }

    /// Renders a page with the template of this name, or that of entities. `earlier` is a card as an earlier build wrote
    /// it: it is not drawn again where it would be the same.
    ///
    /// # Errors
    /// What the template trips over.
    #[cfg_attr(not(feature = "cards"), expect(unused_variables, reason = "there are no cards"))]
    pub fn render(
        &self,
        template: &str,
        page: &Page<'_>,
        earlier: Option<&[u8]>,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let own = if template.contains('.') { template.to_owned() } else { format!("{template}.html") };
        let name = if self.templates.tera.contains_template(&own) { &*own } else { ENTITY };
        let mut html = Vec::with_capacity(16 * 1024);
        let site = self.looks.get(page.site.number).map(|look| look.site.clone());
        let rendered = Context::from_serialize(page).and_then(|mut context| {
            let site = site.unwrap_or_else(|| Value::from_serializable(page.site));
            self.templates.surround(&mut context, site, page.page.language);
            self.templates.tera.render_to(name, &context, &mut html)
        });
        rendered.map_err(|error| Box::new(self.templates.report(&error, name)))?;
        html.push(b'\n');
        if name.ends_with(".xml") || name.ends_with(".svg") {
            drop_controls(&mut html);
        }
        #[cfg(feature = "cards")]
        if name == card::TEMPLATE {
            let error = |message| tera::Error::message(format!("the card can't be drawn: {message}"));
            return card::draw(&html, earlier)
                .map_err(|message| Box::new(self.templates.report(&error(message), name)));
        }
        Ok(html)
    }
}

/// The site with what it has of every page's frame.
#[derive(Serialize)]
struct FramedSite<'a> {
    #[serde(flatten)]
    site: &'a Site,
    /// What [`FRAME_PARTS`] come to.
    #[serde(flatten)]
    frame: BTreeMap<&'static str, String>,
}

/// Takes out what no XML may hold: control characters, wherever a text has them.
fn drop_controls(xml: &mut Vec<u8>) {
    let is_wrong =
        |c: char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    if let Ok(text) = std::str::from_utf8(xml)
        && text.contains(is_wrong)
    {
        *xml = text.replace(is_wrong, "").into_bytes();
    }
}

/// Whether a file of `templates/` is a template, and no table of words.
fn is_page(name: &str) -> bool {
    [".html", ".xml", ".txt", ".json"].iter().any(|ending| name.ends_with(ending))
        || (cfg!(feature = "cards") && name.ends_with(".svg"))
}

/// The built-in templates, compiled once.
static THEME: LazyLock<TeraResult<Tera>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([BUILTIN])?;
    tera.autoescape_on([".html", ".xml", ".svg"]);
    #[cfg(feature = "cards")]
    card::register(&mut tera);
    register_count(&mut tera, Arc::default());
    tera.register_filter("json", json);
    let pages = builtin_templates().into_iter().filter(|(name, _)| is_page(name));
    tera.add_raw_templates(pages.map(|(name, text)| (format!("{BUILTIN}{name}"), text)))?;
    Ok(tera)
});

fn engine(languages: Arc<Languages>) -> TeraResult<Tera> {
    let theme = THEME.as_ref().map_err(|error| tera::Error::message(error.to_string()))?;
    let mut tera = theme.clone();
    register_count(&mut tera, languages);
    Ok(tera)
}

/// Adds the filter `count`: the form of a counted word for `n`.
fn register_count(tera: &mut Tera, languages: Arc<Languages>) {
    tera.register_filter("count", move |word: &Value, arguments: Kwargs, _: &State<'_>| {
        count(&languages, word, &arguments)
    });
}

/// The filter `json`: a value as JSON.
fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    serde_json::to_string(value).map_err(tera::Error::message)
}

/// The filter `count`: the form of a counted word for `n`, with the number in it.
fn count(languages: &Languages, word: &Value, arguments: &Kwargs) -> TeraResult<String> {
    let number: u64 = arguments.must_get("n")?;
    let entries = || word.as_map().into_iter().flat_map(|map| map.iter());
    let part = |name: &str| entries().find(|(key, _)| key.as_str() == Some(name))?.1.as_str();
    match part("language").zip(part("key")) {
        Some((language, key)) => {
            Ok(languages.language(language).count(key, usize::try_from(number).unwrap_or(usize::MAX)))
        }
        None => Ok(word.as_str().unwrap_or("{n}").replace("{n}", &number.to_string())),
    }
}

/// A language's words as templates see them: texts, and those for the filter `count`, which have several forms or a number
/// in them, by language and key. A word is one of them where the English one is, so that a translation can't break a
/// template. What only the view needs
/// (properties, durations …) is left out; `extra` holds what the site's own templates need.
fn table(language: &Language) -> Value {
    let is_counted = |key: &str| {
        let word = if key.starts_with("extra.") { language } else { Language::english() };
        word.is_counted(key) || word.word(key).contains("{n}")
    };
    let value = |key: &str| {
        if is_counted(key) {
            let word = BTreeMap::from([("language", language.tag()), ("key", key)]);
            Value::from_serializable(&word)
        } else {
            Value::from(language.word(key))
        }
    };
    let mut table: BTreeMap<&str, Value> = BTreeMap::new();
    let mut extra: BTreeMap<&str, Value> = BTreeMap::new();
    for key in language.keys() {
        match key.split_once('.') {
            None => drop(table.insert(key, value(key))),
            Some(("extra", own)) => drop(extra.insert(own, value(key))),
            Some(_) => {}
        }
    }
    let [pair, middle, last] = language.separators();
    table.insert(
        "list",
        Value::from_serializable(&BTreeMap::from([("pair", pair), ("middle", middle), ("last", last)])),
    );
    let digits: String = (0..10).map(|digit: u8| language.number(&digit.to_string()).into_owned()).collect();
    table.insert("digits", Value::from(digits));
    table.insert("direction", Value::from(if language.is_rtl() { "rtl" } else { "ltr" }));
    table.insert("extra", Value::from_serializable(&extra));
    Value::from_serializable(&table)
}
