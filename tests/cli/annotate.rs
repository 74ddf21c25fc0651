//! Offsets of `annotate` and `values` count code points of the text as it was given.

use crate::{folder, run};
use serde_json::{Value, json};

/// Every object with `start`, `end` and `text` in a value.
fn stretches<'v>(value: &'v Value, into: &mut Vec<(usize, usize, &'v str)>) {
    match value {
        Value::Object(map) => {
            if let (Some(start), Some(end), Some(text)) = (map.get("start"), map.get("end"), map.get("text")) {
                into.push((start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize, text.as_str().unwrap()));
            }
            map.values().for_each(|v| stretches(v, into));
        }
        Value::Array(items) => items.iter().for_each(|v| stretches(v, into)),
        _ => {}
    }
}

const SENTENCES: [&str; 4] = [
    "China proposed the Global Development Initiative in 2021, and exports rose by more than 5% in 2023.",
    "2021年，中国提出全球发展倡议；２０２３年出口增长５％以上。",
    "World Bank research found that open corridors will raise trade by about 3.5%.",
    "世界银行表示，保护主义阻碍经济复苏，贸易额达１．２万亿元。",
];

/// Texts in which bytes, UTF-16 units, code points and graphemes all differ, and with them a sentence after each of them.
fn awkward() -> Vec<String> {
    let before = [
        "😀👨‍👩‍👧 ",
        "\u{FEFF}",
        "Line\r\n\r\n",
        "Cafe\u{301} n\u{303}o\u{308} ",
        "\u{1F1E8}\u{1F1F3}\u{200B}\u{200D} ",
        "１２３，ＡＢＣ；",
        "a\u{2028}b\u{85}c\u{B}d ",
        "\u{202E}rtl\u{202C} ",
        "\u{3000}\u{3000}",
        "𠮷野家\u{E0100} ",
    ];
    let mut texts = Vec::new();
    for sentence in SENTENCES {
        for before in before {
            texts.push(format!("{before}{sentence}"));
            texts.push(format!("{sentence}\r\n{before}\r\n{sentence}{before}"));
        }
        // A soft line end and a combining mark in the middle of the sentence.
        texts.push(sentence.replacen(' ', "\r\n", 3));
        texts.push(sentence.chars().flat_map(|c| [c, '\u{301}']).collect());
    }
    texts
}

#[test]
fn offsets_are_right_on_awkward_texts() {
    let texts = awkward();
    let input: String =
        texts.iter().enumerate().map(|(id, text)| format!("{}\n", json!({ "id": id, "text": text }))).collect();
    let dir = folder::<&str>(&[]);
    for command in ["annotate", "values"] {
        let (status, out, err) = run([command, "--format", "jsonl", "-"], dir.path(), input.as_str());
        assert_eq!(status, 0, "{err}");
        let mut seen = 0;
        for (line, text) in out.lines().zip(&texts) {
            let answer: Value = serde_json::from_str(line).unwrap();
            let chars: Vec<char> = text.chars().collect();
            let mut found = Vec::new();
            stretches(&answer, &mut found);
            for (start, end, quoted) in &found {
                assert!(start < end, "{command}: {start}..{end} in {text:?}");
                assert_eq!(chars[*start..*end].iter().collect::<String>(), *quoted, "{command}: {text:?}");
            }
            seen += found.len();
        }
        assert!(seen > texts.len(), "{command} found {seen} stretches in {} texts", texts.len());
    }
}

#[test]
fn a_short_form_is_told_wherever_it_is_introduced() {
    let text = "The Harbour Safety Board (HSB) met. In May the Harbour Safety Board (HSB) met again.";
    let dir = folder::<&str>(&[]);
    let (status, out, err) = run(["annotate", "--lang", "en", "-"], dir.path(), text);
    assert_eq!(status, 0, "{err}");
    let answer: Value = serde_json::from_str(&out).unwrap();
    let claims = answer["claims"].as_array().unwrap();
    let shorts: Vec<_> = claims
        .iter()
        .filter(|c| c["type"] == "Alias")
        .map(|c| c["roles"]["short"]["start"].as_u64().unwrap())
        .collect();
    assert_eq!(shorts, [26, 69]);
}

#[test]
fn both_languages_name_one_thing() {
    let dir = folder(&[("en.txt", "The Belt and Road Initiative helps trade."), ("zh.txt", "“一带一路”促进贸易。")]);
    let entities = |file: &str| -> Vec<String> {
        let (status, out, err) = run(["annotate", file], dir.path(), "");
        assert_eq!(status, 0, "{err}");
        let answer: Value = serde_json::from_str(&out).unwrap();
        let mentions = answer["mentions"].as_array().unwrap();
        mentions
            .iter()
            .filter(|m| m["class"] == "Initiative")
            .map(|m| m["entity"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(entities("en.txt").len(), 1);
    assert_eq!(entities("en.txt"), entities("zh.txt"));
}
