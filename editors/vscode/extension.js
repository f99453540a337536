// Starts `annals lsp` for the Markdown files and the settings of a site.

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = function () {
  const settings = workspace.getConfiguration("annals");
  const server = { command: settings.get("path"), args: ["lsp"] };
  client = new LanguageClient("annals", "Annals", server, {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", pattern: "**/annals.toml" },
    ],
    initializationOptions: { drafts: settings.get("drafts") },
  });
  return client.start();
};

exports.deactivate = function () {
  return client?.stop();
};
