//! The functions of the formula language, by name.

use super::check::Type;

/// A function, as far as its place in a formula is concerned.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) gives: Gives,
}

/// The type of the result.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Gives {
    Is(Type),
    /// That of the values that may be chosen, if they are of one type.
    Branches,
    /// That of the last argument.
    Last,
}

const MANY: usize = usize::MAX;

const fn function(name: &'static str, least: usize, most: usize, gives: Type) -> Function {
    Function { name, least, most, gives: Gives::Is(gives) }
}

use Type::{Any, Boolean, Date, List, Number, Text};

/// Every function that Notion documents, whether it is evaluated here or not.
const FUNCTIONS: &[Function] = &[
    Function { name: "if", least: 3, most: 3, gives: Gives::Branches },
    Function { name: "ifs", least: 2, most: MANY, gives: Gives::Branches },
    Function { name: "let", least: 3, most: 3, gives: Gives::Last },
    Function { name: "lets", least: 3, most: MANY, gives: Gives::Last },
    function("empty", 0, 1, Boolean),
    function("and", 2, MANY, Boolean),
    function("or", 2, MANY, Boolean),
    function("not", 1, 1, Boolean),
    function("equal", 2, 2, Boolean),
    function("unequal", 2, 2, Boolean),
    function("larger", 2, 2, Boolean),
    function("largerEq", 2, 2, Boolean),
    function("smaller", 2, 2, Boolean),
    function("smallerEq", 2, 2, Boolean),
    function("length", 1, 1, Number),
    function("substring", 2, 3, Text),
    function("contains", 2, 2, Boolean),
    function("includes", 2, 2, Boolean),
    function("test", 2, 2, Boolean),
    function("match", 2, 2, List),
    function("replace", 3, 3, Text),
    function("replaceAll", 3, 3, Text),
    function("lower", 1, 1, Text),
    function("upper", 1, 1, Text),
    function("trim", 1, 1, Text),
    function("repeat", 2, 2, Text),
    function("padStart", 3, 3, Text),
    function("padEnd", 3, 3, Text),
    function("link", 2, 2, Text),
    function("style", 2, MANY, Text),
    function("unstyle", 1, MANY, Text),
    function("format", 1, 1, Text),
    function("concat", 1, MANY, Any),
    function("join", 2, MANY, Text),
    function("split", 1, 2, List),
    function("add", 2, 2, Any),
    function("subtract", 2, 2, Number),
    function("multiply", 2, 2, Number),
    function("divide", 2, 2, Number),
    function("mod", 2, 2, Number),
    function("pow", 2, 2, Number),
    function("unaryMinus", 1, 1, Number),
    function("unaryPlus", 1, 1, Number),
    function("min", 1, MANY, Number),
    function("max", 1, MANY, Number),
    function("sum", 1, MANY, Number),
    function("mean", 1, MANY, Number),
    function("median", 1, MANY, Number),
    function("abs", 1, 1, Number),
    function("round", 1, 2, Number),
    function("ceil", 1, 1, Number),
    function("floor", 1, 1, Number),
    function("sqrt", 1, 1, Number),
    function("cbrt", 1, 1, Number),
    function("exp", 1, 1, Number),
    function("ln", 1, 1, Number),
    function("log10", 1, 1, Number),
    function("log2", 1, 1, Number),
    function("sign", 1, 1, Number),
    function("pi", 0, 0, Number),
    function("e", 0, 0, Number),
    function("toNumber", 1, 1, Number),
    function("formatNumber", 1, 3, Text),
    function("now", 0, 0, Date),
    function("today", 0, 0, Date),
    function("minute", 1, 1, Number),
    function("hour", 1, 1, Number),
    function("day", 1, 1, Number),
    function("date", 1, 1, Number),
    function("week", 1, 1, Number),
    function("month", 1, 1, Number),
    function("year", 1, 1, Number),
    function("dateAdd", 3, 3, Date),
    function("dateSubtract", 3, 3, Date),
    function("dateBetween", 3, 3, Number),
    function("dateRange", 2, 2, Date),
    function("dateStart", 1, 1, Date),
    function("dateEnd", 1, 1, Date),
    function("start", 1, 1, Date),
    function("end", 1, 1, Date),
    function("timestamp", 1, 1, Number),
    function("fromTimestamp", 1, 1, Date),
    function("formatDate", 2, 3, Text),
    function("parseDate", 1, 1, Date),
    function("name", 1, 1, Text),
    function("email", 1, 1, Text),
    function("id", 0, 1, Text),
    function("at", 2, 2, Any),
    function("first", 1, 1, Any),
    function("last", 1, 1, Any),
    function("slice", 2, 3, List),
    function("sort", 1, 2, List),
    function("reverse", 1, 1, List),
    function("unique", 1, 1, List),
    function("flat", 1, 1, List),
    function("map", 2, 2, List),
    function("filter", 2, 2, List),
    function("find", 2, 2, Any),
    function("findIndex", 2, 2, Number),
    function("some", 2, 2, Boolean),
    function("every", 2, 2, Boolean),
    function("count", 1, 2, Number),
    function("prop", 2, 2, Any),
];

/// The function of that name.
pub(super) fn function_of(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|it| it.name == name)
}

/// Whether the second argument is evaluated once for each item, with `current` and `index`.
pub(super) fn is_loop(name: &str) -> bool {
    matches!(name, "map" | "filter" | "find" | "findIndex" | "some" | "every" | "sort" | "count")
}
