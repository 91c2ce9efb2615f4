//! Markers: the text in a row by which its source is known, `ns:<namespace>:<source>`.

use uuid::Uuid;

/// The marker of what follows `source` in a namespace.
pub(crate) fn marker(namespace: &str, source: &str) -> String {
    format!("ns:{namespace}:{source}")
}

/// The source in a marker of this namespace. `None` for any other text.
///
/// A bare id is a marker too: of whoever keeps the rows in step now. Scripts write such markers, and
/// rows that they made are to be recognised.
pub(crate) fn source(namespace: &str, marker: &str) -> Option<String> {
    if let Ok(id) = Uuid::try_parse(marker) {
        return Some(id.to_string());
    }
    let source = marker.strip_prefix("ns:")?.strip_prefix(namespace)?.strip_prefix(':')?;
    (!source.is_empty()).then(|| source.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_markers_are_read() {
        assert_eq!(source("tasks", &marker("tasks", "a-b")).as_deref(), Some("a-b"));
        let id = "6738f914-7c95-41cf-8d18-a1e9e192584f";
        assert_eq!(source("tasks", id).as_deref(), Some(id));
        assert_eq!(source("tasks", &id.replace('-', "")).as_deref(), Some(id));
        assert_eq!(source("tasks", "ns:tasks-2:a"), None);
        assert_eq!(source("tasks", "ns:tasks:"), None);
        assert_eq!(source("tasks", "by hand"), None);
    }
}
