//! What is in an archive, member by member, as another process hands it over.
//!
//! Comes in: the archive, and a process that takes it apart. Goes out: [`Member`]s in the archive's order, each a stream that is read while
//! it is its turn; no more of the archive is held than what passes. A member that was cut off is an error at its end, so
//! that no half of a text is taken for the whole.

use super::protocol::{Job, Limits, Reply};
use super::{Content, Pool, Process};
use crate::document::archive::{self, Sink};
use crate::document::input::ReadError;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Of an archive that a process takes apart.
    pub(super) fn apart(pool: Arc<Pool>, job: Job, content: Content) -> Members {
        Members::of(State::Ready { pool, job, content })
    }

    fn of(state: State) -> Members {
        Members { shared: Arc::new(Mutex::new(Stream { state, left: 0, seen: 0 })) }
    }

    /// Of an archive that is taken apart at once, in this process.
    pub(super) fn here(content: Content, name: &str, limits: &Limits) -> Members {
        let mut kept = Kept::default();
        let result = match content {
            Content::Bytes(bytes) => archive::unpack_bytes(bytes, name, limits, &mut kept),
            Content::File(path) => std::fs::File::open(path)
                .map_err(ReadError::from)
                .and_then(|file| archive::unpack_file(file, name, limits, &mut kept)),
        };
        if let Err(reason) = result {
            kept.fail("", reason);
        }
        Members::of(State::Here(kept.members.into_iter(), io::Cursor::default()))
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

impl Sink for Kept {
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
            Some(Reply::MemberFailed { reason, .. }) => Err(io::Error::other(ReadError::reader(reason))),
            Some(Reply::Failed { reason }) => {
                self.end();
                Err(io::Error::other(ReadError::reader(reason)))
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
        if !stream.piece().map_err(io::Error::other)? {
            return stream.whole().map(|()| 0);
        }
        let most = usize::try_from(stream.left).unwrap_or(usize::MAX).min(buffer.len());
        let State::Running { process, .. } = &mut stream.state else { return Ok(0) };
        let read = process.output.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::Error::other(stream.died().reason));
        }
        stream.left -= read as u64;
        Ok(read)
    }
}
