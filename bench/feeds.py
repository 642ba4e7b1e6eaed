"""How long structured feeds take, from file to store, beside the store's own bulk loading of the same quads.

    python bench/feeds.py                          # generated rows
    python bench/feeds.py --rows 100000
    python bench/feeds.py FILE… --json feeds.json  # files at hand: GDELT slices, loss lists

For each file: rows read, loaded, rejected and skipped, claims, quads, seconds (of the clock and of the
processor, that of worker processes included) from file to a store on disk, and the ratio to `bulk_load` of a
ready N-Quads file (`with checks`: of processor seconds, with the compiled shapes); with `--rdflib` how many
times faster than rdflib's Dataset in memory; the most memory so far. On a machine that does other work too,
the ratio of processor seconds is the steadier one, but it does not show what two cores gain.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from claimgraph.converters import Dataset, ReadOptions, find, read
from claimgraph.converters.streams import Source, sources
from claimgraph.feed_worker import is_worthwhile
from claimgraph.loading import Loader
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore

NAMES = (
    "file,rows,loaded,rejected,skipped,claims,quads,s,cpu s,ratio,cpu ratio,with checks,faults,"
    "× rdflib,MB,worker"
)
RDFLIB_QUADS = 40_000
"""How many quads rdflib is timed with."""
COLUMNS = tuple(NAMES.split(","))


def generated(folder: Path, rows: int) -> Iterator[Path]:
    """Write a status list and a table of machine-coded events with that many rows each."""
    list_file, event_file = folder / "event_destroyed.csv", folder / "20220415120000.export.CSV"
    with list_file.open("w", encoding="utf-8") as out:
        out.write("country,origin,system,status,url,date_recorded,sysID,imageID,statusID,matID\n")
        for index in range(rows):
            day = date(2022, 3, 1) + timedelta(days=index % 1000)
            out.write(
                f"Russia,Russia,Model {index % 500} truck,destroyed,https://example.org/{index}.jpg,{day},"
                f"{index % 500},{index},1,7-{index}\n"
            )
    with event_file.open("w", encoding="utf-8") as out:
        for index in range(rows):
            out.write("\t".join(_event(index)) + "\n")
    yield from (list_file, event_file)


def _event(index: int) -> list[str]:
    place = ["4", f"Town {index % 900}, Ukraine", "UP", "UP12", "", "50.1", "30.2", str(index % 900)]
    first = ["RUSMIL", "RUSSIAN ARMY", "RUS", "", "", "", "", "MIL", "", ""]
    second = ["UKR", "UKRAINE", "UKR", *[""] * 7]
    code = ("190", "010", "112", "0211")[index % 4]
    return [
        *(str(900_000_000 + index), "20220414", "202204", "2022", "2022.2822"), *first, *second, "1", code,
        *(code[:3], code[:2], "4", "-10.0", "5", "1", "5", "-3.2"), *place, *place, *place,
        *("20220415120000", f"https://news{index % 300}.example/{index // 3}"),
    ]  # fmt: skip


def _timed(action: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, start = time.perf_counter(), os.times()
    result = action()
    end = os.times()
    cpu = sum(end[:4]) - sum(start[:4])  # user and system, of this process and of workers that have ended
    return time.perf_counter() - wall, cpu, result


def measure(source: Source, reference: Reference, *, with_rdflib: bool) -> dict[str, Any]:
    """Load one input into a new store, then the same quads raw."""
    options = ReadOptions(reference)
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore.open(Path(folder) / "store")
        checked = EmbeddedStore.open(Path(folder) / "checked")
        items = [item for item in read(source, options) if isinstance(item, Dataset)]
        _, check_cpu, found = _timed(lambda: Loader(checked).load_all(items, check=True))
        checked.close()
        shutil.rmtree(Path(folder) / "checked")
        [loaded_from] = read(source, options)
        assert isinstance(loaded_from, Dataset)
        wall, cpu, loaded = _timed(lambda: Loader(store).load_all([loaded_from]))
        account = loaded[0].account
        ready = Path(folder) / "ready.nq"
        store._quads.dump(str(ready), format=ox.RdfFormat.N_QUADS)
        store.close()
        shutil.rmtree(Path(folder) / "store")
        raw = ox.Store(str(Path(folder) / "raw"))
        raw_wall, raw_cpu, _ = _timed(lambda: _raw(raw, ready))
        quads = len(raw)
        other = _through_rdflib(ready, quads) if with_rdflib else None
        return {
            "file": source.base_name,
            "rows": account.rows,
            "loaded": account.loaded,
            "rejected": account.rejected,
            "skipped": account.skipped,
            "claims": account.claims,
            "quads": quads,
            "s": round(wall, 2),
            "cpu s": round(cpu, 2),
            "ratio": round(wall / raw_wall, 2),
            "cpu ratio": _ratio(cpu, raw_cpu),
            "with checks": _ratio(check_cpu, raw_cpu),
            "faults": len(found[0].faults),
            "× rdflib": round(other / wall, 1) if other else "",
            "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "worker": is_worthwhile(loaded_from),
            "reasons": dict(account.reasons.most_common(8)),
        }


def _through_rdflib(ready: Path, quads: int) -> float:
    """Seconds that rdflib's Dataset takes for so many quads, from a part of them: its time is even."""
    from rdflib import Dataset as RdflibDataset

    part = "".join(islice(ready.open(encoding="utf-8"), RDFLIB_QUADS))
    lines = part.count("\n")
    wall, _, _ = _timed(lambda: RdflibDataset().parse(data=part, format="nquads"))
    return wall * quads / lines


def _ratio(ours: float, bare: float) -> float | str:
    """How many times as long; nothing for a file so small that the clock did not move."""
    return round(ours / bare, 2) if bare else ""


def _raw(store: ox.Store, file: Path) -> None:
    store.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    store.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rows", type=int, default=10_000, help="rows of each generated file")
    parser.add_argument("--rdflib", action="store_true", help="time rdflib's Dataset too")
    parser.add_argument("--json", type=Path, help="write the figures here")
    said = parser.parse_args()
    reference = Reference.default()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        print("  ".join(f"{name:>9}" if name != "file" else f"{name:<36}" for name in COLUMNS))
        for path in said.files or generated(Path(folder), said.rows):
            for source in sources(path):
                if not isinstance(next(iter(find(source).read(source, ReadOptions(reference)))), Dataset):
                    continue
                found = measure(source, reference, with_rdflib=said.rdflib)
                results.append(found)
                print("  ".join(f"{found[n]:>9}" if n != "file" else f"{found[n]:<36}" for n in COLUMNS))
                sys.stdout.flush()
    if said.json:
        said.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
