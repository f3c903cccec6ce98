//! Mentions: the spans that name an actor, a time, a place or a quantity, with what they resolve
//! to, and the coreference chains between actors.

pub mod actors;
pub mod coreference;
pub mod places;
pub mod quantities;
pub mod times;

mod numbers;
mod words;

pub use actors::{ActorForm, ActorKind, ActorMention, Member};
pub use places::{PlaceKind, PlaceMention};
pub use quantities::{QuantityKind, QuantityMention};
pub use times::{TimeKind, TimeMention};

use chancery_article::{ActorMentionId, Article, Note};
use chancery_syntax::Syntax;
use chancery_world::World;

/// Everything found in one article, each table in text order.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Actor mentions. They may nest ("Seoul" inside "Seoul's foreign ministry").
    pub actors: Vec<ActorMention>,
    /// Time mentions. They do not overlap.
    pub times: Vec<TimeMention>,
    /// Place mentions. They do not overlap.
    pub places: Vec<PlaceMention>,
    /// Words that speak of a place by its people, and overlap no place: "Turkish officials". Nothing
    /// happens in them, so no event has one for its place.
    pub demonyms: Vec<PlaceMention>,
    /// Quantity mentions. They do not overlap.
    pub quantities: Vec<QuantityMention>,
    /// What could not be read in full.
    pub notes: Vec<Note>,
}

/// Finds the mentions of an article.
///
/// Where the day of publication is not given, a day that the text proves itself (a dateline, "today,
/// 12 March 2003") stands for it; the note `date-from-text` says so.
pub fn find(article: &Article, syntax: &Syntax, world: &World) -> Mentions {
    let mut notes = Vec::new();
    let own = if article.published.is_none() { times::own_day(article) } else { None };
    let dated: Article;
    let article = match own {
        Some((day, span)) => {
            notes.push(Note {
                code: "date-from-text",
                span,
                message: format!("No day of publication is given; the text dates itself {day}."),
            });
            let mut copy = article.clone();
            copy.published = Some(day);
            dated = copy;
            &dated
        }
        None => article,
    };
    let times = times::find(article, syntax, &mut notes);
    let places::Found { places, demonyms } = places::find(article, syntax, world, &mut notes);
    let quantities = quantities::find(article, syntax, &times);
    let mut actors = actors::find(article, syntax, &times, &places, world, &mut notes);
    coreference::link(article, syntax, world, &places, &mut actors, &mut notes);
    Mentions { actors, times, places, demonyms, quantities, notes }
}

impl Mentions {
    /// One actor mention.
    pub fn actor(&self, id: ActorMentionId) -> &ActorMention {
        &self.actors[id.index()]
    }
}
