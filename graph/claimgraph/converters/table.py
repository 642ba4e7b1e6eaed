"""Any table, by a mapping that says which column plays which role.

A row is a claim or several, or a report of its own, as the mapping says (`rows: claims` or `rows: reports`):

* What happened (`type`, `place`, `event_date`, `actor`, `target`, `title`) is one claim by the claimant; each
  figure is one more. Where the row names an outlet too, the outlet passes them on.
* The event of a row is that row's own: a table tells its incidents apart, and no row is merged with a report
  by guess. A target that is one known ship or place of work is that thing.
* Whoever placed an incident (`placed_by`) claims where it was; the claimant need not have said so.
* `text` is prose: the reader goes through it, and who is quoted there claims what is quoted.
* The type of an event, its stance and certainty are taken by the codes that the mapping lists, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from claimgraph.converters.base import Dataset, ReadOptions, RowResult, Skipped, outlet_entity
from claimgraph.converters.bundle import Bundle, once
from claimgraph.converters.report_text import Article, article_report, read_by
from claimgraph.converters.rows import Record, Refused
from claimgraph.converters.sheets import at_path, is_table, read_table
from claimgraph.converters.streams import Source
from claimgraph.converters.table_cells import day_in, text_in, web_address
from claimgraph.converters.table_mapping import Field, TableMapping, load, shipped
from claimgraph.converters.workbook import Fault
from claimgraph.errors import InputError
from claimgraph.identity import digest
from claimgraph.model import Entity, Reject, Report, TimeSpan

NAME: Final = "table"
VERSION: Final = "0.1.0"
MAPPING: Final = "mapping"
"""The key under which `ReadOptions.extra` has the file of the mapping, or the name of a shipped one."""


class TableConverter:
    """Reads CSV, TSV, Excel, JSON lines and JSON arrays by a mapping."""

    name = NAME
    version = VERSION
    summary = "any table (CSV, TSV, .xlsx, JSON lines) by a mapping file: --mapping FILE"
    needs = ""

    def recognises(self, source: Source) -> bool:
        """Whether the name is that of a table, which only a mapping can explain."""
        return is_table(source) and not source.head.lstrip().startswith((b"<", b"%PDF"))

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Dataset]:
        """Yield the data set that the table is, and its reports if its rows are reports.

        Raises:
            InputError: there is no mapping, or it does not fit the table.
        """
        said = options.extra.get(MAPPING, "")
        if not said:
            raise InputError(
                "a table needs a mapping of its columns",
                where=source.name,
                hint=f"give --mapping FILE, or one of {', '.join(shipped())}; see docs/feeds.md",
            )
        reader = TableReader(source, options, load(said))
        if reader.mapping.rows == "reports":
            yield from Bundle(reader.articles, reader.report).read(reader.dataset)
        else:
            yield reader.dataset(reader.rows())


class TableReader:
    """Reads one table by its mapping."""

    def __init__(self, source: Source, options: ReadOptions, mapping: TableMapping) -> None:
        self.source = source
        self.options = options
        self.mapping = mapping
        self.scope = f"{NAME}/{mapping.name}"
        name = options.outlet or mapping.publisher
        self.publisher = outlet_entity(name, options.reference, scope=self.scope)
        if name and self.publisher.iri is None:
            self.publisher = Entity(name, "Organization")
        self._seen: dict[str, int | None] = {}
        self._entities: dict[tuple[str, str], Entity] = {}

    def dataset(self, rows: Iterator[RowResult]) -> Dataset:
        """The data set that the table is."""
        mapping = self.mapping
        stamp = f"{NAME} {VERSION}, mapping {mapping.name} {mapping.digest}"
        reads_prose = mapping.rows == "claims" and "text" in mapping.roles
        return Dataset(
            name=f"{self.scope}/{self.source.stem}",
            publisher=self.publisher,
            converter=read_by(stamp, self.options) if reads_prose else stamp,
            source=self.source,
            rows=rows,
            title=self.options.headline or mapping.title or f"{mapping.name}: {self.source.stem}",
            published=self.options.published,
            language=mapping.language,
            url=self.options.url,
        )

    def records(self) -> Iterator[Record | Reject | Skipped]:
        """Yield the rows of the table, after a check that it has the columns that the mapping names.

        Raises:
            InputError: a column is missing; the error stands at the line of the mapping that names it.
        """
        mapping = self.mapping
        self._seen.clear()
        table = read_table(self.source, mapping.layout, mapping.columns)
        for column, line in mapping.columns.items():
            if table.columns and column not in table.columns:
                shown = ", ".join(table.columns[:20])
                raise InputError(
                    f"{self.source.base_name} has no column {column!r}",
                    where=f"{mapping.file}:{line}",
                    hint=f"it has {shown}",
                )
        for record in table.rows:
            if isinstance(record, Record) and self._is_blank(record):
                yield Skipped("a blank row", record.line)
            elif isinstance(record, Record) and (column := self._skipped(record)):
                yield Skipped(f"left out by the mapping ({column})", record.line)
            else:
                yield record

    def _is_blank(self, record: Record) -> bool:
        return not any(text_in(value) or isinstance(value, Fault) for value in record.values.values())

    def _skipped(self, record: Record) -> str:
        for column, values in self.mapping.skip:
            if text_in(at_path(record.values, column)).casefold() in values:
                return column
        return ""

    # ------------------------------------------------------------------ values of a row

    def value(self, record: Record, field: Field | None) -> tuple[Any, str]:
        """The value of a role and its column: of several columns, the first that is filled.

        Raises:
            Refused: the cell holds none, though something stands in it.
        """
        if field is None:
            return None, ""
        if field.value:
            return field.value, ""
        for column in field.columns:
            found = at_path(record.values, column)
            if isinstance(found, Fault):
                raise Refused(found.reason, column)
            if text_in(found):
                return found, column
        return field.default or None, field.columns[0]

    def text(self, record: Record, role: str) -> str:
        """The value of a role as text, "" if there is none."""
        return text_in(self.value(record, self.mapping.roles.get(role))[0])

    def key(self, record: Record) -> str:
        """What identifies the row: its own key, or the hash of its words."""
        field = self.mapping.roles.get("id")
        value, column = self.value(record, field)
        key = text_in(value) or (digest(record.raw)[:16] if field is None else "")
        if not key:
            raise Refused("the row has no key", column)
        if len(key) > 500:
            raise Refused("the key of the row has more than 500 characters", column)
        once(self._seen, key, record.line, column)
        return key

    def day(self, record: Record, role: str) -> TimeSpan | None:
        """The time that a role gives."""
        field = self.mapping.roles.get(role)
        value, column = self.value(record, field)
        return day_in(value, field.formats, column) if field else None

    def coded(self, record: Record, role: str) -> tuple[str, str, str]:
        """What the code of a role stands for, the code as it stands there, and its column.

        Raises:
            Refused: the mapping lists codes, and not this one.
        """
        field = self.mapping.roles.get(role)
        value, column = self.value(record, field)
        said = text_in(value)
        if field is None or not said:
            return "", said, column
        if not field.codes:
            return said, said, column
        meant = field.codes.get(said.casefold())
        if meant is None and said not in (field.value, field.default):
            raise Refused(f"the mapping has no code {said[:60]!r}", column)
        return meant or said, said, column

    def entity(self, name: str, field: Field | None, kinds: tuple[str, ...]) -> Entity:
        """Somebody or something by name: of the reference data if it alone has that name, or else local."""
        kind = field.kind if field and field.kind else ""
        found = self._entities.get((name, kind or kinds[0]))
        if found is None:
            allowed = (kind,) if kind else kinds
            known = [each for each in self.options.reference.called(name) if any(map(each.is_a, allowed))]
            alone = known[0].entity if len({each.entity.key for each in known}) == 1 else None
            found = alone or Entity(name, kind or kinds[-1])
            if len(self._entities) > 100_000:
                self._entities.clear()
            self._entities[(name, kind or kinds[0])] = found
        return found

    # ------------------------------------------------------------------ rows that are reports

    def articles(self) -> Iterator[Article | Reject | Skipped]:
        """Yield what each row says of its report."""
        for record in self.records():
            if not isinstance(record, Record):
                yield record
                continue
            try:
                yield self._article(record)
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)

    def _article(self, record: Record) -> Article:
        self.key(record)
        text = self.text(record, "text")
        if not text:
            raise Refused("no text", self.mapping.roles["text"].columns[0])
        day = self.day(record, "date")
        if day is not None and len(day.edtf) != 10:
            raise Refused(f"{day.edtf} is no day", self.mapping.roles["date"].columns[0])
        return Article(
            headline=self.text(record, "title"),
            body=text,
            published=day.earliest.date() if day and day.earliest else None,
            outlet=self.text(record, "outlet") or self.mapping.publisher,
            author=self.text(record, "author"),
            language=self.coded(record, "language")[0] or self.mapping.language,
            url=web_address(self.text(record, "url")),
            kind=self.coded(record, "kind")[0],
            line=record.line,
        )

    def report(self, article: Article) -> Report:
        """The report of a row."""
        options = replace(self.options, headline="", outlet="", published=None, url="")
        stamp = f"{NAME} {VERSION}, mapping {self.mapping.name} {self.mapping.digest}"
        report, _ = article_report(article, options, source_file=self.source.base_name, converter=stamp)
        return report

    # ------------------------------------------------------------------ rows that are claims

    def rows(self) -> Iterator[RowResult]:
        """Yield what becomes of each row."""
        from claimgraph.converters.table_rows import ClaimRow

        for record in self.records():
            if not isinstance(record, Record):
                yield record
                continue
            try:
                yield ClaimRow(self, record).read()
            except Refused as error:
                yield Reject(self.source.name, record.line, error.reason, error.column, record.raw)
