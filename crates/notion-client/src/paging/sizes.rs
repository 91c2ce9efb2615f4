//! How many items a list can be asked for at a time, where Notion has asked for fewer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The sizes that Notion could answer in time, by list: a data source of heavy rows is as heavy the
/// next time.
#[derive(Debug, Default)]
pub(crate) struct PageSizes(Mutex<HashMap<String, u32>>);

impl PageSizes {
    pub(super) fn get(&self, path: &str) -> Option<u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).copied()
    }

    pub(super) fn set(&self, path: String, size: u32) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path, size);
    }

    pub(super) fn remove(&self, path: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}
