//! The projects: few rows, but pages that are long, nested deep and made of every kind of block.

mod stories;

use serde_json::{Value, json};

use super::blocks::{
    bookmark, bullet, callout, code, columns, divider, equation, heading, image, numbered, outline,
    paragraph, quote, table, to_do, toggle,
};
use super::chance::{Chance, id};
use super::{date, working_day};
use stories::{STORIES, Story};

/// The project that most tasks of an area belong to, by its key.
pub(super) fn of(area: &str) -> Option<&'static str> {
    STORIES.iter().find(|it| it.area == area).map(|it| it.key)
}

/// The database of the projects.
pub(super) fn database() -> Value {
    let options = |names: &[(&str, &str)]| -> Value {
        names.iter().map(|(name, color)| json!({ "name": name, "color": color })).collect()
    };
    let stages = [
        ("Idea", "default"),
        ("Discovery", "yellow"),
        ("Build", "blue"),
        ("Launch", "purple"),
        ("Paused", "gray"),
        ("Finished", "green"),
    ];
    let teams = [
        ("Product", "blue"),
        ("Shop", "green"),
        ("Operations", "orange"),
        ("Support", "pink"),
        ("Money", "yellow"),
        ("People", "purple"),
    ];
    let mut chance = Chance::of(4);
    json!({
        "key": "projects",
        "title": "Projects",
        "parent": "home",
        "properties": {
            "Project": { "title": {} },
            "Stage": { "select": { "options": options(&stages) } },
            "Health": { "select": { "options": options(&[
                ("Green", "green"), ("Amber", "yellow"), ("Red", "red"),
            ]) } },
            "Lead": { "people": {} },
            "Teams": { "multi_select": { "options": options(&teams) } },
            // Written as text in the first week, and regretted since.
            "Budget": { "rich_text": {} },
            "Start": { "date": {} },
            "Finish": { "date": {} },
            "Confidential": { "checkbox": {} },
            "Brief": { "url": {} },
        },
        "rows": STORIES.iter().map(|it| row(it, &mut chance)).collect::<Vec<_>>(),
    })
}

fn row(story: &Story, chance: &mut Chance) -> Value {
    let start = working_day(-chance.between(30, 260));
    let finish = working_day(chance.between(-20, 180).max(start + 30));
    json!({
        "key": story.key,
        "id": id(story.key),
        "created": format!("{}T08:{:02}:00.000Z", date(start.max(-300)), chance.between(0, 59)),
        "icon": { "type": "emoji", "emoji": story.icon },
        "properties": {
            "Project": story.title,
            "Stage": story.stage,
            "Health": story.health,
            "Lead": [story.lead],
            "Teams": story.teams,
            "Budget": story.budget,
            "Start": { "start": date(start) },
            "Finish": { "start": date(finish) },
            "Confidential": story.health == "Red",
            "Brief": format!("https://drive.halden.example/briefs/{}", story.key),
        },
        "children": page(story, chance),
    })
}

fn page(story: &Story, chance: &mut Chance) -> Vec<Value> {
    let mut page = vec![callout("🎯", story.goal), heading(1, "Why")];
    page.extend(story.why.iter().map(|it| paragraph(it)));
    page.push(quote(story.voice));
    page.push(heading(2, "What we agreed"));
    page.extend(story.agreed.iter().map(|it| numbered(it)));
    page.push(heading(2, "How it hangs together"));
    page.extend(outline(story.outline));
    page.push(heading(2, "Risks"));
    page.push(table(story.risks));
    page.push(columns(vec![
        vec![
            heading(3, "What helps"),
            bullet(story.helps[0], vec![]),
            bullet(story.helps[1], vec![]),
        ],
        vec![
            heading(3, "What hurts"),
            bullet(story.hurts[0], vec![]),
            bullet(story.hurts[1], vec![]),
        ],
    ]));
    page.push(heading(2, "Next"));
    page.extend(story.next.iter().enumerate().map(|(at, it)| to_do(at == 0, it)));
    if let Some((language, source)) = story.code {
        page.push(code(language, source));
    }
    page.push(toggle(
        "Numbers behind it",
        vec![
            paragraph("What a delay costs us, counted in weeks and bikes:"),
            equation(r"c = w \cdot b \cdot (p - m)"),
            toggle(
                "Where they come from",
                vec![
                    bullet(
                        "Sales of last year",
                        outline("Shop\n  Direct\n    Repeat customers\nDealers"),
                    ),
                    paragraph("Hana keeps the sheet; ask her before you quote a number."),
                ],
            ),
        ],
    ));
    page.push(image(
        "https://images.halden.example/board.jpg",
        "The whiteboard after the kick-off",
    ));
    page.push(bookmark("https://www.cyclelogistics.example/cargo-bikes"));
    page.push(divider());
    page.push(heading(2, "Diary"));
    page.extend(diary(story, chance));
    page
}

/// What happened, day by day. Two projects keep a diary that is longer than one request may carry.
fn diary(story: &Story, chance: &mut Chance) -> Vec<Value> {
    let mut day = -story.diary * 2;
    let mut entries = Vec::new();
    for _ in 0..story.diary {
        day += chance.between(1, 2);
        let line =
            format!("**{}** {}", date(working_day(day).max(-304)), chance.one(stories::DIARY));
        let detail = chance.percent(15);
        let detail = detail.then(|| bullet(chance.one(stories::DETAIL), vec![]));
        entries.push(bullet(&line, detail.into_iter().collect()));
    }
    entries
}
