"""Who does what to whom: the clauses of a sentence, by the order of its chunks.

Every verb group gives one clause with its subject, object and prepositional phrases. There is no parse tree:
the rules below say where English puts a subject (before the verb, past its own modifiers and past a clause
between commas), whose subject a participle or an infinitive borrows, and where the reach of a verb ends.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.syntax.chunks import Chunk, Chunked
from claimgraph.extract.syntax.lexicon import cues, is_speech_form, verb_forms
from claimgraph.extract.syntax.reach import LIST_KINDS, MEANS, Clause, Reach

# Verbs that hand their subject on to the verb after them, and what they say about whether it happens.
RAISING: Final = {
    **dict.fromkeys(
        [
            "begin",
            "start",
            "continue",
            "keep",
            "resume",
            "cease",
            "stop",
            "finish",
            "manage",
            "happen",
            "tend",
            "use",
            "help",
        ],
        "",
    ),
    **dict.fromkeys(["appear", "seem"], "probable"),
    **dict.fromkeys(
        [
            "try",
            "attempt",
            "seek",
            "plan",
            "want",
            "hope",
            "vow",
            "threaten",
            "intend",
            "need",
            "prepare",
            "refuse",
            "decline",
            "fail",
            "aim",
            "wish",
            "promise",
            "expect",
            "agree",
            "decide",
            "pledge",
            "offer",
        ],
        "unreal",
    ),
}
_OBJECT_CONTROL: Final = frozenset(
    ["force", "cause", "allow", "enable", "lead", "drive", "compel", "make", "help", "see", "leave", "keep"]
)
_UNREAL_CONTROL: Final = frozenset(
    ["urge", "order", "tell", "ask", "call", "want", "expect", "demand", "invite", "encourage"]
)
_KEEPING: Final = frozenset(("block", "prevent", "stop", "bar", "keep", "ban", "prohibit", "deter", "hinder"))
"""Verbs whose object does not do what a gerund after "from" says."""
_HOLDING: Final = frozenset(("control", "hold", "claim", "own", "rule", "occupy", "administer", "call"))
"""Verbs of a state, after which the sentence goes on: "the part it controls in the early hours"."""
_INSERTED: Final = frozenset(
    {"relative", "verb", "noun", "subordinator", "preposition", "adverb", "pronoun", "time"}
)


class Clauses(Reach):
    """The clauses of one sentence.

    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("Missiles from the sea struck the plant and a depot near Kyiv.")
    >>> sentence = Chunked(words, tag(words))
    >>> [clause] = Clauses(sentence).all
    >>> [sentence.text_of(sentence.chunks[at]) for at in clause.subjects + clause.objects]
    ['missiles', 'the plant', 'a depot']
    """

    def __init__(self, sentence: Chunked) -> None:
        """Read the clauses of `sentence` from left to right."""
        super().__init__(sentence)
        self.all: list[Clause] = []
        self.first_finite = -1
        """The chunk of the first finite verb, -1 if there is none."""
        self._last_finite: int | None = None
        for at, chunk in enumerate(self.chunks):
            if chunk.kind == "verb":
                self._add(at, chunk)

    def _add(self, at: int, chunk: Chunk) -> None:
        clause = Clause(at, first=at, last=at, is_passive=self.sentence.is_passive(chunk))
        self.all.append(clause)
        self.by_verb[at] = clause
        is_finite = self.sentence.is_finite(chunk)
        if self.first_finite < 0 and is_finite:
            self.first_finite = at
        self._find_subject(clause, at)
        self._reach(clause, at)
        if is_finite and not clause.objects:
            self._contact(clause, at)
        if is_finite:
            self._last_finite = at
        elif clause.above is None:
            clause.above = self._last_finite

    def _contact(self, clause: Clause, at: int) -> None:
        """The object of a relative clause without a pronoun: "the girls it kidnapped from a school"."""
        who = clause.subjects[0] if len(clause.subjects) == 1 else -1
        is_contact = who == at - 1 and who > 0 and self.chunks[who].kind == "pronoun" and not clause.marker
        is_contact = is_contact and self.sentence.lemma(self.chunks[at]) not in _HOLDING
        if is_contact and self.chunks[who - 1].kind == "noun" and not clause.is_passive:
            clause.objects, clause.marker = [who - 1], "that"

    # ---- subjects

    def _find_subject(self, clause: Clause, at: int) -> None:
        """Look to the left of the verb for its subject."""
        chunk = self.chunks[at]
        before = at - 1
        while before >= 0 and self.chunks[before].kind in {"adverb", "time"}:
            before -= 1
        is_finite = self.sentence.is_finite(chunk)
        if before < 0:
            if not is_finite and chunk.tags[0] != "O":
                clause.subjects = self._subject_to_come(at)  # having crossed the border, the raiders …
            return
        kind = self.chunks[before].kind
        if kind == "verb":
            self._borrow(clause, before)
        elif kind in LIST_KINDS:
            self._subject_noun(clause, before, is_finite)
            if chunk.tags[0] == "O" and clause.above is None:
                clause.mode = "unreal"  # efforts to destroy
        elif kind in {"relative", "that"}:
            self._antecedent(clause, before)
        elif kind == "conjunction":
            self._share(clause, before)
        elif kind == "comma":
            self._past_comma(clause, before, is_finite)
        elif kind == "subordinator":
            clause.marker = self.sentence.text_of(self.chunks[before])
            self._share(clause, before)
        elif kind == "preposition":
            clause.marker = self.sentence.text_of(self.chunks[before])
            self._after_preposition(clause, before)
        if clause.marker in {"after", "before"}:
            is_own = (
                kind == "subordinator"
            )  # "a day after taking the city": its subject is that of another verb
            clause.times.extend(self.measured(before if is_own else min([before, *clause.subjects])))
        clause.first = (
            min(clause.first, *clause.subjects, before) if clause.subjects else min(clause.first, before)
        )

    def measured(self, at: int) -> list[int]:
        """The time before "after" or "before" near chunk `at`: "a day after Moscow warned"."""
        for marker in (at, at - 1):
            is_marker = marker >= 1 and self.chunks[marker].kind == "subordinator"
            if is_marker and self.chunks[marker - 1].kind == "time" and self._is_measure(marker - 1):
                return [marker - 1]
        return []

    def _borrow(self, clause: Clause, verb: int) -> None:
        """Take over the subject of the verb before: "began withdrawing", "continues to be attacked".

        A finite verb after one of saying in a relative clause has the antecedent as its subject: "missiles,
        which Kyiv says sank the ship".
        """
        other = self.by_verb[verb]
        is_finite = self.sentence.is_finite(self.chunks[clause.verb])
        if is_finite and other.marker in {"which", "who", "that", "what"} and other.objects:
            clause.subjects, other.objects = other.objects, []
            clause.marker = other.marker
            return
        if is_finite and self._is_dated_participle(verb, clause.verb):
            clause.subjects = [verb - 1]
            return
        clause.subjects = list(other.subjects)
        clause.above = verb
        clause.mode = RAISING.get(self.sentence.lemma(self.chunks[verb]), "")

    def _is_dated_participle(self, verb: int, until: int) -> bool:
        """Whether a verb speaks of the noun before it: "a truce agreed in May was broken"."""
        kinds = [chunk.kind for chunk in self.chunks[verb + 1 : until]]
        is_participle = self.chunks[verb].tags in {"V", "n"} and "time" in kinds
        return is_participle and verb > 0 and self.chunks[verb - 1].kind == "noun"

    def _subject_noun(self, clause: Clause, before: int, is_finite: bool) -> None:
        """The noun phrase before the verb, past prepositional phrases and with what is joined to it."""
        at = before
        if is_finite and self._is_pair_of_names(at):
            at -= 2  # ministers of A and B met
        while (
            at >= 2 and self.chunks[at - 1].kind == "preposition" and self.chunks[at - 2].kind in LIST_KINDS
        ):
            at -= 2
        if is_finite and self._is_participle(at - 2):
            self._make_participle(at - 2, clause.verb)
            at -= 3  # gangs armed with machine guns stormed a prison
            if at >= 2 and self.sentence.text_of(self.chunks[at - 1]) == "of":
                at -= 2
        is_pair = at >= 4 and self._is_and(at - 1) and self.chunks[at - 4].kind in LIST_KINDS
        if is_pair and self.sentence.text_of(self.chunks[at - 3]) == "between":
            at -= 4  # fighting between A and B left
        if at >= 2 and self.chunks[at - 1].kind == "preposition" and self._is_reduced(at - 2):
            at -= 3  # a ship owned by a company was struck
            if at >= 2 and self.sentence.text_of(self.chunks[at - 1]) == "of":
                at -= 2  # three of the men wounded in the raid died
        elif is_finite and at >= 2 and self._is_reduced(at - 1) and self.chunks[at - 1].tags == "g":
            at -= 2  # a helicopter carrying soldiers crashed
        if at >= 1 and self.chunks[at - 1].kind == "preposition":
            clause.subjects = self._past_relative(at - 2) if is_finite and at >= 2 else []
            return  # a helicopter that came to the rescue crashed
        if is_finite and at >= 1 and (antecedent := self._past_relative(at - 1)):
            clause.subjects = antecedent
            other = self.by_verb[at - 1]
            if not other.is_passive and not other.objects:
                other.objects, other.last = [at], at
                dated = range(at + 1, clause.verb)  # a truce that took effect on Tuesday was broken
                other.times += [place for place in dated if self.chunks[place].kind == "time"]
            return
        clause.subjects = self._members(self._list_start(at), at)
        self._before_subject(clause, at, is_finite)

    def _before_subject(self, clause: Clause, at: int, is_finite: bool) -> None:
        """What stands before the subject: a conjunction, a relative pronoun, a verb that governs this one."""
        first = clause.subjects[0] - 1 if clause.subjects else -1
        while first >= 0 and self.chunks[first].kind in {"adverb", "time"}:
            first -= 1
        if first < 0:
            return
        kind = self.chunks[first].kind
        if kind in {"subordinator", "that"} or (kind == "relative"):
            clause.marker = self.sentence.text_of(self.chunks[first])
            if kind == "relative":
                clause.objects = self._noun_before(first)
        elif kind == "verb" and is_finite and self.by_verb[first].marker in {"which", "that", "what"}:
            other = self.by_verb[first]  # missiles which Kyiv says it used
            clause.objects, other.objects = other.objects, []
        elif kind == "verb" and not is_finite:
            self._controlled(clause, first, at)

    def _past_relative(self, verb: int) -> list[int]:
        """Who a relative clause before a verb speaks of: "men who attacked a village took …".

        So for what is said: "reports that Delta hit a school are false".
        """
        other = self.by_verb.get(verb)
        if other is None or other.marker not in {"who", "which", "that"} or len(other.subjects) != 1:
            return []
        subject = other.subjects[0]
        is_said = subject >= 2 and self.chunks[subject - 1].kind == "that" and subject + 1 == verb
        if is_said and self.chunks[subject - 2].kind == "noun" and subject == 2:
            return [0] if self.sentence.is_finite(self.chunks[verb]) else []
        is_relative = self.chunks[subject + 1].kind in {"relative", "that"} if subject + 1 < verb else False
        return other.subjects if is_relative and self.sentence.is_finite(self.chunks[verb]) else []

    def _is_pair_of_names(self, at: int) -> bool:
        """Whether two bare names joined by "and" stand after "of" or "from": "ministers of A and B"."""
        if at < 4 or not self._is_and(at - 1):
            return False
        is_of = self.sentence.text_of(self.chunks[at - 3]) in {"of", "from"}
        names = (self.chunks[at - 2], self.chunks[at])
        return is_of and all(name.kind == "noun" and set(name.tags) == {"A"} for name in names)

    def _is_participle(self, at: int) -> bool:
        """Whether what was taken for a past tense is a participle, as a finite verb follows."""
        if at < 1 or self.chunks[at].tags != "V" or self.chunks[at + 1].kind != "preposition":
            return False
        word = self.sentence.lower(self.chunks[at].last)
        form = verb_forms().get(word)
        other = self.by_verb[at]
        is_of = at > 2 and self.sentence.text_of(self.chunks[at - 2]) == "of"  # three of those wounded there
        is_first = not other.marker and other.subjects in ([at - 1], [at - 3] if is_of else [at - 1])
        return form is not None and "n" in form.tags and is_first and (form.lemma, "verb") not in cues()

    def _make_participle(self, at: int, verb: int) -> None:
        """Read a verb as a participle that speaks of the noun before it; `verb` is that of the clause."""
        self.by_verb[at].is_passive = True
        if self.first_finite == at:
            self.first_finite = verb

    def _controlled(self, clause: Clause, verb: int, object_at: int) -> None:
        """A verb after the object of another: "used missiles to hit", "forced troops to leave"."""
        other = self.by_verb[verb]
        lemma = self.sentence.lemma(self.chunks[verb])
        chunk = self.chunks[clause.verb]
        clause.above = verb
        if chunk.tags[0] == "n":
            return
        if lemma in _OBJECT_CONTROL or lemma in _UNREAL_CONTROL:
            clause.mode = "unreal" if lemma in _UNREAL_CONTROL else ""
            return
        if chunk.tags[0] == "O":
            clause.subjects = list(other.subjects)
            clause.mode = "" if lemma in MEANS else RAISING.get(lemma, "purpose")

    def _list_start(self, at: int) -> int:
        """The first member of a list that ends at `at`: "A, B and C"."""
        start = at
        joiners = {"conjunction"}
        while start >= 2 and self.chunks[start - 1].kind in joiners and self.chunks[start - 2].kind == "noun":
            if self._ends_clause(start - 2) or not self._joins(start - 1):
                break
            joiners = {"comma"}
            start -= 2
        return start

    def _joins(self, at: int) -> bool:
        return self.chunks[at].kind == "comma" or self._is_and(at)

    def _ends_clause(self, at: int) -> bool:
        """Whether the noun phrase at `at` is the object of a verb or of a preposition before it."""
        back = at - 1
        while back >= 0 and self.chunks[back].kind == "adverb":
            back -= 1
        if back < 0 or self.chunks[back].kind not in {"verb", "preposition"}:
            return False
        if self.chunks[back].kind == "preposition" or self.chunks[back].tags[-1] != "V":
            return True
        cue = cues().get((self.sentence.lemma(self.chunks[back]), "verb"))
        return cue is None or "bare" not in cue.frames or "np" in cue.frames  # said a hall and a hut burned

    def _members(self, start: int, end: int) -> list[int]:
        return [at for at in range(start, end + 1) if self.chunks[at].kind in LIST_KINDS]

    def _noun_before(self, at: int) -> list[int]:
        """The antecedent of a relative word: the nearest noun phrase before it, past a comma."""
        back = at - 1
        while back >= 0 and self.chunks[back].kind in {"comma", "preposition", "time", "adverb"}:
            back -= 1
        return [back] if back >= 0 and self.chunks[back].kind == "noun" else []

    def _antecedent(self, clause: Clause, before: int) -> None:
        clause.marker = self.sentence.text_of(self.chunks[before])
        clause.subjects = self._noun_before(before)

    def _share(self, clause: Clause, before: int) -> None:
        """A verb after "and", or a participle after "while", has the subject of the clause before."""
        for other in reversed(self.all[:-1]):
            is_after = self.chunks[before].kind == "comma"
            if is_after and self._is_reduced(other.verb):
                continue  # hit a school run by a charity, killing 12
            if is_after and other.mode == "unreal" and self.chunks[other.verb].tags[0] == "O":
                continue  # fired on people trying to return, wounding eleven
            if is_after and self._is_said_aside(other, before):
                continue  # hit the town on Monday, the army said, killing 12
            if is_after and self._is_time_aside(other):
                continue  # hit the town, a day after the council had met, killing 12
            if is_after and self._is_restrictive(other):
                continue  # attacked villagers who were digging, killing 12
            is_open = clause.marker in {"", "by"} and not self._is_joined_predicate(clause, before)
            if other.verb < before and (self.sentence.is_finite(self.chunks[other.verb]) or is_open):
                clause.subjects = list(other.subjects)
                if other.is_passive and self.chunks[clause.verb].tags == "g" and not clause.marker:
                    clause.subjects = [at for word, at in other.phrases if word == "by"]  # hit by …, wounding
                clause.above = other.verb
                if not clause.marker:
                    clause.mode = other.mode
                    self._share_perfect(clause, before, other)
                return
        if clause.marker:
            clause.subjects = self._subject_to_come(clause.verb)

    def _is_said_aside(self, clause: Clause, comma: int) -> bool:
        """Whether a clause only tells who said so, between commas: ", the army said,"."""
        first = min([clause.verb, *clause.subjects])
        is_short = clause.verb == comma - 1 and first > 1 and self.chunks[first - 1].kind == "comma"
        word = self.sentence.text_of(self.chunks[clause.verb]).rsplit(" ", 1)[-1]
        return is_short and not clause.objects and is_speech_form(word)

    def _is_time_aside(self, clause: Clause) -> bool:
        """Whether a clause only tells how long after it what stands before it was: ", a day after X met"."""
        first = min(clause.times, default=0)
        is_measured = clause.marker in {"after", "before"} and 1 < first < clause.verb
        return is_measured and self.chunks[first - 1].kind == "comma"

    def _is_restrictive(self, clause: Clause) -> bool:
        """Whether a relative clause stands right after its noun, with no comma: "villagers who dug"."""
        after = clause.subjects[0] + 1 if clause.marker in {"who", "which", "that"} and clause.subjects else 0
        return bool(after) and self.chunks[after].kind in {"relative", "that"} and after < clause.verb

    def _is_joined_predicate(self, clause: Clause, before: int) -> bool:
        """Whether a finite verb follows "and": its subject is that of a finite one before it."""
        is_joined = self.chunks[before].kind == "conjunction"
        return is_joined and self.sentence.is_finite(self.chunks[clause.verb])

    def _share_perfect(self, clause: Clause, before: int, other: Clause) -> None:
        """Read a participle as active after "and" if it shares "had": "had rammed a boat and fired at it"."""
        is_joined = self.chunks[before].kind == "conjunction" and self.chunks[clause.verb].tags == "n"
        if is_joined and not other.is_passive and "H" in self.chunks[other.verb].tags:
            clause.is_passive = False

    def _past_comma(self, clause: Clause, before: int, is_finite: bool) -> None:
        """Jump over a clause or apposition between commas; a participle takes the main subject."""
        if not is_finite:
            self._share(clause, before)
            is_apposed = not clause.subjects and before and self.chunks[before - 1].kind == "noun"
            if is_apposed and self.chunks[clause.verb].tags == "n":  # the ship, hit by a missile, sank
                clause.subjects = [before - 1]
            return
        opening = before - 1
        while opening >= 0 and self.chunks[opening].kind != "comma":
            opening -= 1
        is_inserted = opening > 0 and opening + 1 < before and self.chunks[opening + 1].kind in _INSERTED
        if is_inserted and self.chunks[opening - 1].kind in LIST_KINDS:
            self._subject_noun(clause, opening - 1, is_finite)
        if not clause.subjects:
            self._share(clause, before)

    def _after_preposition(self, clause: Clause, before: int) -> None:
        """A gerund after a preposition: the accused of "accused X of", else the subject so far."""
        at = before - 1
        while at >= 0 and self.chunks[at].kind in {"time", "adverb"}:
            at -= 1
        if at >= 0 and self.chunks[at].kind in LIST_KINDS and clause.marker in {"of", "for", "from"}:
            verb = at - 1
            if verb >= 0 and self.chunks[verb].kind == "verb":
                clause.subjects = [at]
                clause.above = verb
                is_kept = clause.marker == "from" and self.sentence.lemma(self.chunks[verb]) in _KEEPING
                clause.mode = "unreal" if is_kept else clause.mode
                return
        self._share(clause, before)
        if not clause.subjects:
            clause.subjects = self._subject_to_come(clause.verb)

    def _subject_to_come(self, verb: int) -> list[int]:
        """The subject of the main clause after an opening participle: "Speaking to X, he said"."""
        for at in range(verb + 1, len(self.chunks) - 1):
            if self.chunks[at].kind == "comma" and self.chunks[at + 1].kind in LIST_KINDS:
                return [at + 1]
        return []
