//! Reading changes of a page's Markdown, and what they make of its text.

use notion_md::Dialect;

use super::markdown::version;
use crate::check::{At, Checked};
use crate::refusal::Refusal;

/// The body of `PATCH /v1/pages/{page_id}/markdown`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextChange {
    pub(crate) command: Command,
    pub(crate) dialect: Dialect,
    pub(crate) allow_async: bool,
    /// Whether child pages and databases may be deleted.
    pub(crate) deletes: bool,
}

/// What is done to the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Command {
    Update(Vec<Replacement>),
    Replace(String),
    Insert(String, Spot),
    ReplaceRange { content: String, range: String },
}

/// A text, and what comes in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Replacement {
    old: String,
    new: String,
    everywhere: bool,
}

/// Where new text goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spot {
    Start,
    End,
    /// Behind a range.
    After(String),
}

const COMMANDS: [&str; 4] =
    ["update_content", "replace_content", "insert_content", "replace_content_range"];
/// How many replacements one request may ask for.
const UPDATES: usize = 100;

pub(crate) fn text_change(body: &At<'_, '_>) -> Checked<TextChange> {
    body.object()?;
    let kind = body.key("type").word(&COMMANDS)?;
    let at = body.key(kind);
    at.object()?;
    let deletes_at = at.key("allow_deleting_content");
    let may_delete = kind != "insert_content";
    let deletes = if may_delete { deletes_at.opt(At::boolean)?.unwrap_or(false) } else { false };
    let text = |key: &str| at.key(key).string().map(str::to_owned);
    let (command, mut known) = match kind {
        "update_content" => {
            let updates = at.key("content_updates").array(UPDATES, replacement)?;
            (Command::Update(updates), vec!["content_updates"])
        }
        "replace_content" => (Command::Replace(text("new_str")?), vec!["new_str"]),
        "insert_content" => {
            let (after_at, position_at) = (at.key("after"), at.key("position"));
            if after_at.is_present() && position_at.is_present() {
                return Err(after_at.not_present());
            }
            let after = after_at.opt(At::string)?.map(|range| Spot::After(range.to_owned()));
            let spot = position_at.opt(|at| {
                at.object()?;
                let word = at.key("type").word(&["start", "end"])?;
                at.only(&["type"])?;
                Ok(if word == "start" { Spot::Start } else { Spot::End })
            })?;
            let spot = after.or(spot).unwrap_or(Spot::End);
            (Command::Insert(text("content")?, spot), vec!["content", "after", "position"])
        }
        _ => {
            let (content, range) = (text("content")?, text("content_range")?);
            (Command::ReplaceRange { content, range }, vec!["content", "content_range"])
        }
    };
    known.extend(may_delete.then_some("allow_deleting_content"));
    at.only(&known)?;
    let allow_async = body.key("allow_async").opt(At::boolean)?.unwrap_or(false);
    let dialect = version(&body.key("markdown_version"))?;
    body.only(&["type", kind, "allow_async", "markdown_version"])?;
    Ok(TextChange { command, dialect, allow_async, deletes })
}

fn replacement(at: &At<'_, '_>) -> Checked<Replacement> {
    at.object()?;
    let old_at = at.key("old_str");
    let old = old_at.string()?;
    old_at.length_at_least(old.len(), 1)?;
    let new = at.key("new_str").string()?;
    let everywhere = at.key("replace_all_matches").opt(At::boolean)?.unwrap_or(false);
    at.only(&["old_str", "new_str", "replace_all_matches"])?;
    Ok(Replacement { old: old.to_owned(), new: new.to_owned(), everywhere })
}

impl Command {
    /// The text after the change.
    pub(crate) fn apply(&self, text: &str, dialect: Dialect) -> Result<String, Refusal> {
        let gap = if dialect == Dialect::V2 { "\n\n" } else { "\n" };
        let parts = |parts: &[&str]| {
            let filled = parts.iter().filter(|part| !part.is_empty());
            filled.copied().collect::<Vec<_>>().join(gap)
        };
        match self {
            Self::Replace(new) => Ok(new.clone()),
            Self::Update(updates) => {
                updates.iter().try_fold(text.to_owned(), |text, update| update.apply(&text))
            }
            Self::Insert(content, Spot::Start) => Ok(parts(&[content, text])),
            Self::Insert(content, Spot::End) => Ok(parts(&[text, content])),
            Self::Insert(content, Spot::After(range)) => {
                let (_, end) = find(text, range)?;
                // What is inserted stands on lines of its own, behind the last one of the range.
                let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
                let rest = text[end..].trim_start_matches('\n');
                Ok(parts(&[&text[..end], content, rest]))
            }
            Self::ReplaceRange { content, range } => {
                let (start, end) = find(text, range)?;
                Ok(format!("{}{content}{}", &text[..start], &text[end..]))
            }
        }
    }
}

impl Replacement {
    fn apply(&self, text: &str) -> Result<String, Refusal> {
        let found = text.matches(&self.old).count();
        match found {
            0 => Err(Refusal::validation(format!(
                "Could not find old_str in the page content: {}",
                quoted(&self.old)
            ))),
            1 => Ok(text.replacen(&self.old, &self.new, 1)),
            _ if self.everywhere => Ok(text.replace(&self.old, &self.new)),
            _ => Err(Refusal::validation(format!(
                "Found {found} matches of old_str in the page content: {}. Set \
                 replace_all_matches to true, or give more of the text around it.",
                quoted(&self.old)
            ))),
        }
    }
}

/// Where a range begins and ends: `first words...last words`, or the whole text of it.
fn find(text: &str, range: &str) -> Result<(usize, usize), Refusal> {
    let found = || {
        // The text of a page ends without a line end, a range may end with one.
        let whole = range.strip_suffix('\n').unwrap_or(range);
        if range.is_empty() {
            return None;
        }
        if let Some(start) = text.find(range) {
            return Some((start, start + range.len()));
        }
        if text.ends_with(whole) {
            return Some((text.len() - whole.len(), text.len()));
        }
        let (first, last) = range.split_once("...")?;
        let start = text.find(first)?;
        let behind = start + first.len();
        let end = text[behind..].find(last)?;
        Some((start, behind + end + last.len()))
    };
    found().ok_or_else(|| {
        let message =
            format!("Could not find the selection in the page content: {}", quoted(range));
        Refusal::validation(message)
    })
}

fn quoted(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    match quoted.char_indices().nth(100) {
        Some((end, _)) => format!("{}...", &quoted[..end]),
        None => quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &Command) -> String {
        let text = "# Title\none\ntwo\none more";
        command.apply(text, Dialect::V1).unwrap_or_else(|refusal| refusal.message)
    }

    fn update(old: &str, everywhere: bool) -> Command {
        Command::Update(vec![Replacement { old: old.into(), new: "1".into(), everywhere }])
    }

    #[test]
    fn texts_are_changed() {
        let insert = |spot| check(&Command::Insert("new".into(), spot));
        assert_eq!(check(&update("two", false)), "# Title\none\n1\none more");
        assert_eq!(check(&update("one", true)), "# Title\n1\ntwo\n1 more");
        assert_eq!(insert(Spot::Start), "new\n# Title\none\ntwo\none more");
        assert_eq!(insert(Spot::End), "# Title\none\ntwo\none more\nnew");
        assert_eq!(insert(Spot::After("on...tw".into())), "# Title\none\ntwo\nnew\none more");
        let range = |range: &str| {
            check(&Command::ReplaceRange { content: "x\n".into(), range: range.into() })
        };
        assert_eq!(range("one\ntwo\n"), "# Title\nx\none more");
        assert_eq!(range("one more\n"), "# Title\none\ntwo\nx\n");
    }

    #[test]
    fn what_is_not_there_is_refused() {
        assert_eq!(
            check(&update("three", false)),
            "Could not find old_str in the page content: \"three\""
        );
        assert!(check(&update("one", false)).starts_with("Found 2 matches of old_str"));
        let range = Command::ReplaceRange { content: String::new(), range: "a...b".into() };
        assert!(check(&range).starts_with("Could not find the selection"));
    }
}
