//! People and bots.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{View, object};
use crate::world::capability::Capability;
use crate::world::record::User;

impl View<'_> {
    /// A user as the users endpoints show it: the token's own bot with its workspace.
    pub(crate) fn user(&self, user: &User) -> Map<String, Value> {
        let about = &self.world.about;
        let own = user.id == about.integration.id;
        self.user_with(user, |()| {
            if !own {
                return json!({});
            }
            let owner = match about.person {
                Some(person) => json!({ "type": "user", "user": self.full_user(person) }),
                None => json!({ "type": "workspace", "workspace": true }),
            };
            json!({
                "owner": owner,
                "workspace_name": about.workspace_name,
                "workspace_id": about.workspace,
                "workspace_limits": { "max_file_upload_size_in_bytes": about.plan.file_bytes() },
            })
        })
    }

    /// A user as values and mentions show it: nothing is said of any bot.
    pub(super) fn full_user(&self, id: Uuid) -> Value {
        let known = self.world.about.capabilities.allow(Capability::ReadUsers);
        match self.world.user(id).filter(|user| known || user.id == self.world.about.integration.id)
        {
            Some(user) => Value::Object(self.user_with(user, |()| json!({}))),
            None => Self::partial_user(id),
        }
    }

    fn user_with(&self, user: &User, bot: impl FnOnce(()) -> Value) -> Map<String, Value> {
        let mut shown = object([
            ("object", json!("user")),
            ("id", json!(user.id)),
            ("name", json!(user.name)),
            ("avatar_url", json!(user.avatar_url)),
        ]);
        let (kind, about) = if user.is_bot {
            ("bot", bot(()))
        } else {
            let email = user.email.as_ref().map(|email| ("email".to_owned(), json!(email)));
            let verified = user.email_verified.map(|it| ("email_verified".to_owned(), json!(it)));
            let told = self.world.about.capabilities.allow(Capability::ReadUserEmails);
            let about = email.into_iter().chain(verified).filter(|_| told);
            ("person", Value::Object(about.collect()))
        };
        shown.insert("type".into(), json!(kind));
        shown.insert(kind.into(), about);
        shown
    }
}
