"""Inputs as streams: files, archives, compressed or not, standard input; nothing is read whole that can grow.

A `Source` gives its first bytes, so that its format can be recognised, and a binary stream of its content,
decompressed (.gz, .bz2, .zst by their first bytes, .zip by its members). A stream that is cut off, damaged or
changed while it is read ends in an `InputError`, never in a shorter file.

>>> import gzip
>>> source = Source("a.csv.gz", gzip.compress(b"date,tank\\n2022-03-01,5\\n"))
>>> source.head, source.base_name, source.stem
(b'date,tank\\n2022-03-01,5\\n', 'a.csv.gz', 'a')
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from claimgraph.errors import InputError

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Largest text of one report, and largest row of a feed; the longest news articles have well under 1 MB."""
HEAD_BYTES = 4096
CHUNK_BYTES = 1024 * 1024
_GZIP, _BZIP2, _ZSTANDARD, _ZIP = b"\x1f\x8b", b"BZh", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
PACKED_ENDINGS = (".gz", ".bz2", ".zst", ".zip")
_NEWER_ZIPS = frozenset((".docx", ".xlsx", ".odt", ".ods", ".pptx", ".epub", ".jar"))
"""Formats of their own that happen to be zip archives."""


class Source:
    """An input as it came: its name for messages, and its bytes, from memory or from a file.

    `patches` holds rows, by the line where they begin, that replace the file's own: a user who has corrected
    the rejects of a feed gives them so.
    """

    def __init__(
        self,
        name: str,
        data: bytes | None = None,
        *,
        path: Path | None = None,
        member: str = "",
        patches: Mapping[int, str] | None = None,
    ) -> None:
        """`data`, or the file at `path` and, if that is a zip archive, the `member` in it."""
        self.name = name
        self.path = path
        self.member = member
        self.patches = dict(patches or {})
        self.held: object = None
        """What must live as long as the source: a temporary file."""
        self._raw = data
        self._head: bytes | None = None
        self._data: bytes | None = None

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """An input from a file, which is read when its content is asked for.

        Raises:
            InputError: the file is missing, a folder, or unreadable.
        """
        source = cls(str(path), path=path)
        source.open_raw().close()
        return source

    def again(self) -> Source:
        """The same file, to be read from its start; one in memory is not meant."""
        return Source(self.name, path=self.path, member=self.member, patches=self.patches)

    @property
    def base_name(self) -> str:
        """The name without folders, as the record keeps it."""
        return Path(self.name).name

    @property
    def stem(self) -> str:
        """The base name without its endings for compression and format."""
        name = Path(self.member or self.name).name
        while Path(name).suffix.lower() in PACKED_ENDINGS:
            name = Path(name).stem
        return Path(name).stem

    @property
    def size(self) -> int:
        """Bytes of the input as it lies there (compressed ones if it is compressed)."""
        if self._raw is not None:
            return len(self._raw)
        assert self.path is not None
        return self.path.stat().st_size

    def fingerprint(self) -> tuple[int, ...]:
        """Changes when the file does: its number, size and time of change; nothing for bytes in memory."""
        if self.path is None:
            return ()
        status = self.path.stat()
        return (status.st_ino, status.st_size, status.st_mtime_ns)

    @property
    def head(self) -> bytes:
        """The first bytes of the content, enough to recognise a format."""
        if self._head is None:
            with self.open() as stream:
                self._head = stream.read(HEAD_BYTES)
        return self._head

    @property
    def data(self) -> bytes:
        """The whole content, for formats whose unit is one text.

        Raises:
            InputError: it is larger than one report can be, cut off, or unreadable.
        """
        if self._data is None:
            with self.open() as stream:
                self._data = stream.read(MAX_TEXT_BYTES + 1)
            if len(self._data) > MAX_TEXT_BYTES:
                self._data = None
                raise InputError(
                    f"the file has more than {MAX_TEXT_BYTES:,} bytes, the limit for one report",
                    where=self.name,
                    hint="split it into reports",
                )
        return self._data

    def open_raw(self) -> IO[bytes]:
        """The bytes as they lie there.

        Raises:
            InputError: the file cannot be opened.
        """
        if self._raw is not None:
            return io.BytesIO(self._raw)
        assert self.path is not None
        try:
            return self.path.open("rb")
        except OSError as error:
            raise _unreadable(self.name, error) from None

    def open(self) -> IO[bytes]:
        """The content as a binary stream, decompressed; reading it raises `InputError` on damage.

        Raises:
            InputError: the file cannot be opened, or nothing here can decompress it.
        """
        raw = self.open_raw()
        try:
            return io.BufferedReader(_Guarded(self._unpacked(raw), raw, self.name), CHUNK_BYTES)
        except BaseException:
            raw.close()
            raise

    def _unpacked(self, raw: IO[bytes]) -> IO[bytes]:
        if self.member:
            return _zip_member(raw, self.member, self.name)
        try:
            start = raw.read(4)
            raw.seek(0)
        except OSError as error:
            raise _unreadable(self.name, error) from None
        if start.startswith(_GZIP):
            return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
        if start.startswith(_BZIP2):
            return bz2.open(raw)
        if start.startswith(_ZSTANDARD):
            return _zstandard(raw, self.name)
        return raw

    def sha256(self) -> str:
        """SHA-256 of the content (decompressed, so a packed copy of a file counts as the same)."""
        total = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(CHUNK_BYTES):
                total.update(chunk)
        return total.hexdigest()


class _Guarded(io.RawIOBase):
    """A raw stream that turns every way in which reading can fail into one clear line."""

    def __init__(self, inner: IO[bytes], raw: IO[bytes], name: str) -> None:
        self._inner = inner
        self._raw = raw
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # as RawIOBase has it
        try:
            data = self._inner.read(len(view))
        except EOFError:
            raise InputError(
                "the compressed file is cut off", where=self._name, hint="fetch it again"
            ) from None
        except (zlib.error, zipfile.BadZipFile, ValueError, RuntimeError, gzip.BadGzipFile) as error:
            raise InputError(
                f"the compressed file is damaged ({error})", where=self._name, hint="fetch it again"
            ) from None
        except OSError as error:
            raise _unreadable(self._name, error) from None
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            self._raw.close()
        super().close()


def _unreadable(name: str, error: OSError) -> InputError:
    return InputError(f"cannot be read ({error.strerror or error})", where=name, hint="check name and rights")


def _zip_member(raw: IO[bytes], member: str, name: str) -> IO[bytes]:
    try:
        return zipfile.ZipFile(raw).open(member)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
        raise InputError(
            f"the zip archive cannot be opened ({error})", where=name, hint="unpack it yourself"
        ) from None


def _zstandard(raw: IO[bytes], name: str) -> IO[bytes]:
    try:
        import zstandard
    except ImportError:
        raise InputError(
            "to read .zst, the package zstandard is needed",
            where=name,
            hint="pip install zstandard, or decompress the file",
        ) from None
    return cast(IO[bytes], _ZstandardStream(zstandard, raw))


class _ZstandardStream:
    """Decompresses frame by frame: the package's own reader takes a file that is cut off for a whole one."""

    def __init__(self, package: Any, raw: IO[bytes]) -> None:
        self._package = package
        self._raw = raw
        self._frame: Any = None
        self._ready = b""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end of the last frame."""
        while not self._ready:
            packed = self._frame.unused_data if self._frame and self._frame.eof else b""
            packed = packed or self._raw.read(CHUNK_BYTES)
            if not packed:
                if self._frame and not self._frame.eof:
                    raise EOFError
                return b""
            if self._frame is None or self._frame.eof:
                self._frame = self._package.ZstdDecompressor().decompressobj()
            try:
                self._ready = self._frame.decompress(packed)
            except self._package.ZstdError as error:
                raise ValueError(str(error)) from None
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def close(self) -> None:
        """Nothing to release; the file below is closed by its owner."""


def sources(path: Path) -> Iterator[Source]:
    """Yield the inputs in a file: the file itself, or the members of a zip archive, in order of name.

    Raises:
        InputError: the file cannot be read, or the archive is damaged or locked by a password.
    """
    source = Source.from_path(path)
    with source.open_raw() as raw:
        is_archive = raw.read(4) == _ZIP and path.suffix.lower() not in _NEWER_ZIPS
        if is_archive:
            raw.seek(0)
            members = _members(raw, str(path))
    if not is_archive:
        yield source
        return
    for member in members:
        yield Source(f"{path}!{member}", path=path, member=member)


def _members(raw: IO[bytes], name: str) -> list[str]:
    try:
        with zipfile.ZipFile(raw) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise InputError(f"the zip archive is damaged ({error})", where=name, hint="fetch it again") from None
    if any(info.flag_bits & 1 for info in infos):
        raise InputError("the zip archive needs a password", where=name, hint="unpack it yourself")
    names = [info.filename for info in infos if not info.is_dir()]
    return sorted(n for n in names if not any(part.startswith((".", "__MACOSX")) for part in n.split("/")))


def standard_input(stream: IO[bytes]) -> Source:
    """Standard input as a source; a large one goes through a temporary file, since it is read twice."""
    start = stream.read(MAX_TEXT_BYTES + 1)
    if len(start) <= MAX_TEXT_BYTES:
        return Source("standard input", start)
    held = tempfile.NamedTemporaryFile(prefix="claimgraph-")  # noqa: SIM115 - lives as long as the source
    held.write(start)
    shutil.copyfileobj(stream, held, CHUNK_BYTES)
    held.flush()
    source = Source("standard input", path=Path(held.name))
    source.held = held
    return source


def changed_while_read(name: str) -> InputError:
    """The error for a file whose content is not what it was a moment ago."""
    return InputError("the file changed while it was read", where=name, hint="load it again when it is quiet")


def free_bytes(folder: Path) -> int:
    """Bytes that may still be written into the file system of a folder."""
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize
