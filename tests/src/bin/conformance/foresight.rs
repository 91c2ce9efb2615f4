//! `validate()` against what Notion did: what it accepted must pass, and what it refused is counted
//! by whether we would have said so before it was sent.

use notion_model::ApiError;
use notion_model::body::Body;
use notion_model::{ErrorCode, request::Violations};

use crate::traffic::Exchange;

/// What `validate()` says of the requests that Notion judged.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Foresight {
    /// Notion accepted them, and so do we.
    accepted: usize,
    /// Notion refused them for what they say, and so do we.
    foreseen: usize,
    /// Notion refused them for what they say, and we accept them.
    unforeseen: usize,
}

impl Foresight {
    /// Counts a request. What Notion accepted and we refuse is returned, a line each.
    pub(crate) fn judge(&mut self, exchange: &Exchange, body: &Body) -> Vec<String> {
        let is_refused = exchange.response.as_ref().is_some_and(|it| is_refusal(it.get()));
        self.count(exchange.status, is_refused, judgement(body))
    }

    fn count(&mut self, status: u16, is_refused: bool, ours: Judgement) -> Vec<String> {
        match (status, ours) {
            (200..300, Judgement::Refused(violations)) => {
                return violations
                    .iter()
                    .map(|it| format!("accepted by Notion, refused by us: {it}"))
                    .collect();
            }
            (200..300, Judgement::Accepted) => self.accepted += 1,
            (_, Judgement::Refused(_) | Judgement::Unreadable) if is_refused => self.foreseen += 1,
            (_, Judgement::Accepted) if is_refused => self.unforeseen += 1,
            _ => {}
        }
        Vec::new()
    }

    /// The counts in words.
    pub(crate) fn note(&self) -> String {
        let Self { accepted, foreseen, unforeseen } = self;
        let refused = foreseen + unforeseen;
        format!(
            "{accepted} requests that Notion accepted pass validate(); of {refused} that it refused \
             for what they say, {foreseen} are foreseen"
        )
    }
}

/// What we say of a request.
enum Judgement {
    Accepted,
    Refused(Violations),
    /// It cannot be said in the type of its call.
    Unreadable,
    /// Its call has no type.
    None,
}

fn judgement(body: &Body) -> Judgement {
    match (body.validate(), body) {
        (Some(Ok(())), _) => Judgement::Accepted,
        (Some(Err(violations)), _) => Judgement::Refused(violations),
        (None, Body::Oauth(_) | Body::Other(_)) => Judgement::None,
        (None, _) => Judgement::Unreadable,
    }
}

/// Whether an answer blames the request itself, and not what is in the workspace or who asks.
fn is_refusal(answer: &str) -> bool {
    serde_json::from_str::<ApiError>(answer).is_ok_and(|it| it.code == ErrorCode::ValidationError)
}

#[cfg(test)]
mod tests {
    use notion_model::body::Body;
    use serde_json::{Value, json};

    use super::{Foresight, is_refusal, judgement};

    #[test]
    fn requests_are_counted_by_what_became_of_them() {
        let page = |icon: Value| judgement(&Body::read("pages/x", json!({ "icon": icon })));
        let rocket = || page(json!({ "emoji": "rocket" }));
        let mut all = Foresight::default();
        assert_eq!(all.count(200, false, page(json!({ "emoji": "🚀" }))), Vec::<String>::new());
        let refused = all.count(200, false, rocket());
        assert!(refused[0].starts_with("accepted by Notion, refused by us: `body.icon.emoji`"));
        for (status, is_refused) in [(400, true), (404, false), (429, false)] {
            assert!(all.count(status, is_refused, rocket()).is_empty());
        }
        assert!(all.count(400, true, page(json!(7))).is_empty());
        assert!(all.count(400, true, page(Value::Null)).is_empty());
        assert_eq!(all, Foresight { accepted: 1, foreseen: 2, unforeseen: 1 });
    }

    #[test]
    fn only_a_validation_error_blames_the_request() {
        let error = |code: &str| {
            is_refusal(
                &json!({ "object": "error", "status": 400, "code": code, "message": "" })
                    .to_string(),
            )
        };
        assert!(error("validation_error"));
        assert!(!error("object_not_found"));
        assert!(!is_refusal("[]"));
    }
}
