//! The width of a column, a share in Notion and percent in its Markdown.

/// A share in percent, and whether it is read back as the same share.
pub(crate) fn to_percent(ratio: f64) -> (String, bool) {
    let percent = ratio * 100.0;
    let rounded = (percent * 1e6).round() / 1e6;
    let near = [percent.next_down(), percent.next_up()];
    let nearer = [percent.next_down().next_down(), percent.next_up().next_up()];
    for candidate in [rounded, percent].into_iter().chain(near).chain(nearer) {
        let text = candidate.to_string();
        if from_percent(&text).is_some_and(|it| it.to_bits() == ratio.to_bits()) {
            return (text, true);
        }
    }
    (percent.to_string(), false)
}

/// The share that so many percent are.
pub(crate) fn from_percent(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().trim_end_matches('%').parse().ok()?;
    Some(percent / 100.0).filter(|it| *it > 0.0 && *it < 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_survive() {
        assert_eq!(to_percent(0.5), ("50".to_owned(), true));
        assert_eq!(to_percent(0.29), ("29".to_owned(), true));
        assert_eq!(from_percent("62.5%"), Some(0.625));
        assert_eq!(from_percent("100"), None);
    }
}
