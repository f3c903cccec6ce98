//! Compiles `data/ontology` and `data/lexicon` into Rust tables: constants that the compiler checks
//! against the ontology's enums, so that a misspelt type or mode does not build.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The rows of a tab-separated table without its header, each with its line number.
fn rows(path: &Path) -> Vec<(usize, Vec<String>)> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines().enumerate();
    let width = lines.next().expect("a table has a header").1.split('\t').count();
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            assert!(
                fields.len() == width,
                "{}:{}: {} fields, not {width}",
                path.display(),
                number + 1,
                fields.len()
            );
            (number + 1, fields)
        })
        .collect()
}

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

fn contexts(names: &str) -> String {
    let list: Vec<String> = names
        .split([' ', ';'])
        .filter(|n| !n.is_empty())
        .map(|n| format!("Context::{}", camel(n)))
        .collect();
    format!("&[{}]", list.join(", "))
}

fn option(text: &str) -> String {
    if text.is_empty() { "None".to_owned() } else { format!("Some({text:?})") }
}

/// A slot of a frame.
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

fn frame(text: &str) -> String {
    let reciprocal = text.contains("<>");
    let (actor, recipient) = text
        .split_once(if reciprocal { "<>" } else { ">" })
        .unwrap_or_else(|| panic!("a frame reads `actor > recipient`, not {text:?}"));
    let list = |side: &str| {
        let slots: Vec<String> =
            side.split(',').map(str::trim).filter(|s| !s.is_empty()).map(slot).collect();
        format!("&[{}]", slots.join(", "))
    };
    format!(
        "FrameRow {{ actor: {}, recipient: {}, reciprocal: {reciprocal} }}",
        list(actor),
        list(recipient)
    )
}

/// Where a constraint looks.
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

/// The tests of a `where` column.
fn tests(text: &str, classes: &[String], line: &str) -> String {
    let mut out = Vec::new();
    for test in text.split(' ').filter(|t| !t.is_empty()) {
        let (absent, test) = match test.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, test),
        };
        let (places, relation, values) = match test.find(['=', '!']) {
            Some(at) => (&test[..at], &test[at..=at], &test[at + 1..]),
            None => (test, if absent { "absent" } else { "present" }, ""),
        };
        let relation = match relation {
            "=" => "Is",
            "!" => "IsNot",
            "absent" => "Absent",
            _ => "Present",
        };
        let (mut mask, mut actor, mut words) = (0u128, false, Vec::new());
        for value in values.split('|').filter(|v| !v.is_empty()) {
            if value == "ACTOR" {
                actor = true;
            } else if value.starts_with(|c: char| c.is_ascii_uppercase()) {
                let class = classes
                    .iter()
                    .position(|c| c == value)
                    .unwrap_or_else(|| panic!("{line}: no class {value}"));
                mask |= 1 << class;
            } else {
                words.push(format!("{value:?}"));
            }
        }
        let places: Vec<String> = places.split('|').map(place).collect();
        out.push(format!(
            "Test {{ places: &[{}], relation: Relation::{relation}, values: Values {{ classes: {mask}, actor: {actor}, words: &[{}] }} }}",
            places.join(", "),
            words.join(", ")
        ));
    }
    format!("&[{}]", out.join(", "))
}

fn part(pos: &str, line: &str) -> &'static str {
    match pos {
        "v" => "Part::Verb",
        "n" => "Part::Noun",
        "a" => "Part::Adjective",
        _ => panic!("{line}: part of speech {pos:?} is none of v, n, a"),
    }
}

fn ontology(data: &Path, out: &Path) {
    let mut code =
        String::from("/// Every code of CAMEO 1.1b3, in order.\npub static CODES: &[Code] = &[\n");
    for (_, row) in rows(&data.join("cameo.tsv")) {
        let [id, name, goldstein, ty, md, ctx, _repaired] = &row[..] else {
            panic!("cameo.tsv has seven columns")
        };
        let reading = if ty.is_empty() { "None".to_owned() } else { format!("Some({})", kind(ty)) };
        let goldstein = match goldstein.parse::<f32>() {
            Ok(value) => format!("Some({value:?})"),
            Err(_) => "None".to_owned(),
        };
        writeln!(
            code,
            "Code {{ code: {id:?}, name: {name:?}, goldstein: {goldstein}, kind: {reading}, mode: {}, contexts: {} }},",
            mode(md),
            contexts(ctx)
        )
        .expect("writing to a string");
    }
    code.push_str("];\n");
    std::fs::write(out.join("cameo.rs"), code).expect("OUT_DIR can be written");
}

pub(crate) fn compile(data: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", data.display());
    let ontology_data = data.with_file_name("ontology");
    println!("cargo::rerun-if-changed={}", ontology_data.display());
    ontology(&ontology_data, out);

    let mut code = String::new();
    // Classes: every noun with the set of its classes as bits.
    let mut classes: Vec<String> = Vec::new();
    let mut members: BTreeMap<String, u128> = BTreeMap::new();
    let own = rows(&data.join("classes.tsv"));
    for (_, row) in own.into_iter().chain(rows(&data.join("persons.tsv"))) {
        let at = classes.iter().position(|c| *c == row[0]).unwrap_or_else(|| {
            classes.push(row[0].clone());
            classes.len() - 1
        });
        assert!(at < 128, "classes are the bits of a u128");
        for lemma in row[1].split(' ').filter(|l| !l.is_empty()) {
            *members.entry(lemma.to_owned()).or_default() |= 1 << at;
        }
    }
    // Contexts: the first words of all words and phrases, each with what may follow it.
    let mut speaking: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (_, row) in rows(&data.join("contexts.tsv")) {
        let words = row[1].split(' ').filter(|w| !w.is_empty()).map(str::to_owned);
        // A compound is one token or, as the treebanks cut it, three.
        let cut = words.clone().filter(|w| w.contains('-')).map(|w| w.replace('-', "_-_"));
        for word in words.chain(cut) {
            let word = word.as_str();
            let (first, rest) = word.split_once('_').unwrap_or((word, ""));
            let phrases = speaking.entry(first.to_owned()).or_default();
            phrases.entry(rest.replace('_', " ")).or_default().push(row[0].clone());
        }
    }
    code.push_str("pub(super) static CONTEXT_WORDS: &[(&str, &[Phrase])] = &[\n");
    for (first, phrases) in &speaking {
        let list: Vec<String> = phrases
            .iter()
            .map(|(rest, names)| {
                let rest: Vec<&str> = rest.split(' ').filter(|w| !w.is_empty()).collect();
                format!("(&{rest:?}, {})", contexts(&names.join(" ")))
            })
            .collect();
        writeln!(code, "({first:?}, &[{}]),", list.join(", ")).expect("string");
    }
    code.push_str("];\n");
    writeln!(code, "pub(super) static CLASS_NAMES: &[&str] = &{classes:?};").expect("string");
    code.push_str("pub(super) static CLASSES: &[(&str, u128)] = &[\n");
    for (lemma, mask) in &members {
        writeln!(code, "({lemma:?}, {mask}),").expect("string");
    }
    code.push_str("];\n");

    // Predicates: one row serves several lemmas; the key table is sorted by lemma.
    let mut keys: Vec<(String, String, String, usize)> = Vec::new();
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    code.push_str("pub(super) static ENTRIES: &[EntryRow] = &[\n");
    for (at, (number, row)) in rows(&data.join("predicates.tsv")).into_iter().enumerate() {
        let line = format!("predicates.tsv:{number}");
        let [lemmas, pos, wheres, ty, md, ctx, cameo, fr, prior] = &row[..] else {
            panic!("predicates.tsv has nine columns")
        };
        let prior: f32 = prior.parse().unwrap_or_else(|_| panic!("{line}: prior {prior:?}"));
        writeln!(
            code,
            "EntryRow {{ tests: {}, kind: {}, mode: {}, contexts: {}, cameo: {}, frame: {}, prior: {prior:?} }},",
            tests(wheres, &classes, &line),
            kind(ty),
            mode(md),
            contexts(ctx),
            option(cameo),
            frame(fr),
        )
        .expect("string");
        let act =
            if md.is_empty() { ty.to_lowercase() } else { format!("{}-{md}", ty.to_lowercase()) };
        for lemma in lemmas.split(' ') {
            let base = format!("{lemma}.{pos}.{act}");
            let n = used.entry(base.clone()).or_default();
            *n += 1;
            let id = if *n == 1 { base } else { format!("{base}.{n}") };
            keys.push((lemma.to_owned(), part(pos, &line).to_owned(), id, at));
        }
    }
    code.push_str("];\n");
    keys.sort();
    code.push_str("pub(super) static ENTRY_KEYS: &[(&str, Part, &str, u16)] = &[\n");
    for (lemma, pos, id, at) in &keys {
        writeln!(code, "({lemma:?}, {pos}, {id:?}, {at}),").expect("string");
    }
    code.push_str("];\n");

    // Operators and what they make of the predicate they take.
    let mut operators: Vec<String> = vec!["WONT".to_owned(), "MUST".to_owned()];
    let mut keys: Vec<(String, String, String, usize)> = Vec::new();
    let mut used: BTreeMap<String, u32> = BTreeMap::new();
    code.push_str("pub(super) static OPERATORS: &[OperatorRow] = &[\n");
    for (at, (number, row)) in rows(&data.join("operators.tsv")).into_iter().enumerate() {
        let line = format!("operators.tsv:{number}");
        let [lemmas, pos, wheres, takes, operator, fr, prior] = &row[..] else {
            panic!("operators.tsv has seven columns")
        };
        let op = operators.iter().position(|o| o == operator).unwrap_or_else(|| {
            operators.push(operator.clone());
            operators.len() - 1
        });
        let takes: Vec<String> = takes.split(' ').filter(|t| !t.is_empty()).map(place).collect();
        let prior: f32 = prior.parse().unwrap_or_else(|_| panic!("{line}: prior {prior:?}"));
        writeln!(
            code,
            "OperatorRow {{ tests: {}, takes: &[{}], operator: OperatorId({op}), frame: {}, prior: {prior:?} }},",
            tests(wheres, &classes, &line),
            takes.join(", "),
            frame(fr),
        )
        .expect("string");
        for lemma in lemmas.split(' ') {
            let base = format!("{lemma}.{pos}.{}", operator.to_lowercase());
            let n = used.entry(base.clone()).or_default();
            *n += 1;
            let id = if *n == 1 { base } else { format!("{base}.{n}") };
            keys.push((lemma.to_owned(), part(pos, &line).to_owned(), id, at));
        }
    }
    code.push_str("];\n");
    keys.sort();
    code.push_str("pub(super) static OPERATOR_KEYS: &[(&str, Part, &str, u16)] = &[\n");
    for (lemma, pos, id, at) in &keys {
        writeln!(code, "({lemma:?}, {pos}, {id:?}, {at}),").expect("string");
    }
    code.push_str("];\n");
    writeln!(code, "pub(super) static OPERATOR_NAMES: &[&str] = &{operators:?};").expect("string");

    let mut embedding: Vec<Vec<String>> = vec![Vec::new(); operators.len()];
    for (number, row) in rows(&data.join("embedding.tsv")) {
        let [operator, inner, ty, md, ctx, cameo, factor] = &row[..] else {
            panic!("embedding.tsv has seven columns")
        };
        let op = operators
            .iter()
            .position(|o| o == operator)
            .unwrap_or_else(|| panic!("embedding.tsv:{number}: no operator {operator}"));
        let inner = if inner == "*" {
            "Inner::Anything".to_owned()
        } else if inner.bytes().all(|b| b.is_ascii_digit()) {
            format!("Inner::Code({inner:?})")
        } else if let Some(class) = classes.iter().position(|c| c == inner) {
            format!("Inner::Class({class})")
        } else {
            match inner.split_once('/') {
                Some((ty, md)) => format!("Inner::Act({}, {})", kind(ty), mode(md)),
                None => format!("Inner::Act({}, None)", kind(inner)),
            }
        };
        let factor: f32 = factor.parse().expect("embedding.tsv: factor is a number");
        embedding[op].push(format!(
            "EmbeddingRow {{ inner: {inner}, kind: {}, mode: {}, contexts: {}, cameo: {}, factor: {factor:?} }}",
            kind(ty),
            mode(md),
            contexts(ctx),
            option(cameo)
        ));
    }
    code.push_str("pub(super) static EMBEDDING: &[&[EmbeddingRow]] = &[\n");
    for list in &embedding {
        writeln!(code, "&[{}],", list.join(",\n")).expect("string");
    }
    code.push_str("];\n");

    let mut support: Vec<(String, String)> = Vec::new();
    for (number, row) in rows(&data.join("support.tsv")) {
        let subject = match row[2].as_str() {
            "actor" => "SupportRole::Actor",
            "recipient" => "SupportRole::Recipient",
            "none" => "SupportRole::Neither",
            other => panic!("support.tsv:{number}: {other}"),
        };
        for lemma in row[0].split(' ') {
            support.push((
                lemma.to_owned(),
                format!("SupportRow {{ link: {}, subject: {subject} }}", place(&row[1])),
            ));
        }
    }
    support.sort();
    code.push_str("pub(super) static SUPPORT: &[(&str, SupportRow)] = &[\n");
    for (lemma, row) in &support {
        writeln!(code, "({lemma:?}, {row}),").expect("string");
    }
    code.push_str("];\n");
    let mut irregular: Vec<(String, String)> = rows(&data.join("irregular.tsv"))
        .into_iter()
        .map(|(_, row)| (row[0].clone(), row[1].clone()))
        .collect();
    irregular.sort();
    writeln!(code, "pub(super) static IRREGULAR: &[(&str, &str)] = &{irregular:?};")
        .expect("string");
    std::fs::write(out.join("lexicon.rs"), code).expect("OUT_DIR can be written");
}
