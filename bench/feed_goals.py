"""Whether loading feeds is as fast as it is to be: every ratio in one run, "goal met" or "goal not met".

    python bench/feed_goals.py                     # some five minutes on two idle cores
    python bench/feed_goals.py --only feeds --rows 20000 --rounds 3
    python bench/feed_goals.py --million --json goals.json

Seconds are those of the clock, from file to a new store on disk, flushed; the rows are generated. Ratios are
to the store's `bulk_load` of the same quads, ready as an N-Quads file. The clock of a shared machine changes
within minutes, so what is compared is measured in turns: each round loads the same rows in all ways, some
seconds apart and in changing order, and the median of the rounds' ratios counts. The ratio of processor
seconds (workers included) is printed beside it: it leaves out other work, but also what a second core gains.

1. Status list and machine-coded events: without checks, with `check` (hashes and compiled shapes), rdflib.
2. One report into a store that has many, beside `store.load` and `flush` of the same bytes.
3. Seconds of the processor for each row, from 10^4 rows to 10^5 (with `--million`, 10^6), and memory.
4. A quarter of an hour of GDELT: 1,900 events, 3,000 mentions, 1,900 articles of the GKG.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from claimgraph.converters import Dataset, ReadOptions, read
from claimgraph.converters.gdelt_gkg import COLUMNS
from claimgraph.converters.streams import sources
from claimgraph.feed_writer import FeedWriter
from claimgraph.loading import Loaded, Loader
from claimgraph.model import Report
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore
from feeds import _event, _raw, _through_rdflib, generated
from load import texts

PLAIN, CHECKED, RDFLIB, REPORT, FLAT, SLICE_S, MEMORY_MB = 1.25, 1.8, 15.0, 1.5, 1.25, 10.0, 2500
STAMP = "20220415120000"
PARTS = ("feeds", "report", "slice", "rows")
Figures = dict[str, Any]


def seconds(action: Callable[[], Any]) -> float:
    """How long the clock runs."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def datasets(file: Path) -> Iterator[Dataset]:
    """The data sets that a file is."""
    for source in sources(file):
        for item in read(source, ReadOptions(Reference.default())):
            assert isinstance(item, Dataset)
            yield item


def timed(action: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of the clock and of the processor, that of workers that have ended included."""
    start, wall = os.times(), time.perf_counter()
    action()
    wall = time.perf_counter() - wall
    return wall, sum(os.times()[:4]) - sum(start[:4])


def loaded(files: list[Path], folder: Path, *, check: bool = False, keep: str = "") -> tuple[float, float]:
    """Seconds to load the files into a new store; its quads are kept as the file `keep`, if named."""
    place = folder / "store"
    store = EmbeddedStore.open(place)
    items = [dataset for file in files for dataset in datasets(file)]
    taken = timed(lambda: Loader(store).load_all(items, check=check))
    if keep:
        with (folder / keep).open("wb") as out:
            store.dump_to(out)
    store.close()
    shutil.rmtree(place)
    return taken


def raw(ready: Path, folder: Path) -> tuple[float, float]:
    """Seconds to bulk load a file of quads into a new store."""
    store = ox.Store(str(folder / "raw"))
    taken = timed(lambda: _raw(store, ready))
    store = ox.Store()  # closes the other
    shutil.rmtree(folder / "raw")
    return taken


def feed(file: Path, folder: Path, rounds: int) -> Figures:
    """The ratios of one file: medians of rounds, each of which loads it in all ways in turn."""
    loaded([file], folder, keep="ready.nq")
    ready = folder / "ready.nq"
    with ready.open("rb") as lines:
        quads = sum(1 for _ in lines)
    ways: dict[str, Callable[[], tuple[float, float]]] = {
        "bulk_load": lambda: raw(ready, folder),
        "plain": lambda: loaded([file], folder),
        "checked": lambda: loaded([file], folder, check=True),
        "rdflib": lambda: (_through_rdflib(ready, quads), 0.0),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in sorted(ways, reverse=number % 2 == 1):
            found[name].append(ways[name]())
    figures: Figures = {"quads": quads, "bulk_load s": _median([wall for wall, _ in found["bulk_load"]])}
    for name in ("plain", "checked"):
        pairs = list(zip(found[name], found["bulk_load"], strict=True))
        walls = [ours[0] / bare[0] for ours, bare in pairs]
        figures[name] = _median(walls)
        figures[f"{name}, rounds"] = " ".join(f"{ratio:.2f}" for ratio in walls)
        figures[f"{name}, processor"] = _median([ours[1] / bare[1] for ours, bare in pairs])
    for name, key in (("plain", "rdflib"), ("bulk_load", "bulk_load to rdflib")):
        pairs = list(zip(found["rdflib"], found[name], strict=True))
        figures[key] = round(statistics.median(other[0] / ours[0] for other, ours in pairs), 1)
    return figures


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 2)


def one_report(folder: Path, number: int) -> Figures:
    """Medians of committing one report: as the loader does, and bare."""
    options = ReadOptions(reference=Reference.default())
    reports = [report for source in texts(number * 2) for report in read(source, options)]
    store = EmbeddedStore.open(folder / "many")
    loader = Loader(store)
    loader.load_all([r for r in reports[:number] if isinstance(r, Report)])
    ours, bare, whole = [], [], []
    for index, report in enumerate(reports[number:]):
        assert isinstance(report, Report)
        if index % 2:
            whole.append(seconds(partial(loader.load, report)))
            continue
        data = "".join(loader.writer.report(report)).encode("utf-8")
        bare.append(seconds(partial(_bare, store, data)))
        loader.remove(loader.writer.report_iri(report))
        [prepared] = loader._prepared([report], "")
        ours.append(seconds(partial(_commit, loader, prepared)))
    store.close()
    medians = [statistics.median(times) for times in (bare, ours, whole)]
    return {
        "bare ms": round(medians[0] * 1000, 2),
        "commit": round(medians[1] / medians[0], 2),
        "with writing, comparing, keeping the text": round(medians[2] / medians[0], 2),
    }


def _bare(store: EmbeddedStore, data: bytes) -> None:
    store.load(data)
    store.flush()


def _commit(loader: Loader, prepared: tuple[Loaded, bytes]) -> None:
    loader._commit([prepared])
    loader.store.flush()


def each_row(folder: Path, sizes: list[int]) -> Figures:
    """Microseconds of the processor for reading and writing a row, by number of rows."""
    found: Figures = {}
    for rows in sizes:
        status_list, events = generated(folder, rows)
        for name, file in (("status list", status_list), ("events", events)):
            [dataset] = datasets(file)
            start = time.process_time()
            for _ in FeedWriter(dataset, "0" * 64, "bench").chunks():
                pass
            found.setdefault(name, []).append(round((time.process_time() - start) / rows * 1e6))
            print(f"{rows} rows, {name}: {found[name][-1]} µs a row", flush=True)
    return found


def quarter_of_an_hour(folder: Path) -> float:
    """Seconds to load the three tables that GDELT publishes every 15 minutes."""
    tables = {
        "export": ["\t".join(_event(index)) for index in range(1900)],
        "mentions": ["\t".join(_mention(index)) for index in range(3000)],
        "gkg": ["\t".join(_article(index)) for index in range(1900)],
    }
    files = []
    for name, lines in tables.items():
        files.append(folder / f"{STAMP}.{name}.csv")
        files[-1].write_text("\n".join([*lines, ""]), encoding="utf-8")
    return loaded(files, folder)[0]


def _mention(index: int) -> list[str]:
    outlet = f"news{index % 300}.example"
    return [
        *(str(900_000_000 + index % 1900), STAMP, STAMP, "1", outlet, f"https://{outlet}/{index}", "2"),
        *("-1", "10", "20", "1", "40", "900", "-1.5", "", ""),
    ]


def _article(index: int) -> list[str]:
    outlet = f"news{index % 300}.example"
    cells = dict.fromkeys(COLUMNS, "")
    cells.update(
        GKGRECORDID=f"{STAMP}-{index}",
        DATE=STAMP,
        SourceCollectionIdentifier="1",
        SourceCommonName=outlet,
        DocumentIdentifier=f"https://{outlet}/{index}",
        V2Themes=f"THEME_{index % 40},{index};" * 30,
        GCAM=f"wc:{index},c2.{index % 90}:4;" * 40,
    )
    if index % 3 == 0:
        place = f"4#Town {index % 900}, Ukraine#UP#UP12#50.1#30.2#{index % 900}"
        cells["Counts"] = f"KILL#{index % 50}#soldiers#{place};" * 2
        cells["Quotations"] = f"{index}|40||we saw {index} of them and went on;"
    return list(cells.values())


def judged(results: Figures) -> Iterator[tuple[str, str, str, bool]]:
    """Each goal that was measured: what, measured, wanted, whether it is met."""
    for name, found in results.get("feeds", {}).items():
        for what, key, goal in (("no checks", "plain", PLAIN), ("hashes and checks", "checked", CHECKED)):
            told = f"{name}: {what} ({found[f'{key}, processor']} × in processor time)"
            yield told, f"{found[key]} ×", f"≤ {goal}", found[key] <= goal
        yield f"{name}: rdflib", f"{found['rdflib']} ×", f"≥ {RDFLIB:g}", found["rdflib"] >= RDFLIB
    if "report" in results:
        commit = results["report"]["commit"]
        yield "one report committed", f"{commit} ×", f"≤ {REPORT}", commit <= REPORT
    for name, times in results.get("rows", {}).items():
        growth = round(times[-1] / times[0], 2)
        told = ", ".join(f"{value} µs" for value in times)
        yield f"{name}: time a row ({told})", f"{growth} ×", f"≤ {FLAT}", growth <= FLAT
    if "slice" in results:
        yield "GDELT slice", f"{results['slice']} s", f"< {SLICE_S:g}", results["slice"] < SLICE_S
    yield "memory", f"{results['MB']} MB", f"< {MEMORY_MB}", results["MB"] < MEMORY_MB


def measured(said: argparse.Namespace, folder: Path) -> Figures:
    """What was asked for, told while it is measured."""
    results: Figures = {"load": os.getloadavg()[0]}
    if "feeds" in said.only:
        loaded(list(generated(folder, 10)), folder, check=True)  # rules and names are compiled once
        results["feeds"] = {}
        for file in generated(folder, said.rows):
            found = results["feeds"][file.name] = feed(file, folder, said.rounds)
            print(f"{file.name}: {found}", flush=True)
    if "report" in said.only:
        results["report"] = one_report(folder, said.reports)
        print(f"one report: {results['report']}", flush=True)
    if "slice" in said.only:
        results["slice"] = round(quarter_of_an_hour(folder), 2)
    if "rows" in said.only:
        results["rows"] = each_row(folder, [10_000, 100_000] + [1_000_000] * said.million)
    results["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=15_000, help="rows of each generated file")
    parser.add_argument("--rounds", type=int, default=5, help="how often each way of loading is timed")
    parser.add_argument("--reports", type=int, default=150, help="reports in the store before one is added")
    parser.add_argument("--million", action="store_true", help="time rows of a file of a million, too")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="which of the goals")
    parser.add_argument("--json", type=Path, help="write the figures here")
    said = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        results = measured(said, Path(name))
    for what, found, wanted, met in judged(results):
        print(f"{what:<70} {found:>9}  goal {wanted:<7} {'met' if met else 'NOT MET'}")
    if said.json:
        said.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
