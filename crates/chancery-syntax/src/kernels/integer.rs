//! Products of sixteen-bit activations with quantised weights.
//!
//! A weight is a signed byte times its column's factor, an activation a signed sixteen-bit number
//! times the layer's unit; sums are exact in thirty-two bits, so every path gives the same bits.

/// Columns of a packed panel: two AVX2 registers of sums, one of AVX-512.
pub(crate) const PANEL: usize = 16;
/// Rows computed at once: 6 x 2 sums fill twelve of sixteen registers.
const ROWS: usize = 6;
/// Rows of activations kept in the second-level cache while all panels pass.
const BLOCK: usize = 96;
/// Values of a row at most: `2^15 x 2^7` times this stays below `2^31`.
pub(crate) const MOST: usize = 510;

/// What an activation of a memory cell, between -1 and 1, is counted in.
pub(crate) const CELL_UNIT: f32 = 1.0 / 32_767.0;
/// What other activations are counted in; they are cut off at 15.999 either way.
pub(crate) const UNIT: f32 = 1.0 / 2048.0;
const BOUND: f32 = 15.999;

/// Weights of a layer, in panels of sixteen columns; within a panel, pairs of rows lie together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weights {
    inner: usize,
    panels: usize,
    data: Vec<i16>,
    /// Each column's factor times the unit of the activations.
    factors: Vec<f32>,
}

impl Weights {
    /// Packs `factors.len()` rows of `inner` bytes (a layer as trained, one output a row) for
    /// activations counted in `unit`. Columns are filled up to a multiple of [`PANEL`] with zeros.
    ///
    /// # Panics
    /// If the shapes do not fit: the model's reader sees to that.
    pub(crate) fn new(bytes: &[i8], factors: &[f32], inner: usize, unit: f32) -> Self {
        assert!(inner.is_multiple_of(2) && inner <= MOST, "inner size of a layer");
        assert_eq!(bytes.len(), factors.len() * inner, "shape of a layer");
        let panels = factors.len().div_ceil(PANEL);
        let mut data = vec![0; panels * inner * PANEL];
        for (column, row) in bytes.chunks_exact(inner).enumerate() {
            let base = (column / PANEL) * inner * PANEL + 2 * (column % PANEL);
            for (k, byte) in row.iter().enumerate() {
                data[base + (k / 2) * 2 * PANEL + k % 2] = i16::from(*byte);
            }
        }
        let mut factors: Vec<f32> = factors.iter().map(|f| f * unit).collect();
        factors.resize(panels * PANEL, 0.0);
        Self { inner, panels, data, factors }
    }

    /// Columns, those that fill up counted.
    pub(crate) fn width(&self) -> usize {
        self.panels * PANEL
    }
}

/// `out = start + a · w` for `rows` rows of activations. Row i begins from the `w.width()` values of
/// `start` at `offset(i)`: a bias shared by all rows, or a row computed before.
///
/// # Panics
/// If a slice is shorter than its shape says: a fault of ours, never of the input.
pub(crate) fn product(
    a: &[i16],
    rows: usize,
    w: &Weights,
    start: &[f32],
    offset: impl Fn(usize) -> usize,
    out: &mut [f32],
) {
    product_by(path(), a, rows, w, start, offset, out);
}

fn product_by(
    path: Path,
    a: &[i16],
    rows: usize,
    w: &Weights,
    start: &[f32],
    offset: impl Fn(usize) -> usize,
    out: &mut [f32],
) {
    let width = w.width();
    assert!(a.len() >= rows * w.inner, "activations are shorter than their shape");
    assert!(out.len() >= rows * width, "result is shorter than its shape");
    let Some(most) = start.len().checked_sub(width) else {
        assert_eq!(rows, 0, "what a row begins from is shorter than its shape");
        return;
    };
    // SAFETY: a path is only chosen where its instructions were detected (`available`); the lengths
    // were checked just above, those of the weights when they were packed, and every row's place in
    // `start` is checked by `Tiles`.
    unsafe {
        let tiles = Tiles { a, rows, w, start, most, offset };
        match path {
            Path::Portable => tiles.run(out, Portable),
            #[cfg(target_arch = "x86_64")]
            Path::Avx2 => tiles.run_avx2(out),
            #[cfg(target_arch = "x86_64")]
            Path::Avx512 => tiles.run_avx512(out),
            #[cfg(target_arch = "aarch64")]
            Path::Neon => tiles.run_neon(out),
        }
    }
}

/// A way to compute a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// The best path of this machine.
fn path() -> Path {
    *available().last().unwrap_or(&Path::Portable)
}

/// The paths of this machine, the best last.
fn available() -> &'static [Path] {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::is_x86_feature_detected as has;
        if super::wide() && has!("avx512f") && has!("avx512bw") && has!("avx512vnni") {
            return &[Path::Portable, Path::Avx2, Path::Avx512];
        }
        if super::wide() {
            return &[Path::Portable, Path::Avx2];
        }
    }
    // NEON belongs to every 64-bit ARM processor.
    #[cfg(target_arch = "aarch64")]
    return &[Path::Portable, Path::Neon];
    #[cfg(not(target_arch = "aarch64"))]
    &[Path::Portable]
}

/// A product, to be computed in tiles of a few rows and one panel.
struct Tiles<'m, F> {
    a: &'m [i16],
    rows: usize,
    w: &'m Weights,
    start: &'m [f32],
    /// The last place in `start` that a row may begin from.
    most: usize,
    offset: F,
}

/// Computes a tile of `N` rows from pointers to its first values.
trait Kernel: Copy {
    /// # Safety
    /// The kernel's instructions must be present; `tile` lies within its slices, `out` within the
    /// result.
    unsafe fn tile<const N: usize>(self, tile: &Tile, out: *mut f32);
}

/// Where a tile's values begin.
struct Tile {
    a: *const i16,
    inner: usize,
    weights: *const i16,
    factors: *const f32,
    /// What each row begins from.
    start: [*const f32; ROWS],
    /// Values from one row of the result to the next.
    stride: usize,
}

impl<F: Fn(usize) -> usize> Tiles<'_, F> {
    /// # Safety
    /// The kernel's instructions must be present; `a` holds `rows` rows of `w.inner` values, `out`
    /// `rows` rows of `w.width()`; `most + w.width()` does not pass the end of `start`.
    #[inline(always)]
    unsafe fn run(&self, out: &mut [f32], kernel: impl Kernel) {
        let (inner, width) = (self.w.inner, self.w.width());
        let mut block = 0;
        while block < self.rows {
            let end = (block + BLOCK).min(self.rows);
            for panel in 0..self.w.panels {
                let first = panel * PANEL;
                let mut row = block;
                while row < end {
                    let count = ROWS.min(end - row);
                    // SAFETY: row + count stays within `rows`, the panel within the panels, and each
                    // offset is held below `most`.
                    unsafe {
                        let mut start = [self.start.as_ptr(); ROWS];
                        for (i, from) in start.iter_mut().enumerate().take(count) {
                            let at = (self.offset)(row + i);
                            assert!(at <= self.most, "a row begins beyond what there is");
                            *from = from.add(at + first);
                        }
                        let tile = Tile {
                            a: self.a.as_ptr().add(row * inner),
                            inner,
                            weights: self.w.data.as_ptr().add(panel * inner * PANEL),
                            factors: self.w.factors.as_ptr().add(first),
                            start,
                            stride: width,
                        };
                        let to = out.as_mut_ptr().add(row * width + first);
                        match count {
                            1 => kernel.tile::<1>(&tile, to),
                            2 => kernel.tile::<2>(&tile, to),
                            3 => kernel.tile::<3>(&tile, to),
                            4 => kernel.tile::<4>(&tile, to),
                            5 => kernel.tile::<5>(&tile, to),
                            _ => kernel.tile::<6>(&tile, to),
                        }
                    }
                    row += count;
                }
            }
            block = end;
        }
    }

    /// # Safety
    /// As for `run`, with AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn run_avx2(&self, out: &mut [f32]) {
        // SAFETY: passed on.
        unsafe { self.run(out, Avx2) }
    }

    /// # Safety
    /// As for `run`, with AVX-512F, BW and VNNI.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn run_avx512(&self, out: &mut [f32]) {
        // SAFETY: passed on.
        unsafe { self.run(out, Avx512) }
    }

    /// # Safety
    /// As for `run`, with NEON.
    #[cfg(target_arch = "aarch64")]
    #[target_feature(enable = "neon")]
    unsafe fn run_neon(&self, out: &mut [f32]) {
        // SAFETY: passed on.
        unsafe { self.run(out, Neon) }
    }
}

#[derive(Clone, Copy)]
struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    unsafe fn tile<const N: usize>(self, tile: &Tile, out: *mut f32) {
        // SAFETY: the caller vouches for the tile; the slices are as long as its shape says.
        let (weights, factors) = unsafe {
            (
                std::slice::from_raw_parts(tile.weights, tile.inner * PANEL),
                std::slice::from_raw_parts(tile.factors, PANEL),
            )
        };
        for i in 0..N {
            // SAFETY: as above; rows of `out` do not overlap.
            let (a, start, row) = unsafe {
                (
                    std::slice::from_raw_parts(tile.a.add(i * tile.inner), tile.inner),
                    std::slice::from_raw_parts(tile.start[i], PANEL),
                    std::slice::from_raw_parts_mut(out.add(i * tile.stride), PANEL),
                )
            };
            let mut sums = [0_i32; PANEL];
            for (pair, weights) in a.chunks_exact(2).zip(weights.chunks_exact(2 * PANEL)) {
                for (sum, w) in sums.iter_mut().zip(weights.chunks_exact(2)) {
                    *sum +=
                        i32::from(pair[0]) * i32::from(w[0]) + i32::from(pair[1]) * i32::from(w[1]);
                }
            }
            for (((to, sum), factor), from) in row.iter_mut().zip(sums).zip(factors).zip(start) {
                *to = (sum as f32).mul_add(*factor, *from);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx2;

#[cfg(target_arch = "x86_64")]
impl Kernel for Avx2 {
    #[inline(always)]
    unsafe fn tile<const N: usize>(self, tile: &Tile, out: *mut f32) {
        use std::arch::x86_64::{
            __m256i, _mm256_add_epi32, _mm256_cvtepi32_ps, _mm256_fmadd_ps, _mm256_loadu_ps,
            _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
            _mm256_storeu_ps,
        };
        // SAFETY: i stays below N and k + 1 below `inner`, so every address lies within what the
        // caller vouches for; no load or store asks for alignment.
        unsafe {
            let mut sums = [[_mm256_setzero_si256(); 2]; N];
            let mut weights = tile.weights;
            let mut pairs = tile.a;
            for _ in 0..tile.inner / 2 {
                let low = _mm256_loadu_si256(weights.cast::<__m256i>());
                let high = _mm256_loadu_si256(weights.add(16).cast::<__m256i>());
                for (i, sum) in sums.iter_mut().enumerate() {
                    let pair = pairs.add(i * tile.inner).cast::<i32>().read_unaligned();
                    let pair = _mm256_set1_epi32(pair);
                    sum[0] = _mm256_add_epi32(sum[0], _mm256_madd_epi16(pair, low));
                    sum[1] = _mm256_add_epi32(sum[1], _mm256_madd_epi16(pair, high));
                }
                weights = weights.add(2 * PANEL);
                pairs = pairs.add(2);
            }
            let low = _mm256_loadu_ps(tile.factors);
            let high = _mm256_loadu_ps(tile.factors.add(8));
            for (i, sum) in sums.iter().enumerate() {
                let (from, to) = (tile.start[i], out.add(i * tile.stride));
                let one = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum[0]), low, _mm256_loadu_ps(from));
                let two =
                    _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum[1]), high, _mm256_loadu_ps(from.add(8)));
                _mm256_storeu_ps(to, one);
                _mm256_storeu_ps(to.add(8), two);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx512;

#[cfg(target_arch = "x86_64")]
impl Kernel for Avx512 {
    #[inline(always)]
    unsafe fn tile<const N: usize>(self, tile: &Tile, out: *mut f32) {
        use std::arch::x86_64::{
            __m512i, _mm512_cvtepi32_ps, _mm512_dpwssd_epi32, _mm512_fmadd_ps, _mm512_loadu_ps,
            _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_ps,
        };
        // SAFETY: as for AVX2; a panel's pair of rows fills one register.
        unsafe {
            let mut sums = [_mm512_setzero_si512(); N];
            let mut weights = tile.weights;
            let mut pairs = tile.a;
            for _ in 0..tile.inner / 2 {
                let panel = _mm512_loadu_si512(weights.cast::<__m512i>());
                for (i, sum) in sums.iter_mut().enumerate() {
                    let pair = pairs.add(i * tile.inner).cast::<i32>().read_unaligned();
                    *sum = _mm512_dpwssd_epi32(*sum, _mm512_set1_epi32(pair), panel);
                }
                weights = weights.add(2 * PANEL);
                pairs = pairs.add(2);
            }
            let factor = _mm512_loadu_ps(tile.factors);
            for (i, sum) in sums.iter().enumerate() {
                let from = _mm512_loadu_ps(tile.start[i]);
                let row = _mm512_fmadd_ps(_mm512_cvtepi32_ps(*sum), factor, from);
                _mm512_storeu_ps(out.add(i * tile.stride), row);
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
#[derive(Clone, Copy)]
struct Neon;

#[cfg(target_arch = "aarch64")]
impl Kernel for Neon {
    #[inline(always)]
    unsafe fn tile<const N: usize>(self, tile: &Tile, out: *mut f32) {
        use std::arch::aarch64::{
            vcvtq_f32_s32, vdupq_n_s32, vfmaq_f32, vget_high_s16, vget_low_s16, vld1q_f32,
            vld2q_s16, vmlal_n_s16, vst1q_f32,
        };
        // SAFETY: as for AVX2. The load takes pairs apart, the products are added widening.
        unsafe {
            let mut sums = [[vdupq_n_s32(0); 4]; N];
            for k in (0..tile.inner).step_by(2) {
                for half in 0..2 {
                    let pairs = vld2q_s16(tile.weights.add(k * PANEL + half * 16));
                    for (i, sum) in sums.iter_mut().enumerate() {
                        let a = tile.a.add(i * tile.inner + k);
                        for (part, x) in [(pairs.0, *a), (pairs.1, *a.add(1))] {
                            let at = 2 * half;
                            sum[at] = vmlal_n_s16(sum[at], vget_low_s16(part), x);
                            sum[at + 1] = vmlal_n_s16(sum[at + 1], vget_high_s16(part), x);
                        }
                    }
                }
            }
            for (i, sum) in sums.iter().enumerate() {
                for (part, value) in sum.iter().enumerate() {
                    let from = vld1q_f32(tile.start[i].add(4 * part));
                    let factor = vld1q_f32(tile.factors.add(4 * part));
                    let value = vfmaq_f32(from, vcvtq_f32_s32(*value), factor);
                    vst1q_f32(out.add(i * tile.stride + 4 * part), value);
                }
            }
        }
    }
}

/// Appends values counted in [`UNIT`].
pub(crate) fn quantise(values: impl Iterator<Item = f32>, out: &mut Vec<i16>) {
    out.extend(values.map(|v| {
        let v = if v > -BOUND { v } else { -BOUND };
        let v = if v < BOUND { v } else { BOUND };
        super::memory::nearest(v * (1.0 / UNIT)) as i16
    }));
}

/// Negative values become 0, others are counted in [`UNIT`].
pub(crate) fn rectify(values: &[f32], out: &mut [i16]) {
    for (to, v) in out.iter_mut().zip(values) {
        *to = rectified(*v);
    }
}

/// One value behind the rectifier.
#[inline(always)]
pub(crate) fn rectified(value: f32) -> i16 {
    let value = if value > 0.0 { value } else { 0.0 };
    let value = if value < BOUND { value } else { BOUND };
    super::memory::nearest(value * (1.0 / UNIT)) as i16
}

#[cfg(test)]
mod tests {
    use super::super::noise;
    use super::*;

    fn whole(n: usize, seed: u32, most: f32) -> Vec<f32> {
        noise(n, seed).iter().map(|x| (x * most).round()).collect()
    }

    #[test]
    fn product_equals_the_schoolbook_bit_for_bit() {
        for (rows, inner, columns) in [(1, 8, 5), (6, 16, 16), (13, 34, 40), (100, 256, 17)] {
            let a: Vec<i16> = whole(rows * inner, 1, 32_767.0).iter().map(|x| *x as i16).collect();
            let bytes: Vec<i8> =
                whole(columns * inner, 2, 127.0).iter().map(|x| *x as i8).collect();
            let factors = noise(columns, 4);
            let w = Weights::new(&bytes, &factors, inner, CELL_UNIT);
            let start = noise(rows * w.width(), 3);
            let mut out = vec![0.0; rows * w.width()];
            product(&a, rows, &w, &start, |i| i * w.width(), &mut out);
            for i in 0..rows {
                for j in 0..columns {
                    let sum: i32 = (0..inner)
                        .map(|k| i32::from(a[i * inner + k]) * i32::from(bytes[j * inner + k]))
                        .sum();
                    let at = i * w.width() + j;
                    let want = (sum as f32).mul_add(factors[j] * CELL_UNIT, start[at]);
                    assert_eq!(out[at], want, "{rows} x {inner} x {columns}: {i} {j}");
                }
            }
        }
    }

    #[test]
    fn every_path_of_this_machine_gives_the_same_bits() {
        let (inner, columns) = (50, 40);
        let bytes: Vec<i8> = whole(columns * inner, 5, 127.0).iter().map(|x| *x as i8).collect();
        let w = Weights::new(&bytes, &noise(columns, 6), inner, UNIT);
        for rows in [1, 2, 3, 4, 5, 6, 7, 100] {
            let a: Vec<i16> = whole(rows * inner, 4, 32_767.0).iter().map(|x| *x as i16).collect();
            let start = noise(w.width() + 9, 9);
            let run = |path| {
                let mut out = vec![0.0; rows * w.width()];
                product_by(path, &a, rows, &w, &start, |i| i % 10, &mut out);
                out
            };
            for path in available() {
                assert_eq!(run(*path), run(Path::Portable), "{path:?}, {rows} rows");
            }
        }
    }

    #[test]
    #[should_panic(expected = "a row begins beyond what there is")]
    fn a_row_cannot_begin_outside() {
        let w = Weights::new(&[1; 16], &[1.0; 4], 4, 1.0);
        product(&[0; 4], 1, &w, &[0.0; 20], |_| 5, &mut [0.0; 16]);
    }

    #[test]
    fn the_rectifier_cuts_both_ends() {
        let mut out = [0; 5];
        rectify(&[-1.0, 0.5, 1e9, f32::NAN, 15.0], &mut out);
        assert_eq!(out, [0, 1024, 32_766, 0, 30_720]);
        let mut out = Vec::new();
        quantise([-1e9, -0.5, 0.0, f32::NAN].into_iter(), &mut out);
        assert_eq!(out, [-32_766, -1024, 0, -32_766]);
    }
}
