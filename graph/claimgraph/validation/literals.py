"""Lexical forms of XML Schema datatypes (XML Schema 1.1 Part 2), as far as RDF 1.1 recommends them.

>>> fault("2022-04-31", XSD + "date")
'there is no day 31 in 2022-04'
>>> fault("2022-04-30", XSD + "date") is None
True
>>> fault("-1", XSD + "nonNegativeInteger")
'must be 0 or more'
"""

from __future__ import annotations

import re
from calendar import monthrange

from claimgraph.vocabulary import XSD

_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DAY = rf"({_YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_INTEGER = re.compile(r"[+-]?\d+")
_PATTERNS = {
    "date": rf"{_DAY}{_ZONE}",
    "dateTime": rf"{_DAY}T{_CLOCK}{_ZONE}",
    "dateTimeStamp": rf"{_DAY}T{_CLOCK}(?:Z|[+-]\d\d:\d\d)",
    "time": rf"{_CLOCK}{_ZONE}",
    "gYear": rf"{_YEAR}{_ZONE}",
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "boolean": "true|false|0|1",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "anyURI": r"[^\s<>\"{}|\\^`]*",
}
_COMPILED = {XSD + name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_EXAMPLES = {
    "date": "2022-04-30",
    "dateTime": "2022-04-30T12:00:00Z",
    "gYear": "2022",
    "gYearMonth": "2022-04",
    "time": "12:00:00",
    "boolean": "true or false",
    "duration": "P1D",
    "language": "en-GB",
}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}


def fault(text: str, datatype: str) -> str | None:
    """What is wrong with a lexical form, or `None`; datatypes that are not known pass."""
    if not datatype.startswith(XSD):
        return None
    name = datatype[len(XSD) :]
    if name in _RANGES:
        return _integer(text, *_RANGES[name])
    pattern = _COMPILED.get(datatype)
    if pattern is None:
        return None
    match = pattern.fullmatch(text)
    if match is None:
        example = _EXAMPLES.get(name)
        return f"is not a {name}" + (f", such as {example}" if example else "")
    return _calendar(match) if match.re.groups else None


def _integer(text: str, low: int | None, high: int | None) -> str | None:
    if not _INTEGER.fullmatch(text):
        return "is not a whole number in digits"
    # Python refuses to convert more than 4,300 digits, and no counted thing needs thirty.
    if len(text) > 30:
        return None if low is None or high is None else f"must be {high} or less"
    value = int(text)
    if low is not None and value < low:
        return f"must be {low} or more"
    if high is not None and value > high:
        return f"must be {high} or less"
    return None


def _calendar(match: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in match.groups())
    # The Gregorian calendar repeats every 400 years; `calendar` knows years 1 to 9999 only.
    last = monthrange(year % 400 + 2000, month)[1]
    return None if day <= last else f"there is no day {day} in {match[1]}-{match[2]}"
