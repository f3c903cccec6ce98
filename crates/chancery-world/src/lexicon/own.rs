//! A user's own ontology and lexicon: the tables of a folder, laid in the place of ours or added to
//! them, checked line by line.
//!
//! A folder may hold any of our tables (`predicates.tsv`, `classes.tsv` …), which take the place of
//! ours; the same names with `more_` in front (`more_predicates.tsv`), which add to them;
//! `types.tsv`, `modes.tsv` and `context_names.tsv`, its ontology; and `examples.tsv`, sentences with
//! what they are to be coded as. docs/lexicon.md explains the columns.

mod check;

use super::source::{self, At, Fault, File, Source};
use super::{
    EmbeddingRow, EntryRow, FrameRow, Inner, Lexicon, Line, OperatorId, OperatorRow, Part, Phrase,
    Place, Relation, Slot, SupportRole, SupportRow, Tables, Test, Values, tables,
};
use crate::ontology::{Context, EventType, Mode, Own, Quad};
use std::collections::BTreeMap;
use std::fmt;

/// Prefix of tables that add to ours.
const MORE: &str = "more_";

/// The columns of `types.tsv`.
const TYPES: [&str; 5] = ["type", "plover", "quad", "intensity", "meaning"];
/// The columns of `modes.tsv`.
const MODES: [&str; 5] = ["type", "mode", "plover", "intensity", "meaning"];
/// The columns of `context_names.tsv`.
const CONTEXT_NAMES: [&str; 2] = ["context", "meaning"];
/// The columns of `examples.tsv`.
const EXAMPLES: [&str; 2] = ["sentence", "expected"];

/// One of a folder's tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// The file's name: `predicates.tsv`.
    pub name: String,
    /// The file's path, for people.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The folder cannot be used.
    Error,
    /// It can, and does probably not what was meant.
    Doubt,
}

impl Severity {
    /// The severity in a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Doubt => "doubt",
        }
    }
}

/// Something wrong with a line of a table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file.
    pub path: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column, empty for the line as a whole.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub what: String,
    /// How bad it is.
    pub severity: Severity,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.path, self.line)?;
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.what)
    }
}

/// A sentence with what it is to be coded as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The file and line it stands in.
    pub path: String,
    /// The line.
    pub line: u32,
    /// The sentence.
    pub sentence: String,
    /// `TYPE` or `TYPE/mode`; none for a sentence that reports nothing.
    pub expected: Vec<String>,
}

/// All that is wrong with a folder's tables, in the order of their lines; the examples are not coded
/// here.
///
/// ```
/// use chancery_world::lexicon::own::{Table, check};
///
/// let table = Table {
///     name: "types.tsv".into(),
///     path: "trade/types.tsv".into(),
///     text: "type\tplover\tquad\tintensity\tmeaning\nTARIFF\tSANCTIONS\t\t\tduties\n".into(),
/// };
/// let problems = check(&[table]);
/// assert!(problems[0].to_string().starts_with("trade/types.tsv:2: plover: "));
/// ```
pub fn check(tables: &[Table]) -> Vec<Problem> {
    let (files, mut problems) = files(tables);
    let read = Read::new(&files, tables);
    let paths = &read.paths;
    let told = |fault: &Fault| Problem {
        path: paths[fault.at.file].to_owned(),
        line: fault.at.line,
        field: fault.field,
        what: fault.what.clone(),
        severity: Severity::Error,
    };
    problems.extend(read.faults.iter().map(told));
    problems.extend(check::check(&read));
    problems.extend(examples_of(tables, Some(&read)).1);
    problems.sort();
    problems.dedup();
    // What an error says of a field needs no doubt beside it.
    let errors: Vec<(String, u32, &str)> = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .map(|p| (p.path.clone(), p.line, p.field))
        .collect();
    let is_told = |p: &Problem| {
        errors.iter().any(|(path, line, field)| {
            (path.as_str(), *line, *field) == (p.path.as_str(), p.line, p.field)
        })
    };
    problems.retain(|p| p.severity == Severity::Error || !is_told(p));
    problems
}

/// The examples of the tables, as far as they can be read.
pub fn examples(tables: &[Table]) -> Vec<Example> {
    examples_of(tables, None).0
}

/// Our own tables, as a folder would hold them.
pub fn ours() -> Vec<Table> {
    let table = |(name, path, text): &(&str, &str, &str)| Table {
        name: (*name).to_owned(),
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    tables::TEXTS.iter().map(table).collect()
}

/// The lexicon that the tables make with ours. It is kept for as long as the program lives, so open
/// one lexicon once.
///
/// # Errors
/// All problems that keep it from being used, each with its line.
pub fn open(tables: &[Table]) -> Result<Lexicon, Vec<Problem>> {
    let mut problems = check(tables);
    problems.retain(|p| p.severity == Severity::Error);
    if !problems.is_empty() {
        return Err(problems);
    }
    let tables: &'static [Table] = tables.to_vec().leak();
    let (files, _) = files(tables);
    let read = Read::new(&files, tables);
    let lexicon = Build { read: &read }.lexicon();
    Ok(Lexicon { tables: Box::leak(Box::new(lexicon)) })
}

/// The lexicon's files in the order of our tables: ours or the folder's, then what adds to it.
fn files<'t>(tables: &'t [Table]) -> (Vec<File<'t>>, Vec<Problem>) {
    let mut found = Vec::new();
    for (table, path, text) in tables::TEXTS.iter().copied() {
        let given = tables.iter().find(|t| t.name == table);
        found.push(given.map_or(File { table, path, text }, |t| File {
            table,
            path: &t.path,
            text: &t.text,
        }));
        let more = tables.iter().find(|t| t.name.strip_prefix(MORE) == Some(table));
        found.extend(more.map(|t| File { table, path: &t.path, text: &t.text }));
    }
    let ontology = ["types.tsv", "modes.tsv", "context_names.tsv", "examples.tsv"];
    let strange = tables.iter().filter(|t| {
        let name = t.name.strip_prefix(MORE).unwrap_or(&t.name);
        !ontology.contains(&t.name.as_str())
            && source::TABLES.iter().all(|(known, _)| *known != name)
    });
    let known = || {
        let names = source::TABLES.iter().map(|(name, _)| *name).chain(ontology);
        names.collect::<Vec<_>>().join(", ")
    };
    let problems = strange.map(|t| Problem {
        path: t.path.clone(),
        line: 1,
        field: "",
        what: match t.name.as_str() {
            "cameo.tsv" => "CAMEO's codes are what they are: this table is not read".to_owned(),
            _ => format!("this table is not read; the tables are {}, and {MORE}… of ours", known()),
        },
        severity: Severity::Doubt,
    });
    (found, problems.collect())
}

/// A type of the ontology.
#[derive(Clone, Copy, Debug)]
struct Type<'t> {
    at: At,
    name: &'t str,
    /// The type of PLOVER whose rules it follows.
    like: EventType,
    quad: Quad,
    intensity: f32,
}

/// A mode of the ontology.
#[derive(Clone, Copy, Debug)]
struct ModeOf<'t> {
    kind: &'t str,
    name: &'t str,
    like: Option<Mode>,
    intensity: Option<f32>,
}

/// A folder's tables, read.
struct Read<'t> {
    /// The path of every file by its place: the lexicon's, then the ontology's.
    paths: Vec<&'t str>,
    /// True for files of the user's.
    theirs: Vec<bool>,
    source: Source<'t>,
    types: Option<Vec<Type<'t>>>,
    modes: Vec<ModeOf<'t>>,
    contexts: Vec<&'t str>,
    faults: Vec<Fault>,
}

impl<'t> Read<'t> {
    fn new(files: &[File<'t>], tables: &'t [Table]) -> Self {
        let (source, faults) = Source::read(files);
        let mut read = Self {
            paths: files.iter().map(|f| f.path).collect(),
            theirs: files.iter().map(|f| tables.iter().any(|t| t.path == f.path)).collect(),
            source,
            types: None,
            modes: Vec::new(),
            contexts: Vec::new(),
            faults,
        };
        if let Some(rows) = read.rows(tables, "types.tsv", &TYPES) {
            let types = rows.into_iter().filter_map(|(at, row)| read.kind(at, &row)).collect();
            read.types = Some(types);
        }
        for (at, row) in read.rows(tables, "modes.tsv", &MODES).unwrap_or_default() {
            let mode = read.mode(at, &row);
            read.modes.extend(mode);
        }
        let names = read.rows(tables, "context_names.tsv", &CONTEXT_NAMES);
        for (at, row) in names.unwrap_or_default() {
            if row[0].is_empty() || row[0].contains([' ', ';']) {
                let what = "a context's name is one word".to_owned();
                read.fault(at, "context", what);
            } else if Context::from_name(row[0]).is_none() {
                read.contexts.push(row[0]);
            }
        }
        read
    }

    fn fault(&mut self, at: At, field: &'static str, what: String) {
        self.faults.push(Fault { at, field, what });
    }

    /// The rows of a table of the ontology.
    fn rows(
        &mut self,
        tables: &'t [Table],
        name: &str,
        columns: &[&'static str],
    ) -> Option<Vec<(At, Vec<&'t str>)>> {
        let table = tables.iter().find(|t| t.name == name)?;
        self.paths.push(&table.path);
        self.theirs.push(true);
        Some(source::rows(self.paths.len() - 1, &table.text, columns, &mut self.faults))
    }

    fn kind(&mut self, at: At, row: &[&'t str]) -> Option<Type<'t>> {
        let [name, like, quad, intensity, _] = *row else { return None };
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "-_".contains(c);
        if name.is_empty() || !name.chars().all(plain) {
            let what = format!("a type is a word in capitals, such as TARIFF, not {name:?}");
            self.fault(at, "type", what);
            return None;
        }
        let like = match (EventType::from_name(name), EventType::from_name(like)) {
            (Some(own), None) if like.is_empty() => own,
            (Some(own), Some(like)) if own == like => own,
            (Some(_), _) => {
                let what = format!("{name} is PLOVER's own type: leave this empty or say {name}");
                self.fault(at, "plover", what);
                return None;
            }
            (None, Some(like)) => like,
            (None, None) => {
                let names = EventType::ALL.map(EventType::as_str);
                let what = format!(
                    "{like:?} is no type of PLOVER; name the one whose rules {name} follows{}: {}",
                    nearest(like, names),
                    names.join(" ")
                );
                self.fault(at, "plover", what);
                return None;
            }
        };
        let quad = match quad.parse::<u8>().ok().and_then(Quad::from_number) {
            Some(quad) => quad,
            None if quad.is_empty() => like.quad(),
            None => {
                let what =
                    format!("{quad:?} is no quad class: 1, 2, 3, 4, or nothing for PLOVER's");
                self.fault(at, "quad", what);
                like.quad()
            }
        };
        let intensity = self.intensity(at, intensity).unwrap_or(like.intensity());
        Some(Type { at, name, like, quad, intensity })
    }

    fn intensity(&mut self, at: At, text: &str) -> Option<f32> {
        let number = text.parse::<f32>().ok().filter(|n| (-10.0..=10.0).contains(n));
        if number.is_none() && !text.is_empty() {
            let what = format!("{text:?} is no number from -10 to 10; leave it empty for PLOVER's");
            self.fault(at, "intensity", what);
        }
        number
    }

    fn mode(&mut self, at: At, row: &[&'t str]) -> Option<ModeOf<'t>> {
        let [kind, name, like, intensity, _] = *row else { return None };
        let Some(of) = self.like(kind) else {
            let what = format!("{kind:?} is no type{}", self.nearest_type(kind));
            self.fault(at, "type", what);
            return None;
        };
        if name.is_empty() || name.contains([' ', '/', ';', '.']) {
            let what = format!("a mode is one word, such as safeguard, not {name:?}");
            self.fault(at, "mode", what);
            return None;
        }
        let modes = of.modes();
        let found = modes.iter().map(|(m, _)| *m).find(|m| m.as_str() == like);
        if found.is_none() && !like.is_empty() {
            let names: Vec<&str> = modes.iter().map(|(m, _)| m.as_str()).collect();
            let what = format!(
                "{like:?} is no mode of {}; its modes are {}; leave this empty when none is like it",
                of.as_str(),
                if names.is_empty() { "none".to_owned() } else { names.join(" ") }
            );
            self.fault(at, "plover", what);
        }
        if self.modes.iter().any(|m| (m.kind, m.name) == (kind, name)) {
            self.fault(at, "mode", format!("{kind}/{name} stands here twice: drop one"));
        }
        let intensity = self.intensity(at, intensity);
        Some(ModeOf { kind, name, like: found, intensity })
    }

    /// The type of PLOVER that a type is or is like.
    fn like(&self, name: &str) -> Option<EventType> {
        let own = self.types.iter().flatten().find(|t| t.name == name).map(|t| t.like);
        own.or_else(|| EventType::from_name(name))
    }

    /// The names of all types that may be used.
    fn type_names(&self) -> Vec<&str> {
        match &self.types {
            Some(types) => types.iter().map(|t| t.name).collect(),
            None => EventType::ALL.map(EventType::as_str).to_vec(),
        }
    }

    fn nearest_type(&self, name: &str) -> String {
        let names = self.type_names();
        let known = names.join(" ");
        format!("{}; the types are {known}", nearest(name, names))
    }

    /// An act by its names; a reason when there is none of them.
    fn act(&self, kind: &str, mode: &str) -> Result<Found<'_, 't>, (&'static str, String)> {
        let own = self.types.iter().flatten().find(|t| t.name == kind);
        let Some(like) = self.like(kind) else {
            return Err(("type", format!("{kind:?} is no type{}", self.nearest_type(kind))));
        };
        let plover = EventType::from_name(kind);
        let of_own = self.modes.iter().find(|m| (m.kind, m.name) == (kind, mode));
        let of_plover = plover
            .into_iter()
            .flat_map(|k| k.modes().iter())
            .map(|(m, _)| *m)
            .find(|m| m.as_str() == mode);
        if mode.is_empty() || of_own.is_some() || of_plover.is_some() {
            return Ok(Found { like, own, mode: of_own, plover_mode: of_plover });
        }
        let mut names: Vec<&str> =
            self.modes.iter().filter(|m| m.kind == kind).map(|m| m.name).collect();
        names.extend(plover.into_iter().flat_map(|k| k.modes().iter()).map(|(m, _)| m.as_str()));
        let known = if names.is_empty() {
            "it has none; modes.tsv adds some".to_owned()
        } else {
            format!("its modes are {}", names.join(" "))
        };
        Err(("mode", format!("{kind} has no mode {mode:?}{}; {known}", nearest(mode, names))))
    }

    fn knows_context(&self, name: &str) -> bool {
        Context::from_name(name).is_some() || self.contexts.contains(&name)
    }

    /// What an operator's row takes, by its kind.
    fn inner(&self, name: &'t str) -> Result<Takes<'t>, String> {
        if name == "*" {
            return Ok(Takes::Anything);
        }
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Takes::Code(name));
        }
        if let Some(class) = self.source.classes.iter().position(|c| *c == name) {
            return Ok(Takes::Class(class as u8));
        }
        let (kind, mode) = name.split_once('/').unwrap_or((name, ""));
        match self.act(kind, mode) {
            Ok(_) => Ok(Takes::Act(kind, mode)),
            Err((_, why)) => Err(format!(
                "{name:?} is no class, no type or TYPE/mode, no CAMEO code and not *: {why}"
            )),
        }
    }
}

/// An act of the ontology.
struct Found<'r, 't> {
    like: EventType,
    own: Option<&'r Type<'t>>,
    mode: Option<&'r ModeOf<'t>>,
    plover_mode: Option<Mode>,
}

/// What an operator takes.
enum Takes<'t> {
    Anything,
    Class(u8),
    Code(&'t str),
    Act(&'t str, &'t str),
}

/// ", perhaps X": the name nearest in spelling, when one is near.
fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let name = name.to_lowercase();
    let near = names
        .into_iter()
        .map(|n| {
            let known = n.to_lowercase();
            let first = known.chars().next() != name.chars().next();
            (strsim::damerau_levenshtein(&known, &name), first, n)
        })
        .filter(|(steps, ..)| *steps <= 2)
        .min();
    near.map(|(.., n)| format!(", perhaps {n}")).unwrap_or_default()
}

/// The examples, and what is wrong with them; types are checked where an ontology is given.
fn examples_of(tables: &[Table], read: Option<&Read<'_>>) -> (Vec<Example>, Vec<Problem>) {
    let Some(table) = tables.iter().find(|t| t.name == "examples.tsv") else {
        return (Vec::new(), Vec::new());
    };
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for (at, row) in source::rows(0, &table.text, &EXAMPLES, &mut faults) {
        let (sentence, expected) = (row[0].trim(), row[1].trim());
        if sentence.is_empty() || expected.is_empty() {
            let what = "a sentence, then TYPE or TYPE/mode, several by spaces, or none".to_owned();
            faults.push(Fault { at, field: "", what });
            continue;
        }
        let mut wanted = Vec::new();
        for name in expected.split(' ').filter(|n| !n.is_empty() && *n != "none") {
            let (kind, mode) = name.split_once('/').unwrap_or((name, ""));
            let kind = kind.trim_start_matches('!');
            if let Some(Err((_, what))) = read.map(|r| r.act(kind, mode)) {
                faults.push(Fault { at, field: "expected", what });
            }
            wanted.push(name.to_owned());
        }
        found.push(Example {
            path: table.path.clone(),
            line: at.line,
            sentence: sentence.to_owned(),
            expected: wanted,
        });
    }
    let problems = faults.into_iter().map(|fault| Problem {
        path: table.path.clone(),
        line: fault.at.line,
        field: fault.field,
        what: fault.what,
        severity: Severity::Error,
    });
    (found, problems.collect())
}

/// Rows that live as long as the program, from tables without a fault.
struct Build<'r> {
    read: &'r Read<'static>,
}

fn kept<T>(rows: Vec<T>) -> &'static [T] {
    rows.leak()
}

impl Build<'_> {
    fn lexicon(&self) -> Tables {
        let source = &self.read.source;
        let entries = source.entries.iter().map(|row| {
            let (kind, mode, own) = self.act(row.act.kind, row.act.mode);
            EntryRow {
                tests: self.tests(&row.tests),
                kind,
                mode,
                own,
                contexts: contexts(&row.act.contexts),
                cameo: Some(row.act.cameo).filter(|code| !code.is_empty()),
                frame: frame(&row.frame),
                prior: row.prior,
                line: self.line(row.at),
            }
        });
        let operators = source.operators.iter().map(|row| OperatorRow {
            tests: self.tests(&row.tests),
            takes: kept(row.takes.iter().map(|name| place(name)).collect()),
            operator: OperatorId(row.operator as u8),
            frame: frame(&row.frame),
            prior: row.prior,
            line: self.line(row.at),
        });
        let embedding = (0..source.operator_names.len()).map(|operator| {
            let rows = source.embedding.iter().filter(|row| row.operator == operator);
            kept(rows.map(|row| self.embedding(row)).collect())
        });
        let mut support: Vec<(&'static str, SupportRow)> = source
            .support
            .iter()
            .map(|(_, lemma, link, subject)| {
                let subject = match *subject {
                    "actor" => SupportRole::Actor,
                    "recipient" => SupportRole::Recipient,
                    _ => SupportRole::Neither,
                };
                (*lemma, SupportRow { link: place(link), subject })
            })
            .collect();
        support.sort_by_key(|(lemma, _)| *lemma);
        let mut irregular: Vec<_> = source.irregular.iter().map(|(_, f, l)| (*f, *l)).collect();
        irregular.sort_unstable();
        Tables {
            entries: kept(entries.collect()),
            entry_keys: keys(source.entry_keys()),
            operators: kept(operators.collect()),
            operator_keys: keys(source.operator_keys()),
            operator_names: kept(source.operator_names.clone()),
            embedding: kept(embedding.collect()),
            support: kept(support),
            irregular: kept(irregular),
            context_words: speaking(&source.speaking),
            class_names: kept(source.classes.clone()),
            classes: kept(source.members.iter().map(|(lemma, bits)| (*lemma, *bits)).collect()),
            types: self.read.types.as_ref().map(|t| kept(t.iter().map(|t| t.name).collect())),
        }
    }

    fn act(
        &self,
        kind: &'static str,
        mode: &'static str,
    ) -> (EventType, Option<Mode>, Option<Own>) {
        let found = self.read.act(kind, mode).map_err(|(_, why)| why);
        let found = found.expect("the tables were checked before");
        let plain = EventType::from_name(kind).is_some() && found.mode.is_none();
        let own = (!plain).then(|| Own {
            kind,
            mode: (!mode.is_empty()).then_some(mode),
            quad: found.own.map_or(found.like.quad(), |t| t.quad),
            intensity: found
                .mode
                .and_then(|m| m.intensity)
                .unwrap_or(found.own.map_or(found.like.intensity(), |t| t.intensity)),
        });
        (found.like, found.plover_mode.or(found.mode.and_then(|m| m.like)), own)
    }

    fn embedding(&self, row: &source::Embedding<'static>) -> EmbeddingRow {
        let (kind, mode, own) = self.act(row.act.kind, row.act.mode);
        let inner = match self.read.inner(row.inner).expect("the tables were checked before") {
            Takes::Anything => Inner::Anything,
            Takes::Class(bit) => Inner::Class(bit),
            Takes::Code(code) => Inner::Code(code),
            Takes::Act(kind, mode) => match self.act(kind, mode) {
                (like, plover, None) => Inner::Act(like, plover),
                (_, _, Some(own)) => Inner::Own(own.kind, own.mode),
            },
        };
        EmbeddingRow {
            inner,
            kind,
            mode,
            own,
            contexts: contexts(&row.act.contexts),
            cameo: Some(row.act.cameo).filter(|code| !code.is_empty()),
            factor: row.factor,
            line: self.line(row.at),
        }
    }

    fn tests(&self, tests: &[source::Test<'static>]) -> &'static [Test] {
        let test = |test: &source::Test<'static>| Test {
            text: test.text,
            places: kept(test.places.iter().map(|name| place(name)).collect()),
            relation: match test.asks {
                source::Asks::Is => Relation::Is,
                source::Asks::IsNot => Relation::IsNot,
                source::Asks::Present => Relation::Present,
                source::Asks::Absent => Relation::Absent,
            },
            values: Values {
                classes: test.classes,
                actor: test.actor,
                words: kept(test.words.clone()),
            },
        };
        kept(tests.iter().map(test).collect())
    }

    fn line(&self, at: At) -> Line {
        Line { file: self.read.paths[at.file], number: at.line }
    }
}

fn keys(keys: Vec<source::Key<'static>>) -> &'static [(&'static str, Part, &'static str, u16)] {
    let key = |(lemma, part, id, at): source::Key<'static>| {
        let part = match part {
            "n" => Part::Noun,
            "a" => Part::Adjective,
            _ => Part::Verb,
        };
        let id: &'static str = id.leak();
        (lemma, part, id, u16::try_from(at).expect("the check counts the rows"))
    };
    kept(keys.into_iter().map(key).collect())
}

fn speaking(
    words: &BTreeMap<String, BTreeMap<String, Vec<&'static str>>>,
) -> &'static [(&'static str, &'static [Phrase])] {
    let all = words.iter().map(|(first, phrases)| {
        let phrases = phrases.iter().map(|(rest, names)| -> Phrase {
            let rest: &'static str = rest.clone().leak();
            (kept(rest.split(' ').filter(|w| !w.is_empty()).collect()), contexts(names))
        });
        let first: &'static str = first.clone().leak();
        (first, kept(phrases.collect()))
    });
    kept(all.collect())
}

fn contexts(names: &[&'static str]) -> &'static [Context] {
    let context = |name: &&'static str| Context::from_name(name).unwrap_or(Context::Own(name));
    kept(names.iter().map(context).collect())
}

fn frame(frame: &source::Frame<'static>) -> FrameRow {
    let slots = |names: &[&'static str]| kept(names.iter().map(|name| slot(name)).collect());
    FrameRow {
        actor: slots(&frame.actor),
        recipient: slots(&frame.recipient),
        reciprocal: frame.reciprocal,
    }
}

/// A slot by its name in a frame; any other word is a preposition.
fn slot(name: &'static str) -> Slot {
    match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "iobj" => Slot::IndirectObject,
        "poss" => Slot::Possessor,
        "objposs" => Slot::ObjectPossessor,
        "compsubj" => Slot::ComplementSubject,
        "inside" => Slot::Inside,
        "source" => Slot::Source,
        preposition => Slot::Preposition(preposition),
    }
}

/// A constraint's place by its name; any other word is a preposition.
fn place(name: &'static str) -> Place {
    match name {
        "subj" => Place::Subject,
        "obj" => Place::Object,
        "iobj" => Place::IndirectObject,
        "prt" => Place::Particle,
        "comp" => Place::Complement,
        "inf" => Place::Infinitive,
        "mod" => Place::Modifier,
        "poss" => Place::Possessor,
        "adv" => Place::Adverb,
        "near" => Place::Near,
        "num" => Place::Number,
        "voice" => Place::Voice,
        "support" => Place::Support,
        preposition => Place::Preposition(preposition),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> Vec<Table> {
        let table = |(name, text): &(&str, &str)| Table {
            name: (*name).to_owned(),
            path: format!("mine/{name}"),
            text: text.replace('|', "\t").replace('¦', "|"),
        };
        files.iter().map(table).collect()
    }

    const TRADE: &str = "type|plover|quad|intensity|meaning\nTARIFF|SANCTION|4|-4.5|duties\n";
    const HEADER: &str = "lemmas|pos|where|type|mode|contexts|cameo|frame|prior\n";

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        check(&folder(files)).iter().map(ToString::to_string).collect()
    }

    /// Our own tables, read at run time, make the lexicon that the build made.
    #[test]
    fn reads_our_own_tables_as_the_build_does() {
        let ours = Lexicon::embedded();
        let read = open(&[]).expect("our own tables are sound");
        assert_eq!(ours.tables.entry_keys, read.tables.entry_keys);
        assert_eq!(ours.tables.operator_keys, read.tables.operator_keys);
        assert!(ours.tables.entries == read.tables.entries);
        assert!(ours.tables.operators == read.tables.operators);
        assert!(ours.tables.embedding == read.tables.embedding);
        assert!(ours.tables.support == read.tables.support);
        assert!(ours.tables.irregular == read.tables.irregular);
        assert!(ours.tables.context_words == read.tables.context_words);
        assert_eq!(ours.tables.class_names, read.tables.class_names);
        assert!(ours.tables.classes == read.tables.classes);
        assert_eq!(ours.tables.operator_names, read.tables.operator_names);
    }

    #[test]
    fn a_type_of_ones_own_follows_the_rules_of_plovers() {
        let rows = format!("{HEADER}impose|v|obj=tariff|TARIFF||economic|163|subj > on|.9\n");
        let lexicon = open(&folder(&[("types.tsv", TRADE), ("predicates.tsv", &rows)]))
            .expect("the folder is sound");
        let entry = lexicon.entries("impose").next().expect("the entry");
        assert_eq!(entry.row.kind, EventType::Sanction);
        let own = entry.row.own.expect("it is of their own");
        assert_eq!((own.kind, own.mode, own.quad as u8), ("TARIFF", None, 4));
        assert_eq!(own.intensity, -4.5);
        assert_eq!(entry.row.line.to_string(), "mine/predicates.tsv:2");
        assert!(lexicon.reports(entry.row.kind, entry.row.own));
        assert!(!lexicon.reports(EventType::Sanction, None));
        assert_eq!(lexicon.entries("bombard").count(), 0);
        assert!(lexicon.operators("refuse").next().is_some(), "tables not given are ours");
    }

    #[test]
    fn what_adds_to_ours_leaves_ours() {
        let rows = format!("{HEADER}tariffize|v||SANCTION|||163|subj > on|.9\n");
        let lexicon = open(&folder(&[("more_predicates.tsv", &rows)])).expect("sound");
        assert!(lexicon.entries("tariffize").next().is_some());
        assert!(lexicon.entries("bombard").next().is_some());
    }

    #[test]
    fn every_problem_is_told_with_its_line_and_field() {
        let rows = format!(
            "{HEADER}impose|v|obj=NOTHING|TARIF||economics|163|sbj > on|.9\n\
             lift|x||TARIFF|gone||9999|subj on|much\nshort|v\n"
        );
        let said = said(&[("types.tsv", TRADE), ("predicates.tsv", &rows)]).join("\n");
        for wanted in [
            "mine/predicates.tsv:2: where: no row of classes.tsv has the class NOTHING",
            "mine/predicates.tsv:2: type: \"TARIF\" is no type, perhaps TARIFF",
            "mine/predicates.tsv:2: contexts: \"economics\" is no context",
            "mine/predicates.tsv:2: frame: \"sbj\" is no slot",
            "mine/predicates.tsv:3: pos: \"x\" is none of v",
            "mine/predicates.tsv:3: mode: TARIFF has no mode \"gone\"",
            "mine/predicates.tsv:3: cameo: CAMEO has no code 9999",
            "mine/predicates.tsv:3: frame: a frame reads",
            "mine/predicates.tsv:3: prior: \"much\" is no number",
            "mine/predicates.tsv:4: 2 fields, not 9",
        ] {
            assert!(said.contains(wanted), "{wanted}\n---\n{said}");
        }
    }

    #[test]
    fn entries_that_never_match_are_doubted() {
        let rows = format!(
            "{HEADER}impose|v||TARIFF||economic|163|subj > on|.9\n\
             impose|v|on=import|TARIFF||economic|163|subj > on|.4\n\
             duty|n|obj=import|TARIFF|||163|poss > on|.7\n\
             levy|v|obj !obj|TARIFF|||163|subj > on|.7\n\
             slap|v||TARIFF|||163|subj > on|.05\n\
             Dump|v||TARIFF|||163|subj > on|.7\n"
        );
        let problems = check(&folder(&[("types.tsv", TRADE), ("predicates.tsv", &rows)]));
        let doubts: Vec<(u32, Severity)> =
            problems.iter().filter(|p| p.line > 1).map(|p| (p.line, p.severity)).collect();
        let lines: Vec<u32> = doubts.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7], "{problems:#?}");
        assert!(doubts.iter().all(|(_, severity)| *severity == Severity::Doubt));
    }

    /// Our tables with a field gone wrong, cut short, or with strange words in it: told or used.
    #[test]
    fn damaged_tables_are_told_or_used() {
        let odd = ["", "\t", "|", "!", "=", "obj=", "!obj=x", "<>", ">", "é", "999999999999", "*"];
        for (turn, table) in ours().into_iter().enumerate() {
            let lines: Vec<&str> = table.text.lines().collect();
            for (i, word) in odd.iter().enumerate() {
                let line = 1 + (i * 7 + turn) % (lines.len() - 1);
                let mut fields: Vec<&str> = lines[line].split('\t').collect();
                let at = (i + turn) % fields.len();
                fields[at] = word;
                let mut lines = lines.clone();
                let damaged = fields.join("\t");
                lines[line] = &damaged;
                lines.truncate(line + 40);
                let damaged = Table { text: lines.join("\n"), ..table.clone() };
                let problems = check(std::slice::from_ref(&damaged));
                let mut own = problems.iter().filter(|p| p.path == damaged.path);
                assert!(own.all(|p| p.line as usize <= lines.len()));
                if problems.iter().all(|p| p.severity == Severity::Doubt) {
                    open(&[damaged]).expect("a table without an error can be used");
                }
            }
        }
    }

    #[test]
    fn nothing_that_a_file_says_breaks_the_check() {
        for text in ["", "\u{feff}", "\t", "lemmas", "\n\n\n", HEADER, "a\tb\n\0"] {
            for (name, _) in source::TABLES {
                let _ = check(&folder(&[(name, text)]));
            }
            for name in ["types.tsv", "modes.tsv", "context_names.tsv", "examples.tsv", "x.tsv"] {
                let _ = check(&folder(&[(name, text)]));
            }
        }
    }
}
