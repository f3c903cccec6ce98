//! Other people's wars: sport, markets, weather and culture speak of attacks, rallies, strikes and
//! surrenders too. A sentence in their words makes a candidate less likely.

use chancery_article::TokenId;
use chancery_world::EventType;

use super::matching::Look;

/// How far to each side the sentence is read.
const REACH: u32 = 40;

/// The factor on the score of a candidate at `head`, with the domain that asks for it; none when
/// the sentence speaks of nothing else.
pub(super) fn damping(
    look: &Look<'_>,
    head: TokenId,
    kind: EventType,
) -> Option<(f32, &'static str)> {
    let sentence = look.syntax.sentence(look.syntax.token(head).sentence);
    let first = sentence.first.0.max(head.0.saturating_sub(REACH));
    let end = sentence.end.0.min(head.0 + REACH);
    let bit = |name| look.lexicon.class(name).unwrap_or(0);
    let (sport, play, market, weather, culture) =
        (bit("SPORT"), bit("PLAY"), bit("MARKET"), bit("WEATHER"), bit("CULTURE"));
    let all = sport | play | market | weather | culture;
    let (mut s, mut p, mut m, mut w, mut c) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for token in (first..end).map(TokenId) {
        let classes = look.classes(token);
        if classes & all == 0 {
            continue;
        }
        s += u32::from(classes & sport != 0);
        p += u32::from(classes & play != 0 && classes & sport == 0);
        m += u32::from(classes & market != 0);
        w += u32::from(classes & weather != 0);
        c += u32::from(classes & culture != 0);
    }
    let violent = matches!(
        kind,
        EventType::Assault
            | EventType::Retreat
            | EventType::Concede
            | EventType::Protest
            | EventType::Coerce
    );
    // One word ("stadium") may be a place where politics happen; two are a match.
    match (s, p) {
        (2.., _) => return Some((0.3, "sport")),
        (1, 1..) => return Some((0.5, "sport")),
        (1, 0) if violent => return Some((0.85, "sport")),
        _ => {}
    }
    if m >= 2 {
        return Some((if m >= 3 { 0.5 } else { 0.75 }, "markets"));
    }
    if w >= 2 && violent {
        return Some((0.6, "the weather"));
    }
    if c >= 2 {
        return Some((0.6, "culture"));
    }
    None
}
