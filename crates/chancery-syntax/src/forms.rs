//! What a layer makes of a word's form alone, computed once for each distinct form.
//!
//! Frequent forms come early, so the first few thousand are kept for good; others live until the
//! next call. A row depends on nothing but its form: what is kept changes the speed, never a bit.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::words;

/// Forms kept: they cover about four words in five of the news.
const KEPT: usize = 2048;

/// Rows of values, one for each distinct form.
pub(crate) struct Forms {
    width: usize,
    kept: FxHashMap<SmolStr, u32>,
    passing: FxHashMap<SmolStr, u32>,
    rows: Vec<f32>,
    inputs: Vec<i16>,
    normal: String,
    spare: String,
}

impl Forms {
    /// An empty table whose rows have `width` values.
    pub(crate) fn new(width: usize) -> Self {
        Self {
            width,
            kept: FxHashMap::default(),
            passing: FxHashMap::default(),
            rows: Vec::new(),
            inputs: Vec::new(),
            normal: String::new(),
            spare: String::new(),
        }
    }

    /// All rows, one after another; valid until the next call of [`Self::number`].
    pub(crate) fn projected(&self) -> &[f32] {
        &self.rows
    }

    /// Writes the row of each form to `kinds`. For a form not yet known, `input` appends its input
    /// values (it gets the form, its normal form and a spare string); `project` turns the inputs of
    /// so many forms into rows.
    pub(crate) fn number<'t>(
        &mut self,
        forms: impl Iterator<Item = &'t str>,
        kinds: &mut Vec<u32>,
        mut input: impl FnMut(&str, &str, &mut String, &mut Vec<i16>),
        project: impl FnOnce(&[i16], usize, &mut [f32]),
    ) {
        kinds.clear();
        self.inputs.clear();
        self.passing.clear();
        let old = self.kept.len();
        let mut count = old;
        for form in forms {
            let known = self.kept.get(form).or_else(|| self.passing.get(form));
            kinds.push(known.copied().unwrap_or_else(|| {
                words::normal(form, &mut self.normal);
                input(form, &self.normal, &mut self.spare, &mut self.inputs);
                let row = count as u32;
                count += 1;
                // Long forms are rare and would take room for ever.
                let keep = self.kept.len() < KEPT && self.passing.is_empty() && form.len() < 24;
                let place = if keep { &mut self.kept } else { &mut self.passing };
                place.insert(SmolStr::new(form), row);
                row
            }));
        }
        self.rows.resize(count * self.width, 0.0);
        project(&self.inputs, count - old, &mut self.rows[old * self.width..]);
    }
}

#[cfg(test)]
mod tests {
    use super::{Forms, KEPT};

    #[test]
    fn a_form_always_gets_its_own_row() {
        let mut forms = Forms::new(2);
        let mut kinds = Vec::new();
        let words: Vec<String> = (0..KEPT + 500).map(|i| format!("w{i}")).collect();
        for chunk in words.chunks(700).chain(words.chunks(1100)) {
            let text = chunk.iter().chain(chunk).map(String::as_str);
            let value = |form: &str| form[1..].parse::<i16>().unwrap_or(-1);
            forms.number(
                text.clone(),
                &mut kinds,
                |form, _, _, inputs| inputs.push(value(form)),
                |inputs, count, rows| {
                    assert_eq!(inputs.len(), count);
                    for (row, input) in rows.chunks_exact_mut(2).zip(inputs) {
                        row.copy_from_slice(&[f32::from(*input), 0.5]);
                    }
                },
            );
            for (form, kind) in text.zip(&kinds) {
                let row = &forms.projected()[*kind as usize * 2..][..2];
                assert_eq!(row, [f32::from(value(form)), 0.5], "{form}");
            }
        }
        assert_eq!(forms.kept.len(), KEPT);
    }
}
