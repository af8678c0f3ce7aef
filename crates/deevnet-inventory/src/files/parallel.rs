//! The same work on many items, on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many items a thread takes at a time.
const BATCH: usize = 16;

/// Does the work on every item and returns the results in the order of the items.
///
/// Threads live only as long as the call, so that a process may fork before and after it. Each has a state of its own,
/// such as a buffer.
pub(crate) fn map_in_parallel<Item: Sync, State, Outcome: Send>(
    items: &[Item],
    threads: usize,
    state: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, &Item) -> Outcome + Sync,
) -> Vec<Outcome> {
    let threads = threads.min(items.len().div_ceil(BATCH)).max(1);
    if threads == 1 {
        let mut state = state();
        return items.iter().map(|item| work(&mut state, item)).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut state = state();
        let mut batches = Vec::new();
        loop {
            let batch = next.fetch_add(1, Ordering::Relaxed);
            let Some(items) = items.chunks(BATCH).nth(batch) else { return batches };
            batches.push((batch, items.iter().map(|item| work(&mut state, item)).collect::<Vec<_>>()));
        }
    };
    let mut batches = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut batches = run();
        for other in others {
            match other.join() {
                Ok(more) => batches.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        batches
    });
    batches.sort_unstable_by_key(|(batch, _)| *batch);
    batches.into_iter().flat_map(|(_, outcomes)| outcomes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for threads in [1, 2, 7] {
            assert_eq!(map_in_parallel(&items, threads, || (), |(), item| *item), items);
        }
        assert!(map_in_parallel(&[] as &[usize], 4, || (), |(), item| *item).is_empty());
    }
}
