//! The reviews of claims as a feed that fact-check aggregators read: a `DataFeed` of schema.org.
//!
//! Input: a [`Recorder`]. Output: JSON-LD, in which each review is as in the page of its claim. Entry point: [`feed`].

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{Recorder, Streamed};

/// The feed.
#[derive(Serialize)]
struct Feed<'v, I> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    of: &'static str,
    name: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "inLanguage")]
    language: &'v str,
    #[serde(rename = "dataFeedElement")]
    items: I,
}

/// A review, and when it was made.
#[derive(Serialize)]
struct Item {
    #[serde(rename = "@type")]
    of: &'static str,
    #[serde(rename = "dateCreated", skip_serializing_if = "Value::is_null")]
    created: Value,
    item: [Value; 1],
}

/// Writes the feed of all reviews, one after the other.
pub fn feed(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    let views = recorder.views;
    let item = |review: Value| Item {
        of: "DataFeedItem",
        created: review.get("datePublished").cloned().unwrap_or_default(),
        item: [review],
    };
    let feed = Feed {
        context: "https://schema.org",
        of: "DataFeed",
        name: views.title(),
        url: views.absolute("index.html"),
        language: views.site_language().tag(),
        items: Streamed(|| views.claim_reviews().map(item)),
    };
    serde_json::to_writer_pretty(&mut *out, &feed)?;
    writeln!(out)
}
