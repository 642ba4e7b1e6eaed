"""Mail: a message (.eml) or a mailbox (mbox) of press releases and newsletters; each message is a report.

The subject is the headline, the sender the author; the outlet is the organisation or the list that the
message names, else the domain of its sender. Text in plain form is taken before HTML; attachments and what
follows the mark of a signature are left out. Passages quoted from earlier mail (`>`) are kept and not read:
they are somebody else's words.
Sources: RFC 5322, RFC 4155 (mbox), read by the standard package `email`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from claimgraph.converters.base import Dataset, ReadOptions, RowResult, Skipped, file_dataset
from claimgraph.converters.bundle import Bundle, once
from claimgraph.converters.report_text import Article, article_report, entry_report, one_line
from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import MAX_TEXT_BYTES, Source
from claimgraph.converters.xml_text import html_prose, written_day
from claimgraph.errors import InputError
from claimgraph.model import Reject, Report

if TYPE_CHECKING:
    from email.message import EmailMessage

NAME: Final = "mail"
VERSION: Final = "0.1.0"
NO_TEXT: Final = "a message without text"
_HEADER: Final = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_NEEDED: Final = re.compile(rb"^(from|date|subject|message-id|mime-version|received):", re.I | re.M)
_POSTMARK: Final = re.compile(rb"From \S+.* \d{4}\r?$")
_SIGNATURE: Final = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """A message in its file: where it begins, and its bytes."""

    line: int
    data: bytes


class MailConverter:
    """Reads messages and mailboxes."""

    name = NAME
    version = VERSION
    summary = "mail: messages (.eml) and mailboxes (mbox)"
    needs = "the head of a message (From, Date, Subject …) or a mailbox of them"

    def recognises(self, source: Source) -> bool:
        """Whether it begins with the head of a message: a sender, and two more of the usual lines."""
        head = source.head
        if _is_mailbox(source):
            head = head.partition(b"\n")[2]
        block = _HEADER.match(head)
        names = {name.lower() for name in _NEEDED.findall(block[0])} if block else set()
        return b"from" in names and len(names) >= 3

    def read(self, source: Source, options: ReadOptions) -> Iterator[Report | Dataset | Reject]:
        """Yield the report of a message, or a mailbox as a data set and then its messages.

        Raises:
            InputError: a single message cannot be read.
        """
        if _is_mailbox(source):
            bundle = Bundle(partial(_articles, source), partial(_report, options, source))
            yield from bundle.read(partial(_dataset, options, source))
            return
        try:
            article = read_message(source.data)
        except Refused as error:
            raise InputError(error.reason, where=source.name) from None
        stamp = f"{NAME} {VERSION}"
        report, rejects = article_report(article, options, source_file=source.base_name, converter=stamp)
        yield report
        yield from rejects


def _is_mailbox(source: Source) -> bool:
    return _POSTMARK.match(source.head.partition(b"\n")[0]) is not None


def _dataset(options: ReadOptions, source: Source, rows: Iterator[RowResult]) -> Dataset:
    return file_dataset(NAME, VERSION, "Mailbox", source, options, rows)


def _report(options: ReadOptions, source: Source, article: Article) -> Report:
    stamp = f"{NAME} {VERSION}"
    return entry_report(article, options, source_file=source.base_name, converter=stamp)


def _articles(source: Source) -> Iterator[Article | Reject | Skipped]:
    seen: dict[str, int | None] = {}
    for written in messages(source):
        message = _corrected(written, source)
        try:
            if len(message.data) > MAX_TEXT_BYTES:
                raise Refused(f"a message of more than {MAX_TEXT_BYTES:,} bytes")
            article = read_message(message.data)
            once(seen, article.url or f"{article.published}{article.headline}{article.body}", message.line)
            yield replace(article, line=message.line)
        except Refused as error:
            yield Reject(source.name, message.line, error.reason, error.column, _shown(message.data))


def _shown(data: bytes) -> str:
    """A message as the list of rejects has it; one that is too long to be read is cut."""
    kept = data if len(data) <= MAX_TEXT_BYTES else data[:2000]
    return kept.decode("utf-8", "backslashreplace").replace("\0", "")


def _corrected(message: Message, source: Source) -> Message:
    """The message, or what the user has put in its place (`Source.patches`), in UTF-8."""
    patch = source.patches.get(message.line)
    if patch is None or patch == _shown(message.data):
        return message
    return Message(message.line, patch.encode("utf-8"))


def messages(source: Source) -> Iterator[Message]:
    """Yield the messages of a mailbox; a line `From …` after a blank one begins the next.

    >>> box = b"From a@x.example Sat Apr 16 10:00:00 2022\\nSubject: A\\n\\n>From here on.\\n"
    >>> [message.data for message in messages(Source("box", box))]
    [b'Subject: A\\n\\nFrom here on.\\n']
    """
    kept: list[bytes] = []
    size, start, number, is_blank = 0, 0, 0, True
    with source.open() as stream:
        while line := stream.readline(MAX_TEXT_BYTES):
            number += 1
            if is_blank and _POSTMARK.match(line.rstrip(b"\n")):
                if start:
                    yield Message(start, b"".join(kept))
                kept, size, start = [], 0, number
            elif size <= MAX_TEXT_BYTES:
                kept.append(re.sub(rb"^>(>*From )", rb"\1", line))
                size += len(line)
            is_blank = not line.strip()
    if start:
        yield Message(start, b"".join(kept))


def read_message(data: bytes) -> Article:
    """What a message says; its `url` is the message's own id (RFC 2392).

    Raises:
        Refused: it has no text, an impossible date, or an encoding that is not kept to.

    >>> read_message(b"From: Ida <ida@x.example>\\nSubject: A\\n\\nWords.").outlet
    'x.example'
    """
    import email
    import email.policy
    from email.utils import parseaddr

    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        text = _text(part) if part is not None else ""
        name, address = parseaddr(_header(message, "From"))
    except (LookupError, KeyError, AttributeError, TypeError, IndexError) as error:
        raise Refused(f"a message that cannot be read ({error})") from None
    if not text.strip():
        raise Refused(NO_TEXT)
    return Article(
        headline=one_line(_header(message, "Subject")),
        body=_SIGNATURE.split(text)[0].strip() or text,
        published=written_day(_header(message, "Date"), "Date"),
        outlet=_header(message, "Organization") or _list(message) or address.rpartition("@")[2],
        author=name or address,
        language=_header(message, "Content-Language").partition(",")[0].strip(),
        url=_mid(_header(message, "Message-ID")),
        quotes=True,
    )


def _header(message: EmailMessage, name: str) -> str:
    """The value of a header on one line; what cannot be decoded is shown as it stands."""
    try:
        value = message.get(name, "")
        return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").replace("\0", "").split())
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""


def _mid(identity: str) -> str:
    return f"mid:{quote(identity.strip('<> '), safe='@.')}" if identity else ""


def _list(message: EmailMessage) -> str:
    """The name of the mailing list, if the message came by one."""
    return _header(message, "List-Id").partition("<")[0].strip(' "')


def _text(part: Any) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset("utf-8"))
    try:
        text = payload.decode("utf-8" if charset in ("us-ascii", "ascii") else charset, "strict")
    except LookupError:
        raise Refused(f"{charset!r} is no encoding that is known", "Content-Type") from None
    except UnicodeDecodeError as error:
        raise Refused(f"not {charset} (byte 0x{payload[error.start]:02X})", "Content-Type") from None
    return html_prose(text) if part.get_content_subtype() == "html" else text
