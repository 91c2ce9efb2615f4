//! Serving uploaded files, which stand apart from the API: no token, no budget, no recording.

use axum::extract::ConnectInfo;
use axum::response::Response;
use http::request::Parts;

use super::Shared;
use crate::fault::Effect;
use crate::line::Line;
use crate::reply::Reply;
use crate::signed;

impl Shared {
    /// A file that was uploaded, at its signed address, or what a fault of the storage makes of it.
    pub(super) async fn file(&self, parts: &Parts) -> Response {
        let line = parts.extensions.get::<ConnectInfo<Line>>().map(|info| info.0.clone());
        let (method, path) = (&parts.method, parts.uri.path());
        let verdict = {
            let mut state = self.lock();
            let verdict = state.script.judge(method.as_str(), path);
            state.counts.faults = state.script.struck();
            verdict
        };
        if !verdict.delay.is_zero() {
            tokio::time::sleep(verdict.delay).await;
        }
        let mut state = self.lock();
        state.world.now = self.now(&mut state);
        let query = parts.uri.query().unwrap_or_default();
        let file = || signed::serve(&state.world, method, path, query);
        let mut reply = match &verdict.effect {
            Effect::Status(answer) => signed::fault(answer),
            Effect::Drop(_) => Reply::dropped(),
            Effect::Truncate { bytes, breaks } => file().truncated(*bytes, *breaks),
            Effect::None => file(),
        };
        reply.date = state.read;
        reply.trickle = verdict.alterations.trickle.unwrap_or_default();
        drop(state);
        reply.into_response(line.as_ref())
    }
}
