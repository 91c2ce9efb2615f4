//! Who knows what a name or a relative address in a text leads to: the caller.

use std::fmt;

use notion_model::{CustomEmoji, FileUploadId, PageId};

/// Says what the names and addresses in a text lead to, for
/// [`ReadOptions::resolver`](crate::ReadOptions::resolver).
///
/// Reading does no input and output: whoever wants files uploaded or pages looked up does that
/// before, and answers from what was found. Each method has a default, which is what happens
/// without a resolver. Links and images of Notion's own dialects are asked about as well.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Arc;
///
/// use notion_md::{Asset, ReadOptions, Resolve, Destination, read};
/// use notion_model::{FileUploadId, PageId};
///
/// #[derive(Debug)]
/// struct Vault {
///     pages: HashMap<String, PageId>,
///     uploads: HashMap<String, FileUploadId>,
/// }
///
/// impl Resolve for Vault {
///     fn link(&self, url: &str) -> Destination {
///         self.pages.get(url).map_or(Destination::Keep, |page| Destination::Mention(*page))
///     }
///
///     fn asset(&self, path: &str) -> Asset {
///         self.uploads.get(path).map_or(Asset::Keep, |file| Asset::Upload(*file))
///     }
/// }
///
/// let page = PageId::parse("1a2b3c4d5e6f40718293a4b5c6d7e8f9")?;
/// let file = FileUploadId::parse("0a1b2c3d4e5f40718293a4b5c6d7e8f9")?;
/// let vault = Vault {
///     pages: HashMap::from([("plan.md".to_owned(), page)]),
///     uploads: HashMap::from([("map.png".to_owned(), file)]),
/// };
/// let options = ReadOptions { resolver: Some(Arc::new(vault)), ..ReadOptions::default() };
///
/// let document = read("See [the plan](plan.md).\n\n![Map](map.png)\n", &options);
/// assert!(document.remarks.is_empty());
/// let json = serde_json::to_value(&document.blocks)?;
/// assert_eq!(json[0]["paragraph"]["rich_text"][1]["mention"]["page"]["id"], page.to_string());
/// assert_eq!(json[1]["image"]["file_upload"]["id"], file.to_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Resolve: fmt::Debug + Send + Sync {
    /// The target of a link, as it is written, with entities and escapes read: `../plan.md#aims`.
    fn link(&self, url: &str) -> Destination {
        let _ = url;
        Destination::Keep
    }

    /// The target of a wikilink: of `[[Plan#Aims|our aims]]`, that is `Plan#Aims`. Only asked with
    /// [`ReadOptions::wikilinks`](crate::ReadOptions::wikilinks).
    fn wikilink(&self, name: &str) -> Destination {
        let _ = name;
        Destination::Keep
    }

    /// The file of an image, a video or a sound that is not on the web: a relative path, or a
    /// `data:` address.
    fn asset(&self, path: &str) -> Asset {
        let _ = path;
        Asset::Keep
    }

    /// An emoji of the workspace: of `:halden:`, that is `halden`. Only asked with
    /// [`ReadOptions::shortcodes`](crate::ReadOptions::shortcodes), and if no emoji of Unicode is
    /// called that.
    fn emoji(&self, name: &str) -> Option<CustomEmoji> {
        let _ = name;
        None
    }
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination {
    /// To its address, which may be relative to [`base_url`](crate::ReadOptions::base_url). If
    /// Notion would refuse it, only the text stays, with a remark.
    Keep,
    /// To this address instead, under the same rule.
    Replace(String),
    /// To this page: a mention of it, whose title stands for the link's text. A link around an
    /// image stays a link.
    Mention(PageId),
    /// To nothing: its text stays, without a remark.
    TextOnly,
}

/// What the file of an image becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Asset {
    /// What it is: relative to [`base_url`](crate::ReadOptions::base_url), or else a text of the
    /// description and the path, with a remark.
    Keep,
    /// A file at this address on the web.
    Replace(String),
    /// A file that was uploaded to Notion within the last hour.
    Upload(FileUploadId),
}
