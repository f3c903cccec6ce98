//! The notation of expected and found records: `HEAD key=code key="words" "words"#2 flag`.

/// One term of an expected line: `key=value`, or a value alone (its key is empty).
#[derive(Clone, PartialEq, Debug)]
pub struct Term {
    pub key: String,
    pub value: Want,
}

/// A value asked for.
#[derive(Clone, PartialEq, Debug)]
pub enum Want {
    /// A bare word.
    Code(String),
    /// Quoted words; `…` inside stands for any words; `#2` after them asks for their second
    /// occurrence in the text.
    Words(String, Option<usize>),
}

/// Reads a line's terms.
pub fn terms(line: &str) -> Result<Vec<Term>, String> {
    let mut terms = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let stop = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
        let (plain, after) = rest.split_at(stop);
        let (key, code) = match plain.split_once('=') {
            Some((key, code)) => (key, code),
            None => ("", plain),
        };
        let value;
        if let Some(quoted) = after.strip_prefix('"') {
            if !code.is_empty() {
                return Err(format!("{plain}\" in the line {line}: a quote stands inside a word"));
            }
            let end = quoted.find('"').ok_or_else(|| format!("unclosed quote in {line}"))?;
            let occurrence;
            (occurrence, rest) = number_after(&quoted[end + 1..]);
            value = Want::Words(quoted[..end].replace("''", "\""), occurrence);
        } else {
            value = Want::Code(code.to_owned());
            rest = after;
        }
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return Err(format!("a blank is missing before {rest} in {line}"));
        }
        rest = rest.trim_start();
        terms.push(Term { key: key.to_owned(), value });
    }
    Ok(terms)
}

/// Splits off a leading `#2`.
fn number_after(rest: &str) -> (Option<usize>, &str) {
    let Some(digits) = rest.strip_prefix('#') else { return (None, rest) };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    (digits[..end].parse().ok(), &digits[end..])
}

/// True when `text` is `pattern`, whose `…` stands for any words. White space counts as one blank.
pub fn same_words(pattern: &str, text: &str) -> bool {
    let text = one_blank(text);
    let pattern = one_blank(pattern);
    let mut parts = pattern.split('…').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The text with every run of white space as one blank, and none around it.
pub fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words as the notation quotes them: a double quotation mark inside is written twice single.
pub fn quote(words: &str) -> String {
    format!("\"{}\"", one_blank(words).replace('"', "''"))
}

#[test]
fn reads_codes_words_and_flags() {
    let words = |words: &str, n| Want::Words(words.to_owned(), n);
    let code = |code: &str| Want::Code(code.to_owned());
    let line = r##"ASSAULT/aerial  actor="the ''A'' team"#2 place=UKR  "x" occurred"##;
    let read: Vec<(String, Want)> =
        terms(line).expect("a sound line").into_iter().map(|t| (t.key, t.value)).collect();
    let want = [
        ("", code("ASSAULT/aerial")),
        ("actor", words("the \"A\" team", Some(2))),
        ("place", code("UKR")),
        ("", words("x", None)),
        ("", code("occurred")),
    ];
    assert_eq!(read, want.map(|(key, value)| (key.to_owned(), value)));
    assert!(terms("actor=\"open").is_err());
    assert!(terms("actor=x\"y\"").is_err());
}

#[test]
fn an_ellipsis_stands_for_any_words() {
    assert!(same_words("The talks … on Monday", "The talks will\nbe held  on Monday"));
    assert!(same_words("The  talks", "The talks"));
    assert!(same_words("The … ", "The talks"));
    assert!(!same_words("talks", "The talks"));
    assert!(!same_words("The … Tuesday", "The talks on Monday"));
}
