"""What Python and Rust must agree on: word normalisation, shapes, affix hashes, CoNLL-U reading."""

import gzip
import os

FNV_OFFSET, FNV_PRIME, MASK = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1
QUOTES = {"\u2018": "'", "\u2019": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
# hashed tables: name, buckets, width
TABLES = [("p3", 4096, 16), ("s2", 1024, 16), ("s3", 4096, 24), ("s4", 8192, 24), ("shape", 1024, 16)]
WORD, LEARNED = 64, 32  # values of a skip-gram vector, of a learned word vector


def fnv(s, seed=0):
    h = FNV_OFFSET ^ seed
    for b in s.encode("utf-8"):
        h = ((h ^ b) * FNV_PRIME) & MASK
    return h ^ (h >> 32)


def lower(s):
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in s)


def norm(form):
    """lower case character by character, every decimal digit 0, quotes and dashes straight"""
    return "".join("0" if "0" <= c <= "9" else QUOTES.get(c, c) for c in lower(form))


def shape(form):
    """X upper, x lower, 0 digit, others themselves; runs cut at two; at most 12 characters"""
    out = []
    for c in form:
        c = QUOTES.get(c, c)
        k = "0" if "0" <= c <= "9" else "X" if c != lower(c) else "x" if c.isalpha() else c
        if len(out) >= 2 and out[-1] == k and out[-2] == k:
            continue
        out.append(k)
        if len(out) == 12:
            break
    return "".join(out)


def affixes(form):
    n = norm(form)
    parts = [("<" + n)[:4], (n + ">")[-3:], (n + ">")[-4:], (n + ">")[-5:], shape(form)]
    return [fnv(p, i + 1) % TABLES[i][1] for i, p in enumerate(parts)]


def title(s):
    return s[:1].upper() + lower(s[1:]) if len(s[:1].upper()) == 1 else s


def sentences(path):
    """-> dicts: doc, par (starts a paragraph), text, words [(form, lemma, upos, xpos, feats, head, rel, name tag)], tokens [(surface, first word, words, space after)], named (has name tags)"""
    doc, newdoc, par = "", False, False
    words, tokens, text, mwt, named = [], [], "", None, "/own/" in path
    opener = open if os.path.exists(path) else lambda p, **k: gzip.open(p + ".gz", "rt", **k)
    for l in opener(path, encoding="utf-8"):
        l = l.rstrip("\n")
        if l.startswith("# newdoc"):
            doc, newdoc = l.split("=", 1)[1].strip() if "=" in l else "", True
        elif l.startswith("# newpar"):
            par = True
        elif l.startswith("# text = "):
            text = l[9:]
        elif l.startswith("#"):
            continue
        elif not l:
            if words:
                yield dict(doc=doc, newdoc=newdoc, par=par or newdoc, text=text, words=words, tokens=tokens, named=named)
            words, tokens, newdoc, par, mwt = [], [], False, False, None
        else:
            c = l.split("\t")
            space = "SpaceAfter=No" not in c[9]
            if "-" in c[0]:
                a, b = map(int, c[0].split("-"))
                tokens.append((c[1], a - 1, b - a + 1, space))
                mwt = b
            elif "." not in c[0]:
                i = int(c[0])
                name = next((m[5:] for m in c[9].split("|") if m.startswith("Name=")), "O")
                words.append((c[1], c[2], c[3], c[4], c[5], int(c[6]), c[7], name))
                if mwt is None or i > mwt:
                    tokens.append((c[1], i - 1, 1, space))
