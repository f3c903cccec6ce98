//! `chancery fuse`: given mentions in, their events out.

use anyhow::Context;
use chancery::article::Span;
use chancery::fuse::Report;
use chancery::fuse::copies::{Signature, fold};
use chancery::{Article, Chancery};
use chancery_intake::Reason;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use crate::args::FuseOptions;
use crate::run::{Done, complain, for_programs, pool};
use crate::world::engine;

/// An article as given, with where its mentions stand.
struct Given {
    article: Article,
    spans: Vec<Span>,
    ids: Vec<Value>,
}

/// What is kept of an article that was read.
struct Kept {
    id: String,
    /// As given.
    mentions: Vec<Value>,
    signature: Signature,
}

/// Articles read together: bounded, since their texts are held in memory.
const BATCH: usize = 256;

pub(crate) fn run(options: &FuseOptions, threads: usize) -> anyhow::Result<Done> {
    let name = options.input.display().to_string();
    let input: Box<dyn BufRead> = match name.as_str() {
        "-" => Box::new(std::io::stdin().lock()),
        _ => Box::new(BufReader::new(
            File::open(&options.input).with_context(|| format!("cannot open {name}"))?,
        )),
    };
    let name = if name == "-" { "standard input" } else { &name };
    let chancery = engine(&options.world)?;
    let pool = pool(threads)?;
    let mut done = Done::default();
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    let (mut waiting, mut kept, mut reports) = (Vec::new(), Vec::new(), Vec::new());
    for (number, line) in input.split(b'\n').enumerate() {
        let line = line.with_context(|| format!("cannot read {name}, line {}", number + 1))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut refuse = |fault: &str| {
            done.refused += 1;
            complain(format_args!("{name}, line {}: {fault}", number + 1));
        };
        match given(&line, &mut refuse) {
            Ok(given) => match lines_of.get(&given.article.id) {
                Some(before) => {
                    refuse(&format!(
                        "field id: {:?} stands on line {before} too",
                        given.article.id
                    ));
                }
                None => {
                    lines_of.insert(given.article.id.clone(), number + 1);
                    waiting.push(given);
                }
            },
            Err(fault) => refuse(&fault),
        }
        if waiting.len() == BATCH {
            read(&chancery, &pool, &mut waiting, &mut kept, &mut reports);
        }
    }
    read(&chancery, &pool, &mut waiting, &mut kept, &mut reports);
    done.read = reports.len();
    if done.read == 0 && done.refused == 0 {
        done.refused = 1;
        complain(format_args!("{name}: {}", Reason::Empty));
    }
    let copies = copies(&kept);
    let events = pool.install(|| chancery.fuse(reports));
    let mut out = for_programs();
    for ((article, original), events) in kept.iter().zip(copies).zip(events) {
        let ids = article.mentions.iter().zip(events);
        let mentions: Vec<Value> =
            ids.map(|(id, event)| json!({"id": id, "event": event})).collect();
        let mut line = Map::new();
        line.insert("id".to_owned(), json!(article.id));
        if original != article.id {
            line.insert("copy_of".to_owned(), json!(original));
        }
        line.insert("mentions".to_owned(), json!(mentions));
        writeln!(out, "{}", Value::Object(line))?;
    }
    out.flush()?;
    Ok(done)
}

/// Of each article the one that it is a copy of: the earliest of its copies, of one day the first by
/// id; itself when it is that one.
fn copies(kept: &[Kept]) -> Vec<&str> {
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|at| {
        let day = kept[*at].signature.day();
        (day.is_none(), day, &kept[*at].id)
    });
    let signatures: Vec<Signature> = order.iter().map(|at| kept[*at].signature.clone()).collect();
    let mut originals = vec![""; kept.len()];
    for (at, first) in order.iter().zip(fold(&signatures)) {
        originals[*at] = &kept[order[first as usize]].id;
    }
    originals
}

/// Reads what waits and keeps sketches and signatures alone.
fn read(
    chancery: &Chancery,
    pool: &rayon::ThreadPool,
    waiting: &mut Vec<Given>,
    kept: &mut Vec<Kept>,
    reports: &mut Vec<Report>,
) {
    let batch = std::mem::take(waiting);
    let sketch = |given: Given| {
        let reading = chancery.read(given.article);
        let report = chancery.sketch(&reading, &given.spans);
        let signature = Signature::of(&reading.article);
        (Kept { id: reading.article.id, mentions: given.ids, signature }, report)
    };
    let read: Vec<_> = pool.install(|| batch.into_par_iter().with_max_len(1).map(sketch).collect());
    for (head, report) in read {
        kept.push(head);
        reports.push(report);
    }
}

/// The article of a line. What is told to `odd` does not cost the line.
fn given(line: &[u8], odd: &mut impl FnMut(&str)) -> Result<Given, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        format!("not JSON: {words}, column {}", error.column())
    })?;
    let Value::Object(fields) = value else { return Err("not a JSON object".to_owned()) };
    let id = match fields.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        Some(_) => return Err("field id: neither a string nor a number".to_owned()),
        None => return Err("field id: missing".to_owned()),
    };
    let text = string(&fields, "text")?.ok_or("field text: missing")?;
    if text.len() > chancery::intake::MAX_TEXT_BYTES {
        return Err("field text: too long".to_owned());
    }
    let mut article = Article::new(id, text);
    if let Some(words) = string(&fields, "published")? {
        match chancery::intake::date(words) {
            Ok(day) => article.published = Some(day),
            Err(_) => odd(&format!("field published: {words:?} is no day; read without a date")),
        }
    }
    let mentions = match fields.get("mentions") {
        Some(Value::Array(mentions)) => mentions,
        Some(_) => return Err("field mentions: not an array".to_owned()),
        None => return Err("field mentions: missing".to_owned()),
    };
    let mut bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
    bytes.push(text.len() as u32);
    let (mut spans, mut ids) = (Vec::new(), Vec::new());
    for (i, mention) in mentions.iter().enumerate() {
        let fault = |field: &str, words: &str| format!("field mentions[{i}].{field}: {words}");
        let offset = |field: &str| {
            let number = mention.get(field).and_then(Value::as_u64);
            let number = number.ok_or_else(|| fault(field, "not a whole number"))?;
            let byte = usize::try_from(number).ok().and_then(|n| bytes.get(n));
            byte.copied().ok_or_else(|| {
                let length = bytes.len() - 1;
                fault(field, &format!("{number} lies beyond the text of {length} characters"))
            })
        };
        let (start, end) = (offset("start")?, offset("end")?);
        if start > end {
            return Err(fault("end", "before start"));
        }
        let id = mention.get("id").cloned().ok_or_else(|| fault("id", "missing"))?;
        spans.push(Span::new(start, end));
        ids.push(id);
    }
    Ok(Given { article, spans, ids })
}

fn string<'f>(fields: &'f Map<String, Value>, name: &str) -> Result<Option<&'f str>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words)),
        Some(_) => Err(format!("field {name}: not a string")),
    }
}
