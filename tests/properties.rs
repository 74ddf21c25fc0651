//! What must hold of any text at all: extraction does not panic, its spans slice the text, and it says the same twice.

use chancery::document::{Document, Lang};
use chancery::extract::Extractor;
use chancery::extraction::{Extraction, Filler};
use chancery::span::Span;
use proptest::prelude::*;
use std::sync::OnceLock;

/// Checks one text.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let extractor = Extractor::embedded();
    let document = Document::from_text("d", text);
    let found = extractor.extract(&document);
    let slices = |span: Span| text.get(span.range()).is_some();
    let mut reached: u32 = 0;
    for (span, _) in &found.sentences {
        prop_assert!(slices(*span) && reached <= span.start, "sentence {span:?}");
        reached = span.end;
    }
    for entity in &found.entities {
        prop_assert!(entity.row.is_some() || !entity.class.is_empty());
    }
    for mention in &found.mentions {
        prop_assert!(slices(mention.span) && !mention.span.is_empty(), "mention {:?}", mention.span);
        prop_assert!(mention.entity.is_none_or(|e| (e as usize) < found.entities.len()));
        if let Some(value) = &mention.value {
            let anchor = value.time.as_ref().and_then(|t| t.anchor);
            let spans = [value.span, value.full].into_iter().chain(value.counted).chain(anchor);
            for span in spans {
                prop_assert!(slices(span), "value {span:?}");
            }
        }
    }
    prop_assert!(found.mentions.is_sorted_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end))));
    for claim in &found.claims {
        prop_assert!(slices(claim.span) && slices(claim.trigger), "claim {:?}", claim.span);
        for filler in claim.roles.iter().map(|r| &r.filler).chain(&claim.qualifiers.attributed_to) {
            prop_assert!(slices(filler.span) && fits(filler, &found), "filler {filler:?}");
        }
    }
    let again = extractor.extract(&document);
    prop_assert_eq!(format!("{found:?}"), format!("{again:?}"));
    Ok(())
}

/// Whether a filler's mention is one, and is what it covers.
fn fits(filler: &Filler, found: &Extraction<'_>) -> bool {
    filler.mention.is_none_or(|m| found.mentions.get(m as usize).is_some_and(|m| m.span.overlaps(filler.span)))
}

/// Words of the pack: names and words of lists, in both languages.
fn words() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lexicon = Extractor::embedded().lexicon();
        let forms = lexicon.forms().filter(|f| f.0 % 7 == 0 || lexicon.form(*f).words().next().is_some());
        forms.map(|f| lexicon.form(f).text().to_string()).collect()
    })
}

/// What stands between words, and what breaks programs that read text.
const MARKS: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    " ",
    "",
    ", ",
    ". ",
    ".\n",
    "\n\n",
    "\r\n",
    "\r",
    "; ",
    ": ",
    " (",
    ") ",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'s ",
    "，",
    "。",
    "、",
    "；",
    "：",
    "（",
    "）",
    "《",
    "》",
    "「",
    "」",
    "……",
    "—",
    "——",
    "-",
    "–",
    "%",
    "％",
    "$",
    "¥",
    "€",
    "°C",
    "/",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{a0}",
    "\u{3000}",
    "\u{ad}",
    "\u{301}",
    "🙂",
    "👩‍👩‍👧",
    "\0",
    "\u{2028}",
    "# ",
    "- ",
    "| ",
    "> ",
    "```\n",
];

/// Words that hold sentences together.
const GLUE: &[&str] = &[
    "the",
    "The",
    "of",
    "and",
    "in",
    "by",
    "to",
    "that",
    "said",
    "will",
    "has",
    "was",
    "is",
    "not",
    "which",
    "from",
    "Mr.",
    "U.S.",
    "No.",
    "的",
    "和",
    "在",
    "了",
    "是",
    "将",
    "对",
    "与",
    "第",
    "年",
    "月",
    "日",
    "亿",
    "万",
    "元",
    "约",
    "超过",
    "百分之",
    "表示",
    "指出",
    "我国",
];

fn piece() -> impl Strategy<Value = String> {
    let word = any::<prop::sample::Index>().prop_map(|i| i.get(words()).clone());
    prop_oneof![
        6 => word,
        4 => prop::sample::select(GLUE).prop_map(str::to_string),
        6 => prop::sample::select(MARKS).prop_map(str::to_string),
        2 => "[0-9０-９]{1,6}([.,][0-9]{1,3})?",
        1 => "[A-Z][a-z]{2,8}( [A-Z][a-z]{2,8}){0,2}",
        1 => "[A-Z]{2,5}",
        1 => "[一二三四五六七八九十百千万亿零两]{1,5}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn spaced(pieces: Vec<String>, latin: bool) -> String {
    pieces.join(if latin { " " } else { "" })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn printable_text(text in "\\PC{0,200}") {
        holds(&text)?;
    }

    #[test]
    fn the_pack_s_own_words(pieces in prop::collection::vec(piece(), 0..60), latin: bool) {
        holds(&spaced(pieces, latin))?;
    }

    #[test]
    fn marks_and_figures_alone(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(MARKS).prop_map(str::to_string),
        "[0-9]{1,4}",
    ], 0..80)) {
        holds(&spaced(pieces, false))?;
    }

    #[test]
    fn a_hint_of_language_and_a_date_change_nothing_of_this(pieces in prop::collection::vec(piece(), 0..40), zh: bool) {
        let text = spaced(pieces, !zh);
        let mut document = Document::from_text("d", text.clone());
        document.meta.lang = Some(if zh { Lang::Zh } else { Lang::En });
        document.meta.date = Some("2019-05-01".into());
        let found = Extractor::embedded().extract(&document);
        for mention in &found.mentions {
            prop_assert!(text.get(mention.span.range()).is_some());
        }
    }
}

#[test]
fn line_ends_and_marks_of_encoding() {
    let lines = [
        "China will promote trade.",
        "The World Bank (WB) said exports rose 3.5% in 2018.",
        "中国将推动贸易发展。",
        "世界银行（简称“世行”）表示，出口增长约3.5%。",
    ];
    for end in ["\n", "\r\n", "\r", "\u{2028}", "\u{200b}\n", "\u{feff}\r\n"] {
        for begin in ["", "\u{feff}"] {
            let text = format!("{begin}{}{end}", lines.join(end));
            holds(&text).unwrap_or_else(|e| panic!("{end:?}: {e}"));
        }
    }
}

#[test]
fn a_sentence_longer_than_sixteen_bits() {
    for word in ["a ", "China ", "promote ", "(", "“", "3 ", "中国、", "推动", "x"] {
        holds(&word.repeat(70_000)).unwrap_or_else(|e| panic!("{word:?}: {e}"));
    }
}

/// Texts on which the fuzzer (`fuzz/`) once stopped, in words of our own.
#[test]
fn what_the_fuzzer_found() {
    let commas = format!("The law, {}causes soil erosion.", "made in May, ".repeat(300));
    let texts = [
        // A date without its year behind a stop of three bytes.
        "一、港口扩建；船闸于3月2日动工。",
        // One digit that is a word of an English text.
        "©1/S/ x",
        // More commas than a byte counts.
        &commas,
    ];
    for text in texts {
        holds(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
}
