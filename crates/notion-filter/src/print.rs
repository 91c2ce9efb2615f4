//! The syntax tree as text, in one form: signs instead of words, parentheses around every nested group.
//!
//! What is printed reads back as the same tree.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::lex::write_quoted;
use crate::syntax::{
    Comparison, Condition, Expr, List, Name, Query, Reference, SortKey, Target, Test, TestKind,
    Value, ValueKind, Which,
};

impl Display for Query {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut clauses = Vec::new();
        if let Some(filter) = &self.filter {
            clauses.push(filter.to_string());
        }
        if !self.order.is_empty() {
            clauses.push(format!("order by {}", separated(&self.order)));
        }
        if let Some(limit) = self.limit {
            clauses.push(format!("limit {}", limit.rows));
        }
        if !self.select.is_empty() {
            clauses.push(format!("select {}", separated(&self.select)));
        }
        out.write_str(&clauses.join(" "))
    }
}

fn separated<T: Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

impl Display for Expr {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => join(out, parts, " and "),
            Self::Or(parts) => join(out, parts, " or "),
            Self::Not(_, inner) => {
                out.write_str("not ")?;
                inner.write_part(out)
            }
            Self::Condition(condition) => condition.fmt(out),
            Self::Error(_) => out.write_str("…"),
        }
    }
}

fn join(out: &mut Formatter<'_>, parts: &[Expr], connector: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(connector)?;
        }
        part.write_part(out)?;
    }
    Ok(())
}

impl Expr {
    /// The expression as a part of another.
    fn write_part(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(_) | Self::Or(_) => write!(out, "({self})"),
            Self::Not(..) | Self::Condition(_) | Self::Error(_) => self.fmt(out),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.target.fmt(out)?;
        match &self.test {
            Some(test) => write!(out, " {test}"),
            None => Ok(()),
        }
    }
}

impl Display for Target {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.quantifier {
            Some((quantifier, _)) => write!(out, "{}({})", quantifier.as_str(), self.reference),
            None => self.reference.fmt(out),
        }
    }
}

impl Display for Reference {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Some(cast) = &self.cast else { return self.name.fmt(out) };
        // A colon at the end of a bare name, or an address, would run together with those of the type.
        let last = self.name.text.rsplit(' ').next().unwrap_or_default();
        let runs_on = last.ends_with(':') || last.starts_with("http");
        let quoted = self.name.quoted || runs_on;
        write_text(out, &self.name.text, quoted)?;
        write!(out, "::{}", cast.text)
    }
}

impl Display for Name {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        // A first word `where` would be skipped.
        let skipped = self.text.get(..6).is_some_and(|it| it.eq_ignore_ascii_case("where "));
        // A last word that may begin an operator would take what is printed after it for the rest:
        // the name `x not` before `in (a)` would be the name `x` before `not in (a)`.
        let goes_on = self.text.rsplit_once(' ').is_some_and(|(_, last)| begins_operator(last));
        write_text(out, &self.text, self.quoted || skipped || goes_on)
    }
}

/// Whether a word begins an operator when certain other words follow it. `in` and its like are not here: what
/// follows those is no operator.
fn begins_operator(word: &str) -> bool {
    ["after", "before", "between", "contains", "does", "equals", "has", "not", "on"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it))
}

/// Bare words stay bare, but for signs that mean something else between blanks.
fn write_text(out: &mut Formatter<'_>, text: &str, quoted: bool) -> fmt::Result {
    let misread = |word: &str| matches!(word, "--" | "&" | "|");
    if quoted || text.split(' ').any(misread) {
        return out.write_str(&write_quoted(text));
    }
    out.write_str(text)
}

impl Display for Test {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let not = if self.negated { "not " } else { "" };
        match &self.kind {
            TestKind::Compare(comparison, value) => {
                write!(out, "{} {value}", comparison.sign(self.negated))
            }
            TestKind::In(list) => write!(out, "{not}in {list}"),
            TestKind::Within(value) => write!(out, "{not}in {value}"),
            TestKind::Has(which, list) => write!(out, "{not}has {} {list}", which.as_str()),
            TestKind::Between(low, high) => write!(out, "{not}between {low} and {high}"),
            TestKind::Empty => write!(out, "is {not}empty"),
            TestKind::Checked(true) => write!(out, "is {not}checked"),
            TestKind::Checked(false) => write!(out, "is {not}unchecked"),
        }
    }
}

impl Comparison {
    /// The operator as it is printed.
    pub(crate) const fn sign(self, negated: bool) -> &'static str {
        match (self, negated) {
            (Self::Equal, false) => "=",
            (Self::Equal, true) => "!=",
            (Self::Less, false) => "<",
            (Self::Less, true) => "is not <",
            (Self::LessOrEqual, false) => "<=",
            (Self::LessOrEqual, true) => "is not <=",
            (Self::Greater, false) => ">",
            (Self::Greater, true) => "is not >",
            (Self::GreaterOrEqual, false) => ">=",
            (Self::GreaterOrEqual, true) => "is not >=",
            (Self::Contains, false) => "~",
            (Self::Contains, true) => "!~",
            (Self::StartsWith, false) => "^=",
            (Self::StartsWith, true) => "not starts with",
            (Self::EndsWith, false) => "$=",
            (Self::EndsWith, true) => "not ends with",
        }
    }
}

impl Which {
    /// The canonical word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::None => "none",
        }
    }
}

impl Display for List {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "({})", separated(&self.items))
    }
}

impl Display for Value {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let wrapper = match self.kind {
            ValueKind::Bare => return write_text(out, &self.text, false),
            ValueKind::Quoted => "",
            ValueKind::Mention => "@",
            ValueKind::Page => "page(",
            ValueKind::User => "user(",
            ValueKind::Group => "group(",
        };
        out.write_str(wrapper)?;
        out.write_str(&write_quoted(&self.text))?;
        if wrapper.ends_with('(') { out.write_char(')') } else { Ok(()) }
    }
}

impl Display for SortKey {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.reference.fmt(out)?;
        if self.descending { out.write_str(" desc") } else { Ok(()) }
    }
}
