//! Blocks from JSON, without recursion: each block is read by itself, with its children cut out.

use notion_model::request::{Block, BlockKind};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;
use thiserror::Error;

use crate::{LineColumn, Place, line_index::LineIndex};

/// The deepest level of blocks that [`from_json`] reads. Nothing is read recursively, so this is no
/// bound on the stack: it keeps the places of remarks, and the prefixes of lines, from growing with
/// the square of the input. Markdown gives a hundred levels.
const DEEPEST: usize = 1000;

/// Why JSON is no list of blocks.
#[derive(Debug, Error)]
pub enum JsonError {
    /// It is no JSON at all.
    #[error(transparent)]
    Syntax(#[from] serde_json::Error),
    /// It is something else than an array, or an object that holds one.
    #[error("it is neither an array nor an object with `children` or `results`")]
    NoArray,
    /// It is a list of which only the beginning is there.
    #[error("the list goes on (`has_more`)")]
    GoesOn,
    /// One of its blocks is none that can be created.
    #[error("line {}, column {}, {place}: {reason}", start.line, start.column)]
    Block {
        /// Which block.
        place: Place,
        /// Where it begins.
        start: LineColumn,
        /// What is wrong.
        reason: String,
    },
}

/// Reads a JSON array of blocks with their children in them, as [`json`](crate::json()) writes it,
/// nested up to 1000 levels deep: `serde_json` stops at 42.
///
/// The array may also be the `children` of a request or the `results` of an answer; instead of it
/// there may be one block. The children of a block may stand beside its type, where many programs
/// put them.
///
/// ```
/// use notion_md::{from_json, json};
/// use notion_model::request::Block;
///
/// let blocks = vec![Block::bulleted("a").with_children([Block::paragraph("b")])];
/// let text = String::from_utf8(json(&blocks)?)?;
/// assert_eq!(from_json(&text)?, blocks);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`JsonError`], with the place of the first block that is none. A block that says that it has
/// children (`has_children`) must have them: without them a part of the page would be lost.
pub fn from_json(text: &str) -> Result<Vec<Block>, JsonError> {
    // Afterwards it is known that every bracket and quote has its partner.
    serde_json::from_str::<IgnoredAny>(text)?;
    let at = text.len() - text.trim_start_matches(is_space).len();
    let at = match text.as_bytes().get(at) {
        Some(b'[') => at + 1,
        Some(b'{') => in_object(text, at)?,
        _ => return Err(JsonError::NoArray),
    };
    let mut scan = Scan { text, at, open: Vec::new(), blocks: Vec::new() };
    while scan.siblings()? {
        scan.fields()?;
    }
    Ok(scan.blocks)
}

/// Where the blocks begin in an object that begins at `at`: an answer, a request or a block.
fn in_object(text: &str, at: usize) -> Result<usize, JsonError> {
    #[derive(Deserialize)]
    struct Object {
        r#type: Option<IgnoredAny>,
        results: Option<IgnoredAny>,
        has_more: Option<Value>,
    }
    let object: Object = serde_json::from_str(text)?;
    if object.results.is_some() {
        let goes_on = object.has_more == Some(Value::Bool(true));
        return if goes_on { Err(JsonError::GoesOn) } else { array_of(text, b"results\"") };
    }
    if object.r#type.is_some() { Ok(at) } else { array_of(text, b"children\"") }
}

/// Behind the `[` of the array of that name in an object.
fn array_of(text: &str, name: &[u8]) -> Result<usize, JsonError> {
    let bytes = text.as_bytes();
    let (mut at, mut brackets) = (0, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let start = at;
                at = string_end(bytes, start);
                if brackets == 1
                    && bytes.get(start..at) == Some(name)
                    && let Some(array) = array_after(bytes, at)
                {
                    return Ok(array);
                }
            }
            b'{' | b'[' => brackets += 1,
            b'}' | b']' => brackets -= 1,
            _ => {}
        }
    }
    Err(JsonError::NoArray)
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The blocks around this place, the outermost first.
    open: Vec<Open>,
    blocks: Vec<Block>,
}

/// A block whose end has not been seen yet.
struct Open {
    start: usize,
    /// Up to where its text was copied, or passed over.
    copied: usize,
    /// Its JSON without its children.
    own: String,
    children: Vec<Block>,
    /// How many brackets were open around the children.
    children_in: usize,
    /// How many brackets of its own are open.
    brackets: usize,
}

impl Scan<'_> {
    /// Goes on in an array of blocks, up to the beginning of a block, or behind the array. Says
    /// whether there is a block to go on in.
    fn siblings(&mut self) -> Result<bool, JsonError> {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'{' if self.open.len() == DEEPEST => {
                    let reason = format!("it is nested more than {DEEPEST} levels deep");
                    return Err(self.error(self.at, reason));
                }
                b'{' => {
                    let (start, own, children) = (self.at, String::new(), Vec::new());
                    let (children_in, brackets) = (0, 0);
                    self.open.push(Open {
                        start,
                        copied: start,
                        own,
                        children,
                        children_in,
                        brackets,
                    });
                    return Ok(true);
                }
                b']' => {
                    if let Some(block) = self.open.last_mut() {
                        block.copied = self.at;
                    }
                    self.at += 1;
                    return Ok(!self.open.is_empty());
                }
                b',' => self.at += 1,
                byte if is_space(byte.into()) => self.at += 1,
                _ => return Err(self.error(self.at, "a block is an object".to_owned())),
            }
        }
        Ok(false)
    }

    /// Goes on in a block, up to the beginning of its children, or behind the block.
    fn fields(&mut self) -> Result<(), JsonError> {
        let bytes = self.text.as_bytes();
        let Some(block) = self.open.last_mut() else { return Ok(()) };
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => {
                    let start = self.at;
                    self.at = string_end(bytes, start);
                    // In the block, or in the object in it that holds what is particular to its type.
                    if matches!(block.brackets, 1 | 2)
                        && bytes.get(start..self.at) == Some(b"children\"")
                        && let Some(array) = array_after(bytes, self.at)
                    {
                        block.own.push_str(&self.text[block.copied..array]);
                        // If there are several in one object, the last one counts, as everywhere.
                        if std::mem::replace(&mut block.children_in, block.brackets)
                            == block.brackets
                        {
                            block.children.clear();
                        }
                        self.at = array;
                        return Ok(());
                    }
                }
                b'{' | b'[' => block.brackets += 1,
                b'}' | b']' => block.brackets -= 1,
                _ => {}
            }
            if block.brackets == 0 {
                return self.end();
            }
        }
        Ok(())
    }

    /// Reads the block that has just ended.
    fn end(&mut self) -> Result<(), JsonError> {
        let Some(Open { start, copied, mut own, children, .. }) = self.open.pop() else {
            return Ok(());
        };
        own.push_str(&self.text[copied..self.at]);
        let mut block: Block = serde_json::from_str(&own).map_err(|error| {
            // Where that is in `own` helps nobody.
            let place = format!(" at line {} column {}", error.line(), error.column());
            self.error(start, error.to_string().trim_end_matches(&place).to_owned())
        })?;
        if !children.is_empty() {
            block.children = children;
        } else if has_children(&own) && !is_copy(&block) {
            let reason = "its children are missing, which it has (`has_children`)";
            return Err(self.error(start, reason.to_owned()));
        }
        let siblings = self.open.last_mut().map_or(&mut self.blocks, |it| &mut it.children);
        siblings.push(block);
        Ok(())
    }

    /// What is wrong with the block that begins at `start`, the next one on the open level.
    fn error(&self, start: usize, reason: String) -> JsonError {
        let mut path = Vec::with_capacity(self.open.len() + 1);
        let mut siblings = &self.blocks;
        for block in &self.open {
            path.push(siblings.len());
            siblings = &block.children;
        }
        path.push(siblings.len());
        let start = LineIndex::new(self.text).line_column(start);
        JsonError::Block { place: Place::Block(path), start, reason }
    }
}

/// Whether a block says that there is something in it.
fn has_children(own: &str) -> bool {
    #[derive(Deserialize)]
    struct Answered {
        #[serde(default)]
        has_children: bool,
    }
    own.contains("\"has_children\"")
        && serde_json::from_str::<Answered>(own).is_ok_and(|it| it.has_children)
}

/// Whether what is in a block is in another one.
fn is_copy(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::SyncedBlock(it) if it.synced_from.is_some())
}

/// What JSON takes for white space.
const fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r')
}

/// Behind the end of a string that begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = bytes.get(at..).and_then(|it| memchr::memchr2(b'"', b'\\', it)) {
        at += next;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// Behind the `[` of an array that is the value of the key before `at`.
fn array_after(bytes: &[u8], at: usize) -> Option<usize> {
    let next = |at: usize| {
        let space = bytes.get(at..)?.iter().take_while(|it| is_space(char::from(**it))).count();
        bytes.get(at + space).map(|it| (*it, at + space + 1))
    };
    let (b':', at) = next(at)? else { return None };
    let (b'[', at) = next(at)? else { return None };
    Some(at)
}

#[cfg(test)]
mod tests {
    use notion_model::request::RichText;

    use super::*;
    use crate::json;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let told = match from_json(text) {
            Ok(blocks) => crate::shorthand::tree(&blocks),
            Err(error) => error.to_string(),
        };
        assert_eq!(told.trim_end(), expected);
    }

    fn nested(levels: usize) -> Block {
        let mut block = Block::paragraph("a");
        for _ in 1..levels {
            block = Block::quote("").with_children([block]);
        }
        block
    }

    #[test]
    fn reads_what_is_written() {
        let text = RichText::text("{\"children\": [ \\\"");
        let blocks = vec![
            Block::bulleted([text.clone()])
                .with_children([Block::toggle([text]).with_children([Block::divider()])]),
            Block::table(["children", "b"], [["c", ""], ["d", "]}"]]),
            Block::columns([vec![Block::paragraph("a")], Vec::new()]),
        ];
        let written = String::from_utf8(json(&blocks).unwrap()).unwrap();
        assert_eq!(from_json(&written).unwrap(), blocks);
        let pretty = serde_json::to_string_pretty(&blocks).unwrap();
        assert_eq!(from_json(&pretty).unwrap(), blocks);
        assert_eq!(from_json(" [ ] ").unwrap(), []);
    }

    #[test]
    fn depth_is_bounded_and_the_stack_is_not_needed() {
        let read = |levels: usize| {
            let text = String::from_utf8(json(&[nested(levels)]).unwrap()).unwrap();
            std::thread::Builder::new()
                .stack_size(64 * 1024)
                .spawn(move || from_json(&text).map_err(|error| error.to_string()))
                .unwrap()
                .join()
                .unwrap()
        };
        assert_eq!(read(DEEPEST).unwrap(), [nested(DEEPEST)]);
        let told = read(DEEPEST + 1).unwrap_err();
        assert!(told.ends_with("1: it is nested more than 1000 levels deep"), "{told}");
        let told = read(50_000).unwrap_err();
        assert!(told.ends_with("1: it is nested more than 1000 levels deep"), "{told}");
    }

    #[test]
    fn says_which_block_is_wrong() {
        check("{}", "it is neither an array nor an object with `children` or `results`");
        check("null", "it is neither an array nor an object with `children` or `results`");
        check(
            r#"{"children":{}}"#,
            "it is neither an array nor an object with `children` or `results`",
        );
        check("[1]", "line 1, column 2, block 1: a block is an object");
        check("[", "EOF while parsing a list at line 1 column 1");
        let inner = r#"{"type":"quote","quote":{"rich_text":[],"children":[
  {"type":"divider","divider":{}},
  {"type":"new","new":{}}
]}}"#;
        check(
            &format!("[{inner}]"),
            "line 3, column 3, block 1.2: a block of type `new` cannot be created",
        );
        check(
            r#"[{"type":"quote","quote":{}}]"#,
            "line 1, column 2, block 1: `rich_text` is missing",
        );
        check(r#"[{"type":"quote","quote":{"rich_text":[],"children":null}}]"#, "Q");
    }

    #[test]
    fn takes_the_forms_that_programs_give() {
        const DIVIDER: &str = r#"{"type":"divider","divider":{}}"#;
        check(&format!(r#"{{"parent":{{"children":[]}},"children":[{DIVIDER}]}}"#), "DIV");
        check(&format!(r#"{{"results":[{DIVIDER}],"has_more":false,"object":"list"}}"#), "DIV");
        check(
            &format!(r#"{{"object":"list","results":[{DIVIDER}],"has_more":true}}"#),
            "the list goes on (`has_more`)",
        );
        check(DIVIDER, "DIV");
        check(
            &format!(r#" {{"children":[{DIVIDER}],"type":"toggle","toggle":{{"rich_text":[]}}}}"#),
            "TG\n  DIV",
        );
        let quote = |own: &str, beside: &str| {
            format!(
                r#"[{{"children":[{beside}],"type":"quote","quote":{{"rich_text":[],"children":[{own}]}}}}]"#
            )
        };
        check(&quote("", DIVIDER), "Q\n  DIV");
        check(&quote(DIVIDER, ""), "Q\n  DIV");
        check(&quote(DIVIDER, DIVIDER), "Q\n  DIV\n  DIV");
        check(
            &format!(r#"[{{"type":"quote","quote":{{"rich_text":[]}},"children":[{DIVIDER}]}}]"#),
            "Q\n  DIV",
        );
        check(
            &format!(
                r#"[{{"type":"quote","quote":{{"rich_text":[],"children":[{DIVIDER}],"children":[]}}}}]"#
            ),
            "Q",
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let block =
            |rest: &str| format!(r#"[{{"type":"quote","quote":{{"rich_text":[]}}{rest}}}]"#);
        check(&block(r#","has_children":false"#), "Q");
        check(
            &block(r#","has_children":true"#),
            "line 1, column 2, block 1: its children are missing, which it has (`has_children`)",
        );
        check(
            &block(r#","has_children":true,"children":[{"type":"divider","divider":{}}]"#),
            "Q\n  DIV",
        );
        let copy = r#"[{"type":"synced_block","has_children":true,"synced_block":{"synced_from":{"block_id":"00000000-0000-0000-0000-000000000001"}}}]"#;
        check(copy, "SYNCED(00000000-0000-0000-0000-000000000001)");
    }
}
