//! The place of pushed pages, and what is there already.

use notion_client::blocks;
use notion_model::{BlockKind, DataSource, Page, PageId, Parent, query::Query};

use crate::{
    marker,
    planner::{PlanError, Planner, marker_of, unknown_property},
    problem::Problem,
    spec::{PushSpec, PushTarget, Spec},
};

/// Where pages go.
pub(super) enum Place {
    Page { id: PageId, title: String },
    Rows { rows: Box<DataSource>, marker: String },
}

impl Place {
    pub(super) fn title(&self) -> String {
        match self {
            Self::Page { title, .. } => title.clone(),
            Self::Rows { rows, .. } => rows.title(),
        }
    }

    /// Whether a page is there, and not below something else.
    pub(super) fn holds(&self, page: &Page) -> bool {
        match (self, &page.parent) {
            (Self::Page { id, .. }, Some(Parent::Page(parent))) => id == parent,
            (Self::Rows { rows, .. }, Some(Parent::DataSource { data_source, .. })) => {
                rows.id == *data_source
            }
            _ => false,
        }
    }
}

/// Finds the place that a spec names.
pub(super) async fn place(
    spec: &Spec,
    push: &PushSpec,
    planner: &Planner<'_>,
) -> Result<Place, PlanError> {
    let wrong = |problem: Problem| PlanError::Spec(spec.error(vec![problem]));
    match &push.target {
        PushTarget::Page(name) => {
            let page = planner.find_page(name).await?.map_err(wrong)?;
            Ok(Place::Page { id: page.id, title: page.title() })
        }
        PushTarget::DataSource { data_source, marker } => {
            let rows = planner.find_data_source(data_source).await?.map_err(wrong)?;
            match rows.properties.get(marker).map(|it| it.kind.type_name() == "rich_text") {
                Some(true) => {}
                Some(false) => {
                    let message = format!("the marker is text, but `{}` is not", marker.value);
                    return Err(wrong(marker.problem(message)));
                }
                None => {
                    let help = "add the text property: each page's marker goes there";
                    return Err(wrong(unknown_property(&rows, marker).help(help)));
                }
            }
            Ok(Place::Rows { rows: Box::new(rows), marker: marker.value.clone() })
        }
    }
}

/// What is there already: rows with our markers, or pages below the parent.
pub(super) struct Existing {
    /// Sources and their rows.
    pub(super) rows: Vec<(String, PageId)>,
    /// Pages below the parent.
    pub(super) children: Vec<(String, PageId)>,
}

impl Existing {
    pub(super) async fn read(
        spec: &Spec,
        place: &Place,
        planner: &Planner<'_>,
    ) -> Result<Self, PlanError> {
        let mut there = Self { rows: Vec::new(), children: Vec::new() };
        match place {
            Place::Page { id, .. } => {
                let children = planner.client().list(blocks::children(*id)).collect().await?;
                there.children.extend(children.into_iter().filter_map(|it| match it.kind {
                    BlockKind::ChildPage(page) => Some((page.title, PageId::from(it.id.uuid()))),
                    _ => None,
                }));
            }
            Place::Rows { rows, marker: property } => {
                for row in planner.scan(rows, Query::default(), None).await? {
                    let text = marker_of(&row, property);
                    if let Some(source) = marker::source(&spec.name, &text) {
                        there.rows.push((source, row.id));
                    }
                }
            }
        }
        Ok(there)
    }
}
