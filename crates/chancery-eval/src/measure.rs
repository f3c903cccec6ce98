//! What all measures share: precision, recall, F1, counts, the best one-to-one assignment.

use std::ops::AddAssign;

/// Precision, recall and their harmonic mean, each 0 when undefined.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Prf {
    /// Share of the answers that are right.
    pub p: f64,
    /// Share of the gold that is found.
    pub r: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Prf {
    /// From a precision and a recall.
    pub fn new(p: f64, r: f64) -> Self {
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Self { p, r, f1 }
    }

    /// From counts: right answers, all answers, all gold.
    pub fn of(correct: f64, answers: f64, gold: f64) -> Self {
        Self::new(ratio(correct, answers), ratio(correct, gold))
    }

    /// The same in percent.
    pub fn percent(self) -> Self {
        Self { p: 100.0 * self.p, r: 100.0 * self.r, f1: 100.0 * self.f1 }
    }
}

/// `part / whole`, 0 when there is no whole.
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// What was right, wrong and missed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Gold items that were found.
    pub found: u64,
    /// Answers that match some gold: the same as `found` unless several gold items share one
    /// answer, or gold items are optional.
    pub right: u64,
    /// Answers that match no gold.
    pub wrong: u64,
    /// Gold items that were not found.
    pub missed: u64,
}

impl Tally {
    /// Counts where every match joins one gold item and one answer.
    pub fn new(found: usize, wrong: usize, missed: usize) -> Self {
        Self {
            found: found as u64,
            right: found as u64,
            wrong: wrong as u64,
            missed: missed as u64,
        }
    }

    /// Precision over answers, recall over gold.
    pub fn prf(self) -> Prf {
        Prf::new(
            ratio(self.right as f64, (self.right + self.wrong) as f64),
            ratio(self.found as f64, self.gold() as f64),
        )
    }

    /// All gold items.
    pub fn gold(self) -> u64 {
        self.found + self.missed
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.found += other.found;
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Largest total weight of a one-to-one assignment of rows to columns (Hungarian method with
/// potentials, O(n³)): the pairs `(row, column)`, in order, that carry weight.
pub fn assignment(weights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (weights.len(), weights.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let transposed = rows > columns;
    let (n, m) = if transposed { (columns, rows) } else { (rows, columns) };
    let weight = |i: usize, j: usize| if transposed { weights[j][i] } else { weights[i][j] };
    let (mut row_potential, mut column_potential) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    // The row that holds each column; column 0 stands for "none yet".
    let mut holder = vec![0usize; m + 1];
    let mut way = vec![0usize; m + 1];
    for row in 1..=n {
        holder[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; m + 1];
        let mut used = vec![false; m + 1];
        loop {
            used[column] = true;
            let i = holder[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for j in 1..=m {
                if used[j] {
                    continue;
                }
                let cost = -weight(i - 1, j - 1) - row_potential[i] - column_potential[j];
                if cost < least[j] {
                    least[j] = cost;
                    way[j] = column;
                }
                if least[j] < delta {
                    delta = least[j];
                    next = j;
                }
            }
            for j in 0..=m {
                if used[j] {
                    row_potential[holder[j]] += delta;
                    column_potential[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
            if holder[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let back = way[column];
            holder[column] = holder[back];
            column = back;
        }
    }
    let mut pairs: Vec<(usize, usize)> = (1..=m)
        .filter(|j| holder[*j] > 0 && weight(holder[*j] - 1, *j - 1) > 0.0)
        .map(|j| if transposed { (j - 1, holder[j] - 1) } else { (holder[j] - 1, j - 1) })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// One-to-one pairs, heaviest first, ties by position: `(gold, answer)`.
pub fn greedy(mut candidates: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let (mut golds, mut answers) = (Vec::new(), Vec::new());
    for (_, gold, answer) in candidates {
        if !golds.contains(&gold) && !answers.contains(&answer) {
            golds.push(gold);
            answers.push(answer);
            pairs.push((gold, answer));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assignment_is_the_best_one_not_the_greedy_one() {
        assert_eq!(assignment(&[vec![0.9, 0.8], vec![0.8, 0.0]]), [(0, 1), (1, 0)]);
        assert_eq!(assignment(&[vec![0.5], vec![0.7], vec![0.1]]), [(1, 0)]);
        assert_eq!(assignment(&[]), []);
        assert_eq!(greedy(vec![(0.8, 0, 1), (0.9, 0, 0), (0.8, 1, 0)]), [(0, 0)]);
    }

    #[test]
    fn nothing_found_and_nothing_asked_is_zero() {
        assert_eq!(Tally::default().prf(), Prf { p: 0.0, r: 0.0, f1: 0.0 });
        assert_eq!(Prf::of(1.0, 2.0, 4.0), Prf { p: 0.5, r: 0.25, f1: 1.0 / 3.0 });
    }
}
