"""From a name typed by a person to the things in a store that bear it.

Names are compared case- and apostrophe-insensitively (`normalise_name`). A label counts before other
names, a whole name before a part of one. A name by which something else is meant is not a name: "Kyiv"
finds the city and not the government that speaks from it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from claimgraph import nquads
from claimgraph.errors import UsageError
from claimgraph.model import normalise_name
from claimgraph.store import Store
from claimgraph.vocabulary import CG, PREFIXES, RDFS, SKOS, cg

_ENTITY_NAMES = (RDFS + "label", CG + "hasName", SKOS + "altLabel")
_REPORT_NAMES = (CG + "headline", CG + "sourceFile")
_NOT_ENTITIES = frozenset(
    cg(kind) for kind in ("Proposition", "Event", "Claim", "Passage", "TimeSpan", "Office", "OfficeHolding")
)
_PLACES = ("Settlement", "District", "Territory", "InformalRegion")
"""Places that make no claims themselves: whoever runs them speaks."""
_SCHEME = re.compile(r"^<?https?://(?:www\.)?|>$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
MOST_CHOICES = 8
"""How many things are named when a name could mean several."""
ALIKE = 0.7
"""How much of their letters two names share at least, if one is offered for the other: `difflib` counts."""


class Entity(NamedTuple):
    """Something in the store: IRI, label, and kind (local name of an ontology class)."""

    iri: str
    label: str
    kind: str


class _Match(NamedTuple):
    """How well a name of an entity fits: 0 label, 1 other name, 2 part of a name."""

    rank: int
    iri: str
    kind: str


def find_entities(store: Store, name: str) -> list[Entity]:
    """What a name stands for; several only if they share the whole name. An IRI or CURIE is taken as it is.

    Raises:
        UsageError: nothing has that name (near names are given), or parts of several names fit.

    >>> from claimgraph.store import EmbeddedStore
    >>> find_entities(EmbeddedStore.in_memory(), "d:entity/moskva")
    [Entity(iri='https://w3id.org/claimgraph/data/entity/moskva', label='moskva', kind='')]
    """
    return _find(store, name, _ENTITY_NAMES, "thing")


def find_speakers(store: Store, name: str) -> list[Entity]:
    """As `find_entities`, for who makes claims: what speaks under the name of something else is meant.

    "The Kremlin" is a government, as in a report that quotes it: by a name that a speaker bears as a metonym,
    else by its capital. A town stands for its authorities, a country also for those who govern it. Who has
    the name as one of its own comes first, and an IRI is taken as it is.

    Raises:
        UsageError: as `find_entities`; or it is a place for which nobody speaks.

    >>> from claimgraph.store import EmbeddedStore
    >>> [one.label for one in find_speakers(EmbeddedStore.in_memory(), "d:entity/redland")]
    ['redland']
    """
    if as_iri(name, store.base):
        found = find_entities(store, name)
        return [*_governing(store, found), *found]
    bare = _ARTICLE.sub("", name.strip())
    found = _by_metonym(store, bare) or _entities(store, name, bare)
    standing = [*_governing(store, found), *_of_place(store, found)]
    if not standing and found and all(_is_mute(store, one) for one in found):
        raise UsageError(
            f"{found[0].label} is a place, and nobody is recorded who speaks for it",
            hint="name a government, a body or a person: claimgraph ask speakers",
        )
    return list(dict.fromkeys([*standing, *found]))


def find_sides(store: Store, name: str) -> list[Entity]:
    """As `find_speakers`, with the sides that those are on: Moscow's side is that of its government.

    >>> from claimgraph.store import EmbeddedStore
    >>> [one.label for one in find_sides(EmbeddedStore.in_memory(), "d:entity/red-side")]
    ['red-side']
    """
    found = find_speakers(store, name)
    listed = " ".join(nquads.iri(one.iri) for one in found)
    on = f"{nquads.iri(cg('actsFor'))}*/{nquads.iri(cg('belongsToSide'))}"
    sides = _who(store, f"VALUES ?agent {{ {listed} }} ?agent {on} ?who")
    return list(dict.fromkeys([*found, *sides]))


def _entities(store: Store, name: str, bare: str) -> list[Entity]:
    """`find_entities`, and without the article if nothing has the name with it."""
    try:
        return find_entities(store, name)
    except UsageError:
        if bare == name.strip():
            raise
    return find_entities(store, bare)


def _by_metonym(store: Store, name: str) -> list[Entity]:
    """Those who speak under a name that is something else's, unless somebody has it as his own."""
    meant = sorted(match.iri for match in _matches(store, name, (CG + "hasMetonym",)) if not match.rank)
    own = _matches(store, name, _ENTITY_NAMES) if meant else ()
    if any(match.rank < 2 and _is_any(match.kind, ("Agent",)) for match in own):
        return []
    return [_described(store, iri) for iri in dict.fromkeys(meant)]


def _governing(store: Store, found: list[Entity]) -> list[Entity]:
    """Those who govern the states among what was found."""
    states = " ".join(nquads.iri(one.iri) for one in found if one.kind == "State")
    governs = nquads.iri(cg("governs"))
    return _who(store, f"VALUES ?state {{ {states} }} ?who {governs} ?state") if states else []


def _of_place(store: Store, found: list[Entity]) -> list[Entity]:
    """Those who govern from the places among what was found, and the unnamed authorities there."""
    places = [one for one in found if _is_any(one.kind, _PLACES)]
    if not places:
        return []
    listed = " ".join(nquads.iri(one.iri) for one in places)
    spelt = " ".join(nquads.literal(f"{one.label} authorities (unnamed)", language="en") for one in places)
    capital, governs = nquads.iri(cg("hasCapital")), nquads.iri(cg("governs"))
    return [
        *_who(store, f"VALUES ?place {{ {listed} }} ?state {capital} ?place . ?who {governs} ?state"),
        *_who(store, f"VALUES ?name {{ {spelt} }} ?who {nquads.iri(_ENTITY_NAMES[0])} ?name"),
    ]


def _who(store: Store, pattern: str) -> list[Entity]:
    """The entities for which a pattern holds, in order of their IRIs."""
    rows = _rows(
        store, f"SELECT DISTINCT ?who (STR(?who) AS ?same) ?kind WHERE {{ {pattern} . ?who a ?kind }}"
    )
    return [_described(store, iri) for iri in sorted({row[0] for row in rows})]


def _is_mute(store: Store, entity: Entity) -> bool:
    """Whether something is a place that no claim has as its source."""
    claims = f"ASK {{ ?claim {nquads.iri(cg('hasClaimant'))} {nquads.iri(entity.iri)} }}"
    return _is_any(entity.kind, _PLACES) and not store.query(claims)


def _is_any(kind: str, ancestors: tuple[str, ...]) -> bool:
    from claimgraph.reference.kinds import is_any

    return is_any(kind, ancestors)


def find_reports(store: Store, name: str) -> list[Entity]:
    """The reports at this address (whole, or its host and path), or with this headline or file name.

    Else as `find_entities`.

    >>> from claimgraph.store import EmbeddedStore
    >>> find_reports(EmbeddedStore.in_memory(), "d:report/a")
    [Entity(iri='https://w3id.org/claimgraph/data/report/a', label='a', kind='')]
    """
    return _at_address(store, name) or _find(store, name, _REPORT_NAMES, "report")


def _at_address(store: Store, name: str) -> list[Entity]:
    """The reports whose address this is, with or without its scheme; a part of one is none."""
    wanted = _SCHEME.sub("", name.strip()).rstrip("/")
    if "." not in wanted or re.search(r"[\s\x00-\x1f\\]", wanted):
        return []
    sieve = f"CONTAINS(LCASE(STR(?name)), {nquads.literal(wanted.lower())})"
    found = {
        iri
        for iri, address, *_ in _rows(store, _names_query((CG + "canonicalUrl",), sieve))
        if wanted.lower() in {form.lower() for form in _written(address)}
    }
    return [_described(store, iri) for iri in sorted(found)]


def _written(address: str) -> tuple[str, str]:
    """An address without its scheme, and its host and path alone."""
    whole = _SCHEME.sub("", address)
    return whole.rstrip("/"), re.split(r"[?#]", whole, maxsplit=1)[0].rstrip("/")


def find_report(store: Store, name: str) -> Entity:
    """The one report that a name stands for.

    Raises:
        UsageError: nothing has that name, or several reports have it.
    """
    matches = find_reports(store, name)
    if len(matches) > 1:
        choices = ", ".join(match.iri for match in matches)
        raise UsageError(f"{name!r} names {len(matches)} reports", hint=f"name one of: {choices}")
    return matches[0]


def search_entities(store: Store, text: str, limit: int = 20) -> list[Entity]:
    """Entities of which a name contains the words, best first: for suggestions while somebody types.

    >>> from claimgraph.store import EmbeddedStore
    >>> search_entities(EmbeddedStore.in_memory(), "mosk")
    []
    """
    matches = sorted(_matches(store, text, _ENTITY_NAMES, prefixes=True))
    found = list(dict.fromkeys(match.iri for match in matches))[:limit]
    return [_described(store, iri) for iri in found]


def suggestion(name: str, names: Iterable[str]) -> str:
    """A question that offers the nearest spelling, or nothing.

    >>> suggestion("denys", ["asserts", "denies"])
    'did you mean denies?'
    """
    known = {normalise_name(one): one for one in names}
    near = difflib.get_close_matches(normalise_name(name), list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(known[one] for one in near)}?" if near else ""


def _find(store: Store, name: str, properties: tuple[str, ...], what: str) -> list[Entity]:
    iri = as_iri(name, store.base)
    if iri:
        return [_described(store, iri)]
    if not normalise_name(name):
        raise UsageError("an empty name", hint="give a name or an IRI")
    matches = sorted(_as_written(store, name.strip(), properties)) or sorted(
        _matches(store, name, properties)
    )
    if not matches:
        hint = _near(name, _all_names(store, properties)) or "see claimgraph search"
        raise UsageError(f"no {what} in the store is called {name!r}", hint=hint)
    fitting = dict.fromkeys(match.iri for match in matches if match.rank == matches[0].rank)
    best = [_described(store, iri) for iri in fitting]
    if matches[0].rank == 2 and len(best) > 1:
        choices = ", ".join(f"{entity.label} ({entity.kind})" for entity in best[:MOST_CHOICES])
        raise UsageError(f"{name!r} could mean {len(best)} things", hint=f"name one of: {choices}")
    return best


def as_iri(name: str, base: str) -> str | None:
    """The IRI that `name` is, in full, in angle brackets or with a known prefix; else nothing.

    Raises:
        UsageError: it looks like an IRI and is none.

    >>> as_iri("cg:Claim", ""), as_iri("Moskva", "")
    ('https://w3id.org/claimgraph/ns#Claim', None)
    """
    text = name.strip()
    prefix, colon, local = text.partition(":")
    if colon and not local.startswith("//") and prefix in PREFIXES and not re.search(r"\s", local):
        text = (base if prefix == "d" and base else PREFIXES[prefix]) + local
    elif text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    elif not re.match(r"(?:https?://|urn:)\S+$", text):
        return None
    try:
        return ox.NamedNode(text).value
    except ValueError as error:
        raise UsageError(f"{name!r} is not an IRI: {error}", hint="give a name or a full IRI") from None


def _described(store: Store, iri: str) -> Entity:
    """The entity of an IRI, with what the store says of it."""
    listed = " ".join(nquads.iri(name) for name in (RDFS + "label", CG + "headline"))
    query = (
        f"SELECT ?entity ?name ?kind WHERE {{ VALUES ?entity {{ {nquads.iri(iri)} }} "
        f"VALUES ?property {{ {listed} }} ?entity a ?kind ; ?property ?name }}"
    )
    for _, label, kind in sorted(_rows(store, query)):
        return Entity(iri, label, _local(kind))
    return Entity(iri, re.split(r"[/#]", iri.rstrip("/#"))[-1], "")


def _as_written(store: Store, name: str, properties: tuple[str, ...]) -> Iterator[_Match]:
    """Things with just this label: a look-up, where everything else is a scan of all names."""
    if any(ord(char) < 32 or char == "\\" for char in name):
        return
    spelt = " ".join(nquads.literal(name, language=language) for language in ("", "en"))
    query = (
        f"SELECT ?entity ?name ?kind WHERE {{ VALUES ?name {{ {spelt} }} "
        f"?entity {nquads.iri(properties[0])} ?name ; a ?kind }}"
    )
    for iri, _, kind in _rows(store, query):
        yield _Match(0, iri, _local(kind))


def _matches(
    store: Store, name: str, properties: tuple[str, ...], *, prefixes: bool = False
) -> Iterator[_Match]:
    """Entities that fit the name. The store sifts by the words; the comparison proper is done here."""
    wanted = normalise_name(name)
    pieces = sorted(set(re.findall(r"\w+", name.lower())), key=lambda piece: (-len(piece), piece))[:4]
    sieve = " && ".join(f"CONTAINS(LCASE(STR(?name)), {nquads.literal(piece)})" for piece in pieces)
    end = "" if prefixes else r"(?!\w)"
    whole_word = re.compile(rf"(?<!\w){re.escape(wanted)}{end}")
    for iri, text, kind, property in _rows(store, _names_query(properties, sieve or "true")):
        folded = normalise_name(text)
        if folded == wanted:
            yield _Match(0 if property == properties[0] else 1, iri, _local(kind))
        elif whole_word.search(folded):
            yield _Match(2, iri, _local(kind))


def _names_query(properties: tuple[str, ...], sieve: str) -> str:
    listed = " ".join(nquads.iri(property) for property in properties)
    return (
        f"SELECT DISTINCT ?entity ?name ?kind ?property WHERE {{ VALUES ?property {{ {listed} }} "
        f"?entity ?property ?name . FILTER({sieve}) ?entity a ?kind }}"
    )


def _all_names(store: Store, properties: tuple[str, ...]) -> list[str]:
    """Every name in the store, for suggestions after a name was not found."""
    return sorted({row[1] for row in _rows(store, _names_query(properties, "true"))})


def _near(name: str, names: list[str]) -> str:
    """A question that offers near names; a single word is compared with the words of names too.

    >>> _near("Ward 12", ["Leopard 2", "Ward 21"]), _near("Leopard 3", ["Leopard 2", "Moskva"])
    ('did you mean Ward 21?', 'did you mean Leopard 2?')
    """
    whole = suggestion(name, [one for one in names if _spelt_alike(name, one)])
    if whole or " " in name.strip():
        return whole
    words = {word: full for full in reversed(names) for word in normalise_name(full).split() if len(word) > 3}
    near = difflib.get_close_matches(normalise_name(name), sorted(words), n=3, cutoff=0.75)
    return f"did you mean {' or '.join(dict.fromkeys(words[one] for one in near))}?" if near else ""


def _spelt_alike(name: str, other: str) -> bool:
    """Whether the letters alone are much the same: that both end in a number makes no two names alike."""
    one, two = (re.sub(r"[\W\d_]+", "", normalise_name(text)) for text in (name, other))
    if not one or not two:
        return not one and not two
    matcher = difflib.SequenceMatcher(None, two, one)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """Rows as text; those whose kind is not one of an entity are left out."""
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        row = tuple(str(getattr(cell, "value", "")) for cell in solution)
        if row[2].startswith(CG) and row[2] not in _NOT_ENTITIES:
            yield row


def _local(iri: str) -> str:
    """The local name of a class."""
    return iri.rsplit("#", 1)[-1]
