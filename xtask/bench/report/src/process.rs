//! What Linux says of a process.

/// The most memory that a process ever had.
pub const PEAK: &str = "VmHWM";

/// The memory that a process has now.
pub const NOW: &str = "VmRSS";

/// A figure of a process (`self` or a number) in KiB; nothing where no `/proc` says so.
pub fn kibibytes(process: &str, figure: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix(figure)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
