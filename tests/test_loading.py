"""Reports into the store: idempotent, replaced when corrected, removed whole."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

from claimgraph.errors import InputError, UsageError
from claimgraph.loading import BULK_REPORTS, Loader, Outcome
from claimgraph.model import Entity, Report
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore


@pytest.fixture
def store() -> EmbeddedStore:
    return EmbeddedStore.in_memory()


def other(sample: ModuleType, text: str = "Something else.\n", **more: object) -> Report:
    """A report that shares its narrator and nothing else."""
    return replace(sample.report(), text=text, sha256=text, claims=(), mentions=(), **more)


def outcomes(loader: Loader, *reports: Report) -> list[str]:
    return [loaded.outcome.value for loaded in loader.load_all(reports)]


def test_loading_twice_changes_nothing(store: EmbeddedStore, sample: ModuleType) -> None:
    loader = Loader(store)
    first = loader.load(sample.report())
    dump = store.dump()
    again = loader.load(sample.report())
    assert (first.outcome, again.outcome) == (Outcome.NEW, Outcome.UNCHANGED)
    assert store.dump() == dump
    assert (first.claims, first.quads) == (4, dump.count(b"\n"))


def test_a_report_given_twice_in_one_call(store: EmbeddedStore, sample: ModuleType) -> None:
    assert outcomes(Loader(store), sample.report(), sample.report()) == ["new", "unchanged"]


def test_reports_are_checked_against_the_shapes(store: EmbeddedStore, sample: ModuleType) -> None:
    good, bad = Loader(store).load_all([sample.report(), other(sample)], check=True)
    assert not good.faults
    assert [fault.shape.rsplit("/", 1)[-1] for fault in bad.faults] == ["DocumentShape-hash"]
    assert not Loader(store).load(other(sample)).faults


def test_the_same_text_under_another_name_is_the_same_report(
    store: EmbeddedStore, sample: ModuleType
) -> None:
    loader = Loader(store)
    named = replace(sample.report(), source_file="ship.txt")
    loader.load(named)
    dump = store.dump()
    assert outcomes(loader, replace(named, source_file="standard input")) == ["unchanged"]
    assert store.dump() == dump
    assert outcomes(loader, replace(named, source_file="copy.txt", author="A. Author")) == ["replaced"]


def test_a_removed_report_leaves_no_trace(store: EmbeddedStore, sample: ModuleType) -> None:
    """The dump equals that of a store that never had it, also for what the two reports share."""
    loader = Loader(store)
    kept = replace(sample.report(), headline="Another", text=sample.TEXT + "More.\n", sha256="b" * 64)
    loader.load(kept)
    before = store.dump()
    removed = loader.load(sample.report())
    assert store.dump() != before
    loader.remove(removed.iri)
    assert store.dump() == before
    assert store.text(sample.report().sha256) is None


def test_removing_all_leaves_an_empty_store(store: EmbeddedStore, sample: ModuleType) -> None:
    loader = Loader(store)
    loader.remove(loader.load(sample.report()).iri)
    assert store.dump() == b""
    assert 0.8 * store.added < loader.taken < store.added  # all but the contents


def test_reports_in_any_order_give_one_dump(sample: ModuleType) -> None:
    reports = [
        replace(sample.report(), headline=f"Report {number}", sha256=f"{number:064}") for number in range(5)
    ]
    dumps = set()
    for seed in range(4):
        store = EmbeddedStore.in_memory()
        order = reports[:]
        random.Random(seed).shuffle(order)
        Loader(store).load_all(order)
        dumps.add(store.dump())
    assert len(dumps) == 1


def test_bulk_and_single_loading_agree(sample: ModuleType) -> None:
    reports = [
        replace(sample.report(), headline=f"Report {number}", sha256=f"{number:064}")
        for number in range(BULK_REPORTS + 5)
    ]
    bulk, single = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    Loader(bulk).load_all(reports)
    for report in reports:
        Loader(single).load(report)
    assert bulk.dump() == single.dump()


def test_a_corrected_report_replaces_the_first(store: EmbeddedStore, sample: ModuleType) -> None:
    loader = Loader(store)
    first = loader.load(sample.report())
    text = sample.TEXT.replace("20 to 30", "25 to 35")
    corrected = sample.report(text, figure=(25, 35))
    second = loader.load(corrected)
    assert (second.outcome, second.replaced) == (Outcome.REPLACED, first.iri)
    fresh = EmbeddedStore.in_memory()
    Loader(fresh).load(corrected)
    assert store.dump() == fresh.dump()
    assert store.text(sample.report().sha256) is None
    assert store.text(corrected.sha256) == text


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Another"},
        {"published": date(2022, 4, 20)},
        {"outlet": Entity("Steppe Courier", "MediaOutlet")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_headline_day_or_outlet_is_another_report(
    store: EmbeddedStore, sample: ModuleType, change: dict[str, object]
) -> None:
    loader = Loader(store)
    loader.load(sample.report())
    assert loader.load(other(sample, **change)).outcome is Outcome.NEW


@pytest.mark.parametrize("missing", [{"headline": ""}, {"published": None}], ids=["headline", "day"])
def test_without_headline_or_day_nothing_is_replaced(
    store: EmbeddedStore, sample: ModuleType, missing: dict[str, object]
) -> None:
    loader = Loader(store)
    loader.load(replace(sample.report(), **missing))
    assert loader.load(other(sample, **missing)).outcome is Outcome.NEW


def test_two_versions_in_one_call_leave_the_later(store: EmbeddedStore, sample: ModuleType) -> None:
    """And a second call with both changes nothing."""
    loader = Loader(store)
    first, corrected = (replace(one, source_file="") for one in (sample.report(), other(sample)))
    assert outcomes(loader, first, corrected) == ["new", "replaced"]
    dump = store.dump()
    fresh = EmbeddedStore.in_memory()
    Loader(fresh).load(corrected)
    assert dump == fresh.dump()
    loader.load_all([first, corrected])
    assert store.dump() == dump


@pytest.mark.parametrize("files", [("a.txt", "b.txt"), ("a.txt", "a.txt")], ids=["two names", "one name"])
@pytest.mark.parametrize("stored", [(), (0,), (1,), (1, 0)], ids=str)
def test_two_files_of_one_call_under_one_headline_are_two_reports(
    sample: ModuleType, files: tuple[str, str], stored: tuple[int, ...]
) -> None:
    """Whichever of them the store had before; a second call changes nothing."""
    store, fresh = EmbeddedStore.in_memory(), EmbeddedStore.in_memory()
    second = replace(other(sample, "Another matter.\n"), sha256=sha256(b"Another matter.\n").hexdigest())
    pair = replace(sample.report(), source_file=files[0]), replace(second, source_file=files[1])
    assert outcomes(Loader(fresh), *pair) == ["new", "new"]
    for one in stored:
        Loader(store).load(pair[one])
    told = Loader(store).load_all(pair)
    assert store.dump() == fresh.dump()
    assert any(one.rival in files for one in told)
    assert outcomes(Loader(store), *pair) == ["unchanged", "unchanged"]
    assert all(store.text(one.sha256) == one.text for one in pair)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "replaced"),
        ({"source_file": "other.txt"}, "new"),
        ({"published": date(2022, 4, 20)}, "new"),
        ({"outlet": Entity("Steppe Courier", "MediaOutlet")}, "new"),
        ({"text": "Nothing of the kind.\n"}, "new"),
    ],
    ids=["same", "file", "day", "outlet", "text"],
)
def test_a_file_with_a_new_headline_is_its_new_version(
    store: EmbeddedStore, sample: ModuleType, change: dict[str, object], outcome: str
) -> None:
    loader = Loader(store)
    first = loader.load(replace(sample.report(), source_file="ship.txt"))
    text = str(change.pop("text", sample.TEXT + "More.\n"))
    renamed = {"headline": "Another", "source_file": "ship.txt", **change}
    loaded = loader.load(other(sample, text, **renamed))
    assert (loaded.outcome.value, loaded.replaced) == (outcome, first.iri if outcome == "replaced" else "")


@pytest.mark.parametrize(
    "missing", [{"published": None}, {"outlet": Entity("unnamed outlet", "MediaOutlet")}]
)
def test_a_file_that_gets_its_date_or_outlet_is_its_new_version(
    store: EmbeddedStore, sample: ModuleType, missing: dict[str, Entity | None]
) -> None:
    loader = Loader(store)
    whole = replace(sample.report(), source_file="ship.txt")
    outlet = missing.get("outlet")
    if outlet:
        missing = {"outlet": replace(outlet, scope=whole.sha256)}
    first = loader.load(replace(whole, **missing))
    assert loader.load(whole).replaced == first.iri


def test_the_user_can_name_what_is_replaced(store: EmbeddedStore, sample: ModuleType) -> None:
    loader = Loader(store)
    first = loader.load(sample.report())
    [second] = loader.load_all([other(sample, headline="Renamed")], replaces=first.iri)
    assert (second.outcome, second.replaced) == (Outcome.REPLACED, first.iri)
    with pytest.raises(UsageError, match="the store has no report"):
        loader.load_all([sample.report()], replaces=first.iri)


def test_a_report_read_anew_takes_its_own_place(store: EmbeddedStore, sample: ModuleType) -> None:
    """A newer converter may find other claims in the same text."""
    loader = Loader(store)
    loader.load(sample.report())
    again = replace(sample.report(), claims=sample.claims()[:2], converter="test 2")
    assert loader.load(again).outcome is Outcome.REPLACED
    fresh = EmbeddedStore.in_memory()
    Loader(fresh).load(again)
    assert store.dump() == fresh.dump()


def test_removing_what_is_not_there(store: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="the store has no report"):
        Loader(store).remove("https://example.org/report")


def test_a_report_that_cannot_be_written_leaves_the_store_alone(
    store: EmbeddedStore, sample: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader = Loader(store)
    loader.load(sample.report())
    dump = store.dump()

    def broken(_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(store, "update", broken)
    with pytest.raises(InputError, match=r"the store cannot be written \(disk full"):
        loader.load(other(sample))
    assert store.dump() == dump


def test_what_the_store_holds_is_durable(tmp_path: Path, sample: ModuleType) -> None:
    store = EmbeddedStore.open(tmp_path / "a.db")
    Loader(store).load(sample.report())
    dump = store.dump()
    store.close()
    again = EmbeddedStore.open(tmp_path / "a.db", read_only=True)
    assert again.dump() == dump
    assert again.text(sample.report().sha256) == sample.TEXT
    again.close()


# ------------------------------------------------------------------ the three rules


def test_the_default_graph_states_no_content(store: EmbeddedStore, sample: ModuleType) -> None:
    Loader(store).load(sample.report())
    roles = "cg:hasTarget cg:affects cg:usesWeapon cg:hasCause cg:lowerBound cg:hasCasualtyType"
    query = f"PREFIX cg: <https://w3id.org/claimgraph/ns#> ASK {{ VALUES ?p {{ {roles} }} ?s ?p ?o }}"
    assert not store.query(query)
    assert store.query(query.replace("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"))


def test_every_named_graph_is_a_proposition(store: EmbeddedStore, sample: ModuleType) -> None:
    Loader(store).load(sample.report())
    query = (
        "PREFIX cg: <https://w3id.org/claimgraph/ns#> ASK { GRAPH ?g { ?s ?p ?o } "
        "FILTER NOT EXISTS { ?g a cg:Proposition . ?claim cg:hasContent ?g } }"
    )
    assert not store.query(query)


# ------------------------------------------------------------------ reference data


def test_reference_data_is_loaded_once_and_exchanged_whole(store: EmbeddedStore, tmp_path: Path) -> None:
    loader = Loader(store)
    table = tmp_path / "mine.csv"
    table.write_text(
        "id,label,type,names,metonyms,side,located_in,acts_for\nmy-mill,My Mill,IndustrialFacility,,,,,\n",
        encoding="utf-8",
    )
    small = Reference.load([table], with_default=False)
    assert loader.load_reference(small)
    dump = store.dump()
    assert b"My Mill" in dump
    assert not loader.load_reference(small)
    assert store.dump() == dump
    table.write_text(table.read_text(encoding="utf-8").replace("My Mill", "Your Mill"), encoding="utf-8")
    assert loader.load_reference(Reference.load([table], with_default=False))
    assert b"My Mill" not in store.dump()
    assert b"Your Mill" in store.dump()


def test_shipped_reference_data_has_an_origin_and_no_content(store: EmbeddedStore) -> None:
    Loader(store).load_reference(Reference.default())
    assert len(store) > 3000
    lacking = (
        "PREFIX cg: <https://w3id.org/claimgraph/ns#> "
        "ASK { ?x a ?kind FILTER NOT EXISTS { ?x cg:isRecordedFrom ?document } }"
    )
    assert not store.query(lacking)
    assert not store.query("ASK { GRAPH ?g { ?s ?p ?o } }")


def test_another_version_of_the_reference_data_keeps_claims(
    store: EmbeddedStore, sample: ModuleType, tmp_path: Path
) -> None:
    """Claims point at the IRIs of reference entities; these links outlive a change of the data."""
    table = tmp_path / "mine.csv"
    head = "id,label,type,names,metonyms,side,located_in,acts_for\n"
    table.write_text(f"{head}harbour-wire,Harbour Wire,MediaOutlet,,,,,\n", encoding="utf-8")
    reference = Reference.load([table], with_default=False)
    loader = Loader(store)
    loader.load_reference(reference)
    [outlet] = reference.called("Harbour Wire")
    loader.load(replace(sample.report(), outlet=outlet.entity))
    published = f"ASK {{ ?report <https://w3id.org/claimgraph/ns#isPublishedBy> <{outlet.iri}> }}"
    assert store.query(published)
    table.write_text(f"{head}harbour-wire,The Harbour Wire,MediaOutlet,,,,,\n", encoding="utf-8")
    loader.load_reference(Reference.load([table], with_default=False))
    assert store.query(published)
