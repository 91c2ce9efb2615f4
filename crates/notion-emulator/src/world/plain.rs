//! Rich text without its styles, with names and titles as they are now.

use super::World;
use super::emoji::Emoji;
use super::text::{Mention, Run, RunKind};

impl World {
    /// A rich text without its styles, with names and titles as they are now.
    pub(crate) fn plain(&self, runs: &[Run]) -> String {
        match runs {
            [only] => self.plain_run(only),
            _ => runs.iter().map(|run| self.plain_run(run)).collect(),
        }
    }

    /// The text of one run.
    pub(crate) fn plain_run(&self, run: &Run) -> String {
        let mention = match &run.kind {
            RunKind::Text(text) | RunKind::Link(text, _) | RunKind::Equation(text) => {
                return text.as_ref().to_owned();
            }
            RunKind::Mention(mention) => mention,
        };
        match &**mention {
            Mention::User(id) => {
                format!("@{}", self.user(*id).map_or("Anonymous", |user| &*user.name))
            }
            Mention::Page(id) => match self.page(*id) {
                Some(page) => self.shallow_title(&page.title),
                None => "@Anonymous".to_owned(),
            },
            Mention::Database(id) => match (self.database(*id), self.source(*id)) {
                (Some(database), _) => self.shallow_title(&database.title),
                (None, Some(source)) => self.shallow_title(&source.title),
                (None, None) => "@Anonymous".to_owned(),
            },
            Mention::Date(span) => match &span.end {
                Some(end) => format!("{} → {end}", span.start),
                None => span.start.as_ref().to_owned(),
            },
            Mention::TemplateDate(word) if &**word == "now" => "@Now".to_owned(),
            Mention::TemplateDate(_) => "@Today".to_owned(),
            Mention::TemplateUser(_) => "@Me".to_owned(),
            Mention::Link { href, .. } => href.as_ref().to_owned(),
            Mention::CustomEmoji { id, name, .. } => {
                format!(":{}:", self.find::<Emoji>(*id).map_or(&**name, |emoji| &*emoji.name))
            }
        }
    }

    /// The title of something that is mentioned. A mention in it is left out: titles could
    /// otherwise mention each other in a circle.
    fn shallow_title(&self, title: &[Run]) -> String {
        let plain = title.iter().filter(|run| match &run.kind {
            RunKind::Mention(mention) => {
                !matches!(**mention, Mention::Page(_) | Mention::Database(_))
            }
            _ => true,
        });
        plain.map(|run| self.plain_run(run)).collect()
    }
}
