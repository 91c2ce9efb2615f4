//! Reading blocks: new ones with their children, and changes of existing ones.

use notion_model::limits;
use serde_json::Number;

use super::icon::{external_url, file_upload, icon, is_link};
use super::text::{color, rich_text};
use crate::check::{At, Checked, Problem};
use crate::refusal::Refusal;
use crate::world::block_type::{
    BLOCK_TYPES, BlockType, Children, Field, FieldKind, Need, Part, block_type,
};
use crate::world::text::{Color, Run, RunKind};

/// A block that a request wants to make.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewBlock {
    pub(crate) kind: &'static BlockType,
    pub(crate) parts: Parts,
    pub(crate) children: Vec<Self>,
}

/// Fields of a payload by key.
pub(crate) type Parts = Vec<(Box<str>, Part)>;

/// How deep in a request a `children` array stands, which decides what it may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Level {
    /// The array of the request itself.
    Top,
    /// Children of a block of the request, and the content of its columns.
    Child,
    /// Grandchildren: leaves.
    Leaf,
    /// The members of a table, a column list or a tab.
    Part(&'static str, Inside),
    /// In a seed: any number of blocks, nested as deep as one likes.
    Free,
}

/// What a member of a table, a column list or a tab may hold itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Inside {
    Children,
    Leaves,
    Nothing,
    Free,
}

/// The `children` of a request: at most 100 in one array, 1000 on all levels together.
pub(crate) fn children(at: &At<'_, '_>) -> Checked<Vec<NewBlock>> {
    let blocks = at.array(limits::CHILDREN, |at| new_block(at, Level::Top))?;
    let count = blocks.iter().map(NewBlock::count).sum();
    at.length_at_most(count, limits::BLOCKS_PER_REQUEST)?;
    Ok(blocks)
}

/// The `children` of a seed, which is not bound by the limits of a request.
pub(crate) fn seeded_children(at: &At<'_, '_>) -> Checked<Vec<NewBlock>> {
    at.array(usize::MAX, |at| new_block(at, Level::Free))
}

impl NewBlock {
    /// How many blocks this makes, itself included.
    pub(crate) fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// What is wrong with the addresses in this, in the order of reading.
    fn bad_links(&self) -> Vec<String> {
        let mut bad = bad_links(self.kind, &self.parts);
        bad.extend(self.children.iter().flat_map(Self::bad_links));
        bad
    }
}

/// Refuses links that lead nowhere, and pictures that are nowhere, one line for each.
pub(crate) fn check_links(blocks: &[NewBlock]) -> Result<(), Refusal> {
    refuse_links(&blocks.iter().flat_map(NewBlock::bad_links).collect::<Vec<_>>())
}

/// The same for fields that an update sets.
pub(crate) fn check_changed_links(kind: &BlockType, parts: &Parts) -> Result<(), Refusal> {
    refuse_links(&bad_links(kind, parts))
}

fn refuse_links(bad: &[String]) -> Result<(), Refusal> {
    if bad.is_empty() {
        return Ok(());
    }
    let lines = bad.join("\n");
    Err(Refusal::validation(format!("Content creation Failed. Fix the following: \n{lines}")))
}

fn bad_links(kind: &BlockType, parts: &Parts) -> Vec<String> {
    let in_text = |runs: &[Run]| {
        let links = runs.iter().filter_map(|run| match &run.kind {
            RunKind::Link(_, url) => Some(url),
            _ => None,
        });
        links.filter(|url| !is_link(url)).count()
    };
    let mut bad = Vec::new();
    for (_, part) in parts {
        let links = match part {
            Part::Text(runs) => in_text(runs),
            Part::Cells(cells) => cells.iter().map(|runs| in_text(runs)).sum(),
            Part::External(url) if !is_link(url) => {
                bad.push(format!("Invalid {} url.", kind.name));
                0
            }
            _ => 0,
        };
        bad.extend(std::iter::repeat_n("Invalid URL for link.".to_owned(), links));
    }
    bad
}

impl Level {
    fn allows(self, kind: &BlockType) -> bool {
        match self {
            Self::Top => true,
            Self::Child => !matches!(kind.name, "column_list" | "column" | "table_row"),
            Self::Leaf => !matches!(kind.name, "column_list" | "column" | "table" | "table_row"),
            Self::Part(name, _) => kind.name == name,
            Self::Free => !matches!(kind.name, "column" | "table_row"),
        }
    }

    /// How many blocks a `children` array may hold here.
    fn most(self) -> usize {
        match self {
            Self::Free | Self::Part(_, Inside::Free) => usize::MAX,
            _ => limits::CHILDREN,
        }
    }

    /// The level of the children of a block of this kind, `None` if it may not have any here.
    fn below(self, kind: &BlockType) -> Option<Self> {
        let inside = match (self, kind.name) {
            (Self::Free | Self::Part(_, Inside::Free), _) => Inside::Free,
            (Self::Top, "tab") => Inside::Leaves,
            (Self::Child, "tab") | (_, "table") => Inside::Nothing,
            _ => Inside::Children,
        };
        match (self, kind.children) {
            (_, Children::None) | (Self::Leaf | Self::Part(_, Inside::Nothing), _) => None,
            (_, Children::Only(name)) => Some(Self::Part(name, inside)),
            (Self::Free | Self::Part(_, Inside::Free), _) => Some(Self::Free),
            (Self::Top | Self::Part(_, Inside::Children), _) => Some(Self::Child),
            (Self::Child | Self::Part(_, Inside::Leaves), _) => Some(Self::Leaf),
        }
    }
}

fn new_block(at: &At<'_, '_>, level: Level) -> Checked<NewBlock> {
    let kind = kind_of(at, level)?;
    let payload = at.key(kind.name);
    payload.object()?;
    let mut parts = Vec::with_capacity(kind.fields.len());
    for field in kind.fields {
        if let Some(part) = new_part(&payload, field)? {
            parts.push((field.key.into(), part));
        }
    }
    let below = level.below(kind);
    let children_at = payload.key("children");
    let children = match below {
        None => Vec::new(),
        Some(below) => children_at
            .opt(|at| at.array(below.most(), |at| new_block(at, below)))?
            .unwrap_or_default(),
    };
    match kind.children {
        _ if below.is_none() => {}
        Children::Only(_) | Children::Required if !children_at.is_present() => {
            return Err(children_at.missing());
        }
        Children::Only(_) => children_at.length_at_least(children.len(), least(kind, level))?,
        _ => {}
    }
    derive(kind, &mut parts, !children.is_empty());
    only_known(&payload, kind, below.is_some())?;
    at.only(&["object", "type", kind.name])?;
    at.key("object").opt(|at| at.word(&["block"]))?;
    let block = NewBlock { kind, parts, children };
    check_cells(&children_at, &block)?;
    Ok(block)
}

/// How many members the request that makes a block has to name. A column list that loses all
/// columns but one stays, so a seed may hold one.
fn least(kind: &BlockType, level: Level) -> usize {
    if kind.name == "column_list" && level != Level::Free { limits::COLUMNS_MIN } else { 1 }
}

/// Every row of a table has as many cells as the table is wide.
fn check_cells(at: &At<'_, '_>, table: &NewBlock) -> Checked<()> {
    let Some((_, Part::Count(width))) =
        table.parts.iter().find(|(_, it)| matches!(it, Part::Count(_)))
    else {
        return Ok(());
    };
    let mut rows = table.children.iter();
    at.opt(|at| {
        at.array(usize::MAX, |at| {
            let width = usize::try_from(*width).unwrap_or(usize::MAX);
            let cells = rows.next().and_then(|row| row.parts.first());
            match cells {
                Some((_, Part::Cells(cells))) if cells.len() != width => {
                    let row = at.key("table_row");
                    let cells_at = row.key("cells");
                    cells_at.length_at_most(cells.len(), width)?;
                    cells_at.length_at_least(cells.len(), width)
                }
                _ => Ok(()),
            }
        })
    })?;
    Ok(())
}

/// The type of the block that stands here: its `type`, else the first key that names one.
fn kind_of(at: &At<'_, '_>, level: Level) -> Checked<&'static BlockType> {
    let members = at.object()?;
    let named = members.get("type").and_then(|name| block_type(name.as_str()?));
    let found = named.or_else(|| {
        let mut kinds = members.keys().filter_map(|key| block_type(key));
        if members.contains_key("type") { None } else { kinds.next() }
    });
    match found {
        Some(kind) if level.allows(kind) => match at.key(kind.name).value() {
            Some(_) => Ok(kind),
            None => Err(at.key(kind.name).missing()),
        },
        Some(kind) => Err(at.key(kind.name).not_present()),
        None => {
            let candidates = BLOCK_TYPES.iter().filter(|kind| level.allows(kind));
            let problems = candidates.map(|kind| at.key(kind.name).missing());
            Err(Problem::any(problems).unwrap_or_else(|| at.missing()))
        }
    }
}

fn only_known(payload: &At<'_, '_>, kind: &BlockType, children: bool) -> Checked<()> {
    let mut known: Vec<&str> = Vec::with_capacity(kind.fields.len() + 5);
    for field in kind.fields {
        match field.kind {
            FieldKind::File => known.extend(["type", "external", "file_upload"]),
            FieldKind::Target => known.extend(["type", "page_id", "database_id", "comment_id"]),
            _ => known.push(field.key),
        }
    }
    known.extend(children.then_some("children"));
    payload.only(&known)
}

/// The value of a field of a new block: what was sent, or what the service puts there.
fn new_part(payload: &At<'_, '_>, field: &Field) -> Checked<Option<Part>> {
    let sent = sent_part(payload, field, field.create)?;
    Ok(sent.or(match field.kind {
        FieldKind::Text => Some(Part::Text(Vec::new())),
        FieldKind::Color => Some(Part::Color(Color::default())),
        FieldKind::Flag => Some(Part::Flag(false)),
        FieldKind::Icon(default) => Some(Part::Icon(
            default.map(|emoji| Box::new(serde_json::json!({ "type": "emoji", "emoji": emoji }))),
        )),
        _ => None,
    }))
}

/// What follows from the other fields: the name of a file, a heading that has children.
fn derive(kind: &BlockType, parts: &mut Parts, has_children: bool) {
    if has_children && kind.children == Children::IfToggleable {
        for (key, part) in parts.iter_mut() {
            if &**key == "is_toggleable" {
                *part = Part::Flag(true);
            }
        }
    }
    let is_elsewhere = parts.iter().any(|(_, part)| matches!(part, Part::External(_)));
    if kind.name == "file" && is_elsewhere {
        complete_file_name(parts);
    }
}

/// A file without a name takes that of its address, one without an extension its extension.
pub(crate) fn complete_file_name(parts: &mut Parts) {
    let url = parts.iter().find_map(|(_, part)| match part {
        Part::External(url) => Some(url.clone()),
        _ => None,
    });
    let path = url.as_deref().unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let last = path.split_once('/').map_or("", |(_, path)| path.rsplit('/').next().unwrap_or(""));
    let extension = last.rsplit_once('.').map(|(_, extension)| extension);
    let name = parts.iter_mut().find(|(key, _)| &**key == "name");
    match (name, extension) {
        (Some((_, Part::Word(name))), Some(extension)) if !name.contains('.') => {
            *name = format!("{name}.{extension}").into();
        }
        (Some(_), _) => {}
        (None, _) => parts.push(("name".into(), Part::Word(last.into()))),
    }
}

/// The value of a field as it was sent, `None` if it was not.
fn sent_part(payload: &At<'_, '_>, field: &Field, need: Need) -> Checked<Option<Part>> {
    let at = payload.key(field.key);
    let read = |at: &At<'_, '_>| part(at, field.kind);
    match (field.kind, need) {
        (FieldKind::File, need) => external(payload, need),
        (FieldKind::Target, _) => target(payload).map(Some),
        (_, Need::Required) => read(&at).map(Some),
        (_, Need::Optional) => at.opt(read),
        (_, Need::Refused) if at.is_present() => Err(at.not_present()),
        (_, Need::Refused) => Ok(None),
    }
}

fn part(at: &At<'_, '_>, kind: FieldKind) -> Checked<Part> {
    Ok(match kind {
        FieldKind::Text => Part::Text(rich_text(at)?),
        FieldKind::Cells => Part::Cells(at.array(limits::TABLE_COLUMNS, rich_text)?),
        FieldKind::Color => Part::Color(color(at)?),
        FieldKind::Flag => Part::Flag(at.boolean()?),
        FieldKind::Language => Part::Word(at.word(limits::CODE_LANGUAGES)?.into()),
        FieldKind::Expression => Part::Word(at.text(limits::EQUATION)?.into()),
        FieldKind::Url => Part::Word(at.text(limits::URL)?.into()),
        FieldKind::Width => Part::Count(at.at_least(1)?),
        FieldKind::Ratio => Part::Ratio(ratio(at)?),
        FieldKind::Icon(_) => Part::Icon(icon(at)?.map(Box::new)),
        FieldKind::FileName => {
            let name = at.string()?;
            at.length_at_most(name.len(), limits::FILE_NAME_BYTES)?;
            Part::Word(name.into())
        }
        FieldKind::SyncedFrom => {
            let original = at.nullable(|at| {
                let id = at.key("block_id").uuid()?;
                at.only(&["type", "block_id"])?;
                Ok(id)
            })?;
            Part::SyncedFrom(original)
        }
        FieldKind::File | FieldKind::Target => return Err(at.not_present()),
    })
}

fn ratio(at: &At<'_, '_>) -> Checked<Number> {
    let number = at.number()?;
    match number.as_f64() {
        Some(ratio) if ratio > 0.0 && ratio < 1.0 => Ok(number.clone()),
        Some(ratio) if ratio > 0.0 => Err(at.should_be("≤ `1`")),
        _ => Err(at.should_be("≥ `0`")),
    }
}

/// `{"type"?, "external": {"url"}}`, or an upload.
fn external(payload: &At<'_, '_>, need: Need) -> Checked<Option<Part>> {
    let external = payload.key("external");
    let upload = payload.key("file_upload");
    if upload.is_present() && !external.is_present() {
        payload.key("type").opt(|at| at.word(&["file_upload"]))?;
        return file_upload(&upload).map(|id| Some(Part::Upload(id)));
    }
    if upload.is_present() {
        return Err(upload.not_present());
    }
    if !external.is_present() {
        if need == Need::Optional {
            return Ok(None);
        }
        return Err(external.missing().or(upload.missing()));
    }
    payload.key("type").opt(|at| at.word(&["external"]))?;
    Ok(Some(Part::External(external_url(&external)?.into())))
}

/// `{"type"?, "page_id" | "database_id" | "comment_id"}`.
fn target(payload: &At<'_, '_>) -> Checked<Part> {
    let keys = ["page_id", "database_id", "comment_id"];
    let Some(key) = keys.into_iter().find(|key| payload.key(key).is_present()) else {
        let problems = keys.map(|key| payload.key(key).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| payload.missing()));
    };
    payload.only(&["type", key])?;
    payload.key("type").opt(|at| at.word(&[key]))?;
    Ok(Part::Target(key.into(), payload.key(key).uuid()?))
}

/// What a request wants to change of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BlockChange {
    /// The type that the request names, and the fields it sets.
    pub(crate) payload: Option<(&'static BlockType, Parts)>,
    /// The key of a payload that is no type of block to be updated, such as `child_page`.
    pub(crate) in_trash: Option<bool>,
}

/// The body of `PATCH /v1/blocks/{id}`; `trash` names the keys that set the trash flag.
pub(crate) fn change(at: &At<'_, '_>, trash: &[&'static str]) -> Checked<BlockChange> {
    let members = at.object()?;
    let mut in_trash = None;
    for key in trash {
        in_trash = in_trash.or(at.key(key).opt(At::boolean)?);
    }
    let kind = members.keys().find_map(|key| block_type(key));
    let mut known = vec!["type"];
    known.extend(trash);
    known.extend(kind.map(|kind| kind.name));
    at.only(&known)?;
    let payload = kind.map(|kind| Ok((kind, changed_parts(&at.key(kind.name), kind)?)));
    Ok(BlockChange { payload: payload.transpose()?, in_trash })
}

fn changed_parts(payload: &At<'_, '_>, kind: &BlockType) -> Checked<Parts> {
    payload.object()?;
    let mut parts = Vec::new();
    for field in kind.fields {
        if let Some(part) = sent_part(payload, field, field.update)? {
            parts.push((field.key.into(), part));
        }
    }
    // The service shrugs at an empty `children`, and refuses one that says something.
    let children = payload.key("children");
    let tolerated =
        children.value().and_then(serde_json::Value::as_array).is_some_and(Vec::is_empty);
    only_known(payload, kind, tolerated)?;
    Ok(parts)
}
