"""What the trainers read: treebanks, own sentences, sets of names; and how words become numbers."""

import collections
import csv
import gzip
import json
import os
import pathlib
import random
import subprocess

import numpy as np

from check_own import MARK
from text import affixes, lower, norm, sentences, title

HERE = pathlib.Path(__file__).resolve().parent
KINDS = ["PER", "ORG", "LOC", "NORP", "MISC"]
# One tag a word: outside, or begin, inside, end, single of a kind.
NAME_TAGS = ["O"] + [f"{place}-{kind}" for kind in KINDS for place in "BIES"]
NAME_ID = {tag: i for i, tag in enumerate(NAME_TAGS)}
LABELS = ("upos", "xpos", "feats", "head", "rel", "name")
LIMIT = 120  # words of the longest sentence trained on


def name_tags(count, spans):
    """spans (first word, end word, kind) -> tag ids of `count` words"""
    tags = np.zeros(count, np.int64)
    for first, end, kind in spans:
        for i in range(first, end):
            place = "S" if end - first == 1 else "B" if i == first else "E" if i == end - 1 else "I"
            tags[i] = NAME_ID[f"{place}-{kind}"]
    return tags


def name_spans(tags):
    """tag ids -> spans (first, end, kind), reading ill-formed sequences as conlleval does"""
    spans, first, kind = [], None, None
    for i, tag in enumerate([*tags, 0]):
        place, _, own = NAME_TAGS[tag].partition("-")
        if first is not None and (place in "OBS" or own != kind):
            spans.append((first, i, kind))
            first = None
        if place != "O" and first is None:
            first, kind = i, own
    return spans


class Treebanks:
    """Gold trees and the inventories of their labels."""

    def __init__(self, gold, own=True):
        read = lambda f: list(sentences(os.path.join(gold, f + ".conllu")))
        self.train = read("ewt-train") + read("gum-free-train")
        self.dev = {"ewt": read("ewt-dev"), "gum": read("gum-free-dev")}
        every = [s for path in sorted((HERE / "data/own").glob("*.conllu")) for s in sentences(str(path))]
        self.own = [s for i, s in enumerate(every) if i % 5 != 4] if own else []
        self.dev["own"] = every[4::5]  # only ever measured on

        def classes(k, least=1):
            c = collections.Counter(w[k] for s in self.train for w in s["words"])
            return [x for x, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]

        self.labels = dict(upos=classes(2), xpos=classes(3), feats=classes(4, 2), rel=classes(6), name=NAME_TAGS)
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in self.labels.items()}
        self.sizes = {k: len(v) for k, v in self.labels.items()}

    def record(self, sentence):
        """a sentence as arrays of label numbers; -1 where a label is not known"""
        words = sentence["words"]
        ids = lambda key, k: np.array([self.index[key].get(w[k], -1) for w in words])
        if "spans" in sentence:
            name = name_tags(len(words), [x for x in sentence["spans"] if x[0] < x[1]])
        else:
            name = own_names(words) if sentence["named"] else np.full(len(words), -1)
        return dict(
            forms=[w[0] for w in words],
            upos=ids("upos", 2),
            xpos=ids("xpos", 3),
            feats=ids("feats", 4),
            head=np.array([w[5] for w in words]),
            rel=ids("rel", 6),
            name=name,
            open="spans" in sentence,
        )

    def named(self, path):
        """puts the names of GUM's set into its trees: sentences with the same text are the same"""
        marked = {}
        for r in read_set(path):
            for start, end in r["sents"]:
                inside = [(e["start"] - start, e["end"] - start, e["type"]) for e in r["entities"] if start <= e["start"] < end]
                marked[r["text"][start:end]] = inside
        for s in self.train:
            spans = marked.get(s["text"])
            if spans is None:
                continue
            places, at = [], 0
            for surface, first, count, _ in s["tokens"]:
                at = s["text"].index(surface, at)
                forms = [w[0] for w in s["words"][first : first + count]]
                inner = at
                for form in forms:
                    width = len(form) if "".join(forms) == surface else 0
                    places.append((inner, inner + width or at + len(surface)))
                    inner += width
                at += len(surface)
            kept = [spans_of_kind(places, *x) for x in spans]
            s["spans"] = [trimmed(x, s["words"]) for x in kept if x]


def spans_of_kind(places, start, end, kind):
    inside = [i for i, (a, b) in enumerate(places) if a >= start and b <= end]
    kind = "MISC" if kind == "EVENT" else kind
    return (inside[0], inside[-1] + 1, kind) if inside and kind in KINDS else None


def trimmed(span, words):
    """GUM's set takes titles for persons: they are cut off"""
    first, end, kind = span
    while kind == "PER" and first < end and words[first][0] in TITLES:
        first += 1
    return first, end, kind


def own_names(words):
    spans, first = [], None
    tags = [w[7] for w in words] + ["O"]
    for i, tag in enumerate(tags):
        if first is not None and not tag.startswith("I-"):
            spans.append((first, i, tags[first][2:]))
            first = None
        if tag.startswith("B-"):
            first = i
    return name_tags(len(words), spans)


def demonyms():
    """adjectives and nouns of nations, from the program's own table"""
    with open(HERE.parent / "data/actors/country_names.tsv", encoding="utf-8") as f:
        return {r["alias"] for r in csv.DictReader(f, delimiter="\t") if r["form"] == "adjective"}


def bare_names(forms, spans=(), opened=False):
    """a sentence of which only names are known; `opened`: its set does not mark NORP and MISC"""
    none = lambda: np.full(len(forms), -1)
    record = {k: none() for k in LABELS[:-1]}
    return dict(record, forms=forms, name=name_tags(len(forms), spans), open=opened)


TITLES = set(
    "Mr. Mrs. Ms. Dr. Sir Lord Lady President Prime Minister Chancellor Queen King Prince Princess Pope Saint St. Senator Sen. Rep. Gov. Governor Judge Justice "
    "General Gen. Captain Professor Prof. Emperor Uncle Aunt Mom Dad Mother Father God Chairman Speaker Secretary Madam Ambassador Colonel Major".split()
)


def read_set(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as f:
        yield from map(json.loads, f)


def name_set(path):
    """a set of names (README.md gives the form) -> sentences as records"""
    nations = demonyms()
    for r in read_set(path):
        text, tokens = r["text"], r.get("tokens")
        if not tokens:
            continue
        for start, end in r.get("sents") or [[0, len(text)]]:
            inside = [t for t in tokens if t[0] >= start and t[1] <= end]
            if not inside or len(inside) > LIMIT:
                continue
            forms = [text[s:e] for s, e in inside]
            spans = [spans_of_kind(inside, e["start"], e["end"], e["type"]) for e in r["entities"]]
            found = []
            for first, last, kind in filter(None, spans):
                surface = text[inside[first][0] : inside[last - 1][1]]
                if kind == "MISC" and (surface in nations or surface.removesuffix("s") in nations):
                    kind = "NORP"
                found.append((first, last, kind))
            yield bare_names(forms, found, r["set"] in ("gum", "uner-ewt"))


def own_marked(binary):
    """the marked sentences of data/own/names, cut into words by the program itself"""
    lines, marks = [], []
    for path in sorted((HERE / "data/own/names").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text, at, spans = "", 0, []
            for m in MARK.finditer(line):
                text += line[at : m.start()]
                spans.append((len(text), len(text) + len(m[1]), m[2]))
                text += m[1]
                at = m.end()
            if line.strip():
                lines.append(text + line[at:])
                marks.append(spans)
    run = [binary, "parse", "--format", "conllu", "-"]
    out = subprocess.run(run, input="\n\n".join(lines), text=True, capture_output=True, check=True).stdout
    words, kept = collections.deque(), None
    for row in out.splitlines():
        c = row.split("\t")
        if len(c) == 10 and "-" not in c[0]:
            words.append(c[1])
    for text, spans in zip(lines, marks):
        at, inside = 0, []
        while text[at:].strip():
            at += len(text[at:]) - len(text[at:].lstrip())
            form = words[0] if text.startswith(words[0], at) else None
            if form is None:  # a word of a contraction spelled otherwise: none in the marks
                raise ValueError(f"words do not spell {text!r} at {at}: {words[0]!r}")
            words.popleft()
            inside.append((at, at + len(form)))
            at += len(form)
        found = []
        for start, end, kind in spans:
            own = [i for i, t in enumerate(inside) if t[1] > start and t[0] < end]
            found.append((own[0], own[-1] + 1, kind))
        if len(inside) <= LIMIT:
            yield bare_names([text[s:e] for s, e in inside], found)


def recased(record, f):
    return dict(record, forms=[f(w) for w in record["forms"]])


def cut_end(record):
    """without its last point"""
    n = len(record["forms"])
    if n <= 3 or record["forms"][-1] not in (".", "!") or (record["head"] == n).any():
        return record
    return {k: v[: n - 1] if k in LABELS or k == "forms" else v for k, v in record.items()}


def swapped(record, pool):
    """names replaced by others of their kind and length from `pool`, so that context counts"""
    forms = list(record["forms"])
    for first, end, kind in name_spans(record["name"]):
        others = pool.get((kind, end - first))
        if others and random.random() < 0.5:
            forms[first:end] = random.choice(others)
    return dict(record, forms=forms)


def name_pool(records):
    pool = collections.defaultdict(list)
    for r in records:
        for first, end, kind in name_spans(r["name"]):
            pool[kind, end - first].append(r["forms"][first:end])
    return pool


def varied(record, pool):
    """a sentence as this epoch shows it"""
    if (record["name"] > 0).any() and random.random() < 0.3:
        record = swapped(record, pool)
    r = random.random()
    if r < 0.05:
        return recased(record, lower)
    if r < 0.09:
        return recased(record, str.upper)
    if r < 0.12:
        return recased(record, title)
    return cut_end(record) if r < 0.17 else record


def batches(lengths, size, shuffle):
    """indices in batches of about `size` places, sentences of like length together"""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (random.random() * 3 if shuffle else 0))
    out, current, longest = [], [], 0
    for i in order:
        longest = max(longest, lengths[i])
        if current and longest * (len(current) + 1) > size:
            out.append(current)
            current, longest = [], lengths[i]
        current.append(i)
    if current:
        out.append(current)
    if shuffle:
        random.shuffle(out)
    return out


def f1(gold, found):
    """strict F1 in percent over lists of spans, persons, organisations and places only"""
    right = given = wanted = 0
    for g, f in zip(gold, found):
        g, f = ({s for s in x if s[2] in ("PER", "ORG", "LOC")} for x in (g, f))
        right, given, wanted = right + len(g & f), given + len(f), wanted + len(g)
    return 200 * right / max(given + wanted, 1)
