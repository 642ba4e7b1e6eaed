"""What the events of a sentence are to each other: cause, order in time, what a light verb lends a noun."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from claimgraph.extract.events.blame import Blame
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import PLACE_PREPOSITIONS
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.reach import Clause

_LIGHT: Final = frozenset(
    (
        "carry", "launch", "conduct", "mount", "stage", "step", "intensify", "renew", "resume",
        "continue", "inflict", "commit", "order", "begin", "start", "stop", "halt",
        "suspend", "end", "make", "take", "order", "plan", "issue", "unleash", "deliver", "wage", "see",
        "report", "lead", "declare", "announce", "impose", "lift", "tighten", "hold", "perpetrate",
        "undertake", "pursue", "open", "agree", "sign", "violate", "break", "repeat", "expand", "press",
        "fight", "attempt", "keep", "hear", "witness", "film", "record", "initiate", "introduce", "decree",
        "proclaim",
    )
)  # fmt: skip
_SHAKING: Final = frozenset(
    ("rock", "shake", "jolt", "rip", "tear", "hit", "strike", "sweep", "engulf", "gut")
)
_CRIPPLING: Final = frozenset(
    ("paralyse", "paralyze", "cripple", "disrupt", "disable", "knock", "take", "bring", "target", "hit",
     "strike", "shut", "block", "affect")
)  # fmt: skip
_BLASTS: Final = frozenset(("Event", "InternalExplosion", "Fire", "Bombing"))
_TELLING: Final = frozenset(("report", "see", "hear", "witness", "film", "record"))
_CAUSING: Final = frozenset(
    (
        "cause", "trigger", "set", "lead", "spark", "provoke",
    )
)  # fmt: skip
_MARKERS: Final = {
    "after": "follows", "following": "follows", "before": "follows", "while": "overlaps", "as": "overlaps",
    "because": "hasCause",
}  # fmt: skip
_HARMING: Final = frozenset(("Attack", "Accident", "InternalExplosion", "Fire", "Bombing"))
_DEMANDING: Final = frozenset(
    ("urge", "ask", "demand", "appeal", "request", "propose", "need", "want", "thank")
)
_ASKING: Final = frozenset(
    ("ask", "urge", "beg", "implore", "request", "tell", "order", "instruct", "command", "advise", "warn",
     "appeal", "call", "encourage", "invite")
)  # fmt: skip
_RELATING: Final = frozenset(("follow", "precede", "avenge", "answer", "recall", "resemble", "echo"))
"""Verbs after which the day is that of the other deed: "which followed an attack on Monday"."""
_HAPPENING: Final = frozenset(
    (
        "happen", "occur", "be", "take", "come", "erupt", "break", "hit", "deploy", "rage", "flare",
        "begin", "start", "end", "continue", "resume", "hold", "collapse", "expire", "enter", "lasted", "go",
        "fail", "intensify", "escalate", "spread", "follow", "remain", "persist", "aim", "direct", "drag",
        "grind", "stall", "falter", "slow", "draw", "attract", "involve", "conclude", "finish", "near",
        "reconvene", "adjourn", "restart", "reopen", "rise", "last",
    )
)  # fmt: skip
_UNDERGOING: Final = frozenset(("suffer", "sustain", "face", "undergo", "endure", "withstand", "receive"))
"""Verbs whose subject is what the event named by their object befalls."""
_BEGINNING: Final = frozenset(("launch", "open", "begin", "start", "mount", "unleash", "resume", "stage"))
_OWN_OR_NEW: Final = frozenset(("its", "their", "his", "our"))
_HOSTING: Final = frozenset(("broker", "host", "attend", "boycott", "chair", "facilitate", "join"))
_CONFIRMING: Final = frozenset(("confirm", "announce"))
_COURSE: Final = frozenset(
    (
        "erupt",
        "fail",
        "break",
        "rage",
        "flare",
        "begin",
        "start",
        "end",
        "continue",
        "resume",
        "go",
        "intensify",
        "spread",
        "stall",
        "falter",
        "slow",
        "open",
        "conclude",
        "finish",
        "reconvene",
        "adjourn",
        "restart",
        "rise",
        "draw",
        "attract",
        "involve",
    )
)
_TAKING_PLACE: Final = frozenset(("happen", "occur"))
"""Verbs that say of what was told before when or where it was."""
_FIGHTING: Final = frozenset(("ArmedClash", "Shelling"))
"""What is told of also where only its course is: "the fighting broke out after a quarrel"."""
_TAKEN: Final = frozenset(("hit", "hits", "fire"))
"""What a thing takes that is struck: "the ship took a hit"."""
_LASTING: Final = frozenset(("Ceasefire", "Siege", "Blockade"))
"""What has one beginning and one end, of which "the" is said also where they are first told."""
_COURSED: Final = frozenset(
    (
        "Negotiation",
        "Attack",
        "Exercise",
        "Protest",
        "Evacuation",
        "Withdrawal",
        "Mobilization",
        "Fire",
        "Advance",
        "Deployment",
        "Displacement",
        "ArmedConflict",
        "Event",
    )
)
"""What is told of also where only its beginning or end is: "the talks have broken down"."""
_CHANGED: Final = frozenset(
    ("extend", "sign", "conclude", "lift", "impose", "prolong", "renew", "hold", "suspend", "cancel",
     "complete", "halt", "resume", "agree", "strike", "reach")
)  # fmt: skip
_SET_UP: Final = frozenset(
    ("Ceasefire", "Agreement", "Sanction", "Exercise", "Negotiation", "Evacuation", "Blockade", "Siege",
     "Protest", "PrisonerExchange", "Withdrawal")
)  # fmt: skip
"""What states and parties set up and end, of which "the" is said also where it is first told."""
_ARRIVING: Final = frozenset(("get", "reach", "enter", "arrive", "cross", "pass", "make", "roll", "come"))
_CATCHING: Final = frozenset(("catch", "result", "end"))
_SPRUNG: Final = frozenset(("Ambush", "Attack", "Shelling"))
_RUNNING: Final = frozenset(("run", "walk", "drive", "fall", "stumble", "blunder", "ride"))
_ENDURING: Final = _COURSE | frozenset(
    ("lasted", "drag", "grind", "tighten", "hold", "collapse", "expire", "take", "enter")
)
"""What is said of something that lasts, and tells that it was."""
_NOT_YET: Final = frozenset(
    (
        "plan", "prepare", "order",
    )
)  # fmt: skip


class EventRelations(Blame):
    """Relates the events of a sentence."""

    def _govern(self, clause: Clause) -> None:
        """A verb that lends a noun its actor, time and mode: "carried out strikes", "the attack happened"."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        self._shaken(clause, lemma)
        self._caught(clause, lemma)
        self._confirmed(clause, lemma)
        if self._blame(clause, lemma):
            return
        is_light = lemma in _LIGHT or (lemma in _HOSTING and self._is_talks(clause))
        self._gets_through(clause, lemma)
        if not is_light and lemma not in _HAPPENING | _UNDERGOING | _CHANGED:
            self._unreal(clause)
            return
        is_there = any(self._words_of(at) == ["there"] for at in clause.subjects)
        for at in [*clause.objects[:1], *clause.subjects[-1:]]:
            mention = self.by_noun.get(at if at in self.by_noun else self._past_measure(at))
            if mention is not None and lemma == "be" and mention.kind == "Harm":
                mention.is_stated = mention.is_stated or is_there or at in clause.objects
            if mention is None or (clause.verb in self.by_clause and at in clause.subjects):
                continue
            if at in clause.subjects and self.sentence.chunks[clause.verb].tags[0] == "O":
                continue  # attempts to break through
            self._lend(mention, clause, at, is_light)

    def _lend(self, mention: EventMention, clause: Clause, at: int, is_light: bool) -> None:
        """A verb lends the event of its noun phrase `at` who did it, where, when and whether it was."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        is_hit = lemma == "take" and self._words_of(at)[-1] in _TAKEN
        if (is_hit or lemma in _UNDERGOING) and at in clause.objects and mention.aim:
            self._put(mention, mention.aim, clause.subjects)
            mention.is_bare = False
            mention.is_stated = mention.is_stated or is_hit
            self._widen(mention, clause)
        if is_light:
            self._carry_out(mention, clause, at, lemma)
        if at in clause.subjects:
            self._tell_course(mention, clause, lemma)
        for preposition, place in clause.phrases if at in clause.subjects else ():
            if preposition in PLACE_PREPOSITIONS or preposition in mention.slots:
                self._put_phrase(mention, mention.slots.get(preposition, ""), preposition, place)
        self._refine(mention)
        is_negated = self.sentence.is_negated(self.sentence.chunks[clause.verb])
        mention.is_negated = mention.is_negated or is_negated
        is_plan = lemma in _NOT_YET and mention.kind != "Mobilization"
        mention.mode = self._mode(clause) or ("unreal" if is_plan else "")
        is_of_other = lemma in _RELATING and clause.objects and at in clause.subjects
        if mention.time_span is None and not is_of_other:
            self._date(mention, clause)
        if mention.kind in _LASTING and mention.time_span is not None:
            mention.is_bare = False

    def _carry_out(self, mention: EventMention, clause: Clause, at: int, lemma: str) -> None:
        """The subject of a verb that only says "do" does what its noun names: "carried out strikes"."""
        if clause.is_passive:
            self._put(mention, "isPerformedBy", [p for word, p in clause.phrases if word == "by"])
        elif at in clause.objects:
            is_hit = lemma == "take" and self._words_of(at)[-1] in _TAKEN
            if lemma not in _TELLING and not is_hit:
                self._put(mention, "isPerformedBy", clause.subjects)
            self._widen(mention, clause)
            is_begun = lemma in _BEGINNING and mention.kind in _COURSED
            is_begun = is_begun and self._words_of(at)[0] in _OWN_OR_NEW
            mention.is_stated = mention.is_stated or is_begun or mention.kind == "Mobilization"

    def _tell_course(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """A noun that is the subject of its verb is told of: "shelling went on for a third night"."""
        is_course = lemma in _COURSE and (mention.kind in _FIGHTING or mention.kind in _COURSED)
        is_course = is_course or (clause.is_passive and lemma in _CHANGED and mention.kind in _SET_UP)
        is_course = is_course or (
            lemma in _ENDURING and mention.kind in _LASTING | _FIGHTING
        )  # the siege lasted a year
        is_place = lemma == "take" and [self._words_of(at) for at in clause.objects] == [["place"]]
        is_said = lemma == "be" and not clause.is_passive and bool(clause.objects)  # the hit was accurate
        is_course = is_course or is_place or is_said or lemma in _TAKING_PLACE
        mention.is_stated = mention.is_stated or is_course or not mention.is_bare
        if clause.last >= 0:
            end = self.sentence.span(self.sentence.chunks[max(clause.last, clause.verb)])[1]
            start = self.sentence.span(self.sentence.chunks[clause.subjects[0]])[0]
            mention.extent = (min(start, mention.extent[0]), max(end, mention.extent[1]))

    def _shaken(self, clause: Clause, lemma: str) -> None:
        """What an explosion or fire went through is where it was: "a blast rocked the market"."""
        blast = self.by_noun.get(clause.subjects[-1]) if clause.subjects else None
        if blast is not None and blast.kind == "CyberAttack" and lemma in _CRIPPLING:
            self._put(blast, "hasTarget", clause.objects)
            blast.is_bare, blast.is_stated = False, not clause.is_passive
            self._widen(blast, clause)
            return
        if blast is None or lemma not in _SHAKING or blast.kind not in _BLASTS or clause.is_passive:
            return
        through = (at for word, at in clause.phrases if word in {"through", "into"})
        where = [self._past_measure(at) for at in (*clause.objects, *through)]
        filler = self._filler(where[0], "place") or self._filler(where[0], "object") if where else None
        if filler is None or filler.category in HUMAN:
            return
        blast.add("takesPlaceAt", filler)
        blast.is_bare = False
        self.by_clause.pop(clause.verb, None)
        for word, at in clause.phrases:
            if at not in where:
                self._put_phrase(blast, "", word, at)
        self._widen(blast, clause)
        blast.extent = (blast.extent[0], self.sentence.span(self.sentence.chunks[clause.last])[1])
        if blast.time_span is None:
            self._date(blast, clause)

    def _is_talks(self, clause: Clause) -> bool:
        """Whether what is hosted, or attended, is talks."""
        talks = [self.by_noun[at] for at in clause.objects[:1] if at in self.by_noun]
        return not clause.is_passive and any(each.kind == "Negotiation" for each in talks)

    def _confirmed(self, clause: Clause, lemma: str) -> None:
        """A death that "was confirmed" is told of, whenever it was."""
        if not clause.is_passive or lemma not in _CONFIRMING or not clause.subjects:
            return
        death = self.by_noun.get(clause.subjects[-1])
        if death is not None and family(death.kind) in {"Harm", "Detention", "MaterielLoss"} and death.roles:
            death.is_stated, death.is_bare = True, False
            self._widen(death, clause)

    def _gets_through(self, clause: Clause, lemma: str) -> None:
        """Aid on its way that arrives is told of: "the first relief convoy got through"."""
        convoy = self.by_noun.get(clause.subjects[-1]) if clause.subjects else None
        if convoy is None or convoy.kind != "AidDelivery" or lemma not in _ARRIVING or clause.is_passive:
            return
        self._put(convoy, "goesTo", clause.objects)
        for word, at in clause.phrases:
            self._put_phrase(convoy, "goesTo" if word in {"in", "to", "into", "at"} else "", word, at)
        convoy.is_bare, convoy.is_stated = False, True
        convoy.is_negated = convoy.is_negated or self.sentence.is_negated(self.sentence.chunks[clause.verb])
        convoy.mode = convoy.mode or self._mode(clause)
        if convoy.time_span is None:
            self._date(convoy, clause)

    def _caught(self, clause: Clause, lemma: str) -> None:
        """What people are caught in, or what a deed results in, is told of: "was caught in an ambush"."""
        if lemma in _RUNNING or (lemma in _CATCHING and clause.is_passive == (lemma == "catch")):
            into = "into" if lemma in _RUNNING else "in"
            events = [self.by_noun[at] for word, at in clause.phrases if word == into and at in self.by_noun]
            for event in events:
                if event.aim and lemma not in {"result", "end"} and event.kind in _SPRUNG:
                    self._put(event, event.aim, clause.subjects)
                    self.by_clause.pop(clause.verb, None)
                elif lemma not in {"result", "end"} or family(event.kind) != "Harm":
                    continue
                event.is_bare, event.is_stated = False, True

    def _unreal(self, clause: Clause) -> None:
        """A noun under a verb that only wants or plans is no more real: "how to strengthen sanctions"."""
        mode = self._mode(clause)
        is_bare_infinitive = self.sentence.chunks[clause.verb].tags[0] == "O" and clause.above is None
        for at in clause.objects:
            mention = self.by_noun.get(at)
            if mention is not None and not mention.mode and (mode or is_bare_infinitive):
                mention.mode = mode or "unreal"

    def _demand(self) -> None:
        """What a sentence only demands is not reported: "sanctions must be stronger", "I urge you to …"."""
        for verb, mention in self.by_clause.items():
            chunk = self.sentence.chunks[verb]
            above = self.clauses.by_verb[verb].above if verb in self.clauses.by_verb else None
            is_asked = above is not None and self.sentence.lemma(self.sentence.chunks[above]) in _ASKING
            if chunk.tags[0] == "O" and is_asked and not mention.mode:
                mention.mode = "unreal"  # it had been asked to close its airspace
        main = self.clauses.by_verb.get(self.clauses.first_finite)
        if main is None:
            return
        lemma = self.sentence.lemma(self.sentence.chunks[main.verb])
        if lemma in _DEMANDING or self._mode(main) == "unreal":
            for mention in self.by_noun.values():
                if mention.time_span is None and not mention.mode:
                    mention.mode = "unreal"

    def _cause(self, clause: Clause) -> None:
        """A verb that says what brought something about: "a fire caused ammunition to explode"."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        if lemma == "blame":
            causes = [self.by_noun[at] for at in clause.objects if at in self.by_noun]
            effects = [
                self.by_noun[at] for word, at in clause.phrases if word == "for" and at in self.by_noun
            ]
        elif lemma in _CAUSING:
            causes = [self.by_noun[at] for at in clause.subjects if at in self.by_noun]
            effects = [self.by_noun[at] for at in clause.objects if at in self.by_noun]
            effects += [m for m in self.by_clause.values() if self._is_under(m, clause)]
            above = self.by_clause.get(clause.above) if clause.above is not None else None
            if (
                not causes
                and above is not None
                and not self.sentence.is_finite(self.sentence.chunks[clause.verb])
            ):
                causes = [above]  # struck the ship, causing a fire
        else:
            return
        for effect in effects:
            effect.is_stated = effect.is_stated or (effect.is_noun and not effect.is_bare)
            effect.links.extend(("hasCause", cause) for cause in causes if cause is not effect)

    def _is_under(self, mention: EventMention, clause: Clause) -> bool:
        """Whether an infinitive stands under the verb of a clause."""
        return any(
            other.above == clause.verb and self.by_clause.get(other.verb) is mention
            for other in self.clauses.all
        )

    def _subordinate(self, clause: Clause) -> None:
        """Relate the event of a clause with "after", "while" or "because" to that of the main clause."""
        relation = _MARKERS.get(clause.marker)
        mention = self.by_clause.get(clause.verb)
        if mention is None or (relation is None and clause.marker != "when"):
            return
        host = self._host(clause)
        if host is None or host is mention:
            return
        if relation is None:  # nine died when a shell hit their hut
            if family(host.kind) == "Harm" and family(mention.kind) in _HARMING:
                host.links.append(("hasCause", mention))
            return
        if clause.marker == "before":
            mention.links.append((relation, host))
        else:
            host.links.append((relation, mention))

    def _host(self, clause: Clause) -> EventMention | None:
        """The event of the main clause: the nearest before the subordinate one, else the next after it."""
        before = [c for c in self.clauses.all if c.verb < clause.verb and c.marker not in _MARKERS]
        for other in reversed(before):
            if other.verb in self.by_clause:
                return self.by_clause[other.verb]
        for other in self.clauses.all:
            if other.verb > clause.verb and other.marker not in _MARKERS and other.verb in self.by_clause:
                return self.by_clause[other.verb]
        return None

    def _join_harm(self) -> None:
        """ "Killed or injured" is one event of harm."""
        for first, second in pairwise(sorted(self.by_clause)):
            one, two = self.by_clause[first], self.by_clause[second]
            between = self.sentence.chunks[first + 1 : second]
            is_or = len(between) == 1 and self.sentence.text_of(between[0]) == "or"
            if is_or and {one.kind, two.kind} <= {"Killing", "Wounding", "Harm"}:
                kind = one.kind if one.kind == two.kind else "Harm"  # drowned or were shot dead
                one.kind, one.extent = kind, (one.extent[0], two.extent[1])
                one.roles.extend(pair for pair in two.roles if pair not in one.roles)
                one.links.extend(two.links)
                one.time_span = one.time_span or two.time_span
                del self.by_clause[second]
