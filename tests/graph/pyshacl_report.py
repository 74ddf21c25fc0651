"""Validates with pySHACL and prints a line for each result, as tests/graph/shacl.rs writes its own.

Arguments: files of data, `--`, files of shapes. Prints MISSING where pySHACL is not installed.
"""

import sys

try:
    import pyshacl
    import rdflib
    from rdflib import RDF, SH
    from rdflib.collection import Collection
except ImportError:
    print("MISSING")
    sys.exit(0)

# Lexical forms stay as they are written.
rdflib.NORMALIZE_LITERALS = False


def graph(files):
    read = rdflib.Graph()
    for file in files:
        read.parse(file)
    return read


def term(node):
    if node is None:
        return "-"
    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    if isinstance(node, rdflib.BNode):
        return "_:"
    if node.language:
        return f'"{node}"@{node.language.lower()}'
    return f'"{node}"^^<{node.datatype or rdflib.XSD.string}>'


def path(report, node):
    if node is None:
        return "-"
    if isinstance(node, rdflib.URIRef):
        return f"<{node}>"
    if report.value(node, RDF.first) is not None:
        return "(" + "/".join(path(report, p) for p in Collection(report, node)) + ")"
    for name, before, after in [
        (SH.inversePath, "^", ""),
        (SH.zeroOrMorePath, "", "*"),
        (SH.oneOrMorePath, "", "+"),
        (SH.zeroOrOnePath, "", "?"),
    ]:
        inner = report.value(node, name)
        if inner is not None:
            return before + path(report, inner) + after
    inner = report.value(node, SH.alternativePath)
    return "(" + "|".join(path(report, p) for p in Collection(report, inner)) + ")"


split = sys.argv.index("--")
data, shapes = sys.argv[1:split], sys.argv[split + 1 :]
conforms, report, _ = pyshacl.validate(graph(data), shacl_graph=graph(shapes), inference="none", advanced=False)
lines = []
for result in report.objects(None, SH.result):
    # Results inside others, as sh:detail, are no results of the report.
    value = lambda name: report.value(result, name)
    lines.append(
        " ".join(
            [
                term(value(SH.focusNode)),
                path(report, value(SH.resultPath)),
                term(value(SH.value)),
                str(value(SH.sourceConstraintComponent)).rsplit("#")[-1],
                term(value(SH.sourceShape)),
                str(value(SH.resultSeverity)).rsplit("#")[-1],
            ]
        )
    )
print("\n".join(sorted(lines)))
