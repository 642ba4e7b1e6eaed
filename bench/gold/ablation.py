"""What each construction is worth on the development half: the scores without what it finds.

    python bench/gold/ablation.py [--rule RULE ...]

A line for each construction that fires: how many attributions it finds, outermost and inside others, and how
F1 of claims, of claims passed on, and the share of right claimants (of all) change without it. A construction
that changes nothing here and nothing in `bench/attribution.py --each` need not be there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from gold_answers import read_lines
from score import HERE, Scores, rules_answers, score

from claimgraph.extract import reader
from claimgraph.extract.attribution.reading import Attribution

Finder = Callable[..., list[Attribution]]


@contextmanager
def filtered(keep: Callable[[Attribution], bool]) -> Iterator[None]:
    """Let reports be read with some attributions only, outermost and nested."""
    before: dict[str, Finder] = {name: getattr(reader, name) for name in ("attributions", "nested")}

    def kept(find: Finder) -> Finder:
        return lambda *given, **named: [found for found in find(*given, **named) if keep(found)]

    try:
        for name, find in before.items():
            setattr(reader, name, kept(find))
        yield
    finally:
        for name, find in before.items():
            setattr(reader, name, find)


def all_but(rule: str) -> Callable[[Attribution], bool]:
    """A filter that keeps what any other construction found."""
    return lambda found: found.rule != rule


def scores(gold: Sequence[Any], completed: dict[str, list[str]]) -> Scores:
    """Read the development half and score it."""
    return score(gold, list(rules_answers("dev")), completed)


def figures(result: Scores) -> tuple[float, float, float]:
    """F1 of claims and of claims passed on, and the share of right claimants."""
    share = result.shares["claimant"]
    claims, passed = (result.balances[name].figures()[2] for name in ("claims", "nested"))
    return claims, passed, 100 * share.right / share.all


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Leave out each construction in turn.")
    parser.add_argument("--rule", action="append", default=[], help="only these constructions")
    asked = parser.parse_args(arguments)
    gold = read_lines(HERE / "dev" / "claims.jsonl")
    completed = {item["claim"]: item["keys"] for item in read_lines(HERE / "dev" / "completed.jsonl")}
    counted: Counter[str] = Counter()

    def count(found: Attribution) -> bool:
        counted[found.rule] += 1
        return True

    with filtered(count):
        whole = figures(scores(gold, completed))
    print(f"{'without':24}{'found':>6}{'claims':>9}{'nested':>9}{'claimant':>9}")
    print(f"{'-':24}{sum(counted.values()):6}" + "".join(f"{value:9.1f}" for value in whole))
    for rule, number in counted.most_common():
        if asked.rule and rule not in asked.rule:
            continue
        with filtered(all_but(rule)):
            rest = figures(scores(gold, completed))
        change = "".join(f"{now - then:+9.1f}" for now, then in zip(rest, whole, strict=True))
        print(f"{rule:24}{number:6}{change}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
