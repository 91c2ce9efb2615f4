//! The decision table of a one-way sync, row by row, as pure functions.

use notion_model::Page;

use super::sides::Follower;
use crate::spec::{OnGone, OnTargetTrashed};

/// Where a page is that was not among the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// Among the rows of its data source: the filter does not select it.
    Live,
    /// In the trash.
    Trashed,
    /// Archived.
    Archived,
    /// In another place.
    Moved,
    /// Gone or not shared; Notion does not tell which.
    NotFound,
}

/// What to do for a source row that is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision<'a> {
    /// Nobody follows it: somebody must.
    Create,
    /// This row follows it: compare them.
    Follow(&'a Page),
    /// Nothing, for this reason.
    Leave(&'static str),
}

/// Decides about a source row that is there. `state` is where its follower is, if it was not listed.
pub(super) fn decide_present<'a>(
    follower: Option<&Follower<'a>>,
    state: Gone,
    on_trashed: OnTargetTrashed,
) -> Decision<'a> {
    let Some(follower) = follower else { return Decision::Create };
    if follower.stolen {
        return Decision::Leave("the row that followed it has the marker of another row");
    }
    if let Some(page) = follower.page {
        return Decision::Follow(page);
    }
    match (state, on_trashed) {
        (Gone::Trashed, OnTargetTrashed::Recreate) => Decision::Create,
        (Gone::Trashed, OnTargetTrashed::Unlink) => Decision::Leave("its row was trashed"),
        (Gone::Archived, _) => Decision::Leave("its row is archived"),
        (Gone::Moved, _) => Decision::Leave("its row was moved to another place"),
        (Gone::NotFound, _) => Decision::Leave("its row is gone or not shared"),
        // Listed a moment ago it was not, and now it is there: the next run will see it.
        (Gone::Live, _) => Decision::Leave("its row cannot be listed yet"),
    }
}

/// Decides about a row whose source row was not among the rows, and says why.
pub(super) fn decide_gone(gone: Gone, trashed: OnGone, leaves: OnGone) -> (OnGone, String) {
    let (decision, why) = match gone {
        Gone::Trashed => (trashed, "its source row was trashed"),
        Gone::Live => (leaves, "its source row is not selected any more"),
        Gone::Archived => (OnGone::Keep, "is kept: its source row is archived"),
        Gone::Moved => (OnGone::Keep, "is kept: its source row was moved to another place"),
        Gone::NotFound => (OnGone::Keep, "is kept: its source row is gone or not shared"),
    };
    (decision, why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_on_the_evidence_of_not_found() {
        for (trashed, leaves) in [(OnGone::Trash, OnGone::Trash), (OnGone::Unlink, OnGone::Trash)] {
            for gone in [Gone::NotFound, Gone::Moved, Gone::Archived] {
                assert_eq!(decide_gone(gone, trashed, leaves).0, OnGone::Keep, "{gone:?}");
            }
            assert_eq!(decide_gone(Gone::Trashed, trashed, leaves).0, trashed);
            assert_eq!(decide_gone(Gone::Live, trashed, leaves).0, leaves);
        }
    }

    #[test]
    fn a_trashed_row_is_created_again_only_if_so_wished() {
        let follower = Follower { source: "a".to_owned(), page: None, link: None, stolen: false };
        let decide = |state, on| decide_present(Some(&follower), state, on);
        assert_eq!(decide(Gone::Trashed, OnTargetTrashed::Recreate), Decision::Create);
        for state in [Gone::NotFound, Gone::Moved, Gone::Archived, Gone::Live] {
            let decision = decide(state, OnTargetTrashed::Recreate);
            assert!(matches!(decision, Decision::Leave(_)), "{state:?}");
        }
        let decision = decide(Gone::Trashed, OnTargetTrashed::Unlink);
        assert!(matches!(decision, Decision::Leave(_)));
        assert_eq!(decide_present(None, Gone::Live, OnTargetTrashed::Recreate), Decision::Create);
    }
}
