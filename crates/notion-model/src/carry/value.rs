//! Values of properties.

use super::{Carried, Lost, Reason, file::file, text::runs};
use crate::{
    DateValue, PropertyValue, PropertyValueKind, SelectOption, User, UserObject, Verification,
    request,
};

impl PropertyValue {
    /// The value as it can be written. `None` for computed values, and for values that were cut:
    /// writing a part back would drop the rest.
    ///
    /// Options are carried by name and without their colour, because ids do not hold across data
    /// sources and colours belong to the schema.
    pub fn to_request(&self) -> Carried<Option<request::PropertyValue>> {
        let mut lost = Lost::default();
        let value = value(self, &mut lost);
        if let Some(value) = &value {
            lost.at(self.kind.type_name(), |lost| lost.refused(request::refused_in_value(value)));
        }
        lost.with(value)
    }
}

/// A value, without a check of its size.
pub(super) fn value<'a>(
    value: &'a PropertyValue,
    lost: &mut Lost<'a>,
) -> Option<request::PropertyValue> {
    lost.fields(&value.wire);
    if value.is_cut() {
        lost.add(value.kind.type_name(), Reason::Cut);
        return None;
    }
    kind(&value.kind, lost)
}

fn kind<'a>(kind: &'a PropertyValueKind, lost: &mut Lost<'a>) -> Option<request::PropertyValue> {
    use PropertyValueKind as Read;
    use request::PropertyValue as New;
    lost.at(kind.type_name(), |lost| {
        Some(match kind {
            Read::Title(it) => New::Title(runs(it, lost)),
            Read::RichText(it) => New::RichText(runs(it, lost)),
            Read::Number(it) => New::Number(it.clone()),
            Read::Select(it) => New::Select(it.as_ref().map(|it| option(it, lost))),
            Read::MultiSelect(it) => {
                New::MultiSelect(lost.each(it, |it, lost| Some(option(it, lost))))
            }
            Read::Status(it) => New::Status(it.as_ref().map(|it| option(it, lost))),
            Read::Date(it) => {
                if let Some(text) = it.as_ref().and_then(DateValue::odd) {
                    lost.add(format!("date `{text}`"), Reason::Unknown);
                    return None;
                }
                New::Date(it.clone())
            }
            Read::People(it) => New::People(lost.each(it, user)),
            Read::Files(it) => New::Files(lost.each(it, file)),
            Read::Checkbox(it) => New::Checkbox(*it),
            Read::Url(it) => New::Url(it.clone()),
            Read::Email(it) => New::Email(it.clone()),
            Read::PhoneNumber(it) => New::PhoneNumber(it.clone()),
            Read::Relation(it) => New::Relation(lost.each(it, |it, lost| {
                lost.fields(&it.wire);
                Some(it.id)
            })),
            // Its fields are written as they stand, those that are unknown too.
            Read::Place(it) => other(kind, serde_json::to_value(it).ok()?),
            Read::Verification(it) => other(kind, verification(it.as_deref(), lost)?),
            Read::Formula(_)
            | Read::Rollup(_)
            | Read::UniqueId(_)
            | Read::CreatedTime(_)
            | Read::CreatedBy(_)
            | Read::LastEditedTime(_)
            | Read::LastEditedBy(_) => {
                lost.add(kind.type_name(), Reason::Computed);
                return None;
            }
            Read::Button(_) => {
                lost.add(kind.type_name(), Reason::NotCreatable);
                return None;
            }
            Read::Unknown(it) => {
                lost.add(&*it.type_name, Reason::Unknown);
                return None;
            }
        })
    })
}

fn other(kind: &PropertyValueKind, value: serde_json::Value) -> request::PropertyValue {
    request::PropertyValue::Other(kind.type_name().into(), value)
}

/// A verification that has expired is one whose time is over: Notion finds that out again.
fn verification<'a>(
    verification: Option<&'a Verification>,
    lost: &mut Lost<'a>,
) -> Option<serde_json::Value> {
    let Some(it) = verification else {
        return Some(serde_json::json!({ "state": "unverified" }));
    };
    lost.fields(&it.wire);
    if it.verified_by.is_some() {
        lost.add_at("verified_by", "person who verified", Reason::Computed);
    }
    match &*it.state {
        "unverified" => Some(serde_json::json!({ "state": "unverified" })),
        "verified" | "expired" => {
            let mut written = serde_json::json!({ "state": "verified" });
            if let Some(date) = &it.date {
                written["date"] = serde_json::to_value(date).ok()?;
            }
            Some(written)
        }
        state => {
            lost.add_at("state", format!("verification `{state}`"), Reason::Unknown);
            None
        }
    }
}

/// By name; an option whose name was not told is meant by its id.
fn option<'a>(option: &'a SelectOption, lost: &mut Lost<'a>) -> request::OptionRef {
    lost.fields(&option.wire);
    if option.name.is_empty() {
        request::OptionRef::Id(option.id.clone())
    } else {
        request::OptionRef::Name(option.name.clone())
    }
}

fn user<'a>(user: &'a User, lost: &mut Lost<'a>) -> Option<request::UserRef> {
    match &user.object {
        UserObject::User => Some(request::UserRef::User(user.id)),
        UserObject::Group => Some(request::UserRef::Group(user.id)),
        UserObject::Unknown(word) => {
            lost.add(format!("`{}` among people", word.as_str()), Reason::Unknown);
            None
        }
    }
}
