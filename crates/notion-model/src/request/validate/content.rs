//! What is checked of comments, uploads, Markdown, moves and views.

use super::{Checks, Problem, Unit, Validate, Violations, check};
use crate::{
    Patch, limits,
    request::{
        CommentContent, CommentName, CreateComment, CreateFileUpload, CreateView, CreateViewQuery,
        MarkdownCommand, MovePage, Parent, UpdateComment, UpdatePageMarkdown, UpdateView,
        UploadMode,
    },
};

impl Validate for CreateComment {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.comment(&self.content);
            checks.at("attachments", |checks| {
                checks.each(&self.attachments, limits::COMMENT_ATTACHMENTS, |_, _| {});
            });
            if let Some(CommentName::Custom(name)) = &self.display_name {
                checks.at("display_name.custom.name", |checks| checks.filled(name));
            }
        })
    }
}

impl Validate for UpdateComment {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| checks.comment(&self.content))
    }
}

impl Validate for CreateFileUpload {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let UploadMode::ExternalUrl { url, .. } = &self.mode {
                checks.at("external_url", |checks| {
                    checks.filled_text(url, limits::URL);
                    if !url.is_empty() && !url.starts_with("https://") {
                        checks.add(Problem::Insecure);
                    }
                });
            }
            if let UploadMode::MultiPart { parts, .. } = self.mode {
                checks.at("number_of_parts", |checks| {
                    checks.at_least(parts, 1, Unit::Number);
                    checks.at_most(parts, limits::UPLOAD_PARTS, Unit::Number);
                });
            }
            if let Some(name) = self.filename() {
                checks.at("filename", |checks| {
                    checks.filled(name);
                    checks.file_name(name);
                });
            }
        })
    }
}

impl Validate for UpdatePageMarkdown {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            checks.at(self.command.type_name(), |checks| match &self.command {
                MarkdownCommand::UpdateContent { content_updates, .. } => {
                    checks.at("content_updates", |checks| {
                        for (index, update) in content_updates.iter().enumerate() {
                            checks.at(index, |checks| {
                                checks.at("old_str", |checks| checks.filled(&update.old_str));
                            });
                        }
                    });
                }
                MarkdownCommand::ReplaceContentRange { content_range, .. } => {
                    checks.at("content_range", |checks| checks.filled(content_range));
                }
                MarkdownCommand::ReplaceContent { .. } | MarkdownCommand::InsertContent { .. } => {}
            });
        })
    }
}

impl Validate for MovePage {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if !matches!(self.parent, Parent::Page(_) | Parent::DataSource(_)) {
                checks.at("parent.type", |checks| {
                    checks.word(self.parent.type_name(), &["page_id", "data_source_id"]);
                });
            }
        })
    }
}

impl Validate for CreateView {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let Some(filter) = &self.filter {
                checks.at("filter", |checks| checks.filter(filter, 0));
            }
        })
    }
}

impl Validate for UpdateView {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| {
            if let Patch::Set(filter) = &self.filter {
                checks.at("filter", |checks| checks.filter(filter, 0));
            }
        })
    }
}

impl Validate for CreateViewQuery {
    fn validate(&self) -> Result<(), Violations> {
        check(self, |checks| checks.page_size(self.page_size))
    }
}

impl<'a> Checks<'a> {
    fn comment(&mut self, content: &'a CommentContent) {
        match content {
            CommentContent::RichText(runs) => {
                self.at("rich_text", |checks| checks.rich_text(runs));
            }
            CommentContent::Markdown(markdown) => {
                self.at("markdown", |checks| checks.filled(&markdown.text));
            }
        }
    }

    fn filled(&mut self, text: &str) {
        if text.is_empty() {
            self.add(Problem::Missing);
        }
    }
}
