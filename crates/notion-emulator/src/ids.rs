//! Ids of the kinds that Notion gives out, drawn from a seed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use crate::world::schema::{OPTION_COLORS, OptionColor};

/// Draws every random thing of a world: object ids, property ids, option ids, option colours.
#[derive(Clone, Debug)]
pub(crate) struct IdSource {
    random: fastrand::Rng,
    /// The 36 bits that all time-based ids of one workspace share.
    workspace_bits: u64,
    /// The colours of options that are not left to chance, by their names.
    colors: BTreeMap<Box<str>, &'static str>,
}

/// First day of the day count that time-based ids begin with: 2024-01-01, in seconds of the epoch.
const FIRST_DAY: i64 = 1_704_067_200;
const WORKSPACE_MASK: u64 = (1 << 36) - 1;

impl IdSource {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let workspace_bits = random.u64(..) & WORKSPACE_MASK;
        Self { random, workspace_bits, colors: BTreeMap::new() }
    }

    /// Goes on with other draws than a source of the same seed that has never seen this text.
    pub(crate) fn stir(&mut self, text: &str) {
        let mut hash = self.random.u64(..) ^ 0xcbf2_9ce4_8422_2325;
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.random = fastrand::Rng::with_seed(hash);
    }

    /// What must be kept so that a reopened world goes on drawing where it stopped.
    pub(crate) fn state(&self) -> (u64, u64) {
        (self.random.get_seed(), self.workspace_bits)
    }

    pub(crate) fn resume((random, workspace_bits): (u64, u64)) -> Self {
        let random = fastrand::Rng::with_seed(random);
        Self { random, workspace_bits, colors: BTreeMap::new() }
    }

    /// A version 4 id: databases, their first data source, users, options, requests.
    pub(crate) fn v4(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random.u128(..).to_be_bytes()).into_uuid()
    }

    /// The id of a page or a block: the day of creation, the workspace, then noise.
    pub(crate) fn page(&mut self, now: Timestamp) -> Uuid {
        let noise = self.random.u64(..);
        self.time_based(now, noise)
    }

    /// The id of a data source that is added to an existing database.
    pub(crate) fn added_data_source(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x000b)
    }

    /// The id of a comment.
    pub(crate) fn comment(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x001d)
    }

    /// The id of a discussion.
    pub(crate) fn discussion(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x001c)
    }

    /// The id of a view.
    pub(crate) fn view(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x000c)
    }

    /// The id of a file upload.
    pub(crate) fn upload(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x00b2)
    }

    /// The id of the workspace itself.
    pub(crate) fn workspace(&mut self, now: Timestamp) -> Uuid {
        self.marked(now, 0x0003)
    }

    /// Four characters from `:` to `~`, as the ids of all properties but the title are.
    pub(crate) fn property(&mut self) -> String {
        (0..4).map(|_| char::from(self.random.u8(b':'..=b'~'))).collect()
    }

    /// The colour that the server picks for an option of that name.
    pub(crate) fn color(&mut self, name: &str) -> OptionColor {
        let picked = self.random.choice(OPTION_COLORS).copied().unwrap_or("default");
        OptionColor(self.colors.get(name).copied().unwrap_or(picked))
    }

    /// Settles what would be picked: a recording tells how it came out.
    pub(crate) fn settle_color(&mut self, name: &str, color: OptionColor) {
        self.colors.entry(name.into()).or_insert(color.0);
    }

    fn marked(&mut self, now: Timestamp, mark: u64) -> Uuid {
        let noise = self.random.u64(..) & !(0xffff << 32) | (mark << 32);
        self.time_based(now, noise)
    }

    /// `dddwwwww-wwww-81nn-Vnnn-nnnnnnnnnnnn`: twelve bits of day, 36 of workspace, the rest noise.
    fn time_based(&mut self, now: Timestamp, noise: u64) -> Uuid {
        let day = (now.as_second() - FIRST_DAY).div_euclid(86_400).rem_euclid(1 << 12);
        let day = u128::from(day.unsigned_abs());
        let third = u128::from(self.random.u8(..)) | 0x8100;
        let bits = day << 116
            | u128::from(self.workspace_bits) << 80
            | third << 64
            | u128::from(noise & (u64::MAX >> 2) | 1 << 63);
        Uuid::from_u128(bits)
    }
}

/// Whether Notion takes this for an id at all.
///
/// The nil id is valid (and names nothing); any other must have a version from 1 to 8 and the
/// variant of RFC 9562, which refuses `12345678-1234-1234-1234-123456789abc`.
pub(crate) fn is_valid(id: Uuid) -> bool {
    id.is_nil()
        || (matches!(id.get_version_num(), 1..=8) && id.get_variant() == uuid::Variant::RFC4122)
}

/// Reads an id in either spelling, with or without dashes.
pub(crate) fn parse(text: &str) -> Option<Uuid> {
    let plain = matches!(text.len(), 32 | 36);
    Uuid::try_parse(text).ok().filter(|id| plain && is_valid(*id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_documented_kinds() {
        let now: Timestamp = "2026-06-27T16:49:00Z".parse().unwrap();
        let mut ids = IdSource::new(7);
        for _ in 0..100 {
            let page = ids.page(now).to_string();
            assert!(page.starts_with("38c"), "{page}");
            assert!(is_valid(page.parse().unwrap()), "{page}");
            let source = ids.added_data_source(now).to_string();
            assert_eq!(source[..13], page[..13], "the day and the workspace are shared");
            assert!(source[24..].starts_with("000b"), "{source}");
            assert_eq!(ids.v4().get_version_num(), 4);
            assert_eq!(ids.property().len(), 4);
        }
    }

    #[test]
    fn a_resumed_source_goes_on() {
        let mut first = IdSource::new(1);
        first.v4();
        let mut second = IdSource::resume(first.state());
        assert_eq!(first.v4(), second.v4());
    }

    #[test]
    fn validity_is_strict_about_version_and_variant() {
        assert!(parse("12345678-1234-1234-1234-123456789abc").is_none());
        assert!(parse("00000000-0000-0000-0000-000000000000").is_some());
        assert!(parse("38c9ce7b60a481d29260ecf982e5197c").is_some());
        assert!(parse("{38c9ce7b-60a4-81d2-9260-ecf982e5197c}").is_none());
    }
}
