//! DOCX.
use super::Metadata;
use super::contain::protocol::Limits;
use super::input::ReadError;
pub fn read(_bytes: Vec<u8>, _limits: &Limits) -> Result<(Metadata, String), ReadError> {
    Err(ReadError::Kind("DOCX"))
}
