//! Where Notion itself answers more than the official types allow: a table, each line with the
//! recording that proves it.

use serde_json::{Map, Value};

use crate::Failure;

/// Fields that are taken out of an answer before it is judged, so that whatever else is wrong with
/// it is still seen.
pub(super) struct Exceptions {
    fields: Vec<Field>,
}

/// A field that the official types do not know.
struct Field {
    /// It is taken out of an object that has this field too,
    beside: String,
    /// and this is its name.
    name: String,
}

impl Exceptions {
    /// Reads `xtask/conformance/types.json`.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let table: Value =
            serde_json::from_str(text).map_err(|error| format!("types.json: {error}"))?;
        let mut fields = Vec::new();
        for line in table["answers"].as_array().into_iter().flatten() {
            let word = |key: &str| match line[key].as_str() {
                Some(word) => Ok(word.to_owned()),
                None => Err(format!("types.json: an answer without `{key}`")),
            };
            word("recording")?;
            fields.push(Field { beside: word("beside")?, name: word("field")? });
        }
        Ok(Self { fields })
    }

    /// Takes the fields out of one object.
    pub(super) fn apply(&self, object: &mut Map<String, Value>) {
        for field in &self.fields {
            if object.contains_key(&field.beside) {
                object.remove(&field.name);
            }
        }
    }
}
