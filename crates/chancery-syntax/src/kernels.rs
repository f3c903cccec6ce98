//! Matrix products and activations for the network.
//!
//! Every output element is computed by the same chain of fused multiply-adds, in the same order, whatever the
//! instruction set, the tile or the number of rows: `acc = fma(a[k], b[k], acc)` for k rising from zero. So a
//! sentence gets the same bits alone or in a batch, with AVX2 or without. This is the only module of the crate
//! with `unsafe` code.
#![expect(unsafe_code, reason = "SIMD intrinsics; every block states what it relies on")]

/// Columns of a packed panel: two AVX2 registers.
const PANEL: usize = 16;
/// Rows computed at once: 6 x 2 accumulators fill twelve of sixteen registers.
const ROWS: usize = 6;
/// Rows of the left matrix kept in the second-level cache while all panels pass.
const BLOCK: usize = 96;

/// A right-hand matrix of `inner` rows and `columns` columns, stored in panels of sixteen columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Packed {
    inner: usize,
    columns: usize,
    data: Vec<f32>,
}

impl Packed {
    /// Packs `rows` x `inner` values (a layer's weights as trained, one output a row): the product is `a · wᵀ`.
    pub(crate) fn transposed(weights: &[f32], inner: usize) -> Self {
        let columns = weights.len().checked_div(inner).unwrap_or(0);
        let mut packed = Self::default();
        packed.fill(inner, columns, |k, j| weights[j * inner + k]);
        packed
    }

    /// Repacks in place, reusing memory: `value(k, j)` is the element in row `k`, column `j`.
    pub(crate) fn fill(
        &mut self,
        inner: usize,
        columns: usize,
        value: impl Fn(usize, usize) -> f32,
    ) {
        self.inner = inner;
        self.columns = columns;
        let panels = columns.div_ceil(PANEL);
        self.data.clear();
        self.data.resize(panels * inner * PANEL, 0.0);
        for j in 0..columns {
            let base = (j / PANEL) * inner * PANEL + j % PANEL;
            for k in 0..inner {
                self.data[base + k * PANEL] = value(k, j);
            }
        }
    }
}

/// `c += a · b`, where `a` has `rows` rows of `b.inner` values and `c` has `rows` rows of `b.columns` values.
///
/// # Panics
/// If a slice is shorter than its shape says: a fault of ours, never of the input.
pub(crate) fn add_product(a: &[f32], rows: usize, b: &Packed, c: &mut [f32]) {
    assert!(a.len() >= rows * b.inner, "left matrix is shorter than its shape");
    assert!(c.len() >= rows * b.columns, "result is shorter than its shape");
    let mut start = 0;
    while start < rows {
        let end = (start + BLOCK).min(rows);
        for panel in 0..b.columns.div_ceil(PANEL) {
            let weights = &b.data[panel * b.inner * PANEL..(panel + 1) * b.inner * PANEL];
            let first = panel * PANEL;
            let width = PANEL.min(b.columns - first);
            let mut row = start;
            while row < end {
                let count = ROWS.min(end - row);
                tile(
                    &a[row * b.inner..(row + count) * b.inner],
                    b.inner,
                    weights,
                    &mut c[row * b.columns + first..(row + count - 1) * b.columns + first + width],
                    b.columns,
                    width,
                    count,
                );
                row += count;
            }
        }
        start = end;
    }
}

/// One tile: `count` rows (at most six) by `width` columns (at most sixteen), `stride` apart in `c`.
#[inline]
fn tile(
    a: &[f32],
    inner: usize,
    panel: &[f32],
    c: &mut [f32],
    stride: usize,
    width: usize,
    count: usize,
) {
    if width == PANEL {
        return accumulate(a, inner, panel, c, stride, count);
    }
    let mut whole = [0.0_f32; ROWS * PANEL];
    for i in 0..count {
        whole[i * PANEL..i * PANEL + width].copy_from_slice(&c[i * stride..i * stride + width]);
    }
    accumulate(a, inner, panel, &mut whole, PANEL, count);
    for i in 0..count {
        c[i * stride..i * stride + width].copy_from_slice(&whole[i * PANEL..i * PANEL + width]);
    }
}

/// A tile of full width.
#[inline]
fn accumulate(a: &[f32], inner: usize, panel: &[f32], c: &mut [f32], stride: usize, count: usize) {
    assert!(
        (1..=ROWS).contains(&count)
            && a.len() >= count * inner
            && panel.len() >= inner * PANEL
            && c.len() >= (count - 1) * stride + PANEL,
        "tile is shorter than its shape"
    );
    #[cfg(target_arch = "x86_64")]
    if wide() {
        // SAFETY: AVX2 and FMA were detected, and the lengths were checked just above.
        unsafe {
            match count {
                1 => accumulate_avx2::<1>(a, inner, panel, c, stride),
                2 => accumulate_avx2::<2>(a, inner, panel, c, stride),
                3 => accumulate_avx2::<3>(a, inner, panel, c, stride),
                4 => accumulate_avx2::<4>(a, inner, panel, c, stride),
                5 => accumulate_avx2::<5>(a, inner, panel, c, stride),
                _ => accumulate_avx2::<6>(a, inner, panel, c, stride),
            }
        }
        return;
    }
    accumulate_portable(a, inner, panel, c, stride, count);
}

fn accumulate_portable(
    a: &[f32],
    inner: usize,
    panel: &[f32],
    c: &mut [f32],
    stride: usize,
    count: usize,
) {
    for i in 0..count {
        let row = &mut c[i * stride..i * stride + PANEL];
        for (x, weights) in a[i * inner..(i + 1) * inner].iter().zip(panel.chunks_exact(PANEL)) {
            for (sum, w) in row.iter_mut().zip(weights) {
                *sum = x.mul_add(*w, *sum);
            }
        }
    }
}

/// Whether the AVX2 path may run; the standard library caches the answer.
#[cfg(target_arch = "x86_64")]
fn wide() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
}

/// # Safety
/// AVX2 and FMA must be present; N is at most six; `a` holds at least `N * inner` values, `panel`
/// at least `16 * inner`, `c` at least `(N - 1) * stride + 16`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn accumulate_avx2<const N: usize>(
    a: &[f32],
    inner: usize,
    panel: &[f32],
    c: &mut [f32],
    stride: usize,
) {
    use std::arch::x86_64::{
        _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };
    let mut sums = [[_mm256_setzero_ps(); 2]; N];
    let (rows, weights, out) = (a.as_ptr(), panel.as_ptr(), c.as_mut_ptr());
    // SAFETY: i stays below N and k below `inner`, so every address lies within the lengths that
    // the caller vouches for.
    unsafe {
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum = [_mm256_loadu_ps(out.add(i * stride)), _mm256_loadu_ps(out.add(i * stride + 8))];
        }
        for k in 0..inner {
            let low = _mm256_loadu_ps(weights.add(k * PANEL));
            let high = _mm256_loadu_ps(weights.add(k * PANEL + 8));
            for (i, sum) in sums.iter_mut().enumerate() {
                let x = _mm256_broadcast_ss(&*rows.add(i * inner + k));
                sum[0] = _mm256_fmadd_ps(x, low, sum[0]);
                sum[1] = _mm256_fmadd_ps(x, high, sum[1]);
            }
        }
        for (i, sum) in sums.iter().enumerate() {
            _mm256_storeu_ps(out.add(i * stride), sum[0]);
            _mm256_storeu_ps(out.add(i * stride + 8), sum[1]);
        }
    }
}

/// One step of a long short-term memory for one sentence: `gates` holds input, forget, cell and output gates
/// before activation, each `width` wide; `cell` and `state` are updated.
pub(crate) fn lstm_step(gates: &[f32], cell: &mut [f32], state: &mut [f32]) {
    let width = cell.len();
    assert!(
        gates.len() == 4 * width && state.len() == width && width.is_multiple_of(8),
        "shapes of a memory step"
    );
    #[cfg(target_arch = "x86_64")]
    if wide() {
        // SAFETY: AVX2 and FMA were detected.
        unsafe { lstm_step_avx2(gates, cell, state) };
        return;
    }
    lstm_step_body(gates, cell, state);
}

/// # Safety
/// AVX2 and FMA must be present.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn lstm_step_avx2(gates: &[f32], cell: &mut [f32], state: &mut [f32]) {
    lstm_step_body(gates, cell, state);
}

#[inline(always)]
fn lstm_step_body(gates: &[f32], cell: &mut [f32], state: &mut [f32]) {
    let width = cell.len();
    let (input, rest) = gates.split_at(width);
    let (forget, rest) = rest.split_at(width);
    let (fresh, output) = rest.split_at(width);
    let gates = input
        .chunks_exact(8)
        .zip(forget.chunks_exact(8))
        .zip(fresh.chunks_exact(8))
        .zip(output.chunks_exact(8));
    for ((((i, f), g), o), (c, h)) in
        gates.zip(cell.chunks_exact_mut(8).zip(state.chunks_exact_mut(8)))
    {
        for lane in 0..8 {
            let kept = sigmoid(f[lane]) * c[lane];
            let value = sigmoid(i[lane]).mul_add(tanh(g[lane]), kept);
            c[lane] = value;
            h[lane] = sigmoid(o[lane]) * tanh(value);
        }
    }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
fn tanh(x: f32) -> f32 {
    2.0_f32.mul_add(sigmoid(2.0 * x), -1.0)
}

/// e to the x, after Cephes (S. Moshier): relative error below 2e-7 on [-87, 88], clamped outside.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = if x > 87.0 { 87.0 } else { x };
    let x = if x < -87.0 { -87.0 } else { x };
    // Rounds to the nearest integer by adding and taking away 1.5 * 2^23, which every path does alike.
    const MAGIC: f32 = 12_582_912.0;
    let shifted = x.mul_add(std::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let p = 1.987_569_1e-4_f32;
    let p = p.mul_add(r, 1.398_199_9e-3);
    let p = p.mul_add(r, 8.333_452e-3);
    let p = p.mul_add(r, 4.166_579_6e-2);
    let p = p.mul_add(r, 1.666_666_5e-1);
    let p = p.mul_add(r, 0.5);
    let y = (p * r).mul_add(r, r) + 1.0;
    let power =
        f32::from_bits(shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127) << 23);
    y * power
}

/// Sets every negative value to zero.
pub(crate) fn relu(values: &mut [f32]) {
    for v in values {
        *v = v.max(0.0);
    }
}

/// The index of the largest value, the first of equals; 0 for none.
pub(crate) fn largest(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, v) in values.iter().enumerate() {
        if *v > values[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{
        PANEL, Packed, ROWS, accumulate, accumulate_portable, add_product, exp, lstm_step,
        lstm_step_body,
    };

    fn noise(n: usize, mut seed: u32) -> Vec<f32> {
        (0..n)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect()
    }

    #[test]
    fn product_equals_the_schoolbook_bit_for_bit() {
        for (rows, inner, columns) in [(1, 7, 5), (6, 16, 16), (13, 33, 40), (100, 8, 17)] {
            let (a, w) = (noise(rows * inner, 1), noise(columns * inner, 2));
            let b = Packed::transposed(&w, inner);
            let mut c = noise(rows * columns, 3);
            let mut want = c.clone();
            for i in 0..rows {
                for j in 0..columns {
                    for k in 0..inner {
                        want[i * columns + j] =
                            a[i * inner + k].mul_add(w[j * inner + k], want[i * columns + j]);
                    }
                }
            }
            add_product(&a, rows, &b, &mut c);
            assert_eq!(c, want, "{rows} x {inner} x {columns}");
        }
    }

    #[test]
    fn both_paths_give_the_same_bits() {
        let (a, panel) = (noise(6 * 50, 4), noise(50 * PANEL, 5));
        let mut one = noise(ROWS * 20, 9);
        let mut two = one.clone();
        accumulate(&a, 50, &panel, &mut one, 20, 6);
        accumulate_portable(&a, 50, &panel, &mut two, 20, 6);
        assert_eq!(one, two);
        let gates: Vec<f32> = noise(64, 6).iter().map(|x| x * 8.0).collect();
        let (mut c1, mut h1) = (noise(16, 7), vec![0.0; 16]);
        let (mut c2, mut h2) = (c1.clone(), h1.clone());
        lstm_step(&gates, &mut c1, &mut h1);
        lstm_step_body(&gates, &mut c2, &mut h2);
        assert_eq!((c1, h1), (c2, h2));
    }

    #[test]
    fn exponential_is_close() {
        for i in -860..870 {
            let x = i as f32 / 10.0;
            let (got, want) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((got / want - 1.0).abs() < 4e-7, "{x}: {got} {want}");
        }
        assert!(exp(f32::INFINITY).is_finite() && exp(f32::NEG_INFINITY) >= 0.0);
    }
}
