//! Pages to look at: what a local Notion holds, in a browser, read only.

use std::fmt::Write as _;

use axum::response::Response;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use uuid::Uuid;

use crate::ids;
use crate::render::View;
use crate::version::Version;
use crate::world::World;
use crate::world::record::Parent;

mod content;
mod table;

/// Whether a request wants a page to look at: anything but the API, where reading is possible.
pub(crate) fn is_meant(method: &Method, path: &str) -> bool {
    *method == Method::GET && path != "/v1" && !path.starts_with("/v1/")
}

/// The page for a path outside the API.
///
/// `/` lists what stands at the top, `/p/<anything>-<id>` shows a page or a database, with paths
/// as in the addresses that the API gives out.
pub(crate) fn page(world: &World, path: &str) -> Response {
    let name = path.trim_matches('/');
    if name.is_empty() {
        return respond(StatusCode::OK, &overview(world));
    }
    let tail = name.len().checked_sub(32).and_then(|at| name.split_at_checked(at));
    match tail.and_then(|(_, id)| show(world, ids::parse(id)?)) {
        Some(html) => respond(StatusCode::OK, &html),
        None => respond(StatusCode::NOT_FOUND, &missing()),
    }
}

fn respond(status: StatusCode, html: &str) -> Response {
    let mut response = Response::new(axum::body::Body::from(html.to_owned()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    // Nothing here needs a script, and texts of a world must not become one.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";
    let policy = HeaderValue::from_static(policy);
    response.headers_mut().insert("content-security-policy", policy);
    response
}

fn overview(world: &World) -> String {
    let mut body = String::from("<ul class=tree>");
    let nil = Uuid::nil();
    for id in world.live_children(nil) {
        entry(world, id, 0, &mut body);
    }
    body.push_str("</ul>");
    document(&world.about.workspace_name, "", &body)
}

/// How deep the overview looks below the top.
const OVERVIEW_DEPTH: usize = 3;

/// A page or database of the overview with those below it.
fn entry(world: &World, id: Uuid, depth: usize, html: &mut String) {
    let Some(label) = label(world, id) else { return };
    let _ = write!(html, "<li>{}", link(id, &label));
    if let Some(database) = world.database(id) {
        let rows = database.sources.iter().map(|source| world.rows(*source).len()).sum::<usize>();
        let _ = write!(html, " <small>{rows} rows</small>");
    }
    let mut below = world
        .live_children(id)
        .filter(|child| world.block(*child).is_none() && depth < OVERVIEW_DEPTH)
        .peekable();
    if below.peek().is_some() {
        html.push_str("<ul>");
        for child in below {
            entry(world, child, depth + 1, html);
        }
        html.push_str("</ul>");
    }
    html.push_str("</li>");
}

/// The icon and title of a page or database as text.
fn label(world: &World, id: Uuid) -> Option<String> {
    let view = View::new(world, Version::V2026_03_11);
    let (icon, title) = match (world.page(id), world.database(id)) {
        (Some(page), _) => (&page.icon, world.plain(&page.title)),
        (None, Some(database)) => (&database.icon, view.database_title(database)),
        (None, None) => return None,
    };
    let emoji = icon.as_ref().and_then(|icon| icon.get("emoji")?.as_str());
    let title = if title.is_empty() { "Untitled".to_owned() } else { title };
    Some(emoji.map_or(title.clone(), |emoji| format!("{emoji} {title}")))
}

fn show(world: &World, id: Uuid) -> Option<String> {
    let title = label(world, id)?;
    let mut body = String::new();
    if let Some(page) = world.page(id) {
        table::properties(world, page, &mut body);
        content::children(world, id, 0, &mut body);
    } else {
        table::rows(world, world.database(id)?, &mut body);
    }
    Some(document(&title, &path_to(world, id), &body))
}

/// Links to what is above a page or database.
fn path_to(world: &World, id: Uuid) -> String {
    let mut above = Vec::new();
    let mut at = world.parent_of(id);
    while let Some(parent) = at {
        let id = match parent {
            Parent::Workspace => break,
            Parent::DataSource(source) => match world.source(source) {
                Some(source) => source.database,
                None => break,
            },
            Parent::Page(id) | Parent::Block(id) => id,
        };
        above.extend(label(world, id).map(|label| link(id, &label)));
        at = world.parent_of(id);
    }
    above.push(format!("<a href=\"/\">{}</a>", escaped(&world.about.workspace_name)));
    above.reverse();
    above.join(" / ")
}

/// A link to a page or database here.
fn link(id: Uuid, label: &str) -> String {
    format!("<a href=\"/p/{}\">{}</a>", id.simple(), escaped(label))
}

/// Text as it may stand in HTML, in attributes too.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
    html
}

fn missing() -> String {
    document("Not here", "<a href=\"/\">To the overview</a>", "<p>There is no such page.</p>")
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#8882}\
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:2.5rem auto;padding:0 1rem}\
nav,small,footer{color:#888}footer{margin-top:4rem;border-top:1px solid var(--line);padding-top:.5rem}\
a{color:inherit;text-decoration-color:#8888}h1{line-height:1.2}\
table{border-collapse:collapse;margin:1rem 0;max-width:100%}.scroll{overflow-x:auto}\
td,th{border:1px solid var(--line);padding:.25rem .6rem;text-align:left;vertical-align:top}th{background:var(--soft)}\
pre,code{background:var(--soft);border-radius:4px;font:14px/1.5 ui-monospace,monospace}pre{padding:.8rem;overflow-x:auto}code{padding:.1em .3em}\
blockquote{border-left:3px solid;margin-left:0;padding-left:1rem}\
.callout{background:var(--soft);border-radius:6px;padding:.7rem 1rem;margin:.6rem 0}\
.columns{display:flex;gap:1.5rem}.columns>div{flex:1}.tag{background:var(--soft);border-radius:4px;padding:0 .4em;margin-right:.3em}\
.done{text-decoration:line-through;color:#888}img{max-width:100%}ul.tree,ul.tree ul{list-style:none;padding-left:1.2rem}ul.tree{padding-left:0}";

fn document(title: &str, path: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style>\
         <nav>{path}</nav><h1>{title}</h1>{body}<footer>A local Notion, read only. The API is at \
         <code>/v1</code>.</footer></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn texts_of_a_world_stay_texts() {
        assert_eq!(escaped("<b title=\"'&'\">"), "&lt;b title=&quot;&#39;&amp;&#39;&quot;&gt;");
    }
}
