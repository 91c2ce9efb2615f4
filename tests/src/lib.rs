//! End-to-end tests of the whole workspace; they are in `it/`.
