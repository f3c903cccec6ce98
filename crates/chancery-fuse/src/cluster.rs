//! From scored pairs to events: average-link clustering over the pairs that were scored.
//!
//! Scores are whole numbers, so sums do not depend on their order; ties are broken by the mentions'
//! own numbers, which are given by content. So the clusters are those of the set of pairs, and those
//! of a connected part are the same when it is grouped alone.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Log-odds are counted in thousandths.
pub(crate) const UNIT: f32 = 1000.0;

/// The mean of the links of two groups as a fraction, compared without division.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mean {
    sum: i64,
    of: i64,
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (left, right) = (
            i128::from(self.sum) * i128::from(other.of),
            i128::from(other.sum) * i128::from(self.of),
        );
        left.cmp(&right)
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups `count` things. `links` are pairs with their score, each pair once; `least` is the lowest
/// mean score at which two groups become one; a pair that is not listed scores `absent`. Gives the
/// lowest member of each thing's group.
pub(crate) fn average_link(
    count: usize,
    links: &[(u32, u32, i32)],
    least: i32,
    absent: i32,
) -> Vec<u32> {
    let mut near: Vec<FxHashMap<u32, (i64, i64)>> = vec![FxHashMap::default(); count];
    let mut size = vec![1_i64; count];
    let mut owner: Vec<u32> = (0..count as u32).collect();
    let mut members: Vec<Vec<u32>> = owner.iter().map(|i| vec![*i]).collect();
    // Which of two groups is kept depends on links that may lead nowhere; ties are broken by the
    // lowest member, which does not.
    let mut lowest = owner.clone();
    let mut version = vec![0_u32; count];
    let mut heap = BinaryHeap::new();
    let mean = |(sum, seen): (i64, i64), sizes: i64| Mean {
        sum: sum + (sizes - seen) * i64::from(absent),
        of: sizes,
    };
    let good = |mean: Mean| mean.sum >= i64::from(least) * mean.of;
    for (a, b, score) in links {
        near[*a as usize].insert(*b, (i64::from(*score), 1));
        near[*b as usize].insert(*a, (i64::from(*score), 1));
        let mean = Mean { sum: i64::from(*score), of: 1 };
        if good(mean) {
            let pair = (*a.min(b), *a.max(b));
            heap.push((mean, Reverse(pair), pair, (0_u32, 0_u32)));
        }
    }
    while let Some((_, _, (a, b), versions)) = heap.pop() {
        let (a, b) = (a as usize, b as usize);
        if (version[a], version[b]) != versions {
            continue;
        }
        // The one with fewer neighbours is folded into the other.
        let (keep, gone) = if near[a].len() >= near[b].len() { (a, b) } else { (b, a) };
        let links = std::mem::take(&mut near[gone]);
        near[keep].remove(&(gone as u32));
        let moved = std::mem::take(&mut members[gone]);
        members[keep].extend(moved);
        size[keep] += size[gone];
        size[gone] = 0;
        version[gone] = u32::MAX;
        version[keep] += 1;
        lowest[keep] = lowest[keep].min(lowest[gone]);
        let mut links: Vec<_> = links.into_iter().filter(|(n, _)| *n as usize != keep).collect();
        links.sort_unstable_by_key(|l| l.0);
        for (other, (sum, seen)) in links {
            let there = &mut near[other as usize];
            there.remove(&(gone as u32));
            let both = there.entry(keep as u32).or_default();
            both.0 += sum;
            both.1 += seen;
            let both = *both;
            near[keep].insert(other, both);
        }
        let mut around: Vec<(u32, (i64, i64))> = near[keep].iter().map(|(n, l)| (*n, *l)).collect();
        around.sort_unstable_by_key(|l| l.0);
        for (other, link) in around {
            let mean = mean(link, size[keep] * size[other as usize]);
            if good(mean) {
                let (x, y) = (lowest[keep], lowest[other as usize]);
                let versions = (version[keep], version[other as usize]);
                let names = Reverse((x.min(y), x.max(y)));
                heap.push((mean, names, (keep as u32, other), versions));
            }
        }
    }
    for (group, lowest) in members.iter().zip(lowest) {
        for member in group {
            owner[*member as usize] = lowest;
        }
    }
    owner
}

/// For each of `count` things the lowest that links of at least `least` lead to.
pub(crate) fn connected(count: usize, links: &[(u32, u32, i32)], least: i32) -> Vec<u32> {
    let good = links.iter().filter(|link| link.2 >= least);
    connected_pairs(count, good.map(|(a, b, _)| (*a, *b)))
}

/// For each of `count` things the lowest that pairs lead to.
pub(crate) fn connected_pairs(
    count: usize,
    pairs: impl IntoIterator<Item = (u32, u32)>,
) -> Vec<u32> {
    fn top(above: &mut [u32], mut of: u32) -> u32 {
        while above[of as usize] != of {
            above[of as usize] = above[above[of as usize] as usize];
            of = above[of as usize];
        }
        of
    }
    let mut above: Vec<u32> = (0..count as u32).collect();
    for (a, b) in pairs {
        let (a, b) = (top(&mut above, a), top(&mut above, b));
        above[a.max(b) as usize] = a.min(b);
    }
    (0..count as u32).map(|of| top(&mut above, of)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_mean_of_all_links_decides() {
        // 0 and 1 belong together; 2 is like 1 but unlike 0.
        let links = [(0, 1, 2000), (1, 2, 900), (0, 2, -2000)];
        assert_eq!(average_link(3, &links, 0, -1000), [0, 0, 2]);
        assert_eq!(average_link(3, &links[..2], 0, -1000), [0, 0, 2]);
        assert_eq!(average_link(3, &links[..2], 0, 0), [0, 0, 0]);
        assert_eq!(average_link(2, &[], 0, 0), [0, 1]);
    }

    proptest! {
        #[test]
        fn the_order_of_links_does_not_matter(
            scores in proptest::collection::vec(-3_i32..4, 66),
            seed in any::<u64>(),
        ) {
            let pairs = (0..12_u32).flat_map(|a| (a + 1..12).map(move |b| (a, b)));
            let mut links: Vec<_> = pairs.zip(scores).map(|((a, b), s)| (a, b, s * 500)).collect();
            links.retain(|l| l.2 > -1500);
            let before = average_link(12, &links, 0, -1000);
            links.sort_by_key(|l| crate::sketch::hash(&format!("{seed} {} {}", l.0, l.1)));
            prop_assert_eq!(before, average_link(12, &links, 0, -1000));
        }
    }
}
