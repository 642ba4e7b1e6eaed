"""A reader that asks a model on a server of the user's choice; off unless `--extractor openai` is given.

The model sees numbered sentences and gives back sentence numbers and words, never offsets. Words that are not
in the sentence it names are refused with the reason, and so is everything that does not fit the form: only
what stands in the report can enter the record, whatever a model invents or a report tells it to do.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

from claimgraph.errors import InputError
from claimgraph.extract.attribution.reading import Attribution
from claimgraph.extract.syntax.lexicon import Cue, cues, noun_forms, verb_forms
from claimgraph.extract.syntax.marks import even_marks
from claimgraph.extract.syntax.quotes import quotes
from claimgraph.extract.syntax.segment import Sentence, paragraphs, sentences
from claimgraph.extract.syntax.text import Span
from claimgraph.model import Certainty, Stance
from claimgraph.readers.base import Extraction, Refusal
from claimgraph.readers.cache import Cache
from claimgraph.readers.chat import Chat, CutOffError
from claimgraph.readers.grounding import Grounded, ground, unused
from claimgraph.readers.prompt import INSTRUCTION, batches, numbered, schema

NAME: Final = "openai"
_FIELDS: Final = {
    "sentence": int,
    "source": str,
    "cue": str,
    "content": list,
    "stance": str,
    "certainty": str,
}
_SHOWN: Final = 200


class OpenAiReader:
    """Reads with a model behind an OpenAI-compatible server."""

    name = NAME

    def __init__(self, chat: Chat, cache: Cache | None = None) -> None:
        """Without a cache every text is asked for anew."""
        self._chat = chat
        self._cache = cache
        self._schema = schema()
        self._form = json.dumps(self._schema, sort_keys=True)

    @property
    def version(self) -> str:
        """The model, and the first digits of the hash of instruction and form."""
        digest = sha256((INSTRUCTION + self._form).encode("utf-8")).hexdigest()
        return f"{self._chat.model} {digest[:8]}"

    def extract(self, text: str, published: date | None = None) -> Extraction:
        """Ask for the attributions of a text, in pieces; what is refused is told.

        Raises:
            InputError: the server fails, or an answer is no list of attributions.
        """
        found = sentences(text)
        grounding = _Grounding(text, found)
        for batch in batches(found):
            for part, answer in self._answers(text, found, batch):
                grounding.take(part, answer)
        return grounding.result()

    def _answers(
        self, text: str, found: list[Sentence], batch: range
    ) -> Iterator[tuple[range, list[object]]]:
        """The answers for some sentences; where one is cut off, the sentences are asked for in halves."""
        user = numbered(text, found, batch)
        key = (self._chat.model, INSTRUCTION, self._form, user)
        kept = self._cache.get(key) if self._cache else None
        records = _records(kept) if kept is not None else None
        if records is None:
            try:
                answer = self._chat.ask(INSTRUCTION, user, self._schema)
            except CutOffError:
                yield from self._halves(text, found, batch)
                return
            records = _records(answer)
            if records is None:
                raise InputError(
                    f"the model's answer is no list of attributions: {answer[:60]!r}",
                    where=self._chat.address,
                    hint="use a model and a server that keep to a JSON schema",
                )
            if self._cache:
                self._cache.put(key, answer)
        yield batch, records

    def _halves(self, text: str, found: list[Sentence], batch: range) -> Iterator[tuple[range, list[object]]]:
        middle = (batch.start + batch.stop) // 2
        if len(batch) < 2:
            raise InputError(
                "the model's answer is cut off, for one sentence too",
                where=self._chat.address,
                hint="let the server give longer answers",
            )
        yield from self._answers(text, found, range(batch.start, middle))
        yield from self._answers(text, found, range(middle, batch.stop))


def _records(answer: str) -> list[object] | None:
    """The records of an answer; None when it is nothing of the kind."""
    try:
        value = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    records = value.get("attributions") if isinstance(value, dict) else None
    return records if isinstance(records, list) else None


class _NotTakenError(Exception):
    """Why a record is refused."""


@dataclass(slots=True)
class _Grounding:
    """Records of answers, turned into attributions of the text or into refusals."""

    text: str
    sentences: list[Sentence]
    found: list[Attribution] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    cues: list[Span] = field(default_factory=list)
    quoted: list[Span] = field(init=False)

    def __post_init__(self) -> None:
        blocks = [(block.start, block.end) for block in paragraphs(self.text)]
        self.quoted = [(quote.start, quote.end) for quote in quotes(even_marks(self.text, blocks), blocks)]

    def take(self, batch: range, records: list[object]) -> None:
        """Ground the records of one answer; sentences outside its question cannot be named."""
        for record in records:
            at = self.sentences[batch.start].start
            try:
                if isinstance(record, dict) and _is_number(record.get("sentence"), batch):
                    at = self.sentences[record["sentence"]].start
                self.found.append(self._attribution(batch, record))
            except _NotTakenError as error:
                words = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode()
                self.refusals.append(Refusal(str(error), words[:_SHOWN], at))

    def _attribution(self, batch: range, record: object) -> Attribution:
        given = _checked(record, batch)
        number = given["sentence"]
        here = (self.sentences[number].start, self.sentences[number].end)
        cues_found = self._ground(here, given["cue"], "cue")
        parts = [self._part(batch, part) for part in given["content"]]
        cue = unused(tuple(span for span in cues_found.spans if not _inside(span, parts)), self.cues)
        if cue is None:
            raise _NotTakenError("the cue stands only in its own content, or was given before")
        content = tuple(sorted({part.nearest(cue, cue) for part in parts}))
        source = self._ground(here, given["source"], "source") if given["source"].strip() else None
        spans = ((source.nearest(cue, content[0]),) if source else (), content)
        if any(_overlap(one, other) for one in (cue, *spans[0]) for other in content):
            raise _NotTakenError("the content holds its own source or cue")
        grounds = [cues_found, *parts, *([source] if source else [])]
        how = "normalised" if any(ground.how == "normalised" for ground in grounds) else "exact"
        lemma, kind = _lexical(self.text[slice(*cue)])
        return Attribution(
            source=spans[0],
            cue=(cue,),
            content=content,
            rule=f"{NAME}-{how}",
            cue_lemma=lemma,
            stance=given["stance"],
            certainty=given["certainty"],
            kind=kind,
            direct=all(self._is_quoted(span) for span in content),
            sentence=number,
            paragraph=self.sentences[number].paragraph,
        )

    def _part(self, batch: range, part: object) -> Grounded:
        is_part = isinstance(part, dict) and set(part) == {"sentence", "words"}
        if not isinstance(part, dict) or not is_part or not isinstance(part["words"], str):
            raise _NotTakenError("a part of the content does not fit the form")
        if not _is_number(part["sentence"], batch):
            raise _NotTakenError("a part of the content is in no sentence that was sent")
        sentence = self.sentences[part["sentence"]]
        return self._ground((sentence.start, sentence.end), part["words"], "content")

    def _ground(self, within: Span, words: str, what: str) -> Grounded:
        found = ground(self.text, within, words)
        if found is None:
            raise _NotTakenError(f"the {what} is not in the sentence: {words[:60]!r}")
        return found

    def _is_quoted(self, span: Span) -> bool:
        at = bisect_left(self.quoted, (span[0] + 1, 0)) - 1
        return at >= 0 and span[1] <= self.quoted[at][1]

    def result(self) -> Extraction:
        """The outermost attributions in the order of the text; those inside another's content are refused."""
        self.found.sort(key=lambda one: (one.cue, one.content))
        taken: list[Attribution] = []
        contents = sorted(span for one in self.found for span in one.content)
        starts = [start for start, _ in contents]
        reach = _reach(contents)
        for one in self.found:
            cue = one.cue[0]
            at = bisect_left(starts, cue[0] + 1) - 1
            if at >= 0 and cue[1] <= reach[at]:
                reason = "it stands inside the content of another; the rules read what is there"
                self.refusals.append(Refusal(reason, self.text[slice(*cue)], cue[0]))
            else:
                taken.append(one)
        return Extraction(tuple(taken), tuple(sorted(self.refusals, key=lambda one: one.at)))


def _reach(spans: list[Span]) -> list[int]:
    """How far the spans up to each, in order of their starts, go."""
    reach: list[int] = []
    for _, end in spans:
        reach.append(max(end, reach[-1]) if reach else end)
    return reach


def _checked(record: object, batch: range) -> dict[str, Any]:
    """A record that fits the form.

    Raises:
        _NotTakenError: it does not.
    """
    if not isinstance(record, dict) or set(record) != set(_FIELDS):
        raise _NotTakenError("the record does not fit the form")
    for name, kind in _FIELDS.items():
        if not isinstance(record[name], kind) or isinstance(record[name], bool):
            raise _NotTakenError(f"{name!r} is of the wrong type")
    if not _is_number(record["sentence"], batch):
        raise _NotTakenError(f"there is no sentence {record['sentence']} in what was sent")
    if record["stance"] not in {stance.value for stance in Stance}:
        raise _NotTakenError(f"there is no stance {record['stance'][:40]!r}")
    if record["certainty"] not in {certainty.value for certainty in Certainty}:
        raise _NotTakenError(f"there is no certainty {record['certainty'][:40]!r}")
    if not record["content"]:
        raise _NotTakenError("the content is empty")
    return record


def _is_number(value: object, batch: range) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in batch


def _inside(span: Span, parts: list[Grounded]) -> bool:
    """Whether a span lies in every place that some part could stand at."""
    return any(all(_overlap(span, place) for place in part.spans) for part in parts)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _lexical(words: str) -> tuple[str, str]:
    """Lemma and kind of a cue by the lexicon; a cue that it does not know counts as speech.

    >>> _lexical("has denied"), _lexical("according to"), _lexical("semaphored")
    (('deny', 'speech'), ('according to', 'report'), ('semaphored', 'speech'))
    """
    lower = " ".join(words.lower().split())
    for pos in ("prep", "verb", "noun", "adv"):
        if (lower, pos) in cues():
            return lower, cues()[lower, pos].kind
    for word in reversed(lower.split()):
        found = _cue_of(word)
        if found is not None:
            return found.lemma, found.kind
    return lower, "speech"


def _cue_of(word: str) -> Cue | None:
    form = verb_forms().get(word)
    found = cues().get((form.lemma, "verb")) if form else None
    return found or noun_forms().get(word)
