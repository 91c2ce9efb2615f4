//! One condition as text.

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, FormulaCondition, MultiSelectCondition,
    NumberCondition, OneOrMany, OptionCondition, PeopleCondition, PropertyFilter,
    RelationCondition, RollupCondition, RollupElement, TextCondition, TimestampFilter,
    VerificationCondition,
};
use notion_model::{PageId, UserId};

use super::{DecompileError, Writer};
use crate::check::{calendar_date, number as readable_number};
use crate::lex::write_quoted;
use crate::parse::MAX_LIST;
use crate::schema::{FormulaType, OptionNames, Property, PropertyType, RollupFunction};
use crate::suggest::{quote_name, quote_value};

type Written = Result<String, DecompileError>;

const EMPTY: &str = "is empty";
const NOT_EMPTY: &str = "is not empty";

impl Writer<'_> {
    pub(super) fn timestamp(&mut self, leaf: &TimestampFilter) -> Written {
        let key = leaf.timestamp.as_str();
        let test = self.at(key, |it| it.date(&leaf.condition))?;
        Ok(format!("@{key} {test}"))
    }

    pub(super) fn property(&mut self, leaf: &PropertyFilter) -> Written {
        let known = self.known(&leaf.property);
        let name = quote_name(known.map_or(&leaf.property, |it| &it.name)).into_owned();
        let key = leaf.condition.operator();
        self.at(key, |it| match &leaf.condition {
            Condition::Formula(condition) => it.formula(&name, condition, known),
            Condition::Rollup(condition) => it.rollup(&name, condition, known),
            condition => {
                let test = it.plain(condition, known.map(|it| &it.kind))?;
                let own = known.map(|it| it.kind.type_name());
                // Text conditions suit every kind of text, and compile to the property's own.
                let text = known.is_some_and(|it| it.kind.is_text())
                    && matches!(condition, Condition::RichText(_));
                if own == Some(key) || text {
                    return Ok(format!("{name} {test}"));
                }
                it.mismatch(known);
                Ok(format!("{name}::{key} {test}"))
            }
        })
    }

    /// A cast that contradicts the schema is written all the same: it says what the JSON says.
    fn mismatch(&mut self, known: Option<&Property>) {
        if let Some(known) = known {
            self.warn(format!(
                "`{}` is a {} property: Notion refuses this condition",
                known.name,
                known.kind.type_name()
            ));
        }
    }

    fn formula(
        &mut self,
        name: &str,
        condition: &FormulaCondition,
        known: Option<&Property>,
    ) -> Written {
        let (result, test) = self.at(condition.operator(), |it| {
            Ok(match condition {
                FormulaCondition::String(test) => (FormulaType::Text, it.text(test)?),
                FormulaCondition::Checkbox(test) => (FormulaType::Checkbox, checkbox(test)),
                FormulaCondition::Number(test) => (FormulaType::Number, it.number(test)?),
                FormulaCondition::Date(test) => (FormulaType::Date, it.date(test)?),
            })
        })?;
        match known.map(|it| &it.kind) {
            Some(PropertyType::Formula(own)) if *own == Some(result) => {
                return Ok(format!("{name} {test}"));
            }
            Some(PropertyType::Formula(_)) => {}
            _ => self.mismatch(known),
        }
        Ok(format!("{name}::formula.{} {test}", result.as_str()))
    }

    fn rollup(
        &mut self,
        name: &str,
        condition: &RollupCondition,
        known: Option<&Property>,
    ) -> Written {
        let rollup =
            if let Some(PropertyType::Rollup { function, target }) = known.map(|it| &it.kind) {
                Some((function, target.as_deref()))
            } else {
                self.mismatch(known);
                None
            };
        let (single, test) = match condition {
            RollupCondition::Any(element) => return self.list("any", name, element, known, rollup),
            RollupCondition::Every(element) => {
                return self.list("every", name, element, known, rollup);
            }
            RollupCondition::None(element) => {
                return self.list("none", name, element, known, rollup);
            }
            RollupCondition::Number(test) => ("number", self.at("number", |it| it.number(test))?),
            RollupCondition::Date(test) => ("date", self.at("date", |it| it.date(test))?),
        };
        let own = matches!(
            (rollup, single),
            (Some((RollupFunction::Number(_), _)), "number")
                | (Some((RollupFunction::Date(_), _)), "date")
        );
        if own {
            return Ok(format!("{name} {test}"));
        }
        if rollup.is_some() {
            self.mismatch(known);
        }
        Ok(format!("{name}::rollup.{single} {test}"))
    }

    fn list(
        &mut self,
        quantifier: &str,
        name: &str,
        element: &RollupElement,
        known: Option<&Property>,
        rollup: Option<(&RollupFunction, Option<&PropertyType>)>,
    ) -> Written {
        let key = element.operator();
        let shown = rollup.and_then(|(_, shown)| shown);
        let own = shown.is_some_and(|it| element_key(it) == key);
        let test =
            self.at(quantifier, |it| it.at(key, |it| it.element(element, shown.filter(|_| own))))?;
        let is_list = matches!(rollup, None | Some((RollupFunction::List(_), _)));
        if !is_list || (shown.is_some() && !own) {
            self.mismatch(known);
        }
        let cast = if own { String::new() } else { format!("::{key}") };
        Ok(format!("{quantifier}({name}{cast}) {test}"))
    }

    fn element(&mut self, element: &RollupElement, kind: Option<&PropertyType>) -> Written {
        match element {
            RollupElement::RichText(test) => self.text(test),
            RollupElement::Number(test) => self.number(test),
            RollupElement::Checkbox(test) => Ok(checkbox(test)),
            RollupElement::Select(test) | RollupElement::Status(test) => self.option(test, kind),
            RollupElement::MultiSelect(test) => self.multi_select(test, kind),
            RollupElement::Relation(test) => self.relation(test),
            RollupElement::Date(test) => self.date(test),
            RollupElement::People(test) => self.people(test),
            RollupElement::Files(test) => Ok(existence(test)),
        }
    }

    fn plain(&mut self, condition: &Condition, kind: Option<&PropertyType>) -> Written {
        match condition {
            Condition::Title(test)
            | Condition::RichText(test)
            | Condition::Url(test)
            | Condition::Email(test)
            | Condition::PhoneNumber(test) => self.text(test),
            Condition::Number(test) => self.number(test),
            Condition::UniqueId(test) => self.unique_id(test),
            Condition::Checkbox(test) => Ok(checkbox(test)),
            Condition::Select(test) | Condition::Status(test) => self.option(test, kind),
            Condition::MultiSelect(test) => self.multi_select(test, kind),
            Condition::Date(test)
            | Condition::CreatedTime(test)
            | Condition::LastEditedTime(test) => self.date(test),
            Condition::People(test)
            | Condition::CreatedBy(test)
            | Condition::LastEditedBy(test) => self.people(test),
            Condition::Relation(test) => self.relation(test),
            Condition::Files(test) => Ok(existence(test)),
            Condition::Verification(test) => self.verification(test),
            // Both have a spelling of their own, above.
            Condition::Formula(_) | Condition::Rollup(_) => {
                self.wrong("a condition in a condition")
            }
        }
    }

    fn text(&mut self, test: &TextCondition) -> Written {
        let (sign, operand) = match test {
            TextCondition::Equals(text) => ("=", text),
            TextCondition::DoesNotEqual(text) => ("!=", text),
            TextCondition::Contains(text) => ("~", text),
            TextCondition::DoesNotContain(text) => ("!~", text),
            TextCondition::StartsWith(text) => ("^=", text),
            TextCondition::EndsWith(text) => ("$=", text),
            TextCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            TextCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        if operand.is_empty() && !matches!(sign, "=" | "!=") {
            return self.at(test.operator(), |it| {
                it.wrong("every text contains the empty one, so this tests nothing")
            });
        }
        Ok(format!("{sign} {}", write_quoted(operand)))
    }

    fn number(&mut self, test: &NumberCondition) -> Written {
        let (sign, operand) = match test {
            NumberCondition::Equals(number) => ("=", number),
            NumberCondition::DoesNotEqual(number) => ("!=", number),
            NumberCondition::GreaterThan(number) => (">", number),
            NumberCondition::LessThan(number) => ("<", number),
            NumberCondition::GreaterThanOrEqualTo(number) => (">=", number),
            NumberCondition::LessThanOrEqualTo(number) => ("<=", number),
            NumberCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            NumberCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        match readable_number(&operand.to_string()) {
            Ok(number) => Ok(format!("{sign} {number}")),
            Err(_) => self.at(test.operator(), |it| it.wrong("not a number that can be written")),
        }
    }

    fn unique_id(&mut self, test: &NumberCondition) -> Written {
        if matches!(test, NumberCondition::IsEmpty | NumberCondition::IsNotEmpty) {
            return self.at(test.operator(), |it| {
                it.wrong("an ID is never empty, so the language has no such test")
            });
        }
        let written = self.number(test)?;
        if written.contains(['.', 'e']) {
            return self.at(test.operator(), |it| it.wrong("an ID is a whole number"));
        }
        Ok(written)
    }

    fn option(&mut self, test: &OptionCondition, kind: Option<&PropertyType>) -> Written {
        let (one, several, names) = match test {
            OptionCondition::Equals(names) => ("=", "in", names),
            OptionCondition::DoesNotEqual(names) => ("!=", "not in", names),
            OptionCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            OptionCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        self.at(test.operator(), |it| match it.options(names, kind)?.as_slice() {
            [only] => Ok(format!("{one} {only}")),
            names => Ok(format!("{several} ({})", names.join(", "))),
        })
    }

    fn multi_select(
        &mut self,
        test: &MultiSelectCondition,
        kind: Option<&PropertyType>,
    ) -> Written {
        let (one, several, names) = match test {
            MultiSelectCondition::Contains(names) => ("~", "has any", names),
            MultiSelectCondition::DoesNotContain(names) => ("!~", "has none", names),
            MultiSelectCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            MultiSelectCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        self.at(test.operator(), |it| match it.options(names, kind)?.as_slice() {
            [only] => Ok(format!("{one} {only}")),
            names => {
                it.warn(format!(
                    "it is not known whether Notion asks for any or for all of these options; \
                     `{several} (…)` becomes one condition for each"
                ));
                Ok(format!("{several} ({})", names.join(", ")))
            }
        })
    }

    /// The names of options as they are written, each once.
    fn options(
        &mut self,
        names: &OneOrMany,
        kind: Option<&PropertyType>,
    ) -> Result<Vec<String>, DecompileError> {
        let names = names.as_slice();
        if names.is_empty() {
            return self.wrong("an empty list of options");
        }
        if names.len() > MAX_LIST {
            return self.wrong(&format!("a list has at most {MAX_LIST} values"));
        }
        let known = kind.and_then(options).filter(|it| !it.open);
        let mut written: Vec<String> = Vec::with_capacity(names.len());
        let mut seen = std::collections::HashSet::new();
        for name in names.iter().filter(|it| seen.insert(it.as_str())) {
            if known.is_some_and(|it| !it.names.contains(name)) {
                self.warn(format!("the property has no option `{name}`"));
            }
            written.push(quote_value(name).into_owned());
        }
        Ok(written)
    }

    fn date(&mut self, test: &DateCondition) -> Written {
        let (sign, operand) = match test {
            DateCondition::Equals(date) => ("=", date),
            DateCondition::Before(date) => ("<", date),
            DateCondition::After(date) => (">", date),
            DateCondition::OnOrBefore(date) => ("<=", date),
            DateCondition::OnOrAfter(date) => (">=", date),
            DateCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            DateCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
            window => return Ok(format!("in {}", window.operator().replace('_', " "))),
        };
        let day = match operand.as_str() {
            "today" | "tomorrow" | "yesterday" => operand.clone(),
            "one_week_ago" => "today - 1w".to_owned(),
            "one_week_from_now" => "today + 1w".to_owned(),
            "one_month_ago" => "today - 1mo".to_owned(),
            "one_month_from_now" => "today + 1mo".to_owned(),
            other => {
                let message =
                    format!("`{other}` is neither an ISO 8601 date nor a word of Notion's");
                let wrong = |it: &mut Self| it.wrong(&message);
                calendar_date(other).map_or_else(|| self.at(test.operator(), wrong), Ok)?
            }
        };
        Ok(format!("{sign} {day}"))
    }

    fn people(&mut self, test: &PeopleCondition) -> Written {
        let (sign, who) = match test {
            PeopleCondition::Contains(who) => ("~", who),
            PeopleCondition::DoesNotContain(who) => ("!~", who),
            PeopleCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            PeopleCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        if who == "me" {
            return Ok(format!("{sign} me"));
        }
        let Ok(id) = who.parse::<UserId>() else {
            let message = format!("`{who}` is neither the ID of a person nor `me`");
            return self.at(test.operator(), |it| it.wrong(&message));
        };
        Ok(format!("{sign} {id}"))
    }

    fn relation(&mut self, test: &RelationCondition) -> Written {
        let (sign, page) = match test {
            RelationCondition::Contains(page) => ("~", page),
            RelationCondition::DoesNotContain(page) => ("!~", page),
            RelationCondition::IsEmpty => return Ok(EMPTY.to_owned()),
            RelationCondition::IsNotEmpty => return Ok(NOT_EMPTY.to_owned()),
        };
        let Ok(id) = PageId::parse(page) else {
            let message = format!("`{page}` is not the ID of a page");
            return self.at(test.operator(), |it| it.wrong(&message));
        };
        Ok(format!("{sign} {id}"))
    }

    fn verification(&mut self, test: &VerificationCondition) -> Written {
        let (sign, state) = match test {
            VerificationCondition::Status(state) => ("=", state),
            VerificationCondition::DoesNotEqual(state) => ("!=", state),
        };
        if matches!(state.as_str(), "verified" | "expired" | "none") {
            return Ok(format!("{sign} {state}"));
        }
        let message = format!("`{state}` is not `verified`, `expired` or `none`");
        self.at(test.operator(), |it| it.wrong(&message))
    }
}

/// The options of a property, if it has any.
fn options(kind: &PropertyType) -> Option<&OptionNames> {
    match kind {
        PropertyType::Select(options)
        | PropertyType::Status(options, _)
        | PropertyType::MultiSelect(options) => Some(options),
        _ => None,
    }
}

/// The key under which a value of that type is tested in a list.
fn element_key(kind: &PropertyType) -> &str {
    match kind {
        kind if kind.is_text() => "rich_text",
        kind if kind.is_date() => "date",
        PropertyType::CreatedBy | PropertyType::LastEditedBy => "people",
        other => other.type_name(),
    }
}

fn checkbox(test: &CheckboxCondition) -> String {
    let wanted = match test {
        CheckboxCondition::Equals(wanted) => *wanted,
        CheckboxCondition::DoesNotEqual(unwanted) => !unwanted,
    };
    format!("= {wanted}")
}

fn existence(test: &Existence) -> String {
    match test {
        Existence::IsEmpty => EMPTY.to_owned(),
        Existence::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}
