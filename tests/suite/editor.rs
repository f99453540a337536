//! An editor, as far as the language server knows it.
//!
//! Input: a site's folder, and what its author does. Output: what the server answers and tells. Entry points: [`Editor::open`]
//! and [`Editor::greet`].

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// An editor with a server of its own.
pub struct Editor {
    pub server: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    asked: i64,
    /// What was told of each file last.
    pub told: BTreeMap<String, Value>,
    pub versions: BTreeMap<String, i64>,
    /// What the server can do.
    pub abilities: Value,
}

impl Editor {
    /// An editor with a folder open, whose columns count as the encoding says.
    pub fn open(folder: &Path, encoding: &str) -> Self {
        let capabilities = json!({
            "general": { "positionEncodings": [encoding] },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] } },
        });
        let folders = json!([{ "uri": uri(folder), "name": "site" }]);
        Self::greet(
            json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders }),
        )
    }

    /// An editor that introduces itself so.
    pub fn greet(params: Value) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_annals"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        let (sender, messages) = mpsc::channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                let _ = sender.send(message);
            }
        });
        let (told, versions) = Default::default();
        let mut editor = Self { server, input, messages, asked: 0, told, versions, abilities: Value::Null };
        editor.abilities = editor.ask("initialize", params)["capabilities"].clone();
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn next(&mut self) -> Value {
        let message =
            self.messages.recv_timeout(LONGEST).unwrap_or_else(|_| panic!("no word: {:?}", self.told));
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().unwrap().to_owned();
            self.told.insert(uri, message["params"].clone());
        }
        message
    }

    /// The whole answer, which may be a refusal.
    pub fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == self.asked {
                return message;
            }
        }
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub fn ask_at(&mut self, method: &str, file: &Path, (line, character): (usize, usize)) -> Value {
        let position = json!({ "line": line, "character": character });
        let context = json!({ "includeDeclaration": true, "triggerKind": 1 });
        self.ask(
            method,
            json!({ "textDocument": { "uri": uri(file) }, "position": position, "context": context }),
        )
    }

    pub fn open_file(&mut self, file: &Path, text: &str) {
        self.versions.insert(uri(file), 1);
        let document = json!({ "uri": uri(file), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, file: &Path, changes: &Value) {
        let version = self.versions.entry(uri(file)).or_default();
        *version += 1;
        let document = json!({ "uri": uri(file), "version": *version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings of a file, once they are as wished.
    pub fn until(&mut self, file: &Path, is_wished: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let end = Instant::now() + LONGEST;
        loop {
            let told = self.told.get(&uri(file)).and_then(|it| it["diagnostics"].as_array()).cloned();
            if let Some(told) = told.filter(|told| is_wished(told)) {
                return told;
            }
            assert!(Instant::now() < end, "never told: {:?}", self.told.get(&uri(file)));
            self.next();
        }
    }

    /// Goes without a word, as one that is killed; returns the server's exit status.
    pub fn vanish(self) -> i32 {
        let Self { mut server, input, .. } = self;
        drop(input);
        server.wait().unwrap().code().unwrap()
    }

    /// Says goodbye in due form; returns the server's exit status.
    pub fn close(mut self) -> i32 {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.wait().unwrap().code().unwrap()
    }
}

fn read(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok()?
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The address of a file.
pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().to_string()
}

/// The line and the column behind the last letter of a text, as an encoding counts.
pub fn end_of(text: &str, encoding: &str) -> Value {
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    let units = if encoding == "utf-8" { line.len() } else { line.encode_utf16().count() };
    json!({ "line": text.matches('\n').count(), "character": units })
}
