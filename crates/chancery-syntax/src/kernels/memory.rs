//! One step of long short-term memory cells (Hochreiter and Schmidhuber 1997), and its functions.

use super::integer::CELL_UNIT;

/// Larger gates change nothing that single precision can hold.
const GATE_MOST: f32 = 18.0;

/// One step for one sentence: `gates` holds input, forget, cell and output gates before activation,
/// each `cell.len()` wide; `cell` is updated, `state` gets the cells' output in units of
/// [`CELL_UNIT`].
///
/// # Panics
/// If the shapes do not fit: a fault of ours, never of the input.
pub(crate) fn step(gates: &[f32], cell: &mut [f32], state: &mut [i16]) {
    let width = cell.len();
    assert!(
        gates.len() == 4 * width && state.len() == width && width.is_multiple_of(8),
        "shapes of a memory step"
    );
    #[cfg(target_arch = "x86_64")]
    if super::wide() {
        // SAFETY: AVX2 and FMA were detected.
        unsafe { step_avx2(gates, cell, state) };
        return;
    }
    step_body(gates, cell, state);
}

/// # Safety
/// AVX2 and FMA must be present.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn step_avx2(gates: &[f32], cell: &mut [f32], state: &mut [i16]) {
    step_body(gates, cell, state);
}

#[inline(always)]
fn step_body(gates: &[f32], cell: &mut [f32], state: &mut [i16]) {
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
            // With x = e^-i, y = e^-f and z = e^2g, the new value c/(1+y) + (z-1)/((1+x)(z+1)) and
            // the output take one division each.
            let x = 1.0 + exp(-bound(i[lane]));
            let y = 1.0 + exp(-bound(f[lane]));
            let z = exp(2.0 * bound(g[lane]));
            let below = x * (z + 1.0);
            let value = (z - 1.0).mul_add(y, c[lane] * below) / (y * below);
            c[lane] = value;
            let z = exp(2.0 * bound(value));
            let w = 1.0 + exp(-bound(o[lane]));
            h[lane] = nearest((z - 1.0) / (w * (z + 1.0)) * (1.0 / CELL_UNIT)) as i16;
        }
    }
}

#[inline(always)]
fn bound(x: f32) -> f32 {
    let x = if x > -GATE_MOST { x } else { -GATE_MOST };
    if x < GATE_MOST { x } else { GATE_MOST }
}

/// Rounds by adding and taking away this, which every path does alike.
const MAGIC: f32 = 12_582_912.0;

/// The nearest whole number, of two the even one; for values below `2^22` either way.
#[inline(always)]
pub(super) fn nearest(x: f32) -> i32 {
    (x + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits()).cast_signed()
}

const EXP: [f32; 5] = [0.999_999_3, 0.999_963_4, 0.500_043_6, 0.167_909_09, 0.041_458_562];

/// e to the x: relative error below 4e-6 on [-36, 36], a tenth of what a state is rounded to. The
/// nearest power of two times a polynomial of degree four, fitted for the least relative error on
/// half a binary order either way.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let shifted = x.mul_add(std::f32::consts::LOG2_E, MAGIC);
    let n = shifted - MAGIC;
    let r = n.mul_add(-std::f32::consts::LN_2, x);
    let p = EXP[4];
    let p = p.mul_add(r, EXP[3]);
    let p = p.mul_add(r, EXP[2]);
    let p = p.mul_add(r, EXP[1]);
    let y = p.mul_add(r, EXP[0]);
    let power =
        f32::from_bits(shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127) << 23);
    y * power
}

#[cfg(test)]
mod tests {
    use super::super::noise;
    use super::*;

    #[test]
    fn both_paths_give_the_same_bits() {
        let gates: Vec<f32> = noise(64, 6).iter().map(|x| x * 8.0).collect();
        let (mut c1, mut h1) = (noise(16, 7), vec![0; 16]);
        let (mut c2, mut h2) = (c1.clone(), h1.clone());
        step(&gates, &mut c1, &mut h1);
        step_body(&gates, &mut c2, &mut h2);
        assert_eq!((c1, h1), (c2, h2));
    }

    #[test]
    fn a_step_is_what_the_textbook_says() {
        let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        for scale in [0.1, 1.0, 8.0, 1e6] {
            let gates: Vec<f32> = noise(32, 8).iter().map(|x| x * scale).collect();
            let before = noise(8, 9);
            let (mut cell, mut state) = (before.clone(), vec![0; 8]);
            step(&gates, &mut cell, &mut state);
            for lane in 0..8 {
                let gate = |n: usize| f64::from(gates[8 * n + lane]);
                let value =
                    sigmoid(gate(1)) * f64::from(before[lane]) + sigmoid(gate(0)) * gate(2).tanh();
                assert!((f64::from(cell[lane]) - value).abs() < 1e-5, "{scale} {lane}");
                let out = sigmoid(gate(3)) * value.tanh() * 32_767.0;
                assert!((f64::from(state[lane]) - out).abs() < 0.6, "{scale} {lane}");
            }
        }
    }

    #[test]
    fn a_broken_models_gates_do_no_harm() {
        let (mut cell, mut state) = (vec![f32::NAN; 8], vec![0; 8]);
        step(&[f32::NAN; 32], &mut cell, &mut state);
    }

    #[test]
    fn exponential_is_close() {
        for i in -360..=360 {
            let x = i as f32 / 10.0;
            let (got, want) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((got / want - 1.0).abs() < 4e-6, "{x}: {got} {want}");
        }
    }
}
