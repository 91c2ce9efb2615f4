#![doc = include_str!("../README.md")]

mod alert;
mod color_name;
mod cut;
mod dialect;
mod diff;
mod fence_info;
mod fit;
mod front_matter;
mod html;
mod icon;
mod json;
mod language;
mod line_index;
mod mention;
mod normal;
mod options;
mod plan;
mod ratio;
mod read;
mod remark;
mod resolve;
mod tag;
mod write;

pub use dialect::Dialect;
pub use diff::{Counts, Difference, Existing, Insert, Operation, diff};
pub use fence_info::FenceInfos;
pub use fit::{Fitted, fit};
pub use front_matter::{FrontMatter, Scalar, Value};
pub use json::{JsonError, from_json, json};
pub use language::fence_word;
pub use line_index::LineColumn;
pub use normal::normal;
pub use options::{
    Colors, Comments, LinkedImages, LoneLinks, ReadOptions, SoftBreaks, UnknownHtml, WriteOptions,
};
pub use plan::{Append, Step, Target, UploadPlan, plan, plan_append};
pub use read::{Document, read};
pub use remark::{Place, Remark, RemarkKind, Severity};
pub use resolve::{Asset, Destination, Resolve};
pub use write::{Written, write};

#[cfg(test)]
mod constructs;
#[cfg(test)]
mod shorthand;
