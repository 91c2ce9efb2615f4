//! Everything on the wire is read and written back unchanged.

use crate::samples;

#[test]
fn every_sample_survives() {
    let mut count = 0;
    samples::each(|place, sample, through| {
        samples::check(place, sample, through);
        count += 1;
    });
    assert!(count > 60, "the samples are there");
}
