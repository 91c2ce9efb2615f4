//! Blocks as JSON, written straight: what most blocks are is written without a library between.

use notion_model::{
    Color,
    request::{Block, BlockKind, RichText, RichTextKind},
};

mod read;

pub use read::{JsonError, from_json};

/// Writes blocks as a JSON array, byte for byte as `serde_json` does, but quicker, and however
/// deep they nest: `serde_json` stops at 200 levels.
///
/// ```
/// use notion_md::json;
/// use notion_model::request::Block;
///
/// let blocks = [Block::paragraph("Hello"), Block::divider()];
/// assert_eq!(json(&blocks)?, serde_json::to_vec(&blocks)?);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// None that is known; it is `serde_json` that could fail on the rarer kinds of blocks.
pub fn json(blocks: &[Block]) -> serde_json::Result<Vec<u8>> {
    // About what a block of a single run takes, without its text.
    let mut out = Vec::with_capacity(1024 + 512 * blocks.len());
    write_array(blocks, &mut out)?;
    Ok(out)
}

/// Writes one block, with all below it.
pub(crate) fn write_block(block: &Block, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let opened = open(block, out)?;
    if opened {
        write_array(&block.children, out)?;
    }
    out.extend_from_slice(b"}}");
    Ok(())
}

fn write_array(blocks: &[Block], out: &mut Vec<u8>) -> serde_json::Result<()> {
    out.push(b'[');
    // A list of open arrays instead of recursion: trees may have any depth.
    let mut arrays = vec![blocks.iter()];
    let mut is_first = true;
    while let Some(siblings) = arrays.last_mut() {
        let Some(block) = siblings.next() else {
            arrays.pop();
            // The array's own end, and that of the block it is in.
            out.extend_from_slice(if arrays.is_empty() { b"]" } else { b"]}}" });
            is_first = false;
            continue;
        };
        if !is_first {
            out.push(b',');
        }
        is_first = open(block, out)?;
        if is_first {
            out.push(b'[');
            arrays.push(block.children.iter());
        } else {
            out.extend_from_slice(b"}}");
        }
    }
    Ok(())
}

/// Writes a block up to its children; says whether there are any.
fn open(block: &Block, out: &mut Vec<u8>) -> serde_json::Result<bool> {
    let Block { kind, children } = block;
    let name = kind.type_name();
    out.extend_from_slice(b"{\"type\":\"");
    out.extend_from_slice(name.as_bytes());
    out.push(b'"');
    let start = out.len();
    if !write_common(kind, name, out)? {
        // `{"divider":{}}`, of which the first brace becomes a comma and the last ones come later.
        serde_json::to_writer(&mut *out, kind)?;
        out[start] = b',';
        out.truncate(out.len() - 2);
    }
    // A column is refused without the key, but accepted when it is empty.
    let has_children = !children.is_empty() || matches!(kind, BlockKind::Column(_));
    if has_children {
        let is_empty = out.ends_with(b"{");
        out.extend_from_slice(if is_empty { b"\"children\":" } else { b",\"children\":" });
    }
    Ok(has_children)
}

/// Writes what a block of the more common kinds holds; `false` for the others.
fn write_common(kind: &BlockKind, name: &str, out: &mut Vec<u8>) -> serde_json::Result<bool> {
    let (text, color) = match kind {
        BlockKind::Paragraph(it, None)
        | BlockKind::BulletedListItem(it)
        | BlockKind::NumberedListItem(it)
        | BlockKind::Toggle(it)
        | BlockKind::Quote(it) => (&it.rich_text, &it.color),
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it)
            if !it.is_toggleable =>
        {
            (&it.rich_text, &it.color)
        }
        BlockKind::Code(it) => {
            write_runs(name, "rich_text", &it.rich_text, out)?;
            out.extend_from_slice(b",\"language\":");
            serde_json::to_writer(&mut *out, &it.language)?;
            if !it.caption.is_empty() {
                out.extend_from_slice(b",\"caption\":");
                write_array_of_runs(&it.caption, out)?;
            }
            return Ok(true);
        }
        BlockKind::TableRow(row) => {
            out.extend_from_slice(b",\"table_row\":{\"cells\":[");
            for (index, cell) in row.cells.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_array_of_runs(cell, out)?;
            }
            out.push(b']');
            return Ok(true);
        }
        _ => return Ok(false),
    };
    write_runs(name, "rich_text", text, out)?;
    write_color(color, b",\"color\":", out)?;
    Ok(true)
}

/// Writes the key of a payload, and the text that is the first thing in it.
fn write_runs(
    name: &str,
    key: &str,
    runs: &[RichText],
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    for part in [",\"", name, "\":{\"", key, "\":"] {
        out.extend_from_slice(part.as_bytes());
    }
    write_array_of_runs(runs, out)
}

fn write_array_of_runs(runs: &[RichText], out: &mut Vec<u8>) -> serde_json::Result<()> {
    out.push(b'[');
    for (index, run) in runs.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_run(run, out)?;
    }
    out.push(b']');
    Ok(())
}

fn write_run(run: &RichText, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let RichTextKind::Text { content, link } = &run.kind else {
        return serde_json::to_writer(out, run);
    };
    out.extend_from_slice(b"{\"type\":\"text\",\"text\":{\"content\":\"");
    write_escaped(content, out);
    if let Some(link) = link {
        out.extend_from_slice(b"\",\"link\":{\"url\":\"");
        write_escaped(link, out);
        out.extend_from_slice(b"\"}}");
    } else {
        out.extend_from_slice(b"\"}");
    }
    let look = &run.annotations;
    if !look.is_default() {
        out.extend_from_slice(b",\"annotations\":{");
        let start = out.len();
        for (is_set, key) in [
            (look.bold, ",\"bold\":true"),
            (look.italic, ",\"italic\":true"),
            (look.strikethrough, ",\"strikethrough\":true"),
            (look.underline, ",\"underline\":true"),
            (look.code, ",\"code\":true"),
        ] {
            if is_set {
                // The first one has no comma before it.
                let key = if out.len() == start { &key[1..] } else { key };
                out.extend_from_slice(key.as_bytes());
            }
        }
        let key = if out.len() == start { b"\"color\":".as_slice() } else { b",\"color\":" };
        write_color(&look.color, key, out)?;
        out.push(b'}');
    }
    out.push(b'}');
    Ok(())
}

fn write_color(color: &Color, key: &[u8], out: &mut Vec<u8>) -> serde_json::Result<()> {
    if matches!(color, Color::Default) {
        return Ok(());
    }
    out.extend_from_slice(key);
    serde_json::to_writer(out, color)
}

/// Writes the inside of a JSON string.
fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = first_escaped(rest) {
        out.extend_from_slice(&rest[..at]);
        let byte = rest[at];
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => 0,
        };
        if short == 0 {
            let digit = |it: u8| if it < 10 { b'0' + it } else { b'a' + it - 10 };
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        } else {
            out.extend_from_slice(&[b'\\', short]);
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// Where the first byte is that cannot stand in a JSON string as it is.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    let is_escaped = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    // Without a way out in the middle the compiler looks at all bytes of a chunk at once.
    let (chunks, _) = bytes.as_chunks::<16>();
    let any = |chunk: &&[u8; 16]| chunk.iter().fold(false, |any, byte| any | is_escaped(*byte));
    let plain = chunks.iter().take_while(|it| !any(it)).count() * 16;
    let (chunks, rest) = bytes[plain..].as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        if let Some(at) = first_of_eight(*chunk) {
            return Some(plain + index * 8 + at);
        }
    }
    // The last eight are looked at together, too: those before the rest are known to be plain.
    if let Some(last) = bytes.last_chunk() {
        return first_of_eight(*last).map(|at| bytes.len() - 8 + at);
    }
    rest.iter().position(|it| is_escaped(*it))
}

/// The same for eight bytes at once: one that is below a bound has its highest bit set once the
/// bound was taken from it. It borrows from the bytes behind it, so of them nothing is known.
/// Source: <https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>.
fn first_of_eight(bytes: [u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(bytes);
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let found = (below(word, 0x20) | is(b'"') | is(b'\\')) & (ONES * 0x80);
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
}

#[cfg(test)]
mod tests {
    use notion_model::request::{Callout, Code, Heading, ToDo};

    use super::*;

    #[track_caller]
    fn check(blocks: &[Block]) {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("JSON is UTF-8");
        let ours = text(json(blocks).expect("blocks have JSON"));
        assert_eq!(ours, text(serde_json::to_vec(blocks).expect("blocks have JSON")));
        for block in blocks {
            let mut out = Vec::new();
            write_block(block, &mut out).expect("blocks have JSON");
            assert_eq!(text(out), serde_json::to_string(block).expect("blocks have JSON"));
        }
    }

    #[test]
    fn every_shape_is_the_same() {
        let run = |text: &str| RichText::text(text);
        let runs = || {
            vec![
                run("a \"b\" \\ \n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f} ä😀"),
                run("0123456789abcdef\"0123456789abcdef0123456789abcdef\\").bold().code(),
                run("link").linked("https://a.b/\"c").italic().colored(Color::RedBackground),
                run("").colored(Color::Blue),
                run("x").colored(Color::from("a \"new\" one")).strikethrough(),
                RichText::equation("x\\y"),
            ]
        };
        check(&[]);
        check(&[Block::paragraph(runs()), Block::divider(), Block::paragraph(Vec::new())]);
        let children = || vec![Block::bulleted(runs()), Block::divider().with_children([])];
        check(&[
            Block::bulleted(runs()).with_children(children()),
            Block::quote("a").with_children([Block::toggle("b").with_children(children())]),
            Block::heading(2, runs()).with_children(children()),
            Block::new(BlockKind::Heading1(Heading {
                rich_text: runs(),
                is_toggleable: true,
                ..Heading::default()
            })),
            Block::new(BlockKind::ToDo(ToDo { rich_text: runs(), ..ToDo::default() }))
                .with_children(children()),
            Block::new(BlockKind::Callout(Callout { rich_text: runs(), ..Callout::default() }))
                .with_children(children()),
            Block::table(["a", "b"], [["c", ""], ["d", "e"]]),
            Block::columns([vec![Block::paragraph("a")], Vec::new()]),
            Block::new(BlockKind::Tab).with_children([Block::paragraph("a")]),
            Block::new(BlockKind::Code(Code {
                rich_text: runs(),
                language: "c++".into(),
                caption: runs(),
            })),
            Block::new(BlockKind::Equation("x".to_owned())),
        ]);
    }

    #[test]
    fn what_is_escaped_is_found_wherever_it_is() {
        let is_escaped = |it: &u8| *it < 0x20 || matches!(it, b'"' | b'\\');
        for filler in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xa0, 0xa2, 0xdc, 0xff] {
            for (length, at) in (0..50).flat_map(|length| (0..=length).map(move |at| (length, at)))
            {
                for byte in [0, 1, 0x1f, 0x20, b'"', b'\\', b'a'] {
                    let mut bytes = vec![filler; length];
                    bytes.insert(at, byte);
                    // What is behind the first one, and just above a bound, is not found before it.
                    bytes.extend([b'!', b'#', b']', b'"']);
                    assert_eq!(first_escaped(&bytes), bytes.iter().position(is_escaped));
                    bytes.truncate(length + 1);
                    assert_eq!(first_escaped(&bytes), bytes.iter().position(is_escaped));
                }
            }
        }
    }

    #[test]
    fn depth_is_no_limit() {
        let mut block = Block::paragraph("a");
        for _ in 0..5_000 {
            block = Block::quote("").with_children([block]);
        }
        let written = json(&[block]).expect("blocks have JSON");
        let end = format!("{}]", "]}}".repeat(5_000));
        assert!(written.ends_with(end.as_bytes()));
    }
}
