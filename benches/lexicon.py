#!/usr/bin/env python3
"""Whether a large lexicon costs: text through packs of 1,000, 100,000 and 1,000,000 rows (two names each), of which few occur.

    benches/lexicon.py CHANCERY [ROWS…]

For each: seconds to start with it when it is new and when it is known, memory, seconds of processor to start and write the quads that say
what is in it, which a file of quads has once, and seconds of processor for the same text.
"""

import os
import pathlib
import shutil
import sys
import tempfile

from measure import ROOT, Run, archive

MEGABYTES = 4


def row(n):
    """A row with two English names and a Chinese one that no text is likely to have."""
    syllables = "ba ke lo mi nu ra se to vi zu".split()
    latin = "".join(syllables[int(digit)] for digit in f"{n:07}").capitalize()
    # No two rows have the same: 20,000 begins, each with 20,000 others behind it.
    han = "".join(chr(0x4E00 + (n * step + n // 20000 * turn) % 20000) for step, turn in ((7919, 0), (104729, 389), (15485863, 7), (31, 3)))
    return f"thing-{n}\tInstitution\t{latin} Institute|{latin} Office\t{han}研究所\t\t\tcurated\n"


def main():
    program, counts = sys.argv[1], [int(n) for n in sys.argv[2:]] or [1_000, 100_000, 1_000_000]
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="lexicon-"))
    written = archive(scratch / "texts", MEGABYTES)
    os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
    empty = scratch / "empty.txt"
    empty.write_text("Rain fell.\n")
    print(f"{'rows':>9} {'new s':>7} {'known s':>8} {'known CPU s':>12} {'memory MB':>10} {'its quads':>10} {'text':>6} {'start and text to the first':>28}",
          flush=True)
    first = None
    for count in counts:
        pack = scratch / f"pack-{count}"
        for part in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / part, pack / part)
        with open(pack / "data/lexicon/things.tsv", "w", encoding="utf8") as out:
            out.write("key\tclass\ten\tzh\tids\tfacts\tsource\n")
            out.writelines(row(n) for n in range(count))
        start = ["--pack", pack, "annotate", empty]
        new, known = Run(program, *start), Run(program, *start)
        into = ["--to", scratch / "out.nq.zst", "--jobs", "1", "--quiet"]
        quads, whole = (
            min(Run(program, "--pack", pack, "extract", what, *into).cpu for _ in range(3)) for what in (empty, scratch / "texts")
        )
        text = whole - quads
        first = first or known.cpu + text
        print(f"{count:9} {new.wall:7.2f} {known.wall:8.2f} {known.cpu:12.2f} {known.memory:10.0f} {quads:10.2f} {text:6.2f} "
              f"{(known.cpu + text) / first:28.2f}", flush=True)
        shutil.rmtree(pack)
    print(f"{written:.1f} MB of text")
    shutil.rmtree(scratch)


main()
