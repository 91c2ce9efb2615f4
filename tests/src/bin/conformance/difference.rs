//! What differs between two JSON values, with the path to each place.

use crate::json::Json;

/// How many differences of one body are told. The first says most, the rest follows from it.
const TOLD: usize = 5;

/// The first differences between what came and what was written back. None: nothing was changed.
///
/// Keys may change places, but not those of `properties`: that order is what people see.
pub(crate) fn differences(came: &Json, written: &Json) -> Vec<String> {
    let mut found = Vec::new();
    compare(&mut "$".to_owned(), came, written, false, &mut found);
    found
}

fn compare(path: &mut String, came: &Json, written: &Json, ordered: bool, found: &mut Vec<String>) {
    if found.len() >= TOLD {
        return;
    }
    match (came, written) {
        (Json::Object(came), Json::Object(written)) => objects(path, came, written, ordered, found),
        (Json::Array(came), Json::Array(written)) => {
            if came.len() != written.len() {
                let (came, written) = (came.len(), written.len());
                found.push(format!("{path}: {came} elements came, {written} were written"));
            }
            for (index, (came, written)) in came.iter().zip(written).enumerate() {
                within(path, &format!("[{index}]"), |path| {
                    compare(path, came, written, false, found);
                });
            }
        }
        _ if came == written => {}
        _ => found.push(format!("{path}: {} came, {} was written", show(came), show(written))),
    }
}

fn objects(
    path: &mut String,
    came: &[(String, Json)],
    written: &[(String, Json)],
    ordered: bool,
    found: &mut Vec<String>,
) {
    for (side, entries) in [("came", came), ("was written", written)] {
        for (index, (key, _)) in entries.iter().enumerate() {
            if entries[..index].iter().any(|(earlier, _)| earlier == key) {
                found.push(format!("{path}: the key `{key}` {side} more than once"));
            }
        }
    }
    for (key, value) in came {
        match written.iter().find(|(other, _)| other == key) {
            Some((_, other)) => within(path, &step(key), |path| {
                compare(path, value, other, key == "properties", found);
            }),
            None => found.push(format!("{path}{}: {} was lost", step(key), show(value))),
        }
    }
    for (key, value) in written {
        if !came.iter().any(|(other, _)| other == key) {
            found.push(format!("{path}{}: {} was added", step(key), show(value)));
        }
    }
    let names = |it: &[(String, Json)]| it.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let (came, written) = (names(came), names(written));
    if ordered && found.is_empty() && came != written {
        let (came, written) = (came.join(", "), written.join(", "));
        found.push(format!("{path}: the order changed: {came} came, {written} was written"));
    }
}

/// Runs `work` with a path that is one step longer.
fn within(path: &mut String, step: &str, work: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push_str(step);
    work(path);
    path.truncate(length);
}

fn step(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    if plain { format!(".{key}") } else { format!("[{key:?}]") }
}

/// A value in a few words.
fn show(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(it) => it.to_string(),
        Json::Number(it) => it.clone(),
        Json::Text(it) if it.chars().count() > 60 => {
            format!("{:?}…", it.chars().take(60).collect::<String>())
        }
        Json::Text(it) => format!("{it:?}"),
        Json::Array(it) => format!("an array of {}", it.len()),
        Json::Object(it) => {
            let keys: Vec<_> = it.iter().take(5).map(|(key, _)| key.as_str()).collect();
            format!("an object of {} ({})", it.len(), keys.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::json::read;

    fn check(came: &str, written: &str) -> String {
        differences(&read(came).unwrap(), &read(written).unwrap()).join("\n")
    }

    #[test]
    fn the_order_of_keys_matters_in_properties_only() {
        assert_eq!(check(r#"{"a":1,"b":{"c":2,"d":3}}"#, r#"{"b":{"d":3,"c":2},"a":1}"#), "");
        insta::assert_snapshot!(
            check(r#"{"x":[{"properties":{"B":{},"A":{}}}]}"#, r#"{"x":[{"properties":{"A":{},"B":{}}}]}"#),
            @"$.x[0].properties: the order changed: B, A came, A, B was written"
        );
    }

    #[test]
    fn every_kind_of_difference_has_its_path() {
        insta::assert_snapshot!(
            check(
                r#"{"a":[1,{"b":null}],"c":{"Due date":"x"},"e":[1],"f":1}"#,
                r#"{"a":[1.0,{}],"c":{"Due date":2,"d":[]},"e":[1,2],"f":1}"#,
            ),
            @r#"
        $.a[0]: 1 came, 1.0 was written
        $.a[1].b: null was lost
        $.c["Due date"]: "x" came, 2 was written
        $.c.d: an array of 0 was added
        $.e: 1 elements came, 2 were written
        "#
        );
    }

    #[test]
    fn a_key_that_comes_twice_is_never_fine() {
        let told = check(r#"{"a":{"b":1,"b":1}}"#, r#"{"a":{"b":1}}"#);
        insta::assert_snapshot!(told, @"$.a: the key `b` came more than once");
    }

    #[test]
    fn few_differences_tell_enough() {
        let list = |it: &str| format!("[{}]", [it; 50].join(","));
        assert_eq!(check(&list("1"), &list("2")).lines().count(), 5);
    }
}
