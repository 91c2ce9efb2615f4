//! Texts and the trees they mean, printed in canonical form. Mistakes are in `tests/it/bad_input.rs`.

use super::tokens::{Context, Tokens};
use super::{MAX_BYTES, MAX_DEPTH, MAX_LIST, expr, parse};
use crate::diagnostic::{Code, Diagnostics};
use crate::lex::lex;

/// Reads the text and prints the tree, which has to read back the same.
#[track_caller]
fn check(text: &str, expected: &str) {
    let parsed = parse(text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let printed = parsed.query.to_string();
    assert_eq!(printed, expected, "{text}");
    let again = parse(&printed);
    assert_eq!(again.diagnostics, [], "{printed}");
    assert_eq!(again.query.to_string(), printed);
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    check("a or b and not c", "a or (b and not c)");
    check("(a or b) and c", "(a or b) and c");
    check("not a and b", "not a and b");
    check("not (a and b)", "not (a and b)");
    check("! a || b && ! ! c", "not a or (b and c)");
    check("a AND b Or c", "(a and b) or c");
}

#[test]
fn names_and_values_may_have_several_words() {
    check("Due  Date = In   progress", "Due Date = In progress");
    check("Is it far? = true", "Is it far? = true");
    check("Days in stage > 3", "Days in stage > 3");
    check("Days before = 3", "\"Days before\" = 3");
    check("Is it not is in (b)", "\"Is it not\" in (b)");
    check("What it does is not in (b)", "\"What it does\" not in (b)");
    check("Inn between is not ^= b", "\"Inn between\" not starts with b");
    check("R&D and Done? and it's", "R&D and Done? and it's");
    check("a = Not started", "a = Not started");
    check("a = select", "a = select");
    check("a = order of things", "a = order of things");
    check("Name is empty room", "Name = empty room");
}

#[test]
fn quotes_make_anything_a_name_or_a_value() {
    check("`and` ~ x", "\"and\" ~ x");
    check("'it' = 1 or b = 'c\\'d'", "\"it\" = 1 or b = \"c'd\"");
}

#[test]
fn words_are_operators_too() {
    check("a is b", "a = b");
    check("a is not b", "a != b");
    check("a equals b and c does not equal d", "a = b and c != d");
    check("a has b and c does not have d", "a ~ b and c !~ d");
    check("a not contains b", "a !~ b");
    check("a starts with b or a does not end with c", "a ^= b or a not ends with c");
    check("a on or before b and c is after d", "a <= b and c > d");
    check("a is not before b", "a is not < b");
    check("a <> b and c ≠ d and e ≤ f", "a != b and c != d and e <= f");
    check("a is in (b, c,)", "a in (b, c)");
    check("a is not in past week", "a not in past week");
    check("a within next 14 days", "a in next 14 days");
    check("a in group(b c)", "a in group(\"b c\")");
    check("a not between 1 and 2 and b", "a not between 1 and 2 and b");
    check("a has any (b) and c does not have all (d, e)", "a has any (b) and c not has all (d, e)");
    check("a is checked and b is not empty", "a is checked and b is not empty");
}

#[test]
fn quantifiers_types_and_wrappers() {
    check("some(a) = 1 and ALL(b c) ~ d", "any(a) = 1 and every(b c) ~ d");
    check("any = 1", "any = 1");
    check("a::Formula.Date < b", "a::formula.date < b");
    check("prop(\"a b\") = user(c) or d = @\"e f\"", "\"a b\" = user(\"c\") or d = @\"e f\"");
}

#[test]
fn clauses_stand_behind_the_filter() {
    check("where a = b order by c d desc, e asc limit 5", "a = b order by c d desc, e limit 5");
    check("sort by a descending select b, `c d`", "order by a desc select b, \"c d\"");
    check("limit 1_000 order by x", "order by x limit 1000");
    check("where order by c", "order by c");
    check("where limit 5", "limit 5");
    check("where = 1 and Limit > 3 and Order = 1", "where = 1 and Limit > 3 and Order = 1");
    check("Select = x", "Select = x");
    check("order by desc", "order by desc");
    check("", "");
    check("\u{FEFF}\t-- nothing\n", "");
}

#[test]
fn comments_and_blanks_are_nothing() {
    check("a = b -- c\n and d = e", "a = b and d = e");
    check("a\u{A0}= b--c", "a = b--c");
    check("a = \"x\\n\\u{41}\"", "a = \"x\\nA\"");
    check("a = https://x.y/?a=b&c=d,e and f", "a = https://x.y/?a=b&c=d,e and f");
}

#[track_caller]
fn only_code(text: &str) -> Code {
    let parsed = parse(text);
    assert_eq!(parsed.diagnostics.len(), 1, "{:?}", parsed.diagnostics);
    parsed.diagnostics[0].code
}

#[test]
fn limits_are_kept() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(parse(&nested(usize::from(MAX_DEPTH))).diagnostics, []);
    assert_eq!(only_code(&nested(usize::from(MAX_DEPTH) + 1)), Code::TooDeep);
    assert_eq!(only_code(&nested(30_000)), Code::TooDeep);
    assert_eq!(parse(&"not ".repeat(15_000)).diagnostics[0].code, Code::MissingCondition);
    assert_eq!(only_code(&"ä".repeat(MAX_BYTES)), Code::TooLong);
    let list = |length: usize| format!("a in ({})", vec!["b"; length].join(","));
    assert_eq!(parse(&list(MAX_LIST)).diagnostics, []);
    assert_eq!(only_code(&list(MAX_LIST + 1)), Code::TooLong);
}

#[test]
fn a_thousand_conditions_are_not_a_thousand_levels() {
    let chain = vec!["a = b"; 1_000].join(" and ");
    check(&chain, &chain);
}

#[test]
fn many_mistakes_are_counted() {
    let parsed = parse(&"a ) ".repeat(1_000));
    assert_eq!(parsed.diagnostics.len(), crate::MAX_DIAGNOSTICS);
    assert_eq!(parsed.diagnostics.len() + parsed.omitted, 1_999);
}

/// How often the parsers look at one of the tokens, on average.
fn looks(text: &str) -> usize {
    let tokens = lex(text, &mut Diagnostics::default());
    let context = Context::new(text, &tokens, Diagnostics::default(), &|_| false);
    expr::query(Tokens::of(&context));
    context.looks.get() / tokens.len().max(1)
}

#[test]
fn no_token_is_looked_at_again_and_again() {
    // Right and wrong pieces, each as often as fits into the longest filter that is read.
    let pieces = [
        "a = b and ",
        "a = b or ",
        "a = b ",
        "a = ",
        "a ",
        "= ",
        "and ",
        "not ",
        "! ",
        "( ",
        ") ",
        "() ",
        "(a = 1 or ",
        "(a) and ",
        "a and (b or c) or ",
        "a b c d e f g h i ",
        "\"a\" ",
        "a \"b\" ",
        "any( ",
        "any(a) = 1 ",
        "prop( ",
        "a in ( ",
        "a in (b, ",
        "a in b, ",
        "(b, ",
        ", ",
        "1, ",
        "111,",
        "a = 111,",
        "1,111 ",
        "page( ",
        "page(user( ",
        "a = @\"b\" ",
        "a:: ",
        "a::b ",
        "a is not ",
        "a between 1 ",
        "a between 1 and 2 ",
        "a like \"b\" ",
        "where ",
        "select ",
        "select a ",
        "order by ",
        "order by a, ",
        "order ",
        "limit ",
        "limit 1 ",
        "now() ",
        "= and\n",
    ];
    for piece in pieces {
        let text = piece.repeat(MAX_BYTES / piece.len());
        let looks = looks(&text);
        assert!(looks < 400, "{looks} looks at each token of {piece:?}");
    }
}
