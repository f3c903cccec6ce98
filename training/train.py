"""Train the parser on gold tokens. See README.md."""

import argparse, collections, json, math, os, random, time
import numpy as np, torch, torch.nn.functional as F
from text import WORD, lower, norm, affixes, title, sentences
from model import Syntax
from variants import all_variants

ap = argparse.ArgumentParser()
ap.add_argument(
    "--gold",
    required=True,
    help="folder with ewt-train.conllu, gum-free-train.conllu and the two dev files, plain or .gz",
)
ap.add_argument("--vectors", required=True)
ap.add_argument("--out", required=True)
ap.add_argument("--init", help="encoder weights to start from (pretrain.py)")
ap.add_argument("--epochs", type=int, default=24)
ap.add_argument(
    "--minutes", type=float, default=1e9, help="shorten the schedule so that training ends in time"
)
ap.add_argument("--lr", type=float, default=2e-3)
ap.add_argument("--drop", type=float, default=0.33)
ap.add_argument("--batch", type=int, default=1000, help="words")
ap.add_argument("--seed", type=int, default=7)
a = ap.parse_args()
random.seed(a.seed)
np.random.seed(a.seed)
torch.manual_seed(a.seed)

G = lambda f: list(sentences(os.path.join(a.gold, f + ".conllu")))
train = G("ewt-train") + G("gum-free-train")
dev = {"ewt": G("ewt-dev"), "gum": G("gum-free-dev")}
V = np.load(a.vectors)
words = [str(w) for w in V["words"]]
vectors = V["vectors"]
word_id = {w: i + 1 for i, w in enumerate(words)}
vectors = np.concatenate([np.zeros((1, WORD), np.float32), vectors])
freq = collections.Counter(norm(w[0]) for s in train for w in s["words"])
learned_id = {
    w: i + 1 for i, (w, c) in enumerate(sorted(freq.items(), key=lambda x: (-x[1], x[0]))) if c >= 3
}


def classes(k, least=1):
    c = collections.Counter(w[k] for s in train for w in s["words"])
    return [x for x, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]


upos, xpos, feats, rel = classes(2), classes(3), classes(4, 2), classes(6)
sizes = {k: len(v) for k, v in dict(upos=upos, xpos=xpos, feats=feats, rel=rel).items()}
print(sizes, "learned", len(learned_id), "vectors", len(words), flush=True)
IX = {k: {x: i for i, x in enumerate(v)} for k, v in dict(upos=upos, xpos=xpos, feats=feats, rel=rel).items()}

types = {}


def features(form):
    f = types.get(form)
    if f is None:
        n = norm(form)
        f = types[form] = [word_id.get(n, 0), learned_id.get(n, 0)] + affixes(form)
    return f


def encode(s, f=None, cut=0):
    ws = s["words"][: len(s["words"]) - cut]
    forms = [f(w[0]) if f else w[0] for w in ws]
    return dict(
        x=np.array([features(x) for x in forms]),
        upos=np.array([IX["upos"].get(w[2], -1) for w in ws]),
        xpos=np.array([IX["xpos"].get(w[3], -1) for w in ws]),
        feats=np.array([IX["feats"].get(w[4], -1) for w in ws]),
        head=np.array([w[5] for w in ws]),
        rel=np.array([IX["rel"].get(w[6], -1) for w in ws]),
        n=len(ws),
    )


LIMIT = 120
plain = [encode(s) for s in train if len(s["words"]) <= LIMIT]


def variants(f):
    return [encode(s, f) for s in train if len(s["words"]) <= LIMIT]


lowered, uppered, titled = variants(lower), variants(str.upper), variants(title)


def bare(s):
    n = len(s["words"])
    return n > 3 and s["words"][-1][2] == "PUNCT" and all(w[5] != n for w in s["words"])


cut = [encode(s, None, 1) if bare(s) else encode(s) for s in train if len(s["words"]) <= LIMIT]
pick_day = random.Random(a.seed).choice
news = [
    encode(dict(s, words=v))
    for s in train
    if len(s["words"]) <= LIMIT
    for v in all_variants(s["words"], pick_day)
]
print("sentences", len(plain), "as news writes them", len(news), flush=True)
D = {k: [encode(s) for s in v] for k, v in dev.items()}
wfreq = np.zeros(len(learned_id) + 1)
for w, i in learned_id.items():
    wfreq[i] = freq[w]
unk_p = torch.tensor(np.where(wfreq > 0, 0.3 / (0.3 + wfreq), 0), dtype=torch.float)


def batch(items):
    items = sorted(items, key=lambda s: -s["n"])
    T = items[0]["n"]
    B = len(items)
    x = np.zeros((B, T, items[0]["x"].shape[1]), np.int64)
    y = {k: np.full((B, T), -1, np.int64) for k in ("upos", "xpos", "feats", "head", "rel")}
    for i, s in enumerate(items):
        x[i, : s["n"]] = s["x"]
        for k in y:
            y[k][i, : s["n"]] = s[k]
    return (
        torch.from_numpy(x),
        {k: torch.from_numpy(v) for k, v in y.items()},
        torch.tensor([s["n"] for s in items]),
    )


def batches(items, size, shuffle):
    order = sorted(range(len(items)), key=lambda i: items[i]["n"] + (random.random() * 3 if shuffle else 0))
    out, cur, longest = [], [], 0
    for i in order:
        longest = max(longest, items[i]["n"])
        if cur and longest * (len(cur) + 1) > size:
            out.append(cur)
            cur, longest = [], items[i]["n"]
        cur.append(items[i])
    if cur:
        out.append(cur)
    if shuffle:
        random.shuffle(out)
    return out


def masked(arcs, n):
    pad = torch.arange(arcs.shape[2])[None, :] > n[:, None]
    return arcs.masked_fill(pad[:, None, :], -1e9)


def evaluate(m):
    m.eval()
    r = {}
    with torch.no_grad():
        for name, items in D.items():
            c = collections.Counter()
            for b in batches(items, 4000, False):
                x, y, n = batch(b)
                tags, arcs, rd, rh = m(x, n)
                ok = y["head"] >= 0
                h = masked(arcs, n).argmax(-1)
                lab = m.labels(rd, rh, h).argmax(-1)
                c["n"] += int(ok.sum())
                for k in tags:
                    c[k] += int(((tags[k].argmax(-1) == y[k]) & ok).sum())
                c["uas"] += int(((h == y["head"]) & ok).sum())
                uni = torch.tensor(
                    [
                        rel.index(z.split(":")[0]) if z.split(":")[0] in IX["rel"] else i
                        for i, z in enumerate(rel)
                    ]
                )
                c["las"] += int(((h == y["head"]) & (uni[lab] == uni[y["rel"].clamp(min=0)]) & ok).sum())
            r[name] = {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "xpos", "feats", "uas", "las")}
    m.train()
    return r


m = Syntax(vectors, len(learned_id) + 1, sizes)
if a.init:
    st = torch.load(a.init, weights_only=False)
    st = st.get("state", st)
    own = m.state_dict()
    took = [k for k in st if k in own and own[k].shape == st[k].shape]
    own.update({k: st[k] for k in took})
    m.load_state_dict(own)
    print("initialised", took)
params = [p for p in m.parameters() if p.requires_grad]
opt = torch.optim.Adam(params, lr=a.lr, betas=(0.9, 0.95), eps=1e-8)
ema = {k: v.clone() for k, v in m.state_dict().items()}
W = dict(upos=1.0, xpos=0.7, feats=0.5)
start, step, best = time.time(), 0, 0


def save(final=False):
    torch.save(
        dict(
            state=ema,
            words=words,
            learned=learned_id,
            upos=upos,
            xpos=xpos,
            feats=feats,
            rel=rel,
            args=vars(a),
            score=best_row,
        ),
        a.out,
    )


best_row = None
epoch_time = None
for ep in range(a.epochs):
    t0 = time.time()
    total = 0.0
    seen = 0
    pick = lambda i: (
        lambda r: (
            lowered[i]
            if r < 0.05
            else uppered[i] if r < 0.09 else titled[i] if r < 0.12 else cut[i] if r < 0.17 else plain[i]
        )
    )(random.random())
    bs = batches([pick(i) for i in range(len(plain))] + news, a.batch, True)
    for bi, b in enumerate(bs):
        frac = (
            max((ep + bi / len(bs)) / a.epochs, (time.time() - start) / (60 * a.minutes))
            if a.minutes < 1e8
            else (ep + bi / len(bs)) / a.epochs
        )
        if frac >= 1:
            break
        for g in opt.param_groups:
            g["lr"] = a.lr * min(1, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * frac)) + 1e-5
        x, y, n = batch(b)
        u = torch.rand(x.shape[:2]) < unk_p[x[..., 1]]
        x[..., 1] = torch.where(u, 0, x[..., 1])
        tags, arcs, rd, rh = m(x, n, a.drop)
        ce = lambda s, t: F.cross_entropy(s.flatten(0, 1), t.flatten(), ignore_index=-1)
        loss = sum(W[k] * ce(tags[k], y[k]) for k in tags)
        loss = (
            loss
            + ce(masked(arcs, n), y["head"])
            + ce(m.labels(rd, rh, y["head"].clamp(min=0), a.drop), y["rel"])
        )
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 2.0)
        opt.step()
        step += 1
        total += float(loss.detach()) * int(n.sum())
        seen += int(n.sum())
        if step % 4 == 0:
            k = min(0.995, (step + 1) / (step + 40))
            with torch.no_grad():
                for name, v in m.state_dict().items():
                    if name != "vectors":
                        ema[name].lerp_(v, 1 - k)
    now = {k: v.clone() for k, v in m.state_dict().items()}
    m.load_state_dict(ema)
    r = evaluate(m)
    m.load_state_dict(now)
    score = (r["ewt"]["las"] + r["gum"]["las"]) / 2
    print(
        "epoch %d loss %.3f words/s %.0f minutes %.1f %s"
        % (ep, total / max(seen, 1), seen / (time.time() - t0), (time.time() - start) / 60, json.dumps(r)),
        flush=True,
    )
    if score >= best:
        best, best_row = score, r
        save()
    if frac >= 1:
        break
print("done", best, best_row)
