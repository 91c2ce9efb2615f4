//! Fitting a filter into the two levels of groups that Notion accepts.

use std::collections::{HashMap, HashSet};

use notion_model::limits::FILTER_ENTRIES;
use notion_model::query::Filter;

use crate::logic::Logic;

/// How large a filter may become.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Conditions in the whole filter. Notion's own limit is not known; 200 are sent at most.
    pub conditions: usize,
    /// Members of one group. Notion documents 100.
    pub group: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { conditions: 200, group: FILTER_ENTRIES }
    }
}

/// A filter that needs more than the limits allow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TooComplex {
    /// How many conditions it would need, or how many members a group.
    pub(crate) needed: usize,
    pub(crate) limit: usize,
    pub(crate) what: &'static str,
    /// If the root is an `or`, how many queries would do the same one by one.
    pub(crate) queries: Option<usize>,
}

/// The filter in at most two levels; none if it is always true. Expects a tree without `not`.
///
/// What fits already keeps the author's order and structure. Else the smaller of the two normal forms is
/// built, after their sizes have been computed without building either.
pub(crate) fn fit(tree: Logic<Filter>, limits: Limits) -> Result<Option<Filter>, TooComplex> {
    let tree = tree.flattened();
    if tree == Logic::always() {
        return Ok(None);
    }
    let queries = match &tree {
        Logic::Or(parts) => Some(parts.len()),
        _ => None,
    };
    let fitted = if depth(&tree) <= 2 {
        tree
    } else {
        let form = smaller(&tree);
        let needed = size(&tree, form).literals;
        // Twice the limit may be built: repeated and absorbed parts disappear again.
        if needed > limits.conditions {
            return Err(TooComplex {
                needed,
                limit: limits.conditions,
                what: "conditions",
                queries,
            });
        }
        build(&tree, form)
    };
    let filter = filter(fitted);
    within(&filter, limits).map_err(|error| TooComplex { queries, ..error })?;
    Ok(Some(filter))
}

/// The normal form with fewer conditions; if neither has, the one whose root is the author's.
fn smaller(tree: &Logic<Filter>) -> Form {
    match (size(tree, Form::AnyOfAll), size(tree, Form::AllOfAny)) {
        (any_of_all, all_of_any) if any_of_all.literals < all_of_any.literals => Form::AnyOfAll,
        (any_of_all, all_of_any) if any_of_all.literals > all_of_any.literals => Form::AllOfAny,
        _ if matches!(tree, Logic::Or(_)) => Form::AnyOfAll,
        _ => Form::AllOfAny,
    }
}

/// The levels and conditions of a filter before it is fitted, and what it would be rewritten as.
pub(crate) fn before(tree: &Logic<Filter>) -> (usize, usize, Option<&'static str>) {
    fn leaves(tree: &Logic<Filter>) -> usize {
        match tree {
            Logic::And(parts) | Logic::Or(parts) => parts.iter().map(leaves).sum(),
            Logic::Not(inner) => leaves(inner),
            Logic::Leaf(_) => 1,
        }
    }
    let levels = depth(tree);
    let form = (levels > 2).then(|| match smaller(tree) {
        Form::AnyOfAll => "an `or` of `and`s",
        Form::AllOfAny => "an `and` of `or`s",
    });
    (levels, leaves(tree), form)
}

/// As many parts of an `and` as fit, which is never too narrow; none of anything else.
pub(crate) fn fit_some(tree: Logic<Filter>, limits: Limits) -> Option<Filter> {
    let Logic::And(parts) = tree.flattened() else { return None };
    let mut kept: Vec<Logic<Filter>> = Vec::new();
    let mut best = None;
    for part in parts {
        kept.push(part);
        match fit(Logic::And(kept.clone()), limits) {
            Ok(filter) => best = filter,
            Err(_) => drop(kept.pop()),
        }
        if kept.len() >= limits.group {
            break;
        }
    }
    best
}

/// The two normal forms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    /// An `or` of `and`s.
    AnyOfAll,
    /// An `and` of `or`s.
    AllOfAny,
}

fn depth(tree: &Logic<Filter>) -> usize {
    match tree {
        Logic::And(parts) | Logic::Or(parts) => 1 + parts.iter().map(depth).max().unwrap_or(0),
        Logic::Not(inner) => depth(inner),
        Logic::Leaf(_) => 0,
    }
}

/// The size of a normal form.
#[derive(Clone, Copy, Debug)]
struct Size {
    clauses: usize,
    literals: usize,
}

/// Sums and products only; they stay at the largest number instead of overflowing.
fn size(tree: &Logic<Filter>, form: Form) -> Size {
    let side_by_side = |parts: &[Logic<Filter>]| {
        parts.iter().map(|part| size(part, form)).fold(
            Size { clauses: 0, literals: 0 },
            |sum, part| Size {
                clauses: sum.clauses.saturating_add(part.clauses),
                literals: sum.literals.saturating_add(part.literals),
            },
        )
    };
    let multiplied = |parts: &[Logic<Filter>]| {
        parts.iter().map(|part| size(part, form)).fold(
            Size { clauses: 1, literals: 0 },
            |product, part| Size {
                clauses: product.clauses.saturating_mul(part.clauses),
                literals: product
                    .literals
                    .saturating_mul(part.clauses)
                    .saturating_add(part.literals.saturating_mul(product.clauses)),
            },
        )
    };
    match (tree, form) {
        (Logic::Leaf(_), _) => Size { clauses: 1, literals: 1 },
        (Logic::Not(inner), _) => size(inner, form),
        (Logic::Or(parts), Form::AnyOfAll) | (Logic::And(parts), Form::AllOfAny) => {
            side_by_side(parts)
        }
        (Logic::And(parts), Form::AnyOfAll) | (Logic::Or(parts), Form::AllOfAny) => {
            multiplied(parts)
        }
    }
}

fn build(tree: &Logic<Filter>, form: Form) -> Logic<Filter> {
    let clauses = absorbed(clauses(tree, form));
    let (outer, inner): (fn(_) -> _, fn(_) -> _) = match form {
        Form::AnyOfAll => (Logic::Or, Logic::And),
        Form::AllOfAny => (Logic::And, Logic::Or),
    };
    let group = |clause: Vec<&Filter>| {
        inner(clause.into_iter().cloned().map(Logic::Leaf).collect::<Vec<_>>())
    };
    outer(clauses.into_iter().map(group).collect::<Vec<_>>()).flattened()
}

/// A clause as the literals in it, in the order of the source.
type Clause<'a> = Vec<&'a Filter>;

fn clauses(tree: &Logic<Filter>, form: Form) -> Vec<Clause<'_>> {
    match (tree, form) {
        (Logic::Leaf(leaf), _) => vec![vec![leaf]],
        (Logic::Not(inner), _) => clauses(inner, form),
        (Logic::Or(parts), Form::AnyOfAll) | (Logic::And(parts), Form::AllOfAny) => {
            parts.iter().flat_map(|part| clauses(part, form)).collect()
        }
        (Logic::And(parts), Form::AnyOfAll) | (Logic::Or(parts), Form::AllOfAny) => {
            parts.iter().fold(vec![Vec::new()], |product, part| {
                let factors = clauses(part, form);
                let mut next = Vec::with_capacity(product.len() * factors.len());
                for left in &product {
                    for right in &factors {
                        let mut clause = left.clone();
                        clause.extend(right.iter().filter(|literal| !left.contains(literal)));
                        next.push(clause);
                    }
                }
                next
            })
        }
    }
}

/// Without clauses that contain another: they add nothing to it.
fn absorbed(clauses: Vec<Clause<'_>>) -> Vec<Clause<'_>> {
    let sets: Vec<HashSet<&Filter>> =
        clauses.iter().map(|clause| clause.iter().copied().collect()).collect();
    // What a clause contains begins with one of its literals; comparing it with all others would take
    // quadratic time.
    let mut by_first: HashMap<Option<&Filter>, Vec<usize>> = HashMap::with_capacity(clauses.len());
    for (index, clause) in clauses.iter().enumerate() {
        by_first.entry(clause.first().copied()).or_default().push(index);
    }
    let is_needed = |index: usize| {
        let set = &sets[index];
        let absorbs = |other: usize| {
            let smaller = &sets[other];
            let same = smaller.len() == set.len();
            other != index && smaller.is_subset(set) && (!same || other < index)
        };
        let firsts = clauses[index].iter().copied().map(Some).chain([None]);
        !firsts.filter_map(|first| by_first.get(&first)).flatten().any(|other| absorbs(*other))
    };
    let needed: Vec<bool> = (0..clauses.len()).map(is_needed).collect();
    clauses.into_iter().zip(needed).filter_map(|(clause, keep)| keep.then_some(clause)).collect()
}

fn filter(tree: Logic<Filter>) -> Filter {
    match tree {
        Logic::And(parts) => Filter::And(parts.into_iter().map(filter).collect()),
        Logic::Or(parts) => Filter::Or(parts.into_iter().map(filter).collect()),
        Logic::Not(inner) => filter(*inner),
        Logic::Leaf(leaf) => leaf,
    }
}

fn within(filter: &Filter, limits: Limits) -> Result<(), TooComplex> {
    let needed = conditions(filter);
    if needed > limits.conditions {
        let limit = limits.conditions;
        return Err(TooComplex { needed, limit, what: "conditions", queries: None });
    }
    let needed = widest(filter);
    if needed > limits.group {
        let limit = limits.group;
        return Err(TooComplex { needed, limit, what: "conditions in one group", queries: None });
    }
    Ok(())
}

pub(crate) fn conditions(filter: &Filter) -> usize {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().map(conditions).sum(),
        _ => 1,
    }
}

fn widest(filter: &Filter) -> usize {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            parts.iter().map(widest).max().unwrap_or(0).max(parts.len())
        }
        _ => 0,
    }
}
