"""What every export of reports is: a name, endings of files, the writing, and the list of what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from claimgraph.model import Report


class Export(Protocol):
    """One format for reports. `endings` are those of file names, with the dot."""

    @property
    def name(self) -> str:
        """What `--to` takes."""
        ...

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of file names, with the dot."""
        ...

    def write(self, reports: Sequence[Report], base: str) -> Iterator[str]:
        """Yield the file in pieces; `base` is the namespace of the data IRIs."""
        ...

    def losses(self, reports: Sequence[Report]) -> list[str]:
        """What the format cannot carry of these reports, one line for each kind of thing, with its number."""
        ...
