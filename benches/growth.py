#!/usr/bin/env python3
"""How an archive grows: time, memory and store at 1, 10 and 100 MB of text, one document replaced and removed at each size,
and every saved query at the largest.

    benches/growth.py CHANCERY [MB…]        documents of ../shared/corpus, repeated with changed names

Flat is what should be: time and store a MB of text, memory from 10 MB on, replacing and removing one document. What a store with one short
document takes, nearly all of it the rule pack, is told first, and left out of what a MB takes.
"""

import pathlib
import re
import shutil
import sys
import tempfile

from measure import ROOT, Run, archive, size

# What somebody would ask; a query without parameters here is asked without.
ASKED = {
    "entity": ["thing=World Bank"],
    "figures": ["name=exports"],
    "influences": ["name=trade"],
    "statements": ["name=World Bank"],
    "attributed": ["name=World Bank"],
    "institutions": ["name=Belt and Road"],
}


def main():
    program, sizes = sys.argv[1], [float(mb) for mb in sys.argv[2:]] or [1, 10, 100]
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="growth-"))
    (scratch / "one.txt").write_text("Nothing but the weather.\n", "utf8")
    # The first store of a program is made anew, later ones begin as a copy of it.
    for name in ("first", "next"):
        least = Run(program, "extract", scratch / "one.txt", "--store", scratch / name, "--quiet")
        least_size = size(scratch / name)
        print(f"a store with one sentence, {name}: {least.cpu:.2f} CPU s, {least.memory:.0f} MB of memory, {least_size:.1f} MB", flush=True)
    print(f"{'MB':>6} {'wall s':>8} {'CPU s':>8} {'CPU s/MB':>9} {'memory MB':>10} {'store MB':>9} {'MB/MB':>6} "
          f"{'quads/MB':>9} {'things':>8} {'replace ms':>10} {'remove ms':>9}", flush=True)
    for megabytes in sizes:
        texts, store = scratch / "texts", scratch / "store"
        for old in (texts, store):
            shutil.rmtree(old, ignore_errors=True)
        written = archive(texts, megabytes)
        run = Run(program, "extract", texts, "--store", store, "--quiet")
        taken = size(store)
        status = dict(line.split()[:2] for line in Run(program, "status", "--store", store).out.splitlines() if len(line.split()) > 1)
        things = sum(int(n) for name, n in status.items() if name in ("Initiative", "Institution", "Event", "Person", "Place", "Metric", "Concept"))
        # What opening and closing the store takes is in both; a command that finds nothing to do shows it.
        one = next(path for path in sorted(texts.rglob("*.txt")) if 4_000 < path.stat().st_size < 12_000)
        name = str(one.relative_to(texts))
        nothing = min(Run(program, "remove", "no-such-document", "--store", store, check=False).cpu for _ in range(3))
        extract = [program, "extract", one, "--id", name, "--store", store, "--quiet"]
        Run(*extract, "--date", "2001")
        replaced, removed = [], []
        for n in range(3):
            one.write_text(one.read_text("utf8") + f"\nKenya supports the plan of {2001 + n}.\n", "utf8")
            replaced.append(Run(*extract, "--date", "2001").cpu)
            removed.append(Run(program, "remove", name, "--store", store).cpu)
            Run(*extract, "--date", "2001")
        same = min(Run(*extract, "--date", "2001").cpu for _ in range(3))
        print(f"{written:6.1f} {run.wall:8.1f} {run.cpu:8.1f} {(run.cpu - least.cpu) / written:9.2f} {run.memory:10.0f} {taken:9.1f} "
              f"{(taken - least_size) / written:6.2f} {int(status['quads']) / written:9.0f} {things:8} "
              f"{(min(replaced) - same) * 1e3:10.0f} {(min(removed) - nothing) * 1e3:9.0f}", flush=True)
    print("\nqueries on the last, seconds of processor and on the clock, start and opening included")
    names = [line.split()[0] for line in Run(program, "query", "--list").out.splitlines() if line and not line.startswith(" ")]
    for name in names:
        asked = [part for pair in ASKED.get(name, []) for part in ("--param", pair)]
        text = (ROOT / "queries" / f"{name}.rq").read_text("utf8")
        beside = [part for file in re.findall(r"^# with: (\S+)", text, re.M) for part in ("--with", ROOT / file)]
        run = Run(program, "query", name, *asked, *beside, "--store", store, "--format", "csv")
        rows = run.out.count(chr(10)) - 1
        print(f"  {name:16} {run.cpu:7.2f} {run.wall:7.2f} s, {rows} rows {' '.join(ASKED.get(name, []))}", flush=True)
    shutil.rmtree(scratch)


main()
