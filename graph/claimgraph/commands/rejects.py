"""The file of refused rows: written by `load --rejects`, corrected by the user, read by `load --retry`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.errors import InputError

if TYPE_CHECKING:
    from claimgraph.model import Reject

TOLD = 5
"""Refused rows of one file that are told one by one; all are in the file of rejects."""


@dataclass(slots=True)
class Rejects:
    """What was refused in one call, in order."""

    found: list[Reject] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def add(self, reject: Reject) -> int:
        """Keep a refused row; return how many of its file there are now."""
        self.found.append(reject)
        self.told[reject.file] += 1
        return self.told[reject.file]

    def write(self, path: Path) -> None:
        """Write them as JSON lines, whole or not at all; an empty file if nothing was refused.

        Raises:
            InputError: the file cannot be written.
        """
        from claimgraph.store import write_atomically

        try:
            write_atomically(path, (f"{_line(reject)}\n".encode() for reject in self.found))
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from None


def _line(reject: Reject) -> str:
    names = ("file", "line", "column", "reason", "raw")
    return json.dumps({name: getattr(reject, name) for name in names}, ensure_ascii=False)


def read_corrections(path: Path) -> dict[str, dict[int, str]]:
    """Rows of a file of rejects, by file and line, as they stand there now.

    A row may be listed several times, once for each cell that was left out; the one that differs counts.

    Raises:
        InputError: the list cannot be read or is none.
    """
    listed: dict[str, dict[int, Counter[str]]] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    name, at, raw = _entry(line, f"{path}:{number}")
                    listed.setdefault(name, {}).setdefault(at, Counter())[raw] += 1
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise InputError(f"cannot be read ({reason})", where=str(path), hint="check its name") from None
    return {
        name: {at: min(reversed(raws), key=lambda raw: raws[raw]) for at, raws in rows.items()}
        for name, rows in listed.items()
    }


def _entry(line: str, where: str) -> tuple[str, int, str]:
    try:
        entry = json.loads(line)
        name, at, raw = entry["file"], entry["line"], entry["raw"]
        if not (isinstance(name, str) and isinstance(at, int) and isinstance(raw, str)):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        raise InputError(
            "no refused row that can be tried again", where=where, hint="keep file, line and raw in each line"
        ) from None
    return name, at, raw


def files_of(corrections: Mapping[str, object]) -> Iterator[Path]:
    """Yield the files to load again; members of an archive bring the archive, once."""
    yield from dict.fromkeys(Path(name.partition("!")[0]) for name in corrections)
