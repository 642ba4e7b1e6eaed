"""A reader that uses a spaCy pipeline of the user's: dependency patterns for constructions and sources.

The sentences are those of `claimgraph.extract`, which are never cut inside a quotation; the pipeline parses
each. Which words are cues, and their stance, certainty and kind, is the same lexicon that the rules use. The
labels of the patterns are those of spaCy's English pipelines (ClearNLP style: nsubj, ccomp, pcomp, relcl …;
https://github.com/clir/clearnlp-guidelines). Nothing leaves the machine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from claimgraph.errors import UsageError
from claimgraph.extract.attribution.reading import Attribution, spans_within
from claimgraph.extract.syntax.lexicon import Cue, cues, noun_forms, verb_forms
from claimgraph.extract.syntax.marks import even_marks
from claimgraph.extract.syntax.quotes import quotes
from claimgraph.extract.syntax.segment import Sentence, paragraphs, sentences
from claimgraph.extract.syntax.text import Span
from claimgraph.readers.base import Extraction, Refusal

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc, Token

NAME: Final = "spacy"
DEFAULT: Final = "en_core_web_sm"
PATTERNS: Final = "patterns 1"
"""Changes with the patterns below."""
LONGEST: Final = 10_000
"""Characters of a sentence that is still parsed: longer than any that people write."""
_SUBJECTS: Final = ("nsubj", "csubj", "expl")
_HOSTS: Final = ("ROOT", "ccomp", "conj", "advcl", "relcl")
_RELATIVE: Final = frozenset(("who", "which", "that"))
_LINE_END: Final = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_TRIMMED: Final = frozenset((",", ";", ":", ".", "–", "—", "-", "(", ")"))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One construction: the tree to look for, and what its nodes are.

    `tree` is in the form of spaCy's `DependencyMatcher`. Its node `cue` is the cue's main word, `source` the
    head of who says it, `content` the head of what is said, with all under it; a content that is the host of
    the cue is all but the cue's own branch.
    """

    name: str
    tree: tuple[dict[str, Any], ...]
    is_host: bool = False


def _node(name: str, above: str, dep: Sequence[str], op: str = ">", **attributes: Any) -> dict[str, Any]:
    return {
        "LEFT_ID": above,
        "REL_OP": op,
        "RIGHT_ID": name,
        "RIGHT_ATTRS": {"DEP": {"IN": list(dep)}, **attributes},
    }


def _tree(cue: dict[str, Any], *others: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return ({"RIGHT_ID": "cue", "RIGHT_ATTRS": cue}, *others)


def _patterns() -> tuple[_Pattern, ...]:
    """All constructions, those that say most first: of two for one cue, the first one counts."""
    verbs = sorted(word for word, form in verb_forms().items() if (form.lemma, "verb") in cues())
    verb = {"LOWER": {"IN": verbs}, "POS": {"IN": ["VERB", "AUX"]}}
    noun = {"LOWER": {"IN": sorted(noun_forms())}, "POS": "NOUN"}
    who = _node("source", "cue", _SUBJECTS)
    whose = _node("source", "cue", ["poss"])
    by = (_node("by", "cue", ["agent"]), _node("source", "by", ["pobj"]))
    of = (_node("of", "cue", ["prep"], LOWER="of"), _node("content", "of", ["pcomp"]))
    to = (_node("to", "cue", ["prep", "pcomp"]), _node("source", "to", ["pobj"]))
    clause = _node("content", "cue", ["ccomp"])
    noun_clause = _node("content", "cue", ["acl"])
    reported = _node("content", "cue", ["xcomp", "ccomp"])
    host = _node("content", "cue", _HOSTS, "<")
    first = _node("first", "cue", ["ROOT", "conj"], "<")
    passive = _node("is", "cue", ["auxpass"])
    return (
        _Pattern("according-to", _tree({"LOWER": "according"}, *to, host), is_host=True),
        _Pattern("clause", _tree(verb, who, clause)),
        _Pattern("parenthesis", _tree(verb, who, host), is_host=True),
        _Pattern("object", _tree(verb, who, *of)),
        _Pattern("passive-by", _tree(verb, *by, reported)),
        _Pattern("passive", _tree(verb, passive, reported)),
        _Pattern("coordinated", _tree(verb, clause, first)),
        _Pattern("noun-of", _tree(noun, whose, noun_clause)),
        _Pattern("noun", _tree(noun, noun_clause)),
    )


class PipelineReader:
    """Reads with a spaCy pipeline for English."""

    name = NAME

    def __init__(self, nlp: Language) -> None:
        """`nlp` must give tags and a dependency parse, or be followed by something that does (`parse`)."""
        from spacy.matcher import DependencyMatcher

        self._nlp = nlp
        self._patterns = {pattern.name: pattern for pattern in _patterns()}
        self._order = {name: number for number, name in enumerate(self._patterns)}
        self._matcher: DependencyMatcher = DependencyMatcher(nlp.vocab)
        for pattern in self._patterns.values():
            self._matcher.add(pattern.name, [list(pattern.tree)])

    @property
    def version(self) -> str:
        """The pipeline, spaCy and the patterns."""
        from spacy.about import __version__ as release

        meta = self._nlp.meta
        model = f"{meta['lang']}_{meta['name']} {meta['version']}"
        return f"{model}, spaCy {release}, {PATTERNS}"

    def extract(self, text: str, published: date | None = None) -> Extraction:
        """Find the attributions of a text; a sentence without an end is refused, and nothing else."""
        blocks = [(block.start, block.end) for block in paragraphs(text)]
        quoted = [(quote.start, quote.end) for quote in quotes(even_marks(text, blocks), blocks)]
        numbered = list(enumerate(sentences(text)))
        refusals = [
            Refusal(
                f"a sentence of more than {LONGEST:,} characters is not parsed",
                text[one.start :][:60],
                one.start,
            )
            for _, one in numbered
            if one.end - one.start > LONGEST
        ]
        fit = [(number, one) for number, one in numbered if one.end - one.start <= LONGEST]
        # a line end inside a sentence is a blank to the pipeline; offsets stay the same
        pieces = (_LINE_END.sub(" ", text[one.start : one.end]) for _, one in fit)
        found: list[Attribution] = []
        for (number, one), doc in zip(fit, self._nlp.pipe(pieces), strict=True):
            found += self.read(doc, one, number, spans_within(quoted, one.start, one.end))
        return Extraction(tuple(_outermost(found)), tuple(refusals))

    def read(self, doc: Doc, sentence: Sentence, number: int, quoted: Sequence[Span]) -> list[Attribution]:
        """Give the attributions of one parsed sentence; `quoted` are the quotations there."""
        best: dict[int, _Match] = {}
        matches = [(self._nlp.vocab.strings[key], at) for key, at in self._matcher(doc)]
        for name, at in sorted(matches, key=lambda match: (self._order[match[0]], match[1])):
            pattern = self._patterns[name]
            nodes = {str(node["RIGHT_ID"]): doc[index] for node, index in zip(pattern.tree, at, strict=True)}
            best.setdefault(nodes["cue"].i, _Match(pattern, nodes, sentence, quoted))
        found = (match.attribution(number) for _, match in sorted(best.items()))
        return [one for one in found if one is not None]


@dataclass(frozen=True, slots=True)
class _Match:
    """A pattern found in a sentence: its nodes, and the quotations there."""

    pattern: _Pattern
    nodes: dict[str, Token]
    sentence: Sentence
    quoted: Sequence[Span]

    def attribution(self, number: int) -> Attribution | None:
        """In offsets into the text; nothing, where it comes to no content of its own."""
        word = self.nodes["cue"]
        cue = _cue(word)
        speaker = self._speaker()
        if cue is None or speaker is None:
            return None
        last = self.nodes.get("to", word)
        start = self.sentence.start
        said_by = (start + word.idx, start + last.idx + len(last))
        source = self._runs(speaker)
        content = self._whole_quotes(self._runs(self._content(speaker)), [said_by, *source])
        if not content or any(_share(span, other) for span in content for other in [said_by, *source]):
            return None
        return Attribution(
            source=source,
            cue=(said_by,),
            content=content,
            rule=f"{NAME}-{self.pattern.name}",
            cue_lemma=cue.lemma,
            stance=cue.stance,
            certainty=cue.certainty,
            kind=cue.kind,
            negated=any(child.dep_ == "neg" for child in word.children),
            direct=all(any(a <= span[0] and span[1] <= b for a, b in self.quoted) for span in content),
            recipient=self._runs(_recipient(word, cue)),
            sentence=number,
            paragraph=self.sentence.paragraph,
        )

    def _speaker(self) -> set[int] | None:
        """The words of the source, none where it is not named; None for "it" or "there" that is nobody."""
        source = self.nodes.get("source")
        if self.pattern.name == "coordinated":
            source = _first_subject(self.nodes["cue"])
        if source is None:
            return set()
        return None if source.dep_ == "expl" else _source(source)

    def _content(self, speaker: set[int]) -> set[int]:
        word, head = self.nodes["cue"], self.nodes["content"]
        inside = _under(head) - speaker - {word.i}
        if self.pattern.is_host:
            inside -= _under(word)
        if self.pattern.name.startswith("passive") and head.dep_ == "xcomp":
            inside |= _passive_subject(word)
        return inside

    def _runs(self, words: set[int]) -> tuple[Span, ...]:
        """The unbroken stretches of some words, without marks and blanks at their ends, as offsets."""
        doc, at = self.nodes["cue"].doc, self.sentence.start
        spans: list[Span] = []
        run: list[Token] = []
        for index in [*sorted(words), len(doc) + 1]:
            if run and index != run[-1].i + 1:
                run = _trimmed(run)
                if any(token.is_alpha or token.is_digit for token in run):
                    spans.append((at + run[0].idx, at + run[-1].idx + len(run[-1])))
                run = []
            if index < len(doc):
                run.append(doc[index])
        return tuple(spans)

    def _whole_quotes(self, spans: Iterable[Span], apart: Sequence[Span]) -> tuple[Span, ...]:
        """Stretch what lies in a quotation over all of it, marks too, where cue and source are outside it."""
        found: list[Span] = []
        for start, end in spans:
            for first, last in self.quoted:
                is_apart = not any(_share((first, last), one) for one in apart)
                if is_apart and _share((start, end), (first, last)):
                    start = min(start, max(first, self.sentence.start))
                    end = max(end, min(last, self.sentence.end))
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return tuple(found)


def _cue(word: Token) -> Cue | None:
    """What the lexicon says of the cue's main word."""
    if word.lower_ == "according":
        return cues()["according to", "prep"]
    if word.pos_ == "NOUN":
        return noun_forms().get(word.lower_)
    form = verb_forms().get(word.lower_)
    return cues().get((form.lemma, "verb")) if form else None


def _under(word: Token) -> set[int]:
    return {one.i for one in word.subtree}


def _first_subject(word: Token) -> Token | None:
    """The subject that a verb has from the one before it: "denied … and said", "said …, adding"."""
    while word.dep_ == "conj" or (word.dep_ == "advcl" and word.lower_.endswith("ing")):
        word = word.head
        for child in word.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
    return None


def _source(head: Token) -> set[int]:
    """The words of a source: appositions in, relative clauses out; for "who", what it stands for."""
    if head.lower_ in _RELATIVE and head.head.dep_ == "relcl":
        head = head.head.head
    clauses = (child for child in head.children if child.dep_ == "relcl")
    return _under(head) - {index for child in clauses for index in _under(child)}


def _passive_subject(word: Token) -> set[int]:
    """The subject of "was reported to have died", which belongs to what is reported."""
    return {
        index
        for child in word.children
        if child.dep_ in ("nsubjpass", "csubjpass")
        for index in _under(child)
    }


def _recipient(word: Token, cue: Cue) -> set[int]:
    """To whom it was said, where the cue has a place for that: "told reporters"."""
    if cue.recipient != "obj":
        return set()
    return {index for child in word.children if child.dep_ in ("dobj", "dative") for index in _under(child)}


def _trimmed(run: list[Token]) -> list[Token]:
    first, last = 0, len(run)
    while first < last and (run[first].text in _TRIMMED or run[first].is_space):
        first += 1
    while last > first and (run[last - 1].text in _TRIMMED or run[last - 1].is_space):
        last -= 1
    return run[first:last]


def _share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _outermost(found: list[Attribution]) -> list[Attribution]:
    """Those that stand in no other's content, in order; the rules read what is inside."""
    found.sort(key=lambda one: (one.cue, one.content))
    contents = sorted(span for one in found for span in one.content)
    starts = [start for start, _ in contents]
    reach: list[int] = []
    for _, end in contents:
        reach.append(max(end, reach[-1]) if reach else end)
    kept: list[Attribution] = []
    for one in found:
        at = bisect_left(starts, one.cue[0][0] + 1) - 1
        if at < 0 or one.cue[0][1] > reach[at]:
            kept.append(one)
    return kept


def load(model: str) -> PipelineReader:
    """The reader of a pipeline: the name of an installed one, or a folder.

    Raises:
        UsageError: spaCy or the pipeline is not there, is not for English, or does not parse.
    """
    try:
        import spacy
    except ImportError:
        raise UsageError("the reader 'spacy' needs spaCy", hint="pip install 'claimgraph[spacy]'") from None
    try:
        nlp = spacy.load(model, exclude=["ner", "lemmatizer"])
    except (OSError, ValueError) as error:
        if not isinstance(error, OSError):
            why = f"the spaCy pipeline {model!r} cannot be used ({str(error).splitlines()[0]})"
            raise UsageError(why, hint="install the one for this release of spaCy") from None
        hint = f"python -m spacy download {DEFAULT}, or name another with --model"
        raise UsageError(f"there is no spaCy pipeline {model!r}", hint=hint) from None
    if nlp.lang != "en" or not {"parser", "trainable_parser"} & set(nlp.pipe_names):
        what = "is not for English" if nlp.lang != "en" else "has no dependency parser"
        raise UsageError(f"the spaCy pipeline {model!r} {what}", hint=f"use one such as {DEFAULT}")
    return PipelineReader(nlp)
