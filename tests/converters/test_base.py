"""The gate that text from outside passes first."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.converters import Source, decode, find, names, streams
from claimgraph.converters.base import outlet_entity, parse_day, sha256
from claimgraph.errors import InputError, UsageError
from claimgraph.reference import Reference


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_text_comes_through_as_it_is(text: str) -> None:
    if text.strip("\ufeff \t\r\n"):
        assert decode(Source("a", text.encode("utf-8"))) == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: the file is empty"),
        (b" \r\n\t", "a.txt: the file is empty"),
        (b"\xef\xbb\xbf", "a.txt: the file is empty"),
        (b"one\ncaf\xe9\n", r"a.txt:2: not UTF-8 \(byte 0xE9 at column 4\); save the file as UTF-8"),
        (b"one\n\ntwo \x00", "a.txt:3: a NUL character"),
        ("Київ".encode("utf-16"), "a.txt:1: not UTF-8"),
        (b"\xed\xa0\x80", "a.txt:1: not UTF-8"),
    ],
)
def test_what_is_no_text(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode(Source("a.txt", data))
    assert "\n" not in str(caught.value)


def test_a_text_over_the_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(streams, "MAX_TEXT_BYTES", 100)
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 101)
    for source in (Source("a.txt", b"x" * 101), Source.from_path(file)):
        with pytest.raises(InputError, match="more than 100 bytes, the limit for one report; split it"):
            decode(source)


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)
        listener.bind("socket")
        for name in ("missing.txt", "folder", "socket", "missing/deeper.txt"):
            with pytest.raises(InputError, match=f"{name}: cannot be read"):
                Source.from_path(tmp_path / name)


def test_an_endless_file_is_not_read_to_its_end() -> None:
    with pytest.raises(InputError, match="the limit for one report"):
        decode(Source.from_path(Path("/dev/zero")))


@pytest.mark.parametrize(
    "value", ["2022-04-31", "2022-4-1", "20220401", "2022-13-01", "yesterday", "", "2022-W15-1"]
)
def test_days_that_are_none(value: str) -> None:
    with pytest.raises(InputError, match="is not a date; write it as YYYY-MM-DD"):
        parse_day(value, "a.txt:1")


@pytest.mark.parametrize("value", ["9999-12-31", "0001-01-01"])
def test_days_on_which_no_report_came_out(value: str) -> None:
    with pytest.raises(InputError, match=r"a\.txt:1: .* is no date of a report; give a year"):
        parse_day(value, "a.txt:1")


def test_a_day() -> None:
    assert parse_day("2024-02-29", "").isoformat() == "2024-02-29"


def test_hash_of_the_text() -> None:
    assert sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_outlets() -> None:
    reference = Reference.default()
    assert outlet_entity("Reuters", reference).iri
    assert outlet_entity("Harbour Wire", reference).iri is None
    assert outlet_entity("", reference, scope="x").scope == "x"
    assert outlet_entity("Kyiv", reference).iri is None


@pytest.mark.parametrize("head", [b"<svg>", b'{"a": 1}', b"[1]", b"PK\x03\x04", b"  <?xml"])
def test_other_formats_are_not_taken_for_text(head: bytes) -> None:
    with pytest.raises(InputError, match="no converter knows this format; name one with --as"):
        find(Source("a.bin", head))


@pytest.mark.parametrize("name", ["acled", "oryx", "ucdp", "viina", "general-staff", "mail"])
def test_a_format_asked_for_by_name_must_be_there(name: str) -> None:
    with pytest.raises(InputError, match=f"not in the format {name}: .* is missing; without --as the format"):
        find(Source("a.csv", b"country,figure\nUkraine,12\n"), name)


def test_a_format_that_any_input_may_be_tried_as() -> None:
    assert find(Source("a.bin", b"<svg>"), "text").name == "text"


def test_a_pointer_of_git_lfs_is_not_taken_for_the_file() -> None:
    with pytest.raises(InputError, match="a Git LFS pointer and not the file; git lfs pull"):
        find(Source("a.zip", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"))


def test_converters_by_name() -> None:
    assert find(Source("a", b"x")).name == "text"
    assert find(Source("a", b"<x"), "text").name == "text"
    with pytest.raises(UsageError, match="there is no converter 'word'"):
        find(Source("a", b"x"), "word")
    assert names()[-1] == "text"
