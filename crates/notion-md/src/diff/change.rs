//! What of a block must be changed so that it becomes another one of its type.

use notion_model::request::{
    BlockChange, BlockKind, CodeChange, Column, ContentChange, FileChange, FileSource, Heading,
    HeadingChange, Media, MediaChange, TableChange, TextBlock, TextChange, ToDoChange, Website,
    WebsiteChange,
};

/// A block, its partner, and how the partner was given.
pub(super) struct Pair<'a> {
    /// The old block in normal form.
    pub(super) old: &'a BlockKind,
    /// The old block as it was read.
    pub(super) read: &'a BlockKind,
    /// The new block in normal form.
    pub(super) new: &'a BlockKind,
    /// The new block as it was given: cut up as Notion wants it.
    pub(super) given: &'a BlockKind,
    /// Whether there is something in the block in the end.
    pub(super) has_children: bool,
}

/// What is to be changed.
#[derive(Default)]
pub(super) struct Changed {
    /// The change, if there is any.
    pub(super) change: Option<BlockChange>,
    /// What should go and cannot, for people.
    pub(super) stays: Option<&'static str>,
    /// Whether a text is replaced.
    pub(super) text: bool,
}

/// The smallest change. Fields that stay the same are left out, where Notion allows that.
#[expect(clippy::too_many_lines, reason = "one arm per kind of block reads best in one list")]
pub(super) fn changed(pair: &Pair<'_>) -> Changed {
    use BlockChange as Change;
    use BlockKind as Kind;
    let mut changed = Changed::default();
    if pair.old == pair.new {
        return changed;
    }
    changed.change = match (pair.old, pair.new, pair.given) {
        (
            Kind::Paragraph(old, icon),
            Kind::Paragraph(new, new_icon),
            Kind::Paragraph(given, given_icon),
        ) => {
            if icon.is_some() && new_icon.is_none() {
                changed.stays = Some("the icon of a tab can be replaced, not removed");
            }
            let change = ContentChange {
                rich_text: other(&old.rich_text, &new.rich_text, &given.rich_text),
                color: other(&old.color, &new.color, &given.color),
                icon: given_icon.clone().filter(|_| icon != new_icon),
            };
            changed.text = change.rich_text.is_some();
            unless_empty(change).map(Change::Paragraph)
        }
        (Kind::Callout(old), Kind::Callout(new), Kind::Callout(given)) => {
            let change = ContentChange {
                rich_text: other(&old.rich_text, &new.rich_text, &given.rich_text),
                color: other(&old.color, &new.color, &given.color),
                // Without an icon Notion puts its own, which is the one in normal form.
                icon: new.icon.clone().filter(|_| old.icon != new.icon),
            };
            changed.text = change.rich_text.is_some();
            unless_empty(change).map(Change::Callout)
        }
        (Kind::Heading1(old), Kind::Heading1(new), Kind::Heading1(given)) => {
            heading(pair, old, new, given, &mut changed).map(Change::Heading1)
        }
        (Kind::Heading2(old), Kind::Heading2(new), Kind::Heading2(given)) => {
            heading(pair, old, new, given, &mut changed).map(Change::Heading2)
        }
        (Kind::Heading3(old), Kind::Heading3(new), Kind::Heading3(given)) => {
            heading(pair, old, new, given, &mut changed).map(Change::Heading3)
        }
        (Kind::Heading4(old), Kind::Heading4(new), Kind::Heading4(given)) => {
            heading(pair, old, new, given, &mut changed).map(Change::Heading4)
        }
        (
            Kind::BulletedListItem(old),
            Kind::BulletedListItem(new),
            Kind::BulletedListItem(given),
        ) => text(old, new, given, &mut changed).map(Change::BulletedListItem),
        (
            Kind::NumberedListItem(old),
            Kind::NumberedListItem(new),
            Kind::NumberedListItem(given),
        ) => text(old, new, given, &mut changed).map(Change::NumberedListItem),
        (Kind::Toggle(old), Kind::Toggle(new), Kind::Toggle(given)) => {
            text(old, new, given, &mut changed).map(Change::Toggle)
        }
        (Kind::Quote(old), Kind::Quote(new), Kind::Quote(given)) => {
            text(old, new, given, &mut changed).map(Change::Quote)
        }
        (Kind::ToDo(old), Kind::ToDo(new), Kind::ToDo(given)) => {
            let change = ToDoChange {
                rich_text: other(&old.rich_text, &new.rich_text, &given.rich_text),
                color: other(&old.color, &new.color, &given.color),
                checked: other(&old.checked, &new.checked, &given.checked),
            };
            changed.text = change.rich_text.is_some();
            unless_empty(change).map(Change::ToDo)
        }
        (Kind::Code(old), Kind::Code(new), Kind::Code(given)) => {
            let change = CodeChange {
                rich_text: other(&old.rich_text, &new.rich_text, &given.rich_text),
                language: other(&old.language, &new.language, &given.language),
                caption: other(&old.caption, &new.caption, &given.caption),
            };
            changed.text = change.rich_text.is_some() || change.caption.is_some();
            unless_empty(change).map(Change::Code)
        }
        (Kind::Equation(_), Kind::Equation(_), Kind::Equation(given)) => {
            Some(Change::Equation { expression: given.clone() })
        }
        (Kind::TableOfContents(_), Kind::TableOfContents(_), Kind::TableOfContents(given)) => {
            Some(Change::TableOfContents { color: Some(given.clone()) })
        }
        (Kind::Image(old), Kind::Image(new), Kind::Image(given)) => {
            media(old, new, given, &mut changed).map(Change::Image)
        }
        (Kind::Video(old), Kind::Video(new), Kind::Video(given)) => {
            media(old, new, given, &mut changed).map(Change::Video)
        }
        (Kind::Audio(old), Kind::Audio(new), Kind::Audio(given)) => {
            media(old, new, given, &mut changed).map(Change::Audio)
        }
        (Kind::Pdf(old), Kind::Pdf(new), Kind::Pdf(given)) => {
            media(old, new, given, &mut changed).map(Change::Pdf)
        }
        (Kind::File(old), Kind::File(new), Kind::File(given)) => {
            let MediaChange { source, caption } =
                media(old, new, given, &mut changed).unwrap_or_default();
            // Notion names a file by itself where none is given.
            let name = given.name.clone().filter(|_| old.name != new.name);
            unless_empty(FileChange { source, caption, name }).map(Change::File)
        }
        (Kind::Bookmark(old), Kind::Bookmark(new), Kind::Bookmark(given)) => {
            website(old, new, given, &mut changed).map(Change::Bookmark)
        }
        (Kind::Embed(old), Kind::Embed(new), Kind::Embed(given)) => {
            website(old, new, given, &mut changed).map(Change::Embed)
        }
        (Kind::Table(old), Kind::Table(new), Kind::Table(_)) => unless_empty(TableChange {
            has_column_header: other(
                &old.has_column_header,
                &new.has_column_header,
                &new.has_column_header,
            ),
            has_row_header: other(&old.has_row_header, &new.has_row_header, &new.has_row_header),
        })
        .map(Change::Table),
        (Kind::TableRow(_), Kind::TableRow(new), Kind::TableRow(given)) => {
            changed.text = true;
            // As wide as its table, which the given one may not be.
            let row = if given.cells.len() == new.cells.len() { given } else { new };
            Some(Change::TableRow(row.clone()))
        }
        (Kind::Column(_), Kind::Column(_), Kind::Column(given)) => {
            if given.width_ratio.is_none() {
                changed.stays = Some("the width of a column can be replaced, not removed");
            }
            given.width_ratio.map(|it| Change::Column(Column { width_ratio: Some(it) }))
        }
        // Of the others nothing can change, and partners are of one type.
        _ => None,
    };
    changed
}

fn other<T: Clone + PartialEq>(old: &T, new: &T, given: &T) -> Option<T> {
    (old != new).then(|| given.clone())
}

fn unless_empty<T: Default + PartialEq>(change: T) -> Option<T> {
    (change != T::default()).then_some(change)
}

fn text(
    old: &TextBlock,
    new: &TextBlock,
    given: &TextBlock,
    changed: &mut Changed,
) -> Option<TextChange> {
    changed.text = old.rich_text != new.rich_text;
    let color = other(&old.color, &new.color, &given.color);
    (changed.text || color.is_some())
        .then(|| TextChange { rich_text: given.rich_text.clone(), color })
}

fn heading(
    pair: &Pair<'_>,
    old: &Heading,
    new: &Heading,
    given: &Heading,
    changed: &mut Changed,
) -> Option<HeadingChange> {
    changed.text = old.rich_text != new.rich_text;
    let color = other(&old.color, &new.color, &given.color);
    let unfolded = match pair.read {
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it) => it.is_toggleable,
        _ => false,
    };
    let unfolds = pair.has_children || given.is_toggleable;
    // A heading without children looks the same either way; it is only told on the occasion.
    let is_toggleable = Some(unfolds).filter(|it| *it != unfolded);
    let is_needed = old.is_toggleable != new.is_toggleable && is_toggleable.is_some();
    (changed.text || color.is_some() || is_needed).then(|| HeadingChange {
        rich_text: given.rich_text.clone(),
        color,
        is_toggleable,
    })
}

fn media(old: &Media, new: &Media, given: &Media, changed: &mut Changed) -> Option<MediaChange> {
    let caption = other(&old.caption, &new.caption, &given.caption);
    changed.text = caption.is_some();
    // What is in Notion already cannot be put anywhere by its address.
    let source = other(&old.source, &new.source, &given.source)
        .filter(|it| !matches!(it, FileSource::Hosted(_)));
    unless_empty(MediaChange { source, caption })
}

fn website(
    old: &Website,
    new: &Website,
    given: &Website,
    changed: &mut Changed,
) -> Option<WebsiteChange> {
    let caption = other(&old.caption, &new.caption, &given.caption);
    changed.text = caption.is_some();
    unless_empty(WebsiteChange { url: other(&old.url, &new.url, &given.url), caption })
}

/// Whether the change makes a heading fold no more, which must wait until nothing is in it.
pub(super) const fn folds_no_more(change: &BlockChange) -> bool {
    match change {
        BlockChange::Heading1(it)
        | BlockChange::Heading2(it)
        | BlockChange::Heading3(it)
        | BlockChange::Heading4(it) => matches!(it.is_toggleable, Some(false)),
        _ => false,
    }
}
