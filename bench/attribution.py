"""Measure the reading of attributions on a gold file, beside the figures of other systems.

    python bench/attribution.py GOLD.jsonl --scorer SCORE.py [--subset speech] [--without RULE ...] [--each]

GOLD.jsonl has rows {"doc_id", "text", "date", "attributions": [{"source", "cue", "content"}]}, spans as code
points; SCORE.py is the scorer that comes with it, and must define `read_gold(path)` and `score(documents,
answers, subset)`. Neither is part of this project, for reasons of licence: without them the benchmark says so
and ends with status 0.

`--without RULE` leaves out what one construction finds; `--each` does so for every rule in turn and prints
what each is worth. `--json OUT` writes the figures. One process; the rate counts processor time, after one
document has been read.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import importlib.util
import json
import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from claimgraph.extract import Attribution, attributions

FIGURES = ("EX_source", "EX_cue", "EX_content", "EX_all", "token_content", "C50", "L50", "GGT@0.3", "GGT@0.8")
# F1 on the dev part of PolNeAR (83 of 84 documents); systems with * run their own rules on ready-made parses.
PEERS: dict[str, dict[str, tuple[float, ...]]] = {
    "all": {
        "textacy*": (22.7, 27.9, 7.1, 4.5, 38.2, 20.5, 14.6, 25.3, 12.3),
        "GenderGapTracker*": (42.2, 42.5, 18.8, 14.0, 69.5, 50.0, 39.6, 55.2, 35.4),
        "98-line regular expressions": (45.2, 54.5, 39.6, 29.5, 76.4, 58.3, 44.9, 69.1, 63.8),
        "Citron, retrained": (59.0, 52.7, 38.2, 31.1, 71.9, 59.7, 53.6, 68.9, 57.2),
        "linear CRF": (58.1, 59.7, 44.5, 37.3, 79.8, 63.9, 52.5, 75.3, 67.6),
        "human, pairwise": (74.7, 71.0, 62.9, 56.4, 91.8, 78.5, 72.8, 83.3, 77.8),
    },
    "speech": {
        "textacy*": (32.7, 40.0, 10.5, 6.7, 46.6, 29.9, 21.5, 36.9, 18.0),
        "GenderGapTracker*": (56.2, 57.2, 25.0, 18.8, 80.0, 65.9, 52.8, 72.3, 45.9),
        "98-line regular expressions": (56.9, 67.2, 50.3, 38.2, 81.4, 69.8, 56.1, 80.6, 75.1),
        "Citron, retrained": (68.8, float("nan"), 44.4, 37.8, 75.9, 68.5, 62.9, 77.3, 62.2),
        "linear CRF": (66.7, 69.4, 53.8, 46.1, 82.9, 72.7, 62.4, 81.3, 73.7),
        "human, pairwise": (77.8, 75.9, 66.8, 61.0, 92.6, 81.1, 77.0, 84.3, 80.7),
    },
}


def load_scorer(path: Path) -> ModuleType:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location("attribution_scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def read_all(documents: Sequence[Any]) -> tuple[list[list[Attribution]], float]:
    """Read every document; give the answers and articles of 800 words a second."""
    calls = [(d.row["text"], str(d.row.get("date") or "")) for d in documents]
    attributions(calls[0][0])
    words = sum(len(text.split()) for text, _ in calls)
    gc.collect()
    gc.freeze()  # the gold data are not the reader's: no collection looks at them
    start = time.process_time()
    answers = [attributions(text, datetime.date.fromisoformat(day) if day else None) for text, day in calls]
    return answers, words / 800 / (time.process_time() - start)


def _cell(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f}"


def table(subset: str, figures: dict[str, float]) -> str:
    """Lay out our figures under those of the peers."""
    rows: list[tuple[str, ...]] = [("F1, " + subset, *FIGURES)]
    rows += [(name, *(_cell(value) for value in values)) for name, values in PEERS[subset].items()]
    rows.append(("claimgraph", *(f"{figures[name]:.1f}" for name in FIGURES)))
    return "\n".join(f"{row[0]:28}" + "".join(f"{cell:>14}" for cell in row[1:]) for row in rows)


def ablation(
    scorer: ModuleType, documents: Sequence[Any], answers: list[list[Attribution]], subset: str
) -> str:
    """Leave out each rule in turn: how often it fires, how often it is right, and F1 without it.

    `right` is the L50 precision of what the rule finds by itself; the scorer rounds to a tenth, so a gain of
    0.1 either way is none. What earns nothing here can still be right and rare.
    """
    full = scorer.score(documents, answers, subset)["figures"]
    counts = Counter(a.rule for found in answers for a in found)
    names = ("L50", "EX_all")
    with_all = "".join(f"{name + ' ' + format(full[name], '.1f'):>12}{'gain':>7}" for name in names)
    lines = [f"{'without':28}{'found':>8}{'right':>7}{with_all}"]
    for rule, count in counts.most_common():
        alone = [[a for a in found if a.rule == rule] for found in answers]
        right = scorer.score(documents, alone, subset)["figures"].get("L50.precision", float("nan"))
        kept = [[a for a in found if a.rule != rule] for found in answers]
        figures = scorer.score(documents, kept, subset)["figures"]
        cells = "".join(f"{figures[name]:12.1f}{full[name] - figures[name]:+7.1f}" for name in names)
        lines.append(f"{rule:28}{count:8}{_cell(right):>7}{cells}")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--scorer", type=Path, required=True, metavar="SCORE.py")
    parser.add_argument("--subset", choices=tuple(PEERS), default="all")
    parser.add_argument("--without", action="append", default=[], metavar="RULE")
    parser.add_argument("--each", action="store_true", help="leave out every rule in turn")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args(argv)
    for path in (options.gold, options.scorer):
        if not path.is_file():
            print(f"skipped: {path} is not there; the gold data are not part of this project (see --help)")
            return 0
    scorer = load_scorer(options.scorer)
    documents = scorer.read_gold(options.gold)
    answers, rate = read_all(documents)
    answers = [[a for a in found if a.rule not in options.without] for found in answers]
    result = scorer.score(documents, answers, options.subset)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(table(options.subset, result["figures"]))
    print(f"{result['documents']} documents, {result['gold']} gold, {result['predicted']} found, ", end="")
    print(f"{rate:.0f} articles of 800 words a second, {memory:.0f} MB at most, data and scorer included")
    if options.each:
        print(ablation(scorer, documents, answers, options.subset))
    if options.json:
        record = {
            **result,
            "articles_per_second": round(rate, 1),
            "memory_mb": round(memory),
            "without": options.without,
        }
        options.json.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
