"""Which files to check, and in what format each is.

>>> format_of(Path("a.trig"))
'trig'
>>> format_of(Path("picture.png")) is None
True
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FORMATS = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".rq": "sparql",
    ".txt": "report",
    ".csv": "names",
}
"""Format by file name extension; a table in a folder is one of names only if its first line says so."""

RDF_FORMATS = frozenset(("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"))
SKIPPED_FOLDERS = frozenset(("fixtures",))
"""Folders with files that are wrong on purpose; checked only when named directly."""

NAMED = 3
"""How many of the files that are not checked a note names."""


@dataclass(slots=True)
class Selection:
    """The files to check, what cannot be read (path, why), and notes on what was left out."""

    files: list[Path] = field(default_factory=list)
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def format_of(path: Path) -> str | None:
    """The format by the extension, or `None`."""
    return FORMATS.get(path.suffix.lower())


def select(paths: Sequence[Path]) -> Selection:
    """Walk folders (sorted, hidden names left out) and take files as named.

    A file that is named directly must exist and have a known extension. In a folder, files of other kinds are
    counted in a note, `README` and licence texts are not taken for reports.
    """
    selection = Selection()
    for path in paths:
        if path.is_dir():
            _walk(path, selection)
        elif not path.exists():
            selection.unreadable.append((path, "there is no such file"))
        elif format_of(path) is None:
            known = " ".join(sorted(FORMATS))
            selection.unreadable.append((path, f"the format is not known by its name (known: {known})"))
        else:
            selection.files.append(path)
    selection.files = list(dict.fromkeys(selection.files))
    return selection


def _is_meant(path: Path) -> bool:
    """Whether a file in a folder is to be checked: its format is known, and a table is one of names."""
    if format_of(path) is None or path.stem.upper() in ("README", "LICENSE", "NOTICE"):
        return False
    return format_of(path) != "names" or path.name == "names.csv" or _has_names(path)


def _has_names(path: Path) -> bool:
    """Whether the first line of a table has the columns that one of names must have."""
    from claimgraph.reference.table import REQUIRED

    try:
        with path.open("rb") as file:
            header = file.readline(4096).decode("utf-8-sig", "replace")
    except OSError:
        return False
    return set(REQUIRED) <= {name.strip().strip('"') for name in header.split(",")}


def _walk(root: Path, selection: Selection) -> None:
    other: list[str] = []

    def refuse(error: OSError) -> None:
        selection.unreadable.append((Path(error.filename), error.strerror or str(error)))

    for folder, folders, names in os.walk(root, onerror=refuse):
        here = Path(folder)
        for name in sorted(SKIPPED_FOLDERS.intersection(folders)):
            selection.notes.append(
                f"{here / name}: left out, its files are wrong on purpose; name it to check it"
            )
        if "store.json" in names and "quads" in folders:
            selection.notes.append(f"{here}: a store, left out; check what claimgraph dump writes")
            folders.clear()
            continue
        folders[:] = sorted(
            name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith((".", "__"))
        )
        for name in sorted(names):
            path = here / name
            if name.startswith("."):
                continue
            if _is_meant(path):
                selection.files.append(path)
            else:
                other.append(name)
    if other:
        named = ", ".join(other[:NAMED]) + (", …" if len(other) > NAMED else "")
        told = f"{len(other)} file{'s' if len(other) > 1 else ''} of other kinds not checked ({named})"
        selection.notes.append(f"{root}: {told}")
