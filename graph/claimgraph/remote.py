"""A store behind the SPARQL 1.1 Protocol: Fuseki, Virtuoso, GraphDB, Oxigraph's server, our own.

On servers whose default graph is the union of all graphs, reading the default graph would turn every
claimed proposition into a plain triple. There the record is a named graph, `<base>graph/record`, and each
request names it as the default graph of its dataset. The client asks the server once which kind it is.
"""

from __future__ import annotations

import base64
import hashlib
import io
import urllib.error
import urllib.parse
import urllib.request

import pyoxigraph as ox

from claimgraph.errors import InputError
from claimgraph.store import Results
from claimgraph.vocabulary import DATA, cg

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_PROBE = f"ASK {{ GRAPH ?g {{ ?claim a <{cg('Claim')}> }} }}"


class RemoteStore:
    """Reads and writes a SPARQL 1.1 server.

    `endpoint` answers queries; `update_endpoint` takes updates (default: the same address with `/sparql`
    or `/query` at the end replaced by `/update`). User name and password may stand in the address.
    """

    def __init__(
        self, endpoint: str, *, update_endpoint: str | None = None, base: str = DATA, timeout: float = 60.0
    ) -> None:
        """No request is made until the first query or update. `timeout` is in seconds."""
        self.endpoint, self._authorization = _split_credentials(endpoint)
        self.update_endpoint = update_endpoint or _update_address(self.endpoint)
        self.base = base
        self.timeout = timeout
        self._record_is_named: bool | None = None

    @property
    def record_graph(self) -> str:
        """The named graph that holds the record where the default graph is a union."""
        return f"{self.base}graph/record"

    @property
    def record_is_named(self) -> bool:
        """Whether this server keeps the record in a named graph; asked once."""
        if self._record_is_named is None:
            self._record_is_named = bool(self._ask(_PROBE))
        return self._record_is_named

    def query(self, query: str) -> Results:
        """Answer a query; see `Store.query`.

        Raises:
            InputError: the server does not answer, refuses the query, or sends something else.
        """
        fields = [("query", query)]
        if self.record_is_named:
            fields.append(("default-graph-uri", self.record_graph))
            fields += [("named-graph-uri", name) for name in self._propositions()]
        body, kind = self._post(self.endpoint, fields, f"{_JSON}, {_NTRIPLES};q=0.9")
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
        """Run an update; see `Store.update`. Raises InputError as `query` does."""
        fields = [("update", update)]
        if self.record_is_named:
            fields.append(("using-graph-uri", self.record_graph))
        self._post(self.update_endpoint, fields, "*/*")

    def load(self, nquads: bytes) -> None:
        """Insert N-Quads by one update; see `Store.load`."""
        graph = self.record_graph if self.record_is_named else None
        self._post(self.update_endpoint, [("update", insert_data(nquads, graph))], "*/*")

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
            if str(row["g"]) != f"<{self.record_graph}>":
                lines.add(f"{row['s']} {row['p']} {row['o']} {row['g']} .\n".encode())
        return b"".join(sorted(lines))

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
        body, kind = self._post(self.endpoint, [("query", query)], _JSON)
        answer = self._parse(body, kind)
        if not isinstance(answer, ox.QueryBoolean):
            raise InputError("the server gave no yes or no", where=self.endpoint, hint="check the address")
        return bool(answer)

    def _parse(self, body: bytes, kind: str) -> Results:
        try:
            if kind in {_NTRIPLES, "text/plain"}:
                return _Triples(body)  # type: ignore[return-value]  # same iteration protocol
            return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise InputError(
                f"the answer is not SPARQL results ({error})", where=self.endpoint, hint="check the address"
            ) from None

    def _post(self, address: str, fields: list[tuple[str, str]], accept: str) -> tuple[bytes, str]:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        if self._authorization:
            headers["Authorization"] = self._authorization
        request = urllib.request.Request(address, urllib.parse.urlencode(fields).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return answer.read(), answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            detail = error.read(400).decode("utf-8", "replace").strip().splitlines()
            said = detail[0] if detail else error.reason
            raise InputError(f"the server answered {error.code}: {said}", where=address) from None
        except (OSError, ValueError) as error:
            raise InputError(
                f"the server does not answer ({error})", where=address, hint="check the address"
            ) from None


class _Triples:
    """The triples of a CONSTRUCT answer, iterated as pyoxigraph's own."""

    def __init__(self, body: bytes) -> None:
        self._quads = iter(ox.parse(body, ox.RdfFormat.N_TRIPLES))

    def __iter__(self) -> _Triples:
        return self

    def __next__(self) -> ox.Triple:
        triple: ox.Triple = next(self._quads).triple
        return triple


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
    return {f"{triple} .\n".encode() for triple in triples}  # type: ignore[union-attr]


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
