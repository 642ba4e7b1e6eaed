"""The reader on a spaCy pipeline: on trees made by hand, and on a real pipeline where there is one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimgraph.errors import UsageError
from claimgraph.readers import MODEL_VARIABLE, ReaderSettings, make

spacy = pytest.importorskip("spacy", reason="the extra claimgraph[spacy] is not installed")

from claimgraph.readers import pipeline  # noqa: E402  (only where spaCy is)
from claimgraph.readers.pipeline import DEFAULT, LONGEST, PipelineReader  # noqa: E402

NLP = spacy.blank("en")

# One word a line in CoNLL's manner, "word/TAG/label/head" with the head's number from 0.
CLAUSE = (
    "The/DET/det/1 council/NOUN/nsubj/2 said/VERB/ROOT/2 two/NUM/nummod/4 tugs/NOUN/nsubj/5 "
    "sank/VERB/ccomp/2 ./PUNCT/punct/2"
)
QUOTE = (
    "“/PUNCT/punct/7 Nobody/PRON/nsubj/2 swam/VERB/ccomp/7 ,/PUNCT/punct/7 ”/PUNCT/punct/7 "
    "its/PRON/poss/6 chief/NOUN/nsubj/7 said/VERB/ROOT/7 ./PUNCT/punct/7"
)
ACCORDING = (
    "According/VERB/prep/6 to/ADP/prep/0 the/DET/det/3 crew/NOUN/pobj/1 ,/PUNCT/punct/6 "
    "ice/NOUN/nsubj/6 broke/VERB/ROOT/6 ./PUNCT/punct/6"
)
PARENTHESIS = (
    "The/DET/det/1 convoy/NOUN/nsubj/7 ,/PUNCT/punct/4 pilots/NOUN/nsubj/4 said/VERB/parataxis/7 "
    ",/PUNCT/punct/4 has/AUX/aux/7 left/VERB/ROOT/7 ./PUNCT/punct/7"
)
PASSIVE = (
    "The/DET/det/1 captain/NOUN/nsubjpass/3 was/AUX/auxpass/3 reported/VERB/ROOT/3 to/PART/aux/6 "
    "have/AUX/aux/6 drowned/VERB/xcomp/3 ./PUNCT/punct/3"
)
PASSIVE_BY = (
    "The/DET/det/1 captain/NOUN/nsubjpass/3 was/AUX/auxpass/3 said/VERB/ROOT/3 by/ADP/agent/3 "
    "pilots/NOUN/pobj/4 to/PART/aux/7 swim/VERB/xcomp/3 ./PUNCT/punct/3"
)
EXPLETIVE = (
    "It/PRON/nsubjpass/2 was/AUX/auxpass/2 said/VERB/ROOT/2 that/SCONJ/mark/5 ice/NOUN/nsubj/5 "
    "broke/VERB/ccomp/2"
)
COORDINATED = (
    "Ann/PROPN/nsubj/1 denied/VERB/ROOT/1 that/SCONJ/mark/4 ice/NOUN/nsubj/4 broke/VERB/ccomp/1 "
    "and/CCONJ/cc/1 said/VERB/conj/1 nobody/PRON/nsubj/8 swam/VERB/ccomp/6 ./PUNCT/punct/1"
)
ADDING = (
    "Ann/PROPN/nsubj/1 said/VERB/ROOT/1 ice/NOUN/nsubj/3 broke/VERB/ccomp/1 ,/PUNCT/punct/1 "
    "adding/VERB/advcl/1 that/SCONJ/mark/8 nobody/PRON/nsubj/8 swam/VERB/ccomp/5 ./PUNCT/punct/1"
)
RELATIVE = (
    "Orlov/PROPN/nsubj/8 ,/PUNCT/punct/0 who/PRON/nsubj/3 said/VERB/relcl/0 ice/NOUN/nsubj/5 "
    "broke/VERB/ccomp/3 ,/PUNCT/punct/0 has/AUX/aux/8 left/VERB/ROOT/8 ./PUNCT/punct/8"
)
OBJECT = (
    "Ann/PROPN/nsubj/1 accused/VERB/ROOT/1 the/DET/det/3 crew/NOUN/dobj/1 of/ADP/prep/1 "
    "burning/VERB/pcomp/4 tugs/NOUN/dobj/5 ./PUNCT/punct/1"
)
NOUN_OF = (
    "His/PRON/poss/1 claim/NOUN/nsubj/6 that/SCONJ/mark/4 ice/NOUN/nsubj/4 broke/VERB/acl/1 "
    "was/AUX/aux/6 wrong/ADJ/ROOT/6 ./PUNCT/punct/6"
)
NOUN = (
    "A/DET/det/1 report/NOUN/nsubj/5 that/SCONJ/mark/4 ice/NOUN/nsubj/4 broke/VERB/acl/1 "
    "came/VERB/ROOT/5 ./PUNCT/punct/5"
)
NEGATED = (
    "Ann/PROPN/nsubj/3 did/AUX/aux/3 not/PART/neg/3 confirm/VERB/ROOT/3 that/SCONJ/mark/6 "
    "ice/NOUN/nsubj/6 broke/VERB/ccomp/3 ./PUNCT/punct/3"
)
TOLD = (
    "Ann/PROPN/nsubj/1 told/VERB/ROOT/1 reporters/NOUN/dobj/1 that/SCONJ/mark/5 ice/NOUN/nsubj/5 "
    "broke/VERB/ccomp/1"
)
NESTED = (
    "Ann/PROPN/nsubj/1 said/VERB/ROOT/1 Bob/PROPN/nsubj/3 denied/VERB/ccomp/1 that/SCONJ/mark/6 "
    "ice/NOUN/nsubj/6 broke/VERB/ccomp/3 ./PUNCT/punct/1"
)
NONE = "The/DET/det/1 council/NOUN/nsubj/2 sank/VERB/ROOT/2 two/NUM/nummod/4 tugs/NOUN/dobj/2 ./PUNCT/punct/2"
NOBODY = "There/PRON/expl/1 said/VERB/ROOT/1 ice/NOUN/nsubj/3 broke/VERB/ccomp/1"


def tree(words: str) -> Any:
    parts = [word.rsplit("/", 3) for word in words.split()]
    texts, tags, labels, heads = zip(*parts, strict=True)
    joined = [
        after not in {",", ".", "”"} and text != "“"
        for text, after in zip(texts, [*texts[1:], "."], strict=True)
    ]
    return spacy.tokens.Doc(
        NLP.vocab,
        words=list(texts),
        spaces=joined,
        pos=list(tags),
        deps=list(labels),
        heads=[int(head) for head in heads],
    )


class Parsed:
    """A pipeline that gives back trees made beforehand, by their text."""

    vocab = NLP.vocab
    meta = NLP.meta

    def __init__(self, *trees: Any) -> None:
        self.trees = {doc.text: doc for doc in trees}

    def pipe(self, texts: Iterable[str]) -> Iterator[Any]:
        return (self.trees[text] for text in texts)


def read(*sentences: str) -> tuple[str, Any]:
    trees = [tree(words) for words in sentences]
    text = "\n\n".join(doc.text for doc in trees)
    return text, PipelineReader(Parsed(*trees)).extract(text)  # type: ignore[arg-type]  # as much of it as is used


@pytest.mark.parametrize(
    ("words", "rule", "source", "cue", "content"),
    [
        (CLAUSE, "clause", ["The council"], "said", ["two tugs sank"]),
        (QUOTE, "clause", ["its chief"], "said", ["“Nobody swam,”"]),
        (ACCORDING, "according-to", ["the crew"], "According to", ["ice broke"]),
        (PARENTHESIS, "parenthesis", ["pilots"], "said", ["The convoy", "has left"]),
        (PASSIVE, "passive", [], "reported", ["The captain", "to have drowned"]),
        (PASSIVE_BY, "passive-by", ["pilots"], "said", ["The captain", "to swim"]),
        (EXPLETIVE, "passive", [], "said", ["that ice broke"]),
        (RELATIVE, "clause", ["Orlov"], "said", ["ice broke"]),
        (OBJECT, "object", ["Ann"], "accused", ["burning tugs"]),
        (NOUN_OF, "noun-of", ["His"], "claim", ["that ice broke"]),
        (NOUN, "noun", [], "report", ["that ice broke"]),
        (NESTED, "clause", ["Ann"], "said", ["Bob denied that ice broke"]),
    ],
)
def test_constructions(words: str, rule: str, source: list[str], cue: str, content: list[str]) -> None:
    text, extraction = read(words)
    (found,) = extraction.attributions
    assert found.rule == f"spacy-{rule}"
    assert [text[slice(*span)] for span in found.source] == source
    assert [text[slice(*span)] for span in found.cue] == [cue]
    assert [text[slice(*span)] for span in found.content] == content
    assert found.direct == (words == QUOTE)


@pytest.mark.parametrize(("words", "cues"), [(COORDINATED, ["denied", "said"]), (ADDING, ["said", "adding"])])
def test_one_subject_of_two_cues(words: str, cues: list[str]) -> None:
    text, extraction = read(words)
    assert [text[slice(*one.cue[0])] for one in extraction.attributions] == cues
    assert [text[slice(*one.source[0])] for one in extraction.attributions] == ["Ann", "Ann"]


@pytest.mark.parametrize("words", [NONE, NOBODY])
def test_no_attribution(words: str) -> None:
    assert read(words)[1].attributions == ()


def test_what_the_lexicon_says() -> None:
    text, extraction = read(COORDINATED, NEGATED, TOLD)
    denied, said, confirm, told = extraction.attributions
    assert [(one.cue_lemma, one.stance) for one in (denied, said)] == [("deny", "denies"), ("say", "asserts")]
    assert (confirm.cue_lemma, confirm.negated) == ("confirm", True)
    assert [text[slice(*span)] for span in told.recipient] == ["reporters"]
    assert [(one.sentence, one.paragraph) for one in extraction.attributions] == [
        (0, 0),
        (0, 0),
        (1, 1),
        (2, 2),
    ]


def test_a_line_end_inside_a_sentence() -> None:
    docs = [tree(CLAUSE), tree(NONE)]
    text = "\n\n".join(doc.text for doc in docs).replace("said two", "said\ntwo")
    (found,) = PipelineReader(Parsed(*docs)).extract(text).attributions  # type: ignore[arg-type]  # as above
    assert text[slice(*found.content[0])] == "two tugs sank"


def test_a_sentence_without_an_end_is_refused() -> None:
    text = "la " * LONGEST
    extraction = PipelineReader(Parsed()).extract(text)  # type: ignore[arg-type]  # as above
    assert extraction.attributions == ()
    assert ["is not parsed" in one.reason for one in extraction.refusals] == [True]


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Pipelines by name; what is not there is not installed."""
    known: dict[str, Any] = {}

    def load(name: str, **_: Any) -> Any:
        if name not in known:
            raise OSError(f"[E050] Can't find model '{name}'.\nmore")
        if isinstance(known[name], Exception):
            raise known[name]
        return known[name]

    monkeypatch.setattr(spacy, "load", load)
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    return known


def test_which_pipeline(shelf: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (DEFAULT, "mine", "other"):
        shelf[name] = spacy.blank("en", meta={"name": name, "version": "3"})
        shelf[name].add_pipe("parser")
    assert make("spacy", ReaderSettings()).version.startswith(f"en_{DEFAULT} 3, spaCy {spacy.__version__}, ")
    monkeypatch.setenv(MODEL_VARIABLE, "mine")
    assert "mine" in make("spacy", ReaderSettings()).version
    assert "other" in make("spacy", ReaderSettings(model="other")).version
    assert "other" in make("rules,spacy", ReaderSettings(model="other")).version
    beside = ReaderSettings(model="small-1", base_url="http://localhost/v1")
    assert "mine" in make("spacy,openai", beside).version  # the model is that of the server


def test_pipelines_that_cannot_be_used(shelf: dict[str, Any]) -> None:
    shelf["old"] = ValueError("[E167] the factory is not known\nmore")
    shelf["german"] = spacy.blank("de")
    shelf["bare"] = spacy.blank("en")
    for name, message in {
        "gone": "there is no spaCy pipeline 'gone'; python -m spacy download",
        "old": r"'old' cannot be used \(\[E167\] the factory is not known\); install",
        "german": "'german' is not for English",
        "bare": "'bare' has no dependency parser",
    }.items():
        with pytest.raises(UsageError, match=message) as caught:
            make("spacy", ReaderSettings(model=name))
        assert "\n" not in str(caught.value)


def test_without_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(UsageError, match=r"needs spaCy; pip install 'claimgraph\[spacy\]'"):
        make("spacy", ReaderSettings())


def test_a_real_pipeline() -> None:
    name = os.environ.get(MODEL_VARIABLE, "").strip() or DEFAULT
    if not (spacy.util.is_package(name) or Path(name).is_dir()):
        pytest.skip(f"the spaCy pipeline {name} is not installed ({MODEL_VARIABLE} names another)")
    text = "The council said two tugs sank. According to the crew, the ice broke."
    found = pipeline.load(name).extract(text).attributions
    assert [text[slice(*one.source[0])] for one in found] == ["The council", "the crew"]
    assert [text[slice(*one.content[0])] for one in found] == ["two tugs sank", "the ice broke"]
