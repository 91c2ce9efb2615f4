//! What a seed holds beside pages: comments, custom emojis, connections.

use serde_json::Value;

use super::super::{SeedComment, SeedConnection, SeedEmoji, shorthand};
use super::{Sower, nearest};
use crate::routes::oauth;
use crate::rules::text::rich_text;
use crate::world::comment::{Comment, DisplayName};
use crate::world::emoji::Emoji;
use crate::world::grant::{Connection, digest};
use crate::world::record::Parent;

pub(super) fn sow(
    sower: &mut Sower,
    comments: Vec<SeedComment>,
    emojis: Vec<SeedEmoji>,
    connections: Vec<SeedConnection>,
) {
    for comment in comments {
        one_comment(sower, comment);
    }
    for (rank, emoji) in (1..).zip(emojis) {
        let id = emoji.id.unwrap_or_else(|| sower.world.ids.v4());
        sower.world.put(Emoji { id, rank, name: emoji.name.into(), url: emoji.url.into() });
    }
    for connection in connections {
        let id = sower.world.ids.v4();
        let client_id = connection.client_id.into();
        let secret = digest(&connection.client_secret);
        sower.world.put(Connection { id, client_id, secret });
        for code in connection.codes {
            oauth::give_code(&mut sower.world, id, &code);
        }
    }
}

/// A comment about a page or row. Those about one thing are one discussion.
fn one_comment(sower: &mut Sower, comment: SeedComment) {
    let place = format!("comment on \"{}\"", comment.on);
    let known = sower.names.pages.get(&comment.on).or_else(|| sower.names.rows.get(&comment.on));
    let Some(page) = known.copied() else {
        let keys = sower.names.pages.keys().chain(sower.names.rows.keys());
        let help = nearest(&comment.on, keys);
        let text = format!("no page or row has the key \"{}\"{help}", comment.on);
        return sower.problem(&place, text);
    };
    let author = match &comment.by {
        None => Some(sower.world.about.integration.id),
        Some(key) => sower.names.users.get(key).copied(),
    };
    let Some(created_by) = author else {
        let key = comment.by.unwrap_or_default();
        let help = nearest(&key, sower.names.users.keys());
        return sower.problem(&place, format!("no user has the key \"{key}\"{help}"));
    };
    let text: Value = shorthand::text(&comment.text);
    let text = sower.read(&place, &text, rich_text).unwrap_or_default();
    let parent = Parent::Page(page);
    let world = &mut sower.world;
    let found = world.comments().iter().find(|it| it.parent == parent).map(|it| it.discussion);
    let discussion = found.unwrap_or_else(|| world.ids.discussion(world.now));
    let created = comment.created.unwrap_or(world.now).into();
    let own = created_by == world.about.integration.id;
    let name = if own { DisplayName::Integration } else { DisplayName::User };
    let id = comment.id.unwrap_or_else(|| world.ids.comment(world.now));
    let rank = world.next_comment_rank();
    let attachments = Vec::new();
    let edited = created;
    world.put(Comment {
        id,
        rank,
        discussion,
        parent,
        created,
        created_by,
        edited,
        text,
        name,
        attachments,
    });
}
