//! From the text of a filter to the JSON that Notion understands.

use std::convert::Infallible;

use notion_model::limits::PAGE_SIZE;
use notion_model::query::{Filter, Query as ModelQuery, Sort};

use crate::check::{Checked, check, quote_commas};
use crate::complement::{NoOpposite, complement};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::env::Env;
use crate::error::FilterError;
use crate::fit::{Limits, TooComplex, fit, fit_some};
use crate::logic::Logic;
use crate::parse::parse_knowing;
use crate::quantify::{Unsayable, quantify};
use crate::residual::Residual;
use crate::schema::Schema;
use crate::span::{Span, offset};
use crate::syntax::{Expr, Query};
use crate::typed::{Place, Typed};

/// How a filter is said to Notion.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Relative days as dates, or in Notion's words.
    pub relative: Relative,
    /// Notion's own periods by name, or by their two ends.
    pub windows: Windows,
    /// Several options in one condition, or one condition each.
    pub multi_value: MultiValue,
    /// Properties by name, or by id.
    pub property_keys: PropertyKeys,
    /// What becomes of conditions that Notion does not have.
    pub pushdown: Pushdown,
    /// How large the filter may become.
    pub limits: Limits,
}

/// What becomes of `today` and the like.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Relative {
    /// The date that it is now: right for a query.
    #[default]
    Resolve,
    /// Notion's word where there is one: right for a saved view.
    Symbolic,
}

/// What becomes of Notion's own periods.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Windows {
    /// Their names, such as `past_week`.
    #[default]
    Native,
    /// Their first and last day.
    Explicit,
}

/// What becomes of `in (…)` on select and status properties.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum MultiValue {
    /// One condition with an array; Notion takes it since April 2026.
    #[default]
    Array,
    /// A group with one condition for each value.
    Expand,
}

/// By what properties are called.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum PropertyKeys {
    /// Their names.
    #[default]
    Name,
    /// Their ids, which survive renaming.
    Id,
}

/// What becomes of conditions that Notion cannot express.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Pushdown {
    /// They are errors: Notion applies the whole filter.
    #[default]
    Whole,
    /// Notion applies what it can, which is never too little, and the rest is left as a [`Residual`].
    Partial,
}

/// A filter as Notion takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The filter; none if every page is wanted.
    pub filter: Option<Filter>,
    /// The order, the most important key first.
    pub sorts: Vec<Sort>,
    /// How many pages at most; the caller stops there.
    pub limit: Option<u32>,
    /// The properties that are wanted, by id where it is known, for `filter_properties`; empty for all. With
    /// a [`residual`](Self::residual), those that [it looks at](Residual::properties) have to be asked for too.
    pub select: Vec<String>,
    /// What has to be applied to the pages received; only with [`Pushdown::Partial`].
    pub residual: Option<Residual>,
    /// What is worth knowing although the filter has a meaning.
    pub warnings: Vec<Diagnostic>,
}

impl Compiled {
    /// The body of the first request: filter, sorts, and pages no larger than the limit. With a
    /// [`residual`](Self::residual) the pages are as large as they can be: nobody knows how many of their rows
    /// pass it.
    ///
    /// ```
    /// use notion_filter::{Env, Schema, compile};
    ///
    /// let env = Env::at("2031-05-09T16:30:00Z".parse()?);
    /// let compiled = compile("Done = true order by @created_time limit 5", &Schema::untyped(), &env)?;
    /// assert_eq!(
    ///     serde_json::to_string(&compiled.query())?,
    ///     concat!(
    ///         r#"{"filter":{"property":"Done","checkbox":{"equals":true}},"#,
    ///         r#""sorts":[{"timestamp":"created_time","direction":"ascending"}],"page_size":5}"#
    ///     )
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn query(&self) -> ModelQuery {
        let limit = self.limit.filter(|_| self.residual.is_none());
        ModelQuery {
            filter: self.filter.clone(),
            sorts: self.sorts.clone(),
            page_size: limit.map(|limit| limit.min(PAGE_SIZE)),
            ..ModelQuery::default()
        }
    }
}

/// Compiles a filter with the default [`Options`].
///
/// # Errors
///
/// [`FilterError`] with everything that is wrong with the filter.
pub fn compile(source: &str, schema: &Schema, env: &Env<'_>) -> Result<Compiled, FilterError> {
    compile_with(source, schema, env, &Options::default())
}

/// Compiles a filter.
///
/// The same text, schema, environment and options always give the same answer. What Notion cannot express
/// exactly is an error: nothing is dropped and nothing is approximated.
///
/// # Errors
///
/// [`FilterError`] with everything that is wrong with the filter.
pub fn compile_with(
    source: &str,
    schema: &Schema,
    env: &Env<'_>,
    options: &Options,
) -> Result<Compiled, FilterError> {
    let (query, checked, mut log) = read(source, schema, env, options);
    let Checked { filter, sorts, select } = checked;
    let (filter, residual) = match filter {
        Some(tree) if log.is_fine() => say(tree, &query, options, &mut log),
        _ => (None, None),
    };
    // What Notion cannot say has no fix, so that texts need not be compiled to try one.
    let log = log.sorted().tried(source, |it| read(it, schema, env, options).2);
    if !log.is_fine() {
        return Err(FilterError::new(query.source, log.list, log.omitted));
    }
    let limit = query.limit.map(|it| it.rows);
    Ok(Compiled { filter, sorts, limit, select, residual, warnings: log.list })
}

/// The tree of a text, what it means, and everything that is wrong with both; the fixes
/// are still to be tried.
pub(crate) fn read(
    source: &str,
    schema: &Schema,
    env: &Env<'_>,
    options: &Options,
) -> (Query, Checked, Diagnostics) {
    let mut parsed = parse_knowing(source, &|name| schema.has(name));
    let diagnostics = std::mem::take(&mut parsed.diagnostics);
    let mut log = Diagnostics { list: diagnostics, omitted: parsed.omitted };
    let (checked, found) = check(&parsed.query, schema, env, options);
    log.extend(found);
    quote_commas(&mut log.list, &parsed.query, schema);
    (parsed.query, checked, log)
}

/// The filter in Notion's terms, and what has to be done to the pages received; complains about what
/// neither can do.
fn say(
    tree: Logic<Typed>,
    query: &Query,
    options: &Options,
    log: &mut Diagnostics,
) -> (Option<Filter>, Option<Residual>) {
    let mut local = Vec::new();
    let mut complaints = Vec::new();
    let whole = tree.clone();
    let Ok(plain) = tree.without_not(&mut |typed, negate| {
        Ok::<_, Infallible>(filters(&typed, negate).unwrap_or_else(|problem| {
            local.push(typed.span);
            complaints.push(unsayable(&typed, problem, &query.source));
            // Without `not`, every condition only narrows: leaving one out lets more pages through.
            Logic::always()
        }))
    });
    let partial = options.pushdown == Pushdown::Partial;
    if !complaints.is_empty() && !partial {
        for diagnostic in complaints {
            log.push(diagnostic);
        }
        return (None, None);
    }
    let span = query.filter.as_ref().map(Expr::span).unwrap_or_default();
    let filter = match fit(plain.clone(), options.limits) {
        Ok(filter) => filter,
        Err(_) if partial => {
            local.push(span);
            fit_some(plain, options.limits)
        }
        Err(problem) => {
            log.push(too_complex(problem, span));
            return (None, None);
        }
    };
    let residual = (!local.is_empty()).then(|| Residual::new(whole, local));
    (filter, residual)
}

fn too_complex(problem: TooComplex, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::TooComplex, "filter is too complex for Notion", span)
        .label(format!(
            "needs {} {} in two levels; the limit is {}",
            problem.needed, problem.what, problem.limit
        ));
    match problem.queries {
        Some(queries) => {
            diagnostic.help(format!("the top-level `or` can be run as {queries} separate queries"))
        }
        None => diagnostic,
    }
}

/// One condition, or its opposite, as filters without `not`.
pub(crate) fn filters(typed: &Typed, negate: bool) -> Result<Logic<Filter>, Unsayable> {
    let place = &typed.place;
    if let Place::List(name, quantifier, kind) = place {
        let counted = quantify(*quantifier, &typed.predicate, negate)?;
        return counted.without_not(&mut |(quantifier, atom), _| {
            Ok(Logic::Leaf(Place::List(name.clone(), quantifier, *kind).filter(atom)))
        });
    }
    typed.predicate.clone().negated_if(negate).without_not(&mut |atom, negate| {
        let atoms = if negate {
            complement(atom).map_err(Unsayable::NoOpposite)?
        } else {
            Logic::Leaf(atom)
        };
        atoms.without_not(&mut |atom, _| Ok(Logic::Leaf(place.filter(atom))))
    })
}

/// Why Notion cannot apply a condition, in a few words.
pub(crate) fn why_not(typed: &Typed, problem: Unsayable) -> String {
    match problem {
        Unsayable::NoOpposite(NoOpposite::StartsWith) => {
            "Notion has no opposite of `starts with`".to_owned()
        }
        Unsayable::NoOpposite(NoOpposite::EndsWith) => {
            "Notion has no opposite of `ends with`".to_owned()
        }
        Unsayable::SeveralConditions => {
            let quantifier = match &typed.place {
                Place::List(_, quantifier, _) => quantifier.as_str(),
                _ => "any",
            };
            format!("Notion allows a single condition inside `{quantifier}(…)`")
        }
    }
}

fn unsayable(typed: &Typed, problem: Unsayable, source: &str) -> Diagnostic {
    let operator = typed.operator.slice(source);
    match problem {
        Unsayable::NoOpposite(test) => {
            let (verb, words) = match test {
                NoOpposite::StartsWith => ("start", "starts with"),
                NoOpposite::EndsWith => ("end", "ends with"),
            };
            Diagnostic::new(
                Code::NoOpposite,
                format!("Notion has no \"does not {verb} with\" filter"),
                typed.operator,
            )
            .label(format!("no opposite of `{words}`"))
            .help(
                "`!~` would be another question: it leaves out every page with the text in it, wherever that stands",
            )
            .help("with partial pushdown, this condition is applied to the pages that Notion sends")
        }
        Unsayable::SeveralConditions => {
            let quantifier = match &typed.place {
                Place::List(_, quantifier, _) => quantifier.as_str(),
                _ => "any",
            };
            let written = typed.written;
            let word = source
                .get(written.start as usize..)
                .and_then(|it| it.find('('))
                .map_or(written, |at| Span::new(written.start, written.start + offset(at)));
            Diagnostic::new(
                Code::SeveralConditions,
                format!("Notion cannot test this with `{quantifier}(…)`"),
                typed.operator,
            )
            .label(format!("`{operator}` needs several conditions on the same value"))
            .also(word, "")
            .help("inside `any`, `every` and `none` there is room for one condition only")
        }
    }
}

#[cfg(test)]
mod tests;
