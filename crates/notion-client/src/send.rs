//! The loop: wait for the turn, send, read, judge, pause.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, header};
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument as _, field};

use crate::answer::{DEFAULT_WAIT, Failed, examine, request_id, without_secret};
use crate::call::Call;
use crate::client::Inner;
use crate::controller::Entry;
use crate::endpoint::Replay;
use crate::error::{Cause, Error, ErrorKind};
use crate::event::{Counters, Event, Wait};
use crate::failure::{Applied, Failure};
use crate::lane::TooLong;
use crate::quota::Cost;
use crate::retry::{Verdict, judge};

/// What the gate may add to a wait, so that not everybody comes back at once.
const SPREAD: Duration = Duration::from_secs(1);

/// One call on its way, from its first attempt to its end.
pub(crate) struct Course<'a> {
    client: &'a Inner,
    call: &'a Call,
    span: tracing::Span,
    route: String,
    attempts: u32,
    /// What is left of the time that Notion may ask this call to wait.
    patience: Duration,
    unclear: bool,
    /// Why the last attempt failed.
    last: Option<Cause>,
}

impl<'a> Course<'a> {
    pub(crate) fn new(client: &'a Inner, call: &'a Call) -> Self {
        // What every log line of the call belongs to. Notion's support asks for the request's name.
        let span = tracing::debug_span!(
            target: "notion_client",
            "notion",
            method = %call.method,
            path = %call.path,
            status = field::Empty,
            request_id = field::Empty,
        );
        Self {
            client,
            call,
            span,
            route: call.route(),
            attempts: 0,
            patience: client.max_wait,
            unclear: false,
            last: None,
        }
    }

    /// Whether an attempt ended without anybody knowing if its work was done.
    pub(crate) const fn was_unclear(&self) -> bool {
        self.unclear
    }

    /// Sends until there is an answer that `read` can read, or until it has to be given up.
    pub(crate) async fn run<T>(
        &mut self,
        read: impl Fn(&Response<Bytes>) -> Result<T, serde_json::Error>,
    ) -> Result<T, Error> {
        let span = self.span.clone();
        self.attempts(read).instrument(span).await
    }

    async fn attempts<T>(
        &mut self,
        read: impl Fn(&Response<Bytes>) -> Result<T, serde_json::Error>,
    ) -> Result<T, Error> {
        loop {
            let sent = self.attempt().await?;
            if sent.got_through() {
                self.client.controller.got_through(&self.route);
            }
            let failed = match sent.outcome {
                Ok(answer) => match read(&answer) {
                    Ok(output) => {
                        self.client.controller.succeeded();
                        return Ok(output);
                    }
                    // JSON, but not what it should be: the next answer would be the same.
                    Err(cause) if cause.is_data() => return Err(self.unreadable(&answer, cause)),
                    Err(cause) => Failed::new(Failure::Lost, Cause::CutOff(cause)),
                },
                Err(failed) => failed,
            };
            self.settle(sent.at, failed).await?;
        }
    }

    /// One attempt: waits for the turn and sends.
    async fn attempt(&mut self) -> Result<Sent, Error> {
        let client = self.client;
        let _place = loop {
            match self.enter().await? {
                Entry::Sent(place) => break place,
                Entry::ToProbe(_place) => self.probe().await?,
            }
        };
        let request = self.call.request(&client.base, &client.headers);
        let request = request.map_err(|error| self.error(ErrorKind::Request(error)))?;
        self.attempts += 1;
        let sent = exchange(client, self.call, request, self.attempts).await;
        let request_id = match &sent.outcome {
            Ok(answer) => {
                Counters::add(&client.counters.succeeded, 1);
                self.span.record("status", answer.status().as_u16());
                request_id(answer.headers())
            }
            Err(failed) => failed.request_id(),
        };
        if let Some(request_id) = request_id {
            self.span.record("request_id", request_id);
        }
        Ok(sent)
    }

    /// Waits for the turn.
    async fn enter(&mut self) -> Result<Entry<'a>, Error> {
        let client = self.client;
        let tell = |event: &Event<'_>| client.tell(event);
        let queued = Instant::now();
        let patience = client.max_wait.saturating_add(SPREAD);
        let entry = client.controller.enter(&self.route, patience, &tell).await;
        client.counters.waited(queued.elapsed());
        entry.map_err(|TooLong { wait, pause }| {
            let cause = self.last.take();
            self.error(ErrorKind::Throttled { wait, pause, cause })
        })
    }

    /// Asks Notion whether it is there, by the smallest call that changes nothing. Any answer of
    /// its own will do, a refusal too.
    async fn probe(&self) -> Result<(), Error> {
        let client = self.client;
        let request = Call::get("users/me".to_owned())
            .and_then(|call| Ok((call.request(&client.base, &client.headers)?, call)));
        let (request, call) = request.map_err(|error| self.error(ErrorKind::Request(error)))?;
        let failed = exchange(client, &call, request, 1).await.outcome.err();
        client.controller.probed(failed.as_ref().is_none_or(|it| !it.failure.is_outage()));
        if let Some(failed) = failed {
            tell_failed(client, &call, &failed, None);
        }
        Ok(())
    }

    /// After a failed attempt: pauses, or gives up.
    async fn settle(&mut self, sent: Instant, failed: Box<Failed>) -> Result<(), Error> {
        // Conflicts are documented as not done, and have been seen to lie.
        self.unclear |=
            failed.failure.applied() == Applied::Unknown || failed.failure == Failure::Conflict;
        let verdict = judge(failed.failure, self.call.replay);
        match verdict {
            Verdict::Gate => return self.wait_at_the_gate(sent, failed),
            Verdict::Repeat | Verdict::Smaller if self.attempts < self.client.attempts => {}
            _ => {
                self.tell_failed(&failed, None);
                return Err(self.give_up(verdict, failed));
            }
        }
        let cost = match failed.cause {
            _ if !failed.failure.is_outage() => Cost::Nothing,
            Cause::TimedOut(_) => Cost::Silent,
            _ => Cost::Answered,
        };
        let (pause, opened) = self.client.controller.failed(self.attempts, cost);
        let asked = failed.wait.unwrap_or_default().min(self.patience);
        self.patience -= asked;
        let pause = pause.min(self.client.max_wait).max(asked);
        Counters::add(&self.client.counters.retries, 1);
        self.tell_failed(&failed, Some(pause));
        if let Some(pause) = opened {
            self.client.tell(&Event::Closed { wait: Wait::Outage, path: &self.call.path, pause });
        }
        sleep(pause).await;
        if verdict == Verdict::Smaller && self.call.divisible {
            return Err(self.give_up(verdict, failed));
        }
        self.last = Some(failed.cause);
        Ok(())
    }

    /// After a refusal: closes the gate for everybody. Waiting for it to open is part of the next
    /// attempt.
    fn wait_at_the_gate(&mut self, sent: Instant, failed: Box<Failed>) -> Result<(), Error> {
        let reason = match failed.failure {
            Failure::Throttled(scope) => Wait::Limit(scope),
            _ => Wait::Outage,
        };
        // Nothing was done, so it does not count as an attempt.
        self.attempts -= 1;
        Counters::add(&self.client.counters.throttled, 1);
        let wait = failed.wait.unwrap_or(DEFAULT_WAIT);
        let closed = self.client.controller.refused(&self.route, reason, sent, wait);
        self.tell_failed(&failed, Some(wait));
        if let Some(pause) = closed {
            self.client.tell(&Event::Closed { wait: reason, path: &self.call.path, pause });
        }
        // A wait of nothing counts too, or a refusal without end would be obeyed without end.
        if let Some(left) = self.patience.checked_sub(wait.max(SPREAD)) {
            self.patience = left;
            return Ok(());
        }
        let cause = Some(failed.cause);
        Err(self.error(ErrorKind::Throttled { wait: reason, pause: wait, cause }))
    }

    fn give_up(&self, verdict: Verdict, failed: Box<Failed>) -> Error {
        let Failed { failure, cause, committed, .. } = *failed;
        let kind = match verdict {
            Verdict::ReadBack => {
                ErrorKind::Committed { committed: committed.unwrap_or_default(), cause }
            }
            Verdict::Unclear => ErrorKind::Ambiguous { failure, cause },
            _ => ErrorKind::Failed { failure, cause },
        };
        self.error(kind)
    }

    fn unreadable(&self, answer: &Response<Bytes>, cause: serde_json::Error) -> Error {
        #[derive(serde::Deserialize)]
        struct Named {
            id: Option<String>,
        }
        let object = serde_json::from_slice(answer.body()).ok().and_then(|it: Named| it.id);
        self.error(ErrorKind::Unreadable { object, cause })
    }

    fn error(&self, kind: ErrorKind) -> Error {
        let unclear = self.unclear && self.call.replay != Replay::Read;
        Error::new(&self.call.method, &self.call.path, self.attempts, kind).with_unclear(unclear)
    }

    fn tell_failed(&self, failed: &Failed, pause: Option<Duration>) {
        tell_failed(self.client, self.call, failed, pause);
    }
}

fn tell_failed(client: &Inner, call: &Call, failed: &Failed, pause: Option<Duration>) {
    client.tell(&Event::Failed {
        method: &call.method,
        path: &call.path,
        failure: failed.failure,
        pause,
        request_id: failed.request_id(),
    });
}

/// Sends one request and says so.
async fn exchange(client: &Inner, call: &Call, request: Request<Bytes>, attempt: u32) -> Sent {
    Counters::add(&client.counters.requests, 1);
    let (method, path) = (&call.method, &*call.path);
    client.tell(&Event::Sent { method, path, attempt });
    let limit = client.timeout.saturating_add(time_to_send(request.body().len()));
    let authorization = request.headers().get(header::AUTHORIZATION).cloned();
    let at = Instant::now();
    let outcome = match timeout(limit, client.transport.send(request)).await {
        Ok(Ok(answer)) => {
            Counters::add(&client.counters.received, answer.body().len() as u64);
            examine(without_secret(answer, authorization.as_ref()))
        }
        Ok(Err(error)) => Err(Failed::new(error.failure(), Cause::Transport(error))),
        Err(_) => Err(Failed::new(Failure::Lost, Cause::TimedOut(limit))),
    };
    let elapsed = at.elapsed();
    let outage = outcome.as_ref().err().is_some_and(|failed| failed.failure.is_outage());
    client.controller.answered(elapsed, outage);
    if let Ok(answer) = &outcome {
        client.tell(&Event::Answered {
            method,
            path,
            status: answer.status().as_u16(),
            elapsed,
            request_id: request_id(answer.headers()),
        });
    }
    Sent { at, outcome }
}

/// What a body takes on a slow line: a second for every 100 KiB.
const fn time_to_send(bytes: usize) -> Duration {
    Duration::from_secs(bytes as u64 / (100 * 1024))
}

/// One attempt that was made.
struct Sent {
    at: Instant,
    outcome: Result<Response<Bytes>, Box<Failed>>,
}

impl Sent {
    /// Whether it was answered, and not asked to wait.
    fn got_through(&self) -> bool {
        let Err(failed) = &self.outcome else { return true };
        let is_gate = matches!(judge(failed.failure, Replay::Once), Verdict::Gate);
        !is_gate && !failed.failure.is_outage()
    }
}
