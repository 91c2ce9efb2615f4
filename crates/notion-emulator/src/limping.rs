//! Bodies of answers that do not arrive as they should.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame};
use tokio::time::Sleep;

/// In how many pieces a slow body comes.
const PIECES: usize = 10;

/// A body that comes slowly, or breaks off, or both.
#[derive(Debug)]
pub(crate) struct Limping {
    rest: Bytes,
    piece: usize,
    /// What is waited before each piece.
    pause: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl Limping {
    /// These bytes within this time; then, if it `breaks`, the connection ends.
    pub(crate) fn new(bytes: Bytes, time: Duration, breaks: bool) -> Self {
        let piece = bytes.len().div_ceil(PIECES).max(1);
        let pause = time / u32::try_from(PIECES).unwrap_or(1);
        Self { rest: bytes, piece, pause, sleep: None, breaks }
    }
}

impl Body for Limping {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.rest.is_empty() {
            let end = self.breaks.then(|| Err(io::ErrorKind::ConnectionReset.into()));
            return Poll::Ready(end);
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            if sleep.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.sleep = None;
        }
        let piece = self.piece.min(self.rest.len());
        let piece = self.rest.split_to(piece);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}
