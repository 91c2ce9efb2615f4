//! What the Markdown of pages becomes, and what becomes of it.

use http::Method;
use serde_json::{Value, json};

use super::content::{page_with, paragraph};
use crate::place::{Place, id, plain};
use crate::statement::{Observed, Observing, Seen, Statement};

const READER: &str = "notion-md: read.rs";

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "markdown-title",
        question: "does a first heading become the title, if none is given?",
        ours: "title: Heading; blocks: paragraph",
        kept_in: "notion-emulator: routes/pages.rs",
        probe: |place| Box::pin(title(place)),
    },
    Statement {
        name: "markdown-colour",
        question: "which block is made of a paragraph with a colour?",
        ours: "paragraph (blue): Sky",
        kept_in: READER,
        probe: |place| becomes(place, "Sky {color=\"blue\"}"),
    },
    Statement {
        name: "markdown-span-colour",
        question: "does a span with a colour colour its text?",
        ours: "paragraph: Sky blue",
        kept_in: READER,
        probe: |place| becomes(place, "Sky <span color=\"blue\">blue</span>"),
    },
    Statement {
        name: "markdown-columns",
        question: "are columns made of the tags of columns?",
        ours: "column_list",
        kept_in: READER,
        probe: |place| {
            let columns = "<columns>\n\t<column>\n\t\tLeft\n\t</column>\n\t<column>\n\t\tRight\n\t</column>\n</columns>";
            becomes(place, columns)
        },
    },
    Statement {
        name: "markdown-ordered-start",
        question: "what is made of a list that begins with 3?",
        ours: "numbered_list_item: Three; numbered_list_item: Four",
        kept_in: READER,
        probe: |place| becomes(place, "3. Three\n4. Four"),
    },
    Statement {
        name: "markdown-soft-break",
        question: "does a line break begin another paragraph?",
        ours: "paragraph: one; paragraph: two",
        kept_in: READER,
        probe: |place| becomes(place, "one\ntwo"),
    },
    Statement {
        name: "markdown-task",
        question: "does a task list become to-dos?",
        ours: "to_do: Oil the chain",
        kept_in: READER,
        probe: |place| becomes(place, "- [ ] Oil the chain"),
    },
    Statement {
        name: "markdown-read-colour",
        question: "how is a coloured paragraph written?",
        ours: "Sky {color=\"blue\"}",
        kept_in: "notion-md: write.rs",
        probe: |place| {
            written(
                place,
                json!({ "paragraph": { "rich_text": [{ "text": { "content": "Sky" } }], "color": "blue" } }),
            )
        },
    },
    Statement {
        name: "markdown-read-underline",
        question: "how is underlined text written?",
        ours: "<span underline=\"true\">low</span>",
        kept_in: "notion-md: write.rs",
        probe: |place| {
            let run = json!({ "text": { "content": "low" }, "annotations": { "underline": true } });
            written(place, json!({ "paragraph": { "rich_text": [run] } }))
        },
    },
    Statement {
        name: "markdown-read-equation",
        question: "how is an equation in a line written?",
        ours: "$`x^2`$",
        kept_in: "notion-md: write.rs",
        probe: |place| {
            written(
                place,
                json!({ "paragraph": { "rich_text": [{ "equation": { "expression": "x^2" } }] } }),
            )
        },
    },
    Statement {
        name: "markdown-update-partly",
        question: "is nothing changed if one of two replacements finds nothing?",
        ours: "refused: 400 validation_error, and the text is as it was",
        kept_in: "notion-emulator: rules/page_markdown.rs",
        probe: |place| Box::pin(update_partly(place)),
    },
    Statement {
        name: "markdown-create-atomic",
        question: "is no page made of both Markdown and blocks?",
        ours: "refused: 400 validation_error, and no page",
        kept_in: "notion-emulator: routes/pages.rs",
        probe: |place| {
            Box::pin(async move {
                let more = json!({ "markdown": "Text", "children": [paragraph("block")] });
                let mut seen = place.make_page("Twice", more).await?.verdict();
                let path = format!("blocks/{}/children", place.page);
                let listed = place.done(Method::GET, &path, None).await?;
                let mut children = listed["results"].as_array().into_iter().flatten();
                let is_there = children.any(|child| child["child_page"]["title"] == "Twice");
                seen.what += if is_there { ", and a page" } else { ", and no page" };
                Ok(seen)
            })
        },
    },
];

/// The blocks of a page, one after the other.
async fn blocks(place: &Place, page: &str) -> Observed {
    let path = format!("blocks/{page}/children");
    let listed = place.ask(Method::GET, &path, None).await?;
    Ok(listed.told(|body| {
        let blocks = body["results"].as_array().into_iter().flatten();
        blocks.map(described).collect::<Vec<_>>().join("; ")
    }))
}

fn described(block: &Value) -> String {
    let kind = block["type"].as_str().unwrap_or("no type");
    let color = block[kind]["color"].as_str().filter(|color| *color != "default");
    let color = color.map(|color| format!(" ({color})")).unwrap_or_default();
    let text = plain(&block[kind]["rich_text"]);
    if text.is_empty() { format!("{kind}{color}") } else { format!("{kind}{color}: {text}") }
}

/// What is made of Markdown.
fn becomes<'a>(place: &'a Place, markdown: &'a str) -> Observing<'a> {
    Box::pin(async move {
        let made = place.make_page("Made of Markdown", json!({ "markdown": markdown })).await?;
        if made.is_refusal() {
            return Ok(made.verdict());
        }
        blocks(place, &id(&made.body)?).await
    })
}

/// What is written for a block.
fn written(place: &Place, block: Value) -> Observing<'_> {
    Box::pin(async move {
        let (page, _) = page_with(place, "Written as Markdown", json!([block])).await?;
        markdown(place, &page).await
    })
}

async fn markdown(place: &Place, page: &str) -> Observed {
    let read = place.ask(Method::GET, &format!("pages/{page}/markdown"), None).await?;
    Ok(read.told(|body| body["markdown"].as_str().unwrap_or("no text").trim().to_owned()))
}

async fn title(place: &Place) -> Observed {
    let parent = json!({ "page_id": place.page });
    let body = json!({ "parent": parent, "markdown": "# Heading\n\nText" });
    let made = place.ask(Method::POST, "pages", body).await?;
    if made.is_refusal() {
        return Ok(made.verdict());
    }
    let page = id(&made.body)?;
    let read = place.done(Method::GET, &format!("pages/{page}"), None).await?;
    let title = plain(&read["properties"]["title"]["title"]);
    let blocks = blocks(place, &page).await?.what;
    // Only the type of what is left counts here.
    let types: Vec<&str> = blocks.split("; ").filter_map(|it| it.split(':').next()).collect();
    Ok(Seen::from(format!("title: {title}; blocks: {}", types.join(", "))))
}

async fn update_partly(place: &Place) -> Observed {
    let (page, _) = page_with(place, "Updated", json!([paragraph("red and green")])).await?;
    let updates = json!([
        { "old_str": "red", "new_str": "blue" },
        { "old_str": "not there", "new_str": "anything" },
    ]);
    let body =
        json!({ "type": "update_content", "update_content": { "content_updates": updates } });
    let path = format!("pages/{page}/markdown");
    let mut seen = place.ask(Method::PATCH, &path, body).await?.verdict();
    let now = markdown(place, &page).await?.what;
    let is_same = now == "red and green";
    seen.what += if is_same { ", and the text is as it was" } else { ", and the text is changed" };
    Ok(seen)
}
