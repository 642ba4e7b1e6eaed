"""HTML pages as text from outside: the declared encoding, and the data that stand in them as JSON-LD.

Nothing is fetched. JSON-LD in the wild is often broken a little: line breaks inside strings, commas before a
closing bracket, comment marks around it. Such a block is mended and told; any other is refused.
"""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from claimgraph.converters.rows import Refused
from claimgraph.errors import InputError

MAX_DEPTH: Final = 40
_CHARSET: Final = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.I)
_XML_ENCODING: Final = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_OPENED: Final = re.compile(r"<script\b[^>]{0,500}?application/ld\+json[^>]{0,500}?>", re.IGNORECASE)
_WRAPPINGS: Final = (
    ("<!--", "-->"),
    ("//<![CDATA[", "//]]>"),
    ("// <![CDATA[", "// ]]>"),
    ("<![CDATA[", "]]>"),
)
_STRING_OR_COMMA: Final = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of JSON-LD: the line where it begins, its text, its value, and what had to be mended."""

    line: int
    raw: str
    value: Any
    mended: str = ""


def decode_page(data: bytes, where: str) -> str:
    """The text of a page, in the encoding that it declares, or else UTF-8; strictly.

    Raises:
        InputError: the bytes are not that encoding, or it is none that is known.

    >>> decode_page(b'<meta charset="windows-1251"><p>\\xd2\\xe5\\xf1\\xf2', "a.html")[-4:]
    'Тест'
    """
    name = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "")
    declared = _CHARSET.search(data[:4096]) or _XML_ENCODING.match(data[:512])
    name = name or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        codec = codecs.lookup(name)
        # pages that say "iso-8859-1" mean its superset (WHATWG Encoding, 4.2)
        codec = codecs.lookup("windows-1252") if codec.name == "iso8859-1" else codec
        text, _ = codec.decode(data, "strict")
        if not isinstance(text, str):
            raise LookupError
    except LookupError:
        raise InputError(f"{name!r} is no encoding that is known", where=where) from None
    except (UnicodeDecodeError, ValueError) as error:
        start = getattr(error, "start", 0)
        line = data.count(b"\n", 0, start) + 1
        raise InputError(
            f"not {name} (byte 0x{data[start]:02X})", where=f"{where}:{line}", hint="save the page as UTF-8"
        ) from None
    return text.removeprefix("\ufeff")


def json_ld(page: str) -> Iterator[Block | tuple[int, str, str]]:
    """Yield the blocks of JSON-LD of a page, or (line, raw text, reason) for one that cannot be read.

    >>> [block.value for block in json_ld('<script type="application/ld+json">{"a": [1,],}</script>')]
    [{'a': [1]}]
    """
    lower, at = page.lower() if page.isascii() else page.replace("</SCRIPT", "</script"), 0
    while found := _OPENED.search(page, at):
        at = lower.find("</script", found.end())
        if at < 0:
            return
        text = page[found.end() : at]
        line = page.count("\n", 0, found.end()) + 1
        try:
            value, mended = tolerant(text)
            yield Block(line, text.strip(), value, mended)
        except Refused as error:
            yield line, text.strip(), error.reason


def tolerant(text: str) -> tuple[Any, str]:
    """The value of a JSON text, and what had to be mended for it.

    Raises:
        Refused: it is not JSON for another reason, or nested too deep.

    >>> tolerant('{"a": "one\\ntwo",}')
    ({'a': 'one\\ntwo'}, 'a line break in a string or a comma too many')
    >>> tolerant('{"a": }')
    Traceback (most recent call last):
    claimgraph.converters.rows.Refused: broken JSON (Expecting value)
    """
    try:
        return json.loads(text, parse_constant=lambda _: None), ""
    except (ValueError, RecursionError):
        pass
    plain = text.strip().rstrip(";")
    for opening, closing in _WRAPPINGS:
        if plain.startswith(opening):
            plain = plain.removeprefix(opening).removesuffix(closing).strip().rstrip(";")
    plain = _STRING_OR_COMMA.sub(lambda found: "" if found[0] == "," else found[0], plain)
    try:
        value = json.loads(plain, strict=False, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise Refused(f"broken JSON ({error.msg})") from None
    except (ValueError, RecursionError) as error:
        raise Refused(f"broken JSON ({error})") from None
    return value, "a line break in a string or a comma too many"


def objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD, also those in lists, `@graph`, and as values of others, outermost first.

    >>> [each.get("n") for each in objects([{"n": 1, "@graph": [{"n": 2}]}])]
    [1, 2]
    """
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from objects(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            if isinstance(each, list | dict):
                yield from objects(each, depth + 1)


def is_type(value: dict[str, Any], *names: str) -> bool:
    """Whether an object is of one of the types, however these are written.

    >>> is_type({"@type": ["http://schema.org/ClaimReview"]}, "ClaimReview")
    True
    """
    said = value.get("@type") or value.get("type") or ()
    types = said if isinstance(said, list) else [said]
    return any(isinstance(each, str) and re.split("[/#:]", each)[-1] in names for each in types)


def plain(value: Any) -> str:
    """A value as text: of an object its name, of a list the first; entities resolved, white space folded.

    >>> plain([{"name": "Fact &amp; Desk"}]), plain({"@value": " a\\n b "}), plain(None)
    ('Fact & Desk', 'a b', '')
    """
    if isinstance(value, list):
        return next((text for each in value if (text := plain(each))), "")
    if isinstance(value, dict):
        return plain(value.get("name") or value.get("@value") or value.get("alternateName"))
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = html.unescape(re.sub(r"<[^<>]{1,200}>", " ", str(value))) if isinstance(value, str) else str(value)
    return " ".join(text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").split())
