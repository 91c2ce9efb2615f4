//! Long texts, and texts that were made to be slow.

/// About so many bytes of the texts, one behind the other: every so-manieth of them, because their order puts
/// like beside like.
pub(super) fn sample(texts: &[String], bytes: usize) -> String {
    let all: usize = texts.iter().map(String::len).sum();
    let mut sample = String::with_capacity(bytes + 64 * 1024);
    for text in texts.iter().step_by((all / bytes).max(1)) {
        sample.push_str(text);
        // Ends whatever may be open: a fence, a list, a table.
        sample.push_str("\n\n");
    }
    sample
}

/// What makes parsers slow that are not careful, with a name for each.
pub(super) fn malicious() -> Vec<(&'static str, String)> {
    vec![
        ("`[` 20,000 times", "[".repeat(20_000)),
        ("`![` 20,000 times", "![".repeat(20_000)),
        ("`[a](` 10,000 times", "[a](".repeat(10_000)),
        ("`[a][` 10,000 times", "[a][".repeat(10_000)),
        ("`*a **b ` 5,000 times", "*a **b ".repeat(5_000)),
        ("`*a_ ` 10,000 times", "*a_ ".repeat(10_000)),
        ("`**a` 5,000 times, closed", format!("{}{}", "**a ".repeat(5_000), " a**".repeat(5_000))),
        ("backticks of 1 to 300", (1..300).map(|it| format!("a{}", "`".repeat(it))).collect()),
        ("`<a ` 20,000 times", "<a ".repeat(20_000)),
        ("`<!--` 10,000 times", "<!--".repeat(10_000)),
        ("`<b>` 10,000 times", "a<b>".repeat(10_000)),
        ("`<b>a</i>` 5,000 times", "<b>a</i>".repeat(5_000)),
        ("`<a href=\"x\">` 5,000 times", "<a href=\"x\">a".repeat(5_000)),
        ("`<details>` 3,000 times in one block", "<details>\n".repeat(3_000)),
        (
            "`<details>` 3,000 times, nested and closed",
            format!("{}{}", "<details>\n\n".repeat(3_000), "</details>\n\n".repeat(3_000)),
        ),
        (
            "`<details>` 3,000 times, one stretch",
            format!("{}{}", "<details>".repeat(3_000), "</details>".repeat(3_000)),
        ),
        ("`<ul><li>` 3,000 times", format!("<div>{}", "<ul><li>a".repeat(3_000))),
        ("`<table><tr><td>` 3,000 times", "<table><tr><td>a".repeat(3_000)),
        ("`<pre>` 3,000 times", "<pre>a\n".repeat(3_000)),
        ("`<p>` 5,000 times", "<p>\n".repeat(5_000)),
        ("a line of 50,000 `>`", ">".repeat(50_000)),
        ("20,000 nested quotes", format!("{}a", "> ".repeat(20_000))),
        ("100 lines of 500 quotes", format!("{}a\n", "> ".repeat(500)).repeat(100)),
        ("1,000 lines, each quoted once more", staircase(200, "> ")),
        ("a list 200 levels deep", indented(200)),
        ("a line of 5,000 `- `", format!("{}a", "- ".repeat(5_000))),
        ("5,000 items, each a line of `- - -`", "- - - a\n".repeat(3_000)),
        ("a table of 50 × 500 cells", table(50, 500, "a")),
        ("a table of 500 × 50 empty cells", table(500, 50, "")),
        ("a table row of 10,000 `|`", format!("|a|\n|-|\n{}", "|".repeat(10_000))),
        ("a table of 1,000 columns, 100 rows short", short_rows(1_000, 100)),
        ("2,000 footnotes", footnotes(2_000)),
        ("one footnote, 5,000 times", format!("{}\n\n[^a]: b\n", "[^a] ".repeat(5_000))),
        ("2,000 references", references(2_000)),
        ("2,000 references to a long one", long_reference(2_000, 1_000)),
        ("`]:` 20,000 times", format!("[a]{}", "]:".repeat(20_000))),
        ("`\\]:` 10,000 times", format!("[a]: b\n\n[a {}", "\\]:".repeat(10_000))),
        ("2,000 definitions, none wanted", format!("[x]\n\n{}", references(2_000))),
        ("`&#32;` 10,000 times", "&#32;".repeat(10_000)),
        ("`&amp` 20,000 times", "&amp".repeat(20_000)),
        ("`$` 20,000 times", "$".repeat(20_000)),
        ("`$a ` 10,000 times", "$a ".repeat(10_000)),
        ("`$$a` 10,000 times", "$$a".repeat(10_000)),
        ("`a@b` 10,000 times", "a@b".repeat(10_000)),
        ("`www.` 10,000 times", "www.".repeat(10_000)),
        ("`http://` 10,000 times", "http://a".repeat(5_000)),
        ("`~~a` 10,000 times", "~~a ".repeat(10_000)),
        ("a line of 100,000 letters", "a".repeat(100_000)),
        ("100,000 combining marks", format!("a{}", "\u{301}".repeat(50_000))),
        ("100,000 spaces", format!("a{}b", " ".repeat(100_000))),
        ("50,000 empty lines in a list", format!("- a\n{}b", "\n".repeat(50_000))),
        ("20,000 backslashes", "\\".repeat(20_000)),
        ("5,000 unclosed fences", "```\na\n~~~\n".repeat(2_500)),
        ("2,000 alerts", "> [!NOTE]\n> a\n\n".repeat(2_000)),
        (
            "1,000 nested images",
            format!("{}a{}", "![".repeat(1_000), "](https://a.b)".repeat(1_000)),
        ),
        ("2,000 badges in a line", "[![a](https://a.b/c)](https://a.b) ".repeat(2_000)),
        ("5,000 line breaks", "a\\\n".repeat(5_000)),
        ("5,000 `<br>`", "a<br>".repeat(5_000)),
        ("600 alternating runs, 20 times", format!("{}\n\n", "**a** b ".repeat(300)).repeat(20)),
        ("a cell of 3,000 runs", format!("|a|\n|-|\n|{}|", "**a** *b* ".repeat(1_500))),
    ]
}

/// Every line is quoted once more than the one before.
fn staircase(lines: usize, step: &str) -> String {
    (1..=lines).map(|depth| format!("{}a\n", step.repeat(depth))).collect()
}

/// A list in which every item holds the next one.
fn indented(depth: usize) -> String {
    (0..depth).map(|level| format!("{}- a\n", "  ".repeat(level))).collect()
}

fn table(columns: usize, rows: usize, cell: &str) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
    let mut table = row("a") + &row("-");
    table.push_str(&row(cell).repeat(rows));
    table
}

/// Every row has one cell, and the parser fills it up.
fn short_rows(columns: usize, rows: usize) -> String {
    format!("{}{}", table(columns, 0, ""), "|a|\n".repeat(rows))
}

fn footnotes(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&format!("a[^{number}]\n\n[^{number}]: note {number}\n\n"));
    }
    text
}

fn references(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&format!("[a][{number}]\n\n[{number}]: https://a.b/{number}\n\n"));
    }
    text
}

/// A short word for a long address.
fn long_reference(count: usize, length: usize) -> String {
    format!("{}\n\n[a]: https://a.b/{}\n", "[a] ".repeat(count), "x".repeat(length))
}
