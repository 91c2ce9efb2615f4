#![doc = include_str!("../README.md")]

mod args;
mod commands;
mod connect;
mod error;
mod host;
mod local;
mod recording;
mod run;
mod settings;
mod ui;
mod workbench;

pub use host::{Answers, Host, Interrupts, Stream};
pub use notion_ops::Exit;
pub use run::run;
