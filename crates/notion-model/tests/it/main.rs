//! The model against samples of everything on the wire.

mod coverage;
mod odd;
mod samples;
mod tomorrow;
mod wire;
