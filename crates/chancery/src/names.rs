//! Names: the proper nouns of an article as persons, organisations and places.

use chancery_article::{Span, TokenId};
use chancery_mention::{ActorForm, ActorKind, PlaceKind};
use chancery_syntax::Upos;

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

/// The names of a reading, in text order, not overlapping: every run of proper nouns, labelled by
/// the place or actor that it names.
pub(crate) fn find(reading: &Reading) -> Vec<Name> {
    let tokens = reading.syntax.tokens();
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        while at < tokens.len()
            && tokens[at].upos == Upos::Propn
            && tokens[at].sentence == tokens[start].sentence
        {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let span = tokens[start].span.cover(tokens[at - 1].span);
        names.push(Name { span, label: label(reading, span, TokenId::from(at - 1)) });
    }
    names
}

fn label(reading: &Reading, span: Span, head: TokenId) -> NameLabel {
    let mentions = &reading.mentions;
    let places = &mentions.places;
    let next = places.partition_point(|place| place.span.end() <= span.start());
    let place = places.get(next).filter(|place| place.span.overlaps(span));
    // Actor mentions nest; those that cover a name start at most a phrase before it.
    let actors = &mentions.actors;
    let end = actors.partition_point(|actor| actor.span.start() < span.end());
    let actor = actors[end.saturating_sub(LOOK_BACK)..end]
        .iter()
        .filter(|actor| actor.form == ActorForm::Name && actor.span.overlaps(span))
        .min_by_key(|actor| (actor.head != head, actor.span.len()));
    match (place, actor.and_then(|actor| actor.kind)) {
        (Some(place), _) if place.kind == PlaceKind::Facility => NameLabel::Other,
        (Some(_), _) => NameLabel::Location,
        (None, Some(ActorKind::Country)) => NameLabel::Location,
        (None, Some(ActorKind::Organisation | ActorKind::Body | ActorKind::Group)) => {
            NameLabel::Organisation
        }
        (None, Some(ActorKind::Person)) => NameLabel::Person,
        (None, Some(ActorKind::People)) => NameLabel::Group,
        (None, None) => NameLabel::Other,
    }
}
