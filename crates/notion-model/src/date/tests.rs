//! Every spelling is kept, and means what jiff says it means.

use jiff::civil;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[test]
fn every_spelling_survives() {
    for text in [
        "2026-07-01",
        "2026-06-27T18:01:00.000+01:00",
        "2026-06-27T18:01:15.377824",
        "2024-11-25T14:08:00Z",
        "2024-11-25T14:08:00.000Z",
        "1592-03-14T00:01:00.000+00:00",
        "2022-02-22T09:00:00.000-03:30",
    ] {
        assert_eq!(text.parse::<DateOrDateTime>().unwrap().to_string(), text);
    }
    for text in
        ["2026-06-27T16:49:00.000Z", "2026-06-27T16:49:02.556+00:00", "2026-06-27T16:49:02Z"]
    {
        assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
    }
}

#[test]
fn the_quick_calendar_agrees_with_the_slow_one() {
    let mut at = DateTime::new(1, 1, 1, 23, 59, 59, 7_000_000).unwrap();
    let end = DateTime::new(9999, 1, 1, 0, 0, 0, 0).unwrap();
    while at < end {
        let expected = Offset::UTC.to_timestamp(at).unwrap().as_millisecond();
        assert_eq!(since_1970(at), expected, "{at}");
        at = at.checked_add(jiff::Span::new().days(13).minutes(101)).unwrap();
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in ["", "2022/01/02", "tomorrow", "2026-02-30", "2026-07-01 ", "20260701"] {
        assert!(text.parse::<DateOrDateTime>().is_err(), "{text}");
    }
}

#[test]
fn the_instant_counts_the_offset() {
    let at: DateOrDateTime = "2026-06-27T18:01:00.000+01:00".parse().unwrap();
    assert_eq!(at.instant().unwrap().to_string(), "2026-06-27T17:01:00Z");
    assert!(!at.is_date_only());
    assert_eq!(at.date(), Some(civil::date(2026, 6, 27)));
}

#[test]
fn what_is_no_date_is_kept_where_it_is_read() {
    for text in ["", "2022/01/02", "+010000-01-01", "2026-02-30", "2026-07-01T09:00[Europe/Berlin]"]
    {
        let whole = json!({"start": text, "end": null, "time_zone": null});
        let date: DateValue = serde_json::from_value(whole.clone()).unwrap();
        assert_eq!(date.odd(), Some(text));
        assert_eq!((date.start.date(), date.start.instant()), (None, None));
        assert!(!date.start.is_date_only());
        assert_eq!(serde_json::to_value(&date).unwrap(), whole);
    }
    assert!(serde_json::from_value::<DateOrDateTime>(json!(2026)).is_err());

    let date = json!({"start": "2022/01/02"});
    let value = json!({"type": "date", "date": date});
    let read: crate::PropertyValue = serde_json::from_value(value.clone()).unwrap();
    let carried = read.to_request();
    assert_eq!(carried.value, None);
    assert_eq!(&*carried.lost[0].what, "date `2022/01/02`");
    // A request is ours to mend, and so it is refused.
    let error = serde_json::from_value::<crate::request::PropertyValue>(value).unwrap_err();
    assert!(error.to_string().starts_with("`2022/01/02` is no date"), "{error}");
    let mention = json!({"type": "mention", "mention": {"type": "date", "date": date}});
    assert!(serde_json::from_value::<crate::RichText>(mention.clone()).is_ok());
    assert!(serde_json::from_value::<crate::request::RichText>(mention).is_err());
}

#[test]
fn dates_are_compared_by_time() {
    let date = |text: &str| serde_json::from_value::<DateOrDateTime>(Value::from(text)).unwrap();
    let ascending = [
        "-000001-01-01",
        "2026-06-30T23:00",
        "2026-07-01",
        "2026-07-01T01:30:00.000+01:00",
        "2026-07-01T00:30:01Z",
        "9999-12-31T23:59:59Z",
        "never",
    ];
    for pair in ascending.windows(2) {
        assert!(date(pair[0]).cmp_time(&date(pair[1])).is_lt(), "{pair:?}");
        assert!(date(pair[1]).cmp_time(&date(pair[0])).is_gt(), "{pair:?}");
    }
    assert!(date("2026-07-01").cmp_time(&date("2026-07-01T02:00+02:00")).is_eq());
}

/// Texts that look like dates; many of them are none.
fn text() -> impl Strategy<Value = String> {
    let day = "(-00)?[0-9]{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12][0-9]|3[01])";
    let time = "([Tt ][0-2][0-9](:?[0-5][0-9](:?[0-6][0-9]([.,][0-9]{1,9})?)?)?)?";
    let zone = "(Z|z|[+-][0-2][0-9](:?[0-9]{2})?)?";
    let notion = "20[0-9]{2}-(0[1-9]|1[0-2])-[0-2][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}(Z|[+-][0-2][0-9]:[0-9]{2})";
    prop_oneof![(day, time, zone).prop_map(|(a, b, c)| [a, b, c].concat()), notion]
}

fn instant() -> impl Strategy<Value = jiff::Timestamp> {
    let all = jiff::Timestamp::MIN.as_second()..jiff::Timestamp::MAX.as_second();
    (all, 0..1_000_000_000i32)
        .prop_map(|(second, nano)| jiff::Timestamp::new(second, nano).unwrap())
}

proptest! {
    #[test]
    fn what_is_read_is_written_back(text in text()) {
        let read: DateOrDateTime = serde_json::from_value(json!(text)).unwrap();
        prop_assert_eq!(read.to_string(), text.clone());
        prop_assert_eq!(read.odd().is_some(), text.parse::<DateOrDateTime>().is_err());
        if let Ok(time) = text.parse::<Timestamp>() {
            prop_assert_eq!(time.to_string(), text);
        }
    }

    #[test]
    fn what_is_read_means_what_jiff_says(text in text()) {
        let Ok(date) = text.parse::<DateOrDateTime>() else { return Ok(()) };
        if let Ok(day) = text.parse() {
            prop_assert_eq!(date.date(), Some(day));
        }
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            prop_assert_eq!(date.instant(), Some(instant));
            prop_assert_eq!(text.parse::<Timestamp>().unwrap().instant(), Some(instant));
        } else if date.offset().is_none() {
            prop_assert_eq!(date.datetime().is_some(), !date.is_date_only());
        }
    }

    #[test]
    fn what_is_made_is_read_again(at in instant(), offset in -93_599..=93_599i32) {
        let offset = Offset::from_seconds(offset).unwrap();
        let made = DateOrDateTime::at_offset(at, offset);
        let read: DateOrDateTime = made.to_string().parse().unwrap();
        prop_assert_eq!(read.instant(), made.instant());
        prop_assert!(made.cmp_time(&read).is_eq());
        if let Some(instant) = made.instant() {
            prop_assert!(at.duration_since(instant).abs() < jiff::SignedDuration::from_millis(1));
        }
        let day = made.date().unwrap();
        prop_assert_eq!(&DateOrDateTime::from(day).to_string().parse::<DateOrDateTime>().unwrap(), &day.into());
        for made in [Timestamp::zulu(at), Timestamp::with_offset(at)] {
            prop_assert_eq!(made.to_string().parse::<Timestamp>().unwrap().instant(), made.instant());
        }
    }

    #[test]
    fn comparing_is_an_order(a in text(), b in text(), c in text()) {
        let [a, b, c] = [a, b, c].map(|it| serde_json::from_value::<DateOrDateTime>(json!(it)).unwrap());
        prop_assert_eq!(a.cmp_time(&b), b.cmp_time(&a).reverse());
        if a.cmp_time(&b).is_le() && b.cmp_time(&c).is_le() {
            prop_assert!(a.cmp_time(&c).is_le());
        }
    }
}

#[test]
fn a_time_that_is_none_costs_nothing() {
    for text in ["", "yesterday", "+012026-06-27T16:49:00.000Z", "2026-02-30T16:49:00.000Z"] {
        let page = json!({
            "object": "page", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "created_time": text,
            "properties": {"Made": {"id": "a", "type": "created_time", "created_time": text}},
        });
        let read: crate::Page = serde_json::from_value(page.clone()).unwrap();
        let time = read.created_time.as_ref().unwrap();
        assert_eq!((time.odd(), time.instant()), (Some(text), None));
        assert_eq!(serde_json::to_value(&read).unwrap(), page);
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
    assert_eq!("2026-06-27T16:49:02Z".parse::<Timestamp>().unwrap().odd(), None);
}
