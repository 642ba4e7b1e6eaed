"""Stage 1, the gate: what does not parse strictly goes no further.

pyoxigraph's parsers judge the syntax (rdflib's accepts a third of the W3C's negative tests). Before parsing:
strict UTF-8, no NUL, a size limit, no DOCTYPE in RDF/XML, no context from elsewhere in JSON-LD. After it: IRI
schemes, lexical forms of typed literals, prefixes bound to near-miss namespaces, hidden controls.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claimgraph.validation.catalog import found
from claimgraph.validation.files import RDF_FORMATS, format_of
from claimgraph.validation.findings import Finding, Options
from claimgraph.validation.literals import fault
from claimgraph.validation.locations import Located, from_oxigraph, parse_located, statement_offsets
from claimgraph.validation.source import Source
from claimgraph.vocabulary import PREFIXES, SH

ALLOWED_SCHEMES = frozenset(
    ("https", "http", "urn", "mailto", "tag", "doi", "info", "geo", "tel", "ark", "ni", "did")
)
"""Schemes that an IRI in data may have; others can run code, read files or carry content."""

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PREFIX = re.compile(
    r"^[ \t]*(?:@prefix|PREFIX)[ \t]+([\w.-]*):[ \t]*<([^>]*)>", re.MULTILINE | re.IGNORECASE
)
_CALLS = re.compile(r"(?<![\w?$:@.-])(SERVICE|LOAD)(?![\w:.-])", re.IGNORECASE)
_NOT_CODE = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S
)
_KNOWN_PREFIXES = {name: space for name, space in PREFIXES.items() if name != "d"} | {
    "sh": SH,
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
}


def read(path: Path, index: int, options: Options) -> tuple[Source, list[Finding]]:
    """Read a file as text; the findings say why it could not be read, or not as text.

    Raises:
        OSError: the file cannot be opened.
    """
    source = Source(path, format_of(path) or "", index)
    size = path.stat().st_size
    if size > options.max_bytes:
        limit = f"{options.max_bytes:,} bytes"
        return source, [
            found(
                "CG-SYN-000",
                f"{size:,} bytes are over the limit of {limit}",
                "split the file",
                file=source.name,
            )
        ]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        fix = "save the file as UTF-8"
        return source, [found("CG-SYN-002", what, fix, file=source.name, line=line, column=column)]
    if "\0" in text:
        source.text = text
        where = source.place(text.index("\0"))
        return source, [found("CG-SYN-002", "the file holds a NUL character", "remove it", **where)]
    source.text = text.removeprefix("\ufeff")
    source.shift = len(text) - len(source.text)
    return source, []


def check(source: Source) -> Iterable[Finding]:
    """Parse a file that was read; fills `source.quads` and yields what is wrong."""
    yield from _hidden(source)
    if source.format == "sparql":
        yield from _query(source)
    if source.format not in RDF_FORMATS:
        return
    refused = list(_before_parsing(source))
    yield from refused
    if refused:
        return
    try:
        source.quads = _parse(source)
    except SyntaxError as error:
        yield _syntax(source, error)
        return
    except ValueError as error:
        yield found("CG-SYN-001", str(error), "use RDF 1.1", file=source.name)
        return
    source.parsed = True
    yield from _prefixes(source)
    yield from _terms(source)


def _before_parsing(source: Source) -> Iterator[Finding]:
    if source.format == "rdfxml":
        match = _DOCTYPE.search(source.text)
        if match:
            fix = "write the namespaces out and remove the declaration"
            yield found("CG-SYN-003", "the file has a DOCTYPE", fix, **source.place(match.start()))
    if source.format == "jsonld":
        yield from _json(source)


def _json(source: Source) -> Iterator[Finding]:
    try:
        document = json.loads(source.text)
    except ValueError as error:
        where = {
            "file": source.name,
            "line": getattr(error, "lineno", None),
            "column": getattr(error, "colno", None),
        }
        yield found("CG-SYN-001", f"not JSON: {getattr(error, 'msg', error)}", "mend the JSON", **where)
        return
    except RecursionError:
        yield found("CG-SYN-001", "JSON is nested too deeply", "flatten it", file=source.name)
        return
    for address in sorted(set(_remote_contexts(document))):
        at = source.text.find(json.dumps(address, ensure_ascii=False))
        where = source.place(at) if at >= 0 else {"file": source.name}
        yield found(
            "CG-SYN-004", f"the context {address!r} is not in the file", "write the context inline", **where
        )


def _remote_contexts(document: Any) -> Iterator[str]:
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "@context":
                    yield from (
                        entry
                        for entry in (value if isinstance(value, list) else [value])
                        if isinstance(entry, str)
                    )
                elif key == "@import" and isinstance(value, str):
                    yield value
                pending.append(value)


def _parse(source: Source) -> list[Located]:
    import pyoxigraph as ox

    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "nquads": ox.RdfFormat.N_QUADS,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    quads = ox.parse(source.text.encode("utf-8"), format=formats[source.format])
    if source.format in ("turtle", "trig"):
        statements = list(quads)
        try:
            return parse_located(source.text, index=source.index)
        except (SyntaxError, RecursionError):
            # Correct by pyoxigraph, so not a fault of the file: only the lines are lost.
            return list(from_oxigraph(statements, index=source.index))
    places = statement_offsets(source.text) if source.format in ("ntriples", "nquads") else ()
    return list(from_oxigraph(quads, index=source.index, places=places))


def _syntax(source: Source, error: SyntaxError) -> Finding:
    message = re.sub(r"^Parser error at (?:line \d+ )?(?:between )?[^:]*: ", "", str(error.msg or error))
    line, column = error.lineno, error.offset
    fix = "correct the statement"
    if "prefix" in message and "not been declared" in message:
        fix = "declare the prefix at the head of the file"
    elif "No scheme" in message:
        fix = "write the IRI in full, or declare @base"
    elif source.format == "rdfxml" and line is None:
        line, column = _xml_place(source.text)
        fix = "correct the XML"
    return found("CG-SYN-001", message, fix, file=source.name, line=line, column=column)


def _xml_place(text: str) -> tuple[int | None, int | None]:
    """Where XML stops being well formed; pyoxigraph does not say. Without entities and network."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        return error.lineno, error.offset
    return None, None


def _query(source: Source) -> Iterator[Finding]:
    import pyoxigraph as ox

    from claimgraph.sparql_faults import explain_behind, prologue

    code = _NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source.text)
    call = _CALLS.search(code)
    if call:
        fix = "load the data into the store and ask there"
        yield found("CG-SYN-009", f"the query uses {call[1].upper()}", fix, **source.place(call.start()))
        return
    before = prologue(source.text)
    try:
        # A store without data: nothing is computed, only the parser speaks.
        ox.Store().query(before + source.text)
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        fault = explain_behind(before, source.text, str(getattr(error, "msg", None) or error))
        where = {"line": fault.line, "column": fault.column} if fault.line else {"line": None, "column": None}
        yield found("CG-SYN-001", fault.detail, fault.hint, file=source.name, **where)


def _hidden(source: Source) -> Iterator[Finding]:
    lines: set[int | str | None] = set()
    for match in _BIDI.finditer(source.text):
        where = source.place(match.start())
        if where["line"] in lines:
            continue
        lines.add(where["line"])
        message = f"hidden control character U+{ord(match.group()):04X}"
        yield found("CG-SYN-007", message, "remove it, or write it as an escape", **where)


def _prefixes(source: Source) -> Iterator[Finding]:
    if source.format not in ("turtle", "trig"):
        return
    code = re.sub(r"(?m)^[ \t]*#.*$", lambda match: " " * len(match.group()), source.text)
    for match in _PREFIX.finditer(code):
        prefix, namespace = match.groups()
        expected = _KNOWN_PREFIXES.get(prefix)
        if expected and namespace != expected and not (prefix == "schema" and "schema.org" in namespace):
            message = f"{prefix}: is bound to <{namespace}>"
            fix = f"bind it to <{expected}>, or use another prefix"
            yield found("CG-SYN-008", message, fix, focus=namespace, **source.place(match.start(1)))


def _terms(source: Source) -> Iterator[Finding]:
    from rdflib.term import Literal, URIRef

    seen: set[tuple[str, str]] = set()
    for quad in source.quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph):
            if isinstance(term, Literal):
                datatype = str(term.datatype) if term.datatype else ""
                wrong = fault(str(term), datatype) if datatype else None
                if wrong:
                    yield _ill_typed(source, quad, str(term), datatype, wrong)
            if isinstance(term, URIRef) or (term and isinstance(term, str) and term is quad.graph):
                scheme = _SCHEME.match(term)
                name = scheme[1].lower() if scheme else ""
                if name not in ALLOWED_SCHEMES and (name, str(quad.subject)) not in seen and ":" in term:
                    seen.add((name, str(quad.subject)))
                    yield _scheme(source, quad, str(term), name)


def _ill_typed(source: Source, quad: Located, text: str, datatype: str, wrong: str) -> Finding:
    from claimgraph.vocabulary import compact

    shown = text if len(text) <= 60 else text[:59] + "…"
    return found(
        "CG-SYN-006",
        f'"{shown}" {wrong}',
        f"write a valid {compact(datatype)}, or a plain string if it must stay as it is",
        focus=str(quad.subject),
        path=str(quad.predicate),
        value=text,
        graph=quad.graph,
        **source.place(quad.at),
    )


def _scheme(source: Source, quad: Located, iri: str, scheme: str) -> Finding:
    return found(
        "CG-SYN-005",
        f"the IRI <{iri[:80]}> has the scheme {scheme}:",
        "use https:, http:, urn: or tag:, or keep the address in a string",
        focus=str(quad.subject),
        path=str(quad.predicate),
        value=iri,
        graph=quad.graph,
        **source.place(quad.at),
    )
