//! People and bots.

use serde_json::{Map, Value};

use crate::{
    UserId,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// A person, a bot, or only the id of one: `created_by` and `last_edited_by` of objects carry
    /// nothing else.
    pub struct User {
        /// `user`, or `group` in a people property.
        defaulted object: UserObject,
        /// Its id.
        required id: UserId,
        /// Its name.
        optional name: Option<String>,
        /// Its picture.
        optional avatar_url: Option<String>,
        /// `person` or `bot`.
        optional r#type: Option<UserType>,
        /// What is known of a person.
        optional person: Option<Box<Person>>,
        /// What is known of a bot: nothing, unless it is the token's own.
        optional bot: Option<Box<Map<String, Value>>>,
    }
}

impl User {
    /// Only the id, as objects name their authors.
    pub fn partial(id: UserId) -> Self {
        Self {
            object: UserObject::User,
            id,
            name: None,
            avatar_url: None,
            r#type: None,
            person: None,
            bot: None,
            wire: crate::Wire::default(),
        }
    }
}

open_enum! {
    /// What stands where a user is expected.
    #[derive(Default)]
    pub enum UserObject {
        /// A person or a bot.
        #[default]
        User = "user",
        /// A group of people.
        Group = "group",
    }
}

open_enum! {
    /// A kind of user.
    pub enum UserType {
        /// A person.
        Person = "person",
        /// A bot: a connection.
        Bot = "bot",
    }
}

wire_object! {
    /// What is known of a person.
    pub struct Person {
        /// The address, if the connection may see it.
        optional email: Option<String>,
    }
}
