//! The model against samples of everything on the wire.

mod canonical;
mod carry;
mod coverage;
mod odd;
mod samples;
mod tomorrow;
mod values;
mod wire;
