//! Whatever is given, every request is one that Notion accepts, and no text is lost on the way.

use notion_md::{ReadOptions, Step, fit, normal, plan, read};
use notion_model::request::{
    AppendChildren, Block, BlockKind, Code, Icon, RichText, Table, TableRow, Validate as _,
    plain_text,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::laws::markdown;

/// Every request of the plan for a new page with these blocks.
fn assert_accepted(blocks: Vec<Block>) {
    let plan = plan(blocks);
    let appended = plan.steps.into_iter().filter_map(|it| match it {
        Step::Append(it) => Some(it.children),
        Step::List { .. } => None,
    });
    for children in appended.chain([plan.first]) {
        let refused = AppendChildren { children, position: None }.validate();
        assert!(refused.is_ok(), "{refused:?}");
    }
}

/// A text, of which few are longer than one run holds, and fewer longer than one block holds.
fn text() -> impl Strategy<Value = String> {
    const PIECES: [&str; 8] = ["a", "b c. ", "\n", " ", "漢", "😀", "e\u{301}", "\u{1}"];
    let long = (select(&PIECES[..]), 1..700_usize).prop_map(|(piece, count)| piece.repeat(count));
    let huge = (select(&PIECES[..]), 50_000..150_000_usize);
    prop_oneof![
        6000 => vec(select(&PIECES[..]), 0..4).prop_map(|it| it.concat()),
        100 => long,
        1 => huge.prop_map(|(piece, count)| piece.repeat(count)),
    ]
}

fn run() -> impl Strategy<Value = RichText> {
    (text(), any::<u8>()).prop_map(|(text, look)| {
        let mut run = RichText::text(text);
        (run.annotations.bold, run.annotations.italic) = (look & 1 > 0, look & 2 > 0);
        match look / 32 {
            0 => run.linked("https://a.b"),
            1 if look == 32 => run.linked(format!("https://a.b/{}", "x".repeat(2000))),
            2 if look == 64 => RichText::equation("x".repeat(1001)),
            _ => run,
        }
    })
}

/// A few runs, or a few hundred.
fn runs() -> impl Strategy<Value = Vec<RichText>> {
    let few = vec(run(), 0..4);
    let many = (vec(run(), 1..5), 60..150_usize)
        .prop_map(|(runs, count)| runs.iter().cycle().take(count).cloned().collect());
    prop_oneof![80 => few, 1 => many]
}

fn table() -> impl Strategy<Value = Block> {
    let width = prop_oneof![20 => 0_u32..5, 1 => 95_u32..320];
    (width, vec(vec(runs(), 0..5), 0..4), any::<bool>()).prop_map(|(width, rows, header)| {
        let kind = Table { width, has_column_header: header, has_row_header: header };
        let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
        Block::new(BlockKind::Table(kind)).with_children(rows.into_iter().map(row))
    })
}

fn tree() -> impl Strategy<Value = Block> {
    let leaf = (0..6, runs(), runs()).prop_map(|(kind, text, caption)| match kind {
        0 => Block::paragraph(text),
        1 => Block::heading(2, text),
        2 => Block::new(BlockKind::Code(Code { rich_text: text, language: "c".into(), caption })),
        3 => Block::equation(plain_text(&text)),
        4 => Block::bookmark(format!("https://a.b/{}", "x".repeat(plain_text(&text).len() % 2500))),
        _ => {
            let mut image = Block::image("https://h/i.png");
            if let BlockKind::Image(it) = &mut image.kind {
                it.caption = caption;
            }
            image
        }
    });
    let leaf = prop_oneof![6 => leaf, 1 => table()];
    leaf.prop_recursive(6, 20, 4, |inner| {
        (0..7, runs(), vec(inner, 1..4)).prop_map(|(kind, text, children)| match kind {
            0 => Block::bulleted(text).with_children(children),
            1 => Block::quote(text).with_children(children),
            2 => Block::heading(1, text).with_children(children),
            3 => Block::callout(Icon::External(format!("https://a.b/{}", plain_text(&text))), text)
                .with_children(children),
            4 => Block::columns([children, vec![Block::paragraph(text)]]),
            5 => Block::new(BlockKind::Tab)
                .with_children([Block::paragraph("label").with_children(children)]),
            _ => Block::to_do(text, true).with_children(children),
        })
    })
}

/// No column lists in columns, which Notion refuses, however they come there.
fn without_inner_columns(blocks: &mut [Block]) {
    let mut open: Vec<(bool, &mut Block)> = blocks.iter_mut().map(|it| (false, it)).collect();
    while let Some((is_inside, block)) = open.pop() {
        if is_inside && matches!(block.kind, BlockKind::ColumnList) {
            *block = Block::paragraph("columns");
        }
        let is_inside = is_inside || matches!(block.kind, BlockKind::ColumnList);
        open.extend(block.children.iter_mut().map(|it| (is_inside, it)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn what_was_fitted_is_accepted(mut blocks in vec(tree(), 0..3)) {
        without_inner_columns(&mut blocks);
        assert_accepted(fit(blocks).blocks);
    }

    #[test]
    fn what_was_read_is_accepted(markdown in markdown()) {
        assert_accepted(read(&markdown, &ReadOptions::default()).blocks);
    }

    #[test]
    fn what_was_split_is_put_together(runs in vec(run(), 0..20)) {
        let block = normal(vec![Block::paragraph(runs)]);
        let fitted = fit(block.clone());
        if fitted.remarks.is_empty() {
            prop_assert_eq!(normal(fitted.blocks), block);
        } else {
            let text = |blocks: &[Block]| -> String {
                let text = |it: &Block| plain_text(it.kind.rich_text().unwrap_or_default());
                blocks.iter().map(text).collect::<String>().replace('\n', "")
            };
            prop_assert_eq!(text(&fitted.blocks), text(&block));
        }
    }
}
