"""Word vectors from plain news and the treebanks' training text: skip-gram, window 3, 64 dimensions (gensim)."""

import argparse, gzip, json, re, time
import numpy as np
from gensim.models import Word2Vec
from text import WORD, norm, sentences

TOKEN = re.compile(
    r"n['’]t\b|['’](?:s|m|re|ve|ll|d)\b|https?://\S+|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*|\w+?(?=n['’]t\b)|\w+|\.\.\.|[^\w\s]",
    re.U,
)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--news", required=True)
    ap.add_argument("--train", nargs="+", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--words", type=int, default=45000)
    ap.add_argument("--epochs", type=int, default=4)
    a = ap.parse_args()
    corpus = []
    t = time.time()
    for l in gzip.open(a.news, "rt", encoding="utf-8"):
        d = json.loads(l)
        for p in (d["title"] + "\n" + d["text"]).split("\n"):
            w = [norm(x) for x in TOKEN.findall(p)]
            if w:
                corpus.append(w)
    for f in a.train:
        for s in sentences(f):
            corpus.append([norm(w[0]) for w in s["words"]])
    print("tokens", sum(map(len, corpus)), "lines", len(corpus), time.time() - t, flush=True)
    m = Word2Vec(
        corpus,
        vector_size=WORD,
        window=3,
        sg=1,
        negative=5,
        sample=1e-4,
        min_count=5,
        max_final_vocab=a.words,
        epochs=a.epochs,
        workers=1,
        seed=7,
        shrink_windows=True,
    )
    v = m.wv.vectors
    v = v / np.sqrt((v**2).mean())
    np.savez(a.out, words=np.array(m.wv.index_to_key), vectors=v.astype(np.float32))
    print("words", len(v), time.time() - t)
    for q in ("seoul", "minister", "said", "attacked", "quickly"):
        print(q, [x for x, _ in m.wv.most_similar(q, topn=8)])


main()
