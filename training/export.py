"""Pack the trained parser and splitter into one model file (format: crates/chancery-syntax/src/format.rs)."""

import argparse, collections, json, os, struct
import numpy as np, torch
from data import NAME_TAGS
from text import TABLES, fnv, lower, sentences

ap = argparse.ArgumentParser()
ap.add_argument("--parser", required=True)
ap.add_argument("--splitter", required=True)
ap.add_argument("--out", required=True)
ap.add_argument("--name", default="syntax-en")
ap.add_argument("--gold", required=True)
ap.add_argument("--layers", help="also write the layers as they were trained, for peers/candle")
ap.add_argument("--threshold", type=float, default=0.0)
a = ap.parse_args()
P, S = torch.load(a.parser, weights_only=False), torch.load(a.splitter, weights_only=False)
p = {k: v.numpy().astype(np.float32) for k, v in P["state"].items()}
s = {k: v.numpy().astype(np.float32) for k, v in S["state"].items()}
header, blobs, offset = [], [], 0


def add(name, kind, array, rows, columns):
    global offset
    b = array if isinstance(array, bytes) else array.tobytes()
    header.append("tensor\t%s\t%s\t%d\t%d\t%d" % (name, kind, rows, columns, offset))
    b += bytes(-len(b) % 64)
    blobs.append(b)
    offset += len(b)


def f16(name, x):
    x = np.atleast_2d(x)
    assert np.abs(x).max() < 60000
    add(name, "f16", x.astype("<f2"), *x.shape)


def i8(name, x):
    scale = np.maximum(np.abs(x).max(1), 1e-8) / 127
    q = np.clip(np.rint(x / scale[:, None]), -127, 127).astype(np.int8)
    add(name, "i8", scale.astype("<f4").tobytes() + q.tobytes(), *x.shape)


words = list(P["words"])
learned = P["learned"]
extra = [w for w in learned if w not in set(words)]
row = {w: i + 1 for i, w in enumerate(words)}
every = words + extra
keys = np.array([fnv(w) for w in every], np.uint64)
assert len(set(keys.tolist())) == len(keys)
order = np.argsort(keys)
vec = np.stack(
    [np.zeros(p["vectors"].shape[1], np.float32)]
    + [p["vectors"][row[every[i]]] if every[i] in row else p["vectors"][0] for i in order]
)
lrn = np.stack([p["learned.weight"][0]] + [p["learned.weight"][learned.get(every[i], 0)] for i in order])
add("words", "u64", np.concatenate([np.zeros(1, np.uint64), keys[order]]).astype("<u8"), len(keys) + 1, 1)
i8("vectors", vec)
i8("learned", lrn)
for i, (name, n, w) in enumerate(TABLES):
    i8(name, p["hashed.%d.weight" % i])
both = lambda l, k: [p[f"{l}.{k}_l0"], p[f"{l}.{k}_l0_reverse"]]
for l in ("l1", "l2"):
    i8(l + ".w", np.concatenate(both(l, "weight_ih")))
    f16(l + ".b", np.concatenate([a + b for a, b in zip(both(l, "bias_ih"), both(l, "bias_hh"))]))
    i8(l + ".forward", p[l + ".weight_hh_l0"])
    i8(l + ".backward", p[l + ".weight_hh_l0_reverse"])
parts = ("tag", "named", "dep", "head", "rdep", "rhead")
i8("top.w", np.concatenate([p[k + ".weight"] for k in parts]))
f16("top.b", np.concatenate([p.get(k + ".bias", np.zeros(len(p[k + ".weight"]))) for k in parts]))
heads = ("upos", "xpos", "feats")
i8("classes.w", np.concatenate([p["out.%s.weight" % h] for h in heads]))
f16("classes.b", np.concatenate([p["out.%s.bias" % h] for h in heads]))
i8("names.w", p["out.name.weight"])
f16("names.b", p["out.name.bias"])
i8("arc.w", p["arc.weight"])
f16("arc.b", p["arc.bias"])
f16("arc.root", p["arc_root"])
f16("rel.root", p["rel_root"])
i8("rel.w", p["rel.weight"])
f16("rel.b", p["rel.bias"])
i8("split.shape", s["shape.weight"])
i8("split.c1.w", s["c1.weight"].transpose(0, 2, 1).reshape(s["c1.weight"].shape[0], -1))
f16("split.c1.b", s["c1.bias"])
i8("split.c2.w", s["c2.weight"].transpose(0, 2, 1).reshape(s["c2.weight"].shape[0], -1))
f16("split.c2.b", s["c2.bias"])
f16("split.out.w", s["out.weight"])
f16("split.out.b", s["out.bias"] - a.threshold)
# forms whose lemma is not the form, and all inflected forms: what lemma.rs looks up before it strips endings
seen = collections.defaultdict(collections.Counter)
for f in ("ewt-train", "gum-free-train"):
    for t in sentences(os.path.join(a.gold, f + ".conllu")):
        for w in t["words"]:
            seen[lower(w[0]), w[3]][lower(w[1]) if w[3].startswith("NNP") else w[1]] += 1
INFLECTED = {"NNS", "NNPS", "VBZ", "VBD", "VBN", "VBG", "JJR", "JJS", "RBR", "RBS"}
lexicon = []
for (form, tag), c in sorted(seen.items()):
    lemma = max(c.items(), key=lambda x: (x[1], x[0]))[0]
    if (
        tag not in ("NNP", "ADD", "GW", "FW", "CD", "SYM")
        and lemma != "_"
        and (tag in INFLECTED or lemma != form)
        and "\t" not in form + lemma
    ):
        lexicon += [form, tag, lemma]
print("lexicon", len(lexicon) // 3)
header.append("labels\tname\t" + "\t".join(NAME_TAGS))
header.append("labels\tlexicon\t" + "\t".join(lexicon))
for k in heads + ("rel",):
    header.append("labels\t%s\t%s" % (k, "\t".join(P[k])))
facts = dict(
    name=a.name,
    data="UD English EWT 2.16 train; UD English GUM 2.16 train, free genres; own sentences; names of wikigold, CrossNER politics, GUM; news labelled by a teacher",
    vectors="skip-gram over plain news and the same treebanks, 64 values; the teacher's view of each word, 64 values",
    seed=P["args"]["seed"],
    epochs=P["args"]["epochs"],
    dev=json.dumps(P["score"]),
)
for k, v in facts.items():
    header.append("%s\t%s" % (k, v))
h = "\n".join(header).encode()
pre = b"CHSM" + struct.pack("<II", 2, len(h)) + h
pre += bytes(-len(pre) % 64)
open(a.out, "wb").write(pre + b"".join(blobs))
print("bytes", len(pre) + offset)
if a.layers:
    from safetensors.torch import save_file

    tables = ("vectors", "learned.weight", "hashed.")
    save_file({k: v.contiguous() for k, v in P["state"].items() if not k.startswith(tables)}, a.layers)
