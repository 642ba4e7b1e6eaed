"""How long loading takes: from a cold start, and per report from text to store.

    python bench/load.py
    python bench/load.py --reports 1000 --json load.json

1. The example reports with `claimgraph load` as a process of its own, into a new store (which also takes in
   the reference data): the median of several runs.
2. Generated reports, about 200 words each, from text to a store on disk, in one process: reading the prose,
   writing N-Quads text, bulk loading, keeping the texts, the rest. The share of raw bulk loading tells how
   far the whole is from what the store alone could do.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from claimgraph.converters import ReadOptions, Source, read
from claimgraph.loading import Loader
from claimgraph.model import Report
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "reports"
SEED = 20220416
OUTLETS = ("Harbour Wire", "Steppe Courier", "Meridian Dispatch")
SPEAKERS = (
    "Moscow", "Kyiv", "Washington", "The Russian defence ministry", "Ukraine’s air force",
    "Kyiv mayor Vitali Klitschko", "President Volodymyr Zelenskyy", "Pentagon spokesman John Kirby",
    "Western officials", "The regional governor",
)  # fmt: skip
PLACES = ("Kyiv", "Kharkiv", "Odesa", "Mykolaiv", "Mariupol", "Chernihiv", "Zaporizhzhia", "Lviv")
WEAPONS = ("Kalibr missiles", "drones", "artillery", "Neptune missiles", "rockets", "cruise missiles")
THINGS = (
    "a power plant",
    "an oil depot",
    "a railway bridge",
    "an airfield",
    "an apartment block",
    "a factory",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENTENCES = (
    "{weapon} hit {thing} in {place} on {day}.",
    "{speaker} said {weapon} had struck {thing} in {place} on {day}.",
    "{speaker} denied that {weapon} had hit {thing} in {place}.",
    "{speaker} said {low} to {high} soldiers had been killed near {place}.",
    "About {low} people were wounded in {place}, {speaker_low} said on {day}.",
    "“We will not leave {place},” {speaker_low} said. “They attack us every night.”",
    "According to {outlet}, {speaker_low} believes that more than {high} civilians have left {place}.",
    "It was not clear whether anyone had been killed in the attack on {thing}.",
    "{speaker} warned that it would carry out more strikes on {place}.",
    "Russian forces withdrew from the area around {place} last week, {speaker_low} said.",
    "The streets of {place} were quiet, and few shops had opened again.",
)


def texts(number: int) -> Iterator[Source]:
    """Yield generated reports as they would lie in files; the same ones each time."""
    chance = random.Random(SEED)
    for index in range(number):
        day = date(2022, 4, 1) + timedelta(days=index % 90)
        outlet, place = chance.choice(OUTLETS), chance.choice(PLACES)
        head = f"---\noutlet: {outlet}\ndate: {day}\nheadline: Report {index} from {place}\n---\n"
        paragraphs = [" ".join(_sentence(chance) for _ in range(3)) for _ in range(5)]
        yield Source(f"report-{index:05}.txt", "\n\n".join([head, *paragraphs]).encode("utf-8"))


def _sentence(chance: random.Random) -> str:
    speaker = chance.choice(SPEAKERS)
    low = chance.randrange(2, 900)
    values = {
        "weapon": chance.choice(WEAPONS),
        "thing": chance.choice(THINGS),
        "place": chance.choice(PLACES),
        "day": chance.choice(DAYS),
        "outlet": chance.choice(OUTLETS),
        "speaker": speaker,
        "speaker_low": speaker.replace("The ", "the "),
        "low": low,
        "high": low + chance.randrange(1, 100),
    }
    sentence = chance.choice(SENTENCES).format(**values)
    return sentence[0].upper() + sentence[1:]


class Clock:
    """Adds up the seconds spent in functions, each second once: an inner one counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with its time added to `name`."""

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            self._inner.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                self.seconds[name] = self.seconds.get(name, 0.0) + whole - self._inner.pop()
                self._inner[-1] += whole

        return wrapper


def cold_start(runs: int) -> dict[str, Any]:
    """`claimgraph load examples/reports` as a process, into a new store."""
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "claimgraph", "load", str(EXAMPLES), "--store", f"{folder}/a.db"]
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
    files = len(list(EXAMPLES.glob("*.txt")))
    return {"reports": files, "runs": runs, "median_s": round(statistics.median(seconds), 3)}


def text_to_store(number: int) -> dict[str, Any]:
    """Generated reports from text to a store on disk, with the time of each part."""
    clock = Clock()
    options = ReadOptions(reference=Reference.default())
    sources = list(texts(number))
    next(iter(read(sources[0], options)))  # rules and names are compiled once
    read_one = clock.timed("read the prose", lambda source: next(iter(read(source, options))))
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore.open(Path(folder) / "a.db")
        loader = Loader(store)
        loader.writer.report = clock.timed("write N-Quads", loader.writer.report)  # type: ignore[method-assign]  # timed
        for method, name in (
            ("bulk_load", "bulk load"),
            ("flush", "make durable"),
            ("keep_text", "keep the texts"),
        ):
            setattr(store, method, clock.timed(name, getattr(store, method)))
        start = time.perf_counter()
        loaded = loader.load_all(_reports(read_one, sources))
        whole = time.perf_counter() - start
        quads = len(store)
        store.close()
    return _result(clock, whole, quads, sum(one.claims for one in loaded), number)


def _reports(read_one: Callable[[Source], Any], sources: list[Source]) -> Iterator[Report]:
    for source in sources:
        report = read_one(source)
        assert isinstance(report, Report)
        yield report


def _result(clock: Clock, whole: float, quads: int, claims: int, number: int) -> dict[str, Any]:
    parts = dict(clock.seconds)
    parts["the rest"] = whole - sum(parts.values())
    return {
        "reports": number,
        "claims": claims,
        "quads": quads,
        "seconds": round(whole, 2),
        "reports_per_s": round(number / whole, 1),
        "quads_per_s": round(quads / whole),
        "share_of_bulk_load": round(parts["bulk load"] / whole, 3),
        "parts_s": {name: round(seconds, 2) for name, seconds in parts.items()},
    }


def show(results: dict[str, Any]) -> None:
    """Print the figures as a table."""
    cold, load = results["cold_start"], results["text_to_store"]
    first = f"cold start, {cold['reports']} example reports"
    print(f"{first:<35} {cold['median_s']:>10.2f} s (median of {cold['runs']})")
    print(f"{load['reports']:,} generated reports, text to store {load['seconds']:>9.2f} s")
    print(f"  reports per second                {load['reports_per_s']:>12,.1f}")
    print(f"  quads per second                  {load['quads_per_s']:>12,}")
    print(f"  claims, quads                     {load['claims']:>12,}, {load['quads']:,}")
    for name, seconds in load["parts_s"].items():
        print(f"  {name:<33} {seconds:>10.2f} s  {seconds / load['seconds']:>6.1%}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000, help="how many reports to generate")
    parser.add_argument("--runs", type=int, default=5, help="runs of the cold start")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    given = parser.parse_args()
    results = {"cold_start": cold_start(given.runs), "text_to_store": text_to_store(given.reports)}
    show(results)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
