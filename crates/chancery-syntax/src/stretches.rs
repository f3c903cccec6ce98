//! Hard edges: stretches of text that no sentence crosses.

use chancery_article::Article;

/// A stretch of text, and whether a paragraph opens with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) opens: bool,
}

/// Bytes of the longest stretch; no paragraph of a newspaper comes near.
const LONGEST: usize = 64 * 1024;

/// The stretches of an article, in order, covering the whole text.
///
/// An empty line is an edge; so is the end of a line, unless the text is wrapped at a fixed width,
/// when only an indented line opens a paragraph. A region's edges are edges that open nothing.
pub(crate) fn find(article: &Article) -> Vec<Stretch> {
    let text = article.text();
    let wrapped = wrapped(text);
    let mut edges = vec![(0, true)];
    let mut empty = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let indented =
            line.starts_with("  ") || line.starts_with('\t') || line.starts_with('\u{3000}');
        if !blank && at > 0 && (empty || !wrapped || indented) {
            edges.push((at, true));
        }
        empty = blank;
        at += line.len();
    }
    for region in &article.regions {
        for edge in [region.span.start() as usize, region.span.end() as usize] {
            if edge > 0 && edge < text.len() && text.is_char_boundary(edge) {
                edges.push((edge, false));
            }
        }
    }
    edges.sort_by_key(|(at, opens)| (*at, !*opens));
    edges.dedup_by_key(|(at, _)| *at);
    // An endless paragraph is cut between words, so that memory stays bounded.
    let mut cuts = Vec::new();
    for (i, (start, _)) in edges.iter().enumerate() {
        let end = edges.get(i + 1).map_or(text.len(), |(at, _)| *at);
        let mut from = *start;
        while end - from > LONGEST {
            let mut cut = from + LONGEST;
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            let space = text[from..cut].char_indices().rev().take(1000).find(|(_, c)| *c == ' ');
            from = space.map_or(cut, |(at, _)| from + at + 1);
            cuts.push((from, false));
        }
    }
    edges.append(&mut cuts);
    edges.sort_by_key(|(at, opens)| (*at, !*opens));
    let ends = edges.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    edges
        .iter()
        .zip(ends)
        .map(|((start, opens), end)| Stretch { start: *start, end, opens: *opens })
        .collect()
}

/// Whether lines end because they are full: as in plain text wrapped at 60 to 80 columns.
fn wrapped(text: &str) -> bool {
    let (mut pairs, mut full, mut longest) = (0, 0, 0);
    let mut before: Option<&str> = None;
    for line in text.lines().take(2000) {
        let line = line.trim_end();
        longest = longest.max(line.len());
        if let Some(last) = before
            && !line.trim().is_empty()
        {
            pairs += 1;
            let open = !last.ends_with(['.', '!', '?', ':', '"', '”', ')']);
            full += usize::from(last.len() >= 45 && open);
        }
        before = (!line.trim().is_empty()).then_some(line);
    }
    pairs >= 2 && full * 2 >= pairs && longest <= 110
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_article::{Region, RegionKind, Span};

    fn shown(article: &Article) -> Vec<(&str, bool)> {
        find(article).iter().map(|s| (article.text()[s.start..s.end].trim(), s.opens)).collect()
    }

    #[test]
    fn lines_of_a_story_are_paragraphs() {
        let article = Article::new("a", "Leaders meet\nThey met.\n\nThey parted.\n");
        assert_eq!(
            shown(&article),
            [("Leaders meet", true), ("They met.", true), ("They parted.", true)]
        );
    }

    #[test]
    fn wrapped_lines_are_not() {
        let text = "THE ARMY SAID TODAY THAT TWO OF ITS HELICOPTERS HAD BEEN\nDOWNED BY REBELS WHO WERE SEEN NEAR THE CAPITAL, AND THAT\nA SEARCH WAS UNDER WAY.\n\nNO MORE.";
        assert_eq!(find(&Article::new("a", text)).len(), 2);
    }

    #[test]
    fn regions_are_edges() {
        let mut article = Article::new("a", "SEOUL (Yonhap) -- It rained.");
        article.regions = vec![Region { span: Span::new(0, 17), kind: RegionKind::Dateline }];
        assert_eq!(shown(&article), [("SEOUL (Yonhap) --", true), ("It rained.", false)]);
    }

    #[test]
    fn endless_paragraphs_are_cut_between_words() {
        let article = Article::new("a", "word ".repeat(40_000));
        let found = find(&article);
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|s| article.text()[s.start..].starts_with("word ")));
        assert!(!found[1].opens);
    }

    #[test]
    fn nothing_is_one_empty_stretch() {
        assert_eq!(find(&Article::new("a", "")).len(), 1);
    }
}
