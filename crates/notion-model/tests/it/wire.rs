//! Everything on the wire is read and written back unchanged.

use crate::samples;

#[test]
fn every_sample_survives() {
    let samples = samples::all();
    for sample in samples {
        sample.check("as it is", &sample.value);
    }
    assert!(samples.len() > 200, "the samples are there");
}
