//! Fault scripts as TOML: one `[[fault]]` table for each rule.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;

use super::{Alterations, DateMishap, Effect, Fault, Meanwhile, Rewrite, Turn, UploadMishap};

/// One rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that is there or not")]
pub(crate) struct Table {
    #[serde(default = "any_method")]
    method: String,
    #[serde(default = "any_path")]
    path: String,
    nth: Option<u32>,
    every: Option<u32>,
    from: Option<u32>,
    times: Option<u32>,
    #[serde(default)]
    delay_ms: u64,
    status: Option<u16>,
    drop: Option<bool>,
    truncate: Option<usize>,
    when: Option<Moment>,
    #[serde(default)]
    committed: bool,
    #[serde(default)]
    html: bool,
    retry_after: Option<u64>,
    retry_after_date: Option<u64>,
    reason: Option<String>,
    message: Option<String>,
    late_ms: Option<u64>,
    page_size: Option<u32>,
    children: Option<usize>,
    #[serde(default)]
    foreign: u32,
    lag_ms: Option<u64>,
    expires_ms: Option<u64>,
    upload: Option<Mishap>,
    levels: Option<usize>,
    dual_ms: Option<u64>,
    template_ms: Option<u64>,
    template_blocks: Option<usize>,
    markdown_blocks: Option<usize>,
    query_rows: Option<usize>,
    repeat: Option<usize>,
    results: Option<usize>,
    set: Option<Value>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    strange: bool,
    #[serde(default)]
    no_date: bool,
    date_skew_ms: Option<i64>,
    trickle_ms: Option<u64>,
    hold_ms: Option<u64>,
    meanwhile: Option<Other>,
}

/// What another client does. A body is a table, or JSON as a text, which can say `null`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    method: String,
    path: String,
    #[serde(default)]
    body: Value,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mishap {
    Failed,
    PartLost,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Moment {
    Before,
    After,
}

/// The methods of the API and of the storage, and what stands for any.
const METHODS: [&str; 6] = ["GET", "POST", "PATCH", "DELETE", "HEAD", "*"];

fn any_method() -> String {
    "*".to_owned()
}

fn any_path() -> String {
    "**".to_owned()
}

impl Table {
    pub(crate) fn rule(self) -> Result<Fault, String> {
        if !METHODS.contains(&self.method.to_ascii_uppercase().as_str()) {
            return Err(format!(
                "`method` is one of {}, not {:?}",
                METHODS.join(", "),
                self.method
            ));
        }
        let mut fault = Fault::on(&self.method, &self.path);
        fault.turn = match (self.nth, self.every, self.from) {
            (None, None, None) => Turn::Each,
            (Some(n @ 1..), None, None) => Turn::Nth(n),
            (None, Some(n @ 1..), None) => Turn::Every(n),
            (None, None, Some(n @ 1..)) => Turn::From(n),
            (Some(0), ..) | (_, Some(0), _) | (.., Some(0)) => {
                return Err("`nth`, `every` and `from` count from 1".into());
            }
            _ => return Err("give one of `nth`, `every` and `from`".into()),
        };
        fault.times = self.times;
        let mut fault = fault.delay(Duration::from_millis(self.delay_ms));
        fault.alterations = self.alterations()?;
        if self.page_size == Some(0) {
            return Err("`page_size` is at least 1".into());
        }
        let alterations = fault.alterations != Alterations::default();
        let mut fault = match (self.status, self.drop == Some(true), self.truncate) {
            (Some(status @ 200..=599), false, None) => fault.status(status),
            (Some(other), false, None) => {
                return Err(format!("`status` is from 200 to 599, not {other}"));
            }
            (None, true, None) => fault.drop_answer(),
            (None, false, Some(bytes)) => fault.truncate(bytes),
            (None, true, Some(bytes)) if self.when.is_none() => fault.break_off(bytes),
            (None, false, None) if self.delay_ms > 0 || alterations => fault,
            (None, false, None) => {
                return Err("say what happens: the rule only says to which requests".into());
            }
            (None, true, Some(_)) => {
                return Err("`truncate` and `drop` together mean `when = \"after\"`".into());
            }
            _ => return Err("give `status`, or else `drop` or `truncate`".into()),
        };
        let about_status = self.committed
            || self.html
            || self.retry_after.is_some()
            || self.retry_after_date.is_some()
            || self.reason.is_some()
            || self.message.is_some();
        if about_status && !matches!(fault.effect, Effect::Status(_)) {
            let keys = "`committed`, `html`, `retry_after`, `retry_after_date`, `reason`";
            return Err(format!("{keys} and `message` need a `status`"));
        }
        if self.retry_after.is_some() && self.retry_after_date.is_some() {
            return Err("give `retry_after` or `retry_after_date`, not both".into());
        }
        if self.late_ms.is_some() {
            if !matches!(fault.effect, Effect::Status(_) | Effect::Drop(_)) {
                return Err("`late_ms` needs a `status` or `drop`".into());
            }
            if self.committed || self.when == Some(Moment::After) {
                return Err("`late_ms` is later than `when = \"after\"` and `committed`".into());
            }
        }
        if self.committed && self.when == Some(Moment::Before) {
            return Err("`committed` means `when = \"after\"`".into());
        }
        if self.when == Some(Moment::After) {
            fault = fault.after();
        }
        if self.committed {
            fault = fault.committed();
        }
        if self.html {
            fault = fault.html();
        }
        if let Some(seconds) = self.retry_after {
            fault = fault.retry_after(seconds);
        }
        if let Some(seconds) = self.retry_after_date {
            fault = fault.retry_after_date(seconds);
        }
        if let Some(reason) = self.reason {
            fault = fault.reason(&reason);
        }
        if let Some(message) = self.message {
            fault = fault.message(&message);
        }
        Ok(fault)
    }

    fn alterations(&self) -> Result<Alterations, String> {
        let time = |ms: Option<u64>| ms.map(Duration::from_millis);
        let date = match (self.no_date, self.date_skew_ms) {
            (true, Some(_)) => return Err("give `no_date` or `date_skew_ms`, not both".into()),
            (true, None) => Some(DateMishap::Missing),
            (false, skew) => skew.map(|skew| DateMishap::Skewed(SignedDuration::from_millis(skew))),
        };
        if self.set.as_ref().is_some_and(|set| !set.is_object()) {
            return Err("`set` is a table of members".into());
        }
        let set = self.set.clone().map(|set| Rewrite { set, without: Vec::new() });
        let without = (!self.without.is_empty())
            .then(|| Rewrite { set: Value::Null, without: self.without.clone() });
        let meanwhile = self.meanwhile.as_ref().map(Other::meanwhile).transpose()?;
        Ok(Alterations {
            page_size: self.page_size,
            children: self.children,
            levels: self.levels,
            foreign: self.foreign,
            meanwhile: meanwhile.map(Arc::new).into_iter().collect(),
            late: time(self.late_ms),
            lag: time(self.lag_ms),
            dual_lag: time(self.dual_ms),
            template_lag: time(self.template_ms),
            template_blocks: self.template_blocks,
            markdown_blocks: self.markdown_blocks,
            query_rows: self.query_rows,
            expires: time(self.expires_ms),
            upload: self.upload.map(|upload| match upload {
                Mishap::Failed => UploadMishap::Failed,
                Mishap::PartLost => UploadMishap::PartLost,
            }),
            repeat: self.repeat,
            results: self.results,
            rewrites: set.into_iter().chain(without).map(Arc::new).collect(),
            strange: self.strange,
            date,
            hold: time(self.hold_ms),
            trickle: time(self.trickle_ms),
        })
    }
}

impl Other {
    fn meanwhile(&self) -> Result<Meanwhile, String> {
        let body = match &self.body {
            Value::String(text) => serde_json::from_str(text)
                .map_err(|error| format!("the body of `meanwhile` is no JSON: {error}"))?,
            table => table.clone(),
        };
        let method = self.method.to_ascii_uppercase();
        Ok(Meanwhile { method, path: self.path.clone(), body })
    }
}
