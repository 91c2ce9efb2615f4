//! What to do after a failed attempt: one pure function over a table.

use crate::endpoint::Replay;
use crate::failure::{Applied, Failure};

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// Send it again after a pause.
    Repeat,
    /// Ask for less, then send it again. A call that has no page size is sent again as it is.
    Smaller,
    /// Send it again when the gate opens. Nothing was done, and nothing is counted as an attempt.
    Gate,
    /// Do not repeat: the work is done. Read the object instead.
    ReadBack,
    /// Do not repeat: the work may be done. The caller has to look.
    Unclear,
    /// Do not repeat: the answer would be the same.
    Stop,
}

/// Decides without a clock and without counting: the caller does both.
///
/// The table is the one of the crate's front page.
pub const fn judge(failure: Failure, replay: Replay) -> Verdict {
    match (failure, replay) {
        (Failure::Throttled(_) | Failure::Overloaded | Failure::EdgeRefused, _) => Verdict::Gate,
        // A read that claims to have saved something is odd, and harmless to repeat.
        (Failure::NotSent, _) | (Failure::Committed, Replay::Read) => Verdict::Repeat,
        (Failure::Committed, _) => Verdict::ReadBack,
        (Failure::TooSlow, Replay::Read) => Verdict::Smaller,
        // A guarded write finds out by its precondition whether it was done; when Notion says that
        // the object is too heavy, only the caller can look at it in a cheaper way. A conflict is
        // documented as not done; for a write that must not happen twice that is not enough.
        (Failure::TooSlow, Replay::Guarded) | (Failure::Conflict, Replay::Once) => Verdict::Unclear,
        (Failure::Conflict, _) => Verdict::Repeat,
        _ => match (failure.applied(), replay) {
            (Applied::Unknown, Replay::Once) => Verdict::Unclear,
            (Applied::Unknown, _) => Verdict::Repeat,
            (Applied::Yes | Applied::No, _) => Verdict::Stop,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Scope;

    fn cell(content: &impl std::fmt::Debug, width: usize) -> String {
        let content = format!("{content:?}");
        format!("{content:<width$}")
    }

    #[test]
    fn follows_the_table() {
        use Failure::*;
        const CLASSES: [Replay; 5] =
            [Replay::Read, Replay::State, Replay::Guarded, Replay::Leak, Replay::Once];
        let failures = [
            NotSent,
            Untrusted,
            Throttled(Scope::Connection),
            Throttled(Scope::Workspace),
            Throttled(Scope::Endpoint),
            Throttled(Scope::Other),
            Overloaded,
            Blocked,
            Committed,
            Server,
            TooSlow,
            Lost,
            EdgeRefused,
            EdgeFailed,
            Conflict,
            RowLimit,
            BadCursor,
            TooLarge,
            Invalid,
            Unauthorized,
            Forbidden,
            BlockLimit,
            NotFound,
            Foreign,
        ];
        let mut table = String::new();
        for failure in failures {
            table.push_str(&cell(&failure, 23));
            for replay in CLASSES {
                table.push_str(&cell(&judge(failure, replay), 10));
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
        // Columns: read, state, guarded, leak, once.
        insta::assert_snapshot!(table, @r"
        NotSent                Repeat    Repeat    Repeat    Repeat    Repeat
        Untrusted              Stop      Stop      Stop      Stop      Stop
        Throttled(Connection)  Gate      Gate      Gate      Gate      Gate
        Throttled(Workspace)   Gate      Gate      Gate      Gate      Gate
        Throttled(Endpoint)    Gate      Gate      Gate      Gate      Gate
        Throttled(Other)       Gate      Gate      Gate      Gate      Gate
        Overloaded             Gate      Gate      Gate      Gate      Gate
        Blocked                Stop      Stop      Stop      Stop      Stop
        Committed              Repeat    ReadBack  ReadBack  ReadBack  ReadBack
        Server                 Repeat    Repeat    Repeat    Repeat    Unclear
        TooSlow                Smaller   Repeat    Unclear   Repeat    Unclear
        Lost                   Repeat    Repeat    Repeat    Repeat    Unclear
        EdgeRefused            Gate      Gate      Gate      Gate      Gate
        EdgeFailed             Repeat    Repeat    Repeat    Repeat    Unclear
        Conflict               Repeat    Repeat    Repeat    Repeat    Unclear
        RowLimit               Stop      Stop      Stop      Stop      Stop
        BadCursor              Stop      Stop      Stop      Stop      Stop
        TooLarge               Stop      Stop      Stop      Stop      Stop
        Invalid                Stop      Stop      Stop      Stop      Stop
        Unauthorized           Stop      Stop      Stop      Stop      Stop
        Forbidden              Stop      Stop      Stop      Stop      Stop
        BlockLimit             Stop      Stop      Stop      Stop      Stop
        NotFound               Stop      Stop      Stop      Stop      Stop
        Foreign                Stop      Stop      Stop      Stop      Stop
        ");
    }
}
