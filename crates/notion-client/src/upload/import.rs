//! Uploads that Notion fetches from the web.

use std::time::Duration;

use notion_model::request::CreateFileUpload;
use notion_model::{FileUpload, FileUploadStatus, media_type};
use tokio::time::{Instant, sleep};

use super::UploadError;
use crate::Client;
use crate::endpoint::file_uploads;

/// The pauses between two looks grow from the first to the second.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));

/// A file that Notion fetches from the web. See [`Client::import`].
#[derive(Clone, Debug)]
#[must_use = "nothing is imported until `send`"]
pub struct Import {
    client: Client,
    upload: CreateFileUpload,
    patience: Duration,
}

impl Client {
    /// Has Notion fetch a file from an address, which must be `https` and open to everybody.
    /// [`Import::send`] does it, and waits for it.
    ///
    /// The signed addresses of files in Notion are refused: download those and upload them.
    pub fn import(&self, url: impl Into<String>) -> Import {
        let upload = CreateFileUpload::external_url(url);
        Import { client: self.clone(), upload, patience: Duration::from_mins(5) }
    }
}

impl Import {
    /// What the file is to be called; by default what the address says. Its extension says what it is.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.upload = self.upload.named(name);
        self
    }

    /// Its media type, if the name does not say it.
    pub fn of_type(mut self, content_type: impl Into<String>) -> Self {
        self.upload = self.upload.with_content_type(content_type);
        self
    }

    /// How long it is waited for; five minutes by default.
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Begins the import and looks after it until it is over.
    ///
    /// # Errors
    ///
    /// [`UploadError::Failed`] with Notion's reason, [`UploadError::Unfinished`] when it takes too long,
    /// and what the calls may end with.
    pub async fn send(self) -> Result<FileUpload, UploadError> {
        let content_type = self.upload.content_type.as_deref();
        if let Some(name) = self.upload.filename() {
            let refused = |reason| UploadError::Refused { name: name.to_owned(), reason };
            media_type::infer(Some(name), content_type).map_err(refused)?;
        }
        let began = Instant::now();
        let mut upload = self.client.send(file_uploads::create(self.upload)).await?;
        let (mut pause, longest) = PAUSES;
        loop {
            let id = upload.id;
            match upload.status {
                FileUploadStatus::Uploaded => return Ok(upload),
                FileUploadStatus::Expired => return Err(UploadError::Expired { id }),
                FileUploadStatus::Failed => {
                    return Err(UploadError::Failed { id, reason: reason(&upload) });
                }
                _ => {}
            }
            if began.elapsed() + pause > self.patience {
                return Err(UploadError::Unfinished { id });
            }
            sleep(pause).await;
            pause = (pause * 2).min(longest);
            upload = self.client.send(file_uploads::retrieve(id)).await?;
        }
    }
}

/// Why Notion could not fetch a file, in its words.
pub(super) fn reason(upload: &FileUpload) -> String {
    let error = upload.file_import_result.as_ref().and_then(|it| it.error.as_ref());
    let Some(error) = error else { return "it does not say why".to_owned() };
    let words = error.message.as_deref().or(error.code.as_deref()).unwrap_or(&error.r#type);
    match error.status_code {
        Some(status) => format!("{words} (the other server answered {status})"),
        None => words.to_owned(),
    }
}
