"""Which claim of a reader is which claim of the gold set.

A pair must be of one report and overlap in content: the words in common are at least half of the shorter one.
Among such pairs the heaviest one-to-one matching is taken; content weighs most, and claimant, cue, event
class, figure and at last stance decide between claims that have the same content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from gold_labels import same_label

Claim = dict[str, Any]
LEAST_OVERLAP = 0.5
_INTERVAL = ("low", "high", "approximate")


def characters(spans: Iterable[Sequence[int]]) -> set[int]:
    """Give the positions that spans cover.

    >>> sorted(characters([(0, 2), (1, 3)]))
    [0, 1, 2]
    """
    return {position for start, end in spans for position in range(start, end)}


def overlap(a: set[int], b: set[int]) -> float:
    """The share of the shorter that is also in the other; 0 when one is empty.

    >>> overlap({1, 2, 3, 4}, {3, 4})
    1.0
    """
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def dice(a: set[int], b: set[int]) -> float:
    """The overlap in relation to both lengths, 1 for two empty sets.

    >>> dice({1, 2}, {2, 3})
    0.5
    """
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def same_interval(a: Claim | None, b: Claim | None) -> bool:
    """Whether two quantities have the same bounds and are both rough or both not.

    >>> dozens = {"low": 24, "high": None, "approximate": True}
    >>> same_interval(dozens, dozens), same_interval(dozens, None)
    (True, False)
    """
    return a is not None and b is not None and all(a[key] == b[key] for key in _INTERVAL)


def weight(gold: Claim, given: Claim) -> float:
    """How well a claim of a reader fits a gold claim; 0 when the contents do not overlap enough."""
    contents = characters(gold["content"]), characters(given["content"])
    if overlap(*contents) < LEAST_OVERLAP:
        return 0.0
    total = 2.0 * dice(*contents)
    total += 0.6 * same_label(gold["claimant"], given["claimant"])
    total += 0.4 * dice(characters(gold["cue"]), characters(given["cue"]))
    total += 0.6 * (
        same_interval(gold["quantity"], given["quantity"]) or gold["quantity"] is given["quantity"]
    )
    total += 0.4 * (_kind(gold) == _kind(given)) + 0.1 * bool(gold["stance"] == given["stance"])
    return total + 0.2 * bool(gold["narration"] == given["narration"])


def _kind(claim: Claim) -> str | None:
    """The class of the event; what is only described in words has none."""
    event = claim["event"]
    return event["type"] if event and not event.get("described_as") else None


def match(gold: Sequence[Claim], given: Sequence[Claim]) -> dict[str, str]:
    """Give the matching as gold id to the reader's id.

    >>> claim = {"report": "r", "content": [[0, 9]], "cue": [], "claimant": "A", "quantity": None}
    >>> claim |= {"event": None, "narration": False, "stance": "asserts"}
    >>> match([claim | {"id": "g1"}], [claim | {"id": "s1"}])
    {'g1': 's1'}
    """
    import networkx

    mine = _by_report(given)
    found: dict[str, str] = {}
    for report, claims in _by_report(gold).items():
        graph: Any = networkx.Graph()
        for one in claims:
            for other in mine.get(report, []):
                if value := weight(one, other):
                    graph.add_edge(("gold", one["id"]), ("given", other["id"]), weight=value)
        for pair in networkx.max_weight_matching(graph):
            ends = dict(pair)
            found[ends["gold"]] = ends["given"]
    return {claim["id"]: found[claim["id"]] for claim in gold if claim["id"] in found}


def _by_report(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[claim["report"]].append(claim)
    return grouped
