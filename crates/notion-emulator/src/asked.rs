//! A request as it was asked: all of it that is recorded, and that can be asked again.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

/// A request without its headers, of which only the version counts.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The parameters in their order, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) version: Option<String>,
    pub(crate) body: Bytes,
}

impl Asked {
    /// What a request over HTTP asks.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Self {
        let version = headers.get("notion-version").and_then(|it| it.to_str().ok());
        Self {
            method: method.as_str().to_owned(),
            path: uri.path().to_owned(),
            query: parameters(uri.query().unwrap_or_default()),
            version: version.map(str::to_owned),
            body,
        }
    }
}

/// The parameters of a query string in their order, decoded.
pub(crate) fn parameters(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let pairs = parameters("filter_properties=a%5Bb&filter_properties=%25&x=1+2&&odd%");
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            pairs,
            [("filter_properties", "a[b"), ("filter_properties", "%"), ("x", "1 2"), ("odd%", ""),]
        );
    }
}
