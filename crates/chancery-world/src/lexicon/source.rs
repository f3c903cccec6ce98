//! The lexicon's tables as they are written: tab-separated text to rows, every fault with its line.
//!
//! The build script includes this file too, so that our own tables and a user's are read alike.

use std::collections::{BTreeMap, BTreeSet};

/// Every table, with its columns, in the order in which they are read.
pub const TABLES: [(&str, &[&str]); 9] = [
    ("classes.tsv", &["class", "lemmas"]),
    ("persons.tsv", &["class", "lemmas"]),
    ("contexts.tsv", &["context", "words"]),
    (
        "predicates.tsv",
        &["lemmas", "pos", "where", "type", "mode", "contexts", "cameo", "frame", "prior"],
    ),
    ("operators.tsv", &["lemmas", "pos", "where", "takes", "operator", "frame", "prior"]),
    ("embedding.tsv", &["operator", "inner", "type", "mode", "contexts", "cameo", "factor"]),
    ("support.tsv", &["lemmas", "link", "subject"]),
    ("irregular.tsv", &["form", "lemma"]),
    ("prepositions.tsv", &["preposition"]),
];

/// Operators that no table lists: the auxiliaries "will not" and "must".
pub const AUXILIARIES: [&str; 2] = ["WONT", "MUST"];

/// Classes are the bits of a `u128`.
const CLASSES: usize = 128;
/// Operators are counted in a byte.
const OPERATORS: usize = 256;

/// A table's text.
#[derive(Clone, Copy)]
pub struct File<'t> {
    /// Which table it is, by its name in [`TABLES`].
    pub table: &'static str,
    /// Where it stands, for people.
    pub path: &'t str,
    /// What it says.
    pub text: &'t str,
}

/// A line of one of the files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct At {
    /// The file, by its place among those given.
    pub file: usize,
    /// The line, counted from 1.
    pub line: u32,
}

/// Something wrong with a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// The column, empty for the line as a whole.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub what: String,
}

/// What a constraint asks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Asks {
    Is,
    IsNot,
    Present,
    Absent,
}

/// A constraint.
#[derive(Clone, Debug)]
pub struct Test<'t> {
    pub text: &'t str,
    pub places: Vec<&'t str>,
    pub asks: Asks,
    pub classes: u128,
    pub actor: bool,
    pub words: Vec<&'t str>,
}

/// Who plays which part, by the names of the slots.
#[derive(Clone, Debug, Default)]
pub struct Frame<'t> {
    pub actor: Vec<&'t str>,
    pub recipient: Vec<&'t str>,
    pub reciprocal: bool,
}

/// An act by its names.
#[derive(Clone, Debug)]
pub struct Act<'t> {
    pub kind: &'t str,
    pub mode: &'t str,
    pub contexts: Vec<&'t str>,
    pub cameo: &'t str,
}

/// A row of `predicates.tsv`.
#[derive(Clone, Debug)]
pub struct Entry<'t> {
    pub at: At,
    pub lemmas: Vec<&'t str>,
    pub part: &'t str,
    pub tests: Vec<Test<'t>>,
    pub act: Act<'t>,
    pub frame: Frame<'t>,
    pub prior: f32,
}

/// A row of `operators.tsv`.
#[derive(Clone, Debug)]
pub struct Operator<'t> {
    pub at: At,
    pub lemmas: Vec<&'t str>,
    pub part: &'t str,
    pub tests: Vec<Test<'t>>,
    pub takes: Vec<&'t str>,
    /// Its place among [`Source::operator_names`].
    pub operator: usize,
    pub frame: Frame<'t>,
    pub prior: f32,
}

/// A row of `embedding.tsv`.
#[derive(Clone, Debug)]
pub struct Embedding<'t> {
    pub at: At,
    pub operator: usize,
    pub inner: &'t str,
    pub act: Act<'t>,
    pub factor: f32,
}

/// A key of a sorted table: lemma, part of speech, id, row.
pub type Key<'t> = (&'t str, &'t str, String, usize);

/// All tables as rows.
#[derive(Clone, Debug, Default)]
pub struct Source<'t> {
    /// Names of the classes; a class's place is its bit.
    pub classes: Vec<&'t str>,
    /// Nouns with their classes as bits.
    pub members: BTreeMap<&'t str, u128>,
    /// Where each class is first named.
    pub class_at: Vec<At>,
    /// First words of what speaks of contexts; for each what may follow, and the contexts.
    pub speaking: BTreeMap<String, BTreeMap<String, Vec<&'t str>>>,
    /// The contexts that `contexts.tsv` names, with their lines.
    pub contexts: Vec<(At, &'t str)>,
    pub entries: Vec<Entry<'t>>,
    pub operators: Vec<Operator<'t>>,
    pub operator_names: Vec<&'t str>,
    pub embedding: Vec<Embedding<'t>>,
    /// Verb, link, part of its subject.
    pub support: Vec<(At, &'t str, &'t str, &'t str)>,
    /// Form and lemma.
    pub irregular: Vec<(At, &'t str, &'t str)>,
    pub prepositions: BTreeSet<&'t str>,
}

impl<'t> Source<'t> {
    /// Reads the tables, as far as they can be read, and tells all that is wrong with them. Files of
    /// one table follow each other: the later ones add to the first.
    pub fn read(files: &[File<'t>]) -> (Self, Vec<Fault>) {
        let mut reader = Reader { source: Source::default(), faults: Vec::new() };
        reader.source.operator_names = AUXILIARIES.to_vec();
        for (table, columns) in TABLES {
            for (file, given) in files.iter().enumerate().filter(|(_, f)| f.table == table) {
                for (at, fields) in rows(file, given.text, columns, &mut reader.faults) {
                    reader.row(table, at, &fields);
                }
            }
        }
        (reader.source, reader.faults)
    }

    /// The entries by lemma: what the program looks up.
    pub fn entry_keys(&self) -> Vec<Key<'t>> {
        let act = |entry: &Entry<'t>| match (entry.act.kind.to_lowercase(), entry.act.mode) {
            (kind, "") => kind,
            (kind, mode) => format!("{kind}-{mode}"),
        };
        let rows = self.entries.iter().map(|e| (&e.lemmas, e.part, act(e)));
        keys(rows)
    }

    /// The operators by lemma.
    pub fn operator_keys(&self) -> Vec<Key<'t>> {
        let name = |o: &Operator<'t>| self.operator_names[o.operator].to_lowercase();
        keys(self.operators.iter().map(|o| (&o.lemmas, o.part, name(o))))
    }
}

/// Keys with ids that tell apart what several rows say of one lemma.
fn keys<'t: 's, 's>(
    rows: impl Iterator<Item = (&'s Vec<&'t str>, &'t str, String)>,
) -> Vec<Key<'t>> {
    let mut keys = Vec::new();
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    for (at, (lemmas, part, says)) in rows.enumerate() {
        for lemma in lemmas {
            let base = format!("{lemma}.{part}.{says}");
            let n = used.entry(base.clone()).or_default();
            *n += 1;
            let id = if *n == 1 { base } else { format!("{base}.{n}") };
            keys.push((*lemma, part, id, at));
        }
    }
    keys.sort();
    keys
}

/// The rows of a table below its header, each with its line.
pub fn rows<'t>(
    file: usize,
    text: &'t str,
    columns: &[&'static str],
    faults: &mut Vec<Fault>,
) -> Vec<(At, Vec<&'t str>)> {
    let mut fault = |line, what: String| {
        faults.push(Fault { at: At { file, line }, field: "", what });
    };
    let mut lines = text.trim_start_matches('\u{feff}').lines().zip(1u32..);
    let header: Vec<&str> = match lines.next() {
        Some((header, _)) => header.split('\t').collect(),
        None => Vec::new(),
    };
    if header != columns {
        let wanted = columns.join(" ");
        fault(1, format!("the first line names the columns, separated by tabs: {wanted}"));
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, number) in lines.filter(|(line, _)| !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() == columns.len() {
            found.push((At { file, line: number }, fields));
        } else {
            let (has, wants) = (fields.len(), columns.len());
            let what = format!("{has} fields, not {wants}; fields are separated by single tabs");
            fault(number, what);
        }
    }
    found
}

struct Reader<'t> {
    source: Source<'t>,
    faults: Vec<Fault>,
}

impl<'t> Reader<'t> {
    fn fault(&mut self, at: At, field: &'static str, what: String) {
        self.faults.push(Fault { at, field, what });
    }

    fn row(&mut self, table: &str, at: At, row: &[&'t str]) {
        match (table, row) {
            ("classes.tsv" | "persons.tsv", [class, lemmas]) => self.class(at, class, lemmas),
            ("contexts.tsv", [context, words]) => self.context(at, context, words),
            (
                "predicates.tsv",
                [lemmas, part, wheres, kind, mode, contexts, cameo, frame, prior],
            ) => {
                let entry = Entry {
                    at,
                    lemmas: self.lemmas(at, lemmas),
                    part: self.part(at, part),
                    tests: self.tests(at, wheres),
                    act: act(kind, mode, contexts, cameo),
                    frame: self.frame(at, frame),
                    prior: self.number(at, "prior", prior),
                };
                self.source.entries.push(entry);
            }
            ("operators.tsv", [lemmas, part, wheres, takes, operator, frame, prior]) => {
                let operator = Operator {
                    at,
                    lemmas: self.lemmas(at, lemmas),
                    part: self.part(at, part),
                    tests: self.tests(at, wheres),
                    takes: words(takes).collect(),
                    operator: self.operator(at, operator),
                    frame: self.frame(at, frame),
                    prior: self.number(at, "prior", prior),
                };
                self.source.operators.push(operator);
            }
            ("embedding.tsv", [operator, inner, kind, mode, contexts, cameo, factor]) => {
                let names = &self.source.operator_names;
                let Some(operator) = names.iter().position(|o| o == operator) else {
                    let what = format!("no row of operators.tsv has the operator {operator:?}");
                    return self.fault(at, "operator", what);
                };
                let row = Embedding {
                    at,
                    operator,
                    inner,
                    act: act(kind, mode, contexts, cameo),
                    factor: self.number(at, "factor", factor),
                };
                self.source.embedding.push(row);
            }
            ("support.tsv", [lemmas, link, subject]) => {
                if !matches!(*subject, "actor" | "recipient" | "none") {
                    let what = format!("{subject:?} is none of actor, recipient, none");
                    return self.fault(at, "subject", what);
                }
                for lemma in self.lemmas(at, lemmas) {
                    self.source.support.push((at, lemma, link, subject));
                }
            }
            ("irregular.tsv", [form, lemma]) => self.source.irregular.push((at, form, lemma)),
            ("prepositions.tsv", [word]) => {
                self.source.prepositions.insert(word);
            }
            _ => {}
        }
    }

    fn class(&mut self, at: At, class: &'t str, lemmas: &'t str) {
        if !class.starts_with(|c: char| c.is_ascii_uppercase()) || class == "ACTOR" {
            let what = format!("a class is written in capitals and is not ACTOR, unlike {class:?}");
            return self.fault(at, "class", what);
        }
        let known = self.source.classes.iter().position(|c| *c == class);
        if known.is_none() && self.source.classes.len() == CLASSES {
            let what = format!("{class} is one class too many: there may be {CLASSES}");
            return self.fault(at, "class", what);
        }
        let bit = known.unwrap_or_else(|| {
            self.source.classes.push(class);
            self.source.class_at.push(at);
            self.source.classes.len() - 1
        });
        for lemma in words(lemmas) {
            *self.source.members.entry(lemma).or_default() |= 1 << bit;
        }
    }

    fn context(&mut self, at: At, context: &'t str, list: &'t str) {
        self.source.contexts.push((at, context));
        let all = words(list).map(str::to_owned);
        // A compound is one token or, as the treebanks cut it, three.
        let cut = all.clone().filter(|w| w.contains('-')).map(|w| w.replace('-', "_-_"));
        for word in all.chain(cut) {
            let (first, rest) = word.split_once('_').unwrap_or((&word, ""));
            let phrases = self.source.speaking.entry(first.to_owned()).or_default();
            phrases.entry(rest.replace('_', " ")).or_default().push(context);
        }
    }

    fn lemmas(&mut self, at: At, list: &'t str) -> Vec<&'t str> {
        let lemmas: Vec<&str> = words(list).collect();
        if lemmas.is_empty() {
            self.fault(at, "lemmas", "no lemma: give the dictionary form of a word".to_owned());
        }
        lemmas
    }

    fn part(&mut self, at: At, part: &'t str) -> &'t str {
        if !matches!(part, "v" | "n" | "a") {
            let what = format!("{part:?} is none of v (verb), n (noun), a (adjective)");
            self.fault(at, "pos", what);
        }
        part
    }

    fn number(&mut self, at: At, field: &'static str, text: &str) -> f32 {
        match text.parse::<f32>() {
            Ok(number) if (0.0..=1.5).contains(&number) => number,
            _ => {
                self.fault(at, field, format!("{text:?} is no number from 0 to 1, such as .75"));
                0.0
            }
        }
    }

    fn operator(&mut self, at: At, name: &'t str) -> usize {
        let known = self.source.operator_names.iter().position(|o| *o == name);
        if name.is_empty() || known.is_none() && self.source.operator_names.len() == OPERATORS {
            let what = format!("an operator has a name, and there may be {OPERATORS}");
            self.fault(at, "operator", what);
            return 0;
        }
        known.unwrap_or_else(|| {
            self.source.operator_names.push(name);
            self.source.operator_names.len() - 1
        })
    }

    fn frame(&mut self, at: At, text: &'t str) -> Frame<'t> {
        let reciprocal = text.contains("<>");
        let Some((actor, recipient)) = text.split_once(if reciprocal { "<>" } else { ">" }) else {
            let what =
                format!("a frame reads `actor > recipient` or `actor <> other`, not {text:?}");
            self.fault(at, "frame", what);
            return Frame::default();
        };
        let list =
            |side: &'t str| side.split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
        Frame { actor: list(actor), recipient: list(recipient), reciprocal }
    }

    fn tests(&mut self, at: At, text: &'t str) -> Vec<Test<'t>> {
        words(text).map(|test| self.test(at, test)).collect()
    }

    fn test(&mut self, at: At, text: &'t str) -> Test<'t> {
        let (absent, test) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (places, asks, values) = match test.find(['=', '!']) {
            Some(sign) if absent => {
                let what = format!(
                    "`{text}` says no twice: write `{}!…` for none of them, `!{}` for nothing there",
                    &test[..sign],
                    &test[..sign]
                );
                self.fault(at, "where", what);
                (&test[..sign], Asks::Absent, "")
            }
            Some(sign) if test[sign..].starts_with('=') => {
                (&test[..sign], Asks::Is, &test[sign + 1..])
            }
            Some(sign) => (&test[..sign], Asks::IsNot, &test[sign + 1..]),
            None => (test, if absent { Asks::Absent } else { Asks::Present }, ""),
        };
        let mut found = Test {
            text,
            places: places.split('|').collect(),
            asks,
            classes: 0,
            actor: false,
            words: Vec::new(),
        };
        for value in values.split('|').filter(|v| !v.is_empty()) {
            if value == "ACTOR" {
                found.actor = true;
            } else if value.starts_with(|c: char| c.is_ascii_uppercase()) {
                match self.source.classes.iter().position(|c| *c == value) {
                    Some(bit) => found.classes |= 1 << bit,
                    None => {
                        let what =
                            format!("no row of classes.tsv has the class {value} of `{text}`");
                        self.fault(at, "where", what);
                    }
                }
            } else {
                found.words.push(value);
            }
        }
        found
    }
}

fn act<'t>(kind: &'t str, mode: &'t str, contexts: &'t str, cameo: &'t str) -> Act<'t> {
    let contexts = contexts.split([' ', ';']).filter(|n| !n.is_empty()).collect();
    Act { kind, mode, contexts, cameo }
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(' ').filter(|w| !w.is_empty())
}
