//! Every record of the bundled articles is what docs/schema/chancery.reading-1.schema.json says.

use chancery::{Article, Chancery};
use chancery_eval::bundled;
use chancery_schema::{Layers, OffsetUnit, Options, record};
use regex_lite::Regex;
use serde_json::{Map, Value};

#[test]
fn records_of_the_bundled_articles_are_valid() {
    let schema = schema();
    let chancery = Chancery::embedded();
    let all = Layers { names: true, predicates: true, tokens: true, text: true, why: true };
    let mut articles = bundled::articles();
    articles.push(Article::new("", ""));
    for article in articles {
        let reading = chancery.read(article);
        for (offsets, with) in [
            (OffsetUnit::Chars, all),
            (OffsetUnit::Bytes, Layers::default()),
            (OffsetUnit::Utf16, Layers::default()),
        ] {
            let record = record(&reading, &Options { offsets, with });
            let value = serde_json::to_value(record).expect("a record is plain data");
            let mut faults = Vec::new();
            Validator { root: &schema }.check(&schema, &value, "", &mut faults);
            assert!(faults.is_empty(), "{}: {}", reading.article.id, faults.join("\n"));
        }
    }
}

#[test]
fn the_validator_sees_what_is_wrong() {
    let schema = schema();
    let faults = |value: Value| {
        let mut faults = Vec::new();
        Validator { root: &schema }.check(&schema, &value, "", &mut faults);
        faults
    };
    let reading =
        Chancery::embedded().read(Article::new("a1", "Talks opened in Geneva on Monday."));
    let sound = serde_json::to_value(record(&reading, &Options::default())).expect("plain data");
    assert_eq!(faults(sound.clone()), Vec::<String>::new());
    let mut unnamed = sound.clone();
    unnamed["schema"] = "chancery.reading/2".into();
    assert_eq!(faults(unnamed).len(), 1);
    let mut no_notes = sound.clone();
    no_notes.as_object_mut().expect("a record is an object").remove("notes");
    assert_eq!(faults(no_notes).len(), 1);
    let mut odd_time = sound;
    odd_time["times"] = serde_json::json!([{ "start": -1 }]);
    assert!(faults(odd_time).len() > 1);
}

fn schema() -> Value {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/chancery.reading-1.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is committed");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// The part of JSON Schema 2020-12 that our schema uses; a keyword beyond it is a fault, so that
/// nothing goes unchecked.
struct Validator<'s> {
    root: &'s Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else { return };
        for (keyword, rule) in schema {
            if let Some(fault) = self.keyword(schema, keyword, rule, value, at, faults) {
                faults.push(format!("{at}: {fault}"));
            }
        }
    }

    fn keyword(
        &self,
        schema: &Map<String, Value>,
        keyword: &str,
        rule: &Value,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) -> Option<String> {
        let wrong = |holds: bool| (!holds).then(|| format!("{value} breaks {keyword} {rule}"));
        let bound = |holds: fn(f64, f64) -> bool| match (value.as_f64(), rule.as_f64()) {
            (Some(value), Some(rule)) => wrong(holds(value, rule)),
            _ => None,
        };
        let length = value.as_array().map(|a| a.len() as u64);
        match keyword {
            "$schema" | "$id" | "$defs" | "title" | "description" => None,
            "$ref" => {
                let path = rule.as_str().and_then(|r| r.strip_prefix('#')).unwrap_or_default();
                let Some(target) = self.root.pointer(path) else {
                    return Some(format!("{rule} leads nowhere"));
                };
                self.check(target, value, at, faults);
                None
            }
            "const" => wrong(value == rule),
            "enum" => wrong(rule.as_array().is_some_and(|all| all.contains(value))),
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                wrong(types.iter().any(|t| is_a(value, t.as_str().unwrap_or_default())))
            }
            "anyOf" => {
                let fits = rule.as_array().into_iter().flatten().any(|choice| {
                    let mut own = Vec::new();
                    self.check(choice, value, at, &mut own);
                    own.is_empty()
                });
                wrong(fits)
            }
            "required" => {
                let object = value.as_object()?;
                let names = rule.as_array().into_iter().flatten().filter_map(Value::as_str);
                let missing: Vec<&str> = names.filter(|n| !object.contains_key(*n)).collect();
                (!missing.is_empty()).then(|| format!("{} missing", missing.join(", ")))
            }
            "properties" => {
                let (object, rules) = (value.as_object()?, rule.as_object()?);
                for (name, field) in object {
                    if let Some(rule) = rules.get(name) {
                        self.check(rule, field, &format!("{at}/{name}"), faults);
                    }
                }
                let known = |name: &&String| rules.contains_key(*name);
                let unknown: Vec<&String> = object.keys().filter(|n| !known(n)).collect();
                (!unknown.is_empty()).then(|| format!("{unknown:?} not told in the schema"))
            }
            "items" => {
                let from = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (i, item) in value.as_array()?.iter().enumerate().skip(from) {
                    self.check(rule, item, &format!("{at}/{i}"), faults);
                }
                None
            }
            "prefixItems" => {
                let rules = rule.as_array()?;
                for (i, (rule, item)) in rules.iter().zip(value.as_array()?).enumerate() {
                    self.check(rule, item, &format!("{at}/{i}"), faults);
                }
                None
            }
            "minItems" => wrong(length.is_none_or(|n| Some(n) >= rule.as_u64())),
            "maxItems" => wrong(length.is_none_or(|n| Some(n) <= rule.as_u64())),
            "minimum" => bound(|value, rule| value >= rule),
            "maximum" => bound(|value, rule| value <= rule),
            "pattern" => {
                let pattern = Regex::new(rule.as_str()?).expect("the schema's patterns are sound");
                wrong(value.as_str().is_none_or(|text| pattern.is_match(text)))
            }
            "additionalProperties" | "unevaluatedProperties" => None,
            _ => Some(format!("the validator does not know {keyword}")),
        }
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
