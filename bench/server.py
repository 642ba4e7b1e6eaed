"""Requests per second of the SPARQL endpoint, beside other servers on the same data.

    python bench/server.py                       # 2,000 claims, seconds
    python bench/server.py --claims 100000 --seconds 10 --json server.json
    python bench/server.py --folder /tmp/server --servers claimgraph,virtuoso

`--folder` keeps the data and the store, and takes them from there when they are there; `--servers` names
some, of which `claimgraph` must have run once.

Needs wrk (Debian). Beside `claimgraph serve` it measures what is installed: the same engine in the process
that talks HTTP (no isolation), Oxigraph's own server (the wheel `oxigraph`), Virtuoso (Debian:
virtuoso-opensource), and rdflib-endpoint (`--rdflib-endpoint PYTHON` names an interpreter that has it). All
run on the same machine as the load, one after the other: ratios count, not absolute figures.
"""

from __future__ import annotations

import argparse
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
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from claimgraph.server.listening import free_port

CG = "https://w3id.org/claimgraph/ns#"
DATA = "https://w3id.org/claimgraph/data/"
SMALL = f"SELECT * WHERE {{ ?claim <{CG}isAbout> <{DATA}entity/e7> ; <{CG}contentText> ?text }} LIMIT 10"
DIFFERENT = SMALL.replace("/e7>", "/e%d>") + " OFFSET %d"
"""The small query about 500 things, from 40 places on: 20,000 texts, more than any server remembers."""
DIFFERENT_SCRIPT = """
local n = 0
function request()
  n = n + 1
  local query = string.format(%r, n %% 500, math.floor(n / 500) %% 40)
  query = query:gsub("[^%%w]", function (c) return string.format("%%%%%%02X", string.byte(c)) end)
  return wrk.format("GET", %r .. "?query=" .. query)
end
"""
BIG = f"SELECT * WHERE {{ ?claim <{CG}contentText> ?text ; <{CG}hasClaimant> ?who }} LIMIT 10000"
QUERIES = {"small": SMALL, "all different": DIFFERENT, "10,000 rows": BIG}
SETTLE = 0.2
"""Seconds in which a server ends what one client has asked for and left."""
HOSTILE = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON = "application/sparql-results+json"
RESULT = re.compile(r"Requests/sec:\s+([\d.]+)")
LATENCY = {name: re.compile(rf"{name}%\s+([\d.]+)(us|ms|s)") for name in ("50", "99")}
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
IN_PROCESS = """
import sys, uvicorn, pyoxigraph as ox
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
store = ox.Store.read_only(sys.argv[1])
def sparql(request):
    body = store.query(request.query_params["query"]).serialize(format=ox.QueryResultsFormat.JSON)
    return Response(body, media_type="application/sparql-results+json")
app = Starlette(routes=[Route("/sparql", sparql)])
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
"""
RDFLIB = """
import sys, uvicorn, rdflib
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset()
graph.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=graph, path="/sparql")
uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
"""


@dataclass
class Measured:
    """One run: requests a second, milliseconds at two percentiles, answers that were no success."""

    server: str
    query: str
    clients: int
    rate: float
    p50: float
    p99: float
    failed: int


def quads(claims: int) -> Iterator[str]:
    """Claims in the shape of the record, with content of three triples each."""
    for n in range(claims):
        claim, content = f"<{DATA}claim/c{n}>", f"<{DATA}proposition/p{n}>"
        event = f"<{DATA}event/v{n % (claims // 3 + 1)}>"
        yield f"{claim} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CG}Claim> .\n"
        yield f"{claim} <{CG}hasClaimant> <{DATA}entity/a{n % 200}> .\n"
        yield f"{claim} <{CG}hasContent> {content} .\n"
        yield f"{claim} <{CG}isAbout> <{DATA}entity/e{n % 500}> .\n"
        yield f'{claim} <{CG}contentText> "what was said for the {n}th time about thing {n % 500}" .\n'
        yield f"{claim} <{CG}hasStance> <https://w3id.org/claimgraph/code/asserts> .\n"
        yield f"{content} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CG}Proposition> .\n"
        yield f"{event} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CG}Sinking> {content} .\n"
        yield f"{event} <{CG}affects> <{DATA}entity/e{n % 500}> {content} .\n"


@contextmanager
def running(line: list[str], address: str, cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, as soon as it answers."""
    process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    try:
        until = time.monotonic() + 600
        while True:
            try:
                urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=10).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{line[0]} did not start") from None
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it is busy with queries that nobody waits for
            process.kill()
            process.wait()


def wrk(server: str, address: str, name: str, query: str, clients: int, seconds: float) -> Measured:
    """Send a query again and again; `DIFFERENT` stands for the queries of its script."""
    if query == DIFFERENT:
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(DIFFERENT_SCRIPT % (DIFFERENT, urllib.parse.urlsplit(address).path))
            script.flush()
            return sent(server, address, name, clients, seconds, "-s", script.name)
    url = f"{address}?{urllib.parse.urlencode({'query': query})}"
    return sent(server, url, name, clients, seconds)


def sent(server: str, url: str, name: str, clients: int, seconds: float, *more: str) -> Measured:
    """Run wrk and read what it says."""
    line = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--latency", "--timeout", "30s"]
    line += ["-H", f"Accept: {JSON}", *more, url]
    text = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    failed = sum(
        int(number)
        for number in re.findall(r"Non-2xx[^:]*: (\d+)|timeout (\d+)", text)
        for number in number
        if number
    )
    times = {}
    for percentile, pattern in LATENCY.items():
        found = pattern.search(text)
        times[percentile] = float(found.group(1)) * UNITS[found.group(2)] if found else float("nan")
    found = RESULT.search(text)
    rate = float(found.group(1)) if found else 0.0
    return Measured(server, name, clients, rate, times["50"], times["99"], failed)


@contextmanager
def two_attackers(address: str) -> Iterator[None]:
    """Two clients, by their addresses, that send a query without end again and again."""
    ended = threading.Event()
    host, port = urllib.parse.urlsplit(address).netloc.split(":")

    def attack(source: str) -> None:
        import http.client

        while not ended.is_set():
            link = http.client.HTTPConnection(host, int(port), timeout=60, source_address=(source, 0))
            try:
                link.request("GET", f"/sparql?{urllib.parse.urlencode({'query': HOSTILE})}")
                link.getresponse().read()
            except (OSError, http.client.HTTPException):
                continue
            finally:
                link.close()

    threads = [threading.Thread(target=attack, args=(f"127.0.0.{n}",)) for n in (31, 32)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


Server = Callable[[Path, Path], Iterator[str]]


def claimgraph(store: Path, _: Path) -> Iterator[str]:
    port = free_port()
    line = [sys.executable, "-m", "claimgraph", "-q", "--store", str(store), "serve", "--port", str(port)]
    with running([*line, "--per-client", "64"], f"http://127.0.0.1:{port}/sparql"):
        yield f"http://127.0.0.1:{port}/sparql"


def newest(store: Path) -> Path:
    """The files of the newest snapshot, which other servers may read."""
    return sorted((store / "snapshots").glob("[0-9]*/quads"))[-1]


def in_process(store: Path, _: Path) -> Iterator[str]:
    port = free_port()
    snapshot = newest(store)
    with running(
        [sys.executable, "-c", IN_PROCESS, str(snapshot), str(port)], f"http://127.0.0.1:{port}/sparql"
    ):
        yield f"http://127.0.0.1:{port}/sparql"


def oxigraph(store: Path, _: Path) -> Iterator[str]:
    program = shutil.which("oxigraph") or str(Path(sys.executable).parent / "oxigraph")
    if not Path(program).exists():
        return
    port = free_port()
    snapshot = newest(store)
    line = [program, "serve-read-only", "-l", str(snapshot), "-b", f"127.0.0.1:{port}"]
    with running(line, f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}/query"


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[Parameters]
ServerPort = {port}
NumberOfBuffers = 85000
MaxDirtyBuffers = 60000
DirsAllowed = .
[HTTPServer]
ServerPort = {web}
ServerThreads = 80
[SPARQL]
ResultSetMaxRows = 100000
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
"""


def virtuoso(_: Path, file: Path) -> Iterator[str]:
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not shell:
        return
    with tempfile.TemporaryDirectory() as name:
        yield from virtuoso_in(Path(name), file, program, shell)


def virtuoso_in(folder: Path, file: Path, program: str, shell: str) -> Iterator[str]:
    shutil.copy(file, folder / "data.nq")
    port, web = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, web=web))
    address = f"http://127.0.0.1:{web}/sparql"
    line = ["prlimit", f"--as={6 * 1024**3}", program, "+foreground", "+configfile", "virtuoso.ini"]
    with running(line, address, folder):
        load = f"DB.DBA.TTLP_MT (file_to_string_output ('data.nq'), '', '{DATA}graph/record', 512);"
        subprocess.run([shell, str(port), "dba", "dba", f"EXEC={load}"], check=True, capture_output=True)
        yield address


def rdflib_endpoint(python: str) -> Server:
    def served(_: Path, file: Path) -> Iterator[str]:
        if not python:
            return
        port = free_port()
        with running([python, "-c", RDFLIB, str(file), str(port)], f"http://127.0.0.1:{port}/sparql"):
            yield f"http://127.0.0.1:{port}/sparql"

    return served


def prepare(folder: Path, claims: int) -> tuple[Path, Path]:
    """The store and its data as a file; made if they are not there."""
    from claimgraph.store import EmbeddedStore

    file, path = folder / "data.nq", folder / "bench.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8") as out:
            out.writelines(quads(claims))
        store = EmbeddedStore.open(path)
        store.bulk_load(file.read_bytes())
        store.compact()  # as `claimgraph load` does
        store.flush()
        store.close()
    return path, file


def measure(arguments: argparse.Namespace, folder: Path) -> list[Measured]:
    store, file = prepare(folder, arguments.claims)
    servers: dict[str, Server] = {
        "claimgraph": claimgraph,
        "in process": in_process,
        "oxigraph": oxigraph,
        "virtuoso": virtuoso,
        "rdflib-endpoint": rdflib_endpoint(arguments.rdflib_endpoint),
    }
    wanted = arguments.servers.split(",") if arguments.servers else list(servers)
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(started(name, servers[name](store, file))) for name in wanted}
        running = {name: address for name, address in addresses.items() if address}
        cells: dict[tuple[str, str, int], list[Measured]] = {}
        for _ in range(arguments.rounds):
            for query, text in QUERIES.items():
                if arguments.queries and query not in arguments.queries.split("/"):
                    continue
                for clients in (1, 8, 64):
                    for name, address in running.items():  # in turns: the machine is not always as fast
                        one = wrk(name, address, query, text, clients, arguments.seconds)
                        cells.setdefault((name, query, clients), []).append(one)
                        time.sleep(SETTLE * clients if query == "10,000 rows" else 0.2)
        found = [sorted(runs, key=lambda run: run.rate)[len(runs) // 2] for runs in cells.values()]
        found.sort(key=lambda one: wanted.index(one.server))
        if "claimgraph" in running:
            address = running["claimgraph"]
            with two_attackers(address):
                found.append(wrk("claimgraph", address, "small, attacked", SMALL, 4, arguments.seconds))
        for one in found:
            show(one)
    return found


@contextmanager
def started(name: str, addresses: Iterator[str]) -> Iterator[str]:
    """The address of a server; empty if it does not start, so that the others are measured all the same."""
    try:
        address = next(addresses, "")
    except RuntimeError as error:
        print(f"{name:<16} not measured: {error}", flush=True)
        address = ""
    yield address
    next(addresses, None)  # ends it


GOALS = (
    ("small", "in process", 0.6),
    ("small", "rdflib-endpoint", 2.0),
    ("small", "virtuoso", 3.0),
    ("all different", "virtuoso", 3.0),
    ("10,000 rows", "oxigraph", 0.8),
)
"""How many times as fast as another server this one is to be."""
MOST_MS = 250.0
"""Milliseconds after which 99 of 100 good queries are to be answered while others attack."""


def goals(found: list[Measured]) -> Iterator[str]:
    """Which goals are met, with the ratios for 1, 8 and 64 clients; a goal is met if it is met with each."""
    rates = {(one.server, one.query, one.clients): one.rate for one in found}
    for query, other, times in GOALS:
        pairs = [
            (rate, rates[other, query, clients])
            for (server, name, clients), rate in rates.items()
            if server == "claimgraph" and name == query and (other, query, clients) in rates
        ]
        if pairs:
            ratios = [ours / theirs if theirs else float("inf") for ours, theirs in pairs]
            said = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            yield f"{_met(min(ratios) >= times)}: {query}, {times:g} times {other}: {said}"
    for one in found:
        if one.query == "small, attacked":
            is_met = not one.failed and one.p99 <= MOST_MS
            said = f"99 of 100 within {MOST_MS:g} ms, none failed: {one.p99:g} ms, {one.failed}"
            yield f"{_met(is_met)}: {one.query}, {said}"


def _met(is_met: bool) -> str:
    return "goal met" if is_met else "goal not met"


def show(one: Measured) -> None:
    print(
        f"{one.server:<16} {one.query:<16} {one.clients:>3} clients {one.rate:>9.1f}/s "
        f"p50 {one.p50:>8.2f} ms  p99 {one.p99:>8.2f} ms  failed {one.failed}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--claims", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3, help="all servers in turns, so often: the median")
    parser.add_argument("--queries", default="", help="only these: small/all different/10,000 rows")

    parser.add_argument("--rdflib-endpoint", default="", metavar="PYTHON")
    parser.add_argument("--servers", default="", metavar="NAME,…", help="claimgraph must have run once")
    parser.add_argument("--folder", type=Path, help="keep data and store here")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not installed: nothing measured")
        return
    with tempfile.TemporaryDirectory() as name:
        found = measure(arguments, arguments.folder or Path(name))
    print(f"load of the machine in the last minutes: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(*goals(found), sep="\n")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n")


if __name__ == "__main__":
    main()
