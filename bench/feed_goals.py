"""Whether loading feeds is as fast as it is to be: every ratio in one run, "goal met" or "goal not met".

    python bench/feed_goals.py                     # some three minutes on two idle cores
    python bench/feed_goals.py --rows 30000 --million --json goals.json

All seconds are those of the clock, from file to a new store on disk, flushed; the rows are generated. The
ratio is to the store's `bulk_load` of the same quads, ready as an N-Quads file. On a machine that does other
work the ratios mean little: the load (running processes) is printed first.

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


def loaded(files: list[Path], folder: Path, *, check: bool = False) -> tuple[float, Path]:
    """Seconds to load the files into a new store, and its quads as a file."""
    place = folder / "store"
    store = EmbeddedStore.open(place)
    items = [dataset for file in files for dataset in datasets(file)]
    taken = seconds(lambda: Loader(store).load_all(items, check=check))
    ready = folder / "ready.nq"
    with ready.open("wb") as out:
        store.dump_to(out)
    store.close()
    shutil.rmtree(place)
    return taken, ready


def raw(ready: Path, folder: Path) -> tuple[float, int]:
    """Seconds to bulk load a file of quads into a new store, and how many it holds."""
    store = ox.Store(str(folder / "raw"))
    taken = seconds(lambda: _raw(store, ready))
    quads = len(store)
    store = ox.Store()  # closes the other
    shutil.rmtree(folder / "raw")
    return taken, quads


def feed(file: Path, folder: Path) -> Figures:
    """The ratios of one file."""
    checked, _ = loaded([file], folder, check=True)
    plain, ready = loaded([file], folder)
    bare, quads = raw(ready, folder)
    other = _through_rdflib(ready, quads)
    return {
        "quads": quads,
        "bulk_load s": round(bare, 2),
        "plain": round(plain / bare, 2),
        "checked": round(checked / bare, 2),
        "rdflib": round(other / plain, 1),
        "bulk_load to rdflib": round(other / bare, 1),
    }


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


def judged(results: Figures) -> list[tuple[str, str, str, bool]]:
    """Each goal: what, measured, wanted, whether it is met."""
    rows: list[tuple[str, str, str, bool]] = []
    for name, found in results["feeds"].items():
        for what, key, goal in (("no checks", "plain", PLAIN), ("hashes and checks", "checked", CHECKED)):
            rows.append((f"{name}: {what}", f"{found[key]} ×", f"≤ {goal}", found[key] <= goal))
        rows.append((f"{name}: rdflib", f"{found['rdflib']} ×", f"≥ {RDFLIB:g}", found["rdflib"] >= RDFLIB))
    commit = results["report"]["commit"]
    rows.append(("one report committed", f"{commit} ×", f"≤ {REPORT}", commit <= REPORT))
    for name, times in results["rows"].items():
        growth = round(times[-1] / times[0], 2)
        told = ", ".join(f"{value} µs" for value in times)
        rows.append((f"{name}: time a row ({told})", f"{growth} ×", f"≤ {FLAT}", growth <= FLAT))
    rows.append(("GDELT slice", f"{results['slice']} s", f"< {SLICE_S:g}", results["slice"] < SLICE_S))
    rows.append(("memory", f"{results['MB']} MB", f"< {MEMORY_MB}", results["MB"] < MEMORY_MB))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000, help="rows of each generated file")
    parser.add_argument("--reports", type=int, default=150, help="reports in the store before one is added")
    parser.add_argument("--million", action="store_true", help="time rows of a file of a million, too")
    parser.add_argument("--json", type=Path, help="write the figures here")
    said = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    results: Figures = {"load": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loaded(list(generated(folder, 10)), folder, check=True)  # rules and names are compiled once
        results["feeds"] = {file.name: feed(file, folder) for file in generated(folder, said.rows)}
        for file, found in results["feeds"].items():
            print(f"{file}: {found}", flush=True)
        results["report"] = one_report(folder, said.reports)
        print(f"one report: {results['report']}", flush=True)
        results["slice"] = round(quarter_of_an_hour(folder), 2)
        results["rows"] = each_row(folder, [10_000, 100_000] + [1_000_000] * said.million)
    results["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for what, measured, wanted, met in judged(results):
        print(f"{what:<60} {measured:>9}  goal {wanted:<7} {'met' if met else 'NOT MET'}")
    if said.json:
        said.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
