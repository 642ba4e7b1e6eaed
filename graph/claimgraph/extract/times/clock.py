"""Times of day: "at 3 p.m. local time", "21:30", "0300 GMT", "noon"; a zone is kept where it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Clock", "clocks"]

_ZONES = {
    **dict.fromkeys(("gmt", "utc", "z"), "Z"),
    **dict.fromkeys(("bst", "cet"), "+01:00"),
    **dict.fromkeys(("cest", "eet"), "+02:00"),
    **dict.fromkeys(("eest", "msk", "moscow time"), "+03:00"),
    "est": "-05:00",
    "edt": "-04:00",
}
"""Zone as written → offset from UTC. "local time" and zones with summer time unsaid have none."""


def _zone(group: str) -> str:
    return (
        rf"(?:\s{{0,2}}\(?(?P<{group}>GMT|UTC|Z|CEST|CET|EEST|EET|MSK|BST|EST|EDT"
        r"|Moscow time|(?:[A-Z][a-z]{2,14} |local )time)\)?)"
    )


_CLOCK = re.compile(
    r"(?<![\w:.,/-])(?:"
    rf"(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?\s{{0,2}}(?P<half>[ap])\.?\s?m(?:\.|\b)"
    rf"{_zone('zone_half')}?"
    rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![:\d/]){_zone('zone_24')}?"
    r"|(?<=at\s)(?P<hour_dot>[01]?\d|2[0-3])\.(?P<minute_dot>[0-5]\d)"
    r"(?=[,;:)]|\.?\s*$|\.\s|\s(?:on|in|a|an|the|two|three|local|when|and|this)\b)"
    rf"|(?P<plain>[01]\d[0-5]\d|2[0-3][0-5]\d)(?=\s{{0,2}}(?:GMT|UTC)){_zone('zone_plain')}"
    r"|at\s(?P<name>noon|midday|midnight)|(?P<noon>noon|midday|midnight)(?=\son\s))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: span, "HH:MM:SS" and the offset from UTC as EDTF writes it ("" where none is said)."""

    start: int
    end: int
    time: str
    zone: str


def clocks(text: str, start: int, end: int) -> list[Clock]:
    """The times of day in a region.

    >>> clocks("at 3 p.m. local time and 21:30 GMT", 0, 34)
    [Clock(start=3, end=20, time='15:00:00', zone=''), Clock(start=25, end=34, time='21:30:00', zone='Z')]
    """
    return [_clock(match) for match in _CLOCK.finditer(text, start, end)]


def _clock(match: re.Match[str]) -> Clock:
    zone = _ZONES.get((match["zone_half"] or match["zone_24"] or match["zone_plain"] or "").lower(), "")
    start, end = match.span()
    name = match["name"] or match["noon"]
    if name:
        hour, minute = (0 if name.lower() == "midnight" else 12), 0
        start = end - len(name)
    elif match["hour"]:
        hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
        minute = int(match["minute"] or 0)
    elif match["hour_dot"]:
        hour, minute = int(match["hour_dot"]), int(match["minute_dot"])
    elif match["plain"]:
        hour, minute = int(match["plain"][:2]), int(match["plain"][2:])
    else:
        hour, minute = int(match["hour24"]), int(match["minute24"])
    return Clock(start, end, f"{hour:02}:{minute:02}:00", zone)
