//! What holds for every text in every language.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Text<'_> {
    Text::read(text, None, &|_, _| Vec::new())
}

/// Every promise of [`Text`] that does not depend on what the text says.
fn sound(text: &str) -> Result<(), TestCaseError> {
    let t = read(text);
    let normal: &str = &t.normal;
    let mut at = 0;
    for (n, s) in t.sentences.iter().enumerate() {
        prop_assert!(s.span.start >= at, "sentences overlap");
        prop_assert!(t.passages[s.passage as usize].span.contains(s.span));
        prop_assert_eq!(t.sentence_of(s.span.start), Some(n));
        at = s.span.end;
        prop_assert!(normal.get(s.span.range()).is_some());
        // Tokens cover all that is not white space, in order.
        let mut pos = s.span.start as usize;
        for k in &t.tokens[s.tokens.start as usize..s.tokens.end as usize] {
            let gap = normal.get(pos..k.span.start as usize);
            prop_assert!(gap.is_some_and(|g| g.trim().is_empty()), "{gap:?} between tokens");
            prop_assert!(!k.span.is_empty() && !k.span.of(normal).is_empty());
            pos = k.span.end as usize;
        }
        prop_assert!(normal[pos..s.span.end as usize].trim().is_empty());
        // Chunks cover the tokens, in order, heads inside.
        let mut token = s.tokens.start;
        for c in &t.chunks[s.chunks.start as usize..s.chunks.end as usize] {
            prop_assert_eq!(c.start, token);
            prop_assert!(c.start <= c.head && c.head < c.end, "{c:?}");
            token = c.end;
        }
        prop_assert_eq!(token, s.tokens.end);
        let mut chunk = s.chunks.start as usize;
        for c in t.clauses(s) {
            prop_assert_eq!(c.start, chunk);
            chunk = c.end;
        }
        prop_assert_eq!(chunk, s.chunks.end as usize);
    }
    // Sentences cover every passage but for white space.
    let inside: usize =
        t.sentences.iter().map(|s| s.span.of(normal).chars().filter(|c| !c.is_whitespace()).count()).sum();
    let passages: usize =
        t.passages.iter().map(|p| p.span.of(normal).chars().filter(|c| !c.is_whitespace()).count()).sum();
    prop_assert_eq!(inside, passages);
    // Offsets come back to character boundaries of the original, in order.
    let mut last = 0;
    for k in &t.tokens {
        let o = t.original(k.span);
        prop_assert!(text.get(o.range()).is_some(), "{o:?} does not slice the original");
        prop_assert!(o.start >= last && o.end > o.start, "{o:?} after {last}");
        last = o.end;
        if !matches!(k.shape, Shape::Mark) && k.span.of(normal).is_ascii() && text.is_ascii() {
            prop_assert_eq!(o.of(text), k.span.of(normal));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_soundly(text in "\\PC{0,200}") {
        sound(&text)?;
    }

    #[test]
    fn likely_trouble_is_read_soundly(parts in prop::collection::vec(prop::sample::select(vec![
        "China's", " ", "。", "，", "“", "”", "《", "》", ".", "...", "……", "!", "\r\n", "\n", "\r", "\n\n", "\u{feff}", "e\u{301}", "\u{301}",
        "２０２４", "％", "國家", "经济发展", "的", "了", "不", "🙂", "👩\u{200d}👩", "\u{a0}", "\u{3000}", "’", "'", "\"", "U.S.", "No. 5", "3,000.5", "A/RES/70/1",
        "long-term", "-", "- ", "# ", "(a) ", "一、", "、", "the plan to develop trade", "was launched by", "and", ",", "1/CP.13", "&", "\u{200b}", "\u{ad}",
        "十五", "〇", "%", "$1.2", "x\u{300}\u{323}", "e.g.", "J.", "---", "---\n", "𠀀", "\t", "of", "ing", "’s ", "\u{1100}\u{1161}",
    ]), 0..40)) {
        sound(&parts.concat())?;
    }
}

#[test]
fn spans_come_back_through_every_kind_of_change() {
    let text = "\u{feff}🙂 The nai\u{308}ve plan’s cost:\u{a0}２０ ％.\r\n國家發展 全面\u{200b}小康。";
    let t = read(text);
    let given: Vec<&str> = t.tokens.iter().map(|k| t.original(k.span).of(text)).collect();
    assert!(given.contains(&"nai\u{308}ve"), "{given:?}");
    assert!(
        given.contains(&"’s") && given.contains(&"２０") && given.contains(&"％") && given.contains(&"國家"),
        "{given:?}"
    );
    assert_eq!(t.normal, "🙂 The naïve plan's cost: 20 %.\n国家发展 全面小康。");
}

#[test]
fn languages_mix_by_passage_and_by_sentence() {
    let t = Text::read("Trade grew. 贸易增长了。\n\n经济稳定。", Some(Lang::En), &|_, _| Vec::new());
    let langs: Vec<Lang> = t.sentences.iter().map(|s| s.lang).collect();
    assert_eq!(langs, [Lang::En, Lang::Zh, Lang::Zh]);
}
