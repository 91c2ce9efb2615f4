//! From partners to what must be done, in an order in which it can be.

use std::collections::HashMap;

use notion_model::request::{Block, Position, plain_text};

use super::{
    Difference, Insert, Operation,
    align::Partners,
    change::{Changed, Pair, changed, folds_no_more},
    tree::Tree,
};
use crate::{Place, Remark, RemarkKind, plan::unfold, remark::shorten};

/// Says what must be done.
pub(super) fn operations(old: &Tree, new: &Tree, partners: &Partners) -> Difference {
    let mut emit = Emit {
        old,
        new,
        partners,
        first: Vec::new(),
        deletes: Vec::new(),
        last: Vec::new(),
        inserted: Vec::new(),
        gone: HashMap::new(),
        touched: 0,
        remarks: Vec::new(),
    };
    // Where everything is the same, nobody looked for partners.
    let mut open = Vec::new();
    if old.nodes[0].whole != new.nodes[0].whole {
        open.push((0, 0));
    }
    while let Some((one, other)) = open.pop() {
        let start = open.len();
        emit.pair(one, other, &mut open);
        // The first child is taken up first, so that a page changes from the top.
        open[start..].reverse();
    }
    emit.finish()
}

struct Emit<'a> {
    old: &'a Tree,
    new: &'a Tree,
    partners: &'a Partners,
    first: Vec<Operation>,
    deletes: Vec<Operation>,
    last: Vec<Operation>,
    /// The new blocks of each insertion, by its place in `first`.
    inserted: Vec<(usize, Vec<usize>)>,
    /// Deleted blocks that may be created again elsewhere.
    gone: HashMap<u64, Vec<usize>>,
    /// How many of the old blocks are changed or deleted.
    touched: usize,
    remarks: Vec<Remark>,
}

/// A stretch between two blocks that stay.
#[derive(Default)]
struct Stretch {
    after: Option<usize>,
    /// How many blocks are deleted there.
    deleted: usize,
    new: Vec<usize>,
}

impl Emit<'_> {
    /// What becomes of a block that stays, and of what is in it.
    fn pair(&mut self, one: usize, other: usize, open: &mut Vec<(usize, usize)>) {
        let children: Vec<usize> = self.old.children(one).collect();
        let stays = |it: &usize| self.partners.of_old[*it].is_some() || self.must_stay(*it);
        let has_children = !self.new.kids(other).is_empty() || children.iter().any(stays);
        self.update(one, other, has_children);
        let mut fresh = self.new.kids(other).iter().copied().peekable();
        let mut gap = vec![Stretch::default()];
        for child in children {
            if let Some(partner) = self.partners.of_old[child] {
                let is_new = |it: &usize| *it != partner;
                let new: Vec<usize> = std::iter::from_fn(|| fresh.next_if(is_new)).collect();
                fresh.next();
                self.fill(one, &mut gap, new);
                gap = vec![Stretch { after: Some(child), ..Stretch::default() }];
                if self.old.nodes[child].whole != self.new.nodes[partner].whole {
                    open.push((child, partner));
                }
            } else if self.must_stay(child) {
                gap.push(Stretch { after: Some(child), ..Stretch::default() });
                self.clear(child);
            } else {
                if let Some(stretch) = gap.last_mut() {
                    stretch.deleted += 1;
                }
                self.delete(child);
            }
        }
        self.fill(one, &mut gap, fresh.collect());
    }

    fn must_stay(&self, old: usize) -> bool {
        let node = &self.old.nodes[old];
        node.pinned || node.holds
    }

    fn update(&mut self, one: usize, other: usize, has_children: bool) {
        let (old, new) = (&self.old.nodes[one], &self.new.nodes[other]);
        let (Some(block), Some(was), Some(read), Some(is), Some(given)) =
            (old.id, &old.normal, &old.given, &new.normal, &new.given)
        else {
            return;
        };
        let pair = Pair { old: was, read, new: is, given, has_children };
        let Changed { change, stays, text } = changed(&pair);
        if let Some(message) = stays {
            self.remark(RemarkKind::FieldKept, Place::Existing(block), message.to_owned());
        }
        let Some(change) = change else { return };
        self.touched += 1;
        if text && old.loses_text {
            let message = "a mention that Notion makes by itself is lost in the changed text";
            self.remark(RemarkKind::TextLost, Place::Existing(block), message.to_owned());
        }
        let list = if folds_no_more(&change) { &mut self.last } else { &mut self.first };
        list.push(Operation::Update { block, change });
    }

    /// Divides new blocks among the stretches of a gap: as many as were deleted there, so that what
    /// took a block's place is on the same side of its neighbours.
    fn fill(&mut self, parent: usize, gap: &mut [Stretch], new: Vec<usize>) {
        if new.is_empty() {
            return;
        }
        let last = gap.iter().rposition(|it| it.deleted > 0).unwrap_or_default();
        let mut new = new.into_iter();
        for (index, stretch) in gap.iter_mut().enumerate() {
            let count = if index == last { usize::MAX } else { stretch.deleted };
            stretch.new.extend(new.by_ref().take(count));
        }
        for stretch in gap {
            self.insert(parent, stretch);
        }
    }

    fn insert(&mut self, parent: usize, stretch: &mut Stretch) {
        let mut blocks = Vec::new();
        for root in &stretch.new {
            blocks.extend(self.block(*root));
        }
        if blocks.is_empty() {
            return;
        }
        let after = stretch.after.and_then(|it| self.old.nodes[it].id);
        let position = match after {
            Some(id) => Position::After(id),
            // Whatever is there already follows, if it stays.
            None if self.old.children(parent).next().is_some() => Position::Start,
            None => Position::End,
        };
        self.inserted.push((self.first.len(), std::mem::take(&mut stretch.new)));
        let parent = self.old.nodes[parent].id;
        let insert = Insert { parent, position, blocks, moved: Vec::new() };
        self.first.push(Operation::Insert(insert));
    }

    /// A new block with everything in it that can be created.
    fn block(&mut self, root: usize) -> Option<Block> {
        let mut open: Vec<(usize, Block)> = Vec::new();
        let mut whole = None;
        let mut close = |open: &mut Vec<(usize, Block)>, index: usize| {
            while open.last().is_some_and(|(end, _)| *end <= index) {
                let Some((_, block)) = open.pop() else { return };
                match open.last_mut() {
                    Some((_, parent)) => parent.children.push(block),
                    None => whole = Some(block),
                }
            }
        };
        let end = self.new.nodes[root].end;
        let mut index = root;
        while index < end {
            close(&mut open, index);
            let node = &self.new.nodes[index];
            match &node.given {
                Some(kind) if !node.pinned => {
                    let mut kind = kind.clone();
                    unfold(&mut kind, index + 1 < node.end);
                    open.push((node.end, Block::new(kind)));
                    index += 1;
                }
                _ => {
                    self.left_out(index);
                    index = self.new.nodes[index].end;
                }
            }
        }
        close(&mut open, end);
        whole
    }

    fn left_out(&mut self, index: usize) {
        let kind = self.new.nodes[index].given.as_ref();
        let name = kind.map_or("block", |it| it.type_name());
        let why = if kind.is_some_and(|it| super::hosted::media(it).is_some()) {
            "its file is in Notion, where it stays, and cannot be shown in another place"
        } else {
            "Notion cannot create it"
        };
        let message = format!("this {name} was left out: {why}");
        self.remark(RemarkKind::BlockLeftOut, Place::Block(self.new.path(index)), message);
    }

    fn delete(&mut self, index: usize) {
        let node = &self.old.nodes[index];
        let Some(block) = node.id else { return };
        let count = node.end - index;
        self.touched += count;
        self.gone.entry(node.whole).or_default().push(index);
        self.deletes.push(Operation::Delete { block, count });
    }

    /// Deletes what can be deleted in a block that must stay, and says that it stays.
    fn clear(&mut self, index: usize) {
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            let node = &self.old.nodes[index];
            let (id, name) = (node.id, &node.name);
            let text = node.given.as_ref().and_then(|it| it.rich_text()).map(plain_text);
            let text = text.filter(|it| !it.is_empty());
            let words = text.map(|it| format!(" {:?}", shorten(&it))).unwrap_or_default();
            let (kind, message) = if node.pinned {
                let message = format!("the {name}{words} stays: it could not be created again");
                (RemarkKind::BlockKept, message)
            } else {
                let message =
                    format!("the {name}{words} stays: something in it could not be created again");
                (RemarkKind::ParentKept, message)
            };
            if let Some(id) = id {
                self.remark(kind, Place::Existing(id), message);
            }
            if node.pinned {
                continue;
            }
            let children: Vec<usize> = self.old.children(index).collect();
            for child in children {
                if self.must_stay(child) { open.push(child) } else { self.delete(child) }
            }
        }
    }

    fn remark(&mut self, kind: RemarkKind, place: Place, message: String) {
        self.remarks.push(Remark { kind, place, message });
    }

    fn finish(mut self) -> Difference {
        let inserted = std::mem::take(&mut self.inserted);
        for (at, roots) in inserted {
            for root in roots {
                let moved = self.moved(root);
                if let Some(Operation::Insert(insert)) = self.first.get_mut(at) {
                    insert.moved.extend(moved);
                }
            }
        }
        let Self { mut first, deletes, last, touched, remarks, old, .. } = self;
        first.extend(deletes);
        first.extend(last);
        Difference { operations: first, kept: old.nodes.len() - 1 - touched, remarks }
    }

    /// The deleted blocks that are created again in a new block.
    fn moved(&mut self, root: usize) -> Vec<notion_model::BlockId> {
        let mut moved = Vec::new();
        let mut index = root;
        while index < self.new.nodes[root].end {
            let node = &self.new.nodes[index];
            let again = self.gone.get_mut(&node.whole).and_then(Vec::pop);
            moved.extend(again.and_then(|it| self.old.nodes[it].id));
            index = if again.is_some() { node.end } else { index + 1 };
        }
        moved
    }
}
