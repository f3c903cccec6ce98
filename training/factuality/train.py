#!/usr/bin/env python3
"""Trains the scorer of predicates: a linear model over hashed features, least absolute error.

  cargo build --release -p chancery-event --example predicate_features
  python3 training/factuality/train.py --program target/release/examples/predicate_features --out models/factuality.bin \\
      --train GOLD/uw_train.jsonl.gz GOLD/uds_train.jsonl.gz --dev GOLD/uw_dev.jsonl.gz GOLD/uds_dev.jsonl.gz GOLD/meantime_dev.jsonl

Gold: {"text", "event": [start, end] in code points, "score": -3 to 3} a line. The first set of --train is newswire and weighs as given by --weights;
the others teach what it is too small for: beside the shared weights they have some of their own for the verdict, which are not
kept (Daumé III 2007). Seeded; the same input gives the same bytes.
"""
import argparse, gzip, json, struct, subprocess, sys
import numpy as np

BITS = 15
SEED = 3
RULE = 0.2  # as in crates/chancery-event/src/factuality/scorer.rs
OWN = 5  # the first features, those of the verdict


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def load(program, path):
    """-> rows of features, gold scores, scores by rule; events without a predicate are left out"""
    gold = [g for g in lines(path) if g.get("score") is not None and g.get("label") != "unannotated"]
    texts = sorted({g["text"] for g in gold})
    done = subprocess.run([program], input="".join(json.dumps(t) + "\n" for t in texts), capture_output=True, text=True, check=True)
    found = dict(zip(texts, map(json.loads, done.stdout.splitlines())))
    rows, y, rule = [], [], []
    for g in gold:
        text = g["text"]
        start, end = (len(text[:at].encode()) for at in g["event"])
        hit = next((p for p in found[text] if p[0] < end and start < p[1]), None)
        rows.append(None if hit is None else hit[3])
        y.append(g["score"])
        rule.append(3.0 if hit is None else hit[2])
    return rows, np.array(y, np.float32), np.array(rule, np.float32)


def fit(x, y, weight, width, epochs, rate, l2, soft):
    rng = np.random.default_rng(SEED)
    w = np.zeros(width + 1, dtype=np.float32)
    g2 = np.full_like(w, 1e-2)
    total, steps = np.zeros_like(w, dtype=np.float64), 0
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for at in range(0, len(y), 64):
            batch = order[at : at + 64]
            xb = x[batch]
            gap = w[xb].sum(1) - y[batch]
            err = weight[batch] * gap / np.sqrt(gap * gap + soft * soft)
            grad = np.bincount(xb.ravel(), np.repeat(err, xb.shape[1]), minlength=len(w)).astype(np.float32)
            grad += l2 * len(batch) * w
            g2 += grad * grad
            w -= rate * grad / np.sqrt(g2)
            w[1 << BITS] = 0
            if epoch >= epochs // 2:
                total += w
                steps += 1
    return (total / steps).astype(np.float32)


def report(name, y, p, out=sys.stderr):
    r = np.corrcoef(y, p)[0, 1]
    print(f"{name:28} n {len(y)} mae {np.abs(y - p).mean():.3f} r {r:.3f}", file=out, flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--program", required=True)
    ap.add_argument("--train", nargs="+", required=True)
    ap.add_argument("--weights", nargs="+", type=float, default=[1.0, 0.25])
    ap.add_argument("--dev", nargs="*", default=[])
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--rate", type=float, default=0.03)
    ap.add_argument("--l2", type=float, default=1e-3)
    ap.add_argument("--soft", type=float, default=0.1, help="gap below which the loss is as good as square")
    a = ap.parse_args()
    xs, ys, ws = [], [], []
    for i, path in enumerate(a.train):
        rows, y, _ = load(a.program, path)
        kept = [j for j, r in enumerate(rows) if r is not None]
        rows = [rows[j] for j in kept]
        if i:
            rows = [r + [f | i << 32 for f in r[:OWN]] for r in rows]
        xs.append(rows), ys.append(y[kept]), ws.append(np.full(len(kept), a.weights[min(i, len(a.weights) - 1)], np.float32))
    flat = [r for rows in xs for r in rows]
    extra = sorted({f for r in flat for f in r if f >> 32})
    number = {f: (1 << BITS) + 1 + k for k, f in enumerate(extra)}
    width = max(len(r) for r in flat)
    x = np.full((len(flat), width), 1 << BITS, dtype=np.int32)
    for i, r in enumerate(flat):
        x[i, : len(r)] = [number[f] if f >> 32 else f & ((1 << BITS) - 1) for f in r]
    w = fit(x, np.concatenate(ys), np.concatenate(ws), (1 << BITS) + len(extra), a.epochs, a.rate, a.l2, a.soft)[: 1 << BITS]
    scale = float(np.abs(w).max()) / 32767
    q = np.round(w / scale).astype("<i2")
    with open(a.out, "wb") as f:
        f.write(struct.pack("<f", scale) + q.tobytes())
    kept = q.astype(np.float32) * scale
    for path in a.dev:
        rows, y, rule = load(a.program, path)
        p = np.array([3.0 if r is None else np.clip(sum(kept[f & ((1 << BITS) - 1)] for f in r), -3, 3) for r in rows])
        report(path.split("/")[-1] + " rule", y, rule)
        report(path.split("/")[-1], y, p)
        report(path.split("/")[-1] + " mixed", y, p + RULE * (rule - p))


if __name__ == "__main__":
    main()
