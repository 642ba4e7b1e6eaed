"""What a headline sets beside what somebody says: "Army denies raid as toll rises to nine"."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.lexicon import verb_forms
from claimgraph.extract.syntax.line import Hit, Line

_BESIDE: Final = frozenset({"as", "while"})
_FINITE: Final = frozenset("VMBHX")
_REACH: Final = 9


def sets_beside(line: Line, hit: Hit, at: int) -> bool:
    """Tell whether "as" at a token of a headline opens what another does, in the present tense, too.

    >>> from claimgraph.extract.syntax.line import make_line
    >>> from claimgraph.extract.syntax.text import tokens
    >>> line = make_line(tokens("Army denies raid as toll rises to nine"), [], 0, 0)
    >>> sets_beside(line, line.hits[0], 3)
    True
    """
    is_headline = line.end == line.size and line.lower(hit.head).endswith("s")
    if not is_headline or line.lower(at) not in _BESIDE or line.quote_of[at] >= 0:
        return False
    for verb in range(at + 2, min(line.end, at + _REACH)):
        form = verb_forms().get(line.lower(verb))
        before = line.lower(verb - 1)
        is_present = form is not None and line.lower(verb).endswith("s") and line.tags[verb] in "VN"
        is_one = line.tokens[verb - 1].text.isupper() or not before.endswith("s")
        if is_present and is_one and line.tags[verb - 1] in "NA)":
            return line.tags[verb] == "V" or _FINITE.isdisjoint(line.tags[verb + 1 :])
        if line.tags[verb] in "VMBHX,;:":
            return False
    return False
