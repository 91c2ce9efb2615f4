//! The one body that is not JSON: `multipart/form-data` with a file in it.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use bytes::Bytes;
use http::HeaderValue;
use notion_model::limits;

use crate::error::RequestError;

/// A file, or a part of one, on its way to Notion.
///
/// ```
/// use notion_client::FileContent;
///
/// let file = FileContent::new("Water, light, patience.").named("notes.txt").of_type("text/plain");
/// # let _ = file;
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct FileContent {
    /// The bytes: at most 20 MiB ([`limits::UPLOAD_PART_BYTES`]).
    pub bytes: Bytes,
    /// What the file is called, if the upload does not say it: at most 900 bytes.
    pub filename: Option<String>,
    /// Its media type. Must be that of the upload, if the upload says it.
    pub content_type: Option<String>,
}

impl FileContent {
    /// Bytes without a name or a type.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), filename: None, content_type: None }
    }

    /// The same bytes under a name.
    #[must_use]
    pub fn named(self, filename: impl Into<String>) -> Self {
        Self { filename: Some(filename.into()), ..self }
    }

    /// The same bytes with a media type.
    #[must_use]
    pub fn of_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }
}

/// Says how many bytes there are, not which.
impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileContent")
            .field("bytes", &self.bytes.len())
            .field("filename", &self.filename)
            .field("content_type", &self.content_type)
            .finish()
    }
}

/// Why Notion would refuse a file.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Too large to be sent at once.
    #[error("the file has {size} bytes, at most {most} are accepted at once; send it in parts")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The largest that is accepted.
        most: u64,
    },
    /// The name is empty or too long.
    #[error("the name of the file has {size} bytes, from 1 to {most} are accepted")]
    Name {
        /// Its size in bytes.
        size: usize,
        /// The largest that is accepted.
        most: usize,
    },
    /// The media type is none.
    #[error("`{content_type}` is no media type; write it like `image/png`")]
    ContentType {
        /// What was given.
        content_type: String,
    },
}

/// A form with one file, and texts before it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Form {
    /// The texts by their names.
    pub fields: Vec<(&'static str, String)>,
    /// The file, which is called `file` in the form.
    pub file: FileContent,
}

impl Form {
    /// The header `Content-Type` and the bytes, which are the same for the same form.
    pub(crate) fn encode(&self) -> Result<(HeaderValue, Bytes), RequestError> {
        let FileContent { bytes, filename, content_type } = &self.file;
        check(&self.file)?;
        let boundary = self.boundary();
        let mut head = String::new();
        for (name, value) in &self.fields {
            _ = write!(
                head,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        // Without a name it would be taken for a text.
        let filename = escaped(filename.as_deref().unwrap_or("file"));
        _ = write!(
            head,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"{filename}\"\r\n"
        );
        if let Some(content_type) = content_type {
            _ = write!(head, "Content-Type: {content_type}\r\n");
        }
        head.push_str("\r\n");
        let tail = format!("\r\n--{boundary}--\r\n");
        let body = [head.as_bytes(), bytes, tail.as_bytes()].concat();
        let header = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
            .map_err(|error| RequestError::Body(error.to_string()))?;
        Ok((header, body.into()))
    }

    /// A line that stands nowhere in the form: the first of its kind that is free. So no content ends
    /// the form, and the same form is always sent in the same bytes.
    fn boundary(&self) -> String {
        const NAME: &str = "notion-toolkit-";
        const DIGITS: usize = 6;
        let taken = |line: &[u8]| {
            let rest = line.strip_prefix(b"--")?.strip_prefix(NAME.as_bytes())?;
            std::str::from_utf8(rest.get(..DIGITS)?).ok()?.parse::<u64>().ok()
        };
        let texts = self.fields.iter().map(|(_, text)| text.as_bytes());
        let lines = texts.chain([&*self.file.bytes]).flat_map(|it| it.split(|byte| *byte == b'\n'));
        let taken: BTreeSet<u64> = lines.filter_map(taken).collect();
        let free =
            (0..=taken.len() as u64).find(|number| !taken.contains(number)).unwrap_or_default();
        format!("{NAME}{free:0DIGITS$}")
    }
}

fn check(file: &FileContent) -> Result<(), FileError> {
    let (size, most) = (file.bytes.len() as u64, limits::UPLOAD_PART_BYTES);
    if size > most {
        return Err(FileError::TooLarge { size, most });
    }
    if let Some(name) = &file.filename {
        let (size, most) = (name.len(), limits::FILE_NAME_BYTES);
        if !(1..=most).contains(&size) {
            return Err(FileError::Name { size, most });
        }
    }
    match &file.content_type {
        Some(content_type) if !is_media_type(content_type) => {
            Err(FileError::ContentType { content_type: content_type.clone() })
        }
        _ => Ok(()),
    }
}

/// Two words with a slash between them, and perhaps parameters. No line break above all.
pub(crate) fn is_media_type(text: &str) -> bool {
    let (kind, parameters) = text.split_once(';').unwrap_or((text, ""));
    let word = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&it))
    };
    kind.trim_end().split_once('/').is_some_and(|(family, kind)| word(family) && word(kind))
        && parameters.bytes().all(|it| it == b' ' || it.is_ascii_graphic())
}

/// A name between quotation marks, as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(file: FileContent) -> Form {
        Form { fields: vec![("part_number", "2".to_owned())], file }
    }

    #[test]
    fn is_written_as_browsers_do() {
        let file = FileContent::new("a\r\nb").named("the \"plan\"\n.txt").of_type("text/plain");
        let (header, body) = form(file).encode().unwrap();
        insta::assert_snapshot!(header.to_str().unwrap(), @"multipart/form-data; boundary=notion-toolkit-000000");
        insta::assert_snapshot!(String::from_utf8_lossy(&body).replace('\r', "␍"), @r#"
        --notion-toolkit-000000␍
        Content-Disposition: form-data; name="part_number"␍
        ␍
        2␍
        --notion-toolkit-000000␍
        Content-Disposition: form-data; name="file"; filename="the %22plan%22%0A.txt"␍
        Content-Type: text/plain␍
        ␍
        a␍
        b␍
        --notion-toolkit-000000--␍
        "#);
    }

    #[test]
    fn no_content_ends_the_form() {
        for content in [
            "--notion-toolkit-0",
            "\r\n--notion-toolkit-000000--\r\n",
            "\n--notion-toolkit-7\n--notion-toolkit-",
            "\n--notion-toolkit-000000\n--notion-toolkit-000001",
        ] {
            let (header, body) = form(FileContent::new(content)).encode().unwrap();
            let boundary = header.to_str().unwrap().rsplit('=').next().unwrap().to_owned();
            let body = String::from_utf8(body.to_vec()).unwrap();
            let lines = body.split('\n').filter(|it| it.starts_with(&format!("--{boundary}")));
            assert_eq!(lines.count(), 3, "{body}");
        }
    }

    #[test]
    fn what_notion_would_refuse_is_not_sent() {
        let wrong = |file: FileContent| form(file).encode().unwrap_err().to_string();
        let large = vec![0; 20 * 1024 * 1024 + 1];
        insta::assert_snapshot!(wrong(FileContent::new(large)), @"the file has 20971521 bytes, at most 20971520 are accepted at once; send it in parts");
        insta::assert_snapshot!(wrong(FileContent::new("a").named("")), @"the name of the file has 0 bytes, from 1 to 900 are accepted");
        insta::assert_snapshot!(wrong(FileContent::new("a").named("x".repeat(901))), @"the name of the file has 901 bytes, from 1 to 900 are accepted");
        for content_type in ["text", "/plain", "text/", "text/plain\r\nX: y", "text/ä", "a b/c"] {
            let error = wrong(FileContent::new("a").of_type(content_type));
            assert!(error.contains("is no media type"), "{error}");
        }
        for content_type in ["text/plain", "text/plain; charset=utf-8", "image/svg+xml"] {
            assert!(form(FileContent::new("a").of_type(content_type)).encode().is_ok());
        }
    }
}
