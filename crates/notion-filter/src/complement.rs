//! The opposite of a test, exact over all values, empty ones included. Notion has no `not`.

use notion_model::query::{
    DateCondition, Existence, MultiSelectCondition, NumberCondition, OptionCondition,
    PeopleCondition, RelationCondition, TextCondition, VerificationCondition,
};

use crate::logic::Logic;
use crate::typed::{Atom, Emptiness};

/// Notion has no opposite of `starts_with` and `ends_with`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoOpposite {
    StartsWith,
    EndsWith,
}

/// What holds exactly where the test does not.
///
/// Negative operators match empty values and orderings do not (both recorded), so the opposite of an
/// ordering has to ask for empty values as well.
pub(crate) fn complement(atom: Atom) -> Result<Logic<Atom>, NoOpposite> {
    let opposite = match atom {
        Atom::Text(test) => Atom::Text(text(test)?),
        Atom::Number(test, emptiness) => return Ok(number(test, emptiness)),
        Atom::Checkbox(wanted) => Atom::Checkbox(!wanted),
        Atom::Option(test) => Atom::Option(match test {
            OptionCondition::Equals(names) => OptionCondition::DoesNotEqual(names),
            OptionCondition::DoesNotEqual(names) => OptionCondition::Equals(names),
            OptionCondition::IsEmpty => OptionCondition::IsNotEmpty,
            OptionCondition::IsNotEmpty => OptionCondition::IsEmpty,
        }),
        Atom::MultiSelect(test) => Atom::MultiSelect(match test {
            MultiSelectCondition::Contains(names) => MultiSelectCondition::DoesNotContain(names),
            MultiSelectCondition::DoesNotContain(names) => MultiSelectCondition::Contains(names),
            MultiSelectCondition::IsEmpty => MultiSelectCondition::IsNotEmpty,
            MultiSelectCondition::IsNotEmpty => MultiSelectCondition::IsEmpty,
        }),
        Atom::Date(test, emptiness) => return Ok(date(test, emptiness)),
        Atom::Window(period, emptiness) => {
            let mut parts = Vec::with_capacity(3);
            parts.push(date(period.from, Emptiness::Never));
            parts.push(date(period.to, Emptiness::Never));
            parts.extend(empty_date(emptiness));
            return Ok(Logic::Or(parts));
        }
        Atom::People(test) => Atom::People(match test {
            PeopleCondition::Contains(who) => PeopleCondition::DoesNotContain(who),
            PeopleCondition::DoesNotContain(who) => PeopleCondition::Contains(who),
            PeopleCondition::IsEmpty => PeopleCondition::IsNotEmpty,
            PeopleCondition::IsNotEmpty => PeopleCondition::IsEmpty,
        }),
        Atom::Relation(test) => Atom::Relation(match test {
            RelationCondition::Contains(page) => RelationCondition::DoesNotContain(page),
            RelationCondition::DoesNotContain(page) => RelationCondition::Contains(page),
            RelationCondition::IsEmpty => RelationCondition::IsNotEmpty,
            RelationCondition::IsNotEmpty => RelationCondition::IsEmpty,
        }),
        Atom::Files(test) => Atom::Files(match test {
            Existence::IsEmpty => Existence::IsNotEmpty,
            Existence::IsNotEmpty => Existence::IsEmpty,
        }),
        Atom::Verification(test) => Atom::Verification(match test {
            VerificationCondition::Status(state) => VerificationCondition::DoesNotEqual(state),
            VerificationCondition::DoesNotEqual(state) => VerificationCondition::Status(state),
        }),
    };
    Ok(Logic::Leaf(opposite))
}

fn text(test: TextCondition) -> Result<TextCondition, NoOpposite> {
    Ok(match test {
        TextCondition::Equals(text) => TextCondition::DoesNotEqual(text),
        TextCondition::DoesNotEqual(text) => TextCondition::Equals(text),
        TextCondition::Contains(text) => TextCondition::DoesNotContain(text),
        TextCondition::DoesNotContain(text) => TextCondition::Contains(text),
        // `does_not_contain` is strictly stronger, so it is no opposite.
        TextCondition::StartsWith(_) => return Err(NoOpposite::StartsWith),
        TextCondition::EndsWith(_) => return Err(NoOpposite::EndsWith),
        TextCondition::IsEmpty => TextCondition::IsNotEmpty,
        TextCondition::IsNotEmpty => TextCondition::IsEmpty,
    })
}

fn number(test: NumberCondition, emptiness: Emptiness) -> Logic<Atom> {
    use NumberCondition as N;
    let leaf = |test| Logic::Leaf(Atom::Number(test, emptiness));
    let or_empty = |test| match emptiness {
        Emptiness::Never => leaf(test),
        Emptiness::Possible => Logic::Or(vec![leaf(test), leaf(N::IsEmpty)]),
    };
    match test {
        N::Equals(number) => leaf(N::DoesNotEqual(number)),
        N::DoesNotEqual(number) => leaf(N::Equals(number)),
        N::GreaterThan(number) => or_empty(N::LessThanOrEqualTo(number)),
        N::LessThan(number) => or_empty(N::GreaterThanOrEqualTo(number)),
        N::GreaterThanOrEqualTo(number) => or_empty(N::LessThan(number)),
        N::LessThanOrEqualTo(number) => or_empty(N::GreaterThan(number)),
        N::IsEmpty => leaf(N::IsNotEmpty),
        N::IsNotEmpty => leaf(N::IsEmpty),
    }
}

/// Windows never come here: they are [`Atom::Window`], because only the checker knows their ends.
fn date(test: DateCondition, emptiness: Emptiness) -> Logic<Atom> {
    use DateCondition as D;
    let leaf = |test| Logic::Leaf(Atom::Date(test, emptiness));
    let or_empty = |tests: Vec<DateCondition>| {
        let mut parts: Vec<_> = tests.into_iter().map(leaf).collect();
        parts.extend(empty_date(emptiness));
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Logic::Or(parts)
            }
        }
    };
    match test {
        // There is no `does_not_equal` for dates; comparison by the minute makes this exact.
        D::Equals(day) => or_empty(vec![D::Before(day.clone()), D::After(day)]),
        D::Before(day) => or_empty(vec![D::OnOrAfter(day)]),
        D::After(day) => or_empty(vec![D::OnOrBefore(day)]),
        D::OnOrBefore(day) => or_empty(vec![D::After(day)]),
        D::OnOrAfter(day) => or_empty(vec![D::Before(day)]),
        D::IsEmpty => leaf(D::IsNotEmpty),
        D::IsNotEmpty => leaf(D::IsEmpty),
        window => Logic::Not(Box::new(leaf(window))),
    }
}

fn empty_date(emptiness: Emptiness) -> Option<Logic<Atom>> {
    (emptiness == Emptiness::Possible)
        .then_some(Logic::Leaf(Atom::Date(DateCondition::IsEmpty, emptiness)))
}
