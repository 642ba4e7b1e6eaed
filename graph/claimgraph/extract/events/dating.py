"""Times that an event shares with another of its sentence: of a "when" clause, since when, of its noun."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import RoleFiller
from claimgraph.extract.syntax.lexicon import is_speech_form
from claimgraph.extract.syntax.reach import Clause

_WHEN: Final = frozenset(("when", "as", "who", "where"))
_AT_ONCE: Final = frozenset(("when", "as", "while", "what"))
"""Words that open a clause of the same time: "as rebels came", "bombed what it called a camp on Monday"."""
_PARTING: Final = frozenset(("according to", "according", '"', "“", "”"))
_OPENERS: Final = frozenset(("as", "while"))
_SCENES: Final = frozenset(("Attack", "Accident", "InternalExplosion", "Fire", "MaterielLoss"))
"""Families of events at which people come to harm at once: "When shells hit it on Monday, nine died"."""
_EFFECT: Final = frozenset(("place", "effect", "force", "hold"))
"""What something takes that begins: "took effect"."""
_SOON: Final = frozenset(("hours", "minutes", "moments", "shortly", "just", "soon", "immediately"))
_PHASES: Final = frozenset(
    ("begin", "start", "continue", "keep", "resume", "stop", "try", "attempt", "manage", "come", "go", "help")
)
"""Verbs that only tell how far what the next verb names went: "began shelling"."""
_CALM: Final = frozenset(("Ceasefire", "Agreement", "Negotiation"))
"""What does nobody harm: "the first strike since the truce of 4 May killed nine"."""
_AGREEING: Final = frozenset(("agree", "consent", "accept", "sign", "declare", "order", "extend", "break"))
_DOING: Final = frozenset(
    ("impose", "declare", "order", "begin", "launch", "start", "sign", "hold", "stage", "conduct", "mount",
     "lift", "resume", "suspend", "end", "break", "extend", "open")
)  # fmt: skip
"""Verbs that tell when what their object names began, happened or ended."""
_TAKING_PLACE: Final = frozenset(
    ("break", "begin", "start", "happen", "occur", "take", "come", "erupt", "end", "cease", "rage", "last")
)
"""Verbs whose day is that of what their subject names."""
_WHILE: Final = ["subordinator", "noun", "time"]
_UNITS: Final = frozenset(("minutes", "hours", "hour", "days", "weeks", "months", "night", "nights"))
_ANSWERING: Final = frozenset(
    ("confirm", "claim", "deny", "admit", "acknowledge", "condemn", "reject", "dismiss")
)
_BACK: Final = 14
"""How many phrases back the noun of a relative clause may stand."""
_GAP: Final = 10
"""How far after a noun its time may begin with no place between, in characters: "the strike on Friday"."""
_ALONGSIDE: Final = frozenset(("in", "during", "by", "with"))
"""Prepositions before an event that happened when the rest of the clause did: "killed in a raid"."""


class EventTimes(RoleFiller):
    """Gives events without a time of their own that of the clause or noun they belong to."""

    def _share_times(self) -> None:
        """Run all the rules below; each leaves alone what has a time already."""
        self._share_time()
        self._of_fragment()
        self._of_pair()
        self._of_reduced()
        for clause in self.clauses.all:
            self._of_answer(clause)
            mention = self.by_clause.get(clause.verb) or self._begun(clause)
            if clause.marker in _AT_ONCE:
                self._of_when(clause, mention or self._declared(clause))
            elif clause.marker in {"which", "that"} and mention is not None:
                self._in_which(clause, mention)
                self._of_relative(clause, mention)
            elif clause.marker == "since" and clause.times:
                self._since(clause)
            elif clause.marker in {"which", "that"} and clause.times:
                self._of_course(clause)
            if mention is not None:
                self._since_noun(mention, clause)
                self._with_nouns(mention, clause)
                self._hours_after(mention, clause)
            elif not clause.objects and not clause.marker:
                self._of_subject(clause)
                self._of_company(clause)
                self._of_occasion(clause)
            self._of_joined(clause)
            self._of_second(clause)
            self._of_accord(clause)
            self._of_imposed(clause)
            self._after_a_while(clause)
        self._of_pair()  # and with what the rules before have given the second
        for clause in self.clauses.all:
            late = self.by_clause.get(clause.verb) if clause.marker in _AT_ONCE and not clause.times else None
            if late is not None and late.time_span is None:
                self._of_when(clause, late)

    def _begun(self, clause: Clause) -> EventMention | None:
        """The event that a verb only begins or goes on with: "began shelling", "tried to storm"."""
        if self.sentence.lemma(self.sentence.chunks[clause.verb]) not in _PHASES:
            return None
        return next(
            (self.by_clause[other.verb] for other in self.clauses.all
             if other.above == clause.verb and other.verb in self.by_clause), None,
        )  # fmt: skip

    def _declared(self, clause: Clause) -> EventMention | None:
        """The event that a "when" clause only names: "until Sunday, when the army declared a truce"."""
        noun = self.by_noun.get(clause.objects[0]) if clause.marker == "when" and clause.objects else None
        return noun if noun is not None and not noun.is_bare else None

    def _of_company(self, clause: Clause) -> None:
        """What something began or ended with was then: "began on 2 May with an attack on the jail"."""
        if not clause.times or clause.is_passive:
            return
        for word, at in clause.phrases:
            noun = self.by_noun.get(at) if word == "with" else None
            if noun is not None and noun.time_span is None:
                self._date(noun, clause)

    def _of_occasion(self, clause: Clause) -> None:
        """That in which something befell somebody was then: "captured on 2 May in an ambush near Oum"."""
        verb = self.sentence.text_of(self.sentence.chunks[clause.verb]).rsplit(" ", 1)[-1]
        if not clause.times or is_speech_form(verb):
            return
        for word, at in clause.phrases:
            noun = self.by_noun.get(at) if word in {"in", "during"} else None
            if noun is not None and noun.time_span is None and not self._is_compared(at):
                self._date(noun, clause)

    def _of_accord(self, clause: Clause) -> None:
        """What was agreed to was agreed then: "agreed on Monday to a truce", "to extend the truce"."""
        if self.sentence.lemma(self.sentence.chunks[clause.verb]) not in _AGREEING:
            return
        below = [other for other in self.clauses.all if other.above == clause.verb]
        agreed = [at for word, at in clause.phrases if word in {"to", "on"}] + clause.objects
        for at in [*agreed, *(at for other in below for at in other.objects)]:
            noun = self.by_noun.get(at)
            if noun is not None and noun.kind in _CALM and noun.time_span is None:
                self._date(noun, clause)

    def _of_imposed(self, clause: Clause) -> None:
        """The day between a subject and its verb: "the council late on Wednesday imposed an embargo"."""
        chunks, at = self.sentence.chunks, clause.verb - 1
        noun = self.by_noun.get(clause.objects[0]) if clause.objects else None
        is_open = noun is not None and noun.time_span is None
        if not is_open or noun is None or self.sentence.lemma(chunks[clause.verb]) not in _DOING:
            return
        while at > 0 and chunks[at].kind == "adverb":
            at -= 1
        if at > 0 and chunks[at].kind == "time":
            noun.time_span = self._time_in(chunks[at])

    def _since_noun(self, mention: EventMention, clause: Clause) -> None:
        """What went on since something with a day of its own: "12 lorries came since the truce of 2 May"."""
        for at, noun in self.by_noun.items() if mention.time_span is None else ():
            is_since = at > clause.verb and self.sentence.text_of(self.sentence.chunks[at - 1]) == "since"
            between = self.sentence.chunks[clause.verb + 1 : at]
            if is_since and noun.time_span and all(chunk.kind not in {"verb", "comma"} for chunk in between):
                mention.time_span, mention.bound = noun.time_span, "since"

    def _of_second(self, clause: Clause) -> None:
        """Those hurt told of after "and" were so then: "nine men fell on Monday and 25 were wounded"."""
        second = self.by_clause.get(clause.verb)
        chunks, at = self.sentence.chunks, min([clause.verb, *clause.subjects]) - 1
        is_done = second is not None and family(second.kind) in _SCENES | {"Harm"}
        is_open = second is not None and second.time_span is None and is_done
        if second is None or not is_open or clause.times or clause.marker or at < 2:
            return
        if chunks[at].kind != "conjunction" or chunks[at - 1].kind != "time":
            return
        first = next((c for c in reversed(self.clauses.all) if c.verb < at and at - 1 in c.times), None)
        host = self.by_clause.get(first.verb) if first is not None else None
        if host is not None and family(host.kind) in _SCENES | {"Harm", "ForceMovement"} and not host.mode:
            second.time_span, second.bound = host.time_span, host.bound

    def _of_joined(self, clause: Clause) -> None:
        """A second deed of one subject has the time of the first: "stormed the jail on Monday and freed six".

        The time must stand before the second verb, which has none of its own.
        """
        second = self.by_clause.get(clause.verb)
        chunks, before = self.sentence.chunks, clause.verb - 1
        while before > 0 and chunks[before].kind == "adverb":
            before -= 1
        if second is not None and not clause.times and chunks[before].kind == "time":
            if before > 0 and chunks[before - 1].kind == "conjunction":
                second.time_span = self._time_in(chunks[before])  # "and on Tuesday took the bridge"
            return
        is_joined = before > 0 and chunks[before].kind == "conjunction"
        if second is None or second.time_span is not None or clause.times or not is_joined:
            return
        first = next((c for c in reversed(self.clauses.all) if c.verb < clause.verb), None)
        host = self.by_clause.get(first.verb) if first is not None else None
        if first is None or host is None or host.time_span is None or first.subjects != clause.subjects:
            return
        done = first if first.above is None or self.sentence.is_finite(chunks[first.verb]) else None
        if done is None and self.sentence.lemma(chunks[first.above or 0]) in _PHASES:
            done = self.clauses.by_verb[first.above or 0]  # "tried to storm it on Monday and was beaten back"
        is_same = done is not None and self.sentence.is_finite(chunks[done.verb])
        is_same = is_same and self.sentence.is_finite(chunks[clause.verb])
        if is_same and host.time_span[0] < second.trigger[0]:
            second.time_span, second.bound = host.time_span, host.bound

    def _share_time(self) -> None:
        """The one time of a sentence, if it ends a "when" or "who" clause, is also the main event's."""
        places = [at for at, chunk in enumerate(self.sentence.chunks) if chunk.kind == "time"]
        if len(places) != 1:
            return
        owner = next((clause for clause in self.clauses.all if places[0] in clause.times), None)
        if owner is None or owner.marker not in _WHEN:
            return
        if owner.marker in {"who", "where"} and self.sentence.chunks[owner.verb].tags[:1] in {"H", "M", "X"}:
            return  # "killed two men who had been held since May"
        span = self._time_in(self.sentence.chunks[places[0]])
        for verb, mention in self.by_clause.items():
            is_before = verb < owner.verb and not self._is_said_between(verb, owner.verb)
            if is_before and mention.time_span is None and not mention.marker:
                mention.time_span = span

    def _is_said_between(self, first: int, last: int) -> bool:
        """Whether words of speech or quotation marks part two verbs: "Nine died, said X, who fled in May"."""
        for chunk in self.sentence.chunks[first + 1 : last]:
            words = self.sentence.text_of(chunk)
            if words in _PARTING or (chunk.kind == "verb" and is_speech_form(words.rsplit(" ", 1)[-1])):
                return True
        return False

    def _of_when(self, clause: Clause, mention: EventMention | None) -> None:
        """A "when" clause and the clause before it share a time: "died when a mine exploded on Saturday".

        The time may stand before the conjunction: "began on 2 May, when troops surrounded the town".
        """
        chunks = self.sentence.chunks
        if clause.times and is_speech_form(self.sentence.text_of(chunks[clause.verb]).rsplit(" ", 1)[-1]):
            return  # "As the mayor stated on 5 May, nine died": that is when he did
        if clause.times:
            is_scene = mention is not None and family(mention.kind) in _SCENES
            is_open = clause.marker in _OPENERS or (clause.marker == "when" and is_scene)
            host = self._before(clause) or (self._main_after(clause) if is_open else None)
            if host is not None and host.time_span is None:
                host.time_span = self._time_in(chunks[clause.times[0]])
            return
        at = min([clause.verb, *(place for place in clause.subjects if place < clause.verb)]) - 1
        if at > 1 and self.sentence.text_of(chunks[at]) == "when" and chunks[at - 1].kind == "comma":
            at -= 1
        if mention is not None and at > 0 and chunks[at - 1].kind == "time":
            span = self._time_in(chunks[at - 1])
            if mention.time_span in {None, span}:
                mention.time_span, mention.bound = span, "end"
        host = self._before(clause)
        if mention is not None and host is not None and mention.time_span is None:
            mention.time_span, mention.bound = host.time_span, host.bound

    def _in_which(self, clause: Clause, mention: EventMention) -> None:
        """The time before "in which": "the raid on the camp on 8 May, in which ten people died"."""
        chunks = self.sentence.chunks
        at = min([clause.verb, *(place for place in clause.subjects if place < clause.verb)]) - 1
        is_in = at > 2 and chunks[at].kind == "relative" and chunks[at - 1].kind == "preposition"
        if not is_in or mention.time_span is not None:
            return
        before = at - 2 - (chunks[at - 2].kind == "comma")
        if chunks[before].kind == "time":
            mention.time_span, mention.bound = self._time_in(chunks[before]), "at"

    def _of_fragment(self) -> None:
        """The one time of words without a verb: "Sat 22 Sept: attack on parade, 25 dead"."""
        places = [at for at, chunk in enumerate(self.sentence.chunks) if chunk.kind == "time"]
        if len(places) == 1 and self.clauses.first_finite < 0:
            for noun in self.by_noun.values():
                noun.time_span = noun.time_span or self._time_in(self.sentence.chunks[places[0]])

    def _of_answer(self, clause: Clause) -> None:
        """When an attack is claimed or denied is not when it was: "confirmed the strike on Thursday"."""
        chunks = self.sentence.chunks
        noun = self.by_noun.get(clause.objects[-1]) if clause.objects else None
        if noun is None or self.sentence.lemma(chunks[clause.verb]) not in _ANSWERING:
            return
        chunk = chunks[clause.objects[-1]]
        end = self.sentence.span(chunk)[1]
        is_after = noun.time_span is not None and end <= noun.time_span[0] <= end + _GAP
        if is_after and self.sentence.lower(chunk.first) in {"the", "that", "this", "its", "those", "these"}:
            noun.time_span = None

    def _of_pair(self) -> None:
        """The time after the second of two is also the first's: "two died and six hurt on Monday"."""
        chunks = self.sentence.chunks
        for one, two in pairwise(self.clauses.all):
            first, second = self.by_clause.get(one.verb), self.by_clause.get(two.verb)
            if first is None or first.time_span is not None:
                continue
            between = [chunk.kind for chunk in chunks[one.verb + 1 : two.verb]]
            is_short = between == ["conjunction", "noun"] and len(chunks[two.verb].tags) == 1
            is_run = between == ["conjunction", "noun"] and second is not None and second.bound == "since"
            if (is_short or is_run) and second is not None and family(first.kind) == family(second.kind):
                first.time_span, first.bound = second.time_span, second.bound
            elif is_short and two.times and two.verb < two.times[0] and not one.times:
                first.time_span = self._time_in(chunks[two.times[0]])  # six were killed, 23 freed on Sunday

    def _of_relative(self, clause: Clause, mention: EventMention) -> None:
        """What a named attack did was done then: "Saturday's blast on the bridge, which killed three"."""
        chunks = self.sentence.chunks
        for at in range(clause.verb - 1, max(-1, clause.verb - _BACK), -1):
            noun = self.by_noun.get(at)
            if noun is not None and noun.time_span is not None and mention.time_span is None:
                mention.time_span, mention.bound = noun.time_span, noun.bound
            if noun is not None or (chunks[at].kind == "verb" and self.sentence.is_finite(chunks[at])):
                return

    def _of_reduced(self) -> None:
        """A participle after its noun has the time of the verb: "shells fired at it hit on Sunday"."""
        for one, two in pairwise(self.clauses.all):
            first, second = self.by_clause.get(one.verb), self.by_clause.get(two.verb)
            is_reduced = one.is_passive and one.subjects == two.subjects and not two.marker
            if first is None or second is None or not is_reduced or first.time_span is not None:
                continue
            if first.kind == "Wounding" and second.kind == "Killing":
                continue  # a man wounded in the raid died on Monday
            if len(self.sentence.chunks[one.verb].tags) == 1 and one.subjects == [one.verb - 1]:
                inside = (self.by_noun.get(at) for word, at in one.phrases if word in _ALONGSIDE)
                own = next((noun for noun in inside if noun is not None and noun.time_span), None)
                second = own or second  # wounded in Friday's attack died on Sunday
                first.time_span, first.bound = second.time_span, second.bound

    def _of_course(self, clause: Clause) -> None:
        """When what a noun names began: "the fire at the depot, which broke out on Sunday"."""
        is_place = all(self._words_of(at)[-1] in _EFFECT for at in clause.objects)
        if self.sentence.lemma(self.sentence.chunks[clause.verb]) not in _TAKING_PLACE or not is_place:
            return
        for at in range(clause.verb - 1, max(-1, clause.verb - _BACK), -1):
            noun = self.by_noun.get(at)
            if noun is not None and noun.time_span is None:
                self._date(noun, clause)
            if noun is not None or self.sentence.chunks[at].kind == "verb":
                return

    def _after_a_while(self, clause: Clause) -> None:
        """The day behind how long something took: "talks broke up after four hours on Saturday"."""
        chunks = self.sentence.chunks
        noun = self.by_clause.get(clause.verb) or self.by_noun.get(
            clause.subjects[-1] if clause.subjects else -1
        )
        at = clause.verb + 1
        while at < len(chunks) and chunks[at].kind == "adverb":
            at += 1
        if noun is None or noun.time_span is not None or [c.kind for c in chunks[at : at + 3]] != _WHILE:
            return
        if self.sentence.text_of(chunks[at]) == "after" and self._words_of(at + 1)[-1] in _UNITS:
            noun.time_span = self._time_in(chunks[at + 2])

    def _hours_after(self, mention: EventMention, clause: Clause) -> None:
        """The same day: "wounded a man on Sunday, hours after another was beaten"."""
        if clause.marker not in {"after", "before"} or mention.time_span is not None:
            return
        at = min([clause.verb, *(place for place in clause.subjects if place < clause.verb)]) - 2
        host = self._before(clause)
        if at <= 0 or self.sentence.text_of(self.sentence.chunks[at]) not in _SOON:
            return
        if host is not None:
            mention.time_span, mention.bound = host.time_span, host.bound
            return
        earlier = [
            place for other in self.clauses.all if other.verb < at for place in other.times if place < at
        ]
        if earlier:  # "ordered a truce on Tuesday, hours after planes bombed the town"
            mention.time_span = self._time_in(self.sentence.chunks[max(earlier)])

    def _of_subject(self, clause: Clause) -> None:
        """A noun has the time of its verb: "fighting eased on Monday", "a truce agreed on 4 May"."""
        tags = self.sentence.chunks[clause.verb].tags
        if clause.is_passive and tags != "n":
            return  # "the attack was condemned on Monday"
        at = clause.subjects[-1] if clause.subjects else -1
        noun = self.by_noun.get(at)
        is_object = any(at in other.objects for other in self.clauses.all)
        if noun is not None and not is_object and noun.time_span is None:
            self._date(noun, clause)

    def _since(self, clause: Clause) -> None:
        """What went on since something happened: "nobody was killed since the truce began on Monday"."""
        first = min([clause.verb, *clause.subjects]) - 2
        host = self.by_noun.get(first) or self._before(clause) or self._main_after(clause)
        if host is not None and host.time_span is None:
            host.time_span, host.bound = self._time_in(self.sentence.chunks[clause.times[0]]), "since"

    def _before(self, clause: Clause) -> EventMention | None:
        """The event of the nearest finite clause before another, where that names one."""
        for other in reversed(self.clauses.all):
            is_finite = self.sentence.is_finite(self.sentence.chunks[other.verb])
            if other.verb < clause.verb and (is_finite or other.verb in self.by_clause):
                return self.by_clause.get(other.verb)
        return None

    def _main_after(self, clause: Clause) -> EventMention | None:
        """The event of the main clause after a subordinate one that opens the sentence."""
        if self.clauses.all[0] is not clause:
            return None
        for other in self.clauses.all[1:]:
            if self.sentence.is_finite(self.sentence.chunks[other.verb]) and not other.marker:
                return self.by_clause.get(other.verb)
        return None

    def _is_compared(self, at: int) -> bool:
        """Whether an event is only what another is compared with: "one more than in Monday's attack"."""
        near = self.sentence.chunks[max(0, at - 3) : at]
        return any(self.sentence.text_of(chunk) in {"than", "as"} for chunk in near)

    def _with_nouns(self, mention: EventMention, clause: Clause) -> None:
        """One time for a clause and an event named in it: "destroyed on 1 May in a raid that killed two"."""
        chunks = self.sentence.chunks
        inside = [at for word, at in clause.phrases if word in _ALONGSIDE and at in self.by_noun]
        inside = [at for at in inside if not self._is_compared(at)]
        first = min([clause.verb, *clause.subjects])
        if self.clauses.first_finite == clause.verb:
            inside += [
                at
                for at in range(1, first)
                if at in self.by_noun and self.sentence.text_of(chunks[at - 1]) in _ALONGSIDE
            ]
        inside += [at for at in clause.subjects if at in self.by_noun and self.by_noun[at].kind not in _CALM]
        late = [at for word, at in clause.phrases if word == "after" and at in self.by_noun]
        last = max(clause.last, clause.verb) + 1
        if last + 1 in self.by_noun and self.sentence.text_of(chunks[last]) == "after":
            late.append(last + 1)
        if mention.time_span is None and late and family(mention.kind) != "Attack":
            host = self.by_noun[late[0]]  # collapsed after a strike on Tuesday
            mention.time_span, mention.bound = host.time_span, host.bound
        for at in inside:
            noun = self.by_noun[at]
            if mention.time_span is None:
                mention.time_span, mention.bound = noun.time_span, noun.bound
            elif noun.time_span is None:
                noun.time_span, noun.bound = mention.time_span, mention.bound
