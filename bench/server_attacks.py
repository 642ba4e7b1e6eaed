"""How soon hostile queries are ended, and what readers see while the store is replaced.

    python bench/server_attacks.py                       # some queries, 20 replacements, a small store
    python bench/server_attacks.py --claims 100000 --every 1 --switches 100 --json attacks.json

Each query of tests/service/attacks is sent to `claimgraph serve --timeout 2 --memory 512`, one after the
other; the goal is an end by the deadline + 0.5 s, and a good query right after it. One that is late is sent
again, up to twice, as the machine may have been busy; the number of times is shown. Then wrk (Debian) reads
with four clients while updates replace facts; the goal is no failed read.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from claimgraph.server.listening import free_port
from server import SMALL, prepare, running

DEADLINE = 2.0
GRACE = 0.5
TIMES = 3
"""How often a query that is late is sent."""
QUERIES = Path(__file__).resolve().parent.parent / "tests" / "service" / "attacks" / "hostile_queries.py"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "*/*"}
TOKEN = "a-token-for-benchmarks"


@dataclass
class Attack:
    """A hostile query: how it was answered, after how many seconds, and how long a good query took then.

    `times` is how often it was sent; the figures are those of the last time.
    """

    name: str
    answer: str
    seconds: float
    good_ms: float
    times: int = 1

    @property
    def in_time(self) -> bool:
        return self.seconds <= DEADLINE + GRACE


@dataclass
class Switches:
    """Replacements of the store under load: seconds each, and what the readers saw."""

    number: int
    seconds_each: float
    reads: int
    failed: int
    p99_ms: float


def hostile() -> dict[str, str]:
    """The queries of the attack tests."""
    spec = importlib.util.spec_from_file_location("hostile_queries", QUERIES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.QUERIES
    return found


@contextmanager
def served(store: Path, *options: str) -> Iterator[int]:
    """`claimgraph serve` on a port."""
    port = free_port()
    line = [sys.executable, "-m", "claimgraph", "-q", "--store", str(store), "serve", "--port", str(port)]
    with running([*line, *options], f"http://127.0.0.1:{port}/sparql"):
        yield port


def asked(port: int, query: str, source: str) -> str:
    """Send a query and read the whole answer; the status, or that the answer broke off."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        link.request("POST", "/sparql", urllib.parse.urlencode({"query": query}), FORM)
        answer = link.getresponse()
        answer.read()
        return str(answer.status)
    except (http.client.IncompleteRead, ConnectionError):
        return "cut off"
    finally:
        link.close()


def attacks(store: Path, every: int) -> list[Attack]:
    found = []
    with served(store, "--timeout", f"{DEADLINE:g}", "--memory", "512", "--workers", "3") as port:
        for name, query in list(hostile().items())[::every]:
            for times in range(1, TIMES + 1):
                one = attack(port, name, query, times)
                if one.in_time:
                    break
            found.append(one)
            mark = ("" if one.in_time else "  LATE") + (f"  sent {times} times" if times > 1 else "")
            print(
                f"{name:<32} {one.answer:>8} {one.seconds:>7.2f} s  good {one.good_ms:>7.1f} ms{mark}",
                flush=True,
            )
    return found


def attack(port: int, name: str, query: str, times: int) -> Attack:
    """Send one query when all workers are there, and a good one after it."""
    until = time.monotonic() + 20
    while free_workers(port) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    begun = time.monotonic()
    answer = asked(port, query, "127.0.0.31")
    ended = time.monotonic()
    good = asked(port, SMALL, "127.0.0.32")
    took = time.monotonic() - ended
    assert good == "200", f"the good query after {name!r} got {good}"
    return Attack(name, answer, ended - begun, 1000 * took, times)


def free_workers(port: int) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(link):
        link.request("GET", "/healthz")
        return int(json.loads(link.getresponse().read())["free"])


def switches(store: Path, number: int) -> Switches:
    """Replace two facts again and again by updates, each of which makes a snapshot, while wrk reads."""
    os.environ["CLAIMGRAPH_TOKEN"] = TOKEN
    try:
        with served(store, "--writable", "--per-client", "64") as port:
            ended = threading.Event()
            lines: list[str] = []
            reader = threading.Thread(target=lambda: lines.extend(reads(port, ended)))
            reader.start()
            time.sleep(1)
            begun = time.monotonic()
            for count in range(number):
                update(port, count)
            each = (time.monotonic() - begun) / number
            ended.set()
            reader.join()
    finally:
        del os.environ["CLAIMGRAPH_TOKEN"]
    return summed(number, each, lines)


def update(port: int, count: int) -> None:
    text = f"DELETE WHERE {{ <x:x> ?p ?o }} ; INSERT DATA {{ <x:x> <x:is> {count} }}"
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    with contextlib.closing(link):
        link.request("POST", "/update", text, headers)
        answer = link.getresponse()
        assert answer.status == 204, answer.read()


def reads(port: int, ended: threading.Event) -> Iterator[str]:
    """What wrk says, five seconds at a time, until the writing is over."""
    url = f"http://127.0.0.1:{port}/sparql?{urllib.parse.urlencode({'query': SMALL})}"
    while not ended.is_set():
        line = ["wrk", "-t1", "-c4", "-d5s", "--latency", "--timeout", "30s", url]
        yield subprocess.run(line, capture_output=True, text=True, check=True).stdout


def summed(number: int, each: float, lines: list[str]) -> Switches:
    text = "\n".join(lines)
    failed = sum(map(int, re.findall(r"Non-2xx[^:]*: (\d+)", text)))
    errors = re.findall(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    failed += sum(int(one) for row in errors for one in row)
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    worst = max(float(value) * units[unit] for value, unit in re.findall(r" 99%\s+([\d.]+)(us|ms|s)", text))
    total = sum(map(int, re.findall(r"(\d+) requests in", text)))
    return Switches(number, each, total, failed, worst)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--claims", type=int, default=2000)
    parser.add_argument("--every", type=int, default=9, help="take every n-th query")
    parser.add_argument("--switches", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="keep data and store here (shared with bench/server.py)")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store, _ = prepare(given.folder or Path(name), given.claims)
        ended = attacks(store, given.every)
        late = [one for one in ended if not one.in_time]
        worst = max(one.seconds for one in ended)
        again = sum(one.times > 1 for one in ended)
        load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
        print(
            f"{len(ended)} queries, {len(late)} later than {DEADLINE + GRACE:g} s, "
            f"the longest {worst:.2f} s, {again} sent more than once; load of the machine {load}"
        )
        found: list[object] = [asdict(one) for one in ended]
        if shutil.which("wrk") and given.switches:
            shutil.copytree(store, Path(name) / "moving.db", ignore=shutil.ignore_patterns("snapshots"))
            seen = switches(Path(name) / "moving.db", given.switches)
            print(
                f"{seen.number} replacements, {seen.seconds_each:.2f} s each; {seen.reads} reads meanwhile, "
                f"{seen.failed} failed, p99 {seen.p99_ms:.1f} ms"
            )
            found.append(asdict(seen))
            late += [Attack("a read failed", "", 0.0, 0.0)] * bool(seen.failed)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
