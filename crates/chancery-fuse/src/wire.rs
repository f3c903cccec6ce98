//! A report as bytes, for a store: every word once with how often it stands, bags as positions among
//! them. Weights are not written: they are the model's, so an old sketch is read with today's.
//!
//! Little-endian; numbers are LEB128 unless told otherwise. `CHSK`, the version (a byte), id, day,
//! the words (hash as the distance to the one before, count), vectors of triggers, what the whole
//! article holds, sentences, mentions.

use chancery_article::Span;

use crate::model::FuseModel;
use crate::sketch::{Bag, MentionSketch, Report, SentenceSketch, WordCounts};

const MAGIC: &[u8; 4] = b"CHSK";
const VERSION: u8 = 1;

/// Why the bytes of a sketch could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SketchError {
    /// They do not begin with `CHSK`, or `CHCP` for a signature.
    NotASketch,
    /// Another version of the program wrote them: sketch the article again.
    Version(u8),
    /// They end early, hold more than they say, or point to what is not there.
    Broken,
}

impl std::fmt::Display for SketchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotASketch => {
                f.write_str("neither a sketch of an article (CHSK) nor a signature (CHCP)")
            }
            Self::Version(other) => {
                write!(
                    f,
                    "a sketch of version {other}, not of this program's: sketch the article again"
                )
            }
            Self::Broken => f.write_str("the sketch of the article is broken: sketch it again"),
        }
    }
}

impl std::error::Error for SketchError {}

struct Writer {
    out: Vec<u8>,
    /// All words of the report, by hash.
    words: WordCounts,
}

impl Writer {
    fn number(&mut self, mut n: u32) {
        while n >= 0x80 {
            self.out.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.out.push(n as u8);
    }

    fn signed(&mut self, n: i32) {
        self.number((n << 1 ^ n >> 31).cast_unsigned());
    }

    fn bytes(&mut self, bytes: impl ExactSizeIterator<Item = u8>) {
        self.number(bytes.len() as u32);
        self.out.extend(bytes);
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.out.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Ascending numbers as distances.
    fn ascending(&mut self, numbers: impl Iterator<Item = u32>) {
        let mut before = 0;
        for n in numbers {
            self.number(n - before);
            before = n;
        }
    }

    fn bag(&mut self, bag: &Bag) {
        self.number(bag.len() as u32);
        let at: Vec<u32> = bag
            .iter()
            .map(|(hash, _)| {
                let at = self.words.binary_search_by_key(hash, |w| w.0);
                at.expect("the table was made of all bags") as u32
            })
            .collect();
        self.ascending(at.into_iter());
    }
}

struct Reader<'b> {
    rest: &'b [u8],
    words: WordCounts,
    model: &'b FuseModel,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, SketchError> {
        let (first, rest) = self.rest.split_first().ok_or(SketchError::Broken)?;
        self.rest = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u32, SketchError> {
        let mut n = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            n |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(n);
            }
        }
        Err(SketchError::Broken)
    }

    fn signed(&mut self) -> Result<i32, SketchError> {
        let n = self.number()?;
        Ok((n >> 1).cast_signed() ^ -(n & 1).cast_signed())
    }

    /// How many things follow: each is a byte at least, so no more than there are bytes.
    fn count(&mut self) -> Result<usize, SketchError> {
        let n = self.number()? as usize;
        if n > self.rest.len() { Err(SketchError::Broken) } else { Ok(n) }
    }

    fn bytes(&mut self) -> Result<Vec<u8>, SketchError> {
        let n = self.count()?;
        let (bytes, rest) = self.rest.split_at(n);
        self.rest = rest;
        Ok(bytes.to_vec())
    }

    fn string(&mut self) -> Result<String, SketchError> {
        String::from_utf8(self.bytes()?).map_err(|_| SketchError::Broken)
    }

    fn vector(&mut self) -> Result<Vec<i8>, SketchError> {
        Ok(self.bytes()?.into_iter().map(u8::cast_signed).collect())
    }

    fn maybe<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, SketchError>,
    ) -> Result<Option<T>, SketchError> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(SketchError::Broken),
        }
    }

    fn many<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, SketchError>,
    ) -> Result<Vec<T>, SketchError> {
        (0..self.count()?).map(|_| read(self)).collect()
    }

    fn bag(&mut self) -> Result<Bag, SketchError> {
        let mut before = None;
        self.many(|reader| {
            let step = reader.number()?;
            let at = before.map_or(Some(step), |b: u32| b.checked_add(step.max(1)));
            before = at;
            let at = at.ok_or(SketchError::Broken)? as usize;
            let (hash, _) = *reader.words.get(at).ok_or(SketchError::Broken)?;
            Ok((hash, reader.model.rarity(hash)))
        })
    }
}

impl Report {
    /// The report as bytes: see [`Report::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut words: WordCounts = self.counts.clone();
        let mut add = |bag: &Bag| words.extend(bag.iter().map(|w| (w.0, 0)));
        add(&self.names);
        for s in &self.sentences {
            for bag in [&s.words, &s.names, &s.numbers, &s.places] {
                add(bag);
            }
        }
        for m in &self.mentions {
            for bag in [&m.words, &m.agents, &m.patients, &m.arguments, &m.time] {
                add(bag);
            }
        }
        // Of one word the entry with its count comes last and is kept.
        words.sort_unstable();
        words.reverse();
        words.dedup_by_key(|w| w.0);
        words.reverse();
        let mut vectors: Vec<&[i8]> = self.mentions.iter().map(|m| m.vector.as_slice()).collect();
        vectors.sort_unstable();
        vectors.dedup();

        let mut w = Writer { out: MAGIC.to_vec(), words };
        w.out.push(VERSION);
        w.bytes(self.id.bytes());
        w.maybe(self.published, Writer::signed);
        w.number(w.words.len() as u32);
        let mut before = 0;
        for (hash, count) in w.words.clone() {
            w.number(hash - before);
            w.number(count);
            before = hash;
        }
        w.number(vectors.len() as u32);
        for vector in &vectors {
            w.bytes(vector.iter().map(|v| v.cast_unsigned()));
        }
        w.bag(&self.names);
        w.number(self.sentences.len() as u32);
        for s in &self.sentences {
            for bag in [&s.words, &s.names, &s.numbers, &s.places] {
                w.bag(bag);
            }
            w.bytes(s.vector.iter().map(|v| v.cast_unsigned()));
        }
        w.number(self.mentions.len() as u32);
        for m in &self.mentions {
            w.number(m.span.start());
            w.number(m.span.end() - m.span.start());
            w.bytes(m.lemma.bytes());
            w.out.push(m.factuality << 1 | u8::from(m.verbal));
            let vector = vectors.binary_search(&m.vector.as_slice());
            w.number(vector.expect("the table holds every vector") as u32);
            for bag in [&m.words, &m.agents, &m.patients, &m.arguments, &m.time] {
                w.bag(bag);
            }
            w.number(m.sentence.wrapping_add(1));
            w.number(m.slot.wrapping_add(1));
            w.maybe(m.days, |w, (from, to)| {
                w.signed(from);
                w.signed(to);
            });
        }
        w.out
    }

    /// A report from the bytes that [`Report::to_bytes`] wrote. Weights of words are those of
    /// `model`.
    ///
    /// # Errors
    /// When the bytes are no sketch, are of another version, or are broken. No bytes make it panic.
    pub fn from_bytes(bytes: &[u8], model: &FuseModel) -> Result<Self, SketchError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(SketchError::NotASketch)?;
        let mut r = Reader { rest, words: WordCounts::new(), model };
        match r.byte()? {
            VERSION => {}
            other => return Err(SketchError::Version(other)),
        }
        let id = r.string()?;
        let published = r.maybe(Reader::signed)?;
        let mut before = None;
        r.words = r.many(|r| {
            let step = r.number()?;
            let hash = before.map_or(Some(step), |b: u32| b.checked_add(step.max(1)));
            before = hash;
            Ok((hash.ok_or(SketchError::Broken)?, r.number()?))
        })?;
        let vectors = r.many(Reader::vector)?;
        let names = r.bag()?;
        let sentences = r.many(|r| {
            let [words, names, numbers, places] = [r.bag()?, r.bag()?, r.bag()?, r.bag()?];
            Ok(SentenceSketch { words, names, numbers, places, vector: r.vector()? })
        })?;
        let mentions = r.many(|r| {
            let start = r.number()?;
            let end = start.checked_add(r.number()?).ok_or(SketchError::Broken)?;
            let lemma = r.string()?;
            let flags = r.byte()?;
            let vector = vectors.get(r.number()? as usize).ok_or(SketchError::Broken)?.clone();
            let [words, agents, patients] = [r.bag()?, r.bag()?, r.bag()?];
            let [arguments, time] = [r.bag()?, r.bag()?];
            let sentence = r.number()?.wrapping_sub(1);
            let slot = r.number()?.wrapping_sub(1);
            // A mention without a token has neither lemma nor sentence.
            if slot as usize >= sentences.len() && !(slot == u32::MAX && lemma.is_empty()) {
                return Err(SketchError::Broken);
            }
            let days = r.maybe(|r| Ok((r.signed()?, r.signed()?)))?;
            Ok(MentionSketch {
                span: Span::new(start, end),
                verbal: flags & 1 == 1,
                vector,
                words,
                agents,
                patients,
                arguments,
                sentence,
                slot,
                days,
                time,
                factuality: flags >> 1,
                ..MentionSketch::of(lemma, model)
            })
        })?;
        if !r.rest.is_empty() {
            return Err(SketchError::Broken);
        }
        let counts = r.words.iter().copied().filter(|w| w.1 > 0).collect();
        let mut report =
            Self { id, published, counts, names, sentences, mentions, ..Self::default() };
        report.weigh(model);
        Ok(report)
    }
}
