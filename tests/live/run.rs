//! One run: a page of its own below the scratch page, every statement in it, and then as if nothing
//! had been.

use http::Method;
use notion_client::Client;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fence::Fence;
use crate::place::{Place, ask, id, text};
use crate::statement::{Statement, Unclear, Verdict};

/// What a run needs.
pub(crate) struct Run {
    /// Sends through [`fence`](Self::fence).
    pub(crate) client: Client,
    pub(crate) fence: Fence,
    /// The page that the run may work below.
    pub(crate) scratch: Uuid,
    /// The title of the page that it makes there. No other page there has it.
    pub(crate) title: String,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Report {
    /// In the order of the statements.
    pub(crate) verdicts: Vec<(&'static Statement, Verdict)>,
    /// Whether it was told to stop before its end.
    pub(crate) is_stopped: bool,
    /// What is not as it was found.
    pub(crate) left_behind: Vec<String>,
}

impl Run {
    /// Tries all statements until `stop` is done, and tidies up in any case.
    ///
    /// # Errors
    ///
    /// When the scratch page cannot be read, or no page can be made below it.
    pub(crate) async fn run(
        &self,
        statements: &[&'static Statement],
        stop: impl Future<Output = ()>,
        mut tell: impl FnMut(&'static Statement, &Verdict),
    ) -> Result<Report, String> {
        let told = |Unclear(why): Unclear| why;
        let before = self.children().await.map_err(told)?;
        // Not to be stopped: what was made has to be known before it can be taken away.
        let place = self.open().await;
        let mut verdicts = Vec::new();
        let mut is_stopped = false;
        if let Ok(place) = &place {
            let all = async {
                for statement in statements {
                    let verdict = statement.try_on(place).await;
                    tell(statement, &verdict);
                    verdicts.push((*statement, verdict));
                }
            };
            tokio::select! {
                () = stop => is_stopped = true,
                () = all => {}
            }
        }
        let left_behind = self.tidy(&before).await;
        place.map_err(told)?;
        Ok(Report { verdicts, is_stopped, left_behind })
    }

    async fn open(&self) -> Result<Place, Unclear> {
        let body = json!({
            "parent": { "page_id": self.scratch },
            "properties": { "title": text(&self.title) },
        });
        let page = ask(&self.client, Method::POST, "pages", Some(body)).await?.done()?;
        Ok(Place::new(self.client.clone(), id(&page)?))
    }

    /// Trashes our page and says what differs from before.
    async fn tidy(&self, before: &[Value]) -> Vec<String> {
        let mut complaints = Vec::new();
        let is_old = |child: &&Value| !before.iter().any(|old| old["id"] == child["id"]);
        // Found by its title and not by its id: a page whose making was not answered is ours too.
        match self.children().await {
            Err(Unclear(why)) => complaints.push(format!("the scratch page cannot be read: {why}")),
            Ok(now) => {
                for child in now.iter().filter(is_old) {
                    if child["child_page"]["title"] == *self.title {
                        complaints.extend(self.trash(child).await.err());
                    }
                }
            }
        }
        match self.children().await {
            Err(Unclear(why)) => complaints.push(format!("the scratch page cannot be read: {why}")),
            Ok(now) => {
                let ids = |list: &[Value]| -> Vec<Value> {
                    list.iter().map(|child| child["id"].clone()).collect()
                };
                if ids(&now) != ids(before) {
                    complaints.push(format!(
                        "the scratch page had {} children and now has {}, or others",
                        before.len(),
                        now.len()
                    ));
                }
            }
        }
        complaints
    }

    async fn trash(&self, child: &Value) -> Result<(), String> {
        let told = |Unclear(why)| {
            format!("the page `{}` below the scratch page is not in the trash: {why}", self.title)
        };
        let id = id(child).map_err(told)?;
        if let Ok(id) = Uuid::try_parse(&id) {
            self.fence.adopt(id);
        }
        let body = Some(json!({ "in_trash": true }));
        let answer = ask(&self.client, Method::PATCH, &format!("pages/{id}"), body).await;
        answer.and_then(super::place::Answer::done).map(drop).map_err(told)
    }

    /// What stands on the scratch page.
    async fn children(&self) -> Result<Vec<Value>, Unclear> {
        let mut children = Vec::new();
        let mut path = format!("blocks/{}/children?page_size=100", self.scratch);
        loop {
            let mut page = ask(&self.client, Method::GET, &path, None).await?.done()?;
            if let Some(results) = page["results"].as_array_mut() {
                children.append(results);
            }
            match page["next_cursor"].as_str() {
                Some(cursor) => {
                    let scratch = self.scratch;
                    path = format!("blocks/{scratch}/children?page_size=100&start_cursor={cursor}");
                }
                None => return Ok(children),
            }
        }
    }
}
