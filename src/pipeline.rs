//! Many workers, one writer, one order.
//!
//! Comes in: a sequence of jobs, each of which yields items when it is opened (an archive yields its documents), and what
//! to do with an item. Goes out: the results, handed to one writer in the order of jobs and items, whatever the number of
//! workers: items of one job are worked on by all of them. Memory is bounded by what is in flight, weighed by the caller
//! (by bytes, say), for a few big items fill it as well as many small ones.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs in flight for each worker where a job is one item: enough to keep it busy while another job is slow, few enough
/// to stay small.
const WINDOW: usize = 4;

/// Where an item stands: the number of its job, and its own number within that.
type Place = (usize, usize);

/// What the writer is handed.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<R> {
    Result(R),
    /// The job, the next in order, has yielded all its items.
    Ended,
}

/// A message of a worker to the writer.
enum Message<R> {
    Result(Place, R, usize),
    /// The job has so many items.
    Ended(usize, usize),
}

/// What the workers share.
struct State<J, I> {
    jobs: J,
    /// Jobs taken; `None` when there are no more.
    taken: Option<usize>,
    /// Items that wait for a worker, with their weight.
    ready: VecDeque<(Place, I, usize)>,
    /// Workers that have a job open.
    reading: usize,
    /// The weight of what was yielded and is not written yet.
    in_flight: usize,
    /// The next place to be written.
    next: Place,
    closed: bool,
}

/// The state, and a bell for when it has changed.
struct Shared<J, I> {
    state: Mutex<State<J, I>>,
    bell: Condvar,
    limit: usize,
}

impl<J, I> Shared<J, I> {
    fn lock(&self) -> MutexGuard<'_, State<J, I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State<J, I>>) -> MutexGuard<'s, State<J, I>> {
        self.bell.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.lock().closed = true;
        self.bell.notify_all();
    }
}

/// Runs `work` on every job with `workers` threads and hands each result to `write`, in the order of `jobs`, on the
/// caller's thread. Stops early when `write` breaks; jobs that had been taken by then are finished and dropped.
pub fn run<J, R>(
    workers: NonZeroUsize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    mut write: impl FnMut(R) -> ControlFlow<()>,
) where
    J: Send,
    R: Send,
{
    let open = |job: J, yielded: &mut dyn FnMut(J, usize) -> ControlFlow<()>| _ = yielded(job, 1);
    let write = |step| match step {
        Step::Result(result) => write(result),
        Step::Ended => ControlFlow::Continue(()),
    };
    stream(workers, workers.get() * WINDOW, jobs, open, work, write);
}

/// As [`run`], for jobs that yield any number of items. `open` reads a job and hands over each item with its weight; it
/// is told when to stop. Items of a weight of `limit` are in flight at most, and one more where it is the next to be
/// written; besides, each worker may hold one that it has just read.
pub fn stream<J, I, R>(
    workers: NonZeroUsize,
    limit: usize,
    jobs: impl Iterator<Item = J> + Send,
    open: impl Fn(J, &mut dyn FnMut(I, usize) -> ControlFlow<()>) + Sync,
    work: impl Fn(I) -> R + Sync,
    mut write: impl FnMut(Step<R>) -> ControlFlow<()>,
) where
    J: Send,
    I: Send,
    R: Send,
{
    let (taken, reading, in_flight, next) = (Some(0), 0, 0, (0, 0));
    let state = State { jobs, taken, ready: VecDeque::new(), reading, in_flight, next, closed: false };
    let shared = Shared { state: Mutex::new(state), bell: Condvar::new(), limit };
    std::thread::scope(|scope| {
        let (send, receive) = channel();
        for _ in 0..workers.get() {
            let (send, shared, open, work) = (send.clone(), &shared, &open, &work);
            scope.spawn(move || {
                // A worker that panics must not leave the others waiting for room that never comes.
                let _close = CloseOnPanic(|| shared.close());
                labour(shared, &send, open, work);
            });
        }
        drop(send);
        // Whatever ends the writing ends the workers.
        let _close = Close(|| shared.close());
        let (mut early, mut ends) = (BTreeMap::new(), BTreeMap::new());
        let mut next: Place = (0, 0);
        for message in receive {
            match message {
                Message::Result(place, result, weight) => _ = early.insert(place, (result, weight)),
                Message::Ended(job, items) => _ = ends.insert(job, items),
            }
            let mut done = 0;
            loop {
                let step = if let Some((result, weight)) = early.remove(&next) {
                    (next.1, done) = (next.1 + 1, done + weight);
                    Step::Result(result)
                } else if ends.get(&next.0) == Some(&next.1) {
                    ends.remove(&next.0);
                    next = (next.0 + 1, 0);
                    Step::Ended
                } else {
                    break;
                };
                if write(step).is_break() {
                    return;
                }
            }
            let mut state = shared.lock();
            state.in_flight -= done;
            if state.next != next {
                state.next = next;
                shared.bell.notify_all();
            }
        }
    });
}

/// One worker: works on what is ready, else opens the next job.
fn labour<J, I, R, S: Iterator<Item = J>>(
    shared: &Shared<S, I>,
    send: &Sender<Message<R>>,
    open: &impl Fn(J, &mut dyn FnMut(I, usize) -> ControlFlow<()>),
    work: &impl Fn(I) -> R,
) {
    let deliver = |(place, item, weight): (Place, I, usize)| _ = send.send(Message::Result(place, work(item), weight));
    let mut state = shared.lock();
    while !state.closed {
        if let Some(item) = state.ready.pop_front() {
            drop(state);
            deliver(item);
            state = shared.lock();
        } else if state.in_flight < shared.limit
            && let Some(job) = state.taken
        {
            let Some(opened) = state.jobs.next() else {
                state.taken = None;
                shared.bell.notify_all();
                continue;
            };
            state.taken = Some(job + 1);
            state.reading += 1;
            drop(state);
            let mut items = 0;
            open(opened, &mut |item, weight| {
                let place = (job, items);
                items += 1;
                let mut state = shared.lock();
                loop {
                    if state.closed {
                        return ControlFlow::Break(());
                    }
                    if state.in_flight + weight <= shared.limit || state.next == place {
                        state.in_flight += weight;
                        state.ready.push_back((place, item, weight));
                        shared.bell.notify_all();
                        return ControlFlow::Continue(());
                    }
                    // No room: help to make some.
                    if let Some(other) = state.ready.pop_front() {
                        drop(state);
                        deliver(other);
                        state = shared.lock();
                    } else {
                        state = shared.wait(state);
                    }
                }
            });
            let _ = send.send(Message::Ended(job, items));
            state = shared.lock();
            state.reading -= 1;
            shared.bell.notify_all();
        } else if state.taken.is_none() && state.reading == 0 {
            return;
        } else {
            state = shared.wait(state);
        }
    }
}

/// Does something when it goes.
struct Close<F: Fn()>(F);

impl<F: Fn()> Drop for Close<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Does something when its thread unwinds.
struct CloseOnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for CloseOnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
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

    /// Jobs of no item, of many and of heavy ones; the heavy ones alone are more than the limit.
    #[test]
    fn items_of_a_job_are_shared_and_weighed() {
        let weights = |job: usize| match job % 4 {
            0 => vec![],
            1 => vec![1; 40],
            2 => vec![30],
            _ => vec![3, 25, 3],
        };
        for n in [1, 2, 5] {
            let (weight, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let open = |job: usize, yielded: &mut dyn FnMut((usize, usize, usize), usize) -> ControlFlow<()>| {
                for (i, w) in weights(job).into_iter().enumerate() {
                    if yielded((job, i, w), w).is_break() {
                        return;
                    }
                }
            };
            let work = |(job, item, w): (usize, usize, usize)| {
                most.fetch_max(weight.fetch_add(w, Ordering::SeqCst) + w, Ordering::SeqCst);
                if (job + item).is_multiple_of(9) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                (job, item, w)
            };
            let (mut got, mut ended) = (Vec::new(), 0);
            stream(workers(n), 20, 0..40usize, open, work, |step| {
                match step {
                    Step::Result((job, item, w)) => {
                        assert_eq!(job, ended);
                        weight.fetch_sub(w, Ordering::SeqCst);
                        got.push((job, item));
                    }
                    Step::Ended => ended += 1,
                }
                ControlFlow::Continue(())
            });
            let want: Vec<_> = (0..40).flat_map(|job| (0..weights(job).len()).map(move |i| (job, i))).collect();
            assert_eq!((got, ended), (want, 40));
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
    fn a_job_that_is_open_is_told_to_stop() {
        let open = |_, yielded: &mut dyn FnMut(usize, usize) -> ControlFlow<()>| {
            for item in 0.. {
                if yielded(item, 1).is_break() {
                    return;
                }
            }
        };
        let mut got = 0;
        stream(
            workers(2),
            8,
            0..1,
            open,
            |item| item,
            |step| {
                let Step::Result(item) = step else { unreachable!("it never ends") };
                got = item;
                if item == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(got, 100);
    }

    #[test]
    fn a_panic_in_a_worker_reaches_the_caller() {
        let caught = std::panic::catch_unwind(|| {
            run(workers(2), 0..100, |job| assert_ne!(job, 20), |()| ControlFlow::Continue(()));
        });
        assert!(caught.is_err());
    }
}
