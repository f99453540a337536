//! What Markdown's own elements look like as HTML: byte for byte what pulldown-cmark writes.
//!
//! Input: a node of a text, and the page it is on. Output: what opens it, appended to the page, and what closes it. Entry
//! points: [`write()`] and [`Markdown::open`].

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};

use super::typography::Typography;
use crate::syntax::{Alignment, Body, HeadingId, Link, LinkContext, LinkId, NodeKind, Slice};

/// Writes some nodes of a text. `open` writes what opens a node, or all of a leaf, and returns what closes it; none where
/// the node is left out with all that is in it.
pub fn write<'v>(
    body: &'v Body,
    nodes: Range<usize>,
    mut open: impl FnMut(&mut String, NodeKind) -> Option<&'v str>,
) -> String {
    let mut out = String::with_capacity(nodes.len() * 16);
    let mut closing: Vec<(usize, &str)> = Vec::new();
    let mut at = nodes.start;
    while at < nodes.end
        && let Some(node) = body.tree.nodes().get(at)
    {
        while let Some((_, tag)) = closing.pop_if(|(end, _)| *end <= at) {
            out.push_str(tag);
        }
        let end = node.end.0 as usize;
        match open(&mut out, node.kind) {
            Some(tag) => {
                closing.push((end, tag));
                at += 1;
            }
            None => at = end,
        }
    }
    closing.into_iter().rev().for_each(|(_, tag)| out.push_str(tag));
    out
}

/// Writes the elements of one text.
pub struct Markdown<'v> {
    /// The text.
    pub body: &'v Body,
    /// The page it is on.
    pub page: LinkContext<'v>,
    /// How its quotation marks and dashes are set, where not as they are written.
    pub typography: Option<Typography<'v>>,
}

impl<'v> Markdown<'v> {
    /// Writes what opens a node, or all of a leaf; returns what closes it.
    pub fn open(&self, out: &mut String, kind: NodeKind) -> &'v str {
        match kind {
            NodeKind::Words(words) => match &self.typography {
                Some(typography) => typography.write(out, words.range()),
                None => self.words(out, words),
            },
            NodeKind::Code(words) => {
                out.push_str("<code>");
                self.words(out, words);
                out.push_str("</code>");
            }
            NodeKind::SoftBreak => out.push('\n'),
            NodeKind::Emphasis => return element(out, "<em>", "</em>"),
            NodeKind::Strong => return element(out, "<strong>", "</strong>"),
            NodeKind::Strikethrough => return element(out, "<del>", "</del>"),
            NodeKind::Link(link) => return self.link(out, link),
            NodeKind::Paragraph => return block(out, "<p>", "</p>\n"),
            NodeKind::Heading(heading) => return self.heading(out, heading),
            NodeKind::Quote => return block(out, "<blockquote>\n", "</blockquote>\n"),
            NodeKind::List(first) => return list(out, first),
            NodeKind::Item => return block(out, "<li>", "</li>\n"),
            NodeKind::CodeBlock(language) => return self.code_block(out, language),
            NodeKind::Footnote(number, label) => return self.footnote(out, number, label),
            NodeKind::Table => return element(out, "<table>", "</tbody></table>\n"),
            NodeKind::TableHead => return element(out, "<thead><tr>", "</tr></thead><tbody>\n"),
            NodeKind::TableRow => return element(out, "<tr>", "</tr>\n"),
            NodeKind::HeadCell(alignment) => return cell(out, "<th", alignment, "</th>"),
            NodeKind::Cell(alignment) => return cell(out, "<td", alignment, "</td>"),
            NodeKind::Element(opening, closing) => {
                return element(out, self.string(opening), self.string(closing));
            }
            leaf => self.leaf(out, leaf),
        }
        ""
    }

    /// What is rare and has nothing in it.
    fn leaf(&self, out: &mut String, kind: NodeKind) {
        match kind {
            NodeKind::Verbatim(words) => {
                let _ = escape_html_body_text(out, self.string(words));
            }
            NodeKind::HardBreak => out.push_str("<br />\n"),
            NodeKind::Rule => {
                block(out, "<hr />\n", "");
            }
            NodeKind::Html(html) => out.push_str(self.string(html)),
            NodeKind::Image(link, alt) => self.image(out, link, alt),
            NodeKind::FootnoteReference(number, label) => {
                out.push_str("<sup class=\"footnote-reference\"><a href=\"#");
                let _ = escape_html(&mut *out, self.string(label));
                let _ = write!(out, "\">{number}</a></sup>");
            }
            NodeKind::Task(true) => {
                out.push_str("<input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n");
            }
            NodeKind::Task(false) => out.push_str("<input disabled=\"\" type=\"checkbox\"/>\n"),
            _ => {}
        }
    }

    fn string(&self, slice: Slice) -> &'v str {
        self.body.tree.string(slice)
    }

    fn words(&self, out: &mut String, words: Slice) {
        let _ = escape_html_body_text(out, self.body.text.get(words.range()).unwrap_or_default());
    }

    fn address(&self, out: &mut String, link: &Link) {
        let _ = escape_href(out, &link.target.address(&self.page));
    }

    fn link(&self, out: &mut String, link: LinkId) -> &'v str {
        let Some(link) = self.body.links.get(link.0 as usize) else { return "" };
        out.push_str("<a href=\"");
        self.address(out, link);
        title(out, link);
        out.push_str("\">");
        "</a>"
    }

    fn image(&self, out: &mut String, link: LinkId, alt: Slice) {
        let Some(link) = self.body.links.get(link.0 as usize) else { return };
        out.push_str("<img src=\"");
        self.address(out, link);
        out.push_str("\" alt=\"");
        let _ = escape_html(&mut *out, self.string(alt));
        title(out, link);
        out.push_str("\" />");
    }

    fn heading(&self, out: &mut String, heading: HeadingId) -> &'v str {
        let Some(heading) = self.body.headings.get(heading.0 as usize) else { return "" };
        let (opening, closing) = match heading.level {
            1 => ("<h1", "</h1>\n"),
            2 => ("<h2", "</h2>\n"),
            3 => ("<h3", "</h3>\n"),
            4 => ("<h4", "</h4>\n"),
            5 => ("<h5", "</h5>\n"),
            _ => ("<h6", "</h6>\n"),
        };
        block(out, opening, "");
        if !heading.id.is_empty() {
            out.push_str(" id=\"");
            let _ = escape_html(&mut *out, &heading.id);
            out.push('"');
        }
        element(out, ">", closing)
    }

    fn code_block(&self, out: &mut String, language: Slice) -> &'v str {
        let language = self.string(language);
        if language.is_empty() {
            return block(out, "<pre><code>", "</code></pre>\n");
        }
        block(out, "<pre><code class=\"language-", "");
        let _ = escape_html(&mut *out, language);
        element(out, "\">", "</code></pre>\n")
    }

    fn footnote(&self, out: &mut String, number: u32, label: Slice) -> &'v str {
        block(out, "<div class=\"footnote-definition\" id=\"", "");
        let _ = escape_html(&mut *out, self.string(label));
        let _ = write!(out, "\"><sup class=\"footnote-definition-label\">{number}</sup>");
        "</div>\n"
    }
}

fn element<'s>(out: &mut String, opening: &str, closing: &'s str) -> &'s str {
    out.push_str(opening);
    closing
}

/// What begins a line of its own.
fn block(out: &mut String, opening: &str, closing: &'static str) -> &'static str {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    element(out, opening, closing)
}

fn list(out: &mut String, first: Option<u32>) -> &'static str {
    match first {
        None => block(out, "<ul>\n", "</ul>\n"),
        Some(1) => block(out, "<ol>\n", "</ol>\n"),
        Some(first) => {
            block(out, "<ol start=\"", "");
            let _ = writeln!(out, "{first}\">");
            "</ol>\n"
        }
    }
}

fn cell(out: &mut String, opening: &str, alignment: Alignment, closing: &'static str) -> &'static str {
    out.push_str(opening);
    out.push_str(match alignment {
        Alignment::None => ">",
        Alignment::Left => " style=\"text-align: left\">",
        Alignment::Center => " style=\"text-align: center\">",
        Alignment::Right => " style=\"text-align: right\">",
    });
    closing
}

fn title(out: &mut String, link: &Link) {
    if !link.title.is_empty() {
        out.push_str("\" title=\"");
        let _ = escape_html(out, &link.title);
    }
}
