"""Accuracy of a model on gold words, for teacher and student alike."""

import numpy as np
import torch

import data


def gold(records):
    """records -> label tensors B x T, whether each sentence's names are open, lengths"""
    most = max(len(r["forms"]) for r in records)
    y = {k: np.full((len(records), most), -1, np.int64) for k in data.LABELS}
    for i, r in enumerate(records):
        for k in y:
            y[k][i, : len(r["forms"])] = r[k]
    opened = torch.tensor([r["open"] for r in records])
    return {k: torch.from_numpy(v) for k, v in y.items()}, opened, torch.tensor([len(r["forms"]) for r in records])


def within(arcs, n):
    """arc scores with places beyond each sentence's end ruled out"""
    beyond = torch.arange(arcs.shape[2])[None, :] > n[:, None]
    return arcs.masked_fill(beyond[:, None, :], -1e9)


def accuracy(model, run, trees, names, labels):
    """`run(forms of sentences)` gives tag scores, arcs and relation sides; percentages for every set"""
    model.eval()
    result = {}
    base = [x.split(":")[0] for x in labels["rel"]]
    numbers = {x: i for i, x in enumerate(sorted(set(base)))}
    wide = torch.tensor([numbers[x] for x in base])
    groups = lambda records: data.batches([len(r["forms"]) for r in records], 3000, False)
    with torch.inference_mode():
        for name, records in trees.items():
            right = dict.fromkeys(("upos", "xpos", "feats", "uas", "las"), 0)
            total = 0
            for group in groups(records):
                some = [records[i] for i in group]
                y, _, n = gold(some)
                scores, arcs, rd, rh = run([r["forms"] for r in some])
                ok = y["head"] >= 0
                heads = within(arcs, n).argmax(-1)
                found = model.labels(rd, rh, heads).argmax(-1)
                total += int(ok.sum())
                for k in ("upos", "xpos", "feats"):
                    right[k] += int(((scores[k].argmax(-1) == y[k]) & ok).sum())
                good = (heads == y["head"]) & ok
                right["uas"] += int(good.sum())
                right["las"] += int((good & (wide[found] == wide[y["rel"].clamp(min=0)])).sum())
            result[name] = {k: round(100 * v / total, 2) for k, v in right.items()}
        for name, records in names.items():
            want, have = [], []
            for group in groups(records):
                some = [records[i] for i in group]
                tags = run([r["forms"] for r in some])[0]["name"].argmax(-1)
                for r, t in zip(some, tags):
                    want.append(data.name_spans(r["name"]))
                    have.append(data.name_spans(t[: len(r["forms"])].tolist()))
            result[name] = round(data.f1(want, have), 2)
    model.train()
    return result
