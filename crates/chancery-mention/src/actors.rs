//! Actors: noun phrases and pronouns that name who acts, resolved to country, sector, body,
//! office and person as of the day of publication.

use chancery_article::{Article, EntityId, Note, Span, TokenId};
use chancery_syntax::Syntax;
use chancery_world::{Country, Sector, World};
use std::ops::Range;

use crate::{PlaceMention, TimeMention};

/// What kind of actor it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorKind {
    /// A state as a whole, also by metonym ("Seoul").
    Country,
    /// An international organisation, alliance, NGO, company.
    Organisation,
    /// A body of a state or organisation: ministry, agency, army, court, parliament.
    Body,
    /// An armed group, party or movement.
    Group,
    /// One person.
    Person,
    /// People known by a common noun ("protesters", "North Korean generals and troops").
    People,
}

/// How the mention names its actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorForm {
    /// By name, or a description that a name stands in.
    Name,
    /// By a common noun ("the ministry", "the two sides").
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// A span that names an actor.
#[derive(Clone, PartialEq, Debug)]
pub struct ActorMention {
    /// The noun phrase, article included, without a trailing relative clause.
    pub span: Span,
    /// The tokens it covers, as token numbers.
    pub tokens: Range<u32>,
    /// The phrase's syntactic head.
    pub head: TokenId,
    /// How it names the actor.
    pub form: ActorForm,
    /// What kind of actor; none while a pronoun or common noun is unresolved.
    pub kind: Option<ActorKind>,
    /// The registry's id of the most specific thing known, for example `org:nato`,
    /// `body:kor:foreign-ministry`, `person:mark-rutte`, `country:KOR`.
    pub id: Option<String>,
    /// Canonical name of the thing; the phrase itself when it is not in the registry.
    pub name: Option<String>,
    /// Country or PLOVER's non-state code.
    pub country: Option<Country>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// All sectors, the primary first.
    pub sectors: Vec<Sector>,
    /// The person's full name, when one person is meant and known as of the day.
    pub person: Option<String>,
    /// The office held, for example "foreign minister".
    pub office: Option<String>,
    /// The coreference chain.
    pub entity: EntityId,
    /// What it stands for when it is several ("the two sides", "Seoul and Washington").
    pub members: Vec<Member>,
}

/// One of several actors that a mention stands for.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// The registry's id.
    pub id: Option<String>,
    /// Canonical name.
    pub name: Option<String>,
    /// Country or PLOVER's non-state code.
    pub country: Option<Country>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// The person's full name.
    pub person: Option<String>,
}

/// Finds the actor mentions of an article. Every mention is its own chain until
/// [`crate::coreference::link`] joins them.
pub fn find(
    _article: &Article,
    _syntax: &Syntax,
    _times: &[TimeMention],
    _places: &[PlaceMention],
    _world: &World,
    _notes: &mut Vec<Note>,
) -> Vec<ActorMention> {
    Vec::new()
}
