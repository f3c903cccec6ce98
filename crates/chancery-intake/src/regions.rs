//! Stretches of a text that are not running story.

use chancery_article::{Article, Region};

/// Finds the regions of a text, in order.
pub fn find(_article: &Article) -> Vec<Region> {
    Vec::new()
}
