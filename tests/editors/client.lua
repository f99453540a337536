-- What the scripts of Neovim share: a client of `annals lsp`, and how they tell what they saw.
--
-- Loaded by `dofile`. Each script runs as `nvim --headless --clean -n -S …`, in the site's folder, with the program in ANNALS,
-- and prints what it saw, a line of JSON each.

local client = {}

function client.say(name, value)
  io.stdout:write(vim.fn.json_encode({ name, value }) .. "\n")
end

function client.wait(what, is_there)
  if not vim.wait(20000, is_there, 20) then
    error("never happened: " .. what)
  end
end

-- Opens a file with the server; returns its buffer, and the number of the client.
function client.open(path)
  vim.cmd("edit " .. path)
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({ name = "annals", cmd = { vim.env.ANNALS, "lsp" }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(buffer, id)
  client.wait("the server starts", function() return vim.lsp.buf_get_clients(buffer)[id] ~= nil end)
  return buffer, id
end

-- Runs a script to its end, and tells what went wrong.
function client.play(run)
  local ok, fault = pcall(run)
  if not ok then
    client.say("fault", tostring(fault))
  end
  vim.lsp.stop_client(vim.lsp.get_active_clients())
  vim.cmd("qall!")
end

return client
