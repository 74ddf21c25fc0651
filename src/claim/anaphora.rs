//! Pronouns that fill a role -> what they stand for.
//!
//! A pronoun of the list `anaphor` (it, this, they; 其, 它) stands for what the sentence before is about: the filler of its claims that begins
//! first and stands before its trigger, else the name it begins with, else in English the noun phrase it begins with. Inside
//! a sentence that begins with a name it stands for that name, and one of
//! `anaphor.inside` (it, they; 它) for what a sentence that begins with none is about (`inside`). One that has neither keeps its own words; one of
//! the list `anaphor.person` (他, 她) stands for a person only, the last that the sentences before name, if those are none; one of `anaphor.thing`
//! (it, this) for none, but for what the sentence before names first that is no person. One of `anaphor.many` (they) stands for all that did together
//! what the sentence before says, and gives a claim for each. In what somebody says, one of the list `anaphor.said` (it, they, he) is the speaker. An
//! English pronoun for which nothing was found makes no claim, unless the text begins with it. Who attends something that is not said again attends
//! the event last named that somebody can attend, and that does not befall people (`unattended`).

mod inside;

use super::Stated;
use super::fill::Fill;
use crate::document::Lang;
use crate::lexicon::Lexicon;
use crate::mention::{Found, Reading};
use crate::rule::pattern::Label;
use crate::rule::{RoleKind, Rules};
use crate::text::{Chunk, Tag, Token};
use inside::Inside;
use smallvec::SmallVec;

/// Puts antecedents in the place of pronouns. Claims come in the order of their sentences; `chunks` are those of the text.
pub fn resolve(
    claims: &mut Vec<Stated<'_>>,
    readings: &[Reading<'_>],
    chunks: &[Chunk],
    lexicon: &Lexicon,
    rules: &Rules,
) {
    speakers(claims, readings, lexicon, rules);
    let list = lexicon.list_id("anaphor").map(Label::List);
    if list.is_none() {
        return;
    }
    let pronoun = |fill: &Fill| {
        let tokens = &readings[fill.sentence as usize].tokens;
        fill.end == fill.start + 1 && fill.mention.is_none() && tokens.is(fill.start, fill.end, list)
    };
    let human = lexicon.list_id("anaphor.person").map(Label::List);
    let things = lexicon.list_id("anaphor.thing").map(Label::List);
    let many = lexicon.list_id("anaphor.many").map(Label::List);
    let inside = Inside::new(lexicon);
    let person = rules.classes.id("Person");
    let someone = |fill: &Fill| {
        let found = &readings[fill.sentence as usize].found;
        fill.mention.is_some_and(|m| Some(found[m as usize].class) == person)
    };
    // I, we: nobody's "this".
    let we = lexicon.list_id("anaphor.we").map(Label::List);
    let speaks = |fill: &Fill| readings[fill.sentence as usize].tokens.is(fill.start, fill.end, we);
    // The person named last in the sentences just before.
    let last = |sentence: usize| {
        (sentence.saturating_sub(BACK)..sentence).rev().find_map(|s| {
            let named = readings[s].found.iter().enumerate().rev().find(|(_, f)| Some(f.class) == person);
            named.map(|(m, f)| Fill { sentence: s as u32, start: f.start, end: f.end, mention: Some(m as u32) })
        })
    };
    let named = |fill: &Fill| {
        let found = &readings[fill.sentence as usize].found;
        fill.mention.is_some_and(|m| found[m as usize].value.is_none())
    };
    let time = rules.classes.id("Time");
    let timed = |fill: &Fill| {
        let found = &readings[fill.sentence as usize].found;
        fill.mention.is_some_and(|m| Some(found[m as usize].class) == time)
    };
    // What a sentence names first that is no person.
    let thing_of = |sentence: usize| {
        let mut named = readings[sentence].found.iter().enumerate().filter(|(_, f)| f.value.is_none());
        let (m, f) = named.find(|(_, f)| Some(f.class) != person)?;
        Some(Fill { sentence: sentence as u32, start: f.start, end: f.end, mention: Some(m as u32) })
    };
    // What each sentence is about, once its pronouns are resolved, and all that share that place.
    let rows: Vec<SmallVec<[Fill; 2]>> =
        readings.iter().enumerate().map(|(n, reading)| begins_with(n as u32, reading)).collect();
    let names: Vec<Option<Fill>> = rows.iter().map(|row| row.first().copied()).collect();
    let mut topics: Vec<Option<Fill>> = names.clone();
    let mut together: Vec<SmallVec<[Fill; 2]>> = vec![SmallVec::new(); readings.len()];
    // (claim, role, who else the pronoun there stands for)
    let mut further: Vec<(usize, usize, SmallVec<[Fill; 2]>)> = Vec::new();
    let passage = |s: usize| readings[s].sentence.passage;
    // A sentence that begins with a pronoun and of which nothing is told is about the same as the one before: "They met. They …".
    let opens = |n: usize| readings[n].tokens.is(0, 1, list);
    let several = |n: usize| readings[n].tokens.is(0, 1, many);
    let mut from = 0;
    let mut told = 0;
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let n = sentence[0].sentence as usize;
        for silent in told..n {
            if silent == 0 || !opens(silent) || passage(silent - 1) != passage(silent) {
                together[silent] = rows[silent].clone();
                continue;
            }
            topics[silent] = topics[silent - 1];
            if several(silent) {
                together[silent] = together[silent - 1].clone();
            }
        }
        told = n + 1;
        let last_one = n.checked_sub(1).filter(|&b| passage(b) == passage(n));
        let before = last_one.and_then(|b| topics[b]);
        let mut topic: Option<(u16, Fill)> = None;
        let mut carried = false;
        for (c, claim) in sentence.iter_mut().enumerate() {
            let fills: SmallVec<[Fill; 4]> = claim.roles.iter().map(|(_, fill)| *fill).collect();
            for (r, (role, fill)) in claim.roles.iter_mut().enumerate() {
                let place = fill.start;
                if pronoun(fill) {
                    let fits = |antecedent: &Fill| {
                        let role = &rules.relations[claim.relation as usize].roles[usize::from(*role)];
                        let class =
                            antecedent.mention.map(|m| readings[antecedent.sentence as usize].found[m as usize].class);
                        role.takes(class)
                    };
                    let chunks_of = |s: usize| {
                        let sentence = readings[s].sentence;
                        &chunks[sentence.chunks.start as usize..sentence.chunks.end as usize]
                    };
                    // What an item of a list says may have its pronoun in the line that leads to the list.
                    let stands = fill.sentence as usize;
                    let here = || inside.antecedent(&readings[stands], chunks_of(stands), fill);
                    let last_said = || {
                        let last = last_one?;
                        inside.topic(&readings[stands], &readings[last], chunks_of(last), last as u32, fill)
                    };
                    // Who does something does it to another: "Norway thanked IT".
                    let another = |name: &Fill| name.end <= fill.start && !fills.contains(name);
                    let own = names[stands].filter(another).or_else(|| here().filter(another));
                    let tokens = &readings[stands].tokens;
                    let is = |list: Option<Label>| tokens.is(place, place + 1, list);
                    let antecedent = if is(human) {
                        own.filter(&someone).or(before.filter(&someone)).or_else(|| last(n))
                    } else if is(things) {
                        let no_one = |fill: &Fill| !someone(fill) && !speaks(fill);
                        let said =
                            own.filter(&no_one).or(before.filter(&no_one)).or_else(|| last_said().filter(&no_one));
                        said.or_else(|| last_one.and_then(&thing_of))
                    } else {
                        // "The two countries use fees to mend piers. They …": not the fees.
                        let said = last_said();
                        let first = |topic: &Fill| said.is_none_or(|said| topic.start <= said.end);
                        own.or(before.filter(first)).or(said)
                    };
                    let antecedent = antecedent.filter(fits);
                    let all = last_one.map(|b| &together[b]).filter(|all| is(many) && all.len() > 1);
                    if let (Some(all), true) = (all.filter(|all| all.iter().all(fits)), antecedent == before) {
                        carried |= place < claim.trigger.0;
                        *fill = all[0];
                        further.push((from + c, r, all[1..].iter().copied().collect()));
                        continue;
                    }
                    *fill = antecedent.unwrap_or(*fill);
                }
                // Of two that begin together the longer: the war, not whose war it is.
                let first = topic.is_none_or(|(at, f)| place < at || place == at && f.start == at && fill.end > f.end);
                if place < claim.trigger.0 && !pronoun(fill) && !timed(fill) && first {
                    topic = Some((place, *fill));
                }
            }
        }
        topics[n] = topic.map(|(_, fill)| fill).or(names[n]);
        together[n] = match (topic, last_one) {
            (_, Some(b)) if carried => together[b].clone(),
            (Some((_, fill)), _) => beside(sentence, fill, named),
            _ => SmallVec::new(),
        };
        if together[n].len() < 2 && topics[n] == names[n] && rows[n].len() > 1 {
            together[n] = rows[n].clone();
        }
        // Who is no "they" alone is so with his partner.
        if together[n].len() < 2
            && let Some(topic) = topics[n]
            && let Some(partner) = partner(sentence, topic, rules)
        {
            together[n] = [topic, partner].into_iter().collect();
        }
        from += sentence.len();
    }
    if further.is_empty() {
        return;
    }
    let mut further = further.into_iter().peekable();
    for (n, claim) in std::mem::take(claims).into_iter().enumerate() {
        claims.push(claim);
        while let Some((_, role, others)) = further.next_if(|(at, ..)| *at == n) {
            for other in others {
                let mut another = claims[claims.len() - 1].clone();
                another.roles[role].1 = other;
                claims.push(another);
            }
        }
    }
}

/// Drops what is said of "it" or "them" where nothing tells what that is: English claims with a pronoun of the list `anaphor` that is left, unless
/// the text begins with it.
pub fn unexplained(claims: &mut Vec<Stated<'_>>, readings: &[Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    let Some(list) = lexicon.list_id("anaphor").map(Label::List) else { return };
    let human = lexicon.list_id("anaphor.person").map(Label::List);
    claims.retain(|claim| {
        !claim.roles.iter().any(|(role, fill)| {
            let reading = &readings[fill.sentence as usize];
            let mut edges = reading.tokens.starting(fill.start as usize).filter(|e| e.end == fill.end);
            let opens = fill.sentence == 0 && fill.start == 0;
            let person = reading.tokens.starting(fill.start as usize).any(|e| Some(e.label) == human);
            let nameless = rules.relations[claim.relation as usize].roles[usize::from(*role)].takes(None);
            fill.mention.is_none()
                && !(opens || person && nameless)
                && reading.sentence.lang == Lang::En
                && edges.any(|e| e.label == list)
        })
    });
}

/// The most that one pronoun stands for.
const TOGETHER: usize = 4;

/// A filler of a sentence's claims and the names that stand with it before the same trigger.
fn beside(sentence: &[Stated<'_>], fill: Fill, named: impl Fn(&Fill) -> bool) -> SmallVec<[Fill; 2]> {
    let mut all = SmallVec::new();
    let Some(claim) = sentence.iter().find(|c| c.roles.iter().any(|(_, f)| *f == fill)) else { return all };
    for (_, f) in sentence.iter().filter(|c| c.trigger == claim.trigger).flat_map(|c| &c.roles) {
        let before = f.sentence == claim.sentence && f.end <= claim.trigger.0;
        if before && named(f) && !all.contains(f) && all.len() < TOGETHER {
            all.push(*f);
        }
    }
    all
}

/// With whom a name does what a sentence says.
fn partner(sentence: &[Stated<'_>], fill: Fill, rules: &Rules) -> Option<Fill> {
    let mut done = sentence.iter().filter(|claim| claim.filler(rules, RoleKind::Agent) == Some(fill));
    done.find_map(|claim| claim.filler(rules, RoleKind::Recipient).filter(|other| other.mention.is_some()))
}

/// How many sentences back the event may be named at which somebody is.
const EVENT_BACK: usize = 6;

/// Fills in what somebody attends where only he is named ("…, 王毅出席。"): the event last named; a claim for which none is found goes.
pub fn events(claims: &mut Vec<Stated<'_>>, readings: &[Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    let Some(class) = rules.classes.id("Event") else { return };
    let befalls = lexicon.list_id("unattended").map(Label::List);
    // Nobody attends a war or a crisis.
    let attended = |s: usize, f: &Found| {
        let tokens = &readings[s].tokens;
        !(f.start..f.end).any(|at| tokens.is(at, f.end, befalls))
    };
    claims.retain_mut(|claim| {
        let relation = &rules.relations[claim.relation as usize];
        let role = relation.roles.iter().position(|r| r.name == "event").map(|n| n as u8);
        let Some(role) = role.filter(|role| claim.roles.iter().all(|(r, _)| r != role)) else { return true };
        let here = claim.sentence as usize;
        let named = (here.saturating_sub(EVENT_BACK)..=here).rev().find_map(|s| {
            let mut mentions = readings[s].found.iter().enumerate().rev();
            let before = |f: &Found| s < here || f.end <= claim.trigger.0;
            let event = mentions.find(|(_, f)| f.class == class && before(f) && attended(s, f));
            event.map(|(m, f)| Fill { sentence: s as u32, start: f.start, end: f.end, mention: Some(m as u32) })
        });
        claim.roles.extend(named.map(|fill| (role, fill)));
        named.is_some()
    });
}

/// Puts the speaker in the place of a pronoun for an agent in what is said: "the farmers said they would block the port".
fn speakers(claims: &mut [Stated<'_>], readings: &[Reading<'_>], lexicon: &Lexicon, rules: &Rules) {
    let list = lexicon.list_id("anaphor.said").map(Label::List);
    if list.is_none() {
        return;
    }
    let pronoun = |fill: &Fill| {
        fill.end == fill.start + 1 && readings[fill.sentence as usize].tokens.is(fill.start, fill.end, list)
    };
    for sentence in claims.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let said = sentence.iter().find_map(|claim| {
            let relation = &rules.relations[claim.relation as usize];
            let (inner, to) = relation.attribute.as_ref()?;
            let role = |name: &str| claim.roles.iter().find(|(r, _)| relation.roles[*r as usize].name == *name);
            Some((role(inner)?.1, role(to)?.1))
        });
        let Some((content, speaker)) = said.filter(|(_, speaker)| !pronoun(speaker)) else { continue };
        for (_, fill) in sentence.iter_mut().flat_map(|claim| &mut claim.roles) {
            // The subject of what is said, not a pronoun farther on.
            if pronoun(fill) && content.start == fill.start {
                *fill = speaker;
            }
        }
    }
}

/// How many sentences back a person may be named for whom a pronoun stands.
const BACK: usize = 3;

/// How many words may stand before the name that a sentence begins with: "Last week the Ministry …".
const OPENING: u16 = 3;

/// The name that a sentence begins with, and those of its kind that are joined to it: "President A of Norway and Prime Minister B".
fn begins_with(sentence: u32, reading: &Reading<'_>) -> SmallVec<[Fill; 2]> {
    let mut row: SmallVec<[Fill; 2]> = SmallVec::new();
    let tokens = reading.tokens.tokens;
    let names = reading.found.iter().enumerate().filter(|(_, f)| f.value.is_none());
    let mut kind = None;
    for (n, found) in names {
        let Some(last) = row.last() else {
            if found.start > OPENING {
                break;
            }
            kind = Some(found.class);
            row.push(Fill { sentence, start: found.start, end: found.end, mention: Some(n as u32) });
            continue;
        };
        let between = &tokens[last.end.min(found.start) as usize..found.start as usize];
        let joins = |t: &Token| t.tag == Tag::Conjunction || t.span.of(reading.tokens.text) == ",";
        let noun = |t: &Token| {
            matches!(t.tag, Tag::Determiner | Tag::Proper | Tag::Noun | Tag::Adjective)
                || t.span.of(reading.tokens.text) == "of"
        };
        if !between.iter().all(|t| joins(t) || noun(t)) || row.len() == TOGETHER {
            break;
        }
        if kind == Some(found.class) && between.iter().any(joins) {
            row.push(Fill { sentence, start: found.start, end: found.end, mention: Some(n as u32) });
        }
    }
    // "Norway and Peru's ports" is about the ports.
    let owned = |last: &Fill| tokens.get(last.end as usize).is_some_and(|t| t.tag == Tag::Particle);
    if row.len() > 1 && row.last().is_some_and(owned) {
        row.truncate(1);
    }
    row
}
