"""The OWL 2 RL reasoner owlrl on a throw-away copy, for what the compiled check does not know.

The copy holds the axioms, the record and all contents. The nodes of each content are renamed first, so that
contents cannot meet: one run answers for each graph alone. owlrl never looks at the last member of
AllDisjointClasses, AllDifferent and AllDisjointProperties (RDFLib/OWL-RL issue 85): they are written out in
pairs beforehand. It takes about a second for the ontology and grows faster than the data, hence the limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Options
from claimgraph.validation.locations import Located
from claimgraph.validation.ontology import TYPE, couples
from claimgraph.validation.renaming import Renaming
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import CODE, OWL, RDF, RDFS, compact

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Identifier

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


def check(corpus: Corpus, options: Options, reported: set[str]) -> Iterable[Finding]:
    """Yield what owlrl finds beyond the `reported` nodes."""
    given = [source for source in corpus.sources if source.kind != "shapes" and source.quads]
    if not given:
        return
    renaming = Renaming()
    data = [quad for quad in corpus.individuals if _says_something(quad, corpus)]
    for graph, quads in corpus.graphs.items():
        data.extend(_alone(graph, quads, renaming, corpus))
    if len(data) > options.reason_limit:
        message = (
            f"{len(data):,} statements are over the limit of {options.reason_limit:,} for the OWL reasoner"
        )
        fix = "check fewer files, or raise the limit"
        yield found("CG-OWL-006", f"{message}; the compiled checks did run", fix)
        return
    copy = _copy(corpus, data, _given_classes(corpus))
    seen: set[tuple[str, str]] = set()
    for message in _run(copy):
        finding = _finding(message, renaming, corpus)
        key = (finding.code, finding.focus)
        # One clash follows from another: one finding a node, and none where the compiled check spoke.
        if key not in seen and finding.focus not in reported:
            seen.add(key)
            yield finding


def _alone(graph: str, quads: Sequence[Located], renaming: Renaming, corpus: Corpus) -> Iterator[Located]:
    """A content with all its nodes renamed, and with the types that the record gives to what it points to."""
    from rdflib.term import URIRef

    kinds = corpus.ontology.kinds
    named = {str(quad.object) for quad in quads if isinstance(quad.object, URIRef)} - set(kinds)
    renamed = list(renaming.apart(graph, quads, also=named))
    names: dict[str, Identifier] = {}
    for quad, fresh in zip(quads, renamed, strict=True):
        names[str(quad.object)] = fresh.object
    for quad in renamed:
        if _says_something(quad, corpus):
            yield quad
    for node in sorted(named):
        for kind in corpus.types.get(node, ()):
            yield Located(names[node], URIRef(TYPE), URIRef(kind), graph, -1)


def _says_something(quad: Located, corpus: Corpus) -> bool:
    """Leave out annotations and strings: no rule uses them, and they are half of the record."""
    kinds = corpus.ontology.kinds.get(str(quad.predicate), frozenset())
    predicate = str(quad.predicate)
    if predicate in _SCHEMA or predicate.startswith((OWL, RDF)):
        return True
    return bool(kinds - {"annotation property"}) and not _is_text(quad)


def _is_text(quad: Located) -> bool:
    from rdflib.term import Literal

    return isinstance(quad.object, Literal) and quad.object.datatype is None


def _given_classes(corpus: Corpus) -> list[str]:
    """The named classes that the given ontology files declare or say something about, sorted."""
    known = set(corpus.ontology.classes)
    return sorted(
        {str(quad.subject) for source in corpus.sources if source.kind == "ontology" for quad in source.quads}
        & known
    )


def _copy(corpus: Corpus, data: Sequence[Located], classes: Sequence[str]) -> Graph:
    """The graph to reason on, with one invented member for each of `classes`: an empty class then shows."""
    from rdflib import Graph, URIRef

    graph = Graph()
    members = [Located(URIRef(_PROBE + name), URIRef(TYPE), URIRef(name), "", -1) for name in classes]
    axioms = _relevant(_axioms(corpus), [*data, *members])
    mentioned: set[str] = set()
    for quad in (*axioms, *data, *members):
        graph.add((quad.subject, quad.predicate, quad.object))
        mentioned.update(map(str, quad[:3]))
    for kind, predicate in _PAIRWISE.items():
        for together in corpus.ontology.listed(kind):
            for left, right in couples(together):
                if {left, right} <= mentioned:
                    graph.add((URIRef(left), URIRef(predicate), URIRef(right)))
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
