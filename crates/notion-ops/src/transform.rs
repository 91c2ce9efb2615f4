//! From source values to target values: the rules of a spec, applied to a page.

mod cast;
mod literal;
mod schema;

use notion_model::{Page, PropertySchema, PropertyValueKind, request::PropertyValue};

pub(crate) use self::{
    cast::{empty, words},
    literal::{People, from_literal},
    schema::{cast_of, default_status, new_schema},
};
use crate::spec::{Cast, FieldRule, FieldSource, Literal, OnError, OnUnmapped};

/// A rule that knows the type it produces.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    pub(crate) rule: &'a FieldRule,
    pub(crate) to: Cast,
    /// What an empty status becomes, because a status is never empty.
    pub(crate) default_status: Option<String>,
}

/// What a rule made of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Made {
    /// The value. `None` leaves the property alone.
    pub(crate) value: Option<PropertyValue>,
    /// What is not carried over, or was carried over differently.
    pub(crate) remark: Option<String>,
}

impl<'a> Field<'a> {
    /// A rule for a property with this schema, or with the type the rule itself names.
    pub(crate) fn new(rule: &'a FieldRule, to: Cast, target: Option<&PropertySchema>) -> Self {
        let default_status = target.and_then(|it| default_status(&it.kind));
        Self { rule, to, default_status }
    }

    /// Applies the rule to a page.
    ///
    /// # Errors
    /// Why the value cannot be what it should be, in words.
    pub(crate) fn apply(&self, page: &Page, people: &People) -> Result<Made, String> {
        let made = self.value(page, people).or_else(|complaint| match self.rule.on_error {
            OnError::Fail => Err(complaint),
            OnError::Null => {
                Ok(Made { value: Some(empty(self.to)), remark: Some(complaint + ", left empty") })
            }
            OnError::Default => match &self.rule.default {
                Some(default) => {
                    let value = Some(from_literal(default, self.to, people)?);
                    Ok(Made { value, remark: Some(complaint + ", set to the default") })
                }
                None => Err(complaint),
            },
        })?;
        Ok(Made { value: made.value.and_then(|it| self.never_empty_status(it)), ..made })
    }

    fn never_empty_status(&self, value: PropertyValue) -> Option<PropertyValue> {
        match value {
            PropertyValue::Status(None) => self.default_status.clone().map(PropertyValue::status),
            value => Some(value),
        }
    }

    fn value(&self, page: &Page, people: &People) -> Result<Made, String> {
        match &self.rule.source {
            FieldSource::Const(literal) => Ok(plain(from_literal(literal, self.to, people)?)),
            FieldSource::Concat { parts, separator } => {
                let parts = parts.iter().map(|name| words(property(page, name)?));
                let parts: Vec<String> = parts.collect::<Result<_, _>>()?;
                let filled: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
                Ok(plain(from_literal(&Literal::Text(filled.join(separator)), self.to, people)?))
            }
            FieldSource::From(name) => self.of_property(property(page, name)?, page, people),
        }
    }

    fn of_property(
        &self,
        kind: &PropertyValueKind,
        page: &Page,
        people: &People,
    ) -> Result<Made, String> {
        let is_cut = match &self.rule.source {
            FieldSource::From(name) => {
                page.properties.get(name).is_some_and(notion_model::PropertyValue::is_cut)
            }
            _ => false,
        };
        if is_cut {
            return Err("Notion shows only a part of the value".to_owned());
        }
        if let Some(default) = &self.rule.default
            && cast::is_empty(kind)
        {
            return Ok(plain(from_literal(default, self.to, people)?));
        }
        if self.rule.values.is_empty() || cast::is_empty(kind) {
            let (value, remark) = cast::cast(kind, self.to)?;
            return Ok(Made { value: Some(value), remark });
        }
        if let PropertyValueKind::MultiSelect(options) = kind {
            return self.each_option(options.iter().map(|it| it.name.as_str()), people);
        }
        let key = words(kind)?;
        match self.mapped(&key)? {
            Mapped::To(literal) => Ok(plain(from_literal(literal, self.to, people)?)),
            Mapped::Default(literal) => Ok(Made {
                value: Some(from_literal(literal, self.to, people)?),
                remark: Some(format!("{key:?} is not in `values`, set to {literal}")),
            }),
            Mapped::Nothing => Ok(Made {
                value: Some(empty(self.to)),
                remark: Some(format!("{key:?} is not in `values`, left empty")),
            }),
            Mapped::Keep => {
                let (value, remark) = cast::cast(kind, self.to)?;
                Ok(Made { value: Some(value), remark })
            }
        }
    }

    /// Maps the options of a multi-select one by one.
    fn each_option<'o>(
        &self,
        options: impl Iterator<Item = &'o str>,
        people: &People,
    ) -> Result<Made, String> {
        let mut made: Vec<Literal> = Vec::new();
        let mut remarks = Vec::new();
        for option in options {
            match self.mapped(option)? {
                Mapped::To(Literal::List(several)) => made.extend(several.iter().cloned()),
                Mapped::To(literal) => made.push(literal.clone()),
                Mapped::Default(literal) => {
                    remarks.push(format!("{option:?} is not in `values`, set to {literal}"));
                    made.push(literal.clone());
                }
                Mapped::Nothing => remarks.push(format!("{option:?} is not in `values`, left out")),
                Mapped::Keep => made.push(Literal::Text(option.to_owned())),
            }
        }
        let mut seen: Vec<&Literal> = Vec::new();
        for literal in &made {
            if !seen.contains(&literal) {
                seen.push(literal);
            }
        }
        let literal = match (self.to, seen.as_slice()) {
            (_, []) => return Ok(Made { value: Some(empty(self.to)), remark: joined(remarks) }),
            (Cast::MultiSelect | Cast::Relation | Cast::People, _) => {
                Literal::List(seen.into_iter().cloned().collect())
            }
            (_, [one]) => (*one).clone(),
            (_, several) => {
                return Err(format!("{} options cannot become one value", several.len()));
            }
        };
        Ok(Made { value: Some(from_literal(&literal, self.to, people)?), remark: joined(remarks) })
    }

    fn mapped(&self, key: &str) -> Result<Mapped<'_>, String> {
        if let Some((_, literal)) = self.rule.values.iter().find(|(from, _)| from.value == key) {
            return Ok(Mapped::To(literal));
        }
        match &self.rule.on_unmapped {
            OnUnmapped::Error => Err(format!("`values` does not name {key:?}")),
            OnUnmapped::Keep => Ok(Mapped::Keep),
            OnUnmapped::Null => Ok(Mapped::Nothing),
            OnUnmapped::Default(literal) => Ok(Mapped::Default(literal)),
        }
    }
}

/// What the value map says about a value.
enum Mapped<'a> {
    To(&'a Literal),
    Default(&'a Literal),
    Keep,
    Nothing,
}

fn plain(value: PropertyValue) -> Made {
    Made { value: Some(value), remark: None }
}

fn joined(remarks: Vec<String>) -> Option<String> {
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

fn property<'a>(page: &'a Page, name: &str) -> Result<&'a PropertyValueKind, String> {
    page.property(name).ok_or_else(|| format!("the page has no property {name:?}"))
}

#[cfg(test)]
mod tests;
