//! What is compiled means what was written.

use notion_model::Page;
use notion_model::query::Filter;
use proptest::prelude::*;

use super::dice::made;
use super::expressions::{Tree, atom, pair, tree};
use super::pages::pages;
use super::world::{Around, SCHEMA, ZONES, around, zone};
use super::{compiled, config};
use crate::check::check;
use crate::parse::parse;
use crate::{Env, EvalEnv, Limits, Options, Pushdown, Residual, compile, compile_with, matches};

/// What every condition says for itself, before anything is rewritten for Notion.
fn meanings(tree: &Tree, around: &Around) -> Result<Vec<Residual>, TestCaseError> {
    let meaning = |source: &str| {
        let (checked, log) = check(&parse(source).query, &SCHEMA, &around.env, &around.options);
        let filter = checked.filter.filter(|_| log.is_fine());
        let filter = filter.ok_or_else(|| TestCaseError::fail(format!("{source}: {log:?}")))?;
        Ok(Residual::new(filter, Vec::new()))
    };
    tree.atoms().into_iter().map(meaning).collect()
}

/// What logic says of the page.
fn wanted(tree: &Tree, meanings: &[Residual], page: &Page, env: &EvalEnv) -> bool {
    tree.holds(&mut meanings.iter().map(|it| it.matches(page, env)))
}

fn seen(source: &str, filter: &Filter, page: &Page) -> String {
    let json = |it| serde_json::to_string(it).unwrap();
    format!("{source}\n{}\n{}", serde_json::to_string(filter).unwrap(), json(page))
}

#[test]
fn compiling_keeps_the_meaning() {
    let cases = made(120, |dice| (around(dice), tree(dice, 4)));
    proptest!(config(), |((around, tree) in cases, choice in any::<u16>())| {
        let source = tree.text();
        let meanings = meanings(&tree, &around)?;
        if let Some(filter) = compiled(&source, &around)? {
            for page in pages(choice) {
                prop_assert_eq!(
                    matches(&filter, page, &around.eval),
                    wanted(&tree, &meanings, page, &around.eval),
                    "{}", seen(&source, &filter, page)
                );
            }
        }
    });
}

#[test]
fn what_is_pushed_down_never_selects_too_little() {
    let cases = made(120, |dice| (around(dice), tree(dice, 4)));
    let limits = Limits { conditions: 6, group: 4 };
    proptest!(config(), |((around, tree) in cases, choice in any::<u16>())| {
        let options = Options { pushdown: Pushdown::Partial, limits, ..around.options };
        let source = tree.text();
        let meanings = meanings(&tree, &around)?;
        let compiled = compile_with(&source, &SCHEMA, &around.env, &options).unwrap();
        for page in pages(choice) {
            let env = &around.eval;
            let sent = compiled.filter.as_ref().is_none_or(|it| matches(it, page, env));
            let kept = compiled.residual.as_ref().is_none_or(|it| it.matches(page, env));
            prop_assert_eq!(sent && kept, wanted(&tree, &meanings, page, env), "{}", source);
        }
    });
}

#[test]
fn not_is_the_opposite_and_twice_not_is_nothing() {
    let cases = made(100, |dice| (around(dice), tree(dice, 3)));
    proptest!(config(), |((around, tree) in cases, choice in any::<u16>())| {
        let source = tree.text();
        let plain = compiled(&source, &around)?;
        let opposite = compiled(&format!("not ({source})"), &around)?;
        prop_assert_eq!(&plain, &compiled(&format!("not not ({source})"), &around)?);
        if let (Some(plain), Some(opposite)) = (plain, opposite) {
            for page in pages(choice) {
                prop_assert_ne!(
                    matches(&plain, page, &around.eval),
                    matches(&opposite, page, &around.eval),
                    "{}", seen(&source, &opposite, page)
                );
            }
        }
    });
}

#[test]
fn negated_operators_are_not_of_the_positive_ones() {
    let cases = made(40, |dice| (around(dice), pair(dice)));
    proptest!(config(), |((around, (plain, negated)) in cases)| {
        let opposite = compiled(&format!("not ({plain})"), &around)?;
        prop_assert_eq!(compiled(&negated, &around)?, opposite, "{}", negated);
        let twice = compiled(&format!("not {negated}"), &around)?;
        prop_assert_eq!(twice, compiled(&plain, &around)?, "{}", negated);
    });
}

/// Two levels at most, no group of fewer than two, no group in a group of its kind, nothing too large.
#[test]
fn filters_have_two_levels_at_most() {
    let cases = made(160, |dice| (around(dice), tree(dice, 5)));
    proptest!(config(), |((around, tree) in cases)| {
        let source = tree.text();
        let filter = compiled(&source, &around)?;
        prop_assert_eq!(&filter, &compiled(&source, &around)?, "{}", source);
        if let Some(filter) = filter {
            let limits = around.options.limits;
            prop_assert!(is_well_formed(&filter, 2, limits), "{}\n{:?}", source, filter);
            prop_assert!(conditions(&filter) <= limits.conditions);
            let json = serde_json::to_value(&filter).unwrap();
            let read: Filter = serde_json::from_value(json.clone()).unwrap();
            prop_assert_eq!(&read, &filter);
            super::filters::official(&json).map_err(TestCaseError::fail)?;
        }
    });
}

fn is_well_formed(filter: &Filter, levels: usize, limits: Limits) -> bool {
    let kind = std::mem::discriminant(filter);
    match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            levels > 0
                && (2..=limits.group).contains(&parts.len())
                && parts.iter().all(|it| std::mem::discriminant(it) != kind)
                && parts.iter().all(|it| is_well_formed(it, levels - 1, limits))
        }
        _ => true,
    }
}

fn conditions(filter: &Filter) -> usize {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().map(conditions).sum(),
        _ => 1,
    }
}

#[test]
fn parentheses_change_nothing() {
    let cases = made(140, |dice| {
        let around = around(dice);
        let tree = tree(dice, 4);
        let wrapped = tree.write(&mut |_| dice.once_in(2));
        (around, tree.text(), wrapped)
    });
    proptest!(config(), |((around, source, wrapped) in cases)| {
        let everywhere = format!("(({source}))");
        let plain = compiled(&source, &around)?;
        prop_assert_eq!(&plain, &compiled(&wrapped, &around)?, "{}\n{}", source, wrapped);
        prop_assert_eq!(&plain, &compiled(&everywhere, &around)?, "{}", source);
    });
}

/// The days of created and edited times are those of the author, whatever Notion takes for a day.
#[test]
fn a_day_of_a_time_is_the_day_where_the_author_is() {
    let mut page = super::pages::example();
    page.properties = notion_model::Properties::default();
    let cases = made(8, |dice| {
        let zone = dice.pick(ZONES);
        (zone, dice.roll(900), dice.roll(3), dice.roll(2880))
    });
    proptest!(config(), |((name, day, near, minute) in cases)| {
        let zone = zone(name);
        let day = jiff::civil::date(2030, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(day).unwrap()));
        let minutes = i64::try_from(minute).unwrap() - 1440 + i64::try_from(near).unwrap() * 1440;
        let time = day.to_datetime(jiff::civil::Time::midnight()).saturating_add(jiff::Span::new().minutes(minutes));
        let instant = zone.to_timestamp(time).unwrap();
        let local = zone.to_datetime(instant).date();
        let env = Env::at(instant).in_zone(zone);
        let eval = EvalEnv::at(instant);
        let mut page = page.clone();
        page.created_time = Some(instant.to_string().parse().unwrap());
        for (operator, expected) in [
            ("=", local == day), ("!=", local != day), ("<", local < day), ("<=", local <= day),
            (">", local > day), (">=", local >= day),
        ] {
            let source = format!("@created_time {operator} {day}");
            let filter = compile(&source, &SCHEMA, &env).unwrap().filter.unwrap();
            prop_assert_eq!(matches(&filter, &page, &eval), expected, "{} {} {}", source, instant, name);
        }
    });
}

/// Every condition that the generator makes has a meaning, so that none is wasted.
#[test]
fn conditions_have_a_meaning() {
    let cases = made(40, |dice| (around(dice), Tree::Atom(atom(dice))));
    proptest!(config(), |((around, tree) in cases)| {
        meanings(&tree, &around)?;
    });
}
