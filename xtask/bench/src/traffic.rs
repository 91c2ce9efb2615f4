//! The recorded answers, sorted by what they are.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Failure;

/// The recorded texts, compact as Notion sends them; the recorder wrote spaces between the words.
#[derive(Default)]
pub(crate) struct Texts {
    /// Pages, single and from lists.
    pub(crate) pages: Vec<String>,
    /// Those of them that are rows.
    pub(crate) rows: Vec<String>,
    /// Blocks, single and from lists.
    pub(crate) blocks: Vec<String>,
    /// Data sources, single and from lists.
    pub(crate) data_sources: Vec<String>,
    /// Whole lists that hold nothing but pages, at least one.
    pub(crate) page_lists: Vec<String>,
    /// Whole lists that hold nothing but blocks, at least one.
    pub(crate) block_lists: Vec<String>,
}

/// Reads every `.jsonl` file of a folder.
pub(crate) fn read(folder: &Path) -> Result<Texts, Failure> {
    let fail = |error| format!("the recordings in {} cannot be read: {error}", folder.display());
    let mut files = fs::read_dir(folder)
        .and_then(|entries| entries.map(|it| Ok(it?.path())).collect::<Result<Vec<_>, _>>())
        .map_err(fail)?;
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    let mut texts = Texts::default();
    for file in files {
        for line in fs::read_to_string(&file).map_err(fail)?.lines() {
            let exchange: Value = serde_json::from_str(line)
                .map_err(|error| format!("{} is no recording: {error}", file.display()))?;
            let answer = &exchange["response"];
            texts.add(answer);
            if let Some(items) = answer["results"].as_array() {
                items.iter().for_each(|it| texts.add(it));
                texts.add_list(answer, items);
            }
        }
    }
    if texts.pages.is_empty() {
        return Err(format!("there are no recorded pages in {}", folder.display()));
    }
    Ok(texts)
}

impl Texts {
    fn add(&mut self, object: &Value) {
        match object["object"].as_str() {
            Some("page") => {
                self.pages.push(object.to_string());
                let parent = object["parent"]["type"].as_str();
                if matches!(parent, Some("data_source_id" | "database_id")) {
                    self.rows.push(object.to_string());
                }
            }
            Some("block") => self.blocks.push(object.to_string()),
            Some("data_source") => self.data_sources.push(object.to_string()),
            _ => {}
        }
    }

    fn add_list(&mut self, list: &Value, items: &[Value]) {
        let all = |kind: &str| !items.is_empty() && items.iter().all(|it| it["object"] == kind);
        if all("page") {
            self.page_lists.push(list.to_string());
        } else if all("block") {
            self.block_lists.push(list.to_string());
        }
    }
}
