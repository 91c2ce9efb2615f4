//! An explanation as plain text, for people.

use std::collections::HashSet;
use std::fmt::{Display, Formatter, Result};

use notion_model::limits::{PAGE_SIZE, QUERY_ROWS, REFERENCES_SHOWN};
use notion_model::query::{Direction, SortKey};

use super::{ExplainedCondition, Explanation, Runs};

impl Display for Explanation {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "Filter")?;
        let canonical = if self.canonical.is_empty() { "(none)" } else { &self.canonical };
        writeln!(out, "  {canonical}")?;
        self.write_conditions(out)?;
        self.write_resolved(out)?;
        self.write_clauses(out)?;
        self.write_fitting(out)?;
        self.write_places(out)?;
        self.write_requests(out)?;
        if !self.compiled.warnings.is_empty() {
            writeln!(out, "\nWarnings")?;
        }
        for it in &self.compiled.warnings {
            writeln!(out, "  {}: {}", it.code, it.message)?;
        }
        Ok(())
    }
}

impl Explanation {
    fn write_conditions(&self, out: &mut Formatter<'_>) -> Result {
        writeln!(out, "\nMeaning")?;
        if self.conditions.is_empty() {
            return writeln!(out, "  every page");
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            writeln!(out, "  {}. {}", index + 1, condition.meaning)?;
            write_condition(out, condition)?;
        }
        if self.conditions.len() > 1 {
            writeln!(out, "  together: {}", self.structure)?;
        }
        Ok(())
    }

    fn write_resolved(&self, out: &mut Formatter<'_>) -> Result {
        if self.resolved.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nRead as")?;
        let mut seen = HashSet::new();
        for it in &self.resolved {
            if seen.insert((&it.written, &it.meaning)) {
                writeln!(out, "  `{}` is {}", one_line(&it.written), it.meaning)?;
            }
        }
        Ok(())
    }

    fn write_clauses(&self, out: &mut Formatter<'_>) -> Result {
        let compiled = &self.compiled;
        if compiled.sorts.is_empty() && compiled.limit.is_none() && compiled.select.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nRows")?;
        for (index, sort) in compiled.sorts.iter().enumerate() {
            let key = match &sort.key {
                SortKey::Property(name) => name.as_str(),
                SortKey::Timestamp(kind) => kind.as_str(),
            };
            let direction = match sort.direction {
                Direction::Ascending => "ascending",
                Direction::Descending => "descending",
            };
            let by = if index == 0 { "ordered by" } else { "then by" };
            writeln!(out, "  {by} {key}, {direction}")?;
        }
        if let Some(limit) = compiled.limit {
            writeln!(out, "  the first {limit}")?;
        }
        if !compiled.select.is_empty() {
            writeln!(out, "  only these properties: {}", compiled.select.join(", "))?;
        }
        Ok(())
    }

    fn write_fitting(&self, out: &mut Formatter<'_>) -> Result {
        let it = &self.fitting;
        if it.conditions_before == 0 {
            return Ok(());
        }
        writeln!(out, "\nTwo levels")?;
        match (&it.too_complex, it.rewritten) {
            (Some(why), _) => writeln!(out, "  {why}")?,
            (None, Some(form)) => writeln!(
                out,
                "  {} before; rewritten as {form}: {}",
                size(it.levels_before, it.conditions_before),
                size(it.levels, it.conditions)
            )?,
            (None, None) => {
                writeln!(out, "  fits as it is: {}", size(it.levels, it.conditions))?;
            }
        }
        if let Some(sent) = &self.sent {
            writeln!(out, "  sent as: {sent}")?;
        }
        Ok(())
    }

    fn write_places(&self, out: &mut Formatter<'_>) -> Result {
        if self.conditions.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nWhere it runs")?;
        let numbers = |wanted: fn(&Runs) -> bool| {
            let numbered = self.conditions.iter().zip(1..).filter(|(it, _)| wanted(&it.runs));
            numbered
                .map(|(_, number): (_, usize)| number.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let notion = numbers(|it| *it == Runs::Notion);
        if !notion.is_empty() {
            writeln!(out, "  by Notion: {notion}")?;
        }
        for (condition, number) in self.conditions.iter().zip(1_usize..) {
            if let Runs::Here(why) = &condition.runs {
                writeln!(out, "  here: {number}, because {why}")?;
            }
        }
        let nowhere = numbers(|it| *it == Runs::Nowhere);
        if !nowhere.is_empty() {
            writeln!(out, "  nowhere: {nowhere}, because the other conditions decide it")?;
        }
        match (&self.compiled.residual, &self.compiled.filter) {
            (None, _) => Ok(()),
            (Some(_), Some(_)) => {
                writeln!(
                    out,
                    "  Notion sends too much; the whole filter is applied to what it sends"
                )
            }
            (Some(_), None) => {
                writeln!(out, "  Notion sends every row; the whole filter is applied here")
            }
        }
    }

    fn write_requests(&self, out: &mut Formatter<'_>) -> Result {
        let it = &self.requests;
        writeln!(out, "\nRequests: at least {}", it.least())?;
        if it.schema > 0 {
            writeln!(out, "  {} to read the schema", it.schema)?;
        }
        if it.people > 0 {
            writeln!(out, "  {} or more to look up people", it.people)?;
        }
        if it.pages > 0 {
            writeln!(out, "  {} or more to look up pages", it.pages)?;
        }
        let rows = match (self.circumstances.rows, self.compiled.residual.is_some()) {
            (Some(rows), false) => format!("{rows} rows match"),
            (Some(rows), true) => format!("{rows} rows match what is sent"),
            (None, false) => "how many rows match is not known".to_owned(),
            (None, true) => "how many rows match what is sent is not known".to_owned(),
        };
        writeln!(out, "  {} for the query: {PAGE_SIZE} rows in one request; {rows}", it.query)?;
        let passing = if self.compiled.residual.is_some() { " that passes here" } else { "" };
        match (it.query_at_most, self.compiled.limit) {
            (Some(most), Some(limit)) if most > it.query || self.circumstances.rows.is_none() => {
                writeln!(
                    out,
                    "  at most {most} for the query, which ends with row {limit}{passing}"
                )?;
            }
            (None, Some(limit)) => {
                writeln!(out, "  the query ends with row {limit}{passing}")?;
            }
            _ => {}
        }
        let references = |it: &ExplainedCondition| {
            ["a relation", "a list"].iter().any(|noun| it.property.starts_with(noun))
        };
        if self.compiled.residual.is_some() && self.conditions.iter().any(references) {
            writeln!(
                out,
                "  more for every relation or rollup of over {REFERENCES_SHOWN} entries, which is read whole to be tested"
            )?;
        }
        let window = u64::try_from(QUERY_ROWS).unwrap_or(u64::MAX);
        let can_be_more = self.circumstances.rows.is_none_or(|rows| rows > window)
            && (self.compiled.residual.is_some()
                || self.compiled.limit.is_none_or(|limit| u64::from(limit) > window));
        match (can_be_more, self.continues) {
            (false, _) => Ok(()),
            (true, true) => writeln!(
                out,
                "  Notion ends a query after 10,000 rows; the next one begins with the last creation time"
            ),
            (true, false) => writeln!(
                out,
                "  Notion ends a query after 10,000 rows, and only the order of creation can go on there"
            ),
        }
    }
}

fn write_condition(out: &mut Formatter<'_>, condition: &ExplainedCondition) -> Result {
    let not = if condition.negated { "the opposite of " } else { "" };
    writeln!(out, "     {not}`{}`, {}", one_line(&condition.written), condition.property)?;
    match condition.filter.as_ref().map(serde_json::to_string) {
        Some(Ok(json)) => writeln!(out, "     {json}"),
        _ => Ok(()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn size(levels: usize, conditions: usize) -> String {
    match (levels, conditions) {
        (_, 1) => "1 condition".to_owned(),
        (1, count) => format!("{count} conditions in 1 level"),
        (levels, count) => format!("{count} conditions in {levels} levels"),
    }
}
