"""Trains a spaCy pipeline (CPU: convolutional word encoder, tagger, morphologizer, parser, names) on the same data, and reads text with it.

  python3 training/peers/spacy_peer.py train --gold GOLD --names NAMES --own BINARY --out out/spacy
  python3 training/peers/spacy_peer.py read --model out/spacy TEXT > OUT.conllu         (one text)
  python3 training/peers/spacy_peer.py names --model out/spacy SET.jsonl.gz > OUT.jsonl (names of a set's texts)
"""

import argparse
import gzip
import json
import os
import random
import sys
import time

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
import data
from teacher import CLEAN, name_sets

CONFIG = """
[nlp]
lang = "en"
pipeline = ["tok2vec", "tagger", "morphologizer", "parser", "ner"]
[components]
[components.tok2vec]
factory = "tok2vec"
[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"
[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false
[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""
for name, extra in (("tagger", ""), ("morphologizer", ""), ("parser", "parser"), ("ner", "ner")):
    CONFIG += f'[components.{name}]\nfactory = "{name}"\n[components.{name}.model]\n'
    if extra:
        CONFIG += f'@architectures = "spacy.TransitionBasedParser.v2"\nstate_type = "{extra}"\nextra_state_tokens = false\nhidden_width = 64\nmaxout_pieces = 2\nuse_upper = true\nnO = null\n'
    else:
        CONFIG += '@architectures = "spacy.Tagger.v2"\nnO = null\n'
    CONFIG += f'[components.{name}.model.tok2vec]\n@architectures = "spacy.Tok2VecListener.v1"\nwidth = 96\nupstream = "tok2vec"\n'


def document(nlp, sentence):
    """a treebank's sentence; spaCy has no words inside tokens, so words are its tokens"""
    words = sentence["words"]
    spaces = [True] * len(words)
    for _, first, count, space in sentence["tokens"]:
        for i in range(first, first + count):
            spaces[i] = space if i == first + count - 1 else False
    doc = Doc(
        nlp.vocab,
        [w[0] for w in words],
        spaces,
        tags=[w[3] for w in words],
        pos=[w[2] for w in words],
        morphs=[w[4] if w[4] != "_" else "" for w in words],
        heads=[w[5] - 1 if w[5] else i for i, w in enumerate(words)],
        deps=["ROOT" if w[6] == "root" else w[6] for w in words],
        sent_starts=[i == 0 for i in range(len(words))],
    )
    spans = sentence.get("spans")
    if spans is None and sentence["named"]:
        spans = data.name_spans(data.own_names(words))
    if spans is None:
        doc.set_ents([], missing=[doc[:]])
    else:
        doc.set_ents([spacy.tokens.Span(doc, a, b, k) for a, b, k in spans if a < b], default="outside")
    return doc


def named(nlp, record):
    doc = Doc(nlp.vocab, record["forms"])
    doc.set_ents([spacy.tokens.Span(doc, a, b, k) for a, b, k in data.name_spans(record["name"])], default="outside")
    return doc


def train(a):
    nlp = spacy.util.load_model_from_config(spacy.Config().from_str(CONFIG), auto_fill=True)
    banks = data.Treebanks(a.gold, own=bool(a.own))
    banks.named(os.path.join(a.names, "gum-mentions-free-train.jsonl.gz"))
    # Ten sentences a text, as spaCy's own converter groups them: a parser that never sees two cuts none apart.
    trees = [document(nlp, s) for s in banks.train + banks.own * 2]
    docs = [Doc.from_docs(trees[i : i + 10]) for i in range(0, len(trees), 10)]
    docs += [named(nlp, r) for r in name_sets(a.names, CLEAN)]
    if a.own:
        docs += [named(nlp, r) for r in data.own_marked(a.own)]
    examples = [Example(Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]), d) for d in docs]
    optimizer = nlp.initialize(lambda: examples)
    started, rng = time.time(), random.Random(1)
    for epoch in range(a.epochs):
        if time.time() - started > 60 * a.minutes:
            break
        optimizer.learn_rate = 0.001 * max(0.05, 1 - max(epoch / a.epochs, (time.time() - started) / (60 * a.minutes)))
        rng.shuffle(examples)
        losses = {}
        for batch in minibatch_by_words(examples, 1200):
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        print(f"epoch {epoch} minutes {(time.time() - started) / 60:.1f}", {k: round(v) for k, v in losses.items()}, file=sys.stderr, flush=True)
        nlp.to_disk(a.out)


def read(a):
    nlp = spacy.load(a.model)
    nlp.max_length = 10**8
    with open(a.text, encoding="utf-8") as f:
        paragraphs = [" ".join(p.split()) for p in f.read().split("\n\n") if p.strip()]
    started = time.time()
    docs = list(nlp.pipe(paragraphs, batch_size=64))
    words = sum(len(p.split()) for p in paragraphs)
    print(f"words/s {words / (time.time() - started):.0f}", file=sys.stderr)
    for doc in docs:
        for sent in doc.sents:
            tokens = [t for t in sent if not t.is_space]
            place = {t.i: i + 1 for i, t in enumerate(tokens)}
            for t in tokens:
                root = t.dep_ == "ROOT" or t.head.i not in place or t.head.i == t.i
                space = "_" if t.whitespace_ or t.i + 1 == len(doc) else "SpaceAfter=No"
                row = [place[t.i], t.text, t.lemma_ or "_", t.pos_ or "X", t.tag_ or "_", str(t.morph) or "_"]
                row += [0 if root else place[t.head.i], "root" if root else t.dep_, "_", space]
                print(*row, sep="\t")
            print()


def names(a):
    nlp = spacy.load(a.model, disable=["tagger", "morphologizer", "parser"])
    nlp.max_length = 10**8
    with gzip.open(a.set, "rt", encoding="utf-8") as f:
        rows = [json.loads(x) for x in f]
    for r, doc in zip(rows, nlp.pipe([r["text"] for r in rows])):
        found = [dict(start=e.start_char, end=e.end_char, type=e.label_) for e in doc.ents]
        print(json.dumps(dict(id=r["id"], entities=found)))


ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
sub = ap.add_subparsers(required=True)
t = sub.add_parser("train")
t.add_argument("--gold", required=True)
t.add_argument("--names", required=True)
t.add_argument("--own")
t.add_argument("--out", required=True)
t.add_argument("--epochs", type=int, default=20)
t.add_argument("--minutes", type=float, default=1e9)
t.set_defaults(run=train)
r = sub.add_parser("read")
r.add_argument("--model", required=True)
r.add_argument("text")
r.set_defaults(run=read)
n = sub.add_parser("names")
n.add_argument("--model", required=True)
n.add_argument("set")
n.set_defaults(run=names)
a = ap.parse_args()
a.run(a)
