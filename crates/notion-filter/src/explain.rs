//! What a filter means, in plain English: every condition, who applies it, and what the query costs.

mod json;
mod requests;
mod structure;
mod text;
mod trace;
mod words;

use std::collections::HashSet;
use std::convert::Infallible;

use notion_model::query::{Filter, Sort};

use crate::check::{Checked, check_tracing};
use crate::compile::{Compiled, Options, Pushdown, compile_with, filters, why_not};
use crate::decompile::decompile;
use crate::env::Env;
use crate::error::FilterError;
use crate::fit::{Limits, before, conditions, fit};
use crate::logic::Logic;
use crate::parse::parse_knowing;
use crate::schema::Schema;
use crate::span::Span;
use crate::typed::Typed;

pub use requests::{Circumstances, Requests};
pub use trace::{Resolution, Resolved};
pub(crate) use trace::{Trace, TracedSubject};

/// A filter explained.
///
/// `Display` writes it as plain text for people, [`to_json`](Self::to_json) as data for programs.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The filter as it was given.
    pub source: String,
    /// The whole query as it was read, in canonical words.
    pub canonical: String,
    /// The conditions, in the order of the text.
    pub conditions: Vec<ExplainedCondition>,
    /// How the conditions are joined once every `not` is pushed down to them, such as `1 and (2 or 3)`.
    pub structure: String,
    /// What stands for something else: names in another case, `me`, people, pages, dates like `today`.
    pub resolved: Vec<Resolution>,
    /// How the filter was fitted into Notion's two levels.
    pub fitting: Fitting,
    /// What is sent to Notion, as a filter of this language; none if every row is asked for, or if it has no
    /// spelling.
    pub sent: Option<String>,
    /// What the filter compiles to.
    pub compiled: Compiled,
    /// How many requests the query costs at least.
    pub requests: Requests,
    /// What the count of requests rests on.
    pub circumstances: Circumstances,
    /// Whether the query can be continued behind Notion's 10,000 rows, which only the order of creation allows.
    pub continues: bool,
}

impl Explanation {
    /// The explanation of a query that brings an order and a limit of its own, instead of those after the
    /// filter.
    #[must_use]
    pub fn with_rows(mut self, sorts: Vec<Sort>, limit: Option<u32>) -> Self {
        let residual = self.compiled.residual.is_some();
        let counted = Requests::of_query(self.circumstances.rows, limit, residual);
        let Requests { schema, people, pages, .. } = self.requests;
        self.requests = Requests { schema, people, pages, ..counted };
        self.continues = requests::is_by_creation(&sorts);
        self.compiled.sorts = sorts;
        self.compiled.limit = limit;
        self
    }
}

/// One condition of a filter, explained.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedCondition {
    /// Where it is written.
    pub span: Span,
    /// What is written.
    pub written: String,
    /// Whether a `not` outside of it, or several, turns it into its opposite.
    pub negated: bool,
    /// What it means for a page, negation applied and empty values spelled out.
    pub meaning: String,
    /// What the property is, such as `a select property`.
    pub property: String,
    /// Whether pages without a value match. None if there always is a value, and for lists.
    pub matches_empty: Option<bool>,
    /// What it becomes for Notion; none if Notion cannot express it.
    pub filter: Option<Filter>,
    /// Who applies it.
    pub runs: Runs,
}

/// Who applies a condition.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Runs {
    /// Notion, before it sends a page.
    Notion,
    /// Whoever receives the pages, because Notion cannot; the reason in words.
    Here(String),
    /// Nobody: the other conditions decide it already.
    Nowhere,
}

/// How a filter was fitted into the two levels of groups that Notion accepts.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fitting {
    /// Levels of groups with every `not` pushed down.
    pub levels_before: usize,
    /// Conditions with every `not` pushed down; one written condition may need several.
    pub conditions_before: usize,
    /// Levels of groups in what is sent.
    pub levels: usize,
    /// Conditions in what is sent.
    pub conditions: usize,
    /// What the filter was rewritten as, if it had more than two levels.
    pub rewritten: Option<&'static str>,
    /// Why not everything was sent, if it is because of the size.
    pub too_complex: Option<String>,
}

/// Explains a filter.
///
/// `circumstances` only counts for the number of requests.
///
/// # Errors
///
/// [`FilterError`] where [`compile_with`] gives it: what cannot be compiled cannot be explained. With
/// [`Pushdown::Whole`] that includes what Notion cannot express.
pub fn explain(
    source: &str,
    schema: &Schema,
    env: &Env<'_>,
    options: &Options,
    circumstances: &Circumstances,
) -> Result<Explanation, FilterError> {
    let compiled = compile_with(source, schema, env, options)?;
    let query = parse_knowing(source, &|name| schema.has(name)).query;
    let (checked, trace) = check_tracing(&query, schema, env, options);
    let Checked { filter, sorts: _, select: _ } = checked;
    let sent = compiled.filter.as_ref();
    let mut explained = Vec::new();
    let mut plain = Logic::always();
    let mut structure = String::new();
    if let Some(tree) = filter {
        let Ok(numbered) = tree.clone().without_not(&mut |typed, negated| {
            explained.push(condition(&typed, negated, &trace, env, &query.source));
            Ok::<_, Infallible>(Logic::Leaf(explained.len()))
        });
        structure = structure::write(&numbered.flattened());
        let Ok(all) = tree.without_not(&mut |typed, negated| {
            Ok::<_, Infallible>(filters(&typed, negated).unwrap_or_else(|_| Logic::always()))
        });
        plain = all.flattened();
    }
    let fitting = fitting(&plain, sent, options);
    let places = Places {
        sent: sent.map(leaves).unwrap_or_default().into_iter().collect(),
        sayable: sayable(&plain).into_iter().collect(),
        too_complex: fitting.too_complex.as_deref(),
    };
    for condition in &mut explained {
        condition.runs = places.runs(condition);
    }
    let mut resolved = trace.resolved;
    resolved.sort_by_key(|it| it.span);
    resolved.dedup();
    let counted =
        Requests::of_query(circumstances.rows, compiled.limit, compiled.residual.is_some());
    let requests = Requests {
        schema: u64::from(!circumstances.schema_at_hand && !schema.is_untyped()),
        people: u64::from(trace.people && !circumstances.people_at_hand),
        pages: u64::from(trace.pages && !circumstances.pages_at_hand),
        ..counted
    };
    Ok(Explanation {
        source: source.to_owned(),
        canonical: query.to_string(),
        conditions: explained,
        structure,
        resolved,
        fitting,
        sent: sent.and_then(|it| decompile(it, schema).ok()).map(|it| it.text),
        requests,
        circumstances: *circumstances,
        continues: requests::is_by_creation(&compiled.sorts),
        compiled,
    })
}

/// Everything about a condition but who applies it.
fn condition(
    typed: &Typed,
    negated: bool,
    trace: &Trace,
    env: &Env<'_>,
    source: &str,
) -> ExplainedCondition {
    let subject = trace.subjects.iter().find(|it| it.condition == typed.span);
    let (name, noun) =
        subject.map_or(("", ""), |subject| (subject.name.as_str(), subject.noun.as_str()));
    let words = words::of(typed, negated, name, env);
    let (filter, runs) = match filters(typed, negated) {
        // One condition fits, whatever the limits of the whole are.
        Ok(filters) => {
            let unlimited = Limits { conditions: usize::MAX, group: usize::MAX };
            (fit(filters, unlimited).unwrap_or_default(), Runs::Notion)
        }
        Err(problem) => (None, Runs::Here(why_not(typed, problem))),
    };
    ExplainedCondition {
        span: typed.span,
        written: typed.span.slice(source).to_owned(),
        negated,
        meaning: words.meaning,
        property: noun.to_owned(),
        matches_empty: words.matches_empty,
        filter,
        runs,
    }
}

/// What decides who applies a condition.
struct Places<'a> {
    /// The conditions that are sent to Notion.
    sent: HashSet<&'a Filter>,
    /// The conditions that could be sent if there were room for all.
    sayable: HashSet<&'a Filter>,
    too_complex: Option<&'a str>,
}

impl Places<'_> {
    fn runs(&self, condition: &ExplainedCondition) -> Runs {
        let Some(filter) = &condition.filter else { return condition.runs.clone() };
        let leaves = leaves(filter);
        if leaves.iter().all(|it| self.sent.contains(it)) {
            return Runs::Notion;
        }
        if !leaves.iter().all(|it| self.sayable.contains(it)) {
            let why = "`or` joins it with a condition that Notion cannot express";
            return Runs::Here(why.to_owned());
        }
        self.too_complex.map_or(Runs::Nowhere, |why| Runs::Here(why.to_owned()))
    }
}

fn sayable(tree: &Logic<Filter>) -> Vec<&Filter> {
    match tree {
        Logic::And(parts) | Logic::Or(parts) => parts.iter().flat_map(sayable).collect(),
        Logic::Not(inner) => sayable(inner),
        Logic::Leaf(leaf) => vec![leaf],
    }
}

fn leaves(filter: &Filter) -> Vec<&Filter> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().flat_map(leaves).collect(),
        leaf => vec![leaf],
    }
}

fn fitting(plain: &Logic<Filter>, sent: Option<&Filter>, options: &Options) -> Fitting {
    let (levels_before, conditions_before, rewritten) = before(plain);
    let too_complex = match fit(plain.clone(), options.limits) {
        Err(problem) if options.pushdown == Pushdown::Partial => Some(format!(
            "the whole filter needs {} {} in two levels, and the limit is {}",
            problem.needed, problem.what, problem.limit
        )),
        _ => None,
    };
    Fitting {
        levels_before,
        conditions_before,
        levels: sent.map_or(0, levels),
        conditions: sent.map_or(0, conditions),
        rewritten,
        too_complex,
    }
}

fn levels(filter: &Filter) -> usize {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            1 + parts.iter().map(levels).max().unwrap_or_default()
        }
        _ => 0,
    }
}
