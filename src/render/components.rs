//! Components that are rendered by themselves, since many pages show what they come to.
//!
//! Input: the model of a claim, and the form it is shown in. Output: its HTML. Entry point: [`PageComponents`].

use std::sync::OnceLock;

use tera::{Context, Value};

use super::{Look, Renderer};
use crate::diagnostic::Diagnostic;
use crate::view::{Claim, Components, Form, Page, Site};

/// The template that has these components.
const TEMPLATE: &str = "components/claim.html";

/// What is called by its name, and by no template.
pub const CALLED: [&str; 4] = ["claim", "claim_card", "circumstances", "side"];

/// The components of one page, and what the first of them tripped over.
pub struct PageComponents<'r> {
    pub(super) renderer: &'r Renderer,
    pub(super) fault: OnceLock<Box<Diagnostic>>,
}

impl PageComponents<'_> {
    /// Renders the page that they are of, as [`Renderer::render`] does.
    ///
    /// # Errors
    /// What a component tripped over, or the template trips over.
    pub fn page(
        self,
        template: &str,
        page: &Page<'_>,
        earlier: Option<&[u8]>,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        match self.fault.into_inner() {
            Some(fault) => Err(fault),
            None => self.renderer.render(template, page, earlier),
        }
    }
}

impl Components for PageComponents<'_> {
    fn claim(&self, claim: &Claim<'_>, form: Form<'_>, site: &Site) -> Option<String> {
        let Look { context, .. } = self.renderer.looks.get(site.number)?;
        let mut arguments = Context::new();
        arguments.insert_value("claim", Value::from_serializable(claim));
        let [entry, card, occasion, side] = CALLED;
        let name = match form {
            Form::Entry { here } => {
                arguments.insert("here", &here);
                entry
            }
            Form::Card => card,
            Form::Occasion { by } => {
                arguments.insert("badge", &false);
                arguments.insert("by", &by);
                occasion
            }
            Form::Side { of } => {
                arguments.insert("of", of);
                side
            }
        };
        let templates = &self.renderer.templates;
        let rendered = templates.tera.render_component_with_implicits(name, &arguments, context, None, true);
        rendered
            .map_err(|error| {
                self.fault.get_or_init(|| Box::new(templates.report(&error, TEMPLATE)));
            })
            .ok()
    }
}
