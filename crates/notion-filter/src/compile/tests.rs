//! The sizes up to which filters are built, and what is said beyond them.

use notion_model::request::Validate as _;

use crate::{Code, Env, OptionNames, PropertyType, Schema, compile, compile_with};
use crate::{Limits, Options, Pushdown};

fn env() -> Env<'static> {
    Env::at("2031-05-09T16:30:00Z".parse().unwrap())
}

/// The only code that is complained about.
fn refused(source: &str, options: &Options) -> Code {
    let error = compile_with(source, &Schema::untyped(), &env(), options).unwrap_err();
    assert_eq!(error.diagnostics().len(), 1, "{error}");
    error.diagnostics()[0].code
}

#[test]
fn what_needs_too_many_conditions_is_refused() {
    // An `or` of three `and`s of three `or`s: 3 × 27 conditions as an `or` of `and`s, no fewer otherwise.
    let group = |base: usize| {
        let part = |first: usize| {
            let conditions: Vec<String> =
                (first..first + 3).map(|number| format!("p{number} = {number}")).collect();
            format!("({})", conditions.join(" or "))
        };
        format!("({} and {} and {})", part(base), part(base + 3), part(base + 6))
    };
    let source = format!("{} or {} or {}", group(0), group(9), group(18));
    let error = compile(&source, &Schema::untyped(), &env()).unwrap_err();
    let diagnostic = &error.diagnostics()[0];
    assert_eq!(diagnostic.code, Code::TooComplex);
    assert_eq!(diagnostic.primary.text, "needs 243 conditions in two levels; the limit is 200");
    assert_eq!(diagnostic.helps, ["the top-level `or` can be run as 3 separate queries"]);

    let limits = Limits { conditions: 243, group: 100 };
    let options = Options { limits, ..Options::default() };
    assert!(compile_with(&source, &Schema::untyped(), &env(), &options).is_ok());
}

#[test]
fn groups_have_a_limit_too() {
    let list: Vec<String> = (0..101).map(|number| number.to_string()).collect();
    let source = format!("p in ({})", list.join(", "));
    assert_eq!(refused(&source, &Options::default()), Code::TooComplex);
    // Options are compared with a list in one condition, which may not be longer than a group.
    for (operator, joined) in [("in", "or"), ("not in", "and")] {
        let source = format!("p::status {operator} ({})", list.join(", "));
        let compiled = compile(&source, &Schema::untyped(), &env()).unwrap();
        assert_eq!(compiled.query().validate(), Ok(()));
        let filter = serde_json::to_value(compiled.filter).unwrap();
        let parts = filter[joined].as_array().unwrap();
        let word = if operator == "in" { "equals" } else { "does_not_equal" };
        assert_eq!(parts[0]["status"][word].as_array().unwrap().len(), 100);
        assert_eq!(parts[1]["status"][word], "100");
    }
}

#[test]
fn sizes_are_computed_without_building() {
    // 2^40 clauses either way.
    let pair = |number: usize| format!("(a{number} = 1 and b{number} = 2)");
    let pairs: Vec<String> = (0..40).map(pair).collect();
    let flipped: Vec<String> =
        pairs.iter().map(|it| it.replace('a', "c").replace(" cnd ", " or ")).collect();
    let source = format!("({}) and ({})", pairs.join(" or "), flipped.join(" or "));
    let deep = format!("x = 1 or ({source})");
    assert_eq!(refused(&deep, &Options::default()), Code::TooComplex);
}

#[test]
fn the_first_request_asks_for_no_more_than_the_limit() {
    let compiled = compile("p > 1 order by p desc limit 7", &Schema::untyped(), &env()).unwrap();
    assert_eq!(
        serde_json::to_string(&compiled.query()).unwrap(),
        r#"{"filter":{"property":"p","number":{"greater_than":1}},"sorts":[{"property":"p","direction":"descending"}],"page_size":7}"#
    );
    let compiled = compile("limit 1000", &Schema::untyped(), &env()).unwrap();
    assert_eq!(compiled.query().page_size, Some(100));
}

/// Whoever asks for the selected properties only would leave the residual without what it needs.
#[test]
fn a_residual_says_what_it_looks_at() {
    let options = Options { pushdown: Pushdown::Partial, ..Options::default() };
    let source = "@created > 2031-01-01 and not (Name ^= x or a = 1 or Name ~ y) select Score";
    let compiled = compile_with(source, &Schema::untyped(), &env(), &options).unwrap();
    assert_eq!(compiled.select, ["Score"]);
    assert_eq!(compiled.residual.unwrap().properties(), ["Name", "a"]);
}

#[test]
fn an_option_with_a_comma_is_offered_in_quotes() {
    let options = |names: &[&str]| OptionNames::all(names.iter().copied());
    let mut schema = Schema::new("Tasks");
    schema.property("Sel", PropertyType::Select(options(&["x", "x, y", "a,b, c"])));
    schema.property("y", PropertyType::Checkbox);
    let fixed = |source: &str| -> Vec<String> {
        let error = compile(source, &schema, &env()).unwrap_err();
        error.diagnostics().iter().filter_map(|it| Some(it.fix.as_ref()?.apply(source))).collect()
    };
    assert_eq!(fixed("Sel = x, y"), ["Sel = \"x, y\""]);
    assert_eq!(fixed("Sel = X, Y or Sel = x"), ["Sel = \"x, y\" or Sel = x"]);
    assert_eq!(fixed("y and not Sel = a,b, c"), ["y and not Sel = \"a,b, c\""]);
    // Not an option, so two conditions are meant.
    assert_eq!(fixed("Sel = x, y = true"), ["Sel = x and y = true"]);
    assert_eq!(fixed("y, Sel = x"), ["y and Sel = x"]);
}

#[test]
fn numbers_that_become_nothing_are_warned_of() {
    let warned = |source: &str| {
        let compiled = compile(source, &Schema::untyped(), &env()).unwrap();
        compiled.warnings.iter().any(|it| it.code == Code::InexactNumber)
    };
    assert!(warned("n::number = 1e-400") && warned("n::number > -.003e-330"));
    assert!(!warned("n::number = 0.00e5") && !warned("n::number = 1e-300"));
}

#[test]
fn the_last_day_of_the_calendar_is_not_cut_short() {
    let days = [("JST-9", "9999-12-31"), ("<-11>11", "9999-12-30")];
    for (zone, day) in days {
        let env = env().in_zone(jiff::tz::TimeZone::posix(zone).unwrap());
        for (operator, is_fine) in
            [("<", true), (">=", true), ("=", false), ("<=", false), (">", false)]
        {
            let source = format!("@created_time {operator} {day}");
            match compile(&source, &Schema::untyped(), &env) {
                Ok(_) => assert!(is_fine, "{source} {zone}"),
                Err(error) => {
                    assert!(!is_fine, "{source} {zone}");
                    assert_eq!(error.diagnostics()[0].code, Code::Date);
                }
            }
        }
    }
}
