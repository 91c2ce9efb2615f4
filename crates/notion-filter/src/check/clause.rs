//! The clauses: sort keys and selected properties.

use std::collections::{HashMap, HashSet};

use notion_model::query::{Sort, SortKey};

use super::Checker;
use super::reference::Referent;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::schema::PropertyType;
use crate::span::Span;
use crate::syntax::{Reference, SortKey as WrittenKey};

impl Checker<'_> {
    pub(super) fn order(&mut self, keys: &[WrittenKey]) -> Vec<Sort> {
        let mut sorts: Vec<Sort> = Vec::with_capacity(keys.len());
        let mut first: HashMap<SortKey, Span> = HashMap::with_capacity(keys.len());
        let mut last = None;
        for key in keys {
            let sort = match self.refer(&key.reference, None) {
                Some(Referent::Property(property)) => {
                    if let PropertyType::Other(kind) = &property.kind
                        && kind == "button"
                    {
                        self.report(
                            Diagnostic::new(
                                Code::NotSortable,
                                format!("pages cannot be sorted by `{}`", property.name),
                                key.reference.span,
                            )
                            .label("a button holds no value"),
                        );
                        continue;
                    }
                    Sort::property(self.key(property))
                }
                Some(Referent::Timestamp(kind)) => Sort::timestamp(kind),
                Some(Referent::Untyped) => Sort::property(&key.reference.name.text),
                None => continue,
            };
            if let Some(first) = first.get(&sort.key) {
                let end = last.map_or(key.span, Span::after);
                self.report(
                    Diagnostic::new(
                        Code::DuplicateClause,
                        "the same sort key a second time",
                        key.span,
                    )
                    .label("has no effect")
                    .also(*first, "the first is here")
                    .fix(Fix::remove(Span::new(end.start, key.span.end))),
                );
                continue;
            }
            first.insert(sort.key.clone(), key.span);
            last = Some(key.span);
            sorts.push(if key.descending { sort.descending() } else { sort.ascending() });
        }
        sorts
    }

    /// The ids of the properties, or their names where no id is known.
    pub(super) fn select(&mut self, references: &[Reference]) -> Vec<String> {
        let mut selected: Vec<String> = Vec::with_capacity(references.len());
        let mut seen = HashSet::with_capacity(references.len());
        for reference in references {
            let key = match self.refer(reference, None) {
                Some(Referent::Property(property)) => {
                    property.id.clone().unwrap_or_else(|| property.name.clone())
                }
                Some(Referent::Untyped) => reference.name.text.clone(),
                Some(Referent::Timestamp(_)) => {
                    self.report(
                        Diagnostic::new(
                            Code::ClauseSyntax,
                            "only properties can be selected",
                            reference.span,
                        )
                        .label("every page has this without being asked"),
                    );
                    continue;
                }
                None => continue,
            };
            if seen.insert(key.clone()) {
                selected.push(key);
            }
        }
        selected
    }
}
