//! Many workers, one writer, one order.
//!
//! Comes in: a sequence of jobs and what to do with one. Goes out: the results, handed to one writer in the order of the
//! jobs, whatever the number of workers. Memory is bounded by the weight of the jobs in flight (their bytes, say): a few big
//! ones fill it as well as many small ones.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, PoisonError};

/// Jobs in flight for each worker where all weigh the same: enough to keep it busy while another job is slow, few enough
/// to stay small.
const WINDOW: usize = 4;

/// The queue that the workers share.
struct Queue<I> {
    jobs: I,
    taken: usize,
    written: usize,
    /// The weight of what was taken and is not written.
    in_flight: usize,
    closed: bool,
}

/// Runs `work` on every job with `workers` threads and hands each result to `write`, in the order of `jobs`, on the
/// caller's thread. Stops early when `write` breaks; jobs that had been taken by then are finished and dropped.
pub fn run<J, R>(
    workers: NonZeroUsize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    write: impl FnMut(R) -> ControlFlow<()>,
) where
    J: Send,
    R: Send,
{
    run_weighed(workers, workers.get() * WINDOW, jobs, |_| 1, work, write);
}

/// As [`run`], with jobs of a weight of at most `limit` in flight, and one more where it is the next to be written.
/// Besides, each worker may hold one that it has taken and not begun.
pub fn run_weighed<J, R>(
    workers: NonZeroUsize,
    limit: usize,
    jobs: impl Iterator<Item = J> + Send,
    weigh: impl Fn(&J) -> usize + Sync,
    work: impl Fn(J) -> R + Sync,
    mut write: impl FnMut(R) -> ControlFlow<()>,
) where
    J: Send,
    R: Send,
{
    let queue = Mutex::new(Queue { jobs, taken: 0, written: 0, in_flight: 0, closed: false });
    let room = Condvar::new();
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        let (send, receive) = channel();
        for _ in 0..workers.get() {
            let (send, room, weigh, work, lock) = (send.clone(), &room, &weigh, &work, &lock);
            scope.spawn(move || {
                // A worker that panics must not leave the others waiting for room that never comes.
                let _close = Close { lock: &|| lock().closed = true, room };
                loop {
                    let mut queue = lock();
                    while !queue.closed && queue.in_flight >= limit {
                        queue = room.wait(queue).unwrap_or_else(PoisonError::into_inner);
                    }
                    if queue.closed {
                        return;
                    }
                    let Some(job) = queue.jobs.next() else { return };
                    let (number, weight) = (queue.taken, weigh(&job));
                    queue.taken += 1;
                    while !queue.closed && queue.in_flight + weight > limit && queue.written < number {
                        queue = room.wait(queue).unwrap_or_else(PoisonError::into_inner);
                    }
                    if queue.closed {
                        return;
                    }
                    queue.in_flight += weight;
                    drop(queue);
                    if send.send((number, work(job), weight)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, (R, usize)> = BTreeMap::new();
        let mut next = 0;
        'all: for (number, result, weight) in receive {
            early.insert(number, (result, weight));
            while let Some((result, weight)) = early.remove(&next) {
                next += 1;
                if write(result).is_break() {
                    lock().closed = true;
                    break 'all;
                }
                let mut queue = lock();
                queue.written = next;
                queue.in_flight -= weight;
                room.notify_all();
            }
        }
        room.notify_all();
    });
}

/// Closes the queue when a worker unwinds.
struct Close<'a> {
    lock: &'a dyn Fn(),
    room: &'a Condvar,
}

impl Drop for Close<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.lock)();
            self.room.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn workers(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn results_come_in_order_and_few_are_in_flight() {
        for n in [1, 2, 7] {
            let (in_flight, most, mut got) = (AtomicUsize::new(0), AtomicUsize::new(0), Vec::new());
            let work = |job: usize| {
                most.fetch_max(in_flight.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                if job.is_multiple_of(50) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                job
            };
            run(workers(n), 0..500usize, work, |job| {
                in_flight.fetch_sub(1, Ordering::SeqCst);
                got.push(job);
                ControlFlow::Continue(())
            });
            assert_eq!(got, (0..500).collect::<Vec<_>>());
            assert!(most.load(Ordering::SeqCst) <= n * WINDOW + n, "{n} workers: {most:?}");
        }
    }

    /// Light jobs, and some that are heavier than all that may be in flight.
    #[test]
    fn jobs_are_weighed() {
        let weigh = |job: usize| if job.is_multiple_of(13) { 30 } else { job % 5 };
        for n in [1, 2, 5] {
            let (weight, most, mut got) = (AtomicUsize::new(0), AtomicUsize::new(0), Vec::new());
            let work = |job: usize| {
                most.fetch_max(weight.fetch_add(weigh(job), Ordering::SeqCst) + weigh(job), Ordering::SeqCst);
                if job.is_multiple_of(9) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                job
            };
            run_weighed(
                workers(n),
                20,
                0..300usize,
                |job| weigh(*job),
                work,
                |job| {
                    weight.fetch_sub(weigh(job), Ordering::SeqCst);
                    got.push(job);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(got, (0..300).collect::<Vec<_>>());
            assert!(most.load(Ordering::SeqCst) <= 20 + 30, "{n} workers: {most:?}");
        }
    }

    #[test]
    fn the_writer_can_stop() {
        let mut got = 0;
        run(
            workers(3),
            0..,
            |job: usize| job,
            |job| {
                got = job;
                if job == 40 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(got, 40);
    }

    #[test]
    fn a_panic_in_a_worker_reaches_the_caller() {
        let caught = std::panic::catch_unwind(|| {
            run(workers(2), 0..100, |job| assert_ne!(job, 20), |()| ControlFlow::Continue(()));
        });
        assert!(caught.is_err());
    }
}
