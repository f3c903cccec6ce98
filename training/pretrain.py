"""Pretrain the encoder on plain news: guess masked words (both layers) and the next and previous word (first layer).

Its tokens come from the program itself: `tokens` (crates/chancery-syntax/examples/tokens.rs) writes one sentence a line.
"""

import argparse, math, random, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from text import WORD, norm, affixes
from model import Syntax, HIDDEN, mask_drop

ap = argparse.ArgumentParser()
ap.add_argument("--tokens", required=True, help="one sentence a line, words apart by a space")
ap.add_argument("--parser", required=True, help="any parser checkpoint: gives the vocabulary")
ap.add_argument("--vectors", required=True)
ap.add_argument("--out", required=True)
ap.add_argument("--minutes", type=float, default=25)
ap.add_argument("--seed", type=int, default=7)
ap.add_argument("--lr", type=float, default=2e-3)
ap.add_argument("--targets", type=int, default=8000)
ap.add_argument("--batch", type=int, default=1500)
a = ap.parse_args()
random.seed(a.seed)
np.random.seed(a.seed)
torch.manual_seed(a.seed)
P = torch.load(a.parser, weights_only=False)
V = np.load(a.vectors)
words = [str(w) for w in V["words"]]
word_id = {w: i + 1 for i, w in enumerate(words)}
learned = P["learned"]
vectors = np.concatenate([np.zeros((1, WORD), np.float32), V["vectors"]])
# features of every distinct form, then sentences as rows of form numbers
t0 = time.time()
forms, table, sents = {}, [], []
for line in open(a.tokens, encoding="utf-8"):
    s = line.split()
    if not 4 <= len(s) <= 60:
        continue
    ids = []
    for w in s:
        i = forms.get(w)
        if i is None:
            i = forms[w] = len(table)
            n = norm(w)
            table.append([word_id.get(n, 0), learned.get(n, 0)] + affixes(w))
        ids.append(i)
    sents.append(np.array(ids, np.int32))
table = torch.tensor(table, dtype=torch.int32)
print(
    "sentences",
    len(sents),
    "words",
    sum(map(len, sents)),
    "forms",
    len(table),
    "%.0fs" % (time.time() - t0),
    flush=True,
)
m = Syntax(vectors, len(learned) + 1, {k: len(P[k]) for k in ("upos", "xpos", "feats", "rel")})
T = a.targets


class Guess(nn.Module):
    def __init__(self):
        super().__init__()
        self.mask = nn.Linear(2 * HIDDEN, WORD)
        self.next = nn.Linear(HIDDEN, WORD)
        self.prev = nn.Linear(HIDDEN, WORD)
        self.emb = nn.Parameter(torch.tensor(vectors[1 : T + 1]) * 0.5)
        self.bias = nn.Parameter(torch.zeros(T))


g = Guess()
params = [p for p in m.parameters() if p.requires_grad] + list(g.parameters())
used = [
    p
    for n, p in list(m.named_parameters()) + list(g.named_parameters())
    if p.requires_grad and not n.startswith(("tag", "out.", "dep", "head", "arc", "rdep", "rhead", "rel"))
]
opt = torch.optim.Adam(used, lr=a.lr, betas=(0.9, 0.98))
by = {}
for i, s in enumerate(sents):
    by.setdefault(len(s), []).append(i)


def stream():
    while True:
        todo = []
        for n, ids in by.items():
            random.shuffle(ids)
            k = max(1, a.batch // n)
            todo += [ids[i : i + k] for i in range(0, len(ids), k)]
        random.shuffle(todo)
        yield from todo


start, step, seen, avg = time.time(), 0, 0, None
for ids in stream():
    frac = (time.time() - start) / 60 / a.minutes
    if frac >= 1:
        break
    for q in opt.param_groups:
        q["lr"] = a.lr * min(1, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * frac)) + 1e-5
    f = table[torch.from_numpy(np.stack([sents[i] for i in ids])).long()].long()
    B, L = f.shape[:2]
    tgt = f[..., 0] - 1  # words are numbered by frequency
    masked = torch.rand(B, L) < 0.18
    x = m.encode(f, 0.1) * (~masked).unsqueeze(-1)
    h1 = m.l1(x)[0]
    h2 = m.l2(mask_drop(h1, 0.1))[0]
    ok = masked & (tgt >= 0) & (tgt < T)
    loss = F.cross_entropy(g.mask(h2[ok]) @ g.emb.T + g.bias, tgt[ok])
    # next and previous word against words of the batch and a sample of others
    neg = torch.unique(torch.cat([torch.randint(0, T, (300,)), torch.arange(100)]))
    sub = torch.cat([neg])
    pos = torch.full((T,), -1)
    pos[sub] = torch.arange(len(sub))
    aux = 0
    for proj, h, y in ((g.next, h1[:, :-1, :HIDDEN], tgt[:, 1:]), (g.prev, h1[:, 1:, HIDDEN:], tgt[:, :-1])):
        k = (y >= 0) & (y < T) & (torch.rand(y.shape) < 0.5)
        z = proj(h[k])
        yy = y[k]
        own = (z * g.emb[yy]).sum(-1, keepdim=True) + g.bias[yy].unsqueeze(-1)
        oth = z @ g.emb[sub].T + g.bias[sub]
        oth = oth.masked_fill(sub[None, :] == yy[:, None], -1e9)
        aux = aux + F.cross_entropy(torch.cat([own, oth], 1), torch.zeros(len(yy), dtype=torch.long))
    total = loss + 0.25 * aux
    opt.zero_grad(set_to_none=True)
    total.backward()
    nn.utils.clip_grad_norm_(used, 2.0)
    opt.step()
    step += 1
    seen += B * L
    v = np.array([float(loss.detach()), float(aux.detach()) / 2])
    avg = v if avg is None else 0.99 * avg + 0.01 * v
    if step % 500 == 0:
        print(
            "step %d words %.2fM words/s %.0f masked %.3f neighbour %.3f minutes %.1f"
            % (step, seen / 1e6, seen / (time.time() - start), *avg, (time.time() - start) / 60),
            flush=True,
        )
        torch.save(
            {k: v for k, v in m.state_dict().items() if k.startswith(("l1", "l2", "learned", "hashed"))},
            a.out,
        )
torch.save(
    {k: v for k, v in m.state_dict().items() if k.startswith(("l1", "l2", "learned", "hashed"))}, a.out
)
print("done", seen, step, avg)
