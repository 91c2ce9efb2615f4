//! Lists that end, and lists that do not.
