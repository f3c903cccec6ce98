"""Train the small model on gold, and on news labelled by the teacher. See README.md.

  python3 training/train.py --gold GOLD --names NAMES --own BINARY --vectors out/rich.npz --silver 'out/silver-*.npz' --out out/parser.pt
  python3 -m torch.distributed.run --nproc-per-node 2 training/train.py ...     (two processes, half the time)
"""

import argparse
import glob
import json
import math
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
from evaluate import accuracy, within
from model import Syntax
from teacher import CLEAN, FREE, MEASURED, name_sets
from text import affixes, lower, norm, title
from variants import all_variants

TAGS = ("upos", "xpos", "feats")
WEIGHTS = dict(upos=1.0, xpos=0.7, feats=0.5)


class Forms:
    """Numbers forms; of each, the rows of its features, and the forms it becomes in other case."""

    def __init__(self, words, learned):
        self.words, self.learned = words, learned
        self.ids, self.rows, self.cased = {}, [], []

    def number(self, form):
        i = self.ids.get(form)
        if i is None:
            i = self.ids[form] = len(self.rows)
            n = norm(form)
            self.rows.append([self.words.get(n, 0), self.learned.get(n, 0), *affixes(form)])
        return i

    def all_cases(self):
        """-> array: the form in lower case, capitals, as a title"""
        own = list(self.ids)
        other = [[self.number(f(w)) for f in (lower, str.upper, title)] for w in own]
        return np.array(other, np.int32)


class Flat:
    """Sentences as arrays over all their words."""

    def __init__(self, **arrays):
        self.__dict__.update(arrays)
        self.first = np.concatenate([[0], np.cumsum(self.lengths)])[:-1].astype(np.int64)

    @staticmethod
    def gold(records, forms):
        cat = lambda k: np.concatenate([r[k] for r in records]).astype(np.int16)
        head = cat("head")
        none = np.zeros_like(head)
        known = (head >= 0).astype(np.float32)
        one = np.ones(len(head), np.float32)
        return Flat(
            lengths=np.array([len(r["forms"]) for r in records]),
            forms=np.array([forms.number(w) for r in records for w in r["forms"]], np.int32),
            head=np.stack([np.maximum(head, 0), none, none], 1),
            chance=np.stack([known, 0 * known, 0 * known], 1),
            rel=cat("rel"), upos=cat("upos"), xpos=cat("xpos"), feats=cat("feats"), name=cat("name"),
            sure_tag=one, sure_rel=one, sure_name=one,
            open=np.array([r["open"] for r in records]),
        )

    @staticmethod
    def silver(parts, words, ids, forms):
        numbers = np.array([forms.number(w) for w in words], np.int32)
        cat = lambda k: np.concatenate([p[k] for p in parts])
        lengths = cat("lengths").astype(np.int64)
        return Flat(
            lengths=lengths, forms=numbers[ids], open=np.zeros(len(lengths), bool),
            **{k: cat(k) for k in ("head", "chance", "rel", *TAGS, "name", "sure_tag", "sure_rel", "sure_name")},
        )

    def batch(self, some):
        """-> dict of tensors B x T, longest sentence first"""
        some = some[np.argsort(-self.lengths[some], kind="stable")]
        n = self.lengths[some]
        place = np.arange(n[0])[None, :]
        inside = place < n[:, None]
        at = np.where(inside, self.first[some][:, None] + place, 0)
        take = lambda x: torch.from_numpy(x[at].astype(np.int64))
        real = lambda x: torch.from_numpy(np.where(inside if x.ndim == 1 else inside[..., None], x[at], 0).astype(np.float32))
        return dict(
            forms=self.forms[at], n=torch.from_numpy(n), open=torch.from_numpy(self.open[some]), head=take(self.head), chance=real(self.chance),
            sure_tag=real(self.sure_tag), sure_rel=real(self.sure_rel), sure_name=real(self.sure_name),
            **{k: take(getattr(self, k)) for k in (*TAGS, "rel", "name")},
        )


def picked(logp, labels, weights):
    """mean weighted loss of labels; those below 0 are not known"""
    known = (labels >= 0) * weights
    return -(logp.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1) * known).sum() / known.sum().clamp(min=1)


def loss_of(model, x, b, drop):
    tags, arcs, rd, rh = model(x, b["n"], drop)
    loss = sum(WEIGHTS[k] * picked(F.log_softmax(tags[k], -1), b[k], b["sure_tag"]) for k in TAGS)
    logp = F.log_softmax(within(arcs, b["n"]), -1).gather(-1, b["head"])
    loss = loss - (logp.clamp(min=-30) * b["chance"]).sum() / b["chance"].sum().clamp(min=1)
    rel = torch.where(b["chance"][..., 0] > 0, b["rel"], -1)
    loss = loss + picked(F.log_softmax(model.labels(rd, rh, b["head"][..., 0], drop), -1), rel, b["sure_rel"])
    names = F.log_softmax(tags["name"], -1)
    free = b["open"][:, None] & (b["name"] == 0)
    known = (b["name"] >= 0) * b["sure_name"]
    plain = names.gather(-1, b["name"].clamp(min=0).unsqueeze(-1)).squeeze(-1)
    some = torch.where(free, torch.logsumexp(names[..., FREE], -1), plain)
    return loss - (some * known).sum() / known.sum().clamp(min=1)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--gold", required=True, help="folder of treebanks, see README.md")
    ap.add_argument("--names", required=True, help="folder of name sets, see README.md")
    ap.add_argument("--own", help="the program, to cut own sentences of data/own into words; without it they are left out")
    ap.add_argument("--vectors", required=True)
    ap.add_argument("--silver", help="pattern of files written by silver.py")
    ap.add_argument("--no-names", action="store_true", help="leave the name sets out")
    ap.add_argument("--init", help="weights to start from, with their vocabulary; --vectors must be those they were trained with")
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=24, help="passes over gold")
    ap.add_argument("--share", type=float, default=1.0, help="words of silver shown for each word of gold in an epoch")
    ap.add_argument("--minutes", type=float, default=1e9, help="shorten the schedule so that training ends in time")
    ap.add_argument("--steps", type=float, default=1e9, help="end the schedule after so many updates, each of --batch words a process")
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--drop", type=float, default=0.25)
    ap.add_argument("--batch", type=int, default=1000, help="words")
    ap.add_argument("--seed", type=int, default=7)
    a = ap.parse_args()
    rank, ranks = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if ranks > 1:
        torch.distributed.init_process_group("gloo")
    torch.set_num_threads(1)
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)

    banks = data.Treebanks(a.gold, own=bool(a.own))
    if not a.no_names:
        banks.named(os.path.join(a.names, "gum-mentions-free-train.jsonl.gz"))
    V = np.load(a.vectors)
    words = [str(w) for w in V["words"]]
    vectors = np.concatenate([np.zeros((1, V["vectors"].shape[1]), np.float32), V["vectors"]])
    short = lambda s: len(s["words"]) <= data.LIMIT
    records = [banks.record(s) for s in banks.train + banks.own * 2 if short(s)]
    pick_day = random.Random(a.seed).choice
    rewritten = [dict(s, words=v) for s in banks.train if short(s) and "spans" not in s for v in all_variants(s["words"], pick_day)]
    records += [banks.record(s) for s in rewritten]
    if not a.no_names:
        records += name_sets(a.names, CLEAN)
        if a.own:
            records += list(data.own_marked(a.own))
    frequency = {}
    for r in records:
        for w in r["forms"]:
            frequency[norm(w)] = frequency.get(norm(w), 0) + 1
    parts = []
    for f in sorted(glob.glob(a.silver)) if a.silver else ():
        with np.load(f) as z:
            parts.append({k: z[k] for k in z.files})
    if a.silver and not parts:
        raise SystemExit(f"no file matches {a.silver}")
    words_of_news, ids = [], None
    if parts:
        found, ids, counts = np.unique(np.concatenate([p["forms"] for p in parts]), return_inverse=True, return_counts=True)
        words_of_news = [str(w) for w in found]
        for w, c in zip(words_of_news, counts):
            frequency[norm(w)] = frequency.get(norm(w), 0) + int(c) // 4  # silver teaches less surely than gold
    begin = torch.load(a.init, weights_only=False) if a.init else None
    learned = begin["learned"] if begin else [w for w, c in sorted(frequency.items(), key=lambda x: (-x[1], x[0])) if c >= 3]
    forms = Forms({w: i + 1 for i, w in enumerate(words)}, {w: i + 1 for i, w in enumerate(learned)})
    silver = Flat.silver(parts, words_of_news, ids, forms) if parts else None
    cases = forms.all_cases() if silver else None
    rare = np.array([0] + [frequency.get(w, 0) for w in learned], np.float32)
    rare = torch.from_numpy(np.where(rare > 0, 0.3 / (0.3 + rare), 0)).float()
    pool = data.name_pool(records)
    trees = {k: [banks.record(s) for s in v] for k, v in banks.dev.items()}
    names = {k: name_sets(a.names, (k,)) for k in MEASURED}
    if rank == 0:
        print("gold sentences", len(records), "words", sum(len(r["forms"]) for r in records), "silver", 0 if silver is None else len(silver.forms), flush=True)

    model = Syntax(vectors, len(learned) + 1, banks.sizes)
    if begin:
        if begin["words"] != words:
            raise SystemExit(f"{a.init} was trained with other vectors than {a.vectors}")
        model.load_state_dict(begin["state"])
    params = [p for p in model.parameters() if p.requires_grad]
    opt = torch.optim.Adam(params, lr=a.lr, betas=(0.9, 0.95), eps=1e-8, fused=True)
    ema = {k: v.clone() for k, v in model.state_dict().items()}
    labels = {k: banks.labels[k] for k in (*TAGS, "rel")}

    def run(sentences):
        flat = Flat.gold([data.bare_names(s) for s in sentences], forms)
        some = np.arange(len(sentences))
        order = np.argsort(-flat.lengths, kind="stable")
        b = flat.batch(some)
        tags, arcs, rd, rh = model(torch.from_numpy(np.array(forms.rows, np.int64)[b["forms"]]), b["n"])
        back = torch.from_numpy(np.argsort(order))
        return {k: v[back] for k, v in tags.items()}, arcs[back], rd[back], rh[back]

    started, step, best, done = time.time(), 0, 0, 0.0
    for epoch in range(a.epochs):
        clock, total, seen = time.time(), 0.0, 0
        random.seed(a.seed + epoch)
        np.random.seed(a.seed + epoch)
        flat = Flat.gold([data.varied(r, pool) for r in records], forms)
        table = np.array(forms.rows, np.int64)
        groups = [(flat, np.array(g)) for g in data.batches(flat.lengths.tolist(), a.batch, True)]
        if silver:
            part = np.random.permutation(len(silver.lengths))
            part = part[: np.searchsorted(np.cumsum(silver.lengths[part]), a.share * len(flat.forms)) + 1]
            groups += [(silver, part[g]) for g in data.batches(silver.lengths[part].tolist(), a.batch, True)]
            random.shuffle(groups)
        torch.manual_seed(a.seed * 1000 + epoch * ranks + rank)
        for number in range(rank, len(groups) // ranks * ranks, ranks):  # as many in every process
            done = max((epoch + number / len(groups)) / a.epochs, (time.time() - started) / (60 * a.minutes), step / a.steps)
            if ranks > 1 and number // ranks % 20 == 0:  # the clocks of all processes agree
                shared = torch.tensor(done)
                torch.distributed.broadcast(shared, 0)
                ahead = float(shared)
            elif ranks == 1:
                ahead = done
            if ahead >= 1:
                break
            for g in opt.param_groups:
                g["lr"] = a.lr * min(1, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * min(ahead, 1))) + 1e-5
            source, some = groups[number]
            b = source.batch(some)
            numbers = b["forms"]
            if source is silver:
                # One sentence in eight in other case, as the gold ones are shown.
                for row, chance in enumerate(np.random.random(len(numbers))):
                    if chance < 0.12:
                        numbers[row] = cases[numbers[row], 0 if chance < 0.05 else 1 if chance < 0.09 else 2]
            x = torch.from_numpy(table[numbers])
            x[..., 1] = torch.where(torch.rand(x.shape[:2]) < rare[x[..., 1]], 0, x[..., 1])
            loss = loss_of(model, x, b, a.drop)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            if ranks > 1:
                flatten = torch.cat([torch.zeros_like(p).view(-1) if p.grad is None else p.grad.view(-1) for p in params])
                torch.distributed.all_reduce(flatten)
                flatten /= ranks
                for p, g in zip(params, flatten.split([p.numel() for p in params])):
                    p.grad = g.view_as(p)
            nn.utils.clip_grad_norm_(params, 2.0)
            opt.step()
            step += 1
            total, seen = total + float(loss.detach()) * int(b["n"].sum()), seen + int(b["n"].sum())
            if step % 4 == 0:
                k = min(0.998, (step + 1) / (step + 40))
                with torch.no_grad():
                    for name, v in model.state_dict().items():
                        if name != "vectors":
                            ema[name].lerp_(v, 1 - k)
            if step % 200 == 0 and rank == 0:
                print(f"step {step} loss {total / seen:.3f} words/s {ranks * seen / (time.time() - clock):.0f} done {100 * ahead:.0f}%", flush=True)
        last = ahead >= 1 or epoch + 1 == a.epochs
        if rank == 0 and (epoch % 2 or last):
            now = {k: v.clone() for k, v in model.state_dict().items()}
            model.load_state_dict(ema)
            r = accuracy(model, run, trees, names, banks.labels)
            model.load_state_dict(now)
            print(f"epoch {epoch} minutes {(time.time() - started) / 60:.1f} {json.dumps(r)}", flush=True)
            score = r["ewt"]["las"] + r["gum"]["las"] + r["uner-ewt-dev"] / 5
            if score >= best:
                best = score
                torch.save(dict(state=ema, words=words, learned=forms.learned, **labels, args=vars(a), score=r), a.out)
        if last:
            break


if __name__ == "__main__":
    main()
