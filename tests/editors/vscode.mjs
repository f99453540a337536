// Writes an article with VS Code's own protocol library as the client of `annals lsp`.
//
// Input: two sites' folders, which are open in one window; the program in ANNALS. Output: what the editor saw, a line of JSON
// each, and the texts in the first folder as they are saved. Usage: node vscode.mjs FOLDER FOLDER

import { spawn } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const library = createRequire(new URL("../browser/package.json", import.meta.url));
const lsp = library("vscode-languageserver-protocol/node");

const folders = process.argv.slice(2).map((folder, place) => ({ uri: addressOf(folder), name: `site ${place}` }));
const article = `${folders[0].uri}/content/articles/visit.md`;
const texts = new Map([[article, readFileSync(fileURLToPath(article), "utf8")]]);
const told = new Map();

/** The address of a file as VS Code writes it: more is escaped than elsewhere. */
function addressOf(path) {
  return pathToFileURL(path).href.replace(/[:!'()*]/g, (sign, at) => (at < 5 ? sign : `%${sign.charCodeAt(0).toString(16).toUpperCase()}`));
}

const say = (name, value) => console.log(JSON.stringify([name, value]));

async function until(what, isThere) {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never happened: ${what}; told: ${JSON.stringify([...told])}`);
}

/** A server that knows the folders and the open article. */
async function start(version) {
  told.clear();
  const server = spawn(process.env.ANNALS, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const [reader, writer] = [new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin)];
  const connection = lsp.createProtocolConnection(reader, writer, console);
  connection.onNotification(lsp.PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => told.set(uri, diagnostics));
  connection.listen();
  const workspaceEdit = { documentChanges: true, resourceOperations: ["create", "rename", "delete"] };
  const capabilities = { workspace: { workspaceFolders: true, workspaceEdit }, general: { positionEncodings: ["utf-16"] } };
  const rootUri = folders[0].uri;
  await connection.sendRequest(lsp.InitializeRequest.type, { processId: process.pid, rootUri, capabilities, workspaceFolders: folders });
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  const textDocument = { uri: article, languageId: "markdown", version, text: texts.get(article) };
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument });
  return { server, connection };
}

/** The line and the column right behind the first place of some words, in the units of a string. */
function behind(words, text = texts.get(article)) {
  const at = text.indexOf(words) + words.length;
  if (at < words.length) throw new Error(`${words} is not in ${text}`);
  return { line: text.slice(0, at).split("\n").length - 1, character: at - (text.lastIndexOf("\n", at - 1) + 1) };
}

/** Edits, the last in the text first, so that none moves another. */
const ordered = (edits) => [...edits].sort(({ range: { start: one } }, { range: { start: other } }) => other.line - one.line || other.character - one.character);

function applied(text, edits) {
  const lines = text.split("\n");
  const at = ({ line, character }) => lines.slice(0, line).reduce((sum, it) => sum + it.length + 1, character);
  return ordered(edits).reduce((text, { range, newText }) => text.slice(0, at(range.start)) + newText + text.slice(at(range.end)), text);
}

let version = 1;
let { server, connection } = await start(version);

async function change(edits) {
  version += 1;
  const contentChanges = ordered(edits).map(({ range, newText }) => ({ range, text: newText }));
  texts.set(article, applied(texts.get(article), edits));
  await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, { textDocument: { uri: article, version }, contentChanges });
}

const type = (position, newText) => change([{ range: { start: position, end: position }, newText }]);
const ask = (method, position, more = {}) => connection.sendRequest(method, { textDocument: { uri: article }, position, ...more });
const findings = () => told.get(article) ?? [];
const isUnknown = (finding) => finding.code === "unknown-name";
const other = () => [...told].filter(([uri, found]) => uri.startsWith(folders[1].uri) && found.length > 0);

// A name that is nobody's is found, and mended by the action that is preferred.
await type(behind("[[Ada"), "q");
await until("a finding", () => findings().some(isUnknown));
const finding = findings().find(isUnknown);
say("finding", finding.message);
const context = { diagnostics: [finding], only: [lsp.CodeActionKind.QuickFix] };
const [action] = await connection.sendRequest(lsp.CodeActionRequest.type, { textDocument: { uri: article }, range: finding.range, context });
say("action", action.title);
await change(action.edit.changes[article]);
await until("it is mended", () => !findings().some(isUnknown));

// The program is killed, and another one knows what is written.
server.kill("SIGKILL");
connection.dispose();
({ server, connection } = await start(version));

const name = behind("[[person:a");
say("hover", (await ask(lsp.HoverRequest.type, name)).contents.value);
say("definition", (await ask(lsp.DefinitionRequest.type, name)).uri.split("/").at(-1));
say("references", (await ask(lsp.ReferencesRequest.type, name, { context: { includeDeclaration: true } })).length);
const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
say("hints", await connection.sendRequest(lsp.InlayHintRequest.type, { textDocument: { uri: article }, range }));
say("tokens", (await connection.sendRequest(lsp.SemanticTokensRequest.type, { textDocument: { uri: article } })).data.length / 5);

const end = { line: texts.get(article).split("\n").length - 1, character: 0 };
await type(end, "\nThen 😀 came [[Hop\n");
const { items } = await ask(lsp.CompletionRequest.type, behind("[[Hop"), { context: { triggerKind: 1 } });
say("completion", items[0].label);
await change([items[0].textEdit]);

// The other site is told of as long as its folder is open.
await until("a finding in the other site", () => other().length === 1);
const folder = (event) => connection.sendNotification(lsp.DidChangeWorkspaceFoldersNotification.type, { event: { added: [], removed: [], ...event } });
await folder({ removed: [folders[1]] });
await until("nothing is told of a site that is closed", () => other().length === 0);
await folder({ added: [folders[1]] });
await until("a finding in the other site again", () => other().length === 1);

// Another id goes through all files and gives one another name.
const { documentChanges } = await ask(lsp.RenameRequest.type, name, { newName: "lovelace" });
for (const { kind, oldUri, newUri, textDocument, edits } of documentChanges) {
  if (kind === "rename") renameSync(fileURLToPath(oldUri), fileURLToPath(newUri));
  else if (textDocument.uri === article) await change(edits);
  else writeFileSync(fileURLToPath(textDocument.uri), applied(readFileSync(fileURLToPath(textDocument.uri), "utf8"), edits));
}
writeFileSync(fileURLToPath(article), texts.get(article));
await until("nothing is wrong", () => !findings().some(isUnknown));
say("symbols", (await connection.sendRequest(lsp.DocumentSymbolRequest.type, { textDocument: { uri: article } })).length);
await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
server.on("exit", (code) => say("exit", code));
