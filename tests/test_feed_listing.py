"""Files of many reports: a newer version leaves exactly its own, unless the file is a window."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from claimgraph.converters import ReadOptions, Source, read
from claimgraph.loading import Loaded, Loader
from claimgraph.model import Reject
from claimgraph.reference import Reference
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import cg

REFERENCE = Reference(())


def messages(*names: str, file: str = "messages.jsonl") -> Source:
    """A table of messages, one for each name."""
    lines = [
        {
            "id": n,
            "name": n,
            "date": "2022-04-16",
            "url": f"https://x.example/{n}",
            "text": f"The {n} burned.",
        }
        for n in names
    ]
    return Source(file, "".join(f"{json.dumps(line)}\n" for line in lines).encode())


def load(store: EmbeddedStore, *sources: Source, most: int | None = None) -> list[Loaded]:
    options = ReadOptions(REFERENCE, extra={"mapping": "official-messages"})
    items = (item for source in sources for item in read(source, options) if not isinstance(item, Reject))
    return Loader(store).load_all(islice(items, most))


def fresh(*sources: Source) -> bytes:
    store = EmbeddedStore.in_memory()
    load(store, *sources)
    return store.dump()


def test_a_newer_version_leaves_exactly_its_own_reports() -> None:
    store = EmbeddedStore.in_memory()
    load(store, messages("depot", "bridge"))
    [account, *_] = load(store, messages("bridge", "tower"))
    assert len(account.removed) == 1
    assert store.dump() == fresh(messages("bridge", "tower"))
    [account, *_] = load(store, messages("gate"))
    assert len(account.removed) == 2
    assert store.dump() == fresh(messages("gate"))


def test_a_load_that_was_broken_off_removes_nothing_and_the_next_completes_it() -> None:
    store = EmbeddedStore.in_memory()
    load(store, messages("depot", "bridge"))
    newer = messages("bridge", "tower")
    assert not load(store, newer, most=2)[0].removed
    assert b"The depot burned." in store.dump()
    assert len(load(store, newer)[0].removed) == 1
    assert store.dump() == fresh(newer)


def test_a_report_that_another_file_brought_too_stays() -> None:
    store = EmbeddedStore.in_memory()
    other = messages("depot", file="messages-of-april.jsonl")
    load(store, messages("depot", "bridge"), other)
    assert not load(store, messages("bridge"))[0].removed
    assert b"The depot burned." in store.dump()
    assert store.dump().count(f"<{cg('isListedIn')}>".encode()) == 2


def test_what_a_news_feed_shows_no_longer_stays() -> None:
    def channel(*names: str) -> Source:
        entries = "".join(
            f"<item><title>{name}</title><link>https://x.example/{name}</link><description>The {name} burned."
            "</description><pubDate>Sat, 16 Apr 2022 10:00:00 GMT</pubDate></item>"
            for name in names
        )
        text = f'<rss version="2.0"><channel><title>Harbour Wire</title>{entries}</channel></rss>'
        return Source("latest.xml", text.encode())

    store = EmbeddedStore.in_memory()
    load(store, channel("depot"))
    load(store, channel("tower"))
    assert b"The depot burned." in store.dump()
    assert cg("isListedIn").encode() not in store.dump()


@pytest.mark.parametrize("has_address", [False, True], ids=["no address", "addresses that change hands"])
def test_two_messages_of_one_day_under_one_heading_are_two(has_address: bool) -> None:
    def mailbox(*texts: str) -> Source:
        parts = [
            "From a@wire.example Sat Apr 16 10:00:00 2022\nFrom: a@wire.example\nSubject: Situation\n"
            f"Date: Sat, 16 Apr 2022 10:00:00 +0000\n"
            f"{f'Message-ID: <{at}@wire.example>' if has_address else 'X-At: none'}\n\n{text}\n\n"
            for at, text in enumerate(texts)
        ]
        return Source("wire.mbox", "".join(parts).encode())

    store = EmbeddedStore.in_memory()
    outcomes = [one.outcome.value for one in load(store, mailbox("The depot burned.", "The tower fell."))]
    assert outcomes == ["new", "new", "new"]
    load(store, mailbox("The tower fell.", "The gate fell."))
    assert store.dump() == fresh(mailbox("The tower fell.", "The gate fell."))


def test_a_message_whose_place_a_later_one_of_the_file_took_is_listed_no_more() -> None:
    first, last = ("The depot burned.", "The tower fell.")
    lines = [{"id": n, "name": "n", "date": "2022-04-16", "url": "https://x.example/n", "text": text}
             for n, text in enumerate((first, last))]  # fmt: skip
    store = EmbeddedStore.in_memory()
    load(store, Source("messages.jsonl", "".join(f"{json.dumps(line)}\n" for line in lines).encode()))
    assert store.dump().count(f"<{cg('isListedIn')}>".encode()) == 1
    load(store, Source("messages.jsonl", f"{json.dumps(lines[1])}\n".encode()))
    assert store.dump() == fresh(Source("messages.jsonl", f"{json.dumps(lines[1])}\n".encode()))
