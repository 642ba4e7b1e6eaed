"""The OWL 2 RL reasoner owlrl on a throw-away copy, for what the compiled check does not know.

The copy holds the axioms, the record and all contents. The nodes of each content are renamed first, so that
contents cannot meet: one run answers for each graph alone. owlrl never looks at the last member of
AllDisjointClasses, AllDifferent and AllDisjointProperties (RDFLib/OWL-RL issue 85): they are written out in
pairs beforehand. It takes about a second for the ontology and grows faster than the data, hence the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Options
from claimgraph.validation.ontology import TYPE, couples
from claimgraph.validation.renaming import Renaming
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import CODE, OWL, RDF, RDFS, compact

if TYPE_CHECKING:
    from rdflib import Graph

    from claimgraph.validation.locations import Located

_ERROR = "http://www.daml.org/2002/03/agents/agent-ont#error"
_PROBE = "urn:x-claimgraph:member-of:"
_SCHEMA = frozenset(
    [RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [RDF + "first", RDF + "rest", TYPE]
)
_BETWEEN = frozenset((OWL + "disjointWith", OWL + "propertyDisjointWith", OWL + "differentFrom"))
_PAIRWISE = {
    "AllDisjointClasses": OWL + "disjointWith",
    "AllDifferent": OWL + "differentFrom",
    "AllDisjointProperties": OWL + "propertyDisjointWith",
}
_COMMON = re.compile(r"Disjoint classes (\S+) and (\S+) have a common individual (\S+)")
_TERM = re.compile(r"(?:urn|https?|tag):[^\s,()']+|\bf\d+b\d+\b")
_LITERAL = re.compile(r"Lexical value of the literal")


def check(corpus: Corpus, options: Options, reported: set[tuple[str, str]]) -> Iterable[Finding]:
    """Yield what owlrl finds beyond `reported` (pairs of focus node and graph)."""
    given = [source for source in corpus.sources if source.kind != "shapes" and source.quads]
    if not given:
        return
    renaming = Renaming()
    data = [quad for quad in corpus.record if _says_something(quad, corpus)]
    content = [quad for graph, quads in corpus.graphs.items() for quad in renaming.apart(graph, quads)]
    size = len(data) + len(content)
    if size > options.reason_limit:
        message = f"{size:,} statements are over the limit of {options.reason_limit:,} for the OWL reasoner"
        yield found(
            "CG-OWL-006", f"{message}; the compiled checks did run", "check fewer files, or raise the limit"
        )
        return
    ontology_given = any(source.kind in ("ontology", "codes") for source in given)
    graph = _copy(corpus, [*data, *content], probes=ontology_given)
    messages = _run(graph)
    seen: set[tuple[str, str, str]] = set()
    for message in messages:
        finding = _finding(message, renaming, corpus)
        key = (finding.code, finding.focus, finding.graph)
        # One clash follows from another: one finding a node, and none where the compiled check spoke.
        if key not in seen and (finding.focus, finding.graph) not in reported:
            seen.add(key)
            yield finding


def _says_something(quad: Located, corpus: Corpus) -> bool:
    """Leave out labels and other annotations: no rule uses them, and they are half of the record."""
    kinds = corpus.ontology.kinds.get(str(quad.predicate), frozenset())
    predicate = str(quad.predicate)
    return predicate.startswith((OWL, RDF)) or predicate in _SCHEMA or bool(kinds - {"annotation property"})


def _copy(corpus: Corpus, data: Sequence[Located], *, probes: bool) -> Graph:
    """The graph to reason on. With `probes`, all axioms and one invented member for each class."""
    from rdflib import Graph, URIRef

    graph = Graph()
    axioms = _axioms(corpus) if probes else _relevant(_axioms(corpus), data)
    for quad in (*axioms, *data):
        graph.add((quad.subject, quad.predicate, quad.object))
    mentioned = {str(term) for quad in axioms for term in (quad.subject, quad.object)}
    for kind, predicate in _PAIRWISE.items():
        for members in corpus.ontology.listed(kind):
            for left, right in couples(members):
                if left in mentioned and right in mentioned:
                    graph.add((URIRef(left), URIRef(predicate), URIRef(right)))
    if probes:
        for name in corpus.ontology.classes:
            graph.add((URIRef(_PROBE + name), URIRef(TYPE), URIRef(name)))
    return graph


def _axioms(corpus: Corpus) -> list[Located]:
    """The statements of the ontology that a rule can use: no annotations, no entries of code lists."""
    return [
        quad
        for quad in corpus.ontology.quads
        if (str(quad.predicate) in _SCHEMA or str(quad.predicate).startswith(OWL))
        and not str(quad.subject).startswith(CODE)
    ]


def _relevant(axioms: Sequence[Located], data: Iterable[Located]) -> list[Located]:
    """The axioms that can bear on the data: everything above the terms used, and what holds between those.

    Statements on a term lead to the terms above it; equivalences lead both ways; a disjointness counts only
    when both classes are reached. Lists that hold for many terms at once are written out in pairs elsewhere.
    """
    by_term: dict[str, list[Located]] = {}
    for quad in axioms:
        by_term.setdefault(str(quad.subject), []).append(quad)
        if str(quad.predicate) in (OWL + "equivalentClass", OWL + "equivalentProperty", OWL + "inverseOf"):
            by_term.setdefault(str(quad.object), []).append(quad)
    reached: set[str] = set()
    pending = [str(term) for quad in data for term in (quad.predicate, quad.object)]
    while pending:
        term = pending.pop()
        if term in reached or term not in by_term:
            continue
        reached.add(term)
        for quad in by_term[term]:
            if str(quad.predicate) not in _BETWEEN:
                pending += [str(quad.subject), str(quad.object)]
    return [
        quad
        for quad in axioms
        if str(quad.subject) in reached
        and (str(quad.predicate) not in _BETWEEN or str(quad.object) in reached)
    ]


def _run(graph: Graph) -> list[str]:
    import owlrl
    from rdflib import URIRef

    from claimgraph.validation.locations import quiet_literals

    with quiet_literals():
        closure = owlrl.DeductiveClosure(
            owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
        )
        closure.expand(graph)
    # A literal outside its datatype is the syntax stage's finding.
    return sorted({str(o) for o in graph.objects(None, URIRef(_ERROR)) if not _LITERAL.match(str(o))})


def _finding(message: str, renaming: Renaming, corpus: Corpus) -> Finding:
    terms = list(dict.fromkeys(_TERM.findall(message)))
    individuals = [term for term in terms if "class" not in corpus.ontology.kinds.get(term, frozenset())]
    match = _COMMON.search(message)
    node = match[3].rstrip(".,") if match else (individuals or terms or [""])[0]
    if node.startswith(_PROBE):
        name = node[len(_PROBE) :]
        what = f"{compact(name)} can have no members: {_readable(message, renaming)}"
        return found("CG-OWL-002", what, "correct the axioms on the class", focus=name)
    focus, graph = renaming.back(node)
    fix = "correct the statements on the node, or the axiom"
    return found(
        "CG-OWL-005", _readable(message, renaming), fix, focus=focus, graph=graph, rule=message.split(" ")[0]
    )


def _readable(message: str, renaming: Renaming) -> str:
    def short(match: re.Match[str]) -> str:
        term = match.group()
        return compact(renaming.back(term.removeprefix(_PROBE))[0])

    return _TERM.sub(short, message)
