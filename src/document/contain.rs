//! Formats whose parsers an evil or broken file could bring down are read in a process of their own.
//!
//! Comes in: a page, a PDF, a Word document, an archive. Goes out: its text and metadata, or its members; where the process
//! that reads it dies, runs out of memory or takes too long, one line that says so, and nothing else is lost. Processes are
//! kept and used again, since a folder may hold many small pages; but only one that has read nothing before can make a
//! document fail, so that what happens to a document never depends on what was read before it.
//!
//! The process is this program itself, started as `chancery read-one`; a program that uses the library can do the same with
//! [`serve::serve`], or read within itself, where its own process takes the risk.

pub mod protocol;
pub mod serve;

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
        let state = match self {
            Readers::Here => Members::here(content, name, limits),
            Readers::Apart(pool) => State::Ready { pool: pool.clone(), job, content },
        };
        Members { shared: Arc::new(Mutex::new(Stream { state, left: 0, seen: 0 })) }
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
            _ if words.contains("memory allocation of") => {
                format!("reading it takes more than {} MB of memory (see --max-memory)", limits.memory >> 20)
            }
            _ if words.contains("overflowed its stack") => "it is nested too deeply".to_owned(),
            Ok(status) => format!("its reader broke off ({})", cause(status, &words)),
            Err(e) => format!("its reader broke off ({e})"),
        })
    }
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

/// What is in an archive, member by member. A member's bytes are there until the next is asked for.
#[derive(Debug)]
pub struct Members {
    shared: Arc<Mutex<Stream>>,
}

/// One member, or the archive itself where the name is empty, that cannot be read.
#[derive(Debug)]
pub struct MemberError {
    pub name: String,
    pub reason: ReadError,
}

/// The bytes of one member.
#[derive(Debug)]
pub struct Member {
    pub name: String,
    /// How many members the archive had begun when this one did.
    number: u64,
    shared: Arc<Mutex<Stream>>,
}

#[derive(Debug)]
struct Stream {
    state: State,
    /// Bytes left of the piece that has been announced.
    left: u64,
    /// How many members have begun.
    seen: u64,
}

#[derive(Debug)]
enum State {
    Ready {
        pool: Arc<Pool>,
        job: Job,
        content: Content,
    },
    Running {
        pool: Arc<Pool>,
        process: Box<Process>,
        limits: Limits,
        /// What has been received and not been taken.
        next: Option<Reply>,
    },
    /// Taken apart in this process.
    Here(std::vec::IntoIter<Result<(String, Vec<u8>), MemberError>>, io::Cursor<Vec<u8>>),
    Over,
}

impl Members {
    fn here(content: Content, name: &str, limits: &Limits) -> State {
        let mut kept = Kept::default();
        let result = match content {
            Content::Bytes(bytes) => super::archive::unpack_bytes(bytes, name, limits, &mut kept),
            Content::File(path) => std::fs::File::open(path)
                .map_err(ReadError::from)
                .and_then(|file| super::archive::unpack_file(file, name, limits, &mut kept)),
        };
        if let Err(reason) = result {
            kept.fail("", reason);
        }
        State::Here(kept.members.into_iter(), io::Cursor::default())
    }
}

/// Members in memory.
#[derive(Default)]
struct Kept {
    members: Vec<Result<(String, Vec<u8>), MemberError>>,
    /// Whether the last is not whole yet.
    open: bool,
}

impl Kept {
    /// A member that is not whole fails with what comes next.
    fn fail(&mut self, name: &str, reason: ReadError) {
        let open = std::mem::take(&mut self.open).then(|| self.members.pop()).flatten();
        let name = match open {
            Some(Ok((name, _))) => name,
            _ => name.to_owned(),
        };
        self.members.push(Err(MemberError { name, reason }));
    }
}

impl super::archive::Sink for Kept {
    fn member(&mut self, name: &str) -> io::Result<()> {
        self.members.push(Ok((name.to_owned(), Vec::new())));
        self.open = true;
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some(Ok((_, all))) = self.members.last_mut() {
            all.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.open = false;
        Ok(())
    }

    fn failed(&mut self, name: &str, reason: &ReadError) -> io::Result<()> {
        self.fail(name, ReadError::reader(reason));
        Ok(())
    }
}

impl Iterator for Members {
    type Item = Result<Member, MemberError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let name = match stream.advance()? {
            Ok(name) => name,
            Err(e) => return Some(Err(e)),
        };
        stream.seen += 1;
        Some(Ok(Member { name, number: stream.seen, shared: self.shared.clone() }))
    }
}

impl Stream {
    /// To the beginning of the next member; `None` at the end.
    fn advance(&mut self) -> Option<Result<String, MemberError>> {
        if let State::Here(members, bytes) = &mut self.state {
            return Some(members.next()?.map(|(name, content)| {
                *bytes = io::Cursor::new(content);
                name
            }));
        }
        loop {
            // What the last member has left is passed over.
            match self.piece() {
                Ok(true) => {
                    let mut sink = io::sink();
                    if let State::Running { process, .. } = &mut self.state {
                        let passed = io::copy(&mut (&mut process.output).take(self.left), &mut sink);
                        self.left = if passed.is_ok() { 0 } else { return Some(Err(self.died())) };
                    }
                }
                Ok(false) => break,
                Err(reason) => return Some(Err(MemberError { name: String::new(), reason })),
            }
        }
        let State::Running { next, .. } = &mut self.state else { return None };
        match next.take()? {
            // The end of the member before.
            Reply::MemberEnd => self.advance(),
            Reply::Member { name } => Some(Ok(name)),
            Reply::MemberFailed { name, reason } => Some(Err(MemberError { name, reason: ReadError::reader(reason) })),
            Reply::Failed { reason } => {
                self.end();
                Some(Err(MemberError { name: String::new(), reason: ReadError::reader(reason) }))
            }
            _ => {
                self.end();
                None
            }
        }
    }

    /// At the end of a member: whether it came whole. What cut it off is told here, once.
    fn whole(&mut self) -> io::Result<()> {
        let State::Running { next, .. } = &mut self.state else { return Ok(()) };
        match next.take() {
            Some(Reply::MemberFailed { reason, .. }) => Err(io::Error::other(reason)),
            Some(Reply::Failed { reason }) => {
                self.end();
                Err(io::Error::other(reason))
            }
            other => {
                *next = other;
                Ok(())
            }
        }
    }

    /// Gives the process back.
    fn end(&mut self) {
        if let State::Running { pool, process, .. } = std::mem::replace(&mut self.state, State::Over) {
            pool.idle().push(*process);
        }
    }

    fn died(&mut self) -> MemberError {
        let reason = match &mut self.state {
            State::Running { process, limits, .. } => process.obituary(limits),
            _ => ReadError::Reader("its reader broke off".to_owned()),
        };
        self.state = State::Over;
        MemberError { name: String::new(), reason }
    }

    /// Whether the member has more bytes; if not, what comes next has been received.
    fn piece(&mut self) -> Result<bool, ReadError> {
        if self.left > 0 {
            return Ok(true);
        }
        if let State::Ready { .. } = &self.state {
            self.begin()?;
        }
        let State::Running { process, next, .. } = &mut self.state else { return Ok(false) };
        while next.is_none() {
            match process.reply() {
                Ok(Reply::Chunk { bytes: 0 }) => {}
                Ok(Reply::Chunk { bytes }) => {
                    self.left = bytes;
                    return Ok(true);
                }
                Ok(reply) => *next = Some(reply),
                Err(_) => return Err(self.died().reason),
            }
        }
        Ok(false)
    }

    /// Sends the request and waits for the first answer, so that a process that had read before can be replaced.
    fn begin(&mut self) -> Result<(), ReadError> {
        let State::Ready { pool, job, content } = std::mem::replace(&mut self.state, State::Over) else {
            return Ok(());
        };
        loop {
            let (mut process, new) = pool.take().map_err(ReadError::Apart)?;
            match process.ask(&job, &content).and_then(|()| process.reply()) {
                Ok(reply) => {
                    self.state =
                        State::Running { pool, process: Box::new(process), limits: job.limits, next: Some(reply) };
                    return Ok(());
                }
                Err(_) if new => return Err(process.obituary(&job.limits)),
                Err(_) => {}
            }
        }
    }
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        // Its turn is over when another has begun.
        if stream.seen != self.number {
            return Ok(0);
        }
        if let State::Here(_, bytes) = &mut stream.state {
            return bytes.read(buffer);
        }
        if !stream.piece().map_err(|reason| io::Error::other(reason.to_string()))? {
            return stream.whole().map(|()| 0);
        }
        let most = usize::try_from(stream.left).unwrap_or(usize::MAX).min(buffer.len());
        let State::Running { process, .. } = &mut stream.state else { return Ok(0) };
        let read = process.output.read(&mut buffer[..most])?;
        if read == 0 {
            let reason = stream.died().reason;
            return Err(io::Error::other(reason.to_string()));
        }
        stream.left -= read as u64;
        Ok(read)
    }
}
