//! PDF.
use super::Metadata;
use super::input::ReadError;
pub fn read(_bytes: Vec<u8>) -> Result<(Metadata, String), ReadError> {
    Err(ReadError::Kind("PDF"))
}
