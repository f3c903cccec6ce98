"""Runs the peers and ours on the same raw text, one core each, and prints a table in Markdown.

  python3 training/peers/table.py --bin target/release/chancery --gold GOLD --names NAMES --udpipe out/ewt-gum.udpipe --spacy out/spacy --text NEWS.txt

LAS, UPOS and sentences: F1 from raw text on the two development treebanks; names: strict F1 (PER, ORG, LOC) on two sets that no system
was trained on; words a second on NEWS.txt, plain news, white-space words, the best of three, loading the model not counted for
any of them.
"""

import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ONE = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", RAYON_NUM_THREADS="1")


def call(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, env=ONE)
    if done.returncode not in (0, 1):
        sys.exit(f"{words[0]} failed: {done.stderr[-800:]}")
    return done.stdout, done.stderr


def raw(path):
    """the text of a treebank: sentences apart by a blank, paragraphs by an empty line"""
    opener = gzip.open if str(path).endswith(".gz") else open
    out, new = [], False
    with opener(path, "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith(("# newdoc", "# newpar")):
                new = True
            elif line.startswith("# text = "):
                out.append(("\n\n" if new and out else " " if out else "") + line[9:].rstrip("\n"))
                new = False
    return "".join(out) + "\n"


def size(path):
    path = pathlib.Path(path)
    files = [path] if path.is_file() else [f for f in path.rglob("*") if f.is_file()]
    return sum(f.stat().st_size for f in files) / 1e6


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--bin", required=True)
    ap.add_argument("--gold", required=True)
    ap.add_argument("--names", required=True)
    ap.add_argument("--text", required=True)
    ap.add_argument("--udpipe")
    ap.add_argument("--spacy")
    a = ap.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp())
    banks = {}
    for name in ("ewt-dev", "gum-free-dev"):
        path = next(p for p in (f"{a.gold}/{name}.conllu", f"{a.gold}/{name}.conllu.gz") if os.path.exists(p))
        (folder / f"{name}.txt").write_text(raw(path), encoding="utf-8")
        banks[name] = path
    sets = {n: f"{a.names}/{n}.jsonl.gz" for n in ("worldwide-dev", "conll03-dev")}
    python = sys.executable
    systems = {"Chancery": (lambda t: call(a.bin, "parse", "--threads", "1", "--format", "conllu", t), None, HERE.parent.parent / "models/syntax-en.chm")}
    if a.udpipe:
        systems["UDPipe 1"] = (lambda t: call(python, HERE / "udpipe_peer.py", "read", "--model", a.udpipe, t), None, a.udpipe)
    if a.spacy:
        read = lambda t: call(python, HERE / "spacy_peer.py", "read", "--model", a.spacy, t)
        systems["spaCy"] = (read, lambda s: call(python, HERE / "spacy_peer.py", "names", "--model", a.spacy, s)[0], a.spacy)
    print("| system | EWT LAS | UPOS | sentences | GUM LAS | UPOS | sentences | worldwide | CoNLL-2003 | words/s | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for system, (read, names, model) in systems.items():
        row = []
        for bank, gold in banks.items():
            out = folder / "out.conllu"
            out.write_text(read(folder / f"{bank}.txt")[0], encoding="utf-8")
            found = json.loads(call(a.bin, "eval", "syntax", gold, "--predictions", out, "--json")[0])["scores"]
            row += [f"{found[k]['f1']:.1f}" for k in ("LAS", "UPOS", "Sentences")]
        for gold in sets.values():
            if system == "Chancery":
                found = call(a.bin, "eval", "entities", gold, "--types", "PER,ORG,LOC", "--json")[0]
            elif names:
                (folder / "names.jsonl").write_text(names(gold), encoding="utf-8")
                found = call(a.bin, "eval", "entities", gold, "--types", "PER,ORG,LOC", "--predictions", folder / "names.jsonl", "--json")[0]
            else:
                row.append("")
                continue
            row.append(f"{json.loads(found)['scores']['strict']['f1']:.1f}")
        words = len(open(a.text, encoding="utf-8").read().split())
        speeds = []
        for _ in range(3):
            began = time.time()
            said = read(a.text)[1]
            own = re.search(r"words/s (\d+)", said)
            speeds.append(float(own[1]) if own else words / (time.time() - began))
        print(f"| {system} | " + " | ".join(row) + f" | {max(speeds):,.0f} | {size(model):.1f} |", flush=True)


if __name__ == "__main__":
    main()
