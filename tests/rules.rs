//! The default pack: no problem in any file, and every rule passes its own tests.

use chancery::check;
use chancery::extract::Extractor;
use chancery::pack::Pack;
use chancery::rule::syntax::Problem;

fn report(problems: &[Problem]) -> String {
    let pack = Pack::embedded();
    let text_of = |file: &str| pack.text(file).unwrap_or_default();
    let lines = problems.iter().map(|p| format!("{}: {}\n    {}\n", p.place(text_of(&p.file)), p.what, p.remedy));
    format!("{} problems\n{}", problems.len(), lines.collect::<String>())
}

#[test]
fn the_pack_has_no_problems() {
    let (_, problems) = Extractor::load(&Pack::embedded());
    assert!(problems.is_empty(), "{}", report(&problems));
}

#[test]
fn every_rule_passes_its_tests() {
    let extractor = Extractor::embedded();
    assert!(extractor.rules().tests.len() > 100, "the pack has hardly any tests");
    let problems = check::run(extractor);
    assert!(problems.is_empty(), "{}", report(&problems));
}
