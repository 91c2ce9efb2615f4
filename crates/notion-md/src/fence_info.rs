//! What stands after the fences of a text, kept beside its blocks: of it Notion has the language.

use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hasher as _},
};

use crate::language::{fence_word, from_info};

/// The info strings of a text's code blocks (`rust,no_run`, `js {1,3}`), for writing them again.
///
/// Notion keeps one of its own languages of each and nothing else. [`read`](crate::read) keeps the
/// rest in [`Document::fence_infos`](crate::Document::fence_infos);
/// [`WriteOptions::fence_infos`](crate::WriteOptions::fence_infos) takes it, and finds the code
/// again by its language, its length and how it begins and ends, wherever it is by then. Code that
/// was changed gets the plain word of its language.
///
/// ```
/// use notion_md::{ReadOptions, WriteOptions, read, write};
///
/// let text = "```rust,no_run\nwait();\n```\n";
/// let document = read(text, &ReadOptions::default());
/// let options = WriteOptions { fence_infos: document.fence_infos, ..WriteOptions::default() };
/// assert_eq!(write(&document.blocks, &options).text, text);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FenceInfos {
    /// Those of equal code stand in the order of the text.
    infos: Vec<(u64, Box<str>)>,
    /// Whether one of them says more than its language.
    say_more: bool,
}

impl FenceInfos {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        !self.say_more
    }

    /// Keeps what stands after the fence of a code.
    pub(crate) fn push(&mut self, language: &str, code: &str, info: &str) {
        let info = info.trim();
        self.say_more |= info != fence_word(language);
        // The plain ones count, too, because code may stand in a text twice.
        self.infos.push((key(language, code), info.into()));
    }

    /// All of it, to be taken one by one.
    pub(crate) fn taken(&self) -> TakenInfos<'_> {
        let mut infos = TakenInfos::default();
        for (key, info) in self.infos.iter().filter(|_| self.say_more) {
            infos.0.entry(*key).or_default().push_back(info);
        }
        infos
    }
}

/// What is left to be taken.
#[derive(Default)]
pub(crate) struct TakenInfos<'i>(HashMap<u64, VecDeque<&'i str>>);

impl<'i> TakenInfos<'i> {
    /// What to write after the fence of a code, if it still says what the block does.
    pub(crate) fn take(&mut self, language: &str, code: &str, caption: &str) -> Option<&'i str> {
        if self.0.is_empty() {
            return None;
        }
        let info = self.0.get_mut(&key(language, code))?.pop_front()?;
        let said = from_info(info);
        (said.language == language && said.title.unwrap_or_default() == caption).then_some(info)
    }
}

/// What is the same of the same code. Not all of a long one is looked at, which would take longer
/// than reading it does.
fn key(language: &str, code: &str) -> u64 {
    const LOOKED_AT: usize = 64;
    let bytes = code.as_bytes();
    let mut hasher = DefaultHasher::new();
    hasher.write(language.as_bytes());
    hasher.write_usize(bytes.len());
    hasher.write(&bytes[..bytes.len().min(LOOKED_AT)]);
    hasher.write(&bytes[bytes.len().saturating_sub(LOOKED_AT)..]);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use crate::{ReadOptions, WriteOptions, read, write};

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let document = read(markdown, &ReadOptions::default());
        let fence_infos = document.fence_infos;
        let options = WriteOptions { fence_infos, ..WriteOptions::default() };
        assert_eq!(write(&document.blocks, &options).text, expected);
    }

    #[track_caller]
    fn same(markdown: &str) {
        check(markdown, markdown);
    }

    #[test]
    fn every_info_comes_back() {
        same("```rust,no_run\na\n```\n\n```sh\nb\n```\n");
        same("```js title=x {1,3}\na\n```\n");
        same("```js {1,3} title=\"a.js\"\na\n```\n");
        same("```text\na\n```\n\n```foo bar\nb\n```\n");
        same("- ```{.haskell .numberLines}\n  a\n  ```\n");
        same("> ```Python\n> ```\n");
        check("```c\\\\d \\&amp; \\*\na\n```\n", "```c\\d & *\na\n```\n");
        same("```c\\d c\\\\* &amp;amp; R&D &\na\n```\n");
        same("~~~a`b\nc\n~~~\n");
        same("~~~~a`b\n~~~\n~~~~\n");
        check("~~~rs\na\n~~~\n", "```rs\na\n```\n");
        check("``` sh  \na\n```\n", "```sh\na\n```\n");
    }

    #[test]
    fn equal_code_keeps_its_order() {
        same("```rust\na\n```\n\n```rust,ignore\na\n```\n\n```\na\n```\n");
        same("```rs\na\n```\n\n```rust\na\n```\n\n```rust\na\n```\n");
    }

    #[test]
    fn what_has_changed_gets_the_plain_word() {
        let document = read("```rs title=\"a\"\nb\n```\n", &ReadOptions::default());
        let options = WriteOptions { fence_infos: document.fence_infos, ..WriteOptions::default() };
        let text =
            |markdown: &str| write(&read(markdown, &ReadOptions::default()).blocks, &options).text;
        assert_eq!(text("```rs title=\"a\"\nb\n```"), "```rs title=\"a\"\nb\n```\n");
        assert_eq!(text("```rs title=\"c\"\nb\n```"), "```rust title=\"c\"\nb\n```\n");
        assert_eq!(text("```rs title=\"a\"\nd\n```"), "```rust title=\"a\"\nd\n```\n");
        assert_eq!(text("```c title=\"a\"\nb\n```"), "```c title=\"a\"\nb\n```\n");
    }

    #[test]
    fn plain_infos_are_nothing_to_keep() {
        let infos = |markdown: &str| read(markdown, &ReadOptions::default()).fence_infos;
        assert!(infos("```rust\na\n```\n\n```\nb\n```\n\n    c\n").is_empty());
        assert!(!infos("```rs\na\n```").is_empty());
    }
}
