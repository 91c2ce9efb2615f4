//! What may be appended to a page, how much of it, and what its lists say.

use http::Method;
use serde_json::{Value, json};

use crate::place::{Place, id, plain, text};
use crate::statement::{Observed, Observing, Statement, Unclear};

const LIMITS: &str = "notion-model: limits.rs";

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "content-100-children",
        question: "may 100 blocks be appended at once?",
        ours: "accepted",
        kept_in: LIMITS,
        probe: |place| append(place, json!(vec![paragraph("one of many"); 100])),
    },
    Statement {
        name: "content-101-children",
        question: "are 101 blocks at once refused?",
        ours: "refused: 400 validation_error",
        kept_in: LIMITS,
        probe: |place| append(place, json!(vec![paragraph("one too many"); 101])),
    },
    Statement {
        name: "content-1001-blocks",
        question: "are 1,010 blocks of two levels refused?",
        ours: "refused: 400 validation_error",
        kept_in: LIMITS,
        probe: |place| {
            let toggle = nested(json!(vec![paragraph("inside"); 100]));
            append(place, json!(vec![toggle; 10]))
        },
    },
    Statement {
        name: "content-two-levels",
        question: "may appended blocks have children?",
        ours: "accepted",
        kept_in: LIMITS,
        probe: |place| append(place, json!([nested(json!([paragraph("inside")]))])),
    },
    Statement {
        name: "content-three-levels",
        question: "may appended blocks have children with children?",
        ours: "accepted",
        kept_in: LIMITS,
        probe: |place| append(place, json!([nested(json!([nested(json!([paragraph("deep")]))]))])),
    },
    Statement {
        name: "content-four-levels",
        question: "is a fourth level of blocks refused?",
        ours: "refused: 400 validation_error",
        kept_in: LIMITS,
        probe: |place| {
            let third = nested(json!([paragraph("deepest")]));
            append(place, json!([nested(json!([nested(json!([third]))]))]))
        },
    },
    Statement {
        name: "content-no-children",
        question: "what comes of appending nothing?",
        ours: "accepted",
        kept_in: "notion-emulator: rules/block.rs",
        probe: |place| append(place, json!([])),
    },
    Statement {
        name: "content-2000-units",
        question: "may a text have 2,000 letters?",
        ours: "accepted",
        kept_in: LIMITS,
        probe: |place| append(place, json!([paragraph(&"x".repeat(2000))])),
    },
    Statement {
        name: "content-2001-units",
        question: "is a text of 2,001 letters refused?",
        ours: "refused: 400 validation_error",
        kept_in: LIMITS,
        probe: |place| append(place, json!([paragraph(&"x".repeat(2001))])),
    },
    Statement {
        name: "content-1001-emojis",
        question: "does an emoji count as two, so that 1,001 of them are refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-model: limits::utf16_len",
        probe: |place| append(place, json!([paragraph(&"🚲".repeat(1001))])),
    },
    Statement {
        name: "content-100-runs",
        question: "may a rich text have 100 parts?",
        ours: "accepted",
        kept_in: LIMITS,
        probe: |place| append(place, json!([runs(100)])),
    },
    Statement {
        name: "content-101-runs",
        question: "is a rich text of 101 parts refused?",
        ours: "refused: 400 validation_error",
        kept_in: LIMITS,
        probe: |place| append(place, json!([runs(101)])),
    },
    Statement {
        name: "content-body-over-500-kb",
        question: "with what is a body of more than 500 kB refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: dispatch.rs",
        probe: |place| {
            let full = json!(vec![json!({ "text": { "content": "x".repeat(2000) } }); 10]);
            append(place, json!(vec![json!({ "paragraph": { "rich_text": full } }); 30]))
        },
    },
    Statement {
        name: "content-one-column",
        question: "is a list of a single column accepted?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-model: limits::COLUMNS_MIN",
        probe: |place| {
            let column = json!({ "column": { "children": [paragraph("alone")] } });
            append(place, json!([{ "column_list": { "children": [column] } }]))
        },
    },
    Statement {
        name: "content-empty-column",
        question: "may a column be empty?",
        ours: "accepted",
        kept_in: "notion-emulator: rules/block.rs",
        probe: |place| {
            let full = json!({ "column": { "children": [paragraph("full")] } });
            let empty = json!({ "column": { "children": [] } });
            append(place, json!([{ "column_list": { "children": [full, empty] } }]))
        },
    },
    Statement {
        name: "content-cell-count",
        question: "is a row with too few cells refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/blocks.rs",
        probe: |place| {
            let row = json!({ "table_row": { "cells": [text("only one")] } });
            append(place, json!([{ "table": { "table_width": 2, "children": [row] } }]))
        },
    },
    Statement {
        name: "content-mention-of-a-page",
        question: "is a mention of a page shown with its title?",
        ours: "Mentioned",
        kept_in: "notion-emulator: render/text.rs",
        probe: |place| Box::pin(mention(place)),
    },
    Statement {
        name: "content-child-of-a-divider",
        question: "are children of a divider refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/blocks.rs",
        probe: |place| Box::pin(below(place, json!({ "divider": {} }))),
    },
    Statement {
        name: "content-child-of-a-heading",
        question: "are children of a heading that is no toggle refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/blocks.rs",
        probe: |place| {
            Box::pin(below(place, json!({ "heading_1": { "rich_text": text("Static") } })))
        },
    },
    Statement {
        name: "content-behind-a-stranger",
        question: "is a position behind a block that is no child of the page refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/blocks.rs",
        probe: |place| Box::pin(behind_a_stranger(place)),
    },
    Statement {
        name: "content-delete-twice",
        question: "is the deletion of a deleted block accepted?",
        ours: "accepted",
        kept_in: "notion-emulator: routes/blocks.rs; the client takes a refusal for done",
        probe: |place| Box::pin(delete_twice(place)),
    },
    Statement {
        name: "content-cursor-is-a-block",
        question: "does a list of children begin at a block whose id is its cursor?",
        ours: "second, third",
        kept_in: "notion-emulator: call.rs; syncs take cursors for opaque",
        probe: |place| Box::pin(from_block(place)),
    },
    Statement {
        name: "content-synced-copy",
        question: "does a list of the children of a synced copy show those of the original?",
        ours: "shared",
        kept_in: "notion-emulator: routes/blocks.rs",
        probe: |place| Box::pin(synced_copy(place)),
    },
    Statement {
        name: "content-page-size-0",
        question: "is a page size of 0 the default?",
        ours: "accepted",
        kept_in: "notion-emulator: call.rs",
        probe: |place| list(place, "page_size=0"),
    },
    Statement {
        name: "content-page-size-101",
        question: "is a page size of 101 refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: call.rs",
        probe: |place| list(place, "page_size=101"),
    },
    Statement {
        name: "content-create-atomic",
        question: "is no page made if one of its blocks is wrong?",
        ours: "refused: 400 validation_error, and no page",
        kept_in: "notion-ops: the number of children is checked before a page is adopted",
        probe: |place| {
            Box::pin(atomic(
                place,
                "children",
                json!([
                    paragraph("right"),
                    { "table": { "table_width": 2, "children": [{ "table_row": { "cells": [[]] } }] } },
                ]),
            ))
        },
    },
];

pub(super) fn paragraph(content: &str) -> Value {
    json!({ "paragraph": { "rich_text": text(content) } })
}

fn nested(children: Value) -> Value {
    json!({ "toggle": { "rich_text": text("outside"), "children": children } })
}

fn runs(count: usize) -> Value {
    json!({ "paragraph": { "rich_text": vec![json!({ "text": { "content": "x" } }); count] } })
}

/// Whether blocks can be appended to our page.
fn append(place: &Place, children: Value) -> Observing<'_> {
    Box::pin(async move {
        let path = format!("blocks/{}/children", place.page);
        Ok(place.ask(Method::PATCH, &path, json!({ "children": children })).await?.verdict())
    })
}

fn list<'a>(place: &'a Place, query: &'a str) -> Observing<'a> {
    Box::pin(async move {
        let path = format!("blocks/{}/children?{query}", place.page);
        Ok(place.ask(Method::GET, &path, None).await?.verdict())
    })
}

/// Makes a page with these blocks, and returns its id and theirs.
pub(super) async fn page_with(
    place: &Place,
    title: &str,
    children: Value,
) -> Result<(String, Vec<String>), Unclear> {
    let page = id(&place.make_page(title, json!({})).await?.done()?)?;
    let path = format!("blocks/{page}/children");
    let made = place.done(Method::PATCH, &path, json!({ "children": children })).await?;
    let blocks =
        made["results"].as_array().into_iter().flatten().map(id).collect::<Result<_, _>>()?;
    Ok((page, blocks))
}

async fn mention(place: &Place) -> Observed {
    let page = id(&place.make_page("Mentioned", json!({})).await?.done()?)?;
    let mention = json!([{ "mention": { "page": { "id": page } } }]);
    let paragraph = json!({ "paragraph": { "rich_text": mention } });
    let path = format!("blocks/{}/children", place.page);
    let made = place.ask(Method::PATCH, &path, json!({ "children": [paragraph] })).await?;
    Ok(made.told(|body| plain(&body["results"][0]["paragraph"]["rich_text"])))
}

/// Whether a paragraph can be appended below such a block.
async fn below(place: &Place, block: Value) -> Observed {
    let (_, blocks) = page_with(place, "Below", json!([block])).await?;
    let path = format!("blocks/{}/children", blocks[0]);
    let body = json!({ "children": [paragraph("inside")] });
    Ok(place.ask(Method::PATCH, &path, body).await?.verdict())
}

async fn behind_a_stranger(place: &Place) -> Observed {
    let (_, strangers) = page_with(place, "Strangers", json!([paragraph("stranger")])).await?;
    let path = format!("blocks/{}/children", place.page);
    let position = json!({ "type": "after_block", "after_block": { "id": strangers[0] } });
    let body = json!({ "children": [paragraph("lost")], "position": position });
    Ok(place.ask(Method::PATCH, &path, body).await?.verdict())
}

async fn delete_twice(place: &Place) -> Observed {
    let (_, blocks) = page_with(place, "Deleted", json!([paragraph("gone")])).await?;
    let path = format!("blocks/{}", blocks[0]);
    place.done(Method::DELETE, &path, None).await?;
    Ok(place.ask(Method::DELETE, &path, None).await?.verdict())
}

async fn from_block(place: &Place) -> Observed {
    let three = json!([paragraph("first"), paragraph("second"), paragraph("third")]);
    let (page, blocks) = page_with(place, "Listed", three).await?;
    let path = format!("blocks/{page}/children?start_cursor={}", blocks[1]);
    let listed = place.ask(Method::GET, &path, None).await?;
    Ok(listed.told(|body| {
        let blocks = body["results"].as_array().into_iter().flatten();
        let texts = blocks.map(|block| plain(&block["paragraph"]["rich_text"]));
        texts.collect::<Vec<_>>().join(", ")
    }))
}

async fn synced_copy(place: &Place) -> Observed {
    let children = json!([paragraph("shared")]);
    let original = json!({ "synced_block": { "synced_from": null, "children": children } });
    let (page, blocks) = page_with(place, "Synced", json!([original])).await?;
    let from = json!({ "type": "block_id", "block_id": blocks[0] });
    let copy = json!({ "synced_block": { "synced_from": from } });
    let path = format!("blocks/{page}/children");
    let made = place.done(Method::PATCH, &path, json!({ "children": [copy] })).await?;
    let path = format!("blocks/{}/children", id(&made["results"][0])?);
    Ok(place.ask(Method::GET, &path, None).await?.told(|body| {
        let blocks = body["results"].as_array().into_iter().flatten();
        blocks.map(|block| plain(&block["paragraph"]["rich_text"])).collect()
    }))
}

/// Whether a page is there although its creation was refused.
pub(super) async fn atomic(place: &Place, key: &str, content: Value) -> Observed {
    let title = format!("Half made of {key}");
    let mut seen = place.make_page(&title, json!({ key: content })).await?.verdict();
    let path = format!("blocks/{}/children?page_size=100", place.page);
    let mut path = Some(path);
    let mut is_there = false;
    while let Some(now) = path {
        let page = place.done(Method::GET, &now, None).await?;
        let mut children = page["results"].as_array().into_iter().flatten();
        is_there |= children.any(|child| child["child_page"]["title"] == title);
        path = page["next_cursor"].as_str().map(|cursor| {
            format!("blocks/{}/children?page_size=100&start_cursor={cursor}", place.page)
        });
    }
    seen.what += if is_there { ", and a page" } else { ", and no page" };
    Ok(seen)
}
