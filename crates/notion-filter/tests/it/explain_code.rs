//! The long texts of the codes: every example is tried.

use notion_filter::{Code, Diagnostic};

use crate::fixture;

/// An example: how it is to be read, and the filter.
struct Example {
    setting: &'static str,
    filter: String,
}

/// What stands behind a line `Wrong:` or `Right:`, perhaps with circumstances after a comma.
#[track_caller]
fn example(code: Code, word: &str) -> Example {
    let mut lines = code.explain().lines();
    let heading = lines.find(|it| it.starts_with(word) && it.ends_with(':'));
    let heading = heading.unwrap_or_else(|| panic!("{code} has no line `{word}:`"));
    let filter: Vec<&str> =
        lines.skip_while(|it| it.is_empty()).map_while(|it| it.strip_prefix("    ")).collect();
    assert!(!filter.is_empty(), "{code} has nothing behind `{heading}`");
    let circumstances = heading[word.len()..].trim_matches([':', ',', ' ']);
    let setting = match circumstances {
        "" => "",
        "without a schema" => "[untyped] ",
        "without a directory" => "[no-directory] ",
        "where a property `stage` stands beside `Stage`" => "[twins] ",
        other => panic!("{code}: nobody knows what `{other}` means"),
    };
    Example { setting, filter: expanded(&filter.join("⏎")) }
}

/// `1, 2, …, 9` with all the numbers.
fn expanded(filter: &str) -> String {
    let Some((before, after)) = filter.split_once(", …, ") else { return filter.to_owned() };
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let start = before.rfind(|it: char| !it.is_ascii_digit()).unwrap() + 1;
    let first: u32 = before[start..].parse().unwrap();
    let (last, rest) = after.split_at(digits(after));
    let last: u32 = last.parse().unwrap();
    let numbers: Vec<String> = (first..=last).map(|it| it.to_string()).collect();
    format!("{}{}{rest}", &before[..start], numbers.join(", "))
}

fn diagnostics(example: &Example) -> (Vec<Diagnostic>, bool) {
    let (_, compiled) = fixture::compile(&format!("{}{}", example.setting, example.filter));
    match compiled {
        Ok(compiled) => (compiled.warnings, true),
        Err(error) => (error.diagnostics().to_vec(), false),
    }
}

#[test]
fn wrong_examples_are_wrong_for_this_reason_alone() {
    for code in Code::ALL.iter().copied() {
        let (found, _) = diagnostics(&example(code, "Wrong"));
        let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
        assert_eq!(codes, [code], "{found:#?}");
    }
}

#[test]
fn right_examples_compile_without_a_word() {
    for code in Code::ALL.iter().copied() {
        let (found, compiles) = diagnostics(&example(code, "Right"));
        assert!(compiles && found.is_empty(), "{code}: {found:#?}");
    }
}

#[test]
fn texts_have_one_form() {
    for code in Code::ALL {
        let text = code.explain();
        let heading = text.lines().next().unwrap();
        assert!(heading.starts_with(&format!("# {code}: ")), "{heading}");
        assert!(!heading.ends_with('.'), "{heading}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{code}");
        let paragraphs = text.split("\n\n").count();
        assert!(paragraphs >= 6, "{code} says too little");
        // The examples may need more room.
        let prose = text.lines().filter(|it| !it.starts_with("    "));
        for line in prose {
            assert!(line.chars().count() <= 100, "{code}: {line}");
        }
    }
}

#[test]
fn codes_are_read_in_every_spelling() {
    for code in Code::ALL {
        let text = code.as_str();
        assert_eq!(text.parse(), Ok(*code));
        assert_eq!(text.to_lowercase().parse(), Ok(*code));
        assert_eq!(text[2..].parse(), Ok(*code));
        assert_eq!(text[2..].trim_start_matches('0').parse(), Ok(*code));
    }
    let refused = |text: &str| text.parse::<Code>().unwrap_err().to_string();
    insta::assert_snapshot!(refused("NF0299"), @"there is no diagnostic code `NF0299`; the nearest is NF0213");
    insta::assert_snapshot!(refused("102"), @"there is no diagnostic code `102`; the nearest is NF0101");
    insta::assert_snapshot!(refused("NF1234"), @"there is no diagnostic code `NF1234`; codes are written like `NF0205`");
    insta::assert_snapshot!(refused("E0308"), @"there is no diagnostic code `E0308`; codes are written like `NF0205`");
    insta::assert_snapshot!(refused(""), @"there is no diagnostic code ``; codes are written like `NF0205`");
    insta::assert_snapshot!(refused("+205"), @"there is no diagnostic code `+205`; codes are written like `NF0205`");
    insta::assert_snapshot!(refused("ähm"), @"there is no diagnostic code `ähm`; codes are written like `NF0205`");
}
