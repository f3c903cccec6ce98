//! The model file: reading and its errors.
//!
//! Magic `CHSM`, format number and header length (little-endian `u32`), a header of lines, then
//! tensors, each at a multiple of 64 bytes from the end of the header's padding. A header line is
//! `key TAB value`, `labels TAB name TAB label…` or
//! `tensor TAB name TAB type TAB rows TAB columns TAB offset`. Types: `f16`, `u64`, and `i8` (one
//! `f32` factor for each row, then the rows). `training/export.py` writes it.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The format this program reads.
pub const FORMAT: u32 = 2;

/// Why a model file could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin with `CHSM`.
    #[error("not a Chancery syntax model: the file does not begin with CHSM")]
    NotAModel,
    /// It is of another format.
    #[error(
        "syntax model has format {found}, this program reads format {FORMAT}: use a model of its release"
    )]
    Format {
        /// The format number in the file.
        found: u32,
    },
    /// It ends early.
    #[error("syntax model is cut short: {what} lies beyond its end; fetch it again")]
    Cut {
        /// What lies beyond the end.
        what: String,
    },
    /// A line of its header cannot be read.
    #[error("syntax model header line {line} cannot be read: {text}")]
    Header {
        /// Line number, from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// Something the network needs is not there.
    #[error("syntax model lacks {what}")]
    Missing {
        /// What is not there.
        what: String,
    },
    /// A tensor or label has another shape than the network needs.
    #[error("syntax model does not fit this program: {what}")]
    Shape {
        /// What does not fit.
        what: String,
    },
}

#[derive(Debug, Clone)]
struct Entry {
    kind: String,
    rows: usize,
    columns: usize,
    start: usize,
}

/// An opened file: header read, tensors still as bytes.
pub(crate) struct File<'b> {
    bytes: &'b Cow<'static, [u8]>,
    tensors: BTreeMap<String, Entry>,
    pub(crate) labels: BTreeMap<String, Vec<String>>,
    pub(crate) facts: BTreeMap<String, String>,
}

impl<'b> File<'b> {
    #[expect(clippy::ptr_arg, reason = "tables of an embedded model are read where they lie")]
    pub(crate) fn open(bytes: &'b Cow<'static, [u8]>) -> Result<Self, ModelError> {
        if bytes.get(..4) != Some(b"CHSM") {
            return Err(ModelError::NotAModel);
        }
        let number = |at: usize| {
            let four =
                bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
            four.ok_or_else(|| ModelError::Cut { what: "the opening".into() })
        };
        let found = number(4)?;
        if found != FORMAT {
            return Err(ModelError::Format { found });
        }
        let length = number(8)? as usize;
        let end = length.saturating_add(12);
        let header = bytes.get(12..end).and_then(|b| std::str::from_utf8(b).ok());
        let header = header.ok_or_else(|| ModelError::Cut { what: "the header".into() })?;
        let base = end.next_multiple_of(64);
        let mut file = Self {
            bytes,
            tensors: BTreeMap::new(),
            labels: BTreeMap::new(),
            facts: BTreeMap::new(),
        };
        for (i, line) in header.lines().enumerate() {
            let bad = || ModelError::Header { line: i + 1, text: line.chars().take(80).collect() };
            let fields: Vec<&str> = line.split('\t').collect();
            match fields[..] {
                ["tensor", name, kind, rows, columns, offset] => {
                    let size = |s: &str| s.parse::<u32>().map(|n| n as usize).map_err(|_| bad());
                    let (rows, columns) = (size(rows)?, size(columns)?);
                    let start = base + size(offset)?;
                    file.tensors
                        .insert(name.into(), Entry { kind: kind.into(), rows, columns, start });
                }
                ["labels", name, ..] => {
                    let all = fields[2..].iter().map(|s| (*s).to_owned()).collect();
                    file.labels.insert(name.into(), all);
                }
                [key, value] => {
                    file.facts.insert(key.into(), value.into());
                }
                _ => return Err(bad()),
            }
        }
        Ok(file)
    }

    fn find(
        &self,
        name: &str,
        kind: &str,
        rows: Option<usize>,
        columns: usize,
    ) -> Result<(&Entry, &'b [u8]), ModelError> {
        let entry = self
            .tensors
            .get(name)
            .ok_or_else(|| ModelError::Missing { what: format!("the tensor {name}") })?;
        if entry.kind != kind
            || rows.is_some_and(|r| r != entry.rows)
            || entry.columns != columns
            || entry.rows == 0
        {
            let Entry { kind, rows, columns, .. } = entry;
            return Err(ModelError::Shape {
                what: format!("the tensor {name} is {kind} of {rows} x {columns}"),
            });
        }
        let size = match kind {
            "i8" => entry.rows.saturating_mul(4 + columns),
            "f16" => entry.rows.saturating_mul(2 * columns),
            _ => entry.rows.saturating_mul(8 * columns),
        };
        let all: &'b [u8] = self.bytes;
        let bytes = all.get(entry.start..entry.start.saturating_add(size));
        Ok((entry, bytes.ok_or_else(|| ModelError::Cut { what: format!("the tensor {name}") })?))
    }

    /// A matrix of half-precision values, widened.
    pub(crate) fn f16(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<Vec<f32>, ModelError> {
        let (_, bytes) = self.find(name, "f16", Some(rows), columns)?;
        Ok(bytes.chunks_exact(2).map(|b| widen(u16::from_le_bytes([b[0], b[1]]))).collect())
    }

    /// A matrix of quantised rows: the factor of each, and the bytes.
    pub(crate) fn i8(
        &self,
        name: &str,
        rows: usize,
        columns: usize,
    ) -> Result<(Vec<f32>, Vec<i8>), ModelError> {
        let (entry, bytes) = self.find(name, "i8", Some(rows), columns)?;
        let (factors, bytes) = bytes.split_at(4 * entry.rows);
        let factors = factors.chunks_exact(4);
        let factor = |b: &[u8]| f32::from_le_bytes(std::array::from_fn(|i| b[i]));
        Ok((factors.map(factor).collect(), bytes.iter().map(|b| b.cast_signed()).collect()))
    }

    /// Rows and columns of a tensor.
    pub(crate) fn shape(&self, name: &str) -> Result<(usize, usize), ModelError> {
        let missing = || ModelError::Missing { what: format!("the tensor {name}") };
        self.tensors.get(name).map(|e| (e.rows, e.columns)).ok_or_else(missing)
    }

    /// A column of 64-bit numbers.
    pub(crate) fn u64(&self, name: &str) -> Result<Vec<u64>, ModelError> {
        let (_, bytes) = self.find(name, "u64", None, 1)?;
        let read = |b: &[u8]| u64::from_le_bytes(std::array::from_fn(|i| b[i]));
        Ok(bytes.chunks_exact(8).map(read).collect())
    }

    /// A table of quantised rows, read where it lies.
    pub(crate) fn table(
        &self,
        name: &str,
        rows: Option<usize>,
        columns: usize,
    ) -> Result<Table, ModelError> {
        let (entry, bytes) = self.find(name, "i8", rows, columns)?;
        let range = entry.start..entry.start + bytes.len();
        let bytes = match self.bytes {
            Cow::Borrowed(all) => Cow::Borrowed(&all[range]),
            Cow::Owned(all) => Cow::Owned(all[range].to_vec()),
        };
        Ok(Table { rows: entry.rows, columns, bytes })
    }

    pub(crate) fn names(&self, name: &str) -> Result<&[String], ModelError> {
        self.labels
            .get(name)
            .filter(|l| !l.is_empty())
            .map(Vec::as_slice)
            .ok_or_else(|| ModelError::Missing { what: format!("the labels {name}") })
    }
}

/// Rows of signed bytes with a factor each, read where they lie in an embedded model.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    bytes: Cow<'static, [u8]>,
}

impl Table {
    /// The values of a row; one beyond the table reads as zeros.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let inside = row < self.rows;
        let row = if inside { row } else { 0 };
        let bytes = &self.bytes;
        let factor = f32::from_le_bytes(std::array::from_fn(|i| bytes[4 * row + i]));
        let factor = if inside { factor } else { 0.0 };
        let first = 4 * self.rows + row * self.columns;
        let values = &bytes[first..first + self.columns];
        values.iter().map(move |byte| factor * f32::from(byte.cast_signed()))
    }
}

/// IEEE half precision to single.
fn widen(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let (exponent, fraction) = (u32::from(half >> 10) & 0x1F, u32::from(half & 0x3FF));
    match exponent {
        0 => {
            let tiny = fraction as f32 * (1.0 / 16_777_216.0);
            f32::from_bits(tiny.to_bits() | sign)
        }
        31 => f32::from_bits(sign | 0x7F80_0000 | (fraction << 13)),
        _ => f32::from_bits(sign | ((exponent + 112) << 23) | (fraction << 13)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_widen() {
        for (half, want) in
            [(0x3C00, 1.0), (0xC000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8)]
        {
            assert_eq!(widen(half), want);
        }
    }

    #[test]
    fn bad_files_say_what_is_wrong() {
        let error = |bytes: &'static [u8]| File::open(&Cow::Borrowed(bytes)).err();
        assert_eq!(error(b"GIF89a"), Some(ModelError::NotAModel));
        assert_eq!(error(b"CHSM\x09\0\0\0\0\0\0\0"), Some(ModelError::Format { found: 9 }));
        let cut = error(b"CHSM\x02\0\0\0\xFF\0\0\0");
        assert!(matches!(cut, Some(ModelError::Cut { .. })));
        let line = error(b"CHSM\x02\0\0\0\x04\0\0\0oops");
        assert_eq!(line, Some(ModelError::Header { line: 1, text: "oops".into() }));
    }
}
