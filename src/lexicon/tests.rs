use super::*;
use proptest::prelude::*;

const ROWS: &str = "\
# a comment
key\tclass\ten\tzh\tids\tfacts\tsource
white-harbour\tPlace\tWhite Harbour|?Harbour|^The Port\t白港|白港市\twikidata=Q1\tcountry=XX\tcurated
harbour-office\tInstitution\tWhite Harbour Office|WHO-X|U.H.\t白港市政府|白港市局\t\tpart-of=white-harbour\tcurated
fifth-plan\tInitiative\tFifth Plan|5G\t“十九五”规划\t\t\tcurated
pier-plan\tInitiative\tPier renewal plan|quay levy|Pier levy|Pier plan 21\t\t\t\tcurated
";
const WORDS: &str = "\
list\tlang\tpos\twords\tfacts
propose\ten\tverb\tpropose|put forward|play* a role\tkind=A;n=1
propose\tzh\tverb\t提出|发起\tkind=B
bodies\ten\tnoun\toffice|code of conduct\t
guard\tzh\tword\t白港口|雪/白港|霜白/港|白港市/政\t
";
const IRREGULAR: &str = "lemma\tpast\tparticiple\tthird\tgerund\tplural\nput\tput\tput\t\tputting\t\n";

fn lexicon() -> Lexicon {
    Lexicon::load([("rows.tsv", ROWS), ("words.tsv", WORDS), ("irregular.tsv", IRREGULAR)]).unwrap()
}

/// The hits as texts, with what they are.
fn found(text: &str, lang: Lang) -> Vec<(String, Vec<String>)> {
    let lexicon = lexicon();
    let name = |hit: &Hit| {
        let form = lexicon.form(hit.form);
        let rows = form.rows().map(|u| format!("{}{}", if u.weak { "?" } else { "" }, lexicon.row(u.row).key));
        let words = form.words().map(|w| format!("@{}:{}", lexicon.list_name(w.list), w.lemma()));
        rows.chain(words).collect()
    };
    lexicon.hits(text, lang).iter().map(|h| (h.span.of(text).to_string(), name(h))).collect()
}

fn texts(text: &str, lang: Lang) -> Vec<String> {
    found(text, lang).into_iter().map(|(t, _)| t).collect()
}

#[test]
fn names_are_found_whole_with_what_lies_inside() {
    let hits = found("The White Harbour Office is here.", Lang::En);
    let expected = [
        ("White Harbour", vec!["white-harbour"]),
        ("White Harbour Office", vec!["harbour-office"]),
        ("Harbour", vec!["?white-harbour"]),
        ("Office", vec!["@bodies:office"]),
    ];
    let expected: Vec<(String, Vec<String>)> =
        expected.map(|(t, n)| (t.to_string(), n.into_iter().map(String::from).collect())).into();
    assert_eq!(hits, expected);
    assert_eq!(texts("位于白港市局", Lang::Zh), ["白港", "白港市", "白港市局"]);
}

#[test]
fn words_have_edges() {
    assert_eq!(texts("White Harbours, White Harbour's", Lang::En), ["White Harbour", "Harbour"]);
    assert_eq!(texts("15G 5G5 5G网络和5G, U.H. U.H.x U.H", Lang::En), ["5G", "5G", "U.H."]);
}

#[test]
fn case_counts_for_names_and_not_for_words() {
    assert_eq!(texts("white harbour WHITE HARBOUR", Lang::En), ["WHITE HARBOUR", "HARBOUR"]);
    assert_eq!(texts("who-x WHO-X", Lang::En), ["WHO-X"]);
    assert_eq!(texts("Put Forward, PUTTING FORWARD", Lang::En), ["Put Forward", "PUTTING FORWARD"]);
}

#[test]
fn small_words_may_begin_with_a_capital() {
    let text =
        "pier renewal plan, Pier Renewal Plan, quay levy, Quay Levy, the Quay levy, qUAY levy, pier levy, pier plan 21";
    let found = ["pier renewal plan", "Pier Renewal Plan", "quay levy", "Quay Levy", "Quay levy"];
    assert_eq!(texts(text, Lang::En), found);
}

#[test]
fn equal_characters_are_equal() {
    assert_eq!(
        texts("White\nHarbour WHITE\nHARBOUR", Lang::En),
        ["White\nHarbour", "Harbour", "WHITE\nHARBOUR", "HARBOUR"]
    );
    assert_eq!(texts("White\u{a0}Harbour WHO‑X", Lang::En), ["White\u{a0}Harbour", "Harbour", "WHO‑X"]);
    assert_eq!(texts("５Ｇ「十九五」规划", Lang::Zh), ["５Ｇ", "「十九五」规划"]);
}

#[test]
fn words_belong_to_their_language_and_names_to_all() {
    assert_eq!(texts("提出 propose White Harbour 白港", Lang::Zh), ["提出", "White Harbour", "Harbour", "白港"]);
    assert_eq!(texts("提出 propose White Harbour 白港", Lang::En), ["propose", "White Harbour", "Harbour", "白港"]);
}

#[test]
fn guards_shut_names_out() {
    assert_eq!(texts("白港口, 白港", Lang::Zh), ["白港口", "白港"]);
    assert_eq!(texts("雪白港", Lang::Zh), ["雪白港", "白港"], "a name may begin at a marked boundary");
    assert_eq!(texts("白港市政", Lang::Zh), ["白港", "白港市", "白港市政"]);
    assert_eq!(texts("霜白港", Lang::Zh), ["霜白港"], "no name crosses a marked boundary");
    let around = ["白港", "白港市", "白港市政", "白港市政府"];
    assert_eq!(texts("白港市政府", Lang::Zh), around, "a name around a guard stays");
}

#[test]
fn words_say_what_they_are() {
    let lexicon = lexicon();
    let text = "It put forward a plan, playing a role.";
    let hits = lexicon.hits(text, Lang::En);
    let words: Vec<WordUse> = hits.iter().flat_map(|h| lexicon.form(h.form).words()).collect();
    assert_eq!(words[0].lemma(), "put forward");
    assert_eq!(words[0].list, lexicon.list_id("propose").unwrap());
    assert_eq!(words[0].pos, Pos::Verb);
    assert_eq!(words[0].inflections, Inflections(1 | 4 | 8));
    assert_eq!(words[0].fact("kind"), Some("A"));
    assert_eq!(words[1].lemma(), "play a role");
    assert!(words[1].inflections.any(Inflections::GERUND));
    assert_eq!(lexicon.list_id("nothing"), None);
}

#[test]
fn rows_are_read_and_found_by_key() {
    let lexicon = lexicon();
    let row = lexicon.row(lexicon.row_id("white-harbour").unwrap());
    assert_eq!(row.en, ["White Harbour", "Harbour", "The Port"]);
    assert_eq!((row.label(Lang::Zh), row.fact("country"), row.id("wikidata")), (Some("白港"), Some("XX"), Some("Q1")));
    assert_eq!(lexicon.row_id("nothing"), None);
    assert_eq!(lexicon.row(RowId(999)).key, "");
}

#[test]
fn each_malformed_place_is_named() {
    let rows = "key\tclass\ten\tzh\tids\tfacts\tsource\n\
        Bad Key\tPlace\tA\t\t\t\tcurated\n\
        a\tplace\tA|A\t\twikidata=12\t\tcurated\n\
        a\tPlace\t\t\t\t\t\n\
        b\tPlace\tB\n\
        c\tPlace\tC|| D\t\t\tpart-of=z\tcurated\n";
    let words = "list\tlang\tpos\twords\tfacts\nx\tfr\tverbs\ta|?b\t\n";
    let errors = Lexicon::load([("r.tsv", rows), ("w.tsv", words), ("n.tsv", "nothing\n")]).unwrap_err();
    let places: Vec<(&str, usize, usize)> = errors.0.iter().map(|e| (e.file.as_str(), e.line, e.column)).collect();
    let expected = [
        ("r.tsv", 2, 1),
        ("r.tsv", 3, 3),
        ("r.tsv", 3, 11),
        ("r.tsv", 3, 14),
        ("r.tsv", 4, 1),
        ("r.tsv", 4, 13),
        ("r.tsv", 4, 1),
        ("r.tsv", 5, 1),
        ("r.tsv", 6, 11),
        ("r.tsv", 6, 12),
        ("w.tsv", 2, 3),
        ("w.tsv", 2, 6),
        ("n.tsv", 1, 1),
        ("r.tsv", 6, 1),
        ("w.tsv", 2, 14),
    ];
    assert_eq!(places, expected, "{errors}");
    assert!(errors.0.iter().all(|e| !e.reason.is_empty() && !e.remedy.is_empty()));
}

#[test]
fn identifiers_and_dates_have_a_form() {
    let header = "key\tclass\ten\tzh\tids\tfacts\tsource\n";
    let good = |ids: &str, facts: &str| {
        let row = format!("{header}a\tPlace\tA\t\t{ids}\t{facts}\tcurated\n");
        Lexicon::load([("r.tsv", row.as_str())]).is_ok()
    };
    for ids in ["geonames=12", "m49=004", "iso3166-1-a2=NO", "iso3166-2=NO-03", "ror=05a28rw58", "own-scheme=x"] {
        assert!(good(ids, ""), "{ids}");
    }
    for ids in ["geonames=abc", "m49=1234", "iso3166-1-a2=no", "iso3166-2=03", "ror=05A", "dbpedia=A B", "wikidata=12"]
    {
        assert!(!good(ids, ""), "{ids}");
    }
    for facts in
        ["begin=2024", "begin=2024-02-29", "begin=2024-12;end=2024", "begin=2013-10;end=2014-01-02", "country=NO"]
    {
        assert!(good("", facts), "{facts}");
    }
    for facts in
        ["begin=2024-13", "begin=2023-02-29", "begin=24", "begin=2024-01-01-01", "begin=2024;end=2020", "country=no"]
    {
        assert!(!good("", facts), "{facts}");
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let files = [("rows.tsv", ROWS), ("words.tsv", WORDS), ("irregular.tsv", IRREGULAR)];
    let mut other = files;
    other.reverse();
    assert_eq!(compile::compile(files), compile::compile(other));
}

#[test]
fn every_embedded_form_is_found() {
    let lexicon = Lexicon::embedded();
    let mut text = String::new();
    for id in lexicon.forms() {
        let form = lexicon.form(id);
        text.clear();
        text.push_str(form.text());
        let lang = form.words().next().map_or(Lang::En, |w| w.lang);
        let hits = lexicon.hits(&text, lang);
        // A guard may shut a name out of a text that is nothing but the guard.
        let whole = |h: &Hit| h.span.len() == text.len();
        assert!(hits.iter().any(|h| whole(h) && h.form == id), "{text:?} is not found");
    }
    assert!(lexicon.forms().count() > 20);
}

#[test]
fn embedded_rows_are_whole() {
    let lexicon = Lexicon::embedded();
    for id in lexicon.rows() {
        let row = lexicon.row(id);
        assert!(!row.key.is_empty() && row.en.len() + row.zh.len() > 0 && !row.source.is_empty(), "{row:?}");
        assert_eq!(lexicon.row_id(&row.key), Some(id));
    }
}

/// Identifiers come from the tables of verified ones, where these are at hand.
#[test]
fn identifiers_are_verified_ones() {
    let mut known = String::new();
    for file in ["ids.tsv", "important.tsv"] {
        let Ok(text) = std::fs::read_to_string(format!("/work/shared/ids/{file}")) else {
            eprintln!("skipped: no tables of verified identifiers here");
            return;
        };
        known.push_str(&text);
    }
    let known: std::collections::BTreeSet<&str> = known.split(['\t', '\n', ';', '=', ' ', '/']).collect();
    let lexicon = Lexicon::embedded();
    for row in lexicon.rows().map(|id| lexicon.row(id)) {
        for (scheme, id) in &row.ids {
            let last = id.rsplit('/').next().unwrap_or(id);
            assert!(known.contains(id.as_str()) || known.contains(last), "{}: {scheme}={id} is in no table", row.key);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_scanned_and_spans_slice_it(text in "(White|Harbour|put|forward|白港|市|口|政府|５Ｇ|U\\.H\\.|[ \\-’]|\\PC){0,40}") {
        let lexicon = lexicon();
        for lang in [Lang::En, Lang::Zh] {
            let hits = lexicon.hits(&text, lang);
            for hit in &hits {
                prop_assert!(!hit.span.of(&text).is_empty());
                let folded = |t: &str| t.chars().map(fold::fold).collect::<String>();
                prop_assert_eq!(folded(hit.span.of(&text)), folded(lexicon.form(hit.form).text()));
            }
            prop_assert!(hits.is_sorted_by_key(|h| (h.span.start, h.span.end)));
            prop_assert_eq!(&hits, &lexicon.hits(&text, lang));
        }
    }
}

#[test]
fn things_are_found_by_their_facts() {
    let header = "key\tclass\ten\tzh\tids\tfacts\tsource\n";
    let rows = "\
a-place\tPlace\tAland\t\tiso3166-1-a2=AA\tdemonym=Alander\tcurated
b-place\tPlace\tdemonym=Town\t\t\t\tcurated
c-place\tPlace\tCland\t西\t\tdemonym=Clander;short=西\tcurated
d-place\tPlace\tDland\t\tiso3166-1-a2=DD\tdemonym=Clander\tcurated
";
    let words = "list\tlang\tpos\twords\tfacts\nwest\tzh\tword\t西\tshort=东\n";
    let lexicon = Lexicon::load([("rows.tsv", &*format!("{header}{rows}")), ("words.tsv", words)]).unwrap();
    let key = |row: Option<RowId>| row.map(|row| lexicon.row(row).key.clone());
    assert_eq!(key(lexicon.demonym("Alander")).as_deref(), Some("a-place"));
    assert_eq!(key(lexicon.demonym("Clander")).as_deref(), Some("c-place"));
    assert_eq!(key(lexicon.country("DD")).as_deref(), Some("d-place"));
    assert_eq!(key(lexicon.short("西")).as_deref(), Some("c-place"));
    assert_eq!((lexicon.short("东"), lexicon.demonym("Town"), lexicon.country("BB")), (None, None, None));
    assert_eq!(Lexicon::default().demonym("Alander"), None);
}

#[test]
fn names_are_normalised_word_by_word() {
    assert_eq!(normal::english("  The \t“White”  HARBOUR \" É's"), "white harbour  é");
    assert_eq!(normal::english("our Pier's"), "pier");
    assert_eq!(normal::chinese("《白 港》\u{3000}“ＡBC”5G"), "白港ａbc5g");
}
