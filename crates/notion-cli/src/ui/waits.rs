//! Says why nothing seems to happen.

use std::time::Duration;

use notion_client::{Event, Failure, Wait};

use super::Ui;

/// Wipes the line that progress is drawn on.
const WIPE: &str = "\r\u{1b}[2K";

impl Ui {
    /// Tells of the waits of a client, unless silence is wanted.
    pub(crate) fn waits(&self) -> Option<impl Fn(&Event<'_>) + Send + Sync + 'static> {
        let (words, wipe) = (self.words.clone(), if self.draws { WIPE } else { "" });
        (!self.quiet).then_some(move |event: &Event<'_>| {
            if let Some(reason) = reason(event) {
                words.say(format_args!("{wipe}{reason}"));
            }
        })
    }
}

/// What to say of an event: of each wait that people notice, once.
fn reason(event: &Event<'_>) -> Option<String> {
    let (reason, pause) = match event {
        Event::Closed { wait: Wait::Outage, pause, .. } => {
            ("Notion cannot be reached, or fails".to_owned(), pause)
        }
        Event::Closed { wait, pause, .. } => (format!("Notion asks to wait, for {wait}"), pause),
        // Refusals of a limit close the gate, which says more.
        Event::Failed {
            failure: Failure::Throttled(_) | Failure::Overloaded | Failure::EdgeRefused,
            ..
        } => return None,
        Event::Failed { failure, pause: Some(pause), .. } => (failure.to_string(), pause),
        _ => return None,
    };
    let seconds = pause.as_secs_f64().round();
    (*pause >= Duration::from_secs(1)).then(|| format!("{reason}: trying again in {seconds} s"))
}

#[cfg(test)]
mod tests {
    use notion_client::Scope;

    use super::*;

    #[test]
    fn waits_are_told_once_and_with_their_reason() {
        let method = &http::Method::GET;
        let failed = |failure, pause| Event::Failed {
            method,
            path: "users/me",
            failure,
            pause: Some(Duration::from_millis(pause)),
            request_id: None,
        };
        let closed = |wait, pause| Event::Closed {
            wait,
            path: "users/me",
            pause: Duration::from_secs(pause),
        };
        let events = [
            failed(Failure::NotSent, 700),
            failed(Failure::NotSent, 1700),
            failed(Failure::Server, 3000),
            failed(Failure::Throttled(Scope::Connection), 49_000),
            closed(Wait::Limit(Scope::Connection), 49),
            Event::Waiting { wait: Wait::Limit(Scope::Connection), pause: Duration::from_secs(49) },
            closed(Wait::Limit(Scope::Workspace), 631),
            closed(Wait::Outage, 30),
        ];
        let told: Vec<_> = events.iter().filter_map(reason).collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        no connection: trying again in 2 s
        server error: trying again in 3 s
        Notion asks to wait, for the limit of the connection: trying again in 49 s
        Notion asks to wait, for the limit of the workspace: trying again in 631 s
        Notion cannot be reached, or fails: trying again in 30 s
        ");
    }
}
