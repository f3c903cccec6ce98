//! Compiles `data/ontology` and `data/lexicon` into Rust tables: constants that the compiler checks
//! against the ontology's enums, so that a misspelt type or mode does not build.
use std::fmt::Write;
use std::path::Path;

#[path = "../src/lexicon/source.rs"]
mod source;

use source::{Act, Asks, At, Fault, File, Frame, Key, Source, Test};

/// `heavy-weapons` or `pro_democracy` as the enum writes it.
fn camel(name: &str) -> String {
    if name == "sideAB" {
        return "SideAb".to_owned();
    }
    name.split(['-', '_'])
        .map(|part| part[..1].to_uppercase() + &part[1..].to_lowercase())
        .collect()
}

fn kind(name: &str) -> String {
    format!("EventType::{}", camel(&name.to_lowercase()))
}

fn mode(name: &str) -> String {
    if name.is_empty() { "None".to_owned() } else { format!("Some(Mode::{})", camel(name)) }
}

fn contexts<'n>(names: impl IntoIterator<Item = &'n &'n str>) -> String {
    let list: Vec<String> =
        names.into_iter().map(|name| format!("Context::{}", camel(name))).collect();
    format!("&[{}]", list.join(", "))
}

fn option(text: &str) -> String {
    if text.is_empty() { "None".to_owned() } else { format!("Some({text:?})") }
}

fn act(act: &Act<'_>) -> String {
    format!(
        "kind: {}, mode: {}, own: None, contexts: {}, cameo: {}",
        kind(act.kind),
        mode(act.mode),
        contexts(&act.contexts),
        option(act.cameo)
    )
}

fn list<'n>(names: &[&'n str], one: impl Fn(&'n str) -> String) -> String {
    let list: Vec<String> = names.iter().map(|name| one(name)).collect();
    format!("&[{}]", list.join(", "))
}

/// A slot of a frame, as `Slot::named` gives it.
fn slot(name: &str) -> String {
    match name {
        "subj" => "Slot::Subject".to_owned(),
        "obj" => "Slot::Object".to_owned(),
        "iobj" => "Slot::IndirectObject".to_owned(),
        "poss" => "Slot::Possessor".to_owned(),
        "objposs" => "Slot::ObjectPossessor".to_owned(),
        "compsubj" => "Slot::ComplementSubject".to_owned(),
        "inside" => "Slot::Inside".to_owned(),
        "source" => "Slot::Source".to_owned(),
        preposition => format!("Slot::Preposition({preposition:?})"),
    }
}

fn frame(frame: &Frame<'_>) -> String {
    format!(
        "FrameRow {{ actor: {}, recipient: {}, reciprocal: {} }}",
        list(&frame.actor, slot),
        list(&frame.recipient, slot),
        frame.reciprocal
    )
}

/// Where a constraint looks, as `Place::named` gives it.
fn place(name: &str) -> String {
    match name {
        "subj" => "Place::Subject".to_owned(),
        "obj" => "Place::Object".to_owned(),
        "iobj" => "Place::IndirectObject".to_owned(),
        "prt" => "Place::Particle".to_owned(),
        "comp" => "Place::Complement".to_owned(),
        "inf" => "Place::Infinitive".to_owned(),
        "mod" => "Place::Modifier".to_owned(),
        "poss" => "Place::Possessor".to_owned(),
        "adv" => "Place::Adverb".to_owned(),
        "near" => "Place::Near".to_owned(),
        "num" => "Place::Number".to_owned(),
        "voice" => "Place::Voice".to_owned(),
        "support" => "Place::Support".to_owned(),
        preposition => format!("Place::Preposition({preposition:?})"),
    }
}

fn test(test: &Test<'_>) -> String {
    let relation = match test.asks {
        Asks::Is => "Is",
        Asks::IsNot => "IsNot",
        Asks::Present => "Present",
        Asks::Absent => "Absent",
    };
    format!(
        "Test {{ text: {:?}, places: {}, relation: Relation::{relation}, values: Values {{ classes: {}, actor: {}, words: &{:?} }} }}",
        test.text,
        list(&test.places, place),
        test.classes,
        test.actor,
        test.words
    )
}

fn tests(tests: &[Test<'_>]) -> String {
    let list: Vec<String> = tests.iter().map(test).collect();
    format!("&[{}]", list.join(", "))
}

fn part(pos: &str) -> &'static str {
    match pos {
        "n" => "Part::Noun",
        "a" => "Part::Adjective",
        _ => "Part::Verb",
    }
}

fn line(files: &[File<'_>], at: At) -> String {
    format!("Line {{ file: {:?}, number: {} }}", files[at.file].path, at.line)
}

fn table(code: &mut String, name: &str, of: &str, rows: impl IntoIterator<Item = String>) {
    writeln!(code, "pub(super) static {name}: &[{of}] = &[").expect("a string");
    for row in rows {
        writeln!(code, "{row},").expect("a string");
    }
    code.push_str("];\n");
}

fn keys(code: &mut String, name: &str, keys: &[Key<'_>]) {
    let rows =
        keys.iter().map(|(lemma, pos, id, at)| format!("({lemma:?}, {}, {id:?}, {at})", part(pos)));
    table(code, name, "(&str, Part, &str, u16)", rows);
}

fn complain(files: &[File<'_>], faults: &[Fault]) -> ! {
    let lines: Vec<String> = faults
        .iter()
        .map(|f| format!("{}:{}: {}: {}", files[f.at.file].path, f.at.line, f.field, f.what))
        .collect();
    panic!("{}", lines.join("\n"))
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn ontology(data: &Path, out: &Path) {
    let text = text(&data.join("cameo.tsv"));
    let columns = ["code", "name", "goldstein", "type", "mode", "contexts", "repaired"];
    let file = File { table: "cameo.tsv", path: "data/ontology/cameo.tsv", text: &text };
    let mut faults = Vec::new();
    let rows = source::rows(0, &text, &columns, &mut faults);
    if !faults.is_empty() {
        complain(&[file], &faults);
    }
    let mut code =
        String::from("/// Every code of CAMEO 1.1b3, in order.\npub static CODES: &[Code] = &[\n");
    for (_, row) in rows {
        let [id, name, goldstein, ty, md, ctx, _repaired] = row[..] else {
            unreachable!("as many fields as columns")
        };
        let reading = if ty.is_empty() { "None".to_owned() } else { format!("Some({})", kind(ty)) };
        let goldstein = match goldstein.parse::<f32>() {
            Ok(value) => format!("Some({value:?})"),
            Err(_) => "None".to_owned(),
        };
        let ctx: Vec<&str> = ctx.split([' ', ';']).filter(|c| !c.is_empty()).collect();
        writeln!(
            code,
            "Code {{ code: {id:?}, name: {name:?}, goldstein: {goldstein}, kind: {reading}, mode: {}, contexts: {} }},",
            mode(md),
            contexts(&ctx)
        )
        .expect("a string");
    }
    code.push_str("];\n");
    std::fs::write(out.join("cameo.rs"), code).expect("OUT_DIR can be written");
}

pub(crate) fn compile(data: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", data.display());
    println!("cargo::rerun-if-changed=src/lexicon/source.rs");
    let ontology_data = data.with_file_name("ontology");
    println!("cargo::rerun-if-changed={}", ontology_data.display());
    ontology(&ontology_data, out);

    let loaded: Vec<(&str, String, String)> = source::TABLES
        .iter()
        .map(|(name, _)| (*name, format!("data/lexicon/{name}"), text(&data.join(name))))
        .collect();
    let files: Vec<File<'_>> =
        loaded.iter().map(|(table, path, text)| File { table, path, text }).collect();
    let (lexicon, faults) = Source::read(&files);
    if !faults.is_empty() {
        complain(&files, &faults);
    }
    std::fs::write(out.join("lexicon.rs"), write(&lexicon, &files))
        .expect("OUT_DIR can be written");
}

fn write(lexicon: &Source<'_>, files: &[File<'_>]) -> String {
    let mut code = String::new();
    // The texts themselves, for those tables that a user's folder does not bring.
    let texts = files.iter().map(|file| {
        let path = format!("{}/../../{}", env!("CARGO_MANIFEST_DIR"), file.path);
        format!("({:?}, {:?}, include_str!({path:?}))", file.table, file.path)
    });
    table(&mut code, "TEXTS", "(&str, &str, &str)", texts);
    let speaking = lexicon.speaking.iter().map(|(first, phrases)| {
        let list: Vec<String> = phrases
            .iter()
            .map(|(rest, names)| {
                let rest: Vec<&str> = rest.split(' ').filter(|w| !w.is_empty()).collect();
                format!("(&{rest:?}, {})", contexts(names))
            })
            .collect();
        format!("({first:?}, &[{}])", list.join(", "))
    });
    table(&mut code, "CONTEXT_WORDS", "(&str, &[Phrase])", speaking);
    writeln!(code, "pub(super) static CLASS_NAMES: &[&str] = &{:?};", lexicon.classes)
        .expect("a string");
    let members = lexicon.members.iter().map(|(lemma, mask)| format!("({lemma:?}, {mask})"));
    table(&mut code, "CLASSES", "(&str, u128)", members);

    let entries = lexicon.entries.iter().map(|row| {
        format!(
            "EntryRow {{ tests: {}, {}, frame: {}, prior: {:?}, line: {} }}",
            tests(&row.tests),
            act(&row.act),
            frame(&row.frame),
            row.prior,
            line(files, row.at)
        )
    });
    table(&mut code, "ENTRIES", "EntryRow", entries);
    keys(&mut code, "ENTRY_KEYS", &lexicon.entry_keys());

    let operators = lexicon.operators.iter().map(|row| {
        format!(
            "OperatorRow {{ tests: {}, takes: {}, operator: OperatorId({}), frame: {}, prior: {:?}, line: {} }}",
            tests(&row.tests),
            list(&row.takes, place),
            row.operator,
            frame(&row.frame),
            row.prior,
            line(files, row.at)
        )
    });
    table(&mut code, "OPERATORS", "OperatorRow", operators);
    keys(&mut code, "OPERATOR_KEYS", &lexicon.operator_keys());
    writeln!(code, "pub(super) static OPERATOR_NAMES: &[&str] = &{:?};", lexicon.operator_names)
        .expect("a string");
    let embedding = (0..lexicon.operator_names.len()).map(|operator| {
        let rows: Vec<String> = lexicon
            .embedding
            .iter()
            .filter(|row| row.operator == operator)
            .map(|row| {
                format!(
                    "EmbeddingRow {{ inner: {}, {}, factor: {:?}, line: {} }}",
                    inner(row.inner, &lexicon.classes),
                    act(&row.act),
                    row.factor,
                    line(files, row.at)
                )
            })
            .collect();
        format!("&[{}]", rows.join(",\n"))
    });
    table(&mut code, "EMBEDDING", "&[EmbeddingRow]", embedding);

    let mut support: Vec<(&str, String)> = lexicon
        .support
        .iter()
        .map(|(_, lemma, link, subject)| {
            let subject = match *subject {
                "actor" => "SupportRole::Actor",
                "recipient" => "SupportRole::Recipient",
                _ => "SupportRole::Neither",
            };
            (*lemma, format!("SupportRow {{ link: {}, subject: {subject} }}", place(link)))
        })
        .collect();
    support.sort();
    let support = support.iter().map(|(lemma, row)| format!("({lemma:?}, {row})"));
    table(&mut code, "SUPPORT", "(&str, SupportRow)", support);
    let mut irregular: Vec<(&str, &str)> =
        lexicon.irregular.iter().map(|(_, form, lemma)| (*form, *lemma)).collect();
    irregular.sort();
    let irregular = irregular.iter().map(|pair| format!("{pair:?}"));
    table(&mut code, "IRREGULAR", "(&str, &str)", irregular);
    code
}

/// What an operator takes.
fn inner(name: &str, classes: &[&str]) -> String {
    if name == "*" {
        return "Inner::Anything".to_owned();
    }
    if name.bytes().all(|b| b.is_ascii_digit()) {
        return format!("Inner::Code({name:?})");
    }
    if let Some(class) = classes.iter().position(|c| *c == name) {
        return format!("Inner::Class({class})");
    }
    match name.split_once('/') {
        Some((ty, md)) => format!("Inner::Act({}, {})", kind(ty), mode(md)),
        None => format!("Inner::Act({}, None)", kind(name)),
    }
}
