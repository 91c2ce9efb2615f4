//! The place where statements are tried: one page of their own, and what they need to make there.

use std::time::Duration;

use http::Method;
use jiff::Timestamp;
use notion_client::{Client, Raw};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::statement::{Observed, Seen, Unclear};

/// A page below the scratch page, and the tables that several statements share.
#[derive(Debug)]
pub(crate) struct Place {
    client: Client,
    /// The page.
    pub(crate) page: String,
    pub(crate) things: OnceCell<Table>,
    pub(crate) days: OnceCell<(Table, Timestamp)>,
    pub(crate) links: OnceCell<Table>,
}

/// A data source, with the database that shows it.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) database: String,
    pub(crate) source: String,
}

/// What Notion answered.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    pub(crate) body: Value,
}

/// How often one looks whether new rows are found, a second apart.
const LOOKS: u32 = 90;

impl Place {
    pub(crate) fn new(client: Client, page: String) -> Self {
        let (things, days, links) = Default::default();
        Self { client, page, things, days, links }
    }

    /// Sends a request; a refusal is an answer.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Option<Value>>,
    ) -> Result<Answer, Unclear> {
        ask(&self.client, method, path, body.into()).await
    }

    /// Sends a request that has to be accepted.
    pub(crate) async fn done(
        &self,
        method: Method,
        path: &str,
        body: impl Into<Option<Value>>,
    ) -> Result<Value, Unclear> {
        self.ask(method, path, body).await?.done()
    }

    /// Makes a page below ours. `more` is what its request holds besides.
    pub(crate) async fn make_page(&self, title: &str, more: Value) -> Result<Answer, Unclear> {
        let mut body = json!({
            "parent": { "page_id": self.page },
            "properties": { "title": text(title) },
        });
        extend(&mut body, more);
        self.ask(Method::POST, "pages", body).await
    }

    /// Makes a table of these properties besides its title, which is `Name`.
    pub(crate) async fn make_table(
        &self,
        title: &str,
        properties: Value,
    ) -> Result<Table, Unclear> {
        let mut all = json!({ "Name": { "title": {} } });
        extend(&mut all, properties);
        let body = json!({
            "parent": { "type": "page_id", "page_id": self.page },
            "title": text(title),
            "initial_data_source": { "properties": all },
        });
        let database = self.done(Method::POST, "databases", body).await?;
        let source = id(&database["data_sources"][0])?;
        Ok(Table { database: id(&database)?, source })
    }

    /// Makes a row and returns its id.
    pub(crate) async fn make_row(
        &self,
        table: &Table,
        name: &str,
        properties: Value,
    ) -> Result<String, Unclear> {
        let mut all = json!({ "Name": { "title": text(name) } });
        extend(&mut all, properties);
        let body = json!({ "parent": { "data_source_id": table.source }, "properties": all });
        id(&self.done(Method::POST, "pages", body).await?)
    }

    /// Makes rows, and waits until queries find them all.
    pub(crate) async fn make_rows(
        &self,
        table: &Table,
        rows: Vec<(&str, Value)>,
    ) -> Result<Vec<String>, Unclear> {
        let mut ids = Vec::new();
        for (name, properties) in rows {
            ids.push(self.make_row(table, name, properties).await?);
        }
        for _ in 0..LOOKS {
            let found = self.query(table, json!({})).await?.done()?;
            if found["results"].as_array().is_some_and(|it| it.len() >= ids.len()) {
                return Ok(ids);
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Err(Unclear(format!("{LOOKS} seconds after they were made, not all rows are found")))
    }

    pub(crate) async fn query(&self, table: &Table, query: Value) -> Result<Answer, Unclear> {
        let path = format!("data_sources/{}/query", table.source);
        self.ask(Method::POST, &path, query).await
    }

    /// The names of the rows that a filter finds, in alphabetical order.
    pub(crate) async fn finds(&self, table: &Table, filter: Value) -> Observed {
        let answer = self.query(table, json!({ "filter": filter })).await?;
        Ok(answer.told(|body| {
            let mut names = names(body);
            names.sort();
            listed(&names)
        }))
    }

    /// The names of all rows in the order of a query.
    pub(crate) async fn sorted(&self, table: &Table, sorts: Value) -> Observed {
        let answer = self.query(table, json!({ "sorts": sorts })).await?;
        Ok(answer.told(|body| listed(&names(body))))
    }
}

pub(crate) async fn ask(
    client: &Client,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Result<Answer, Unclear> {
    let raw = Raw::new(method, path);
    let raw = match body {
        Some(body) => raw.body(body),
        None => raw,
    };
    let answer = client.raw(raw).await?;
    Ok(Answer { status: answer.status.as_u16(), body: answer.body })
}

impl Answer {
    /// The answer, if it is no refusal.
    pub(crate) fn done(self) -> Result<Value, Unclear> {
        if self.is_refusal() {
            let words = self.words().unwrap_or_default();
            return Err(Unclear(format!("{}: {words}", self.refusal())));
        }
        Ok(self.body)
    }

    pub(crate) fn is_refusal(&self) -> bool {
        !(200..300).contains(&self.status)
    }

    /// What `told` makes of the answer, or the refusal.
    pub(crate) fn told(&self, told: impl FnOnce(&Value) -> String) -> Seen {
        if self.is_refusal() {
            return Seen { what: self.refusal(), words: self.words() };
        }
        Seen::from(told(&self.body))
    }

    /// Whether it was accepted.
    pub(crate) fn verdict(&self) -> Seen {
        self.told(|_| "accepted".to_owned())
    }

    fn refusal(&self) -> String {
        format!("refused: {} {}", self.status, self.body["code"].as_str().unwrap_or("no code"))
    }

    fn words(&self) -> Option<String> {
        self.body["message"].as_str().map(|words| words.chars().take(240).collect())
    }
}

/// The id of an object.
pub(crate) fn id(object: &Value) -> Result<String, Unclear> {
    let id = object["id"].as_str().map(str::to_owned);
    id.ok_or_else(|| Unclear("an answer has no id where one is expected".to_owned()))
}

/// A rich text that is one plain text.
pub(crate) fn text(content: &str) -> Value {
    json!([{ "text": { "content": content } }])
}

/// What a rich text says.
pub(crate) fn plain(text: &Value) -> String {
    let runs = text.as_array().into_iter().flatten();
    runs.filter_map(|run| run["plain_text"].as_str()).collect()
}

/// The titles of the rows of an answer.
fn names(body: &Value) -> Vec<String> {
    let rows = body["results"].as_array().into_iter().flatten();
    rows.map(|row| plain(&row["properties"]["Name"]["title"])).collect()
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Puts the members of one object into another.
pub(crate) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(members), Value::Object(more)) = (object, more) {
        members.extend(more);
    }
}
