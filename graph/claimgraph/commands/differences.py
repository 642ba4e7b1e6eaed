"""Where two readers of the same reports differ: told as a table, kept as JSON lines for review."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.commands.app import App
    from claimgraph.model import Disagreement, Found, Report, Span

SHOWN = 20
"""Differences that are told one by one; all are in the file."""
_WIDTH = 120


@dataclass(slots=True)
class Differences:
    """What two readers found in the reports of one call, as far as it is not the same."""

    names: tuple[str, ...] = ()
    rows: list[dict[str, Any]] = field(default_factory=list)
    finders: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @classmethod
    def between(cls, extractor: str, path: Path | None) -> Differences:
        """For what `--extractor` names; nothing is kept unless that is two readers.

        Raises:
            UsageError: a file for differences is given, and one reader only.

        >>> Differences.between("rules, mine", None).names
        ('rules', 'mine')
        """
        names = tuple(name.strip() for name in extractor.split(","))
        if path and len(names) < 2:
            raise UsageError(
                "one reader cannot differ", where="--differences", hint="name two: --extractor rules,openai"
            )
        return cls(names if len(names) > 1 else ())

    def add(self, report: Report, file: str) -> None:
        """Keep where the readers of a report differ, and count who found its claims (its own voice aside)."""
        if self.names:
            self.rows += [_row(one, report, file) for one in report.disagreements]
            self.finders.update(claim.found_by for claim in report.claims if not claim.narration)

    def tell(self, app: App, path: Path | None) -> None:
        """Sum up and show them on standard error, and write them all to `path`, whole or not at all.

        Raises:
            InputError: the file cannot be written.
        """
        if not self.names:
            return
        if path:
            self._write(path)
        counted = ", ".join(
            f"{count} by {' and '.join(names)}" + (" alone" if len(names) == 1 else "")
            for names, count in sorted(self.finders.items(), key=lambda item: (-len(item[0]), item[0]))
        )
        number = len(self.rows)
        app.say(f"claims found: {counted or 'none'}; {number} difference{'' if number == 1 else 's'}")
        if self.rows and sys.stderr.isatty():
            app.say(self._table())
        elif self.rows:
            for row in self.rows[:SHOWN]:
                app.say(_line(row))
        if len(self.rows) > SHOWN:
            kept = f"all are in {path}" if path else "--differences FILE keeps all"
            app.say(f"{len(self.rows) - SHOWN} more are not shown; {kept}")

    def _table(self) -> str:
        from claimgraph.commands.output import Table, as_table

        readers = list(dict.fromkeys(name for row in self.rows for name in row["readers"]))
        rows = [
            (
                f"{row['file']}:{row['line']}",
                ", ".join(row["about"]),
                *(_words(row["readers"].get(name)) for name in readers),
            )
            for row in self.rows[:SHOWN]
        ]
        return as_table(Table(("where", "about", *readers), rows), _WIDTH).rstrip("\n")

    def _write(self, path: Path) -> None:
        from claimgraph.store import write_atomically

        lines = (f"{json.dumps(row, ensure_ascii=False)}\n".encode() for row in self.rows)
        try:
            write_atomically(path, lines)
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", where=str(path)) from None


def _row(one: Disagreement, report: Report, file: str) -> dict[str, Any]:
    """One difference: words and offsets of both, and whose version is in the record."""
    return {
        "file": file,
        "line": report.text.count("\n", 0, one.found[0].cue[0][0]) + 1,
        "about": list(one.about),
        "taken": one.taken.reader if one.taken else None,
        "readers": {found.reader: _found(found, report.text) for found in one.found},
    }


def _found(found: Found, text: str) -> dict[str, Any]:
    spans = {"source": found.source, "cue": found.cue, "content": found.content}
    return {
        **{name: _text(text, where) for name, where in spans.items()},
        "stance": found.stance,
        "rule": found.rule,
        "spans": {name: [list(span) for span in where] for name, where in spans.items()},
    }


def _text(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _words(found: dict[str, Any] | None) -> str:
    return f"{found['source'] or '—'} · {found['cue']} · {found['content']}" if found else "—"


def _line(row: dict[str, Any]) -> str:
    from claimgraph.commands.output import printable

    told = "; ".join(
        f"{name}: {_words(found)}" + (f" ({found['stance']})" if "stance" in row["about"] else "")
        for name, found in row["readers"].items()
    )
    about = "found by one" if row["about"] == ["found"] else ", ".join(row["about"])
    return printable(f"differs: {row['file']}:{row['line']}: {about}: {told}")
