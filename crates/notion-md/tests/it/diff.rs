//! What holds for the difference of any two trees.

mod laws;
mod random;
mod server;
