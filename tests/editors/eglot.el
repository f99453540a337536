;; Writes an article in Emacs, with `annals lsp` as the language server of eglot.
;;
;; Run as `emacs --batch --load eglot.el` in the site's folder, with the program in ANNALS. Prints what the editor saw,
;; a line of JSON each, and saves what was changed.

(require 'json)
(require 'eglot)

;; Emacs has no mode of its own for Markdown; this one stands for that of the package `markdown-mode`.
(define-derived-mode markdown-mode text-mode "Markdown")
(add-to-list 'auto-mode-alist '("\\.md\\'" . markdown-mode))
(add-to-list 'eglot-server-programs `(markdown-mode . (,(getenv "ANNALS") "lsp")))

(setq eglot-confirm-server-initiated-edits nil
      eglot-sync-connect t
      flymake-no-changes-timeout 0.1)

(advice-add 'y-or-n-p :override (lambda (&rest _) t))

(defun say (name value)
  (princ (concat (json-encode (list name value)) "\n")))

(defun wait-for (what is-there)
  "Wait until IS-THERE says so, or complain that WHAT never happened."
  ;; Emacs is never idle here, which it waits for else.
  (eglot--signal-textDocument/didChange)
  (let ((end (+ (float-time) 20)))
    (while (not (funcall is-there))
      (when (> (float-time) end) (error "Never happened: %s" what))
      (accept-process-output nil 0.02))))

(defun ask (method &rest more)
  (jsonrpc-request (eglot--current-server-or-lose) method
                   (append (eglot--TextDocumentPositionParams) more)))

(defun find-words (words)
  (goto-char (point-min))
  (search-forward words))

(defun texts ()
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun is-told (words)
  (seq-some (lambda (text) (string-match-p (regexp-quote words) text)) (texts)))

(defun run ()
  (find-file "content/articles/visit.md")
  (eglot-ensure)
  (apply #'eglot (eglot--guess-contact))
  (flymake-mode 1)

  ;; A name that is nobody's is found, and mended by the action that the editor offers.
  (find-words "[[Ada")
  (insert "q")
  (wait-for "a finding" (lambda () (is-told "called `Adaq`")))
  (say "finding" (seq-find (lambda (text) (string-match-p "Adaq" text)) (texts)))
  (let ((actions (eglot-code-actions (1- (point)) (point) "quickfix")))
    (say "action" (plist-get (elt actions 0) :title))
    (eglot--apply-workspace-edit (plist-get (elt actions 0) :edit)))
  (wait-for "it is mended" (lambda () (not (is-told "called `Adaq`"))))

  (find-words "[[person:a")
  (say "hover" (plist-get (plist-get (ask :textDocument/hover) :contents) :value))
  (say "references" (length (ask :textDocument/references :context '(:includeDeclaration t))))
  (save-window-excursion
    (call-interactively #'xref-find-definitions)
    (say "definition" (file-name-nondirectory (buffer-file-name))))

  (goto-char (point-max))
  (insert "\nThen 😀 came [[Hop")
  (completion-at-point)
  (say "completion" (buffer-substring (line-beginning-position) (line-end-position)))
  (insert "\n")

  ;; Another id goes through the text; of a file it needs another name, which eglot can't give.
  (find-words "denies=sa")
  (eglot--signal-textDocument/didChange)
  (eglot-rename "was-late")
  (find-words "[[person:a")
  (say "refused" (condition-case refusal (progn (eglot-rename "lovelace") "") (error (error-message-string refusal))))
  (save-some-buffers t)
  (wait-for "nothing is wrong" (lambda () (not (is-told "nobody and nothing"))))
  (say "symbols" (length (ask :textDocument/documentSymbol))))

(condition-case fault
    (run)
  (error (say "fault" (format "%S" fault))))
(setq kill-emacs-hook nil)
(ignore-errors (eglot-shutdown-all))
(kill-emacs)
