#!/usr/bin/env python3
"""`chancery values` beside Microsoft Recognizers on the same text in one run: MB of text a CPU-second of each, and their ratio.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install recognizers-text-suite emoji==1.7.0
    /tmp/peer/bin/python benches/values_peer.py CHANCERY [FOLDER]

FOLDER (../shared/corpus) holds `en` and `zh`. The peer reads the first KB of each document only, so that it comes to an end.
"""

import json
import pathlib
import resource
import subprocess
import sys
import time

from recognizers_suite import Culture, recognize_currency, recognize_datetime, recognize_dimension, recognize_number, recognize_percentage

READERS = recognize_number, recognize_percentage, recognize_currency, recognize_dimension, recognize_datetime
PIECE = 1024


def pieces(folder):
    texts = (path.read_text("utf8", "ignore") for path in sorted(folder.rglob("*")) if path.is_file())
    return [text.encode()[:PIECE].decode("utf8", "ignore") for text in texts]


def ours(program, texts, lang, times):
    lines = "".join(json.dumps({"id": f"{k}-{n}", "lang": lang, "text": t}) + "\n" for k in range(times) for n, t in enumerate(texts))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "values", "-j1", "--format", "jsonl", "-"], input=lines.encode(), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def theirs(texts, culture):
    begin = time.process_time()
    for text in texts:
        for read in READERS:
            try:
                read(text, culture)
            except Exception:
                pass
    return time.process_time() - begin


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/corpus")
    for lang, culture in (("en", Culture.English), ("zh", Culture.Chinese)):
        texts = pieces(folder / lang)[:12]
        theirs(texts[:1], culture)
        size = sum(len(t.encode()) for t in texts) / 1e6
        times = 400
        # What it takes to start and to read and write JSON is in it.
        fast, slow = size * times / ours(program, texts, lang, times), size / theirs(texts, culture)
        print(f"{lang}: chancery values {fast:.1f}, Recognizers {slow:.3f} MB a CPU-second: {fast / slow:.0f} times")


main()
