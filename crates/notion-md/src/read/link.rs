//! Which addresses Notion takes, and what the others become.

use std::borrow::Cow;

use notion_model::limits;

/// What an address in Markdown is worth to Notion.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// Notion takes it, in this form.
    Good(Cow<'a, str>),
    /// Notion would refuse the whole request; for the reason given.
    Bad(&'static str),
}

/// Judges the target of a link, which may be relative to `base`.
pub(super) fn link<'a>(url: &'a str, base: Option<&str>) -> Address<'a> {
    let url = url.trim();
    match scheme(url) {
        Some((scheme, rest)) if is_one_of(scheme, &["https", "http"]) => absolute(url, rest),
        Some((scheme, _)) if is_one_of(scheme, &["mailto", "tel"]) => sized(encode(url)),
        Some(_) => Address::Bad("it is neither http, https, mailto nor tel"),
        None => relative(url, base),
    }
}

/// Judges the source of an image, which may be relative to `base`.
pub(super) fn image<'a>(url: &'a str, base: Option<&str>) -> Address<'a> {
    let url = url.trim();
    match scheme(url) {
        Some((scheme, rest)) if is_one_of(scheme, &["https", "http"]) => absolute(url, rest),
        Some(_) => Address::Bad("it is neither http nor https"),
        None => relative(url, base),
    }
}

/// Whether an address needs nobody to know where its file is.
pub(crate) fn is_on_web(url: &str) -> bool {
    scheme(url.trim()).is_some_and(|it| is_one_of(it.0, &["https", "http"]))
}

fn is_one_of(scheme: &str, list: &[&str]) -> bool {
    list.iter().any(|it| it.eq_ignore_ascii_case(scheme))
}

/// The scheme of an absolute address, and what follows its colon.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let is_other = |it: u8| !(it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.'));
    let (scheme, rest) = url.split_at(url.bytes().position(is_other)?);
    let rest = rest.strip_prefix(':')?;
    scheme.starts_with(|it: char| it.is_ascii_alphabetic()).then_some((scheme, rest))
}

/// Judges an address whose scheme is known by what follows the scheme.
fn absolute<'a>(url: &'a str, rest: &str) -> Address<'a> {
    let host = rest.strip_prefix("//").unwrap_or_default();
    if host.is_empty() || host.starts_with(['/', '?', '#', ':']) {
        return Address::Bad("it has no host");
    }
    sized(encode(url))
}

fn relative<'a>(url: &'a str, base: Option<&str>) -> Address<'a> {
    let reason = if url.is_empty() {
        "it leads nowhere"
    } else if url.starts_with('#') {
        "it leads to a place in the text"
    } else {
        "it is relative"
    };
    let Some(joined) = base.and_then(|base| join(base, url)) else { return Address::Bad(reason) };
    let rest = joined.split_once(':').map_or("", |it| it.1);
    match absolute(&joined, rest) {
        Address::Good(url) => Address::Good(Cow::Owned(url.into_owned())),
        Address::Bad(reason) => Address::Bad(reason),
    }
}

/// Resolves a relative address as browsers do, for bases with a path of directories.
fn join(base: &str, url: &str) -> Option<String> {
    if url.is_empty() {
        return None;
    }
    let (scheme, rest) = base.split_once("://")?;
    if let Some(rest) = url.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let base_end = rest.find(['?', '#']).unwrap_or(rest.len());
    let rest = &rest[..base_end];
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    if url.starts_with(['#', '?']) {
        return Some(format!("{scheme}://{host}{path}{url}"));
    }
    let tail_at = url.find(['?', '#']).unwrap_or(url.len());
    let (target, tail) = url.split_at(tail_at);
    let directory = match target.strip_prefix('/') {
        Some(_) => "",
        None => path.rsplit_once('/').map_or("", |it| it.0),
    };
    let mut parts: Vec<&str> = directory.split('/').filter(|it| !it.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let slash = if target.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    Some(format!("{scheme}://{host}/{}{slash}{tail}", parts.join("/")))
}

/// Percent-encodes what must not stand in an address: white space, control characters, brackets
/// of HTML and quotation marks.
fn encode(url: &str) -> Cow<'_, str> {
    let is_bad = |it: char| it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '"');
    // Without a way out in the middle the compiler looks at many bytes at once.
    let is_plain = |it: u8| it.is_ascii_graphic() && !matches!(it, b'<' | b'>' | b'"');
    if url.bytes().fold(true, |plain, it| plain & is_plain(it)) || !url.contains(is_bad) {
        return Cow::Borrowed(url);
    }
    let mut encoded = String::with_capacity(url.len() + 8);
    for char in url.chars() {
        if is_bad(char) {
            let mut buffer = [0; 4];
            for byte in char.encode_utf8(&mut buffer).bytes() {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.extend(
                        char::from_digit(u32::from(digit), 16).map(|it| it.to_ascii_uppercase()),
                    );
                }
            }
        } else {
            encoded.push(char);
        }
    }
    Cow::Owned(encoded)
}

fn sized(url: Cow<'_, str>) -> Address<'_> {
    if url.len() > limits::URL && limits::utf16_len(&url) > limits::URL {
        return Address::Bad("it is longer than Notion takes");
    }
    Address::Good(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, base: Option<&str>, expected: &str) {
        match link(url, base) {
            Address::Good(url) => assert_eq!(url, expected),
            Address::Bad(reason) => assert_eq!(format!("! {reason}"), expected),
        }
    }

    #[test]
    fn absolute_addresses() {
        check("https://a.b/c", None, "https://a.b/c");
        check("http://x y", None, "http://x%20y");
        check("HTTPS://a.b", None, "HTTPS://a.b");
        check("mailto:a@b.c", None, "mailto:a@b.c");
        check("https:///c", None, "! it has no host");
        check("javascript:alert(1)", None, "! it is neither http, https, mailto nor tel");
        check(
            &format!("https://a.b/{}", "x".repeat(2000)),
            None,
            "! it is longer than Notion takes",
        );
    }

    #[test]
    fn relative_addresses() {
        let base = Some("https://h.org/docs/guide/index.html?x");
        check("./d.md", None, "! it is relative");
        check("#sec", None, "! it leads to a place in the text");
        check("", None, "! it leads nowhere");
        check("./d.md", base, "https://h.org/docs/guide/d.md");
        check("../img/a.png?raw=1#top", base, "https://h.org/docs/img/a.png?raw=1#top");
        check("/x/", base, "https://h.org/x/");
        check("../../../../x", base, "https://h.org/x");
        check("#sec", base, "https://h.org/docs/guide/index.html#sec");
        check("//cdn.org/x", base, "https://cdn.org/x");
        check("d.md", Some("https://h.org"), "https://h.org/d.md");
    }
}
