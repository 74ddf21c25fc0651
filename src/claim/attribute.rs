//! Who is credited with a claim.
//!
//! Comes in: the claims of a text, in the order of their sentences. Goes out: with each the speaker inside whose words it stands, or whose turn it is.

use super::Stated;
use super::fill::Fill;
use super::quotation::Quotation;
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::Reading;
use crate::rule::Rules;
use crate::rule::pattern::{ClassId, Label};

/// Credits claims inside what somebody says to the speaker; nested sayings to the innermost.
pub fn attribute(claims: &mut [Stated<'_>], readings: &[Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    struct Said {
        sentence: u32,
        content: Fill,
        speaker: Fill,
        claim: usize,
        onward: bool,
        /// By somebody named with his title, or by a side: within what another says.
        quoted: bool,
    }
    let person = rules.classes.id("Person");
    let place = rules.classes.id("Place");
    let lists = |name: &str| lexicon.list_id(name).map(Label::List);
    let begins = |reading: &Reading<'_>, list: Option<Label>, at: u16| {
        reading.tokens.starting(at as usize).find(|e| Some(e.label) == list).map(|e| e.end)
    };
    let (title, we) = (lists("title.person"), lists("anaphor.we"));
    let mut said: Vec<Said> = Vec::new();
    // Quotations of several sentences, each with the saying that it is.
    let mut quotations: Vec<(Quotation, usize)> = Vec::new();
    for (n, claim) in claims.iter().enumerate() {
        let relation = &rules.relations[claim.relation as usize];
        let Some((inner, to)) = &relation.attribute else { continue };
        let fill =
            |name: &str| claim.roles.iter().find(|(r, _)| relation.roles[*r as usize].name == *name).map(|(_, f)| *f);
        if let (Some(content), Some(speaker)) = (fill(inner), fill(to)) {
            let reading = &readings[speaker.sentence as usize];
            // "We stress that …": the author, or who says so all around.
            if speaker.mention.is_none() && begins(reading, we, speaker.start) == Some(speaker.end) {
                continue;
            }
            let mut inside = reading.found.iter().filter(|f| speaker.start <= f.start && f.end <= speaker.end);
            let named = inside.clone().any(|f| Some(f.class) == person);
            let side = inside.any(|f| Some(f.class) == place && (f.start, f.end) == (speaker.start, speaker.end));
            let quoted = side || named && begins(reading, title, speaker.end).is_some();
            // Behind what is quoted in his own words it is the writer who goes on.
            let mark = |at: u16| readings[content.sentence as usize].tokens.tokens[usize::from(at)].span;
            let opened = content.start.checked_sub(1).map(mark).is_some_and(|mark| mark.of(reading.tokens.text) == "“");
            let direct = opened || claim.quotation.is_some();
            let onward = named && !direct && relation.onward.contains(&reading.sentence.lang);
            quotations.extend(claim.quotation.map(|quotation| (quotation, said.len())));
            said.push(Said { sentence: claim.sentence, content, speaker, claim: n, onward, quoted });
        }
    }
    // One that begins with 第一 or 一是 goes on with the passage before it.
    let (continued, own) = (lists("continued"), lists("anaphor.self"));
    // 蔡奇参加会见。: the writer again.
    let narrated = lists("narrated");
    let mut passages: Vec<u32> = Vec::with_capacity(readings.len());
    for (n, reading) in readings.iter().enumerate() {
        let before = n.checked_sub(1).filter(|&b| {
            let same = readings[b].sentence.passage == reading.sentence.passage;
            same || begins(reading, continued, 0).is_some()
        });
        passages.push(before.map_or(n as u32, |b| passages[b]));
    }
    let passage = |sentence: u32| passages[sentence as usize];
    // Both come in the order of their sentences; `onward` is who speaks in the passage, `turn` whose turn it is in a transcript.
    let mut next = 0;
    let mut turn = None;
    let mut read = 0;
    let mut onward: Option<&Said> = None;
    let mut from = 0;
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let number = sentence[0].sentence;
        while said.get(next).is_some_and(|s| s.sentence < number) {
            let spoken = &said[next];
            let first = onward.is_none_or(|s| passage(s.sentence) != passage(spoken.sentence));
            if spoken.onward && (first || !spoken.quoted) {
                onward = Some(spoken);
            }
            next += 1;
        }
        while read <= number as usize {
            turn = label(read as u32, &readings[read], person).unwrap_or(turn);
            if onward.is_some_and(|s| (s.sentence as usize) < read) && ends_with(&readings[read], narrated) {
                onward = None;
            }
            read += 1;
        }
        let here = &said[next..];
        let here = &here[..here.partition_point(|s| s.sentence == number)];
        // What follows in the same passage is still theirs who spoke last, where the language's texts are written so.
        let far = |s: &Said| {
            readings[number as usize].sentence.span.start - readings[s.sentence as usize].sentence.span.start
        };
        let still = onward.filter(|s| passage(s.sentence) == passage(number) && far(s) <= ONWARD);
        let count = sentence.len();
        for (n, claim) in (from..).zip(sentence) {
            let inside = here
                .iter()
                .filter(|s| s.claim != n && s.content.start <= claim.trigger.0 && claim.trigger.1 <= s.content.end)
                .min_by_key(|s| s.content.end - s.content.start);
            let near =
                quotations.partition_point(|(quotation, _)| !quotation.is_behind(claim.sentence, claim.trigger.0));
            let across = quotations[..near].iter().rev().take(NEAR).map(|(quotation, s)| (quotation, &said[*s]));
            let mut across =
                across.filter(|(quotation, s)| s.claim != n && quotation.holds(claim.sentence, claim.trigger));
            let inside = inside.or_else(|| across.next().map(|(_, s)| s));
            // I, in what somebody says, is the speaker.
            if let Some(s) = inside.or(still) {
                for (_, fill) in &mut claim.roles {
                    let reading = &readings[fill.sentence as usize];
                    if fill.mention.is_none() && begins(reading, own, fill.start) == Some(fill.end) {
                        *fill = s.speaker;
                    }
                }
            }
            // What somebody says of himself is not credited to him once more.
            if inside.is_some_and(|s| claim.roles.iter().any(|(_, f)| *f == s.speaker)) {
                continue;
            }
            let own = || here.binary_search_by_key(&n, |s| s.claim).is_ok_and(|at| !here[at].quoted);
            // A title before a name is the writer's.
            let title = rules.relations[claim.relation as usize].class == "Position";
            if let Some(s) = inside.or_else(|| still.filter(|_| !own())).filter(|_| !title) {
                claim.attributed = Some(s.speaker);
            } else if !title {
                claim.attributed = turn.filter(|fill| claim.roles.iter().all(|(_, f)| f != fill));
            }
        }
        from += count;
    }
}

/// How far behind what somebody says a passage may still be his, in bytes: some 800 Han characters. Texts without line ends are one passage.
const ONWARD: u32 = 2400;

/// The most words of what ends a sentence.
const ENDING: usize = 4;

/// Whether the last words of a sentence, its stop aside, are of a list.
fn ends_with(reading: &Reading<'_>, list: Option<Label>) -> bool {
    let end = reading.tokens.tokens.len().saturating_sub(1);
    (end.saturating_sub(ENDING)..end).any(|at| reading.tokens.is(at as u16, end as u16, list))
}

/// How many of the quotations before a claim are looked at: two sayings may be of one.
const NEAR: usize = 4;

/// The most words of the label of a turn.
const LABEL: usize = 6;

/// The label in capitals with which a turn of a transcript begins ("THE PRESIDENT: …"), and the person in it.
fn label(sentence: u32, reading: &Reading<'_>, person: Option<ClassId>) -> Option<Option<Fill>> {
    let tokens = reading.tokens.tokens;
    let text = |at: usize| tokens[at].span.of(reading.tokens.text);
    let colon = (1..tokens.len().min(LABEL + 1)).find(|&at| text(at) == ":")?;
    let capitals = |at: usize| text(at).len() > 1 && !text(at).contains(char::is_lowercase);
    if reading.sentence.lang != Lang::En || !(0..colon).all(|at| capitals(at) || text(at) == ".") {
        return None;
    }
    let named = reading.found.iter().position(|f| Some(f.class) == person && f.end as usize <= colon);
    Some(named.map(|n| {
        let found = &reading.found[n];
        Fill { sentence, start: found.start, end: found.end, mention: Some(n as u32) }
    }))
}
