//! Content hashes: the same words in the same article carry the same id in every run.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes), 32)
}

fn hex(digest: &[u8], bytes: usize) -> String {
    digest[..bytes].iter().fold(String::with_capacity(2 * bytes), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes every byte");
        hex
    })
}

/// Makes the ids of one article's findings.
pub(crate) struct Ids {
    seed: Sha256,
}

impl Ids {
    /// The article's id and text go into every id: the same report in two papers is two mentions.
    pub(crate) fn new(article: &str, text_sha256: &str) -> Self {
        let mut seed = Sha256::new();
        for part in [article, text_sha256] {
            seed.update((part.len() as u64).to_le_bytes());
            seed.update(part);
        }
        Self { seed }
    }

    /// An id from what a finding is: a letter for its kind, and 16 hexadecimal digits.
    pub(crate) fn make(&self, letter: char, content: &[&str], numbers: &[u32]) -> String {
        let mut hash = self.seed.clone();
        hash.update([letter as u8]);
        for part in content {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        for number in numbers {
            hash.update(number.to_le_bytes());
        }
        format!("{letter}{}", hex(&hash.finalize(), 8))
    }
}
