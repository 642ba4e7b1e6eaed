"""A store behind the SPARQL 1.1 Protocol: Fuseki, Virtuoso, GraphDB, Oxigraph's server, our own.

On servers whose default graph is the union of all graphs, reading the default graph would turn every
claimed proposition into a plain triple. There the record is a named graph, `<base>graph/record`, and each
request names it as the default graph of its dataset. The client asks the server once which kind it is: by
its service description (`sd:UnionDefaultGraph`), then by whether claims are seen in a named graph.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import IO

import pyoxigraph as ox

from claimgraph.errors import InputError
from claimgraph.sparql_guard import is_graph_query
from claimgraph.sparql_updates import with_graph
from claimgraph.store import Results
from claimgraph.vocabulary import DATA, cg

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_PROBE = f"ASK {{ GRAPH ?g {{ ?claim a <{cg('Claim')}> }} }}"
_UNION = "http://www.w3.org/ns/sparql-service-description#UnionDefaultGraph"
_BATCH = 400
"""Quads in one INSERT where the record is a named graph: Virtuoso takes no more than some thousand lines."""


class RemoteStore:
    """Reads and writes a SPARQL 1.1 server.

    `endpoint` answers queries; `update_endpoint` takes updates (default: the same address with `/sparql`
    or `/query` at the end replaced by `/update`). User name and password may stand in the address.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        update_endpoint: str | None = None,
        base: str = DATA,
        timeout: float = 60.0,
        token: str | None = None,
    ) -> None:
        """No request is made until the first query or update. `timeout` is in seconds.

        `token` (by default the environment's CLAIMGRAPH_TOKEN) goes with updates alone, as `Authorization:
        Bearer` (RFC 6750), unless the address has a password: a server that is only read never gets it.
        """
        self.endpoint, self._authorization = _split_credentials(endpoint)
        self.update_endpoint = update_endpoint or _update_address(self.endpoint)
        self._token = os.environ.get("CLAIMGRAPH_TOKEN", "") if token is None else token
        self.base = base
        self.timeout = timeout
        self._record_is_named: bool | None = None
        self._names_all: bool | None = None

    @property
    def record_graph(self) -> str:
        """The named graph that holds the record where the default graph is a union."""
        return f"{self.base}graph/record"

    @property
    def record_is_named(self) -> bool:
        """Whether this server keeps the record in a named graph; asked once."""
        if self._record_is_named is None:
            self._settle()
            self._record_is_named = self._says_union() or self._ask(_PROBE)
        return self._record_is_named

    def _settle(self) -> None:
        """Take `/sparql` at a server that is given without a path, if it answers no queries at its root."""
        parts = urllib.parse.urlsplit(self.endpoint)
        if parts.path not in {"", "/"} or parts.query:
            return
        found = parts._replace(path="/sparql").geturl()
        fields = [("query", "ASK {}")]
        try:
            self._post(self.endpoint, fields, _JSON)
        except InputError as refused:
            if not re.search(r"answered 4\d\d", refused.what):
                raise
            try:
                self._post(found, fields, _JSON)
            except InputError:
                hint = "add the path of its SPARQL service, such as /sparql"
                raise InputError(refused.what, where=self.endpoint, hint=hint) from None
            if self.update_endpoint == self.endpoint:
                self.update_endpoint = _update_address(found)
            self.endpoint = found

    def _says_union(self) -> bool:
        """Whether the service description says that the default graph is the union of all graphs."""
        request = urllib.request.Request(self.endpoint, headers={"Accept": "text/turtle, */*;q=0.1"})
        if self._authorization:
            request.add_header("Authorization", self._authorization)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                text = answer.read(1 << 20).decode("utf-8", "replace")
        except (OSError, ValueError):  # servers without a description answer with an error
            return False
        return _UNION in text or re.search(r"\bsd:UnionDefaultGraph\b", text) is not None

    @property
    def _lists_graphs(self) -> bool:
        """Whether GRAPH sees only graphs that a request names, once it names its default graph."""
        if self._names_all is None:
            fields = [("query", "ASK { GRAPH ?g { ?s ?p ?o } }"), ("default-graph-uri", self.record_graph)]
            self._names_all = not self._boolean(fields)
        return self._names_all

    def query(self, query: str) -> Results:
        """Answer a query; see `Store.query`.

        Raises:
            InputError: the server does not answer, refuses the query, or sends something else.
        """
        fields = [("query", query)]
        if self.record_is_named:
            fields.append(("default-graph-uri", self.record_graph))
            if self._lists_graphs:
                fields += [("named-graph-uri", name) for name in self._propositions()]
        accept = f"{_NTRIPLES}, text/plain;q=0.5" if is_graph_query(query) else _JSON
        body, kind = self._post(self.endpoint, fields, accept)
        return self._parse(body, kind)

    def _propositions(self) -> list[str]:
        """The named graphs that hold propositions: all but the record."""
        found = self._post(
            self.endpoint, [("query", "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")], _JSON
        )
        rows = self._parse(*found)
        assert isinstance(rows, ox.QuerySolutions)
        names = [term.value for row in rows if isinstance(term := row["g"], ox.NamedNode)]
        return sorted(name for name in names if name.startswith(f"{self.base}proposition/"))

    def update(self, update: str) -> None:
        """Run an update; see `Store.update`. Raises InputError as `query` does.

        Where the record is a named graph it takes the place of the default graph (`WITH`); the graphs of
        `INSERT DATA` must be written out, as `insert_data` does.
        """
        self._send(with_graph(update, self.record_graph) if self.record_is_named else update)

    def load(self, nquads: bytes) -> None:
        """Insert N-Quads by one update; see `Store.load`.

        Where the record is a named graph they go in batches, as such servers limit the length of an update:
        what was sent before a failure stays, and loading again completes it.
        """
        if not self.record_is_named:
            self._send(insert_data(nquads))
            return
        lines = nquads.splitlines(keepends=True)
        for start in range(0, len(lines), _BATCH):
            self._send(insert_data(b"".join(lines[start : start + _BATCH]), self.record_graph))

    def _send(self, update: str) -> None:
        """Post an update; servers without an address of its own for updates take it at that for queries."""
        try:
            self._post(self.update_endpoint, [("update", update)], "*/*")
        except InputError as error:
            if self.update_endpoint == self.endpoint or not re.search(r"answered (404|405)", error.what):
                raise
            self.update_endpoint = self.endpoint
            self._post(self.update_endpoint, [("update", update)], "*/*")

    bulk_load = load

    def bulk_load_stream(self, nquads: io.RawIOBase) -> None:
        """Insert N-Quads by one update; see `Store.bulk_load_stream`."""
        self.load(b"".join(iter(lambda: nquads.read(1 << 20) or b"", b"")))

    def dump(self) -> bytes:
        """All quads, sorted; see `Store.dump`."""
        lines: set[bytes] = set()
        default = self.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        lines.update(_nquads(default))
        rows = self.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            if not self.record_is_named or str(row["g"]).startswith(f"<{self.base}proposition/"):
                lines.add(f"{row['s']} {row['p']} {row['o']} {row['g']} .\n".encode())
        return b"".join(sorted(lines))

    def dump_to(self, out: IO[bytes]) -> None:
        """Write all quads; see `Store.dump_to`. A server's answer is held whole."""
        out.write(self.dump())

    def flush(self) -> None:
        """Nothing to do: the server answers an update when it is committed."""

    def keep_text(self, text: str) -> str:
        """A SPARQL server holds no texts: only the hash is given back."""
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def text(self, sha256: str) -> str | None:
        """Always `None`: a SPARQL server holds no texts."""
        return None

    def drop_text(self, sha256: str) -> None:
        """Nothing to do: a SPARQL server holds no texts."""

    def close(self) -> None:
        """Nothing to do: every request closes its connection."""

    def _ask(self, query: str) -> bool:
        return self._boolean([("query", query)])

    def _boolean(self, fields: list[tuple[str, str]]) -> bool:
        body, kind = self._post(self.endpoint, fields, _JSON)
        answer = self._parse(body, kind)
        if isinstance(answer, ox.QuerySolutions):  # Virtuoso 7 answers ASK with a row or none
            return next(answer, None) is not None
        if not isinstance(answer, ox.QueryBoolean):
            raise InputError("the server gave no yes or no", where=self.endpoint, hint="check the address")
        return bool(answer)

    def _parse(self, body: bytes, kind: str) -> Results:
        try:
            if kind in {_NTRIPLES, "text/plain"}:
                return _triples(body)
            return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise InputError(
                f"the answer is not SPARQL results ({error})", where=self.endpoint, hint="check the address"
            ) from None

    def _post(self, address: str, fields: list[tuple[str, str]], accept: str) -> tuple[bytes, str]:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        is_update = fields[0][0] == "update"
        if self._authorization:
            headers["Authorization"] = self._authorization
        elif self._token and is_update:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(address, urllib.parse.urlencode(fields).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return answer.read(), answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            said, hint = _told(error.read(4096).decode("utf-8", "replace"))
            if error.code == 401 and is_update:
                hint = "set CLAIMGRAPH_TOKEN to the server's token" + (
                    ": it has another" if self._token else ""
                )
            what = f"the server answered {error.code}: {said or error.reason}"
            raise InputError(what, where=address, hint=hint) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise InputError(
                f"the server does not answer ({getattr(reason, 'strerror', None) or reason})",
                where=address,
                hint="check the address",
            ) from None


def _told(body: str) -> tuple[str, str]:
    """What the body of an error says, in one line, and what to do: of problem details (RFC 9457), or text.

    >>> _told('{"status": 403, "detail": "this server takes no updates", "hint": "ask"}')
    ('this server takes no updates', 'ask')
    >>> _told("Parse error:\\nline 2")
    ('Parse error:', '')
    """
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    if isinstance(problem, dict) and (said := problem.get("detail") or problem.get("title")):
        return " ".join(str(said).split())[:400], " ".join(str(problem.get("hint") or "").split())[:400]
    lines = body[:400].strip().splitlines()
    return (lines[0] if lines else ""), ""


def _triples(body: bytes) -> Results:
    """N-Triples as the answer to a CONSTRUCT query, of the same type as from the embedded store."""
    store = ox.Store()
    store.load(body, ox.RdfFormat.N_TRIPLES)
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def insert_data(nquads: bytes, record_graph: str | None = None) -> str:
    """N-Quads as one `INSERT DATA` request, the default graph's quads in `record_graph` if that is named.

    >>> insert_data(b'<http://e.org/a> <http://e.org/b> "c" <http://e.org/g> .\\n')
    'INSERT DATA {\\nGRAPH <http://e.org/g> {\\n<http://e.org/a> <http://e.org/b> "c" .\\n}\\n}'
    """
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS):
        default = isinstance(quad.graph_name, ox.DefaultGraph)
        name = (f"<{record_graph}>" if record_graph else "") if default else str(quad.graph_name)
        graphs.setdefault(name, []).append(f"{quad.triple} .")
    parts = [
        f"GRAPH {name} {{\n" + "\n".join(lines) + "\n}" if name else "\n".join(lines)
        for name, lines in graphs.items()
    ]
    return "INSERT DATA {\n" + "\n".join(parts) + "\n}"


def _nquads(triples: Results) -> set[bytes]:
    return {f"{triple} .\n".encode() for triple in triples}  # type: ignore[union-attr]  # of CONSTRUCT


def _split_credentials(address: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(address)
    if parts.username is None:
        return address, ""
    pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    host = parts.hostname or ""
    clean = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host)
    token = base64.b64encode(pair.encode()).decode("ascii")
    return clean.geturl(), f"Basic {token}"


def _update_address(endpoint: str) -> str:
    for ending in ("/sparql", "/query"):
        if endpoint.endswith(ending):
            return endpoint[: -len(ending)] + "/update"
    return endpoint
