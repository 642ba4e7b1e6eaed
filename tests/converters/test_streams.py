"""Inputs as streams: what is packed is unpacked, what is damaged is told, nothing is silently shorter."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from claimgraph.converters import Source, streams
from claimgraph.converters.streams import sources, standard_input
from claimgraph.errors import InputError

CONTENT = b"date,day,tank\n" + b"".join(b"2022-04-%02d,%d,7\n" % (n, n) for n in range(1, 31))


def zstandard_of(data: bytes) -> bytes:
    return bytes(pytest.importorskip("zstandard").ZstdCompressor().compress(data))


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "zst": zstandard_of}


@pytest.mark.parametrize("ending", sorted(PACKERS))
def test_packed_files_are_read_as_their_content(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"list.csv.{ending}"
    file.write_bytes(PACKERS[ending](CONTENT))
    [source] = sources(file)
    with source.open() as stream:
        assert stream.read() == CONTENT
    assert source.stem == "list"
    assert source.sha256() == Source("x", CONTENT).sha256()


@pytest.mark.parametrize("ending", sorted(PACKERS))
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_packed_file_that_is_cut_off_is_told(ending: str, kept: float) -> None:
    data = PACKERS[ending](CONTENT)
    source = Source(f"list.csv.{ending}", data[: int(len(data) * kept)])
    with pytest.raises(InputError, match=r"cut off|damaged"), source.open() as stream:
        stream.read()


@pytest.mark.parametrize("ending", sorted(PACKERS))
def test_two_packed_parts_are_one_file(ending: str) -> None:
    pack = PACKERS[ending]
    with Source("list.csv", pack(CONTENT) + pack(CONTENT)).open() as stream:
        assert stream.read() == CONTENT * 2


def test_the_members_of_an_archive_are_inputs(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("b.csv", CONTENT)
        archive.writestr("folder/a.csv", b"x")
        archive.writestr(".hidden", b"x")
    found = list(sources(file))
    assert [source.name for source in found] == [f"{file}!b.csv", f"{file}!folder/a.csv"]
    assert found[0].data == CONTENT


def test_a_damaged_archive(tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(InputError, match="damaged"):
        list(sources(file))


def test_standard_input_may_be_larger_than_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_TEXT_BYTES", 100)
    source = standard_input(io.BytesIO(CONTENT))
    with source.open() as stream:
        assert stream.read() == CONTENT
    assert standard_input(io.BytesIO(b"short")).data == b"short"
