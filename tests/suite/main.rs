//! All integration tests, as one program.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod addresses;
mod annotate;
mod ask;
mod ask_big;
mod big;
mod browser;
#[cfg(unix)]
mod browser_author;
mod cards;
mod claims;
mod commands;
mod commonmark;
mod diagnostics;
mod diff;
#[cfg(unix)]
mod drafts;
mod editor;
#[cfg(unix)]
mod edits;
mod emitters;
mod escapes;
mod examples;
mod exports;
mod feed;
mod find;
mod fixes;
mod footnotes;
mod formats;
mod fuzz;
mod golden;
mod growth;
mod guide;
mod headings;
mod html;
mod incremental;
#[cfg(unix)]
mod kills;
mod languages;
mod light;
mod linked_data;
mod lsp;
mod memory;
mod migrating;
mod mutations;
mod names;
mod needed;
#[cfg(unix)]
mod newcomer;
mod newsroom;
mod nothing_lost;
mod output;
mod policy;
mod program;
mod properties;
mod proposals;
#[cfg(unix)]
mod publish;
mod python;
mod ranges;
mod reviews;
mod said;
mod seed;
mod selections;
mod sentences;
mod serve;
mod settings;
mod site;
mod stripped;
#[cfg(unix)]
mod terminal;
mod tidy;
mod tidying;
mod tour;
mod tree;
#[cfg(unix)]
mod trouble;
mod wishes;
