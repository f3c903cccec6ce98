"""The network: hashed word features, two bidirectional LSTM layers, outputs for tags, names, heads and relations."""

import torch, torch.nn as nn, torch.nn.functional as F
from text import TABLES, LEARNED

FIRST, SECOND = 96, 128  # cells of the two layers, each way
TAGS, NAMES, ARC, REL = 96, 64, 96, 64


def mask_drop(x, p):
    """one dropout mask for all positions of a sentence"""
    m = x.new_empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - p) / (1 - p)
    return x * m


class Syntax(nn.Module):
    def __init__(self, vectors, learned, sizes):
        super().__init__()
        self.vectors = nn.Parameter(torch.tensor(vectors), requires_grad=False)  # row 0 is the unknown word
        self.learned = nn.Embedding(learned, LEARNED)
        self.hashed = nn.ModuleList(nn.Embedding(n, w) for _, n, w in TABLES)
        for e in [self.learned, *self.hashed]:
            nn.init.normal_(e.weight, std=0.3)
        width = vectors.shape[1] + LEARNED + sum(w for _, _, w in TABLES)
        self.l1 = nn.LSTM(width, FIRST, bidirectional=True, batch_first=True)
        self.l2 = nn.LSTM(2 * FIRST, SECOND, bidirectional=True, batch_first=True)
        for l, cells in ((self.l1, FIRST), (self.l2, SECOND)):
            for n, p in l.named_parameters():
                if "weight" in n:
                    for k in range(4):
                        nn.init.orthogonal_(p.data[k * cells : (k + 1) * cells])
                else:
                    p.data.zero_()
                    if "bias_ih" in n:
                        p.data[cells : 2 * cells] = 1.0
        D = 2 * SECOND
        self.tag, self.named = nn.Linear(D, TAGS), nn.Linear(D, NAMES)
        self.out = nn.ModuleDict({k: nn.Linear(TAGS, sizes[k]) for k in ("upos", "xpos", "feats")})
        self.out["name"] = nn.Linear(NAMES, sizes["name"])
        self.dep, self.head = nn.Linear(D, ARC), nn.Linear(D, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=True)  # head side: bias prefers heads whatever the dependent
        self.arc_root = nn.Parameter(torch.randn(ARC) * 0.1)
        self.rdep, self.rhead = nn.Linear(D, REL), nn.Linear(D, REL, bias=False)
        self.rel_root = nn.Parameter(torch.randn(REL) * 0.1)
        self.rel = nn.Linear(REL, sizes["rel"])

    def encode(self, f, drop=0.0):
        # f: B x T x (word, learned, tables...)
        word, learned = F.embedding(f[..., 0], self.vectors), self.learned(f[..., 1])
        parts = [word, learned] + [e(f[..., 2 + i]) for i, e in enumerate(self.hashed)]
        if drop:
            b, t = f.shape[:2]
            keep = torch.rand(b, t, len(parts)) > 0.06
            parts = [p * keep[..., i : i + 1] for i, p in enumerate(parts)]
        x = torch.cat(parts, -1)
        if drop:
            x = mask_drop(x, 0.25)
        return x

    def forward(self, f, lengths, drop=0.0):
        x = self.encode(f, drop)
        pack = lambda y: nn.utils.rnn.pack_padded_sequence(y, lengths, batch_first=True)
        un = lambda y: nn.utils.rnn.pad_packed_sequence(y, batch_first=True)[0]
        h = un(self.l1(pack(x))[0])
        if drop:
            h = mask_drop(h, drop)
        h = un(self.l2(pack(h))[0])
        if drop:
            h = mask_drop(h, drop)
        d = (lambda y: mask_drop(y, drop)) if drop else (lambda y: y)
        t, n = d(F.relu(self.tag(h))), d(F.relu(self.named(h)))
        tags = {k: o(n if k == "name" else t) for k, o in self.out.items()}
        dep, head = d(F.relu(self.dep(h))), d(F.relu(self.head(h)))
        root = self.arc_root.expand(len(f), 1, -1)
        head = torch.cat([root, head], 1)  # position 0 is the root
        arcs = self.arc(dep) @ head.transpose(1, 2)  # B x T x (T+1)
        rd, rh = self.rdep(h), torch.cat([self.rel_root.expand(len(f), 1, -1), self.rhead(h)], 1)
        return tags, arcs, rd, rh

    def labels(self, rd, rh, heads, drop=0.0):
        g = rh.gather(1, heads.unsqueeze(-1).expand(-1, -1, rh.shape[-1]))
        y = F.relu(rd + g)
        return self.rel(mask_drop(y, drop) if drop else y)
