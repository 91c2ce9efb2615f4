//! From what is read to what can be written, with a list of what cannot be carried.

use std::fmt;

use crate::{
    Block, BlockKind, File, LinkToPageTarget, Media, Mention, MentionKind, PropertyValue,
    PropertyValueKind, RichText, RichTextKind, SelectOption, User, UserObject, Website, request,
};

/// What could be carried, and what could not.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried<T> {
    /// What can be written.
    pub value: T,
    /// What is missing in it. Empty if nothing is lost.
    pub lost: Vec<Uncarried>,
}

/// Something that was read and cannot be written.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Uncarried {
    /// What it is: `callout icon`, `link_preview`, `formula`.
    pub what: Box<str>,
    /// Why it cannot be written.
    pub why: Reason,
}

/// Why something cannot be written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Notion computes it.
    Computed,
    /// Notion's API has no way to create it.
    NotCreatable,
    /// It is a file in Notion, whose address expires: it must be uploaded again.
    Hosted,
    /// Notion showed only a part of it.
    Cut,
    /// This crate does not know it.
    Unknown,
}

impl fmt::Display for Uncarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            Reason::Computed => "is computed by Notion",
            Reason::NotCreatable => "cannot be created through the API",
            Reason::Hosted => "is a file in Notion and must be uploaded again",
            Reason::Cut => "was only shown in part",
            Reason::Unknown => "is of a kind this version does not know",
        };
        write!(f, "{} {why}", self.what)
    }
}

/// Collects what is lost.
#[derive(Default)]
struct Lost(Vec<Uncarried>);

impl Lost {
    fn add(&mut self, what: impl Into<Box<str>>, why: Reason) {
        self.0.push(Uncarried { what: what.into(), why });
    }

    fn with<T>(self, value: T) -> Carried<T> {
        Carried { value, lost: self.0 }
    }
}

impl RichText {
    /// The run as it can be written. `None` only for kinds this crate does not know.
    ///
    /// Previews of links, which Notion makes by itself, become links.
    pub fn to_request(&self) -> Carried<Option<request::RichText>> {
        let mut lost = Lost::default();
        let value = run(self, &mut lost);
        lost.with(value)
    }
}

fn run(run: &RichText, lost: &mut Lost) -> Option<request::RichText> {
    let kind = match &run.kind {
        RichTextKind::Text(text) => request::RichTextKind::Text {
            content: text.content.clone(),
            link: text.link.as_ref().map(|it| it.url.clone()),
        },
        RichTextKind::Equation(equation) => {
            request::RichTextKind::Equation(equation.expression.clone())
        }
        RichTextKind::Mention(it) => mention(it, run, lost)?,
        RichTextKind::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
    };
    Some(request::RichText { kind, annotations: run.annotations.clone() })
}

fn mention(mention: &Mention, run: &RichText, lost: &mut Lost) -> Option<request::RichTextKind> {
    let link = |url: &str| request::RichTextKind::Text {
        content: if run.plain_text().is_empty() { url } else { run.plain_text() }.to_owned(),
        link: Some(url.to_owned()),
    };
    let mention = match &mention.kind {
        MentionKind::User(user) => request::Mention::User(user.id),
        MentionKind::Page(page) => request::Mention::Page(page.id),
        MentionKind::Database(database) => request::Mention::Database(database.id),
        MentionKind::Date(date) => request::Mention::Date(date.clone()),
        MentionKind::CustomEmoji(emoji) => request::Mention::CustomEmoji(emoji.clone()),
        MentionKind::Template(template) => request::Mention::Template(template.clone()),
        MentionKind::LinkPreview(preview) => {
            lost.add("link_preview", Reason::NotCreatable);
            return Some(link(&preview.url));
        }
        MentionKind::LinkMention(it) => {
            lost.add("link_mention", Reason::NotCreatable);
            return Some(link(&it.href));
        }
        MentionKind::Unknown(it) => {
            lost.add(format!("mention of a {}", it.type_name), Reason::Unknown);
            let content = run.plain_text().to_owned();
            let link = run.href().map(str::to_owned);
            return (!content.is_empty()).then_some(request::RichTextKind::Text { content, link });
        }
    };
    Some(request::RichTextKind::Mention(mention))
}

fn runs(runs: &[RichText], lost: &mut Lost) -> Vec<request::RichText> {
    runs.iter().filter_map(|it| run(it, lost)).collect()
}

impl Block {
    /// The block as it can be created, without children. `None` for blocks that cannot be created:
    /// child pages and databases, and what the API does not show.
    ///
    /// A preview of a link becomes a bookmark. A file in Notion is kept with its address, although
    /// Notion refuses that: it must be uploaded again first, and is listed as lost.
    pub fn to_request(&self) -> Carried<Option<request::Block>> {
        let mut lost = Lost::default();
        let value = block_kind(&self.kind, &mut lost).map(request::Block::new);
        lost.with(value)
    }
}

#[expect(clippy::too_many_lines, reason = "one line per kind of block reads best in one list")]
fn block_kind(kind: &BlockKind, lost: &mut Lost) -> Option<request::BlockKind> {
    use request::BlockKind as New;
    let text = |it: &crate::TextBlock, lost: &mut Lost| request::TextBlock {
        rich_text: runs(&it.rich_text, lost),
        color: it.color.clone(),
    };
    let heading = |it: &crate::Heading, lost: &mut Lost| request::Heading {
        rich_text: runs(&it.rich_text, lost),
        color: it.color.clone(),
        is_toggleable: it.is_toggleable,
    };
    Some(match kind {
        BlockKind::Paragraph(it) => New::Paragraph(
            request::TextBlock { rich_text: runs(&it.rich_text, lost), color: it.color.clone() },
            icon(it.icon.as_ref(), "tab icon", lost),
        ),
        BlockKind::Heading1(it) => New::Heading1(heading(it, lost)),
        BlockKind::Heading2(it) => New::Heading2(heading(it, lost)),
        BlockKind::Heading3(it) => New::Heading3(heading(it, lost)),
        BlockKind::Heading4(it) => New::Heading4(heading(it, lost)),
        BlockKind::BulletedListItem(it) => New::BulletedListItem(text(it, lost)),
        BlockKind::NumberedListItem(it) => {
            if it.list_start_index.is_some_and(|start| start != 1) {
                lost.add("start of a numbered list", Reason::NotCreatable);
            }
            if it.list_format.as_deref().is_some_and(|format| format != "numbers") {
                lost.add("format of a numbered list", Reason::NotCreatable);
            }
            New::NumberedListItem(request::TextBlock {
                rich_text: runs(&it.rich_text, lost),
                color: it.color.clone(),
            })
        }
        BlockKind::ToDo(it) => New::ToDo(request::ToDo {
            rich_text: runs(&it.rich_text, lost),
            color: it.color.clone(),
            checked: it.checked,
        }),
        BlockKind::Toggle(it) => New::Toggle(text(it, lost)),
        BlockKind::Quote(it) => New::Quote(text(it, lost)),
        BlockKind::Callout(it) => New::Callout(request::Callout {
            rich_text: runs(&it.rich_text, lost),
            color: it.color.clone(),
            icon: icon(it.icon.as_ref(), "callout icon", lost),
        }),
        BlockKind::Code(it) => New::Code(request::Code {
            rich_text: runs(&it.rich_text, lost),
            language: it.language.clone(),
            caption: runs(&it.caption, lost),
        }),
        BlockKind::Equation(it) => New::Equation(it.expression.clone()),
        BlockKind::Divider(_) => New::Divider,
        BlockKind::Breadcrumb(_) => New::Breadcrumb,
        BlockKind::TableOfContents(it) => New::TableOfContents(it.color.clone()),
        BlockKind::Image(it) => New::Image(media(it, lost)?),
        BlockKind::Video(it) => New::Video(media(it, lost)?),
        BlockKind::Audio(it) => New::Audio(media(it, lost)?),
        BlockKind::Pdf(it) => New::Pdf(media(it, lost)?),
        BlockKind::File(it) => New::File(media(it, lost)?),
        BlockKind::Bookmark(it) => New::Bookmark(website(it, lost)),
        BlockKind::Embed(it) => New::Embed(website(it, lost)),
        BlockKind::LinkPreview(it) => {
            lost.add("link_preview", Reason::NotCreatable);
            New::Bookmark(request::Website { url: it.url.clone(), caption: Vec::new() })
        }
        BlockKind::LinkToPage(it) => New::LinkToPage(match &it.target {
            LinkToPageTarget::Page(id) => request::LinkTarget::Page(*id),
            LinkToPageTarget::Database(id) => request::LinkTarget::Database(*id),
            LinkToPageTarget::Comment(id) => request::LinkTarget::Comment(*id),
            LinkToPageTarget::Unknown(it) => {
                lost.add(format!("link to a {}", it.type_name), Reason::Unknown);
                return None;
            }
        }),
        BlockKind::Table(it) => New::Table(request::Table {
            width: it.table_width,
            has_column_header: it.has_column_header,
            has_row_header: it.has_row_header,
        }),
        BlockKind::TableRow(it) => New::TableRow(request::TableRow {
            cells: it.cells.iter().map(|cell| runs(cell, lost)).collect(),
        }),
        BlockKind::ColumnList(_) => New::ColumnList,
        BlockKind::Column(it) => New::Column(request::Column { width_ratio: it.width_ratio }),
        BlockKind::Tab(_) => New::Tab,
        BlockKind::SyncedBlock(it) => New::SyncedBlock(request::SyncedBlock {
            synced_from: match &it.synced_from {
                None => None,
                Some(from) => {
                    if from.block_id().is_none() {
                        lost.add(from.original.type_name(), Reason::Unknown);
                    }
                    Some(from.block_id()?)
                }
            },
        }),
        BlockKind::Template(it) => New::Template(runs(&it.rich_text, lost)),
        BlockKind::ChildPage(_)
        | BlockKind::ChildDatabase(_)
        | BlockKind::MeetingNotes(_)
        | BlockKind::Transcription(_)
        | BlockKind::Unsupported(_) => {
            lost.add(kind.type_name(), Reason::NotCreatable);
            return None;
        }
        BlockKind::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
    })
}

fn icon(icon: Option<&crate::Icon>, what: &str, lost: &mut Lost) -> Option<request::Icon> {
    let carried = request::Icon::from_read(icon?);
    if carried.is_none() {
        lost.add(what, Reason::Hosted);
    }
    carried
}

fn media(media: &Media, lost: &mut Lost) -> Option<request::Media> {
    let Some(source) = request::FileSource::from_read(&media.kind) else {
        lost.add(format!("file of type {}", media.kind.type_name()), Reason::Unknown);
        return None;
    };
    if matches!(source, request::FileSource::Hosted(_)) {
        lost.add("file", Reason::Hosted);
    }
    let caption = runs(&media.caption, lost);
    Some(request::Media { source, caption, name: media.name.clone() })
}

fn website(website: &Website, lost: &mut Lost) -> request::Website {
    request::Website { url: website.url.clone(), caption: runs(&website.caption, lost) }
}

impl PropertyValue {
    /// The value as it can be written. `None` for computed values, and for values that were cut:
    /// writing a part back would drop the rest.
    ///
    /// Options are carried by name, because ids do not hold across data sources.
    pub fn to_request(&self) -> Carried<Option<request::PropertyValue>> {
        let mut lost = Lost::default();
        let value = if self.is_cut() {
            lost.add(self.kind.type_name(), Reason::Cut);
            None
        } else {
            property(&self.kind, &mut lost)
        };
        lost.with(value)
    }
}

fn property(kind: &PropertyValueKind, lost: &mut Lost) -> Option<request::PropertyValue> {
    use request::PropertyValue as New;
    let option = |it: &SelectOption| request::OptionRef::Name(it.name.clone());
    Some(match kind {
        PropertyValueKind::Title(it) => New::Title(runs(it, lost)),
        PropertyValueKind::RichText(it) => New::RichText(runs(it, lost)),
        PropertyValueKind::Number(it) => New::Number(it.clone()),
        PropertyValueKind::Select(it) => New::Select(it.as_ref().map(option)),
        PropertyValueKind::MultiSelect(it) => New::MultiSelect(it.iter().map(option).collect()),
        PropertyValueKind::Status(it) => New::Status(it.as_ref().map(option)),
        PropertyValueKind::Date(it) => New::Date(it.clone()),
        PropertyValueKind::People(it) => New::People(it.iter().map(user).collect()),
        PropertyValueKind::Files(it) => {
            New::Files(it.iter().filter_map(|file| carried_file(file, lost)).collect())
        }
        PropertyValueKind::Checkbox(it) => New::Checkbox(*it),
        PropertyValueKind::Url(it) => New::Url(it.clone()),
        PropertyValueKind::Email(it) => New::Email(it.clone()),
        PropertyValueKind::PhoneNumber(it) => New::PhoneNumber(it.clone()),
        PropertyValueKind::Relation(it) => New::Relation(it.iter().map(|row| row.id).collect()),
        PropertyValueKind::Place(it) => {
            New::Other("place".into(), serde_json::to_value(it).unwrap_or_default())
        }
        PropertyValueKind::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
        _ => {
            lost.add(kind.type_name(), Reason::Computed);
            return None;
        }
    })
}

fn user(user: &User) -> request::UserRef {
    match user.object {
        UserObject::Group => request::UserRef::Group(user.id),
        _ => request::UserRef::User(user.id),
    }
}

fn carried_file(file: &File, lost: &mut Lost) -> Option<request::File> {
    let Some(source) = request::FileSource::from_read(&file.kind) else {
        lost.add(format!("file of type {}", file.kind.type_name()), Reason::Unknown);
        return None;
    };
    if matches!(source, request::FileSource::Hosted(_)) {
        lost.add("file", Reason::Hosted);
    }
    Some(request::File { name: file.name.clone(), source })
}
