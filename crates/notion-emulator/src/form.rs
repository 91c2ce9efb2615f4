//! Reading `multipart/form-data`, the one body that is not JSON.

use bytes::Bytes;

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// The name of the file, if the field is one.
    pub(crate) filename: Option<String>,
    /// The type that was given with it, without parameters, in small letters.
    pub(crate) content_type: Option<String>,
    pub(crate) content: Bytes,
}

/// The boundary that a `Content-Type` names, if it is that of a form.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty())
}

/// The fields of a form, `None` if it is none or does not end.
pub(crate) fn fields(body: &Bytes, boundary: &str) -> Option<Vec<Field>> {
    let delimiter = format!("--{boundary}");
    let mut fields = Vec::new();
    let mut at = find(body, delimiter.as_bytes(), 0)? + delimiter.len();
    let delimiter = format!("\r\n{delimiter}");
    loop {
        let rest = &body[at..];
        if rest.starts_with(b"--") {
            return Some(fields);
        }
        // Padding may stand behind a boundary.
        let line = find(body, b"\r\n", at)?;
        let head_end = find(body, b"\r\n\r\n", line)?;
        let end = find(body, delimiter.as_bytes(), head_end + 2)?;
        let head = std::str::from_utf8(&body[line..head_end]).ok()?;
        fields.push(field(head, body.slice((head_end + 4).min(end)..end))?);
        at = end + delimiter.len();
    }
}

fn field(head: &str, content: Bytes) -> Option<Field> {
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let disposition = header("content-disposition")?;
    let content_type = header("content-type").map(media_type);
    Some(Field {
        name: parameter(disposition, "name")?,
        filename: parameter(disposition, "filename"),
        content_type,
        content,
    })
}

/// A media type without its parameters, in small letters.
pub(crate) fn media_type(text: &str) -> String {
    text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase()
}

/// The value of `name="…"` among parameters, where quoted values may hold semicolons.
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (key, after) = rest.split_once('=')?;
        let key = key.rsplit(';').next().unwrap_or(key).trim();
        let (value, behind) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            quoted_value(quoted)?
        } else {
            let (value, behind) = after.split_once(';').unwrap_or((after, ""));
            (value.trim().to_owned(), behind)
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = behind;
    }
}

/// A quoted value up to its closing quote, and what stands behind it.
fn quoted_value(quoted: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value.replace("%22", "\""), &quoted[at + 1..])),
            // Browsers write `%22` for a quote; older clients write a backslash before it.
            '\\' if quoted[at + 1..].starts_with(['"', '\\']) => {
                value.extend(letters.next().map(|(_, letter)| letter));
            }
            letter => value.push(letter),
        }
    }
    None
}

fn find(body: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    while let Some(next) = body.get(at..)?.iter().position(|byte| *byte == first) {
        at += next;
        if body[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content_type: &str, body: &str) -> Option<Vec<(String, Option<String>, String)>> {
        let body = Bytes::copy_from_slice(body.as_bytes());
        let fields = fields(&body, &boundary(content_type)?)?;
        let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).into_owned();
        Some(fields.into_iter().map(|it| (it.name, it.filename, text(&it.content))).collect())
    }

    #[test]
    fn forms_are_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n1\r\n--x\r\n\
                    content-disposition: form-data; name=\"file\"; filename=\"a;\\\"b.txt\"\r\n\
                    Content-Type: text/plain; charset=utf-8\r\n\r\none\r\n--two\r\n--x--\r\n";
        let fields = check("multipart/form-data; boundary=x", body).unwrap();
        assert_eq!(fields[0], ("part_number".to_owned(), None, "1".to_owned()));
        let name = Some("a;\"b.txt".to_owned());
        assert_eq!(fields[1], ("file".to_owned(), name, "one\r\n--two".to_owned()));
    }

    #[test]
    fn what_is_no_form_is_told_apart() {
        assert_eq!(check("application/json", "{}"), None);
        assert_eq!(check("multipart/form-data", "{}"), None);
        assert_eq!(check("multipart/form-data; boundary=x", "{}"), None);
        assert_eq!(check("multipart/form-data; boundary=x", "--x\r\nbroken"), None);
        assert_eq!(check("multipart/form-data; boundary=\"x y\"", "--x y--"), Some(Vec::new()));
        let empty = "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--x--";
        let field = ("a".to_owned(), None, String::new());
        assert_eq!(check("multipart/form-data; boundary=x", empty), Some(vec![field]));
    }
}
