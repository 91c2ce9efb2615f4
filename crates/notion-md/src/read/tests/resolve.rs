//! What the caller knows.

use std::sync::Arc;

use notion_model::{CustomEmoji, FileUploadId, PageId};

use super::all_with;
use crate::{Asset, Destination, ReadOptions, Resolve};

#[derive(Debug)]
struct Vault;

fn page() -> PageId {
    PageId::parse("1a2b3c4d5e6f40718293a4b5c6d7e8f9").unwrap()
}

impl Resolve for Vault {
    fn link(&self, url: &str) -> Destination {
        match url {
            "plan.md" => Destination::Mention(page()),
            "old.md" => Destination::Replace("https://a.b/new".to_owned()),
            "bad.md" => Destination::Replace("ftp://a.b".to_owned()),
            "#here" => Destination::TextOnly,
            _ => Destination::Keep,
        }
    }

    fn wikilink(&self, name: &str) -> Destination {
        if name == "Plan" { Destination::Mention(page()) } else { Destination::TextOnly }
    }

    fn asset(&self, path: &str) -> Asset {
        match path {
            "map.png" | "a.mp4" => {
                Asset::Upload(FileUploadId::parse("0a1b2c3d4e5f40718293a4b5c6d7e8f9").unwrap())
            }
            path if path.starts_with("data:") => Asset::Replace("https://h/d.png".to_owned()),
            _ => Asset::Keep,
        }
    }

    fn emoji(&self, name: &str) -> Option<CustomEmoji> {
        (name == "halden").then(|| serde_json::from_str(r#"{"id":"e1","name":"halden"}"#).unwrap())
    }
}

fn options() -> ReadOptions {
    ReadOptions {
        resolver: Some(Arc::new(Vault)),
        shortcodes: true,
        wikilinks: true,
        ..ReadOptions::default()
    }
}

#[test]
fn links() {
    insta::assert_snapshot!(all_with(&options(), &[
        "see [the *plan* `x`](plan.md), now",
        "[a](old.md) [b](bad.md) [c](#here) [d](x.md)",
        "[![i](https://h/i.png)](plan.md) x",
        "<a href=\"plan.md\">p</a> <a href=\"#here\">h</a>",
        "**[p](plan.md)** | x",
        "|a|\n|-|\n|[p](plan.md)|",
    ]), @r##"
    "see [the *plan* `x`](plan.md), now"
    P "see " @page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9) ", now"

    "[a](old.md) [b](bad.md) [c](#here) [d](x.md)"
    P "a"→https://a.b/new " b c d"
    ! line 1, column 13: the link to `ftp://a.b` was dropped: it is neither http, https, mailto nor tel
    ! line 1, column 36: the link to `x.md` was dropped: it is relative

    "[![i](https://h/i.png)](plan.md) x"
    P "i"→https://www.notion.so/1a2b3c4d5e6f40718293a4b5c6d7e8f9 " x"
    ! line 1, column 2: the image `https://h/i.png` became a link

    "<a href=\"plan.md\">p</a> <a href=\"#here\">h</a>"
    P "p"→https://www.notion.so/1a2b3c4d5e6f40718293a4b5c6d7e8f9 " h"

    "**[p](plan.md)** | x"
    P b@page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9) " | x"

    "|a|\n|-|\n|[p](plan.md)|"
    TBL(1,hdr)
      ROW "a"
      ROW @page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9)
    "##);
}

#[test]
fn wikilinks() {
    insta::assert_snapshot!(all_with(&options(), &["[[Plan]] [[Plan|our *plan*]] [[Other]]", "![[Plan]] ![[map.png]]"]), @r#"
    "[[Plan]] [[Plan|our *plan*]] [[Other]]"
    P @page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9) " " @page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9) " Other"

    "![[Plan]] ![[map.png]]"
    P @page(1a2b3c4d-5e6f-4071-8293-a4b5c6d7e8f9)
    IMG(upload 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9)
    "#);
}

#[test]
fn files() {
    insta::assert_snapshot!(all_with(&options(), &[
        "![Map](map.png)",
        "![](data:image/png;base64,AAAA) ![y](other.png)",
        "|a|\n|-|\n|![Map](map.png)|",
        "[![Map](map.png)](https://a.b) x",
        "[![Map](map.png)](https://a.b)",
        "<img src=\"map.png\" alt=\"M\"> <video src=\"a.mp4\"></video>",
    ]), @r#"
    "![Map](map.png)"
    IMG(upload 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9; "Map")

    "![](data:image/png;base64,AAAA) ![y](other.png)"
    IMG(https://h/d.png)
    P "y (other.png)"
    ! line 1, column 33: the image `other.png` became text: it is relative

    "|a|\n|-|\n|![Map](map.png)|"
    TBL(1,hdr)
      ROW "a"
      ROW "Map (map.png)"
    ! line 3, column 2: the image `map.png` became text: there are no uploaded files in running text

    "[![Map](map.png)](https://a.b) x"
    P "Map"→https://a.b " x"
    ! line 1, column 2: an uploaded image became a link

    "[![Map](map.png)](https://a.b)"
    IMG(upload 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9; "Map"→https://a.b)

    "<img src=\"map.png\" alt=\"M\"> <video src=\"a.mp4\"></video>"
    IMG(upload 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9; "M")
    VIDEO(upload 0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9)
    "#);
}

#[test]
fn emoji() {
    insta::assert_snapshot!(all_with(&options(), &[
        ":halden: **:halden:** x:halden: :halden:y ::halden:: :tada:",
        "`:halden:` [:halden:](https://a.b)",
    ]), @r#"
    ":halden: **:halden:** x:halden: :halden:y ::halden:: :tada:"
    P @:halden: " " b@:halden: " x:halden: :halden:y :" @:halden: ": 🎉"

    "`:halden:` [:halden:](https://a.b)"
    P c":halden:" " " @:halden:
    "#);
}
