"""Apache Jena Fuseki: a second SPARQL 1.1 server, whose default graph is a graph of its own.

The jar comes from Maven Central (org.apache.jena:jena-fuseki-server); `CLAIMGRAPH_FUSEKI` may name one.
"""

from __future__ import annotations

import os
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
VERSION = "5.2.0"


def jar(folder: Path) -> Path:
    """The server, downloaded into Maven's own cache."""
    if os.environ.get("CLAIMGRAPH_FUSEKI"):
        return Path(os.environ["CLAIMGRAPH_FUSEKI"])
    if not shutil.which("mvn") or not shutil.which("java"):
        pytest.skip("Java and Maven are not installed")
    line = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact=org.apache.jena:jena-fuseki-server:{VERSION}"]
    done = subprocess.run([*line, f"-DoutputDirectory={folder}"], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        pytest.skip(f"Fuseki could not be downloaded: {(done.stdout + done.stderr)[-200:]}")
    return folder / f"jena-fuseki-server-{VERSION}.jar"


@pytest.fixture(scope="module")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("fuseki")
    file = jar(folder)
    port = free_port()
    line = [
        "java",
        "-Xmx512m",
        "-jar",
        str(file),
        "--localhost",
        f"--port={port}",
        "--update",
        "--mem",
        "/ds",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(line, stdout=log, stderr=log, cwd=folder)
    try:
        until = time.monotonic() + 90
        while True:
            try:
                address = f"http://127.0.0.1:{port}/ds/sparql?query=ASK%7B%7D"
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    pytest.fail((folder / "log").read_text()[-800:])
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}/ds/sparql"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def remote(fuseki: str, sample: Any) -> RemoteStore:
    store = RemoteStore(fuseki)
    check_life(store, sample)
    return store


def test_the_record_is_the_default_graph(remote: RemoteStore) -> None:
    assert not remote.record_is_named


@pytest.mark.parametrize(("name", "values"), asked())
def test_every_question(remote: RemoteStore, sample: Any, name: str, values: dict[str, object]) -> None:
    assert rows(remote, name, values) == rows(expected(sample), name, values)
