"""Prints news texts for the `tokens` example: title, empty line, text, then the separator U+001E."""

import gzip, json, sys

for line in gzip.open(sys.argv[1], "rt", encoding="utf-8"):
    d = json.loads(line)
    sys.stdout.write(d["title"] + "\n\n" + d["text"] + "\x1e")
