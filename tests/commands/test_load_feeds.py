"""`claimgraph load` of feeds: the account is told, refused rows are kept and can be tried again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

ROWS = """date,day,tank,APC
2022-04-14,50,700,1900
2022-04-31,50,700,1900
2022-04-15,51,many,1910
"""


def test_the_account_the_rejects_and_the_retry(call: Any) -> None:
    Path("losses.csv").write_text(ROWS, encoding="utf-8")
    first = call("load", "losses.csv", "--rejects", "rejects.jsonl")
    assert first.code == 3
    assert "refused: losses.csv:3 date: '2022-04-31' is not a date" in first.lines
    assert "left out: losses.csv:4 tank: 'many' is not a whole number" in first.lines
    assert "3 rows = 2 loaded + 1 rejected + 0 skipped on purpose" in first.lines
    rejects = [json.loads(line) for line in Path("rejects.jsonl").read_text("utf-8").splitlines()]
    assert [(one["line"], one["column"]) for one in rejects] == [(3, "date"), (4, "tank")]
    text = Path("rejects.jsonl").read_text("utf-8").replace("04-31,50", "04-13,49").replace("many", "710")
    Path("rejects.jsonl").write_text(text, encoding="utf-8")
    again = call("load", "--retry", "rejects.jsonl")
    assert again.code == 0
    assert "3 rows = 3 loaded + 0 rejected + 0 skipped on purpose" in again.lines
    assert call("load", "--retry", "rejects.jsonl").lines[-1].startswith("1 file: 0 new, 1 unchanged")


def test_a_row_in_the_wrong_encoding_can_be_corrected(call: Any) -> None:
    Path("event_list.csv").write_bytes(
        b"country,origin,system,status,url,date_recorded,sysID,imageID,statusID,matID\n"
        b"Russia,Russia,caf\xe9,destroyed,https://x.example/1.jpg,2022-04-16,1,1,1,7-1\n"
    )
    assert call("load", "event_list.csv", "--rejects", "rejects.jsonl").code == 3
    assert "1 rejected" in call("load", "--retry", "rejects.jsonl").err, "nothing was corrected"
    listed = Path("rejects.jsonl")
    listed.write_text(listed.read_text("utf-8").replace(r"caf\\xE9", "café"), encoding="utf-8")
    assert call("load", "--retry", "rejects.jsonl").code == 0


def test_strict_stops_at_the_first_refused_row(call: Any) -> None:
    Path("losses.csv").write_text(ROWS, encoding="utf-8")
    outcome = call("load", "losses.csv", "--strict")
    assert outcome.code == 3
    assert "0 new" in outcome.lines[-1]


def test_packed_files_and_standard_input(call: Any) -> None:
    good = b"date,day,tank\n2022-04-14,50,700\n"
    Path("losses.csv.gz").write_bytes(gzip.compress(good))
    assert call("load", "losses.csv.gz").code == 0
    assert call("load", "-", stdin=good).lines[-1].startswith("1 file: 0 new, 1 unchanged")
    Path("cut.csv.gz").write_bytes(gzip.compress(good)[:-6])
    cut = call("load", "cut.csv.gz")
    assert cut.code == 3
    assert "refused: cut.csv.gz: the compressed file is cut off; fetch it again" in cut.lines


def test_a_retry_list_that_is_none(call: Any) -> None:
    Path("rejects.jsonl").write_text('{"file": "a.csv"}\n', encoding="utf-8")
    outcome = call("load", "--retry", "rejects.jsonl")
    assert outcome.code == 3
    assert "rejects.jsonl:1" in outcome.err
    assert call("load").code == 2


def test_patterns_and_days_without_anything(call: Any) -> None:
    Path("feeds").mkdir()
    days = {"a.csv": (14, 15, 19), "b.csv": (20, 21, 22)}
    for name, numbers in days.items():
        rows = [f"2022-04-{day},{day + 36},{700 + day}" for day in numbers]
        (Path("feeds") / name).write_text("\n".join(["date,day,tank", *rows, ""]), encoding="utf-8")
    (Path("feeds") / "notes.md").write_text("nothing to load", encoding="utf-8")
    assert call("load", "feeds/*.csv", "--outlet", "Port Data").lines[-1].startswith("2 files: ")
    missing = call("load", "feeds/*.xml")
    assert missing.code == 3
    assert "no file matches this pattern" in missing.err
    [found] = json.loads(call("stats", "--by", "gaps").out)
    assert (found["first"], found["last"]) == ("2022-04-20", "2022-04-22")
    assert found["without"] == 0


def test_claims_of_data_sets_count_in_the_month_in_which_they_were_made(call: Any) -> None:
    Path("a.csv").write_text("date,day,tank\n2022-04-14,50,700\n2022-05-01,67,900\n", encoding="utf-8")
    call("load", "a.csv")
    months = [tuple(row.values()) for row in json.loads(call("stats", "--by", "month").out)]
    assert months == [("2022-04", 1), ("2022-05", 1)]


def test_the_longest_gap_is_told(call: Any) -> None:
    rows = [f"2022-04-{day},{day + 36},{700 + day}" for day in (14, 16, 17, 21)]
    Path("a.csv").write_text("\n".join(["date,day,tank", *rows, ""]), encoding="utf-8")
    call("load", "a.csv")
    Path("a.txt").write_text(
        "date 2022-04-16 Ship lost\n\nThe ship sank, the ministry said.\n", encoding="utf-8"
    )
    call("load", "a.txt", "--outlet", "Harbour Wire")
    found = {row["source"]: row for row in json.loads(call("stats", "--by", "gaps").out)}
    assert found["Harbour Wire"]["without"] == 0
    [listed] = [row for name, row in found.items() if name.startswith("Losses given")]
    assert (listed["days"], listed["without"], listed["gaps"]) == (4, 4, 2)
    assert listed["longest gap"] == "2022-04-18/2022-04-20"


MAPPING = "name: weirs\nroles:\n  id: no\n  title: what\n  date: day\n"


def test_a_table_by_its_mapping(call: Any) -> None:
    Path("m.yaml").write_text(MAPPING, encoding="utf-8")
    Path("t").mkdir()
    Path("t/weirs.csv").write_text(
        'no;what;day\n1;"Bridge\nhit";2022-04-14\n2;Dam hit;2022-04-31\n', encoding="utf-8"
    )
    Path("t/notes.txt").write_text("No table.\n", encoding="utf-8")
    refused = call("load", "t/weirs.csv")
    assert refused.code == 3
    assert "a table needs a mapping of its columns; give --mapping FILE, or one of atlos" in refused.err
    first = call("load", "t", "--mapping", "m.yaml", "--rejects", "rejects.jsonl")
    assert "2 rows = 1 loaded + 1 rejected + 0 skipped on purpose" in first.lines
    text = Path("rejects.jsonl").read_text("utf-8").replace("04-31", "04-30")
    Path("rejects.jsonl").write_text(text, encoding="utf-8")
    again = call("load", "--retry", "rejects.jsonl", "--mapping", "m.yaml")
    assert "2 rows = 2 loaded + 0 rejected + 0 skipped on purpose" in again.lines
    wrong = call("load", "t", "--mapping", "incidents")
    assert wrong.code == 3
    assert "incidents:" in wrong.err
    assert "weirs.csv has no column" in wrong.err
    assert call("load", "t", "--mapping", "none.yaml").code == 2


def test_checked_against_the_shapes(call: Any, monkeypatch: Any) -> None:
    Path("a.csv").write_text("date,day,tank\n2022-04-14,50,700\n", encoding="utf-8")
    good = call("load", "a.csv", "--check", "-v")
    assert good.code == 0
    assert any(line.endswith(" 0 faults") for line in good.lines)
    monkeypatch.setattr("claimgraph.feed_text._STANCE", " <urn:x:stance> ")
    Path("b.csv").write_text("date,day,tank\n2022-04-15,51,700\n", encoding="utf-8")
    bad = call("load", "b.csv", "--check", "--outlet", "Port Data", "-v")
    assert bad.code == 1
    assert "A claim needs exactly one stance from the list" in bad.err
    assert any(line.endswith(" 1 faults") for line in bad.lines)


def test_a_mixed_folder_loads_what_can_be_loaded_and_tells_the_rest(call: Any, monkeypatch: Any) -> None:
    folder = Path("mixed")
    (folder / ".hidden").mkdir(parents=True)
    good = b"date,day,tank\n2022-04-14,50,700\n"
    (folder / "a.csv").write_bytes(good)
    (folder / "b.csv.gz").write_bytes(gzip.compress(good)[:-6])
    (folder / "c.txt").write_text("date 2022-04-16 Ship lost\n\nThe ship sank, the ministry said.\n")
    (folder / "d.txt").write_bytes(b"date 2022-04-16 Caf\xe9\n\nIt burned.\n")
    (folder / "e.png").write_bytes(b"\x89PNG\r\n")
    (folder / "f.csv").write_bytes(b"date,day,tank\n2022-04-15,51,701\n")
    (folder / ".hidden" / "g.csv").write_bytes(good)
    opened = Path.open

    def refused(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "f.csv":  # tests may run as root, whom no rights stop
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", refused)
    outcome = call("load", "mixed", "--outlet", "Port Data")
    assert outcome.code == 3
    refusals = sorted(line.split("; ")[0] for line in outcome.lines if line.startswith("refused: "))
    assert refusals == [
        "refused: mixed/b.csv.gz: the compressed file is cut off",
        "refused: mixed/d.txt:1: not UTF-8 (byte 0xE9 at column 20)",
        "refused: mixed/f.csv: cannot be read (Permission denied)",
    ]
    assert outcome.lines[-1].startswith("5 files: 2 new, 0 unchanged, 0 replaced, 3 refused")
    assert outcome.lines[-1].endswith("1 other file passed over (e.png)")
