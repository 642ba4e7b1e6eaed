"""Stored questions over HTTP, and their pages."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from claimgraph.question_files import load_questions
from claimgraph.questions import ask

if TYPE_CHECKING:
    from conftest import Reply, Server, Starter

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def expected(server: Server) -> Any:
    from claimgraph.store import EmbeddedStore

    store = EmbeddedStore.open(server.store, read_only=True)
    yield store
    store.close()


@pytest.mark.parametrize("name", load_questions())
def test_the_same_rows_as_the_command(server: Server, expected: Any, name: str) -> None:
    question = load_questions()[name]
    required = any(parameter.required for parameter in question.parameters)
    values = {"about": "Moskva"} if required and "about" in question.example else {}
    if required and not values:
        pytest.skip("its example is of other data")
    reply = server.ask(f"/q/{name}.json?{urlencode(values)}")
    assert reply.status == 200, reply.text
    answer = ask(expected, name, **values)
    assert reply.json["head"]["vars"] == list(answer.variables)
    got = [
        tuple(row[column]["value"] if column in row else None for column in answer.variables)
        for row in reply.json["results"]["bindings"]
    ]
    assert sorted(map(str, got)) == sorted(
        str(tuple(term.value if term is not None else None for term in row)) for row in answer.rows
    )


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("json", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
        ("rq", "application/sparql-query"),
    ],
)
def test_endings(server: Server, ending: str, kind: str) -> None:
    reply = server.ask(f"/q/reports.{ending}?limit=3")
    assert (reply.status, reply.type) == (200, kind)


def test_the_query_behind_the_rows(server: Server) -> None:
    text = server.ask("/q/reports.rq?limit=7").text
    assert "LIMIT 7" in text
    assert server.rows(text) == server.rows(server.ask("/q/reports.rq?limit=7").text)


def test_an_answer_tells_how_many_reports_it_looks_at(server: Server) -> None:
    assert server.ask("/q/quotes.json?newest=7").headers["claimgraph-newest"] == "7"
    assert "claimgraph-newest" not in server.ask("/q/reports.json").headers
    assert "the newest 7 reports are looked at" in server.ask("/q/quotes?newest=7", headers=HTML).text


def told(reply: Reply) -> tuple[str, str]:
    return reply.headers["claimgraph-limit"], reply.headers["claimgraph-cut"]


@pytest.mark.parametrize("more", ["", "&as-of=2099-01-01"])
def test_an_answer_tells_whether_it_was_cut(server: Server, more: str) -> None:
    rows = len(server.ask("/q/who-said-what.json?about=Moskva").json["results"]["bindings"])
    assert rows > 2
    whole = server.ask(f"/q/who-said-what.json?about=Moskva&limit={rows}{more}")
    assert told(whole) == (str(rows), "false")
    assert "link" not in whole.json["head"]
    cut = server.ask(f"/q/who-said-what.json?about=Moskva&limit={rows - 1}{more}")
    assert told(cut) == (str(rows - 1), "true")
    assert len(cut.json["results"]["bindings"]) == rows - 1
    if not more:
        pages = [
            server.ask(f"/q/who-said-what?about=Moskva&limit={n}", headers=HTML).text
            for n in (rows, rows - 1)
        ]
        assert ["there are more" in page for page in pages] == [False, True]
        assert "more may exist" not in "".join(pages)
    (address,) = cut.json["head"]["link"]
    assert told(server.ask(address.removeprefix(server.url)))[1] == "false"
    for ending in ("xml", "csv", "tsv"):
        reply = server.ask(f"/q/who-said-what.{ending}?about=Moskva&limit=1{more}")
        assert told(reply) == ("1", "true")
        if ending == "xml":
            found = ox.parse_query_results(reply.body, ox.QueryResultsFormat.XML)
            assert len(list(found)) == 1  # type: ignore[arg-type]  # of SELECT
            assert b'<link href="http' in reply.body


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/q/reports.html", "/q/reports.csv"),
        ("/q/repots", "did you mean reports?"),
        ("/export/claims.xlsx", ".graphml"),
        ("/export/nothing.gexf", "claims, actors"),
        ("/nowhere", "/openapi.json"),
    ],
)
def test_what_is_not_there_says_what_is(server: Server, path: str, hint: str) -> None:
    reply = server.ask(path)
    assert reply.status == 404
    assert hint in reply.json["hint"]


def test_lists_of_questions_and_exports(server: Server) -> None:
    listed = server.ask("/q/").json["questions"]
    assert {one["name"] for one in listed} == set(load_questions())
    first = server.ask("/export/").json["exports"][0]["addresses"][0]
    assert first == f"{server.url}/export/claims.gexf"
    assert server.ask("/q/", headers=HTML).headers["location"] == "/"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/q/who-said-wat", 404, "no question"),
        ("/q/who-said-what.csv", 400, "needs the parameter"),
        ("/q/who-said-what.csv?abot=x", 400, "no parameter 'abot'"),
        ("/q/who-said-what.csv?about=Nobody+at+all", 400, "Nobody at all"),
        ("/q/who-said-what.csv?about=https://example.org/nobody", 400, "<https://example.org/nobody>"),
        ("/q/reports.csv?limit=0", 400, "limit"),
        ("/q/reports.csv?limit=1%0d%0aX-Evil:%201", 400, "limit"),
        ("/q/..%2F..%2Fstore.json", 404, ""),
    ],
)
def test_faults(server: Server, path: str, status: int, said: str) -> None:
    reply = server.ask(path)
    assert reply.status == status
    assert said in reply.json["detail"]
    assert "x-evil" not in reply.headers


class Page(HTMLParser):
    """The elements of a page, and the addresses that it loads from or links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def addresses(self) -> list[str]:
        names = ("src", "href", "action", "data", "poster")
        return [value for _, attrs in self.tags for name in names if (value := attrs.get(name))]


@pytest.mark.parametrize(
    "path", ["/", "/query", "/q/who-said-what", "/q/who-said-what?about=Moskva", "/q/reports"]
)
def test_pages_load_nothing_from_elsewhere(server: Server, path: str) -> None:
    reply = server.ask(path, headers=HTML)
    assert (reply.status, reply.type) == (200, "text/html")
    page = Page(reply.text)
    assert all(address.startswith("/") and not address.startswith("//") for address in page.addresses())
    assert not [
        attrs for _, attrs in page.tags if any(name.startswith("on") or name == "style" for name in attrs)
    ]
    assert not [tag for tag, attrs in page.tags if tag == "script" and not attrs.get("src")]


def test_a_question_page_has_form_rows_and_files(server: Server) -> None:
    text = server.ask("/q/who-said-what?about=Moskva", headers=HTML).text
    assert 'value="Moskva"' in text
    assert "<td" in text
    assert 'href="/q/who-said-what.csv?about=Moskva"' in text


def test_a_question_page_ticks_what_is_yes_or_no_and_shortens_addresses(server: Server) -> None:
    text = server.ask("/q/who-said-what?about=Moskva&with_retracted=true", headers=HTML).text
    assert re.search(r'<input type="checkbox" [^>]*name="with_retracted" value="true" checked>', text)
    cells = re.findall(r'title="(https://w3id.org/claimgraph/data/claim/[^"]+)">([^<]+)<', text)
    assert cells
    assert all(shown.endswith("…") and shown.strip("d:…") in whole for whole, shown in cells)


def test_a_fault_on_a_page_is_a_sentence_with_its_status(server: Server) -> None:
    reply = server.ask("/q/who-said-what?about=<b>nobody</b>", headers=HTML)
    assert reply.status == 400
    assert 'role="alert"' in reply.text
    assert "<b>" not in reply.text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><svg onload=alert(1)>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "javascript:alert(1)",
    "\u202egnp.exe",
    '=HYPERLINK("http://evil.example")',
]


def test_a_hostile_headline_stays_text(start_server: Starter, tmp_path: Path) -> None:
    from claimgraph.nquads import iri, literal
    from claimgraph.store import EmbeddedStore
    from claimgraph.vocabulary import RDF, cg

    lines = []
    for number, text in enumerate(HOSTILE):
        report = iri(f"https://w3id.org/claimgraph/data/report/{number}")
        lines += [
            f"{report} {iri(RDF + 'type')} {iri(cg('NewsReport'))} .\n",
            f"{report} {iri(cg('isPublishedBy'))} {iri('https://w3id.org/claimgraph/data/entity/wire')} .\n",
            f"{report} {iri(cg('headline'))} {literal(text)} .\n",
            f'{report} {iri(cg("claimCount"))} "0"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
            f'{report} {iri(cg("publishedOn"))} "2022-04-16"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
        ]
    store = EmbeddedStore.open(tmp_path / "hostile.db")
    store.load("".join(lines).encode())
    store.flush()
    store.close()
    hostile = start_server(tmp_path / "hostile.db", "--workers", 1)
    reply = hostile.ask("/q/reports", headers=HTML)
    assert reply.status == 200
    page = Page(reply.text)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "svg"}
    for text in HOSTILE:
        assert text in page.words
    rows = list(csv.DictReader(io.StringIO(hostile.ask("/q/reports.csv").text, newline="")))
    assert {row["headline"] for row in rows} == set(HOSTILE)


def test_vendored_files_are_what_they_are_said_to_be() -> None:
    import claimgraph.server

    folder = Path(claimgraph.server.__file__).parent
    listed = tomllib.loads((folder / "vendor.toml").read_text())["vendored"]
    known = set()
    for entry in listed:
        assert (folder / entry["licence_file"]).read_text().strip()
        for name, digest in entry["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            known.add(name)
    minified = {f"static/{file.name}" for file in (folder / "static").glob("*.min.*")}
    assert minified <= known, "a vendored file that vendor.toml does not list"


def test_our_own_scripts_and_styles_name_no_other_host() -> None:
    import claimgraph.server

    folder = Path(claimgraph.server.__file__).parent
    for file in [*folder.glob("templates/*"), folder / "static/page.css", folder / "static/query.js"]:
        hosts = set(re.findall(r"https?://([\w.-]+)", file.read_text()))
        assert hosts <= {"w3id.org"}, file


def test_a_question_under_a_perspective(server: Server, expected: Any) -> None:
    from claimgraph.reasoning.asking import named_perspective, put_under

    kyiv = {"about": "Moskva", "according-to": "Government of Testland"}
    reply = server.ask(f"/q/who-said-what.json?{urlencode(kyiv)}")
    assert reply.status == 200, reply.text
    rows = reply.json["results"]["bindings"]
    under = named_perspective(expected, ["Government of Testland"])
    answer = put_under(expected, load_questions()["who-said-what"], {"about": "Moskva"}, under)
    assert 0 < len(rows) == len(answer.rows) < len(ask(expected, "who-said-what", about="Moskva").rows)
    before = server.ask(f"/q/who-said-what.csv?{urlencode(kyiv | {'as-of': '1999-01-01'})}")
    assert before.status == 200
    assert len(before.text.splitlines()) == 1


def test_a_question_under_a_perspective_is_a_page_in_a_browser(server: Server) -> None:
    kyiv = urlencode({"about": "Moskva", "according-to": "Government of Testland", "as-of": "2030-01-01"})
    reply = server.ask(f"/q/who-said-what?{kyiv}", headers=HTML)
    assert (reply.status, reply.type) == (200, "text/html")
    rows = server.ask(f"/q/who-said-what.json?{kyiv}").json["results"]["bindings"]
    assert f"{len(rows)} row" in reply.text
    assert reply.text.count("<tr>") == len(rows) + 1
    page = Page(reply.text)
    inputs = {attrs["name"]: attrs for tag, attrs in page.tags if tag == "input"}
    assert inputs["according-to"]["value"] == "Government of Testland"
    assert (inputs["as-of"]["value"], inputs["without"]["value"]) == ("2030-01-01", "")
    labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
    assert {attrs["id"] for attrs in inputs.values()} <= labelled
    assert "according-to=Government" in next(one for one in page.addresses() if ".csv" in one)
    refused = server.ask("/q/who-said-what?about=Moskva&according-to=Nobody+at+all", headers=HTML)
    assert (refused.status, refused.type) == (400, "text/html")
    assert 'value="Nobody at all"' in refused.text


def test_what_a_perspective_affirms_is_one_graph(server: Server, expected: Any) -> None:
    from claimgraph.reasoning.asking import named_perspective
    from claimgraph.reasoning.perspectives import stated

    others = {"without": "Government of Testland"}
    reply = server.ask(f"/perspective.nt?{urlencode(others)}")
    assert (reply.status, reply.type) == (200, "application/n-triples")
    assert reply.text.splitlines(keepends=True) == stated(
        expected, named_perspective(expected, (), ["Government of Testland"])
    )
    entailed = server.ask(f"/perspective.nt?{urlencode(others | {'entailed': 'true'})}")
    assert set(entailed.text.splitlines()) > set(reply.text.splitlines())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/q/who-said-what.json?about=Moskva&according-to=Nobody+at+all", "Nobody at all"),
        ("/q/who-said-what.json?about=Moskva&as-of=yesterday", "is not a date"),
        ("/q/who-said-what.json?about=Moskva&as-of=2022-01-01&as-of=2022-01-02", "given 2 times"),
        ("/perspective.nt?about=Moskva", "there is no parameter 'about'"),
        ("/perspective.nt?entailed=perhaps", "not true or false"),
    ],
)
def test_a_perspective_that_cannot_be_is_refused(server: Server, path: str, words: str) -> None:
    reply = server.ask(path)
    assert reply.status == 400
    assert words in reply.json["detail"]


def test_search_asks_the_index_of_words(start_server: Starter, sample_store: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    from claimgraph.store import EmbeddedStore
    from claimgraph.word_index import FILE, open_index

    path = tmp_path / "indexed.db"
    shutil.copytree(sample_store, path, ignore=shutil.ignore_patterns("snapshots"))
    store = EmbeddedStore.open(path, read_only=True)
    found, others = (ask(store, "search", text=text).records() for text in ("missiles", "attack"))
    with open_index(store, worthwhile=1) as index:
        assert index
    store.close()
    assert found
    assert others
    with sqlite3.connect(path / FILE) as database:  # now the index knows less than the store: that is seen
        database.execute("DELETE FROM words WHERE text LIKE '%missiles%'")
    database.close()
    server = start_server(path, "--workers", 1)
    assert server.ask("/q/search.json?text=missiles").json["results"]["bindings"] == []
    rows = server.ask("/q/search.json?text=attack").json["results"]["bindings"]
    assert [row["claim"]["value"] for row in rows] == [row["claim"] for row in others]
    assert "VALUES ?claim" not in server.ask("/q/search.rq?text=attack").text


def test_snapshots_share_a_copy_of_the_index_until_it_changes(tmp_path: Path) -> None:
    import os

    from claimgraph.server import snapshots
    from claimgraph.word_index import FILE

    engine = ox.Store(str(tmp_path / "quads"))

    def copy() -> int:
        made = snapshots.finish(tmp_path, snapshots.begin(tmp_path, engine), "abcdef")
        return (made.path / FILE).stat().st_ino

    (tmp_path / FILE).write_text("index", encoding="utf-8")
    first, second = copy(), copy()
    os.utime(tmp_path / FILE, (1, 1))
    third = copy()
    assert first == second != third
    assert (tmp_path / FILE).stat().st_ino not in {first, third}, "the index itself changes in place"
