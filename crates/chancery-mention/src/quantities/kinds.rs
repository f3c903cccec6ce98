//! What is counted: by the noun and by the predicate that governs it.

use super::measure::Measure;
use super::{QuantityKind, spaced};
use crate::words::{Lex, Shape, Words, rows};
use chancery_article::{Span, TokenId};
use chancery_syntax::{Rel, Syntax, Upos};
use chancery_world::words::DOUBTFUL_CURRENCIES;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a measure counts, and one past the words that say so.
pub(super) struct Counted {
    pub kind: QuantityKind,
    pub unit: Option<String>,
    pub end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum NounKind {
    Kind(QuantityKind),
    /// People of no particular kind: the predicate says what became of them.
    People,
}

type Nouns = FxHashMap<&'static str, (NounKind, &'static str)>;

static NOUNS: LazyLock<Nouns> = LazyLock::new(|| {
    rows(include_str!("../../../../data/quantities/nouns.tsv"))
        .map(|[noun, kind, lemma]| {
            let kind = match kind {
                "people" => NounKind::People,
                other => NounKind::Kind(kind_of(other)),
            };
            (noun, (kind, lemma))
        })
        .collect()
});

static PREDICATES: LazyLock<FxHashMap<&'static str, QuantityKind>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/quantities/predicates.tsv"))
        .map(|[verb, kind]| (verb, kind_of(kind)))
        .collect()
});

static CURRENCIES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/quantities/currencies.tsv"))
        .map(|[written, code]| (written, code))
        .collect()
});

fn kind_of(name: &str) -> QuantityKind {
    match name {
        "troops" => QuantityKind::Troops,
        "killed" => QuantityKind::Killed,
        "injured" => QuantityKind::Injured,
        "arrested" => QuantityKind::Arrested,
        "displaced" => QuantityKind::Displaced,
        "protesters" => QuantityKind::Protesters,
        "weapons" => QuantityKind::Weapons,
        _ => QuantityKind::Other,
    }
}

fn small<T: Copy>(table: &FxHashMap<&'static str, T>, word: &str) -> Option<T> {
    if word.len() > 20 {
        return None;
    }
    table.get(word).copied().or_else(|| table.get(word.to_lowercase().as_str()).copied())
}

/// The ISO 4217 code of a currency's word or sign.
pub(super) fn currency(word: &str) -> Option<&'static str> {
    small(&CURRENCIES, word)
}

/// What `measure` counts; none when it counts nothing that the text names.
pub(super) fn counted(
    words: &Words<'_>,
    syntax: &Syntax,
    measure: &Measure,
    next_time: u32,
) -> Option<Counted> {
    if let Some(code) = measure.currency {
        return Some(money(code, measure.end));
    }
    if let Some((code, end)) = currency_after(words, measure) {
        return Some(money(code, end));
    }
    let end = measure.end;
    if words.is_any(end, &["percent", "%"]) || words.is(end, "per") && words.is(end + 1, "cent") {
        let end = if words.is(end, "per") { end + 2 } else { end + 1 };
        let unit = Some("percent".to_owned());
        return Some(Counted { kind: QuantityKind::Other, unit, end });
    }
    match noun(words, syntax, measure, next_time) {
        Some(noun) => {
            let fate = fate(words, syntax, measure, &noun);
            let kind = match (noun.kind, fate) {
                (Some(NounKind::Kind(QuantityKind::Weapons)), _) => QuantityKind::Weapons,
                (
                    Some(NounKind::Kind(kind @ (QuantityKind::Killed | QuantityKind::Injured))),
                    _,
                ) => kind,
                (Some(NounKind::Kind(QuantityKind::Troops)), Some(QuantityKind::Protesters)) => {
                    QuantityKind::Troops
                }
                (Some(_), Some(fate)) => fate,
                (Some(NounKind::Kind(kind)), None) => kind,
                _ => QuantityKind::Other,
            };
            Some(Counted { kind, unit: Some(noun.lemma), end: noun.end })
        }
        None => bare(words, syntax, measure),
    }
}

fn money(code: &str, end: usize) -> Counted {
    Counted { kind: QuantityKind::Money, unit: Some(code.to_owned()), end }
}

/// "1 billion euros", "20 million U.S. dollars".
fn currency_after(words: &Words<'_>, measure: &Measure) -> Option<(&'static str, usize)> {
    let mut at = measure.end;
    if !spaced(words, at) {
        return None;
    }
    if words.is(at, "of") {
        return None;
    }
    let of_country = match words.str(at) {
        "U.S." | "US" | "American" => Some("USD"),
        "Canadian" => Some("CAD"),
        "Australian" => Some("AUD"),
        "Hong" if words.is(at + 1, "Kong") => Some("HKD"),
        "Egyptian" => Some("EGP"),
        "Syrian" => Some("SYP"),
        "Sudanese" => Some("SDG"),
        "Pakistani" => Some("PKR"),
        "Qatari" => Some("QAR"),
        "Kuwaiti" => Some("KWD"),
        "Philippine" => Some("PHP"),
        "Swiss" | "British" | "Saudi" | "Iranian" | "Mexican" | "Russian" | "Chinese"
        | "Japanese" => Some(""),
        _ => None,
    };
    if of_country.is_some() {
        at += if words.is(at, "Hong") { 2 } else { 1 };
    }
    let word = words.str(at);
    let code = currency(word).filter(|_| words.get(at).shape != Shape::Mark)?;
    let lower = word.to_ascii_lowercase();
    if DOUBTFUL_CURRENCIES.contains(&lower.as_str()) && of_country.is_none() {
        let large = measure.value.is_some_and(|value| value >= 10_000.0);
        if !large {
            return None;
        }
    }
    Some((of_country.filter(|code| !code.is_empty()).unwrap_or(code), at + 1))
}

struct Noun {
    kind: Option<NounKind>,
    lemma: String,
    /// Its word.
    at: usize,
    end: usize,
}

/// The noun a number counts: the first known one in the words after it, or the one the tree says.
fn noun(words: &Words<'_>, syntax: &Syntax, measure: &Measure, next_time: u32) -> Option<Noun> {
    let mut at = measure.end;
    if words.is(at, "of") && words.is_any(at + 1, &["the", "its", "their", "his", "our"]) {
        at += 2;
    }
    if words.is(at, "more") {
        at += 1;
    }
    let from_tree = tree_noun(words, syntax, measure);
    let mut last: Option<Noun> = None;
    for k in 0..5 {
        let i = at + k;
        let word = words.get(i);
        let letters = matches!(word.shape, Shape::Lower | Shape::Title | Shape::Upper);
        let hyphen =
            word.shape == Shape::Mark && words.is(i, "-") && words.glued(i) && words.glued(i + 1);
        if i >= words.len() || !(letters || hyphen) || word.start >= next_time {
            break;
        }
        if k == 0 && !spaced(words, i) && !hyphen {
            break;
        }
        if hyphen {
            continue;
        }
        let stop = matches!(word.lex, Lex::Unit { .. })
            || words.is_any(
                i,
                &[
                    "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "who",
                    "that", "which", "were", "was", "are", "is", "have", "had", "has", "of", "as",
                    "when", "after", "before", "than", "while", "will", "would", "been", "be",
                    "killed", "wounded", "injured",
                ],
            ) && !matches!(NOUNS.get(words.str(i)), Some((NounKind::Kind(_), _)));
        if stop {
            break;
        }
        if let Some((kind, lemma)) = small(&NOUNS, words.str(i)) {
            last = Some(Noun { kind: Some(kind), lemma: lemma.to_owned(), at: i, end: i + 1 });
            // "12 police officers": go on to the head.
            continue;
        }
        if last.is_some() {
            break;
        }
    }
    if last.is_some() {
        return last;
    }
    from_tree
        .filter(|noun| noun.at >= at && noun.at < at + 5 && words.get(noun.at).start < next_time)
}

/// The noun that the number modifies in the tree, when it is plural.
fn tree_noun(words: &Words<'_>, syntax: &Syntax, measure: &Measure) -> Option<Noun> {
    let number = words.get(measure.at);
    let last = words.get(measure.end - 1);
    let tokens = syntax.tokens_in(Span::new(number.start, last.end));
    let head = tokens.clone().find_map(|t| {
        let token = syntax.token(TokenId(t));
        let above = token.head.filter(|h| !tokens.contains(&h.0))?;
        (token.rel == Rel::Nummod).then_some(above)
    })?;
    let token = syntax.token(head);
    if token.upos != Upos::Noun || token.xpos != "NNS" && measure.value != Some(1.0) {
        return None;
    }
    let at = (measure.end..measure.end + 6).find(|i| words.get(*i).start == token.span.start())?;
    if matches!(words.lex(at), Lex::Unit { .. }) || words.is(at, "times") {
        return None;
    }
    let lemma = token.lemma.to_string();
    Some(Noun { kind: small(&NOUNS, &lemma).map(|(kind, _)| kind), lemma, at, end: at + 1 })
}

/// What became of those counted, by the predicate that governs them.
fn fate(
    words: &Words<'_>,
    syntax: &Syntax,
    measure: &Measure,
    noun: &Noun,
) -> Option<QuantityKind> {
    let word = words.get(noun.at);
    let token = syntax.tokens_in(Span::new(word.start, word.end)).next().map(TokenId);
    if let Some(fate) = token.and_then(|token| tree_fate(syntax, token)) {
        return Some(fate);
    }
    // "A dozen gunmen kidnapped five workers": those who act do not suffer.
    if token.is_some_and(|token| is_agent(words, syntax, token)) {
        return None;
    }
    fate_nearby(words, measure, noun.end)
}

/// True for the subject of an active verb that has an object; those who "fled their homes" suffer.
fn is_agent(words: &Words<'_>, syntax: &Syntax, noun: TokenId) -> bool {
    let this = syntax.token(noun);
    let Some(above) = this.head.filter(|_| this.rel == Rel::Nsubj) else { return false };
    let verb = syntax.token(above);
    let form = &words.text[verb.span.start() as usize..verb.span.end() as usize];
    verb.upos == Upos::Verb
        && !matches!(form, "fled" | "flee" | "flees" | "fleeing")
        && syntax.child(above, Rel::Obj).is_some()
        && syntax.child(above, Rel::AuxPass).is_none()
}

fn predicate(syntax: &Syntax, token: TokenId) -> Option<QuantityKind> {
    let token = syntax.token(token);

    small(&PREDICATES, &token.lemma)
}

fn tree_fate(syntax: &Syntax, noun: TokenId) -> Option<QuantityKind> {
    // Conjuncts share what happens to the first: "12 soldiers and 3 civilians were killed".
    let mut token = noun;
    for _ in 0..4 {
        let this = syntax.token(token);
        if let Rel::Conj = this.rel {
            token = this.head?;
            continue;
        }
        break;
    }
    let this = syntax.token(token);
    let participle = |of: TokenId| {
        syntax.children(of).iter().copied().find_map(|child| {
            let c = syntax.token(child);
            (matches!(c.rel, Rel::Acl | Rel::Amod | Rel::AclRelcl)
                && matches!(c.xpos, "VBN" | "JJ"))
            .then(|| predicate(syntax, child))
            .flatten()
        })
    };
    if let Some(found) = participle(noun).or_else(|| participle(token)) {
        return Some(found);
    }
    let above = this.head?;
    let kind = predicate(syntax, above);
    match this.rel {
        Rel::Obj | Rel::NsubjPass => kind,
        Rel::Nsubj => {
            let intransitive = syntax.child(above, Rel::Obj).is_none();
            let lemma = syntax.token(above).lemma.as_str();
            // "Half a million people took part in the demonstration"
            let joins =
                matches!(lemma, "take" | "participate" | "join" | "attend" | "stage" | "hold");
            let protest = |of: TokenId| {
                let mut below = syntax.children(of).iter();
                below.any(|c| predicate(syntax, *c) == Some(QuantityKind::Protesters))
            };
            let part = || syntax.children(above).iter().any(|c| protest(*c));
            if joins && (protest(above) || part()) {
                return Some(QuantityKind::Protesters);
            }
            let suffers = matches!(lemma, "die" | "perish" | "flee" | "dead" | "drown");
            let acts = matches!(kind, Some(QuantityKind::Protesters)) && intransitive;
            if suffers || acts { kind } else { None }
        }
        Rel::Nmod => {
            // "the death of 12 people", "the arrest of 20 protesters"
            match syntax.token(above).lemma.as_str() {
                "death" | "killing" | "murder" | "execution" => Some(QuantityKind::Killed),
                "arrest" | "detention" | "capture" => Some(QuantityKind::Arrested),
                "displacement" | "evacuation" => Some(QuantityKind::Displaced),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Without a tree: a predicate right before the measure or right after the noun.
fn fate_nearby(words: &Words<'_>, measure: &Measure, end: usize) -> Option<QuantityKind> {
    if words.is(end, "dead") {
        return Some(QuantityKind::Killed);
    }
    let mut after = end;
    while after < end + 3
        && words.is_any(
            after,
            &[
                "were",
                "was",
                "have",
                "had",
                "been",
                "be",
                "being",
                "are",
                "also",
                "reportedly",
                "and",
            ],
        )
    {
        after += 1;
    }
    let passive = |i: usize| {
        small(&PREDICATES, words.str(i))
            .filter(|_| words.get(i).shape == Shape::Lower && words.str(i).ends_with('d'))
    };
    if let Some(kind) = passive(after) {
        let active =
            matches!(words.get(after + 1).shape, Shape::Number) || words.is(after + 1, "at");
        if after > end || !active {
            return Some(kind);
        }
    }
    let mut before = measure.at;
    for _ in 0..3 {
        before = before.checked_sub(1)?;
        if let Some(kind) = small(&PREDICATES, words.str(before)) {
            let acts = words.get(before).shape == Shape::Lower;
            return acts.then_some(kind);
        }
        let through = words.is_any(
            before,
            &[
                "at",
                "least",
                "more",
                "than",
                "about",
                "around",
                "some",
                "nearly",
                "over",
                "up",
                "to",
                "another",
                "almost",
                "approximately",
                "of",
                "as",
                "many",
                "between",
            ],
        );
        if !through {
            return None;
        }
    }
    None
}

/// A number without a noun counts when a predicate says what: "killed 12 and wounded 30",
/// "12 were killed", "12 dead".
fn bare(words: &Words<'_>, syntax: &Syntax, measure: &Measure) -> Option<Counted> {
    let end = measure.end;
    let counted = |kind| Some(Counted { kind, unit: Some("person".to_owned()), end });
    let number = words.get(measure.at);
    let token = syntax.tokens_in(Span::new(number.start, number.end)).next().map(TokenId);
    if let Some(token) = token {
        let this = syntax.token(token);
        let governed = matches!(this.rel, Rel::Obj | Rel::NsubjPass | Rel::Nsubj | Rel::Conj);
        if governed
            && matches!(words.get(end).shape, Shape::Lower | Shape::Mark)
            && let Some(kind) = tree_fate(syntax, token)
        {
            return counted(kind);
        }
    }
    if words.is_any(end, &["dead", "killed"]) && !words.is(end + 1, "by") {
        return Some(Counted {
            kind: QuantityKind::Killed,
            unit: Some("person".to_owned()),
            end: end + 1,
        });
    }
    if words.is_any(end, &["wounded", "injured", "hurt"]) {
        return Some(Counted {
            kind: QuantityKind::Injured,
            unit: Some("person".to_owned()),
            end: end + 1,
        });
    }
    if words.is_any(end, &["arrested", "detained"]) {
        return Some(Counted {
            kind: QuantityKind::Arrested,
            unit: Some("person".to_owned()),
            end: end + 1,
        });
    }
    let mark = words.get(end).shape == Shape::Mark
        || words.is_any(end, &["in", "and", "were", "have", "others"]);
    if mark
        && words.get(measure.at).shape == Shape::Number
        && let Some(kind) = fate_nearby(words, measure, end)
    {
        return counted(kind);
    }
    // "the death toll rose to 12"
    let toll = (1..=6).any(|back| words.was_any(measure.at, back, &["toll"]));
    if toll
        && words.was_any(
            measure.at,
            1,
            &["to", "at", "least", "than", "of", "is", "was", "reached"],
        )
    {
        return counted(QuantityKind::Killed);
    }
    None
}
