//! What the lane does at invented times.

#![expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "counts are small, and invented times are exact"
)]

use proptest::prelude::*;

use super::*;

/// A start for invented times.
fn zero() -> Instant {
    Instant::now()
}

fn secs(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// Sends as fast as the lane lets, from `from` on; the times in seconds after `zero`.
fn starts(lane: &mut Pacer, zero: Instant, from: f64, count: usize) -> Vec<f64> {
    let mut now = zero + secs(from);
    let mut starts = Vec::new();
    while starts.len() < count {
        match lane.turn(now) {
            Turn::Go => starts.push((now - zero).as_secs_f64()),
            Turn::Pace(until) | Turn::Gate(until) => {
                assert!(until > now, "a wait must end later than now");
                now = until;
            }
        }
    }
    starts
}

fn most_in_a_window(starts: &[f64], window: f64) -> usize {
    starts
        .iter()
        .map(|first| starts.iter().filter(|at| (*first..*first + window).contains(*at)).count())
        .max()
        .unwrap_or(0)
}

#[test]
fn uses_the_budget_and_never_more() {
    for (budget, window, grants) in
        [("standard", 60.0, 180), ("business", 60.0, 600), ("30/10", 10.0, 30)]
    {
        let zero = zero();
        let mut lane = Pacer::new(budget.parse().unwrap(), zero);
        let starts = starts(&mut lane, zero, 0.0, grants * 5);
        assert!(most_in_a_window(&starts, window) <= grants, "{budget}");
        let used = starts.len() as f64 / (starts[starts.len() - 1] / window) / grants as f64;
        assert!(used > 0.96, "{budget}: {used}");
    }
}

#[test]
fn lets_a_few_go_at_once_after_quiet_time() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Standard, zero);
    let first = starts(&mut lane, zero, 0.0, 6);
    assert_eq!(first[..5], [0.0; 5]);
    assert!(first[5] > 0.3);
    assert_eq!(starts(&mut lane, zero, 60.0, 5), [60.0; 5]);
}

#[test]
fn opens_at_the_pace_and_not_in_a_storm() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Standard, zero);
    assert!(lane.refuse(zero, zero, zero + secs(50.0)));
    let after = starts(&mut lane, zero, 1.0, 4);
    assert_eq!(after[0], 50.0);
    assert!(after.windows(2).all(|pair| pair[1] - pair[0] > 0.34), "{after:?}");
}

#[test]
fn one_closing_cuts_the_pace_once() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Standard, zero);
    for late in 1..=6 {
        let now = zero + secs(f64::from(late) / 10.0);
        let longer = lane.refuse(now, zero, zero + secs(50.0));
        assert_eq!(longer, late == 1);
    }
    assert!((lane.rate().unwrap() / 2.91 - 0.7).abs() < 1e-9);
    // A refusal of the same volley may even arrive when the gate is open again.
    lane.refuse(zero + secs(51.0), zero, zero + secs(50.0));
    assert!((lane.rate().unwrap() / 2.91 - 0.7).abs() < 1e-9);
    // A new one counts.
    lane.refuse(zero + secs(60.0), zero + secs(59.0), zero + secs(70.0));
    assert!((lane.rate().unwrap() / 2.91 - 0.49).abs() < 1e-9);
}

#[test]
fn recovers_while_it_is_asked_for_more() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Standard, zero);
    for step in 0..30 {
        let now = zero + secs(f64::from(step));
        lane.refuse(now, now, now);
    }
    assert!((lane.rate().unwrap() / 2.91 - 0.05).abs() < 1e-9, "the floor");
    starts(&mut lane, zero, 30.0, 600);
    assert!((lane.rate().unwrap() - 2.91).abs() < 1e-9, "{:?}", lane.rate());
}

#[test]
fn does_not_recover_by_doing_nothing() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Standard, zero);
    lane.refuse(zero, zero, zero + secs(1.0));
    for minute in 1..20 {
        assert_eq!(lane.turn(zero + secs(f64::from(minute) * 60.0)), Turn::Go);
    }
    assert!((lane.rate().unwrap() / 2.91 - 0.7).abs() < 1e-9);
}

#[test]
fn a_lane_without_a_limit_still_has_a_gate() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Unlimited, zero);
    assert_eq!(starts(&mut lane, zero, 0.0, 100), [0.0; 100]);
    lane.refuse(zero, zero, zero + secs(3.0));
    assert_eq!(starts(&mut lane, zero, 0.0, 1), [3.0]);
}

/// What was found out about the budget is forgotten after an hour, and found again.
#[test]
fn a_budget_that_was_found_is_tried_again() {
    let zero = zero();
    let mut lane = Pacer::new(Budget::Auto, zero);
    assert_eq!(lane.rate(), Budget::Standard.pace());
    let rate_after = |lane: &mut Pacer, from: f64, count: usize| {
        starts(lane, zero, from, count);
        lane.rate().unwrap()
    };
    assert!(rate_after(&mut lane, 0.0, 170) > 4.0);
    let refuse = |lane: &mut Pacer, at: f64, until: f64| {
        let (at, until) = (zero + secs(at), zero + secs(until));
        lane.refuse(at, at, until);
        lane.learn(at, until);
    };
    refuse(&mut lane, 48.0, 60.0);
    assert!(lane.rate() <= Budget::Standard.pace());
    assert!((rate_after(&mut lane, 61.0, 9_000) - 2.91).abs() < 1e-9, "for an hour");
    assert!((rate_after(&mut lane, 3_700.0, 9_000) - 9.7).abs() < 1e-9, "not for ever");
    // Few went out: somebody else takes the budget, and its size is not known.
    let mut lane = Pacer::new(Budget::Auto, zero);
    starts(&mut lane, zero, 0.0, 60);
    refuse(&mut lane, 20.0, 60.0);
    assert!((rate_after(&mut lane, 60.0, 3_000) - 9.7).abs() < 1e-9);
    // A wait of more than a minute is not about this budget.
    let mut lane = Pacer::new(Budget::Auto, zero);
    starts(&mut lane, zero, 0.0, 170);
    refuse(&mut lane, 48.0, 600.0);
    assert!((rate_after(&mut lane, 600.0, 3_000) - 9.7).abs() < 1e-9);
}

proptest! {
    /// Whatever is refused, and whenever: nothing goes out while the gate is closed, and no window
    /// holds more than the budget.
    #[test]
    fn keeps_the_budget_through_any_refusals(
        refusals in prop::collection::vec((0.0..300.0f64, 0.0..70.0f64), 0..12),
        requests in 1u32..700,
    ) {
        let zero = zero();
        let mut lane = Pacer::new(Budget::per_window(requests, 60).unwrap(), zero);
        let mut refusals = refusals;
        refusals.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut refusals = refusals.into_iter().peekable();
        let mut now = zero;
        let mut started = Vec::new();
        let mut closed = zero;
        while now < zero + secs(300.0) && started.len() < 2_000 {
            while let Some((_, wait)) = refusals.next_if(|(at, _)| zero + secs(*at) <= now) {
                lane.refuse(now, now, now + secs(wait));
                closed = closed.max(now + secs(wait));
            }
            match lane.turn(now) {
                Turn::Go => {
                    prop_assert!(now >= closed);
                    started.push((now - zero).as_secs_f64());
                }
                Turn::Pace(until) | Turn::Gate(until) => {
                    prop_assert!(until > now);
                    now = until;
                }
            }
        }
        let most = f64::from(requests).max(0.97 * f64::from(requests) + 1.0);
        prop_assert!(most_in_a_window(&started, 59.999) as f64 <= most.ceil());
    }
}
