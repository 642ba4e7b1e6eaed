"""Where the ontology and the stored questions are: inside the wheel, or in the checkout when editable."""

from __future__ import annotations

from pathlib import Path

from claimgraph.errors import InputError

ONTOLOGY_VARIABLE = "CLAIMGRAPH_ONTOLOGY"
"""Turtle files with terms of one's own, set apart as in PATH; worker processes inherit it."""
_PACKAGE = Path(__file__).resolve().parent


def _directory(packaged: str, in_checkout: str) -> Path:
    inside = _PACKAGE / packaged
    if inside.is_dir():
        return inside
    checkout = _PACKAGE.parent.parent / in_checkout
    if checkout.is_dir():
        return checkout
    raise InputError(f"the {in_checkout} folder is missing", where=str(inside), hint="reinstall claimgraph")


def ontology_dir() -> Path:
    """The folder with the ontology modules, `codes/`, `shapes/` and `alignments/`.

    >>> (ontology_dir() / "claims.ttl").is_file()
    True
    """
    return _directory("_ontology", "ontology")


def queries_dir() -> Path:
    """The folder with the stored questions (`*.rq`).

    >>> queries_dir().name in {"queries", "_queries"}
    True
    """
    return _directory("_queries", "queries")
