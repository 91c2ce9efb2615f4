//! The requests of one op, in order: a pure function of the op, so that a resumed run has the same.

use notion_md::{Target, UploadPlan};
use notion_model::{
    BlockId, DataSourceId, PageId,
    request::{self, Block, Parent, Position},
};

use super::{known::Known, sender::Call};
use crate::plan::{Action, CreatePage, Edit, EditContent, Op, Owner};

/// The requests of one op.
#[derive(Clone, Debug)]
pub(super) struct Script {
    steps: Vec<Step>,
}

/// One request; what it refers to may only be known once earlier ones were answered.
#[derive(Clone, Debug)]
enum Step {
    /// A request that refers to nothing.
    Fixed(Call),
    /// Creates a row in a data source that another op creates.
    CreateIn(Box<request::CreatePage>),
    /// Appends blocks.
    Append(Append),
    /// Lists the children of something, because the answer that made them did not name them.
    List {
        /// Whose children.
        of: Place,
    },
}

/// What is to be done for a step.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    /// Send this.
    Send(Call),
    /// List the children of this block; nothing is written.
    List(BlockId),
}

/// Appends blocks to something.
#[derive(Clone, Debug)]
pub(super) struct Append {
    to: Place,
    /// What they follow.
    after: Follow,
    /// What was there before and follows them. `None`: nothing.
    before: Option<BlockId>,
    pub(super) children: Vec<Block>,
}

/// Something that blocks are appended to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It was there before.
    Known(BlockId),
    /// What an earlier step created: so many-th of its blocks, or its page.
    Made { step: usize, index: usize },
}

/// What appended blocks follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follow {
    /// The last of so many children whose ids nobody told us.
    Count(usize),
    /// A block that was there before.
    Known(BlockId),
    /// Nothing: they come first.
    Nothing,
    /// The last block of an earlier step.
    LastOf(usize),
}

/// What an append was meant to do, in ids: for looking whether it was done.
#[derive(Clone, Debug)]
pub(super) struct AppendAt<'a> {
    pub(super) to: BlockId,
    pub(super) position: Position,
    /// How many children are in front, if they are to be at the end.
    pub(super) in_front: usize,
    /// What follows them. `None`: nothing.
    pub(super) before: Option<BlockId>,
    pub(super) children: &'a [Block],
}

impl Script {
    /// The requests of an op. Empty for ops that only change the journal.
    pub(super) fn of(op: &Op) -> Self {
        let steps = match &op.action {
            Action::CreatePage(it) => create_page(it),
            Action::UpdatePage(it) => vec![Step::Fixed(Call::UpdatePage {
                page: it.page,
                properties: it.properties.clone(),
            })],
            Action::TrashPage { page } => trash(*page, true),
            Action::RestorePage { page } => trash(*page, false),
            Action::EditContent(it) => edit_content(it),
            Action::CreateDatabase(it) => {
                let parent = Parent::Page(it.parent);
                let mut body = request::CreateDatabase::new(parent, it.title.clone());
                body.initial_data_source.properties = it.properties.clone();
                vec![Step::Fixed(Call::CreateDatabase(Box::new(body)))]
            }
            Action::ExpandSchema { data_source, properties } => {
                vec![Step::Fixed(Call::UpdateSchema {
                    data_source: *data_source,
                    properties: properties.clone(),
                })]
            }
            Action::Link { .. } | Action::Unlink { .. } => Vec::new(),
        };
        Self { steps }
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// The request of a step, with everything it refers to filled in. `created` is the data source
    /// that another op created. `None` if that is not known, which would be a mistake of ours.
    pub(super) fn deed(
        &self,
        step: usize,
        known: &Known,
        created: Option<DataSourceId>,
    ) -> Option<Deed> {
        let call = match self.steps.get(step)? {
            Step::Fixed(call) => call.clone(),
            Step::CreateIn(body) => {
                let body = request::CreatePage {
                    parent: Parent::DataSource(created?),
                    ..body.as_ref().clone()
                };
                Call::CreatePage(Box::new(body))
            }
            Step::Append(_) => {
                let at = self.append_at(step, known)?;
                Call::Append { to: at.to, position: at.position, children: at.children.to_vec() }
            }
            Step::List { of } => return id_of(*of, known).map(Deed::List),
        };
        Some(Deed::Send(call))
    }

    /// Whether sending a step twice does its work twice.
    pub(super) fn is_once(&self, step: usize) -> bool {
        match self.steps.get(step) {
            Some(Step::Fixed(call)) => call.is_once(),
            Some(Step::CreateIn(_) | Step::Append(_)) => true,
            Some(Step::List { .. }) | None => false,
        }
    }

    /// Where an append goes. `None` if the step is none.
    pub(super) fn append_at(&self, step: usize, known: &Known) -> Option<AppendAt<'_>> {
        let Step::Append(append) = self.steps.get(step)? else { return None };
        let to = id_of(append.to, known)?;
        let (position, in_front) = match append.after {
            Follow::Count(count) => (Position::End, count),
            Follow::Known(id) => (Position::After(id), 0),
            Follow::Nothing => (Position::Start, 0),
            Follow::LastOf(step) => (Position::After((*known.ids(step)?.last()?).into()), 0),
        };
        let (before, children) = (append.before, append.children.as_slice());
        Some(AppendAt { to, position, in_front, before, children })
    }

    /// How many blocks rode along when the page was created.
    pub(super) fn first_children(&self) -> usize {
        match self.steps.first() {
            Some(Step::CreateIn(body) | Step::Fixed(Call::CreatePage(body))) => {
                body.content.blocks().len()
            }
            _ => 0,
        }
    }
}

fn id_of(place: Place, known: &Known) -> Option<BlockId> {
    match place {
        Place::Known(id) => Some(id),
        Place::Made { step, index } => Some((*known.ids(step)?.get(index)?).into()),
    }
}

fn trash(page: PageId, in_trash: bool) -> Vec<Step> {
    vec![Step::Fixed(Call::TrashPage { page, in_trash })]
}

fn create_page(it: &CreatePage) -> Vec<Step> {
    let upload = notion_md::plan(it.content.clone());
    let body = |parent| request::CreatePage {
        parent,
        properties: it.properties.clone(),
        icon: it.icon.clone(),
        cover: it.cover.clone(),
        content: upload.first.clone().into(),
        position: None,
    };
    let create = match &it.parent {
        Owner::DataSource(id) => {
            Step::Fixed(Call::CreatePage(Box::new(body(Parent::DataSource(*id)))))
        }
        Owner::Page(id) => Step::Fixed(Call::CreatePage(Box::new(body(Parent::Page(*id))))),
        // The parent is filled in once it exists.
        Owner::Created(_) => Step::CreateIn(Box::new(body(Parent::Workspace))),
    };
    let after = Follow::Count(upload.first.len());
    let mut steps = vec![create];
    append_all(&mut steps, upload, Place::Made { step: 0, index: 0 }, after, None);
    steps
}

fn edit_content(it: &EditContent) -> Vec<Step> {
    let mut steps = Vec::new();
    if !it.properties.is_empty() {
        let (page, properties) = (it.page, it.properties.clone());
        steps.push(Step::Fixed(Call::UpdatePage { page, properties }));
    }
    for edit in &it.edits {
        match edit {
            Edit::Update { block, change } => {
                let (block, change) = (*block, change.clone());
                steps.push(Step::Fixed(Call::UpdateBlock { block, change }));
            }
            Edit::Insert(insert) => {
                let to = Place::Known(insert.parent.unwrap_or_else(|| it.page.into()));
                let after = match (insert.after, insert.before) {
                    (Some(after), _) => Follow::Known(after),
                    (None, Some(_)) => Follow::Nothing,
                    (None, None) => Follow::Count(0),
                };
                let upload = notion_md::plan_append(insert.blocks.clone());
                append_all(&mut steps, upload, to, after, insert.before);
            }
            Edit::Delete { block, .. } => steps.push(Step::Fixed(Call::DeleteBlock(*block))),
        }
    }
    steps
}

/// Adds the steps of an upload to `page`, where its blocks go between `after` and `before`.
fn append_all(
    steps: &mut Vec<Step>,
    upload: UploadPlan,
    page: Place,
    after: Follow,
    before: Option<BlockId>,
) {
    let offset = steps.len();
    let place = |target: Target| match target {
        Target::Page => page,
        Target::Block { step, index } => Place::Made { step: offset + step, index },
    };
    let mut last_of: Vec<(Place, usize)> = Vec::new();
    for step in upload.steps {
        let number = steps.len();
        let append = match step {
            notion_md::Step::List { parent } => {
                steps.push(Step::List { of: place(parent) });
                continue;
            }
            notion_md::Step::Append(append) => append,
        };
        let to = place(append.parent);
        let earlier = last_of.iter_mut().find(|(it, _)| *it == to);
        let after = match (&earlier, to) {
            (Some((_, step)), _) => Follow::LastOf(*step),
            (None, to) if to == page => after,
            (None, Place::Made { step, index }) => Follow::Count(nested(steps, step, index)),
            (None, Place::Known(_)) => Follow::Count(0),
        };
        match earlier {
            Some((_, step)) => *step = number,
            None => last_of.push((to, number)),
        }
        let before = before.filter(|_| to == page);
        steps.push(Step::Append(Append { to, after, before, children: append.children }));
    }
}

/// How many children rode along with a block that an earlier step made or listed.
fn nested(steps: &[Step], step: usize, index: usize) -> usize {
    match steps.get(step) {
        Some(Step::Append(append)) => append.children.get(index).map_or(0, |it| it.children.len()),
        Some(Step::List { of: Place::Made { step, index: parent } }) => match steps.get(*step) {
            Some(Step::Append(append)) => append
                .children
                .get(*parent)
                .and_then(|it| it.children.get(index))
                .map_or(0, |it| it.children.len()),
            _ => 0,
        },
        _ => 0,
    }
}
