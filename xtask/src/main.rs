//! The chores of this repository: `cargo xtask check`, `tidy`, `conformance`, `bench`.

fn main() {}
