"""Stage 7: a quotation equals the text at its offsets.

The text of a document is looked for, in this order: among the given files, beside the file that describes the
document (by `cg:sourceFile`, if that is plain text), in the folders named with `--texts` (by that name, or by
SHA-256 as a store's `texts` folder keeps them). Offsets count Unicode code points, end exclusive, in the text
exactly as in the file. A document whose text is not found gets a note: silence would look like success.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding, Options
from claimgraph.validation.source import Corpus
from claimgraph.vocabulary import CG, cg, compact

_FRAGMENT = re.compile(r"#char=(\d+),(\d+)$")
_WANTED = frozenset(
    cg(name)
    for name in (
        "isPassageOf",
        "exactText",
        "startOffset",
        "endOffset",
        "sourceFile",
        "contentHash",
        "textLength",
        "wasConvertedBy",
    )
)


@dataclass(slots=True)
class _Node:
    """What the record says of a passage or document, and in which file."""

    iri: str
    folder: Path
    values: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        values = self.values.get(name)
        return values[0] if values else None


def check(corpus: Corpus, options: Options) -> Iterable[Finding]:
    """Yield what is wrong with quotations and offsets in the data files."""
    nodes: dict[str, _Node] = {}
    for source in corpus.data:
        for quad in source.quads:
            if str(quad.predicate) in _WANTED and not quad.graph:
                subject = str(quad.subject)
                node = nodes.setdefault(subject, _Node(subject, source.path.parent))
                node.values.setdefault(str(quad.predicate)[len(CG) :], []).append(str(quad.object))
    passages: dict[str, list[_Node]] = {}
    for _, node in sorted(nodes.items()):
        document = node.one("isPassageOf")
        if document and node.one("startOffset") is not None:
            yield from _fragment(node)
            passages.setdefault(document, []).append(node)
    given = {source.path.name: source.text for source in corpus.sources if source.format == "report"}
    for document, several in passages.items():
        yield from _document(
            nodes.get(document) or _Node(document, several[0].folder), several, given, options
        )


def _fragment(node: _Node) -> Iterator[Finding]:
    match = _FRAGMENT.search(node.iri)
    if match and match.groups() != (node.one("startOffset"), node.one("endOffset")):
        offsets = f"{node.one('startOffset')},{node.one('endOffset')}"
        message = f"the IRI says characters {match[1]},{match[2]}, the offsets say {offsets}"
        fix = "make the fragment and the offsets equal"
        yield found(
            "CG-QUO-004", message, fix, focus=node.iri, path=cg("startOffset"), value=node.one("startOffset")
        )


def _document(
    document: _Node, passages: list[_Node], given: dict[str, str], options: Options
) -> Iterator[Finding]:
    text = _text(document, given, options)
    name = document.one("sourceFile") or compact(document.iri)
    if text is None:
        count = f"{len(passages)} passage{'s' if len(passages) > 1 else ''}"
        message = f"the text of {name} is not at hand: {count} not compared with it"
        yield found(
            "CG-QUO-000",
            message,
            "put it beside the file, or name its folder with --texts",
            focus=document.iri,
        )
        return
    expected = document.one("contentHash")
    actual = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if expected and expected.lower() != actual:
        message = f"{name} has the SHA-256 {actual[:12]}…, the record says {expected[:12]}…"
        fix = "give the text that was read, or load the report again"
        yield found("CG-QUO-003", message, fix, focus=document.iri, path=cg("contentHash"), value=expected)
    length = document.one("textLength")
    if length is not None and length != str(len(text)):
        message = f"{name} has {len(text):,} characters, the record says {length}"
        fix = "count code points, or load the report again"
        yield found("CG-QUO-003", message, fix, focus=document.iri, path=cg("textLength"), value=length)
    for passage in passages:
        yield from _passage(passage, text)


def _text(document: _Node, given: dict[str, str], options: Options) -> str | None:
    name = Path(document.one("sourceFile") or "").name
    converter = re.split("[ ,]", document.one("wasConvertedBy") or "text")[0]
    if converter != "text":  # the file is a page, a mailbox …: the text was taken out of it
        name = ""
    sha256 = (document.one("contentHash") or "").lower()
    if name in given:
        return given[name]
    candidates = [document.folder / name] if name else []
    for folder in options.texts:
        candidates += [folder / name] if name else []
        if re.fullmatch("[0-9a-f]{64}", sha256):
            candidates += [folder / sha256[:2] / f"{sha256}.txt", folder / f"{sha256}.txt"]
    for file in candidates:
        if file.is_file():
            try:
                return file.read_bytes().decode("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
    return None


def _passage(passage: _Node, text: str) -> Iterator[Finding]:
    start, end = _number(passage.one("startOffset")), _number(passage.one("endOffset"))
    exact = passage.one("exactText")
    if start is None or end is None or exact is None:
        return  # the shapes report what is missing
    if not 0 <= start < end <= len(text):
        message = f"offsets {start} to {end} are outside the text of {len(text):,} characters"
        fix = "count code points from 0, end exclusive"
        yield found("CG-QUO-002", message, fix, focus=passage.iri, path=cg("startOffset"), value=str(start))
    elif text[start:end] != exact:
        message = f'the text at {start} to {end} is "{_cut(text[start:end])}", not "{_cut(exact)}"'
        fix = _advice(text, exact, start)
        yield found("CG-QUO-001", message, fix, focus=passage.iri, path=cg("exactText"), value=exact)


def _number(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"[+-]?\d{1,18}", value) else None


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _advice(text: str, exact: str, start: int) -> str:
    """Where the words do stand, and what the offsets seem to count."""
    places = [match.start() for match in re.finditer(re.escape(exact), text)]
    if not places:
        return "the words do not occur in the text: read the report again"
    nearest = min(places, key=lambda place: (abs(place - start), place))
    before = text[:nearest]
    hint = ""
    if len(before.encode("utf-16-le")) // 2 == start:
        hint = "; the offsets count UTF-16 units"
    elif len(before.encode("utf-8")) == start:
        hint = "; the offsets count bytes"
    elif len(before) + before.count("\n") == start:
        hint = "; the offsets count line ends twice"
    return f"the words stand at {nearest} to {nearest + len(exact)}{hint}"
