//! What a filter for Notion leaves out, named as its author wrote it.

use notion_filter::{ExplainedCondition, Explanation, Runs};
use serde_json::json;

use crate::run::App;

/// How many conditions are named for one reason; a filter may have hundreds.
const NAMED: usize = 10;

/// Says which conditions are not in the filter, and why.
pub(super) fn tell(explained: &Explanation, app: &mut App) {
    let left_out = explained.conditions.iter().filter_map(|it| match &it.runs {
        Runs::Here(why) => Some((it, why.as_str())),
        _ => None,
    });
    if app.ui.is_json() {
        let conditions: Vec<_> = left_out
            .map(|(it, why)| {
                let span = [it.span.start, it.span.end];
                json!({ "written": it.written, "negated": it.negated, "span": span, "why": why })
            })
            .collect();
        app.ui.say(json!({ "left_out": conditions }));
        return;
    }
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for (condition, why) in left_out {
        let named = called(condition);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, conditions)) => conditions.push(named),
            None => reasons.push((why, vec![named])),
        }
    }
    for (why, mut conditions) in reasons {
        let more = conditions.len().saturating_sub(NAMED);
        conditions.truncate(NAMED);
        let is = if conditions.len() == 1 { "is" } else { "are" };
        let mut all = conditions.join(", ");
        if more > 0 {
            all = format!("{all} and {more} more");
        }
        app.ui.warn(format_args!("{all} {is} not in it, because {why}"));
    }
    app.ui.say("apply the whole filter to the rows received");
}

/// The condition, with the `not` that stands outside of it.
fn called(condition: &ExplainedCondition) -> String {
    let not = if condition.negated { "the opposite of " } else { "" };
    format!("{not}`{}`", condition.written)
}
