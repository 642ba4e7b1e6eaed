"""Converters: one module a format, recognised by looking at the file.

>>> from claimgraph.converters import find, names
>>> "text" in names()
True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimgraph.converters.acled import AcledConverter
from claimgraph.converters.base import (
    Converter,
    Dataset,
    ReadOptions,
    Row,
    RowResult,
    Skipped,
    Source,
    decode,
)
from claimgraph.converters.claimreview import ClaimReviewConverter
from claimgraph.converters.foreign import document, refusal
from claimgraph.converters.gdelt import GdeltConverter
from claimgraph.converters.general_staff import GeneralStaffConverter
from claimgraph.converters.mail import MailConverter
from claimgraph.converters.news_page import NewsPageConverter
from claimgraph.converters.newsml import NewsmlConverter
from claimgraph.converters.oryx import OryxConverter
from claimgraph.converters.syndication import SyndicationConverter
from claimgraph.converters.table import TableConverter
from claimgraph.converters.text import TextConverter
from claimgraph.converters.ucdp import UcdpConverter
from claimgraph.converters.viina import ViinaConverter
from claimgraph.errors import InputError, UsageError
from claimgraph.model import Reject, Report

__all__ = [
    "Converter",
    "Dataset",
    "ReadOptions",
    "Row",
    "RowResult",
    "Skipped",
    "Source",
    "decode",
    "find",
    "names",
    "read",
]

_CONVERTERS: tuple[Converter, ...] = (
    GeneralStaffConverter(),
    OryxConverter(),
    GdeltConverter(),
    UcdpConverter(),
    AcledConverter(),
    ViinaConverter(),
    ClaimReviewConverter(),
    SyndicationConverter(),
    NewsmlConverter(),
    NewsPageConverter(),
    TableConverter(),
    MailConverter(),
    TextConverter(),
)
"""In the order in which they are asked; tables are known by name only, and plain text takes the rest."""


def names() -> list[str]:
    """The names that `--as` takes."""
    return [converter.name for converter in _CONVERTERS]


def find(source: Source, name: str = "") -> Converter:
    """The converter for an input, by name or by looking at it.

    Raises:
        UsageError: there is no converter of that name.
        InputError: no converter recognises the input, or it lacks what the named one needs.
    """
    if name:
        return _named(source, name)
    if source.head.startswith(b"version https://git-lfs.github.com/spec/"):
        raise InputError("a Git LFS pointer and not the file", where=source.name, hint="git lfs pull")
    for converter in _CONVERTERS:
        if converter.recognises(source):
            if converter.name == "text" and (fault := refusal(source)):
                raise fault
            return converter
    if fault := refusal(source):
        raise fault
    raise InputError("no converter knows this format", where=source.name, hint="name one with --as")


def _named(source: Source, name: str) -> Converter:
    if name == TextConverter.name:
        if fault := document(source):
            raise fault
        if NewsPageConverter().recognises(source):
            raise InputError(
                "this is a page of HTML, no plain text",
                where=source.name,
                hint="without --as text its article is found and read",
            )
    for converter in _CONVERTERS:
        if converter.name == name:
            if converter.needs and source.head and not converter.recognises(source):
                raise InputError(
                    f"not in the format {name}: {converter.needs} is missing",
                    where=source.name,
                    hint="without --as the format is found by looking at the file",
                )
            return converter
    raise UsageError(f"there is no converter {name!r}", hint=f"use one of {', '.join(names())}")


def read(source: Source, options: ReadOptions, name: str = "") -> Iterator[Report | Dataset | Reject]:
    """Yield what the fitting converter makes of an input."""
    if not source.head:
        decode(source)
    for item in find(source, name).read(source, options):
        yield replace(item, options=options) if isinstance(item, Dataset) else item
