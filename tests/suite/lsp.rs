//! `annals lsp`, as an editor speaks with it. `ANNALS_SEED=…` makes the same random edits again, `ANNALS_ROUNDS=100` ten
//! thousand of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use annals::diagnostic::plain;

use crate::editor::{Editor, end_of, uri};
use crate::mutations::dice::Dice;
use crate::site::Site;

const ARTICLE: &str = "content/articles/visit.md";
const TEXT: &str = "---\ntitle: A visit\ndate: 1833-06-05\n---\n\n## The salon\n\n😀 عمر met [[Ada]]. [[[Grace Hopper]] was [late]{#late}]{#said .claim by=ada}, [he said]{.claim by=grace denies=said}.\n\nSee [her](../people/ada.md).\n\n```annals\nlate: .fact of=ada born=1815\n```\n";

fn site() -> (Site, PathBuf) {
    let site = Site::new()
        .file(
            "content/people/ada.md",
            "---\nname: Ada Lovelace\naliases: [Ada]\nsummary: Mathematician.\n---\n",
        )
        .file("content/people/grace.md", "---\nname: Grace Hopper\n---\n")
        .file("content/sources/memoir.md", "---\ntitle: A memoir\n---\n")
        .file(ARTICLE, TEXT);
    let folder = site.path("").canonicalize().unwrap();
    (site, folder)
}

/// The line and the column, in units of UTF-16, right behind the first place of some words.
fn behind(text: &str, words: &str) -> (usize, usize) {
    let at = text.find(words).unwrap() + words.len();
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    (line, text[start..at].encode_utf16().count())
}

#[test]
fn an_editor_is_told_who_is_who() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    assert_eq!(editor.abilities["positionEncoding"], "utf-16");
    editor.open_file(&article, TEXT);
    let ada = behind(TEXT, "met [[Ad");
    let told = editor.ask_at("textDocument/hover", &article, ada)["contents"]["value"].to_string();
    for words in ["**Ada Lovelace** `person:ada`", "Mathematician", "born: 1815", "1 mention, 1 claim"] {
        assert!(told.contains(words), "{told}");
    }
    let declared = editor.ask_at("textDocument/definition", &article, ada);
    assert_eq!(declared["uri"], uri(&folder.join("content/people/ada.md")));
    assert_eq!(declared["range"]["start"], json!({ "line": 1, "character": 6 }));
    let named = editor.ask_at("textDocument/references", &article, ada);
    let named: Vec<_> =
        named.as_array().unwrap().iter().map(|it| it["range"]["start"]["line"].clone()).collect();
    assert_eq!(named, [7, 7, 12, 1], "a mention, a speaker, the subject of a fact, the record");
    let claim = editor.ask_at("textDocument/definition", &article, behind(TEXT, "denies=sa"));
    assert_eq!(claim["range"]["start"]["line"], 7);
    let symbols =
        editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(&article) } }));
    let names: Vec<_> = symbols.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["The salon", "Grace Hopper was late", "he said"]);
    let found = editor.ask("workspace/symbol", json!({ "query": "hopper" }));
    assert_eq!(found[0]["name"], "Grace Hopper");
    let links = editor.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri(&article) } }));
    assert_eq!(links[0]["target"], uri(&folder.join("content/people/ada.md")));
    let folds = editor.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": uri(&article) } }));
    let folds: Vec<_> =
        folds.as_array().unwrap().iter().map(|it| (it["startLine"].clone(), it["endLine"].clone())).collect();
    assert_eq!(folds, [(json!(0), json!(3)), (json!(11), json!(13))]);
    let unknown = editor.answer("textDocument/formatting", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    assert_eq!(editor.close(), 0);
}

#[test]
fn what_may_stand_at_a_place_is_offered() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&article, TEXT);
    for (written, label, becomes) in [
        ("[[Lov", "Ada Lovelace", "[[Ada Lovelace]]"),
        ("[[ada; Gra", "Grace Hopper", "[[ada; Grace Hopper]]"),
        ("[[visit#", "The salon", "[[visit#The salon"),
        ("It is so [@mem", "memoir", "It is so [@memoir"),
        ("[😀]{.cl", "claim", "[😀]{.claim"),
        ("[so]{.claim by=hop", "grace", "[so]{.claim by=grace"),
        ("[so]{.quote den", "denies", "[so]{.quote denies="),
        ("[so]{.claim denies=sa", "said", "[so]{.claim denies=said"),
        ("[so]{.fact of=ada bo", "born", "[so]{.fact of=ada born="),
        ("```annals\nlate: .fact of=ada birthp", "birthplace", "```annals\nlate: .fact of=ada birthplace="),
    ] {
        let text = format!("{TEXT}\n{written}");
        editor.change(&article, &json!([{ "text": text }]));
        let offered =
            editor.ask_at("textDocument/completion", &article, behind(&text, &format!("\n{written}")));
        let items = offered["items"].as_array().unwrap();
        let item =
            items.iter().find(|it| it["label"] == label).unwrap_or_else(|| panic!("{written}: {offered}"));
        let mut text = text;
        apply(&mut text, &item["textEdit"]);
        assert_eq!(text.strip_prefix(&format!("{TEXT}\n")), Some(becomes));
    }
    let none = behind(TEXT, "met ");
    assert_eq!(editor.ask_at("textDocument/completion", &article, none)["items"], json!([]));
    assert_eq!(editor.close(), 0);
}

/// Carries out an edit, whose columns count units of UTF-16.
fn apply(text: &mut String, edit: &Value) {
    let at = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = position["character"].as_u64().unwrap() as usize;
        let rest = text[start..].chars().take_while(|c| {
            let is_before = units > 0;
            units = units.saturating_sub(c.len_utf16());
            is_before
        });
        start + rest.map(char::len_utf8).sum::<usize>()
    };
    let range = at(&edit["range"]["start"])..at(&edit["range"]["end"]);
    text.replace_range(range, edit["newText"].as_str().unwrap());
}

#[test]
fn findings_follow_the_text_before_it_is_saved() {
    let (_site, folder) = site();
    let (article, ada) = (folder.join(ARTICLE), folder.join("content/people/ada.md"));
    let mut editor = Editor::open(&folder, "utf-16");
    let text = format!("{TEXT}\nBorn in [1815]{{.fact of=ada born=1815}}.\n");
    editor.open_file(&article, &text);
    let codes =
        |told: &[Value]| told.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    // Half a mention is told by itself, at once, and beside it what was known.
    let (line, character) = behind(TEXT, "[[Ad");
    let place = json!({ "line": line, "character": character });
    editor.change(&article, &json!([{ "range": { "start": place, "end": place }, "text": "x" }]));
    let told = editor.until(&article, |told| codes(told).contains(&"unknown-name".to_owned()));
    let finding = told.iter().find(|it| it["code"] == "unknown-name").unwrap();
    assert_eq!(finding["range"]["start"]["line"], 7);
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .contains("nobody and nothing is called `Adxa`\ndid you mean `Ada`?")
    );
    editor.change(&article, &json!([{ "text": text }]));
    editor.until(&article, |told| !codes(told).contains(&"unknown-name".to_owned()));
    // A record that is changed beside it, without being saved, is known to the article.
    let other = "---\nname: Augusta King\nborn: 1816\n---\n";
    let is_conflict = |it: &Value| it["code"] == "conflicting-values";
    editor.open_file(&ada, other);
    let told = editor.until(&article, |told| told.iter().any(is_conflict));
    let conflict = told.into_iter().find(is_conflict).unwrap();
    assert!(conflict["message"].as_str().unwrap().contains("`born` of Augusta King can't be both"));
    assert_eq!(conflict["relatedInformation"][0]["location"]["uri"], uri(&ada));
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&ada) } }));
    editor.until(&article, |told| !told.iter().any(is_conflict));
    // On disk things happen as well.
    std::fs::write(&ada, other).unwrap();
    editor.until(&article, |told| told.iter().any(is_conflict));
    std::fs::remove_file(&ada).unwrap();
    editor.until(&article, |told| codes(told).contains(&"unknown-name".to_owned()));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_file_that_is_opened_is_told_its_findings_again() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    std::fs::write(&article, TEXT.replace("[[Ada]]", "[[Adaq]]")).unwrap();
    let mut editor = Editor::open(&folder, "utf-16");
    let told = editor.until(&article, |told| !told.is_empty());
    editor.told.clear();
    editor.open_file(&article, &std::fs::read_to_string(&article).unwrap());
    assert_eq!(editor.until(&article, |told| !told.is_empty()), told);
    assert_eq!(editor.told[&uri(&article)]["version"], 1);
    assert_eq!(editor.close(), 0);
}

#[test]
fn words_that_are_no_name_say_whom_they_mean() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let text =
        format!("{TEXT}\n😀 [[ada|She]] left [[grace|Grace  Hopper]], and [[Ada]] [[visit#said|said so]].\n");
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&article, &text);
    let hints = |editor: &mut Editor, end: usize| {
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": end, "character": 0 } });
        let params = json!({ "textDocument": { "uri": uri(&article) }, "range": range });
        editor.ask("textDocument/inlayHint", params)
    };
    let (line, character) = behind(&text, "|She]]");
    let place = json!({ "line": line, "character": character });
    let expected = json!([{ "position": place, "label": "= Ada Lovelace", "paddingLeft": true }]);
    assert_eq!(hints(&mut editor, 99), expected);
    assert_eq!(hints(&mut editor, line - 1), json!([]));
    assert_eq!(editor.close(), 0);
}

#[test]
fn markup_is_told_apart_from_words() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let text = format!("{TEXT}\n😀 [[ada|She]] [left]{{.claim\nby=ada}}[@memoir].\n");
    for encoding in ["utf-16", "utf-8"] {
        let mut editor = Editor::open(&folder, encoding);
        editor.open_file(&article, &text);
        let params = json!({ "textDocument": { "uri": uri(&article) } });
        let tokens = editor.ask("textDocument/semanticTokens/full", params);
        assert_eq!(editor.abilities["semanticTokensProvider"]["legend"]["tokenTypes"], json!(["comment"]));
        let expected = "\
            [[ ]] [ [[ ]] [ ]{#late} ]{#said .claim by=ada} [ ]{.claim by=grace denies=said} \
            ```annals late: .fact of=ada born=1815 ``` [[ada| ]] [ ]{.claim by=ada} [@memoir]";
        assert_eq!(marked(&text, &tokens["data"], encoding).join(" "), expected);
        assert_eq!(editor.close(), 0);
    }
}

/// The words of each token.
fn marked(text: &str, data: &Value, encoding: &str) -> Vec<String> {
    let numbers: Vec<_> = data.as_array().unwrap().iter().map(|it| it.as_u64().unwrap() as usize).collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks(5).map(|token| {
        line += token[0];
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        let line = text.lines().nth(line).unwrap();
        if encoding == "utf-8" {
            return line[column..column + token[2]].to_owned();
        }
        let units: Vec<_> = line.encode_utf16().skip(column).take(token[2]).collect();
        String::from_utf16(&units).unwrap()
    });
    tokens.collect()
}

#[test]
fn a_finding_goes_with_its_words() {
    let (_site, folder) = site();
    let ada = folder.join("content/people/ada.md");
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&ada, "---\nname: Ada Lovelace\naliases: [Ada]\n---\n\n");
    let range = |from, to| json!({ "start": { "line": 4, "character": from }, "end": { "line": 4, "character": to } });
    editor.change(&ada, &json!([{ "range": range(0, 0), "text": "[[Nobody]]" }]));
    editor.until(&ada, |told| told.iter().any(|it| it["code"] == "unknown-name"));
    editor.change(&ada, &json!([{ "range": range(0, 10), "text": "" }]));
    editor.until(&ada, |told| told.is_empty());
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_server_whose_editor_is_gone_ends() {
    let (_site, folder) = site();
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&folder.join(ARTICLE), TEXT);
    assert_eq!(editor.vanish(), 1);
}

#[test]
fn what_mends_a_finding_is_offered_and_mends_it() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    let mut text = TEXT.replace("[[Ada]]", "[[Ada Lovelac]]");
    editor.open_file(&article, &text);
    let told = editor.until(&article, |told| told.iter().any(|it| it["code"] == "unknown-name"));
    let range = told.iter().find(|it| it["code"] == "unknown-name").unwrap()["range"].clone();
    let actions = json!({ "textDocument": { "uri": uri(&article) }, "range": range, "context": { "diagnostics": [], "only": ["quickfix"] } });
    let offered = editor.ask("textDocument/codeAction", actions);
    let edits = &offered[0]["edit"]["changes"][uri(&article)];
    apply(&mut text, &edits[0]);
    assert_eq!(text, TEXT.replace("[[Ada]]", "[[person:ada|Ada Lovelac]]"), "{offered}");
    // What is selected can be marked up; the kinds that an editor asks for hold those below them.
    let (line, end) = behind(TEXT, "عمر met");
    let selected =
        json!({ "start": { "line": line, "character": end - 7 }, "end": { "line": line, "character": end } });
    editor.change(&article, &json!([{ "text": TEXT }]));
    let actions = json!({ "textDocument": { "uri": uri(&article) }, "range": selected, "context": { "diagnostics": [], "only": ["refactor"] } });
    let offered = editor.ask("textDocument/codeAction", actions);
    let claim = offered
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["title"] == "Mark up as a claim")
        .unwrap_or_else(|| panic!("{offered}"));
    let edits = claim["edit"]["changes"][uri(&article)].as_array().unwrap();
    let mut text = TEXT.to_owned();
    edits.iter().rev().for_each(|edit| apply(&mut text, edit));
    assert_eq!(text, TEXT.replace("عمر met", "[عمر met]{.claim}"));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_new_id_goes_through_all_files_as_the_command_does() {
    for (words, old, new) in [("[[Ad", "person:ada", "lovelace"), ("denies=sa", "visit#said", "was-late")] {
        let ((one, folder), (other, copy)) = (site(), site());
        let draft = "---\ntitle: A draft\ndraft: true\n---\n\n[[ada]]: [so]{.claim denies=visit#said}.\n";
        for site in [&one, &other] {
            site.write("content/articles/draft.md", draft.as_bytes());
        }
        let article = folder.join(ARTICLE);
        let mut editor = Editor::open(&folder, "utf-16");
        editor.open_file(&article, TEXT);
        let (line, character) = behind(TEXT, words);
        let place = json!({ "textDocument": { "uri": uri(&article) }, "position": { "line": line, "character": character } });
        let old_id = old.rsplit([':', '#']).next().unwrap();
        assert_eq!(editor.ask("textDocument/prepareRename", place.clone())["placeholder"], old_id);
        let mut wish = place;
        wish["newName"] = "Not An Id".into();
        let refused = editor.answer("textDocument/rename", wish.clone());
        assert!(refused["error"]["message"].as_str().unwrap().contains("write `not-an-id`"), "{refused}");
        wish["newName"] = new.into();
        for change in editor.ask("textDocument/rename", wish)["documentChanges"].as_array().unwrap() {
            carry_out(change);
        }
        let output =
            Command::new(env!("CARGO_BIN_EXE_annals")).args(["rename", old, new]).current_dir(&copy).output();
        assert!(output.unwrap().status.success());
        let texts = |folder: &Path| crate::site::tree(&folder.join("content"));
        assert_eq!(texts(&folder), texts(&copy));
        assert_ne!(texts(&folder)["articles/visit.md"], TEXT.as_bytes());
        assert_eq!(editor.close(), 0);
    }
}

/// Carries out a change of files as an editor does.
fn carry_out(change: &Value) {
    let path = |uri: &Value| url::Url::parse(uri.as_str().unwrap()).unwrap().to_file_path().unwrap();
    if change["kind"] == "rename" {
        return std::fs::rename(path(&change["oldUri"]), path(&change["newUri"])).unwrap();
    }
    let file = path(&change["textDocument"]["uri"]);
    let mut text = std::fs::read_to_string(&file).unwrap();
    let mut edits = change["edits"].as_array().unwrap().clone();
    edits.sort_by_key(|it| {
        (it["range"]["start"]["line"].as_u64(), it["range"]["start"]["character"].as_u64())
    });
    edits.iter().rev().for_each(|edit| apply(&mut text, edit));
    std::fs::write(file, text).unwrap();
}

#[test]
fn random_edits_leave_the_findings_that_a_check_has() {
    const PIECES: [&str; 14] = [
        "[[",
        "]]",
        "Ada",
        "{.claim by=ada}",
        "[",
        "]",
        "\n",
        "\n\n",
        "😀",
        "عمر ",
        "{#x}",
        "```annals\n",
        " ",
        "#",
    ];
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let seed = number("ANNALS_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    let rounds = number("ANNALS_ROUNDS").unwrap_or(4);
    println!("ANNALS_SEED={seed} ANNALS_ROUNDS={rounds}");
    let mut dice = Dice::new(seed);
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    for encoding in (0..rounds).map(|round| if round % 2 == 0 { "utf-16" } else { "utf-8" }) {
        let mut editor = Editor::open(&folder, encoding);
        let mut text = TEXT.to_owned();
        editor.open_file(&article, &text);
        for _ in 0..100 {
            let mut ends =
                [dice.roll(text.len() + 1), dice.roll(text.len() + 1)].map(|at| text.floor_char_boundary(at));
            ends.sort_unstable();
            if ends[1] - ends[0] > 12 {
                ends[1] = ends[0];
            }
            let piece = PIECES[dice.roll(PIECES.len())];
            let position = |at: usize| end_of(&text[..at], encoding);
            let range = json!({ "start": position(ends[0]), "end": position(ends[1]) });
            editor.change(&article, &json!([{ "range": range, "text": piece }]));
            text.replace_range(ends[0]..ends[1], piece);
        }
        let expected = checked(&folder, &text, encoding);
        let known = editor.until(&article, |found| found_in(found) == expected);
        assert_eq!(found_in(&known), expected, "{text}");
        assert_eq!(editor.close(), 0);
    }
}

/// What `annals check` says of the article with a text: where, which, and in which words.
fn checked(folder: &Path, text: &str, encoding: &str) -> Vec<[String; 3]> {
    let files = ["content/people/ada.md", "content/people/grace.md", "content/sources/memoir.md"];
    let files = files.map(|path| (path, std::fs::read(folder.join(path)).unwrap()));
    let checked = crate::memory::check(files.into_iter().chain([(ARTICLE, text.into())]));
    let own = checked.diagnostics.iter().filter(|it| &*checked.files.get(it.primary.file).path == ARTICLE);
    let told = own.map(|it| {
        let place =
            [it.primary.span.start, it.primary.span.end].map(|byte| end_of(&text[..byte as usize], encoding));
        let range = json!({ "start": place[0], "end": place[1] }).to_string();
        [range, it.code.as_str().to_owned(), plain(&it.message).into_owned()]
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

/// The same as an editor was told it.
fn found_in(told: &[Value]) -> Vec<[String; 3]> {
    let told = told.iter().map(|it| {
        let message = it["message"].as_str().unwrap().lines().next().unwrap_or_default();
        [it["range"].to_string(), it["code"].as_str().unwrap().to_owned(), message.to_owned()]
    });
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

#[test]
fn a_file_outside_of_any_site_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().canonicalize().unwrap().join("note.md");
    let mut editor = Editor::open(file.parent().unwrap(), "utf-8");
    assert_eq!(editor.abilities["positionEncoding"], "utf-8");
    editor.open_file(&file, "[[Nobody]]\n");
    assert_eq!(editor.ask_at("textDocument/hover", &file, (0, 3)), Value::Null);
    assert_eq!(editor.ask_at("textDocument/completion", &file, (0, 3)), Value::Null);
    assert!(editor.told.is_empty());
    // Who goes without a word is told so by the status.
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}

/// What an editor saw, by its names, when a program ran its script in a site.
fn seen(program: &mut Command, folder: &Path) -> BTreeMap<String, Value> {
    let output = program.current_dir(folder).env("ANNALS", env!("CARGO_BIN_EXE_annals")).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let lines = printed.lines().filter_map(|line| serde_json::from_str::<(String, Value)>(line).ok());
    let seen: BTreeMap<_, _> = lines.collect();
    assert!(!seen.contains_key("fault") && !seen.is_empty(), "{seen:?}\n{output:?}");
    seen
}

/// The path of a script or a message of an editor.
fn of_editors(name: &str) -> PathBuf {
    crate::site::repository().join("tests/editors").join(name)
}

#[test]
fn neovim_finds_mends_completes_and_renames() {
    if !crate::needed::are_there(&["neovim"]) {
        return;
    }
    let (_site, folder) = site();
    let mut neovim = Command::new("nvim");
    neovim.args(["--headless", "--clean", "-n", "-S"]).arg(of_editors("neovim.lua"));
    let seen = seen(&mut neovim, &folder);
    let said = |name: &str| seen[name].as_str().unwrap_or_default();
    assert!(said("finding").starts_with("nobody and nothing is called `Adaq`"), "{seen:?}");
    assert_eq!(said("action"), "write `person:ada|Adaq`");
    assert!(said("hover").contains("**Ada Lovelace** `person:ada`"), "{seen:?}");
    assert_eq!((said("definition"), said("completion")), ("ada.md", "Grace Hopper"));
    assert_eq!((&seen["references"], &seen["symbols"]), (&json!(4), &json!(3)));
    let text = std::fs::read_to_string(folder.join(ARTICLE)).unwrap();
    assert_eq!(text, renamed() + "\nThen 😀 came [[Grace Hopper]]\n");
    assert!(folder.join("content/people/lovelace.md").is_file());
    assert!(!folder.join("content/people/ada.md").exists());
}

#[cfg(unix)]
#[test]
fn a_text_that_is_annotated_in_neovim_is_what_it_would_be_in_the_terminal() {
    if !crate::needed::are_there(&["neovim"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let [terminal, editor] = crate::newcomer::begun(folder.path());
    crate::newcomer::annotate(&terminal);
    let mut neovim = Command::new("nvim");
    neovim.args(["--headless", "--clean", "-n", "-S"]).arg(of_editors("newcomer.lua"));
    println!("{:?}", seen(&mut neovim, &editor));
    let text = |site: &Path| std::fs::read_to_string(site.join(crate::newcomer::ARTICLE)).unwrap();
    assert_eq!(text(&editor), text(&terminal));
}

/// The text with a name mended, and another id for Ada.
fn renamed() -> String {
    TEXT.replace("[[Ada]]", "[[person:lovelace|Adaq]]")
        .replace("by=ada", "by=lovelace")
        .replace("of=ada", "of=lovelace")
        .replace("people/ada.md", "people/lovelace.md")
}

#[test]
fn the_protocol_library_of_vs_code_finds_mends_completes_and_renames() {
    if !crate::needed::are_there(&["node", "npm"]) {
        return;
    }
    crate::browser::install();
    let ((_site, folder), (other, other_folder)) = (site(), site());
    other.write(ARTICLE, TEXT.replace("[[Ada]]", "[[Nobody]]").as_bytes());
    // An address escapes what a name may have.
    let strange = folder.join("c:é (1)");
    std::fs::create_dir(&strange).unwrap();
    for part in ["content", "annals.toml"] {
        std::fs::rename(folder.join(part), strange.join(part)).unwrap();
    }
    let mut node = Command::new("node");
    node.arg(of_editors("vscode.mjs")).args([&strange, &other_folder]);
    let seen = seen(&mut node, &folder);
    let said = |name: &str| seen[name].as_str().unwrap_or_default();
    assert!(said("finding").starts_with("nobody and nothing is called `Adaq`"), "{seen:?}");
    assert_eq!(said("action"), "write `person:ada|Adaq`");
    assert!(said("hover").contains("**Ada Lovelace** `person:ada`"), "{seen:?}");
    assert_eq!((said("definition"), said("completion")), ("ada.md", "Grace Hopper"));
    assert_eq!(seen["hints"][0]["label"], "= Ada Lovelace");
    let counts = ["references", "tokens", "symbols", "exit"].map(|name| seen[name].clone());
    assert_eq!(counts, [4, 13, 3, 0].map(|count| json!(count)), "{seen:?}");
    let text = std::fs::read_to_string(strange.join(ARTICLE)).unwrap();
    assert_eq!(text, renamed() + "\nThen 😀 came [[Grace Hopper]]\n");
    assert!(strange.join("content/people/lovelace.md").is_file());
}

#[test]
fn eglot_in_emacs_finds_mends_completes_and_renames() {
    if !crate::needed::are_there(&["emacs"]) {
        return;
    }
    let (_site, folder) = site();
    let mut emacs = Command::new("emacs");
    emacs.args(["--batch", "--load"]).arg(of_editors("eglot.el"));
    let seen = seen(&mut emacs, &folder);
    let said = |name: &str| seen[name].as_str().unwrap_or_default();
    assert!(said("finding").contains("nobody and nothing is called `Adaq`"), "{seen:?}");
    assert_eq!(said("action"), "write `person:ada|Adaq`");
    assert!(said("hover").contains("**Ada Lovelace** `person:ada`"), "{seen:?}");
    assert_eq!((said("definition"), said("completion")), ("ada.md", "Then 😀 came [[Grace Hopper]]"));
    assert_eq!((&seen["references"], &seen["symbols"]), (&json!(4), &json!(3)));
    assert!(said("refused").contains("this editor can't rename the file; `annals rename` does"), "{seen:?}");
    let text = std::fs::read_to_string(folder.join(ARTICLE)).unwrap();
    let expected = TEXT
        .replace("[[Ada]]", "[[person:ada|Adaq]]")
        .replace("#said", "#was-late")
        .replace("denies=said", "denies=was-late");
    assert_eq!(text, expected + "\nThen 😀 came [[Grace Hopper]]\n");
}

#[test]
fn helix_and_zed_are_understood_as_they_introduce_themselves() {
    for (file, encoding) in [("helix.json", "utf-8"), ("zed.json", "utf-16")] {
        let (_site, folder) = site();
        let text = std::fs::read_to_string(of_editors(file)).unwrap();
        let text = text.replace("ROOT_URI", &uri(&folder)).replace("ROOT_PATH", folder.to_str().unwrap());
        let mut editor = Editor::greet(serde_json::from_str(&text).unwrap());
        assert_eq!(editor.abilities["positionEncoding"], encoding);
        let article = folder.join(ARTICLE);
        editor.open_file(&article, TEXT);
        let place = end_of(&TEXT[..TEXT.find("Ada]]").unwrap()], encoding);
        let ada = json!({ "textDocument": { "uri": uri(&article) }, "position": place });
        let told = editor.ask("textDocument/hover", ada);
        assert!(told["contents"]["value"].to_string().contains("**Ada Lovelace**"), "{told}");
        let wish =
            json!({ "textDocument": { "uri": uri(&article) }, "position": place, "newName": "lovelace" });
        let changes = editor.ask("textDocument/rename", wish)["documentChanges"].clone();
        assert!(changes.as_array().unwrap().iter().any(|change| change["kind"] == "rename"), "{changes}");
        assert_eq!(editor.close(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_keeps_the_name_that_the_editor_has_for_it() {
    let (_site, folder) = site();
    let elsewhere = tempfile::tempdir().unwrap();
    let shown = elsewhere.path().canonicalize().unwrap().join("site");
    std::os::unix::fs::symlink(&folder, &shown).unwrap();
    let article = shown.join(ARTICLE);
    let mut editor = Editor::open(&shown, "utf-16");
    let text = TEXT.replace("denies=said", "denies=nothing");
    editor.open_file(&article, &text);
    editor.until(&article, |told| !told.is_empty());
    let ada = behind(TEXT, "met [[Ad");
    let declared = editor.ask_at("textDocument/definition", &article, ada);
    assert_eq!(declared["uri"], uri(&shown.join("content/people/ada.md")));
    let place = json!({ "line": ada.0, "character": ada.1 });
    let wish = json!({ "textDocument": { "uri": uri(&article) }, "position": place, "newName": "lovelace" });
    let changes = editor.ask("textDocument/rename", wish)["documentChanges"].to_string();
    assert!(changes.contains(&uri(&shown.join("content/people/lovelace.md"))), "{changes}");
    assert!(!changes.contains(&uri(&folder)), "{changes}");
    assert_eq!(editor.close(), 0);
}

/// A site with one person, and a note that names her.
fn nested(folder: &Path, name: &str) -> PathBuf {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    write("annals.toml", "title = \"T\"\n");
    write(&format!("content/people/{name}.md"), &format!("---\nname: {name}\n---\n"));
    write("content/articles/note.md", &format!("---\ntitle: N\ndate: 2020-01-01\n---\n[[{name}]] came.\n"))
}

#[test]
fn a_file_belongs_to_the_nearest_site() {
    let folder = tempfile::tempdir().unwrap();
    let outer = folder.path().canonicalize().unwrap();
    let inner = outer.join("docs");
    let (outside, inside) = (nested(&outer, "Ada"), nested(&inner, "Grace"));
    for folders in [[&outer, &inner], [&inner, &outer]] {
        let folders = folders.map(|folder| json!({ "uri": uri(folder), "name": "site" }));
        let mut editor =
            Editor::greet(json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders }));
        for (article, name, id) in [(&outside, "Ada", "person:Ada"), (&inside, "Grace", "person:Grace")] {
            let text = std::fs::read_to_string(article).unwrap();
            editor.open_file(article, &text);
            let told = editor.ask_at("textDocument/hover", article, behind(&text, &format!("[[{name}")));
            assert!(told["contents"]["value"].to_string().contains(id), "{told}");
            let text = format!("{text}[[Nobody]] [[{}", &name[..2]);
            editor.change(article, &json!([{ "text": text }]));
            let place = behind(&text, &format!("]] [[{}", &name[..2]));
            let offered = editor.ask_at("textDocument/completion", article, place);
            assert_eq!(offered["items"][0]["label"], name);
            editor.until(article, |told| told.iter().any(|it| it["code"] == "unclosed-span"));
            editor.until(article, |told| told.iter().any(|it| it["code"] == "unknown-name"));
        }
        assert_eq!(editor.close(), 0);
    }
}

#[test]
fn a_folder_that_becomes_a_site_is_one_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let (article, settings) = (nested(&folder, "Ada"), folder.join("annals.toml"));
    let text = std::fs::read_to_string(&article).unwrap() + "[[Nobody]] went.\n";
    let is_told = |told: &[Value]| told.iter().any(|it| it["code"] == "unknown-name");
    for is_saved_in_the_editor in [true, false] {
        std::fs::remove_file(&settings).unwrap();
        let mut editor = Editor::open(&folder, "utf-8");
        editor.open_file(&article, &text);
        assert_eq!(editor.ask_at("textDocument/hover", &article, (4, 3)), Value::Null);
        std::fs::write(&settings, "title = \"T\"\n").unwrap();
        if is_saved_in_the_editor {
            assert_eq!(editor.abilities["textDocumentSync"]["save"], true);
            editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&settings) } }));
        } else {
            editor.change(&article, &json!([{ "text": format!("{text}And so on.\n") }]));
        }
        editor.until(&article, is_told);
        assert_eq!(editor.close(), 0);
    }
}

#[test]
fn a_change_that_ends_before_it_begins_puts_words_in() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&article, &format!("{TEXT}\n[[Nobody]]\n"));
    editor.until(&article, |told| told.iter().any(|it| it["code"] == "unknown-name"));
    let range = json!({ "start": { "line": 6, "character": 0 }, "end": { "line": 2, "character": 0 } });
    editor.change(&article, &json!([{ "range": range, "text": "[[Somebody]]\n" }]));
    let is_there = |it: &Value| it["message"].as_str().unwrap().contains("`Somebody`");
    editor.until(&article, |told| told.iter().any(is_there));
    assert_eq!(editor.close(), 0);
}

#[test]
fn a_line_of_very_many_mistakes_is_told() {
    const MANY: usize = 30_000;
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    editor.open_file(&article, &format!("{TEXT}\n😀{}\n", "[[".repeat(MANY)));
    let told = editor.until(&article, |told| told.iter().any(|it| it["code"] == "unclosed-span"));
    let last = told.iter().map(|it| it["range"]["start"]["character"].as_u64().unwrap()).max();
    assert!(last.unwrap() < 2 + 2 * MANY as u64, "{last:?}");
    assert_eq!(editor.close(), 0);
}

#[test]
fn proposals_are_those_of_the_range_alone() {
    let (_site, folder) = site();
    let article = folder.join(ARTICLE);
    let mut editor = Editor::open(&folder, "utf-16");
    let offered = |editor: &mut Editor, text: &str| {
        editor.change(&article, &json!([{ "text": text }]));
        let (line, _) = behind(text, "Ada Lovelace");
        let range =
            json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 99 } });
        let context = json!({ "diagnostics": [], "only": ["refactor"] });
        let params = json!({ "textDocument": { "uri": uri(&article) }, "range": range, "context": context });
        let offered = editor.ask("textDocument/codeAction", params);
        let titles = offered.as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned());
        titles.filter(|title| title.starts_with("Take the proposal")).collect::<Vec<_>>()
    };
    editor.open_file(&article, TEXT);
    let front = "---\ntitle: A visit\ndate: 1833-06-05\n---\n";
    let alone = format!("{front}\nAda Lovelace said that it had rained.\n\nIt snowed.\n");
    let own = offered(&mut editor, &alone);
    assert!(own.iter().any(|title| title.contains("claim “it had rained”")), "{own:?}");
    let beside =
        format!("{front}\nAda Lovelace said that it had rained.\n\nGrace Hopper said that it had snowed.\n");
    assert_eq!(offered(&mut editor, &beside), own);
    assert_eq!(editor.close(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_closed_is_watched_no_longer() {
    let (_site, folder) = site();
    let mut editor = Editor::open(&folder, "utf-8");
    let process = PathBuf::from(format!("/proc/{}/fd", editor.server.id()));
    let is_watching = || {
        let files = std::fs::read_dir(&process).unwrap().filter_map(|it| it.unwrap().path().read_link().ok());
        files.filter(|file| file.to_string_lossy().contains("inotify")).count() > 0
    };
    editor.ask("workspace/symbol", json!({ "query": "" }));
    assert!(is_watching());
    let folders = json!([{ "uri": uri(&folder), "name": "site" }]);
    let told = |event: Value| json!({ "event": event });
    editor.tell("workspace/didChangeWorkspaceFolders", told(json!({ "added": [], "removed": folders })));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while is_watching() {
        assert!(std::time::Instant::now() < end, "it is still watched");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    editor.tell("workspace/didChangeWorkspaceFolders", told(json!({ "added": folders, "removed": [] })));
    editor.ask("workspace/symbol", json!({ "query": "" }));
    assert!(is_watching());
    assert_eq!(editor.close(), 0);
}
