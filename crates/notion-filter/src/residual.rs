//! What Notion cannot express, applied to the pages it sends.

use notion_model::{Page, PropertyValueKind, RollupValueKind};

use crate::evaluate::{EvalEnv, condition, matches, property};
use crate::logic::Logic;
use crate::span::Span;
use crate::syntax::Quantifier;
use crate::typed::{Place, Typed, condition_on};

/// A filter that has to be applied to the pages received, because Notion's filter lets too many through.
///
/// Count a `limit` only after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    filter: Logic<Typed>,
    local: Vec<Span>,
}

impl Residual {
    pub(crate) fn new(filter: Logic<Typed>, local: Vec<Span>) -> Self {
        Self { filter, local }
    }

    /// Whether the page is one that was asked for.
    ///
    /// Rollups and relations have to be complete: Notion cuts long ones in the answer to a query.
    pub fn matches(&self, page: &Page, env: &EvalEnv) -> bool {
        means(&self.filter, page, env)
    }

    /// The properties that it looks at, by the keys of [`PropertyKeys`](crate::PropertyKeys), each once.
    ///
    /// Pages have to bring them: where `filter_properties` asks for some properties only, such as those of
    /// [`Compiled::select`](crate::Compiled::select), it has to ask for these too. What a page does not bring
    /// is taken for empty.
    pub fn properties(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.filter.visit(&mut |typed| match &typed.place {
            Place::Property(name, _)
            | Place::Formula(name)
            | Place::Rollup(name)
            | Place::List(name, ..) => {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
            Place::Timestamp(_) => {}
        });
        names
    }

    /// The conditions that Notion cannot express, each whole, as places in the source. Where a `not` outside of
    /// one turns it around, it is the opposite that Notion cannot express; [`explain`](crate::explain()) tells,
    /// and names the others that could not be sent because of these.
    pub fn local(&self) -> &[Span] {
        &self.local
    }
}

/// What a filter says of a page: `not` is plain negation, and quantifiers are what logic says, but that
/// `every` needs a value.
fn means(filter: &Logic<Typed>, page: &Page, env: &EvalEnv) -> bool {
    filter.holds(&mut |typed: &Typed| {
        let Place::List(name, quantifier, kind) = &typed.place else {
            return typed
                .predicate
                .holds(&mut |atom| matches(&typed.place.filter(atom.clone()), page, env));
        };
        let elements = match property(page, name).map(|it| &it.kind) {
            Some(PropertyValueKind::Rollup(rollup)) => match &rollup.kind {
                RollupValueKind::Array(elements) => elements.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let mut passes = elements.iter().map(|element| {
            typed.predicate.holds(&mut |atom| {
                condition(&condition_on(*kind, atom.clone()), Some(&element.kind), env)
            })
        });
        match quantifier {
            Quantifier::Any => passes.any(|it| it),
            Quantifier::Every => !elements.is_empty() && passes.all(|it| it),
            Quantifier::None => !passes.any(|it| it),
        }
    })
}
