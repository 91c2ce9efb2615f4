//! Who follows whom: the target's rows by their markers, and what the journal remembers.

use std::collections::BTreeMap;

use notion_model::Page;

use crate::{
    journal::Link,
    marker,
    planner::{called, marker_of},
};

/// A source, and the row that follows it.
#[derive(Clone, Debug)]
pub(super) struct Follower<'a> {
    /// The source page's id, as text.
    pub(super) source: String,
    /// The row, if it is among the target's rows.
    pub(super) page: Option<&'a Page>,
    /// What the journal remembers.
    pub(super) link: Option<&'a Link>,
    /// The row belongs to another source by now.
    pub(super) stolen: bool,
}

/// Everybody who follows.
#[derive(Debug, Default)]
pub(super) struct Followers<'a> {
    by_source: BTreeMap<String, Follower<'a>>,
    /// What is odd about them.
    pub(super) notes: Vec<String>,
}

impl<'a> Followers<'a> {
    pub(super) fn gather(
        namespace: &str,
        property: &str,
        rows: &'a [Page],
        links: &'a [Link],
    ) -> Self {
        let mut marked: BTreeMap<String, Vec<&'a Page>> = BTreeMap::new();
        for row in rows {
            let text = marker_of(row, property);
            if let Some(source) = marker::source(namespace, &text) {
                marked.entry(source).or_default().push(row);
            }
        }
        let mut followers = Self::default();
        for link in links {
            let row = rows.iter().find(|it| it.id.uuid() == link.target);
            let text = row.map(|it| marker_of(it, property)).unwrap_or_default();
            let owner = marker::source(namespace, &text);
            let stolen = row.is_some() && owner.is_some_and(|it| it != link.source);
            let source = link.source.clone();
            let follower = Follower { source, page: row, link: Some(link), stolen };
            followers.by_source.insert(link.source.clone(), follower);
        }
        for (source, mut pages) in marked {
            // The row we know, else the oldest: later ones are somebody's copies.
            let known = followers.by_source.get(&source).and_then(|it| it.page).map(|it| it.id);
            let age = |it: &&Page| {
                (it.created_time.as_ref().map(notion_model::Timestamp::instant), it.id)
            };
            pages.sort_by_key(|it| (Some(it.id) != known, age(it)));
            if pages.len() > 1 {
                let titles: Vec<String> =
                    pages[1..].iter().map(|it| format!("{:?}", called(it))).collect();
                followers.notes.push(format!(
                    "{} has the marker of another row too; it is left alone: clear its marker or \
                     trash it",
                    titles.join(", ")
                ));
            }
            let first = pages.into_iter().next();
            followers
                .by_source
                .entry(source.clone())
                .and_modify(|it| it.page = it.page.or(first))
                .or_insert(Follower { source, page: first, link: None, stolen: false });
        }
        followers
    }

    pub(super) fn of(&self, source: &str) -> Option<&Follower<'a>> {
        self.by_source.get(source)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Follower<'a>> {
        self.by_source.values()
    }

    pub(super) fn len(&self) -> usize {
        self.by_source.len()
    }
}
