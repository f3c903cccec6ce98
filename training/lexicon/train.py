"""Trains the disambiguator of the predicate lexicon.

    python3 training/lexicon/train.py --program target/release/examples/candidates --gold DIR --out models/disambiguator.bin

DIR holds sentence sets as JSON lines: plv.dev.jsonl (one relation a sentence with its PLOVER type
and the spans of its two parties; no licence stated) and cameo_quad.dev.jsonl (one of CAMEO's five
classes a sentence; no licence stated). Sets under share-alike or research licences are not used.

Sentences are split in two by SHA-256 of their id. Only the first half is learned from; whatever
occurs, word for word, in the second half of plv is left out of everything. Labels:
- plv: a candidate of the sentence's type is that type; of the others in the sentence, those whose
  type differs are "none" at half the weight, for a sentence may tell more than its relation;
- cameo_quad: a candidate whose type lies in the sentence's class is its own type, one that does not
  is "none"; in neutral sentences all are "none", each at half the weight.

The model is a multinomial logistic regression over hashed features, L2-regularised, fitted by
AdaGrad in a fixed order; weights are rounded to a byte. Same input, same file.
"""
import argparse
import hashlib
import json
import pathlib
import subprocess

import numpy as np

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NONE = len(TYPES)
BUCKETS = 1 << 14
QUAD = {
    "verbal_cooperation": {"AGREE", "CONSULT", "SUPPORT"},
    "material_cooperation": {"COOPERATE", "AID", "RETREAT", "CONCEDE"},
    "verbal_conflict": {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"},
    "material_conflict": {"PROTEST", "MOBILIZE", "COERCE", "ASSAULT"},
}
EPOCHS, RATE, L2, SEED = 6, 0.05, 1e-3, 7


def bucket(feature):
    h = 0xCBF29CE484222325
    for byte in feature.encode():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (h ^ (h >> 29)) & (BUCKETS - 1)


def half(identifier):
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def key(text):
    return "".join(c for c in text.lower() if c.isalnum())[:80]


def candidates(program, sentences):
    lines = "".join(f"{i}\t{' '.join(s['text'].split())}\n" for i, s in enumerate(sentences))
    out = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout
    found = [[] for _ in sentences]
    for line in out.splitlines():
        identifier, _, _, kind, _, *features = line.split("\t")
        found[int(identifier)].append((kind, sorted({bucket(f) for f in features})))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--gold", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    options = parser.parse_args()
    plv = rows(options.gold / "plv.dev.jsonl")
    held = {key(r["text"]) for r in plv if half(r["id"]) == 1}
    plv = [r for r in plv if half(r["id"]) == 0 and key(r["text"]) not in held]
    quad = [
        r for r in rows(options.gold / "cameo_quad.dev.jsonl")
        if r.get("quad_cameo") and half(r["id"]) == 0 and key(r["text"]) not in held
    ]
    examples = []
    for row, found in zip(plv, candidates(options.program, plv)):
        gold = {e["type"] for e in row["events"] if e["type"]}
        if "CONCEDE" in gold:
            gold.add("RETREAT")
        for kind, features in found:
            if kind in gold:
                examples.append((features, TYPES.index(kind), 1.0))
            else:
                examples.append((features, NONE, 0.5))
    for row, found in zip(quad, candidates(options.program, quad)):
        fits = QUAD.get(row["quad_cameo"], set())
        for kind, features in found:
            if kind in fits:
                examples.append((features, TYPES.index(kind), 0.5))
            else:
                examples.append((features, NONE, 0.5 if fits else 0.3))
    print(f"{len(plv)} + {len(quad)} sentences, {len(examples)} candidates, "
          f"{sum(e[1] == NONE for e in examples)} none")
    weights = np.zeros((BUCKETS, NONE + 1), dtype=np.float64)
    squares = np.full_like(weights, 1e-2)
    order = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        loss = 0.0
        for at in order.permutation(len(examples)):
            features, label, weight = examples[at]
            scores = weights[features].sum(axis=0)
            scores -= scores.max()
            likely = np.exp(scores)
            likely /= likely.sum()
            loss -= weight * np.log(likely[label] + 1e-12)
            gradient = likely
            gradient[label] -= 1.0
            gradient *= weight
            step = gradient + L2 * weights[features]
            squares[features] += step * step
            weights[features] -= RATE * step / np.sqrt(squares[features])
        print(f"epoch {epoch}: loss {loss / len(examples):.4f}")
    scale = np.float32(max(np.abs(weights).max(), 1e-6) / 127)
    signed = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    options.out.write_bytes(scale.astype("<f4").tobytes() + signed.tobytes())
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
