//! The filters that are measured, and the data source they are about.

use notion_filter::{Env, OptionNames, PropertyType, Schema};

/// What people type.
pub(super) const SAMPLE: &str = "Status = Done and (Priority = High or Deadline < now)";

/// The properties that are named in the filters.
pub(super) fn schema() -> Schema {
    let names = |names: &[&str]| OptionNames::all(names.iter().map(ToString::to_string));
    let mut schema = Schema::new("Tasks");
    schema
        .property("Name", PropertyType::Title)
        .property("Status", PropertyType::Status(names(&["Not started", "Done"]), Vec::new()))
        .property("Priority", PropertyType::Select(names(&["High", "Low"])))
        .property("Deadline", PropertyType::Date)
        .property("Estimate", PropertyType::Number);
    schema
}

pub(super) fn env() -> Env<'static> {
    let noon = jiff::Timestamp::constant(1_935_662_400, 0);
    Env::at(noon)
}

/// So many conditions, one behind the other, of which no two are the same.
pub(super) fn chain(count: usize) -> String {
    let conditions: Vec<_> =
        (0..count).map(|number| format!("Estimate = {:03}", number + 1000)).collect();
    conditions.join(" or ")
}

/// As many parentheses as are allowed.
pub(super) fn nested() -> String {
    let depth = usize::from(notion_filter::MAX_DEPTH);
    format!("{}{SAMPLE}{}", "(".repeat(depth - 1), ")".repeat(depth - 1))
}

/// The product of two sums that has as many conditions as are allowed: 7 × 7 × 4 of 200.
pub(super) fn wide() -> String {
    let sum = |first: usize| {
        let pairs: Vec<_> = (first..first + 7)
            .map(|number| format!("(Estimate > {number} and Name ~ \"{number}\")"))
            .collect();
        format!("({})", pairs.join(" or "))
    };
    format!("{} and {}", sum(10), sum(20))
}
