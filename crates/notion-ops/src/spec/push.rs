//! `kind = "push"`: Markdown files and the place where they become pages.

use super::reader::Table;
use crate::problem::{Located, Problem};

/// Turns Markdown files into pages, and keeps the pages as the files are.
#[derive(Clone, Debug, PartialEq)]
pub struct PushSpec {
    /// The files, relative to the spec. `*` stands for a part of a name, `**` for any folders.
    pub files: Vec<Located<String>>,
    /// Where the pages go.
    pub target: PushTarget,
    /// What happens to a page that somebody edited in Notion.
    pub on_remote_edit: OnRemoteEdit,
}

/// The parent of pushed pages.
#[derive(Clone, Debug, PartialEq)]
pub enum PushTarget {
    /// A page: a name, an id or a URL.
    Page(Located<String>),
    /// A data source, with the text property that holds each row's marker.
    DataSource {
        /// A name, an id or a URL.
        data_source: Located<String>,
        /// The marker's property.
        marker: Located<String>,
    },
}

/// What happens to a page that somebody edited in Notion since the last push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRemoteEdit {
    /// It is left alone and reported.
    Refuse,
    /// It becomes as the file is.
    Overwrite,
}

pub(super) fn read(root: &Table<'_>) -> Option<PushSpec> {
    let files = root.required_table("input").and_then(read_input);
    let mut on_remote_edit = OnRemoteEdit::Refuse;
    let target = root.required_table("target").and_then(|table| {
        let words = [("refuse", OnRemoteEdit::Refuse), ("overwrite", OnRemoteEdit::Overwrite)];
        on_remote_edit = table.word("on_remote_edit", &words).unwrap_or(OnRemoteEdit::Refuse);
        let marker = super::sync::read_marker(&table);
        if let Some(key) = table.text("key").filter(|it| it.value != "path") {
            let message = format!("`key = \"{}\"` is not supported yet", key.value);
            table.problem(key.problem(message).help("pages are recognised by their file's path"));
        }
        let parent = table.required_table("parent");
        table.finish();
        let parent = parent?;
        let (page, data_source) = (parent.text("page"), parent.text("data_source"));
        if page.is_some() == data_source.is_some() {
            let message = "the parent is either a `page` or a `data_source`";
            parent.problem(Problem::at(parent.span(), message));
        }
        parent.finish();
        let source = data_source.map(|data_source| PushTarget::DataSource { data_source, marker });
        page.map(PushTarget::Page).or(source)
    });
    root.refuse("content", "leave it out: files are read by the program's own Markdown reader");
    Some(PushSpec { files: files?, target: target?, on_remote_edit })
}

fn read_input(table: Table<'_>) -> Option<Vec<Located<String>>> {
    let mut files = table.texts("files").unwrap_or_default();
    files.extend(table.text("glob"));
    if let Some(word) = table.text("front_matter").filter(|it| it.value != "properties") {
        let message = format!("`front_matter = \"{}\"` is not supported yet", word.value);
        table.problem(word.problem(message).help("write \"properties\" or leave it out"));
    }
    if files.is_empty() {
        let message = "the push does not say which files";
        let help = "add `files = [\"README.md\"]` or `glob = \"docs/**/*.md\"`";
        table.problem(Problem::at(table.span(), message).help(help));
    }
    table.finish();
    Some(files).filter(|it| !it.is_empty())
}
