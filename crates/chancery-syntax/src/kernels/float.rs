//! Products of single-precision matrices.
//!
//! Every output element is computed by the same chain of fused multiply-adds, in the same order,
//! whatever the instruction set, the tile or the number of rows: `acc = fma(a[k], b[k], acc)` for k
//! rising from zero.

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

/// `out = start + a · b`, where `a` has `rows` rows of `b.inner` values and `out` `rows` rows of
/// `b.columns` values. Row i begins from the `b.columns` values of `start` at `offset(i)`: a bias
/// shared by all rows, or a row computed before.
///
/// # Panics
/// If a slice is shorter than its shape says: a fault of ours, never of the input.
pub(crate) fn product(
    a: &[f32],
    rows: usize,
    b: &Packed,
    start: &[f32],
    offset: impl Fn(usize) -> usize,
    out: &mut [f32],
) {
    assert!(a.len() >= rows * b.inner, "left matrix is shorter than its shape");
    assert!(out.len() >= rows * b.columns, "result is shorter than its shape");
    let mut block = 0;
    while block < rows {
        let end = (block + BLOCK).min(rows);
        for panel in 0..b.columns.div_ceil(PANEL) {
            let weights = &b.data[panel * b.inner * PANEL..(panel + 1) * b.inner * PANEL];
            let first = panel * PANEL;
            let width = PANEL.min(b.columns - first);
            let mut row = block;
            while row < end {
                let count = ROWS.min(end - row);
                let mut offsets = [0; ROWS];
                for (i, at) in offsets.iter_mut().enumerate().take(count) {
                    *at = offset(row + i) + first;
                }
                let tile = Tile {
                    a: &a[row * b.inner..(row + count) * b.inner],
                    inner: b.inner,
                    weights,
                    count,
                };
                let place = row * b.columns + first;
                let out = &mut out[place..place + (count - 1) * b.columns + width];
                tile.write(start, offsets, out, b.columns, width);
                row += count;
            }
        }
        block = end;
    }
}

/// A few rows of the left matrix and one panel of the right.
struct Tile<'m> {
    a: &'m [f32],
    inner: usize,
    weights: &'m [f32],
    /// Rows, at most six.
    count: usize,
}

impl Tile<'_> {
    /// Writes `width` columns; rows of `out` are `stride` apart.
    #[inline]
    fn write(
        &self,
        start: &[f32],
        offsets: [usize; ROWS],
        out: &mut [f32],
        stride: usize,
        width: usize,
    ) {
        if width == PANEL {
            return self.write_panel(start, offsets, out, stride);
        }
        let (mut from, mut whole) = ([0.0; ROWS * PANEL], [0.0; ROWS * PANEL]);
        let mut places = [0; ROWS];
        for i in 0..self.count {
            places[i] = i * PANEL;
            from[i * PANEL..i * PANEL + width]
                .copy_from_slice(&start[offsets[i]..offsets[i] + width]);
        }
        self.write_panel(&from, places, &mut whole, PANEL);
        for (i, row) in whole.chunks_exact(PANEL).enumerate().take(self.count) {
            out[i * stride..i * stride + width].copy_from_slice(&row[..width]);
        }
    }

    #[inline]
    fn write_panel(&self, start: &[f32], offsets: [usize; ROWS], out: &mut [f32], stride: usize) {
        assert!(
            (1..=ROWS).contains(&self.count)
                && self.a.len() >= self.count * self.inner
                && self.weights.len() >= self.inner * PANEL
                && offsets[..self.count].iter().all(|at| at + PANEL <= start.len())
                && out.len() >= (self.count - 1) * stride + PANEL,
            "tile is shorter than its shape"
        );
        #[cfg(target_arch = "x86_64")]
        if super::wide() {
            // SAFETY: AVX2 and FMA were detected, and the lengths were checked just above.
            unsafe {
                match self.count {
                    1 => self.write_avx2::<1>(start, offsets, out, stride),
                    2 => self.write_avx2::<2>(start, offsets, out, stride),
                    3 => self.write_avx2::<3>(start, offsets, out, stride),
                    4 => self.write_avx2::<4>(start, offsets, out, stride),
                    5 => self.write_avx2::<5>(start, offsets, out, stride),
                    _ => self.write_avx2::<6>(start, offsets, out, stride),
                }
            }
            return;
        }
        self.write_portable(start, offsets, out, stride);
    }

    fn write_portable(
        &self,
        start: &[f32],
        offsets: [usize; ROWS],
        out: &mut [f32],
        stride: usize,
    ) {
        for i in 0..self.count {
            let row = &mut out[i * stride..i * stride + PANEL];
            row.copy_from_slice(&start[offsets[i]..offsets[i] + PANEL]);
            let a = &self.a[i * self.inner..(i + 1) * self.inner];
            for (x, weights) in a.iter().zip(self.weights.chunks_exact(PANEL)) {
                for (sum, w) in row.iter_mut().zip(weights) {
                    *sum = x.mul_add(*w, *sum);
                }
            }
        }
    }

    /// # Safety
    /// AVX2 and FMA must be present; `N` is `count`; `a` holds at least `N * inner` values,
    /// `weights` at least `16 * inner`, `start` sixteen at each of the first N offsets, `out` at
    /// least `(N - 1) * stride + 16`.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn write_avx2<const N: usize>(
        &self,
        start: &[f32],
        offsets: [usize; ROWS],
        out: &mut [f32],
        stride: usize,
    ) {
        use std::arch::x86_64::{
            _mm256_broadcast_ss, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_setzero_ps,
            _mm256_storeu_ps,
        };
        let mut sums = [[_mm256_setzero_ps(); 2]; N];
        let (rows, weights) = (self.a.as_ptr(), self.weights.as_ptr());
        let (from, to, inner) = (start.as_ptr(), out.as_mut_ptr(), self.inner);
        // SAFETY: i stays below N and k below `inner`, so every address lies within the lengths
        // that the caller vouches for.
        unsafe {
            for (i, sum) in sums.iter_mut().enumerate() {
                let at = from.add(offsets[i]);
                *sum = [_mm256_loadu_ps(at), _mm256_loadu_ps(at.add(8))];
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
                _mm256_storeu_ps(to.add(i * stride), sum[0]);
                _mm256_storeu_ps(to.add(i * stride + 8), sum[1]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::noise;
    use super::{PANEL, Packed, ROWS, Tile, product};

    #[test]
    fn product_equals_the_schoolbook_bit_for_bit() {
        for (rows, inner, columns) in [(1, 7, 5), (6, 16, 16), (13, 33, 40), (100, 8, 17)] {
            let (a, w) = (noise(rows * inner, 1), noise(columns * inner, 2));
            let mut b = Packed::default();
            b.fill(inner, columns, |k, j| w[j * inner + k]);
            let start = noise(rows * columns, 3);
            let mut want = start.clone();
            for i in 0..rows {
                for j in 0..columns {
                    for k in 0..inner {
                        want[i * columns + j] =
                            a[i * inner + k].mul_add(w[j * inner + k], want[i * columns + j]);
                    }
                }
            }
            let mut out = vec![0.0; rows * columns];
            product(&a, rows, &b, &start, |i| i * columns, &mut out);
            assert_eq!(out, want, "{rows} x {inner} x {columns}");
        }
    }

    #[test]
    fn both_paths_give_the_same_bits() {
        let (a, weights) = (noise(6 * 50, 4), noise(50 * PANEL, 5));
        for count in 1..=ROWS {
            let tile = Tile { a: &a, inner: 50, weights: &weights, count };
            let start = noise(40, 9);
            let offsets = [0, 3, 24, 7, 0, 11];
            let (mut one, mut two) = (vec![0.0; ROWS * 20], vec![0.0; ROWS * 20]);
            tile.write_panel(&start, offsets, &mut one, 20);
            tile.write_portable(&start, offsets, &mut two, 20);
            assert_eq!(one, two);
        }
    }
}
