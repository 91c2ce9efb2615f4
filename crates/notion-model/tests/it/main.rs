//! The model against samples of everything on the wire.

mod samples;
mod tomorrow;
mod wire;
