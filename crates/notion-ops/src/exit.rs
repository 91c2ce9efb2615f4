//! How a command ends: the classes behind its exit codes.

/// What became of a command, from the caller's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exit {
    /// Everything was done, or there was nothing to do.
    Success,
    /// Finished, and some ops failed for good.
    SomeFailed,
    /// Asked for by the caller of `plan`: there are changes.
    Changes,
    /// The spec or the command line is wrong. Nothing was written.
    Usage,
    /// Finished, and some ops were skipped.
    SomeSkipped,
    /// Conflicts need a decision.
    Conflicts,
    /// A guard stopped the run, or the schema is not what the plan was made for. Nothing was written.
    Guard,
    /// Another run holds the state folder.
    Locked,
    /// The workspace has no room.
    Full,
    /// Verification found differences.
    Differences,
    /// Nobody can tell whether some ops were done.
    NeedsHuman,
    /// The service or the budget is not available. The run is saved.
    Unavailable,
    /// The token is refused or lacks a right.
    NotAllowed,
    /// Interrupted. The run is saved.
    Interrupted,
}

impl Exit {
    /// The exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::SomeFailed => 1,
            Self::Changes => 2,
            Self::Usage => 3,
            Self::SomeSkipped => 4,
            Self::Conflicts => 5,
            Self::Guard => 6,
            Self::Locked => 7,
            Self::Full => 8,
            Self::Differences => 9,
            Self::NeedsHuman => 10,
            Self::Unavailable => 75,
            Self::NotAllowed => 77,
            Self::Interrupted => 130,
        }
    }

    /// Whether running the same thing again can help without anybody changing anything.
    pub const fn rerun_helps(self) -> bool {
        matches!(self, Self::SomeSkipped | Self::Locked | Self::Unavailable | Self::Interrupted)
    }

    /// Which of two endings the command reports: the one with the higher number.
    pub const fn precedence(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Changes => 1,
            Self::SomeSkipped => 2,
            Self::SomeFailed => 3,
            Self::Conflicts => 4,
            Self::Differences => 5,
            Self::NeedsHuman => 6,
            Self::Unavailable => 7,
            Self::Interrupted => 8,
            Self::Full => 9,
            Self::NotAllowed => 10,
            Self::Locked => 11,
            Self::Guard => 12,
            Self::Usage => 13,
        }
    }
}
