"""What each step of the parser's training gives: as many updates for each, one more source or step at a time. See README.md.

  python3 training/ablation.py --gold GOLD --names NAMES --own BINARY --plain out/vectors.npz --rich out/rich.npz --silver 'out/silver-*.npz' \\
      --out out/ablation --steps 1800

Prints a table in Markdown: scores on gold words of the development files, averaged weights. A variant whose log stands in --out is not trained again.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


def variants(a):
    gold = ["--gold", a.gold, "--names", a.names]
    yield "treebanks alone", [*gold, "--vectors", a.plain, "--no-names"]
    yield "and names", [*gold, "--vectors", a.plain]
    yield "and the teacher's labels", [*gold, "--vectors", a.plain, "--silver", a.silver]
    yield "and vectors seen by the teacher", [*gold, "--vectors", a.rich, "--silver", a.silver]
    yield "and own sentences", [*gold, "--vectors", a.rich, "--silver", a.silver, "--own", a.own]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "names", "own", "plain", "rich", "silver", "out"):
        ap.add_argument("--" + name, required=True)
    ap.add_argument("--steps", type=int, default=1800, help="updates, of 1000 words each")
    ap.add_argument("--processes", type=int, default=2)
    a = ap.parse_args()
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    print("| trained on | EWT LAS | UPOS | GUM LAS | UPOS | own LAS | names, CoNLL-2003 | names, UNER EWT |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for number, (name, words) in enumerate(variants(a)):
        log = out / f"{number}.log"
        if not log.exists() or not last(log):
            run = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(a.processes), HERE / "train.py"]
            run += [*words, "--out", out / f"{number}.pt", "--epochs", "80", "--steps", str(a.steps // a.processes), "--lr", "2.5e-3", "--drop", "0.2"]
            with open(log, "w", encoding="utf-8") as f:
                subprocess.run([str(w) for w in run], stdout=f, stderr=subprocess.STDOUT, check=True, env=dict(os.environ, OMP_NUM_THREADS="1"))
        r = last(log)
        names = [f"{r[k]:.1f}" if number else "" for k in ("conll03-dev", "uner-ewt-dev")]
        trees = [f"{r[k][m]:.1f}" for k, m in (("ewt", "las"), ("ewt", "upos"), ("gum", "las"), ("gum", "upos"), ("own", "las"))]
        print(f"| {name} | " + " | ".join([*trees, *names]) + " |", flush=True)


def last(log):
    """the scores of the last measurement in a log"""
    found = re.findall(r"^epoch \d+ minutes [\d.]+ (\{.*\})$", log.read_text(encoding="utf-8"), re.M)
    return json.loads(found[-1]) if found else None


if __name__ == "__main__":
    main()
