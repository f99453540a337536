//! Annals: a static-site generator for fact-annotated articles.

pub mod anchor;
pub mod check;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagnostic;
pub mod export;
pub mod graph;
pub mod load;
pub mod output;
pub mod pipeline;
pub mod render;
pub mod resolve;
pub mod serve;
pub mod source;
pub mod syntax;
pub mod view;
pub mod vocabulary;
pub mod words;
