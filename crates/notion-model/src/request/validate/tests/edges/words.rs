//! One row per list of words: each is accepted, and another is not.

use serde_json::json;

use super::*;
use crate::{Color, NativeIcon, query::VerificationCondition, request::RollupSchema};

/// A request that has a word in one place.
pub(super) type Word = fn(&str) -> Box<dyn Validate>;

/// The constant, its words, a request with such a word, and what is wrong with `ts`.
pub(super) const WORDS: &[(&str, &[&str], Word, &str)] = &[
    (
        "CODE_LANGUAGES",
        limits::CODE_LANGUAGES,
        |word| {
            let code = Code { rich_text: vec![], language: word.into(), caption: vec![] };
            one(Block::new(BlockKind::Code(code)))
        },
        "`body.children[0].code.language` is no language that Notion knows; `plain text` always is",
    ),
    (
        "OPTION_COLORS",
        limits::OPTION_COLORS,
        |word| {
            let option = NewOption { color: Some(Color::from(word)), .."x".into() };
            schema(PropertySchemaKind::Select(Some(vec![option])))
        },
        "`body.properties.P.select.options[0].color` is `ts`, but accepted are only `default`, `gray`, `brown`, `orange`, `yellow`, `green`, `blue`, `purple`, `pink`, `red`",
    ),
    (
        "COLORS",
        limits::COLORS,
        |word| one(Block::new(BlockKind::TableOfContents(word.into()))),
        "`body.children[0].table_of_contents.color` is `ts`, but accepted are only `default`, `gray`, `brown`, `orange`, `yellow`, `green`, `blue`, `purple`, `pink`, `red`, `default_background`, `gray_background`, `brown_background`, `orange_background`, `yellow_background`, `green_background`, `blue_background`, `purple_background`, `pink_background`, `red_background`",
    ),
    (
        "OPTION_COLORS",
        limits::OPTION_COLORS,
        |word| {
            let (name, color) = ("x".to_owned(), Some(word.into()));
            let option = OptionRef::New { name, color, description: None };
            value(PropertyValue::Select(Some(option)))
        },
        "`body.properties.P.select.color` is `ts`, but accepted are only `default`, `gray`, `brown`, `orange`, `yellow`, `green`, `blue`, `purple`, `pink`, `red`",
    ),
    (
        "VERIFICATION_STATES",
        limits::VERIFICATION_STATES,
        |word| value(PropertyValue::Other("verification".into(), json!({ "state": word }))),
        "`body.properties.P.verification.state` is `ts`, but accepted are only `verified`, `unverified`",
    ),
    (
        "VERIFICATION_FILTERS",
        limits::VERIFICATION_FILTERS,
        |word| {
            let state = VerificationCondition::Status(word.to_owned());
            filter(Filter::property("P").verification().passes(state).into())
        },
        "`body.filter.verification.status` is `ts`, but accepted are only `verified`, `expired`, `none`",
    ),
    (
        "RELATIVE_DATES",
        limits::RELATIVE_DATES,
        |word| filter(Filter::created_time().before(word).into()),
        "`body.filter.created_time.before` is `ts`, but accepted are only dates such as `2026-07-01` or `2026-07-01T09:00:00Z`, and `today`, `tomorrow`, `yesterday`, `one_week_ago`, `one_week_from_now`, `one_month_ago`, `one_month_from_now`",
    ),
    (
        "ICON_COLORS",
        limits::ICON_COLORS,
        |word| {
            let icon = NativeIcon {
                name: "pizza".to_owned(),
                color: Some(word.into()),
                wire: crate::Wire::default(),
            };
            let icon = Patch::Set(Icon::Native(icon));
            Box::new(UpdatePage { icon, ..UpdatePage::default() })
        },
        "`body.icon.icon.color` is `ts`, but accepted are only `gray`, `lightgray`, `brown`, `yellow`, `orange`, `green`, `blue`, `purple`, `pink`, `red`",
    ),
    (
        "ROLLUP_FUNCTIONS",
        limits::ROLLUP_FUNCTIONS,
        |word| {
            schema(PropertySchemaKind::Rollup(RollupSchema {
                function: word.into(),
                relation_property_name: Some("R".to_owned()),
                relation_property_id: None,
                rollup_property_name: None,
                rollup_property_id: Some("title".to_owned()),
            }))
        },
        "`body.properties.P.rollup.function` is `ts`, but accepted are only `count`, `count_values`, `empty`, `not_empty`, `unique`, `show_unique`, `percent_empty`, `percent_not_empty`, `sum`, `average`, `median`, `min`, `max`, `range`, `earliest_date`, `latest_date`, `date_range`, `checked`, `unchecked`, `percent_checked`, `percent_unchecked`, `count_per_group`, `percent_per_group`, `show_original`",
    ),
];

#[test]
fn known_words_are_accepted_and_others_are_not() {
    for (name, words, request, wrong) in WORDS {
        for word in *words {
            assert_eq!(report(&*request(word)), "", "{name}");
        }
        assert_eq!(report(&*request("ts")), *wrong, "{name}");
    }
}
