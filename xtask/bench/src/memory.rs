//! An allocator that counts what was asked for and not given back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The system's allocator, counted where somebody asked: not while the clock runs.
pub(crate) struct Counting;

static COUNTS: AtomicBool = AtomicBool::new(false);
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static CALLS: AtomicUsize = AtomicUsize::new(0);

/// Bytes that are held now, as they were asked for: without the allocator's rounding and headers,
/// which favour neither many small pieces nor few large ones here.
pub(crate) fn held() -> usize {
    HELD.load(Ordering::Relaxed)
}

/// How often memory was asked for or moved since the start.
pub(crate) fn calls() -> usize {
    CALLS.load(Ordering::Relaxed)
}

fn count(more: usize, less: usize) {
    if !COUNTS.load(Ordering::Relaxed) {
        return;
    }
    // Relaxed operations without a lock prefix: one thread measures.
    let held = HELD.load(Ordering::Relaxed).wrapping_add(more).wrapping_sub(less);
    HELD.store(held, Ordering::Relaxed);
    // What was given back before it was counted makes the number wrap around.
    if held > PEAK.load(Ordering::Relaxed) && held < usize::MAX / 2 {
        PEAK.store(held, Ordering::Relaxed);
    }
    if more > 0 {
        CALLS.store(CALLS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }
}

// SAFETY: every call is handed to `System` unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(place, layout, size) }
    }
}

/// What the decoded texts hold, themselves included, and how often memory was asked for, both for
/// one text on average.
pub(crate) fn per_text<T>(texts: &[String], decode: impl Fn(&str) -> Option<T>) -> Held {
    let mut decoded = Vec::with_capacity(texts.len());
    COUNTS.store(true, Ordering::Relaxed);
    let (before, calls_before) = (held(), calls());
    decoded.extend(texts.iter().map(|text| decode(text)));
    let (after, calls_after) = (held(), calls());
    COUNTS.store(false, Ordering::Relaxed);
    drop(decoded);
    let count = texts.len().max(1);
    Held {
        bytes: (after - before) / count + size_of::<T>(),
        calls: (calls_after - calls_before) as f64 / count as f64,
    }
}

/// The most bytes that were held at once during some work, beyond those that were held before it.
pub(crate) fn peak(work: impl FnOnce()) -> usize {
    COUNTS.store(true, Ordering::Relaxed);
    let before = held();
    PEAK.store(before, Ordering::Relaxed);
    work();
    COUNTS.store(false, Ordering::Relaxed);
    PEAK.load(Ordering::Relaxed) - before
}

/// What one decoded text costs on average.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    /// Bytes on the heap and inline.
    pub(crate) bytes: usize,
    /// Calls of the allocator while decoding.
    pub(crate) calls: f64,
}
