//! Who works at Halden Cycles.

use serde_json::{Value, json};

/// A person: key, name, and what they mostly work on.
const PEOPLE: &[(&str, &str, &[&str])] = &[
    ("ada", "Ada Okafor", &["Product", "Shop", "Money", "Operations", "Support", "People"]),
    ("bruno", "Bruno Lindqvist", &["Product"]),
    ("chiara", "Chiara Romano", &["Shop", "Support"]),
    ("dmitri", "Dmitri Sokolov", &["Product", "Operations"]),
    ("elif", "Elif Yıldız", &["Shop"]),
    ("femke", "Femke de Vries", &["Operations"]),
    ("gustavo", "Gustavo Prado", &["Support"]),
    ("hana", "Hana Kimura", &["Money", "People"]),
    ("ines", "Inês Ferreira", &["Shop", "Money"]),
    ("jonas", "Jonas Weber", &["Operations", "Support"]),
    ("katrin", "Katrin Aalto", &["People", "Product"]),
];

/// The users of the world.
pub(super) fn users() -> Vec<Value> {
    let user = |(key, name, _): &(&str, &str, &[&str])| json!({ "key": key, "name": name, "email": format!("{key}@halden.example") });
    PEOPLE.iter().map(user).collect()
}

/// The keys of those who work in an area.
pub(super) fn of(area: &str) -> Vec<&'static str> {
    PEOPLE.iter().filter(|(_, _, areas)| areas.contains(&area)).map(|(key, _, _)| *key).collect()
}
