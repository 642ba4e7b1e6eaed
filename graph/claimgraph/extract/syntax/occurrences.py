"""Where words and names stand in a text, by an index of its words that is made once.

A report with many names would be searched from end to end for each of them; here a name costs no more than
the places where its rarest word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_RUN: Final = re.compile(r"\w+")
_EDGE: Final = re.compile(r"\b")


class Occurrences:
    """Finds whole words and names in one text.

    >>> found = Occurrences("Bilyk: no. In Bilyk-Dara, Ida Bilyk")
    >>> list(found.of("Bilyk")), list(found.of("Bilyk-Dara")), list(found.of("Ida Bil"))
    ([0, 14, 30], [14], [])
    """

    def __init__(self, text: str) -> None:
        """Index the words of a text."""
        self.text = text
        self._starts: dict[str, list[int]] = {}
        for match in _RUN.finditer(text):
            self._starts.setdefault(match.group(), []).append(match.start())

    def of(self, name: str) -> Iterator[int]:
        r"""Give the offsets at which a name stands with the edge of a word at both ends, as `\bname\b` does.

        The name begins and ends with a letter, digit or underscore; others are found nowhere.
        """
        runs = list(_RUN.finditer(name))
        if not runs or runs[0].start() > 0 or runs[-1].end() < len(name):
            return
        rarest = min(runs, key=lambda run: len(self._starts.get(run.group(), ())))
        for at in self._starts.get(rarest.group(), ()):
            start = at - rarest.start()
            if start >= 0 and self.text.startswith(name, start) and self._is_whole(start, start + len(name)):
                yield start

    def _is_whole(self, start: int, end: int) -> bool:
        return _EDGE.match(self.text, start) is not None and _EDGE.match(self.text, end) is not None
