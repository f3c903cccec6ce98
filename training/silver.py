"""Labels plain news with the teacher: what the student learns from beside gold.

  python3 training/silver.py --teacher out/teacher.pt --tokens out/news.tok --out out/silver --words 3000000
  python3 training/silver.py ... --part 0/2 & python3 training/silver.py ... --part 1/2     (two processes)

Writes parts of about 200,000 words, out/silver-PART-NUMBER.npz; parts that lie there already are not made again. Of each word
it keeps the three likeliest heads with their probabilities, the likeliest relation, tags and name tag with theirs.
"""

import argparse
import os
import random
import time

import numpy as np
import torch

import data
from evaluate import within
from teacher import Pieces, Teacher

PART = 200_000
SHORTEST, LONGEST = 4, 70  # words


def label(model, pieces, sentences):
    """-> arrays over all words of the sentences, in order"""
    out = {k: [] for k in ("upos", "xpos", "feats", "rel", "name")}
    sure = {k: [] for k in ("tag", "rel", "name")}
    heads, chances = [], []
    order = data.batches([len(s) for s in sentences], 2500, False)
    places = [None] * len(sentences)
    with torch.inference_mode():
        for group in order:
            some = [sentences[i] for i in group]
            n = torch.tensor([len(s) for s in some])
            scores, arcs, rd, rh = model(pieces.batch(some))
            chance, best = within(arcs, n).softmax(-1).topk(min(3, arcs.shape[-1]), -1)
            found = {k: v.softmax(-1).max(-1) for k, v in scores.items()}
            found["rel"] = model.labels(rd, rh, best[..., 0]).softmax(-1).max(-1)
            for row, i in enumerate(group):
                cut = slice(0, len(sentences[i]))
                tags = found["upos"].values[row, cut] * found["xpos"].values[row, cut]
                places[i] = (
                    {k: found[k].indices[row, cut].numpy().astype(np.int16) for k in out},
                    dict(tag=tags, rel=found["rel"].values[row, cut], name=found["name"].values[row, cut]),
                    best[row, cut].numpy().astype(np.uint8),
                    chance[row, cut].numpy().astype(np.float16),
                )
    for kinds, certain, best, chance in places:
        for k in out:
            out[k].append(kinds[k])
        for k in sure:
            sure[k].append(certain[k].numpy().astype(np.float16))
        heads.append(best)
        chances.append(chance)
    joined = {k: np.concatenate(v) for k, v in out.items()}
    joined |= {"sure_" + k: np.concatenate(v) for k, v in sure.items()}
    return joined | dict(head=np.concatenate(heads), chance=np.concatenate(chances))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--teacher", required=True)
    ap.add_argument("--tokens", required=True, help="sentences, a line each, words apart by blanks")
    ap.add_argument("--out", required=True)
    ap.add_argument("--words", type=int, default=3_000_000)
    ap.add_argument("--part", default="0/1", help="which share of how many, for processes side by side")
    ap.add_argument("--minutes", type=float, default=1e9)
    ap.add_argument("--seed", type=int, default=5)
    a = ap.parse_args()
    torch.set_num_threads(1)
    own, shares = map(int, a.part.split("/"))
    kept = torch.load(a.teacher, weights_only=False)
    model = Teacher({k: len(v) for k, v in kept["labels"].items()})
    model.load_state_dict(kept["state"])
    model.eval()
    pieces = Pieces()
    with open(a.tokens, encoding="utf-8") as f:
        lines = [x for x in f if SHORTEST <= x.count(" ") + 1 <= LONGEST]
    random.Random(a.seed).shuffle(lines)
    lines = lines[own::shares]
    began, done, number, at = time.time(), 0, 0, 0
    while done < a.words / shares and at < len(lines) and time.time() - began < 60 * a.minutes:
        some, words = [], 0
        while words < PART and at < len(lines):
            some.append(lines[at].split())
            words += len(some[-1])
            at += 1
        path = f"{a.out}-{own}of{shares}-{number}.npz"
        number, done = number + 1, done + words
        if os.path.exists(path):
            continue
        found = label(model, pieces, some)
        forms = [w for s in some for w in s]
        np.savez(path + ".part.npz", forms=np.array(forms), lengths=np.array([len(s) for s in some], np.int16), **found)
        os.replace(path + ".part.npz", path)
        print(f"{path} words {done} words/s {done / (time.time() - began):.0f}", flush=True)


if __name__ == "__main__":
    main()
