//! What is checked of each request.

use super::{Checks, Problem, Validate, Violations, blocks::Inside, check};
use crate::{
    Patch,
    query::Query,
    request::{
        AppendChildren, ApplyTemplate, CreateDataSource, CreateDatabase, CreatePage, PageContent,
        Parent, RichText, Search, UpdateBlock, UpdateDataSource, UpdateDatabase, UpdatePage,
    },
};

impl Validate for CreatePage {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let Parent::Page(_) = self.parent {
                checks.only_title(&self.properties);
            }
            checks.properties(&self.properties);
            checks.looks(self.icon.as_ref(), self.cover.as_ref());
            checks.children(self.content.blocks(), Inside::Page);
            if let PageContent::Template(it) = &self.content {
                checks.template(it);
            }
            // Rows are sorted, they do not stand anywhere.
            if let (Some(_), Parent::DataSource(_) | Parent::Database(_)) =
                (self.position, self.parent)
            {
                let (what, place) = ("position", "for a row, only for a page under a page");
                checks.at("position", |it| it.add(Problem::Misplaced { what, place }));
            }
        })
    }
}

impl Validate for UpdatePage {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.properties(&self.properties);
            checks.looks(set(&self.icon), set(&self.cover));
            if let Some(it) = &self.template {
                checks.template(it);
            }
        })
    }
}

impl Validate for AppendChildren {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| checks.children(&self.children, Inside::Target))
    }
}

impl Validate for UpdateBlock {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let Some(change) = &self.content {
                checks.at(change.type_name(), |checks| checks.change(change));
            }
        })
    }
}

impl Validate for CreateDatabase {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.titles(Some(&self.title), Some(&self.description));
            checks.at("initial_data_source", |checks| {
                checks.schema(&self.initial_data_source.properties);
            });
            checks.looks(self.icon.as_ref(), self.cover.as_ref());
        })
    }
}

impl Validate for UpdateDatabase {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.titles(self.title.as_deref(), self.description.as_deref());
            checks.looks(self.icon.as_ref(), self.cover.as_ref());
        })
    }
}

impl Validate for CreateDataSource {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.titles(Some(&self.title), None);
            checks.schema(&self.properties);
            checks.looks(self.icon.as_ref(), None);
        })
    }
}

impl Validate for UpdateDataSource {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.titles(self.title.as_deref(), None);
            checks.looks(set(&self.icon), None);
            checks.changes(&self.properties);
        })
    }
}

impl Validate for Query {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let Some(filter) = &self.filter {
                checks.at("filter", |checks| checks.filter(filter, 0));
            }
            checks.page_size(self.page_size);
        })
    }
}

impl Validate for Search {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| checks.page_size(self.page_size))
    }
}

impl<'a> Checks<'a> {
    fn template(&mut self, template: &ApplyTemplate) {
        if let Some(zone) = &template.timezone {
            self.at("template.timezone", |checks| checks.zone(zone));
        }
    }

    fn titles(&mut self, title: Option<&'a [RichText]>, description: Option<&'a [RichText]>) {
        for (key, runs) in [("title", title), ("description", description)] {
            if let Some(runs) = runs {
                self.at(key, |checks| checks.rich_text(runs));
            }
        }
    }
}

/// What a patch sets, if it sets anything.
const fn set<T>(patch: &Patch<T>) -> Option<&T> {
    match patch {
        Patch::Set(value) => Some(value),
        Patch::Keep | Patch::Clear => None,
    }
}
