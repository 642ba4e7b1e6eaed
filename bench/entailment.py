"""What the compiled rules save against owlrl, on the same triples in one run.

Things and links at random by the ontology's own properties, the same for the same seed; owlrl is given the
axioms that the rules are compiled from. Printed for each size: seconds of processor time of both, the ratio,
and whether both entail the same.

Run: python bench/entailment.py [--json FILE] [--sizes 50,200,800]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import owlrl
import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from claimgraph.reasoning import entailment
from claimgraph.reasoning.tables import compiled
from claimgraph.resources import ontology_dir
from claimgraph.vocabulary import CG

BASE = "https://example.org/"
TRIVIAL = {str(OWL.Thing), str(RDFS.Resource)}
Triple = tuple[str, str, str]


def schema() -> Graph:
    """The axioms that the rules cover."""
    graph, kept = Graph(), Graph()
    for file in sorted(ontology_dir().glob("*.ttl")):
        graph.parse(file)
    names = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.propertyChainAxiom)
    kinds = (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.ObjectProperty)
    for s, p, o in graph:
        is_axiom = p in names and str(s).startswith(CG)
        if is_axiom or p in (RDF.first, RDF.rest) or (p == RDF.type and o in kinds):
            kept.add((s, p, o))
    return kept


def individuals(number: int, seed: int = 1) -> list[Triple]:
    """So many things, two links for each, and a class for every second."""
    chance = random.Random(seed)
    things = [f"{BASE}{at}" for at in range(number)]
    properties = sorted(name for name in compiled().object_properties if name.startswith(CG))
    classes = sorted(name for name in compiled().superclasses if name.startswith(CG))
    links = [
        (chance.choice(things), chance.choice(properties), chance.choice(things)) for _ in range(2 * number)
    ]
    return links + [(thing, str(RDF.type), chance.choice(classes)) for thing in things[::2]]


def measure(number: int) -> dict[str, Any]:
    """Both on as many things."""
    given = individuals(number)
    start = time.process_time()
    lines = entailment.closure_of(
        [(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o)) for s, p, o in given], compiled()
    )
    mine = time.process_time() - start
    ours = {tuple(term.strip("<>") for term in line.rsplit(" .", 1)[0].split(" ")) for line in lines}
    graph = schema()
    for triple in given:
        graph.add(tuple(URIRef(term) for term in triple))  # type: ignore[arg-type]  # three of them
    closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    start = time.process_time()
    closure.expand(graph)
    other = time.process_time() - start
    theirs = {
        (str(s), str(p), str(o))
        for s, p, o in graph
        if str(s).startswith(BASE) and str(o) not in TRIVIAL and p != OWL.sameAs
    } - set(given)
    return {
        "things": number,
        "given": len(set(given)),
        "entailed": len(ours),
        "rules_s": round(mine, 4),
        "owlrl_s": round(other, 3),
        "ratio": round(other / mine, 1),
        "same": ours == theirs,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", default="50,200,800")
    parser.add_argument("--json", metavar="FILE", type=Path)
    options = parser.parse_args()
    compiled()
    rows = []
    for size in (int(text) for text in options.sizes.split(",")):
        rows.append(measure(size))
        if len(rows) == 1:
            print("  ".join(f"{name:>9}" for name in rows[0]))
        print("  ".join(f"{value!s:>9}" for value in rows[-1].values()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
