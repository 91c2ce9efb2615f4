//! Opens the Notion that is meant: the one in the network, or the one in a folder.

use std::sync::Arc;

use notion_client::{Client, SharedBudget, transport};
use notion_ops::ApplyOptions;

use crate::Exit;
use crate::error::Failure;
use crate::local;
use crate::recording::Recording;
use crate::run::App;
use crate::settings::Target;

/// A way to Notion.
pub(crate) struct Connection {
    pub(crate) client: Client,
    /// How patiently plans are applied over it.
    pub(crate) options: ApplyOptions,
}

/// Opens what flags and environment ask for.
pub(crate) fn open(app: &mut App) -> Result<Connection, Failure> {
    match app.settings.target() {
        Target::Local(folder) => {
            let client = local::client(&local::open(&folder, app)?)?;
            Ok(Connection { client, options: ApplyOptions::in_process() })
        }
        Target::Network { base_url } => {
            let token = app.settings.token(&app.host)?;
            let transport = transport::Reqwest::new()
                .map_err(|error| Failure::new("the network cannot be used").because(&error))?;
            let transport = Recording::of(transport, app)?;
            let mut client = Client::builder(transport)
                .base_url(base_url)?
                .token(token)
                .budget(app.settings.budget()?);
            if let Some(file) = app.settings.budget_file() {
                let now = Arc::clone(&app.host.now);
                let shared = SharedBudget::open(file, move || now()).map_err(|error| {
                    Failure::of(&error).exit(Exit::Usage).hint("look at `NOTION_BUDGET_FILE`")
                })?;
                client = client.shared_budget(shared);
            }
            if let Some(waits) = app.ui.waits() {
                client = client.observer(waits);
            }
            Ok(Connection { client: client.build(), options: ApplyOptions::default() })
        }
    }
}
