"""Nouns that name events: "the strike on the plant", "Russian attacks", "an explosion on board"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from claimgraph.extract.events.fitting import is_of
from claimgraph.extract.events.frames import STRIKES, Frame, aim_of, noun_frames
from claimgraph.extract.events.mentions import AGENT_ROLES, EventMention, Filler
from claimgraph.extract.events.roles import PLACE_PREPOSITIONS, RoleFiller
from claimgraph.extract.syntax.chunks import Chunk
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.lexicon import word_set
from claimgraph.extract.syntax.polarity import has_no_part
from claimgraph.extract.syntax.text import Span, Token

_BY_MODIFIER: Final = (
    ("missile", "MissileStrike"), ("missiles", "MissileStrike"), ("drone", "DroneStrike"),
    ("drones", "DroneStrike"), ("kamikaze", "DroneStrike"), ("air", "AirStrike"), ("aerial", "AirStrike"),
    ("aircraft", "AirStrike"), ("helicopter", "AirStrike"), ("artillery", "Shelling"), ("mortar", "Shelling"),
    ("cyber", "CyberAttack"), ("suicide", "Bombing"), ("car", "Bombing"),
)  # fmt: skip
ASSAULTS: Final = frozenset(
    ("break", "enter", "storm", "advance", "cross", "penetrate", "infiltrate", "land", "push", "seize",
     "attack", "overrun", "assault", "retake", "capture", "take", "encircle", "breach")
)  # fmt: skip
"""Verbs in the infinitive of which an attempt is an attack."""
_ATTEMPT_REACH: Final = 5
_HALTS: Final = frozenset(("halt", "pause", "cessation", "suspension", "lull", "stop"))
_FOUGHT: Final = STRIKES | {"ArmedClash", "HostileAct"}
_BREACHES: Final = frozenset(("violation", "violations", "breach", "breaches", "breaking", "infringements"))
_SHOT: Final = frozenset(
    ("ground", "enemy", "hostile", "friendly", "gun", "machine-gun", "rifle", "sniper", "small-arms",
     "anti-aircraft", "automatic", "cannon", "return", "covering", "flak", "live", "mortar", "artillery",
     "tank", "shell", "rocket", "missile", "antiaircraft")
)  # fmt: skip
"""Words before "fire" that is shot and does not burn."""
_PERCEIVED: Final = frozenset(
    ("hear", "report", "see", "erupt", "break", "continue", "ring", "happen", "occur", "take", "begin",
     "start", "resume", "ensue", "flare", "go", "follow", "unfold", "last", "end")
)  # fmt: skip
_UNDONE: Final = {
    "damaged": "Damage", "destroyed": "Destruction", "wrecked": "Destruction", "ruined": "Destruction",
    "collapsed": "Destruction", "burned": "Fire", "burnt": "Fire", "burning": "Fire", "charred": "Fire",
    "captured": "CaptureOfMateriel", "sunken": "Sinking", "downed": "ShootDown", "burned-out": "Destruction",
}  # fmt: skip
"""Words before a noun that tell what has befallen it."""
_SEEING: Final = frozenset(
    (
        "show",
        "see",
        "find",
        "film",
        "count",
        "verify",
        "document",
        "identify",
        "photograph",
        "include",
        "display",
    )
)
_PICTURES: Final = frozenset(
    ("picture", "pictures", "image", "images", "footage", "video", "videos", "photo", "photos", "photographs")
)
_POINTING: Final = frozenset(("the", "that", "this", "these", "those"))
_PERIODS: Final = frozenset(
    ("war", "conflict", "campaign", "uprising", "insurgency", "offensive", "invasion", "siege", "year",
     "month", "week", "day", "night", "decade", "century", "era")
)  # fmt: skip
"""What has attacks in it and is not attacked."""
_COUNTED: Final = frozenset(
    (
        "count", "number", "toll", "figure", "estimate", "report", "reports", "numbers", "figures",
    )
)  # fmt: skip
_NUMBERS: Final = word_set("numbers") - {"one"} | {"several", "both", "dozens", "scores", "hundreds"}


def _amount(words: Sequence[str]) -> int:
    """How many a noun phrase tells of: 1, 2 for a number of them, 0 where that is open.

    >>> _amount(["three", "attacks"]), _amount(["the", "attack"]), _amount(["the", "attacks"])
    (2, 1, 0)
    """
    if not words[-1].endswith("s"):
        return 1
    return 2 if any(word in _NUMBERS or word[0].isdigit() for word in words[:-1]) else 0


class NounFrames(RoleFiller):
    """Finds the events that nouns name, with the roles inside and after their phrase."""

    def _noun(self, at: int, chunk: Chunk) -> None:
        words = self._words_of(at)
        if self._worded_of(at - 2) is not None:
            return  # an exchange of fire
        if (frame := self._worded_of(at)) is not None:
            mention = self._open_noun(frame, at, chunk, words, 1)
            if mention is not None:
                self.by_noun[at] = mention
            return
        for frame in noun_frames().get(words[-1], ()):
            trigger = (frame.lemma, *frame.rest)
            if len(trigger) > 1 and tuple(words[-len(trigger) : -1]) != trigger[:-1]:
                continue
            if words[-2:] == ["mass", "destruction"]:
                continue
            if frame.kind == "Fire" and words[-1] == "fire" and not _SHOT.isdisjoint(words[-2:-1]):
                continue  # brought down by ground fire
            if self.sentence.words[chunk.last].text[:1].isupper() and chunk.first != 0:
                continue
            if (
                frame.kind == "Advance"
                and chunk.first == chunk.last
                and at
                and self._words_of(at - 1) == ["in"]
            ):
                continue  # informed in advance
            if "try" in frame.flags and self._tried(at) < 0:
                continue
            mention = self._open_noun(frame, at, chunk, words, len(trigger))
            if mention is not None:
                self.by_noun[self._breach(at, mention)] = mention
                return
        if not _UNDONE.keys().isdisjoint(words[:-1]) and words[0] not in _POINTING:
            self._seen(at, chunk, words)

    def _worded_of(self, at: int) -> Frame | None:
        """The frame of two nouns joined by "of": "an exchange of fire", "the round of talks"."""
        if at < 0 or not self._is_of_noun(at):
            return None
        words = ("", *self._words_of(at), "of", *self._words_of(at + 2))
        for frame in noun_frames().get(words[-1], ()):
            trigger = (frame.lemma, *frame.rest)
            if "of" in trigger and words[-len(trigger) :] == trigger:
                return frame
        return None

    def _breach(self, at: int, mention: EventMention) -> int:
        """The noun of which a truce or attacks are the object: "breach of the truce", "halt to attacks"."""
        before = self._words_of(at - 1) if at > 1 else [""]
        is_breach = mention.kind == "Ceasefire" and before == ["of"]
        is_breach = is_breach and self._words_of(at - 2)[-1] in _BREACHES
        is_halt = mention.kind in _FOUGHT and before[0] in {"to", "in", "of"} and len(before) == 1
        is_halt = is_halt and self._words_of(at - 2)[-1] in _HALTS
        if not (is_breach or is_halt):
            return at
        mention.kind, mention.is_bare = "HostileAct" if is_breach else "Ceasefire", False
        mention.roles = mention.roles if is_breach else []
        mention.head_words = tuple(self._words_of(at - 2))
        mention.extent = (self.sentence.span(self.sentence.chunks[at - 2])[0], mention.extent[1])
        return at - 2

    def _seen(self, at: int, chunk: Chunk, words: list[str]) -> None:
        """What has befallen things that are seen: "pictures of two damaged cars", "shows a burned store"."""
        before = self.sentence.chunks[at - 1] if at else None
        is_shown = any(
            at in clause.objects and self.sentence.lemma(self.sentence.chunks[clause.verb]) in _SEEING
            for clause in self.clauses.all
        )
        is_pictured = (
            before is not None
            and at > 1
            and self.sentence.text_of(before) == "of"
            and self._words_of(at - 2)[-1] in _PICTURES
        )
        filler = self._filler(at, "object") if is_shown or is_pictured else None
        if filler is None or filler.category in HUMAN:
            return
        kind = next(_UNDONE[word] for word in words[:-1] if word in _UNDONE)
        span = self.sentence.span(chunk)
        mention = EventMention(kind, span, span, self.number, True, f"frame-{kind}-seen")
        mention.head_words = tuple(words)
        mention.add("affects", filler)
        self.by_noun[at] = mention

    def _open_noun(
        self, frame: Frame, at: int, chunk: Chunk, words: list[str], length: int
    ) -> EventMention | None:
        """Begin a mention for a noun, with the roles of its phrase; nothing if the frame does not fit."""
        tokens = self.sentence.words
        phrases, last = self._phrases_after(at, frame)
        extent = (tokens[chunk.first].start, self.sentence.span(self.sentence.chunks[last])[1])
        trigger = (tokens[chunk.last - length + 1].start, tokens[chunk.last].end)
        mention = EventMention(frame.kind, trigger, extent, self.number, True, frame.name)
        mention.head_words, mention.aim, mention.slots = tuple(words), aim_of(frame), frame.roles
        mention.amount = _amount(words)
        mention.time_span = self._time_in(chunk) or self._time_beside(at, last)
        self._possessors(mention, frame, chunk)
        if all(preposition != "by" for preposition, _ in phrases):
            self._claimer(mention, frame.roles.get("poss", ""), at)
        self._put_phrases(mention, frame, at, phrases)
        if "try" in frame.flags:
            self._aim_of_attempt(mention, at)
        modifiers = words[:-length]
        if mention.kind in {"Attack", "Strike"}:
            self._refine_by(mention, [*modifiers, *self._joined_before(at)])
        is_fit = not frame.when or self._noun_fits(frame, mention, modifiers)
        if not is_fit or (frame.need and not mention.has(frame.need)):
            return None
        is_placed = any(word in PLACE_PREPOSITIONS for word, _ in phrases) or self._is_placed_by_verb(at)
        is_told = is_placed or words[0] in _POINTING or (words[0] == "no" and frame.kind == "Damage")
        if "loc" in frame.flags and not mention.roles and not is_told:
            if not self._is_all(at):
                return None
            mention.is_bare = True
            return mention  # ruled out sabotage
        mention.is_negated = words[0] == "no" or has_no_part(self.sentence.chunks, at, self.sentence.text_of)
        mention.mode = "conditional" if words[0] == "any" else ""
        mention.is_background = (
            at > 1 and self._words_of(at - 2)[-1] in _COUNTED and self._words_of(at - 1) == ["of"]
        )
        is_one_of = at > 2 and self._words_of(at - 2) == ["one"] and self._words_of(at - 3) == ["in"]
        mention.is_background = mention.is_background or (
            is_one_of and not mention.roles
        )  # in one of the worst raids of the war
        has_own = bool(mention.roles) or bool(phrases) or "t" in chunk.tags
        mention.is_bare = not has_own and (words[0] in _POINTING | {"its", "such"})
        return mention

    def _put_phrases(
        self, mention: EventMention, frame: Frame, at: int, phrases: Sequence[tuple[str, int]]
    ) -> None:
        """Give the noun phrases after a noun the roles of their prepositions."""
        for preposition, place in phrases:
            if preposition == "of" and place != at + 2:
                continue  # on the airport of the town
            if preposition == "of" and self._words_of(place)[-1] in _PERIODS:
                continue  # one of the deadliest attacks of the war
            role = frame.roles.get(preposition, "")
            if preposition == "at" and role == "hasTarget" and mention.has(role):
                role = ""  # on the army camp at Djibo
            self._put_phrase(mention, role, preposition, place)

    def _refine_by(self, mention: EventMention, modifiers: Sequence[str]) -> None:
        """Give an attack the class that its modifiers and its weapon tell: "a drone attack"."""
        kinds = {kind for word, kind in _BY_MODIFIER if word in modifiers}
        if len(kinds) == 1:
            mention.kind = kinds.pop()
        self._refine(mention)

    def _tried(self, at: int) -> int:
        """The infinitive of assault after a noun, -1 if none: "attempts by the enemy to break through"."""
        chunks = self.sentence.chunks
        for place in range(at + 1, min(at + _ATTEMPT_REACH, len(chunks))):
            if chunks[place].kind == "verb":
                is_to = chunks[place].tags[0] == "O"
                return place if is_to and self.sentence.lemma(chunks[place]) in ASSAULTS else -1
            if chunks[place].kind not in {"noun", "preposition"}:
                return -1
        return -1

    def _aim_of_attempt(self, mention: EventMention, at: int) -> None:
        """What an attempted assault was aimed at, and the words that tell of it."""
        verb = self._tried(at)
        chunks = self.sentence.chunks
        for place in range(verb + 1, min(verb + _ATTEMPT_REACH, len(chunks))):
            if chunks[place].kind == "noun":
                before = self.sentence.text_of(chunks[place - 1])
                if before in PLACE_PREPOSITIONS:
                    self._put_phrase(mention, "", before, place)
                else:
                    self._put(mention, "hasTarget", [place])
                mention.extent = (mention.extent[0], self.sentence.span(chunks[place])[1])
                return
            if chunks[place].kind not in {"preposition", "adverb"}:
                return

    def _joined_before(self, at: int) -> list[str]:
        """The words joined to those before a noun: "drone and missile attacks"."""
        is_joined = (
            at > 1 and self._words_of(at - 1) == ["and"] and self.sentence.chunks[at - 2].kind == "noun"
        )
        words = self._words_of(at - 2) if is_joined else []
        return words if len(words) == 1 else []

    def _time_beside(self, at: int, last: int) -> Span | None:
        """The time among the phrases of a noun, up to chunk `last`, or the one counted from it."""
        dated = [place for place in range(at, last + 1) if self.sentence.chunks[place].kind == "time"]
        dated = dated or self.clauses.measured(at - 1)
        return self._time_in(self.sentence.chunks[dated[0]]) if dated else None

    def _is_all(self, at: int) -> bool:
        """Whether a noun is the object that ends its sentence, and says all: "ruled out sabotage"."""
        chunks = self.sentence.chunks
        is_alone = chunks[at].first == chunks[at].last
        is_object = is_alone and at > 0 and chunks[at - 1].kind in {"verb", "adverb", "preposition"}
        return is_object and all(chunk.kind == "stop" for chunk in chunks[at + 1 :])

    def _noun_fits(self, frame: Frame, mention: EventMention, modifiers: list[str]) -> bool:
        if frame.when == "stored":
            stored = {"ammunition", "ammo", "munitions", "fuel", "magazine", "internal", "onboard"}
            return bool(stored & set(modifiers)) or any(f.category == "stored" for _, f in mention.roles)
        befallen = [filler for name, filler in mention.roles if name != "takesPlaceAt"]
        return any(is_of(filler, frame.when) for filler in befallen)

    def _possessors(self, mention: EventMention, frame: Frame, chunk: Chunk) -> None:
        """Who stands before the noun: "Russia's strike", "Russian strikes", "the garrison's surrender"."""
        words = self.sentence.words
        if frame.roles.get("poss") in AGENT_ROLES:
            self._described_owner(mention, frame.roles["poss"], chunk)
        for place in range(chunk.first, chunk.last):
            word = words[place]
            if not word.text[:1].isupper():
                continue
            filler = self.name((word.start, word.end), "owner")
            if filler is None or filler.rule != "demonym":
                filler = self._site(place, words, chunk.first) or filler
            if filler is None:
                continue
            role = frame.roles.get("poss", "")
            if frame.kind == "Fire" and filler.rule == "demonym":
                mention.kind, role = "Attack", "isPerformedBy"  # Israeli fire hit a post
                mention.aim = "hasTarget"
            if filler.category == "weapon" and mention.kind in STRIKES:
                mention.add("usesWeapon", filler)
            elif role in AGENT_ROLES and filler.category in HUMAN:
                mention.add(role, filler)
            elif filler.category == "place":
                mention.add("takesPlaceAt", filler)
            elif role and role not in AGENT_ROLES:
                mention.add(role, filler)

    def _described_owner(self, mention: EventMention, role: str, chunk: Chunk) -> None:
        """Who is no name and has the noun for its deed: "the battalion's surrender"."""
        words = self.sentence.words
        for place in range(chunk.first + 1, chunk.last):
            ending = next((end for end in ("'s", "’s", "s'", "s’") if words[place].lower.endswith(end)), "")
            if not ending or words[place].text[:1].isupper():
                continue
            end = words[place].end - (len(ending) if ending.endswith("s") else 1)
            filler = self.name((words[chunk.first].start, end), "performer")
            if filler is not None and filler.category in {"force", "agent"} and filler.is_described:
                mention.add(role, filler)
            return

    def _claimer(self, mention: EventMention, role: str, at: int) -> None:
        """Who claims a deed did it, where nobody else is named: "Houthis claim attack on tanker"."""
        chunks = self.sentence.chunks
        if at < 2 or role not in AGENT_ROLES or mention.has(role) or chunks[at - 1].kind != "verb":
            return
        if self.sentence.lemma(chunks[at - 1]) != "claim" or self._words_of(at)[0] in {"the", "that", "this"}:
            return
        filler = self._filler(at - 2, "performer") if chunks[at - 2].kind == "noun" else None
        if filler is not None and filler.category in HUMAN and chunks[at - 1].tags in {"V", "HV", "Hn"}:
            mention.add(role, filler)

    def _site(self, place: int, words: Sequence[Token], first: int) -> Filler | None:
        """A place right before the noun, not its owner: "Khartoum shelling", "killed in Lebanon strike"."""
        if words[place + 1].text.lower() in {"'s", "’s"} or words[place].lower.endswith(("'s", "’s")):
            return None
        filler = self.name((words[place].start, words[place].end), "site")
        is_state = filler is not None and filler.entity.kind in {"State", "Territory"}
        return None if is_state and (not first or words[first - 1].lower != "in") else filler

    def _phrases_after(self, at: int, frame: Frame) -> tuple[list[tuple[str, int]], int]:
        """The prepositional phrases that follow a noun, and the last chunk that they reach."""
        chunks = self.sentence.chunks
        phrases: list[tuple[str, int]] = []
        last, place = at, at + 1
        while place + 1 < len(chunks):
            kind = chunks[place].kind
            if kind in {"conjunction", "comma"} and phrases and self._is_joined(phrases[-1], place):
                phrases.append((phrases[-1][0], place + 1))  # between A and B; near A, B and C
                last, place = place + 1, place + 2
                continue
            if kind == "time":
                last, place = place, place + 1
                continue
            preposition = self.sentence.text_of(chunks[place])
            if kind != "preposition" or chunks[place + 1].kind not in {"noun", "pronoun"}:
                break
            known = (
                preposition in frame.roles
                or preposition in PLACE_PREPOSITIONS
                or preposition in {"with", "of"}
            )
            if not known:
                break
            phrases.append((preposition, place + 1))
            last, place = place + 1, place + 2
            if self._names_event(place - 1):
                break  # sanctions over the bombing of a ward: of the bombing
        return phrases, last

    def _is_joined(self, phrase: tuple[str, int], at: int) -> bool:
        """Whether a further member of a phrase follows a comma or "and" at `at`: bare names of places."""
        chunks = self.sentence.chunks
        if chunks[at + 1].kind != "noun":
            return False
        if phrase[0] == "between":
            return chunks[at].kind == "conjunction"
        if phrase[0] not in PLACE_PREPOSITIONS or not (self._is_name(phrase[1]) and self._is_name(at + 1)):
            return False
        kinds = [chunk.kind for chunk in chunks[at + 2 : at + 4]]
        if chunks[at].kind == "comma":
            return kinds == ["conjunction", "noun"] or kinds == ["comma", "noun"]
        return self.sentence.text_of(chunks[at]) == "and" and kinds[:1] != ["verb"]

    def _is_placed_by_verb(self, at: int) -> bool:
        """Whether the verb of which a noun is the subject tells where it was: "gunfire was heard near …"."""
        return any(
            at in clause.subjects and self.sentence.lemma(self.sentence.chunks[clause.verb]) in _PERCEIVED
            for clause in self.clauses.all
        ) and any(word in PLACE_PREPOSITIONS for clause in self.clauses.all for word, _ in clause.phrases)

    def _names_event(self, at: int) -> bool:
        """Whether the noun phrase at `at` will be read as an event of its own."""
        words = tuple(self._words_of(at))
        frames = noun_frames().get(words[-1], ())
        return any(words[-1 - len(frame.rest) :][:-1] == (frame.lemma, *frame.rest)[:-1] for frame in frames)
