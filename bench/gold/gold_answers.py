"""Answers of a reader under test: JSON Lines, checked line by line; what may be left out is filled in."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

Claim = dict[str, Any]
_TEXTS: Final = ("report", "id", "claimant", "stance", "certainty")
_LEFT_OUT: Final[Claim] = {
    "source": [], "cue": [], "direct_quote": False, "narration": False, "relays": None, "event": None,
    "quantity": None, "made_on": None,
}  # fmt: skip
_OF_EVENT: Final = dict.fromkeys(("affects", "performedBy", "place", "weapon", "time"))
_OF_FIGURE: Final = {"low": None, "high": None, "approximate": False, "counts": None}


def read_lines(path: Path) -> list[Claim]:
    """Read a JSON Lines file of objects; blank lines are passed over.

    Raises:
        SystemExit: with the file, the line and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: it cannot be read ({error}); give a file of JSON Lines in UTF-8") from None
    records = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise SystemExit(
                f"{path}:{number}: not JSON ({error.msg}); one object a line is needed"
            ) from None
        if not isinstance(record, dict):
            raise SystemExit(f"{path}:{number}: no object; one object a line is needed")
        records.append(record)
    return records


def read_answers(path: Path, reports: Collection[str]) -> list[Claim]:
    """Read the claims of a reader; `reports` are the names of the reports of the half.

    Raises:
        SystemExit: with the file, the line and what to do.
    """
    answers, seen = read_lines(path), set[str]()
    for number, claim in enumerate(answers, 1):
        where = f"{path}: claim {number}"
        for key in _TEXTS:
            if not isinstance(claim.get(key), str):
                raise SystemExit(f"{where}: {key!r} is missing or no text; see README.md, Files")
        if claim["report"] not in reports:
            raise SystemExit(f"{where}: there is no report {claim['report']!r}; name its file without .txt")
        if claim["id"] in seen:
            raise SystemExit(f"{where}: the id {claim['id']!r} stands twice; give each claim its own")
        seen.add(claim["id"])
        _fill(claim, where)
    return answers


def _fill(claim: Claim, where: str) -> None:
    """Check spans, event and figure of a claim, and fill in what it leaves out."""
    for key, value in _LEFT_OUT.items():
        claim.setdefault(key, value)
    for key in ("content", "source", "cue"):
        if not _are_spans(claim.get(key)):
            raise SystemExit(f"{where}: {key!r} is no list of [start, end]; count code points, end exclusive")
    if not claim["content"]:
        raise SystemExit(f"{where}: 'content' is empty; a claim is found by the words of its content")
    for key, needs, rest in (("event", ("type",), _OF_EVENT), ("quantity", (), _OF_FIGURE)):
        given = claim[key]
        if given is not None and not (isinstance(given, dict) and all(given.get(one) for one in needs)):
            raise SystemExit(f"{where}: {key!r} is neither null nor an object as in dev/claims.jsonl")
        claim[key] = given and {**rest, **given}


def _are_spans(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(at, int) and not isinstance(at, bool) for at in span)
        and 0 <= span[0] < span[1]
        for span in value
    )
