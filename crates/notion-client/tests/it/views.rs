//! Views and the rows they show.

use notion_client::views;
use notion_model::query::Filter;
use notion_model::request::{CreateView, CreateViewQuery, UpdateView};
use notion_model::{Patch, ViewType};

use crate::session::Session;

#[tokio::test(start_paused = true)]
async fn a_view_is_made_changed_queried_and_deleted() {
    let session = Session::new();
    let (client, (database, source)) = (&session.client, session.tasks());
    let before = client.list(views::list(database)).collect().await.unwrap().len();
    let view = CreateView::new(database, source, "Open", ViewType::Table);
    let view = client.send(views::create(view)).await.unwrap().id;
    let open = Filter::property("Done").checkbox().equals(false).into();
    let change = UpdateView { filter: Patch::Set(open), ..UpdateView::default() };
    client.send(views::update(view, change)).await.unwrap();
    let read = client.send(views::retrieve(view)).await.unwrap();
    assert_eq!((read.name.as_deref(), read.filter.is_some()), (Some("Open"), true));

    let of_database = client.list(views::list(database)).collect().await.unwrap();
    let of_source = client.list(views::list_showing(source)).collect().await.unwrap();
    assert_eq!((of_database.len(), of_source.len()), (before + 1, before + 1));

    let size = CreateViewQuery { page_size: Some(1) };
    let query = client.send(views::query(view, size)).await.unwrap();
    assert_eq!((query.total_count, query.has_more), (Some(2), Some(true)));
    let rows = client.list(views::rows(view, &query)).collect().await.unwrap();
    assert_eq!(rows.len(), 2);
    let pages = client.pages(views::rows(view, &query)).size(1);
    assert_eq!(pages.into_listing().collect().await.unwrap(), rows);

    let gone = client.send(views::delete_query(view, &query)).await.unwrap();
    assert_eq!(gone.deleted, Some(true));
    assert_eq!(client.get_opt(views::rows(view, &query)).await.unwrap(), None);
    assert_eq!(client.send(views::delete(view)).await.unwrap().id, view);
    assert_eq!(client.get_opt(views::delete(view)).await.unwrap(), None);
}
