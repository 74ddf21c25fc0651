//! `chancery rules why`: why a rule matches a sentence, or does not.

use crate::cli::{Outcome, output_error, ready, width, write_to};
use chancery::check;
use chancery::document::Lang;
use chancery::error::Error;
use chancery::why;
use clap::Args;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  chancery rules why Proposal 'Norland launched the Green Harbour Initiative.'
  chancery rules why '北岭国提出绿色港口倡议。' --lang zh
  chancery --pack my-pack rules why Proposal 'Norland welcomed the Green Harbour Initiative.'

Without RULE: all rules that the sentence's words trigger.";

/// Show step by step why a rule matches a sentence, or does not
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Why {
    /// A rule and a sentence, or a sentence alone
    #[arg(value_name = "RULE] [SENTENCE", num_args = 1..=2, required = true)]
    words: Vec<String>,
    /// Language of the sentence: en or zh; found by itself where it is left out
    #[arg(long, value_name = "LANG", value_parser = lang)]
    lang: Option<Lang>,
}

/// Columns where the terminal does not say.
const WIDTH: u16 = 120;

impl Why {
    pub fn run(self, pack: Option<&Path>) -> Result<Outcome, Error> {
        let (rule, sentence) = match self.words.as_slice() {
            [rule, sentence] => (Some(rule.as_str()), sentence),
            [sentence, ..] => (None, sentence),
            [] => return Err(Error::Usage("say which sentence".into())),
        };
        let width = width().unwrap_or(WIDTH).into();
        // A rule whose test fails is what one asks about.
        let extractor = ready(pack, check::load_untested)?;
        let told = why::why(extractor, rule, sentence, self.lang, width).map_err(|e| Error::Usage(e.to_string()))?;
        write_to(None, |out| out.write_all(told.as_bytes()).map_err(output_error))?;
        Ok(Outcome::Done)
    }
}

fn lang(code: &str) -> Result<Lang, &'static str> {
    Lang::from_code(code).ok_or("the languages are en and zh")
}
