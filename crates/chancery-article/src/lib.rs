//! The vocabulary every layer shares: article, span, region, typed ids, notes.
//!
//! Offsets are bytes of UTF-8 in here, always on character boundaries; code points and UTF-16
//! units are made at the edge ([`Offsets`]).
#![forbid(unsafe_code)]

mod article;
mod ids;
mod note;
mod offsets;
mod span;

pub use article::{Article, Region, RegionKind};
pub use ids::{
    ActorMentionId, ClaimId, EntityId, EventMentionId, PlaceMentionId, QuantityMentionId,
    SentenceId, TimeMentionId, TokenId,
};
pub use jiff::civil::Date;
pub use note::Note;
pub use offsets::{OffsetUnit, Offsets};
pub use span::Span;
