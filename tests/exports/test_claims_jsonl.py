"""Claims as JSON Lines, against their schema."""

from __future__ import annotations

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from claimgraph.exports import find
from claimgraph.exports.claims_jsonl import claim_schema
from claimgraph.model import Event, Proposition, Role, Stance
from claimgraph.vocabulary import DATA
from claimgraph.writer import Writer

KEYS = [
    "report",
    "id",
    "claimant",
    "source",
    "cue",
    "content",
    "stance",
    "certainty",
    "direct_quote",
    "narration",
    "about",
    "relays",
    "event",
    "quantity",
    "made_on",
]


def records(*reports: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in "".join(find("jsonl").write(reports, DATA)).splitlines()]


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(claim_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_lines_fit_the_schema(sample: ModuleType, validator: jsonschema.Draft202012Validator) -> None:
    found = records(sample.report())
    assert len(found) == 4
    for record in found:
        validator.validate(record)
        assert list(record) == KEYS


def test_the_values(sample: ModuleType) -> None:
    narration, caused, denial, figure = records(sample.report())
    assert narration["narration"] is True
    assert narration["source"] == narration["cue"] == []
    assert narration["event"] == {
        "type": "Sinking",
        "affects": "Moskva",
        "performedBy": None,
        "place": None,
        "weapon": None,
        "time": "2022-04-14",
    }
    assert (caused["claimant"], caused["certainty"], caused["made_on"]) == (
        "Government of Elsewhere",
        "certain",
        "2022-04-14",
    )
    assert sample.TEXT[slice(*caused["cue"][0])] == "said"
    assert denial["stance"] == "denies"
    assert denial["event"]["affects"] == "Moskva"
    assert denial["event"]["weapon"] == "Neptune"
    assert "Odesa" in denial["about"]
    assert figure["event"] is None
    assert figure["relays"] == denial["id"]
    assert figure["quantity"] == {
        "low": 20,
        "high": 30,
        "approximate": True,
        "counts": "killed",
        "side_or_group": "Government of Testland",
        "text": "About 20 to 30",
    }


def test_ids_are_those_of_the_graph(sample: ModuleType) -> None:
    report = sample.report()
    assert [record["id"] for record in records(report)] == list(Writer().claim_iris(report).values())
    assert {record["report"] for record in records(report)} == {Writer().report_iri(report)}


def test_several_fillers_are_a_list(sample: ModuleType, validator: jsonschema.Draft202012Validator) -> None:
    roles = (Role("affects", sample.MOSKVA), Role("affects", sample.ODESA))
    claim = replace(sample.claims()[0], proposition=Proposition(Event("Attack", ("x",), roles)))
    [record] = records(replace(sample.report(), claims=(claim,)))
    validator.validate(record)
    assert record["event"]["affects"] == ["Moskva", "Odesa"]


def test_mere_wording_keeps_its_day(sample: ModuleType, validator: jsonschema.Draft202012Validator) -> None:
    event = Event("Event", ("text", "x"), time=sample.DAY, described_as="it was quiet")
    claim = replace(sample.claims()[0], proposition=Proposition(event))
    [record] = records(replace(sample.report(), claims=(claim,)))
    validator.validate(record)
    assert record["event"]["described_as"] == "it was quiet"
    assert record["event"]["time"] == sample.DAY.edtf


def test_what_the_lines_cannot_hold_is_listed(sample: ModuleType) -> None:
    assert find("jsonl").losses([sample.report()]) == [
        "events linked to another event (1)",
        "military or civilian status of people counted (1)",
    ]


@pytest.mark.parametrize("stance", list(Stance))
def test_every_stance_fits(
    sample: ModuleType, validator: jsonschema.Draft202012Validator, stance: Stance
) -> None:
    [record] = records(replace(sample.report(), claims=(replace(sample.claims()[0], stance=stance),)))
    validator.validate(record)


@pytest.mark.parametrize(
    "fault",
    [
        {"stance": "says"},
        {"cue": [1, 2]},
        {"source": [[1]]},
        {"content": [[-1, 2]]},
        {"event": {"type": "Sinking"}},
        {"quantity": {"low": "five"}},
        {"relays": ""},
        {"narration": "yes"},
        {"extra": 1},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_the_schema_refuses_faults(
    sample: ModuleType, validator: jsonschema.Draft202012Validator, fault: dict[str, Any]
) -> None:
    record = {**records(sample.report())[0], **fault}
    assert not validator.is_valid(record)


@pytest.mark.parametrize("key", KEYS)
def test_no_key_may_be_missing(
    sample: ModuleType, validator: jsonschema.Draft202012Validator, key: str
) -> None:
    record = records(sample.report())[0]
    del record[key]
    assert not validator.is_valid(record)
