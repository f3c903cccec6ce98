//! Coreference within the article: pronouns, "the two sides", "the ministry", surnames after
//! full names.

use chancery_article::Article;
use chancery_syntax::Syntax;
use chancery_world::World;

use crate::ActorMention;

/// Joins mentions of one actor into chains and hands what the chain knows (country, sector,
/// person, members) to the mentions that did not know it.
pub fn link(_article: &Article, _syntax: &Syntax, _world: &World, _actors: &mut [ActorMention]) {}
