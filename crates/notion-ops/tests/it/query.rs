//! Queries: rows in order, figures, and every mistake in its place.

use notion_ops::{
    SpecKind, query,
    query::{Figure, QueryResult},
};

use crate::session::Session;

async fn run(session: &Session, spec: &str) -> QueryResult {
    let spec = Session::spec(spec);
    let SpecKind::Query(wanted) = &spec.kind else { panic!("it is a query") };
    query(&spec, wanted, &session.planner()).await.unwrap_or_else(|error| panic!("{error}"))
}

fn shown(result: &QueryResult) -> String {
    let mut lines = vec![result.columns.join(" | ")];
    for row in result.rows.iter().take(5) {
        let cells: Vec<String> = row.cells.iter().map(ToString::to_string).collect();
        lines.push(cells.join(" | "));
    }
    lines.push(format!("{} rows, {} requests", result.rows.len(), result.requests));
    if let Some(groups) = &result.groups {
        let line = |key: String, figures: &[Figure]| {
            let figures: Vec<String> = figures.iter().map(ToString::to_string).collect();
            format!("{key}: {}", figures.join(", "))
        };
        lines.extend(groups.groups.iter().map(|it| line(it.key.join(", "), &it.figures)));
        lines.push(line("all".to_owned(), &groups.total));
    }
    lines.join("\n")
}

#[tokio::test(start_paused = true)]
async fn the_demo_query() {
    let session = Session::demo();
    let spec = include_str!("../../../../fixtures/specs/find-urgent.toml");
    insta::assert_snapshot!(shown(&run(&session, spec).await), @r"
    Name | Status | Priority | Deadline
    Write the test plan for the front rack | Active | Urgent | 2026-11-02
    Dealer portal: export invoices | Active | High | 2026-10-19
    Dealer map shows the closed shop in Ghent | Active | High | 2026-10-26
    Receipts of the Eurobike trip | Active | High | 2026-10-29
    Recall: swap the batteries of the Antwerp batch | Active | High | 2026-10-30
    13 rows, 2 requests
    Active: 13, 69
    all: 13, 69
    ");
}

#[tokio::test(start_paused = true)]
async fn figures_of_every_kind() {
    let session = Session::demo();
    let spec = r#"
        kind = "query"
        name = "figures"
        [from]
        data_source = "Tasks"
        [select]
        fields = ["Name"]
        limit = 120
        order = ["-Deadline"]
        [aggregate]
        by = ["Priority"]
        measures = { n = "count()", late = "count(Deadline)", sum = "sum(Estimate)", mean = "avg(Estimate)", least = "min(Deadline)", most = "max(Estimate)" }
    "#;
    insta::assert_snapshot!(shown(&run(&session, spec).await), @r"
    Name
    Agree on the working hours of the apprentices
    Child seat: agree on the three belts we approve
    Translate the winter checklist into Dutch and Danish
    Test ride the wide tyres with 80 kg in the box
    Rear light: replace the cable that rubs on the fender
    120 rows, 3 requests
    Low: 23, 23, 140, 8.75, 2026-10-27, 24
    Medium: 53, 53, 318, 7.4, 2026-10-28, 24
    High: 39, 39, 226, 7.06, 2026-10-28T14:30:00.000+01:00, 24
    Urgent: 3, 3, 18, 6, 2026-11-02, 8
    : 2, 2, 22, 11, 2026-10-27, 16
    all: 120, 120, 724, 7.54, 2026-10-27, 24
    ");
}

#[tokio::test(start_paused = true)]
async fn every_mistake_has_its_place() {
    let session = Session::demo();
    let spec = Session::spec(
        "kind = \"query\"\nname = \"q\"\n[from]\ndata_source = \"Tasks\"\n[select]\n\
         where = 'Staus = Active and Priority = Hihg'\nfields = [\"Nmae\"]\norder = [\"-Prio\"]\n\
         [aggregate]\nby = [\"Stat\"]\n",
    );
    let SpecKind::Query(wanted) = &spec.kind else { panic!("it is a query") };
    let error = query(&spec, wanted, &session.planner()).await.unwrap_err();
    insta::assert_snapshot!(error, @r#"
    error[NF0101]: unknown property `Staus`
     --> spec.toml:6:10
      |
    6 | where = 'Staus = Active and Priority = Hihg'
      |          ^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Status`?
      = fix:  Status = Active and Priority = Hihg

    error[NF0205]: `Priority` has no option `Hihg`
     --> spec.toml:6:40
      |
    6 | where = 'Staus = Active and Priority = Hihg'
      |                                        ^^^^ unknown option
      |
      = help: did you mean `High`?
      = help: options: `Low`, `Medium`, `High`, `Urgent`
      = fix:  Staus = Active and Priority = High

    error: `Tasks` has no property `Nmae`
      --> spec.toml:7:11
      |
    7 | fields = ["Nmae"]
      |           ^^^^^^
      = note: it has `Assigned To`, `Deadline`, `Notes`, `Priority`, `Edited`, `Estimate`, `Status`, `Created`, `Waiting for customer`, `Link`, `Project`, `Reviewed`, `Tags`, `Name`
      = help: did you mean `Name`?

    error: `Tasks` has no property `Prio`
      --> spec.toml:8:10
      |
    8 | order = ["-Prio"]
      |          ^^^^^^^
      = note: it has `Assigned To`, `Deadline`, `Notes`, `Priority`, `Edited`, `Estimate`, `Status`, `Created`, `Waiting for customer`, `Link`, `Project`, `Reviewed`, `Tags`, `Name`

    error: `Tasks` has no property `Stat`
       --> spec.toml:10:7
       |
    10 | by = ["Stat"]
       |       ^^^^^^
       = note: it has `Assigned To`, `Deadline`, `Notes`, `Priority`, `Edited`, `Estimate`, `Status`, `Created`, `Waiting for customer`, `Link`, `Project`, `Reviewed`, `Tags`, `Name`
    "#);
    assert_eq!(error.exit().code(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_missing_data_source_is_named() {
    let session = Session::demo();
    let spec = Session::spec("kind = \"query\"\nname = \"q\"\n[from]\ndata_source = \"Taks\"\n");
    let SpecKind::Query(wanted) = &spec.kind else { panic!("it is a query") };
    let error = query(&spec, wanted, &session.planner()).await.unwrap_err();
    insta::assert_snapshot!(error, @r#"
    error: no data source is called `Taks`
      --> spec.toml:4:15
      |
    4 | data_source = "Taks"
      |               ^^^^^^
      = note: there is `Projects`, `Tasks`, `Team board`
      = help: did you mean `Tasks`?
    "#);
}
