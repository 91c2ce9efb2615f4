//! The local Notion as its clients see it: requests in, answers out.

mod blocks;
mod pages;
mod queries;
mod seeds;
#[cfg(test)]
mod support;
