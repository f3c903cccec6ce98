#!/usr/bin/env python3
"""Trains the scorer of claims: logistic regression over the hashed features of candidates.

  cargo run --release -p chancery-event --example claim_candidates < articles.jsonl > candidates.jsonl
  python3 training/claims/train.py articles.jsonl candidates.jsonl models/claims.bin [--eval articles.jsonl candidates.jsonl]

articles.jsonl holds the gold: {"id", "text", "attributions": [{"source", "cue", "content"}]} with
character offsets. A candidate is right when its content shares at least half (F1) of its words with
a gold content, or lies almost wholly inside a quoted one, and the sources share a word (or both have
none). Two sets of weights: the first sees a candidate alone, the second also the candidate whose
content encloses it; the second is trained on probabilities of the first that were cross-fitted over
five folds of articles. Seeded; the same input gives the same bytes.
"""
import argparse, json, re, struct, sys
import numpy as np

BITS = 17
MASK = (1 << BITS) - 1
WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
SEED = 20161108


def fnv(*parts):
    """The same hash as `Hash` in crates/chancery-event/src/claims/scorer.rs."""
    h = 0x811C9DC5
    for p in parts:
        for b in (p.encode() + b"\xff" if isinstance(p, str) else [p]):
            h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    return h ^ (h >> BITS)


def word_positions(text):
    at = np.full(len(text) + 1, -1, dtype=np.int32)
    for k, m in enumerate(WORD.finditer(text)):
        at[m.start():m.end()] = k
    return at


def words(at, spans):
    out = set()
    for s, e in spans or []:
        out.update(int(k) for k in at[s:e] if k >= 0)
    return out


def load(articles, candidates):
    docs = []
    with open(articles, encoding="utf-8") as a, open(candidates, encoding="utf-8") as c:
        for la, lc in zip(a, c):
            gold, cand = json.loads(la), json.loads(lc)
            assert gold["id"] == cand["id"]
            text = gold["text"]
            chars = {}
            b = 0
            for i, ch in enumerate(text):
                chars[b] = i
                b += len(ch.encode("utf-8"))
            chars[b] = len(text)
            conv = lambda s: (chars[s[0]], chars[s[1]])
            at = word_positions(text)
            for k in cand["candidates"]:
                k["source"] = [conv(k["s"])] if k["s"] else []
                k["cue"] = [conv(k["q"])]
                k["content"] = [conv(s) for s in k["c"]]
            label(at, text, gold, cand["candidates"])
            docs.append((gold, cand["candidates"]))
    return docs


def label(at, text, gold, cands):
    golds = []
    by_word = {}
    for g in gold["attributions"]:
        content, source, cue = words(at, g["content"]), words(at, g["source"]), words(at, g["cue"])
        quoted = any(ch in '"“”' for s, e in g["content"] for ch in text[s:e])
        golds.append((content, source, cue, quoted))
        for w in content:
            by_word.setdefault(w, set()).add(len(golds) - 1)
    for k in cands:
        content, source = words(at, k["content"]), words(at, k["source"])
        cue = words(at, k["cue"])
        k["y"], k["cf"] = 0, 0.0
        for gi in sorted({gi for w in content for gi in by_word.get(w, ())}):
            gc, gs, gq, quoted = golds[gi]
            n = len(content & gc)
            f = 2 * n / (len(content) + len(gc))
            near = f >= 0.5 or (quoted and content and n / len(content) > 0.8 and n >= 3)
            if near and (bool(source & gs) or (not source and not gs)) and (not gq or not cue or cue & gq):
                k["y"], k["cf"] = 1, max(k["cf"], f)


def matrix(rows):
    """Padded index matrix; bucket count as padding with weight fixed at zero."""
    width = max(len(r) for r in rows)
    m = np.full((len(rows), width), 1 << BITS, dtype=np.int32)
    for i, r in enumerate(rows):
        m[i, : len(r)] = [f & MASK for f in r]
    return m


def fit(x, y, weight, epochs=6, rate=0.12, l2=2e-6, seed=SEED):
    rng = np.random.default_rng(seed)
    w = np.zeros((1 << BITS) + 1, dtype=np.float32)
    g2 = np.full_like(w, 1e-3)
    total = np.zeros_like(w, dtype=np.float64)
    steps = 0
    for epoch in range(epochs):
        order = rng.permutation(len(y))
        for at in range(0, len(y), 128):
            batch = order[at : at + 128]
            xb = x[batch]
            p = 1 / (1 + np.exp(-w[xb].sum(1)))
            err = ((p - y[batch]) * weight[batch]).astype(np.float32)
            grad = np.bincount(xb.ravel(), np.repeat(err, xb.shape[1]), minlength=len(w)).astype(np.float32)
            grad += l2 * len(batch) * w * 50
            g2 += grad * grad
            w -= rate * grad / np.sqrt(g2)
            w[-1] = 0
            if epoch >= epochs // 2:
                total += w
                steps += 1
    return (total / steps).astype(np.float32)


def predict(x, w):
    return 1 / (1 + np.exp(-w[x].sum(1)))


def contexts(cands, alone):
    """As `contexts` in crates/chancery-event/src/claims.rs."""
    best, second = {}, {}
    for i, c in enumerate(cands):
        h = c["h"]
        if h not in best:
            best[h] = i
        elif alone[i] > alone[best[h]]:
            second[h] = alone[best[h]]
            best[h] = i
        else:
            second[h] = max(second.get(h, 0.0), alone[i])
    iv = [(r[0], -r[1], i) for i, c in enumerate(cands) if alone[i] >= 0.35 and best[c["h"]] == i for r in c["t"]]
    iv.sort()
    outer = []
    for s, e, i in iv:
        if not outer or -e > outer[-1][1]:
            outer.append((s, -e, i))
    ends = [o[1] for o in outer]
    out = []
    for i, c in enumerate(cands):
        at = int(np.searchsorted(ends, c["h"], side="right"))
        container = next((k for s, e, k in outer[at : at + 2] if s <= c["h"] and cands[k]["h"] != c["h"]), None)
        rival = second.get(c["h"], 0.0) if best[c["h"]] == i else alone[best[c["h"]]]
        out.append((container, rival))
    return out


def context_features(c, p, container, rival):
    bucket = lambda v: min(int(v * 10), 9)
    f = [fnv("own", bucket(p)), fnv("ownp", bucket(p), c["p"]), fnv("rival", bucket(rival)), fnv("rivalp", bucket(rival), c["p"])]
    if container is None:
        return f + [fnv("free")]
    k, q = container
    return f + [fnv("in", bucket(q)), fnv("inp", bucket(q), k["p"]), fnv("inc", k["k"], c["k"]), fnv("ino", bucket(q), bucket(p))]


def second_rows(docs, alone_of):
    rows = []
    for d, (gold, cands) in enumerate(docs):
        alone = alone_of[d]
        for i, (container, rival) in enumerate(contexts(cands, alone)):
            k = None if container is None else (cands[container], alone[container])
            rows.append(cands[i]["f"] + context_features(cands[i], alone[i], k, rival))
    return rows


SPEECH_CLASSES, SPEECH_PATTERNS = {1, 3, 4, 7, 17, 19}, {0, 1, 2, 12, 13, 19, 23}


def choose(cands, alone, within, encl, outermost, nested, speech=(2, 2)):
    best = {}
    score = np.maximum(alone, within)
    for i, c in enumerate(cands):
        if c["h"] not in best or score[i] > score[best[c["h"]]]:
            best[c["h"]] = i
    out = []
    for i in sorted(best.values()):
        c = cands[i]
        speaks = c["k"] in SPEECH_CLASSES and c["p"] in SPEECH_PATTERNS and c["s"]
        o, n = (min(outermost, speech[0]), min(nested, speech[1])) if speaks else (outermost, nested)
        nests = c["p"] not in (5, 10, 11, 9, 17, 16)
        if within[i] >= (outermost if encl[i] else o) or (encl[i] and alone[i] >= n and nests):
            out.append(i)
    return out


def quantise(w):
    scale = float(np.abs(w[:-1]).max()) / 127
    q = np.clip(np.round(w[:-1] / scale), -127, 127).astype(np.int8)
    return scale, q


def split(x, docs):
    out, at = [], 0
    for _, c in docs:
        out.append(x[at : at + len(c)])
        at += len(c)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("articles"); ap.add_argument("candidates"); ap.add_argument("out")
    ap.add_argument("--eval", nargs=2)
    ap.add_argument("--scorer", help="folder of score_attribution.py, for --eval")
    a = ap.parse_args()
    docs = load(a.articles, a.candidates)
    flat = [c for _, cs in docs for c in cs]
    y = np.array([c["y"] for c in flat], dtype=np.float32)
    print("candidates", len(y), "right", int(y.sum()), file=sys.stderr)
    x = matrix([c["f"] for c in flat])
    ones = np.ones(len(y), dtype=np.float32)
    first = fit(x, y, ones)
    fold = np.concatenate([np.full(len(cs), d % 5) for d, (_, cs) in enumerate(docs)])
    alone = np.zeros(len(y))
    for k in range(5):
        w = fit(x[fold != k], y[fold != k], ones[fold != k])
        alone[fold == k] = predict(x[fold == k], w)
    # In the second set a nested candidate is right only where annotators marked it; the labels say so.
    x2 = matrix(second_rows(docs, split(alone, docs)))
    second = fit(x2, y, ones)
    with open(a.out, "wb") as f:
        (s1, q1), (s2, q2) = quantise(first), quantise(second)
        f.write(b"CHCLAIM1" + struct.pack("<ff", s1, s2) + q1.tobytes() + q2.tobytes())
    if not a.eval:
        return
    import importlib.util
    spec = importlib.util.spec_from_file_location("score_attribution", (a.scorer or ".") + "/score_attribution.py")
    sc = importlib.util.module_from_spec(spec); spec.loader.exec_module(sc)
    ev = load(*a.eval)
    ex = matrix([c["f"] for _, cs in ev for c in cs])
    al = split(predict(ex, first), ev)
    wi = split(predict(matrix(second_rows(ev, al)), second), ev)
    for outermost, nested, speech in ((0.3, 2, (2, 2)), (0.34, 2, (2, 2)), (0.4, 2, (2, 2)), (0.34, 0.6, (2, 2)), (0.34, 0.6, (0.25, 2)), (0.34, 0.6, (0.18, 2)), (0.34, 0.6, (0.18, 0.4)), (0.34, 0.6, (0.18, 0.3)), (0.34, 0.6, (0.1, 0.2))):
        sysd = []
        for (gold, cs), p, q in zip(ev, al, wi):
            encl = [k is not None for k, _ in contexts(cs, p)]
            sysd.append({"id": gold["id"], "attributions": [{r: cs[i][r] for r in ("source", "cue", "content")} for i in choose(cs, p, q, encl, outermost, nested, speech)]})
        r = sc.score([g for g, _ in ev], sysd)
        t = r["attributions"]
        print(outermost, nested, speech, "who-what P %.3f R %.3f F1 %.3f" % tuple(t["who-what"][k] for k in "P R F1".split()), "half %.3f any R %.3f" % (t["content half"]["F1"], t["content any"]["R"]),
              "exact cue %.3f source %.3f content %.3f" % tuple(r["spans"][k]["exact"]["F1"] for k in ("cue", "source", "content")), {k: round(v["recall"], 2) for k, v in r["by_kind"].items()}, file=sys.stderr)
    # the ceiling: every right candidate chosen
    sysd = [{"id": g["id"], "attributions": [{r: c[r] for r in ("source", "cue", "content")} for c in cs if c["y"]]} for g, cs in ev]
    r = sc.score([g for g, _ in ev], sysd)
    print("ceiling recall", r["attributions"]["who-what"]["R"], {k: round(v["recall"], 2) for k, v in r["by_kind"].items()}, file=sys.stderr)


if __name__ == "__main__":
    main()
