//! The world that is measured: made once on disk, then opened by the process that serves it.

use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use notion_emulator::{Budget, Emulator, Seed};
use serde_json::{Value, json};

use crate::Failure;

/// Makes the world in a folder; the id of its data source.
pub(crate) fn make(folder: &Path, rows: usize) -> Result<String, Failure> {
    let rows: Vec<Value> = (0..rows)
        .map(|index| {
            let (day, month) = (index % 28 + 1, index % 12 + 1);
            let status = ["Open", "Done"][index % 2];
            let tags: Vec<&str> = ["red", "green", "blue"].into_iter().take(index % 4).collect();
            json!({ "properties": {
                "Name": format!("Task number {index}, which has something to say"),
                "Status": status,
                "Points": index,
                "Due": format!("{}-{month:02}-{day:02}", 2020 + index % 8),
                "Tags": tags,
                "Notes": format!("Some words about the {index}th of many tasks, in a sentence or two."),
            } })
        })
        .collect();
    let option = |name: &str| json!({ "name": name });
    let world = json!({
        "now": "2026-11-02T09:00:00Z",
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [{
            "key": "tasks",
            "title": "Tasks",
            "parent": "home",
            "properties": {
                "Name": { "title": {} },
                "Status": { "select": { "options": [option("Open"), option("Done")] } },
                "Points": { "number": {} },
                "Due": { "date": {} },
                "Tags": { "multi_select": { "options": [option("red"), option("green"), option("blue")] } },
                "Notes": { "rich_text": {} },
                "Twice": { "formula": { "expression": "prop(\"Points\") * 2" } },
            },
            "rows": rows,
        }],
    });
    let seed = Seed::from_value(world).map_err(|it| it.to_string())?;
    let emulator = Emulator::builder().dir(folder).world(seed).budget(Budget::unlimited()).build();
    let emulator = emulator.map_err(|it| it.to_string())?;
    let source = emulator.data_source("tasks").ok_or("the world has no tasks")?;
    Ok(source.to_string())
}

/// Opens the world, says how long that took and where it is served, and serves until nobody listens.
pub(crate) fn serve(folder: &Path) -> Result<(), Failure> {
    let start = Instant::now();
    let emulator = Emulator::builder().dir(folder).budget(Budget::unlimited()).build();
    let emulator = emulator.map_err(|it| it.to_string())?;
    let opened = start.elapsed().as_micros();
    std::thread::spawn(|| {
        // Whoever started this closes the pipe when he ends.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|it| it.to_string())?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.map_err(|it| it.to_string())?;
        let address = listener.local_addr().map_err(|it| it.to_string())?;
        println!("{opened} {address}");
        emulator.serve(listener).await.map_err(|it| it.to_string())
    })
}
