//! Names: the proper nouns of an article as persons, organisations and places.

use chancery_article::{Span, TokenId};
use chancery_mention::{ActorForm, ActorKind, PlaceKind};
use chancery_syntax::{Rel, Token, Upos};
use std::collections::BTreeSet;

use crate::Reading;

/// A name in the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    /// Its words.
    pub span: Span,
    /// What it names.
    pub label: NameLabel,
}

/// What a name names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameLabel {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place, a country included.
    Location,
    /// A nationality, religious or political group.
    Group,
    /// Anything else: an event, a work, a product.
    Other,
}

impl NameLabel {
    /// PER, ORG, LOC, NORP, MISC.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Location => "LOC",
            Self::Group => "NORP",
            Self::Other => "MISC",
        }
    }
}

/// Mentions before a name that are looked at for one that covers it.
const LOOK_BACK: usize = 32;

/// The names of a reading, in text order, not overlapping: every run of proper nouns without the
/// titles before it, labelled by the place or actor that it names, else by its own words, else by a
/// person of that surname.
pub(crate) fn find(reading: &Reading) -> Vec<Name> {
    let runs = runs(reading);
    let known: Vec<Option<NameLabel>> = runs.iter().map(|run| label(reading, *run)).collect();
    let surnames: BTreeSet<&str> = runs
        .iter()
        .zip(&known)
        .filter(|((first, end), label)| end - first > 1 && **label == Some(NameLabel::Person))
        .map(|((_, end), _)| words(reading, *end - 1))
        .collect();
    runs.iter()
        .zip(known)
        .map(|((first, end), label)| {
            let tokens = reading.syntax.tokens();
            let span = tokens[*first].span.cover(tokens[*end - 1].span);
            let surname = end - first == 1 && surnames.contains(words(reading, *first));
            let fallback = if surname { NameLabel::Person } else { NameLabel::Other };
            Name { span, label: label.unwrap_or(fallback) }
        })
        .collect()
}

fn words(reading: &Reading, token: usize) -> &str {
    reading.article.words(reading.syntax.tokens()[token].span)
}

/// Words before a person's name that are no part of it.
const TITLES: [&str; 30] = [
    "Adm.",
    "Ambassador",
    "Capt.",
    "Chairman",
    "Chancellor",
    "Col.",
    "Dr.",
    "Gen.",
    "General",
    "Gov.",
    "Governor",
    "Justice",
    "King",
    "Lt.",
    "Minister",
    "Mr.",
    "Mrs.",
    "Ms.",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "President",
    "Premier",
    "Prince",
    "Prof.",
    "Queen",
    "Rep.",
    "Sen.",
    "Sgt.",
];

/// Runs of proper nouns in one sentence, as half-open ranges of tokens: capital letters, joined by
/// a hyphen or by "of" where the tree says that what follows belongs to the name.
fn runs(reading: &Reading) -> Vec<(usize, usize)> {
    let tokens = reading.syntax.tokens();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut first = at;
        while at < tokens.len() && is_part(reading, tokens, first, at) {
            at += 1;
        }
        if at == first {
            at += 1;
            continue;
        }
        let mut end = at;
        while end > first && tokens[end - 1].upos != Upos::Propn {
            end -= 1;
        }
        while end - first > 1 && TITLES.contains(&words(reading, first)) {
            first += 1;
        }
        if end > first {
            runs.push((first, end));
        }
    }
    runs
}

fn is_part(reading: &Reading, tokens: &[Token], first: usize, at: usize) -> bool {
    let token = &tokens[at];
    if token.sentence != tokens[first].sentence {
        return false;
    }
    match token.upos {
        Upos::Propn => true,
        // "Tae-yul": the hyphen stands between two parts without white space.
        Upos::Punct => {
            at > first
                && words(reading, at) == "-"
                && tokens[at - 1].span.end() == token.span.start()
                && tokens.get(at + 1).is_some_and(|next| next.span.start() == token.span.end())
        }
        // "Foreign Ministry", "United Nations": an adjective that the name opens with.
        Upos::Adj => {
            let next = tokens.get(at + 1);
            words(reading, at).starts_with(char::is_uppercase)
                && next.is_some_and(|next| {
                    next.upos == Upos::Propn && token.head == Some(TokenId::from(at + 1))
                })
                && !is_demonym(words(reading, at))
        }
        _ => {
            at > first
                && token.rel == Rel::Flat
                && words(reading, at).starts_with(char::is_uppercase)
        }
    }
}

/// "Iranian", "Polish": nationalities are names of their own.
fn is_demonym(word: &str) -> bool {
    ["an", "ish", "ese", "ch", "ek", "wi", "li", "ni"].iter().any(|end| word.ends_with(end))
}

fn label(reading: &Reading, (first, end): (usize, usize)) -> Option<NameLabel> {
    let tokens = reading.syntax.tokens();
    let span = tokens[first].span.cover(tokens[end - 1].span);
    let mentions = &reading.mentions;
    let places = &mentions.places;
    let next = places.partition_point(|place| place.span.end() <= span.start());
    let place = places.get(next).filter(|place| place.span.overlaps(span));
    // Actor mentions nest; those that cover a name start at most a phrase before it.
    let actors = &mentions.actors;
    let until = actors.partition_point(|actor| actor.span.start() < span.end());
    let head = TokenId::from(end - 1);
    let actor = actors[until.saturating_sub(LOOK_BACK)..until]
        .iter()
        .filter(|actor| actor.form == ActorForm::Name && actor.span.overlaps(span))
        .min_by_key(|actor| (actor.head != head, actor.span.len()));
    let of_actor = actor.and_then(|actor| actor.kind).map(|kind| match kind {
        ActorKind::Country => NameLabel::Location,
        ActorKind::Organisation | ActorKind::Body | ActorKind::Group => NameLabel::Organisation,
        ActorKind::Person => NameLabel::Person,
        ActorKind::People => NameLabel::Group,
    });
    match (place, of_actor) {
        // "Bank of England" is no place though England is one.
        (Some(place), Some(NameLabel::Organisation)) if place.span != span => of_actor,
        (Some(place), _) if place.kind == PlaceKind::Facility => Some(NameLabel::Other),
        (Some(place), _) if place.span.contains(span) => Some(NameLabel::Location),
        (_, Some(_)) => of_actor,
        (_, None) => by_words(reading, first, end),
    }
}

/// Last or only words of organisations' names.
const BODIES: [&str; 44] = [
    "Agency",
    "Airlines",
    "Airways",
    "Army",
    "Assembly",
    "Association",
    "Authority",
    "Bank",
    "Board",
    "Bureau",
    "Center",
    "Centre",
    "Co",
    "Co.",
    "College",
    "Commission",
    "Committee",
    "Company",
    "Congress",
    "Corp",
    "Corp.",
    "Corporation",
    "Council",
    "Court",
    "Department",
    "Federation",
    "Foundation",
    "Front",
    "Fund",
    "Group",
    "Inc",
    "Inc.",
    "Institute",
    "Ltd",
    "Ltd.",
    "Ministry",
    "Movement",
    "Organization",
    "Organisation",
    "PLC",
    "Parliament",
    "Party",
    "Union",
    "University",
];

fn by_words(reading: &Reading, first: usize, end: usize) -> Option<NameLabel> {
    let last = words(reading, end - 1);
    let all = || (first..end).map(|token| words(reading, token));
    let before = first.checked_sub(1).map(|token| words(reading, token));
    if all().any(|word| BODIES.contains(&word)) {
        return Some(NameLabel::Organisation);
    }
    if before.is_some_and(|word| TITLES.contains(&word)) {
        return Some(NameLabel::Person);
    }
    let capitals = last.len() > 1 && last.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    match end - first {
        1 if capitals => Some(NameLabel::Organisation),
        1 if before.is_some_and(|word| matches!(word, "in" | "near" | "from" | "at")) => {
            Some(NameLabel::Location)
        }
        // Two or three capitalised words that nothing else explains are a person in the news.
        2 | 3 if !capitals && all().all(|word| word.starts_with(char::is_uppercase)) => {
            let person = !is_month(words(reading, first)) && before != Some("the");
            person.then_some(NameLabel::Person)
        }
        _ => None,
    }
}

fn is_month(word: &str) -> bool {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .iter()
        .any(|month| word.starts_with(month))
        && word.len() <= 9
}
