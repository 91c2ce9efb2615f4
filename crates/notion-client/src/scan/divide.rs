//! What tells the rows of one minute apart, found in some of them.

use std::collections::BTreeMap;

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, Filter, MultiSelectCondition,
    NumberCondition, OneOrMany, OptionCondition, PeopleCondition, PropertyFilter,
    RelationCondition, TextCondition, TimestampKind,
};
use notion_model::{DateOrDateTime, Page, PropertyValueKind, plain_text};
use serde_json::Number;

use super::Minute;

/// The most rows of a part that are remembered to find out how to divide it.
const ROWS: usize = 512;
/// The beginning of a text in which letters are looked for.
const LETTERS: usize = 200;
const EDITED: TimestampKind = TimestampKind::LastEditedTime;

/// A part of the rows of one minute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// All of them hold.
    pub(super) bounds: Vec<Filter>,
    /// The unique id that it is sorted by, if it is read in one go.
    pub(super) by: Option<Box<str>>,
    /// Whether its rows were last edited before a minute that has begun already, so that whoever
    /// edits one takes it out.
    closed: bool,
}

impl Cell {
    fn and(&self, bound: Filter) -> Self {
        let mut bounds = self.bounds.clone();
        bounds.retain(|it| !is_wider(it, &bound));
        bounds.push(bound);
        Self { bounds, by: None, closed: self.closed }
    }

    /// Makes the part what lies behind this unique id. `false` if it lies behind already.
    pub(super) fn behind(&mut self, last: i64) -> bool {
        let Some(by) = self.by.take() else { return false };
        let behind = NumberCondition::GreaterThan(last.into());
        let bound = leaf(&by, Condition::UniqueId(behind));
        let is_new = !self.bounds.contains(&bound);
        *self = Self { by: Some(by), ..self.and(bound) };
        is_new
    }
}

/// Whether `old` says less than `new`, which was found among what passed `old`.
fn is_wider(old: &Filter, new: &Filter) -> bool {
    let same = |old: &str, new: &str| old == new && !old.contains("contain") && old != "is_empty";
    match (old, new) {
        (Filter::Timestamp(old), Filter::Timestamp(new)) => {
            old.timestamp == new.timestamp
                && same(old.condition.operator(), new.condition.operator())
        }
        (Filter::Property(old), Filter::Property(new)) if old.property == new.property => {
            match (&old.condition, &new.condition) {
                (Condition::Number(old), Condition::Number(new))
                | (Condition::UniqueId(old), Condition::UniqueId(new)) => {
                    same(old.operator(), new.operator())
                }
                (Condition::Date(old), Condition::Date(new)) => {
                    same(old.operator(), new.operator())
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// Some of many rows, in bounded memory. Which ones depends on nothing but their ids: every so many
/// rows would take only those that are alike, where others alternate with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sample {
    rows: Vec<Row>,
    /// Rows are taken whose marks end in so many zeros; one more whenever there are too many.
    zeros: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    mark: u64,
    edited: Option<Minute>,
    values: Vec<(Box<str>, PropertyValueKind)>,
}

impl Sample {
    pub(crate) fn take(&mut self, page: &Page) {
        let mark = mark(page.id.uuid().as_u128());
        if mark.trailing_zeros() < self.zeros {
            return;
        }
        let values = page.properties.iter().filter(|(_, it)| is_telling(&it.kind));
        self.rows.push(Row {
            mark,
            edited: page.last_edited_time.as_ref().and_then(Minute::of),
            values: values.map(|(name, it)| (name.into(), it.kind.clone())).collect(),
        });
        while self.rows.len() > ROWS && self.zeros < u64::BITS {
            self.zeros += 1;
            self.rows.retain(|row| row.mark.trailing_zeros() >= self.zeros);
        }
    }

    /// The properties that Notion sorts rows by.
    pub(super) fn sortable(&self) -> Vec<Box<str>> {
        use PropertyValueKind as Kind;
        let sorts = |kind: &Kind| {
            !matches!(
                kind,
                Kind::People(_) | Kind::Relation(_) | Kind::Files(_) | Kind::CreatedBy(_)
            )
        };
        let Some(row) = self.rows.last() else { return Vec::new() };
        row.values.iter().filter(|(_, it)| sorts(it)).map(|(name, _)| name.clone()).collect()
    }

    fn column(&self, name: &str) -> Vec<&PropertyValueKind> {
        let of = |row: &'_ Row| row.values.iter().position(|(it, _)| &**it == name);
        self.rows.iter().filter_map(|row| Some(&row.values[of(row)?].1)).collect()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        // A probe may show more than what was asked for.
        let widest = self.rows.iter().max_by_key(|row| row.values.len());
        widest.into_iter().flat_map(|row| row.values.iter().map(|(name, _)| &**name))
    }

    /// A unique id that the rows have.
    fn unique_id(&self) -> Option<Box<str>> {
        let has = |kind: &PropertyValueKind| matches!(kind, PropertyValueKind::UniqueId(it) if it.number.is_some());
        let mut values = self.rows.iter().flat_map(|row| &row.values);
        values.find(|(_, kind)| has(kind)).map(|(name, _)| name.clone())
    }
}

/// A number in which every bit of an id counts: `SplitMix64`.
fn mark(id: u128) -> u64 {
    let [low, high] =
        [id, id >> 64].map(|it| u64::try_from(it & u128::from(u64::MAX)).unwrap_or(0));
    let mut mark = low ^ high.rotate_left(32);
    for factor in [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] {
        mark = (mark ^ (mark >> 30)).wrapping_mul(factor);
    }
    mark ^ (mark >> 31)
}

/// The number of a row.
pub(super) fn unique_id(row: &Page, property: &str) -> Option<i64> {
    match row.property(property)? {
        PropertyValueKind::UniqueId(it) => it.number,
        _ => None,
    }
}

fn is_telling(kind: &PropertyValueKind) -> bool {
    use PropertyValueKind as Kind;
    !matches!(
        kind,
        Kind::Formula(_)
            | Kind::Rollup(_)
            | Kind::CreatedTime(_)
            | Kind::LastEditedTime(_)
            | Kind::LastEditedBy(_)
            | Kind::Verification(_)
            | Kind::Place(_)
            | Kind::Button(_)
            | Kind::Unknown(_)
    )
}

/// Parts in the place of one, in the order in which they are to be read.
#[derive(Debug, PartialEq)]
pub(super) struct Division {
    pub(super) cells: Vec<Cell>,
    /// Whether the minute in which the last of the rows was edited has to be over first.
    pub(super) waits: bool,
}

/// Conditions of which every row passes exactly one, and how many of the sample pass each.
struct Test {
    parts: Vec<Filter>,
    sizes: Vec<usize>,
}

impl Test {
    /// How many rows are not in the largest part.
    fn score(&self) -> usize {
        let all: usize = self.sizes.iter().sum();
        all - self.sizes.iter().max().copied().unwrap_or(0)
    }
}

/// The best way to divide a part of which there is a sample; none if its rows look alike.
pub(super) fn divide(cell: &Cell, sample: &Sample) -> Option<Division> {
    // What holds of the part already does not divide it, whatever its rows look like.
    let is_bound = |bound: &Filter| cell.bounds.contains(bound);
    let uncounted = |by: &str| leaf(by, Condition::UniqueId(NumberCondition::IsEmpty));
    if let Some(by) = sample.unique_id().filter(|by| !is_bound(&uncounted(by))) {
        // Rows that are not counted yet come first: then none is missed that is counted meanwhile.
        let uncounted = cell.and(uncounted(&by));
        let counted = Cell { by: Some(by), ..cell.clone() };
        return Some(Division { cells: vec![uncounted, counted], waits: false });
    }
    let is_new = |test: &Test| !test.parts.iter().any(is_bound);
    let enough = |score: usize| score > 0 && score * 20 >= sample.rows.len();
    let edit = last_edit(sample).filter(|(minute, _)| {
        let parts = [minute.before().or_earlier(EDITED), minute.or_later(EDITED)];
        !parts.iter().any(is_bound)
    });
    if let Some((minute, score)) = edit
        && enough(score)
    {
        return Some(by_last_edit(cell, minute));
    }
    let mut tests: Vec<(bool, Test)> = Vec::new();
    for name in sample.names() {
        let column = sample.column(name);
        let stable = matches!(column.first(), Some(PropertyValueKind::CreatedBy(_)));
        let new = tests_of(name, &column).into_iter().filter(is_new);
        tests.extend(new.map(|test| (stable, test)));
    }
    let best = |stable: bool| {
        let tests = tests.iter().filter(|(it, _)| *it == stable).map(|(_, test)| test);
        tests.rev().max_by_key(|test| test.score()).filter(|test| test.score() > 0)
    };
    let spread = |cell: &Cell, test: &Test| -> Vec<Cell> {
        test.parts.iter().map(|part| cell.and(part.clone())).collect()
    };
    let (stable, changing) = (best(true), best(false));
    if let Some(test) = stable
        && (enough(test.score()) || changing.is_none())
    {
        return Some(Division { cells: spread(cell, test), waits: false });
    }
    let Some(test) = changing else {
        return edit.map(|(minute, _)| by_last_edit(cell, minute));
    };
    if cell.closed {
        return Some(Division { cells: spread(cell, test), waits: false });
    }
    let newest = sample.rows.iter().filter_map(|row| row.edited).max()?;
    let edited = newest.next().or_later(EDITED);
    if is_bound(&edited) {
        return None;
    }
    let still = Cell { closed: true, ..cell.and(newest.or_earlier(EDITED)) };
    let mut cells = spread(&still, test);
    cells.push(cell.and(edited));
    Some(Division { cells, waits: true })
}

/// A minute that parts the rows by when they were last edited, and how well.
fn last_edit(sample: &Sample) -> Option<(Minute, usize)> {
    let mut minutes: Vec<Minute> = sample.rows.iter().filter_map(|row| row.edited).collect();
    minutes.sort_unstable();
    let (at, minute) = middle(&minutes, Ord::cmp)?;
    Some((*minute, at.min(minutes.len() - at)))
}

fn by_last_edit(cell: &Cell, minute: Minute) -> Division {
    let before = cell.and(minute.before().or_earlier(EDITED));
    let since = cell.and(minute.or_later(EDITED));
    // Of what comes first, nothing was edited in a minute that has not begun.
    Division { cells: vec![Cell { closed: true, ..before }, since], waits: false }
}

/// The first value from the middle on that is not the least, and its place in what is sorted.
fn middle<T>(sorted: &[T], order: impl Fn(&T, &T) -> std::cmp::Ordering) -> Option<(usize, &T)> {
    let middle = sorted.get(sorted.len() / 2)?;
    let mut at = sorted.partition_point(|it| order(it, middle).is_lt());
    if at == 0 {
        at = sorted.partition_point(|it| order(it, middle).is_le());
    }
    sorted.get(at).map(|it| (at, it))
}

fn leaf(property: &str, condition: Condition) -> Filter {
    Filter::Property(PropertyFilter { property: property.to_owned(), condition })
}

fn tests_of(name: &str, column: &[&PropertyValueKind]) -> Vec<Test> {
    use PropertyValueKind as Kind;
    let Some(first) = column.first() else { return Vec::new() };
    let has = |yes: Condition, no: Condition, holds: &dyn Fn(&Kind) -> bool| {
        let count = column.iter().filter(|it| holds(it)).count();
        let parts = vec![leaf(name, yes), leaf(name, no)];
        Test { parts, sizes: vec![count, column.len() - count] }
    };
    let test = match first {
        Kind::Checkbox(_) => Some(has(
            Condition::Checkbox(CheckboxCondition::Equals(true)),
            Condition::Checkbox(CheckboxCondition::Equals(false)),
            &|it| matches!(it, Kind::Checkbox(true)),
        )),
        Kind::Files(_) => Some(has(
            Condition::Files(Existence::IsEmpty),
            Condition::Files(Existence::IsNotEmpty),
            &|it| matches!(it, Kind::Files(files) if files.is_empty()),
        )),
        Kind::Number(_) => by_number(name, column),
        Kind::Date(_) => by_date(name, column),
        Kind::Title(_)
        | Kind::RichText(_)
        | Kind::Url(_)
        | Kind::Email(_)
        | Kind::PhoneNumber(_) => return by_text(name, column),
        _ => most_even(column, members).and_then(|word| {
            let (yes, no) = of_member(first, &word)?;
            Some(has(yes, no, &|it| members(it).contains(&word)))
        }),
    };
    test.into_iter().collect()
}

/// What a value consists of: options by name, people and rows by id.
fn members(kind: &PropertyValueKind) -> Vec<String> {
    use PropertyValueKind as Kind;
    match kind {
        Kind::Select(it) | Kind::Status(it) => it.iter().map(|it| it.name.clone()).collect(),
        Kind::MultiSelect(them) => them.iter().map(|it| it.name.clone()).collect(),
        Kind::People(them) => them.iter().map(|it| it.id.to_string()).collect(),
        Kind::CreatedBy(it) => vec![it.id.to_string()],
        Kind::Relation(them) => them.iter().map(|it| it.id.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn of_member(kind: &PropertyValueKind, word: &str) -> Option<(Condition, Condition)> {
    use PropertyValueKind as Kind;
    let (one, text) = (|| OneOrMany::from(word), || word.to_owned());
    let option = || (OptionCondition::Equals(one()), OptionCondition::DoesNotEqual(one()));
    let person = || (PeopleCondition::Contains(text()), PeopleCondition::DoesNotContain(text()));
    Some(match kind {
        Kind::Select(_) => both(option(), Condition::Select),
        Kind::Status(_) => both(option(), Condition::Status),
        Kind::MultiSelect(_) => {
            let has = MultiSelectCondition::Contains(one());
            both((has, MultiSelectCondition::DoesNotContain(one())), Condition::MultiSelect)
        }
        Kind::People(_) => both(person(), Condition::People),
        Kind::CreatedBy(_) => both(person(), Condition::CreatedBy),
        Kind::Relation(_) => {
            let leads = RelationCondition::Contains(text());
            both((leads, RelationCondition::DoesNotContain(text())), Condition::Relation)
        }
        _ => return None,
    })
}

fn both<T>((yes, no): (T, T), arm: fn(T) -> Condition) -> (Condition, Condition) {
    (arm(yes), arm(no))
}

/// The word that comes nearest to being in every other value.
fn most_even(
    column: &[&PropertyValueKind],
    words: impl Fn(&PropertyValueKind) -> Vec<String>,
) -> Option<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for value in column {
        let mut words = words(value);
        words.sort_unstable();
        words.dedup();
        for word in words.into_iter().filter(|it| !it.is_empty()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let score = |count: usize| count.min(column.len() - count);
    let best = counts.into_iter().rev().max_by_key(|(_, count)| score(*count));
    best.filter(|(_, count)| score(*count) > 0).map(|(word, _)| word)
}

/// Less than the middle, the middle and more, and no number.
fn by_number(name: &str, column: &[&PropertyValueKind]) -> Option<Test> {
    let number = |it: &&PropertyValueKind| match it {
        PropertyValueKind::Number(Some(it)) => Some(it.clone()),
        _ => None,
    };
    let mut numbers: Vec<Number> = column.iter().filter_map(number).collect();
    let order =
        |a: &Number, b: &Number| a.as_f64().unwrap_or(0.0).total_cmp(&b.as_f64().unwrap_or(0.0));
    numbers.sort_by(order);
    let (at, middle) = middle(&numbers, order).or(Some(0).zip(numbers.first()))?;
    let parts = [
        NumberCondition::LessThan(middle.clone()),
        NumberCondition::GreaterThanOrEqualTo(middle.clone()),
        NumberCondition::IsEmpty,
    ];
    let sizes = vec![at, numbers.len() - at, column.len() - numbers.len()];
    Some(Test { parts: parts.map(|it| leaf(name, Condition::Number(it))).into(), sizes })
}

/// Before the middle, since then, and no date.
fn by_date(name: &str, column: &[&PropertyValueKind]) -> Option<Test> {
    let start = |it: &&PropertyValueKind| match it {
        PropertyValueKind::Date(Some(it)) => Some(it.start.clone()),
        _ => None,
    };
    let mut dates: Vec<_> = column.iter().filter_map(start).collect();
    dates.sort_by(DateOrDateTime::cmp_time);
    let middle = middle(&dates, DateOrDateTime::cmp_time).or(Some(0).zip(dates.first()));
    let (at, middle) = middle?;
    let parts = [
        DateCondition::Before(middle.to_string()),
        DateCondition::OnOrAfter(middle.to_string()),
        DateCondition::IsEmpty,
    ];
    let sizes = vec![at, dates.len() - at, column.len() - dates.len()];
    Some(Test { parts: parts.map(|it| leaf(name, Condition::Date(it))).into(), sizes })
}

/// By one letter or digit, by two that follow each other, or by the whole text.
fn by_text(name: &str, column: &[&PropertyValueKind]) -> Vec<Test> {
    let kind = column.first().copied();
    let condition = |test: TextCondition| {
        let condition = match kind {
            Some(PropertyValueKind::Title(_)) => Condition::Title(test),
            Some(PropertyValueKind::Url(_)) => Condition::Url(test),
            Some(PropertyValueKind::Email(_)) => Condition::Email(test),
            Some(PropertyValueKind::PhoneNumber(_)) => Condition::PhoneNumber(test),
            _ => Condition::RichText(test),
        };
        leaf(name, condition)
    };
    let texts: Vec<String> = column.iter().map(|it| text(it)).collect();
    let test = |yes: TextCondition, no: TextCondition, holds: &dyn Fn(&str) -> bool| {
        let count = texts.iter().filter(|it| holds(it)).count();
        let parts = vec![condition(yes), condition(no)];
        Test { parts, sizes: vec![count, texts.len() - count] }
    };
    let containing = |piece: String| {
        let holds = |it: &str| it.contains(&piece);
        let yes = TextCondition::Contains(piece.clone());
        test(yes, TextCondition::DoesNotContain(piece.clone()), &holds)
    };
    let mut tests: Vec<Test> =
        [1, 2].into_iter().flat_map(|length| pieces(&texts, length)).map(containing).collect();
    if let Some(whole) = texts.iter().find(|it| !it.is_empty() && it.chars().count() < LETTERS) {
        let (yes, no) = (TextCondition::Equals, TextCondition::DoesNotEqual);
        tests.push(test(yes(whole.clone()), no(whole.clone()), &|it| it == whole));
    }
    tests.push(test(TextCondition::IsEmpty, TextCondition::IsNotEmpty, &str::is_empty));
    tests
}

/// The plain text in small letters, as Notion compares without regard to case.
fn text(kind: &PropertyValueKind) -> String {
    use PropertyValueKind as Kind;
    let text = match kind {
        Kind::Title(it) | Kind::RichText(it) => plain_text(it),
        Kind::Url(it) | Kind::Email(it) | Kind::PhoneNumber(it) => it.clone().unwrap_or_default(),
        _ => String::new(),
    };
    text.chars().take(LETTERS).flat_map(char::to_lowercase).collect()
}

/// Letters and digits that stand in about half of the texts: the best ten.
fn pieces(texts: &[String], length: usize) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        let whole = letters.windows(length).filter(|it| it.iter().all(|it| it.is_alphanumeric()));
        let mut found: Vec<String> = whole.map(|it| it.iter().collect()).collect();
        found.sort_unstable();
        found.dedup();
        for piece in found {
            *counts.entry(piece).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count.min(&(texts.len() - count))));
    counts.into_iter().take(10).map(|(piece, _)| piece).collect()
}
