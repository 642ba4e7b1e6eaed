"""The web pages: home, the query editor, a page for each stored question. Only the editor needs scripts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from claimgraph.question_files import Question
from claimgraph.questions import newest_of, plain
from claimgraph.server import cuts, negotiation, perspectives
from claimgraph.server.answers import read_all
from claimgraph.server.description import counts, limits_in_words, root_of
from claimgraph.server.problems import HttpError
from claimgraph.server.requests import Fields, client_of
from claimgraph.vocabulary import compact

if TYPE_CHECKING:
    from jinja2 import Environment

    from claimgraph.server.service import Service

FOLDER = Path(__file__).resolve().parent
LONGEST_IRI = 24
"""Characters of an IRI that a cell shows; the whole stands in its title and in every download."""
SHOWN = 200
"""Rows on a page; the files have all of them."""
EDITOR_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The editor sets style attributes; scripts and connections stay with this server."""


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates, with everything that comes from data escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(service: Service, name: str, status: int = 200, **values: Any) -> Response:
    """A page from its template."""
    text = templates().get_template(name).render(snapshot=service.snapshot, **values)
    headers = {"claimgraph-snapshot": service.snapshot.id, "cache-control": "no-cache", "vary": "accept"}
    return HTMLResponse(text, status, headers)


def listed(questions: dict[str, Question]) -> list[dict[str, str]]:
    """The questions for a list of links, each with its example as parameters."""
    found = []
    for question in questions.values():
        example = [(name, str(value)) for name, value in question.example.items()]
        search = f"?{urlencode(example)}" if example else ""
        found.append(
            {
                "name": question.name,
                "summary": question.summary,
                "search": search,
                "link": f"/q/{question.name}{search}",
                "editor": urlencode([("question", question.name), *example]),
            }
        )
    return found


async def home(service: Service, request: Request) -> Response:
    """What is here, and how to ask."""
    from claimgraph.exports import VIEWS
    from claimgraph.server.stored import questions

    return render(
        service,
        "home.html",
        numbers=await counts(service),
        questions=listed(questions()),
        root=root_of(service, request),
        limits=limits_in_words(service),
        union=service.settings.union,
        views=list(VIEWS),
    )


async def editor(service: Service, request: Request) -> Response:
    """The query editor."""
    from claimgraph.server.stored import questions

    page = render(
        service,
        "query.html",
        questions=listed(questions()),
        root=root_of(service, request),
        limits=limits_in_words(service),
    )
    page.headers["content-security-policy"] = EDITOR_POLICY
    return page


async def question_page(service: Service, request: Request, found: Question, fields: Fields) -> Response:
    """A stored question with a form for its parameters, and its rows if it can be asked."""
    given = {name: value for name, value in fields.pairs if value}
    search = f"?{urlencode([pair for pair in fields.pairs if pair[1]])}" if given else ""
    values: dict[str, Any] = {"question": found, "given": given, "search": search, "under": {}}
    try:
        values["under"] = perspectives.chosen(fields)
        text, data, more = await _asked(service, request, found, fields, values["under"])
    except HttpError as problem:
        is_first_visit = problem.status == 400 and not given
        said = "" if is_first_visit else f"{problem.detail}. {problem.hint}".strip()
        status = 200 if is_first_visit else problem.status
        return render(service, "question.html", status, problem=said, rows=None, **values)
    solutions = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = [variable.value for variable in solutions.variables]
    rows = [tuple(_cell(cell) for cell in solution) for solution in solutions]
    limit = cuts.limit_of(text)
    if limit is None or len(rows) < limit:
        more = "false"
    return render(
        service,
        "question.html",
        problem="",
        columns=columns,
        rows=rows[:SHOWN],
        count=len(rows),
        shown=SHOWN,
        cut=len(rows) > SHOWN,
        limit=limit,
        more=more or await cuts.goes_on(service, text),
        newest=newest_of(text),
        **values,
    )


async def _asked(
    service: Service, request: Request, found: Question, fields: Fields, under: dict[str, Any]
) -> tuple[str, bytes, str]:
    """The bound question, its rows as JSON, and whether there are more, if that is known already."""
    from claimgraph.server.stored import bound_text
    from claimgraph.server.words import indexed

    client = client_of(request, service.settings.behind_proxy)
    fields = perspectives.without_perspective(fields)
    text = await bound_text(service, found, fields, client)
    if under:
        data, is_cut = await perspectives.answered(service, request, text, under, negotiation.JSON)
        return text, data, str(is_cut).lower()
    text = await indexed(service, found, fields, client, text)
    exchange, _ = service.ask(text, "json", client)
    return text, await read_all(exchange), ""


class _Cell(NamedTuple):
    """What a cell shows, and in full what it shortens."""

    text: str
    whole: str = ""


def _cell(term: Any) -> _Cell:
    """A cell for people: codes and terms by their local name, other IRIs with their prefix, long ones cut."""
    value = plain(term) if isinstance(term, ox.NamedNode | ox.Literal) else None
    if value is None:
        return _Cell("")
    if isinstance(value, bool):
        return _Cell("yes" if value else "no")
    if not isinstance(term, ox.NamedNode):
        return _Cell(str(value))
    text = compact(str(value))
    return _Cell(text) if len(text) <= LONGEST_IRI else _Cell(f"{text[: LONGEST_IRI - 1]}…", str(value))
