//! A piece of HTML to paragraphs.

use chancery_article::RegionKind;
use scraper::{Html, Node};

use crate::draft::Draft;

/// Elements that stand inside a line; every other one begins and ends a paragraph.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
];

/// Elements whose words nobody sees.
const UNSEEN: [&str; 10] = [
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "textarea",
    "select",
];

/// Adds the paragraphs of a piece of HTML; figures' words are captions. The walk needs no stack.
pub(crate) fn paragraphs(html: &str, draft: &mut Draft) {
    let html = Html::parse_fragment(html);
    let mut words = String::new();
    let (mut unseen, mut captions) = (0usize, 0usize);
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && unseen == 0 => words.push_str(text),
            Node::Element(element) => {
                let name = element.name();
                let step = |depth: &mut usize| {
                    *depth = if opens { *depth + 1 } else { depth.saturating_sub(1) };
                };
                if UNSEEN.contains(&name) {
                    step(&mut unseen);
                } else if !INLINE.contains(&name) {
                    flush(&mut words, captions, draft);
                    if matches!(name, "figcaption" | "figure") {
                        step(&mut captions);
                    }
                }
            }
            _ => {}
        }
    }
    flush(&mut words, captions, draft);
}

fn flush(words: &mut String, captions: usize, draft: &mut Draft) {
    draft.paragraph(words, (captions > 0).then_some(RegionKind::Caption));
    words.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paragraphs_and_captions_are_marked() {
        let html = "Talks <b>open</b>ed&nbsp;&amp; ended.<br>They met.\
            <figure><img><figcaption>The hall</figcaption></figure>\
            <script>var a = 'no';</script><ul><li>One</li><li>Two</li></ul>";
        let mut draft = Draft::default();
        paragraphs(html, &mut draft);
        let article = draft.article(None);
        assert_eq!(article.text(), "Talks opened & ended.\n\nThey met.\n\nThe hall\n\nOne\n\nTwo");
        assert_eq!(article.words(article.regions[0].span), "The hall");
    }
}
