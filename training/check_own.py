"""Check own annotated data: CoNLL-U trees (*.conllu) and sentences with marked names (names/*.txt).

  python3 training/check_own.py training/data/own [FILE...]

Prints one line a fault, with file and line, and exits with 1 if there is any.
"""

import pathlib
import re
import sys

KINDS = {"PER", "ORG", "LOC", "NORP", "MISC"}
UPOS = set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
XPOS = set(
    "NN IN DT NNP PRP JJ . NNS RB , VB CC VBD VBP VBZ CD VBN VBG TO MD PRP$ UH : -RRB- -LRB- WDT WRB WP HYPH `` '' RP "
    "POS NNPS JJR JJS EX RBR SYM FW NFP $ GW ADD PDT RBS LS AFX WP$".split()
)
RELATIONS = set(
    "punct case det nsubj root advmod amod obj obl conj nmod compound cc mark aux cop nmod:poss advcl xcomp flat "
    "acl:relcl ccomp acl parataxis aux:pass nummod appos nsubj:pass discourse obl:unmarked nmod:unmarked compound:prt "
    "expl fixed iobj list obl:agent dep reparandum nmod:desc csubj nsubj:outer det:predet advcl:relcl vocative "
    "cc:preconj goeswith orphan dislocated csubj:pass csubj:outer".split()
)
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def trees(path):
    """-> faults of one CoNLL-U file: (line, what)"""
    block, start = [], 1
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            if not block:
                start = number
            block.append((number, line))
        elif block:
            yield from sentence(block, start)
            block = []
    if block:
        yield from sentence(block, start)


def sentence(block, start):
    text = next((line[9:] for _, line in block if line.startswith("# text = ")), None)
    if text is None:
        yield start, "no '# text = ' line"
    if not any(line.startswith("# sent_id = ") for _, line in block):
        yield start, "no '# sent_id = ' line"
    rows, spelled, covered = [], "", 0
    for number, line in block:
        if line.startswith("#"):
            continue
        c = line.split("\t")
        if len(c) != 10:
            yield number, f"{len(c)} columns, not 10"
            return
        space = "" if "SpaceAfter=No" in c[9] else " "
        if "-" in c[0]:
            covered = int(c[0].split("-")[1])
            spelled += c[1] + space
            continue
        if int(c[0]) > covered:
            spelled += c[1] + space
        rows.append((number, c))
    if text is not None and spelled.strip() != text.strip():
        yield start, f"the words spell {spelled.strip()!r}, the text is {text!r}"
    heads, before = [], "O"
    for i, (number, c) in enumerate(rows, 1):
        if c[0] != str(i):
            yield number, f"id {c[0]}, expected {i}"
        for value, known, name in ((c[3], UPOS, "UPOS"), (c[4], XPOS, "XPOS"), (c[7], RELATIONS, "relation")):
            if value not in known:
                yield number, f"unknown {name} {value!r}"
        if not c[6].isdigit() or int(c[6]) > len(rows) or int(c[6]) == i:
            yield number, f"head {c[6]!r} is no other word"
            return
        heads.append(int(c[6]))
        if (c[7] == "root") != (c[6] == "0"):
            yield number, "root and head 0 go together"
        name = dict(x.split("=", 1) for x in c[9].split("|") if "=" in x).get("Name", "O")
        if name != "O" and (name[:2] not in ("B-", "I-") or name[2:] not in KINDS):
            yield number, f"unknown name tag {name!r}"
        if name.startswith("I-") and before[2:] != name[2:]:
            yield number, f"{name} after {before}"
        before = name
    if heads.count(0) != 1:
        yield start, f"{heads.count(0)} roots"
    for i in range(1, len(heads) + 1):
        seen, at = set(), i
        while at and at not in seen:
            seen.add(at)
            at = heads[at - 1]
        if at:
            yield start, f"a cycle through word {at}"
            break
    for i, (number, c) in enumerate(rows, 1):
        if heads[i - 1] and rows[heads[i - 1] - 1][1][7] in ("punct", "case", "det", "cc") and c[7] not in (
            "conj", "fixed", "goeswith", "punct", "advmod", "cc", "reparandum"
        ):
            yield number, f"{c[1]!r} hangs on a {rows[heads[i - 1] - 1][1][7]}"


def names(path):
    """-> faults of one file of marked sentences"""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for kind in MARK.findall(line):
            if kind[1] not in KINDS:
                yield number, f"unknown kind {kind[1]!r}"
        rest = MARK.sub("", line)
        if "[" in rest or "]" in rest or "|" in rest:
            yield number, "a bracket or bar that is no mark: write [Name|KIND]"


def main():
    places = [pathlib.Path(p) for p in sys.argv[1:]] or [pathlib.Path(__file__).parent / "data/own"]
    files = [f for p in places for f in (sorted(p.rglob("*")) if p.is_dir() else [p])]
    faults = 0
    for file in files:
        check = {".conllu": trees, ".txt": names}.get(file.suffix)
        for number, what in check(file) if check else ():
            print(f"{file}:{number}: {what}")
            faults += 1
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
