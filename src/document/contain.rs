//! Formats whose parsers an evil or broken file could bring down are read in a process of their own.
//!
//! Comes in: a page, a PDF, a Word document, an archive. Goes out: its text and metadata, or its members; where the process
//! that reads it dies, runs out of memory or takes too long, one line that says so, and nothing else is lost. Processes are
//! kept and used again, since a folder may hold many small pages; but only one that has read nothing before can make a
//! document fail, so that what happens to a document never depends on what was read before it.
//!
//! The process is this program itself, started as `chancery read-one`; a program that uses the library can do the same with
//! [`serve::serve`], or read within itself, where its own process takes the risk.

mod members;
pub mod protocol;
pub mod serve;

pub use members::{Member, MemberError, Members};

use super::Metadata;
use super::input::ReadError;
use protocol::{Job, Limits, Reply, Source, TOO_SLOW, Task, receive, send};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the program is started with to read for another.
pub const COMMAND: &str = "read-one";

/// How many bytes of a dead process's last words are looked at.
const LAST_WORDS: u64 = 4 << 10;

/// Where documents of dangerous formats are read.
#[derive(Clone, Debug, Default)]
pub enum Readers {
    /// In the calling process: for tests, and for libraries that have a process to lose.
    #[default]
    Here,
    /// In processes of their own.
    Apart(Arc<Pool>),
}

/// Processes that read, and wait for more.
#[derive(Debug)]
pub struct Pool {
    program: PathBuf,
    idle: Mutex<Vec<Process>>,
}

/// What is to be read: a file, or bytes.
#[derive(Clone, Debug)]
pub enum Content {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl Readers {
    /// Processes of the program at `program`, started as they are needed.
    pub fn apart(program: PathBuf) -> Readers {
        Readers::Apart(Arc::new(Pool { program, idle: Mutex::default() }))
    }

    /// Reads one document.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self, task: Task, content: &Content, limits: &Limits) -> Result<(Metadata, String), ReadError> {
        match self {
            Readers::Here => serve::document(task, bytes(content, limits)?, limits),
            Readers::Apart(pool) => pool.read(&job(task, content, "", limits), content),
        }
    }

    /// The members of an archive or compressed file of this name.
    pub fn unpack(&self, content: Content, name: &str, limits: &Limits) -> Members {
        let job = job(Task::Unpack, &content, name, limits);
        match self {
            Readers::Here => Members::here(content, name, limits),
            Readers::Apart(pool) => Members::apart(pool.clone(), job, content),
        }
    }
}

fn job(task: Task, content: &Content, name: &str, limits: &Limits) -> Job {
    let source = match content {
        Content::File(path) => Source::File(path.clone()),
        Content::Bytes(bytes) => Source::Bytes(bytes.len() as u64),
    };
    Job { task, source, name: name.to_owned(), limits: limits.clone() }
}

fn bytes(content: &Content, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    match content {
        Content::Bytes(bytes) => Ok(bytes.clone()),
        Content::File(path) => super::input::bounded(std::fs::File::open(path)?, limits.size),
    }
}

impl Pool {
    /// A process, and whether it has read nothing before.
    fn take(&self) -> io::Result<(Process, bool)> {
        match self.idle().pop() {
            Some(process) => Ok((process, false)),
            None => Ok((Process::start(&self.program)?, true)),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Process>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, job: &Job, content: &Content) -> Result<(Metadata, String), ReadError> {
        loop {
            let (mut process, new) = self.take().map_err(ReadError::Apart)?;
            match process.ask(job, content).and_then(|()| process.document()) {
                Ok(result) => {
                    self.idle().push(process);
                    return result.map_err(ReadError::reader);
                }
                Err(_) if new => return Err(process.obituary(&job.limits)),
                Err(_) => {}
            }
        }
    }
}

/// A process that reads.
#[derive(Debug)]
struct Process {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    last_words: ChildStderr,
}

impl Process {
    fn start(program: &std::path::Path) -> io::Result<Process> {
        let mut command = Command::new(program);
        command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // The allocator takes its memory in small steps, so that the limit is met where it is set.
        command.env("MIMALLOC_ARENA_RESERVE", "32768").env("MIMALLOC_SHOW_ERRORS", "0").env("RUST_BACKTRACE", "0");
        // Ctrl-C is for the program: it ends the run after the documents in work.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take(), child.stderr.take()) {
            (Some(input), Some(output), Some(last_words)) => Ok(Process {
                child,
                input: BufWriter::new(input),
                output: BufReader::with_capacity(1 << 16, output),
                last_words,
            }),
            _ => Err(io::Error::other("its pipes are missing")),
        }
    }

    fn ask(&mut self, job: &Job, content: &Content) -> io::Result<()> {
        send(&mut self.input, job)?;
        if let Content::Bytes(bytes) = content {
            self.input.write_all(bytes)?;
        }
        self.input.flush()
    }

    fn reply(&mut self) -> io::Result<Reply> {
        receive(&mut self.output)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// The document that was asked for, or why it cannot be read.
    fn document(&mut self) -> io::Result<Result<(Metadata, String), String>> {
        match self.reply()? {
            Reply::Document { meta, text } => {
                let mut bytes = Vec::new();
                (&mut self.output).take(text).read_to_end(&mut bytes)?;
                let text = String::from_utf8(bytes).map_err(io::Error::other)?;
                Ok(Ok((*meta, text)))
            }
            Reply::Failed { reason } => Ok(Err(reason)),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    /// What it died of.
    fn obituary(&mut self, limits: &Limits) -> ReadError {
        let mut words = Vec::new();
        // It may live on after a broken message; it is of no use then.
        let _ = self.child.kill();
        let status = self.child.wait();
        let _ = (&mut self.last_words).take(LAST_WORDS).read_to_end(&mut words);
        let words = String::from_utf8_lossy(&words);
        ReadError::reader(match status {
            Ok(status) if status.code() == Some(TOO_SLOW) => {
                format!("reading it takes longer than {} s (see --max-time)", limits.time)
            }
            _ if words.contains("memory allocation of") => too_much_memory(limits),
            _ if words.contains("overflowed its stack") => "it is nested too deeply".to_owned(),
            Ok(status) => format!("its reader broke off ({})", cause(status, &words)),
            Err(e) => format!("its reader broke off ({e})"),
        })
    }
}

fn too_much_memory(limits: &Limits) -> String {
    format!("reading it takes more than {} MB of memory (see --max-memory)", limits.memory >> 20)
}

/// The panic's own words, or the signal or status.
fn cause(status: ExitStatus, words: &str) -> String {
    let panic = words.lines().skip_while(|line| !line.contains("panicked at")).nth(1);
    panic.map_or_else(|| status.to_string(), |told| told.trim().chars().take(120).collect())
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
