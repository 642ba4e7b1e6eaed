"""Which format to answer in, from the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from claimgraph.server.problems import HttpError


class Format(NamedTuple):
    """A format: the name that workers know, its media type with parameters, other names for it."""

    name: str
    media_type: str
    aliases: tuple[str, ...]
    ending: str

    @property
    def names(self) -> tuple[str, ...]:
        """All media types that ask for it."""
        return (self.media_type.partition(";")[0], *self.aliases)


JSON = Format("json", "application/sparql-results+json", ("application/json",), "json")
XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), "xml")
CSV = Format("csv", "text/csv; charset=utf-8; header=present", (), "csv")
TSV = Format("tsv", "text/tab-separated-values; charset=utf-8", (), "tsv")
TURTLE = Format("turtle", "text/turtle; charset=utf-8", ("application/x-turtle", "text/n3"), "ttl")
NTRIPLES = Format("ntriples", "application/n-triples", ("text/plain",), "nt")
TRIG = Format("trig", "application/trig", ("application/x-trig",), "trig")
NQUADS = Format("nquads", "application/n-quads", ("text/x-nquads",), "nq")
JSONLD = Format("jsonld", "application/ld+json", ("application/json",), "jsonld")
RDFXML = Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), "rdf")
HTML = Format("html", "text/html; charset=utf-8", ("application/xhtml+xml",), "html")

ROWS = (JSON, XML, CSV, TSV)
"""For SELECT (SPARQL 1.1 Protocol, section 2.1.6)."""
BOOLEAN = (JSON, XML)
"""For ASK."""
TRIPLES = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
"""For CONSTRUCT, DESCRIBE and graphs."""


def for_form(form: str) -> tuple[Format, ...]:
    """The formats of a query form.

    >>> [one.ending for one in for_form("ASK")]
    ['json', 'xml']
    """
    return ROWS if form == "SELECT" else BOOLEAN if form == "ASK" else TRIPLES


@lru_cache(maxsize=512)
def choose(accept: str, formats: tuple[Format, ...]) -> Format:
    """The format that the client likes best; the first one of ours among equals.

    Raises:
        HttpError: 406, the client takes none of them.

    >>> choose("text/csv;q=0.5, application/xml", ROWS).name
    'xml'
    >>> choose("*/*", ROWS).name
    'json'
    """
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    best = max(formats, key=lambda one: _quality(one, ranges))
    if _quality(best, ranges) <= 0:
        raise HttpError(
            406,
            f"none of these is given here: {accept[:200]}",
            hint=f"ask for one of: {', '.join(one.names[0] for one in formats)}",
        )
    return best


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        if media:
            yield media, quality


def _quality(form: Format, ranges: Iterable[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the format; its own name counts before aliases."""
    best = (0, 0.0)
    for media, quality in ranges:
        if media == form.names[0]:
            rank = 4
        elif media in form.aliases:
            rank = 3
        elif media.endswith("/*") and form.names[0].startswith(media[:-1]):
            rank = 2
        elif media == "*/*":
            rank = 1
        else:
            continue
        best = max(best, (rank, quality))
    return best[1]
