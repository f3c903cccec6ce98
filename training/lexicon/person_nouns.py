"""Person nouns for the predicate lexicon, from Open English WordNet.

    python3 training/lexicon/person_nouns.py LEMMAS.tsv.gz FREQUENCIES.tsv.gz > data/lexicon/persons.tsv

LEMMAS has the columns lemma, pos, senses, lexfiles (lexicographer files with sense counts) of
https://github.com/globalwordnet/english-wordnet (CC BY 4.0); FREQUENCIES has word and count. Kept
are single words that are common enough and whose senses are persons in at least three of five
cases.
"""
import gzip
import sys


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def main(lemmas, frequencies):
    count = {}
    for word, number, *_ in rows(frequencies):
        if number.isdigit():
            count[word.lower()] = int(number)
    found = []
    for lemma, pos, senses, files, *_ in rows(lemmas)[1:]:
        if pos != "n" or not lemma.isalpha() or lemma != lemma.lower():
            continue
        persons = sum(int(f.split(":")[1]) for f in files.split(",") if f.startswith("noun.person:"))
        if persons * 5 >= int(senses) * 3 and count.get(lemma, 0) > 300_000:
            found.append(lemma)
    print("class\tlemmas")
    for lemma in found:
        print(f"PEOPLE\t{lemma}")


if __name__ == "__main__":
    main(*sys.argv[1:])
