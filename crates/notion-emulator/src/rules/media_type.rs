//! What files may be, in the words in which Notion refuses the others.

use notion_model::media_type::{self, Refused, extension, extensions};

use crate::refusal::Refusal;

/// A name with an extension: its own, or the one of its type.
pub(crate) fn named(name: &str, content_type: Option<&str>) -> String {
    match content_type.and_then(extensions).and_then(<[_]>::first) {
        Some(added) if extension(name).is_none() => format!("{name}.{added}"),
        _ => name.to_owned(),
    }
}

/// The type of a file of that name: the one that is given, else the one of its extension.
pub(crate) fn inferred(
    name: Option<&str>,
    content_type: Option<&str>,
) -> Result<Option<String>, Refusal> {
    media_type::infer(name, content_type).map_err(|refused| {
        Refusal::validation(match refused {
            Refused::Type(kind) => {
                format!("The content type {kind} is not supported for the File Upload API.")
            }
            Refused::Extension(_) => "Provided `filename` has an extension that is not supported \
                                      for the File Upload API."
                .to_owned(),
            Refused::Mismatch { content_type, expected } => format!(
                "Provided `content_type` {content_type} does not match the extension of \
                 `filename`, which stands for {expected}."
            ),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: Option<&str>, kind: Option<&str>) -> String {
        match inferred(name, kind) {
            Ok(kind) => kind.unwrap_or_default(),
            Err(refusal) => refusal.message,
        }
    }

    #[test]
    fn types_follow_from_names() {
        assert_eq!(check(Some("a.TXT"), None), "text/plain");
        assert_eq!(check(Some("talk.mp4"), None), "application/mp4");
        assert_eq!(check(Some("talk.mp4"), Some("video/mp4")), "video/mp4");
        assert_eq!(check(Some("a.json"), Some("text/plain")), "text/plain");
        assert_eq!(check(Some("plain"), None), "");
        assert_eq!(named("plain", Some("image/jpeg")), "plain.jpg");
        assert_eq!(named("a.b", Some("image/jpeg")), "a.b");
    }

    #[test]
    fn what_is_not_taken_is_refused() {
        let extension =
            "Provided `filename` has an extension that is not supported for the File Upload API.";
        assert_eq!(check(Some("a.drawio"), None), extension);
        let kind =
            "The content type application/octet-stream is not supported for the File Upload API.";
        assert_eq!(check(Some("a.txt"), Some("application/octet-stream")), kind);
        assert!(check(Some("a.txt"), Some("image/png")).contains("does not match"));
    }
}
