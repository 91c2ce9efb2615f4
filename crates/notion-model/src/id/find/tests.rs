//! Every form in which people paste ids, and which id is meant for which kind.

use proptest::prelude::*;
use uuid::Uuid;

use crate::{BlockId, CommentId, DataSourceId, DatabaseId, PageId, UserId, ViewId};

const A: &str = "0123456789abcdef0123456789abcdef";
const B: &str = "ffffffffffffffffffffffffffffffff";

/// Which id a page, a database, a block and a view read: `a`, `b` or `-` each.
#[track_caller]
fn check(form: &str, expected: &str) {
    let input = form.replace("{a}", A).replace("{b}", B);
    let name = |id: Option<Uuid>| match id.map(|it| it.simple().to_string()).as_deref() {
        Some(A) => 'a',
        Some(B) => 'b',
        Some(_) => '?',
        None => '-',
    };
    let database = DatabaseId::parse(&input).ok().map(DatabaseId::uuid);
    let found: String = [
        name(PageId::parse(&input).ok().map(PageId::uuid)),
        name(database),
        name(BlockId::parse(&input).ok().map(BlockId::uuid)),
        name(ViewId::parse(&input).ok().map(ViewId::uuid)),
    ]
    .into_iter()
    .collect();
    assert_eq!(found, expected, "{input}");
    assert_eq!(DataSourceId::parse(&input).ok().map(DataSourceId::uuid), database);
}

#[test]
fn each_kind_takes_the_id_that_is_meant_for_it() {
    // page, database, block, view
    check("{a}", "aaaa");
    check("  {a}\n", "aaaa");
    check("01234567-89AB-CDEF-0123-456789abcdef", "aaaa");
    check("https://app.notion.com/p/{a}", "aa--");
    check("https://app.notion.com/p/My-Page-{a}", "aa--");
    check("https://www.notion.so/My-Page-{a}", "aa--");
    check("https://www.notion.so/acme/My-Page-{a}", "aa--");
    check("https://www.notion.so/acme/My-Page-{a}/", "aa--");
    check("https://www.notion.so/acme/{a}?pvs=4", "aa--");
    check("https://acme.notion.site/My-Page-{a}?pvs=25&utm_source=mail", "aa--");
    check("https://acme.notion.site/{a}", "aa--");
    check("notion://www.notion.so/acme/My-Page-{a}", "aa--");
    check("www.notion.so/{a}", "aa--");
    check("/My-Page-{a}", "aa--");
    // A database with a view, and with a page that is open beside it.
    check("https://www.notion.so/acme/{a}?v={b}", "aa-b");
    check("https://www.notion.so/acme/My-DB-{a}?v={b}", "aa-b");
    check("https://www.notion.so/acme/{a}?pvs=4&v={b}", "aa-b");
    check("https://www.notion.so/{b}?p={a}&pm=s", "ab--");
    check("https://www.notion.so/{b}?v={b}&p={a}", "ab-b");
    check("https://www.notion.so/acme/My-DB-{a}?v={b}&p={b}", "aa-b");
    check("https://www.notion.so/open?page_id={a}", "aa--");
    check("https://www.notion.so/open?database_id={a}", "aa--");
    check("https://www.notion.so/open?v={b}&database_id={a}", "aa-b");
    // A link to a block.
    check("https://www.notion.so/acme/My-Page-{a}#{b}", "aab-");
    check("https://www.notion.so/acme/My-Page-{a}?pvs=4#{b}", "aab-");
    check("https://www.notion.so/{a}#block-{b}", "aab-");
    check("https://www.notion.so/acme/My-DB-{a}?v={b}#{a}", "aaab");
    check("https://www.notion.so/{a}#top", "aa--");
    // Titles that look like ids, and capitals.
    check("https://www.notion.so/{b}-{a}", "aa--");
    check("https://www.notion.so/Face-Cafe-{a}", "aa--");
    check("https://www.notion.so/0123456789ABCDEF0123456789ABCDEF", "aa--");
    check("{{a}}", "aa--");
    // Notion's SDK finds no dashed ids in URLs, and neither do we.
    check("https://www.notion.so/01234567-89ab-cdef-0123-456789abcdef", "----");
    check("https://www.notion.so/acme", "----");
    check("0123456789abcdef0123456789abcde", "----");
    check("task_", "----");
    check("", "----");
    check("Ünïcödé and nothing else", "----");
}

#[test]
fn what_no_url_names_is_only_read_from_ids() {
    assert_eq!(UserId::parse(A).unwrap().undashed().to_string(), A);
    assert!(UserId::parse(&format!("https://www.notion.so/{A}")).is_err());
    assert!(CommentId::parse(&format!("https://www.notion.so/{A}?d={B}")).is_err());
    assert!(format!("https://www.notion.so/{A}").parse::<PageId>().is_err());
}

#[test]
fn errors_say_where_the_id_would_stand() {
    insta::assert_snapshot!(
        PageId::parse("Road map").unwrap_err(),
        @"`Road map` holds no page id; write 32 hex digits, with or without dashes, or the object's URL"
    );
    insta::assert_snapshot!(
        BlockId::parse("https://www.notion.so/Road-map").unwrap_err(),
        @"`https://www.notion.so/Road-map` holds no block id; write 32 hex digits, with or without dashes, or a link to the block, which ends in `#` and its id"
    );
    insta::assert_snapshot!(
        ViewId::parse("x").unwrap_err(),
        @"`x` holds no view id; write 32 hex digits, with or without dashes, or the URL of the database with `?v=` and the view's id"
    );
    insta::assert_snapshot!(
        UserId::parse("Ada").unwrap_err(),
        @"`Ada` holds no user id; write 32 hex digits, with or without dashes"
    );
}

/// A text that nearly ends with an id all the way along. Looking back to its beginning at each would
/// take minutes.
#[test]
fn a_long_text_is_read_once() {
    let id = "38c9ce7b60a48114b301ddc78a46ec5d";
    let long = format!("/{}x", format!("-{id}").repeat(50_000));
    assert_eq!(PageId::parse(&long).map(|it| it.uuid().simple().to_string()), Ok(id.to_owned()));
    let anchors = format!("/{}", format!("-{id}?").repeat(50_000));
    assert_eq!(PageId::parse(&anchors).map(|it| it.uuid().simple().to_string()), Ok(id.to_owned()));
}

const HOSTS: [&str; 4] =
    ["https://www.notion.so/", "https://app.notion.com/p/", "https://a.notion.site/", "notion://"];

proptest! {
    #[test]
    fn any_id_is_found_in_any_form(
        bits: u128,
        other: u128,
        title in "[G-Zg-z_]{0,12}",
        host in 0..HOSTS.len(),
        upper: bool,
    ) {
        let (id, other) = (Uuid::from_u128(bits), Uuid::from_u128(other).simple());
        let simple = if upper { format!("{:X}", id.simple()) } else { id.simple().to_string() };
        for form in [simple.clone(), id.hyphenated().to_string(), PageId::from(id).to_string()] {
            prop_assert_eq!(PageId::parse(&form).map(PageId::uuid), Ok(id));
            prop_assert_eq!(BlockId::parse(&form).map(BlockId::uuid), Ok(id));
            prop_assert_eq!(form.parse::<ViewId>().map(ViewId::uuid), Ok(id));
        }
        let host = HOSTS[host];
        for path in [simple.clone(), format!("{title}-{simple}"), format!("ws/{title}-{simple}")] {
            for tail in ["", "/", "?pvs=4", "#top", &format!("?v={other}"), &format!("#{other}")] {
                let url = format!("{host}{path}{tail}");
                prop_assert_eq!(PageId::parse(&url).map(PageId::uuid), Ok(id), "{}", &url);
                prop_assert_eq!(DatabaseId::parse(&url).map(DatabaseId::uuid), Ok(id), "{}", &url);
            }
            let url = format!("{host}{path}?v={other}#{simple}");
            prop_assert_eq!(BlockId::parse(&url).map(BlockId::uuid), Ok(id));
            prop_assert_eq!(ViewId::parse(&url).map(|it| it.uuid().simple()), Ok(other));
        }
    }

    #[test]
    fn anything_may_be_asked_for_an_id(input in any::<String>()) {
        let _ = PageId::parse(&input).is_ok();
        let _ = DatabaseId::parse(&input).is_ok();
        let _ = BlockId::parse(&input).is_ok();
        let _ = ViewId::parse(&input).is_ok();
    }
}
