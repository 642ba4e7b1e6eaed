"""`/openapi.json`: the routes for machines, one for each stored question (OpenAPI 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from claimgraph import __version__
from claimgraph.question_files import Parameter, Question
from claimgraph.server import negotiation
from claimgraph.server.description import root_of
from claimgraph.server.downloads import ENDINGS, FILTERS
from claimgraph.server.problems import MEDIA_TYPE
from claimgraph.server.stored import questions

if TYPE_CHECKING:
    from claimgraph.server.service import Service

_SCHEMAS: dict[str, dict[str, str]] = {
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


async def openapi(service: Service, request: Request) -> Response:
    """The description of the API."""
    paths: dict[str, Any] = {"/sparql": _sparql(), "/rdf-graphs": _graphs(), "/update": _update()}
    for question in questions().values():
        paths[f"/q/{question.name}"] = {"get": _operation(question)}
    paths["/export/{file}"] = {"get": _export()}
    for path, summary in _PLAIN.items():
        paths[path] = {"get": {"summary": summary, "responses": {"200": {"description": summary}}}}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "claimgraph",
            "version": __version__,
            "description": "Who said what in a conflict: claims, kept apart and traced to their words.",
        },
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "servers": [{"url": root_of(service, request)}],
        "paths": paths,
    }
    return JSONResponse(document, headers={"cache-control": "no-cache"})


_PLAIN = {
    "/healthz": "Whether queries can be answered",
    "/version": "Versions of program, engine and data",
    "/q/": "The stored questions",
    "/export/": "The exports",
    "/dump.trig.gz": "The whole store as TriG",
    "/dump.nq.gz": "The whole store as N-Quads",
    "/perspective.nt": "What one party affirms, as one graph: according-to, without, as-of, entailed",
    "/ontology.ttl": "The ontology as Turtle",
    "/shapes.ttl": "The SHACL shapes as Turtle",
    "/.well-known/void": "Description of the data set",
}


_PERSPECTIVE = [
    {"name": name, "in": "query", "description": text, "schema": schema}
    for name, text, schema in (
        ("according-to", "only claims of this speaker, side or outlet", {"type": "string"}),
        ("without", "no claims of this speaker, side or outlet", {"type": "string"}),
        ("as-of", "only reports of this day or earlier", {"type": "string", "format": "date"}),
    )
]
"""What every question takes: whose claims are asked."""


def _operation(question: Question) -> dict[str, Any]:
    return {
        "operationId": question.name,
        "summary": question.summary,
        "description": question.description,
        "parameters": [*(_parameter(one, question) for one in question.parameters), *_PERSPECTIVE],
        "responses": _responses(negotiation.ROWS),
    }


def _parameter(parameter: Parameter, question: Question) -> dict[str, Any]:
    schema: dict[str, Any] = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.values:
        schema["enum"] = list(parameter.values)
    if parameter.default is not None:
        schema["default"] = parameter.default
    fields: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
    }
    if parameter.name in question.example:
        fields["example"] = question.example[parameter.name]
    return fields


def _sparql() -> dict[str, Any]:
    dataset = [
        {
            "name": name,
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string"}},
            "description": text,
        }
        for name, text in (
            ("default-graph-uri", "Graphs of the store to ask as the default graph"),
            ("named-graph-uri", "Graphs of the store to ask by name"),
        )
    ]
    query = {"name": "query", "in": "query", "schema": {"type": "string"}, "description": "SPARQL 1.1"}
    formats = (*negotiation.ROWS, *negotiation.TRIPLES)
    body = {"content": {"application/sparql-query": {"schema": {"type": "string"}}}, "required": True}
    return {
        "get": {"summary": "SPARQL query", "parameters": [query, *dataset], "responses": _responses(formats)},
        "post": {
            "summary": "SPARQL query",
            "parameters": dataset,
            "requestBody": body,
            "responses": _responses(formats),
        },
    }


_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_WRITES = {"204": "Done", "400": "The request is not valid", "401": "A token is needed", "403": "Not allowed"}
_NAMED = [
    {"name": "graph", "in": "query", "schema": {"type": "string", "format": "iri"}, "description": "its IRI"},
    {"name": "default", "in": "query", "schema": {"type": "string"}, "description": "the record"},
]


def _graphs() -> dict[str, Any]:
    """The Graph Store Protocol."""
    kinds: dict[str, Any] = {one.names[0]: {} for one in negotiation.TRIPLES}
    read = {
        "summary": "The triples of a graph",
        "parameters": _NAMED,
        "responses": _responses(negotiation.TRIPLES),
    }
    operations: dict[str, Any] = {"get": read}
    for method, summary in (
        ("put", "Replace a graph"),
        ("post", "Add to a graph"),
        ("delete", "Remove a graph"),
    ):
        operations[method] = {
            "summary": summary,
            "security": _TOKEN,
            "parameters": _NAMED,
            "responses": _described(_WRITES),
        }
        if method != "delete":
            operations[method]["requestBody"] = {"content": kinds, "required": True}
    return operations


def _update() -> dict[str, Any]:
    body = {"content": {"application/sparql-update": {"schema": {"type": "string"}}}, "required": True}
    return {
        "post": {
            "summary": "SPARQL update",
            "security": _TOKEN,
            "requestBody": body,
            "responses": _described(_WRITES),
        }
    }


def _export() -> dict[str, Any]:
    """Exports: the name of the file is made of the view and an ending."""
    from claimgraph.exports import VIEWS

    files = [f"{view}{ending}" for view in VIEWS for ending in ENDINGS]
    file = {"name": "file", "in": "path", "required": True, "schema": {"type": "string", "enum": files}}
    filters = [{"name": one, "in": "query", "schema": {"type": "string"}} for one in FILTERS]
    faults = {"400": "A filter does not fit", "404": "There is no such export", "429": "Others are written"}
    return {
        "summary": "A graph for Gephi or a spreadsheet",
        "parameters": [file, *filters],
        "responses": _described({"200": "The file", **faults, "503": "Over the limit of time"}),
    }


def _described(statuses: dict[str, str]) -> dict[str, Any]:
    return {status: {"description": text} for status, text in statuses.items()}


def _responses(formats: tuple[negotiation.Format, ...]) -> dict[str, Any]:
    problem = {MEDIA_TYPE: {"schema": {"type": "object"}}}
    faults = {
        "400": "The request is not valid",
        "406": "No such format",
        "413": "Over a limit",
        "429": "Too many queries at a time",
        "503": "Over the limit of time or memory, or no worker was free",
    }
    return {
        "200": {"description": "The answer", "content": {one.names[0]: {} for one in formats}},
        **{status: {"description": text, "content": problem} for status, text in faults.items()},
    }
