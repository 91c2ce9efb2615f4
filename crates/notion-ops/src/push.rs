//! Push: Markdown files become pages, and the pages stay as the files are.

mod document;
mod files;
mod place;
mod renamed;
mod verify;

use notion_client::pages;
use notion_model::{Page, PageId, PropertySchemaKind, request};

pub use self::files::{FilesError, MarkdownFile, read_files};
pub(crate) use self::verify::verify_push;
use self::{
    document::{Pushed, pushed},
    place::{Existing, Place, place},
    renamed::Gone,
};
use crate::{
    hex,
    id::OpId,
    journal::Link,
    marker,
    plan::{Action, CreatePage, EditContent, Level, LinkPlan, Marked, Note, Op, Owner, Plan},
    planner::{Content, Desired, PlanError, Planner, changes, edits, input, no_problems},
    problem::Problem,
    spec::{OnRemoteEdit, PushSpec, PushTarget, Spec},
    tree,
};

/// Plans a push. Reads Notion only, and the files not at all: they are given.
///
/// # Errors
/// If the spec does not fit the workspace, a file is a page elsewhere, or the workspace cannot be read.
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
    // Whoever wants pages to be as the files are has those of unchanged files looked at, too.
    let trusts = push.on_remote_edit == OnRemoteEdit::Refuse;
    let (same, others): (Vec<_>, Vec<_>) = files.iter().partition(|file| {
        trusts && known(file).is_some_and(|it| it.source_base == source_base(file, &push.target))
    });
    plan.unchanged = same.len() as u64;
    if !others.is_empty() {
        let place = place(spec, push, planner).await?;
        if let Place::Rows { rows, .. } = &place {
            plan.inputs.push(input("target", rows, &[], false));
        }
        let there = Existing::read(spec, &place, planner).await?;
        let mut gone = Gone::of(&links, files, planner);
        let mut problems = Vec::new();
        for file in others {
            let side = Side { spec, push, planner, place: &place, there: &there, links: &links };
            let pushed = pushed(file);
            let link = known(file).or_else(|| gone.take(file, &pushed.title, &there.children));
            problems.extend(side.plan(file, pushed, link, &mut plan).await?);
        }
        no_problems(spec, problems)?;
    }
    plan.reads = planner.requests() - before;
    planner.finish(plan)
}

/// What a link remembers of its file: its text, and where the push was to put it.
fn source_base(file: &MarkdownFile, target: &PushTarget) -> String {
    let (PushTarget::Page(name) | PushTarget::DataSource { data_source: name, .. }) = target;
    format!("{} {}", file.fingerprint(), hex::sha256(name.as_bytes()))
}

/// The fingerprint of the text in what a link remembers of its file.
fn text_of(source_base: &str) -> &str {
    source_base.split(' ').next().unwrap_or_default()
}

struct Side<'a> {
    spec: &'a Spec,
    push: &'a PushSpec,
    planner: &'a Planner<'a>,
    place: &'a Place,
    there: &'a Existing,
    links: &'a [Link],
}

impl Side<'_> {
    /// Plans what becomes of a file, or says why it cannot be pushed.
    async fn plan(
        &self,
        file: &MarkdownFile,
        pushed: Pushed,
        link: Option<&Link>,
        plan: &mut Plan,
    ) -> Result<Option<Problem>, PlanError> {
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
        let Some(page) = page.filter(|it| !it.in_trash) else {
            if link.is_some() {
                let message = format!("{}: its page is gone; it is created again", file.path);
                plan.notes.push(warning("page_gone", message));
            }
            self.create(file, pushed, plan)?;
            return Ok(None);
        };
        if let Some(link) = link {
            if self.is_wanted_elsewhere(file, link) && !self.place.holds(&page) {
                return Ok(Some(self.elsewhere(file, &page)));
            }
            if link.source != file.path {
                return self.rename(file, link, &page, pushed, plan).await.map(|()| None);
            }
        }
        self.edit(file, link, &page, pushed, plan).await.map(|()| None)
    }

    /// Whether a file was to go to another place when it was last pushed. A page that somebody moved
    /// in Notion is followed to where it is.
    fn is_wanted_elsewhere(&self, file: &MarkdownFile, link: &Link) -> bool {
        let now = source_base(file, &self.push.target);
        let place = |base: &str| base.split_once(' ').map(|(_, place)| place.to_owned());
        place(&link.source_base).is_some_and(|before| Some(before) != place(&now))
    }

    fn elsewhere(&self, file: &MarkdownFile, page: &Page) -> Problem {
        let (PushTarget::Page(name) | PushTarget::DataSource { data_source: name, .. }) =
            &self.push.target;
        let message =
            format!("{} is a page already, and not in {:?}", file.path, self.place.title());
        let help = "move that page in Notion; or, for a second page of the file, give the spec another \
                    `name`, or the command another `--state DIR`";
        let problem = name.problem(message).help(help);
        match &page.url {
            Some(url) => problem.note(format!("it is {url}")),
            None => problem,
        }
    }

    /// Keeps the page of a file that has another name now.
    async fn rename(
        &self,
        file: &MarkdownFile,
        link: &Link,
        page: &Page,
        pushed: Pushed,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let (before, title) = (plan.ops.len(), pushed.title.clone());
        self.edit(file, Some(link), page, pushed, plan).await?;
        let Some(op) = plan.ops.get(before) else { return Ok(()) };
        let needs = vec![op.op_id.clone()];
        let forget =
            LinkPlan::Forget { namespace: link.namespace.clone(), source: link.source.clone() };
        let op = self.op(file, &title, Action::Unlink { target: page.id }, forget);
        plan.ops.push(Op { needs, ..op });
        let message = format!("{}: it was {} before, and keeps its page", file.path, link.source);
        plan.notes.push(Note { level: Level::Info, code: "renamed".to_owned(), message });
        Ok(())
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
                let is_ours = |id: &PageId| self.links.iter().any(|it| it.target == id.uuid());
                if !known.iter().all(is_ours) {
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
        page: &Page,
        pushed: Pushed,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let tree = self.planner.client().block_tree(page.id).await?;
        let remote = tree::digest(Content::of(&tree).blocks);
        let new_link = self.link(file, &pushed);
        let mut desired = self.properties(&pushed)?;
        let schema = match self.place {
            Place::Rows { rows, marker: property } => {
                let value = marker::marker(&self.spec.name, &file.path);
                desired.set(property, request::PropertyValue::text(&value));
                Some(rows.as_ref())
            }
            Place::Page { .. } => None,
        };
        let (properties, changed) = changes(schema, Some(page), &desired);
        if remote == tree::digest(pushed.blocks.clone()) && properties.is_empty() {
            if link.is_some_and(|it| leaves(&new_link, it)) {
                plan.unchanged += 1;
                return Ok(());
            }
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
            source_base: source_base(file, &self.push.target),
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

/// Whether a link is as it should be.
fn leaves(wanted: &LinkPlan, link: &Link) -> bool {
    matches!(wanted, LinkPlan::Set { source, source_base, target_base, .. }
        if *source == link.source && *source_base == link.source_base && *target_base == link.target_base)
}

fn warning(code: &str, message: String) -> Note {
    Note { level: Level::Warning, code: code.to_owned(), message }
}
