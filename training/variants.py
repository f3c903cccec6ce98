"""Sentences of the treebanks rewritten the way news writes them; trees stay those the treebanks would give."""

DAYS = set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)
SAYING = set(
    "say announce report warn claim state add note confirm argue insist acknowledge declare suggest".split()
)
COMMA = (",", ",", "PUNCT", ",", "_")


def without_on(words):
    """ "said on Tuesday" as "said Tuesday": drops such a preposition"""
    for i, w in enumerate(words):
        if w[0] == "on" and w[6] == "case" and w[5] and all(x[5] != i + 1 for x in words):
            h = words[w[5] - 1]
            if h[0] in DAYS and w[5] == i + 2 and h[6] in ("obl", "nmod"):
                move = lambda k: k - (k > i + 1)
                return [
                    (*x[:5], move(x[5]), x[6] + ":unmarked" if x is h else x[6]) for x in words if x is not w
                ]


def said_later(words):
    """ "Officials said the talks failed." as "The talks failed, officials said." and "The talks, officials said, failed." """
    n = len(words)
    children = [[] for _ in range(n + 1)]
    for i, w in enumerate(words):
        children[w[5]].append(i)

    def under(i):
        out, todo = [], [i]
        while todo:
            k = todo.pop()
            out.append(k)
            todo += children[k + 1]
        return sorted(out)

    solid = lambda ks: ks == list(range(ks[0], ks[-1] + 1))
    root = children[0][0]
    if words[root][1] not in SAYING or words[root][2] != "VERB":
        return []
    kids = {}
    for k in children[root + 1]:
        kids.setdefault(words[k][6], []).append(k)
    subject, content, end = kids.get("nsubj", []), kids.get("ccomp", []), kids.get("punct", [])
    if len(subject) != 1 or len(content) != 1 or end != [n - 1] or words[n - 1][0] != ".":
        return []
    subj, what = under(subject[0]), under(content[0])
    if (
        not solid(subj)
        or not solid(what)
        or subj[0] != 0
        or subj[-1] >= root
        or what[0] <= root
        or what[-1] != n - 2
    ):
        return []
    if words[what[0]][6] == "mark" and words[what[0]][0] == "that":
        what = what[1:]
    if len(what) < 3 or words[what[0]][2] == "PUNCT":
        return []
    teller = [k for k in range(n - 1) if k not in under(content[0])]
    if teller != list(range(len(teller))) or len(teller) > 25:
        return []

    def build(order, comma_heads, root_at, label):
        """order: old positions, None for a comma"""
        place = {k: i + 1 for i, k in enumerate(order) if k is not None}
        out, commas = [], iter(comma_heads)
        for k in order:
            if k is None:
                out.append((*COMMA, place[next(commas)], "punct"))
                continue
            w = words[k]
            if k == root_at:
                head, rel = 0, "root"
            elif k == root:
                head, rel = place[root_at], label
            elif k == content[0]:
                head, rel = place[root], "ccomp"
            elif k == n - 1:
                head, rel = place[root_at], "punct"
            else:
                head, rel = place[w[5] - 1], w[6]
            form = w[0]
            if k == what[0]:
                form = form[:1].upper() + form[1:]
            elif k == 0 and w[2] not in ("PROPN", "NUM") and form != "I" and form[1:] == form[1:].lower():
                form = form[:1].lower() + form[1:]
            out.append((form, *w[1:5], head, rel))
        return out

    found = [build(what + [None] + teller + [n - 1], [content[0]], root, "root")]
    inner = [k for k in children[content[0] + 1] if words[k][6].startswith("nsubj")]
    if len(inner) == 1:
        who = under(inner[0])
        rest = [k for k in what if k not in who]
        if who[0] == what[0] and solid(who) and len(rest) > 2 and len(who) > 1 and len(teller) < 9:
            found.append(
                build(who + [None] + teller + [None] + rest + [n - 1], [root, root], content[0], "parataxis")
            )
    return found


WEEK = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def said_on_a_day(words, day):
    """ "Officials said the talks failed" as "Officials said Tuesday the talks failed": the day hangs on the verb"""
    root = next(i for i, w in enumerate(words) if w[5] == 0)
    verb = words[root]
    if verb[1] not in SAYING or verb[3] != "VBD" or root + 1 >= len(words) or verb[0] != verb[0].lower():
        return None
    if any(w[5] == root + 1 and w[6] in ("obl:unmarked", "obj", "iobj", "obl") for w in words):
        return None
    if not any(w[5] == root + 1 and w[6] == "nsubj" for w in words[:root]):
        return None
    move = lambda k: k + (k > root + 1)
    out = [(*w[:5], move(w[5]), w[6]) for w in words]
    out.insert(root + 1, (day, day, "PROPN", "NNP", "Number=Sing", root + 1, "obl:unmarked"))
    return out


def all_variants(words, choose):
    """every rewriting of a sentence; `choose` picks from a list"""
    found = [v for v in [without_on(words)] if v]
    later = said_later(words)
    found += later
    for w in [words] + later:
        v = said_on_a_day(w, choose(WEEK))
        if v:
            found.append(v)
    return found


if __name__ == "__main__":
    import sys
    from text import sentences

    total = 0
    for f in sys.argv[1:]:
        for s in sentences(f):
            for v in all_variants(s["words"], lambda x: x[len(s["text"]) % 7]):
                total += 1
                assert sum(w[5] == 0 for w in v) == 1
                if total % 60 == 1:
                    print(" ".join(w[0] for w in s["words"]), "\n->", " ".join(w[0] for w in v))
                    print("  ", [(w[0], v[w[5] - 1][0] if w[5] else "ROOT", w[6]) for w in v])
    print(total)
