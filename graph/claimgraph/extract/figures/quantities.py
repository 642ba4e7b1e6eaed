"""Figures in prose: what is counted, on whose side, with what fate, and between which bounds.

A figure is read as an interval, never as a midpoint. Figures that are no counts (unit numbers, calibres,
dates, prices, distances, ages) are recognised too, so that they can be refused by name rather than by luck.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.extract.figures.counting import Counted, count_sentence
from claimgraph.extract.figures.grammar import Token, tokenise
from claimgraph.extract.figures.named import named_number

__all__ = ["COUNTABLE", "QuantityMention", "Span", "is_countable", "quantities"]

Span = tuple[int, int]

COUNTABLE = frozenset(
    [
        "killed",
        "wounded",
        "missing",
        "captured",
        "casualties",
        "harmed",
        "displaced",
        "lost",
        "detained",
        "evacuated",
        "people",
        "personnel",
        "vehicles",
        "aircraft",
        "tanks",
        "vessels",
        "missiles",
        "drones",
        "strikes",
        "inhabitants",
    ]
)
"""The kinds of count that can stand in a claim."""


def is_countable(counts: str) -> bool:
    """Whether a kind is a count of people, forces, materiel or attacks, and not a price, date or unit number.

    >>> is_countable("killed"), is_countable("calibre")
    (True, False)
    """
    return counts in COUNTABLE


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A figure in the text and what it says.

    All offsets are Unicode code points into the text given, end exclusive. `span` is the figure with its
    modifier;
    `low` and `high` are whole numbers, None meaning open (both None: a fraction or a measure, which has no
    count). `counts` is a kind of `COUNTABLE` or one of money, percent, distance, duration, age, calibre,
    date, unit-number, other. `fate` is what became of those counted where the words say so (a tank "lost",
    counts "tanks"). `group` is who or what is counted, taken over from the figure before where the words
    leave it out ("106 were wounded"). `victim_status` is military, civilian, both or notStated. `side_text`
    holds the words that give the side, and `increment` marks a figure that is added to another ("a further
    12"). `rule` names the construction.
    """

    span: Span
    text: str
    low: int | None
    high: int | None
    approximate: bool
    counts: str
    counted: Span | None = None
    counted_text: str | None = None
    group: str = ""
    fate: str | None = None
    victim_status: str = "notStated"
    side_text: str | None = None
    side_span: Span | None = None
    cumulative: Span | None = None
    increment: bool = False
    rule: str = ""

    @property
    def is_countable(self) -> bool:
        """Whether the figure can stand in a claim as a count."""
        return is_countable(self.counts)


def quantities(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """Read every figure in a region of the text, in order of appearance.

    The region defaults to the whole text; offsets always point into the whole text. No input raises.

    >>> [m] = quantities("About 2,500 to 3,000 Ukrainian troops have died so far in the war.")
    >>> (m.text, m.low, m.high, m.approximate, m.counts, m.counted_text, m.victim_status, m.side_text)
    ('About 2,500 to 3,000', 2500, 3000, True, 'killed', 'Ukrainian troops', 'military', 'Ukrainian')
    >>> [(q.counts, q.is_countable) for q in quantities("The 95th Brigade fired 152mm shells.")]
    [('unit-number', False), ('calibre', False)]
    """
    stop = len(text) if end is None else max(0, min(end, len(text)))
    found: list[QuantityMention] = []
    told: Counted | None = None
    named: Counted | None = None
    for sentence in _sentences(tokenise(text, max(0, start), stop)):
        items = count_sentence(text, sentence, named or told)
        latest = [each for each in items if _is_told(each) and is_countable(each.counts)]
        told = latest[-1] if latest else told
        named = None if latest else named_number(sentence)
        found.extend(_mention(text, item) for item in items)
    return found


def _is_told(item: Counted) -> bool:
    """Whether a figure tells whom or what it counts, so that a later one may count the same."""
    return bool(item.group or item.fate) or (item.rule == "elided" and bool(item.noun.kind))


def _mention(text: str, item: Counted) -> QuantityMention:
    counted, side = item.counted, item.side
    return QuantityMention(
        span=item.span,
        text=text[item.span[0] : item.span[1]],
        low=item.low,
        high=item.high,
        approximate=item.approximate,
        counts=item.counts,
        counted=counted,
        counted_text=text[counted[0] : counted[1]] if counted else None,
        group=item.group,
        fate=item.fate,
        victim_status=item.status,
        side_text=text[side[0] : side[1]] if side else None,
        side_span=side,
        cumulative=item.cumulative,
        increment=item.increment,
        rule=item.rule,
    )


_ABBREVIATIONS = frozenset(
    [
        "lt",
        "gen",
        "col",
        "maj",
        "capt",
        "sgt",
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "no",
        "vs",
        "p.m",
        "a.m",
        "u.s",
        "u.n",
        "approx",
        "ca",
        "c",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "gov",
        "sen",
        "rep",
        "prof",
        "adm",
        "brig",
    ]
)
_LONGEST = 400
"""Tokens after which a sentence is cut, so that a text without full stops costs no more than any other."""


def _sentences(tokens: list[Token]) -> list[list[Token]]:
    """Cut at full stops, question and exclamation marks and line breaks."""
    sentences: list[list[Token]] = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind == "newline":
            if token.text.count("\n") > 1 or (current and current[-1].text in ".!?:"):
                sentences.append(current)
                current = []
            continue
        current.append(token)
        if len(current) >= _LONGEST or (token.text in {".", "!", "?"} and _ends(tokens, index)):
            sentences.append(current)
            current = []
    sentences.append(current)
    return [s for s in sentences if s]


def _ends(tokens: list[Token], index: int) -> bool:
    if index + 1 >= len(tokens):
        return True
    after = tokens[index + 1]
    if tokens[index].text == "." and after.glued and after.kind != "punct":
        return False
    before = tokens[index - 1] if index else None
    return not (
        before is not None and before.is_word and (before.lower in _ABBREVIATIONS or len(before.text) == 1)
    )
