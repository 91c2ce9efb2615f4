//! `--record` for a Notion in the network; a local one records by itself, in the same format.

use std::sync::{Mutex, Once, PoisonError};

use notion_client::transport::{Sending, Transport};
use notion_emulator::Recorder;

use crate::error::Failure;
use crate::run::App;
use crate::ui::words::Words;

/// A transport that keeps what it carries, if the user wants it.
pub(crate) struct Recording<T> {
    transport: T,
    recorder: Option<Mutex<Recorder>>,
    /// Told of the first exchange that could not be kept.
    broken: Once,
    words: Words,
}

impl<T> Recording<T> {
    /// Opens the file that the user named, if one was.
    pub(crate) fn of(transport: T, app: &App) -> Result<Self, Failure> {
        let recorder = match app.settings.record() {
            None => None,
            Some(file) => {
                let recorder =
                    Recorder::append_to(file).map_err(|error| Failure::file(file, &error))?;
                Some(Mutex::new(recorder))
            }
        };
        Ok(Self { transport, recorder, broken: Once::new(), words: app.ui.voice() })
    }
}

impl<T: Transport> Transport for Recording<T> {
    fn send(&self, request: http::Request<bytes::Bytes>) -> Sending<'_> {
        let Some(recorder) = &self.recorder else { return self.transport.send(request) };
        Box::pin(async move {
            // The body is shared, not copied.
            let asked = request.clone();
            let answer = self.transport.send(request).await;
            let mut recorder = recorder.lock().unwrap_or_else(PoisonError::into_inner);
            // What happened has happened: a full disk must not make a write look failed.
            if let Err(error) = recorder.exchange(&asked, answer.as_ref().ok()) {
                self.broken.call_once(|| {
                    self.words.say(format_args!("warning: the recording has gaps: {error}"));
                });
            }
            answer
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Mutex, Once};

    use anstream::AutoStream;
    use notion_client::{Client, Token, transport, users};
    use notion_emulator::{Emulator, Recorder};

    use super::{Recording, Words};

    #[tokio::test]
    async fn exchanges_are_kept_and_the_token_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("recording.jsonl");
        let router = Emulator::builder().build().unwrap().router();
        let recorder = Some(Mutex::new(Recorder::append_to(&file).unwrap()));
        let transport = transport::Service::new(router);
        let (words, broken) = (Words::new(AutoStream::never(Box::new(io::sink()))), Once::new());
        let transport = Recording { transport, recorder, broken, words };
        let token = Token::new("ntn_s3cret").unwrap();
        let client = Client::builder(transport).token(token).build();
        client.send(users::me()).await.unwrap();
        let kept = std::fs::read_to_string(&file).unwrap();
        let line: serde_json::Value = serde_json::from_str(&kept).unwrap();
        assert_eq!((&line["path"], &line["status"]), (&"/v1/users/me".into(), &200.into()));
        assert_eq!(line["response"]["object"], "user");
        assert!(!kept.contains("s3cret"), "{kept}");
    }
}
