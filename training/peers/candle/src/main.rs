//! The parser's encoder and heads in candle, on the weights that `export.py --layers` writes: how many words a second a general
//! inference crate reads with them.
//!
//! ```sh
//! python3 training/export.py ... --layers out/layers.safetensors
//! cd training/peers/candle && RAYON_NUM_THREADS=1 cargo run --release -- ../../../out/layers.safetensors
//! ```
//! Words come as ready inputs, so that finding tokens, looking vectors up, decoding and lemmas cost it nothing; ours is measured
//! with all of them (`cargo run --release -p chancery-syntax --example bench`).

use std::time::Instant;

use anyhow::{Context, Result};
use candle_core::{DType, Device, Tensor};
use candle_nn::rnn::{Direction, LSTM, LSTMConfig, RNN, lstm};
use candle_nn::{Linear, Module, VarBuilder, linear, linear_no_bias};

struct Layer {
    forward: LSTM,
    backward: LSTM,
}

impl Layer {
    fn new(input: usize, cells: usize, vb: VarBuilder<'_>) -> Result<Self> {
        let way = |direction| {
            let config = LSTMConfig { direction, ..LSTMConfig::default() };
            lstm(input, cells, config, vb.clone())
        };
        Ok(Self { forward: way(Direction::Forward)?, backward: way(Direction::Backward)? })
    }

    /// B x T x input -> B x T x 2 cells.
    fn run(&self, x: &Tensor) -> Result<Tensor> {
        let there = self.forward.seq(x)?;
        let there = self.forward.states_to_tensor(&there)?;
        let back = self.backward.seq(&x.flip(&[1])?)?;
        let back = self.backward.states_to_tensor(&back)?.flip(&[1])?;
        Ok(Tensor::cat(&[there, back], 2)?)
    }
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("which layers.safetensors?")?;
    let bytes = std::fs::read(&path).with_context(|| path.clone())?;
    let vb = VarBuilder::from_buffered_safetensors(bytes, DType::F32, &Device::Cpu)?;
    let shape = |name: &str| -> Result<(usize, usize)> {
        Ok(vb.get_unchecked(name)?.dims2()?)
    };
    let (gates, input) = shape("l1.weight_ih_l0")?;
    let (gates2, first) = shape("l2.weight_ih_l0")?;
    let l1 = Layer::new(input, gates / 4, vb.pp("l1"))?;
    let l2 = Layer::new(first, gates2 / 4, vb.pp("l2"))?;
    let dense = |name: &str| -> Result<Linear> {
        let (out, inner) = shape(&format!("{name}.weight"))?;
        let bias = vb.contains_tensor(&format!("{name}.bias"));
        let new = if bias { linear } else { linear_no_bias };
        Ok(new(inner, out, vb.pp(name))?)
    };
    let parts: Vec<Linear> = ["tag", "named", "dep", "head", "rdep", "rhead"]
        .into_iter()
        .map(dense)
        .collect::<Result<_>>()?;
    let classes: Vec<Linear> = ["out.upos", "out.xpos", "out.feats", "out.name", "arc", "rel"]
        .into_iter()
        .map(dense)
        .collect::<Result<_>>()?;
    let run = |x: &Tensor| -> Result<Tensor> {
        let h = l2.run(&l1.run(x)?)?;
        let top: Vec<Tensor> =
            parts.iter().map(|p| Ok(p.forward(&h)?.relu()?)).collect::<Result<_>>()?;
        for out in &classes[..3] {
            out.forward(&top[0])?.argmax(2)?;
        }
        classes[3].forward(&top[1])?.argmax(2)?;
        let arcs = classes[4].forward(&top[2])?.matmul(&top[3].transpose(1, 2)?)?;
        // The relation of every word to one head: what it costs, whichever head.
        classes[5].forward(&(&top[4] + &top[5])?.relu()?)?.argmax(2)?;
        Ok(arcs.argmax(2)?)
    };
    let (sentences, words) = (48, 25);
    let x = Tensor::randn(0_f32, 1.0, (sentences, words, input), &Device::Cpu)?;
    run(&x)?;
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let started = Instant::now();
        run(&x)?;
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("candle: {:.0} words/s, encoder and heads only", (sentences * words) as f64 / best);
    Ok(())
}
