"""Turn the annotations of the gold set into claims.jsonl and relations.jsonl.

An annotator writes one YAML file a report: a list of claims whose spans are quoted words. This script finds
the words in the report, refuses what is not there or not unique, and writes offsets.

    python bench/gold/build.py            # both halves
    python bench/gold/build.py dev        # one half
    python bench/gold/build.py --check    # fail if the built files are not up to date

Keys of a claim (all but `con` may be left out):

    id    a label for `rel` and for the relations
    by    the claimant, or a list of claimants (one claim each); left out: the outlet, in its own voice
    src   the source span         cue   the cue span        con   the content
    st    stance (asserts)        ct    certainty (certain; unstated with undetermined and doubts)
    ev    "Type aff=…; perf=…; at=…; wpn=…; t=…" (several fillers: a + b)
    n     "LOW..HIGH~ counts side or group = words of the figure" (LOW alone: exact; .. open; ~ approximate)
    on    when it was said        rel   the id of the claim that this one passes on
    dq    true or false, where quotation marks do not tell whether it is a direct quotation
    about further names

Spans: `A … B` runs from A to the next B; `A // B` are two spans; `A#2` is the second A of the report. A
source or cue that occurs more than once is the one nearest to the content. A role or time that begins with
`?` is completed from elsewhere in the report: readers may leave it out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from gold_rules import no_contradiction

HERE = Path(__file__).resolve().parent
HALVES = ("dev", "test", "late", "fresh", "fifth")
KEYS = frozenset(["id", "by", "src", "cue", "con", "st", "ct", "ev", "n", "on", "rel", "dq", "about"])
STANCES = frozenset(
    ("asserts", "denies", "doubts", "undetermined", "predicts", "warns", "concedes", "believes")
)
CERTAINTIES = frozenset(["certain", "probable", "possible", "unstated"])
ROLES = {"aff": "affects", "perf": "performedBy", "at": "place", "wpn": "weapon", "t": "time"}
KINDS = frozenset(("contradiction", "corroboration", "revision", "none"))
_FIGURE = re.compile(
    r"(?P<low>\d*)(?P<dots>\.\.)?(?P<high>\d*)(?P<about>~?) (?P<counts>\w+) ?(?P<side>[^=]*?) ?= (?P<text>.+)"
)

Span = tuple[int, int]


class GoldError(ValueError):
    """An annotation that does not fit its report: the message says which and why."""


def occurrences(text: str, words: str, start: int) -> list[Span]:
    """Give every place of the words; `A … B` runs from an A to the next B.

    >>> occurrences("He said A. He said B.", "He … B", 0)
    [(0, 20), (11, 20)]
    """
    first, gap, last = words.partition(" … ")
    found = []
    for match in _whole(first).finditer(text, start):
        if gap:
            match_end = _whole(last).search(text, match.end())
            if match_end is None:
                break
            found.append((match.start(), match_end.end()))
        else:
            found.append(match.span())
    return found


def _whole(words: str) -> re.Pattern[str]:
    """The words, not as part of longer ones."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(before + re.escape(words) + after)


def locate(text: str, words: str, start: int, near: Sequence[Span] = ()) -> list[Span]:
    """Find the spans of an annotation; raise GoldError where they are missing or ambiguous.

    >>> locate("It fell, he said, on Friday.", "It fell // on Friday", 0)
    [(0, 7), (18, 27)]
    """
    spans = []
    for part in words.split(" // "):
        number = re.search(r"#(\d+)$", part)
        part = part[: number.start()] if number else part
        found = occurrences(text, part, start)
        if not found:
            raise GoldError(f"not in the report: {part!r}")
        if number:
            index = int(number[1]) - 1
            if index >= len(found):
                raise GoldError(f"only {len(found)} times in the report: {part!r}")
            spans.append(found[index])
        elif len(found) > 1 and not near:
            raise GoldError(f"{len(found)} times in the report, say which with #n: {part!r}")
        else:
            spans.append(min(found, key=lambda span: (_gap(span, near), span)) if near else found[0])
    return spans


def _gap(span: Span, others: Sequence[Span]) -> int:
    """The distance to the nearest of the others; lying inside one counts as far."""
    gaps = []
    for start, end in others:
        if span[1] <= start:
            gaps.append(start - span[1])
        elif span[0] >= end:
            gaps.append(span[0] - end)
        else:
            gaps.append(10_000)
    return min(gaps)


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Give the head of a report as a mapping, and where its headline or prose can begin.

    >>> front_matter("---\\noutlet: A\\n---\\nText")
    ({'outlet': 'A'}, 4)
    """
    if not text.startswith("---\n"):
        raise GoldError("a report begins with a head between --- lines")
    head = text[4 : text.index("\n---\n", 3)]
    return dict(line.split(": ", 1) for line in head.splitlines()), 4


def figure(words: str) -> dict[str, Any]:
    """Read the short form of a quantity.

    >>> figure("24..~ killed civilians = dozens")["low"]
    24
    """
    match = _FIGURE.fullmatch(words)
    if match is None or not (match["low"] or match["high"]):
        raise GoldError(f"not a figure: {words!r}")
    low = int(match["low"]) if match["low"] else None
    high = int(match["high"]) if match["high"] else (None if match["dots"] else low)
    return {
        "low": low,
        "high": high,
        "approximate": bool(match["about"]),
        "counts": match["counts"],
        "side_or_group": match["side"].strip() or None,
        "text": match["text"],
    }


def event(words: str) -> tuple[dict[str, Any], list[str]]:
    """Read the short form of an event; the second value lists the keys that were completed.

    >>> event("Shelling aff=school; t=?2023-05-01")[1]
    ['time']
    """
    kind, _, rest = words.partition(" ")
    if not re.fullmatch(r"[A-Z][A-Za-z]+", kind):
        raise GoldError(f"not a class of events: {kind!r}")
    made: dict[str, Any] = {"type": kind, **dict.fromkeys(ROLES.values())}
    completed = []
    for pair in filter(None, (part.strip() for part in rest.split(";"))):
        key, _, value = pair.partition("=")
        if key not in ROLES or not value:
            raise GoldError(f"not a role: {pair!r}")
        if value.startswith("?"):
            completed.append(ROLES[key])
            value = value[1:]
        names = value.split(" + ")
        made[ROLES[key]] = names if len(names) > 1 else names[0]
    return made, completed


def _load(file: Path) -> list[dict[str, Any]]:
    """Read a YAML list in which every scalar is text (so that `on` stays a key, and a date a date)."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or []


def claims_of(report: Path, annotation: Path) -> Iterator[tuple[str | None, dict[str, Any], list[str]]]:
    """Yield (label, claim, completed keys) for each claim of a report."""
    text = report.read_text(encoding="utf-8")
    head, start = front_matter(text)
    items = _load(annotation)
    ids: dict[str, str] = {}
    made: list[tuple[str | None, dict[str, Any], list[str], str | None]] = []
    wrong = []
    for item in items:
        try:
            made.extend(_claims(item, text, head, start))
        except GoldError as error:
            wrong.append(f"{annotation.name}: {item.get('id', '')} {item.get('con', '')!r}: {error}")
    if wrong:
        raise GoldError("\n".join(wrong))
    for number, (label, claim, _, _) in enumerate(made, 1):
        claim["report"] = report.stem
        claim["id"] = f"{report.stem}-{number}"
        if label:
            ids.setdefault(label, claim["id"])
    for label, claim, completed, relays in made:
        if relays is not None and relays not in ids:
            raise GoldError(f"{annotation.name}: no claim {relays!r}")
        claim["relays"] = ids[relays] if relays is not None else None
        yield label, claim, completed


def _claims(
    item: dict[str, Any], text: str, head: dict[str, str], start: int
) -> Iterator[tuple[str | None, dict[str, Any], list[str], str | None]]:
    unknown = set(item) - KEYS
    if unknown:
        raise GoldError(f"unknown keys {sorted(unknown)}")
    content = locate(text, item["con"], start)
    cue = locate(text, item["cue"], start, content) if item.get("cue") else []
    source = locate(text, item["src"], start, cue or content) if item.get("src") else []
    happened, completed = event(item["ev"]) if "ev" in item else (None, [])
    quantity = figure(item["n"]) if "n" in item else None
    if quantity and quantity["text"].replace(" … ", "") not in text:
        raise GoldError(f"figure not in the report: {quantity['text']!r}")
    claim = {
        "report": "",
        "id": "",
        "claimant": head["outlet"],
        "source": [list(span) for span in source],
        "cue": [list(span) for span in cue],
        "content": [list(span) for span in content],
        **_stance(item),
        "direct_quote": item["dq"] == "true" if "dq" in item else _quoted(text, content),
        "narration": "by" not in item,
        "about": _about(happened, item),
        "relays": None,
        "event": happened,
        "quantity": quantity,
        "made_on": item.get("on"),
    }
    for label in as_list(item.get("by", head["outlet"])):
        yield item.get("id"), claim | {"claimant": label}, completed, item.get("rel")


def as_list(value: str | list[str]) -> list[str]:
    """Give one or several names as a list."""
    return value if isinstance(value, list) else [value]


def _quoted(text: str, content: Sequence[Span]) -> bool:
    return all(text[start] in '“"' and text[end - 1] in '”"' for start, end in content)


def _stance(item: dict[str, Any]) -> dict[str, str]:
    stance = item.get("st", "asserts")
    certainty = item.get("ct", "unstated" if stance in {"undetermined", "doubts"} else "certain")
    if stance not in STANCES or certainty not in CERTAINTIES:
        raise GoldError(f"no such stance or certainty: {stance}, {certainty}")
    return {"stance": stance, "certainty": certainty}


def _about(happened: dict[str, Any] | None, item: dict[str, Any]) -> list[str]:
    names: list[str] = []
    for role in ("affects", "performedBy", "place", "weapon") if happened else ():
        value = happened[role] if happened else None
        names.extend(value if isinstance(value, list) else [value] if value else [])
    return list(dict.fromkeys([*names, *item.get("about", [])]))


def build(half: str) -> dict[str, str]:
    """Give the built files of a half, name to text; raise GoldError where an annotation does not fit."""
    folder = HERE / half
    claims: list[dict[str, Any]] = []
    labels: dict[str, str] = {}
    completed: dict[str, list[str]] = {}
    published: dict[str, str] = {}
    for report in sorted((folder / "reports").glob("*.txt")):
        annotation = folder / "annotations" / f"{report.stem}.yaml"
        if not annotation.exists():
            raise GoldError(f"{report.name} has no annotation")
        published[report.stem] = front_matter(report.read_text(encoding="utf-8"))[0]["date"]
        for label, claim, keys in claims_of(report, annotation):
            claims.append(claim)
            if label:
                labels.setdefault(f"{report.stem}/{label}", claim["id"])
            if keys:
                completed[claim["id"]] = keys
    relations = list(_relations(folder, labels))
    by_id = {claim["id"]: claim for claim in claims}
    for item in relations:
        reason = no_contradiction(by_id[item["a"]], by_id[item["b"]], published)
        if reason and item["relation"] == "contradiction":
            raise GoldError(f"relations.yaml: {item['a']} and {item['b']} are no contradiction: {reason}")
    return {
        "claims.jsonl": _lines(claims),
        "relations.jsonl": _lines(relations),
        "completed.jsonl": _lines([{"claim": key, "keys": value} for key, value in completed.items()]),
    }


def _lines(records: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _relations(folder: Path, labels: dict[str, str]) -> Iterator[dict[str, Any]]:
    file = folder / "relations.yaml"
    for item in _load(file) if file.exists() else []:
        for key in ("a", "b"):
            if item[key] not in labels:
                raise GoldError(f"relations.yaml: no claim {item[key]!r}")
        grade = item.get("grade")
        if item["kind"] not in KINDS or (grade in {"firm", "possible"}) != (item["kind"] == "contradiction"):
            raise GoldError(f"relations.yaml: kind and grade do not fit: {item}")
        yield {
            "a": labels[item["a"]],
            "b": labels[item["b"]],
            "relation": item["kind"],
            "grade": grade,
            "why": item["why"],
        }


def main(arguments: Sequence[str]) -> int:
    """Build the halves named; with --check only compare."""
    halves = [name for name in arguments if name in HALVES] or list(HALVES)
    stale = 0
    for half in halves:
        try:
            files = build(half)
        except GoldError as error:
            print(f"{half}: {error}", file=sys.stderr)
            return 3
        for name, text in files.items():
            path = HERE / half / name
            if "--check" in arguments:
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    print(f"{half}/{name} is not up to date: run build.py", file=sys.stderr)
                    stale = 1
            else:
                path.write_text(text, encoding="utf-8")
                print(f"{half}/{name}: {len(text.splitlines())}")
    return stale


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
