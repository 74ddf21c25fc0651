//! Short forms in brackets: a case is a text, the short form and the long form that it is given; where both are empty, none may be found.

use chancery::document::Document;
use chancery::extract::Extractor;

/// The pairs of a text.
fn pairs(text: &str) -> Vec<(String, String)> {
    let found = Extractor::embedded().extract(&Document::from_text("d", text));
    let role = |c: &chancery::extraction::Claim<'_>, name: &str| {
        c.roles.iter().find(|r| r.name == name).map(|r| r.filler.span.of(text).to_string()).unwrap_or_default()
    };
    found.claims.iter().filter(|c| c.class == "Alias").map(|c| (role(c, "short"), role(c, "long"))).collect()
}

#[test]
fn pairs_in_brackets() {
    let cases = [
        ("The Harbour Safety Board (HSB) met.", "HSB", "Harbour Safety Board"),
        ("The HSB (Harbour Safety Board) met.", "HSB", "Harbour Safety Board"),
        ("They asked coastal fishing cooperatives (CFCs) for help.", "CFCs", "coastal fishing cooperatives"),
        ("It was sent to the Harbour Safety Board (“HSB”).", "HSB", "Harbour Safety Board"),
        ("The costs of the Harbour Safety Board (HSB and HSB II) rose.", "HSB", "Harbour Safety Board"),
        ("The Harbour Safety Board's (HSB) report is out.", "HSB", "Harbour Safety Board"),
        ("The Harbour Safety Board, (HSB), met.", "HSB", "Harbour Safety Board"),
        (
            "They use the Harbour Information Registry System (HIRSnet) daily.",
            "HIRSnet",
            "Harbour Information Registry System",
        ),
        ("Salt reached 40 grains per litre (gpl) in spring.", "gpl", "grains per litre"),
        (
            "They met the OFCs, deep coastal fishing cooperatives (DCFCs) and others.",
            "DCFCs",
            "deep coastal fishing cooperatives",
        ),
        (
            "The Office of the United Nations High Commissioner for Refugees (UNHCR) met.",
            "UNHCR",
            "United Nations High Commissioner for Refugees",
        ),
        ("The harbour fever disease (HAFED-31) spread.", "HAFED-31", "harbour fever disease"),
        ("The river port (see below) is closed.", "", ""),
        ("The river port (and the quay) is closed.", "", ""),
    ];
    for (text, short, long) in cases {
        let found = pairs(text);
        let wanted: Vec<_> = (!short.is_empty()).then(|| (short.to_string(), long.to_string())).into_iter().collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn chinese_pairs_in_brackets() {
    let cases = [
        (
            "该委按照《水利部关于河道体制改革的决定》（水发〔2031〕20号，以下简称《决定》）办理。",
            "决定",
            "水利部关于河道体制改革的决定",
        ),
        ("世界卫生组织（世卫组织）发表报告。", "世卫组织", "世界卫生组织"),
        ("世界卫生组织（大阪）发表报告。", "", ""),
        ("他们批评世界卫生组织（Oakfield 2031）。", "", ""),
    ];
    for (text, short, long) in cases {
        let found = pairs(text);
        let wanted: Vec<_> = (!short.is_empty()).then(|| (short.to_string(), long.to_string())).into_iter().collect();
        assert_eq!(found, wanted, "{text}");
    }
}

/// A name that its short form holds together is one mention.
#[test]
fn names_in_full_are_one_mention() {
    let cases = [
        (
            "The Harbour Commission for Culture and the Arts (HCCA) met.",
            Some("Harbour Commission for Culture and the Arts"),
        ),
        ("The River Disaster Risk and Relief Council (RDRRC) met.", Some("River Disaster Risk and Relief Council")),
        ("Ida Moe, Harbour Adviser on the Peace Process (HAPP), spoke.", None),
    ];
    for (text, long) in cases {
        let found = Extractor::embedded().extract(&Document::from_text("d", text));
        let bracket = text.find('(').unwrap_or_default();
        let before = found.mentions.iter().find(|m| m.span.end as usize + 1 == bracket);
        let before = before.map(|m| m.span.of(text)).filter(|name| long.is_some() || name.starts_with("Harbour"));
        assert_eq!(before, long, "{text}");
    }
}
