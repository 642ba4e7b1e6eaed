"""Files that are no report: RDF, SPARQL, program code, settings; and documents that are no plain text.

As plain text they would be read as prose and give claims that nobody made. What they are is told by the
ending of the name, or by how their first bytes or lines look; whoever knows better names the format with
`--as text`, except for PDF, word processing, pictures and whole pages of HTML, which nobody can read so.
"""

from __future__ import annotations

import re
from pathlib import Path

from claimgraph.converters.streams import PACKED_ENDINGS, Source
from claimgraph.errors import InputError

RDF_ENDINGS = frozenset((".ttl", ".trig", ".nt", ".nq", ".n3", ".rdf", ".owl", ".jsonld"))
DUMP_ENDINGS = frozenset((".trig", ".nq", ".jsonld"))
QUERY_ENDINGS = frozenset((".rq", ".sparql", ".ru"))
CODE_ENDINGS = frozenset(
    (
        *(".py", ".pyi", ".ipynb", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".css", ".scss", ".php", ".sql"),
        *(".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".java", ".kt", ".go", ".rs", ".swift", ".scala"),
        *(
            ".rb",
            ".pl",
            ".lua",
            ".r",
            ".jl",
            ".sh",
            ".bash",
            ".zsh",
            ".fish",
            ".ps1",
            ".bat",
            ".mk",
            ".cmake",
        ),
        *(".toml", ".ini", ".cfg", ".conf", ".env", ".lock", ".diff", ".patch", ".tex", ".bib", ".log"),
    )
)
_RDF = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:@(?:prefix|base)\s|(?:PREFIX\s+[\w.-]*:|BASE)\s*<)", re.IGNORECASE)
_QUERY = re.compile(r"\b(?:SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE)\b[^.]*\{", re.IGNORECASE | re.DOTALL)
_CODE_LINE = re.compile(
    r".*[;{}]\s*$|\s*(?:import\s+[\w.]+(?:\s+as\s+\w+)?|from\s+[\w.]+\s+import\s.*|(?:async\s+)?def\s+\w+\(.*|"
    r"class\s+\w+.*:|(?:el)?if\s.*:|else:|try:|except.*:|return\b.*|#include\s.*|#!.*|//.*|\w+(?:\.\w+)*\(.*\)|"
    r"[\w.]+(?:\[.*\])?\s*[-+*]?=\s*\S.*)$"
)
_FEWEST, _SHARE = 4, 0.5
"""So many lines of a text, and such a part of them, must look like code."""
_AS_TEXT = "save it as plain text or HTML, and load that"
_DOCUMENTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF", "take its text out first (pdftotext {name}), and load that"),
    (b"{\\rtf", "a document in RTF", _AS_TEXT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program", _AS_TEXT),
    (b"\x89PNG\r\n", "a picture", "write down what it says"),
    (b"\xff\xd8\xff", "a picture", "write down what it says"),
    (b"GIF8", "a picture", "write down what it says"),
)
"""How files of other formats begin, what they are, and what to do."""
_PACKED: dict[str, str] = {
    ".docx": "a document of a word processor",
    ".odt": "a document of a word processor",
    ".pptx": "a presentation",
    ".odp": "a presentation",
    ".epub": "an electronic book",
}
"""Formats that are zip archives, by ending."""
_BLOCK = re.compile(
    r"</?(?:html|body|p|div|section|article|main|table|tr|td|ul|li|h[1-6]|script)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 2


def refusal(source: Source) -> InputError | None:
    """Why a text is no report, with what to do; `None` if it may be one.

    >>> print(refusal(Source("names.ttl", b"@prefix cg: <https://w3id.org/claimgraph/ns#> .")))
    names.ttl: this is RDF, no report; names of your own go in with --reference names.ttl
    >>> refusal(Source("a.txt", b"The port was shelled on Monday, the mayor said."))
    """
    if fault := document(source):
        return fault
    endings = [one.lower() for one in Path(source.member or source.name).suffixes]
    ending = next((one for one in reversed(endings) if one not in PACKED_ENDINGS), "")
    text = source.head.decode("utf-8", "replace")
    name = source.base_name
    is_rdf = _RDF.match(text) is not None
    if ending in QUERY_ENDINGS or (is_rdf and _QUERY.search(text)):
        what, hint = "a SPARQL query", f"ask it with claimgraph query {name}"
    elif ending in DUMP_ENDINGS:
        what, hint = "RDF", f"a dump of a store goes back with claimgraph restore {name}"
    elif ending in RDF_ENDINGS or is_rdf:
        what, hint = "RDF", f"names of your own go in with --reference {name}"
    elif ending in CODE_ENDINGS or looks_like_code(text):
        what, hint = "program code or settings", "if it is a report all the same, give --as text"
    elif is_part_of_page(text):
        what, hint = (
            "part of a page of HTML",
            "save the whole page, or give --as text to read its tags as words",
        )
    else:
        return None
    return InputError(f"this is {what}, no report", where=source.name, hint=hint)


def is_part_of_page(text: str) -> bool:
    """Whether elements of HTML stand in a text; XML of another kind may have some of the same names.

    >>> is_part_of_page("Seen: <p>Two men died.</p>"), is_part_of_page("<plan><p>x</p></plan>")
    (True, False)
    """
    is_other = text.lstrip("\ufeff \t\r\n").startswith("<") and not _BLOCK.match(text.lstrip("\ufeff \t\r\n"))
    return not is_other and len(_BLOCK.findall(text)) >= _FEWEST_TAGS


def document(source: Source) -> InputError | None:
    """Why a file cannot be read as plain text, also if somebody asks for it; `None` if it can.

    >>> print(document(Source("toll.pdf", b"%PDF-1.7")))
    toll.pdf: this is a PDF, no report; take its text out first (pdftotext toll.pdf), and load that
    """
    head, name = source.head.lstrip(b"\xef\xbb\xbf \t\r\n"), source.base_name
    found = next(((what, hint) for start, what, hint in _DOCUMENTS if head.startswith(start)), None)
    ending = Path(source.member or source.name).suffix.lower()
    if found is None and head.startswith(b"PK\x03\x04") and ending in _PACKED:
        found = _PACKED[ending], _AS_TEXT
    if found is None:
        return None
    return InputError(f"this is {found[0]}, no report", where=source.name, hint=found[1].format(name=name))


def looks_like_code(text: str) -> bool:
    """Whether most lines of a text are those of a program.

    >>> looks_like_code("import os\\nfor name in names:\\n    print(name)\\n    total += 1\\nprint(total)\\n")
    True
    >>> looks_like_code("KYIV;\\nThe raid came at dawn;\\nnobody was hurt.")
    False
    """
    lines = [line for line in text.splitlines() if line.strip()]
    hits = sum(1 for line in lines if _CODE_LINE.match(line))
    return hits >= _FEWEST and hits >= _SHARE * len(lines)
