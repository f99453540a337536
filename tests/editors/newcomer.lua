-- Annotates a plain text in Neovim by the actions that `annals lsp` offers, with the answers that the guide gives in the terminal.
--
-- Saves the text, and prints how many proposals were taken.

local OFFER = "Take the proposal: "

local client = dofile(vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":h") .. "/client.lua")

local function run()
  local buffer, id = client.open("content/articles/bridge.md")

  -- The proposals on a line, as the editor lists them.
  local function offered(line)
    local range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 9999 } }
    local context = { diagnostics = {}, only = { "refactor" } }
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), range = range, context = context }
    local answer = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 20000)[id]
    return vim.tbl_filter(function(it) return vim.startswith(it.title, OFFER) end, answer.result)
  end

  local function first(from, is_wished)
    for line = from, vim.api.nvim_buf_line_count(buffer) - 1 do
      for _, action in ipairs(vim.fn.getline(line + 1) == "" and {} or offered(line)) do
        local what = action.title:sub(#OFFER + 1)
        if is_wished(what) then return line, action, what end
      end
    end
  end

  -- Other people than were proposed are written into what was taken, as an author does.
  local function corrected(text, what)
    if what:find("^quote “Ask me") then return text:gsub("by=ruth%-ellery", "by=daniel-roe") end
    if what:find("^who “he” id=ruth%-ellery") then return text:gsub("ruth%-ellery|", "daniel-roe|") end
    return text
  end

  local taken = 0
  local function take(is_wished)
    local line, action, what = first(0, is_wished)
    while action do
      for _, edits in pairs(action.edit.changes) do
        for _, edit in ipairs(edits) do edit.newText = corrected(edit.newText, what) end
      end
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      taken = taken + 1
      line, action, what = first(line, is_wished)
    end
  end

  -- First the people, then what is said, and at last whom other words mean; two offices are nobody's here.
  take(function(what) return vim.startswith(what, "name ") end)
  take(function(what) return not vim.startswith(what, "who ") end)
  take(function(what) return not (what:find("^who “the mayor”") or what:find("^who “the governor”")) end)
  vim.cmd("silent! write")
  client.say("taken", taken)
end

client.play(run)
