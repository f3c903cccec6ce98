//! Matrix products and activations for the network.
//!
//! [`float`] multiplies single-precision matrices, [`integer`] sixteen-bit activations by weights
//! of eight bits held in sixteen, [`memory`] steps the recurrent cells. Each has a path for AVX2
//! and a portable one, chosen when it runs; [`integer`] has one for AVX-512 and one for NEON too.
//! Integer sums are exact, and every floating-point result comes from the same chain of fused
//! multiply-adds in the same order whatever the path, the tile or the number of rows: so a sentence
//! gets the same bits alone or in a batch, on any machine. These are the only modules of the crate
//! with `unsafe` code.
#![expect(unsafe_code, reason = "SIMD intrinsics; every block states what it relies on")]

pub(crate) mod float;
pub(crate) mod integer;
pub(crate) mod memory;

/// Whether the AVX2 paths may run; the standard library caches the answer.
#[cfg(target_arch = "x86_64")]
fn wide() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
}

/// The index of the largest value, the first of equals; 0 for none or if none is a number.
pub(crate) fn largest(values: &[f32]) -> usize {
    // Two passes without branches: the compiler makes each a few vector instructions.
    let mut lanes = [f32::NEG_INFINITY; 8];
    let chunks = values.chunks_exact(8);
    let mut best = chunks.remainder().iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    best = lanes.iter().copied().fold(best, f32::max);
    values.iter().position(|v| *v == best).unwrap_or(0)
}

#[cfg(test)]
pub(crate) fn noise(n: usize, mut seed: u32) -> Vec<f32> {
    (0..n)
        .map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{largest, noise};

    #[test]
    fn the_largest_is_the_first_of_equals() {
        for n in 0..40 {
            let values: Vec<f32> = noise(n, n as u32).iter().map(|v| (v * 4.0).round()).collect();
            let mut want = 0;
            for (i, v) in values.iter().enumerate() {
                if *v > values[want] {
                    want = i;
                }
            }
            assert_eq!(largest(&values), want, "{values:?}");
        }
        assert_eq!(largest(&[f32::NEG_INFINITY, 1.0, f32::INFINITY]), 2);
    }
}
