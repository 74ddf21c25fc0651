//! The answer in lines.

use super::{Try, Way, Why, words};
use crate::difference::claim_said;
use crate::marks::{self, Mark};
use crate::rule::machine::Far;
use crate::rule::watch::{Contender, Passed, Place, Tried};
use crate::rule::{Filling, Frame, NOTHING, Relation, Role, Slot, Value};
use crate::span::{CodePoints, Span};
use crate::text::{Sentence, Tag};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How far lines of a step stand in.
const STEP: usize = 4;
/// What fills a role that takes a pronoun.
const PRONOUN: &str = "pronoun";

/// Which patterns of a frame matched, counted from 1 on each side: "  (left 3, right 12)".
fn matched(frame: &Frame, patterns: [Option<u16>; 2]) -> String {
    let sides = ["left", "right"].into_iter().zip([&frame.left, &frame.right]).zip(patterns);
    let told = sides.filter_map(|((side, all), n)| {
        let n = all.iter().position(|one| Some(*one) == n)?;
        Some(format!("{side} {}", n + 1))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("  ({})", told.join(", ")) }
}

impl Why<'_> {
    /// The answer for one rule.
    pub(super) fn of_rule(&self, rule: u16) -> String {
        let mut out = self.sentences();
        self.rule(rule, true, &mut out);
        out
    }

    /// The answer for all rules that were tried: in full where a rule found or nearly found something.
    pub(super) fn of_all(&self) -> String {
        let mut out = self.sentences();
        let (mut full, mut rest) = (BTreeSet::new(), BTreeSet::new());
        for tried in &self.trace.tries {
            let rule = self.rule_of(tried.tried);
            if self.tells(tried) {
                full.insert(rule);
            } else {
                rest.insert(rule);
            }
        }
        for &rule in &full {
            self.rule(rule, false, &mut out);
        }
        let names = &self.extractor.rules().names;
        let rest: Vec<&str> = rest.difference(&full).map(|rule| names[*rule as usize].as_str()).collect();
        if !rest.is_empty() {
            let _ = writeln!(out, "Tried, with nothing found: {}", rest.join(", "));
        }
        out
    }

    fn rule_of(&self, tried: Tried) -> u16 {
        let rules = self.extractor.rules();
        match tried {
            Tried::Entity(n) => rules.entities[rules.entity_patterns[n as usize].entity as usize].rule,
            Tried::Pattern(n) => rules.relations[rules.relation_patterns[n as usize].relation as usize].rule,
            Tried::Trigger(n) | Tried::Cell(n) => rules.relations[n as usize].rule,
        }
    }

    fn relation_of(&self, tried: Tried) -> Option<&Relation> {
        let rules = self.extractor.rules();
        let relation = match tried {
            Tried::Entity(_) => return None,
            Tried::Pattern(n) => rules.relation_patterns[n as usize].relation,
            Tried::Trigger(n) | Tried::Cell(n) => n,
        };
        Some(&rules.relations[relation as usize])
    }

    /// Whether a relation was not stated though a role was filled.
    fn near(&self, tried: &Try) -> bool {
        let half = |way: &Way| {
            let filled = way.roles.iter().any(|(_, fills)| !fills.is_empty());
            way.refused.is_some() || filled && way.roles.last().is_some_and(|(_, fills)| fills.is_empty())
        };
        !tried.stated() && tried.ways.iter().any(half)
    }

    /// The sentences with their tokens, tags and chunks.
    fn sentences(&self) -> String {
        let mut out = String::new();
        for sentence in &self.text.sentences {
            let said = self.original(sentence.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "{said}  ({})", sentence.lang);
            let mut line = String::from(" ");
            let mut used = 1;
            for chunk in &self.text.chunks[sentence.chunks.start as usize..sentence.chunks.end as usize] {
                let tokens: Vec<String> = self.text.tokens[chunk.tokens()]
                    .iter()
                    .map(|t| format!("{}/{}", t.span.of(&self.text.normal), words::tag(t.tag)))
                    .collect();
                let piece = format!(" {}[{}]", words::chunk(chunk), tokens.join(" "));
                if used > 1 && used + piece.chars().count() > self.width {
                    let _ = writeln!(out, "{line}");
                    (line, used) = (String::from(" "), 1);
                }
                used += piece.chars().count();
                line.push_str(&piece);
            }
            let _ = writeln!(out, "{line}\n");
        }
        out
    }

    /// Whether a try found something, or nearly so.
    fn tells(&self, tried: &Try) -> bool {
        !tried.matched.is_empty() || tried.stated() || self.near(tried)
    }

    /// All that became of a rule; or what it found and nearly found.
    fn rule(&self, rule: u16, all: bool, out: &mut String) {
        let rules = self.extractor.rules();
        let name = &rules.names[rule as usize];
        let entity = rules.entities.iter().find(|e| e.rule == rule);
        let relation = rules.relations.iter().position(|r| r.rule == rule);
        let class = match (entity, relation) {
            (Some(entity), _) => rules.classes.name(entity.class),
            (_, Some(relation)) => &rules.relations[relation].class,
            _ => "",
        };
        let kind = if entity.is_some() { "entity" } else { "relation" };
        let _ = writeln!(out, "{kind} {name} : cy:{class}");
        let tries = self.trace.tries.iter().filter(|t| self.rule_of(t.tried) == rule);
        let mut tries: Vec<&Try> = tries.filter(|t| all || self.tells(t)).collect();
        // A pattern that unfolds is tried several times, with one result.
        tries.dedup_by(|a, b| a.place == b.place && a.matched == b.matched && a.far == b.far && a.ways.is_empty());
        for tried in &tries {
            self.tried(tried, out);
        }
        let passed = self.trace.passed.iter().filter(|(r, ..)| relation == Some(*r as usize));
        let passed: BTreeSet<_> = passed.filter(|_| all).map(|(_, place, why)| (*place, *why)).collect();
        for (place, why) in &passed {
            let why = match why {
                Passed::InName => "it stands inside a name".into(),
                Passed::InLonger => "it stands inside a longer trigger of this rule".into(),
                Passed::NoFiller => self.no_filler(&rules.relations[relation.unwrap_or_default()], place.sentence),
            };
            let _ = writeln!(out, "  {:?} is not looked at: {why}", self.words_at(*place));
        }
        if tries.is_empty() && passed.is_empty() {
            self.untried(relation.map(|r| &rules.relations[r]), rule, out);
        }
        for (_, place, by) in self.trace.repeated.iter().filter(|(r, ..)| relation == Some(*r as usize)) {
            let by = &rules.names[rules.relations[*by as usize].rule as usize];
            let _ = writeln!(out, "  at {:?}: {by} has said the same", self.words_at(*place));
        }
        for (_, place) in self.trace.alone.iter().filter(|(r, _)| relation == Some(*r as usize)) {
            let _ = writeln!(
                out,
                "  at {:?}: no claim ends right before, with which it could go on",
                self.words_at(*place)
            );
        }
        let mut told = BTreeSet::new();
        for (lost, kept) in self.trace.lost.iter().filter(|(lost, _)| lost.rule == Some(rule)) {
            if kept.rule != lost.rule || kept.place != lost.place {
                let line = format!("  {:?} gives way to {}", self.words_at(lost.place), self.contender(kept));
                if told.insert(line.clone()) {
                    let _ = writeln!(out, "{line}");
                }
            }
        }
        self.stands(name, class, out);
    }

    /// One try, step by step.
    fn tried(&self, tried: &Try, out: &mut String) {
        let rules = self.extractor.rules();
        let what = match tried.tried {
            Tried::Trigger(_) => "trigger",
            Tried::Cell(_) => "cell",
            Tried::Entity(_) | Tried::Pattern(_) => "anchor",
        };
        let _ = writeln!(out, "  {what} {:?}{}", self.words_at(tried.place), self.anchored(tried));
        let found: Vec<Mark> = tried.matched.iter().map(|&m| self.mark(tried.place.sentence, m, "matched")).collect();
        if let Some(far) = &tried.far {
            let _ = writeln!(out, "{:STEP$}{}", "", self.far(tried.place.sentence, far));
        }
        if !found.is_empty() {
            out.push_str(&self.under(tried.place.sentence, &found));
        }
        // Frames that have no place for a required role are only named.
        let (told, idle): (Vec<&Way>, Vec<&Way>) =
            tried.ways.iter().partition(|way| way.frame.is_none() || !way.roles.is_empty());
        let mut idle: Vec<&str> =
            idle.iter().filter_map(|way| Some(rules.frames[way.frame? as usize].name.as_str())).collect();
        idle.dedup();
        if !idle.is_empty() {
            let _ = writeln!(out, "{:STEP$}frames that capture less here than the roles need: {}", "", idle.join(", "));
        }
        for way in told {
            if let Some(frame) = way.frame {
                let parts: Vec<String> = way
                    .parts
                    .iter()
                    .map(|&(name, a, b)| {
                        format!("{} {:?}", rules.parts.name(name), self.words(tried.place.sentence, a, b))
                    })
                    .collect();
                let parts = if parts.is_empty() { "captures nothing".into() } else { parts.join(", ") };
                let frame = &rules.frames[frame as usize];
                let _ = writeln!(out, "{:STEP$}frame {}: {parts}{}", "", frame.name, matched(frame, way.patterns));
            }
            self.way(tried, way, out);
        }
        if let (Tried::Trigger(_), true) = (tried.tried, tried.ways.is_empty()) {
            let _ = writeln!(out, "{:STEP$}no frame of this rule is for a word that stands so", "");
        }
        if self.near(tried) {
            let _ = writeln!(out, "{:STEP$}near miss: nothing is said", "");
        }
    }

    /// The lists, words or classes of which the anchor or trigger is one.
    fn anchored(&self, tried: &Try) -> String {
        let rules = self.extractor.rules();
        let checks = match tried.tried {
            Tried::Entity(n) => &rules.entity_patterns[n as usize].pattern.anchor,
            Tried::Pattern(n) => &rules.relation_patterns[n as usize].pattern.anchor,
            Tried::Trigger(n) => &rules.relations[n as usize].triggers,
            Tried::Cell(_) => return String::new(),
        };
        let all: Vec<String> = checks.iter().map(|c| words::check(c, rules, self.extractor.lexicon())).collect();
        format!(" ({})", all.join(" | "))
    }

    fn far(&self, sentence: u32, far: &Far) -> String {
        let rules = self.extractor.rules();
        let side = if far.backward { "before" } else { "behind" };
        let tokens = self.sentence(sentence).tokens.len();
        let at = match far.at {
            at if at < tokens => format!("{:?}", self.words(sentence, at as u16, at as u16 + 1)),
            _ => format!("the {} of the sentence", if far.backward { "begin" } else { "end" }),
        };
        let mut wanted: Vec<String> =
            far.wanted.iter().map(|c| words::check(c, rules, self.extractor.lexicon())).collect();
        wanted.extend(far.edge.then(|| "the edge of the sentence".into()));
        match wanted.is_empty() {
            true => format!("no match {side} it: what stands at {at} forbids it"),
            false => format!("no match {side} it: at {at}, wanted {}", wanted.join(" or ")),
        }
    }

    /// What filled the roles, or did not.
    fn way(&self, tried: &Try, way: &Way, out: &mut String) {
        let Some(relation) = self.relation_of(tried.tried) else { return };
        let rules = self.extractor.rules();
        let place = tried.place;
        let wide = relation.roles.iter().map(|r| r.name.len()).max().unwrap_or(0);
        for (n, fills) in &way.roles {
            let role = &relation.roles[*n];
            let said = if fills.is_empty() {
                let refused = self.refused(relation, *n, way, place.sentence);
                let optional = if role.optional { " (not required)" } else { "" };
                let tied = way.ambiguous.iter().find(|(role, _)| role == n).map(|(_, [one, other])| {
                    let [one, other] = [one, other].map(|&(a, b)| self.words(place.sentence, a, b));
                    format!(": ambiguous, {one:?} and {other:?} stand equally near")
                });
                format!("nothing{optional}{}", tied.unwrap_or(refused))
            } else {
                let all: Vec<String> = fills.iter().map(|&fill| format!("{:?}", self.words_at(fill))).collect();
                all.join(" and ")
            };
            let _ = writeln!(out, "{:STEP$}  {:wide$}  {said}", "", role.name);
        }
        for &context in &way.contexts {
            let set: Vec<String> = rules.contexts[context]
                .settings
                .iter()
                .filter_map(|s| if let Value::Fixed(v) = &s.value { Some(format!("{} {v}", s.key)) } else { None })
                .collect();
            let _ = writeln!(out, "{:STEP$}  context: {}", "", set.join(", "));
        }
        if let Some(condition) = way.refused.and_then(|n| relation.conditions.get(n)) {
            let word = match condition.needs {
                crate::rule::Needs::Holds => "require",
                crate::rule::Needs::Fails => "forbid",
            };
            let _ = writeln!(out, "{:STEP$}  refused: {word} {} {}", "", condition.key, condition.value);
        }
        if way.stated > 0 {
            let mut marks: Vec<Mark> = match tried.tried {
                Tried::Cell(_) => Vec::new(),
                _ => vec![self.mark(place.sentence, (place.start, place.end), "trigger")],
            };
            for (n, fills) in &way.roles {
                let here = fills.iter().filter(|fill| fill.sentence == place.sentence);
                let name = &relation.roles[*n].name;
                marks.extend(here.map(|fill| self.mark(place.sentence, (fill.start, fill.end), name)));
            }
            out.push_str(&self.under(place.sentence, &marks));
        }
    }

    /// What stood where the role's filler should, and why it is none.
    fn refused(&self, relation: &Relation, role: usize, way: &Way, sentence: u32) -> String {
        let rules = self.extractor.rules();
        let role = &relation.roles[role];
        let mut slots =
            role.slots.iter().filter_map(|s| if let Slot::Part(name) = s { Some(*name) } else { None }).peekable();
        if slots.peek().is_none() {
            return String::new();
        }
        let wanted: Vec<String> = role
            .fillings
            .iter()
            .map(|f| match f {
                Filling::Class(class) => rules.classes.name(*class).to_owned(),
                Filling::Phrase => "phrase".into(),
                Filling::People => "people".into(),
                Filling::Pronoun => "pronoun".into(),
                Filling::Action => "action".into(),
                Filling::Clause => "clause".into(),
                Filling::Counted => "counted".into(),
                Filling::Trigger => "trigger".into(),
            })
            .collect();
        let mut said = Vec::new();
        for slot in slots {
            let parts: Vec<_> = way.parts.iter().filter(|(name, ..)| *name == slot).collect();
            if parts.is_empty() {
                said.push(format!("the frame has no {}", rules.parts.name(slot)));
            }
            for &&(_, a, b) in &parts {
                let classes = self.classes(sentence, a, b);
                let is = if classes.is_empty() { "is no mention".into() } else { format!("is {}", classes.join(", ")) };
                said.push(format!("{:?} {is}, not {}", self.words(sentence, a, b), wanted.join(" | ")));
            }
        }
        format!(": {}", said.join("; "))
    }

    /// The required roles that no mention, or pronoun, of a sentence can fill.
    fn no_filler(&self, relation: &Relation, sentence: u32) -> String {
        let words = self.sentence(sentence);
        let span = self.text.original(words.span);
        let tokens = &self.text.tokens[words.tokens.start as usize..words.tokens.end as usize];
        let pronoun = tokens.iter().any(|t| t.tag == Tag::Pronoun).then_some(PRONOUN);
        let mentions = self.found.mentions.iter().filter(|m| span.contains(m.span)).map(|m| m.class);
        let here: Vec<&str> = mentions.chain(pronoun).collect();
        let classes = |role: &Role| -> Option<Vec<&str>> {
            let class = |f: &Filling| match f {
                Filling::Class(class) => Some(self.extractor.rules().classes.name(*class)),
                Filling::Pronoun => Some(PRONOUN),
                _ => None,
            };
            role.fillings.iter().map(class).collect()
        };
        let empty = relation.roles.iter().filter(|r| !r.optional).filter_map(|role| {
            let wanted = classes(role)?;
            (!wanted.iter().any(|w| here.contains(w))).then(|| format!("{} ({})", role.name, wanted.join(" | ")))
        });
        format!("nothing in the sentence can fill {}", empty.collect::<Vec<_>>().join(", "))
    }

    /// The classes of the mentions in some tokens.
    fn classes(&self, sentence: u32, start: u16, end: u16) -> Vec<String> {
        let span = self.text.original(self.span(sentence, start, end));
        let inside = self.found.mentions.iter().filter(|m| span.contains(m.span) || m.span.contains(span));
        inside.map(|m| format!("{} ({:?})", m.class, m.span.of(&self.document.text))).collect()
    }

    /// Why a rule was not tried at all.
    fn untried(&self, relation: Option<&Relation>, rule: u16, out: &mut String) {
        let rules = self.extractor.rules();
        let lexicon = self.extractor.lexicon();
        let langs: Vec<_> = self.text.sentences.iter().map(|s| s.lang).collect();
        let speaks = |relation: &&Relation| langs.iter().any(|lang| !relation.framed[*lang as usize].is_empty());
        let mut asked: Vec<&crate::rule::pattern::Check> =
            relation.filter(speaks).map(|r| r.triggers.iter().collect()).unwrap_or_default();
        let entity = rules.entity_patterns.iter().filter(|p| rules.entities[p.entity as usize].rule == rule);
        let patterns = rules.relation_patterns.iter().filter(|p| rules.relations[p.relation as usize].rule == rule);
        let anchors = entity.map(|p| (p.lang, &p.pattern)).chain(patterns.map(|p| (p.lang, &p.pattern)));
        asked.extend(anchors.filter(|(lang, _)| langs.contains(lang)).flat_map(|(_, pattern)| &pattern.anchor));
        let mut named: Vec<String> = asked.iter().map(|c| words::check(c, rules, lexicon)).collect();
        named.sort();
        named.dedup();
        if relation.is_some_and(|r| r.cells) {
            let _ = writeln!(out, "  not tried: it is for the figures of tables, and none stands here");
            return;
        }
        if named.is_empty() {
            let langs: BTreeSet<&str> = langs.iter().map(|l| l.code()).collect();
            let langs: Vec<&str> = langs.into_iter().collect();
            let _ = writeln!(out, "  has no pattern and no frame for this language ({})", langs.join(", "));
            return;
        }
        let _ = writeln!(out, "  not tried: none of {} stands here", named.join(", "));
        // A word of the right list that stands as another part of speech.
        for sentence in &self.text.sentences {
            let piece = sentence.span.of(&self.text.normal);
            for hit in lexicon.hits(piece, sentence.lang) {
                let mut lists = lexicon.form(hit.form).words();
                if let Some(word) = lists
                    .find(|w| w.lang == sentence.lang && named.contains(&format!("@{}", lexicon.list_name(w.list))))
                {
                    let at = sentence.span.start;
                    let span = Span { start: hit.span.start + at, end: hit.span.end + at };
                    let tags: Vec<&str> =
                        self.text.tokens[self.text.tokens_in(span)].iter().map(|t| words::tag(t.tag)).collect();
                    let list = lexicon.list_name(word.list);
                    let pos = format!("{:?}", word.pos).to_lowercase();
                    let _ = writeln!(
                        out,
                        "  {:?} is in @{list} as {pos}, but stands here as {}",
                        hit.span.of(piece),
                        tags.join(" ")
                    );
                }
            }
        }
    }

    fn contender(&self, other: &Contender) -> String {
        let by = match other.rule {
            Some(rule) => format!("rule {}", self.extractor.rules().names[rule as usize]),
            None => "the lexicon, or a value".into(),
        };
        format!("{:?} ({by})", self.words_at(other.place))
    }

    /// What stands in the end.
    fn stands(&self, rule: &str, class: &str, out: &mut String) {
        let text = &self.document.text;
        let mut any = false;
        for mention in self.found.mentions.iter().filter(|m| m.rule == rule) {
            let _ = writeln!(out, "  found: {} {:?}", mention.class, mention.span.of(text));
            any = true;
        }
        for claim in self.found.claims.iter().filter(|c| c.rule == rule) {
            let _ = writeln!(out, "  stated: {}: {}", claim.class, claim_said(claim, text));
            any = true;
        }
        if !any {
            let why = if class == NOTHING { " (what this rule finds is never seen)" } else { "" };
            let _ = writeln!(out, "  nothing stands{why}");
        }
        out.push('\n');
    }

    fn sentence(&self, number: u32) -> &Sentence {
        &self.text.sentences[number as usize]
    }

    /// The span of tokens of a sentence, in the normalised text.
    fn span(&self, sentence: u32, start: u16, end: u16) -> Span {
        let first = self.sentence(sentence).tokens.start as usize;
        let token = |n: u16| self.text.tokens[first + n as usize].span;
        let begin = token(start);
        if end > start { begin.cover(token(end - 1)) } else { Span { start: begin.start, end: begin.start } }
    }

    fn original(&self, span: Span) -> &str {
        self.text.original(span).of(&self.document.text)
    }

    fn words(&self, sentence: u32, start: u16, end: u16) -> &str {
        self.original(self.span(sentence, start, end))
    }

    fn words_at(&self, place: Place) -> &str {
        self.words(place.sentence, place.start, place.end.max(place.start + 1))
    }

    fn mark(&self, sentence: u32, (start, end): (u16, u16), label: &str) -> Mark {
        let points = CodePoints::new(&self.document.text);
        let (begin, _) = points.span(self.text.original(self.sentence(sentence).span));
        let (start, end) = points.span(self.text.original(self.span(sentence, start, end)));
        Mark { start: start - begin, end: end - begin, label: label.to_owned() }
    }

    fn under(&self, sentence: u32, marks: &[Mark]) -> String {
        marks::under(self.original(self.sentence(sentence).span), marks, STEP + 2, self.width)
    }
}
