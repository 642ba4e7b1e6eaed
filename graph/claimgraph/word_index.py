"""An index of the words of claims beside a store on disk, so that a search does not read every sentence.

It is one SQLite file, `words.sqlite`, in the store's folder, and holds nothing that the store does not: a
deleted or damaged one is made again. Texts are folded by the store itself (SPARQL's LCASE) and cut into
trigrams (SQLite's FTS5, <https://www.sqlite.org/fts5.html#the_trigram_tokenizer>), so that it finds exactly
what `CONTAINS(LCASE(?text), LCASE(?words))` finds, parts of words too.

It follows the store without a hook in the loader. At each search the reports of the store and the hashes of
their records are compared with those of the index; what is new is added, what is gone removed, in one
transaction. Where that cannot be done, `open_index` returns nothing and the caller looks at the texts
themselves: a store in memory or behind HTTP, a folder that cannot be written, another process
that is just making the index, claims without a report, and small stores, which need none.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from claimgraph.nquads import iri, literal
from claimgraph.store import EmbeddedStore, Store
from claimgraph.vocabulary import CG, RDF

FILE = "words.sqlite"
"""Name of the index in the folder of a store."""
LAYOUT = 1
"""Number of the tables below; an index with another one is made anew."""
WORTHWHILE = 5_000
"""From how many claims on there is an index: the texts of fewer are read in a tenth of a second."""
MOST_FOUND = 20_000
"""The most claims that are handed on: from there on a query of their IRIs costs more than it saves."""
MOST_SECONDS = 2.0
"""How long an index is looked into for a server."""
_INSTRUCTIONS = 100_000
"""After how many steps of SQLite the time is looked at."""
_BATCH = 2_000
"""How many claims are fetched by one query."""
_FEW = 1_000
"""Up to how many reports are asked for by name; else all claims are gone through."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T.*|Z|[+-]\d\d:\d\d)?")
_ZONES = timedelta(days=2)
"""More than time zones can change in the order of dates."""
_TABLES = f"""
CREATE TABLE reports (id INTEGER PRIMARY KEY, iri TEXT UNIQUE NOT NULL, hash TEXT NOT NULL, published TEXT);
CREATE TABLE claims (text INTEGER, claim TEXT NOT NULL, stance TEXT NOT NULL, report INTEGER NOT NULL);
CREATE TABLE counts (contents INTEGER NOT NULL, passages INTEGER NOT NULL);
CREATE INDEX claims_by_text ON claims (text);
CREATE INDEX claims_by_report ON claims (report);
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'trigram case_sensitive 1');
PRAGMA user_version = {LAYOUT};
"""
_CLAIMS = f"SELECT ?claim ?report ?stance WHERE {{ %s ?claim <{CG}hasStance> ?stance . %s }}"
_RECORDED = f"?claim <{CG}isRecordedFrom> ?report ."
_TEXTS = (
    "SELECT ?claim (LCASE(?said) AS ?folded) (LCASE(?whole) AS ?sentence) WHERE { VALUES ?claim { %s } "
    f"?claim <{CG}contentText> ?said ; <{CG}isReportedIn> ?passage . ?passage <{CG}exactText> ?whole }}"
)
_HASHES = f"SELECT ?report ?hash WHERE {{ ?report <{CG}recordHash> ?hash }}"
_DATES = f"SELECT ?report ?date WHERE {{ ?report <{CG}publishedOn> ?date }}"
_RETRACTIONS = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?finding a <{CG}Retraction> }}"
_COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?claim <{CG}%s> ?x }}"

Progress = Callable[[Sequence[list[str]], str], Iterable[list[str]]]
"""Passes batches on and shows how far they are: `commands.app.App.progress`."""
Words = Sequence[Sequence[str]]
"""What a text must hold: of each of these one spelling, folded as the texts are."""


class Found(NamedTuple):
    """A claim: its IRI and when its report was published, as written ("" when that is not known)."""

    claim: str
    published: str


class _Member(NamedTuple):
    """A claim of a report that is to be added."""

    report: str
    stance: str


@dataclass(frozen=True, slots=True)
class Only:
    """What claims may be found: stances by IRI, days as `2022-04-16`; nothing given means any."""

    stances: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


class WordIndex:
    """The index of one store, in step with it; open as long as it is used. See `open_index`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Use `open_index`; this only keeps the connection."""
        self._database = database

    def find(self, words: Words, only: Only | None = None, most: int | None = None) -> list[Found] | None:
        """The claims whose sentence has all these words, or whose content has them; by date, newest first.

        With `most` only so many and those of about the same day as the last of them, so that however a
        query orders them, its first `most` are among these. Nothing comes back where the index cannot tell:
        words with U+0000 or U+FFFD.
        """
        if any(char in spelling for spellings in words for spelling in spellings for char in "\0\ufffd"):
            return None
        condition, values = _condition(words)
        limits, more = _limits(only or Only())
        query = (
            "SELECT DISTINCT claims.claim, reports.published FROM words "
            "JOIN claims ON claims.text = words.rowid JOIN reports ON reports.id = claims.report "
            f"WHERE {' AND '.join([*condition, *limits]) or '1'}"
        )
        try:
            rows = self._database.execute(query, [*values, *more]).fetchall()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:  # damaged where opening it did not look: the next search makes it anew
            for _, _, file in self._database.execute("PRAGMA database_list"):
                Path(file).unlink(missing_ok=True)
            return None
        return [Found(claim, published or "") for claim, published in _newest(rows, most)]

    def close(self) -> None:
        """Release the file."""
        self._database.close()


@contextmanager
def open_index(
    store: Store, progress: Progress | None = None, *, worthwhile: int = WORTHWHILE
) -> Iterator[WordIndex | None]:
    """The index of a store, brought in step with it; nothing where there can be none (see the module).

    Making it takes about 15 s of processor time for 100,000 claims, which `progress` shows; then it
    takes 0.2 s to see that nothing has changed.

    >>> with open_index(EmbeddedStore.in_memory()) as index: print(index)
    None
    """
    index = _opened(store, progress, worthwhile)
    try:
        yield index
    finally:
        if index:
            index.close()


def state(store: Store) -> str:
    """The state of the index in words, without changing it; "" where a store has none and needs none.

    >>> state(EmbeddedStore.in_memory())
    ''
    """
    if not isinstance(store, EmbeddedStore) or store.path is None:
        return ""
    file = store.path / FILE
    if not file.is_file():
        return "there is none yet: the next search makes it" if _claims(store) >= WORTHWHILE else ""
    database = _current(file, store, _hashes(store))
    if database is None:
        return "it is not in step with the store: the next search mends it"
    (number,) = database.execute("SELECT COUNT(*) FROM reports").fetchone()
    database.close()
    return f"in step with {number:,} reports, {file.stat().st_size / 1e6:,.1f} MB"


def looked_up(
    store: Store, given: Mapping[str, Sequence[str]], limit: int | None, progress: Progress | None = None
) -> list[str]:
    """The claims that the question `search` may have as rows, by the values of its parameters.

    `rdf:nil` stands for none; nothing comes back where there is no index, it cannot tell,
    or more than `MOST_FOUND` are found.

    >>> looked_up(EmbeddedStore.in_memory(), {"text": ["ship"]}, 500)
    []
    """
    with open_index(store, progress) as index:
        return _candidates(index, store, given, limit) if index else []


def _candidates(
    index: WordIndex, store: Store, given: Mapping[str, Sequence[str]], limit: int | None
) -> list[str]:
    only = Only(
        tuple(given.get("stance", ())),
        min(given.get("since", ()), default=""),
        max(given.get("until", ()), default=""),
    )
    most = limit and limit + (0 if "true" in given.get("with_retracted", ()) else _withdrawn(store))
    found = index.find([folded(store, given["text"])], only, most)
    if found is None or len(found) > MOST_FOUND:
        return []
    return [one.claim for one in found] or [RDF + "nil"]


def is_in_step(folder: Path, store: Store) -> bool:
    """Whether the copied index has just what the snapshot has; `store` answers for that."""
    database = _current(folder / FILE, store, _hashes(store))
    with nullcontext() if database is None else closing(database):
        return database is not None


def looked_up_in(
    folder: Path, store: Store, given: Mapping[str, Sequence[str]], limit: int | None
) -> list[str]:
    """`looked_up` in a copied index that is known to be in step."""
    with closing(sqlite3.connect(f"{(folder / FILE).resolve().as_uri()}?mode=ro", uri=True)) as database:
        end = time.monotonic() + MOST_SECONDS
        database.set_progress_handler(lambda: int(time.monotonic() > end), _INSTRUCTIONS)
        return _candidates(WordIndex(database), store, given, limit)


def _withdrawn(store: Store) -> int:
    """How many claims the question leaves out: these many more are handed on."""
    return _number(store, _COUNT % "replacesClaim") + _number(store, _RETRACTIONS)


def folded(store: Store, texts: Iterable[str]) -> list[str]:
    """Texts in small letters, as this store folds them.

    >>> folded(EmbeddedStore.in_memory(), ["Ärmel", "MISSILE"])
    ['missile', 'ärmel']
    """
    listed = " ".join(literal(text) for text in texts)
    query = f"SELECT (LCASE(?text) AS ?folded) WHERE {{ VALUES ?text {{ {listed} }} }}"
    return sorted(text for (text,) in _rows(store, query))


# ---------------------------------------------------------------------------------- keeping in step


def _opened(store: Store, progress: Progress | None, worthwhile: int) -> WordIndex | None:
    if not isinstance(store, EmbeddedStore) or store.path is None or _claims(store) < worthwhile:
        return None
    file = store.path / FILE
    hashes = _hashes(store)
    database = _current(file, store, hashes)
    if database is None:
        with suppress(sqlite3.Error, OSError), alone(file):
            _mend(file, store, hashes, progress)
        database = _current(file, store, hashes)
    return WordIndex(database) if database else None


def _current(file: Path, store: Store, hashes: Mapping[str, str]) -> sqlite3.Connection | None:
    """The index for reading, if there is one, it can be read and it has just what the store has."""
    database: sqlite3.Connection | None = None
    try:
        database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        known = dict(database.execute("SELECT iri, hash FROM reports"))
        if _layout(database) == LAYOUT and known == hashes and _is_whole(database, store):
            return database
    except sqlite3.Error:
        pass
    if database:
        database.close()
    return None


def _layout(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _is_whole(database: sqlite3.Connection, store: Store) -> bool:
    """Whether all claims of the store are there: some may have come by another way than the loader's."""
    (number,) = database.execute("SELECT COUNT(DISTINCT claim) FROM claims").fetchone()
    return _counts(store) == (number, number)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other processes from writing; OSError when one does, or when the folder cannot be written."""
    import fcntl

    with file.with_suffix(".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _mend(file: Path, store: Store, hashes: Mapping[str, str], progress: Progress | None) -> None:
    """Bring the index in step; one that cannot be read, or has other claims of its reports, is made anew."""
    counts = _counts(store)
    try:
        known, then = _known(file)
    except sqlite3.OperationalError:
        raise  # locked, full, not to be written: nothing is wrong with the file itself
    except sqlite3.DatabaseError:
        known, then = {}, None
    if known == hashes and then == counts:
        return  # claims that no report brought: made anew it would have no more of them
    if then is None or known == hashes:
        for name in (file, file.with_name(file.name + "-journal")):
            name.unlink(missing_ok=True)
        known = {}
    database = sqlite3.connect(file, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        if _layout(database) != LAYOUT:
            for statement in _TABLES.strip().splitlines():
                database.execute(statement)
        _remove(database, [report for report, mark in known.items() if hashes.get(report) != mark])
        _add(database, store, {r: mark for r, mark in hashes.items() if known.get(r) != mark}, progress)
        database.execute("DELETE FROM counts")
        database.execute("INSERT INTO counts VALUES (?, ?)", counts)
        database.execute("COMMIT")
    finally:
        database.close()


def _known(file: Path) -> tuple[dict[str, str], tuple[int, int] | None]:
    """The reports of the index with their hashes, and the counts of the store then (none: start anew)."""
    if not file.is_file():
        return {}, None
    database = sqlite3.connect(file)
    try:
        if _layout(database) != LAYOUT:
            return {}, None
        known = dict(database.execute("SELECT iri, hash FROM reports"))
        return known, database.execute("SELECT contents, passages FROM counts").fetchone()
    finally:
        database.close()


def _remove(database: sqlite3.Connection, reports: Iterable[str]) -> None:
    for report in reports:
        of_report = "report = (SELECT id FROM reports WHERE iri = ?)"
        database.execute(
            f"DELETE FROM words WHERE rowid IN (SELECT text FROM claims WHERE {of_report})", (report,)
        )
        database.execute(f"DELETE FROM claims WHERE {of_report}", (report,))
        database.execute("DELETE FROM reports WHERE iri = ?", (report,))


def _add(
    database: sqlite3.Connection, store: Store, hashes: Mapping[str, str], progress: Progress | None
) -> None:
    if not hashes:
        return
    dates: dict[str, list[str]] = {}
    for report, published in _rows(store, _DATES):
        dates.setdefault(report, []).append(published)
    numbers: dict[str, int] = {}
    for report, mark in sorted(hashes.items()):
        values = (report, mark, _published(dates.get(report, [])))
        row = database.execute("INSERT INTO reports (iri, hash, published) VALUES (?, ?, ?)", values)
        numbers[report] = row.lastrowid or 0
    _add_claims(database, store, numbers, progress)


def _add_claims(
    database: sqlite3.Connection, store: Store, reports: Mapping[str, int], progress: Progress | None
) -> None:
    claims = _claims_of(store, reports)
    listed = sorted(claims)
    batches = [listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)]
    (last,) = database.execute("SELECT COALESCE(MAX(text), 0) FROM claims").fetchone()
    texts: dict[tuple[str, str], int] = {}
    for batch in progress(batches, "Making the index of words") if progress else batches:
        for claim, text in _texts(store, batch):
            for report, stance in claims[claim]:
                if (report, text) not in texts:
                    last += 1
                    texts[report, text] = last
                    kept = text.replace("\0", "\ufffd")  # SQLite ends a text at U+0000
                    database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (last, kept))
                row = (texts[report, text], claim, stance, reports[report])
                database.execute("INSERT INTO claims VALUES (?, ?, ?, ?)", row)


def _published(dates: Sequence[str]) -> str | None:
    """The date as it is compared; nothing (NULL) where its place among others cannot be told."""
    if not dates:
        return ""
    return dates[0] if len(dates) == 1 and _DATE.fullmatch(dates[0]) else None


def _claims_of(store: Store, reports: Mapping[str, int]) -> dict[str, list[_Member]]:
    """The claims of these reports."""
    if len(reports) > _FEW:
        query = _CLAIMS % ("", _RECORDED)
    else:
        query = _CLAIMS % (f"VALUES ?report {{ {' '.join(map(iri, reports))} }}", _RECORDED)
    found: dict[str, list[_Member]] = {}
    for claim, report, stance in _rows(store, query):
        if report in reports:
            found.setdefault(claim, []).append(_Member(report, stance))
    return found


def _texts(store: Store, claims: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The folded texts of claims: the sentence, and the content where the sentence does not have it."""
    for claim, content, sentence in _rows(store, _TEXTS % " ".join(map(iri, claims))):
        yield claim, sentence
        if content not in sentence:
            yield claim, content


def _claims(store: Store) -> int:
    return _number(store, _COUNT % "isReportedIn")


def _counts(store: Store) -> tuple[int, int]:
    """How many claims have a content, and how many a passage."""
    return _number(store, _COUNT % "contentText"), _claims(store)


def _hashes(store: Store) -> dict[str, str]:
    return {row[0]: row[1] for row in _rows(store, _HASHES)}


def _number(store: Store, query: str) -> int:
    return next((int(number) for (number,) in _rows(store, query)), 0)


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    for solution in solutions:
        yield tuple(str(getattr(cell, "value", "")) for cell in solution)


# ------------------------------------------------------------------------------------------ finding


def _condition(words: Words) -> tuple[list[str], list[str]]:
    """SQL for the words. Those of under three letters have no trigram: they are looked for in the texts."""
    long = [spellings for spellings in words if all(len(one) > 2 for one in spellings)]
    conditions: list[str] = []
    values: list[str] = []
    if long:
        conditions.append("words MATCH ?")
        values.append(" AND ".join(f"({' OR '.join(map(_phrase, spellings))})" for spellings in long))
    for spellings in words:
        if spellings not in long:
            conditions.append(f"({' OR '.join(['instr(words.text, ?) > 0'] * len(spellings))})")
            values += spellings
    return conditions, values


def _phrase(text: str) -> str:
    """A string of FTS5: a quotation mark in it is doubled."""
    return '"' + text.replace('"', '""') + '"'


def _limits(only: Only) -> tuple[list[str], list[str]]:
    """SQL for the stances and days, compared as the stored questions do: as text."""
    conditions: list[str] = []
    values: list[str] = []
    if only.stances:
        conditions.append(f"stance IN ({', '.join('?' * len(only.stances))})")
        values += only.stances
    if only.since:
        conditions.append("(published IS NULL OR published >= ?)")
        values.append(only.since)
    if only.until:
        conditions.append("(published IS NULL OR (published <> '' AND substr(published, 1, 10) <= ?))")
        values.append(only.until)
    return conditions, values


def _newest(rows: Iterable[tuple[str, str | None]], most: int | None) -> list[tuple[str, str | None]]:
    """The rows that can be among the first `most` by date."""
    ordered = sorted(rows, key=lambda row: row[0])
    ordered.sort(key=lambda row: row[1] or "", reverse=True)
    dated = [published for _, published in ordered if published is not None]
    if most is not None and len(dated) > most and dated[most - 1]:
        earliest = _day_before(dated[most - 1])
        ordered = [row for row in ordered if row[1] is None or row[1][:10] >= earliest]
    return ordered


def _day_before(published: str) -> str:
    """A day before this one, earlier than any time zone could make it."""
    try:
        return (date.fromisoformat(published[:10]) - _ZONES).isoformat()
    except (ValueError, OverflowError):
        return ""
