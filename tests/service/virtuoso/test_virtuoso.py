"""Virtuoso: a server whose default graph is the union of all graphs, so that the record has a name there.

Debian's package `virtuoso-opensource`. The server runs under a limit of memory: hostile or unlucky queries
have taken all of a machine.
"""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimgraph.remote import RemoteStore
from claimgraph.server.listening import free_port

from ..other_servers import asked, check_life, expected, rows

pytestmark = pytest.mark.service
MEMORY = 4 * 1024**3
SETTINGS = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[Parameters]
ServerPort = {port}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ServerThreads = 10
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {web}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
[Client]
SQL_PREFETCH_ROWS = 100
[Striping]
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Replication]
ServerName = test
ServerEnable = 1
QueueMax = 50000
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = shutil.which("virtuoso-t")
    shell = shutil.which("isql-vt")
    if not server or not shell:
        pytest.skip("virtuoso-opensource is not installed")
    folder = tmp_path_factory.mktemp("virtuoso")
    port, web = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(folder=folder, port=port, web=web))
    limit = ["prlimit", f"--as={MEMORY}"]
    process = subprocess.Popen(
        [*limit, server, "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(process, web, folder)
        rights = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);"
        subprocess.run(
            [shell, str(port), "dba", "dba", f"EXEC={rights}"], capture_output=True, check=True, timeout=60
        )
        yield f"http://127.0.0.1:{web}/sparql"
    finally:
        process.terminate()
        process.wait(30)


def wait(process: subprocess.Popen[bytes], web: int, folder: Path) -> None:
    until = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{web}/sparql", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                log = folder / "virtuoso.log"
                pytest.fail(log.read_text()[-800:] if log.exists() else "no log")
            time.sleep(0.3)


@pytest.fixture(scope="module")
def remote(virtuoso: str, sample: Any) -> RemoteStore:
    store = RemoteStore(virtuoso)
    check_life(store, sample)
    return store


def test_the_record_has_a_name(remote: RemoteStore) -> None:
    assert remote.record_is_named


def test_claimed_content_is_not_in_the_record(remote: RemoteStore, sample: Any) -> None:
    """What the union would mix up: the triples of the default graph are those of the record alone."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    [there], [here] = list(remote.query(count)), list(expected(sample).query(count))
    assert there["n"].value == here["n"].value


@pytest.mark.parametrize(("name", "values"), asked())
def test_every_question(remote: RemoteStore, sample: Any, name: str, values: dict[str, object]) -> None:
    assert rows(remote, name, values) == rows(expected(sample), name, values)
