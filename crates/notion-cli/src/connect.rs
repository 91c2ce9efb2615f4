//! Opens the Notion that is meant: the one in the network, or the one in a folder.

use notion_client::{Client, Token, transport};
use notion_ops::ApplyOptions;

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
            let token = Token::new(app.settings.token()?)?;
            let transport = transport::Reqwest::new()
                .map_err(|error| Failure::new("the network cannot be used").because(&error))?;
            let transport = Recording::of(transport, app)?;
            let client = Client::builder(transport).base_url(base_url)?.token(token).build();
            Ok(Connection { client, options: ApplyOptions::default() })
        }
    }
}
