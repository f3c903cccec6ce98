use crate::Span;

/// The unit in which offsets leave the engine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts. The wire default.
    #[default]
    Chars,
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 code units, as JavaScript counts.
    Utf16,
}

/// Turns byte offsets into another unit, for one text.
///
/// A checkpoint is kept every 64 bytes, so a conversion costs at most 64 steps and the table one
/// sixteenth of the text.
pub struct Offsets<'t> {
    text: &'t str,
    unit: OffsetUnit,
    checkpoints: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> Offsets<'t> {
    /// The converter for `text` into `unit`.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut checkpoints = Vec::new();
        if unit != OffsetUnit::Bytes && !text.is_ascii() {
            checkpoints.reserve(text.len() / STRIDE + 1);
            let mut count = 0;
            for (at, byte) in text.bytes().enumerate() {
                if at % STRIDE == 0 {
                    checkpoints.push(count);
                }
                count += units_of(byte, unit);
            }
        }
        Self { text, unit, checkpoints }
    }

    /// The offset `byte` in the unit asked for. `byte` must lie on a character boundary.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = byte as usize;
        if self.checkpoints.is_empty() {
            return byte as u32;
        }
        let block = (byte / STRIDE).min(self.checkpoints.len() - 1);
        let rest = &self.text.as_bytes()[block * STRIDE..byte];
        self.checkpoints[block] + rest.iter().map(|b| units_of(*b, self.unit)).sum::<u32>()
    }

    /// A span as `[start, end]` in the unit asked for.
    pub fn pair(&self, span: Span) -> [u32; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// Units that begin at this byte: a lead byte counts one character (two UTF-16 units when it opens
/// a four-byte sequence), a continuation byte none.
fn units_of(byte: u8, unit: OffsetUnit) -> u32 {
    match byte {
        0x80..=0xBF => 0,
        0xF0.. if unit == OffsetUnit::Utf16 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_python_and_javascript_do() {
        let text = format!("{}é—𝄞x", "a".repeat(130));
        let chars = Offsets::new(&text, OffsetUnit::Chars);
        let utf16 = Offsets::new(&text, OffsetUnit::Utf16);
        let end = text.len() as u32;
        assert_eq!(chars.at(end), text.chars().count() as u32);
        assert_eq!(utf16.at(end), text.encode_utf16().count() as u32);
        for (byte, _) in text.char_indices() {
            assert_eq!(chars.at(byte as u32), text[..byte].chars().count() as u32);
            assert_eq!(utf16.at(byte as u32), text[..byte].encode_utf16().count() as u32);
        }
    }
}
