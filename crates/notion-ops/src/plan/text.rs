//! The plan as text: what would change, row by row, then how much it is.

use std::fmt::{self, Display};

use super::{Action, Change, Level, Op, Plan};

/// How many ops of one kind are shown in full before the rest is only counted.
const SHOWN: usize = 40;

/// A plan as text. Made by [`Plan::text`].
#[derive(Clone, Copy, Debug)]
pub struct PlanText<'a> {
    plan: &'a Plan,
    shown: usize,
}

impl Plan {
    /// The plan as text, with the first forty ops of each kind in full.
    pub const fn text(&self) -> PlanText<'_> {
        PlanText { plan: self, shown: SHOWN }
    }

    /// The plan as text, with every op.
    pub const fn full_text(&self) -> PlanText<'_> {
        PlanText { plan: self, shown: usize::MAX }
    }
}

impl Display for PlanText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.plan;
        writeln!(f, "{} plan: {}", plan.kind, plan.namespace)?;
        for input in &plan.inputs {
            writeln!(f, "  {}: {} ({} rows)", input.role, input.title, input.rows)?;
        }
        writeln!(f)?;
        self.write_ops(f)?;
        if plan.unchanged > 0 {
            writeln!(f, "  = skip     {} unchanged", plan.unchanged)?;
        }
        for note in &plan.notes {
            let word = if note.level == Level::Warning { "warning" } else { "note" };
            writeln!(f, "  ! {word}: {}", note.message)?;
        }
        writeln!(f, "\n{}", summary(plan))?;
        for guard in &plan.guards {
            let state = if guard.tripped { "STOPPED" } else { "ok" };
            let (what, count, of) = (&guard.what, guard.count, guard.of);
            writeln!(f, "Guard: {what} {count} of {of} (limit {}), {state}.", guard.limit)?;
        }
        Ok(())
    }
}

impl PlanText<'_> {
    fn write_ops(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown: Vec<(&str, usize)> = Vec::new();
        let local = self.plan.ops.iter().filter(|op| op.action.is_local()).count();
        for op in self.plan.ops.iter().filter(|op| !op.action.is_local()) {
            let verb = op.action.verb();
            let index = shown.iter().position(|(it, _)| *it == verb).unwrap_or_else(|| {
                shown.push((verb, 0));
                shown.len() - 1
            });
            shown[index].1 += 1;
            if shown[index].1 <= self.shown {
                write_op(f, op)?;
            }
        }
        for (verb, count) in shown {
            if count > self.shown {
                writeln!(f, "  … and {} more to {verb}", count - self.shown)?;
            }
        }
        if local > 0 {
            writeln!(f, "  = link     {local} recognised, nothing is sent for them")?;
        }
        Ok(())
    }
}

fn write_op(f: &mut fmt::Formatter<'_>, op: &Op) -> fmt::Result {
    let sign = match &op.action {
        Action::CreatePage(_) | Action::CreateDatabase(_) | Action::ExpandSchema { .. } => '+',
        Action::UpdatePage(_) | Action::EditContent(_) | Action::RestorePage { .. } => '~',
        Action::TrashPage { .. } => '-',
        Action::Link { .. } | Action::Unlink { .. } => '=',
    };
    write!(f, "  {sign} {:<8} {} / {:?}", op.action.verb(), op.target, op.title)?;
    if !op.why.is_empty() {
        write!(f, "  {}", op.why)?;
    }
    writeln!(f)?;
    let width = op.changes.iter().map(|it| it.property.chars().count()).max().unwrap_or(0);
    for change in &op.changes {
        writeln!(f, "      {}", line(change, width.min(24)))?;
    }
    Ok(())
}

fn line(change: &Change, width: usize) -> String {
    let name = &change.property;
    match &change.before {
        Some(before) => format!("~ {name:width$}  {before} -> {}", change.after),
        None => format!("+ {name:width$}  {}", change.after),
    }
}

/// `Plan: 18 to create, 41 to update, 2 to trash, 9780 unchanged.`
fn summary(plan: &Plan) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for op in &plan.ops {
        let verb = op.action.verb();
        match counts.iter_mut().find(|(it, _)| *it == verb) {
            Some((_, count)) => *count += 1,
            None => counts.push((verb, 1)),
        }
    }
    let mut parts: Vec<String> = counts
        .into_iter()
        .map(|(verb, count)| match verb {
            "database" => format!("{count} database to create"),
            "schema" => format!("{count} schema to extend"),
            verb => format!("{count} to {verb}"),
        })
        .collect();
    if parts.is_empty() {
        parts.push("nothing to do".to_owned());
    }
    if plan.unchanged > 0 {
        parts.push(format!("{} unchanged", plan.unchanged));
    }
    format!("Plan: {}. Made with {} requests.", parts.join(", "), plan.reads)
}
