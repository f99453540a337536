-- Writes an article in Neovim, with `annals lsp` as its language server.
--
-- Prints what the editor saw, and saves what was changed.

local client = dofile(vim.fn.fnamemodify(debug.getinfo(1, "S").source:sub(2), ":h") .. "/client.lua")
local say, wait = client.say, client.wait

local function run()
  local buffer, id = client.open("content/articles/visit.md")
  local function ask(method, extra)
    local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), extra or {})
    local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000)
    return answers[id].result
  end
  local function find(words)
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    assert(vim.fn.search("\\V" .. words, "cW") > 0, words)
  end
  local function codes()
    return vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(buffer))
  end

  -- A name that is nobody's is found, and mended by the action that the editor offers.
  find("[[Ada]]")
  vim.cmd("normal! f]iq")
  wait("a finding", function() return vim.tbl_contains(codes(), "unknown-name") end)
  say("finding", vim.diagnostic.get(buffer)[1].message)
  local range = vim.lsp.util.make_range_params(0, "utf-16")
  range.context = { diagnostics = {}, only = { "quickfix" } }
  local actions = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", range, 20000)[id].result
  say("action", actions[1].title)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  wait("it is mended", function() return not vim.tbl_contains(codes(), "unknown-name") end)

  find("[[person:ada")
  vim.cmd("normal! 3l")
  say("hover", ask("textDocument/hover").contents.value)
  say("definition", vim.fn.fnamemodify(vim.uri_to_fname(ask("textDocument/definition").uri), ":t"))
  say("references", #ask("textDocument/references", { context = { includeDeclaration = true } }))

  vim.api.nvim_buf_set_lines(buffer, -1, -1, true, { "", "Then 😀 came [[Hop" })
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(buffer), 99 })
  vim.cmd("startinsert!")
  local last = vim.api.nvim_buf_get_lines(buffer, -2, -1, true)[1]
  local place = { line = vim.api.nvim_buf_line_count(buffer) - 1, character = vim.str_utfindex(last, #last) + 1 }
  local items = ask("textDocument/completion", { position = place, context = { triggerKind = 1 } }).items
  say("completion", items[1].label)
  vim.lsp.util.apply_text_edits({ items[1].textEdit }, buffer, "utf-16")

  -- Another id goes through all files and gives one another name.
  find("[[person:ada")
  vim.cmd("normal! 3l")
  local edit = ask("textDocument/rename", { newName = "lovelace" })
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent! wall")
  wait("nothing is wrong", function() return not vim.tbl_contains(codes(), "unknown-name") end)
  say("symbols", #ask("textDocument/documentSymbol"))
end

client.play(run)
