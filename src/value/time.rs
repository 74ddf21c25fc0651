//! stub
use super::Value;
use super::reader::Reader;
use crate::span::Span;
pub struct Found { pub value: Value, pub numbers: Vec<(Span, String)> }
pub fn time(_r: &Reader, _at: usize) -> Option<Found> { None }
