//! How a reading came about, for people and for programs: senses, slots, rivals, steps.

use anstyle::{AnsiColor, Style};
use chancery::Reading;
use chancery::article::{OffsetUnit, Offsets, Span, TokenId};
use chancery::event::predicates::{Condition, Loss, Sense, Sighting, Verdict};
use chancery::event::roles::{Filler, Rival, Step, Trail};
use chancery::event::trace::Trace;
use serde_json::{Value, json};
use std::fmt::Write;

use crate::page::one_line;

const FAINT: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// A reading with its trace.
pub(crate) struct Traced<'r> {
    pub(crate) reading: &'r Reading,
    pub(crate) trace: Trace,
    offsets: Offsets<'r>,
}

impl<'r> Traced<'r> {
    pub(crate) fn new(reading: &'r Reading, trace: Trace) -> Self {
        let offsets = Offsets::new(reading.article.text(), OffsetUnit::Chars);
        Self { reading, trace, offsets }
    }

    fn word(&self, token: TokenId) -> String {
        one_line(self.reading.article.words(self.reading.syntax.token(token).span))
    }

    fn words(&self, span: Span) -> String {
        one_line(self.reading.article.words(span))
    }

    fn quoted(&self, tokens: &[TokenId]) -> String {
        let words: Vec<String> = tokens.iter().map(|t| format!("“{}”", self.word(*t))).collect();
        words.join(" ")
    }

    /// The sighting at a word.
    pub(crate) fn sighting(&self, token: TokenId) -> Option<&Sighting> {
        self.trace.sighting(token)
    }

    /// "it is part of what this word tells: “imposed”"
    pub(crate) fn loss(&self, loss: Loss) -> String {
        match loss.to {
            Some(to) => format!("{}: “{}”", loss.why, self.word(to)),
            None => loss.why.to_owned(),
        }
    }

    /// What came of a word.
    fn outcome(&self, sighting: &Sighting) -> String {
        let events = &self.trace.events;
        let support = sighting.candidate.as_ref().and_then(|c| c.support);
        let event = events.iter().position(|e| e.head == sighting.token);
        match (event, &sighting.candidate, self.trace.loss(sighting.token)) {
            (Some(index), ..) => format!("event {} below", index + 1),
            (None, Some(_), Some(loss)) => format!("no event: {}", self.loss(loss)),
            (None, Some(_), None) => match support {
                Some(verb) => format!("no event of its own, beside “{}”", self.word(verb)),
                None => "no event".to_owned(),
            },
            (None, None, _) if sighting.part.is_none() => {
                "no candidate: the word only modifies here, is part of a name or not of the story"
                    .to_owned()
            }
            (None, None, _) => "no candidate: no sense of it holds".to_owned(),
        }
    }

    /// A word with its senses and slots, for people.
    pub(crate) fn show_sighting(&self, out: &mut String, sighting: &Sighting) {
        let word = self.word(sighting.token);
        let lemma = &self.reading.syntax.token(sighting.token).lemma;
        let part = sighting.part.map_or("no act", |part| part.as_str());
        let support = sighting
            .support
            .map(|verb| format!(", carried by “{}”", self.word(verb)))
            .unwrap_or_default();
        put(
            out,
            format_args!("{STRONG}{word}{STRONG:#}  {FAINT}{lemma}, {part}{support}{FAINT:#}\n"),
        );
        self.show_senses(out, sighting, "   ");
        for filler in self.trace.slots(sighting.token).iter().filter(|f| f.token.is_some()) {
            self.show_filler(out, filler, "   ");
        }
        put(out, format_args!("   → {}\n", self.outcome(sighting)));
    }

    /// The senses of a word, the one that won first.
    pub(crate) fn show_senses(&self, out: &mut String, sighting: &Sighting, indent: &str) {
        let mut senses: Vec<&Sense> =
            sighting.senses.iter().filter(|s| s.verdict != Verdict::OtherPart).collect();
        senses.sort_by_key(|s| match s.verdict {
            Verdict::Won => 0,
            Verdict::Lost => 1,
            Verdict::TakesNothing => 2,
            Verdict::Fails | Verdict::Quality | Verdict::OtherPart => 3,
        });
        let width = senses.iter().map(|s| s.id.chars().count()).max().unwrap_or(0);
        let says = senses.iter().map(|s| s.says.chars().count()).max().unwrap_or(0);
        for sense in &senses {
            let style = match sense.verdict {
                Verdict::Won => GOOD,
                Verdict::Lost => STRONG,
                _ => FAINT,
            };
            let scores = match sense.scores {
                Some((before, after)) if (before - after).abs() > f32::EPSILON => {
                    format!("{:.2} → {before:.2} → {after:.2}", sense.prior)
                }
                Some((score, _)) => format!("{:.2} → {score:.2}", sense.prior),
                None => format!("{:.2}", sense.prior),
            };
            put(
                out,
                format_args!(
                    "{indent}{style}{:width$}{style:#}  {:says$}  {:18}  {}  {FAINT}{}{FAINT:#}\n",
                    sense.id,
                    sense.says,
                    scores,
                    sense.verdict.as_str(),
                    sense.line
                ),
            );
            for condition in &sense.conditions {
                let (mark, style) = if condition.held { ("✓", GOOD) } else { ("✗", BAD) };
                let found = match condition.found.is_empty() {
                    true => "nothing stands there".to_owned(),
                    false => self.quoted(&condition.found),
                };
                put(
                    out,
                    format_args!(
                        "{indent}    {style}{mark}{style:#} {}  {FAINT}{found}{FAINT:#}\n",
                        condition.text
                    ),
                );
            }
            if let Some(takes) = &sense.takes {
                let found = match takes.is_empty() {
                    true => "nothing".to_owned(),
                    false => self.quoted(takes),
                };
                put(out, format_args!("{indent}    {FAINT}takes {found}{FAINT:#}\n"));
            }
            if let Some(thinks) = disambiguator(sense) {
                put(out, format_args!("{indent}    {FAINT}{thinks}{FAINT:#}\n"));
            }
        }
        let others = sighting.senses.len() - senses.len();
        if others > 0 {
            let part = sighting
                .senses
                .iter()
                .find(|s| s.verdict == Verdict::OtherPart)
                .map_or("", |s| s.part.as_str());
            let entries = if others == 1 { "entry" } else { "entries" };
            put(
                out,
                format_args!(
                    "{indent}{FAINT}{others} {entries} for another part of speech ({part}){FAINT:#}\n"
                ),
            );
        }
    }

    /// What stood in a slot, for people.
    pub(crate) fn show_filler(&self, out: &mut String, filler: &Filler, indent: &str) {
        let name = filler.part.trim_end_matches('s');
        let words = filler.span.map(|span| self.words(span)).unwrap_or_default();
        let (mark, style) = if filler.taken { ("✓", GOOD) } else { ("✗", BAD) };
        let why = if filler.why.is_empty() { String::new() } else { format!("  {}", filler.why) };
        put(
            out,
            format_args!(
                "{indent}{name:<11} {:<9} {style}{mark}{style:#} “{words}”{why}  {FAINT}{}{FAINT:#}\n",
                filler.slot.as_str(),
                one_line(&filler.path)
            ),
        );
    }

    /// What an event rests on and what lost, for people: below its reasons.
    pub(crate) fn show_trail(&self, out: &mut String, trail: &Trail) {
        for filler in trail.fillers.iter().filter(|f| f.token.is_some()) {
            self.show_filler(out, filler, "     ");
        }
        let times = trail.times.iter().map(|t| ("time", t.span, t.site, t.taken, t.why));
        let places = trail.places.iter().map(|p| ("place", p.span, p.site, p.taken, p.why));
        for (name, span, site, taken, why) in times.chain(places) {
            let (mark, style) = if taken { ("✓", GOOD) } else { ("✗", BAD) };
            let site = site.map(|s| format!(" (on “{}”)", self.word(s))).unwrap_or_default();
            put(
                out,
                format_args!(
                    "     {name:<11} {:<9} {style}{mark}{style:#} “{}”  {why}{FAINT}{site}{FAINT:#}\n",
                    "",
                    self.words(span)
                ),
            );
        }
        if !trail.steps.is_empty() {
            let steps: Vec<String> = trail.steps.iter().map(|step| self.step(step)).collect();
            put(out, format_args!("     {:<11} {}\n", "factuality", steps.join(" → ")));
        }
    }

    fn step(&self, step: &Step) -> String {
        let cues: Vec<String> = step.cues.iter().map(|c| format!("“{}”", self.words(*c))).collect();
        let by = if cues.is_empty() { String::new() } else { format!(" by {}", cues.join(" ")) };
        format!("{} {} {:+.1}{by}", self.word(step.token), step.label.as_str(), step.score)
    }

    fn pair(&self, span: Span) -> Value {
        let [start, end] = self.offsets.pair(span);
        json!({"start": start, "end": end, "text": self.reading.article.words(span)})
    }

    fn token_json(&self, token: TokenId) -> Value {
        self.pair(self.reading.syntax.token(token).span)
    }

    /// The candidates that came to nothing, for people.
    pub(crate) fn show_lost(&self, out: &mut String) {
        for sighting in self.lost() {
            let rule = sighting.candidate.as_ref().map_or("", |c| c.rule.as_str());
            put(
                out,
                format_args!(
                    "{FAINT}  left  “{}” {rule}: {}{FAINT:#}\n",
                    self.word(sighting.token),
                    self.outcome(sighting)
                ),
            );
        }
    }

    /// The words with a candidate that came to nothing.
    pub(crate) fn lost(&self) -> impl Iterator<Item = &Sighting> {
        let told = |token| self.trace.events.iter().any(|e| e.head == token);
        let seen = self.trace.sightings.iter();
        seen.filter(move |s| s.candidate.is_some() && !told(s.token))
    }

    /// A word with its senses, for programs.
    pub(crate) fn sighting_json(&self, sighting: &Sighting) -> Value {
        let event = self.trace.events.iter().position(|e| e.head == sighting.token);
        let loss = self.trace.loss(sighting.token).filter(|_| event.is_none());
        json!({
            "word": self.token_json(sighting.token),
            "lemma": self.reading.syntax.token(sighting.token).lemma.as_str(),
            "part": sighting.part.map(|part| part.as_str()),
            "support": sighting.support.map(|t| self.token_json(t)),
            "senses": self.senses_json(sighting),
            "slots": self.fillers_json(self.trace.slots(sighting.token)),
            "event": event,
            "lost": loss.map(|loss| self.loss_json(loss)),
            "outcome": self.outcome(sighting),
        })
    }

    pub(crate) fn loss_json(&self, loss: Loss) -> Value {
        json!({"why": loss.why, "to": loss.to.map(|t| self.token_json(t))})
    }

    pub(crate) fn senses_json(&self, sighting: &Sighting) -> Vec<Value> {
        let condition = |condition: &Condition| {
            let found: Vec<Value> = condition.found.iter().map(|t| self.token_json(*t)).collect();
            json!({"where": condition.text, "held": condition.held, "found": found})
        };
        let sense = |sense: &Sense| {
            let takes = sense
                .takes
                .as_ref()
                .map(|takes| takes.iter().map(|t| self.token_json(*t)).collect());
            let takes: Option<Vec<Value>> = takes;
            json!({
                "rule": sense.id,
                "file": sense.line.file,
                "line": sense.line.number,
                "part": sense.part.as_str(),
                "says": sense.says,
                "conditions": sense.conditions.iter().map(condition).collect::<Vec<_>>(),
                "takes": takes,
                "prior": rounded(sense.prior),
                "score": sense.scores.map(|(before, _)| rounded(before)),
                "score_after": sense.scores.map(|(_, after)| rounded(after)),
                "likely": sense.likely.map(rounded),
                "likeliest": sense.likeliest.map(|(kind, share)| {
                    json!({"type": kind.map(|kind| kind.as_str()), "likely": rounded(share)})
                }),
                "verdict": sense.verdict.as_str(),
            })
        };
        sighting.senses.iter().map(sense).collect()
    }

    fn fillers_json(&self, fillers: &[Filler]) -> Vec<Value> {
        let filler = |f: &Filler| {
            json!({
                "part": f.part,
                "slot": f.slot.as_str(),
                "words": f.span.map(|span| self.pair(span)),
                "path": f.path,
                "taken": f.taken,
                "why": f.why,
            })
        };
        fillers.iter().map(filler).collect()
    }

    /// What an event rests on and what lost, for programs.
    pub(crate) fn trail_json(&self, trail: &Trail) -> Value {
        let step = |step: &Step| {
            let cues: Vec<Value> = step.cues.iter().map(|c| self.pair(*c)).collect();
            json!({
                "word": self.token_json(step.token),
                "label": step.label.as_str(),
                "score": rounded(step.score),
                "cues": cues,
            })
        };
        json!({
            "slots": self.fillers_json(&trail.fillers),
            "times": trail.times.iter().map(|t| self.rival_json(t)).collect::<Vec<_>>(),
            "places": trail.places.iter().map(|p| self.rival_json(p)).collect::<Vec<_>>(),
            "factuality": trail.steps.iter().map(step).collect::<Vec<_>>(),
        })
    }

    fn rival_json<Id>(&self, rival: &Rival<Id>) -> Value {
        json!({
            "words": self.pair(rival.span),
            "hangs_on": rival.site.map(|t| self.token_json(t)),
            "taken": rival.taken,
            "why": rival.why,
        })
    }
}

/// What the disambiguator thinks of a sense.
fn disambiguator(sense: &Sense) -> Option<String> {
    let likely = sense.likely?;
    let first = sense.likeliest.map(|(kind, share)| {
        let name = kind.map_or("no act", |kind| kind.as_str());
        format!(", its first choice {name} {share:.2}")
    });
    Some(format!("the disambiguator gives it {likely:.2}{}", first.unwrap_or_default()))
}

/// Three decimals, as in the record.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

fn put(out: &mut String, words: std::fmt::Arguments<'_>) {
    out.write_fmt(words).expect("a string takes every word");
}
