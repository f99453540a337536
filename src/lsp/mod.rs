//! The language server: a site in an editor, as it is written.
//!
//! Input: the protocol's messages on standard input. Output: answers, findings and edits on standard output. Entry point:
//! [`run`].
//!
//! One thread holds the state and answers in the order of the questions; others only wait for messages and for changes on
//! disk. A change of a text is told its own errors at once; the site is checked when it has been quiet for a moment. An answer
//! is a function of the site and a place in it: `complete`, `hover`, `navigate` and so on, one feature a file.

mod actions;
mod address;
mod asked;
mod complete;
mod findings;
mod hints;
mod hover;
mod navigate;
mod position;
mod rename;
mod root;
mod server;
mod symbols;
mod tokens;

use std::sync::mpsc;
use std::thread;

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProvider, CompletionOptions, DefinitionProvider,
    DocumentLinkOptions, DocumentSymbolProvider, FoldingRangeProvider, HoverProvider, InitializeParams,
    InitializeResult, ReferencesProvider, RenameOptions, RenameProvider, SemanticTokensOptions,
    ServerCapabilities, ServerInfo, TextDocumentSync, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceOptions, WorkspaceSymbolProvider,
};
use lsp_server::Connection;

use position::Encoding;
use root::{Buffer, Buffers};
use server::{Event, Server};

/// What ends a server before its client does.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Serves an editor until it says goodbye; says whether it said so in due form.
///
/// # Errors
/// When the client breaks the protocol, or goes without a word.
pub fn run() -> Result<bool, Failure> {
    let (connection, threads) = Connection::stdio();
    let (id, client) = connection.initialize_start()?;
    let client: InitializeParams = serde_json::from_value(client)?;
    let encoding = Encoding::of_client(&client);
    let result = InitializeResult {
        capabilities: capabilities(encoding),
        server_info: Some(ServerInfo {
            name: "annals".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    connection.initialize_finish(id, serde_json::to_value(result)?)?;
    let (events, received) = mpsc::channel();
    let messages = events.clone();
    let Connection { sender, receiver } = connection;
    thread::spawn(move || {
        let heard = receiver.into_iter().map(Event::Message).chain([Event::Gone]);
        heard.into_iter().try_for_each(|event| messages.send(event))
    });
    let is_proper = Server::new(sender, events, encoding, &client).serve(&received);
    threads.join()?;
    Ok(is_proper)
}

/// What the server can do.
fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let strings = |strings: &[&str]| Some(strings.iter().map(|&it| it.to_owned()).collect());
    let folders =
        WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
    let semantic_tokens = SemanticTokensOptions {
        legend: tokens::legend(),
        full: Some(true.into()),
        ..SemanticTokensOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(true.into()),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: strings(&["[", "@", "#", "{", ".", "=", ";", " "]),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProvider::Bool(true)),
        definition_provider: Some(DefinitionProvider::Bool(true)),
        references_provider: Some(ReferencesProvider::Bool(true)),
        rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
            prepare_provider: Some(true),
            ..RenameOptions::default()
        })),
        document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
        workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
        document_link_provider: Some(DocumentLinkOptions::default()),
        folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
        code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::RefactorRewrite]),
            ..CodeActionOptions::default()
        })),
        inlay_hint_provider: Some(true.into()),
        semantic_tokens_provider: Some(semantic_tokens.into()),
        workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
        ..ServerCapabilities::default()
    }
}
