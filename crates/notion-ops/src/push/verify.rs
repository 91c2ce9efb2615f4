//! Verifying a push: each page is read again and compared with its file.

use notion_client::pages;
use notion_model::PageId;

use super::{MarkdownFile, document::pushed};
use crate::{
    planner::{PlanError, Planner, page_content},
    progress::Event,
    spec::{PushSpec, Spec},
    tree,
    verify::{Difference, Verification},
};

const GONE: &str = "has no page any more; what overwrites remote edits makes it again";

/// Compares every file with the page that was made of it.
pub(crate) async fn verify_push(
    spec: &Spec,
    _: &PushSpec,
    files: &[MarkdownFile],
    planner: &Planner<'_>,
) -> Result<Verification, PlanError> {
    let links = planner.journal().links(&spec.name)?;
    let mut found = Verification::default();
    for (index, file) in files.iter().enumerate() {
        let Some(link) = links.iter().find(|it| it.source == file.path) else {
            found.differences.push(Difference::new(&file.path, "was never pushed"));
            continue;
        };
        let page = pages::retrieve(PageId::from(link.target));
        let page = planner.client().get_opt(page).await?.filter(|it| !it.in_trash);
        let Some(page) = page else {
            found.differences.push(Difference::new(&file.path, GONE));
            continue;
        };
        let pushed = pushed(file);
        let content = page_content(planner.client(), page.id).await?;
        found.rows += 1;
        found.values += 1;
        found.blocks += content.count;
        if page.title() != pushed.title {
            let what = format!("the title should be {:?}", pushed.title);
            found.differences.push(Difference::of(&page, what));
        }
        if let Some(what) = tree::difference(pushed.blocks, content.blocks) {
            found.differences.push(Difference::of(&page, what));
        }
        planner.progress().event(Event::Verifying { done: index + 1, of: files.len() });
    }
    Ok(found)
}
