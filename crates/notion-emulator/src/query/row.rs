//! A row as the evaluator of filters sees it: only the properties that a query names.

use notion_model::{
    DateValue, ExternalFile, File, FileKind, FormulaValue, FormulaValueKind, Page as Row, PageId,
    PageRef, PropertyId, PropertyValue, PropertyValueKind, RichText, RichTextKind, RollupValue,
    RollupValueKind, SelectOption, Text, Timestamp, UniqueIdValue, Unknown, User, UserId,
    Verification, Wire,
};

use uuid::Uuid;

use crate::computed::{Outcome, Rolled};
use crate::render::View;
use crate::world::World;
use crate::world::cell::{Cell, FileItem, FilePlace, js_float};
use crate::world::date::Span;
use crate::world::record::Page;
use crate::world::rollup::Rollup;
use crate::world::schema::{Choice, Property, PropertyKind};
use crate::world::text::{Run, RunKind};

/// One row that is filled anew for each page: a query looks at many pages, and most of what a row
/// is made of is the same for all of them.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    properties: Vec<&'a Property>,
    row: Row,
}

impl<'a> Rows<'a> {
    /// Rows with these properties.
    pub(super) fn new(properties: Vec<&'a Property>) -> Self {
        let empty = properties
            .iter()
            .map(|it| {
                let nothing = PropertyValueKind::Checkbox(false);
                (it.name.clone(), PropertyValue::new(id(it), nothing))
            })
            .collect();
        let row = Row {
            object: notion_model::PageObject::Page,
            id: PageId::from(Uuid::nil()),
            created_time: None,
            last_edited_time: None,
            created_by: None,
            last_edited_by: None,
            cover: None,
            icon: None,
            parent: None,
            in_trash: false,
            is_archived: false,
            is_locked: false,
            properties: empty,
            url: None,
            public_url: None,
            archived: None,
            request_id: None,
            wire: Wire::default(),
        };
        Self { properties, row }
    }

    /// The row of a page.
    pub(super) fn of(&mut self, view: &View<'_>, page: &Page) -> &Row {
        self.row.id = PageId::from(page.id);
        self.row.created_time = Some(Timestamp::zulu(page.stamp.created.timestamp()));
        self.row.last_edited_time = Some(Timestamp::zulu(page.stamp.edited.timestamp()));
        for property in &self.properties {
            if let Some(value) = self.row.properties.get_mut(&property.name)
                && !rewritten(&mut value.kind, view.world, page, property)
            {
                value.kind = kind(view, page, property);
            }
        }
        &self.row
    }
}

fn id(property: &Property) -> PropertyId {
    PropertyId::from(property.key.encoded().as_str())
}

fn kind(view: &View<'_>, page: &Page, property: &Property) -> PropertyValueKind {
    let world = view.world;
    let cell = page.cell(&property.key);
    if let Some(Cell::Shown(_)) = cell
        && let Ok(value) = serde_json::from_value::<PropertyValue>(view.value(page, property))
    {
        return value.kind;
    }
    match &property.kind {
        PropertyKind::Title => PropertyValueKind::Title(text(world, &page.title)),
        PropertyKind::RichText => PropertyValueKind::RichText(match cell {
            Some(Cell::Text(runs)) => text(world, runs),
            _ => Vec::new(),
        }),
        PropertyKind::Number { .. } => PropertyValueKind::Number(match cell {
            Some(Cell::Number(number)) => Some(number.clone()),
            _ => None,
        }),
        PropertyKind::Select(_) => PropertyValueKind::Select(chosen(property, cell)),
        PropertyKind::Status { .. } => PropertyValueKind::Status(
            chosen(property, cell).or_else(|| property.kind.default_status().map(option)),
        ),
        PropertyKind::MultiSelect(_) => PropertyValueKind::MultiSelect(match cell {
            Some(Cell::Options(ids)) => {
                ids.iter().filter_map(|id| property.kind.choice(id)).map(option).collect()
            }
            _ => Vec::new(),
        }),
        PropertyKind::Date => PropertyValueKind::Date(match cell {
            Some(Cell::Date(span)) => date(span),
            _ => None,
        }),
        PropertyKind::People => PropertyValueKind::People(match cell {
            Some(Cell::People(ids)) => {
                ids.iter().map(|id| User::partial(UserId::from(*id))).collect()
            }
            _ => Vec::new(),
        }),
        PropertyKind::Files => PropertyValueKind::Files(match cell {
            Some(Cell::Files(files)) => files.iter().map(file).collect(),
            _ => Vec::new(),
        }),
        PropertyKind::Checkbox => PropertyValueKind::Checkbox(cell == Some(&Cell::Checked)),
        PropertyKind::Url => PropertyValueKind::Url(plain(cell)),
        PropertyKind::Email => PropertyValueKind::Email(plain(cell)),
        PropertyKind::PhoneNumber => PropertyValueKind::PhoneNumber(plain(cell)),
        PropertyKind::Relation { .. } => {
            let rows = view.related(page, property);
            let rows =
                rows.into_iter().map(|id| PageRef { id: PageId::from(id), wire: Wire::default() });
            PropertyValueKind::Relation(rows.collect())
        }
        PropertyKind::UniqueId { prefix, .. } => PropertyValueKind::UniqueId(UniqueIdValue {
            prefix: prefix.clone(),
            number: match cell {
                Some(Cell::UniqueId(number)) => i64::try_from(*number).ok(),
                _ => None,
            },
            wire: Wire::default(),
        }),
        PropertyKind::CreatedTime => {
            PropertyValueKind::CreatedTime(Timestamp::zulu(page.stamp.created.timestamp()))
        }
        PropertyKind::LastEditedTime => {
            PropertyValueKind::LastEditedTime(Timestamp::zulu(page.stamp.edited.timestamp()))
        }
        PropertyKind::CreatedBy => PropertyValueKind::CreatedBy(Box::new(User::partial(
            UserId::from(page.stamp.created_by),
        ))),
        PropertyKind::LastEditedBy => PropertyValueKind::LastEditedBy(Box::new(User::partial(
            UserId::from(page.stamp.edited_by),
        ))),
        PropertyKind::Formula(formula) => {
            let kind = outcome(world.formula(page, formula));
            PropertyValueKind::Formula(FormulaValue { kind, wire: Wire::default() })
        }
        PropertyKind::Rollup(it) => PropertyValueKind::Rollup(Box::new(rollup(view, page, it))),
        PropertyKind::Verification => PropertyValueKind::Verification(match cell {
            Some(Cell::Verified(it)) => {
                let is_over = it.until.is_some_and(|until| until.timestamp() < world.now);
                Some(Box::new(Verification {
                    state: if is_over { "expired" } else { "verified" }.into(),
                    verified_by: None,
                    date: None,
                    wire: Wire::default(),
                }))
            }
            _ => None,
        }),
        // Neither can be asked for.
        PropertyKind::Place => PropertyValueKind::Place(None),
        PropertyKind::Button => PropertyValueKind::Button(serde_json::Map::new()),
    }
}

fn outcome(outcome: Outcome) -> FormulaValueKind {
    match outcome {
        Outcome::Text(text) => FormulaValueKind::String(text),
        Outcome::Number(number) => FormulaValueKind::Number(number.and_then(js_float)),
        Outcome::Boolean(value) => FormulaValueKind::Boolean(value),
        Outcome::Date(span) => FormulaValueKind::Date(span.as_ref().and_then(date)),
        Outcome::Unsupported => FormulaValueKind::Unknown(Box::new(unsupported())),
    }
}

fn unsupported() -> Unknown {
    Unknown { type_name: "unsupported".into(), payload: None }
}

fn rollup(view: &View<'_>, page: &Page, rollup: &Rollup) -> RollupValue {
    let kind = match view.world.rollup(page, rollup) {
        Rolled::Number(number) => RollupValueKind::Number(number.and_then(js_float)),
        Rolled::Date(span) => RollupValueKind::Date(span.as_ref().and_then(date)),
        Rolled::Array(property, rows) => RollupValueKind::Array(
            rows.into_iter()
                .map(|row| PropertyValue::new(id(property), kind(view, row, property)))
                .collect(),
        ),
        Rolled::Unsupported => RollupValueKind::Unknown(Box::new(unsupported())),
    };
    RollupValue { kind, function: rollup.function.word().into(), wire: Wire::default() }
}

/// Writes the text of a row over that of the last one, where one run can take it.
fn rewritten(old: &mut PropertyValueKind, world: &World, page: &Page, property: &Property) -> bool {
    let (PropertyValueKind::Title(old) | PropertyValueKind::RichText(old)) = old else {
        return false;
    };
    let runs = match (&property.kind, page.cell(&property.key)) {
        (PropertyKind::Title, _) => &page.title,
        (PropertyKind::RichText, Some(Cell::Text(runs))) => runs,
        _ => return false,
    };
    let ([RichText { kind: RichTextKind::Text(old), .. }], [first, rest @ ..]) =
        (old.as_mut_slice(), runs.as_slice())
    else {
        return false;
    };
    old.content.clear();
    match &first.kind {
        RunKind::Text(text) if rest.is_empty() => old.content.push_str(text),
        _ => old.content.push_str(&world.plain(runs)),
    }
    true
}

/// One run that says it all: filters look at the words only.
fn text(world: &World, runs: &[Run]) -> Vec<RichText> {
    if runs.is_empty() {
        return Vec::new();
    }
    let content = world.plain(runs);
    let text = Text { content, link: None, wire: Wire::default() };
    vec![RichText::new(RichTextKind::Text(text))]
}

fn chosen(property: &Property, cell: Option<&Cell>) -> Option<SelectOption> {
    match cell {
        Some(Cell::Option(id)) => property.kind.choice(id).map(option),
        _ => None,
    }
}

/// An option by its name, which is all that filters and sorts look at.
fn option(choice: &Choice) -> SelectOption {
    SelectOption {
        id: Box::default(),
        name: choice.name.as_ref().to_owned(),
        color: notion_model::Color::Default,
        wire: Wire::default(),
    }
}

fn date(span: &Span) -> Option<DateValue> {
    Some(DateValue {
        start: span.start.parse().ok()?,
        end: span.end.as_ref().and_then(|end| end.parse().ok()),
        time_zone: None,
        wire: Wire::default(),
    })
}

fn plain(cell: Option<&Cell>) -> Option<String> {
    match cell {
        Some(Cell::Plain(text)) => Some(text.as_ref().to_owned()),
        _ => None,
    }
}

/// A file as filters see it, who only ask whether there is one.
fn file(file: &FileItem) -> File {
    let url = match &file.place {
        FilePlace::Url(url) => url.as_ref().to_owned(),
        FilePlace::Upload(_) => String::new(),
    };
    File {
        name: Some(file.name.as_ref().to_owned()),
        kind: FileKind::External(ExternalFile { url, wire: Wire::default() }),
        wire: Wire::default(),
    }
}
