"""Loads reference data, merges a user's own files on top, and completes sides and states.

>>> reference = Reference.default()
>>> reference["https://w3id.org/claimgraph/data/entity/government-of-russia"].label
'Government of Russia'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from claimgraph.model import normalise_name
from claimgraph.reference.errors import ReferenceDataError
from claimgraph.reference.model import LINKS, ReferenceEntity
from claimgraph.reference.table import read_csv
from claimgraph.reference.turtle import line_of, read_turtle

DATA_DIRECTORY = Path(__file__).parent / "data"
"""The reference data that comes with the package."""

UPWARD = ("acts_for", "part_of", "unit_of", "member_of", "operated_by", "located_in")
"""Links along which a side and a state are inherited, nearest first."""
FIELD_NAMES = [each.name for each in fields(ReferenceEntity)]
VALUES = attrgetter(*FIELD_NAMES)
"""All values of an entity in order; ten times faster than `dataclasses.replace`."""
SIDE, STATE = FIELD_NAMES.index("side"), FIELD_NAMES.index("state")
POLITIES = frozenset({"Polity", "State"})
DEPTH = 12
"""No chain of bodies is deeper; a longer one is a cycle."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A reference file: its name, and its bytes as read."""

    path: Path
    data: bytes


class Reference(Mapping[str, ReferenceEntity]):
    """Reference entities by IRI, with the files that they come from.

    Immutable; iteration is in order of IRI.
    """

    def __init__(self, entities: Iterable[ReferenceEntity], sources: tuple[SourceFile, ...] = ()) -> None:
        declared = {entity.iri: entity for entity in entities}
        self.sources = sources
        self._declared = declared
        territories = {e.territory: e.iri for e in declared.values() if e.territory}
        self._entities = {iri: _completed(declared[iri], declared, territories) for iri in sorted(declared)}

    @classmethod
    def default(cls) -> Reference:
        """The reference data of the package, loaded once."""
        return _default()

    @classmethod
    def load(cls, paths: Iterable[Path | str] = (), *, with_default: bool = True) -> Reference:
        """Load a user's files (.ttl, .nt or .csv) on top of the package's own data.

        An entity that is declared again keeps its names and gains the new ones; its label, class and links
        are replaced where the new file states them.

        Args:
            paths: files, later ones on top of earlier ones.
            with_default: whether the package's data lies underneath.

        Raises:
            ReferenceDataError: if a file cannot be read or is wrong; the message says where and what to do.
        """
        base = cls.default() if with_default else cls(())
        return base.merged(paths)

    def merged(self, paths: Iterable[Path | str]) -> Reference:
        """This reference with more files on top (see `load`)."""
        entities = dict(self._declared)
        sources = list(self.sources)
        declared: list[tuple[SourceFile, int | None, ReferenceEntity]] = []
        for path in map(Path, paths):
            source = SourceFile(path, _bytes(path))
            sources.append(source)
            for line, entity in _read(source):
                known = entities.get(entity.iri)
                entities[entity.iri] = _merge(known, entity) if known else entity
                declared.append((source, line, entity))
        for source, line, entity in declared:
            _check_links(source, line, entity, entities)
        return Reference(entities.values(), tuple(sources))

    def __getitem__(self, iri: str) -> ReferenceEntity:
        return self._entities[iri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entities)

    def __len__(self) -> int:
        return len(self._entities)

    @cached_property
    def _by_folded_name(self) -> dict[str, list[ReferenceEntity]]:
        index: dict[str, list[ReferenceEntity]] = {}
        for entity in self.values():
            for name in dict.fromkeys(normalise_name(known) for known in entity.all_names):
                index.setdefault(name, []).append(entity)
        return index

    def called(self, name: str) -> list[ReferenceEntity]:
        """The entities with exactly this name, whatever its case and apostrophes.

        >>> [entity.kind for entity in Reference.default().called("reuters")]
        ['MediaOutlet']
        """
        return self._by_folded_name.get(normalise_name(name), [])

    def digest(self) -> str:
        """SHA-256 (64 hex digits) over the content of all files, in order of loading."""
        total = hashlib.sha256()
        for source in self.sources:
            total.update(hashlib.sha256(source.data).digest())
        return total.hexdigest()

    def quads_text(self) -> str:
        """All files as N-Triples, sorted and without repetition: what a store loads as the record.

        Turtle is passed on triple by triple; rows of a table become triples in the ontology's terms.
        """
        from claimgraph.reference.triples import source_triples

        lines: set[str] = set()
        for source in self.sources:
            lines.update(source_triples(source.path, source.data))
        return "".join(f"{line}\n" for line in sorted(lines))


@lru_cache(maxsize=1)
def _default() -> Reference:
    return Reference(()).merged(sorted(DATA_DIRECTORY.glob("*.ttl")))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReferenceDataError(
            str(path), None, f"cannot be read ({error.strerror})", "check the path"
        ) from None


def _read(source: SourceFile) -> Iterator[tuple[int | None, ReferenceEntity]]:
    """Line (for tables) and entity of everything that a file declares."""
    suffix = source.path.suffix.lower()
    if suffix == ".csv":
        yield from read_csv(source.data, source.path.name)
    elif suffix in {".ttl", ".nt"}:
        for entity in read_turtle(source.data, source.path.name):
            yield None, entity
    else:
        raise ReferenceDataError(
            source.path.name, None, f"unknown kind of file '{suffix}'", "use .ttl, .nt or .csv"
        )


def _check_links(
    source: SourceFile, line: int | None, entity: ReferenceEntity, entities: Mapping[str, ReferenceEntity]
) -> None:
    """Refuse a link to something that no file declares."""
    targets = [target for name in LINKS if (target := getattr(entity, name))] + list(entity.produces)
    for target in targets:
        if target not in entities:
            raise ReferenceDataError(
                source.path.name,
                line or line_of(source.data, entity.iri),
                f"'{entity.label}' refers to <{target}>, which is not declared",
                "declare it in the same file or correct the id",
            )


def _merge(known: ReferenceEntity, new: ReferenceEntity) -> ReferenceEntity:
    """`new` on top of `known`: lists are joined, single values replaced where `new` has one."""
    changes: dict[str, Any] = {}
    for each in fields(ReferenceEntity):
        old_value, new_value = getattr(known, each.name), getattr(new, each.name)
        if isinstance(new_value, tuple):
            changes[each.name] = tuple(dict.fromkeys((*old_value, *new_value)))
        elif new_value:
            changes[each.name] = new_value
    if new.label != known.label:
        changes["names"] = tuple(dict.fromkeys((known.label, *changes["names"])))
    return replace(known, **changes)


def _completed(
    entity: ReferenceEntity, entities: Mapping[str, ReferenceEntity], territories: Mapping[str, str]
) -> ReferenceEntity:
    """The entity with side and state taken over from the bodies above it, or the territory around it."""
    side, state = entity.side, entity.state
    current: ReferenceEntity | None = entity
    for _ in range(DEPTH):
        if current is None or (side and state):
            break
        side = side or current.side
        state = state or current.state or _own_state(current, territories)
        above = next((link for name in UPWARD if (link := getattr(current, name))), None)
        current = entities.get(above) if above else None
    if side == entity.side and state == entity.state:
        return entity
    values = list(VALUES(entity))
    values[SIDE], values[STATE] = side, state
    return ReferenceEntity(*values)


def _own_state(entity: ReferenceEntity, territories: Mapping[str, str]) -> str | None:
    if entity.kind in POLITIES:
        return entity.iri
    return entity.governs or territories.get(entity.iri)
