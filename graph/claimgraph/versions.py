"""Which stored report another one is a version of, and which reports of one load only look like versions.

A report with the outlet, date and headline of a stored one (and no other address) but another text is its
corrected version. So is a file of the same name, outlet and date with a new headline, if it is largely the
same text: names of files are not unique, the words of a report are. Where the stored one had no date or
outlet, the version may bring it. Files of one load are different reports, also under one headline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from claimgraph.model import Entity
from claimgraph.nquads import day, iri, literal
from claimgraph.vocabulary import cg

if TYPE_CHECKING:
    from claimgraph.identity import Minter
    from claimgraph.model import Report
    from claimgraph.store import Store

ALIKE = 0.5
"""Share of the longer text's runs of three words from which on two texts are versions of one."""


class Version(NamedTuple):
    """A stored report, or one of this load: its IRI, and the file, headline and text hash that it has."""

    iri: str
    file: str = ""
    headline: str = ""
    sha256: str = ""
    alike: bool = True
    """Whether its text is largely that of the report that takes its place."""


@dataclass(slots=True)
class Versions:
    """The versions met in one load."""

    store: Store
    minter: Minter
    _standing: dict[str, str] = field(default_factory=dict)
    _keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    _titles: dict[tuple[str, ...], str] = field(default_factory=dict)
    _displaced: set[str] = field(default_factory=set)

    def is_given(self, address: str) -> bool:
        """Whether this load has the report already, and no later version of it."""
        return address in self._standing

    def is_displaced(self, address: str) -> bool:
        """Whether a report of this load took the place of this stored one."""
        return address in self._displaced

    def before(self, report: Report) -> str:
        """The IRI of an earlier version in this load, which is not that of another file; or nothing."""
        return self._keys.get(_key(report), "") if _is_followed(report) else ""

    def rival(self, report: Report) -> str:
        """The file of this load that has the same outlet, date and headline; nothing if there is none."""
        return "" if _is_followed(report) else self._titles.get(_key(report), "")

    def add(self, report: Report, address: str, replaced: str = "") -> None:
        """Remember a report of this load, and the one whose place it takes."""
        if replaced and replaced != address:
            self._standing.pop(replaced, None)
            self._displaced.add(replaced)
        self._standing[address] = report.source_file
        if _is_followed(report):
            self._keys[_key(report)] = address
        elif has_versions(report):
            self._titles.setdefault(_key(report), report.source_file)

    def earlier(self, report: Report) -> Version | None:
        """The stored report of which this is a version."""
        found = self._of_title(report) if has_versions(report) else []
        own = [one for one in found if one.file == report.source_file]
        if own or found:
            return (own or found)[0]
        return next(self._of_file(report), None)

    def _of_title(self, report: Report) -> list[Version]:
        """Stored reports with the outlet, date and headline, and no other address."""
        assert report.published is not None
        where = (
            f"?x <{cg('isPublishedBy')}> {iri(self.minter.entity(report.outlet))} ; "
            f"<{cg('publishedOn')}> {day(report.published)} ; "
            f"<{cg('headline')}> {literal(report.headline)} {_same_address(report)} "
        )
        return [self._version(report, row) for row in self._rows(where)]

    def _of_file(self, report: Report) -> Iterator[Version]:
        """Stored reports of such a file with largely this text, of the same outlet and date or of none."""
        if not report.source_file or report.listed_in or report.url:
            return
        outlet = self.minter.entity(report.outlet)
        for row in self._rows(f"?x <{cg('sourceFile')}> {literal(report.source_file)} "):
            unnamed = self.minter.entity(Entity("unnamed outlet", "MediaOutlet", scope=row["hash"]))
            told = row["day"] in ("", str(report.published))
            version = self._version(report, row)
            if told and row["outlet"] in (outlet, unnamed) and not row["url"] and version.alike:
                yield version

    def _version(self, report: Report, row: dict[str, str]) -> Version:
        text = report.text if row["hash"] == report.sha256 else self.store.text(row["hash"])
        alike = text is not None and are_alike(text, report.text)
        return Version(row["x"], row["file"], row["headline"], row["hash"], alike)

    def _rows(self, where: str) -> list[dict[str, str]]:
        optional = {"file": "sourceFile", "headline": "headline", "day": "publishedOn", "url": "canonicalUrl"}
        more = " ".join(f"OPTIONAL {{ ?x <{cg(of)}> ?{name} }}" for name, of in optional.items())
        rows = self.store.query(
            f"SELECT ?x ?hash ?outlet {' '.join(f'?{name}' for name in optional)} WHERE {{ {where} "
            f". ?x <{cg('contentHash')}> ?hash ; <{cg('isPublishedBy')}> ?outlet {more} }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        names = ("x", "hash", "outlet", *optional)
        found = [{name: str(getattr(row[name], "value", "")) for name in names} for row in rows]
        return sorted(found, key=lambda one: one["x"])


def are_alike(one: str, other: str) -> bool:
    """Whether two texts are largely the same: versions of one report, not two reports.

    >>> are_alike("two missiles hit the ship at night", "three missiles hit the ship at night")
    True
    >>> are_alike("two missiles hit the ship at night", "the ship was hit by fire, they said")
    False
    """
    left, right = _runs(one), _runs(other)
    return one == other or (left & right).total() >= ALIKE * max(left.total(), right.total(), 1)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = text.lower().split()
    return Counter(zip(words, words[1:], words[2:], strict=False))


def has_versions(report: Report) -> bool:
    """Whether another text can be the report's corrected version: not without a date and a headline.

    Nor of one of many in a file, without an address: on one day a list may give several under one heading.
    """
    return bool(report.published and report.headline and (report.url or not report.listed_in))


def _is_followed(report: Report) -> bool:
    """Whether a later one in the same load can be its version: what has an address, or is from no file."""
    return has_versions(report) and bool(report.url or not report.source_file)


def _key(report: Report) -> tuple[str, ...]:
    """What the versions of one report share."""
    return (report.outlet.key, str(report.published), report.headline, report.url)


def _same_address(report: Report) -> str:
    """The part of a query by which `?x` has the report's address or none: two addresses are two reports."""
    if not report.url:
        return ""
    url = f"<{cg('canonicalUrl')}>"
    return f"FILTER NOT EXISTS {{ ?x {url} ?other FILTER(?other != {literal(report.url)}) }}"
