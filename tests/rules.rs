//! The default pack: no problem in any file, and every rule passes its own tests.

use chancery::check;
use chancery::pack::Pack;

#[test]
fn the_pack_is_clean() {
    let pack = Pack::embedded();
    let (extractor, problems) = check::all(&pack);
    assert!(problems.is_empty(), "{}", check::told(&pack, &problems));
    assert!(extractor.rules().tests.len() > 100, "the pack has hardly any tests");
}
