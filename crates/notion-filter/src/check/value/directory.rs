//! People and pages: by id, or by name if there is a directory to look it up in.

use notion_model::query::{PeopleCondition, RelationCondition};
use notion_model::{PageId, UserId};

use crate::check::Checker;
use crate::check::target::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::env::{Directory, Lookup};
use crate::explain::Resolved;
use crate::suggest::{listed, nearest, or_listed};
use crate::syntax::{Value, ValueKind};

impl Checker<'_> {
    /// `me`, `@name`, `@e-mail`, a name, or an id.
    pub(in crate::check) fn person(
        &mut self,
        subject: &Subject,
        value: &Value,
    ) -> Option<PeopleCondition> {
        if !self.suits(subject, value, &[ValueKind::Page, ValueKind::Group]) {
            return None;
        }
        let bare = value.kind == ValueKind::Bare;
        let key = match value.kind {
            ValueKind::Bare | ValueKind::User => {
                value.text.strip_prefix('@').unwrap_or(&value.text)
            }
            _ => &value.text,
        };
        if bare && value.text.eq_ignore_ascii_case("me") {
            let env = self.env;
            self.resolved(value.span, Resolved::Person, || match env.me {
                Some(id) => labelled(env.people, id.uuid()),
                None => "whoever asks: Notion itself understands `me`".to_owned(),
            });
            let me = self.env.me.map_or_else(|| "me".to_owned(), |id| id.to_string());
            return Some(PeopleCondition::Contains(me));
        }
        if let Ok(id) = key.parse::<UserId>() {
            return Some(PeopleCondition::Contains(id.to_string()));
        }
        let directory = self.env.people;
        let id = self.look_up(subject, directory, value, key, &PERSON)?;
        self.resolved(value.span, Resolved::Person, || labelled(directory, id));
        if let Some(trace) = &mut self.trace {
            trace.people = true;
        }
        Some(PeopleCondition::Contains(id.to_string()))
    }

    /// An id, an address of a page, or a title.
    pub(in crate::check) fn page(
        &mut self,
        subject: &Subject,
        value: &Value,
    ) -> Option<RelationCondition> {
        let unsuited = [ValueKind::User, ValueKind::Mention, ValueKind::Group];
        if !self.suits(subject, value, &unsuited) {
            return None;
        }
        if let Ok(id) = PageId::parse(&value.text) {
            if id.to_string() != value.text {
                self.resolved(value.span, Resolved::Page, || id.to_string());
            }
            return Some(RelationCondition::Contains(id.to_string()));
        }
        let directory = self.env.pages;
        let id = self.look_up(subject, directory, value, &value.text, &PAGE)?;
        self.resolved(value.span, Resolved::Page, || labelled(directory, id));
        if let Some(trace) = &mut self.trace {
            trace.pages = true;
        }
        Some(RelationCondition::Contains(id.to_string()))
    }

    fn suits(&mut self, subject: &Subject, value: &Value, unsuited: &[ValueKind]) -> bool {
        if !unsuited.contains(&value.kind) {
            return true;
        }
        let written = value.span.slice(self.source);
        self.report(
            Diagnostic::new(Code::ValueType, format!("`{written}` does not fit here"), value.span)
                .label(format!("`{}` is {}", subject.name, subject.noun)),
        );
        false
    }

    fn look_up(
        &mut self,
        subject: &Subject,
        directory: &dyn Directory,
        value: &Value,
        key: &str,
        words: &Words,
    ) -> Option<uuid::Uuid> {
        let diagnostic = match directory.find(key) {
            Lookup::One(id) => return Some(id),
            Lookup::Several(labels) => {
                let count = labels.len();
                let labels = listed(labels.iter().map(String::as_str));
                Diagnostic::new(
                    Code::AmbiguousName,
                    format!("`{key}` matches {count} {}", words.several),
                    value.span,
                )
                .label("ambiguous")
                .help(format!("{}: {labels}", words.tell_apart))
            }
            Lookup::Nothing => {
                let diagnostic = Diagnostic::new(
                    Code::NotFound,
                    format!("no {} is called `{key}`", words.thing),
                    value.span,
                )
                .label(format!("unknown {}", words.short));
                // A directory may hold thousands of names.
                if self.log.is_full() {
                    self.report(diagnostic);
                    return None;
                }
                let names = directory.names();
                let near = nearest(key, names.iter().map(String::as_str));
                let diagnostic = if near.is_empty() {
                    diagnostic
                } else {
                    diagnostic.help(format!("did you mean {}?", or_listed(&near)))
                };
                self.hint(subject, value, diagnostic.help(words.forms))
            }
            Lookup::NoDirectory => Diagnostic::new(
                Code::NoDirectory,
                format!("nothing is there to look up the {} `{key}`", words.thing),
                value.span,
            )
            .label("only IDs can be used here")
            .help(words.forms),
        };
        self.report(diagnostic);
        None
    }
}

/// A name with its id; the id alone if the directory does not tell the name.
fn labelled(directory: &dyn Directory, id: uuid::Uuid) -> String {
    directory.name_of(id).map_or_else(|| id.to_string(), |name| format!("{name} ({id})"))
}

/// How the two directories are spoken about.
struct Words {
    thing: &'static str,
    short: &'static str,
    several: &'static str,
    tell_apart: &'static str,
    forms: &'static str,
}

const PERSON: Words = Words {
    thing: "person",
    short: "person",
    several: "people",
    tell_apart: "tell them apart by address or ID",
    forms: "a person is `me`, a name, an e-mail address (both also with `@`) or an ID",
};

const PAGE: Words = Words {
    thing: "related page",
    short: "page",
    several: "pages",
    tell_apart: "use an ID",
    forms: "a page is named by its title, its URL or its ID",
};
