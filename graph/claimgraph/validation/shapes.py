"""Stage 5: SHACL shapes, by pyshacl.

Shapes marked `cgsh:appliesTo "record"` (or not marked) run on the default graph, those marked "content" on
each named graph alone: the contents are joined after renaming their nodes (see `renaming`), so one run is
enough. pyshacl is given plain graphs made for the purpose: it would leave `default_union` on in a dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimgraph.resources import ontology_dir
from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Options, Severity
from claimgraph.validation.locations import quiet_literals
from claimgraph.validation.ontology import TYPE
from claimgraph.validation.renaming import Renaming
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import RDF, RDFS, SH, cg

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from claimgraph.validation.locations import Located

APPLIES_TO = "https://w3id.org/claimgraph/shape/appliesTo"
_OWNER = "https://w3id.org/claimgraph/shape/owner"
_SEVERITIES = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}


def check(corpus: Corpus, options: Options) -> Iterable[Finding]:
    """Yield what the shapes find in the given files."""
    files = (*sorted((ontology_dir() / "shapes").glob("*.ttl")), *options.shapes)
    given = [source for source in corpus.sources if source.kind != "shapes"]
    record = [quad for source in given for quad in source.quads if not quad.graph]
    for part in ("record", "content"):
        renaming = Renaming()
        quads = (
            record
            if part == "record"
            else [quad for name, graph in _contents(corpus) for quad in renaming.apart(name, graph)]
        )
        if not quads:
            continue
        try:
            results = _run(_data_graph(corpus, quads), shapes_for(files, part))
        except Exception as error:  # pyshacl raises errors of many kinds for a shape that is wrong in itself
            message = f"the shapes for the {part} cannot be run: {str(error).splitlines()[0]}"
            own = options.shapes[0].as_posix() if len(options.shapes) == 1 else ""
            yield found("CG-SHP-000", message, "correct the shapes file", file=own)
            continue
        yield from _findings(corpus, results, shapes_for(files, part), renaming)


@cache
def shapes_for(files: tuple[Path, ...], part: str) -> Graph:
    """The shapes of all files without the targets of those for the other part."""
    from rdflib import Graph, Literal, URIRef

    shapes = Graph()
    for file in files:
        shapes.parse(file, format="turtle")
    applies = URIRef(APPLIES_TO)
    for shape in set(shapes.subjects(applies, None)):
        if Literal(part) not in {Literal(str(value)) for value in shapes.objects(shape, applies)}:
            for target in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target"):
                shapes.remove((shape, URIRef(SH + target), None))
    _flatten(shapes)
    return shapes


def _flatten(shapes: Graph) -> None:
    """Give the targets of node shapes to their property shapes, which changes no result.

    pyshacl evaluates `sh:property` node by node, but a property shape with targets of its own for all nodes
    at once: many times faster. Only for node shapes that no other shape refers to, and that are not switched
    off. The node shape keeps what else it says; `cgsh:owner` remembers whose the property shape was.
    """
    from rdflib import URIRef

    names = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
    targets = [URIRef(SH + name) for name in names]
    uses = [URIRef(SH + name) for name in ("node", "not", "qualifiedValueShape")]
    listed = set(shapes.objects(None, URIRef(RDF + "first")))
    owners = {str(shape): shape for shape in shapes.subjects(URIRef(SH + "property"), None)}
    for _, shape in sorted(owners.items()):
        own = [(target, value) for target in targets for value in shapes.objects(shape, target)]
        referred = shape in listed or any((None, use, shape) in shapes for use in uses)
        special = any((shape, URIRef(SH + name), None) in shapes for name in ("deactivated", "target"))
        if not own or referred or special:
            continue
        for part in list(shapes.objects(shape, URIRef(SH + "property"))):
            shapes.remove((shape, URIRef(SH + "property"), part))
            shapes.add((part, URIRef(_OWNER), shape))
            for target, value in own:
                shapes.add((part, target, value))


def _contents(corpus: Corpus) -> Iterator[tuple[str, list[Located]]]:
    """Yield the contents of propositions; those that a perspective joins may well give two answers."""
    for name, graph in corpus.graphs.items():
        if cg("Perspective") not in corpus.types.get(name, ()):
            yield name, graph


def _data_graph(corpus: Corpus, quads: Iterable[Located]) -> Graph:
    """The statements with the class hierarchy and the types of the code list entries that they use."""
    from claimgraph.validation.prepared import PreparedGraph

    graph = PreparedGraph()
    used: set[str] = set()
    for quad in quads:
        graph.add((quad.subject, quad.predicate, quad.object))
        used.add(str(quad.object))
    for quad in corpus.ontology.quads:
        predicate = str(quad.predicate)
        entry = predicate == TYPE and str(quad.subject) in used
        if predicate == RDFS + "subClassOf" or entry:
            graph.add((quad.subject, quad.predicate, quad.object))
    return graph


def _run(data: Graph, shapes: Graph) -> Graph:
    import pyshacl
    from rdflib import Graph as RdfGraph

    with quiet_literals():
        _, results, _ = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, inference="none", advanced=False
        )
    if not isinstance(results, RdfGraph):
        raise ValueError(str(results))
    return results


def _findings(corpus: Corpus, results: Graph, shapes: Graph, renaming: Renaming) -> Iterator[Finding]:
    from rdflib import URIRef

    owners: dict[Node, Node] = {}
    for shape, owner in sorted(shapes.subject_objects(URIRef(_OWNER))):
        owners.setdefault(shape, owner)
    for owner, shape in sorted(shapes.subject_objects(URIRef(SH + "property"))):
        owners.setdefault(shape, owner)
    for result in results.objects(None, URIRef(SH + "result")):
        finding = _finding(results, result, owners, renaming, corpus)
        if corpus.knows(finding.focus):
            yield finding


def _finding(
    results: Graph, result: Node, owners: dict[Node, Node], renaming: Renaming, corpus: Corpus
) -> Finding:
    from rdflib import BNode, URIRef

    def one(name: str) -> Any:
        return results.value(result, URIRef(SH + name))

    focus, graph = renaming.back(str(one("focusNode")))
    value = one("value")
    shown = "" if value is None else renaming.back(str(value))[0]
    messages = sorted(str(text) for text in results.objects(result, URIRef(SH + "resultMessage")))
    shape = one("sourceShape")
    while isinstance(shape, BNode) and shape in owners:
        shape = owners[shape]
    name = "shape" if isinstance(shape, BNode) else str(shape).replace("#", "/").rsplit("/", 1)[-1]
    message, fix = split_message(messages[0] if messages else "the shape is not fulfilled")
    severity = _SEVERITIES.get(str(one("resultSeverity")).removeprefix(SH), Severity.ERROR)
    return Finding(
        f"CG-SHP-{name}",
        severity,
        message,
        fix or "see the shape",
        focus=focus,
        path=_path(results, one("resultPath"), focus, shown, graph, corpus),
        value=shown,
        graph=graph,
        rule=str(shape),
    )


def split_message(message: str) -> tuple[str, str]:
    """What is wrong, and what to do: the parts before and after the first colon.

    >>> split_message("No claimant: add cg:hasClaimant.")
    ('No claimant', 'add cg:hasClaimant')
    """
    what, colon, fix = message.partition(": ")
    if fix.startswith("code:"):
        fix = f"use one of {fix}"
    return (what.strip(), fix.strip().removesuffix(".")) if colon else (message.strip().removesuffix("."), "")


def _path(results: Graph, path: Any, focus: str, value: str, graph: str, corpus: Corpus) -> str:
    """The predicate that the result is about; of a path with several, the one that has the value."""
    from rdflib import URIRef

    if path is None:
        return ""
    if isinstance(path, URIRef):
        return str(path)
    steps: list[str] = []
    pending: list[Any] = [path]
    seen: set[Any] = set()
    while pending:
        node = pending.pop(0)
        if isinstance(node, URIRef) and not str(node).endswith("#nil"):
            steps.append(str(node))
        elif node not in seen:
            seen.add(node)
            pending.extend(value for _, value in sorted(results.predicate_objects(node)))
    for step in steps:
        if corpus.has(focus, step, value, graph):
            return step
    return steps[0] if steps else ""


def declared_severities(files: Sequence[Path]) -> dict[str, Severity]:
    """The severity of each shape by its code, for the list of checks."""
    from rdflib import URIRef

    shapes = shapes_for(tuple(files), "record")
    found_: dict[str, Severity] = {}
    for shape, severity in shapes.subject_objects(URIRef(SH + "severity")):
        if isinstance(shape, URIRef):
            name = str(shape).rsplit("/", 1)[-1]
            found_[f"CG-SHP-{name}"] = _SEVERITIES.get(str(severity).removeprefix(SH), Severity.ERROR)
    return dict(sorted(found_.items()))
