//! Bodies of answers that do not arrive as they should.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};

/// A body that breaks off.
#[derive(Debug)]
pub(crate) struct Limping {
    rest: Bytes,
}

impl Limping {
    /// These bytes, and then the connection ends.
    pub(crate) fn broken(bytes: Bytes) -> Self {
        Self { rest: bytes }
    }
}

impl Body for Limping {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.is_empty() {
            return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
        }
        let rest = std::mem::take(&mut self.rest);
        Poll::Ready(Some(Ok(Frame::data(rest))))
    }
}
