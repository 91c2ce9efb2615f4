//! `and`, `or` and `not` over anything, and pushing `not` down to the leaves.

use std::collections::HashSet;
use std::hash::Hash;

/// A combination of leaves.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Logic<T> {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Leaf(T),
}

impl<T> Logic<T> {
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    pub(crate) fn negated_if(self, negate: bool) -> Self {
        if negate { self.negated() } else { self }
    }

    /// What is always true.
    pub(crate) const fn always() -> Self {
        Self::And(Vec::new())
    }

    /// The truth of the whole, given the truth of the leaves.
    pub(crate) fn holds(&self, leaf: &mut impl FnMut(&T) -> bool) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(leaf)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(leaf)),
            Self::Not(inner) => !inner.holds(leaf),
            Self::Leaf(it) => leaf(it),
        }
    }

    /// Every leaf, in the order in which they are written.
    pub(crate) fn visit<'a>(&'a self, leaf: &mut impl FnMut(&'a T)) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|it| it.visit(leaf)),
            Self::Not(inner) => inner.visit(leaf),
            Self::Leaf(it) => leaf(it),
        }
    }

    /// The same with every leaf replaced, `not` pushed down by De Morgan.
    ///
    /// `leaf` is told whether its leaf is negated, and answers with what means the same without `not`.
    pub(crate) fn without_not<U, E>(
        self,
        leaf: &mut impl FnMut(T, bool) -> Result<Logic<U>, E>,
    ) -> Result<Logic<U>, E> {
        self.push_down(false, leaf)
    }

    fn push_down<U, E>(
        self,
        negate: bool,
        leaf: &mut impl FnMut(T, bool) -> Result<Logic<U>, E>,
    ) -> Result<Logic<U>, E> {
        let mut all = |parts: Vec<Self>| {
            parts
                .into_iter()
                .map(|part| part.push_down(negate, leaf))
                .collect::<Result<Vec<_>, E>>()
        };
        Ok(match self {
            Self::And(parts) if negate => Logic::Or(all(parts)?),
            Self::And(parts) => Logic::And(all(parts)?),
            Self::Or(parts) if negate => Logic::And(all(parts)?),
            Self::Or(parts) => Logic::Or(all(parts)?),
            Self::Not(inner) => inner.push_down(!negate, leaf)?,
            Self::Leaf(it) => leaf(it, negate)?,
        })
    }
}

impl<T: Clone + Eq + Hash> Logic<T> {
    /// Joins groups in groups of the same kind, drops repeated parts and what is always true, and unwraps
    /// groups of one.
    ///
    /// Expects a tree without `not`; keeps the order in which parts first appear.
    pub(crate) fn flattened(self) -> Self {
        match self {
            Self::And(parts) => Self::gather(parts, Self::And, |it| match it {
                Self::And(parts) => Ok(parts),
                other => Err(other),
            }),
            Self::Or(parts) => Self::gather(parts, Self::Or, |it| match it {
                Self::Or(parts) => Ok(parts),
                other => Err(other),
            }),
            Self::Not(inner) => Self::Not(Box::new(inner.flattened())),
            Self::Leaf(it) => Self::Leaf(it),
        }
    }

    fn gather(
        parts: Vec<Self>,
        group: fn(Vec<Self>) -> Self,
        open: fn(Self) -> Result<Vec<Self>, Self>,
    ) -> Self {
        let mut gathered: Vec<Self> = Vec::with_capacity(parts.len());
        for part in parts {
            match open(part.flattened()) {
                Ok(inner) => gathered.extend(inner),
                // In an `or`, what is always true swallows everything else.
                Err(Self::And(inner)) if inner.is_empty() => return Self::always(),
                Err(other) => gathered.push(other),
            }
        }
        let mut seen = HashSet::with_capacity(gathered.len());
        gathered.retain(|part| seen.insert(part.clone()));
        match gathered.pop() {
            Some(only) if gathered.is_empty() => only,
            last => {
                gathered.extend(last);
                group(gathered)
            }
        }
    }
}
