#!/usr/bin/env python3
"""Text to N-Quads beside what users would put together from PyPI, in one run: spaCy blank with a dictionary (PhraseMatcher)
and 30 verbs, its finds written by pyoxigraph.

    python3 -m venv /tmp/peer && /tmp/peer/bin/pip install spacy pyoxigraph
    /tmp/peer/bin/python benches/peers.py CHANCERY

Both get the same text and the same names: those of the default pack's lexicon. The peer finds names and, in a sentence with
two of them and a verb between, a triple; chancery does all that it does. CPU time, start included, best of three, and the
ratio. The peer reads a part of the text, so that it comes to an end.
"""

import csv
import pathlib
import re
import sys
import tempfile
import time

import pyoxigraph as ox
import spacy
from spacy.matcher import PhraseMatcher

from measure import ROOT, Run, archive, texts

VERBS = ("proposed launched hosted supports joined signed promotes promoted backed met visited founded established opposes condemned"
         " helps improved raised cut increased reduced announced said stated praised urged invited agreed rejected welcomed").split()
ZH_VERBS = "提出 发起 主办 支持 加入 签署 促进 推动 会见 访问 成立 建立 反对 谴责 帮助 改善 提高 增加 减少 宣布 表示 强调 赞扬 呼吁 邀请 同意 拒绝 欢迎 参加 合作".split()
BASE = "https://example.org/"
MEGABYTES = 1.0


def names(lang):
    found = []
    for path in sorted((ROOT / "data/lexicon").glob("*.tsv")):
        with open(path, encoding="utf8") as lines:
            for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
                found += [(name.strip("~=^"), row["key"]) for name in (row.get(lang) or "").split("|") if name]
    return found


class Peer:
    def __init__(self, lang):
        self.nlp = spacy.blank(lang)
        self.nlp.max_length = 10**9
        if lang == "en":
            self.nlp.add_pipe("sentencizer")
        else:
            self.nlp.add_pipe("sentencizer", config={"punct_chars": ["。", "！", "？", "；"]})
        self.matcher = PhraseMatcher(self.nlp.vocab)
        self.keys = {}
        for name, key in names(lang):
            self.keys.setdefault(name, key)
        self.matcher.add("name", list(self.nlp.tokenizer.pipe(self.keys)))
        self.verbs = set(VERBS if lang == "en" else ZH_VERBS)

    def read(self, documents, out):
        rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        mention, refers, text_of = (ox.NamedNode(BASE + name) for name in ("Mention", "refersTo", "text"))
        for name, text in documents:
            doc = self.nlp(text)
            graph = ox.NamedNode(BASE + "doc/" + re.sub(r"[^\w.-]", "_", name))
            quads = []
            for sentence in doc.sents:
                spans = spacy.util.filter_spans(self.matcher(sentence, as_spans=True))
                for span in spans:
                    node = ox.NamedNode(f"{graph.value}#char={span.start_char},{span.end_char}")
                    thing = ox.NamedNode(BASE + "id/" + self.keys.get(span.text, "unknown").replace(" ", "_"))
                    quads += [ox.Quad(node, rdf_type, mention, graph), ox.Quad(node, refers, thing, graph), ox.Quad(node, text_of, ox.Literal(span.text), graph)]
                for left, right in zip(spans, spans[1:]):
                    between = {token.text for token in doc[left.end : right.start]} & self.verbs
                    for verb in sorted(between)[:1]:
                        subject, object_ = (ox.NamedNode(BASE + "id/" + self.keys.get(s.text, "unknown").replace(" ", "_")) for s in (left, right))
                        quads.append(ox.Quad(subject, ox.NamedNode(BASE + verb), object_, graph))
            ox.serialize(quads, output=out, format=ox.RdfFormat.N_QUADS)


def main():
    program, scratch = sys.argv[1], pathlib.Path(tempfile.mkdtemp(prefix="peers-"))
    print(f"{'':8} {'chancery MB/CPU-s':>18} {'spaCy + pyoxigraph':>19} {'ratio':>6}")
    for lang in ("en", "zh"):
        ours = archive(scratch / lang, 4 * MEGABYTES, langs=(lang,))
        times = [Run(program, "extract", scratch / lang, "--to", scratch / f"{lang}.nq", "--jobs", "1", "--quiet").cpu for _ in range(3)]
        peer, some, have = Peer(lang), [], 0
        for name, text in texts(scratch / lang, "."):
            if have < MEGABYTES * 1e6:
                some.append((name, text))
                have += len(text.encode())
        theirs = []
        for _ in range(2):
            with open(scratch / "peer.nq", "wb") as out:
                begun = time.process_time()
                peer.read(some, out)
                theirs.append(time.process_time() - begun)
        fast, slow = ours / min(times), have / 1e6 / min(theirs)
        print(f"{lang:8} {fast:18.2f} {slow:19.2f} {fast / slow:6.1f}", flush=True)


main()
