//! Ways to spoil a request that was right.

use fastrand::Rng;
use serde_json::{Value, json};

use super::Asked;

const BOUNDARY: &str = "----part";

/// Texts that break what reads them carelessly.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\0",
    "x\u{0}y",
    "\u{feff}",
    "\u{202e}abc",
    "e\u{301}",
    "👩‍👩‍👧‍👦",
    "ß",
    "İ",
    "../../etc",
    "null",
    "undefined",
    "{}",
    "%",
    "%zz",
    "%ff",
    "%00",
    "a%2Fb",
    "2026-13-45",
    "2026-01-01T25:00:00Z",
    "-999999-01-01",
    "9999-12-31T23:59:59.999999999+14:00",
    "0000-00-00",
    "2026-01-01T00:00:00[Europe/Berlin]",
    "Mars/Olympus",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "00000000000000000000000000000000",
    "https://",
    "http://[::1",
    "javascript:alert(1)",
    "https://example.org/\u{1f600}?a=b#c",
    "prop(\"Name\")",
    "prop(\"",
    "((((((((((((((((((((((((((((((((",
    "1/0",
    "-",
    "1e999",
    "999999999999999999999999",
    "-1",
    "NaN",
    "# h\n\n|a|\n|-|\n\n<details>\n\n```",
    "- - - - - - - - - - - - - - - - x",
    "> > > > > > > > > > > > > > > > > > > x",
    "<page url=\"x\"></page><unknown/>",
    "[[[[[[[[](((((",
    "$$",
    "title",
    "paragraph",
    "table_row",
    "single_property",
    "workspace",
    "default",
    "red_background",
    "me",
];

fn text(random: &mut Rng) -> String {
    let text = TEXTS[random.usize(..TEXTS.len())];
    match random.usize(..12) {
        0 => text.repeat(random.usize(1..400)),
        1 => "x".repeat([99, 100, 101, 1000, 1001, 2000, 2001, 3000][random.usize(..8)]),
        2 => (0..random.usize(..20)).map(|_| random.char(..)).collect(),
        _ => text.to_owned(),
    }
}

fn junk(random: &mut Rng) -> Value {
    match random.usize(..16) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(random.i64(..)),
        3 => json!(random.u64(..)),
        4 => json!(random.f64() * 1e300),
        5 => [json!(-0.0), json!(1e308), json!(5e-324), json!(0), json!(-1), json!(0.5)]
            [random.usize(..6)]
        .clone(),
        6 => json!([]),
        7 => json!({}),
        8 => json!([[[[{}]]]]),
        9 => json!({ "type": text(random) }),
        10 => json!({ "id": text(random) }),
        11 => json!({ "": null, "type": "external", "external": { "url": text(random) } }),
        _ => json!(text(random)),
    }
}

/// Spoils some part of a value. `other` is something that is right elsewhere.
pub(super) fn value(value: &mut Value, other: &Value, random: &mut Rng) {
    let mut place = random.usize(..count(value));
    let mut other_place = random.usize(..count(other));
    let mut part = Value::Null;
    let mut other = other.clone();
    visit(&mut other, &mut other_place, &mut |it| part = it.take());
    visit(value, &mut place, &mut |it| strike(it, &part, random));
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

fn visit(value: &mut Value, place: &mut usize, act: &mut dyn FnMut(&mut Value)) {
    if *place == 0 {
        act(value);
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Object(members) => members.values_mut().for_each(|it| visit(it, place, act)),
        Value::Array(items) => items.iter_mut().for_each(|it| visit(it, place, act)),
        _ => {}
    }
}

fn strike(value: &mut Value, other: &Value, random: &mut Rng) {
    match (random.usize(..8), &mut *value) {
        (0, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(random.usize(..members.len())).cloned();
            key.and_then(|key| members.shift_remove(&key));
        }
        (1, Value::Object(members)) => {
            members.insert(text(random), junk(random));
        }
        (2, Value::Object(members)) => {
            if let Value::Object(more) = other {
                members.extend(more.clone());
            }
        }
        (3, Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(random.usize(..members.len())).cloned();
            if let Some(value) = key.and_then(|key| members.shift_remove(&key)) {
                members.insert(text(random), value);
            }
        }
        (0 | 1, Value::Array(items)) => items.push(other.clone()),
        (2 | 3, Value::Array(items)) if !items.is_empty() => {
            let item = items[random.usize(..items.len())].clone();
            let times = [1, 2, 26, 100, 101, 300][random.usize(..6)];
            items.extend(std::iter::repeat_n(item, times));
        }
        (0 | 1, Value::String(text)) => {
            let at = text.char_indices().nth(random.usize(..=text.len())).map_or(0, |(at, _)| at);
            text.truncate(at);
        }
        (2, Value::String(text)) => text.insert(0, random.char(..)),
        (3 | 4, place) => *place = other.clone(),
        (5, place) => {
            // As deep as JSON may be, and a bit more; as blocks may be, and a lot more.
            let depth = [2, 3, 20, 60, 130][random.usize(..5)];
            let is_block = random.bool();
            for _ in 0..depth {
                let inner = place.take();
                *place = if is_block {
                    json!({ "toggle": { "rich_text": [], "children": [inner] } })
                } else {
                    json!([inner])
                };
            }
        }
        (_, place) => *place = junk(random),
    }
}

/// Spoils anything but the meaning of the body.
pub(super) fn request(asked: &mut Asked, random: &mut Rng) {
    match random.usize(..8) {
        0 | 1 => path(asked, random),
        2 => query(asked, random),
        3 => headers(asked, random),
        4 => {
            let methods =
                ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "FROB"];
            asked.method = methods[random.usize(..methods.len())].to_owned();
        }
        _ => bytes(&mut asked.body, random),
    }
}

fn path(asked: &mut Asked, random: &mut Rng) {
    let (path, query) = match asked.target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (asked.target.as_str(), String::new()),
    };
    let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let at = random.usize(1..segments.len());
    let odd = |random: &mut Rng| {
        let text = text(random);
        let ids =
            ["%ff%fe", "%", "%2e%2e", "..", "", "me", "a+b", "x".repeat(300).leak(), "%F0%9F"];
        if random.bool() {
            ids[random.usize(..ids.len())].to_owned()
        } else {
            text.bytes().fold(String::new(), |it, byte| format!("{it}%{byte:02x}"))
        }
    };
    match random.usize(..7) {
        0 => segments.push(odd(random)),
        1 => segments.insert(at, odd(random)),
        2 => drop(segments.remove(at)),
        3 => segments[at] = segments[at].to_uppercase(),
        4 => segments[at] = segments[at].replace('-', ""),
        5 => segments[at].push_str(&odd(random)),
        _ => segments[at] = odd(random),
    }
    asked.target = segments.join("/") + &query;
    if !asked.target.starts_with('/') {
        asked.target.insert(0, '/');
    }
}

fn query(asked: &mut Asked, random: &mut Rng) {
    let queries = [
        "page_size=0",
        "page_size=-1",
        "page_size=101",
        "page_size=1e9",
        "page_size=99999999999999999999",
        "page_size=%ff",
        "start_cursor=",
        "start_cursor=undefined",
        "start_cursor=00000000-0000-0000-0000-000000000000",
        "start_cursor=%00%ff",
        "filter_properties=title&filter_properties=%25&filter_properties[]=%",
        "filter_properties=",
        "block_id=x",
        "block_id=",
        "name=%F0%9F%8E%89",
        "status=%ff",
        "status=uploaded",
        "markdown_version=v3",
        "include_transcript=1",
        "database_id=x&data_source_id=y",
        "&&&=&=&",
        "?",
        "a[b][c]=d",
        "+%+%2",
        "erase=1",
    ];
    let mark = if asked.target.contains('?') { '&' } else { '?' };
    asked.target.push(mark);
    asked.target.push_str(queries[random.usize(..queries.len())]);
}

fn headers(asked: &mut Asked, random: &mut Rng) {
    let values: [&[u8]; 14] = [
        b"",
        b" ",
        b"Bearer",
        b"Bearer  ",
        b"bearer x",
        b"Basic aWQ6c2VjcmV0",
        b"Basic ====",
        b"\xff\xfe",
        b"2022-06-28",
        b"2026-03-11 ",
        b"v1",
        b"multipart/form-data; boundary=",
        b"multipart/form-data; boundary=\"",
        b"application/json; charset=utf-16",
    ];
    let value = values[random.usize(..values.len())].to_vec();
    let names = ["authorization", "notion-version", "content-type", "host", "accept", "x-odd"];
    let name = names[random.usize(..names.len())];
    match random.usize(..3) {
        0 => asked.headers.retain(|(it, _)| it != name),
        1 => asked.headers.push((name.to_owned(), value)),
        _ => {
            asked.headers.retain(|(it, _)| it != name);
            asked.headers.push((name.to_owned(), value));
        }
    }
}

/// Spoils the bytes of a body: JSON, or a form.
fn bytes(body: &mut Vec<u8>, random: &mut Rng) {
    let at = random.usize(..=body.len());
    let odd: [&[u8]; 14] = [
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\0",
        b"\"",
        b"\\ud800",
        b"\"\\ud800\"",
        b"1e400",
        b"{\"a\":1,\"a\":2}",
        b"\r\n",
        b"------part",
        b"--",
        b"\r\n\r\n",
        b"filename=\"\\",
    ];
    match random.usize(..7) {
        0 => body.truncate(at),
        1 => body.clear(),
        2 => body.extend_from_within(..),
        3 => drop(body.drain(..at)),
        4 if at < body.len() => body[at] = random.u8(..),
        _ => drop(body.splice(at..at, odd[random.usize(..odd.len())].iter().copied())),
    }
}

/// Gives a request the form that sends a file.
pub(super) fn form(asked: &mut Asked, part: Option<&str>) {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    asked.headers.push(("content-type".to_owned(), kind.into_bytes()));
    let number = part.map(|part| {
        format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n{part}\r\n"
        )
    });
    let file = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nsome words\r\n--{BOUNDARY}--\r\n"
    );
    asked.body = (number.unwrap_or_default() + &file).into_bytes();
}
