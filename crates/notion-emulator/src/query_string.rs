//! Reading the query string of a URL.

/// The parameters in their order, decoded.
pub(crate) fn parse(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex = rest.clone().take(2).collect::<Vec<u8>>();
                let hex = std::str::from_utf8(&hex).ok().filter(|hex| hex.len() == 2);
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(byte) => {
                        rest.nth(1);
                        byte
                    }
                    None => b'%',
                }
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let pairs = parse("filter_properties=a%5Bb&filter_properties=%25&page_size=10&x=1+2&odd%");
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("filter_properties", "a[b"),
                ("filter_properties", "%"),
                ("page_size", "10"),
                ("x", "1 2"),
                ("odd%", ""),
            ]
        );
    }
}
