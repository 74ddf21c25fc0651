//! Any bytes as a Word document.
#![no_main]

use chancery::document::contain::protocol::{Limits, Task};
use chancery::document::contain::serve::document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = document(Task::Docx, bytes.to_vec(), &Limits::default());
});
