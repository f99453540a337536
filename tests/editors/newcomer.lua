-- Annotates a plain text in Neovim by the actions that `annals lsp` offers, with the answers that the guide gives in the terminal.
--
-- Run as `nvim --headless --clean -n -S newcomer.lua`, in the site's folder, with the program in ANNALS. Saves the text; prints
-- how many proposals were taken, or what went wrong, as a line of JSON.

local OFFER = "Take the proposal: "

local function say(name, value)
  io.stdout:write(vim.fn.json_encode({ name, value }) .. "\n")
end

local function run()
  vim.cmd("edit content/articles/bridge.md")
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({ name = "annals", cmd = { vim.env.ANNALS, "lsp" }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(buffer, client)
  local is_ready = vim.wait(20000, function() return vim.lsp.buf_get_clients(buffer)[client] ~= nil end, 20)
  assert(is_ready, "the server starts")

  -- The proposals on a line, as the editor lists them.
  local function offered(line)
    local range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 9999 } }
    local context = { diagnostics = {}, only = { "refactor" } }
    local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), range = range, context = context }
    local answer = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 20000)[client]
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
  say("taken", taken)
end

local ok, fault = pcall(run)
if not ok then
  say("fault", tostring(fault))
end
vim.lsp.stop_client(vim.lsp.get_active_clients())
vim.cmd("qall!")
