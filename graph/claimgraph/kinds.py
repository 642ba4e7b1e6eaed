"""Kinds of events and things as people name them: a class of the ontology with all that are below it."""

from __future__ import annotations

from claimgraph.errors import UsageError
from claimgraph.finding import suggestion
from claimgraph.vocabulary import CG


def narrower(name: str) -> list[str]:
    """The IRIs of a class and of all below it, sorted: an attack is a missile strike too.

    The class is given by its local name or its label, in any case, or by its IRI.

    Raises:
        UsageError: the ontology has no such class; near names are given.

    >>> [one.partition("#")[2] for one in narrower("Missile strike")]
    ['MissileStrike']
    >>> "https://w3id.org/claimgraph/ns#MissileStrike" in narrower("attack")
    True
    """
    from claimgraph.reasoning.tables import compiled

    tables = compiled()
    local = {one.removeprefix(CG): one for one in tables.superclasses if one.startswith(CG)}
    names = {short.casefold(): one for short, one in local.items()}
    names |= {tables.label(one).casefold(): one for one in local.values()}
    wanted = name.strip().removeprefix(CG).removeprefix("cg:")
    found = names.get(wanted.casefold())
    if found is None:
        hint = suggestion(wanted, local) or "kinds of events are: Attack, Harm, Damage, Sinking …"
        raise UsageError(f"the ontology has no class {wanted!r}", hint=hint)
    return sorted(one for one in local.values() if tables.is_a(one, found))
