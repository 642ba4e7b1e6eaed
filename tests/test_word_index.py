"""The index of words finds what reading every sentence finds, whatever was loaded and removed before."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.loading import Loader
from claimgraph.model import Report
from claimgraph.question_files import load_question
from claimgraph.questions import put as put_question
from claimgraph.store import EmbeddedStore
from claimgraph.word_index import FILE, Only, WordIndex, folded, looked_up, open_index, state

NEEDLES = ("the", "a", "m", "MISSILE", "testland’s", "“there", "20 to 30", "☂", 'no "', "day 3", "\ufffd")


@pytest.fixture(autouse=True)
def also_small_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(open_index.__wrapped__.__kwdefaults__, "worthwhile", 0)  # type: ignore[attr-defined]


@pytest.fixture
def store(filled: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore.open(filled)
    yield opened
    opened.close()


def variant(sample: ModuleType, number: int, day: int | None) -> Report:
    """The sample report with a headline, a file and a day of its own: no version of another one."""
    text = f"{sample.TEXT}Day {number}.\n"
    return replace(
        sample.report(),
        headline=f"Headline {number}",
        source_file=f"report-{number}.txt",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=date(2022, 4, day) if day else None,
    )


def same_rows(store: EmbeddedStore, values: dict[str, object]) -> None:
    """Ask with the index and, as a store without a folder, without it."""
    question = load_question("search")
    with_index = put_question(store, question, values)
    path, store.path = store.path, None
    try:
        without = put_question(store, question, values)
    finally:
        store.path = path
    assert with_index.rows == without.rows
    assert with_index.query_text == without.query_text


STEPS = st.lists(
    st.tuples(st.sampled_from(("load", "remove")), st.integers(0, 3), st.sampled_from((None, 1, 9, 20))),
    min_size=1,
    max_size=4,
)
VALUES = st.fixed_dictionaries(
    {"text": st.sampled_from(NEEDLES[:-1])},
    optional={
        "stance": st.sampled_from(("denies", "asserts")),
        "since": st.sampled_from(("2022-04-05", "2022-04-20")),
        "until": st.sampled_from(("2022-04-09", "2022-04-30")),
        "limit": st.integers(1, 6),
    },
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, asked=st.lists(VALUES, min_size=1, max_size=3))
def test_same_rows_after_loads_removals_and_replacements(
    sample: ModuleType, steps: list[tuple[str, int, int | None]], asked: list[dict[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore.open(Path(folder) / "db")
        loader = Loader(store)
        there: dict[int, str] = {}
        for kind, number, day in steps:
            if kind == "load":
                there[number] = loader.load(variant(sample, number, day)).iri
            elif number in there:
                loader.remove(there.pop(number))
            for values in asked:
                same_rows(store, values)
        assert state(store).startswith("in step") or not there
        store.close()


@pytest.mark.parametrize("needle", NEEDLES)
def test_finds_what_contains_finds(store: EmbeddedStore, needle: str) -> None:
    same_rows(store, {"text": needle})


def opened(store: EmbeddedStore) -> WordIndex:
    with open_index(store) as index:
        assert index is not None
    database = sqlite3.connect(store.path / FILE)  # type: ignore[operator]  # it is on disk
    return WordIndex(database)


def test_words_must_all_be_in_one_text_and_one_spelling_is_enough(store: EmbeddedStore) -> None:
    index = opened(store)
    both = index.find([["nowhere", "missiles"], ["cruiser"]])
    assert both
    assert index.find([["missiles"], ["sailors"]]) == []
    assert index.find([["missiles"], ["it"]]) == both
    assert index.find([["missiles"]], Only(since="2099-01-01")) == []
    assert index.find([["a\0"]]) is None
    index.close()


def test_a_damaged_or_deleted_index_is_made_again(store: EmbeddedStore) -> None:
    assert store.path
    file = store.path / FILE
    for spoil in (lambda: file.write_bytes(b"no database" * 500), file.unlink):
        opened(store).close()
        spoil()
        assert not state(store).startswith("in step")
        opened(store).close()
        assert state(store).startswith("in step with 1 reports")


def test_an_index_of_another_layout_is_made_again(store: EmbeddedStore) -> None:
    opened(store).close()
    database = sqlite3.connect(store.path / FILE)  # type: ignore[operator]  # it is on disk
    database.execute("PRAGMA user_version = 99")
    database.close()
    assert "not in step" in state(store)
    opened(store).close()


def test_claims_that_no_report_brought_are_searched_for_without_the_index(store: EmbeddedStore) -> None:
    opened(store).close()
    cg = "https://w3id.org/claimgraph/ns#"
    store.load(f'<http://e.org/c> <{cg}contentText> "a missile" .\n'.encode())
    assert looked_up(store, {"text": ["missile"]}, 5) == []
    same_rows(store, {"text": "missile"})
    store.update(f'DELETE DATA {{ <http://e.org/c> <{cg}contentText> "a missile" }}')
    assert looked_up(store, {"text": ["missile"]}, 5)


def test_another_process_that_makes_the_index_is_not_waited_for(store: EmbeddedStore) -> None:
    import fcntl

    assert store.path
    with (store.path / FILE).with_suffix(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert looked_up(store, {"text": ["missile"]}, 5) == []
    assert looked_up(store, {"text": ["missile"]}, 5)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_has_no_index(store: EmbeddedStore) -> None:
    assert store.path
    store.path.chmod(0o500)
    assert looked_up(store, {"text": ["missile"]}, 5) == []
    store.path.chmod(0o700)


def test_progress_and_small_stores(store: EmbeddedStore) -> None:
    seen: list[str] = []

    def progress(batches: object, what: str) -> list[list[str]]:
        seen.append(what)
        return list(batches)  # type: ignore[call-overload, no-any-return]  # a sequence of lists

    with open_index(store, worthwhile=100) as index:
        assert index is None
    with open_index(store, progress) as index:
        assert index is not None
    assert seen == ["Making the index of words"]


def test_only_the_newest_are_handed_on(store: EmbeddedStore, sample: ModuleType) -> None:
    loader = Loader(store)
    for number, day in enumerate((1, 10, 20, 29)):
        loader.load(variant(sample, number, day))
    index = opened(store)
    everything, newest = index.find([["missiles"]]), index.find([["missiles"]], most=1)
    assert everything
    assert newest
    assert newest == everything[: len(newest)]
    assert len(newest) < len(everything)
    assert newest[0].published == "2022-04-29"
    index.close()


def test_texts_are_folded_by_the_store(store: EmbeddedStore) -> None:
    assert folded(store, ["ÀΣ\\u0022"]) == ["àς\\u0022"] or folded(store, ["ÀΣ"]) == ["àσ"]


def test_the_command_finds_the_same_with_the_index(call: Any, filled: Path) -> None:
    for words in (["cruiser"], ["testland's"], ["CRUISER", "a"], ["20"]):
        with_index = call("search", *words, "--in", "claims", "--store", filled).out
        assert (filled / FILE).is_file()
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(open_index.__wrapped__.__kwdefaults__, "worthwhile", 9_999)  # type: ignore[attr-defined]
            assert call("search", *words, "--in", "claims", "--store", filled).out == with_index
    assert "in step with 1 reports" in call("doctor", "--store", filled).out
