"""Small feeds of our own, with the pitfalls of the real ones."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from claimgraph.converters import Dataset, ReadOptions, Row, RowResult, Source, read
from claimgraph.model import Claim
from claimgraph.reference import Reference

ODD_CELL = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1e9", "２２", "\u202e1", "NaN", "'", "7" * 400, "\u0001", "2022-02-30", "; ;", "()"]
    ),
    st.text(alphabet=st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), max_size=8),
)
"""What stands in cells where something else is expected."""
STATUS_HEADER = "country,origin,system,status,url,date_recorded,sysID,imageID,statusID,matID"


def dataset(name: str, data: bytes | str | list[Any]) -> Dataset:
    """The data set that a file of that name and content is."""
    if isinstance(data, list):
        data = json.dumps(data, indent=1)
    content = data.encode("utf-8") if isinstance(data, str) else data
    [found] = read(Source(name, content), ReadOptions(Reference.default()))
    assert isinstance(found, Dataset)
    return found


def results(name: str, data: bytes | str | list[Any]) -> list[RowResult]:
    """What became of each row."""
    return list(dataset(name, data).rows)


def claims(name: str, data: bytes | str | list[Any]) -> list[Claim]:
    """All claims of a file."""
    return [claim for row in results(name, data) if isinstance(row, Row) for claim in row.claims]


def status_row(number: int, system: str, status: str, *, url: str = "", day: str = "2022-04-14") -> str:
    """A row of a status list; `number` is that of the picture."""
    code = {"destroyed": 1, "captured": 2, "damaged": 3, "abandoned": 4}.get(status, 9)
    address = url or f"https://example.org/{number}.jpg"
    return f"Russia,Russia,{system},{status},{address},{day},7,{number},{code},7-7{number}{code}"


def event_row(code: str = "190", **changes: str) -> list[str]:
    """A row of the table of events, version 2.0, as cells."""
    from claimgraph.converters.gdelt_events import EVENT_COLUMNS

    values = dict.fromkeys(EVENT_COLUMNS[61], "")
    values.update(
        GLOBALEVENTID="900000001",
        SQLDATE="20120414",
        MonthYear="201204",
        Year="2012",
        FractionDate="2012.28",
        Actor1Code="RUS",
        Actor1Name="RUSSIA",
        Actor1CountryCode="RUS",
        Actor2Code="UKR",
        Actor2Name="UKRAINE",
        Actor2CountryCode="UKR",
        IsRootEvent="1",
        EventCode=code,
        EventBaseCode=code[:3],
        EventRootCode=code[:2],
        QuadClass="4",
        GoldsteinScale="-10.0",
        ActionGeo_Type="4",
        ActionGeo_FullName="Izyum, Ukraine",
        ActionGeo_CountryCode="UP",
        ActionGeo_Lat="49.2",
        ActionGeo_Long="37.3",
        ActionGeo_FeatureID="-99",
        DATEADDED="20220415120000",
        SOURCEURL="https://www.harbourwire.example/a",
    )
    values.update(changes)
    return list(values.values())
