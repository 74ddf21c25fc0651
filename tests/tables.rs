//! Figures in tables, which say what they are of by their headings.

use chancery::document::Document;
use chancery::extract::Extractor;

/// What a table says, a line for each figure: the indicator, the figure with its unit, the time, the scope; `-` for what is not told.
fn told(text: &str) -> Vec<String> {
    let document = Document::from_text("d", text);
    let found = Extractor::embedded().extract(&document);
    let words = |claim: &chancery::extraction::Claim<'_>, role: &str| match claim.role(role) {
        Some(filler) => filler.span.of(text).to_owned(),
        None => "-".to_owned(),
    };
    let mut lines = Vec::new();
    for claim in found.claims.iter().filter(|claim| claim.rule == "ObservationCell") {
        let figure = claim.role("quantity").and_then(|filler| filler.mention).expect("a figure is a mention");
        let value = found.mentions[figure as usize].value.as_deref().expect("a figure has a value");
        let number = value.number.as_deref().unwrap_or("-");
        let unit = value.unit.as_deref().unwrap_or("-");
        let [metric, time, scope] = ["metric", "time", "scope"].map(|role| words(claim, role));
        lines.push(format!("{metric}: {number} {unit}, {time}, {scope}"));
    }
    lines
}

#[test]
fn rows_of_indicators_and_columns_of_years() {
    let text = "Foreign trade of Norway (billion kroner)\n\
                Indicator | 2022 | 2023\n\
                Exports | 120.1 | 1,131\n\
                Growth of imports (%) | 3.1 | -0.4";
    assert_eq!(
        told(text),
        [
            "Exports: 120100000000 krone, 2022, Norway",
            "Exports: 1131000000000 krone, 2023, Norway",
            "Growth of imports: 3.1 PERCENT, 2022, Norway",
            "Growth of imports: -0.4 PERCENT, 2023, Norway",
        ]
    );
}

#[test]
fn rows_of_places_say_what_the_caption_measures() {
    let text = "Table 2. Unemployment, percent\n\n| Country | 2023 | 2024 |\n|---|---|---|\n| Norway | 3.6 | 4 |\n| Peru | 6.5 | .. |";
    assert_eq!(
        told(text),
        [
            "Unemployment: 3.6 PERCENT, 2023, Norway",
            "Unemployment: 4 PERCENT, 2024, Norway",
            "Unemployment: 6.5 PERCENT, 2023, Peru",
        ]
    );
}

#[test]
fn rows_of_years_and_columns_of_indicators() {
    let text =
        "Year | Exports (USD million) | Ports | Population (thousands)\n2023 | 12.5 | 7 | 5,400\n2024 | 13 | 8 | 5,450";
    assert_eq!(
        told(text),
        [
            "Exports: 12500000 USD, 2023, -",
            "Ports: 7 -, 2023, -",
            "Population: 5400000 -, 2023, -",
            "Exports: 13000000 USD, 2024, -",
            "Ports: 8 -, 2024, -",
            "Population: 5450000 -, 2024, -",
        ]
    );
}

#[test]
fn headings_in_two_rows_and_sums() {
    let text = "Public spending (million euros)\n\
                | 2023 | | 2024 |\n\
                Country | Schools | Roads | Schools | Roads\n\
                Norway | 10 | 20 | 30 | 40\n";
    // The upper heading stands over both columns.
    assert_eq!(
        told(text),
        [
            "Schools: 10000000 EUR, 2023, Norway",
            "Roads: 20000000 EUR, 2023, Norway",
            "Schools: 30000000 EUR, 2024, Norway",
            "Roads: 40000000 EUR, 2024, Norway",
        ]
    );
    let text = "Table 2 Reserves of Norway (billions)\nYear | Held\n2023 | $4.5\n2024 | $5";
    assert_eq!(told(text), ["Held: 4500000000 USD, 2023, Norway", "Held: 5000000000 USD, 2024, Norway"]);
    let text = "Fish exports (tonnes)\nPort | 2024\nBergen | 5\nTotal | 9";
    assert_eq!(told(text), ["Fish exports: 5 TONNE, 2024, Bergen", "Fish exports: 9 TONNE, 2024, -"]);
}

#[test]
fn chinese_tables() {
    let text = "表1 挪威对外贸易情况\n单位：亿元\n指标 | 2023年 | 2024年\n出口额 | 120.5 | 131\n进口额增速（%） | 3.1 | -2\n合计 | 1 | 2";
    assert_eq!(
        told(text),
        [
            "出口额: 12050000000 CNY, 2023年, 挪威",
            "出口额: 13100000000 CNY, 2024年, 挪威",
            "进口额增速: 3.1 PERCENT, 2023年, 挪威",
            "进口额增速: -2 PERCENT, 2024年, 挪威",
            "对外贸易情况: 100000000 CNY, 2023年, 挪威",
            "对外贸易情况: 200000000 CNY, 2024年, 挪威",
        ]
    );
}

#[test]
fn what_is_no_table_of_figures_says_nothing() {
    for text in [
        "Dish | Place\nSoup | Oslo\nBread | Lima",
        "Home | News | 5 | Contact",
        "Fisheries | 12\nPorts and harbours | 17\nFerries | 30",
        "Chapter | Page\nFisheries | 12\nFerries | 30",
        "0 | 1 | 2\nFisheries | ports | 3\nFerries | harbours | 4",
        "No. | Port | Visits\n1 | Bergen | many\n2 | Narvik | some\n3 | Lima | few",
        "1 | 2\n3 | 4\n5 | 6",
        "Exports | 5 million tonnes",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn text_around_a_table_is_read_as_before() {
    let text = "Norway criticised Peru on Monday.\n\nExports (tonnes)\nPort | 2024\nBergen | 5\nNarvik | 6\n\nChile praised Peru on Tuesday.";
    let document = Document::from_text("d", text);
    let found = Extractor::embedded().extract(&document);
    let classes: Vec<&str> = found.claims.iter().map(|claim| claim.class).collect();
    assert_eq!(classes, ["Interaction", "Observation", "Observation", "Interaction"]);
}
