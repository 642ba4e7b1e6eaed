"""`/q/NAME`: the stored questions over HTTP, with the same parameters as `claimgraph ask`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from claimgraph.errors import InputError, UsageError
from claimgraph.finding import suggestion
from claimgraph.question_files import Question, load_questions
from claimgraph.questions import Resolver, newest_of
from claimgraph.server import cuts, negotiation, perspectives, words
from claimgraph.server.answers import WorkerAnswer, read_all
from claimgraph.server.description import root_of
from claimgraph.server.known import refuse_unknown
from claimgraph.server.pages import question_page
from claimgraph.server.problems import HttpError
from claimgraph.server.protocol import answer_query, wants_page
from claimgraph.server.requests import Fields, client_of, query_fields

if TYPE_CHECKING:
    from claimgraph.server.service import Service

SPARQL = negotiation.Format("rq", "application/sparql-query", (), "rq")
"""The query behind the rows, to be changed and asked at `/sparql`."""
ENDINGS = {one.ending: one for one in (*negotiation.ROWS, SPARQL)}


async def question(service: Service, request: Request) -> Any:
    """Answer a stored question.

    Raises:
        HttpError: 404 for an unknown question, 400 for parameters that do not fit.
    """
    name, form = _split(request.path_params["name"])
    found = questions().get(name)
    if found is None:
        raise _no_question(name)
    fields = query_fields(request)
    if form is None and wants_page(request, negotiation.ROWS):
        return await question_page(service, request, found, fields)
    perspective = perspectives.chosen(fields)
    fields = perspectives.without_perspective(fields)
    client = client_of(request, service.settings.behind_proxy)
    text = await bound_text(service, found, fields, client)
    if form is SPARQL:
        return Response(text, media_type=SPARQL.media_type, headers={"cache-control": "no-cache"})
    headers = {}
    if form is not None:
        headers["content-disposition"] = f'inline; filename="{found.name}.{form.ending}"'
    if newest := newest_of(text):
        headers["claimgraph-newest"] = str(newest)
    if perspective:
        return await perspectives.rows(service, request, text, perspective, form, headers)
    text = await words.indexed(service, found, fields, client, text)
    answer = await answer_query(service, request, text, default=[], named=[], form=form, headers=headers)
    if isinstance(answer, WorkerAnswer):
        answer.amend = cuts.Teller(service, request, text).amend
    return answer


def _no_question(name: str) -> HttpError:
    stem, _, ending = name.rpartition(".")
    if stem in questions():
        hint = f"there are: {', '.join(f'/q/{stem}.{one}' for one in ENDINGS)}, and the page /q/{stem}"
        return HttpError(404, f"there is no ending .{ending[:20]}", hint=hint)
    near = suggestion(name, questions())
    return HttpError(
        404, f"there is no question {name[:80]!r}", hint=near or f"there are: {', '.join(questions())}"
    )


async def listing(service: Service, request: Request) -> Response:
    """The questions with their addresses; browsers are sent to the home page, which lists them too."""
    if wants_page(request, (negotiation.JSON,)):
        return RedirectResponse("/", 303)
    root = root_of(service, request)
    fields = [
        {"name": one.name, "summary": one.summary, "address": f"{root}/q/{one.name}"}
        for one in questions().values()
    ]
    return JSONResponse({"questions": fields}, headers={"cache-control": "no-cache", "vary": "accept"})


def questions() -> dict[str, Question]:
    """All stored questions, read once."""
    if not _QUESTIONS:
        _QUESTIONS.update(load_questions())
    return _QUESTIONS


_QUESTIONS: dict[str, Question] = {}


def _split(name: str) -> tuple[str, negotiation.Format | None]:
    stem, dot, ending = name.rpartition(".")
    if dot and ending in ENDINGS:
        return stem, ENDINGS[ending]
    return name, None


async def bound_text(service: Service, found: Question, fields: Fields, client: str) -> str:
    """The SPARQL of a question with its parameters; names are looked up by workers like any query.

    Raises:
        HttpError: 400, as `Resolver.terms` and `Question.bind` say.
    """
    values: dict[str, list[str]] = {}
    for name, value in fields.pairs:
        if value:
            values.setdefault(name, []).append(value)
    loop = asyncio.get_running_loop()
    store = PooledStore(service, client, loop)
    return await loop.run_in_executor(service.threads, _bind, store, found, values)


def _bind(store: PooledStore, found: Question, values: dict[str, list[str]]) -> str:
    try:
        terms = Resolver(store, found).terms(values)  # type: ignore[arg-type]  # reads only
        named = [one.name for one in found.parameters if one.type in {"entity", "report"}]
        refuse_unknown(store, (value for name in named for value in values.get(name, ())))
        return found.bind(terms)
    except (UsageError, InputError) as error:
        raise HttpError.of(error) from None


class PooledStore:
    """What looks names up, as a store that is read by workers. Its queries are asked from another thread."""

    def __init__(self, service: Service, client: str, loop: asyncio.AbstractEventLoop) -> None:
        self._service = service
        self._client = client
        self._loop = loop
        self.base = service.base

    def query(self, query: str) -> Any:
        """Answer a SELECT or ASK query; see `Store.query`."""
        answer = asyncio.run_coroutine_threadsafe(self._ask(query), self._loop).result()
        return ox.parse_query_results(
            answer, ox.QueryResultsFormat.JSON
        )  # belongs to the thread that made it

    async def _ask(self, query: str) -> bytes:
        exchange, _ = self._service.ask(query, "json", self._client)
        return await read_all(exchange)
