//! File uploads, as they are begun and sent.

use std::{fmt, num::NonZeroUsize};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use crate::limits;

/// `POST /v1/file_uploads`: begins an upload.
///
/// The bytes go to `…/send` as a form: one `file`, and for an upload in parts its [`PartNumber`].
/// An upload in parts is then finished with `…/complete`. Neither has a JSON body.
///
/// ```
/// use notion_model::request::CreateFileUpload;
///
/// let upload = CreateFileUpload::multi_part("talk.mp4", 3).with_content_type("video/mp4");
/// assert_eq!(
///     serde_json::to_string(&upload)?,
///     r#"{"mode":"multi_part","number_of_parts":3,"filename":"talk.mp4","content_type":"video/mp4"}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct CreateFileUpload {
    /// How the bytes come.
    pub mode: UploadMode,
    /// Its media type: by default that of the bytes, or what the extension says. What is sent must
    /// have the same. `application/octet-stream` is refused.
    pub content_type: Option<String>,
}

/// How the bytes of an upload come.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum UploadMode {
    /// At once, at most 20 MB.
    SinglePart {
        /// What the file is called: at most 900 bytes with its extension; as the form says by
        /// default.
        filename: Option<String>,
    },
    /// In parts of 5 to 20 MB, of which the last may be smaller. Free workspaces refuse it.
    MultiPart {
        /// What the file is called: at most 900 bytes with its extension.
        filename: String,
        /// How many parts there are: from 1 to [`limits::UPLOAD_PARTS`].
        parts: usize,
    },
    /// From the web: Notion fetches them, and the upload is `pending` until it has.
    ExternalUrl {
        /// Where: `https`, and open to everybody.
        url: String,
        /// What the file is called; by default what the URL says, with its extension.
        filename: Option<String>,
    },
}

impl CreateFileUpload {
    /// An upload of at most 20 MB, which is sent at once.
    pub const fn single_part() -> Self {
        Self::new(UploadMode::SinglePart { filename: None })
    }

    /// An upload in so many parts, from 1 to [`limits::UPLOAD_PARTS`], which
    /// [`Validate`](super::Validate) checks.
    pub fn multi_part(filename: impl Into<String>, parts: usize) -> Self {
        Self::new(UploadMode::MultiPart { filename: filename.into(), parts })
    }

    /// An upload that Notion fetches from the web.
    pub fn external_url(url: impl Into<String>) -> Self {
        Self::new(UploadMode::ExternalUrl { url: url.into(), filename: None })
    }

    const fn new(mode: UploadMode) -> Self {
        Self { mode, content_type: None }
    }

    /// The same upload under a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        match &mut self.mode {
            UploadMode::SinglePart { filename } | UploadMode::ExternalUrl { filename, .. } => {
                *filename = Some(name.into());
            }
            UploadMode::MultiPart { filename, .. } => *filename = name.into(),
        }
        self
    }

    /// The same upload with a media type.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// What the file is called, if that is told.
    pub fn filename(&self) -> Option<&str> {
        match &self.mode {
            UploadMode::SinglePart { filename } | UploadMode::ExternalUrl { filename, .. } => {
                filename.as_deref()
            }
            UploadMode::MultiPart { filename, .. } => Some(filename),
        }
    }
}

/// The number of a part, from 1 to [`limits::UPLOAD_PARTS`]: the field `part_number` of the form in
/// which a part is sent. Parts may be sent in any order and at the same time.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct PartNumber(NonZeroUsize);

impl PartNumber {
    /// The first part.
    pub const FIRST: Self = Self(NonZeroUsize::MIN);
    /// The last part of the longest upload.
    pub const LAST: Self = Self(NonZeroUsize::new(limits::UPLOAD_PARTS).expect("is not zero"));

    /// `None` for 0 and for more than Notion accepts.
    pub const fn new(number: usize) -> Option<Self> {
        match NonZeroUsize::new(number) {
            Some(it) if number <= limits::UPLOAD_PARTS => Some(Self(it)),
            _ => None,
        }
    }

    /// The number.
    pub const fn get(self) -> usize {
        self.0.get()
    }

    /// All numbers up to and including this one.
    pub fn up_to(self) -> impl Iterator<Item = Self> {
        (1..=self.get()).filter_map(Self::new)
    }
}

/// As it stands in the form.
impl fmt::Display for PartNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for PartNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = usize::deserialize(from)?;
        Self::new(number).ok_or_else(|| {
            de::Error::custom(format_args!("a part has a number from 1 to {}", Self::LAST))
        })
    }
}

impl Serialize for CreateFileUpload {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match &self.mode {
            UploadMode::SinglePart { .. } => {}
            UploadMode::MultiPart { parts, .. } => {
                map.serialize_entry("mode", "multi_part")?;
                map.serialize_entry("number_of_parts", parts)?;
            }
            UploadMode::ExternalUrl { url, .. } => {
                map.serialize_entry("mode", "external_url")?;
                map.serialize_entry("external_url", url)?;
            }
        }
        if let Some(filename) = self.filename() {
            map.serialize_entry("filename", filename)?;
        }
        if let Some(content_type) = &self.content_type {
            map.serialize_entry("content_type", content_type)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for CreateFileUpload {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            mode: Option<Box<str>>,
            filename: Option<String>,
            content_type: Option<String>,
            number_of_parts: Option<usize>,
            external_url: Option<String>,
        }
        let Fields { mode, filename, content_type, number_of_parts, external_url } =
            Fields::deserialize(from)?;
        let mode = match (mode.as_deref().unwrap_or("single_part"), number_of_parts, external_url) {
            ("single_part", None, None) => UploadMode::SinglePart { filename },
            ("multi_part", Some(parts), None) => UploadMode::MultiPart {
                filename: filename.ok_or_else(|| de::Error::missing_field("filename"))?,
                parts,
            },
            ("external_url", None, Some(url)) => UploadMode::ExternalUrl { url, filename },
            (mode, ..) => {
                return Err(de::Error::custom(format_args!(
                    "an upload of mode `{mode}` has another set of fields"
                )));
            }
        };
        Ok(Self { mode, content_type })
    }
}
