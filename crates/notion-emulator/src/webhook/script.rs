//! Webhooks as TOML: one `[[webhook]]` table for each subscription.

use std::time::Duration;

use serde::Deserialize;

use super::{Webhook, post};

/// One subscription as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    url: Option<String>,
    #[serde(default)]
    events: Vec<String>,
    token: Option<String>,
    window_ms: Option<u64>,
    delay_ms: Option<u64>,
    #[serde(default)]
    lose_every: u32,
    #[serde(default)]
    duplicate_every: u32,
    #[serde(default)]
    reorder_every: u32,
    #[serde(default)]
    late_every: u32,
    late_ms: Option<u64>,
    #[serde(default)]
    forge_every: u32,
}

impl Table {
    pub(crate) fn webhook(self) -> Result<Webhook, String> {
        let url = self.url.ok_or("give the `url` that is to be told")?;
        let mut webhook = Webhook::to(url)
            .events(self.events)
            .lose_every(self.lose_every)
            .duplicate_every(self.duplicate_every)
            .reorder_every(self.reorder_every)
            .forge_every(self.forge_every);
        if let Some(token) = self.token {
            webhook = webhook.token(token);
        }
        if let Some(window) = self.window_ms {
            webhook = webhook.window(Duration::from_millis(window));
        }
        if let Some(delay) = self.delay_ms {
            webhook = webhook.delay(Duration::from_millis(delay));
        }
        if (self.late_every == 0) != self.late_ms.is_none() {
            return Err("`late_every` and `late_ms` belong together".into());
        }
        let late = Duration::from_millis(self.late_ms.unwrap_or_default());
        let webhook = webhook.late_every(self.late_every, late);
        webhook.check(&post::PlainHttp).map_err(|error| error.to_string())?;
        Ok(webhook)
    }
}
