"""Readers by name, those of third parties too."""

from __future__ import annotations

from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import claimgraph.readers as readers
from claimgraph.errors import UsageError
from claimgraph.extract import attributions
from claimgraph.readers import Extraction, ReaderSettings, make, names

TEXT = "The mayor said two people were hurt. According to the army, a bridge fell."


class Silent:
    """A reader of a third party that finds nothing."""

    name = "silent"
    version = "9"

    def __init__(self, settings: ReaderSettings) -> None:
        self.settings = settings

    def extract(self, text: str, published: date | None = None) -> Extraction:
        return Extraction(())


def broken(settings: ReaderSettings) -> Silent:
    raise RuntimeError("no pipeline")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {"silent": Silent, "broken": broken, "rules": broken}

    class Point(EntryPoint):
        def load(self) -> Any:
            return points[self.name]

    found = [Point(name, f"thirdparty:{name}", readers.GROUP) for name in points]
    monkeypatch.setattr(readers, "entry_points", lambda group: found if group == readers.GROUP else [])


def test_the_rules_give_what_the_rules_give() -> None:
    assert list(make("rules", ReaderSettings()).extract(TEXT).attributions) == attributions(TEXT)


def test_third_parties(installed: None) -> None:
    assert names() == ["rules", "spacy", "openai", "broken", "silent"]
    settings = ReaderSettings(model="m")
    reader = make("silent", settings)
    assert isinstance(reader, Silent)
    assert reader.settings is settings
    assert make("rules", ReaderSettings()).name == "rules"


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        (
            "tea",
            ReaderSettings(),
            "there is no reader 'tea'; use one of rules, spacy, openai, broken, silent",
        ),
        ("broken", ReaderSettings(), r"cannot be started \(RuntimeError: no pipeline\); see that thirdparty"),
        ("rules", ReaderSettings(model="m"), "add --extractor openai"),
        ("rules", ReaderSettings(cache=Path("x")), "add --extractor openai"),
        ("spacy", ReaderSettings(base_url="http://localhost/v1"), "--model names the pipeline"),
        ("rules,openai,silent", ReaderSettings(), "3 readers are named; one reads, two are compared"),
        ("rules,rules", ReaderSettings(), "cannot be compared with itself"),
        ("rules,tea", ReaderSettings(), "there is no reader 'tea'"),
        ("rules,spacy", ReaderSettings(cache=Path("x")), "readers that ask a server"),
        ("rules,rules", ReaderSettings(model="m"), "add --extractor openai"),
        ("openai", ReaderSettings(model="m"), "no server; name one with --base-url"),
        ("openai", ReaderSettings(base_url="http://localhost/v1"), "no model; name one"),
        ("openai", ReaderSettings(model="m", base_url="file:///etc/passwd"), "no address of a server"),
        ("openai", ReaderSettings(model="m", base_url="http://a b/"), "no address of a server"),
        ("openai", ReaderSettings(model="m", base_url="http://[::1"), "no address of a server"),
        ("openai", ReaderSettings(model="m", base_url="http://u:p@localhost/"), "more than a place"),
        ("openai", ReaderSettings(model="m", base_url="http://e.org/v1", key="k"), "unencrypted; use https"),
        ("openai", ReaderSettings(model="m", base_url="https://e.org/v1", key="a\nb"), "the key has a blank"),
    ],
)
def test_refused(installed: None, name: str, settings: ReaderSettings, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make(name, settings)


def test_two_readers(installed: None) -> None:
    """The settings go to the one that can use them."""
    settings = ReaderSettings(model="m", base_url="http://localhost/v1")
    both = make("rules, silent", settings)
    assert (both.name, both.version) == ("rules+silent", f"{make('rules', ReaderSettings()).version} + 9")
    asked = make("silent,openai", settings)
    assert asked.name == "silent+openai"
    assert asked.version.startswith("9 + m ")


def test_a_key_is_never_shown() -> None:
    assert "secret" not in repr(ReaderSettings(key="secret"))
