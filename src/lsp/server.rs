//! The server's state, and who answers which message.
//!
//! Input: messages of a client, and changes on disk. Output: answers and findings. Entry point: [`Server::serve`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use gen_lsp_types as lsp;
use gen_lsp_types::InitializeParams;
use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use serde::de::DeserializeOwned;

use super::asked::Asked;
use super::position::Encoding;
use super::root::{Root, Told};
use super::{
    Buffer, Buffers, actions, address, complete, findings, hints, hover, navigate, rename, symbols, tokens,
};
use crate::load::find_root;
use crate::pipeline::Options;
use crate::serve::{Watch, WatchEnd};

/// How long it is quiet before the site is checked.
const QUIET: Duration = Duration::from_millis(200);

/// What the server waits for.
pub enum Event {
    /// A message of the client.
    Message(Message),
    /// Files of a site have changed on disk.
    Changed(Vec<PathBuf>),
    /// The client says nothing any more.
    Gone,
}

/// A server and its sites.
pub struct Server {
    client: crossbeam_channel::Sender<Message>,
    events: Sender<Event>,
    encoding: Encoding,
    options: Options,
    roots: Vec<Root>,
    /// What ends the watch over the folder of each.
    watched: BTreeMap<PathBuf, WatchEnd>,
    buffers: Buffers,
    /// Whether the client renames files when it is told to.
    can_move_files: bool,
    /// When the sites are to be checked.
    due: Option<Instant>,
    is_shut_down: bool,
}

impl Server {
    /// A server that has looked for sites in the client's folders.
    pub fn new(
        client: crossbeam_channel::Sender<Message>,
        events: Sender<Event>,
        encoding: Encoding,
        params: &InitializeParams,
    ) -> Self {
        let wished =
            params.initialization_options.as_ref().and_then(|wished| wished.get("drafts")?.as_bool());
        let options = Options { drafts: wished.unwrap_or_default(), ..Options::default() };
        let (roots, watched, buffers) = Default::default();
        let can_move_files = moves_files(params);
        let (due, is_shut_down) = Default::default();
        let mut server = Self {
            client,
            events,
            encoding,
            options,
            roots,
            watched,
            buffers,
            can_move_files,
            due,
            is_shut_down,
        };
        folders(params).iter().for_each(|folder| server.know(folder));
        server
    }

    /// Answers until the client leaves; says whether it had said that it would.
    pub fn serve(mut self, events: &Receiver<Event>) -> bool {
        loop {
            let event = match self.due {
                Some(due) => events.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Event::Message(Message::Request(request))) => self.answer(request),
                Ok(Event::Message(Message::Notification(told))) if told.method == "exit" => {
                    return self.is_shut_down;
                }
                Ok(Event::Message(Message::Notification(told))) => self.hear(told),
                Ok(Event::Message(Message::Response(_))) => {}
                Ok(Event::Changed(paths)) => self.changed_on_disk(&paths),
                Err(RecvTimeoutError::Timeout) => self.check(),
                Ok(Event::Gone) | Err(RecvTimeoutError::Disconnected) => return self.is_shut_down,
            }
        }
    }

    /// Answers a request.
    fn answer(&mut self, request: Request) {
        match &*request.method {
            "shutdown" => {
                self.is_shut_down = true;
                self.send(Response::new_ok(request.id, ()));
            }
            "textDocument/completion" => self.reply::<lsp::CompletionRequest>(request, Self::complete),
            "workspace/symbol" => self.reply::<lsp::WorkspaceSymbolRequest>(request, |server, params| {
                Some(symbols::of_sites(&server.roots, &server.buffers, &params.query, server.encoding).into())
            }),
            "textDocument/codeAction" => self.reply::<lsp::CodeActionRequest>(request, |server, params| {
                let asked = server.asked_at_start(&params.text_document.uri)?;
                Some(actions::actions(&asked, params.range, &params.context))
            }),
            "textDocument/inlayHint" => self.reply::<lsp::InlayHintRequest>(request, |server, params| {
                hints::hints(&server.asked_at_start(&params.text_document.uri)?, params.range)
            }),
            _ => self.answer_of_place(request),
        }
    }

    /// Answers what is asked of a name.
    fn answer_of_place(&mut self, request: Request) {
        match &*request.method {
            "textDocument/hover" => self.reply::<lsp::HoverRequest>(request, |server, params| {
                hover::hover(&server.asked(&params.text_document_position_params)?)
            }),
            "textDocument/definition" => self.reply::<lsp::DefinitionRequest>(request, |server, params| {
                navigate::definition(&server.asked(&params.text_document_position_params)?)
            }),
            "textDocument/references" => self.reply::<lsp::ReferencesRequest>(request, |server, params| {
                let asked = server.asked(&params.text_document_position_params)?;
                Some(navigate::references(&asked, params.context.include_declaration))
            }),
            "textDocument/prepareRename" => {
                self.reply::<lsp::PrepareRenameRequest>(request, |server, params| {
                    rename::prepare(&server.asked(&params.text_document_position_params)?)
                });
            }
            "textDocument/rename" => self.try_reply::<lsp::RenameRequest>(request, |server, params| {
                let can_move_files = server.can_move_files;
                let asked = server.asked(&params.text_document_position_params);
                let asked = asked.ok_or("this file is not part of a site")?;
                rename::rename(&asked, &params.new_name, can_move_files).map(Some)
            }),
            _ => self.answer_of_text(request),
        }
    }

    /// Answers what is asked of a whole text.
    fn answer_of_text(&mut self, request: Request) {
        match &*request.method {
            "textDocument/documentSymbol" => {
                self.reply::<lsp::DocumentSymbolRequest>(request, |server, params| {
                    symbols::of_document(&server.asked_at_start(&params.text_document.uri)?)
                });
            }
            "textDocument/documentLink" => {
                self.reply::<lsp::DocumentLinkRequest>(request, |server, params| {
                    navigate::links(&server.asked_at_start(&params.text_document.uri)?)
                });
            }
            "textDocument/foldingRange" => {
                self.reply::<lsp::FoldingRangeRequest>(request, |server, params| {
                    symbols::folds(&server.asked_at_start(&params.text_document.uri)?)
                });
            }
            "textDocument/semanticTokens/full" => {
                self.reply::<lsp::SemanticTokensRequest>(request, |server, params| {
                    tokens::tokens(&server.asked_at_start(&params.text_document.uri)?)
                });
            }
            _ => {
                let message = format!("annals does not answer `{}`", request.method);
                self.send(Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message));
            }
        }
    }

    fn reply<R: lsp::Request>(
        &mut self,
        request: Request,
        answer: impl FnOnce(&mut Self, R::Params) -> R::Result,
    ) {
        self.try_reply::<R>(request, |server, params| Ok(answer(server, params)));
    }

    /// Answers what may be refused, with the words that the editor shows then.
    fn try_reply<R: lsp::Request>(
        &mut self,
        request: Request,
        answer: impl FnOnce(&mut Self, R::Params) -> Result<R::Result, String>,
    ) {
        let failed = |code: ErrorCode, message| Response::new_err(request.id.clone(), code as i32, message);
        let response = match serde_json::from_value::<R::Params>(request.params) {
            Ok(params) => match answer(self, params) {
                Ok(answer) => Response::new_ok(request.id, answer),
                Err(refusal) => failed(ErrorCode::RequestFailed, refusal),
            },
            Err(error) => failed(ErrorCode::InvalidParams, format!("{}: {error}", R::METHOD)),
        };
        self.send(response);
    }

    fn send(&self, message: impl Into<Message>) {
        // Whoever has gone needs no answer.
        let _ = self.client.send(message.into());
    }

    /// Takes in what the client says.
    fn hear(&mut self, told: Notification) {
        match &*told.method {
            "textDocument/didOpen" => self.take(told, Self::open),
            "textDocument/didChange" => self.take(told, Self::change),
            "textDocument/didClose" => {
                self.take(told, |server, params: lsp::DidCloseTextDocumentParams| {
                    let Some(path) = address::path(&params.text_document.uri) else { return };
                    server.buffers.remove(&path);
                    server.changed(&path);
                });
            }
            // What is saved may be the settings that make a folder a site.
            "textDocument/didSave" => self.take(told, |server, params: lsp::DidSaveTextDocumentParams| {
                server.know(&params.text_document.uri);
            }),
            "workspace/didChangeWorkspaceFolders" => {
                self.take(told, |server, params: lsp::DidChangeWorkspaceFoldersParams| {
                    let removed = params.event.removed.iter().filter_map(|folder| address::path(&folder.uri));
                    removed.for_each(|folder| server.leave(&folder));
                    params.event.added.iter().for_each(|folder| server.know(&folder.uri));
                });
            }
            _ => {}
        }
    }

    fn take<P: DeserializeOwned>(&mut self, told: Notification, then: impl FnOnce(&mut Self, P)) {
        if let Ok(params) = serde_json::from_value(told.params) {
            then(self, params);
        }
    }

    /// Takes in a text that is opened. An editor may want to hear again what it was told while the file was closed.
    fn open(
        &mut self,
        lsp::DidOpenTextDocumentParams { text_document: opened }: lsp::DidOpenTextDocumentParams,
    ) {
        let Some(path) = address::path(&opened.uri) else { return };
        self.know(&opened.uri);
        let (uri, version, text) = (opened.uri, opened.version, Arc::<str>::from(opened.text));
        let root = site_of(&self.roots, &path);
        let is_read = root.is_some_and(|root| root.has_read(&path, &text));
        self.buffers.insert(path.clone(), Buffer { uri, version, text });
        if !is_read {
            self.changed(&path);
        } else if let Some((root, told)) = root.and_then(|root| Some((root, root.told.get(&path)?))) {
            publish(&self.client, root, &self.buffers, &path, told);
        }
    }

    /// Carries out changes of an open text, and tells its own errors at once.
    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let Some(path) = address::path(&params.text_document.text_document_identifier.uri) else { return };
        let Some(buffer) = self.buffers.get_mut(&path) else { return };
        let root = site_of_mut(&mut self.roots, &path);
        let mut told = root.and_then(|root| root.told.get_mut(&path));
        told.iter_mut().for_each(|told| told.is_behind = true);
        let mut text = buffer.text.to_string();
        for change in params.content_changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let span = self.encoding.span(&text, part.range);
                    text.replace_range(span.range(), &part.text);
                    told.iter_mut().for_each(|told| findings::shifted(&mut told.lasting, &part));
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    text = whole.text;
                }
            }
        }
        (buffer.version, buffer.text) = (params.text_document.version, text.into());
        self.know(&params.text_document.text_document_identifier.uri);
        self.tell_own_errors(&path);
        self.changed(&path);
    }

    /// Notes that a file is not what it was.
    fn changed(&mut self, path: &Path) {
        let roots = self.roots.iter_mut().filter(|root| path.starts_with(&root.folder));
        roots.for_each(|root| root.note(path));
        self.due = Some(Instant::now() + QUIET);
    }

    /// A file that is open is what the editor says, whatever is on disk.
    fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        let closed: Vec<_> = paths.iter().filter(|path| !self.buffers.contains_key(*path)).collect();
        closed.into_iter().for_each(|path| self.changed(path));
    }

    /// Opens the site that a file or folder lies in, where that is not known yet. It is watched before it is read, so that
    /// no change is missed.
    fn know(&mut self, uri: &lsp::Uri) {
        let Some(shown) = address::named(uri).and_then(|path| find_root(&path)) else { return };
        let Ok(folder) = shown.canonicalize() else { return };
        if self.roots.iter().any(|root| root.folder == folder) {
            return;
        }
        self.watch(&folder);
        match Root::open(folder, shown, self.options.clone(), &self.buffers) {
            Ok(root) => self.roots.push(root),
            Err(error) => return self.log(&error.to_string()),
        }
        self.due = Some(Instant::now());
    }

    fn watch(&mut self, folder: &Path) {
        match Watch::new(folder) {
            Ok(watch) => {
                self.watched.insert(folder.to_owned(), watch.end());
                let events = self.events.clone();
                let heard = move |paths: &[PathBuf]| drop(events.send(Event::Changed(paths.to_vec())));
                thread::spawn(move || watch.each(heard));
            }
            Err(error) => self.log(&error.to_string()),
        }
    }

    /// Leaves the sites of a folder that is closed, unless a text of theirs is open, and takes back what was told of them.
    fn leave(&mut self, folder: &Path) {
        let buffers = &self.buffers;
        let is_left = |root: &mut Root| {
            let is_of_it = root.folder.starts_with(folder) || folder.starts_with(&root.folder);
            is_of_it && !buffers.keys().any(|path| path.starts_with(&root.folder))
        };
        for root in self.roots.extract_if(.., is_left) {
            self.watched.remove(&root.folder);
            let told = root.told.keys();
            told.for_each(|path| publish(&self.client, &root, buffers, path, &Told::default()));
        }
    }

    fn log(&self, message: &str) {
        let params = lsp::LogMessageParams { kind: lsp::MessageType::Error, message: message.to_owned() };
        self.send(Notification::new("window/logMessage".to_owned(), params));
    }

    /// Completes from the site as it was last read, so that typing never waits.
    fn complete(&mut self, params: lsp::CompletionParams) -> Option<lsp::CompletionResponse> {
        let place = &params.text_document_position_params;
        let path = address::path(&place.text_document.uri)?;
        let root = site_of(&self.roots, &path)?;
        let text = &self.buffers.get(&path)?.text;
        let byte = self.encoding.byte(text, place.position);
        Some(complete::complete(root, &path, text, byte, self.encoding).into())
    }

    /// A place that the client asks about, in the site as it is now.
    fn asked(&mut self, place: &lsp::TextDocumentPositionParams) -> Option<Asked<'_>> {
        let encoding = self.encoding;
        let mut asked = self.asked_at_start(&place.text_document.uri)?;
        asked.byte = encoding.byte(&asked.text.text, place.position) as u32;
        Some(asked)
    }

    fn asked_at_start(&mut self, uri: &lsp::Uri) -> Option<Asked<'_>> {
        let path = address::path(uri)?;
        let root = site_of_mut(&mut self.roots, &path)?;
        root.refresh(&self.buffers);
        Asked::new(root, &self.buffers, self.encoding, &path)
    }

    /// Tells the errors of an open text by itself beside what was found before.
    fn tell_own_errors(&mut self, path: &Path) {
        let Some(root) = site_of_mut(&mut self.roots, path) else { return };
        let Some(buffer) = self.buffers.get(path) else { return };
        let Some((file, found)) = root.errors_in(path, &buffer.text) else { return };
        let own: Vec<_> =
            found.iter().map(|it| findings::told(it, &file, self.encoding, Vec::new())).collect();
        let mut told = root.told.remove(path).unwrap_or_default();
        if told.own != own {
            (told.own, told.is_behind) = (own, false);
            publish(&self.client, root, &self.buffers, path, &told);
        }
        root.told.insert(path.to_owned(), told);
    }

    /// Checks the sites that have changed, and tells what is new.
    fn check(&mut self) {
        self.due = None;
        for root in &mut self.roots {
            root.refresh(&self.buffers);
            if root.is_stale() {
                // A file could not be read, as while another program is about to put one in its place.
                self.due = Some(Instant::now() + QUIET);
            }
            let told = checked(root, &self.buffers, self.encoding);
            for (path, told) in told.iter().filter(|(path, told)| root.told.get(*path) != Some(told)) {
                publish(&self.client, root, &self.buffers, path, told);
            }
            root.told = told;
            root.told.retain(|_, told| *told != Told::default());
        }
    }
}

/// The site that a file belongs to: that of the nearest folder above it.
fn site_of<'r>(roots: &'r [Root], path: &Path) -> Option<&'r Root> {
    let above = roots.iter().filter(|root| path.starts_with(&root.folder));
    above.max_by_key(|root| root.depth())
}

/// The same, to change it.
fn site_of_mut<'r>(roots: &'r mut [Root], path: &Path) -> Option<&'r mut Root> {
    let above = roots.iter_mut().filter(|root| path.starts_with(&root.folder));
    above.max_by_key(|root| root.depth())
}

/// Whether a client renames files when it is told to.
fn moves_files(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
    let operations = edits.and_then(|edits| edits.resource_operations.as_ref());
    operations.is_some_and(|known| known.contains(&lsp::ResourceOperationKind::Rename))
}

/// The folders that a client has open; an older one names but one.
#[expect(deprecated, reason = "older clients know no other way")]
fn folders(params: &InitializeParams) -> Vec<lsp::Uri> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(lsp::WorkspaceFolders::WorkspaceFolderList(folders)) => {
            folders.iter().map(|folder| folder.uri.clone()).collect()
        }
        _ => params.root_uri.iter().cloned().collect(),
    }
}

/// What there is to tell of each file of a site in which something is wrong, or was.
fn checked(root: &Root, buffers: &Buffers, encoding: Encoding) -> BTreeMap<PathBuf, Told> {
    let mut found = findings::by_file(root, buffers, encoding);
    for path in root.told.keys() {
        found.entry(path.clone()).or_default();
    }
    found
}

/// Tells the client what is wrong with a file.
fn publish(
    client: &crossbeam_channel::Sender<Message>,
    root: &Root,
    buffers: &Buffers,
    path: &Path,
    told: &Told,
) {
    let Some(uri) = root.uri(path, buffers) else { return };
    let mut diagnostics: Vec<_> = told.lasting.iter().chain(&told.own).cloned().collect();
    diagnostics.sort_by_key(|it| it.range);
    let version = buffers.get(path).map(|buffer| buffer.version);
    let params = lsp::PublishDiagnosticsParams { uri, version, diagnostics };
    // Whoever has gone needs to be told nothing.
    let _ = client.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into());
}
