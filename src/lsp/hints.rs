//! Whom words mean that are no name: a pronoun, an office.
//!
//! Input: a part of a text. Output: a name to show behind each mention there whose words don't say it. Entry point: [`hints`].

use gen_lsp_types::{InlayHint, Label, Range};

use super::asked::Asked;
use crate::resolve::Target;

/// The names that a part of a text leaves out.
pub fn hints(asked: &Asked<'_>, range: Range) -> Option<Vec<InlayHint>> {
    let part = asked.encoding.span(&asked.text.text, range);
    let body = &asked.body()?.body;
    let hints = asked.graph().mentions_in(asked.document).filter_map(|mention| {
        let Target::Entity(entity) = mention.target else { return None };
        let annotation = body.annotation(mention.annotation).filter(|it| it.span.touches(part))?;
        let entity = asked.graph().registry.get(entity);
        let end = asked.encoding.position(asked.text, annotation.span.end);
        let name = Label::String(format!("= {}", entity.name));
        let hint = InlayHint::new(end, name, None, None, None, Some(true), None, None);
        (!entity.is_called(body.words(annotation))).then_some(hint)
    });
    Some(hints.collect())
}
