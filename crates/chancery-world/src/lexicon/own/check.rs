//! What can be wrong with a table beyond its form: names that nothing has, rows said twice, rows that
//! can never match. Only the user's own rows are judged.

use std::collections::{BTreeMap, BTreeSet};

use super::super::REPORTED;
use super::super::source::{Act, Asks, At, Frame, Key, Test};
use super::{Problem, Read, Severity, nearest};
use crate::ontology::{Context, cameo};

const SLOTS: [&str; 8] = ["subj", "obj", "iobj", "poss", "objposs", "compsubj", "inside", "source"];
const PLACES: [&str; 13] = [
    "subj", "obj", "iobj", "prt", "comp", "inf", "mod", "poss", "adv", "near", "num", "voice",
    "support",
];

/// Classes that the rules of the engine ask for by name.
const ASKED_FOR: [&str; 17] = [
    "CULTURE",
    "DIPLOMAT",
    "FIGHTER",
    "GOVERNMENT",
    "INSPECTOR",
    "MARKET",
    "MEDIA",
    "MILITARY",
    "OFFICIAL",
    "PARTY",
    "PEACEKEEPER",
    "PEOPLE",
    "PLAY",
    "POLICE",
    "PRISONER",
    "SPORT",
    "WEATHER",
];

/// What a constraint that holds adds to an entry's prior.
const FOR_A_TEST: f32 = 0.02;
/// What a party as subject and an actor as recipient add to a score at most.
const FOR_PARTIES: f32 = 0.14;
/// Rows are counted in sixteen bits.
const ROWS: usize = 1 << 16;

pub(super) fn check(read: &Read<'_>) -> Vec<Problem> {
    let mut found = Check { read, problems: Vec::new() };
    found.ontology();
    found.entries();
    found.operators();
    found.embedding();
    found.rest();
    found.problems
}

struct Check<'r, 't> {
    read: &'r Read<'t>,
    problems: Vec<Problem>,
}

impl<'t> Check<'_, 't> {
    fn put(&mut self, severity: Severity, at: At, field: &'static str, what: String) {
        if self.read.theirs[at.file] {
            let path = self.read.paths[at.file].to_owned();
            self.problems.push(Problem { path, line: at.line, field, what, severity });
        }
    }

    fn error(&mut self, at: At, field: &'static str, what: String) {
        self.put(Severity::Error, at, field, what);
    }

    fn doubt(&mut self, at: At, field: &'static str, what: String) {
        self.put(Severity::Doubt, at, field, what);
    }

    /// "predicates.tsv:12", or the line alone in the same file.
    fn line(&self, at: At, from: At) -> String {
        match at.file == from.file {
            true => format!("line {}", at.line),
            false => format!("{}:{}", self.read.paths[at.file], at.line),
        }
    }

    fn ontology(&mut self) {
        let read = self.read;
        let Some(types) = &read.types else { return };
        let mut seen: BTreeMap<&str, At> = BTreeMap::new();
        for kind in types {
            if let Some(before) = seen.insert(kind.name, kind.at) {
                let line = self.line(before, kind.at);
                self.error(kind.at, "type", format!("{} stands on {line} too", kind.name));
            }
            if read.source.classes.contains(&kind.name) {
                let what = format!(
                    "{} is a class of nouns too: in embedding.tsv the class is meant",
                    kind.name
                );
                self.doubt(kind.at, "type", what);
            }
            let acts = read.source.entries.iter().map(|e| &e.act);
            let mut acts = acts.chain(read.source.embedding.iter().map(|e| &e.act));
            if !acts.any(|act| act.kind == kind.name) {
                self.doubt(kind.at, "type", format!("no entry codes {}", kind.name));
            }
        }
    }

    fn entries(&mut self) {
        let read = self.read;
        if read.source.entries.len() > ROWS {
            let at = read.source.entries[ROWS].at;
            self.error(at, "", format!("there may be {ROWS} rows"));
        }
        for row in &read.source.entries {
            self.lemmas(row.at, &row.lemmas, row.part);
            self.tests(row.at, &row.tests, row.part);
            self.act(row.at, &row.act);
            self.frame(row.at, &row.frame);
            let best = row.prior + FOR_A_TEST * row.tests.len() as f32 + FOR_PARTIES;
            if best < REPORTED {
                let what = format!("such an entry scores {best:.2} at most; {REPORTED} is needed");
                self.doubt(row.at, "prior", what);
            }
        }
        let rows: Vec<Row<'_, '_>> = read
            .source
            .entries
            .iter()
            .map(|row| Row {
                at: row.at,
                tests: &row.tests,
                act: (row.act.kind, row.act.mode),
                prior: row.prior + FOR_A_TEST * row.tests.len() as f32,
            })
            .collect();
        self.shadowed(&read.source.entry_keys(), &rows);
    }

    /// Rows that another row of the same word always beats.
    fn shadowed(&mut self, keys: &[Key<'t>], rows: &[Row<'_, '_>]) {
        // A row serves several lemmas: it is useless only where it is for all of them.
        let mut lost: BTreeMap<usize, Vec<(&str, usize)>> = BTreeMap::new();
        let mut served: BTreeMap<usize, usize> = BTreeMap::new();
        for run in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            for (place, (lemma, _, _, at)) in run.iter().enumerate() {
                *served.entry(*at).or_default() += 1;
                if !self.read.theirs[rows[*at].at.file] {
                    continue;
                }
                let beaten = run.iter().enumerate().find(|(other_place, (_, _, _, other))| {
                    let (a, b) = (&rows[*other], &rows[*at]);
                    let before = a.prior > b.prior || a.prior == b.prior && *other_place < place;
                    other != at && before && a.holds_where(b)
                });
                if let Some((_, (_, _, _, other))) = beaten {
                    lost.entry(*at).or_default().push((*lemma, *other));
                }
            }
        }
        for (at, by) in lost {
            let (row, other) = (&rows[at], &rows[by[0].1]);
            let line = self.line(other.at, row.at);
            let same = other.act == row.act && other.holds_where(row) && row.holds_where(other);
            if same {
                let words: Vec<&str> = by.iter().map(|(lemma, _)| *lemma).collect();
                let what = format!("{} says the same on {line}: drop one", words.join(" "));
                self.doubt(row.at, "lemmas", what);
            } else if by.len() == served[&at] {
                let what = format!(
                    "never wins against {line}, which holds wherever this holds; raise the prior \
                     above {:.2} or add a constraint there",
                    other.prior - FOR_A_TEST * row.tests.len() as f32
                );
                self.doubt(row.at, "prior", what);
            }
        }
    }

    fn operators(&mut self) {
        let read = self.read;
        if read.source.operators.len() > ROWS {
            let at = read.source.operators[ROWS].at;
            self.error(at, "", format!("there may be {ROWS} rows"));
        }
        let made: BTreeSet<usize> = read.source.embedding.iter().map(|row| row.operator).collect();
        for row in &read.source.operators {
            self.lemmas(row.at, &row.lemmas, row.part);
            self.tests(row.at, &row.tests, row.part);
            self.frame(row.at, &row.frame);
            for place in &row.takes {
                self.preposition(row.at, "takes", place, &PLACES);
            }
            let name = read.source.operator_names[row.operator];
            if !made.contains(&row.operator) {
                let what =
                    format!("no row of embedding.tsv says what {name} makes: it codes nothing");
                self.doubt(row.at, "operator", what);
            }
        }
    }

    fn embedding(&mut self) {
        let read = self.read;
        let mut seen: BTreeMap<(usize, &str), At> = BTreeMap::new();
        for row in &read.source.embedding {
            self.act(row.at, &row.act);
            if let Err(why) = read.inner(row.inner) {
                self.error(row.at, "inner", why);
            }
            if row.inner.bytes().all(|b| b.is_ascii_digit()) {
                self.cameo(row.at, "inner", row.inner);
            }
            if let Some(before) = seen.insert((row.operator, row.inner), row.at) {
                let line = self.line(before, row.at);
                let name = read.source.operator_names[row.operator];
                let what =
                    format!("{name} takes {} on {line} already: this is never read", row.inner);
                self.doubt(row.at, "inner", what);
            }
        }
    }

    fn rest(&mut self) {
        let read = self.read;
        for (at, _, link, _) in &read.source.support {
            self.preposition(*at, "link", link, &["obj", "prt"]);
        }
        for (at, context) in &read.source.contexts {
            self.context(*at, "context", context);
        }
        let classes = read.source.class_at.first().copied().filter(|at| read.theirs[at.file]);
        if let Some(first) = classes {
            for class in ASKED_FOR.iter().filter(|c| !read.source.classes.contains(c)) {
                let what = format!(
                    "the class {class} is gone, which the engine's rules ask for; \
                     more_classes.tsv adds to ours instead"
                );
                self.doubt(At { file: first.file, line: 1 }, "class", what);
            }
        }
    }

    fn lemmas(&mut self, at: At, lemmas: &[&str], part: &str) {
        let mut seen = BTreeSet::new();
        for lemma in lemmas {
            if !seen.insert(*lemma) {
                self.doubt(at, "lemmas", format!("{lemma} stands here twice"));
            }
            let wrong = if lemma.chars().any(char::is_uppercase) {
                Some("has a capital; dictionary forms are written small")
            } else if lemma.contains('_') {
                Some("is several words; a constraint names the others")
            } else if lemma.matches('-').count() > 1 {
                Some("has two hyphens; words of two parts are known, not of three")
            } else if lemma.contains([',', ';', '"', '|']) {
                Some("has punctuation; lemmas are separated by single spaces")
            } else {
                None
            };
            if let Some(wrong) = wrong {
                self.doubt(at, "lemmas", format!("{lemma:?} matches nothing: it {wrong}"));
            }
            let irregular = self.read.source.irregular.iter().find(|(_, form, _)| form == lemma);
            if let Some((_, _, base)) = irregular.filter(|(_, form, l)| part == "v" && form != l) {
                let what = format!("{lemma} is a form of {base}; give the dictionary form");
                self.doubt(at, "lemmas", what);
            }
        }
    }

    fn act(&mut self, at: At, act: &Act<'_>) {
        match self.read.act(act.kind, act.mode) {
            Err((field, what)) => self.error(at, field, what),
            Ok(_) if !self.read.type_names().contains(&act.kind) => {
                let what =
                    format!("types.tsv does not list {}: such events are left out", act.kind);
                self.doubt(at, "type", what);
            }
            Ok(_) => {}
        }
        for context in &act.contexts {
            self.context(at, "contexts", context);
        }
        if !act.cameo.is_empty() {
            self.cameo(at, "cameo", act.cameo);
        }
    }

    fn context(&mut self, at: At, field: &'static str, name: &str) {
        if !self.read.knows_context(name) {
            let names = Context::ALL.map(Context::as_str).into_iter();
            let near = nearest(name, names.chain(self.read.contexts.iter().copied()));
            let what =
                format!("{name:?} is no context{near}; context_names.tsv adds those of your own");
            self.error(at, field, what);
        }
    }

    fn cameo(&mut self, at: At, field: &'static str, code: &str) {
        if cameo::code(code).is_none() {
            let what = format!("CAMEO has no code {code}; leave it empty where none says the same");
            self.error(at, field, what);
        }
    }

    fn frame(&mut self, at: At, frame: &Frame<'_>) {
        for name in frame.actor.iter().chain(&frame.recipient) {
            self.preposition(at, "frame", name, &SLOTS);
        }
        if frame.actor.is_empty() && frame.recipient.is_empty() {
            self.doubt(
                at,
                "frame",
                "nobody acts and nobody receives: no party is found".to_owned(),
            );
        }
    }

    /// A name that is one of `known` or a preposition.
    fn preposition(&mut self, at: At, field: &'static str, name: &str, known: &[&str]) {
        let prepositions = &self.read.source.prepositions;
        if known.contains(&name) || prepositions.contains(name) {
            return;
        }
        let near = nearest(name, known.iter().chain(prepositions).copied());
        let what = format!(
            "{name:?} is no slot{near}; it is {} or a preposition of prepositions.tsv",
            known.join(" ")
        );
        self.error(at, field, what);
    }

    fn tests(&mut self, at: At, tests: &[Test<'_>], part: &str) {
        for test in tests {
            for place in &test.places {
                self.preposition(at, "where", place, &PLACES);
            }
            if let Some(why) = never(test, part) {
                let what = format!("`{}` never holds: {why}", test.text);
                self.doubt(at, "where", what);
            }
            if test.asks == Asks::IsNot && is_empty(test) {
                let what = format!("`{}` names no value and always holds", test.text);
                self.doubt(at, "where", what);
            }
            let against = tests.iter().find(|other| {
                let there = matches!(test.asks, Asks::Is | Asks::Present);
                there && other.asks == Asks::Absent && other.places == test.places
            });
            if let Some(other) = against {
                let what = format!("`{}` and `{}` never hold together", test.text, other.text);
                self.doubt(at, "where", what);
            }
        }
    }
}

/// What decides whether a row can win.
struct Row<'r, 't> {
    at: At,
    tests: &'r [Test<'t>],
    act: (&'t str, &'t str),
    prior: f32,
}

impl Row<'_, '_> {
    /// True when this row holds wherever the other one does.
    fn holds_where(&self, other: &Self) -> bool {
        // A participle before its noun is an act only for rows that ask for the noun.
        let asks_for_object =
            |row: &Self| row.tests.iter().any(|t| t.asks == Asks::Is && t.places.contains(&"obj"));
        self.tests.iter().all(|t| other.tests.iter().any(|o| o.text == t.text))
            && (asks_for_object(self) || !asks_for_object(other))
    }
}

fn is_empty(test: &Test<'_>) -> bool {
    test.classes == 0 && !test.actor && test.words.is_empty()
}

/// Why a constraint of an entry of this part of speech never holds, when it never does.
fn never(test: &Test<'_>, part: &str) -> Option<&'static str> {
    if test.asks == Asks::Is && is_empty(test) {
        return Some("it names no value");
    }
    if !matches!(test.asks, Asks::Is | Asks::Present) {
        return None;
    }
    let all = |names: &[&str]| test.places.iter().all(|place| names.contains(place));
    let one_of = |names: &[&str]| test.words.iter().all(|word| names.contains(word));
    if part != "v" && all(&["obj", "iobj", "voice"]) {
        return Some("only verbs have objects and a voice; a noun has `of`");
    }
    if part != "n" && all(&["support"]) {
        return Some("only nouns have a support verb");
    }
    if part == "v" && all(&["num"]) && test.words.contains(&"plur") {
        return Some("a verb has no number");
    }
    if all(&["num"]) && !one_of(&["plur", "sing"]) {
        return Some("a number is plur or sing");
    }
    if all(&["voice"]) && !one_of(&["pass"]) {
        return Some("the voice is pass");
    }
    None
}
