//! Where the official types cannot judge: what Notion itself answers beyond them, each line with the
//! recording that proves it, and what of a request they give no type that says anything.

use serde_json::{Map, Value};

use crate::Failure;

/// Fields that are taken out of a body before it is judged, so that whatever else is wrong with
/// it is still seen.
pub(super) struct Exceptions {
    fields: Vec<Field>,
    /// Flags that the types require, and that the newer version of the API has no more.
    gone: Vec<Gone>,
    /// A path, whatever follows it included, and a field of its requests.
    untyped: Vec<(String, String)>,
}

/// A field that the official types do not know.
struct Field {
    /// It is taken out of an object that has this field too,
    beside: String,
    /// and this is its name.
    name: String,
}

/// A flag that is put back before a body is judged.
struct Gone {
    /// The kind of the object that had it,
    object: String,
    /// and its name.
    name: String,
}

impl Exceptions {
    /// Reads `xtask/conformance/types.json`.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let table: Value =
            serde_json::from_str(text).map_err(|error| format!("types.json: {error}"))?;
        let mut fields = Vec::new();
        let mut gone = Vec::new();
        let word = |line: &Value, key: &str| match line[key].as_str() {
            Some(word) => Ok(word.to_owned()),
            None => Err(format!("types.json: an answer without `{key}`")),
        };
        for line in table["answers"].as_array().into_iter().flatten() {
            word(line, "recording")?;
            fields.push(Field { beside: word(line, "beside")?, name: word(line, "field")? });
        }
        for line in table["gone"].as_array().into_iter().flatten() {
            word(line, "recording")?;
            gone.push(Gone { object: word(line, "object")?, name: word(line, "field")? });
        }
        let mut untyped = Vec::new();
        for line in table["requests"].as_array().into_iter().flatten() {
            let path = line["path"].as_str().ok_or("types.json: a request without `path`")?;
            for field in line["fields"].as_array().into_iter().flatten() {
                let field = field.as_str().ok_or("types.json: a field is a name")?;
                untyped.push((path.to_owned(), field.to_owned()));
            }
        }
        Ok(Self { fields, gone, untyped })
    }

    /// Takes what has no type out of a request. `true` if there was something.
    pub(super) fn strip(&self, path: &str, request: &mut Value) -> bool {
        let Some(fields) = request.as_object_mut() else { return false };
        let before = fields.len();
        for (prefix, field) in &self.untyped {
            if path.starts_with(prefix.as_str()) {
                fields.shift_remove(field);
            }
        }
        fields.len() < before
    }

    /// Takes the fields out of one object of an answer, and puts those back that are gone.
    pub(super) fn apply(&self, object: &mut Map<String, Value>) {
        for Gone { object: kind, name } in &self.gone {
            if object.get("object").is_some_and(|it| it == kind) && !object.contains_key(name) {
                object.insert(name.clone(), Value::Bool(false));
            }
        }
        for field in &self.fields {
            if object.contains_key(&field.beside) {
                object.shift_remove(&field.name);
            }
        }
    }
}
