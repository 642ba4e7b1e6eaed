"""Ratings by users on the two Admiralty scales: reliability of a source, credibility of a claim.

A rating is a note: dated, attributed, never computed, and no answer is ranked or filtered by it. Ratings come
from a CSV file with the columns `source` or `claim`, `reliability` (A to F) or `credibility` (1 to 6), `user`
and `date`. The tags of MISP's admiralty-scale taxonomy are read and written too:
`admiralty-scale:source-reliability="b"`, `admiralty-scale:information-credibility="2"`
(MISP/misp-taxonomies, admiralty-scale/machinetag.json).
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from claimgraph.errors import ClaimgraphError, InputError
from claimgraph.identity import digest
from claimgraph.nquads import day, iri, literal
from claimgraph.vocabulary import CODE, RDF, RDFS, cg

COLUMNS = ("source", "claim", "reliability", "credibility", "user", "date")
CONVERTED_BY, RATINGS = "ratings", "ratings/"
"""What the documents of ratings are converted by, and how their IRIs begin after the base."""
_TAG = re.compile(
    r'\s*admiralty-scale:(?:(source-reliability)="([a-fA-F])"|(information-credibility)="([1-6])")\s*'
)
_SCALES = {"reliability": "ABCDEF", "credibility": "123456"}


@dataclass(frozen=True, slots=True)
class Rating:
    """One judgement: exactly one of `source` with `reliability`, or `claim` with `credibility`; IRIs."""

    user: str
    rated_on: date
    source: str = ""
    reliability: str = ""
    claim: str = ""
    credibility: str = ""

    @property
    def tag(self) -> str:
        """The rating as a machine tag of MISP.

        >>> Rating("desk", date(2022, 5, 1), source="https://example.org/wire", reliability="B").tag
        'admiralty-scale:source-reliability="b"'
        """
        if self.source:
            return f'admiralty-scale:source-reliability="{self.reliability.lower()}"'
        return f'admiralty-scale:information-credibility="{self.credibility}"'


def parse_tag(tag: str) -> tuple[str, str]:
    """The axis and the step of a machine tag of MISP.

    Raises:
        InputError: it is no tag of that taxonomy, or one with an unknown step.

    >>> parse_tag('admiralty-scale:source-reliability="b"')
    ('reliability', 'B')
    """
    found = _TAG.fullmatch(tag)
    if not found:
        raise InputError(
            f"{tag!r} is no rating on the Admiralty scale",
            hint='write it as admiralty-scale:source-reliability="b"',
        )
    return ("reliability", found[2].upper()) if found[1] else ("credibility", found[4])


def read_ratings(text: str, name: str, find: Callable[[str, str], str]) -> list[Rating]:
    """The ratings of a CSV file; `find` turns the name of a source or claim into its IRI, given the column.

    Raises:
        InputError: a missing column, an unknown step, a date that is none, a row that rates nothing or two
            things, or a name that `find` refuses; with the file and line.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"user", "date"} - set(rows.fieldnames or ())
    unknown = set(rows.fieldnames or ()) - set(COLUMNS)
    if missing or unknown:
        fault = f"no column {min(missing)!r}" if missing else f"an unknown column {min(unknown)!r}"
        raise InputError(fault, where=name, hint=f"the columns are: {', '.join(COLUMNS)}")
    return [_rating(row, f"{name}:{rows.line_num}", find) for row in rows]


def _rating(row: dict[str, str | None], where: str, find: Callable[[str, str], str]) -> Rating:
    cells = {key: (row.get(key) or "").strip() for key in COLUMNS}
    cells |= {axis: _step(axis, cells[axis], where) for axis in _SCALES}
    rated = [(cells["source"], cells["reliability"]), (cells["claim"], cells["credibility"])]
    if sum(bool(what and step) for what, step in rated) != 1 or sum(bool(a) != bool(b) for a, b in rated):
        raise InputError(
            "a rating needs a source with its reliability, or a claim with its credibility",
            where=where,
            hint="make a row for each",
        )
    if not cells["user"]:
        raise InputError("a rating needs a user", where=where, hint="fill the column user")
    try:
        when = date.fromisoformat(cells["date"])
        what = {key: find(cells[key], key) if cells[key] else "" for key in ("source", "claim")}
    except ValueError as error:
        raise InputError(f"{cells['date']!r} is no date: {error}", where=where, hint="2022-04-16") from None
    except ClaimgraphError as error:
        raise InputError(error.what, where=where, hint=error.hint) from None
    return Rating(
        cells["user"], when, what["source"], cells["reliability"], what["claim"], cells["credibility"]
    )


def _step(axis: str, value: str, where: str) -> str:
    """A step of a scale, from a letter, a digit or a tag; nothing if the cell is empty."""
    steps = _SCALES[axis]
    step = value.upper()
    if value.startswith("admiralty-scale:"):
        try:
            of, step = parse_tag(value)
        except InputError as error:
            raise InputError(error.what, where=where, hint=error.hint) from None
        if of != axis:
            raise InputError(f"{value} is a tag of {of}", where=where, hint=f"write it in the column {of}")
    if step and (len(step) != 1 or step not in steps):
        raise InputError(f"{axis} {value!r} is not on the scale", where=where, hint=f"use one of {steps}")
    return step


def ratings_quads(ratings: list[Rating], base: str, name: str, text: str) -> list[str]:
    """The ratings as a document of the record: sorted N-Quads lines."""
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = f"{base}{RATINGS}{digest(name)}"
    publisher = f"{base}entity/{digest('user-ratings', name)}"
    lines = {
        _line(document, RDF + "type", iri(cg("DatasetRelease"))),
        _line(document, RDFS + "label", literal(f"ratings: {name}", language="en")),
        _line(document, cg("sourceFile"), literal(name)),
        _line(document, cg("wasConvertedBy"), literal(CONVERTED_BY)),
        _line(document, cg("contentHash"), literal(sha256)),
        _line(document, cg("isPublishedBy"), iri(publisher)),
        _line(document, cg("isRecordedFrom"), iri(document)),
    }
    for rating in ratings:
        lines.update(_rating_lines(rating, base, document))
    lines.update(_agent_lines(publisher, f"authors of {name}", document))
    return sorted(lines)


def _rating_lines(rating: Rating, base: str, document: str) -> Iterator[str]:
    user = f"{base}entity/{digest('user', rating.user)}"
    node = (
        f"{base}rating/{digest(user, rating.rated_on.isoformat(), rating.source, rating.claim, rating.tag)}"
    )
    yield _line(node, RDF + "type", iri(cg("SourceRating")))
    if rating.source:
        yield _line(node, cg("ratesAgent"), iri(rating.source))
        yield _line(node, cg("hasReliability"), iri(f"{CODE}reliability-{rating.reliability}"))
    else:
        yield _line(node, cg("ratesClaim"), iri(rating.claim))
        yield _line(node, cg("hasCredibility"), iri(f"{CODE}credibility-{rating.credibility}"))
    yield _line(node, cg("wasRatedBy"), iri(user))
    yield _line(node, cg("ratedOn"), day(rating.rated_on))
    yield _line(node, cg("isRecordedFrom"), iri(document))
    yield from _agent_lines(user, rating.user, document)


def _agent_lines(node: str, name: str, document: str) -> Iterator[str]:
    yield _line(node, RDF + "type", iri(cg("Agent")))
    yield _line(node, RDFS + "label", literal(name, language="en"))
    yield _line(node, cg("isRecordedFrom"), iri(document))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{iri(subject)} {iri(predicate)} {value} .\n"
