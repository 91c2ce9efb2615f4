//! A text means the same whether it is cut or not, and no reference is lost.

use proptest::prelude::*;

use super::*;
use crate::{Dialect, Document, ReadOptions, RemarkKind, read::read_cut};

/// Texts of a few lines are cut, too.
const SMALL: Sizes = Sizes { section: 1, part: 40 };

fn options(dialect: Dialect) -> ReadOptions {
    ReadOptions { dialect, ..ReadOptions::default() }
}

/// A document, but for where what a remark is about ends: the parser itself is not of one mind there.
fn told(text: &str, dialect: Dialect, sizes: Option<Sizes>) -> (Document, Vec<String>) {
    let mut document = read_cut(text, &options(dialect), sizes);
    let remarks = document.remarks.drain(..).map(|it| it.to_string()).collect();
    (document, remarks)
}

/// Cut, a text means what it means as a whole.
fn check(text: &str, dialect: Dialect) {
    let (cut, whole) = (told(text, dialect, Some(SMALL)), told(text, dialect, None));
    assert_eq!(cut, whole, "{text}");
}

/// What means something beyond its own lines, or may seem to.
const PIECES: [&str; 44] = [
    "word **bold** [link]",
    "a [b] [c][b] [B][] ![b]",
    "[b]: https://b.org/1 \"one\"",
    "[b]: <https://b.org/2> 'tw\\'o &amp; <x>'",
    "> [b]: https://b.org/3",
    "[link]:\nhttps://l.org/a\\_b?c=d&amp;e\n\"title\"",
    "  [LINK]: https://l.org/2",
    "text\n[link]: https://not.org",
    "[two\nlines]: https://two.org",
    "see [two lines]",
    "[\\[x\\]]: https://x.org",
    "an [\\[x\\]] and [ ] and [x]",
    "note[^n] and [^m]",
    "[^n]: the *note*\n\n    more of it",
    "[^n]: another",
    "[^m]: [b]: https://b.org/4",
    "# heading [b]",
    "heading\n=======",
    "- item\n\n  more\n\n  ```\n  code\n",
    "- item\n- [ ] task\n- [x] done",
    "1. one\n\n2. two",
    "3) three",
    "> quote\nlazy",
    "> [!NOTE]\n> alert [b]",
    "```\ncode\n\nword\n\n# no heading\n```",
    "```",
    "~~~ text",
    "    indented [b]: https://b.org/5",
    "<!-- a\n\nword\n\n-->",
    "<!-- one line -->",
    "<script>\n\nword\n\n</script>",
    "<div>\n\nword\n\n</div>",
    "<details><summary>More [b]</summary>",
    "</details>",
    "<ul><li>",
    "</ul>",
    "<pre>\nword\n\nword",
    "</pre>",
    "| a | b |\n|---|---|\n| [b] | c |",
    "---",
    "***",
    "Ünïcode ([b])",
    "$$\nx\n\ny\n$$",
    "word\\",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec());
    let gap =
        prop::sample::select(vec!["\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\r\n\r\n", "\n \n"]);
    prop::collection::vec((piece, gap), 1..14)
        .prop_map(|pieces| pieces.into_iter().flat_map(|it| [it.0, it.1]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_text_in_parts_means_what_it_means_as_a_whole(text in texts()) {
        check(&text, Dialect::Gfm);
    }

    #[test]
    fn a_text_of_notion_does_so_too(text in texts()) {
        check(&text, Dialect::V2);
    }
}

#[test]
fn a_text_in_parts_means_the_same_where_it_is_odd() {
    let words = "word one two three four five six seven eight nine ten\n\n";
    let label = "l".repeat(1_000);
    let long = |count: usize| "x".repeat(count);
    for (first, second) in [
        ("a\n\u{c}\nnext line\n\n".to_owned(), ""),
        ("---\n\n[b]: https://b.org/1\n\n----\n\n".to_owned(), ""),
        ("---\n\n[b]: https://b.org/1\n\na|b\n---|---\n1|2\n\n".to_owned(), ""),
        ("\u{feff}\u{feff}---\n\n[b]: https://b.org/1\n\n---\n\n".to_owned(), ""),
        ("\u{feff}[b]: https://b.org/1\n\n".to_owned(), "[b]: https://b.org/2\n\n"),
        ("[b]: http://[::1]:8080/a\n\n".to_owned(), "[b]: http://[::1]:9090/b\n\n"),
        ("[b]: https://b.org/[c]:1\n\n".to_owned(), "[b]: https://b.org/[c]:2\n\n"),
        ("[b]: <https://b.org/a&#10;b>\n\n".to_owned(), "this is [b]\n\n[b]: https://b.org/2\n\n"),
        ("[b]: https://b.org \"x&#10;&#10;y\"\n\n".to_owned(), "[b]\n\n[b]: https://b.org/2\n\n"),
        (format!("[{label}]: https://b.org/a\n\n"), &format!("see [{label}]\n\n")),
        ("[\u{b}b]: https://b.org/a\n\n".to_owned(), "see [\u{b}b] and [b]\n\n"),
        ("[\u{c}b]: https://b.org/a\n\n".to_owned(), "see [\u{c}b] and [b]\n\n"),
    ] {
        let text = format!("{first}{words}{words}see [b]\n\n{words}{second}{words}see [b]\n");
        check(&text, Dialect::Gfm);
    }
    for (b, c) in [(100, 50), (150, 100), (200, 150), (300, 200)] {
        let again = "[b]: 1\n".repeat(5);
        let defined =
            format!("[b]: https://b.org/{}\n{again}[c]: https://c.org/{}", long(b), long(c));
        check(&format!("{defined}\n\n{words}{words}see [c]\n\n{words}"), Dialect::Gfm);
    }
}

#[test]
fn a_text_is_cut_where_nothing_goes_on() {
    let is_cut = |text: &str| {
        let options = options(Dialect::Gfm);
        Reader::new(text, &options).in_parts(text, SMALL).is_some()
    };
    let words = "word\n\n".repeat(20);
    assert!(is_cut(&words));
    assert!(is_cut(&format!("{words}[b]: https://b.org\n\n{words}[^n]: note\n\n{words}```")));
    // A line may end there, and a label may go on.
    assert!(!is_cut(&format!("{words}\r{words}")));
    assert!(!is_cut(&format!("{words}[two\nlines]: https://two.org\n\n{words}")));
}

#[test]
fn references_are_followed_however_many_there_are() {
    // The parser gives up when the addresses of all of them make up 100,000 bytes.
    let lines = |line: fn(usize) -> String| (0..4_000).map(line).collect::<String>();
    let uses = lines(|it| format!("Mended [#{it}] at last.\n\n"));
    let definitions =
        lines(|it| format!("[#{it}]: https://github.com/somebody/something/issues/{it}\n"));
    for text in [format!("{uses}{definitions}"), format!("{definitions}\n{uses}")] {
        for sizes in [None, Some(SIZES)] {
            let document = read_cut(&text, &ReadOptions::default(), sizes);
            let json = serde_json::to_string(&document.blocks).unwrap();
            assert_eq!(json.matches("https://github.com").count(), 4_000);
            assert!(document.remarks.is_empty());
        }
    }
}

#[test]
fn it_is_said_when_references_would_make_a_text_too_long() {
    let text = format!("{}\n\n[a]: https://a.org/{}\n", "[a] ".repeat(2_000), "x".repeat(1_500));
    let remarks = read_cut(&text, &ReadOptions::default(), None).remarks;
    assert_eq!(remarks.len(), 1);
    assert_eq!(remarks[0].kind, RemarkKind::LinkDropped);
    insta::assert_snapshot!(remarks[0], @"line 1, column 1: 1932 references are no links: with the addresses that they lead to, the text would be more than 10 times as long");
}
