//! Quantified rollups: `any`, `every` and `none` distributed over conditions on one value each.
//!
//! Notion allows a single condition inside a quantifier, so a predicate made of several has to be taken
//! apart, which is possible only where the quantifier distributes over it.

use notion_model::query::{
    DateCondition, Existence, MultiSelectCondition, NumberCondition, OptionCondition,
    PeopleCondition, RelationCondition, TextCondition,
};

use crate::complement::{NoOpposite, complement};
use crate::logic::Logic;
use crate::syntax::Quantifier;
use crate::typed::{Atom, Emptiness, Kind};

/// Why a condition cannot be said to Notion.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unsayable {
    NoOpposite(NoOpposite),
    /// Several conditions would have to hold of the same value.
    SeveralConditions,
}

/// A test of a list: every test with its own quantifier.
pub(crate) type Counted = Logic<(Quantifier, Atom)>;

/// A quantified predicate, or its opposite, as tests that each have one condition.
pub(crate) fn quantify(
    quantifier: Quantifier,
    predicate: &Logic<Atom>,
    negate: bool,
) -> Result<Counted, Unsayable> {
    match (quantifier, negate) {
        (Quantifier::Any, false) | (Quantifier::None, true) => any(predicate),
        (Quantifier::None, false) | (Quantifier::Any, true) => none(predicate),
        (Quantifier::Every, false) => every(predicate),
        // False on the empty list, which is why the opposite asks for it.
        (Quantifier::Every, true) => {
            let opposite = any(&predicate.clone().negated())?;
            let empty = match positive(predicate)? {
                Logic::Leaf(only) => Logic::Leaf((Quantifier::None, only)),
                several => none(&any_value(first_kind(&several).unwrap_or(Kind::RichText)))?,
            };
            Ok(Logic::Or(vec![empty, opposite]))
        }
    }
}

fn any(predicate: &Logic<Atom>) -> Result<Counted, Unsayable> {
    match positive(predicate)? {
        Logic::Leaf(only) => Ok(Logic::Leaf((Quantifier::Any, only))),
        Logic::Or(parts) => each(parts, Quantifier::Any).map(Logic::Or),
        Logic::And(_) | Logic::Not(_) => Err(Unsayable::SeveralConditions),
    }
}

fn none(predicate: &Logic<Atom>) -> Result<Counted, Unsayable> {
    match positive(predicate)? {
        Logic::Leaf(only) => Ok(Logic::Leaf((Quantifier::None, only))),
        Logic::Or(parts) => each(parts, Quantifier::None).map(Logic::And),
        Logic::And(_) | Logic::Not(_) => Err(Unsayable::SeveralConditions),
    }
}

fn every(predicate: &Logic<Atom>) -> Result<Counted, Unsayable> {
    match positive(predicate)? {
        Logic::Leaf(only) => Ok(Logic::Leaf((Quantifier::Every, only))),
        Logic::And(parts) => each(parts, Quantifier::Every).map(Logic::And),
        Logic::Or(_) | Logic::Not(_) => {
            // All values pass where none passes the opposite and there is one; the latter because `every`
            // is false on the empty list.
            let Logic::Leaf(opposite) = positive(&predicate.clone().negated())? else {
                return Err(Unsayable::SeveralConditions);
            };
            Ok(Logic::And(vec![Logic::Leaf((Quantifier::None, opposite)), any(predicate)?]))
        }
    }
}

fn each(parts: Vec<Logic<Atom>>, quantifier: Quantifier) -> Result<Vec<Counted>, Unsayable> {
    let one = |part| match part {
        Logic::Leaf(only) => Ok(Logic::Leaf((quantifier, only))),
        _ => Err(Unsayable::SeveralConditions),
    };
    parts.into_iter().map(one).collect()
}

/// The predicate without `not`.
fn positive(predicate: &Logic<Atom>) -> Result<Logic<Atom>, Unsayable> {
    let positive = predicate.clone().without_not(&mut |atom, negate| {
        if negate { complement(atom).map_err(Unsayable::NoOpposite) } else { Ok(Logic::Leaf(atom)) }
    });
    positive.map(Logic::flattened)
}

fn first_kind(predicate: &Logic<Atom>) -> Option<Kind> {
    match predicate {
        Logic::And(parts) | Logic::Or(parts) => parts.iter().find_map(first_kind),
        Logic::Not(inner) => first_kind(inner),
        Logic::Leaf(atom) => Some(match atom {
            Atom::Text(_) => Kind::RichText,
            Atom::Number(..) => Kind::Number,
            Atom::Checkbox(_) => Kind::Checkbox,
            Atom::Option(_) => Kind::Select,
            Atom::MultiSelect(_) => Kind::MultiSelect,
            Atom::Date(..) | Atom::Window(..) => Kind::Date,
            Atom::People(_) => Kind::People,
            Atom::Relation(_) => Kind::Relation,
            Atom::Files(_) => Kind::Files,
            Atom::Verification(_) => Kind::Verification,
        }),
    }
}

/// What is true of any value, so that `none` of it means an empty list.
pub(crate) fn any_value(kind: Kind) -> Logic<Atom> {
    let possible = Emptiness::Possible;
    let tests = match kind {
        Kind::Number => [NumberCondition::IsEmpty, NumberCondition::IsNotEmpty]
            .map(|it| Atom::Number(it, possible)),
        Kind::Checkbox => [Atom::Checkbox(true), Atom::Checkbox(false)],
        Kind::Select | Kind::Status => {
            [OptionCondition::IsEmpty, OptionCondition::IsNotEmpty].map(Atom::Option)
        }
        Kind::MultiSelect => {
            [MultiSelectCondition::IsEmpty, MultiSelectCondition::IsNotEmpty].map(Atom::MultiSelect)
        }
        Kind::Date | Kind::CreatedTime | Kind::LastEditedTime => {
            [DateCondition::IsEmpty, DateCondition::IsNotEmpty].map(|it| Atom::Date(it, possible))
        }
        Kind::People | Kind::CreatedBy | Kind::LastEditedBy => {
            [PeopleCondition::IsEmpty, PeopleCondition::IsNotEmpty].map(Atom::People)
        }
        Kind::Relation => {
            [RelationCondition::IsEmpty, RelationCondition::IsNotEmpty].map(Atom::Relation)
        }
        Kind::Files => [Existence::IsEmpty, Existence::IsNotEmpty].map(Atom::Files),
        // The rest are texts; Notion has no lists of ids and verifications.
        _ => [TextCondition::IsEmpty, TextCondition::IsNotEmpty].map(Atom::Text),
    };
    Logic::Or(tests.map(Logic::Leaf).to_vec())
}
