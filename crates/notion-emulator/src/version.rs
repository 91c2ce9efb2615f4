//! The versions of the API that are spoken here.

use crate::refusal::Refusal;

/// A value of the `Notion-Version` header that is served.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Version {
    V2025_09_03,
    V2026_03_11,
}

/// Versions that Notion still speaks and this one does not.
const OLDER: [&str; 5] = ["2021-05-11", "2021-05-13", "2021-08-16", "2022-02-22", "2022-06-28"];

impl Version {
    /// Reads the header, or refuses it as the service does.
    pub(crate) fn of_header(header: Option<&str>) -> Result<Self, Refusal> {
        const WHERE: &str =
            "Notion-Version header failed validation: Notion-Version header should be";
        let Some(header) = header else {
            return Err(Refusal::version(format!("{WHERE} defined, instead was `undefined`.")));
        };
        match header {
            "2025-09-03" => Ok(Self::V2025_09_03),
            "2026-03-11" => Ok(Self::V2026_03_11),
            older if OLDER.contains(&older) => Err(Refusal::version(format!(
                "{WHERE} `\"2025-09-03\"` or `\"2026-03-11\"`, instead was `\"{older}\"`. \
                 The local Notion does not speak older versions."
            ))),
            other => {
                let known = OLDER.map(|version| format!("`\"{version}\"`, ")).concat();
                let other = serde_json::Value::from(other);
                Err(Refusal::version(format!(
                    "{WHERE} {known}`\"2025-09-03\"`, or `\"2026-03-11\"`, instead was `{other}`."
                )))
            }
        }
    }

    /// The keys of a body that put something into the trash.
    pub(crate) fn trash_keys(self) -> &'static [&'static str] {
        match self {
            Self::V2025_09_03 => &["in_trash", "archived"],
            Self::V2026_03_11 => &["in_trash"],
        }
    }
}
