"""The mapping of a table: which column plays which role, from a small YAML file that is checked by line.

docs/feeds.md explains the file; the ones that are shipped stand in `mappings/`. A role is given as the name
of a column, a list of columns (the first that is filled counts), or a map with `column` or a constant
`value`, and with `format`, `codes`, `default`, `separator` or `kind` where the role takes them.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from claimgraph.converters.table_cells import SPECIAL_FORMATS
from claimgraph.converters.yaml_file import Node, root
from claimgraph.errors import InputError, UsageError
from claimgraph.model import CASUALTY_TYPES, Certainty, Stance, VictimStatus
from claimgraph.reference.kinds import PARENTS, is_a

FOLDER: Final = Path(__file__).resolve().parent / "mappings"
KINDS: Final = ("NewsReport", "OfficialStatement", "SocialPost")
_TOP: Final = ("name", "title", "publisher", "rows", "language", "table", "skip", "roles")
_TABLE: Final = ("delimiter", "decimal", "header", "sheet", "encoding")
_FIELD: Final = ("column", "columns", "value", "format", "codes", "default", "separator", "kind")
_COUNT: Final = ("figure", "low", "high", "counts", "kind", "status", "side", "model", "group")
_COUNT_KINDS: Final = (
    "CasualtyCount",
    "MaterielLossCount",
    "PersonnelCount",
    "PopulationCount",
    "Quantity",
)
SHARED_ROLES: Final = ("id", "outlet", "date", "url", "title", "text", "author", "language")
CLAIM_ROLES: Final = (
    *SHARED_ROLES,
    *("claimant", "event_date", "place", "latitude", "longitude", "coordinates", "placed_by"),
    *("type", "stance", "certainty", "actor", "target", "evidence", "counts"),
)
REPORT_ROLES: Final = (*SHARED_ROLES, "kind")
_AGENTS: Final = frozenset(name for name in PARENTS if is_a(name, "Agent"))
_PLACES: Final = frozenset(name for name in PARENTS if is_a(name, "Place") or is_a(name, "Facility"))
_ENTITY_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "claimant": _AGENTS,
    "outlet": _AGENTS,
    "actor": _AGENTS,
    "placed_by": _AGENTS,
    "side": _AGENTS,
    "place": _PLACES,
    "target": frozenset(PARENTS),
}


@dataclass(frozen=True, slots=True)
class Field:
    """Where the value of a role comes from; `line` is that of the mapping file."""

    columns: tuple[str, ...] = ()
    value: str = ""
    formats: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    separator: str = ""
    kind: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of the row: one column, or one for each bound."""

    figure: Field | None
    low: Field | None
    high: Field | None
    counts: str
    kind: str
    status: VictimStatus
    side: Field | None
    model: Field | None
    group: str
    line: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the figure."""
        return tuple(name for each in (self.figure, self.low, self.high) if each for name in each.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the table is written: what a program cannot see, or sees wrongly."""

    delimiter: str = ""
    decimal: str = "."
    header: int = 1
    sheet: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A mapping that has been checked; `rows` is "claims" or "reports"."""

    file: str
    name: str
    title: str
    publisher: str
    rows: str
    language: str
    layout: Layout
    roles: Mapping[str, Field]
    counts: tuple[Count, ...]
    skip: tuple[tuple[str, frozenset[str]], ...]
    columns: Mapping[str, int]
    """Each column that is named, and the line of the file where."""
    digest: str = ""


@cache
def event_kinds() -> frozenset[str]:
    """The classes of events that the ontology has.

    >>> "Shelling" in event_kinds(), "Cruiser" in event_kinds()
    (True, False)
    """
    import pyoxigraph as ox

    from claimgraph.resources import ontology_dir
    from claimgraph.vocabulary import CG, RDFS

    graph = ox.Store()
    graph.load(path=str(ontology_dir() / "events.ttl"), format=ox.RdfFormat.TURTLE)
    found = graph.query(f"SELECT ?c WHERE {{ ?c <{RDFS}subClassOf>* <{CG}Event> }}")
    assert isinstance(found, ox.QuerySolutions)
    return frozenset(row["c"].value.removeprefix(CG) for row in found)


def shipped() -> list[str]:
    """The names of the mappings in the package.

    >>> "incidents" in shipped()
    True
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str) -> TableMapping:
    """The mapping in a file, or a shipped one by its name.

    Raises:
        UsageError: there is neither such a file nor such a name.
        InputError: the file is wrong; the error says where.

    >>> load("incidents").rows
    'claims'
    """
    path = Path(name)
    if not path.exists() and name in shipped():
        path = FOLDER / f"{name}.yaml"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where=name, hint="save the file as UTF-8") from None
    except OSError as error:
        raise UsageError(
            f"the mapping {name!r} cannot be read ({error.strerror})",
            hint=f"give a file, or one of {', '.join(shipped())}",
        ) from None
    return parse(text, name)


def parse(text: str, file: str) -> TableMapping:
    """Check the text of a mapping file.

    Raises:
        InputError: something in it is wrong or missing; the error names the line.

    >>> parse("name: x\\ntitle: y", "m.yaml")
    Traceback (most recent call last):
    claimgraph.errors.InputError: m.yaml:1: 'roles' is missing; see docs/feeds.md for an example
    """
    from claimgraph.identity import digest

    node = root(text, file)
    top = node.known(_TOP)
    for needed in ("name", "roles"):
        if needed not in top:
            raise node.fail(f"{needed!r} is missing", "see docs/feeds.md for an example")
    rows = _one_of(top.get("rows"), ("claims", "reports"), "claims")
    reader = _RoleReader(file, CLAIM_ROLES if rows == "claims" else REPORT_ROLES)
    roles = reader.roles(top["roles"])
    skip = tuple(reader.skip(each) for each in top["skip"].nodes()) if "skip" in top else ()
    _check(rows, roles, reader.counts, top["roles"])
    return TableMapping(
        file=file,
        name=_filled(top["name"]),
        title=_text(top, "title"),
        publisher=_text(top, "publisher"),
        rows=rows,
        language=_text(top, "language") or "en",
        layout=_layout(top.get("table")),
        roles=roles,
        counts=tuple(reader.counts),
        skip=skip,
        columns=reader.columns,
        digest=digest(text)[:12],
    )


def _text(nodes: Mapping[str, Node], name: str) -> str:
    return nodes[name].text() if name in nodes else ""


def _filled(node: Node) -> str:
    value = node.text().strip()
    if not value:
        raise node.fail("a value is missing here")
    return value


def _one_of(node: Node | None, allowed: tuple[str, ...], default: str = "") -> str:
    value = node.text() if node else default
    if node and value not in allowed:
        raise node.fail(f"{value!r} is not known here", f"use one of {', '.join(allowed)}")
    return value


def _check(rows: str, roles: Mapping[str, Field], counts: list[Count], node: Node) -> None:
    if rows == "reports" and "text" not in roles:
        raise node.fail("rows that are reports need the role 'text'")
    saying = ("type", "title", "text", "actor", "target", "place")
    if rows == "claims" and not counts and not any(role in roles for role in saying):
        raise node.fail("no role says what a row claims", f"give counts, or one of {', '.join(saying)}")
    if ("latitude" in roles) != ("longitude" in roles):
        raise node.fail("latitude and longitude need each other")
    if "placed_by" in roles and not {"place", "latitude", "coordinates"} & set(roles):
        raise node.fail("'placed_by' needs a place or coordinates")


def _layout(node: Node | None) -> Layout:
    if node is None:
        return Layout()
    said = node.known(_TABLE)
    delimiter = _one_of(said.get("delimiter"), (",", ";", "|", "tab", "\t"))
    encoding = _text(said, "encoding") or "utf-8"
    try:
        known = codecs.lookup(encoding).name
        if len("aå\n".encode(known, "replace")) != (4 if known == "utf-8" else 3):
            raise LookupError
    except LookupError:
        hint = "use utf-8, or an encoding with one byte a letter such as windows-1251"
        raise said["encoding"].fail(f"{encoding!r} is no encoding that is read", hint) from None
    return Layout(
        delimiter="\t" if delimiter == "tab" else delimiter,
        decimal=_one_of(said.get("decimal"), (".", ","), "."),
        header=said["header"].whole() if "header" in said else 1,
        sheet=_text(said, "sheet"),
        encoding=known,
    )


class _RoleReader:
    """Reads the roles; keeps which columns they name, and where."""

    def __init__(self, file: str, allowed: tuple[str, ...]) -> None:
        self.file = file
        self.allowed = allowed
        self.columns: dict[str, int] = {}
        self.counts: list[Count] = []

    def roles(self, node: Node) -> dict[str, Field]:
        """The roles, but for the counts."""
        said = node.known(self.allowed)
        if "counts" in said:
            self.counts = [self._count(each) for each in said.pop("counts").nodes()]
        return {name: self._field(name, value) for name, value in said.items()}

    def skip(self, node: Node) -> tuple[str, frozenset[str]]:
        """A column, and the values with which a row is left out on purpose."""
        said = node.known(("column", "values"))
        if set(said) != {"column", "values"}:
            raise node.fail("a rule to skip rows needs 'column' and 'values'")
        column = self._column(said["column"])
        return column, frozenset(value.strip().casefold() for value in said["values"].texts())

    def _column(self, node: Node) -> str:
        name = _filled(node)
        self.columns.setdefault(name, node.line)
        return name

    def _field(self, role: str, node: Node) -> Field:
        if not node.is_map:
            return Field(columns=tuple(self._column(each) for each in node.nodes()), line=node.line)
        said = node.known(_FIELD)
        if sum(name in said for name in ("column", "columns", "value")) != 1:
            raise node.fail(f"{role!r} needs one of 'column', 'columns' and 'value'")
        of = said.get("column") or said.get("columns")
        made = Field(
            columns=tuple(self._column(each) for each in of.nodes()) if of else (),
            value=_filled(said["value"]) if "value" in said else "",
            formats=tuple(_format(each) for each in said["format"].nodes()) if "format" in said else (),
            codes=_codes(said["codes"]) if "codes" in said else {},
            default=_text(said, "default"),
            separator=_text(said, "separator"),
            kind=_text(said, "kind"),
            line=node.line,
        )
        self._check(role, made, said)
        return made

    def _check(self, role: str, made: Field, said: dict[str, Node]) -> None:
        takes = {
            "format": role in ("date", "event_date"),
            "codes": role in ("type", "stance", "certainty", "kind", "claimant", "language"),
            "separator": role == "evidence",
            "kind": role in _ENTITY_KINDS or role == "model",
        }
        for name, allowed in takes.items():
            if name in said and not allowed:
                raise said[name].fail(f"the role {role!r} takes no {name!r}")
        if made.kind and made.kind not in _ENTITY_KINDS.get(role, frozenset(("MaterielType",))):
            raise said["kind"].fail(f"{made.kind!r} is no class that {role!r} can have")
        allowed_codes = _allowed(role)
        if not allowed_codes:
            return
        for name in ("value", "default"):
            if name in said:
                _one_of_many(said[name], getattr(made, name), allowed_codes)
        for _, _, value in said["codes"].items() if "codes" in said else ():
            _one_of_many(value, value.text(), allowed_codes)

    def _count(self, node: Node) -> Count:
        said = node.known(_COUNT)
        fields: dict[str, Any] = {
            name: self._field(name, said[name])
            for name in ("figure", "low", "high", "side", "model")
            if name in said
        }
        if ("figure" in said) == ("low" in said or "high" in said):
            raise node.fail("a count needs 'figure', or 'low' and 'high'")
        if "counts" not in said:
            raise node.fail("a count needs 'counts': what is counted", "killed, wounded, tanks …")
        kind, counts = _one_of(said.get("kind"), _COUNT_KINDS, "Quantity"), _filled(said["counts"])
        if kind == "CasualtyCount" and counts not in CASUALTY_TYPES:
            raise said["counts"].fail(
                f"{counts!r} is no kind of casualties", f"use one of {', '.join(sorted(CASUALTY_TYPES))}"
            )
        return Count(
            figure=fields.get("figure"),
            low=fields.get("low"),
            high=fields.get("high"),
            counts=counts,
            kind=kind,
            status=VictimStatus(
                _one_of(said.get("status"), tuple(each.value for each in VictimStatus), "notStated")
            ),
            side=fields.get("side"),
            model=fields.get("model"),
            group=_text(said, "group"),
            line=node.line,
        )


def _allowed(role: str) -> frozenset[str]:
    """The values that a coded role can end in; nothing if any will do."""
    if role == "type":
        return event_kinds()
    closed = {
        "stance": tuple(each.value for each in Stance),
        "certainty": tuple(each.value for each in Certainty),
        "kind": KINDS,
    }
    return frozenset(closed.get(role, ()))


def _one_of_many(node: Node, value: str, allowed: frozenset[str]) -> None:
    if value not in allowed:
        shown = ", ".join(sorted(allowed)) if len(allowed) < 12 else "a class of events of the ontology"
        raise node.fail(f"{value!r} is not known here", f"use {shown}")


def _codes(node: Node) -> dict[str, str]:
    return {key.strip().casefold(): value.text() for key, _, value in node.items()}


def _format(node: Node) -> str:
    value = _filled(node)
    if value not in SPECIAL_FORMATS and not _is_pattern(value):
        known = ", ".join(SPECIAL_FORMATS)
        raise node.fail(f"{value!r} is no format of dates", f"use {known}, or a pattern such as %d.%m.%Y")
    return value


def _is_pattern(value: str) -> bool:
    """Whether dates written with a pattern can be read back with it."""
    day = datetime(2024, 5, 17)
    try:
        return "%" in value and datetime.strptime(day.strftime(value), value).year > 0
    except ValueError:
        return False
