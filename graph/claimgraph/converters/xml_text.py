"""XML and HTML from outside as text: a parser that fetches and resolves nothing, and prose out of markup.

A document type declaration may stand in a file only if it defines nothing (NITF files have one): it is
blanked before parsing. Entities, internal subsets, and encodings other than UTF-8 and the declared ones of
one byte a letter are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import Source
from claimgraph.errors import InputError

_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s[^\[\]<>]*>", re.IGNORECASE)
_DECLARING: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_ROOT: Final = re.compile(
    rb"(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE(?:[^>\[]|\[[^\]]*\])*>|\s)*<([A-Za-z_][\w.:-]*)", re.S | re.I
)
_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "footer", "h1", "h2",
     "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
     "hl1", "hl2", "block", "note")
)  # fmt: skip
_SILENT: Final = frozenset(("script", "style", "noscript", "template", "iframe", "object", "head", "title"))
_ISO: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?=$|[T\s])", re.A)
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def root_name(head: bytes) -> str:
    """The name of the first element, without its prefix, in lower case; "" if there is none.

    >>> root_name(b'<?xml version="1.0"?><!-- a --><rdf:RDF xmlns="x">')
    'rdf'
    """
    match = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return match[1].decode("ascii", "replace").rpartition(":")[2].lower() if match else ""


def parse_xml(data: bytes, where: str) -> Any:
    """The root element of an XML document.

    Raises:
        InputError: it is not well-formed, declares entities, or is in an encoding that is not read.

    >>> parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "a.xml")
    Traceback (most recent call last):
    claimgraph.errors.InputError: a.xml: a document type declaration that defines something; take it out
    """
    from lxml import etree

    if b"\0" in data[:1000]:
        raise InputError("neither UTF-8 nor its like", where=where, hint="save the file as UTF-8")
    plain = _DOCTYPE.sub(lambda found: re.sub(rb"[^\n]", b" ", found[0]), data, count=1)
    if _DECLARING.search(plain):
        raise InputError(
            "a document type declaration that defines something", where=where, hint="take it out"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(plain, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 1
        raise InputError(
            f"not well-formed XML ({str(error).partition(', line')[0]})", where=f"{where}:{line}"
        ) from None
    except (ValueError, LookupError) as error:
        raise InputError(f"no XML that can be read ({error})", where=where) from None


def markup(element: Any) -> str:
    """An element as it would stand alone in a file.

    >>> markup(parse_xml(b'<a xmlns="x"><b>one</b> two</a>', "")[0])
    '<b xmlns="x">one</b>'
    """
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def with_corrections(entries: Sequence[Any], source: Source) -> Iterator[Any]:
    """The entries of a file, those that the user has corrected (`Source.patches`) in their place.

    Raises:
        InputError: a correction is no such entry, or the line does not tell of which entry it is one.
    """
    begin = Counter(entry.sourceline for entry in entries)
    for entry in entries:
        line = entry.sourceline
        patch = source.patches.get(line)
        if patch is None or patch == markup(entry):
            yield entry
            continue
        if begin[line] > 1:
            raise InputError(
                "several entries begin in this line, so none can be replaced",
                where=f"{source.name}:{line}",
                hint="mend it in the file itself",
            )
        corrected = parse_xml(patch.encode("utf-8"), f"{source.name}:{line} (corrected)")
        if local(corrected) != local(entry):
            raise InputError(f"the correction is no <{local(entry)}>", where=f"{source.name}:{line}")
        corrected.sourceline, corrected.tail = line, entry.tail
        if entry.getparent() is not None:
            entry.getparent().replace(entry, corrected)
        yield corrected


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and the like.

    >>> local(parse_xml(b'<a xmlns="x"/>', ""))
    'a'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """The first child that has one of the names, tried in order; nothing if there is none."""
    for name in names:
        for each in element:
            if local(each) == name:
                return each
    return None


def below(element: Any, *names: str) -> Any:
    """The first element below that has one of the names, tried in order."""
    for name in names:
        for each in element.iter():
            if each is not element and local(each) == name:
                return each
    return None


def words(element: Any) -> str:
    """All text of an element on one line; "" for none.

    >>> words(parse_xml(b"<a> one <b>two</b>\\n</a>", ""))
    'one two'
    """
    if element is None:
        return ""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def language_of(element: Any) -> str:
    """The language that the element or one above it states, "" if none does."""
    while element is not None:
        said = element.get(_XML_LANG)
        if said:
            return str(said)
        element = element.getparent()
    return ""


def prose(element: Any) -> str:
    """The prose of an element: a paragraph for each block, a new line for each `br`.

    >>> prose(parse_xml(b"<a><p>One <b>two</b>.</p><p>Three<br/>four.</p><script>x</script></a>", ""))
    'One two.\\n\\nThree\\nfour.'
    """
    pieces: list[str] = []
    _collect(element, pieces)
    lines = [" ".join(line.split()) for line in "".join(pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _collect(top: Any, pieces: list[str]) -> None:
    from lxml import etree

    silent = 0
    for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
        name = local(element).lower()
        if event == "start":
            silent += name in _SILENT
            if name in _BLOCKS:
                pieces.append("\n\n")
            elif name == "br":
                pieces.append("\n")
            if element.text and not silent:
                pieces.append(re.sub(r"\s+", " ", element.text))
            continue
        if event == "end":
            silent -= name in _SILENT
            if name in _BLOCKS:
                pieces.append("\n\n")
        if element is not top and element.tail and not silent:
            pieces.append(re.sub(r"\s+", " ", element.tail))


def html_prose(markup: str) -> str:
    """The prose of a piece of HTML; text without markup comes back as it is.

    >>> html_prose("<p>One &amp; two.</p><p>Three.</p>"), html_prose("plain & simple")
    ('One & two.\\n\\nThree.', 'plain & simple')
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import etree, html

    plain = "".join(char for char in markup if char >= " " or char in "\n\t\r")
    try:
        return prose(html.fragment_fromstring(plain, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""


def written_day(text: str, column: str) -> date | None:
    """A day from a time as feeds and pages write it (ISO 8601, RFC 5322); nothing if there is no text.

    The day is the one written, in its own time zone.

    Raises:
        Refused: it is no time.

    >>> written_day("Sat, 16 Apr 2022 23:30:00 +0300", "x"), written_day("20220416T0900Z", "x")
    (datetime.date(2022, 4, 16), datetime.date(2022, 4, 16))
    >>> written_day("2022-04-31", "date")
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: '2022-04-31' is not a date
    """
    from email.utils import parsedate_to_datetime

    text = text.strip()
    if not text:
        return None
    try:
        match = _ISO.match(text)
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        shown = text if len(text) <= 40 else f"{text[:37]}…"
        raise Refused(f"{shown!r} is not a date", column) from None
