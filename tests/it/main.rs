//! The end-to-end tests: one binary, one file per subject.
