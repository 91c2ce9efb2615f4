//! Reading property values of pages, before it is known what the properties are.

use notion_model::limits;
use serde_json::{Number, Value};
use uuid::Uuid;

use super::date;
use super::icon::{external_url, file_upload};
use super::text::rich_text;
use crate::check::{At, Checked, Problem};
use crate::formula::Point;
use crate::world::cell::{Place, js_number};
use crate::world::date::Span;
use crate::world::moment::Moment;
use crate::world::schema::{OPTION_COLORS, OptionColor};
use crate::world::text::Run;

/// A value of a property as a request gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    Title(Vec<Run>),
    RichText(Vec<Run>),
    Number(Option<Number>),
    Select(Option<GivenOption>),
    MultiSelect(Vec<GivenOption>),
    Status(Option<GivenOption>),
    Date(Option<Span>),
    People(Vec<Uuid>),
    Files(Vec<GivenFile>),
    Checkbox(bool),
    Url(Option<Box<str>>),
    Email(Option<Box<str>>),
    PhoneNumber(Option<Box<str>>),
    Relation(Vec<Uuid>),
    Place(Option<Place>),
    /// Until when the page is vouched for; nothing takes that back.
    Verification(Option<GivenVerified>),
}

/// From when to when a page is vouched for, as far as a request says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenVerified {
    pub(crate) from: Option<Moment>,
    pub(crate) until: Option<Moment>,
}

/// An option by id, by name, or both.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenOption {
    pub(crate) id: Option<Box<str>>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) color: Option<OptionColor>,
    pub(crate) description: Option<Box<str>>,
}

/// A file of a files property as a request gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenFile {
    /// What it is called; an upload has a name of its own.
    pub(crate) name: Option<Box<str>>,
    pub(crate) place: GivenPlace,
}

/// Where a file is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GivenPlace {
    /// Elsewhere.
    External(Box<str>),
    Upload(Uuid),
    /// A file of this workspace, by an address that was read before.
    Hosted(Box<str>),
}

/// The types of values that can be written, in the order in which the service tries them.
const WRITABLE: [&str; 16] = [
    "title",
    "rich_text",
    "number",
    "url",
    "select",
    "multi_select",
    "people",
    "email",
    "phone_number",
    "date",
    "checkbox",
    "relation",
    "files",
    "status",
    "place",
    "verification",
];

impl Given {
    /// The type of property that takes this value.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::RichText(_) => "rich_text",
            Self::Number(_) => "number",
            Self::Select(_) => "select",
            Self::MultiSelect(_) => "multi_select",
            Self::Status(_) => "status",
            Self::Date(_) => "date",
            Self::People(_) => "people",
            Self::Files(_) => "files",
            Self::Checkbox(_) => "checkbox",
            Self::Url(_) => "url",
            Self::Email(_) => "email",
            Self::PhoneNumber(_) => "phone_number",
            Self::Relation(_) => "relation",
            Self::Place(_) => "place",
            Self::Verification(_) => "verification",
        }
    }
}

/// `{"<name or id>": <value>, …}`.
pub(crate) fn properties<'v>(at: &At<'v, '_>) -> Checked<Vec<(&'v str, Given)>> {
    let members = at.object()?;
    members.keys().map(|key| Ok((key.as_str(), value(&at.key(key))?))).collect()
}

fn value(at: &At<'_, '_>) -> Checked<Given> {
    // `"title": [ … ]` is short for `"title": { "title": [ … ] }`.
    if let Some(Value::Array(_)) = at.value() {
        return rich_text(at).map(Given::Title);
    }
    let members = at.object()?;
    let Some(kind) = WRITABLE.into_iter().find(|kind| members.contains_key(*kind)) else {
        // The service does not name the last two.
        let named = WRITABLE.into_iter().filter(|kind| !matches!(*kind, "place" | "verification"));
        let problems = named.map(|kind| at.key(kind).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    let given = of_kind(&at.key(kind), kind)?;
    // What a read carries beside the value is no harm.
    at.only(&["id", "type", "name", "has_more", kind])?;
    Ok(given)
}

fn of_kind(at: &At<'_, '_>, kind: &str) -> Checked<Given> {
    let many = limits::PROPERTY_ITEMS;
    Ok(match kind {
        "title" => Given::Title(rich_text(at)?),
        "rich_text" => Given::RichText(rich_text(at)?),
        "number" => Given::Number(at.nullable(|at| at.number().map(js_number))?),
        "url" => Given::Url(plain(at, limits::URL)?),
        "email" => Given::Email(plain(at, limits::EMAIL)?),
        "phone_number" => Given::PhoneNumber(plain(at, limits::PHONE_NUMBER)?),
        "select" => Given::Select(at.nullable(option)?),
        "status" => Given::Status(at.nullable(option)?),
        "multi_select" => Given::MultiSelect(at.array(many, option)?),
        "date" => Given::Date(at.nullable(date::span)?),
        "people" => Given::People(at.array(many, person)?),
        "relation" => Given::Relation(at.array(many, |at| {
            let id = at.key("id").uuid()?;
            at.only(&["id"])?;
            Ok(id)
        })?),
        "checkbox" => Given::Checkbox(at.boolean()?),
        "place" => Given::Place(at.nullable(place)?),
        "verification" => Given::Verification(verification(at)?),
        _ => Given::Files(at.array(many, file)?),
    })
}

fn plain(at: &At<'_, '_>, most: usize) -> Checked<Option<Box<str>>> {
    let text = at.nullable(|at| at.text(most))?;
    // An empty text is no text.
    Ok(text.filter(|text| !text.is_empty()).map(Into::into))
}

fn option(at: &At<'_, '_>) -> Checked<GivenOption> {
    at.object()?;
    let id = at.key("id").opt(|at| at.filled_text(limits::OPTION_ID))?;
    let name = at.key("name").opt(|at| at.filled_text(limits::OPTION_NAME))?;
    let color = at.key("color").maybe(|at| at.word(OPTION_COLORS))?;
    let description = at.key("description").maybe(At::string)?;
    at.only(&["id", "name", "color", "description"])?;
    if id.is_none() && name.is_none() {
        return Err(at.key("id").missing().or(at.key("name").missing()));
    }
    Ok(GivenOption {
        id: id.map(Into::into),
        name: name.map(Into::into),
        color: color.map(OptionColor),
        description: description.map(Into::into),
    })
}

/// A user by id. What a read carries beside it is no harm.
fn person(at: &At<'_, '_>) -> Checked<Uuid> {
    at.object()?;
    if at.key("object").value().and_then(Value::as_str) == Some("group") {
        return Err(Problem::not_yet("groups of people"));
    }
    let id = at.key("id").uuid()?;
    at.only(&["object", "id", "name", "avatar_url", "type", "person", "bot"])?;
    Ok(id)
}

fn place(at: &At<'_, '_>) -> Checked<Place> {
    at.object()?;
    let degrees = |key: &str| at.key(key).number().map(js_number);
    let (lat, lon) = (degrees("lat")?, degrees("lon")?);
    let mut words = [None, None, None, None];
    for (key, word) in Place::WORDS.into_iter().zip(&mut words) {
        *word = at.key(key).maybe(At::string)?.map(Into::into);
    }
    at.only(&["lat", "lon", "name", "address", "aws_place_id", "google_place_id"])?;
    Ok(Place { lat, lon, words })
}

fn verification(at: &At<'_, '_>) -> Checked<Option<GivenVerified>> {
    at.object()?;
    let state = at.key("state").word(&["verified", "unverified"])?;
    let span = at.key("date").maybe(date::span)?;
    // What a read carries beside it is no harm.
    at.only(&["state", "date", "verified_by"])?;
    if state == "unverified" {
        return Ok(None);
    }
    let moment = |text: &str| Some(Moment::from(Point::parse(text)?.instant()?));
    Ok(Some(GivenVerified {
        from: span.as_ref().and_then(|span| moment(&span.start)),
        until: span.and_then(|span| moment(span.end.as_deref()?)),
    }))
}

fn file(at: &At<'_, '_>) -> Checked<GivenFile> {
    let members = at.object()?;
    let forms = ["external", "file_upload", "file"];
    let form = forms.into_iter().find(|form| members.contains_key(*form)).unwrap_or("external");
    let name_at = at.key("name");
    let name = match form {
        "file_upload" => name_at.opt(|at| at.filled_text(limits::FILE_NAME_BYTES))?,
        _ => Some(name_at.filled_text(limits::FILE_NAME_BYTES)?),
    };
    let value = at.key(form);
    let place = match form {
        "external" => GivenPlace::External(external_url(&value)?.into()),
        "file_upload" => GivenPlace::Upload(file_upload(&value)?),
        _ => {
            let url = value.key("url").filled_text(limits::URL)?;
            value.only(&["url", "expiry_time"])?;
            GivenPlace::Hosted(url.into())
        }
    };
    at.key("type").opt(|at| at.word(&[form]))?;
    at.only(&["type", "name", form])?;
    Ok(GivenFile { name: name.map(Into::into), place })
}
