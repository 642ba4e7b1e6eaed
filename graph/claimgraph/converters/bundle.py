"""Files that hold many reports: a table of messages, a news feed, a mailbox.

Each report is one of its own, so that it keeps its outlet, date, address and text. The file is a data set
beside them that says what became of its rows: rows read = loaded + rejected + skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from claimgraph.converters.base import Dataset, Row, RowResult, Skipped
from claimgraph.converters.rows import Refused
from claimgraph.model import Reject, Report


class _Placed(Protocol):
    @property
    def line(self) -> int | None: ...


Item = TypeVar("Item", bound=_Placed)


class Bundle(Generic[Item]):
    """Reads a file twice: once for the account of its rows, which may refuse the file, then for the reports.

    `items` opens the file anew and yields what each row holds, or that it is refused or left out; `build`
    makes the report, for which prose is read. Nothing grows with the file.
    """

    def __init__(
        self, items: Callable[[], Iterator[Item | Reject | Skipped]], build: Callable[[Item], Report]
    ) -> None:
        self._items = items
        self._build = build
        self._began = False
        self._ended = False
        self._gave_all = False

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row; its report follows later."""
        self._began = True
        for item in self._items():
            yield item if isinstance(item, Reject | Skipped) else Row((), item.line)
        self._ended = True

    def reports(self) -> Iterator[Report]:
        """Yield the reports; none if the reading of the rows was broken off, for then the file is refused."""
        if self._began and not self._ended:
            return
        for item in self._items():
            if not isinstance(item, Reject | Skipped):
                yield self._build(item)
        self._gave_all = True

    def read(
        self, dataset: Callable[[Iterator[RowResult]], Dataset], *, is_window: bool = False
    ) -> Iterator[Report | Dataset]:
        """Yield the data set that the file is, then its reports.

        A window (a news feed) shows the latest of them; one that a newer version lacks is not gone.
        """
        complete = None if is_window else lambda: self._gave_all
        found = replace(dataset(self.rows()), is_account=True, is_complete=complete)
        yield found
        for report in self.reports():
            yield replace(report, listed_in=found.name)


def once(seen: dict[str, int | None], key: str, line: int | None, column: str = "") -> None:
    """Keep a key of a row.

    Raises:
        Refused: it was given before.

    >>> once({"a": 3}, "a", 9)
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: the row was given before (line 3)
    """
    if key in seen:
        raise Refused(f"the row was given before (line {seen[key]})", column)
    seen[key] = line
