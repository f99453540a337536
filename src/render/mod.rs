//! Page models → bytes, by Tera.
//!
//! Input: templates, the words of the theme, page models. Output: HTML, or a diagnostic in the template at fault.
//! Entry points: [`Renderer::new`] and [`Renderer::render`].
//!
//! A template sees its page model and the words of the page's language, and nothing else.

mod overrides;

use std::collections::BTreeMap;

use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::data::{Entry, Value as Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Template;
use crate::source::{FileId, Location, Span};
use crate::view::{Page, Site};
use crate::words::{self, Words};

pub use overrides::unused as unused_overrides;

/// What the names of built-in templates begin with. A template is looked for among the site's own first, so a site's
/// `article.html` can extend `annals/article.html` and change one block of it.
const BUILTIN: &str = "annals/";

/// The template of entities whose kind has none of its own.
const ENTITY: &str = "entity.html";

/// Compiled templates, ready to render in any thread.
pub struct Renderer {
    tera: Tera,
    words: BTreeMap<String, Value>,
    /// The looks of the site, as templates see them.
    sites: Vec<Value>,
    /// The site's own templates.
    files: BTreeMap<String, FileId>,
    /// The file to point at where a built-in template fails.
    config: FileId,
}

impl Renderer {
    /// Compiles the templates for pages in some languages.
    ///
    /// # Errors
    /// What is wrong with the templates.
    pub fn new<'l>(
        templates: &[Template],
        words: &Words,
        languages: impl IntoIterator<Item = &'l str>,
        config: FileId,
    ) -> Result<Self, Vec<Diagnostic>> {
        let tera = engine().map_err(|error| {
            vec![Diagnostic::new(
                Code::TemplateError,
                Location::new(config, Span::default()),
                error.to_string(),
            )]
        })?;
        let own = templates.iter().filter_map(|template| Some((template.name.to_string(), template.file?)));
        let words =
            languages.into_iter().map(|language| (language.to_owned(), table(words, language))).collect();
        let mut renderer = Self { tera, words, sites: Vec::new(), files: own.collect(), config };
        let pages: Vec<_> = templates.iter().filter(|template| is_page(template)).collect();
        let texts = pages.iter().map(|template| {
            let builtin = if template.file.is_none() { BUILTIN } else { "" };
            (format!("{builtin}{}", template.name), overrides::effective(template, templates))
        });
        match renderer.tera.add_raw_templates(texts) {
            Ok(()) => Ok(renderer),
            Err(error) => Err(renderer.all_errors(&pages, &error)),
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

    /// Prepares the looks of the site that pages share.
    pub fn prepare(&mut self, sites: &[Site<'_>]) {
        self.sites = sites.iter().map(Value::from_serializable).collect();
    }

    /// Renders a page with the template of this name, or that of entities.
    ///
    /// # Errors
    /// What the template trips over.
    pub fn render(&self, template: &str, page: &Page<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let own = format!("{template}.html");
        let name = if self.tera.contains_template(&own) { &*own } else { ENTITY };
        let mut html = Vec::with_capacity(16 * 1024);
        let site = self.sites.get(page.site.number).cloned();
        let rendered = Context::from_serialize(page).and_then(|mut context| {
            context.insert_value("site", site.unwrap_or_else(|| Value::from_serializable(page.site)));
            if let Some(words) = self.words.get(page.page.language) {
                context.insert_value("words", words.clone());
            }
            self.tera.render_to(name, &context, &mut html)
        });
        rendered.map_err(|error| Box::new(self.report(&error, name)))?;
        html.push(b'\n');
        Ok(html)
    }

    fn report(&self, error: &tera::Error, template: &str) -> Diagnostic {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            let file = self.files.get(template).copied();
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

/// Whether a file of `templates/` is a template, and no table of words.
fn is_page(template: &Template) -> bool {
    template.name.ends_with(".html") || template.name.ends_with(".xml") || template.name.ends_with(".txt")
}

fn engine() -> TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([BUILTIN])?;
    tera.register_filter("count", count);
    Ok(tera)
}

/// The filter `count`: the form of a counted word for `n`.
fn count(forms: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let number: u64 = arguments.must_get("n")?;
    let forms: Vec<_> = match forms.as_map() {
        Some(map) => map.iter().filter_map(|(form, text)| Some((form.as_str()?, text.as_str()?))).collect(),
        None => forms.as_str().map(|text| ("other", text)).into_iter().collect(),
    };
    let language = forms.iter().find(|(form, _)| *form == "language").map_or("en", |(_, language)| language);
    Ok(words::count(&forms, usize::try_from(number).unwrap_or(usize::MAX), language))
}

/// A language's words as templates see them; a counted word knows its language, which `count` needs.
fn table(words: &Words, language: &str) -> Value {
    let value = |entry: &Entry| match &entry.value.value {
        Shape::Table(_) => {
            let forms = words::forms(&entry.value).into_iter().chain([("language", language)]);
            Value::from_serializable(&forms.collect::<BTreeMap<_, _>>())
        }
        _ => Value::from_serializable(&entry.value),
    };
    let table: BTreeMap<String, Value> =
        words.table(language).iter().map(|entry| (entry.key.text.clone(), value(entry))).collect();
    Value::from_serializable(&table)
}
