"""Rows of structured files, one at a time, with the line where each begins: JSON arrays, CSV, tab-separated.

A row that cannot be read becomes a `Reject` with its raw text, and the reading goes on with the next one.
Where a file is damaged as a whole (a JSON array that is cut off), reading ends in an `InputError`.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from claimgraph.converters.streams import CHUNK_BYTES, MAX_TEXT_BYTES, Source
from claimgraph.errors import InputError
from claimgraph.model import Reject, TimeSpan

MAX_ROW_LINES = 64
"""So many lines at most make up one row of a CSV file."""
_BOM = b"\xef\xbb\xbf"
_BLANK = re.compile(r"[ \t\r\n]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Record:
    """A row as read: its line, its values by column, and its raw text."""

    line: int
    values: Mapping[str, Any]
    raw: str


class Refused(ValueError):  # noqa: N818 - what became of a row, not a fault of the program
    """A row or cell that cannot be used; carries the reason and the column, if one is at fault."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


def lines(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file with their numbers from 1, without line ends; corrected rows in their place.

    Raises:
        InputError: a line is longer than a row can be, or reading fails.
    """
    patches = source.patches
    for number, line in _written(source):
        patched = patches.get(number) if patches else None
        yield number, line if patched is None else patched.encode("utf-8")


def _written(source: Source) -> Iterator[tuple[int, bytes]]:
    """The lines as they stand in the file, without a mark of the encoding at its start."""
    with source.open() as stream:
        number = 0
        while line := stream.readline(MAX_TEXT_BYTES + 1):
            number += 1
            if len(line) > MAX_TEXT_BYTES:
                raise InputError(
                    f"a line of more than {MAX_TEXT_BYTES:,} bytes", where=f"{source.name}:{number}"
                )
            if number == 1 and line.startswith(_BOM):
                line = line[len(_BOM) :]
            yield number, line.rstrip(b"\r\n")


def text_of(raw: bytes) -> str:
    """The text of a row, strictly UTF-8 and without NUL.

    >>> text_of(b"caf\\xe9")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: not UTF-8 (byte 0xE9 at column 4)
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"not UTF-8 (byte 0x{raw[error.start]:02X} at column {error.start + 1})") from None
    if "\0" in text:
        raise Refused("a NUL character")
    return text


def shown(raw: bytes) -> str:
    """The raw text of a row that may not be UTF-8, with `\\xE9` for what is none."""
    return raw.decode("utf-8", "backslashreplace")


def tab_separated(source: Source) -> Iterator[tuple[int, list[str], str] | Reject]:
    """Yield line number, cells and raw text of each line, split at tabs; quotation marks mean nothing."""
    for number, raw in lines(source):
        try:
            text = text_of(raw)
        except Refused as error:
            yield Reject(source.name, number, error.reason, raw=shown(raw))
            continue
        yield number, text.split("\t"), text


def comma_separated(source: Source, delimiter: str = ",") -> Iterator[Record | Reject]:
    """Yield the rows of a CSV file with a header (RFC 4180); a row of another width is refused.

    A cell in quotation marks may hold line breaks. A quotation mark that is never closed would swallow the
    rows after it: lines are joined only if the row that they give has the width of the header.

    Raises:
        InputError: the file is empty, or its header cannot be read or names a column twice.
    """
    rows = _Lines(source)
    first = next(rows, None)
    if first is None:
        raise InputError("the file is empty", where=source.name, hint="give a file with rows")
    header = header_of(first[1], source.name, delimiter)
    width = len(header)
    for number, raw in rows:
        patched = source.patches.get(number) if source.patches else None
        try:
            mended = patched is not None and patched != shown(raw)
            text = shown(raw) if mended else text_of(raw)
            if text.count('"') % 2 and not _has_width(text, width, delimiter):
                text = rows.joined(text, width, delimiter)
            text = text if patched is None else patched
            cells = _cells(text, delimiter)
            if len(cells) != width:
                raise Refused(f"{len(cells)} cells where the header has {width}")
        except Refused as error:
            yield Reject(source.name, number, error.reason, raw=shown(raw) if patched is None else patched)
            continue
        yield Record(number, dict(zip(header, cells, strict=True)), text)


def header_of(line: bytes, name: str, delimiter: str = ",") -> list[str]:
    """The names of the columns.

    Raises:
        InputError: the line cannot be read, or names a column twice.

    >>> header_of(b'date,"greatest losses"', "a.csv")
    ['date', 'greatest losses']
    """
    try:
        header = _cells(text_of(line), delimiter)
    except Refused as error:
        raise InputError(f"the header is {error.reason}", where=f"{name}:1") from None
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise InputError(f"the header names {twice[0]!r} twice", where=f"{name}:1")
    return header


class _Lines:
    """Lines of a file that can be looked at before they are taken."""

    def __init__(self, source: Source) -> None:
        self._source = _written(source)
        self._ahead: deque[tuple[int, bytes]] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> tuple[int, bytes]:
        return self._ahead.popleft() if self._ahead else next(self._source)

    def joined(self, text: str, width: int, delimiter: str) -> str:
        """The row that begins with `text`, with the lines that belong to it if there are some."""
        row = text
        for at in range(MAX_ROW_LINES):
            if at == len(self._ahead):
                following = next(self._source, None)
                if following is None:
                    return text
                self._ahead.append(following)
            try:
                row += "\n" + text_of(self._ahead[at][1])
            except Refused:
                return text
            if row.count('"') % 2 == 0 and _has_width(row, width, delimiter):
                for _ in range(at + 1):
                    self._ahead.popleft()
                return row
        return text


def _has_width(row: str, width: int, delimiter: str) -> bool:
    try:
        return len(_cells(row, delimiter)) == width
    except Refused:
        return False


def _cells(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter) if line else []
    csv.field_size_limit(MAX_TEXT_BYTES)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise Refused(f"not CSV ({error})") from None


def json_lines(source: Source) -> Iterator[Record | Reject]:
    """Yield the objects of a file with one JSON object on each line; blank lines are passed over."""
    for number, raw in lines(source):
        if not raw.strip():
            continue
        try:
            text = text_of(raw)
            value = json.loads(text, parse_constant=lambda _: None)
        except Refused as error:
            yield Reject(source.name, number, error.reason, raw=shown(raw))
        except (ValueError, RecursionError) as error:
            yield Reject(source.name, number, f"broken JSON ({error})", raw=shown(raw))
        else:
            if isinstance(value, dict):
                yield Record(number, value, text)
            else:
                yield Reject(source.name, number, "not an object", raw=text)


def json_array(source: Source) -> Iterator[Record | Reject]:
    """Yield the objects of a JSON array, read piece by piece.

    Raises:
        InputError: not one array, broken JSON, or cut off before its end.
    """
    return _JsonArray(source).records()


class _JsonArray:
    """Reads a JSON array of any length with a buffer of one chunk, or of one object if that is larger."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._text = ""
        self._at = 0
        self._line = 1
        self._twice = ""
        self._decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=lambda _: None)

    def records(self) -> Iterator[Record | Reject]:
        with self.source.open() as stream:
            read = lambda: stream.read(CHUNK_BYTES)  # noqa: E731 - one name for the two places
            self._more(read)
            self._text = self._text.removeprefix("\ufeff")
            if not self._skip(read, "["):
                self._fail("not a JSON array of objects")
            self._advance(1)
            if not self._skip(read, "]"):
                yield from self._items(read)
            self._advance(1)
            while self._more(read):
                pass
            if self._text[self._at :].strip():
                self._fail("something follows the array")

    def _items(self, read: Callable[[], bytes]) -> Iterator[Record | Reject]:
        while True:
            yield self._item(read)
            if self._skip(read, "]"):
                return
            if not self._skip(read, ","):
                self._fail("broken JSON (a comma is missing)")
            self._advance(1)

    def _item(self, read: Callable[[], bytes]) -> Record | Reject:
        self._skip(read, "")
        while True:
            self._twice = ""
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._more(read):
                    break
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > MAX_TEXT_BYTES or not self._more(read):
                    what = "the file is cut off" if error.pos >= len(self._text) - 1 else "broken JSON"
                    self._fail(f"{what} ({error.msg})" if what == "broken JSON" else what)
            except (ValueError, RecursionError) as error:
                self._fail(f"broken JSON ({error})")
        raw, line = self._text[self._at : end], self._line
        self._advance(end - self._at)
        return self._record(value, raw, line)

    def _record(self, value: Any, raw: str, line: int) -> Record | Reject:
        patched = self.source.patches.get(line)
        twice = self._twice
        if patched is not None:
            raw, self._twice = patched, ""
            try:
                value, twice = self._decoder.decode(raw), self._twice
            except ValueError as error:
                return Reject(self.source.name, line, f"broken JSON ({error})", raw=raw)
        if not isinstance(value, dict):
            return Reject(self.source.name, line, "not an object", raw=raw)
        if twice:
            return Reject(self.source.name, line, "a key is given twice", column=twice, raw=raw)
        return Record(line, value, raw)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            self._twice = next(name for name in names if names.count(name) > 1)
        return found

    def _more(self, read: Callable[[], bytes]) -> bool:
        """Append a chunk, and drop what has been read; false at the end."""
        data = read()
        try:
            text = self._decode.decode(data, final=not data)
        except UnicodeDecodeError as error:
            self._line += self._text.count("\n", self._at)
            self._fail(f"not UTF-8 (byte 0x{error.object[error.start]:02X})")
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(data)

    def _skip(self, read: Callable[[], bytes], expected: str) -> bool:
        """Pass over white space; whether `expected` comes next."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            assert blank is not None
            self._advance(len(blank.group()))
            if self._at < len(self._text):
                return self._text.startswith(expected, self._at)
            if not self._more(read):
                self._fail("the file is cut off")

    def _advance(self, count: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count

    def _fail(self, reason: str) -> None:
        raise InputError(reason, where=f"{self.source.name}:{self._line}", hint="fetch the file again")


def calendar_day(value: object, column: str) -> date:
    """A cell with a date `YYYY-MM-DD`.

    >>> calendar_day("2022-04-31", "date")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '2022-04-31' is not a date
    """
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Refused(f"{_brief(value)} is not a date", column) from None


def count(value: object, column: str) -> int | None:
    """A cell with a count; `None` if it is missing (absent, null, empty), which is not zero.

    >>> count("12", "tank"), count(12.0, "tank"), count(0, "tank"), count("", "tank")
    (12, 12, 0, None)
    >>> count("-3", "tank")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '-3' is not a count
    """
    number = whole(value, column)
    if number is not None and number < 0:
        raise Refused(f"{_brief(value)} is not a count", column)
    return number


def whole(value: object, column: str) -> int | None:
    """A cell with a whole number, which may be negative; `None` if it is missing."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", value.strip(), re.ASCII):
        return int(float(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return value
    raise Refused(f"{_brief(value)} is not a whole number", column)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


@lru_cache(maxsize=4096)
def day_span(day: date) -> TimeSpan:
    """A day as a time span.

    >>> day_span(date(2022, 4, 14)).edtf
    '2022-04-14'
    """
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return TimeSpan(day.isoformat(), start, start + timedelta(days=1))
