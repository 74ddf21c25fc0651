//! The process that reads for the program: `chancery read-one`, which no user types.
//!
//! Comes in: [`Job`]s on standard input. Goes out: [`Reply`]s on standard output. It limits itself before it looks at a single
//! byte: memory by the system's own means, time by a watch that ends the process. Whatever happens to it happens to one
//! document only; the other side (`contain.rs`) tells what.

use super::protocol::{Job, Limits, Reply, Source, TOO_SLOW, Task, receive, send};
use super::too_much_memory;
use crate::document::archive::{self, Sink};
use crate::document::input::ReadError;
use crate::document::{Metadata, docx, html, pdf};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The stack of the thread that reads: what nests deeper than this is no document. In bytes.
const STACK: usize = 64 << 20;

/// How often the watch looks.
const TICK: Duration = Duration::from_millis(20);

/// Answers jobs until the other side closes.
///
/// # Errors
/// Where the pipes break, or a message is none.
pub fn serve() -> io::Result<()> {
    let watch = Arc::new(Watch::default());
    let (reader, keeper) = (watch.clone(), watch);
    thread::spawn(move || keeper.keep());
    let work = thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut input = BufReader::new(io::stdin().lock());
        let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let mut limited = false;
        while let Some(job) = receive::<Job>(&mut input)? {
            if !limited {
                limit_memory(job.limits.memory);
                limited = true;
            }
            reader.start(job.limits.time);
            answer(&job, &mut input, &mut output, &reader)?;
            reader.stop();
            output.flush()?;
        }
        Ok(())
    })?;
    // A panic has been told on standard error by now, and ends the process as one on the main thread would.
    work.join().unwrap_or_else(|_| std::process::exit(101))
}

fn answer(job: &Job, input: &mut impl Read, output: &mut impl Write, watch: &Watch) -> io::Result<()> {
    let told = |reason: ReadError| match reason {
        ReadError::Io(e) if e.kind() == io::ErrorKind::OutOfMemory => {
            Reply::Failed { reason: too_much_memory(&job.limits) }
        }
        other => Reply::Failed { reason: other.to_string() },
    };
    if job.task == Task::Unpack {
        let mut sink = Frames { output, watch, time: job.limits.time };
        let result = match &job.source {
            Source::File(path) => match File::open(path) {
                Ok(file) => archive::unpack_file(file, &job.name, &job.limits, &mut sink),
                Err(e) => Err(e.into()),
            },
            Source::Bytes(size) => {
                let bytes = taken(input, *size)?;
                archive::unpack_bytes(bytes, &job.name, &job.limits, &mut sink)
            }
        };
        return send(output, &result.map_or_else(told, |()| Reply::Done));
    }
    let bytes = match &job.source {
        Source::Bytes(size) => taken(input, *size)?,
        Source::File(path) => match File::open(path).map_err(ReadError::from).and_then(|f| bounded(f, &job.limits)) {
            Ok(bytes) => bytes,
            Err(reason) => return send(output, &told(reason)),
        },
    };
    match document(job.task, bytes, &job.limits) {
        Ok((meta, text)) => {
            send(output, &Reply::Document { meta: Box::new(meta), text: text.len() as u64 })?;
            output.write_all(text.as_bytes())
        }
        Err(reason) => send(output, &told(reason)),
    }
}

/// Reads one document in this process.
pub fn document(task: Task, bytes: Vec<u8>, limits: &Limits) -> Result<(Metadata, String), ReadError> {
    let (meta, text) = match task {
        Task::Html => html::read(bytes)?,
        Task::Pdf => pdf::read(bytes)?,
        Task::Docx => docx::read(bytes)?,
        Task::Unpack => return Err(ReadError::Reader("an archive is no document".to_owned())),
    };
    let text = without_ligatures(text);
    if text.len() as u64 > limits.size {
        return Err(ReadError::TooLarge { limit: limits.size });
    }
    Ok((meta, text))
}

/// Letters that were printed as one, as letters: words are looked up by them.
fn without_ligatures(text: String) -> String {
    const LIGATURES: [(char, &str); 7] = [
        ('\u{FB00}', "ff"),
        ('\u{FB01}', "fi"),
        ('\u{FB02}', "fl"),
        ('\u{FB03}', "ffi"),
        ('\u{FB04}', "ffl"),
        ('\u{FB05}', "st"),
        ('\u{FB06}', "st"),
    ];
    if !text.contains(|c| matches!(c, '\u{FB00}'..='\u{FB06}')) {
        return text;
    }
    LIGATURES.iter().fold(text, |text, (one, letters)| text.replace(*one, letters))
}

fn taken(input: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).map_err(io::Error::other)?);
    input.take(size).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn bounded(file: File, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    file.take(limits.size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limits.size { Err(ReadError::TooLarge { limit: limits.size }) } else { Ok(bytes) }
}

/// Members of an archive as messages.
struct Frames<'a, W> {
    output: &'a mut W,
    watch: &'a Watch,
    time: u64,
}

impl<W: Write> Frames<'_, W> {
    /// While the other side is busy no time counts; each piece has the whole time anew.
    fn send(&mut self, message: &Reply, bytes: &[u8]) -> io::Result<()> {
        self.watch.stop();
        send(self.output, message)?;
        self.output.write_all(bytes)?;
        self.watch.start(self.time);
        Ok(())
    }
}

impl<W: Write> Sink for Frames<'_, W> {
    fn member(&mut self, name: &str) -> io::Result<()> {
        self.send(&Reply::Member { name: name.to_owned() }, &[])
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.send(&Reply::Chunk { bytes: bytes.len() as u64 }, bytes)
    }

    fn end(&mut self) -> io::Result<()> {
        self.send(&Reply::MemberEnd, &[])
    }

    fn failed(&mut self, name: &str, reason: &ReadError) -> io::Result<()> {
        self.send(&Reply::MemberFailed { name: name.to_owned(), reason: reason.to_string() }, &[])
    }
}

/// Ends the process when a job takes too long.
struct Watch {
    began: Instant,
    /// Milliseconds after `began`; 0 while nothing is being done.
    deadline: AtomicU64,
}

impl Default for Watch {
    fn default() -> Self {
        Watch { began: Instant::now(), deadline: AtomicU64::new(0) }
    }
}

impl Watch {
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn start(&self, seconds: u64) {
        self.deadline.store(self.now().saturating_add(seconds.saturating_mul(1000)).max(1), Ordering::Relaxed);
    }

    fn stop(&self) {
        self.deadline.store(0, Ordering::Relaxed);
    }

    fn keep(&self) {
        loop {
            thread::sleep(TICK);
            let deadline = self.deadline.load(Ordering::Relaxed);
            if deadline != 0 && self.now() > deadline {
                std::process::exit(TOO_SLOW);
            }
        }
    }
}

/// Lets the process have so many bytes more than it has now.
#[cfg(unix)]
fn limit_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Some(bytes.saturating_add(held()));
    // Where the system knows no such limit, the other limits still hold.
    let _ = setrlimit(Resource::As, Rlimit { current: limit, maximum: limit });
}

#[cfg(not(unix))]
fn limit_memory(_: u64) {}

/// The size of the process as it is, in bytes: the program itself, its libraries, its stacks.
#[cfg(unix)]
fn held() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages: Option<u64> = pages.and_then(|told| told.split(' ').next()?.parse().ok());
    pages.map_or(1 << 29, |pages| pages * rustix::param::page_size() as u64)
}
