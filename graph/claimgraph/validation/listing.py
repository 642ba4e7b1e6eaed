"""The names and explanations of all checks: those in Python, the graph rules and the shapes.

>>> descriptions()["CG-SYN-001"][0]
'Syntax error'
"""

from __future__ import annotations

from functools import cache

from claimgraph.resources import ontology_dir
from claimgraph.validation.catalog import CHECKS
from claimgraph.vocabulary import SH


@cache
def descriptions() -> dict[str, tuple[str, str]]:
    """Name and explanation of each check, by code, sorted."""
    from claimgraph.validation.graph_rules import load_rules

    listed = {code: (check.name, check.help) for code, check in CHECKS.items()}
    listed |= {rule.code: (rule.name, rule.help) for rule in load_rules()}
    return dict(sorted((listed | _shapes()).items()))


def _shapes() -> dict[str, tuple[str, str]]:
    import pyoxigraph as ox

    names: dict[str, str] = {}
    messages: dict[str, str] = {}
    for file in sorted((ontology_dir() / "shapes").glob("*.ttl")):
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                code = "CG-SHP-" + quad.subject.value.replace("#", "/").rsplit("/", 1)[-1]
                if quad.predicate.value == SH + "name":
                    names[code] = quad.object.value
                elif quad.predicate.value == SH + "message":
                    messages[code] = quad.object.value
    return {code: (name, messages.get(code, "")) for code, name in names.items()}
