//! The languages a Notion code block may have, and which one the word after a fence means.

use notion_model::limits::CODE_LANGUAGES;

/// What the info string of a fence (the text after the opening backticks) says about a code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Info<'a> {
    /// One of [`CODE_LANGUAGES`].
    pub(crate) language: &'static str,
    /// The word that was not understood, when [`language`](Self::language) is only the fallback.
    pub(crate) unknown: Option<&'a str>,
    /// The value of a `title="…"` or `filename="…"` in the info string.
    pub(crate) title: Option<&'a str>,
    /// All that stands behind the word.
    behind: &'a str,
    /// The `title="…"` in it.
    assignment: &'a str,
}

/// What stands in for a language that Notion does not have.
pub(crate) const PLAIN_TEXT: &str = "plain text";

/// What people write after a fence, and the language they mean; sorted by the first column.
const ALIASES: [(&str, &str); 130] = [
    ("ascii", "ascii art"),
    ("asm", "assembly"),
    ("bat", "shell"),
    ("cc", "c++"),
    ("cfg", PLAIN_TEXT),
    ("cjs", "javascript"),
    ("cl", "lisp"),
    ("clj", "clojure"),
    ("cljs", "clojure"),
    ("cmd", "shell"),
    ("commonlisp", "lisp"),
    ("conf", PLAIN_TEXT),
    ("console", "shell"),
    ("containerfile", "docker"),
    ("cpp", "c++"),
    ("cs", "c#"),
    ("csharp", "c#"),
    ("cts", "typescript"),
    ("cucumber", "gherkin"),
    ("cxx", "c++"),
    ("dockerfile", "docker"),
    ("dotenv", PLAIN_TEXT),
    ("edn", "clojure"),
    ("el", "lisp"),
    ("elisp", "lisp"),
    ("env", PLAIN_TEXT),
    ("erl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("feature", "gherkin"),
    ("fish", "shell"),
    ("fs", "f#"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("gql", "graphql"),
    ("h", "c"),
    ("h++", "c++"),
    ("hcl2", "hcl"),
    ("hpp", "c++"),
    ("hs", "haskell"),
    ("htm", "html"),
    ("ini", PLAIN_TEXT),
    ("jl", "julia"),
    ("js", "javascript"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("jsx", "javascript"),
    ("ksh", "shell"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("llvm", "llvm ir"),
    ("log", PLAIN_TEXT),
    ("m", "objective-c"),
    ("make", "makefile"),
    ("md", "markdown"),
    ("mdx", "markdown"),
    ("mjs", "javascript"),
    ("mk", "makefile"),
    ("ml", "ocaml"),
    ("mm", "objective-c"),
    ("mts", "typescript"),
    ("mysql", "sql"),
    ("nasm", "assembly"),
    ("node", "javascript"),
    ("nodejs", "javascript"),
    ("obj-c", "objective-c"),
    ("objc", "objective-c"),
    ("objectivec", "objective-c"),
    ("ocamllex", "ocaml"),
    ("output", PLAIN_TEXT),
    ("patch", "diff"),
    ("pl", "perl"),
    ("plain", PLAIN_TEXT),
    ("plaintext", PLAIN_TEXT),
    ("plist", "xml"),
    ("plsql", "sql"),
    ("properties", PLAIN_TEXT),
    ("proto", "protobuf"),
    ("proto3", "protobuf"),
    ("ps", "powershell"),
    ("ps1", "powershell"),
    ("psm1", "powershell"),
    ("psql", "sql"),
    ("pwsh", "powershell"),
    ("py", "python"),
    ("py3", "python"),
    ("pycon", "python"),
    ("python3", "python"),
    ("rb", "ruby"),
    ("re", "reason"),
    ("rkt", "racket"),
    ("rs", "rust"),
    ("rss", "xml"),
    ("s", "assembly"),
    ("sh", "shell"),
    ("shell-script", "shell"),
    ("shellsession", "shell"),
    ("sol", "solidity"),
    ("st", "smalltalk"),
    ("styl", "css"),
    ("stylus", "css"),
    ("sv", "verilog"),
    ("svelte", "html"),
    ("svg", "xml"),
    ("terminal", "shell"),
    ("terraform", "hcl"),
    ("tex", "latex"),
    ("text", PLAIN_TEXT),
    ("tf", "hcl"),
    ("ts", "typescript"),
    ("tsx", "typescript"),
    ("txt", PLAIN_TEXT),
    ("udiff", "diff"),
    ("v", "verilog"),
    ("vb", "vb.net"),
    ("vb6", "visual basic"),
    ("vbnet", "vb.net"),
    ("vhd", "vhdl"),
    ("vue", "html"),
    ("wasm", "webassembly"),
    ("wast", "webassembly"),
    ("wat", "webassembly"),
    ("webmanifest", "json"),
    ("wl", "mathematica"),
    ("wolfram", "mathematica"),
    ("xhtml", "html"),
    ("xsd", "xml"),
    ("yml", "yaml"),
    ("zsh", "shell"),
];

/// The languages whose name cannot stand after a fence, or is spelled differently there.
const FENCE_WORDS: [(&str, &str); 10] = [
    ("ascii art", "ascii"),
    ("c#", "csharp"),
    ("c++", "cpp"),
    ("f#", "fsharp"),
    ("llvm ir", "llvm"),
    ("objective-c", "objectivec"),
    (PLAIN_TEXT, ""),
    ("vb.net", "vbnet"),
    ("visual basic", "vb6"),
    ("webassembly", "wasm"),
];

/// Reads the info string of a fence.
///
/// A whole info string that is a language, up to the title, is that language, so that names with
/// spaces survive.
/// Otherwise the first word counts, without the `{.` of other dialects and without what follows
/// a comma or colon (`rust,no_run`).
pub(crate) fn from_info(info: &str) -> Info<'_> {
    let info = info.trim();
    let attribute = attribute(info, "title").or_else(|| attribute(info, "filename"));
    let (title, assignment) = attribute.map_or((None, ""), |it| (Some(it.1), it.2));
    let before = attribute.map_or(info, |it| info[..it.0].trim_end());
    if let Some(language) = find(before) {
        let behind = &info[before.len()..];
        return Info { language, unknown: None, title, behind, assignment };
    }
    let word = info.trim_start_matches(['{', '.']);
    let end = word
        .find(|it: char| it.is_whitespace() || matches!(it, ',' | '{' | '}' | ':' | ';'))
        .unwrap_or(word.len());
    let (word, behind) = word.split_at(end);
    if word.contains('=') {
        return Info { language: PLAIN_TEXT, unknown: None, title, behind: info, assignment };
    }
    let found = find(word);
    let unknown = (found.is_none() && !word.is_empty()).then_some(word);
    Info { language: found.unwrap_or(PLAIN_TEXT), unknown, title, behind, assignment }
}

impl Info<'_> {
    /// What stands behind the word, without the title if that is kept; empty if there is nothing.
    pub(crate) fn left_over(&self, keeps_title: bool) -> String {
        if self.behind.is_empty() {
            return String::new();
        }
        let assignment = if keeps_title { self.assignment } else { "" };
        let (before, after) = match self.behind.split_once(assignment) {
            Some(parts) if !assignment.is_empty() => parts,
            _ => (self.behind, ""),
        };
        let is_between = |it: char| it.is_whitespace() || matches!(it, ',' | '{' | '}' | ':' | ';');
        let (before, after) = (before.trim_matches(is_between), after.trim_matches(is_between));
        let space = if before.is_empty() || after.is_empty() { "" } else { " " };
        format!("{before}{space}{after}")
    }
}

/// The word to write after a fence for a language of Notion; empty for plain text.
pub fn fence_word(language: &str) -> &str {
    match FENCE_WORDS.binary_search_by_key(&language, |(name, _)| name) {
        Ok(index) => FENCE_WORDS[index].1,
        // One word in Markdown would be cut at the slash or the space; both are read back whole.
        Err(_) => language,
    }
}

/// The language of one word, in any case.
fn find(word: &str) -> Option<&'static str> {
    // The longest alias or language has 14 letters; a longer text cannot be one.
    let mut lower = [0_u8; 16];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let word = std::str::from_utf8(lower).ok()?;
    // Few begin with the same letter; the others need not be compared as texts.
    let initial = word.bytes().next()?;
    let is_it = |it: &&&str| it.bytes().next() == Some(initial) && **it == word;
    if let Some(language) = CODE_LANGUAGES.iter().find(is_it) {
        return Some(language);
    }
    let index = ALIASES.binary_search_by_key(&word, |(alias, _)| alias).ok()?;
    Some(ALIASES[index].1)
}

/// Where `name="…"` is in an info string, the value, and all of it.
fn attribute<'a>(info: &'a str, name: &str) -> Option<(usize, &'a str, &'a str)> {
    // Most have none, and to look for a character is quicker than for a word.
    if !info.contains('=') {
        return None;
    }
    for (at, _) in info.match_indices(name) {
        let before = info[..at].chars().next_back();
        if !before.is_none_or(|it| it.is_whitespace() || matches!(it, '{' | ',')) {
            continue;
        }
        let Some(rest) = info[at + name.len()..].strip_prefix('=') else { continue };
        let Some(quote) = rest.chars().next().filter(|it| matches!(it, '"' | '\'')) else {
            continue;
        };
        let rest = &rest[1..];
        if let Some(end) = rest.find(quote) {
            let value = Some(&rest[..end]).filter(|it| !it.is_empty())?;
            return Some((at, value, &info[at..=info.len() - rest.len() + end]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_aliases_lead_to_languages() {
        assert!(ALIASES.is_sorted_by_key(|it| it.0));
        assert!(FENCE_WORDS.is_sorted_by_key(|it| it.0));
        for (alias, language) in ALIASES {
            assert!(CODE_LANGUAGES.contains(&language), "{language}");
            assert!(!CODE_LANGUAGES.contains(&alias), "{alias}");
        }
    }

    #[test]
    fn every_language_survives_a_fence() {
        for language in CODE_LANGUAGES.iter().copied() {
            let read = from_info(fence_word(language));
            assert_eq!((read.language, read.unknown), (language, None));
        }
    }

    #[track_caller]
    fn check(info: &str, language: &str, unknown: Option<&str>, title: Option<&str>) {
        let read = from_info(info);
        assert_eq!((read.language, read.unknown, read.title), (language, unknown, title));
    }

    #[test]
    fn reads_what_people_write() {
        check("", PLAIN_TEXT, None, None);
        check("ts", "typescript", None, None);
        check("Python  ", "python", None, None);
        check("rust,no_run", "rust", None, None);
        check("rust ignore", "rust", None, None);
        check("{.haskell .numberLines}", "haskell", None, None);
        check("Visual Basic", "visual basic", None, None);
        check("js title=\"a.js\"", "javascript", None, Some("a.js"));
        check("sh {filename='run me.sh'}", "shell", None, Some("run me.sh"));
        check("foo", PLAIN_TEXT, Some("foo"), None);
        check("text", PLAIN_TEXT, None, None);
        check("title=\"a.js\" js", PLAIN_TEXT, None, Some("a.js"));
        check("日本語の言語の名前です", PLAIN_TEXT, Some("日本語の言語の名前です"), None);
    }

    #[test]
    fn knows_what_is_left_over() {
        let check = |info: &str, expected: &str| {
            assert_eq!(from_info(info).left_over(true), expected, "{info}");
        };
        check("rust", "");
        check("Visual Basic", "");
        check("rust,no_run", "no_run");
        check("rust, no_run,  ignore ", "no_run,  ignore");
        check("{.haskell .numberLines}", ".numberLines");
        check("js title=\"a.js\" {1,3}", "1,3");
        check("js {1,3} title='a' x", "1,3 x");
        check("js title=x {1,3}", "title=x {1,3");
        check("js title=\"a\" filename=\"b\"", "filename=\"b\"");
        check("title=\"a.js\" js", "js");
        check("foo bar", "bar");
        assert_eq!(from_info("js title=\"a\"").left_over(false), "title=\"a\"");
    }
}
