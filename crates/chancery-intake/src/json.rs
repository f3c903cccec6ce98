//! JSON objects to articles.

use chancery_article::Article;
use serde_json::Value;

use crate::text::Fault;
use crate::{MAX_TEXT_BYTES, Reason, moment};

/// An article, and what it was read without: a day that is none must not cost the article.
pub(crate) type Read = (Article, Option<Reason>);

/// The article of one JSON line.
pub(crate) fn article(bytes: &[u8]) -> Result<Read, Reason> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        // "at line 1" would contradict the line that the refusal names.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        Reason::Json(format!("{words}, column {}", error.column()))
    })?;
    from_value(value)
}

/// The articles of a JSON value: one object, or an array of them.
pub(crate) fn articles(bytes: &[u8]) -> Result<Vec<Result<Read, Reason>>, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        (Some(error.line() as u64), Reason::Json(format!("{words}, column {}", error.column())))
    })?;
    Ok(match value {
        Value::Array(items) => items.into_iter().map(from_value).collect(),
        other => vec![from_value(other)],
    })
}

fn from_value(value: Value) -> Result<Read, Reason> {
    let Value::Object(mut fields) = value else {
        return Err(Reason::Json(format!("found {}", kind(&value))));
    };
    let mut string = |field: &'static str| match fields.remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words)),
        // Numbers are common as identifiers, and nothing else is meant by them.
        Some(Value::Number(number)) if field == "id" => Ok(Some(number.to_string())),
        Some(other) => Err(Reason::NotString { field, found: kind(&other) }),
    };
    let text = string("text")?.ok_or(Reason::Missing("text"))?;
    let id = string("id")?.ok_or(Reason::Missing("id"))?;
    if text.len() > MAX_TEXT_BYTES {
        return Err(Reason::TooLong);
    }
    let mut article = Article::new(id, text);
    let mut undated = None;
    if let Some(words) = string("published")? {
        match moment(&words) {
            Ok(day) => article.published = Some(day),
            Err(_) => undated = Some(Reason::Undated(words)),
        }
    }
    article.title = string("title")?;
    article.publisher = string("publisher")?;
    article.url = string("url")?;
    article.language = string("language")?;
    Ok((article, undated))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
