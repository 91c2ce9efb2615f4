//! What files may be: the extensions and media types that Notion takes.

use std::fmt;

/// Extensions and their types. Of several extensions of one type the first is given to a name
/// that has none.
const TYPES: &[(&str, &[&str])] = &[
    ("audio/aac", &["aac", "adts"]),
    ("audio/midi", &["mid", "midi"]),
    ("audio/mpeg", &["mp3", "mpga"]),
    ("audio/mp4", &["m4a", "m4b"]),
    ("audio/ogg", &["ogg", "oga"]),
    ("audio/opus", &["opus"]),
    ("audio/wav", &["wav"]),
    ("audio/x-ms-wma", &["wma"]),
    ("audio/webm", &["weba"]),
    ("audio/flac", &["flac"]),
    ("application/pdf", &["pdf"]),
    ("text/plain", &["txt"]),
    ("text/csv", &["csv"]),
    ("text/tab-separated-values", &["tsv"]),
    ("text/markdown", &["md", "markdown"]),
    ("text/html", &["html", "htm"]),
    ("text/css", &["css"]),
    ("text/calendar", &["ics"]),
    ("text/javascript", &["js"]),
    ("text/typescript", &["ts", "tsx"]),
    ("text/x-python", &["py"]),
    ("application/json", &["json"]),
    ("application/xml", &["xml"]),
    ("application/yaml", &["yaml", "yml"]),
    ("application/rtf", &["rtf"]),
    ("application/epub+zip", &["epub"]),
    ("application/msword", &["doc", "dot"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template", &["dotx"]),
    ("application/vnd.ms-excel", &["xls", "xlt", "xla"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.template", &["xltx"]),
    ("application/vnd.ms-powerpoint", &["ppt", "pot", "pps", "ppa"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.template", &["potx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("application/zip", &["zip"]),
    ("application/gzip", &["gz", "gzip"]),
    ("application/x-tar", &["tar"]),
    ("application/x-7z-compressed", &["7z"]),
    ("application/x-bzip2", &["bz2"]),
    ("application/vnd.rar", &["rar"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/png", &["png"]),
    ("image/svg+xml", &["svg"]),
    ("image/tiff", &["tiff", "tif"]),
    ("image/webp", &["webp"]),
    ("image/vnd.microsoft.icon", &["ico"]),
    ("image/bmp", &["bmp"]),
    ("image/avif", &["avif"]),
    ("image/apng", &["apng"]),
    ("video/x-amv", &["amv"]),
    ("video/x-ms-asf", &["asf"]),
    ("video/x-ms-wmv", &["wmv"]),
    ("video/x-msvideo", &["avi"]),
    ("video/x-f4v", &["f4v"]),
    ("video/x-flv", &["flv"]),
    ("video/gifv", &["gifv"]),
    ("video/x-m4v", &["m4v"]),
    ("application/mp4", &["mp4"]),
    ("video/mp4", &["mp4"]),
    ("video/x-matroska", &["mkv"]),
    ("video/webm", &["webm"]),
    ("video/quicktime", &["mov", "qt"]),
    ("video/mpeg", &["mpeg"]),
    ("video/ogg", &["ogv"]),
    ("video/3gpp", &["3gp"]),
    ("video/3gpp2", &["3g2"]),
    ("model/gltf-binary", &["glb"]),
    ("model/gltf+json", &["gltf"]),
    ("model/obj", &["obj"]),
    ("model/stl", &["stl"]),
    ("model/step", &["step", "stp"]),
    ("model/iges", &["iges", "igs"]),
    ("model/vnd.collada+xml", &["dae"]),
    ("model/vnd.usdz+zip", &["usdz"]),
    ("model/3mf", &["3mf"]),
    ("image/vnd.dwg", &["dwg"]),
    ("image/vnd.dxf", &["dxf"]),
];

/// Other names of types of the table.
const ALIASES: &[(&str, &str)] = &[
    ("audio/mp3", "audio/mpeg"),
    ("audio/x-m4a", "audio/mp4"),
    ("audio/x-wav", "audio/wav"),
    ("audio/wave", "audio/wav"),
    ("image/jpg", "image/jpeg"),
    ("image/x-icon", "image/vnd.microsoft.icon"),
    ("application/x-zip-compressed", "application/zip"),
    ("application/x-gzip", "application/gzip"),
    ("application/javascript", "text/javascript"),
    ("application/x-javascript", "text/javascript"),
    ("text/xml", "application/xml"),
    ("text/yaml", "application/yaml"),
    ("application/x-yaml", "application/yaml"),
    ("text/rtf", "application/rtf"),
];

/// The extension of a file name, in small letters.
pub fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let fits = !stem.is_empty() && !extension.is_empty() && !extension.contains(['/', ' ']);
    fits.then(|| extension.to_ascii_lowercase())
}

/// The type that an extension in small letters stands for.
pub fn of_extension(extension: &str) -> Option<&'static str> {
    TYPES.iter().find(|(_, known)| known.contains(&extension)).map(|(kind, _)| *kind)
}

/// The extensions of files of that type; `None` if Notion takes no files of that type, such as
/// `application/octet-stream`.
pub fn extensions(content_type: &str) -> Option<&'static [&'static str]> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == content_type);
    let name = alias.map_or(content_type, |(_, name)| name);
    TYPES.iter().find(|(kind, _)| *kind == name).map(|(_, extensions)| *extensions)
}

/// Why a file of that name and type is refused.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Refused {
    /// Notion takes no files of this type.
    Type(String),
    /// Notion takes no files with this extension.
    Extension(String),
    /// The type is not one of files with that extension.
    Mismatch {
        /// The type that was given.
        content_type: String,
        /// What the extension of the name stands for.
        expected: &'static str,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(content_type) => write!(
                f,
                "files of the type `{content_type}` are not accepted; give the type of what is in \
                 the file, such as `text/plain`"
            ),
            Self::Extension(extension) => write!(
                f,
                "files that end in `.{extension}` are not accepted; give the file another name, \
                 such as one that ends in `.txt` or `.zip`"
            ),
            Self::Mismatch { content_type, expected } => {
                write!(f, "the type is `{content_type}`, but the name says `{expected}`")
            }
        }
    }
}

impl std::error::Error for Refused {}

/// The type of a file of that name: the one that is given, else the one of its extension.
///
/// A name without an extension is fine as long as a type says what it is; `None` if neither does.
///
/// # Errors
///
/// When Notion would refuse the file. The list is not documented in full: a file that is refused
/// here may be taken one day.
pub fn infer(name: Option<&str>, content_type: Option<&str>) -> Result<Option<String>, Refused> {
    if let Some(kind) = content_type.filter(|kind| extensions(kind).is_none()) {
        return Err(Refused::Type(kind.to_owned()));
    }
    let Some(extension) = name.and_then(extension) else {
        return Ok(content_type.map(str::to_owned));
    };
    let Some(own) = of_extension(&extension) else {
        return Err(Refused::Extension(extension));
    };
    let fits = |kind: &str| {
        extensions(kind).is_some_and(|known| known.contains(&extension.as_str()))
            // Programs differ in what they call text, and in whether a film is one.
            || kind.split('/').next() == own.split('/').next()
            || (kind.starts_with("text/") && own.starts_with("application/"))
    };
    match content_type {
        None => Ok(Some(own.to_owned())),
        Some(kind) if fits(kind) => Ok(Some(kind.to_owned())),
        Some(kind) => Err(Refused::Mismatch { content_type: kind.to_owned(), expected: own }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, kind: Option<&str>) -> String {
        match infer(Some(name), kind) {
            Ok(kind) => kind.unwrap_or_default(),
            Err(refused) => refused.to_string(),
        }
    }

    #[test]
    fn types_follow_from_names() {
        assert_eq!(check("a.TXT", None), "text/plain");
        assert_eq!(check("talk.mp4", None), "application/mp4");
        assert_eq!(check("talk.mp4", Some("video/mp4")), "video/mp4");
        assert_eq!(check("a.json", Some("text/plain")), "text/plain");
        assert_eq!(check("plain", None), "");
        assert_eq!(check("plain", Some("image/jpg")), "image/jpg");
    }

    #[test]
    fn what_is_not_taken_is_refused() {
        insta::assert_snapshot!(check("a.drawio", None), @"files that end in `.drawio` are not accepted; give the file another name, such as one that ends in `.txt` or `.zip`");
        insta::assert_snapshot!(check("a.txt", Some("application/octet-stream")), @"files of the type `application/octet-stream` are not accepted; give the type of what is in the file, such as `text/plain`");
        insta::assert_snapshot!(check("a.txt", Some("image/png")), @"the type is `image/png`, but the name says `text/plain`");
    }
}
