//! Reading the everyday part of YAML, line by line.

use super::{FrontMatter, Scalar, Value};

/// An entry that could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The line it begins on, from 0.
    pub(crate) line: usize,
    pub(crate) reason: &'static str,
}

impl FrontMatter {
    /// Reads the lines between the two `---`.
    pub(crate) fn read(yaml: &str) -> (Self, Vec<Problem>) {
        let lines: Vec<&str> = yaml.lines().collect();
        let mut front_matter = Self::default();
        let mut problems = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let line = at;
            let below = below(&lines, at);
            at += 1 + below;
            if is_blank(lines[line]) {
                continue;
            }
            match entry(lines[line], &lines[line + 1..at]) {
                Ok(entry) => front_matter.entries.push(entry),
                Err(reason) => problems.push(Problem { line, reason }),
            }
        }
        (front_matter, problems)
    }
}

/// How many lines after a line belong to it: those indented, and the items of its list.
fn below(lines: &[&str], at: usize) -> usize {
    let opens_list = lines[at].trim_end().ends_with(':');
    let belongs = |line: &&&str| {
        line.starts_with([' ', '\t'])
            || line.trim().is_empty()
            || (opens_list && (line.starts_with("- ") || line.trim_end() == "-"))
    };
    let count = lines[at + 1..].iter().take_while(belongs).count();
    // Blank lines at the end separate it from the next entry.
    let last = lines[at + 1..at + 1 + count].iter().rposition(|it| !it.trim().is_empty());
    last.map_or(0, |it| it + 1)
}

fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn entry(line: &str, below: &[&str]) -> Result<(String, Value), &'static str> {
    if line.starts_with([' ', '\t']) {
        return Err("it is indented without a key above it");
    }
    let (key, rest) = key(line).ok_or("it is no `key: value`")?;
    let rest = rest.trim();
    let value = match rest.chars().next() {
        Some('&' | '*' | '!') => return Err("anchors, aliases and tags are not read"),
        Some('|' | '>') => Value::Scalar(Scalar::text(block_text(rest, below))),
        Some('[' | '{') => {
            let all = below.iter().fold(rest.to_owned(), |all, it| all + " " + it.trim());
            flow(&all)?
        }
        None | Some('#') => nested(below)?,
        Some(_) => {
            // A plain or a quoted text may go on in the next lines.
            let all = below.iter().fold(rest.to_owned(), |all, it| all + " " + it.trim());
            match scalar(&all)? {
                it if !it.is_quoted
                    && matches!(it.text.as_str(), "~" | "null" | "Null" | "NULL") =>
                {
                    Value::Null
                }
                it => Value::Scalar(it),
            }
        }
    };
    Ok((key, value))
}

/// The key of a line, and what follows its colon.
fn key(line: &str) -> Option<(String, &str)> {
    if line.starts_with(['"', '\'']) {
        let (text, rest) = quoted(line).ok()?;
        return Some((text, rest.trim_start().strip_prefix(':')?));
    }
    let at = line.match_indices(':').map(|it| it.0).find(|at| {
        let rest = &line[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t'])
    })?;
    let key = line[..at].trim();
    let is_item = key == "-" || key.starts_with("- ");
    let is_key = !key.is_empty()
        && !is_item
        && !key.starts_with(['?', '[', '{', '&', '*', '!', '|', '>', '%', '@', '`']);
    is_key.then(|| (key.to_owned(), &line[at + 1..]))
}

/// A list or a map in the lines below a key.
fn nested(below: &[&str]) -> Result<Value, &'static str> {
    let lines: Vec<&str> = below.iter().copied().filter(|it| !is_blank(it)).collect();
    let Some(first) = lines.first() else { return Ok(Value::Null) };
    let indent = |line: &str| line.len() - line.trim_start().len();
    if lines.iter().any(|it| indent(it) != indent(first)) {
        return Err("what is nested more deeply is not read");
    }
    let items = lines.iter().map(|it| it.trim());
    if first.trim_start().starts_with('-') {
        let item = |it: &str| {
            let text = it.strip_prefix('-').ok_or("a list holds items only")?.trim();
            if text.starts_with(['[', '{']) || key(text).is_some() {
                return Err("what is nested more deeply is not read");
            }
            scalar(text)
        };
        return items.map(item).collect::<Result<_, _>>().map(Value::List);
    }
    let entry = |it: &str| {
        let (key, rest) = key(it).ok_or("it is no `key: value`")?;
        Ok((key, scalar(rest.trim())?))
    };
    items.map(entry).collect::<Result<_, _>>().map(Value::Map)
}

/// A list in brackets, or a map in braces.
fn flow(text: &str) -> Result<Value, &'static str> {
    const NOT_CLOSED: &str = "a bracket is not closed";
    let is_list = text.starts_with('[');
    let close = if is_list { ']' } else { '}' };
    let mut rest = text[1..].trim_start();
    let mut list = Vec::new();
    let mut map = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix(close) {
            if !is_blank(after) {
                return Err("something follows the closing bracket");
            }
            return Ok(if is_list { Value::List(list) } else { Value::Map(map) });
        }
        if rest.starts_with(['[', '{']) {
            return Err("what is nested more deeply is not read");
        }
        let (first, after, is_quoted) = flow_text(rest, is_list)?;
        rest = after.trim_start();
        if is_list {
            list.push(Scalar { text: first, is_quoted });
        } else {
            let after = rest.strip_prefix(':').ok_or("a map holds `key: value`")?.trim_start();
            let (text, after, is_quoted) = flow_text(after, true)?;
            map.push((first, Scalar { text, is_quoted }));
            rest = after.trim_start();
        }
        rest = match rest.strip_prefix(',') {
            Some(rest) => rest.trim_start(),
            None if rest.starts_with(close) => rest,
            None => return Err(NOT_CLOSED),
        };
    }
}

/// A text in a list or map, up to a comma, a bracket or, for a key, its colon.
fn flow_text(text: &str, is_value: bool) -> Result<(String, &str, bool), &'static str> {
    if text.starts_with(['"', '\'']) {
        let (found, rest) = quoted(text)?;
        return Ok((found, rest, true));
    }
    let ends = |it: char| matches!(it, ',' | ']' | '}') || (it == ':' && !is_value);
    let end = text.find(ends).ok_or("a bracket is not closed")?;
    Ok((text[..end].trim().to_owned(), &text[end..], false))
}

/// One value, which may be followed by a comment.
fn scalar(text: &str) -> Result<Scalar, &'static str> {
    if text.starts_with(['"', '\'']) {
        let (text, rest) = quoted(text)?;
        if !is_blank(rest) {
            return Err("something follows the closing quote");
        }
        return Ok(Scalar { text, is_quoted: true });
    }
    let end = text.find(" #").unwrap_or(text.len());
    Ok(Scalar { text: text[..end].trim().to_owned(), is_quoted: false })
}

/// A text in quotes, and what follows it.
fn quoted(text: &str) -> Result<(String, &str), &'static str> {
    const NOT_CLOSED: &str = "a quote is not closed";
    let mut chars = text.char_indices();
    let quote = chars.next().map_or('"', |it| it.1);
    let mut found = String::new();
    while let Some((at, char)) = chars.next() {
        match char {
            '\'' if quote == '\'' && text[at + 1..].starts_with('\'') => {
                found.push('\'');
                chars.next();
            }
            it if it == quote => return Ok((found, &text[at + 1..])),
            '\\' if quote == '"' => {
                let (_, escape) = chars.next().ok_or(NOT_CLOSED)?;
                let digits = match escape {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    'n' => {
                        found.push('\n');
                        continue;
                    }
                    't' => {
                        found.push('\t');
                        continue;
                    }
                    other => {
                        found.push(other);
                        continue;
                    }
                };
                let hex: String = chars.by_ref().take(digits).map(|it| it.1).collect();
                let code = u32::from_str_radix(&hex, 16).map_err(|_| "an escape is not valid")?;
                found.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            it => found.push(it),
        }
    }
    Err(NOT_CLOSED)
}

/// A text over several lines: as it is after `|`, flowing after `>`.
fn block_text(header: &str, below: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let lines = || below.iter().filter(|it| !it.trim().is_empty());
    let least = lines().map(indent).min().unwrap_or(0);
    let text = |line: &&str| line.get(least..).unwrap_or("").trim_end().to_owned();
    let lines: Vec<String> = below.iter().map(text).collect();
    let mut joined = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            match (header.starts_with('>'), line.is_empty(), joined.ends_with('\n')) {
                // After `>`, a blank line is the end of a line.
                (true, false, true) => {}
                (true, false, false) => joined.push(' '),
                (true, true, _) | (false, _, _) => joined.push('\n'),
            }
        }
        joined.push_str(line);
    }
    joined
}
