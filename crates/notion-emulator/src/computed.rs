//! What formulas and rollups say of a row. It is computed when it is read, never kept.

use jiff::Timestamp;
use uuid::Uuid;

use crate::formula::{
    DateValue, Evaluator, Formula, Limits, Point, Row, Stop, Type, Value, type_of,
};
use crate::world::World;
use crate::world::cell::{Cell, FileItem, FilePlace};
use crate::world::date::Span;
use crate::world::record::{DataSource, Page, Parent};
use crate::world::schema::{Property, PropertyKey, PropertyKind};

mod rollup;

pub(crate) use rollup::Rolled;

/// The result of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Text(Option<String>),
    Number(Option<f64>),
    Boolean(Option<bool>),
    Date(Option<Span>),
    Unsupported,
}

/// Formulas may lead to formulas, and those of related rows, this many times.
const HOPS: usize = 12;

/// How many formulas are looked into for the type of one.
const MOST_TYPES: u32 = 100;

impl World {
    /// The rows that a relation leads to. Those in the trash or moved away come back when they do.
    pub(crate) fn related(&self, page: &Page, property: &Property) -> Vec<Uuid> {
        let Some(Cell::Relation(rows)) = page.cell(&property.key) else { return Vec::new() };
        let PropertyKind::Relation { target, .. } = property.kind else { return Vec::new() };
        let live = |id: &&Uuid| {
            let row = self.page(**id);
            row.is_some_and(|row| !row.in_trash && row.parent == Parent::DataSource(target))
        };
        rows.iter().filter(live).copied().collect()
    }

    /// The data source whose row a page is.
    pub(crate) fn source_of(&self, page: &Page) -> Option<&DataSource> {
        match page.parent {
            Parent::DataSource(source) => self.source(source),
            _ => None,
        }
    }

    /// What a formula says of a row.
    pub(crate) fn formula(&self, page: &Page, formula: &Formula) -> Outcome {
        let value = InRow { world: self, page }.formula(formula, &Limits::default());
        let value = match value {
            Ok(value) => value,
            // As recorded of a formula that is none.
            Err(Stop::Broken) => return Outcome::Text(None),
            Err(Stop::Unsupported) => return Outcome::Unsupported,
        };
        match value {
            Value::Number(number) => Outcome::Number(Some(number).filter(|it| it.is_finite())),
            Value::Text(text) => Outcome::Text(Some(text)),
            Value::Boolean(value) => Outcome::Boolean(Some(value)),
            Value::Date(date) => Outcome::Date(Some(date.span())),
            Value::Empty => {
                match self.source_of(page).and_then(|it| type_of_formula(it, formula)) {
                    Some(Type::Number) => Outcome::Number(None),
                    Some(Type::Date) => Outcome::Date(None),
                    Some(Type::Boolean) => Outcome::Boolean(None),
                    Some(Type::List | Type::Thing) => Outcome::Unsupported,
                    Some(Type::Text | Type::Any) | None => Outcome::Text(None),
                }
            }
            Value::List(_) | Value::Person(_) | Value::Page(_) | Value::File(_) => {
                Outcome::Unsupported
            }
        }
    }

    /// What a property says of a row, for formulas and rollups.
    pub(crate) fn value(
        &self,
        page: &Page,
        property: &Property,
        limits: &Limits,
    ) -> Result<Value, Stop> {
        let cell = page.cell(&property.key);
        let text = |text: &str| Value::Text(text.to_owned());
        let at = |instant: Timestamp| Value::Date(DateValue::at(Point::utc(instant)));
        Ok(match (&property.kind, cell) {
            (PropertyKind::Title, _) => Value::Text(self.plain(&page.title)),
            (PropertyKind::CreatedTime, _) => at(page.stamp.created.timestamp()),
            (PropertyKind::LastEditedTime, _) => at(page.stamp.edited.timestamp()),
            (PropertyKind::CreatedBy, _) => Value::Person(page.stamp.created_by),
            (PropertyKind::LastEditedBy, _) => Value::Person(page.stamp.edited_by),
            (PropertyKind::Formula(formula), _) => {
                return limits.deeper(|| InRow { world: self, page }.formula(formula, limits));
            }
            (PropertyKind::Rollup(rollup), _) => {
                return limits.deeper(|| self.rolled_value(page, rollup, limits));
            }
            (PropertyKind::Relation { .. }, _) => {
                Value::List(self.related(page, property).into_iter().map(Value::Page).collect())
            }
            (PropertyKind::UniqueId { prefix, .. }, Some(Cell::UniqueId(number))) => {
                Value::Text(match prefix {
                    Some(prefix) => format!("{prefix}-{number}"),
                    None => number.to_string(),
                })
            }
            (PropertyKind::Status { .. }, None) => {
                property.kind.default_status().map_or(Value::Empty, |it| text(&it.name))
            }
            (kind, Some(Cell::Option(id))) => {
                kind.choice(id).map_or(Value::Empty, |it| text(&it.name))
            }
            (kind, Some(Cell::Options(ids))) => {
                let names = ids.iter().filter_map(|id| kind.choice(id));
                Value::List(names.map(|it| text(&it.name)).collect())
            }
            (_, Some(Cell::Text(runs))) => Value::Text(self.plain(runs)),
            (_, Some(Cell::Number(number))) => number.as_f64().map_or(Value::Empty, Value::Number),
            (_, Some(Cell::Date(span))) => DateValue::of(span).map_or(Value::Empty, Value::Date),
            (_, Some(Cell::People(ids))) => {
                Value::List(ids.iter().copied().map(Value::Person).collect())
            }
            (_, Some(Cell::Files(files))) => {
                let place = |it: &FileItem| match &it.place {
                    FilePlace::Url(url) => url.clone(),
                    FilePlace::Upload(id) => id.to_string().into(),
                };
                Value::List(files.iter().map(|it| Value::File(place(it))).collect())
            }
            (PropertyKind::Checkbox, cell) => Value::Boolean(cell == Some(&Cell::Checked)),
            (_, Some(Cell::Plain(plain))) => text(plain),
            (_, Some(_)) | (PropertyKind::Button, _) => return Err(Stop::Unsupported),
            (PropertyKind::MultiSelect(_) | PropertyKind::People | PropertyKind::Files, None) => {
                Value::List(Vec::new())
            }
            (PropertyKind::RichText, None) => Value::Text(String::new()),
            (_, None) => Value::Empty,
        })
    }
}

/// The type of a formula of a data source, `None` if the formula does not fit the properties there.
pub(crate) fn type_of_formula(source: &DataSource, formula: &Formula) -> Option<Type> {
    type_in(source, formula, HOPS, &std::cell::Cell::new(MOST_TYPES))
}

/// The type of a formula beside these properties. Formulas that it names are looked into as long
/// as `left` lasts: a formula may name another one a thousand times.
fn type_in(
    source: &DataSource,
    formula: &Formula,
    hops: usize,
    left: &std::cell::Cell<u32>,
) -> Option<Type> {
    let hops = hops.checked_sub(1)?;
    left.set(left.get().checked_sub(1)?);
    let of_key = |key: &PropertyKey| {
        Some(match &source.property(key)?.kind {
            PropertyKind::Formula(inner) => type_in(source, inner, hops, left).unwrap_or(Type::Any),
            other => plain_type(other),
        })
    };
    type_of(formula.tree()?, &of_key).ok()
}

/// The type of what a property says in a formula.
fn plain_type(kind: &PropertyKind) -> Type {
    match kind {
        PropertyKind::Title
        | PropertyKind::RichText
        | PropertyKind::Select(_)
        | PropertyKind::Status { .. }
        | PropertyKind::Url
        | PropertyKind::Email
        | PropertyKind::PhoneNumber
        | PropertyKind::UniqueId { .. } => Type::Text,
        PropertyKind::Number { .. } => Type::Number,
        PropertyKind::MultiSelect(_)
        | PropertyKind::People
        | PropertyKind::Files
        | PropertyKind::Relation { .. } => Type::List,
        PropertyKind::Date | PropertyKind::CreatedTime | PropertyKind::LastEditedTime => Type::Date,
        PropertyKind::Checkbox => Type::Boolean,
        PropertyKind::CreatedBy | PropertyKind::LastEditedBy => Type::Thing,
        PropertyKind::Rollup(rollup) => rollup::type_of(rollup.function),
        PropertyKind::Formula(_)
        | PropertyKind::Place
        | PropertyKind::Verification
        | PropertyKind::Button => Type::Any,
    }
}

/// One row, as a formula of its data source sees it.
struct InRow<'w> {
    world: &'w World,
    page: &'w Page,
}

impl InRow<'_> {
    fn formula(&self, formula: &Formula, limits: &Limits) -> Result<Value, Stop> {
        if formula.is_blank() {
            return Ok(Value::Empty);
        }
        let source = self.world.source_of(self.page).ok_or(Stop::Broken)?;
        let tree = formula.tree().ok_or(Stop::Broken)?;
        type_of_formula(source, formula).ok_or(Stop::Broken)?;
        Evaluator::new(self, limits).value(tree)
    }
}

impl Row for InRow<'_> {
    fn property(&self, key: &PropertyKey, limits: &Limits) -> Result<Value, Stop> {
        let source = self.world.source_of(self.page).ok_or(Stop::Broken)?;
        let property = source.property(key).ok_or(Stop::Broken)?;
        self.world.value(self.page, property, limits)
    }

    fn person(&self, id: Uuid) -> Option<(String, Option<String>)> {
        let user = self.world.user(id)?;
        Some((user.name.as_ref().to_owned(), user.email.as_deref().map(str::to_owned)))
    }

    fn now(&self) -> Timestamp {
        self.world.now
    }
}
