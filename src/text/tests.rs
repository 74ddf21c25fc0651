//! What holds for every text in every language.

use super::*;
use proptest::prelude::*;

/// A lexicon that knows nothing.
fn none() -> Lexicon {
    Lexicon::load([]).unwrap()
}

fn read(text: &str) -> Text<'_> {
    Text::read(text, None, &none())
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
    let t = Text::read("Trade grew. 贸易增长了。\n\n经济稳定。", Some(Lang::En), &none());
    let langs: Vec<Lang> = t.sentences.iter().map(|s| s.lang).collect();
    assert_eq!(langs, [Lang::En, Lang::Zh, Lang::Zh]);
}

#[test]
fn a_name_that_ends_like_an_owner_is_one_word() {
    let t = Text::read("McDonald's opened shops in Kenya's towns.", Some(Lang::En), Lexicon::embedded());
    let words: Vec<&str> = t.tokens.iter().map(|k| k.span.of(&t.normal)).collect();
    assert_eq!(words, ["McDonald's", "opened", "shops", "in", "Kenya", "'s", "towns", "."]);
}

/// The chunks of a text as `kind[words]`, marks left out.
fn chunks(text: &str) -> String {
    let t = read(text);
    let words = |c: &Chunk| t.chunk_span(c).of(&t.normal).to_owned();
    let shown = t.chunks.iter().filter(|c| c.kind != ChunkKind::Mark).map(|c| {
        let kind = match (c.kind, c.voice) {
            (ChunkKind::Noun, _) => "N",
            (ChunkKind::Verb, Voice::Active) => "V",
            (ChunkKind::Verb, Voice::Passive) => "Vpass",
            (ChunkKind::Verb, Voice::Participle) => "Vpart",
            (ChunkKind::Verb, Voice::Gerund) => "Ving",
            (ChunkKind::Verb, Voice::Infinitive) => "Vto",
            (ChunkKind::Preposition, _) => "P",
            (ChunkKind::Conjunction, _) => "C",
            (ChunkKind::Clause, _) => "CL",
            (ChunkKind::Adjective, _) => "A",
            (ChunkKind::Adverb, _) => "R",
            (ChunkKind::Mark | ChunkKind::Other, _) => "O",
        };
        format!("{kind}[{}]", words(c))
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn english_noun_phrases() {
    assert_eq!(
        chunks("They want the sound, fair and orderly growth of towns."),
        "N[They] V[want] N[the sound, fair and orderly growth] P[of] N[towns]"
    );
    assert_eq!(
        chunks("Brazil's new economy minister praised small, medium and large firms in farming and supply chains."),
        "N[Brazil's new economy minister] V[praised] N[small, medium and large firms] P[in] N[farming] C[and] N[supply chains]"
    );
    assert_eq!(
        chunks("The industrial and value chains of both countries depend on more than 300 ports."),
        "N[The industrial and value chains] P[of] N[both countries] V[depend] P[on] N[more than 300 ports]"
    );
    assert_eq!(
        chunks("Further steps under the “Blue Harbour” scheme will curb diamond trafficking and theft."),
        "N[Further steps] P[under] N[the “Blue Harbour” scheme] V[will curb] N[diamond trafficking] C[and] N[theft]"
    );
    assert_eq!(
        chunks("They want the entry of short- and medium-term capital in low-, middle- and high-cost ports."),
        "N[They] V[want] N[the entry] P[of] N[short- and medium-term capital] P[in] N[low-, middle- and high-cost ports]"
    );
    assert_eq!(
        chunks("They praised building a military port, and curbing high costs."),
        "N[They] V[praised] Ving[building] N[a military port] C[and] Ving[curbing] N[high costs]"
    );
    assert_eq!(
        chunks("They want a socially, legally and ecologically stable port."),
        "N[They] V[want] N[a socially, legally and ecologically stable port]"
    );
    assert_eq!(chunks("All this hurts trade."), "N[All this] V[hurts] N[trade]");
    assert_eq!(
        chunks("They respect each other's waters and the material and cultural life there."),
        "N[They] V[respect] N[each other's waters] C[and] N[the material and cultural life] R[there]"
    );
}

#[test]
fn english_verb_groups() {
    assert_eq!(
        chunks("The fund, launched by the bank in 2011, has since been expanded to help poor farmers."),
        "N[The fund] Vpart[launched] P[by] N[the bank] P[in] N[2011] Vpass[has since been expanded] Vto[to help] N[poor farmers]"
    );
    assert_eq!(
        chunks(
            "Ministers agreed that aid will not solve the crisis, and pledged to act in accordance with the treaty."
        ),
        "N[Ministers] V[agreed] CL[that] N[aid] V[will not solve] N[the crisis] C[and] V[pledged] Vto[to act] \
         P[in accordance with] N[the treaty]"
    );
    assert_eq!(
        chunks("Promoting trade helps reduce poverty in developing countries."),
        "Ving[Promoting] N[trade] V[helps] V[reduce] N[poverty] P[in] N[developing countries]"
    );
}

#[test]
fn english_verbs_that_might_be_nouns() {
    assert_eq!(
        chunks("They will mend the pier, and step up checks, and address old risks."),
        "N[They] V[will mend] N[the pier] C[and] V[step] R[up] N[checks] C[and] V[address] N[old risks]"
    );
    assert_eq!(
        chunks("It gains time and shares the load of a high-standards dock."),
        "N[It] V[gains] N[time] C[and] V[shares] N[the load] P[of] N[a high-standards dock]"
    );
    assert_eq!(
        chunks("They will mend piers, move now to save reefs, and work to help."),
        "N[They] V[will mend] N[piers] V[move] R[now] Vto[to save] N[reefs] C[and] V[work] Vto[to help]"
    );
    assert_eq!(
        chunks("The ports seek to raise wages and boost spending, and note the rise in fees."),
        "N[The ports] V[seek] Vto[to raise] N[wages] C[and] V[boost] N[spending] C[and] V[note] N[the rise] P[in] N[fees]"
    );
    assert_eq!(
        chunks("The levy curbs waste, fuels trade and spurs growth."),
        "N[The levy] V[curbs] N[waste] V[fuels] N[trade] C[and] V[spurs] N[growth]"
    );
    assert_eq!(
        chunks("Loans support exports and finance new piers."),
        "N[Loans] V[support] N[exports] C[and] V[finance] N[new piers]"
    );
    assert_eq!(
        chunks("The fund was set up to help towns that work to mend piers."),
        "N[The fund] Vpass[was set] R[up] Vto[to help] N[towns] CL[that] V[work] Vto[to mend] N[piers]"
    );
}

#[test]
fn english_past_forms_that_might_be_participles() {
    assert_eq!(chunks("We are working to save reefs."), "N[We] V[are working] Vto[to save] N[reefs]");
    assert_eq!(
        chunks("They continued to mend piers and promoted green growth."),
        "N[They] V[continued] Vto[to mend] N[piers] C[and] V[promoted] N[green growth]"
    );
    assert_eq!(chunks("The towns agreed to ban nets."), "N[The towns] V[agreed] Vto[to ban] N[nets]");
}

#[test]
fn english_words_that_may_be_verbs() {
    let cases = [
        ("They set up a fund to lower drug prices.", "N[They] V[set] R[up] N[a fund] Vto[to lower] N[drug prices]"),
        ("They gained access to fund managers.", "N[They] V[gained] N[access] P[to] N[fund managers]"),
        ("The bank has helped lower port fees.", "N[The bank] V[has helped] V[lower] N[port fees]"),
        ("Towns are helping lower port fees.", "N[Towns] V[are helping] V[lower] N[port fees]"),
        (
            "The loan helps towns by funding port works.",
            "N[The loan] V[helps] N[towns] P[by] Ving[funding] N[port works]",
        ),
        ("It was caused by rising fees.", "N[It] Vpass[was caused] P[by] N[rising fees]"),
        ("It has a plan that steps up trade.", "N[It] V[has] N[a plan] CL[that] V[steps] P[up] N[trade]"),
        ("It has a plan that badly affects trade.", "N[It] V[has] N[a plan] CL[that] V[badly affects] N[trade]"),
        ("The plan badly affected trade.", "N[The plan] V[badly affected] N[trade]"),
        ("Norway co-hosted the talks.", "N[Norway] V[co-hosted] N[the talks]"),
    ];
    for (text, want) in cases {
        assert_eq!(chunks(text), want, "{text}");
    }
}

#[test]
fn english_series_of_verbs() {
    assert_eq!(
        chunks("The law planted trees, lowered fees and created jobs."),
        "N[The law] V[planted] N[trees] V[lowered] N[fees] C[and] V[created] N[jobs]"
    );
    assert_eq!(
        chunks("It has raised wages, cut fees and created jobs."),
        "N[It] V[has raised] N[wages] V[cut] N[fees] C[and] V[created] N[jobs]"
    );
    assert_eq!(
        chunks("The ports will create jobs, foster trade and support farmers."),
        "N[The ports] V[will create] N[jobs] V[foster] N[trade] C[and] V[support] N[farmers]"
    );
    // What stands beside such a phrase is one too.
    assert_eq!(
        chunks("The law led to better health and improved schools."),
        "N[The law] V[led] P[to] N[better health] C[and] N[improved schools]"
    );
    assert_eq!(
        chunks("They cut the gap between developing and developed members."),
        "N[They] V[cut] N[the gap] P[between] N[developing and developed members]"
    );
    assert_eq!(
        chunks("It will not only raise wages but also create jobs."),
        "N[It] V[will not only raise] N[wages] C[but also] V[create] N[jobs]"
    );
}

#[test]
fn english_verbs_behind_what_is_put_between() {
    assert_eq!(
        chunks("The law, which is old, causes floods."),
        "N[The law] CL[which] V[is] A[old] V[causes] N[floods]"
    );
    assert_eq!(
        chunks("The law, changed in May, causes soil erosion."),
        "N[The law] Vpart[changed] P[in] N[May] V[causes] N[soil erosion]"
    );
    assert_eq!(
        chunks("The law that they made hinders trade."),
        "N[The law] CL[that] N[they] V[made] V[hinders] N[trade]"
    );
    assert_eq!(
        chunks("The law proposed by the ministry raised incomes."),
        "N[The law] Vpart[proposed] P[by] N[the ministry] V[raised] N[incomes]"
    );
    assert_eq!(
        chunks("Demand is weak, but public spending rose."),
        "N[Demand] V[is] A[weak] C[but] N[public spending] V[rose]"
    );
    assert_eq!(
        chunks("They made rules conducive to open trade."),
        "N[They] V[made] N[rules] A[conducive] P[to] N[open trade]"
    );
    assert_eq!(chunks("They are going to support trade."), "N[They] V[are going] Vto[to support] N[trade]");
    assert_eq!(
        chunks("The floods, which hit many towns, also contaminated rural wells."),
        "N[The floods] CL[which] V[hit] N[many towns] V[also contaminated] N[rural wells]"
    );
    assert_eq!(
        chunks("Boats that fall into the wrong hands do harm."),
        "N[Boats] CL[that] V[fall] P[into] N[the wrong hands] V[do] N[harm]"
    );
    assert_eq!(
        chunks("The fund will (i) mend piers, (ii) raise wages."),
        "N[The fund] V[will (i) mend] N[piers] V[(ii) raise] N[wages]"
    );
    assert_eq!(
        chunks("A bill with the aim of increasing transparency was read."),
        "N[A bill] P[with the aim of] Ving[increasing] N[transparency] Vpass[was read]"
    );
    assert_eq!(
        chunks("A sharper than expected slowdown cut exports."),
        "N[A sharper than expected slowdown] V[cut] N[exports]"
    );
    assert_eq!(
        chunks("The bridge gives farmers access to markets."),
        "N[The bridge] V[gives] N[farmers] N[access] P[to] N[markets]"
    );
    assert_eq!(chunks("They gave help to displaced families."), "N[They] V[gave] N[help] P[to] N[displaced families]");
    assert_eq!(
        chunks("Loans must be scaled up to meet needs."),
        "N[Loans] Vpass[must be scaled] R[up] Vto[to meet] N[needs]"
    );
    assert_eq!(
        chunks("The reforms not only restored growth but also reduced waste."),
        "N[The reforms] C[not only] V[restored] N[growth] C[but also] V[reduced] N[waste]"
    );
    assert_eq!(chunks("We cut waiting times."), "N[We] V[cut] N[waiting times]");
    assert_eq!(chunks("We gave the country $20 million."), "N[We] V[gave] N[the country] N[$20 million]");
    assert_eq!(chunks("We funded a US $20 million plan."), "N[We] V[funded] N[a US $20 million plan]");
    assert_eq!(
        chunks("Cash transfers increase school attendance."),
        "N[Cash transfers] V[increase] N[school attendance]"
    );
}

#[test]
fn english_that() {
    assert_eq!(
        chunks("That old pier is vital to ensuring that Kenya can trade."),
        "N[That old pier] V[is] A[vital] P[to] Ving[ensuring] CL[that] N[Kenya] V[can trade]"
    );
    assert_eq!(
        chunks("They will keep that pace and continue to help."),
        "N[They] V[will keep] N[that pace] C[and] V[continue] Vto[to help]"
    );
    assert_eq!(chunks("That rents rose is clear."), "CL[That] N[rents] V[rose] V[is] A[clear]");
    assert_eq!(
        chunks("They think that harbour cuts for ferries, tugs and boats will help."),
        "N[They] V[think] CL[that] N[harbour cuts] P[for] N[ferries] N[tugs] C[and] N[boats] V[will help]"
    );
    assert_eq!(
        chunks("They drew charts that led to gains."),
        "N[They] V[drew] N[charts] CL[that] V[led] P[to] N[gains]"
    );
}

#[test]
fn chinese_chunks() {
    assert_eq!(
        chunks("我国港口货物吞吐量持续增长，有力促进了沿海地区的经济发展。"),
        "N[我国港口货物吞吐量] V[持续增长] V[有力促进了] N[沿海地区的经济发展]"
    );
    assert_eq!(
        chunks("双方签署了由渔业部门提出的合作计划。"),
        "N[双方] V[签署了] P[由] N[渔业部门] Vpart[提出] CL[的] N[合作计划]"
    );
    assert_eq!(
        chunks("新电池达到较高的转换效率，更好的发挥作用。"),
        "N[新电池] V[达到] N[较高的转换效率] R[更好] CL[的] V[发挥] N[作用]"
    );
    assert_eq!(
        chunks("学生对渔业的了解加深，推动中非合作。"),
        "N[学生] P[对] N[渔业的了解] V[加深] V[推动] N[中非合作]"
    );
    assert_eq!(chunks("科技创新是推动渔业升级的关键力量。"), "N[科技创新] V[是] N[推动渔业升级的关键力量]");
    assert_eq!(
        chunks("船长感慨地说，大家语重心长地向渔民讲解。"),
        "N[船长] R[感慨地] V[说] N[大家] R[语重心长地] P[向] N[渔民] V[讲解]"
    );
    assert_eq!(
        chunks("渔业也在不断影响贸易，在一定程度上影响就业。"),
        "N[渔业] V[也在不断影响] N[贸易] P[在] N[一定程度] P[上] V[影响] N[就业]"
    );
    assert_eq!(chunks("我们以海水养殖支撑渔村。"), "N[我们] P[以] N[海水养殖] V[支撑] N[渔村]");
    assert_eq!(chunks("渔业投资突破3亿元。"), "N[渔业投资] V[突破] N[3亿元]");
    assert_eq!(chunks("两国务实合作不断扩大。"), "N[两国务实合作] V[不断扩大]");
    assert_eq!(chunks("渔港将有效改善生活。"), "N[渔港] V[将有效改善] N[生活]");
    assert_eq!(chunks("渔业将先进船只投入使用。"), "N[渔业] P[将] N[先进船只] V[投入] V[使用]");
    assert_eq!(chunks("渔民作出了突出贡献。"), "N[渔民] V[作出了] N[突出贡献]");
    assert_eq!(chunks("条例为渔业提供法律依据。"), "N[条例] P[为] N[渔业] V[提供] N[法律依据]");
    assert_eq!(chunks("渔业再上新台阶。"), "N[渔业] V[再上] N[新台阶]");
    assert_eq!(chunks("出海因大雾而受阻。"), "V[出海] CL[因] N[大雾] C[而] V[受阻]");
    assert_eq!(chunks("渔业振兴被台风拖累。"), "N[渔业振兴] P[被] N[台风] V[拖累]");
    assert_eq!(chunks("渔业产量、水果产量各下降8%。"), "N[渔业产量] C[、] N[水果产量各] V[下降] N[8%]");
    assert_eq!(chunks("挪威计划召开会议。"), "N[挪威] V[计划] V[召开] N[会议]");
    assert_eq!(chunks("渔价与上月持平。"), "N[渔价] P[与] R[上月] V[持平]");
    assert_eq!(chunks("王毅率渔业代表团出席会议。"), "N[王毅] V[率] N[渔业代表团] V[出席] N[会议]");
    assert_eq!(chunks("渔业价格每吨90元。"), "N[渔业价格] N[每吨90元]");
    assert_eq!(chunks("渔港将丰富渔民生活。"), "N[渔港] V[将丰富] N[渔民生活]");
    assert_eq!(chunks("培育以渔业为核心的优势。"), "V[培育] P[以] N[渔业] V[为] N[核心的优势]");
    assert_eq!(chunks("科学谋划渔业布局。"), "V[科学谋划] N[渔业布局]");
    assert_eq!(chunks("双方增进互信、管控分歧。"), "N[双方] V[增进] N[互信] C[、] V[管控] N[分歧]");
    assert_eq!(chunks("巩固和发展渔业经济。"), "V[巩固] C[和] V[发展] N[渔业经济]");
    assert_eq!(chunks("渔民理解并支持条例。"), "N[渔民] V[理解] C[并] V[支持] N[条例]");
    assert_eq!(chunks("挪威敦促秘鲁保护鱼群。"), "N[挪威] V[敦促] N[秘鲁] V[保护] N[鱼群]");
    assert_eq!(chunks("王毅日前访问秘鲁并看望渔民。"), "N[王毅] R[日前] V[访问] N[秘鲁] C[并] V[看望] N[渔民]");
    assert_eq!(chunks("渔民根据《渔业法》规定修补渔网。"), "N[渔民] P[根据] N[渔业法] N[规定] V[修补] N[渔网]");
    assert_eq!(chunks("挪威退出谈判并制裁秘鲁。"), "N[挪威] V[退出] N[谈判] C[并] V[制裁] N[秘鲁]");
    assert_eq!(chunks("渔民多次修补渔网。"), "N[渔民] V[多次修补] N[渔网]");
    assert_eq!(chunks("渔民努力营造环境。"), "N[渔民] V[努力营造] N[环境]");
    assert_eq!(chunks("台风阻止不了渔业。"), "N[台风] V[阻止不了] N[渔业]");
}

#[test]
fn clauses_have_a_verb_each() {
    let t = read("The ministry raised fees, which hurt farmers, although prices fell.");
    let clauses = t.clauses(&t.sentences[0]);
    let shown: Vec<&str> = clauses
        .iter()
        .map(|c| t.chunk_span(&t.chunks[c.start]).cover(t.chunk_span(&t.chunks[c.end - 1])).of(&t.normal))
        .collect();
    assert_eq!(shown, ["The ministry raised fees,", "which hurt farmers,", "although prices fell."]);
    let t = read("出口增长，进口下降；物价保持稳定。");
    assert_eq!(t.clauses(&t.sentences[0]).len(), 3);
}

#[test]
fn known_names_are_words() {
    let name = "海云洲合作基金";
    let text = format!("他加入了{name}的筹备组。");
    let rows = format!("key\tclass\ten\tzh\tids\tfacts\tsource\nfund\tInstitution\t\t{name}\t\t\tcurated\n");
    let lexicon = Lexicon::load([("rows.tsv", rows.as_str())]).unwrap();
    let t = Text::read(&text, None, &lexicon);
    assert!(t.tokens.iter().any(|k| k.span.of(&t.normal) == name));
    let at = text.find(name).unwrap_or(0) as u32;
    assert_eq!(t.tokens_in(Span::new(at as usize, at as usize + 3)).len(), 1);
}

#[test]
fn long_runs_take_linear_time() {
    // Each would take minutes if a look-ahead were not bounded.
    for part in
        ["good, ", "that ", "发展", "《", "A/", "A.", "é.", "a,b", "已launched", "的", "( ", "e\u{301}", "was , and "]
    {
        let text = part.repeat(200_000 / part.len());
        let t = read(&text);
        assert!(!t.tokens.is_empty());
    }
}
