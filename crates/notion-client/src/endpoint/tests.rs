//! The request of every call.

use notion_model::query::{Query, Sort};
use notion_model::request::{
    AppendChildren, CreateDataSource, CreateDatabase, CreatePage, Parent, Search, UpdateBlock,
    UpdateDataSource, UpdateDatabase, UpdatePage,
};
use notion_model::{Patch, Properties, PropertyId};

use super::*;

/// Ids that differ, with their kind said by the type that is wanted.
fn id<T: std::str::FromStr>(digit: char) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("{digit}0000000-0000-4000-8000-000000000000").parse().unwrap()
}

fn show<E: Endpoint>(endpoint: E) -> String {
    let query: Vec<_> =
        endpoint.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let body = endpoint.body().map(|body| serde_json::to_string(body).unwrap()).unwrap_or_default();
    let line = format!(
        "{:?} {} {} {} {body}",
        endpoint.replay(),
        E::METHOD,
        endpoint.path(),
        query.join("&")
    );
    line.trim_end().replace("0000000-0000-4000-8000-000000000000", "…").replace("  ", " ") + "\n"
}

fn turned<E: ListEndpoint>(mut endpoint: E) -> E {
    endpoint.turn_to(Some("cursor".to_owned()), 100);
    endpoint
}

#[test]
fn pages() {
    let move_to = Parent::DataSource(id('d'));
    let icon = UpdatePage { icon: Patch::Clear, ..UpdatePage::default() };
    let calls = [
        show(pages::create(CreatePage::new(Parent::Page(id('a'))))),
        show(
            pages::retrieve(id('a')).only([PropertyId::from("Ur%5DX"), PropertyId::from("title")]),
        ),
        show(pages::update(id('a'), icon)),
        show(pages::trash(id('a'))),
        show(pages::restore(id('a'))),
        show(pages::move_to(id('a'), move_to)),
        show(pages::property(id('a'), PropertyId::from("Ur%5DX"))),
        show(turned(pages::property_items(id('a'), PropertyId::from("Ur]X")))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST pages {"parent":{"type":"page_id","page_id":"a…"}}
    Read GET pages/a… filter_properties=Ur]X&filter_properties=title
    State PATCH pages/a… {"icon":null}
    State PATCH pages/a… {"in_trash":true}
    State PATCH pages/a… {"in_trash":false}
    State POST pages/a…/move {"parent":{"type":"data_source_id","data_source_id":"d…"}}
    Read GET pages/a…/properties/Ur%5DX
    Read GET pages/a…/properties/Ur%5DX start_cursor=cursor&page_size=100
    "#);
}

#[test]
fn blocks() {
    let page: notion_model::PageId = id('a');
    let calls = [
        show(blocks::retrieve(page)),
        show(turned(blocks::children(page))),
        show(blocks::append(page, AppendChildren::default())),
        show(blocks::update(id('b'), UpdateBlock::default())),
        show(blocks::delete(page)),
        show(blocks::restore(id('b'))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Read GET blocks/a…
    Read GET blocks/a…/children start_cursor=cursor&page_size=100
    Once PATCH blocks/a…/children {"children":[]}
    State PATCH blocks/b… {}
    State DELETE blocks/a…
    State PATCH blocks/b… {"in_trash":false}
    "#);
}

#[test]
fn databases_and_data_sources() {
    let query = Query { sorts: vec![Sort::property("Name")], ..Query::default() };
    let source = CreateDataSource {
        parent: Parent::Database(id('c')),
        properties: Properties::default(),
        title: Vec::new(),
        icon: None,
    };
    let calls = [
        show(databases::create(CreateDatabase::new(Parent::Page(id('a')), "Garden"))),
        show(databases::retrieve(id('c'))),
        show(databases::update(id('c'), UpdateDatabase::default())),
        show(databases::trash(id('c'))),
        show(data_sources::create(source)),
        show(data_sources::retrieve(id('d'))),
        show(data_sources::update(id('d'), UpdateDataSource::default())),
        show(data_sources::query(id('d'), Query::default())),
        show(turned(data_sources::query(id('d'), Query::default()))),
        show(turned(data_sources::query(id('d'), query).only([PropertyId::from("title")]))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST databases {"parent":{"type":"page_id","page_id":"a…"},"title":[{"type":"text","text":{"content":"Garden"}}],"initial_data_source":{"properties":{}}}
    Read GET databases/c…
    State PATCH databases/c… {}
    State PATCH databases/c… {"in_trash":true}
    Once POST data_sources {"parent":{"type":"database_id","database_id":"c…"},"properties":{}}
    Read GET data_sources/d…
    State PATCH data_sources/d… {}
    Read POST data_sources/d…/query {}
    Read POST data_sources/d…/query {"sorts":[{"timestamp":"created_time","direction":"ascending"}],"start_cursor":"cursor","page_size":100}
    Read POST data_sources/d…/query filter_properties=title {"sorts":[{"property":"Name","direction":"ascending"}],"start_cursor":"cursor","page_size":100}
    "#);
}

#[test]
fn users_and_search() {
    let words = Search { query: Some("garden".to_owned()), ..Search::default() };
    let calls = [
        show(users::me()),
        show(users::retrieve(id('e'))),
        show(users::list()),
        show(turned(users::list())),
        show(search::search(words.clone())),
        show(turned(search::search(words))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Read GET users/me
    Read GET users/e…
    Read GET users
    Read GET users start_cursor=cursor&page_size=100
    Read POST search {"query":"garden"}
    Read POST search {"query":"garden","start_cursor":"cursor","page_size":100}
    "#);
}

#[test]
fn a_search_finds_pages_and_data_sources() {
    let found: List<search::Found> = serde_json::from_value(serde_json::json!({
        "object": "list", "has_more": false, "next_cursor": null, "results": [
            {"object": "page", "id": "a0000000-0000-4000-8000-000000000000", "properties": {}},
            {"object": "data_source", "id": "d0000000-0000-4000-8000-000000000000", "title": [], "properties": {}},
            {"object": "hologram", "id": "d0000000-0000-4000-8000-000000000000"},
        ],
    }))
    .unwrap();
    let kinds: Vec<_> = found.items().map(|it| matches!(it, search::Found::Page(_))).collect();
    assert_eq!((kinds, found.results.len()), (vec![true, false], 3));
}
