"""Train the sentence splitter: two convolutions over word vectors, shapes, spaces and open quotes. See README.md."""

import argparse, os, random, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from text import WORD, lower, norm, affixes, sentences

SHAPES, SHAPE_WIDTH, FLAGS, WIDE = 1024, 12, 4, 64
IN = WORD + SHAPE_WIDTH + FLAGS


class Splitter(nn.Module):
    def __init__(self):
        super().__init__()
        self.shape = nn.Embedding(SHAPES, SHAPE_WIDTH)
        nn.init.normal_(self.shape.weight, std=0.3)
        self.c1, self.c2, self.out = (
            nn.Conv1d(IN, WIDE, 5, padding=2),
            nn.Conv1d(WIDE, WIDE, 5, padding=4, dilation=2),
            nn.Linear(WIDE, 1),
        )

    def forward(self, vec, shp, flags, drop=0.0):
        x = torch.cat([vec, self.shape(shp), flags], -1)
        if drop:
            x = F.dropout(x, drop)
        h = F.relu(self.c1(x.transpose(1, 2)))
        if drop:
            h = F.dropout(h, drop)
        h = F.relu(self.c2(h)).transpose(1, 2)
        if drop:
            h = F.dropout(h, drop)
        return self.out(h).squeeze(-1)


def paragraphs(path):
    """lists of (form, space before, ends a sentence) for each paragraph"""
    cur, space = [], True
    for s in sentences(path):
        if s["par"] and cur:
            yield cur
            cur = []
        for j, (f, a, n, sp) in enumerate(s["tokens"]):
            for k in range(n):
                cur.append([s["words"][a + k][0], space and k == 0, False])
            space = sp
        cur[-1][2] = True
        space = True
    if cur:
        yield cur


def flags(par):
    """space before; inside double quotes; inside round brackets; constant, after each word"""
    out, quote, depth = [], False, 0
    for form, space, _ in par:
        if form in ('"', "''", "``"):
            quote = not quote
        elif form in ("\u201c", "\u00ab"):
            quote = True
        elif form in ("\u201d", "\u00bb"):
            quote = False
        elif form == "(":
            depth = min(depth + 1, 3)
        elif form == ")":
            depth = max(depth - 1, 0)
        out.append([float(space), float(quote), float(depth > 0), 1.0])
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--gold", required=True)
    ap.add_argument("--vectors", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=30)
    ap.add_argument("--seed", type=int, default=7)
    a = ap.parse_args()
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)
    V = np.load(a.vectors)
    wid = {str(w): i + 1 for i, w in enumerate(V["words"])}
    vec = torch.tensor(np.concatenate([np.zeros((1, WORD), np.float32), V["vectors"]]))

    def enc(par, f=None):
        forms = [f(w[0]) if f else w[0] for w in par]
        return (
            np.array([wid.get(norm(x), 0) for x in forms]),
            np.array([affixes(x)[4] for x in forms]),
            np.array(flags(par), np.float32),
            np.array([w[2] for w in par], np.float32),
        )

    P = [p for f in ("ewt-train", "gum-free-train") for p in paragraphs(os.path.join(a.gold, f + ".conllu"))]
    dev = {
        k: [enc(p) for p in paragraphs(os.path.join(a.gold, f + ".conllu"))]
        for k, f in (("ewt", "ewt-dev"), ("gum", "gum-free-dev"))
    }
    plain, up, low = [enc(p) for p in P], [enc(p, str.upper) for p in P], [enc(p, lower) for p in P]

    def cut(e):
        n = len(e[0])
        if n <= 400:
            return e
        i = random.randrange(n - 400)
        return tuple(x[i : i + 400] for x in e)

    def batches(items, size=6000):
        order = sorted(range(len(items)), key=lambda i: len(items[i][0]) * (1 + 0.2 * random.random()))
        out, cur, m = [], [], 0
        for i in order:
            m = max(m, len(items[i][0]))
            if cur and m * (len(cur) + 1) > size:
                out.append(cur)
                cur, m = [], len(items[i][0])
            cur.append(items[i])
        out.append(cur)
        random.shuffle(out)
        return out

    def tensors(b):
        T = max(len(e[0]) for e in b)
        B = len(b)
        w, s, f, y, k = (
            np.zeros((B, T), np.int64),
            np.zeros((B, T), np.int64),
            np.zeros((B, T, FLAGS), np.float32),
            np.zeros((B, T), np.float32),
            np.zeros((B, T), np.float32),
        )
        for i, e in enumerate(b):
            n = len(e[0])
            w[i, :n], s[i, :n], f[i, :n], y[i, :n] = e
            k[i, : n - 1] = 1
        return tuple(map(torch.from_numpy, (w, s, f, y, k)))

    m = Splitter()
    opt = torch.optim.Adam(m.parameters(), lr=2e-3)
    ema = None
    best = 0

    # padded positions must read as zeros, as they do at the edges of a paragraph
    def run(w, s, f, drop=0.0):
        v = vec[w]
        return m(v, s, f, drop)

    steps = None
    for ep in range(a.epochs):
        t0 = time.time()
        total = 0
        items = [
            cut((lambda r: up[i] if r < 0.08 else low[i] if r < 0.12 else plain[i])(random.random()))
            for i in range(len(plain))
        ]
        bs = batches(items)
        for bi, b in enumerate(bs):
            frac = (ep + bi / len(bs)) / a.epochs
            for g in opt.param_groups:
                g["lr"] = 3e-3 * (1 - frac) + 1e-5
            w, s, f, y, k = tensors(b)
            w = torch.where(torch.rand(w.shape) < 0.05, 0, w)
            loss = (
                F.binary_cross_entropy_with_logits(run(w, s, f, 0.2), y, reduction="none") * k
            ).sum() / k.sum()
            opt.zero_grad()
            loss.backward()
            opt.step()
            total += float(loss.detach())
            with torch.no_grad():
                if ema is None:
                    ema = {n: p.clone() for n, p in m.state_dict().items()}
                for n, p in m.state_dict().items():
                    ema[n].lerp_(p, 0.01 if ep > 1 else 0.1)
        now = {n: p.clone() for n, p in m.state_dict().items()}
        m.load_state_dict(ema)
        r = {}
        with torch.no_grad():
            for name, D in dev.items():
                for th in (-0.7, -0.4, 0.0, 0.4):
                    tp = np_ = ng = 0
                    for e in D:
                        n = len(e[0])
                        x = (
                            run(
                                torch.from_numpy(e[0])[None],
                                torch.from_numpy(e[1])[None],
                                torch.from_numpy(e[2])[None],
                            )[0].numpy()
                            > th
                        )
                        x[-1] = True

                        def spans(z):
                            i = np.flatnonzero(z)
                            return set(zip(np.concatenate([[0], i[:-1] + 1]), i))

                        g, p = spans(e[3] > 0.5), spans(x)
                        tp += len(g & p)
                        np_ += len(p)
                        ng += len(g)
                    r[name, th] = 200 * tp / (np_ + ng)
        m.load_state_dict(now)
        print(
            "epoch %d loss %.4f %.1fs %s"
            % (ep, total / len(bs), time.time() - t0, {k: round(v, 2) for k, v in r.items()}),
            flush=True,
        )
        score = r["ewt", 0.0] + r["gum", 0.0]
        if score > best:
            best = score
            torch.save(dict(state=ema, args=vars(a), score=r), a.out)
    print("best", best / 2)


if __name__ == "__main__":
    main()
