//! Any tower service as a transport, such as a router in this process: no socket, no port.

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;

use bytes::{Buf as _, Bytes};
use futures_util::stream;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt as _, Full};

use super::{Opening, Pieces, Sending, Transport, TransportError};

/// A [`tower_service::Service`] as a transport.
///
/// `B` is the body the service wants in requests; anything that can be made of [`Bytes`]. An axum
/// router takes the default. The service is cloned for every request, as axum's own server does.
///
/// With this, a local Notion needs no network, and under Tokio's paused clock no time either.
pub struct Service<S, B = Full<Bytes>> {
    service: S,
    body: PhantomData<fn() -> B>,
}

impl<S> Service<S> {
    /// Sends requests to `service`.
    pub const fn new(service: S) -> Self {
        Self { service, body: PhantomData }
    }
}

impl<S, B> Service<S, B> {
    /// Sends requests to `service`, which wants bodies of type `B`.
    pub const fn with_body(service: S) -> Self {
        Self { service, body: PhantomData }
    }
}

impl<S, B, A> Transport for Service<S, B>
where
    S: tower_service::Service<Request<B>, Response = Response<A>> + Clone + Send + Sync + 'static,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
    S::Future: Send,
    B: From<Bytes> + Send + 'static,
    A: Body + Send + 'static,
    A::Data: Send,
    A::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let mut service = self.service.clone();
        let request = request.map(B::from);
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(TransportError::not_sent)?;
            let answer = service.call(request).await.map_err(TransportError::unclear)?;
            let (parts, body) = answer.into_parts();
            let body = body.collect().await.map_err(TransportError::unclear)?.to_bytes();
            Ok(Response::from_parts(parts, body))
        })
    }

    fn open(&self, request: Request<Bytes>) -> Opening<'_> {
        let mut service = self.service.clone();
        let request = request.map(B::from);
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(TransportError::not_sent)?;
            let answer = service.call(request).await.map_err(TransportError::unclear)?;
            let (parts, body) = answer.into_parts();
            let pieces = stream::try_unfold(Box::pin(body), |mut body| async move {
                while let Some(frame) = body.frame().await {
                    let frame = frame.map_err(TransportError::unclear)?;
                    // Trailers are no part of the file.
                    if let Ok(mut data) = frame.into_data() {
                        let piece = data.copy_to_bytes(data.remaining());
                        return Ok(Some((piece, body)));
                    }
                }
                Ok(None)
            });
            let pieces: Pieces = Box::pin(pieces);
            Ok(Response::from_parts(parts, pieces))
        })
    }
}

impl<S: Clone, B> Clone for Service<S, B> {
    fn clone(&self) -> Self {
        Self { service: self.service.clone(), body: PhantomData }
    }
}

impl<S, B> fmt::Debug for Service<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}
