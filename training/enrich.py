"""Adds to word vectors what the teacher makes of each word by itself: its mixed layers, in their 64 strongest directions.

  python3 training/enrich.py --teacher out/teacher.pt --vectors out/vectors.npz --out out/rich.npz
"""

import argparse

import numpy as np
import torch

from teacher import WIDTH, Pieces, Teacher

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--teacher", required=True)
ap.add_argument("--vectors", required=True)
ap.add_argument("--out", required=True)
ap.add_argument("--width", type=int, default=64)
a = ap.parse_args()
kept = torch.load(a.teacher, weights_only=False)
model = Teacher({k: len(v) for k, v in kept["labels"].items()})
model.load_state_dict(kept["state"])
model.eval()
pieces = Pieces()
V = np.load(a.vectors)
words = [str(w) for w in V["words"]]
rows = []
with torch.inference_mode():
    for i in range(0, len(words), 500):
        # Digits are 0 in the vocabulary; quotes and dashes are straight: the teacher reads them as they are.
        h = model.encode(*pieces.batch([[w] for w in words[i : i + 500]]))
        rows.append(h[:, 0, :WIDTH].numpy())
x = np.concatenate(rows)
x -= x.mean(0)
# Directions by variance over the vocabulary; scaled to the same mean square as the other vectors.
_, s, directions = np.linalg.svd(x[:20000], full_matrices=False)
y = x @ directions[: a.width].T
print("variance kept", round(float((s[: a.width] ** 2).sum() / (s**2).sum()), 3))
y /= np.sqrt((y**2).mean(0)) ** 0.5
y /= np.sqrt((y**2).mean())
np.savez(a.out, words=V["words"], vectors=np.concatenate([V["vectors"], y.astype(np.float32)], 1))
