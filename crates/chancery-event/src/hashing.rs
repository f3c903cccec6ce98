//! Features of the linear scorers: FNV-1a over their parts, folded into buckets.

/// A feature being hashed.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u32);

impl Hash {
    pub fn new(name: &str) -> Self {
        Self(0x811c_9dc5).and(name)
    }

    /// Adds a word; words are apart from what follows.
    pub fn and(mut self, part: &str) -> Self {
        for b in part.bytes() {
            self.0 = (self.0 ^ u32::from(b)).wrapping_mul(0x0100_0193);
        }
        self.num(0xff)
    }

    pub fn num(mut self, n: u32) -> Self {
        self.0 = (self.0 ^ n).wrapping_mul(0x0100_0193);
        self
    }

    /// The bucket's number in its lowest `bits`, which FNV mixes worst: the high ones are folded in.
    pub fn done(self, bits: u32) -> u32 {
        self.0 ^ (self.0 >> bits)
    }
}
