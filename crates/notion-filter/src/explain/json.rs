//! An explanation as JSON, for programs.

use serde_json::{Value, json};

use super::{ExplainedCondition, Explanation, Resolution, Runs};
use crate::span::Span;

impl Explanation {
    /// The explanation as data. Places are bytes from 0 in the source.
    pub fn to_json(&self) -> Value {
        let Self {
            source, canonical, structure, fitting, compiled, requests, circumstances, ..
        } = self;
        json!({
            "source": source,
            "canonical": canonical,
            "conditions": self.conditions.iter().map(condition).collect::<Vec<_>>(),
            "structure": structure,
            "resolved": self.resolved.iter().map(resolution).collect::<Vec<_>>(),
            "fitting": {
                "levels_before": fitting.levels_before,
                "conditions_before": fitting.conditions_before,
                "levels": fitting.levels,
                "conditions": fitting.conditions,
                "rewritten": fitting.rewritten,
                "too_complex": fitting.too_complex,
            },
            "sent": self.sent,
            "query": {
                "filter": compiled.filter,
                "sorts": compiled.sorts,
                "limit": compiled.limit,
                "select": compiled.select,
            },
            "residual": compiled.residual.is_some(),
            "warnings": compiled.warnings.iter().map(|it| it.to_json(source)).collect::<Vec<_>>(),
            "requests": {
                "least": requests.least(),
                "schema": requests.schema,
                "people": requests.people,
                "pages": requests.pages,
                "query": requests.query,
                "query_at_most": requests.query_at_most,
                "rows": circumstances.rows,
                "continues_after_10000": self.continues,
            },
        })
    }
}

fn condition(condition: &ExplainedCondition) -> Value {
    let (runs, why) = match &condition.runs {
        Runs::Notion => ("notion", None),
        Runs::Here(why) => ("here", Some(why)),
        Runs::Nowhere => ("nowhere", None),
    };
    json!({
        "span": span(condition.span),
        "written": condition.written,
        "negated": condition.negated,
        "meaning": condition.meaning,
        "property": condition.property,
        "matches_empty": condition.matches_empty,
        "filter": condition.filter,
        "runs": runs,
        "why": why,
    })
}

fn resolution(resolution: &Resolution) -> Value {
    json!({
        "span": span(resolution.span),
        "written": resolution.written,
        "what": resolution.what.as_str(),
        "meaning": resolution.meaning,
    })
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}
