"""What every converter is given and gives back, and the gate that text from outside passes first.

A converter knows its format and nothing of RDF. It is chosen by looking at the head of the file, never by
a flag alone, and yields reports and rejects: every row of its input ends in one of the two.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from claimgraph.errors import InputError
from claimgraph.model import Entity, Reject, Report

if TYPE_CHECKING:
    from claimgraph.reference.loader import Reference

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Largest text of one report; the longest news articles have well under 1 MB."""
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Source:
    """An input as it came: its name for messages, and its bytes."""

    name: str
    data: bytes

    @property
    def head(self) -> bytes:
        """The first bytes, enough to recognise a format."""
        return self.data[:HEAD_BYTES]

    @property
    def base_name(self) -> str:
        """The name without folders, as the record keeps it."""
        return Path(self.name).name

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """Read a file.

        Raises:
            InputError: the file is missing, a folder, unreadable, or larger than `MAX_TEXT_BYTES`.
        """
        try:
            size = path.stat().st_size
            if path.is_file() and size > MAX_TEXT_BYTES:
                raise InputError(
                    f"the file has {size:,} bytes; the limit for one report is {MAX_TEXT_BYTES:,}",
                    where=str(path),
                    hint="split it into reports",
                )
            with path.open("rb") as file:
                return cls(str(path), file.read(MAX_TEXT_BYTES + 1))
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror or error})", where=str(path), hint="check name and rights"
            ) from None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of the input, in place of or over what the file says."""

    reference: Reference
    outlet: str = ""
    published: date | None = None
    headline: str = ""
    kind: str = ""
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)


class Converter(Protocol):
    """One format. `name` is what `--as` takes; `version` is kept in the record of each report."""

    name: str
    version: str
    summary: str

    def recognises(self, source: Source) -> bool:
        """Whether the input looks like this format, judged by its name and head."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Reject]:
        """Yield the reports of the input, and what had to be refused.

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
    if len(source.data) > MAX_TEXT_BYTES:
        raise InputError(
            f"the text has {len(source.data):,} bytes; the limit for one report is {MAX_TEXT_BYTES:,}",
            where=where,
            hint="split it into reports",
        )
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
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{value} is not a date", where=where, hint="write it as YYYY-MM-DD") from None


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
