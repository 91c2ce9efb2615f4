//! A Markdown file as a page: its title, its blocks, and what its front matter says.

use notion_md::ReadOptions;
use notion_model::{
    DataSource,
    request::{self, Block, RichText},
};

use super::MarkdownFile;
use crate::{
    planner::{Desired, unknown_property},
    problem::{Located, Problem},
    spec::Literal,
    transform::{People, cast_of, from_literal},
};

/// A file as a page.
#[derive(Clone, Debug)]
pub(super) struct Pushed {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) title_runs: Vec<RichText>,
    pub(super) blocks: Vec<Block>,
    pub(super) fields: Vec<(String, Literal)>,
    pub(super) remarks: Vec<String>,
}

/// Reads a file. The title is the front matter's, else the first heading, else the file's name.
pub(super) fn pushed(file: &MarkdownFile) -> Pushed {
    let mut document = notion_md::read(&file.text, &ReadOptions::default());
    let mut fields = document.front_matter.as_deref().map(read_fields).unwrap_or_default();
    let named = fields.iter().position(|(name, _)| name.eq_ignore_ascii_case("title"));
    let named = named.map(|at| fields.remove(at).1);
    let title_runs = match named {
        Some(Literal::Text(title)) => vec![RichText::text(title)],
        Some(other) => vec![RichText::text(other.to_string())],
        None => document.take_title().unwrap_or_else(|| {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            vec![RichText::text(name.strip_suffix(".md").unwrap_or(name))]
        }),
    };
    let remarks = document.remarks.iter().map(|it| match &it.place {
        notion_md::Place::Source { start, .. } => {
            format!("line {}: {}", start.line, it.message)
        }
        notion_md::Place::Block(_) => it.message.clone(),
    });
    Pushed {
        path: file.path.clone(),
        title: request::plain_text(&title_runs),
        title_runs,
        remarks: remarks.collect(),
        blocks: document.blocks,
        fields,
    }
}

/// Reads the simple part of YAML: one `name: value` per line, with lists in brackets.
fn read_fields(text: &str) -> Vec<(String, Literal)> {
    let lines = text.lines().filter(|it| !it.starts_with([' ', '\t', '#', '-']));
    let fields = lines.filter_map(|line| line.split_once(':'));
    fields
        .map(|(name, value)| (name.trim().to_owned(), literal(value.trim())))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn literal(text: &str) -> Literal {
    if let Some(items) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let items = items.split(',').map(str::trim).filter(|it| !it.is_empty());
        return Literal::List(items.map(literal_item).collect());
    }
    literal_item(text)
}

fn literal_item(text: &str) -> Literal {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|it| it.strip_suffix(quote)) {
            return Literal::Text(inner.to_owned());
        }
    }
    match text {
        "true" => return Literal::Flag(true),
        "false" => return Literal::Flag(false),
        _ => {}
    }
    if let Ok(number) = text.parse() {
        return Literal::Integer(number);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && text.starts_with(|it: char| !it.is_alphabetic()) => {
            Literal::Float(number)
        }
        _ => Literal::Text(text.to_owned()),
    }
}

/// Adds the front matter's fields to the properties of a row. A field without a property of that
/// name is a problem: it would be lost.
pub(super) fn front_matter(
    pushed: &Pushed,
    rows: &DataSource,
    desired: &mut Desired,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, literal) in &pushed.fields {
        let named: Located<String> = name.as_str().into();
        let Some(property) = rows.properties.get(name) else {
            let problem = unknown_property(rows, &named);
            problems.push(problem.note(format!("it is in the front matter of {}", pushed.path)));
            continue;
        };
        let value = cast_of(&property.kind)
            .ok_or_else(|| {
                format!("a property of type {} is not written", property.kind.type_name())
            })
            .and_then(|to| from_literal(literal, to, &People::default()));
        match value {
            Ok(value) => desired.set(name, value),
            Err(message) => {
                let message = format!("{}: `{name}`: {message}", pushed.path);
                problems.push(named.problem(message));
            }
        }
    }
    problems
}
