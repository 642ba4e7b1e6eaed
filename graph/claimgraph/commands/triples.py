"""Statements of one graph on standard output or in a file: N-Triples, or what the file's ending tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimgraph.commands.output import ending_of, write
from claimgraph.errors import UsageError
from claimgraph.vocabulary import DATA, PREFIXES

ENDINGS = (".nt", ".nq", ".ttl", ".trig", ".jsonld", ".rdf")


def triples_ending(path: Path | None) -> str:
    """The ending that chooses the format; called before long work. Standard output gets N-Triples.

    Raises:
        UsageError: the ending is none of `ENDINGS`.

    >>> triples_ending(Path("kyiv.ttl.gz")), triples_ending(None)
    ('.ttl', '.nt')
    """
    ending = ending_of(path) if path else ".nt"
    if ending not in ENDINGS:
        raise UsageError(
            f"{ending or 'no ending'!r} tells no format of triples",
            where=str(path),
            hint=f"end the name with {', '.join(ENDINGS)}",
        )
    return ending


def write_triples(lines: Sequence[str], path: Path | None, *, force: bool = False, base: str = DATA) -> None:
    """Write sorted lines of N-Triples as the ending of `path` says; `base` is the namespace of the data.

    In the formats for several graphs they are statements of the default graph.

    Raises:
        UsageError: the ending tells no format, or the file exists and `force` is not set.
        InputError: the file cannot be written.
    """
    ending = triples_ending(path)
    if ending in (".nt", ".nq"):
        return write(lines, path, force=force)
    data = "".join(lines).encode("utf-8")
    if ending == ".rdf":
        import pyoxigraph as ox

        triples = (quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES))
        made = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)
        return write([made or b""], path, force=force)
    from claimgraph.exports.rdf import serialise

    name = "jsonld" if ending == ".jsonld" else "trig"  # TriG of one graph without a name is Turtle
    return write(serialise(data, name, base), path, force=force)
