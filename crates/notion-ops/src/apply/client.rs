//! The client as a sender.
