//! Texts and the tokens they are cut into.

use super::{Kind, lex, quoted_text, write_quoted};
use crate::diagnostic::Diagnostics;

/// The tokens' texts, separated by bars.
#[track_caller]
fn check(text: &str, expected: &str) {
    let mut log = Diagnostics::default();
    let tokens = lex(text, &mut log);
    assert_eq!(log.list, [], "{text}");
    let pieces: Vec<&str> = tokens.iter().map(|token| token.span.slice(text)).collect();
    assert_eq!(pieces.join("|"), expected);
}

#[test]
fn words_end_at_blanks_quotes_and_operators() {
    check("a=b", "a|=|b");
    check("R&D Done? it's a@b.c 10:30 #1 状態", "R&D|Done?|it's|a@b.c|10:30|#1|状態");
    check("a!=b!~c^=d$=e", "a|!=|b|!~|c|^=|d|$=|e");
    check("a&&b||c::d", "a|&&|b||||c|::|d");
    check("wow! !x", "wow!|!|x");
    check("a<b<=c<>d≠e", "a|<|b|<=|c|<>|d|≠|e");
    check("(a,\"b c\",`d e`)", "(|a|,|\"b c\"|,|`d e`|)");
    check("x-- y", "x--|y");
    check("x -- y", "x");
    check("$5 $= a", "$5|$=|a");
    check("see http://a.b/?c=d,e, f", "see|http://a.b/?c=d,e|,|f");
    check("family 👨\u{200D}👩\u{200D}👧", "family|👨\u{200D}👩\u{200D}👧");
}

#[test]
fn every_character_belongs_to_some_token() {
    let mut log = Diagnostics::default();
    for text in ["\u{0}", "\u{202E}", "^", "$", "&", "|", ":", "'", "\\", "“", "\u{FEFF}\u{FEFF}"]
    {
        lex(text, &mut log);
    }
    assert_eq!(lex("a ^ b", &mut log).len(), 3);
}

#[test]
fn what_is_quoted_is_read_back() {
    for text in ["", "a", "a \"b\" 'c'", "\\", "\n\t\r", "\u{200B}", "状態 👋"] {
        let quoted = write_quoted(text);
        let mut log = Diagnostics::default();
        let tokens = lex(&quoted, &mut log);
        assert_eq!(log.list, []);
        assert_eq!(tokens.len(), 1);
        assert_eq!(tokens[0].kind, Kind::Quoted);
        assert_eq!(quoted_text(&quoted), text);
    }
}
