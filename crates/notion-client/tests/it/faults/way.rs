//! A way to a local Notion that is more like a network than a call: what was sent is carried out, whether
//! or not somebody still waits, and what comes back may have been changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use notion_client::transport::{Sending, Service, Transport, TransportError};
use notion_emulator::Emulator;
use serde_json::Value;

/// What can happen between a client and Notion.
#[derive(Clone, Copy, Default)]
pub(crate) struct Hazards {
    /// So many times nobody is there.
    pub(crate) unreachable: u32,
    /// Whoever is there is not Notion.
    pub(crate) imposter: bool,
    /// What becomes of answers.
    pub(crate) edit: Option<fn(&mut Value)>,
}

pub(crate) struct Way {
    notion: Arc<dyn Transport>,
    left: AtomicU32,
    hazards: Hazards,
}

impl Way {
    pub(crate) fn to(emulator: &Emulator, hazards: Hazards) -> Self {
        let notion = Arc::new(Service::<_>::new(emulator.router()));
        Self { notion, left: AtomicU32::new(hazards.unreachable), hazards }
    }
}

impl Transport for Way {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let less = |left: u32| left.checked_sub(1);
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok() {
            return Box::pin(async { Err(TransportError::not_sent("connection refused")) });
        }
        if self.hazards.imposter {
            return Box::pin(async { Err(TransportError::not_trusted("unknown issuer")) });
        }
        let (notion, edit) = (Arc::clone(&self.notion), self.hazards.edit);
        let carried = tokio::spawn(async move { notion.send(request).await });
        Box::pin(async move {
            let answer = carried.await.map_err(TransportError::unclear)??;
            Ok(match edit {
                None => answer,
                Some(edit) => edited(answer, edit),
            })
        })
    }
}

fn edited(answer: Response<Bytes>, edit: fn(&mut Value)) -> Response<Bytes> {
    answer.map(|body| {
        let Ok(mut json) = serde_json::from_slice(&body) else {
            return body;
        };
        edit(&mut json);
        json.to_string().into()
    })
}
