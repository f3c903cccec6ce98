//! Candidate claims: every word that could be a cue, with the source and content that the tree,
//! the quotation marks or the colon give it. The scorer decides which are claims.

use chancery_article::{Article, RegionKind, TokenId};
use chancery_syntax::{Rel, Syntax, Upos};
use std::ops::Range;

use super::cues::{self, Entry};
use super::quotes::Quotes;
use crate::clauses::{Extents, Through, agent, case_of, child_in, is_passive, lemma, subject};

/// How the content was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(crate) enum Pattern {
    /// "said that …", "…, he said": a finite complement.
    Clause,
    /// "…, he said, …": the cue hangs on the content.
    Aside,
    /// "as he said".
    AsClause,
    /// "wants to …".
    Infinitive,
    /// "urged X to …".
    ObjectInfinitive,
    /// "denied the charges".
    Object,
    /// "accused X of …", "described X as …".
    ObjectPreposition,
    /// "called for …".
    Preposition,
    /// "is expected to …", "was accused of …".
    Passive,
    /// "the bill, opposed by …".
    PassiveModifier,
    /// "something she opposed".
    Gap,
    /// "seems to …".
    Seem,
    /// A quotation right before the cue or its subject.
    QuoteLeft,
    /// A quotation right after the cue.
    QuoteRight,
    /// The quotation that opens the next sentence.
    QuoteNext,
    /// "the claim that …", "his decision to …".
    NounClause,
    /// "support for …".
    NounPreposition,
    /// "Sanders supporters".
    NounCompound,
    /// "made the claim that …": the subject of the verb is the source.
    LightVerb,
    /// "according to …".
    According,
    /// "reportedly".
    Adverb,
    /// "X: Y".
    Colon,
    /// "Y: X".
    ColonReversed,
    /// "…, he said.": the rest of the sentence, whatever the tree says.
    Rest,
    /// "“…” — Y": a quotation that opens its line, and who signs it.
    Signature,
}

/// A possible claim. Ranges are token numbers.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub head: TokenId,
    pub pattern: Pattern,
    pub cue: Range<u32>,
    pub source: Option<Range<u32>>,
    pub source_head: Option<TokenId>,
    pub through: Option<Through>,
    pub content: Vec<Range<u32>>,
    /// The content's syntactic head.
    pub complement: Option<TokenId>,
    pub entry: Option<Entry>,
    /// The verb that carries a noun's claim ("made the claim that").
    pub support: Option<TokenId>,
}

impl Candidate {
    /// True for verbs of speech with a speaker and a clause or quotation, and for hearsay.
    pub fn is_speech(&self) -> bool {
        if self.pattern == Pattern::Adverb {
            return self.entry.is_some_and(|e| e.class == cues::Class::Hearsay);
        }
        self.source.is_some()
            && self.entry.is_some_and(|e| e.is_speech())
            && matches!(
                self.pattern,
                Pattern::Clause
                    | Pattern::Aside
                    | Pattern::AsClause
                    | Pattern::QuoteLeft
                    | Pattern::QuoteRight
                    | Pattern::According
                    | Pattern::Rest
            )
    }

    /// True for patterns that say a whole proposition: only those make claims within claims.
    pub fn can_nest(&self) -> bool {
        !matches!(
            self.pattern,
            Pattern::Object
                | Pattern::Gap
                | Pattern::Seem
                | Pattern::PassiveModifier
                | Pattern::NounCompound
                | Pattern::NounPreposition
        )
    }
}

/// What the finders read from.
pub(crate) struct Text<'a> {
    pub article: &'a Article,
    pub syntax: &'a Syntax,
    pub extents: &'a Extents,
    pub quotes: &'a Quotes,
    /// The tokens of each quotation, its marks included.
    pub quote_tokens: Vec<Range<u32>>,
}

/// Finds the candidates, in the order of their cues.
pub(crate) fn find(text: &Text<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for i in 0..text.syntax.tokens().len() {
        let id = TokenId::from(i);
        let token = text.syntax.token(id);
        match token.upos {
            Upos::Verb => predicate(text, id, &mut found),
            Upos::Adj if text.syntax.child(id, Rel::Cop).is_some() => {
                predicate(text, id, &mut found);
            }
            Upos::Noun => noun(text, id, &mut found),
            Upos::Adv => adverb(text, id, &mut found),
            _ => {}
        }
        if text.is_word(id, "according") {
            according(text, id, &mut found);
        }
        if token.upos == Upos::Punct && text.word(id) == ":" {
            colon(text, id, &mut found);
        }
        found.extend(signature(text, id));
    }
    found
}

impl<'a> Text<'a> {
    pub fn new(
        article: &'a Article,
        syntax: &'a Syntax,
        extents: &'a Extents,
        quotes: &'a Quotes,
    ) -> Self {
        let quote_tokens = quotes.found.iter().map(|q| syntax.tokens_in(q.span)).collect();
        Self { article, syntax, extents, quotes, quote_tokens }
    }

    /// The characters from the first to the last token of a range.
    pub fn span(&self, range: &Range<u32>) -> chancery_article::Span {
        let first = self.syntax.token(TokenId(range.start)).span;
        first.cover(self.syntax.token(TokenId(range.end - 1)).span)
    }

    pub fn word(&self, id: TokenId) -> &str {
        self.article.words(self.syntax.token(id).span)
    }

    pub fn is_word(&self, id: TokenId, word: &str) -> bool {
        self.word(id).eq_ignore_ascii_case(word)
    }

    pub fn lemma(&self, id: TokenId) -> &str {
        lemma(self.syntax, id)
    }

    fn rel(&self, id: TokenId) -> Rel {
        self.syntax.token(id).rel
    }

    fn opens_paragraph(&self, id: TokenId) -> bool {
        self.syntax.sentence(self.syntax.token(id).sentence).opens_paragraph
    }

    /// The tokens of the sentence that a token stands in.
    pub fn sentence(&self, id: TokenId) -> Range<u32> {
        let sentence = self.syntax.sentence(self.syntax.token(id).sentence);
        sentence.first.0..sentence.end.0
    }

    /// A noun phrase, without its preposition and without a relative clause that has no comma
    /// before it ("a new poll that shows …").
    pub fn phrase(&self, head: TokenId) -> Range<u32> {
        let mut range = self.extents.range(head);
        if let Some(case) = case_of(self.syntax, head)
            && case.0 == range.start
            && self.word(case) != "'s"
        {
            range.start = (case.0 + 1).min(head.0);
            // "according to": the fixed part belongs to the preposition.
            while range.start < head.0 && self.rel(TokenId(range.start)) == Rel::Fixed {
                range.start += 1;
            }
        }
        let clause = self.syntax.children(head).iter().copied().find(|c| {
            *c > head && matches!(self.rel(*c), Rel::AclRelcl | Rel::Advcl | Rel::Parataxis)
        });
        if let Some(clause) = clause {
            let start = self.extents.range(clause).start;
            if start > head.0 && self.word(TokenId(start - 1)) != "," {
                range.end = range.end.min(start);
            }
        }
        // A comma before an inverted clause may hang on its subject.
        while range.start < head.0 && self.is_stop(range.start) {
            range.start += 1;
        }
        while range.end > head.0 + 1 && self.is_stop(range.end - 1) {
            range.end -= 1;
        }
        range
    }

    fn is_stop(&self, token: u32) -> bool {
        let stops = [",", ".", ":", ";", "--", "—", "–", "-", "\"", "“", "”", "''", "``"];
        stops.contains(&self.word(TokenId(token)))
    }
}

/// A content of one piece.
fn one(range: Range<u32>) -> Vec<Range<u32>> {
    vec![range]
}

/// Cuts `hole` out of `range`; what is left is in text order.
fn without(range: Range<u32>, hole: Range<u32>) -> Vec<Range<u32>> {
    [range.start..hole.start.min(range.end), hole.end.max(range.start)..range.end]
        .into_iter()
        .filter(|r| r.start < r.end)
        .collect()
}

/// The verb or adjective with its auxiliaries, negation and adverbs: one contiguous run.
fn cue_of(text: &Text<'_>, id: TokenId) -> Range<u32> {
    let syntax = text.syntax;
    let mut range = id.0..id.0 + 1;
    let sentence = text.sentence(id);
    while range.start > sentence.start {
        let before = TokenId(range.start - 1);
        let token = syntax.token(before);
        let own = token.head.is_some_and(|h| h == id || (range.start..=id.0).contains(&h.0));
        let kind =
            matches!(token.rel, Rel::Aux | Rel::AuxPass | Rel::Cop | Rel::Advmod | Rel::AdvmodEmph);
        if !(own && kind) || text.is_word(before, "when") || text.is_word(before, "how") {
            break;
        }
        range.start -= 1;
    }
    if let Some(particle) = syntax.child(id, Rel::CompoundPrt)
        && particle.0 == range.end
    {
        range.end += 1;
    }
    range
}

/// The entry of a verb with the particle or preposition that follows, else of the verb alone.
fn entry_of(text: &Text<'_>, id: TokenId) -> (Option<Entry>, bool) {
    let verb = text.lemma(id);
    let next = TokenId(id.0 + 1);
    if next.0 < text.sentence(id).end
        && matches!(
            text.syntax.token(next).upos,
            Upos::Adp | Upos::Adv | Upos::Adj | Upos::Pron | Upos::Part
        )
        && verb.len() < 12
    {
        let mut key = String::with_capacity(24);
        key.push_str(verb);
        key.push(' ');
        key.push_str(&text.word(next).to_lowercase());
        if let Some(entry) = cues::entry(&key, 'v') {
            return (Some(entry), true);
        }
    }
    let pos = if text.syntax.token(id).upos == Upos::Adj { 'a' } else { 'v' };
    (cues::entry(verb, pos), false)
}

fn source_of(text: &Text<'_>, head: TokenId) -> Option<Range<u32>> {
    Some(text.phrase(head))
}

/// Candidates of a verb or a predicative adjective.
fn predicate(text: &Text<'_>, id: TokenId, found: &mut Vec<Candidate>) {
    let syntax = text.syntax;
    let started = found.len();
    let mut cue = cue_of(text, id);
    let (entry, phrasal) = entry_of(text, id);
    if phrasal {
        cue.end = cue.end.max(id.0 + 2);
    }
    let passive = is_passive(syntax, id);
    let mut who = subject(syntax, id);
    extend_quoted_as(text, id, &mut cue);
    // "issued a statement saying": the issuer is the source.
    let mut issued = None;
    if let Some((noun, Through::Noun)) = who
        && syntax.token(noun).rel == Rel::Obj
        && cues::is_medium(text.lemma(noun))
        && let Some(verb) = syntax.token(noun).head
        && let Some((s, _)) = subject(syntax, verb)
    {
        issued = Some(verb);
        who = Some((s, Through::Control));
    }
    if let Some(verb) = issued
        && verb.0 < cue.start
        && cue.start - verb.0 < 7
    {
        cue.start = cue_of(text, verb).start;
    }
    let base = Candidate {
        head: id,
        pattern: Pattern::Clause,
        cue: cue.clone(),
        source: who.and_then(|(s, _)| source_of(text, s)),
        source_head: who.map(|(s, _)| s),
        through: who.map(|(_, t)| t),
        content: Vec::new(),
        complement: None,
        entry,
        support: None,
    };
    let children = syntax.children(id);
    let clause = child_in(syntax, id, &[Rel::Ccomp, Rel::Csubj]);
    let infinitive = child_in(syntax, id, &[Rel::Xcomp]);
    let object = child_in(syntax, id, &[Rel::Obj])
        .filter(|o| !is_pronoun_of_relative(text, *o) && !is_day(text, *o));
    if let Some(c) = clause {
        let mut range = text.extents.range(c);
        // A clause whose subject was read as a clause of its own: both are what was said.
        for other in syntax.children_by(id, Rel::Ccomp).filter(|o| (*o > id) == (c > id)) {
            let more = text.extents.range(other);
            range = range.start.min(more.start)..range.end.max(more.end);
        }
        let content =
            if range.contains(&id.0) { without(range, cue.start..cue.end) } else { vec![range] };
        offer(found, &base, Pattern::Clause, content, Some(c), cue.clone());
    }
    let token = syntax.token(id);
    if let Some(head) = token.head {
        let own = text.extents.range(id);
        match token.rel {
            Rel::Parataxis if clause.is_none() => {
                offer(
                    found,
                    &base,
                    Pattern::Aside,
                    without(text.extents.range(head), own),
                    Some(head),
                    cue.clone(),
                );
            }
            Rel::Advcl if syntax.child(id, Rel::Mark).is_some_and(|m| text.is_word(m, "as")) => {
                offer(
                    found,
                    &base,
                    Pattern::AsClause,
                    without(text.extents.range(head), own),
                    Some(head),
                    cue.clone(),
                );
            }
            Rel::AclRelcl
                if object.is_none()
                    && clause.is_none()
                    && !passive
                    && child_in(syntax, id, &[Rel::Nsubj]).is_some_and(|s| s < id) =>
            {
                let phrase = text.extents.range(head);
                offer(found, &base, Pattern::Gap, without(phrase, own), Some(head), cue.clone());
            }
            Rel::Acl if passive => {
                offer(
                    found,
                    &base,
                    Pattern::PassiveModifier,
                    without(text.extents.range(head), own),
                    Some(head),
                    cue.clone(),
                );
            }
            _ => {}
        }
    }
    if passive {
        if let Some(s) = child_in(syntax, id, &[Rel::NsubjPass, Rel::CsubjPass]) {
            let mut content = vec![text.extents.range(s)];
            let by = agent(syntax, id);
            let rest = children.iter().copied().find(|c| {
                *c > id
                    && Some(*c) != by
                    && matches!(text.rel(*c), Rel::Xcomp | Rel::Obl | Rel::Advcl | Rel::Ccomp)
            });
            if let Some(rest) = rest {
                content.push(text.extents.range(rest));
            }
            offer(found, &base, Pattern::Passive, content, rest.or(Some(s)), cue.clone());
        }
    } else if let Some(x) = infinitive {
        let range = text.extents.range(x);
        if let Some(o) = object.filter(|o| *o < x) {
            offer(
                found,
                &base,
                Pattern::ObjectInfinitive,
                one(text.extents.range(o).start..range.end),
                Some(x),
                cue.clone(),
            );
        }
        offer(found, &base, Pattern::Infinitive, vec![range.clone()], Some(x), cue.clone());
        if entry.is_some_and(|e| e.class == cues::Class::Seem)
            && let Some((s, _)) = who
        {
            offer(
                found,
                &base,
                Pattern::Seem,
                vec![text.extents.range(s), range],
                Some(x),
                cue.clone(),
            );
            if let Some(last) = found.last_mut() {
                (last.source, last.source_head, last.through) = (None, None, None);
            }
        }
    }
    if let Some(o) = object.filter(|_| !passive) {
        let range = text.extents.range(o);
        let tail = children.iter().copied().find(|c| *c > o && is_tail(text, *c));
        if let Some(t) = tail {
            let end = text.extents.range(t).end;
            offer(
                found,
                &base,
                Pattern::ObjectPreposition,
                one(range.start..end.max(range.end)),
                Some(o),
                cue.clone(),
            );
        }
        offer(found, &base, Pattern::Object, vec![range], Some(o), cue.clone());
    }
    // "called for …": the preposition belongs to the cue when it follows at once.
    let oblique = children.iter().copied().find(|c| {
        *c > id
            && text.rel(*c).is_oblique()
            && text.rel(*c) != Rel::OblAgent
            && case_of(syntax, *c).is_some_and(|p| p.0 <= cue.end && p > id)
    });
    if let Some(o) = oblique
        && let Some(case) = case_of(syntax, o)
        && !passive
    {
        let range = text.extents.range(o);
        let cue = cue.start..cue.end.max(case.0 + 1);
        // "called on X to …": the infinitive belongs to the content.
        let end = infinitive.filter(|x| *x > o).map_or(range.end, |x| text.extents.range(x).end);
        offer(
            found,
            &base,
            Pattern::Preposition,
            one(case.0 + 1..end.max(case.0 + 1)),
            Some(o),
            cue,
        );
    } else if let Some(a) = children.iter().copied().find(|c| {
        *c > id
            && text.rel(*c) == Rel::Advcl
            && syntax
                .child(*c, Rel::Mark)
                .is_some_and(|m| m.0 == cue.end && syntax.token(m).upos != Upos::Part)
    }) && !passive
    {
        let start = cue.end + 1;
        offer(
            found,
            &base,
            Pattern::Preposition,
            one(start..text.extents.range(a).end.max(start)),
            Some(a),
            cue.start..start,
        );
    }
    let first = found.len();
    quoted(text, id, &base, found);
    rest(text, &base, found);
    beside(text, &base, started.min(first), found);
}

/// Adds the reading of `base` with this content, unless the content is empty.
fn offer(
    found: &mut Vec<Candidate>,
    base: &Candidate,
    pattern: Pattern,
    content: Vec<Range<u32>>,
    complement: Option<TokenId>,
    cue: Range<u32>,
) {
    if content.iter().any(|r| r.start < r.end) {
        found.push(Candidate { pattern, content, complement, cue, ..base.clone() });
    }
}

/// "…, he said." and "…, he said, …": cue and source between commas, the rest is the content.
fn rest(text: &Text<'_>, base: &Candidate, found: &mut Vec<Candidate>) {
    if base.entry.is_none() && cues::field(text.lemma(base.head)) != cues::field("say") {
        return;
    }
    let sentence = text.sentence(base.head);
    let near = near_source(text, base);
    let own = base
        .source
        .clone()
        .filter(|s| s.start.abs_diff(base.cue.end) <= 1 || base.cue.start.abs_diff(s.end) <= 2);
    let (source, head, through) = match (&own, &near) {
        (Some(s), _) => (s.clone(), base.source_head, base.through),
        (None, Some((s, h))) => (s.clone(), Some(*h), Some(Through::Near)),
        (None, None) => return,
    };
    let left = source.start.min(base.cue.start);
    let right = source.end.max(base.cue.end);
    let comma = |t: u32| {
        sentence.contains(&t)
            && (matches!(text.word(TokenId(t)), "," | "—" | "–" | "--" | "-")
                || text.quotes.at(t).is_some())
    };
    if left <= sentence.start + 1 || !comma(left - 1) {
        return;
    }
    let mut content = one(sentence.start..left - 1);
    if sentence.end > right + 10 {
        // "…, the ministry said Tuesday, with …": a time or place may stand before the comma.
        let Some(close) = (right..right + 6).find(|t| comma(*t)) else { return };
        content.push(close + 1..sentence.end);
    }
    let mut c = base.clone();
    c.pattern = Pattern::Rest;
    (c.source, c.source_head, c.through) = (Some(source), head, through);
    c.content = content;
    c.complement = text.syntax.sentence(text.syntax.token(base.head).sentence).root.into();
    found.push(c);
}

/// The same candidates with the noun phrase beside the cue as source, when the tree has none there:
/// a parser that misreads a long quotation still leaves "Jaime Harrison said" in one place.
fn beside(text: &Text<'_>, base: &Candidate, from: usize, found: &mut Vec<Candidate>) {
    let touches = base.source.as_ref().is_some_and(|s| {
        s.start.abs_diff(base.cue.end) <= 1 || base.cue.start.abs_diff(s.end) <= 1
    });
    if touches {
        return;
    }
    let Some((source, head)) = near_source(text, base) else { return };
    for i in from..found.len() {
        if matches!(
            found[i].pattern,
            Pattern::Clause
                | Pattern::Aside
                | Pattern::QuoteLeft
                | Pattern::QuoteRight
                | Pattern::QuoteNext
        ) {
            let mut c = found[i].clone();
            (c.source, c.source_head, c.through) =
                (Some(source.clone()), Some(head), Some(Through::Near));
            // What is the source now is content no more.
            c.content = c.content.into_iter().flat_map(|r| without(r, source.clone())).collect();
            found.push(c);
        }
    }
}

/// The noun phrase right before the cue, or right after it ("said Jaime Harrison, …").
fn near_source(text: &Text<'_>, base: &Candidate) -> Option<(Range<u32>, TokenId)> {
    let sentence = text.sentence(base.head);
    let quote = text.quotes.at(base.head.0);
    let upos = |t: u32| text.syntax.token(TokenId(t)).upos;
    let free = |t: u32| sentence.contains(&t) && text.quotes.at(t) == quote;
    let inner = |t: u32| {
        free(t)
            && (matches!(
                upos(t),
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::Pron
            ) || matches!(text.word(TokenId(t)), "'s" | "’s" | "of" | "'" | "for" | "." | "-"))
    };
    let nominal = |t: u32| free(t) && upos(t).is_nominal();
    let cue = &base.cue;
    if cue.start > sentence.start {
        let mut end = cue.start;
        // ", a spokesman for X," is skipped to reach the name.
        if text.word(TokenId(end - 1)) == "," && free(end - 1) {
            let back = (sentence.start..end - 1).rev().take(14);
            let comma = back.into_iter().find(|t| text.word(TokenId(*t)) == ",");
            end =
                comma.filter(|c| *c > sentence.start && nominal(*c - 1) && free(*c)).unwrap_or(end);
        }
        if end > sentence.start && nominal(end - 1) {
            let head = TokenId(end - 1);
            let mut start = end - 1;
            while start > sentence.start && end - start < 12 && inner(start - 1) {
                start -= 1;
            }
            return Some((start..end, head));
        }
    }
    let from = cue.end;
    let mut end = from;
    while end < sentence.end && end - from < 12 && inner(end) {
        end += 1;
    }
    while end > from && !nominal(end - 1) {
        end -= 1;
    }
    (end > from).then(|| (from..end, TokenId(end - 1)))
}

/// "for allowing …", "as a hero", "of sexism": a phrase that completes the object's predicate.
fn is_tail(text: &Text<'_>, id: TokenId) -> bool {
    let mark = match text.rel(id) {
        Rel::Obl | Rel::Nmod => case_of(text.syntax, id),
        Rel::Advcl | Rel::Ccomp | Rel::Xcomp => text.syntax.child(id, Rel::Mark),
        _ => None,
    };
    mark.is_some_and(|m| {
        matches!(text.lemma(m), "for" | "of" | "as" | "about" | "over" | "against" | "to" | "from")
    })
}

/// "said Tuesday": a day is no object, whatever the parser makes of it.
fn is_day(text: &Text<'_>, id: TokenId) -> bool {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let more = ["today", "yesterday", "tomorrow"];
    let word = text.word(id).trim_end_matches('.').to_ascii_lowercase();
    days.contains(&word.as_str()) || more.contains(&word.as_str())
}

fn is_pronoun_of_relative(text: &Text<'_>, id: TokenId) -> bool {
    matches!(text.syntax.token(id).xpos, "WDT" | "WP") && text.rel(id) == Rel::Obj
}

/// "was quoted as saying", "went on to say": the governing verb belongs to the cue.
fn extend_quoted_as(text: &Text<'_>, id: TokenId, cue: &mut Range<u32>) {
    let token = text.syntax.token(id);
    let Some(head) = token.head.filter(|h| h.0 < cue.start && cue.start - h.0 <= 3) else { return };
    let governs = match text.rel(id) {
        Rel::Xcomp | Rel::Advcl | Rel::Ccomp | Rel::Obl => {
            matches!(text.lemma(head), "quote" | "cite" | "go" | "continue" | "report")
        }
        _ => false,
    };
    if governs {
        cue.start = cue_of(text, head).start;
    }
}

/// Quotations beside the cue, whatever the tree says of them.
fn quoted(text: &Text<'_>, id: TokenId, base: &Candidate, found: &mut Vec<Candidate>) {
    if text.quotes.found.is_empty() || text.quotes.at(id.0).is_some() {
        return;
    }
    let own = |r: &Range<u32>| r.start < base.cue.end + 12 && r.end + 12 > base.cue.start;
    let source = base.source.clone().filter(own);
    let left = source.as_ref().map_or(base.cue.start, |s| s.start.min(base.cue.start));
    let right = source.as_ref().map_or(base.cue.end, |s| s.end.max(base.cue.end));
    let mut push = |pattern, range: Range<u32>| {
        let mut c = base.clone();
        c.pattern = pattern;
        c.content = vec![range];
        found.push(c);
    };
    // A comma or dash may stand between the quotation and the cue.
    let before = (1..=2).find_map(|back| {
        let at = left.checked_sub(back)?;
        let q = text.quotes.at(at);
        if q.is_some() {
            return q;
        }
        (text.syntax.token(TokenId(at)).upos == Upos::Punct).then_some(())?;
        None
    });
    if let Some(q) = before.filter(|q| text.quotes.found[*q].words >= 2) {
        push(Pattern::QuoteLeft, text.quote_tokens[q].clone());
    }
    let sentence = text.sentence(id);
    let after = (right..sentence.end.min(right + 8)).find_map(|at| text.quotes.at(at));
    if let Some(q) = after.filter(|q| text.quote_tokens[*q].start >= right) {
        if text.quotes.found[q].words >= 2 {
            push(Pattern::QuoteRight, text.quote_tokens[q].clone());
        }
    } else if base.entry.is_some()
        && let Some(q) = text.quotes.at(sentence.end)
        && text.quote_tokens[q].start == sentence.end
        && text.quotes.found[q].words >= 3
        && (text.word(TokenId(sentence.end - 1)) == ":"
            || !text.opens_paragraph(TokenId(sentence.end)))
    {
        push(Pattern::QuoteNext, text.quote_tokens[q].clone());
    }
}

/// Candidates of a noun: "the claim that", "support for", "Sanders supporters".
fn noun(text: &Text<'_>, id: TokenId, found: &mut Vec<Candidate>) {
    let syntax = text.syntax;
    let Some(entry) = cues::entry(text.lemma(id), 'n') else { return };
    let mut owner = None;
    let mut contents: Vec<(Pattern, Range<u32>, TokenId, u32)> = Vec::new();
    let person = entry.class == cues::Class::Person;
    for c in syntax.children(id).iter().copied() {
        match text.rel(c) {
            Rel::NmodPoss if !person => owner = owner.or(Some(c)),
            Rel::NmodPoss | Rel::Compound | Rel::Amod if person => {
                contents.push((Pattern::NounCompound, text.extents.range(c), c, id.0 + 1));
            }
            Rel::Compound | Rel::Amod if syntax.token(c).upos == Upos::Propn => {
                owner = owner.or(Some(c))
            }
            Rel::Acl | Rel::Ccomp | Rel::AclRelcl | Rel::Advcl | Rel::Xcomp if c > id => {
                contents.push((Pattern::NounClause, text.extents.range(c), c, id.0 + 1));
            }
            Rel::Nmod if c > id => {
                let Some(case) = case_of(syntax, c) else { continue };
                let prep = text.lemma(case);
                if prep == "by"
                    || prep == "from"
                    || (prep == "of"
                        && !person
                        && owner.is_none()
                        && syntax.token(c).upos == Upos::Propn)
                {
                    owner = owner.or(Some(c));
                }
                let names_content = matches!(
                    prep,
                    "of" | "for"
                        | "on"
                        | "about"
                        | "to"
                        | "against"
                        | "over"
                        | "toward"
                        | "towards"
                        | "as"
                        | "that"
                );
                if case.0 == id.0 + 1 && names_content {
                    let range = text.extents.range(c);
                    contents.push((
                        Pattern::NounPreposition,
                        case.0 + 1..range.end.max(case.0 + 1),
                        c,
                        case.0 + 1,
                    ));
                }
            }
            _ => {}
        }
    }
    contents.dedup_by_key(|c| c.0);
    let verb = syntax.token(id).head.filter(|v| {
        matches!(text.rel(id), Rel::Obj | Rel::Obl)
            && syntax.token(*v).upos == Upos::Verb
            && v.0 < id.0
    });
    let light = verb.and_then(|v| Some((v, subject(syntax, v)?)));
    for (pattern, range, complement, end) in contents.into_iter().take(4) {
        if range.start >= range.end {
            continue;
        }
        let candidate = Candidate {
            head: id,
            pattern,
            cue: id.0..end,
            source: if person {
                Some(id.0..id.0 + 1)
            } else {
                owner.filter(|o| *o != complement).map(|o| owner_range(text, o))
            },
            source_head: if person { Some(id) } else { owner },
            through: None,
            content: vec![range],
            complement: Some(complement),
            entry: Some(entry),
            support: None,
        };
        if let Some((v, (s, through))) = light.filter(|_| !person) {
            let mut c = candidate.clone();
            c.pattern = Pattern::LightVerb;
            c.source = source_of(text, s);
            c.source_head = Some(s);
            c.through = Some(through);
            c.support = Some(v);
            if id.0 - v.0 <= 5 {
                c.cue = cue_of(text, v).start..end;
            }
            found.push(c);
        }
        found.push(candidate);
    }
}

fn owner_range(text: &Text<'_>, owner: TokenId) -> Range<u32> {
    let mut range = text.phrase(owner);
    if text.rel(owner) == Rel::NmodPoss
        && range.end > range.start + 1
        && text.word(TokenId(range.end - 1)).starts_with(['\'', '’'])
    {
        // The possessive's mark is kept: PolNeAR writes "the neurosurgeon's".
        range.end = range.end.max(owner.0 + 1);
    }
    range
}

/// "reportedly", "allegedly": the clause they stand in.
fn adverb(text: &Text<'_>, id: TokenId, found: &mut Vec<Candidate>) {
    let Some(entry) = cues::entry(text.lemma(id), 'r') else { return };
    let Some(head) = text.syntax.token(id).head else { return };
    found.push(Candidate {
        head: id,
        pattern: Pattern::Adverb,
        cue: id.0..id.0 + 1,
        source: None,
        source_head: None,
        through: None,
        content: without(text.extents.range(head), id.0..id.0 + 1),
        complement: Some(head),
        entry: Some(entry),
        support: None,
    });
}

/// "according to X": X is the source, the rest of the clause the content.
fn according(text: &Text<'_>, id: TokenId, found: &mut Vec<Candidate>) {
    let syntax = text.syntax;
    let to = TokenId(id.0 + 1);
    if to.index() >= syntax.tokens().len() || !text.is_word(to, "to") {
        return;
    }
    // The model may see a preposition (case of X) or a participle (X its oblique).
    let token = syntax.token(id);
    let (source, phrase_top) = if token.rel == Rel::Case {
        let Some(x) = token.head else { return };
        (x, x)
    } else if let Some(x) = syntax.children(id).iter().copied().find(|c| *c > to) {
        (x, id)
    } else {
        return;
    };
    let mut top = phrase_top;
    // X may hang on a noun of the clause; the clause's head governs the content.
    let mut clause = syntax.token(top).head;
    for _ in 0..4 {
        let Some(c) = clause else { break };
        let t = syntax.token(c);
        if matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Adj)
            || t.head.is_none()
            || child_in(syntax, c, &[Rel::Cop]).is_some()
        {
            break;
        }
        top = c;
        clause = t.head;
    }
    let mut phrase = text.phrase(source);
    phrase.start = phrase.start.max(to.0 + 1).min(source.0);
    let hole = id.0..phrase.end.max(to.0 + 1);
    let sentence = text.sentence(id);
    let range = clause.map_or(sentence, |c| text.extents.range(c));
    let _ = top;
    found.push(Candidate {
        head: id,
        pattern: Pattern::According,
        cue: id.0..to.0 + 1,
        source: Some(phrase),
        source_head: Some(source),
        through: Some(Through::Own),
        content: without(range, hole),
        complement: clause,
        entry: cues::entry("according_to", 'p'),
        support: None,
    });
}

/// "X: Y" in headlines and before quotations.
fn colon(text: &Text<'_>, id: TokenId, found: &mut Vec<Candidate>) {
    let sentence = text.sentence(id);
    let before = sentence.start..id.0;
    let after = id.0 + 1..sentence.end;
    if before.is_empty() || after.is_empty() {
        return;
    }
    let verbless = |r: &Range<u32>| {
        r.clone().all(|t| !matches!(text.syntax.token(TokenId(t)).upos, Upos::Verb | Upos::Aux))
    };
    let mut push = |pattern, source: Range<u32>, content: Range<u32>| {
        found.push(Candidate {
            head: id,
            pattern,
            cue: id.0..id.0 + 1,
            source_head: text.syntax.tops(source.clone()).next(),
            source: Some(source),
            through: None,
            content: vec![content],
            complement: None,
            entry: None,
            support: None,
        });
    };
    if before.len() <= 8 && verbless(&before) {
        push(Pattern::Colon, before.clone(), after.clone());
    }
    if after.len() <= 5 && verbless(&after) {
        push(Pattern::ColonReversed, after, before);
    }
}

/// "“They lied to us.” — Ann Smith, a nurse": a dash after a quotation that fills its line from the
/// start, and nothing but a name with its description up to the line's end.
fn signature(text: &Text<'_>, id: TokenId) -> Option<Candidate> {
    const LONGEST: u32 = 24;
    if !matches!(text.word(id), "-" | "--" | "–" | "—" | "―") {
        return None;
    }
    let quote = text.quotes.at(id.0.checked_sub(1)?)?;
    let said = &text.quote_tokens[quote];
    if said.end != id.0 || text.quotes.found[quote].words < 4 || text.quotes.at(id.0).is_some() {
        return None;
    }
    let whole = text.article.text();
    let span = text.syntax.token(id).span;
    let before = whole[..text.quotes.found[quote].span.start() as usize].trim_end_matches(' ');
    if !(before.is_empty() || before.ends_with('\n')) {
        return None;
    }
    let line = &whole[span.end() as usize..];
    let end = span.end() + line.find('\n').unwrap_or(line.len()) as u32;
    let rest = id.0 + 1..text.syntax.tokens().len() as u32;
    let signed = rest
        .clone()
        .take_while(|t| text.syntax.token(TokenId(*t)).span.start() < end)
        .take(LONGEST as usize + 1)
        .count() as u32;
    let signed = rest.start..rest.start + signed;
    let name_end = signed.clone().find(|t| matches!(text.word(TokenId(*t)), "," | "." | "(" | ";"));
    let source = signed.start..name_end.unwrap_or(signed.end);
    let upos = |t: u32| text.syntax.token(TokenId(t)).upos;
    let named = source.clone().any(|t| upos(t) == Upos::Propn)
        && !source.clone().any(|t| matches!(upos(t), Upos::Verb | Upos::Aux));
    if source.is_empty() || signed.len() as u32 > LONGEST || source.len() > 8 || !named {
        return None;
    }
    Some(Candidate {
        head: id,
        pattern: Pattern::Signature,
        cue: id.0..id.0 + 1,
        source_head: text.syntax.tops(source.clone()).next(),
        source: Some(source),
        through: None,
        content: vec![said.clone()],
        complement: None,
        entry: None,
        support: None,
    })
}

/// True when the token stands in a headline: a region marked so, or the first line of the text.
pub(crate) fn in_headline(text: &Text<'_>, id: TokenId) -> bool {
    let token = text.syntax.token(id);
    token.sentence.0 == 0
        || text.article.region_at(token.span).is_some_and(|r| r.kind == RegionKind::Headline)
}
