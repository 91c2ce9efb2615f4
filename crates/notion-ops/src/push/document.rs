//! A Markdown file as a page: its title, its blocks, and what its front matter says.

use notion_md::{ReadOptions, Scalar, Value};
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
    let title_runs = document.take_title().unwrap_or_else(|| {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        vec![RichText::text(name.strip_suffix(".md").unwrap_or(name))]
    });
    let mut remarks: Vec<String> = document
        .remarks
        .iter()
        .map(|it| match &it.place {
            notion_md::Place::Source { start, .. } => {
                format!("line {}: {}", start.line, it.message)
            }
            notion_md::Place::Block(_) | notion_md::Place::Existing(_) => it.message.clone(),
        })
        .collect();
    let entries = document.front_matter.map(|it| it.entries).unwrap_or_default();
    let mut fields = Vec::new();
    for (name, value) in entries {
        match literal(&value) {
            Some(literal) => fields.push((name, literal)),
            None => {
                remarks.push(format!("`{name}` of the front matter is no single value or list"));
            }
        }
    }
    Pushed {
        path: file.path.clone(),
        title: request::plain_text(&title_runs),
        title_runs,
        remarks,
        blocks: document.blocks,
        fields,
    }
}

fn literal(value: &Value) -> Option<Literal> {
    Some(match value {
        Value::Null => Literal::Text(String::new()),
        Value::Scalar(scalar) => single(scalar),
        Value::List(items) => Literal::List(items.iter().map(single).collect()),
        Value::Map(_) => return None,
    })
}

fn single(scalar: &Scalar) -> Literal {
    if let Some(flag) = scalar.as_bool() {
        return Literal::Flag(flag);
    }
    match (scalar.as_number(), scalar.text.parse()) {
        (Some(_), Ok(number)) => Literal::Integer(number),
        (Some(number), Err(_)) => Literal::Float(number),
        (None, _) => Literal::Text(scalar.text.clone()),
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
