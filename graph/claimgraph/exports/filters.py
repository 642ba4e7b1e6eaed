"""Which claims an export holds: what they are about, who speaks, when their report was published.

All filters together must fit. `about` means claims whose words or content name one of these things; each
further hop adds the claims that are linked to those: on the same proposition or the same event, passed on
or corrected by them or passing them on or correcting them, or joined by a finding (a contradiction, for
instance). `since` and `until` are days of publication, as in the stored questions. `side` looks at the
claimant, who is counted with that side. `perspective` is as in `claimgraph perspective`: the claimant is that
agent, acts for it or is counted with that side, or the report is one of that outlet. Of several names for
one filter any will do.

>>> Filters(about=("https://e.org/x",), hops=2).described({})
'about https://e.org/x, 2 hops'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from claimgraph.errors import UsageError
from claimgraph.exports.rows import bound, select
from claimgraph.exports.spool import Sorter, chunks
from claimgraph.finding import find_entities, find_speakers
from claimgraph.nquads import iri, literal
from claimgraph.store import Store
from claimgraph.vocabulary import CG, RDF

MOST_HOPS = 6
_PREFIXES = f"PREFIX cg: <{CG}> PREFIX rdf: <{RDF}> "
_BATCH = 400
_RELATES = "(cg:relatesClaim|cg:hasReplacedClaim|cg:hasReplacingClaim|cg:hasTracedClaim|cg:hasEarlierClaim)"
_LINKED = (
    "SELECT DISTINCT ?claim WHERE { VALUES ?key { UNDEF } "
    "{ ?key cg:relays|^cg:relays|cg:replacesClaim|^cg:replacesClaim ?claim } "
    f"UNION {{ ?relation {_RELATES} ?key ; {_RELATES} ?claim }} "
    "UNION { ?key cg:hasContent ?proposition . ?claim cg:hasContent ?proposition } "
    "?claim rdf:type cg:Claim }"
)
_EVENTS = (
    "SELECT DISTINCT ?event WHERE { VALUES ?key { UNDEF } ?key cg:hasContent ?content . "
    "GRAPH ?content { ?event rdf:type ?class } ?event rdf:type cg:Event }"
)
_ON_EVENTS = (
    "SELECT DISTINCT ?claim WHERE { VALUES ?key { UNDEF } "
    "GRAPH ?content { ?key rdf:type ?class } ?claim cg:hasContent ?content }"
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is selected; IRIs, not names (see `named`). Nothing given selects every claim."""

    about: tuple[str, ...] = ()
    hops: int = 1
    side: tuple[str, ...] = ()
    perspective: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot fit anything.

        Raises:
            UsageError: hops out of range or without `about`, or a span of days that ends before it begins.
        """
        if not 1 <= self.hops <= MOST_HOPS:
            raise UsageError(f"{self.hops} hops", hint=f"give 1 to {MOST_HOPS}")
        if self.hops > 1 and not self.about:
            raise UsageError("hops count from something", hint="give --about too")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"{self.since} is after {self.until}", hint="turn --since and --until round")

    @property
    def open(self) -> bool:
        """Whether every claim is selected."""
        return self == Filters()

    def described(self, names: Mapping[str, str]) -> str:
        """The filters in words, for the description inside an export; `names` are labels of the IRIs."""
        parts = []
        for word, iris in (("about", self.about), ("side", self.side), ("perspective", self.perspective)):
            if iris:
                parts.append(f"{word} {' or '.join(dict.fromkeys(names.get(one, one) for one in iris))}")
        if self.hops > 1:
            parts.append(f"{self.hops} hops")
        parts += [f"{word} {day}" for word, day in (("since", self.since), ("until", self.until)) if day]
        return ", ".join(parts) or "every claim"


def named(
    store: Store,
    *,
    about: Iterable[str] = (),
    hops: int = 1,
    side: Iterable[str] = (),
    perspective: Iterable[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
) -> Filters:
    """Filters from what people type: names or IRIs, days as text.

    Raises:
        UsageError: a name that nothing in the store has, something that is on no side, or no day.
    """
    return Filters(
        about=_iris(store, about),
        hops=hops,
        side=tuple(sorted({one for name in side for one in _sides(store, name)})),
        perspective=tuple(
            dict.fromkeys(one.iri for name in perspective for one in find_speakers(store, name))
        ),
        since=_day("since", since),
        until=_day("until", until),
    )


def _iris(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity.iri for name in names for entity in find_entities(store, name)))


def _day(name: str, given: str | date | None) -> date | None:
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"{given!r} is no day", where=f"--{name}", hint="write it as 2022-04-16") from None


def _sides(store: Store, name: str) -> set[str]:
    """The sides that a name stands for: a side itself, or that of the agent of this name."""
    found = find_speakers(store, name)
    known = {row[0] for row in select(store, _PREFIXES + "SELECT DISTINCT ?x { ?y cg:belongsToSide ?x }")}
    sides = {entity.iri for entity in found if entity.iri in known}
    for entity in found:
        query = f"SELECT ?x WHERE {{ {iri(entity.iri)} cg:actsFor*/cg:belongsToSide ?x }}"
        sides.update(row[0] for row in select(store, _PREFIXES + query))
    if not sides:
        raise UsageError(
            f"{name!r} is on no side", hint="give a side or an agent of one, such as a government"
        )
    return sides


def claims(store: Store, filters: Filters) -> Sorter:
    """The IRIs of the claims that fit, sorted, as rows of one cell."""
    if filters.hops == 1:
        return _matching(store, filters, None)
    found = {row[0] for row in _matching(store, Filters(about=filters.about), None)}
    edge = set(found)
    for _ in range(filters.hops - 1):
        edge = _linked(store, edge) - found
        found |= edge
    rest = Filters(
        side=filters.side, perspective=filters.perspective, since=filters.since, until=filters.until
    )
    return _matching(store, rest, sorted(found))


def _matching(store: Store, filters: Filters, among: list[str] | None) -> Sorter:
    """The claims that fit, all of them or `among` these."""
    query = (
        f"{_PREFIXES}SELECT DISTINCT ?claim WHERE {{ VALUES ?claim {{ UNDEF }} {_pattern(store, filters)} }}"
    )
    given: Iterator[list[str]] = iter([[]]) if among is None else chunks(among, _BATCH)
    sorter = Sorter()
    for part in given:
        listed = f"VALUES ?claim {{ {' '.join(iri(one) for one in part)} }}" if part else ""
        for row in select(store, query.replace("VALUES ?claim { UNDEF }", listed)):
            sorter.append(row)
    return sorter


def _pattern(store: Store, filters: Filters) -> str:
    parts = ["?claim rdf:type cg:Claim ."]
    if filters.about:
        parts.insert(0, f"VALUES ?about {{ {_listed(filters.about)} }} ?claim cg:isAbout ?about .")
    if filters.perspective:
        parts.insert(0, _heard(store, filters.perspective))
    if filters.side:
        parts.insert(0, _made_by(_with(store, "cg:actsFor*/cg:belongsToSide", filters.side)))
    if filters.since or filters.until:
        parts.append("?claim cg:isReportedIn/cg:isPassageOf/cg:publishedOn ?day .")
    if filters.since:
        parts.append(f"FILTER(SUBSTR(STR(?day), 1, 10) >= {literal(filters.since.isoformat())})")
    if filters.until:
        parts.append(f"FILTER(SUBSTR(STR(?day), 1, 10) <= {literal(filters.until.isoformat())})")
    return " ".join(parts)


def _heard(store: Store, parties: tuple[str, ...]) -> str:
    """The pattern of claims made by the parties, for them or on their side, or printed by them."""
    voices = _with(store, "cg:actsFor+|(cg:actsFor*/cg:belongsToSide)", parties)
    query = (
        f"{_PREFIXES}SELECT DISTINCT ?key WHERE {{ VALUES ?key {{ UNDEF }} ?report cg:isPublishedBy ?key }}"
    )
    outlets = sorted({row[0] for row in select(store, bound(query, parties))})
    made = _made_by(voices)
    if not outlets:
        return made
    printed = f"VALUES ?outlet {{ {_listed(outlets)} }} ?report cg:isPublishedBy ?outlet ."
    return f"{{ {made} }} UNION {{ {printed} ?claim cg:isReportedIn/cg:isPassageOf ?report . }}"


def _made_by(speakers: Iterable[str]) -> str:
    return f"VALUES ?claimant {{ {_listed(speakers)} }} ?claim cg:hasClaimant ?claimant ."


def _with(store: Store, path: str, keys: tuple[str, ...]) -> list[str]:
    """These and the agents from whom a path leads to them."""
    query = f"{_PREFIXES}SELECT DISTINCT ?x WHERE {{ VALUES ?key {{ UNDEF }} ?x {path} ?key }}"
    return sorted({row[0] for row in select(store, bound(query, keys))} | set(keys))


def _listed(iris: Iterable[str]) -> str:
    return " ".join(iri(one) for one in iris)


def _linked(store: Store, known: set[str]) -> set[str]:
    """The claims one hop from those known."""
    found = {row[0] for row in _batched(store, _LINKED, known)}
    events = {row[0] for row in _batched(store, _EVENTS, known)}
    return found | {row[0] for row in _batched(store, _ON_EVENTS, events)}


def _batched(store: Store, query: str, keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for part in chunks(sorted(keys), _BATCH):
        yield from select(store, _PREFIXES + bound(query, part))
