"""Feeds into the store: accounts that balance, versions that replace, all or nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.converters import test_acled as acled
from tests.converters.feeds import STATUS_HEADER, status_row

from claimgraph.converters import Dataset, ReadOptions, Source, read
from claimgraph.converters.rows import comma_separated
from claimgraph.errors import InputError
from claimgraph.feed_loading import difference, sorted_lines
from claimgraph.loading import Loaded, Loader, Outcome
from claimgraph.model import Reject
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore

HEADER = "date,day,tank,APC,naval ship"
ROWS = [f"2022-04-{day:02},{day + 36},{700 + day},{1900 + day},7" for day in range(1, 25)]


def feed(rows: list[str], name: str = "losses.csv") -> Dataset:
    data = "\n".join([HEADER, *rows, ""]).encode("utf-8")
    [found] = read(Source(name, data), ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    return found


def load(store: EmbeddedStore, rows: list[str]) -> Loaded:
    [loaded] = Loader(store).load_all([feed(rows)])
    return loaded


def test_loading_twice_changes_nothing() -> None:
    store = EmbeddedStore.in_memory()
    assert load(store, ROWS).outcome is Outcome.NEW
    before = store.dump()
    again = load(store, ROWS)
    assert again.outcome is Outcome.UNCHANGED
    assert again.account is not None
    assert again.account.rows == len(ROWS)
    assert store.dump() == before


@pytest.mark.parametrize(
    "newer",
    [
        ROWS[:-3],
        ROWS[5:],
        [*ROWS[:4], "2022-04-05,41,999,1905,7", *ROWS[5:]],
        [*ROWS, "2022-04-25,61,730,1930,8"],
    ],
    ids=["rows gone from the end", "from the start", "revised", "more"],
)
def test_a_newer_version_leaves_exactly_its_own_state(newer: list[str]) -> None:
    fresh, store = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    load(fresh, newer)
    load(store, ROWS)
    assert load(store, newer).outcome is Outcome.REPLACED
    assert store.dump() == fresh.dump()
    load(store, ROWS)
    load(fresh, ROWS)
    assert store.dump() == fresh.dump()


FILES = {
    "losses.csv": "\n".join([HEADER, *ROWS]),
    "people.csv": "date,day,personnel,personnel*\n2022-04-14,50,19900,about\n2022-04-15,51,20000,about",
    "losses_correction.json": '[{"date": "2022-04-20", "day": 56, "tank": -3, "personnel": 0}]',
    "event_list.csv": "\n".join(
        [STATUS_HEADER, status_row(1, "T-72", "damaged"), status_row(2, "T-72", "destroyed")]
    ),
    "a.txt": "date 2022-04-16 Losses\n\nThe General Staff said on Thursday that 20,000 soldiers were lost.",
}


def test_feeds_and_reports_in_any_order_give_one_dump() -> None:
    dumps = set()
    for names in (sorted(FILES), sorted(FILES, reverse=True), sorted(FILES, key=len)):
        store = EmbeddedStore.in_memory()
        for name in (*names, names[0]):
            source = Source(name, f"{FILES[name]}\n".encode())
            Loader(store).load_all(
                item
                for item in read(source, ReadOptions(Reference.default()))
                if not isinstance(item, Reject)
            )
        dumps.add(store.dump())
    assert len(dumps) == 1


@pytest.mark.parametrize("rows", [[], ["April,1,2,3,4"]], ids=["only a header", "nothing that can be read"])
def test_a_version_without_claims_does_not_take_the_place_of_one_with_some(rows: list[str]) -> None:
    store = EmbeddedStore.in_memory()
    load(store, ROWS)
    before = store.dump()
    with pytest.raises(
        InputError, match=r"no claim in \d rows; .* the stored version stays; .* remove <?http"
    ):
        load(store, rows)
    assert store.dump() == before


def test_rows_that_a_newer_version_lacks_are_counted() -> None:
    store = EmbeddedStore.in_memory()
    assert load(store, ROWS).fewer == 0
    assert load(store, ROWS[:-3]).fewer == 3
    assert load(store, ROWS).fewer == 0


def test_who_read_the_prose_in_rows_is_recorded_with_the_rules() -> None:
    store = EmbeddedStore.in_memory()
    rows = acled.table({}, {"event_id_cnty": "UKR900002", "notes": "Harbour Wire said that a depot burned."})
    [found] = read(Source("export.csv", rows), ReadOptions(Reference.default()))
    [loaded] = Loader(store).load_all([found], check=True)
    assert loaded.faults == ()
    asked = """PREFIX cg: <https://w3id.org/claimgraph/ns#>
        SELECT ?rule (COUNT(DISTINCT ?claim) AS ?claims) { ?run a cg:Extraction ; cg:readerName "rules" .
        ?claim cg:wasExtractedBy ?run ; cg:usesRule ?rule . ?run cg:usesRule ?rule } GROUP BY ?rule"""
    counted = {row["rule"].value: int(row["claims"].value) for row in store.query(asked)}
    assert len(counted) > 1
    coded = """PREFIX cg: <https://w3id.org/claimgraph/ns#>
        ASK { ?claim cg:usesRule "acled/event" ; cg:wasExtractedBy ?run }"""
    assert not store.query(coded)


def test_what_another_document_brought_too_stays() -> None:
    both, alone = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    second = "\n".join([HEADER, *ROWS, ""]).encode()
    for store in (both, alone):
        Loader(store).load_all(
            read(Source("b.csv", second), ReadOptions(Reference.default(), outlet="Another"))
        )
    load(both, ROWS)
    load(both, ROWS[:1])
    load(alone, ROWS[:1])
    assert both.dump() == alone.dump()


def test_removing_a_data_set_leaves_nothing_of_it() -> None:
    store = EmbeddedStore.in_memory()
    loaded = load(store, ROWS)
    Loader(store).remove(loaded.iri)
    assert store.dump() == b""


def test_strict_stores_nothing_of_a_file_with_a_refused_row() -> None:
    store = EmbeddedStore.in_memory()
    with pytest.raises(InputError, match=r"losses\.csv:26 date: '2022-04-31' is not a date"):
        Loader(store).load_all([feed([*ROWS, "2022-04-31,1,2,3,4"])], strict=True)
    assert store.dump() == b""


def test_a_file_that_changes_while_it_is_read_is_not_stored(tmp_path: Path) -> None:
    file = tmp_path / "losses.csv"
    file.write_text("\n".join([HEADER, *ROWS, ""]))
    [found] = read(Source.from_path(file), ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    rows = found.rows

    def touching() -> object:
        for row in rows:
            os.utime(file, ns=(0, 0))
            yield row

    from dataclasses import replace

    store = EmbeddedStore.in_memory()
    with pytest.raises(InputError, match="changed while it was read"):
        Loader(store).load_all([replace(found, rows=touching())])  # type: ignore[arg-type]
    assert store.dump() == b""


@pytest.mark.parametrize("base", ["http://example.org:port/", "no scheme/"])
def test_iris_that_the_bulk_loader_would_not_look_at_are_refused(base: str) -> None:
    store = EmbeddedStore.in_memory(base)
    with pytest.raises(InputError, match="no IRI"):
        load(store, ROWS)
    assert store.dump() == b""


def test_what_the_bulk_loader_took_unlooked_can_be_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.feed_loading.SMALL_BYTES", 0)
    store, again = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    load(store, [*ROWS, '2022-04-31,"%zz <é> #\u2028",2,3,4'])
    again.bulk_load(store.dump())  # looks at all
    assert len(again) == len(store)
    assert again.dump() == store.dump()


def test_a_disk_without_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.feed_loading.free_bytes", lambda _: 20 * 1024 * 1024)
    store = EmbeddedStore.open(tmp_path / "store")
    many = [f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},,{n},{n},{n}" for n in range(900)]
    with pytest.raises(InputError, match="too little room"):
        load(store, many)
    assert store.dump() == b""
    store.close()


CELL = st.one_of(
    st.sampled_from(["", "7", "0", "-1", "1e9", "２２", "\u202e1", "about", '"', "7" * 400, "\u0001", "NaN"]),
    st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=8),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=6), max_size=8), st.randoms())
@example([["", "", ""], ["", "", '"'], ['"', "", ""]], random.Random(1))
def test_rows_read_are_loaded_rejected_or_skipped(cells: list[list[str]], chance: random.Random) -> None:
    rows = [*ROWS[:3], *(",".join(row) for row in cells)]
    chance.shuffle(rows)
    data = "\n".join([HEADER, *rows, ""]).encode("utf-8")
    read_rows = [item.raw for item in comma_separated(Source("losses.csv", data))]
    # a quoted cell may run over lines, in an odd file too: then each line is still in one row
    assert sum(raw.count("\n") + 1 for raw in read_rows) == len(rows)
    store = EmbeddedStore.in_memory()
    account = load(store, rows).account
    assert account is not None
    assert account.rows == len(read_rows)
    assert account.loaded >= sum(raw in ROWS for raw in read_rows)
    stored = Loader(store).feeds().stored(load(store, rows).iri)
    assert stored is not None
    assert stored.account.rows == account.rows


def test_more_lines_than_are_held_are_sorted_through_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimgraph.feed_loading.RUN_BYTES", 200)
    lines = [f"{n * 7919 % 1000:04}\n" for n in range(1000)] * 2
    assert list(sorted_lines(lines, tmp_path / "runs")) == sorted(set(lines))


def test_the_difference_of_equal_versions_is_nothing() -> None:
    lines = ["<a>\t<a> <p> <b> .\n", "<c>\t\t<s> <p> <o> <c> .\n", "<c>\t<c> <p> <b> .\n"]
    change = difference([lines[0], lines[2]], lines, "doc")
    assert (change.added, change.deleted, change.gone) == ([], [], [])


# ---------------------------------------------------------------------------------------- killed


def _write(file: Path, rows: list[str]) -> None:
    file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")


def _many(shift: int) -> list[str]:
    """Enough days that the load takes a while."""
    return [
        f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02},,{n + shift},{n},{n}" for n in range(200)
    ]


_LOADING = (
    "import sys; from pathlib import Path; from claimgraph.converters import *; "
    "from claimgraph.loading import Loader; from claimgraph.reference import Reference; "
    "from claimgraph.store import EmbeddedStore; "
    "options = ReadOptions(Reference.default(), outlet=''.join(sys.argv[3:])); "
    "items = read(Source.from_path(Path(sys.argv[1])), options); "
    "print('.', flush=True); Loader(EmbeddedStore.open(sys.argv[2], wait=60)).load_all(items); "
    "print('done', flush=True)"
)


def _killed_loads(tmp_path: Path, times: int) -> None:
    """Load two versions by turns, each load killed at a random moment: never half of one."""
    file, store = tmp_path / "losses.csv", tmp_path / "store"
    states = set()
    for shift in (0, 1):
        _write(file, _many(shift))
        whole = EmbeddedStore.in_memory()
        [found] = read(Source.from_path(file), ReadOptions(Reference.default()))
        Loader(whole).load_all([found])
        states.add(whole.dump())
    chance = random.Random(20220414)
    states.add(b"")
    for turn in range(times):
        _write(file, _many(turn % 2))
        process = subprocess.Popen(
            [sys.executable, "-c", _LOADING, str(file), str(store)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 1.5)
        process.send_signal(signal.SIGKILL)
        acknowledged = "done" in process.stdout.read()
        process.wait()
        if not store.exists():
            continue
        opened = EmbeddedStore.open(store)
        state = opened.dump()
        opened.close()
        assert state in states
        if acknowledged:
            assert state == _dump_of(file)


def _dump_of(file: Path) -> bytes:
    store = EmbeddedStore.in_memory()
    Loader(store).load_all(read(Source.from_path(file), ReadOptions(Reference.default())))
    return store.dump()


def test_of_two_loaders_at_once_one_waits_and_both_are_stored(tmp_path: Path) -> None:
    files = {"Port Data": tmp_path / "losses.csv", "Quay Data": tmp_path / "other.csv"}
    for shift, file in enumerate(files.values()):
        _write(file, _many(shift))
    loaders = [
        subprocess.Popen([sys.executable, "-c", _LOADING, str(file), str(tmp_path / "store"), outlet])
        for outlet, file in files.items()
    ]
    assert [loader.wait(timeout=120) for loader in loaders] == [0, 0]
    both = EmbeddedStore.in_memory()
    for outlet, file in files.items():
        options = ReadOptions(Reference.default(), outlet=outlet)
        Loader(both).load_all(read(Source.from_path(file), options))
    stored = EmbeddedStore.open(tmp_path / "store")
    assert stored.dump() == both.dump()
    stored.close()


def test_a_load_that_is_killed_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    _killed_loads(tmp_path, 2)


@pytest.mark.service
def test_many_killed_loads(tmp_path: Path) -> None:
    """Two hundred take a quarter of an hour: `CLAIMGRAPH_KILLS=200`."""
    _killed_loads(tmp_path, int(os.environ.get("CLAIMGRAPH_KILLS", "20")))


# ---------------------------------------------------------------------------------------- a bad day


def test_a_full_disk_is_one_line_and_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the system refuses the write half way."""
    file, store = tmp_path / "losses.csv", tmp_path / "store"
    _write(file, ROWS)
    code = (
        "import resource, sys; from claimgraph.cli import run; "
        "first = run(['load', sys.argv[1], '--store', sys.argv[2]]); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); "
        "sys.exit(10 * first + run(['load', sys.argv[3], '--store', sys.argv[2], '--outlet', 'Other']))"
    )
    larger = tmp_path / "larger.csv"
    _write(larger, _many(0))
    process = subprocess.run(
        [sys.executable, "-c", code, str(file), str(store), str(larger)], capture_output=True, text=True
    )
    assert process.returncode == 3, process.stderr
    assert "cannot be written" in process.stderr
    assert "internal" not in process.stderr
    opened = EmbeddedStore.open(store)
    before = Loader(opened).feeds().stored(load(EmbeddedStore.in_memory(), ROWS).iri)
    opened.close()
    assert before is not None
    assert before.account.loaded == len(ROWS)


def test_an_error_of_the_system_while_storing_is_an_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    store = EmbeddedStore.in_memory()

    def refuse(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "load", refuse)
    with pytest.raises(InputError, match=r"cannot be written \(No space left on device"):
        load(store, ROWS)
    assert store.dump() == b""
