"""What every converter is given and gives back, and the gate that text from outside passes first.

A converter knows its format and nothing of RDF. It is chosen by looking at the head of the file, never by
a flag alone. Prose becomes reports; a structured feed becomes one data set with a stream of rows, each of
which is loaded, rejected or skipped on purpose: no other way out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from claimgraph.converters.streams import HEAD_BYTES, MAX_TEXT_BYTES, Source
from claimgraph.errors import InputError
from claimgraph.model import Claim, Entity, ReaderRun, Reject, Report

__all__ = [
    "HEAD_BYTES",
    "MAX_TEXT_BYTES",
    "Converter",
    "Dataset",
    "ReadOptions",
    "Row",
    "RowResult",
    "Skipped",
    "Source",
]

if TYPE_CHECKING:
    from claimgraph.readers.base import Extractor
    from claimgraph.reference.loader import Reference


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a feed that was taken in, with the claims read from it.

    `context` holds claims of earlier rows that these name in `relays` or `replaces`; they are not written
    again. `problems` tells what of the row had to be left out (a cell that is no number); the row counts as
    loaded all the same. `readers` have read prose in it.
    """

    claims: tuple[Claim, ...]
    line: int | None = None
    context: tuple[Claim, ...] = ()
    problems: tuple[Reject, ...] = ()
    readers: tuple[ReaderRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out on purpose, and why: a total that repeats other rows, a blank line."""

    reason: str
    line: int | None = None


RowResult = Row | Reject | Skipped


class ReaderRuns:
    """The readers of prose in the rows so far, each once, with all rules by which it found claims.

    >>> runs = ReaderRuns()
    >>> runs.add([ReaderRun("rules", "1", ("b",)), ReaderRun("rules", "1", ("a",))])
    >>> runs.all()
    (ReaderRun(name='rules', version='1', rules=('a', 'b')),)
    """

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], set[str]] = {}

    def __eq__(self, other: object) -> bool:
        """Whether the same readers used the same rules."""
        return isinstance(other, ReaderRuns) and self._rules == other._rules

    def add(self, runs: Iterable[ReaderRun]) -> None:
        """Take in the readers of a row."""
        for run in runs:
            self._rules.setdefault((run.name, run.version), set()).update(run.rules)

    def all(self) -> tuple[ReaderRun, ...]:
        """The readers, in order of name."""
        return tuple(ReaderRun(*run, tuple(sorted(rules))) for run, rules in sorted(self._rules.items()))


"""What becomes of a row. Every row of a feed ends in exactly one of the three."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A structured file being read: the document that it is, and its rows as a stream.

    All rows of a file belong to one document (`cg:DatasetRelease`). `name` identifies it together with the
    publisher, whatever the file is called and whichever version it is: loading a newer version under the
    same name brings the store to exactly the new state. `rows` is read once and never held as a whole.
    Claim ids must be unique within the file (row key and column); passages are `RecordPassage`s.
    """

    name: str
    publisher: Entity
    converter: str
    """Name and version of the converter: "oryx 0.1.0"."""
    source: Source
    rows: Iterator[RowResult]
    title: str = ""
    published: date | None = None
    language: str = "en"
    url: str = ""
    options: ReadOptions | None = None
    """With what it is being read, so that another process can read it again (`converters.read` sets it)."""
    is_account: bool = False
    """Whether its rows are reports of their own, which follow it: it says only what became of them."""
    is_complete: Callable[[], bool] | None = None
    """Of an account: whether all its reports have followed. Without it, a version may lack older ones."""

    def document(self, sha256: str = "", claims: tuple[Claim, ...] = ()) -> Report:
        """The document that the data set is, without its rows; `sha256` is the hash of its content."""
        return Report(
            text="",
            sha256=sha256,
            outlet=self.publisher,
            published=self.published,
            headline=self.title,
            kind="DatasetRelease",
            language=self.language,
            url=self.url,
            source_file=self.source.base_name,
            converter=self.converter,
            claims=claims,
            dataset=self.name,
        )

    def whole(self) -> tuple[Report, list[Reject]]:
        """Read all rows into one report, for output that needs everything at once; and what was refused."""
        claims: list[Claim] = []
        rejects: list[Reject] = []
        readers = ReaderRuns()
        for row in self.rows:
            if isinstance(row, Row):
                claims += row.claims
                readers.add(row.readers)
                rejects += row.problems
            elif isinstance(row, Reject):
                rejects.append(row)
        report = self.document(self.source.sha256(), tuple(claims))
        return replace(report, readers=readers.all()), rejects


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of the input, in place of or over what the file says."""

    reference: Reference
    outlet: str = ""
    published: date | None = None
    headline: str = ""
    kind: str = ""
    url: str = ""
    extractor: Extractor | None = None
    """Who finds the attributions in prose; without one, the rules do."""
    extra: dict[str, str] = field(default_factory=dict)


class Converter(Protocol):
    """One format. `name` is what `--as` takes; `version` is kept in the record of each report.

    `needs` tells what an input must have to be read in this format even when that is asked for by name; it
    is empty where any input may be tried.
    """

    name: str
    version: str
    summary: str
    needs: str

    def recognises(self, source: Source) -> bool:
        """Whether the input looks like this format, judged by its name and head."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Dataset | Reject]:
        """Yield the reports of the input, or its one data set, and what had to be refused.

        A format of prose yields a `Report` for each text. A structured feed yields one `Dataset`, whose
        rows the caller reads before it goes on.

        Raises:
            InputError: nothing of the input can be used.
        """
        ...


def decode(source: Source) -> str:
    """The text of an input: strict UTF-8, no NUL, not empty. Offsets count in exactly this text.

    >>> decode(Source("a.txt", b"caf\\xe9"))
    Traceback (most recent call last):
    claimgraph.errors.InputError: a.txt:1: not UTF-8 (byte 0xE9 at column 4); save the file as UTF-8
    """
    where = source.name
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        column = error.start - (source.data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError(
            f"not UTF-8 (byte 0x{source.data[error.start]:02X} at column {column})",
            where=f"{where}:{line}",
            hint="save the file as UTF-8",
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(
            "a NUL character: this is no plain text", where=f"{where}:{line}", hint="export it as text"
        )
    if not text.strip("\ufeff \t\r\n"):
        raise InputError("the file is empty", where=where, hint="give a file with text")
    return text


def sha256(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def parse_day(value: str, where: str) -> date:
    """A calendar date `YYYY-MM-DD`.

    >>> parse_day("2022-04-31", "a.txt:1")
    Traceback (most recent call last):
    claimgraph.errors.InputError: a.txt:1: 2022-04-31 is not a date; write it as YYYY-MM-DD
    """
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{value} is not a date", where=where, hint="write it as YYYY-MM-DD") from None
    if not _YEARS[0] <= day.year <= _YEARS[1]:  # times are counted from it in both directions
        hint = f"give a year from {_YEARS[0]} to {_YEARS[1]}"
        raise InputError(f"{value} is no date of a report", where=where, hint=hint)
    return day


_YEARS: Final = (1000, 9000)


def file_dataset(
    converter: str, version: str, what: str, source: Source, options: ReadOptions, rows: Iterator[RowResult]
) -> Dataset:
    """The data set that a file is, named by converter and file; `what` opens its title."""
    name = f"{converter}/{source.stem}"
    return Dataset(
        name=name,
        publisher=outlet_entity(options.outlet, options.reference, scope=name),
        converter=f"{converter} {version}",
        source=source,
        rows=rows,
        title=options.headline or f"{what}: {source.stem}",
        published=options.published,
        url=options.url,
    )


def outlet_entity(name: str, reference: Reference, *, scope: str = "") -> Entity:
    """The outlet by its name: from the reference data, else a local one; without a name, an unnamed one.

    An outlet may be any organisation: a ministry publishes too. A name that two of them bear is not
    guessed at and stays local.
    """
    if not name:
        return Entity("unnamed outlet", "MediaOutlet", scope=scope)
    named = [entity for entity in reference.called(name) if entity.is_a("Organization")]
    outlets = [entity for entity in named if entity.is_a("MediaOutlet")] or named
    return outlets[0].entity if len(outlets) == 1 else Entity(name, "MediaOutlet")
