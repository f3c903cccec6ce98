#!/usr/bin/env python3
"""Trains the score of event coreference: boosted trees over the features of pairs of mentions.

  FUSE="cargo run --release -p chancery-fuse --example fuse_candidates --"
  python3 training/fuse/train.py news NEWS news.jsonl
  $FUSE words < news.jsonl > words.jsonl
  python3 training/fuse/train.py words words.jsonl out/fuse.bin
  python3 training/fuse/train.py articles GOLD articles.jsonl
  $FUSE pairs out/fuse.bin < articles.jsonl > pairs.jsonl
  python3 training/fuse/train.py trees GOLD pairs.jsonl out/fuse.bin
  cp out/fuse.bin models/fuse.bin

NEWS is plain news as JSON lines, {"text"}; `news` takes every third article's first 4,000 characters, 5,000
in all, and `words` counts the articles in which a word stands: how rare a word is. GOLD is the training part
of ECB+ (Cybulska and Vossen 2014, CC BY 3.0) as JSON lines: {"id", "topic", "text", "event_mentions": [{"m",
"start", "end", "cluster", "validated"}]}. `trees` learns from the pairs, and chooses the least mean score of
a cluster's links by five folds of topics. Both may be gzip. Seeded; the same input gives the same bytes.
"""
import argparse, gzip, json, os, struct, sys
os.environ["OMP_NUM_THREADS"] = "1"  # small data: threads that wait for each other cost more than they give
from collections import Counter, defaultdict
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

SEED = 20141017
# Least cosine of two articles and of two triggers: below it a pair is never scored. Learning sees more of the
# unlike pairs, from LEARNT_COSINE up; scoring them too costs twice the time and gives the same CoNLL F1.
LEAST_ARTICLE, LEAST_COSINE, LEARNT_COSINE = 0.06, 0.4, 0.3
# A word of fewer articles is as rare as one never seen.
FEWEST = 3
NEWS, EVERY, LENGTH = 5000, 3, 4000
# Of a pair that was not scored, as in crates/chancery-fuse/src/lib.rs.
ABSENT = -3.0
FOLDS = 5


def read(path):
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as f:
        return [json.loads(line) for line in f if line.strip()]


def mentions(gold):
    return [m for m in gold["event_mentions"] if m["validated"]]


def write_articles(gold, out):
    with open(out, "w", encoding="utf-8") as f:
        for g in gold:
            row = {"id": g["id"], "text": g["text"], "mentions": [{"id": m["m"], "start": m["start"], "end": m["end"]} for m in mentions(g)]}
            if g.get("date"):
                row["published"] = g["date"]
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_model(out, articles, words, least_cosine, least_link, bias, trees):
    with open(out, "wb") as f:
        f.write(b"CHFUSE02" + struct.pack("<II", articles, len(words)))
        for h, n in sorted(words.items()):
            f.write(struct.pack("<II", h, n))
        f.write(struct.pack("<ffff", LEAST_ARTICLE, least_cosine, least_link, bias))
        f.write(struct.pack("<I", len(trees)))
        for nodes in trees:
            f.write(struct.pack("<I", len(nodes)))
            for feature, low, high, value in nodes:
                f.write(struct.pack("<IIIf", feature, low, high, value))


def read_words(path):
    with open(path, "rb") as f:
        data = f.read()
    articles, n = struct.unpack_from("<II", data, 8)
    return articles, {h: c for h, c in struct.iter_unpack("<II", data[16 : 16 + 8 * n])}


def write_news(news, out):
    with open(out, "w", encoding="utf-8") as f:
        for g in news[::EVERY][:NEWS]:
            f.write(json.dumps({"id": g["id"], "text": g["text"][:LENGTH]}) + "\n")


def count_words(rows, out):
    count = Counter(w for row in rows for w in row["words"])
    words = {w: n for w, n in count.items() if n >= FEWEST}
    write_model(out, len(rows), words, LEARNT_COSINE, 0.0, 0.0, [])
    print(f"{len(words)} words of {FEWEST} articles or more, of {len(rows)}", file=sys.stderr)


def load_pairs(path):
    with open(path, encoding="utf-8") as f:
        names = json.loads(next(f))
        a, b, x, s = [], [], [], []
        for line in f:
            p = json.loads(line)
            a.append(tuple(p["a"])); b.append(tuple(p["b"])); x.append(p["f"]); s.append(p["s"])
    return names, a, b, np.array(x, dtype=np.float32), np.array(s)


def trees_of(model):
    """Thresholds are lowered to single precision so that both programs go the same way."""
    out = []
    for (predictor,) in model._predictors:
        n = predictor.nodes
        order, at = [], {}
        stack = [0]
        while stack:
            i = stack.pop()
            at[i] = len(order); order.append(i)
            if not n["is_leaf"][i]:
                stack += [int(n["right"][i]), int(n["left"][i])]
        nodes = []
        for i in order:
            if n["is_leaf"][i]:
                nodes.append((0xFFFFFFFF, 0, 0, float(n["value"][i])))
            else:
                t = np.float32(n["num_threshold"][i])
                nodes.append((int(n["feature_idx"][i]), at[int(n["left"][i])], at[int(n["right"][i])], float(t)))
        out.append(nodes)
    return float(np.ravel(model._baseline_prediction)[0]), out


def fit(x, y, seed=SEED):
    m = HistGradientBoostingClassifier(max_iter=80, learning_rate=0.1, max_leaf_nodes=8, min_samples_leaf=40,
                                       l2_regularization=5.0, max_features=0.5, early_stopping=False, random_state=seed)
    return m.fit(x, y)


def cluster(items, links, least, absent=ABSENT):
    """As `average_link` in crates/chancery-fuse/src/cluster.rs."""
    import heapq
    near = {i: {} for i in items}
    size = dict.fromkeys(items, 1)
    parts = {i: [i] for i in items}
    version = dict.fromkeys(items, 0)
    heap = []
    for a, b, s in links:
        near[a][b] = (s, 1); near[b][a] = (s, 1)
        if s >= least:
            heapq.heappush(heap, (-s, min(a, b), max(a, b), 0, 0))
    while heap:
        _, a, b, va, vb = heapq.heappop(heap)
        if version[a] != va or version[b] != vb:
            continue
        keep, gone = (a, b) if len(near[a]) >= len(near[b]) else (b, a)
        old = near.pop(gone); del near[keep][gone]
        parts[keep] += parts.pop(gone)
        size[keep] += size.pop(gone); version[gone] = -1; version[keep] += 1
        for o, (s, n) in old.items():
            if o == keep:
                continue
            del near[o][gone]
            t, k = near[o].get(keep, (0.0, 0))
            near[o][keep] = near[keep][o] = (s + t, n + k)
        for o, (s, n) in near[keep].items():
            of = size[keep] * size[o]
            mean = (s + (of - n) * absent) / of
            if mean >= least:
                p, q = min(keep, o), max(keep, o)
                heapq.heappush(heap, (-mean, p, q, version[p], version[q]))
    return {m: min(group) for group in parts.values() for m in group}


def conll(gold, found):
    def sets(d):
        o = defaultdict(set)
        for m, c in d.items():
            o[c].add(m)
        return o
    from scipy.optimize import linear_sum_assignment
    g, s = sets(gold), sets(found)
    f = lambda p, r: 2 * p * r / (p + r) if p + r else 0.0
    def muc(a, b):
        n = sum(len(c) - len({b[m] for m in c}) for c in a.values())
        d = sum(len(c) - 1 for c in a.values())
        return n / d if d else 0.0
    def b3(a, b, of):
        return sum(len(a[x] & b[of[m]]) / len(a[x]) for x in a for m in a[x]) / len(gold)
    gi, si = {c: i for i, c in enumerate(g)}, {c: i for i, c in enumerate(s)}
    w = np.zeros((len(gi), len(si)))
    for (c, d), n in Counter((gold[m], found[m]) for m in gold).items():
        w[gi[c], si[d]] = 2 * n / (len(g[c]) + len(s[d]))
    r, c = linear_sum_assignment(-w)
    total = w[r, c].sum()
    parts = f(muc(s, gold), muc(g, found)), f(b3(s, g, gold), b3(g, s, found)), f(total / len(s), total / len(g))
    return sum(parts) / 3, parts


def scored(names, x):
    """Which of the pairs that were learnt from are scored later: as `mentions` in crates/chancery-fuse/src/blocks.rs."""
    lemma, stem, use, sense = (x[:, names.index(n)] for n in ("same lemma", "same stem", "head use", "head sense"))
    return (lemma > 0) | (stem > 0) | ((use + sense) / 2 >= LEAST_COSINE)


def learn(gold, names, a, b, x, out, least=None):
    topic = {g["id"]: g["topic"] for g in gold}
    cluster_of = {(g["id"], m["m"]): m["cluster"] for g in gold for m in mentions(g)}
    y = np.array([cluster_of[p] == cluster_of[q] for p, q in zip(a, b)])
    by_topic = defaultdict(list)
    for m, c in cluster_of.items():
        by_topic[c].append(m)
    all_gold = sum(len(v) * (len(v) - 1) // 2 for v in by_topic.values())
    print(f"{len(y)} pairs, {y.sum()} right of {all_gold}", file=sys.stderr)
    topics = sorted(set(topic.values()), key=int)
    fold = {t: int(np.random.default_rng(SEED).permutation(len(topics))[i]) % FOLDS for i, t in enumerate(topics)}
    fa, fb = (np.array([fold[topic[p[0]]] for p in side]) for side in (a, b))
    shown = scored(names, x)
    curves = defaultdict(list)
    for k in range(FOLDS) if least is None else ():
        inside = (fa != k) & (fb != k)
        model = fit(x[inside], y[inside])
        held = np.flatnonzero((fa == k) & (fb == k))
        score = model.decision_function(x[held])
        p = 1 / (1 + np.exp(-score))
        yh = y[held]
        best = max((2 * (yh & (p > t)).sum() / max((p > t).sum() + yh.sum(), 1), t) for t in np.arange(0.2, 0.8, 0.05))
        g = {m: c for m, c in cluster_of.items() if fold[topic[m[0]]] == k}
        links = [(a[i], b[i], float(s)) for i, s in zip(held, score) if s > ABSENT and shown[i]]
        for at in np.arange(-1.0, 0.3, 0.25):
            curves[at].append(conll(g, cluster(g, links, at)))
        print(f"fold {k}: pair F1 {best[0]:.3f} at {best[1]:.2f}", file=sys.stderr)
    means = {at: float(np.mean([c[0] for c in v])) for at, v in curves.items()}
    for at, v in curves.items():
        parts = np.mean([c[1] for c in v], axis=0)
        print(f"least {at:5.2f}: CoNLL {means[at]:.4f}  muc {parts[0]:.3f} b3 {parts[1]:.3f} ceafe {parts[2]:.3f}", file=sys.stderr)
    # the middle of the flat top
    if least is None:
        good = [l for l, v in means.items() if v >= max(means.values()) - 0.001]
        least = float(np.mean(good))
    print(f"chosen {least:.2f}", file=sys.stderr)
    model = fit(x, y)
    bias, trees = trees_of(model)
    used = Counter()
    for (predictor,) in model._predictors:
        n = predictor.nodes
        for i in np.flatnonzero(n["is_leaf"] == 0):
            used[names[n["feature_idx"][i]]] += float(n["gain"][i])
    print("  ".join(f"{k} {v:.0f}" for k, v in used.most_common()), file=sys.stderr)
    count, words = read_words(out)
    write_model(out, count, words, LEAST_COSINE, least, bias, trees)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("step", choices=["news", "words", "articles", "trees"])
    ap.add_argument("files", nargs="+")
    ap.add_argument("--least", type=float, help="trees: least mean score of a cluster's links, without folds")
    a = ap.parse_args()
    if a.step == "news":
        write_news(read(a.files[0]), a.files[1])
    elif a.step == "words":
        count_words(read(a.files[0]), a.files[1])
    elif a.step == "articles":
        write_articles(read(a.files[0]), a.files[1])
    else:
        gold, pairs, out = a.files
        names, left, right, x, _ = load_pairs(pairs)
        learn(read(gold), names, left, right, x, out, a.least)


if __name__ == "__main__":
    main()
