//! Push: Markdown files become pages, and the pages stay as the files are.

mod document;
mod files;
mod verify;

use notion_client::{blocks, pages};
use notion_model::{BlockKind, DataSource, PageId, PropertySchemaKind, query::Query, request};

use self::document::{Pushed, pushed};
pub use self::files::{FilesError, MarkdownFile, read_files};
pub(crate) use self::verify::verify_push;
use crate::{
    id::OpId,
    journal::Link,
    marker,
    plan::{Action, CreatePage, EditContent, Level, LinkPlan, Marked, Note, Op, Owner, Plan},
    planner::{
        Content, Desired, PlanError, Planner, changes, edits, input, marker_of, no_problems,
        unknown_property,
    },
    problem::Problem,
    spec::{OnRemoteEdit, PushSpec, PushTarget, Spec},
    tree,
};

/// Plans a push. Reads Notion only, and the files not at all: they are given.
///
/// # Errors
/// If the spec does not fit the workspace, or the workspace cannot be read.
pub async fn plan_push(
    spec: &Spec,
    push: &PushSpec,
    files: &[MarkdownFile],
    planner: &Planner<'_>,
) -> Result<Plan, PlanError> {
    let before = planner.requests();
    let mut plan = planner.empty_plan(spec);
    let links = planner.journal().links(&spec.name)?;
    let known = |file: &MarkdownFile| links.iter().find(|it| it.source == file.path);
    let (same, others): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| known(file).is_some_and(|it| it.source_base == file.fingerprint()));
    plan.unchanged = same.len() as u64;
    if !others.is_empty() {
        let place = place(spec, push, planner).await?;
        if let Place::Rows { rows, .. } = &place {
            plan.inputs.push(input("target", rows, &[], false));
        }
        let there = Existing::read(spec, &place, planner).await?;
        for file in others {
            let side = Side { spec, push, planner, place: &place, there: &there };
            side.plan(file, known(file), &mut plan).await?;
        }
    }
    plan.reads = planner.requests() - before;
    planner.finish(plan)
}

/// Where pages go.
enum Place {
    Page { id: PageId, title: String },
    Rows { rows: Box<DataSource>, marker: String },
}

impl Place {
    fn title(&self) -> String {
        match self {
            Self::Page { title, .. } => title.clone(),
            Self::Rows { rows, .. } => rows.title(),
        }
    }
}

async fn place(spec: &Spec, push: &PushSpec, planner: &Planner<'_>) -> Result<Place, PlanError> {
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
struct Existing {
    /// Sources and their rows.
    rows: Vec<(String, PageId)>,
    /// Pages below the parent.
    children: Vec<(String, PageId)>,
}

impl Existing {
    async fn read(spec: &Spec, place: &Place, planner: &Planner<'_>) -> Result<Self, PlanError> {
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

struct Side<'a> {
    spec: &'a Spec,
    push: &'a PushSpec,
    planner: &'a Planner<'a>,
    place: &'a Place,
    there: &'a Existing,
}

impl Side<'_> {
    async fn plan(
        &self,
        file: &MarkdownFile,
        link: Option<&Link>,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let pushed = pushed(file);
        for remark in &pushed.remarks {
            let (code, message) = ("remark".to_owned(), format!("{}: {remark}", file.path));
            plan.notes.push(Note { level: Level::Info, code, message });
        }
        let marked = self.there.rows.iter().find(|(source, _)| *source == file.path);
        let page = link.map(|it| PageId::from(it.target)).or_else(|| marked.map(|(_, id)| *id));
        let page = match page {
            Some(page) => self.planner.client().get_opt(pages::retrieve(page)).await?,
            None => None,
        };
        if let Some(page) = page.filter(|it| !it.in_trash) {
            self.edit(file, link, &page, pushed, plan).await
        } else {
            if link.is_some() {
                let message = format!("{}: its page is gone; it is created again", file.path);
                plan.notes.push(warning("page_gone", message));
            }
            self.create(file, pushed, plan)
        }
    }

    fn create(
        &self,
        file: &MarkdownFile,
        pushed: Pushed,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let link = self.link(file, &pushed);
        let mut desired = self.properties(&pushed)?;
        let (parent, marked) = match self.place {
            Place::Page { id, .. } => {
                let same = self.there.children.iter().filter(|(title, _)| *title == pushed.title);
                let known: Vec<PageId> = same.map(|(_, id)| *id).collect();
                if !known.is_empty() {
                    let message = format!(
                        "{}: there is a page called {:?} already, which this push did not make; \
                         another one is created",
                        file.path, pushed.title
                    );
                    plan.notes.push(warning("same_title", message));
                }
                (Owner::Page(*id), Marked::Title { title: pushed.title.clone(), known })
            }
            Place::Rows { rows, marker: property } => {
                let value = marker::marker(&self.spec.name, &file.path);
                desired.set(property, request::PropertyValue::text(&value));
                (Owner::DataSource(rows.id), Marked::Property { property: property.clone(), value })
            }
        };
        let create = CreatePage {
            parent,
            properties: desired.for_new_row(),
            icon: None,
            cover: None,
            content: pushed.blocks,
            marked,
        };
        let action = Action::CreatePage(Box::new(create));
        plan.ops.push(self.op(file, &pushed.title, action, link));
        Ok(())
    }

    async fn edit(
        &self,
        file: &MarkdownFile,
        link: Option<&Link>,
        page: &notion_model::Page,
        pushed: Pushed,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let tree = self.planner.client().block_tree(page.id).await?;
        let remote = tree::digest(Content::of(&tree).blocks);
        let new_link = self.link(file, &pushed);
        let desired = self.properties(&pushed)?;
        let schema = match self.place {
            Place::Rows { rows, .. } => Some(rows.as_ref()),
            Place::Page { .. } => None,
        };
        let (properties, changed) = changes(schema, Some(page), &desired);
        if remote == tree::digest(pushed.blocks.clone()) && properties.is_empty() {
            let action = Action::Link { target: page.id };
            plan.ops.push(self.op(file, &pushed.title, action, new_link));
            return Ok(());
        }
        let edited = link.is_none_or(|it| it.target_base != remote);
        if edited && self.push.on_remote_edit == OnRemoteEdit::Refuse {
            let message = format!(
                "{}: its page was edited in Notion; it is left alone (`on_remote_edit = \
                 \"overwrite\"` would make it what the file says)",
                file.path
            );
            plan.notes.push(warning("remote_edit", message));
            return Ok(());
        }
        let found = edits(&tree, pushed.blocks.clone());
        for remark in found.remarks {
            plan.notes.push(warning("kept", format!("{}: {remark}", file.path)));
        }
        let why = format!("from {}: {}, {} kept", file.path, found.counts, found.kept);
        let content = pushed.blocks;
        let edit = EditContent { page: page.id, properties, edits: found.edits, content };
        let action = Action::EditContent(Box::new(edit));
        let mut op = self.op(file, &pushed.title, action, new_link);
        (op.changes, op.why) = (changed, why);
        plan.ops.push(op);
        Ok(())
    }

    /// The page's title, and what the front matter says about other properties.
    fn properties(&self, pushed: &Pushed) -> Result<Desired, PlanError> {
        let mut desired = Desired::default();
        let title = request::PropertyValue::Title(pushed.title_runs.clone());
        match self.place {
            Place::Page { .. } => desired.set("title", title),
            Place::Rows { rows, .. } => {
                let is_title = |kind: &PropertySchemaKind| kind.type_name() == "title";
                let name = rows.properties.iter().find(|(_, it)| is_title(&it.kind));
                desired.set(name.map_or("title", |(name, _)| name), title);
                let problems = document::front_matter(pushed, rows, &mut desired);
                no_problems(self.spec, problems)?;
            }
        }
        Ok(desired)
    }

    fn link(&self, file: &MarkdownFile, pushed: &Pushed) -> LinkPlan {
        LinkPlan::Set {
            namespace: self.spec.name.value.clone(),
            source: file.path.clone(),
            source_base: file.fingerprint(),
            target_base: tree::digest(pushed.blocks.clone()),
        }
    }

    fn op(&self, file: &MarkdownFile, title: &str, action: Action, link: LinkPlan) -> Op {
        let target = self.place.title();
        Op {
            op_id: OpId::derive(&[
                &self.spec.name,
                "push",
                &target,
                &file.path,
                &file.fingerprint(),
                action.verb(),
            ]),
            target,
            title: title.to_owned(),
            why: format!("from {}", file.path),
            needs: Vec::new(),
            action,
            changes: Vec::new(),
            link: Some(link),
        }
    }
}

fn warning(code: &str, message: String) -> Note {
    Note { level: Level::Warning, code: code.to_owned(), message }
}
