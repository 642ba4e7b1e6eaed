"""A dump back into a store: the gate that RDF from outside passes, and what it must be to be taken in.

A dump holds the record and the propositions, and what was found in them; not the texts of the reports. It
is read strictly into a store of its own first (`Staged`), and only what is whole is copied into the user's,
in one step: so nothing is half restored. Into a new store go the quads as they are, and its dump is the same
bytes. In a store that holds reports already, the documents of the dump stand beside them, and findings are
made anew.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from claimgraph.errors import InputError
from claimgraph.exports.quad_lines import QuadLines
from claimgraph.store import EmbeddedStore, Store
from claimgraph.vocabulary import CG, CODE, RDF, cg, compact
from claimgraph.wholeness import NO_CONTENT, NO_PROPOSITION, NOT_A_CODE

if TYPE_CHECKING:
    from claimgraph.converters.base import Source

FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""What `claimgraph dump` writes, by the ending; each may also be packed."""
_BATCH = 2_000
_DOCUMENT = re.compile(r"(?P<base>.+[/#:])\w+/[^/]+")
_DERIVED = "derived/"
"""Documents in this folder of the data are computed from the others."""

WHOLE: tuple[tuple[str, str], ...] = (
    ("a named graph is no proposition of the record", NO_PROPOSITION),
    ("a proposition has no content", NO_CONTENT),
    (
        "no document brought this node",
        f"?x a ?kind FILTER NOT EXISTS {{ ?x <{cg('isRecordedFrom')}> ?d . ?d a ?is }} {NOT_A_CODE}",
    ),
    (
        "claims of this report are missing",
        f"{{ SELECT ?x ?told (COUNT(DISTINCT ?claim) AS ?found) WHERE {{ ?x <{cg('claimCount')}> ?told ; "
        f"<{cg('textLength')}> ?length . OPTIONAL {{ ?claim <{cg('isRecordedFrom')}> ?x ; "
        f"a <{cg('Claim')}> }} }} GROUP BY ?x ?told }} FILTER(?told != ?found)",
    ),
    (
        "this report is recorded in two versions",
        f"?x <{cg('recordHash')}> ?one , ?other FILTER(STR(?one) < STR(?other))",
    ),
)
"""What a whole dump has not: how it is called, and the pattern that finds it as ?x."""


@dataclass(slots=True)
class Staged:
    """A dump that was read, in a store of its own; `documents` maps each to the hash of its record."""

    store: EmbeddedStore
    lines: QuadLines
    held: object
    """What must live as long: the folder of the store."""
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The namespace of its data, as the IRIs of its documents tell; InputError if they do not."""
        bases = {found["base"] for one in self.documents if (found := _DOCUMENT.fullmatch(one))}
        if len(bases) != 1:
            raise InputError(
                "this is no dump of a store: its documents do not tell one namespace",
                hint="a dump is what claimgraph dump writes; names of your own go in with --reference",
            )
        return bases.pop()


def stage(source: Source) -> Staged:
    """Read a dump strictly and check that it is whole.

    Raises:
        InputError: the ending tells no format; a fault of syntax; something that a store never writes (blank
            nodes, addresses of another kind, days that are none, terms that the ontology lacks, what breaks a
            shape); or parts are missing.
    """
    suffixes = [one.lower() for one in Path(source.name).suffixes]
    ending = next((one for one in reversed(suffixes) if one in FORMATS), "")
    if not ending:
        raise InputError(
            "the ending tells no format of a dump",
            where=source.name,
            hint=f"use {', '.join(FORMATS)}, or one with .gz, as claimgraph dump writes them",
        )
    lines = _read(source, FORMATS[ending])
    folder = tempfile.TemporaryDirectory(prefix="claimgraph-")
    store = EmbeddedStore(ox.Store(folder.name))
    store.bulk_load_stream(LineStream(lines))
    staged = Staged(store, lines, folder, _documents(store))
    if not staged.documents:
        raise InputError(
            "there is no report in it: this is no dump of a store",
            where=source.name,
            hint="names of your own go in with load --reference",
        )
    _check_whole(staged, source.name)
    _check_shapes(staged, source.name)
    return staged


def _read(source: Source, form: ox.RdfFormat) -> QuadLines:
    """The quads of a dump as lines, each looked at by the gate."""
    lines = QuadLines()
    gate = _Gate(source.name)
    with source.open() as stream:
        try:
            for quad in ox.parse(stream, format=form):
                gate.look(quad)
                lines.extend((f"{quad} .\n".encode(),))
        except SyntaxError as error:
            place = f"{source.name}:{error.lineno}" if error.lineno else source.name
            raise InputError(f"cannot be read: {_said(error)}", where=place, hint=_HINT) from None
        except ValueError as error:
            raise InputError(f"cannot be read: {_said(error)}", where=source.name, hint=_HINT) from None
    return lines


_HINT = "nothing was restored; fetch the dump again, or dump the store anew"


def _said(error: Exception) -> str:
    text = str(getattr(error, "msg", None) or error)
    return re.sub(r"^Parser error at [^:]*: ", "", text)[:200]


class _Gate:
    """Looks at each quad of a dump as it is read."""

    def __init__(self, name: str) -> None:
        from claimgraph.validation.ontology import Ontology

        self._name = name
        self._declared = Ontology.load([]).kinds
        self._known: set[str] = set()

    def look(self, quad: ox.Quad) -> None:
        """Refuse what no store writes.

        Raises:
            InputError: with what it is.
        """
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.BlankNode | ox.Triple):
                raise self._refused(f"a blank node or quoted triple: {term}")
            if isinstance(term, ox.NamedNode):
                self._scheme(term.value)
        self._term(quad.predicate.value)
        if isinstance(quad.object, ox.Literal):
            self._literal(quad.object)
        elif quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
            self._term(quad.object.value)

    def _scheme(self, address: str) -> None:
        from claimgraph.validation.syntax import ALLOWED_SCHEMES

        scheme = address.partition(":")[0]
        if scheme not in self._known:
            if scheme.lower() not in ALLOWED_SCHEMES:
                raise self._refused(f"the address <{address[:80]}> has the scheme {scheme}:")
            self._known.add(scheme)

    def _term(self, term: str) -> None:
        """A property or class: of the ontology, if it has the ontology's namespace."""
        if term in self._known:
            return
        if term.startswith((CG, CODE)) and term not in self._declared:
            raise self._refused(f"{compact(term)} is no term of the ontology")
        self._known.add(term)

    def _literal(self, literal: ox.Literal) -> None:
        from claimgraph.validation.literals import fault

        kind = literal.datatype.value
        key = f"{kind} {literal.value}" if not kind.endswith(("#string", "#langString")) else ""
        if not key or key in self._known:
            return
        if wrong := fault(literal.value, kind):
            raise self._refused(f"“{literal.value[:60]}”: {wrong}")
        if len(self._known) < 1_000_000:
            self._known.add(key)

    def _refused(self, what: str) -> InputError:
        return InputError(what, where=self._name, hint=_HINT)


class LineStream(io.RawIOBase):
    """Lines as a binary stream, for loaders."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        parts, have = [self._rest], len(self._rest)
        while size < 0 or have < size:
            line = next(self._lines, b"")
            if not line:
                break
            parts.append(line)
            have += len(line)
        data = b"".join(parts)
        self._rest = data[size:] if size >= 0 else b""
        return data[:size] if size >= 0 else data


def _documents(store: Store) -> dict[str, str]:
    """The documents of a record with the hash of each: of its quads, or of its content."""
    found = (
        f"SELECT ?d (SAMPLE(?h) AS ?hash) WHERE {{ ?d <{cg('contentHash')}> ?content "
        f"OPTIONAL {{ ?d <{cg('recordHash')}> ?record }} BIND(COALESCE(?record, ?content) AS ?h) }} "
        "GROUP BY ?d"
    )
    rows: Any = store.query(found)
    return {row["d"].value: row["hash"].value for row in rows}


def _check_whole(staged: Staged, name: str) -> None:
    for what, pattern in WHOLE:
        rows: Any = staged.store.query(f"SELECT ?x WHERE {{ {pattern} }} LIMIT 1")
        for row in rows:
            raise InputError(f"the dump is not whole: {what}: {row['x']}", where=name, hint=_HINT)


def _check_shapes(staged: Staged, name: str) -> None:
    from claimgraph.validation.compiled import compiled
    from claimgraph.validation.streamed import StreamChecker, confirmed

    checker = StreamChecker()
    for batch in _batches(staged.lines):
        checker.look(batch)
    severe = {check.shape: check.message for check in compiled() if check.severity == "Violation"}
    for fault in confirmed(staged.store, checker.suspects, ""):
        if fault.shape in severe:
            raise InputError(f"<{fault.focus}>: {severe[fault.shape]}", where=name, hint=_HINT)


def _batches(lines: Iterable[bytes]) -> Iterator[str]:
    """Texts of some thousand lines, never cut between the lines of one subject."""
    batch: list[bytes] = []
    last = b""
    for line in lines:
        subject = line.partition(b" ")[0]
        if len(batch) >= _BATCH and subject != last:
            yield b"".join(batch).decode("utf-8")
            batch = []
        batch.append(line)
        last = subject
    if batch:
        yield b"".join(batch).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a dump: documents that are new in the store and those that it had, quads, texts.

    `missing` counts the texts of reports that the store does not have now. `names_differ` tells that the dump
    brought other reference data than the store had.
    """

    new: int
    unchanged: int
    quads: int
    texts: int = 0
    missing: int = 0
    names_differ: bool = False


def restore(store: Store, staged: Staged, texts: Iterable[Path] = ()) -> Restored:
    """Copy a dump into a store, all of it or nothing, with the texts that lie in some folders.

    Raises:
        InputError: the store has another namespace, or another record of a report of the dump.
    """
    from claimgraph.feed_loading import writing

    if store.base != staged.base:
        raise InputError(
            f"the dump has the namespace <{staged.base}>, the store <{store.base}>", hint="name a new store"
        )
    staged.store.base = staged.base
    present = _documents(store)
    own = {one: value for one, value in staged.documents.items() if not _is_derived(one, staged.base)}
    _refuse_rivals(store, own, present)
    new = [one for one in own if one not in present]
    quads = 0
    with writing(store):
        if not present:
            store.bulk_load_stream(LineStream(staged.lines))
            quads = sum(1 for _ in staged.lines)
        elif new:
            quads = _join(store, staged)
        kept = _keep_texts(store, texts)
        store.flush()
    references = [one for one in (*own, *present) if one.startswith(f"{staged.base}reference/")]
    missing = len(_without_text(store))
    return Restored(len(new), len(own) - len(new), quads, kept, missing, len(set(references)) > 1)


def _is_derived(document: str, base: str) -> bool:
    return document.startswith(base + _DERIVED)


def _refuse_rivals(store: Store, own: dict[str, str], present: dict[str, str]) -> None:
    rivals = sorted(one for one, value in own.items() if present.get(one, value) != value)
    if rivals:
        raise InputError(
            f"the store has another record of <{rivals[0]}>"
            + (f" and of {len(rivals) - 1} more" if len(rivals) > 1 else ""),
            hint="remove it there first, or restore into a new store",
        )


def _join(store: Store, staged: Staged) -> int:
    """Add what the dump says beside what is there; findings are computed for both together."""
    from claimgraph.loading import removal
    from claimgraph.reasoning import entailment
    from claimgraph.reasoning.engine import refresh

    entailment.drop(staged.store)
    derived = [one for one in staged.documents if _is_derived(one, staged.base)]
    if derived:
        staged.store.update(" ;\n".join(removal(one, links=False) for one in derived))
    lines = QuadLines()
    staged.store.dump_to(lines)  # type: ignore[arg-type]  # a serialiser needs write and flush only
    store.bulk_load_stream(LineStream(lines))
    refresh(store)
    return len(lines)


def _without_text(store: Store) -> set[str]:
    """The hashes of the texts of reports that the store does not have."""
    rows: Any = store.query(
        f"SELECT ?hash WHERE {{ ?x <{cg('contentHash')}> ?hash ; <{cg('textLength')}> ?n FILTER(?n > 0) }}"
    )
    return {row["hash"].value for row in rows if store.text(row["hash"].value) is None}


def _keep_texts(store: Store, folders: Iterable[Path]) -> int:
    """Take in the texts of reports from files in folders: those whose bytes have the hash on record."""
    from claimgraph.converters.streams import MAX_TEXT_BYTES

    wanted = _without_text(store)
    kept = 0
    for folder in folders:
        for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if not wanted:
                return kept
            if file.is_file() and file.stat().st_size <= MAX_TEXT_BYTES:
                data = file.read_bytes()
                sha256 = hashlib.sha256(data).hexdigest()
                if sha256 in wanted:
                    store.keep_text(data.decode("utf-8"))
                    wanted.discard(sha256)
                    kept += 1
    return kept
