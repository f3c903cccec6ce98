#!/usr/bin/env python3
"""Event coreference on our own mentions: what `chancery fuse` makes of the mentions that `chancery code` finds.

  python3 training/fuse/own_mentions.py coreference GOLD [--bin target/release/chancery] [--layer events|predicates]
  python3 training/fuse/own_mentions.py storylines NOTES [--bin …] [--layer …] [--notes 3000]

GOLD is ECB+ as training/fuse/train.py reads it. A gold mention is found when a mention of ours overlaps it; it
takes that one's event, and stands alone when none does. Scored by `chancery eval coreference`: all gold
mentions, and only those that were found.

NOTES are daily notes of events as JSON lines {"id", "date", "text", "storyline": [titles]}. Two notes belong
together when they share a story line. Printed: of the pairs of notes that some event joins, how many belong
together, and how many of those that belong together within three days are joined, beside the same for notes
that merely share two names.
"""
import argparse, gzip, json, os, subprocess, sys, tempfile
from collections import defaultdict
from datetime import date
from itertools import combinations


def read(path):
    with (gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as f:
        return [json.loads(line) for line in f if line.strip()]


def write(rows):
    f = tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8")
    with f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    return f.name


def run(binary, *arguments):
    out = subprocess.run([binary, *arguments], capture_output=True, text=True)
    if out.returncode not in (0, 1):
        sys.exit(out.stderr)
    return out.stdout


def fused(binary, articles, layer):
    """Of each article its mentions (start, end) with their events; and the words of its names."""
    path = write(articles)
    found, names = {}, {}
    for line in run(binary, "code", "--format", "jsonl", "--with", "predicates,names", path).splitlines():
        o = json.loads(line)
        spans = [tuple(e["trigger"]) for e in o["events"]] if layer == "events" else [(p["start"], p["end"]) for p in o["predicates"]]
        found[o["article"]["id"]] = sorted(set(spans))
        names[o["article"]["id"]] = {n["text"].lower() for n in o["names"]}
    os.remove(path)
    path = write({**a, "mentions": [{"id": i, "start": s, "end": e} for i, (s, e) in enumerate(found.get(a["id"], []))]} for a in articles)
    events = {}
    for line in run(binary, "fuse", path).splitlines():
        o = json.loads(line)
        events[o["id"]] = [(*found[o["id"]][m["id"]], m["event"]) for m in o["mentions"]]
    os.remove(path)
    return events, names


def coreference(gold, binary, layer):
    events, _ = fused(binary, [{"id": g["id"], "text": g["text"]} for g in gold], layer)
    answers, kept, count, hit = [], [], 0, 0
    for g in gold:
        given, there = [], []
        for m in g["event_mentions"]:
            if not m["validated"]:
                continue
            count += 1
            over = [(min(e, m["end"]) - max(s, m["start"]), c) for s, e, c in events.get(g["id"], ()) if s < m["end"] and m["start"] < e]
            if over:
                hit += 1
                given.append({"start": m["start"], "end": m["end"], "cluster": max(over)[1]})
                there.append(m)
        answers.append({"id": g["id"], "mentions": given})
        kept.append({**g, "event_mentions": there})
    print(f"{layer}: {sum(map(len, events.values()))} mentions of ours; {hit} of {count} gold mentions found ({hit / count:.1%})")
    answers, found, whole = write(answers), write(kept), write(gold)
    for name, path in (("all gold mentions", whole), ("those found", found)):
        figures = json.loads(run(binary, "eval", "coreference", path, "--predictions", answers, "--json"))
        print(name, json.dumps(figures))
    for path in (answers, found, whole):
        os.remove(path)


def storylines(notes, binary, layer):
    events, names = fused(binary, [{"id": n["id"], "text": n["text"], "published": n["date"]} for n in notes], layer)
    lines = {n["id"]: set(n["storyline"]) for n in notes}
    day = {n["id"]: date.fromisoformat(n["date"]) for n in notes}
    holders = defaultdict(set)
    for note, mentions in events.items():
        for _, _, event in mentions:
            holders[event].add(note)
    joined = {pair for some in holders.values() for pair in combinations(sorted(some), 2)}
    near = [(a, b) for a, b in combinations(sorted(day, key=lambda i: (day[i], i)), 2) if abs((day[b] - day[a]).days) <= 3]
    near = {tuple(sorted(p)) for p in near}
    told = lambda p: lines[p[0]] and lines[p[1]]
    together = {p for p in near if lines[p[0]] & lines[p[1]]}
    by_names = {p for p in near if len(names.get(p[0], set()) & names.get(p[1], set())) >= 2}
    for label, pairs in (("one event", joined), ("two names", by_names)):
        known = [p for p in pairs if told(p)]
        right = sum(1 for p in known if lines[p[0]] & lines[p[1]])
        print(f"{label}: {len(pairs)} pairs of notes, {right} of {len(known)} with story lines share one "
              f"({right / max(len(known), 1):.1%}); {len(together & set(pairs))} of {len(together)} that share one within three days "
              f"({len(together & set(pairs)) / max(len(together), 1):.1%})")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["coreference", "storylines"])
    ap.add_argument("file")
    ap.add_argument("--bin", default="target/release/chancery")
    ap.add_argument("--layer", choices=["events", "predicates"], default="predicates")
    ap.add_argument("--notes", type=int, default=3000)
    a = ap.parse_args()
    if a.what == "coreference":
        coreference(read(a.file), a.bin, a.layer)
    else:
        storylines(read(a.file)[: a.notes], a.bin, a.layer)


if __name__ == "__main__":
    main()
