//! Queries of a data source: which rows, in which order, which page of them.

use notion_filter::{EvalEnv, RowOrder, matches};
use notion_model::query::{Condition, Direction, Filter, Sort, SortKey, TimestampKind};
use notion_model::{Properties, PropertySchema, UserId, limits};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::refusal::Refusal;
use crate::render::View;
use crate::world::Slot;
use crate::world::moment::Moment;
use crate::world::record::{DataSource, Page, Parent};
use crate::world::schema::{Property, PropertyKind};

mod row;
mod scan;

use row::Rows;

/// What a query asks for.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) filter: Option<Filter>,
    pub(crate) sorts: Vec<Sort>,
    pub(crate) in_trash: bool,
    pub(crate) is_archived: Option<bool>,
    pub(crate) start: Option<String>,
    pub(crate) size: usize,
}

/// One page of the answer.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) rows: Vec<Uuid>,
    pub(crate) next_cursor: Option<String>,
    /// Whether rows are left that no page of this query will ever show.
    pub(crate) is_cut: bool,
}

impl Query {
    /// Finds the properties that filter and sorts name, and refuses those that do not suit.
    ///
    /// Names and ids are replaced by the names of now, so that the evaluator finds them in rows.
    pub(crate) fn fit(&mut self, source: &DataSource) -> Result<(), Refusal> {
        if let Some(filter) = &mut self.filter {
            fit_filter(filter, source)?;
        }
        for sort in &mut self.sorts {
            if let SortKey::Property(name) = &mut sort.key {
                let Some(property) = source.find(name) else {
                    let message = format!("Could not find sort property with name or id: {name}");
                    return Err(Refusal::validation(message));
                };
                *name = property.name.as_ref().to_owned();
            }
        }
        Ok(())
    }

    /// Runs the query. `view` must show the world that `source` is part of.
    pub(crate) fn run<'w>(&self, view: &View<'w>, source: &DataSource) -> Result<Found, Refusal> {
        let world = view.world;
        let fingerprint = self.fingerprint(source.id);
        let start = self.start.as_deref().map(|text| {
            Cursor::parse(text, fingerprint)
                .filter(|cursor| world.page(cursor.row).is_some())
                .ok_or_else(|| {
                    let message = format!("The start_cursor provided is invalid: {text}");
                    Refusal::validation(message)
                })
        });
        let start = start.transpose()?;
        let rows = world.rows(source.id);
        let known = world.known();
        let strays = known.strays(world, source.id);
        let is_row = |page: &&Page| page.parent == Parent::DataSource(source.id);
        let newest_first = |rows: &'w [Slot]| {
            let pages = rows.iter().rev().filter_map(|row| world.page_at(*row));
            pages.filter_map(|page| known.page(page)).filter(is_row)
        };
        let skipped = start.map_or(0, |cursor| cursor.skipped);
        let most = world.alterations.query_rows.unwrap_or(limits::QUERY_ROWS);
        // One more than is shown, to know whether there is more.
        let wanted = self.size.min(most.saturating_sub(skipped));
        let by_creation = self.by_creation().filter(|_| strays.is_empty());
        let mut found: Vec<Uuid> = if by_creation == Some(Direction::Descending) {
            let from = start.and_then(|cursor| world.page(cursor.row)).map(age);
            // Rows are kept oldest first, so the rest of them is found by halving.
            let is_left =
                |row: &Slot| from.is_none_or(|from| world.page_at(*row).map(age) <= Some(from));
            let rest = &rows[..rows.partition_point(is_left)];
            let search = |rows: &'w [Slot], most: usize| -> Vec<Uuid> {
                let mut ask = Ask::new(self, view, source);
                let found = newest_first(rows).filter(|page| ask.admits(page));
                found.map(|page| page.id).take(most).collect()
            };
            scan::newest_first(rest, wanted + 1, search)
        } else if by_creation.is_some() {
            let minute = |row: &Slot| world.page_at(*row).map(|page| page.stamp.created.minute());
            let from = start.and_then(|cursor| world.page(cursor.row));
            let first = from.map(|from| from.stamp.created.minute());
            let rest = &rows[rows.partition_point(|row| minute(row) < first)..];
            // Within a minute the newest come first all the same.
            let minutes = rest.chunk_by(|a, b| minute(a) == minute(b));
            let pages = minutes.flat_map(newest_first).skip_while(|page| {
                from.is_some_and(|from| {
                    page.stamp.created.minute() == from.stamp.created.minute()
                        && age(page) > age(from)
                })
            });
            let mut ask = Ask::new(self, view, source);
            pages.filter(|page| ask.admits(page)).map(|page| page.id).take(wanted + 1).collect()
        } else {
            let mut ask = Ask::new(self, view, source);
            let from = start.and_then(|cursor| world.page(cursor.row)).map(|from| ask.place(from));
            let mut places: Vec<Place> = Vec::new();
            for page in newest_first(rows).chain(strays) {
                if ask.admits(page) {
                    places.push(ask.place(page));
                }
            }
            places.sort();
            let rest = places.into_iter().skip_while(|it| from.as_ref().is_some_and(|at| it < at));
            rest.map(|place| place.id).take(wanted + 1).collect()
        };
        let next = if found.len() > wanted { found.pop() } else { None };
        let shown = skipped + found.len();
        let is_cut = next.is_some() && shown >= most;
        let next = next.filter(|_| !is_cut).map(|row| Cursor { row, skipped: shown });
        let next_cursor = next.map(|cursor| cursor.text(fingerprint));
        Ok(Found { rows: found, next_cursor, is_cut })
    }

    /// Which way the rows go by the time of their creation, if that is their order: they are kept
    /// so, and need not be sorted.
    fn by_creation(&self) -> Option<Direction> {
        match self.sorts.as_slice() {
            [] => Some(Direction::Descending),
            [Sort { key: SortKey::Timestamp(TimestampKind::CreatedTime), direction }] => {
                Some(*direction)
            }
            _ => None,
        }
    }

    /// What tells this query from any other: a cursor goes on with its own query only.
    fn fingerprint(&self, source: Uuid) -> [u8; 14] {
        let mut hash = Sha256::new();
        hash.update(source.as_bytes());
        let asked = (&self.filter, &self.sorts, self.in_trash, self.is_archived);
        hash.update(serde_json::to_vec(&asked).unwrap_or_default());
        let hash = hash.finalize();
        std::array::from_fn(|at| hash[at])
    }
}

/// Where the next page begins: the first row of it, and how many rows came before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cursor {
    row: Uuid,
    skipped: usize,
}

impl Cursor {
    /// `s:<id of the query and the count>:<row>`.
    fn text(self, fingerprint: [u8; 14]) -> String {
        format!("s:{}:{}", self.session(fingerprint), self.row)
    }

    fn session(self, fingerprint: [u8; 14]) -> Uuid {
        let mut bytes = [0; 16];
        bytes[..14].copy_from_slice(&fingerprint);
        bytes[14..].copy_from_slice(&u16::try_from(self.skipped).unwrap_or(u16::MAX).to_be_bytes());
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    fn parse(text: &str, fingerprint: [u8; 14]) -> Option<Self> {
        let (session, row) = text.strip_prefix("s:")?.split_once(':')?;
        let session = Uuid::try_parse(session).ok()?;
        let row = Uuid::try_parse(row).ok()?;
        let [.., high, low] = *session.as_bytes();
        let cursor = Self { row, skipped: usize::from(u16::from_be_bytes([high, low])) };
        (cursor.session(fingerprint) == session).then_some(cursor)
    }
}

/// What rows of one data source are kept in the order of.
fn age(page: &Page) -> (Moment, u64) {
    (page.stamp.created, page.rank)
}

/// Where a row stands in a sorted answer: equal rows stand as they would without sorts.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Place {
    order: RowOrder,
    newest_first: std::cmp::Reverse<(Moment, u64)>,
    id: Uuid,
}

/// A query with what its evaluation needs.
struct Ask<'a> {
    query: &'a Query,
    view: &'a View<'a>,
    /// The properties that filter and sorts name.
    filtered: Rows<'a>,
    sorted: Rows<'a>,
    options: Properties<PropertySchema>,
    env: EvalEnv,
}

impl<'a> Ask<'a> {
    fn new(query: &'a Query, view: &'a View<'a>, source: &'a DataSource) -> Self {
        let mut names = Vec::new();
        if let Some(filter) = &query.filter {
            named_in(filter, &mut names);
        }
        let by_name = |name: &&str| source.properties.iter().find(|it| &*it.name == *name);
        let filtered = Rows::new(names.iter().filter_map(by_name).collect());
        let keys = query.sorts.iter().filter_map(|sort| match &sort.key {
            SortKey::Property(name) => Some(name.as_str()),
            SortKey::Timestamp(_) => None,
        });
        let sorted: Vec<&Property> = keys.filter_map(|name| by_name(&name)).collect();
        let options = sorted
            .iter()
            .filter(|property| !property.kind.choices().is_empty())
            .filter_map(|property| {
                let schema = serde_json::from_value(view.schema(source, property)).ok()?;
                Some((property.name.clone(), schema))
            })
            .collect();
        let about = &view.world.about;
        let me = UserId::from(about.person.unwrap_or(about.integration.id));
        let env = EvalEnv::at(view.world.now).with_me(me);
        Self { query, view, filtered, sorted: Rows::new(sorted), options, env }
    }

    fn admits(&mut self, page: &Page) -> bool {
        page.in_trash == self.query.in_trash
            && self.query.is_archived.is_none_or(|wanted| page.is_archived == wanted)
            && self
                .query
                .filter
                .as_ref()
                .is_none_or(|filter| matches(filter, self.filtered.of(self.view, page), &self.env))
    }

    fn place(&mut self, page: &Page) -> Place {
        let row = self.sorted.of(self.view, page);
        Place {
            order: RowOrder::of(&self.query.sorts, row, Some(&self.options)),
            newest_first: std::cmp::Reverse(age(page)),
            id: page.id,
        }
    }
}

fn named_in<'f>(filter: &'f Filter, names: &mut Vec<&'f str>) {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            for filter in filters {
                named_in(filter, names);
            }
        }
        Filter::Property(leaf) if !names.contains(&leaf.property.as_str()) => {
            names.push(&leaf.property);
        }
        Filter::Property(_) | Filter::Timestamp(_) => {}
    }
}

fn fit_filter(filter: &mut Filter, source: &DataSource) -> Result<(), Refusal> {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            filters.iter_mut().try_for_each(|filter| fit_filter(filter, source))
        }
        Filter::Timestamp(_) => Ok(()),
        Filter::Property(leaf) => {
            let Some(property) = source.find(&leaf.property) else {
                let name = &leaf.property;
                let message = format!("Could not find property with name or id: {name}");
                return Err(Refusal::validation(message));
            };
            let (has, wants) = (property.kind.type_name(), condition_type(&leaf.condition));
            let is_text = matches!(
                property.kind,
                PropertyKind::Title
                    | PropertyKind::Url
                    | PropertyKind::Email
                    | PropertyKind::PhoneNumber
            );
            if has != wants && !(is_text && wants == "rich_text") {
                return Err(Refusal::validation(format!(
                    "The property type in the database does not match the property type of the \
                     filter provided: database property {has} does not match filter {wants}"
                )));
            }
            leaf.property = property.name.as_ref().to_owned();
            Ok(())
        }
    }
}

/// The key under which a condition stands.
fn condition_type(condition: &Condition) -> &'static str {
    match condition {
        Condition::Title(_) => "title",
        Condition::RichText(_) => "rich_text",
        Condition::Url(_) => "url",
        Condition::Email(_) => "email",
        Condition::PhoneNumber(_) => "phone_number",
        Condition::Number(_) => "number",
        Condition::UniqueId(_) => "unique_id",
        Condition::Checkbox(_) => "checkbox",
        Condition::Select(_) => "select",
        Condition::Status(_) => "status",
        Condition::MultiSelect(_) => "multi_select",
        Condition::Date(_) => "date",
        Condition::CreatedTime(_) => "created_time",
        Condition::LastEditedTime(_) => "last_edited_time",
        Condition::People(_) => "people",
        Condition::CreatedBy(_) => "created_by",
        Condition::LastEditedBy(_) => "last_edited_by",
        Condition::Relation(_) => "relation",
        Condition::Files(_) => "files",
        Condition::Formula(_) => "formula",
        Condition::Rollup(_) => "rollup",
        Condition::Verification(_) => "verification",
    }
}
