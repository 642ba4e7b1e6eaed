"""Classes that the neighbours of a verb tell: people shot in the leg, men who try to break in."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.conditions import ARMED_BANDS, FrameConditions
from claimgraph.extract.events.fitting import is_craft
from claimgraph.extract.events.frames import STRIKES
from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.events.nouns import ASSAULTS
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.extract.syntax.reach import Clause
from claimgraph.reference.kinds import is_a

_LADEN: Final = frozenset(("packed", "laden", "filled", "rigged", "loaded", "stuffed"))
_LAID_BOMBS: Final = (
    "roadside bomb", "car bomb", "truck bomb", "lorry bomb", "van bomb", "motorcycle bomb", "suicide bomb",
    "landmine",
)  # fmt: skip
_FLYING_FORCES: Final = ("air force", "aviation", "airforce")
_BLOWING: Final = frozenset(("blow", "explode", "detonate", "ram", "drive", "go"))
_WARES: Final = frozenset(
    ("ships", "vessels", "boats", "tanks", "vehicles", "trucks", "drones", "missiles", "rockets", "aircraft",
     "planes", "helicopters", "houses", "buildings", "homes", "schools", "hospitals", "flats", "villages",
     "targets", "cars", "ambulances", "bridges", "towns", "districts", "sites", "clinics")
)  # fmt: skip
"""What a bare number in a sentence may count, that is no people."""
_HITTING: Final = frozenset(("hit", "strike"))
_LIMBS: Final = frozenset(
    ("leg", "legs", "thigh", "arm", "arms", "shoulder", "hand", "hands", "foot", "feet", "knee", "knees",
     "hip", "ankle", "shin", "calf", "finger", "fingers", "elbow", "wrist", "buttock", "buttocks", "limbs")
)  # fmt: skip
"""Where somebody is hit who lives."""
_VITALS: Final = frozenset(
    ("head", "chest", "back", "neck", "stomach", "face", "abdomen", "belly", "eye", "throat", "side")
)
"""Where somebody is hit who may or may not live."""
_FRAGMENTS: Final = frozenset(
    ("bullet", "bullets", "shrapnel", "fragment", "fragments", "splinter", "splinters", "glass")
)
_THEM: Final = frozenset(("him", "her", "them", "me", "us"))
_TRYING: Final = frozenset(("try", "attempt"))
_ENTERING: Final = frozenset(("Advance", "CaptureOfPlace", "ForceMovement"))
_AIMED: Final = {"affects": "hasTarget", "goesTo": "hasTarget"}
_CUSTODIANS: Final = frozenset(
    ("police", "policemen", "soldiers", "agents", "officers", "gendarmes", "intelligence", "guards",
     "security", "troops", "militia", "militiamen", "authorities", "services")
)  # fmt: skip
"""Those who, if they pick people up or lead them away, hold them."""
_SAVING: Final = frozenset(
    ("sea", "water", "boat", "boats", "dinghy", "raft", "river", "lifeboats", "coast", "ashore", "safety",
     "rubble", "helicopter", "coastguard", "fire", "blaze", "shelter")
)  # fmt: skip
_ABDUCTING: Final = frozenset(
    (
        "abducted",
        "kidnapped",
        "hostage",
        "hostages",
        "abduct",
        "kidnap",
        "abducting",
        "kidnapping",
        "snatched",
    )
)
_TRUCES: Final = frozenset(("pause", "truce", "ceasefire", "cease-fire", "armistice", "halt"))
_SWAPS: Final = frozenset(("swap", "swaps", "exchange", "exchanges"))
_FREEING: Final = frozenset(("hand", "return", "repatriate", "send", "turn"))
_WATERS: Final = frozenset(("sea", "ocean", "pacific", "waters"))
_AT_GATHERINGS: Final = STRIKES | {"Bombing", "Ambush", "Killing", "Wounding", "Harm", "Detention", "Event"}
"""What befalls people who have gathered, whose gathering is only where it does."""
_CAPTIVES: Final = frozenset(("prisoners", "prisoner", "captives", "detainees"))
_COMING_HOME: Final = frozenset(("come", "return", "go", "arrive", "cross"))
_REINFORCING: Final = frozenset(("reinforce", "relieve", "bolster", "strengthen"))
_EXPLODING: Final = frozenset(("explode", "detonate", "go", "blow", "burst"))
_STORED: Final = frozenset(("stored", "stockpiled", "stocked"))
_CROSSING: Final = frozenset(("enter", "cross", "drive", "sail", "ride", "fly", "re-enter", "move"))


class ClassRefiner(FrameConditions):
    """Gives an event the class that the words around its verb tell."""

    def _refine_class(self, mention: EventMention, clause: Clause) -> None:
        """Let each of the rules below look at a mention."""
        lemma = self.sentence.lemma(self.sentence.chunks[clause.verb])
        self._hurt(mention, clause)
        self._hit_in(mention, clause, lemma)
        self._blown(mention, clause)
        if mention.kind in _ENTERING:
            self._tried_to(mention, clause, lemma)
            self._entered(mention, clause, lemma)
        elif (mention.kind == "Evacuation" and lemma in {"pick", "lead"}) or mention.kind == "Abduction":
            self._led_away(mention, clause)
        elif mention.kind == "Agreement" and lemma == "agree":
            self._agreed_truce(mention, clause)
        if not _SWAPS.isdisjoint(self.lowers):
            self._swapped(mention, clause, lemma)
        self._refine_setting(mention, clause, lemma)

    def _refine_setting(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """Let where something was done, or what was aimed at, tell its class, and be no claim of its own."""
        settings = set()
        if mention.kind in _AT_GATHERINGS:
            settings.add("Protest")  # killed at a rally, attacked a rally
        if mention.kind == "Killing" and lemma in {"die", "succumb"}:
            settings.add("Wounding")  # died of his wounds
        for at in {*clause.objects, *(at for _, at in clause.phrases)} & self.by_noun.keys():
            if self.by_noun[at].kind in settings:
                self.by_noun[at].is_background = True
        if mention.kind in STRIKES and lemma in {"fire", "launch", "shoot"} and self._is_at_sea(clause):
            mention.kind = "Exercise"  # fired a missile into the sea
            self._rename(mention, {"hasTarget": "takesPlaceAt"})
        if mention.kind in STRIKES and lemma in _EXPLODING and not _STORED.isdisjoint(self.lowers):
            mention.kind = "InternalExplosion"
            self._rename(mention, {"usesWeapon": "hasParticipant"})

    def _is_at_sea(self, clause: Clause) -> bool:
        """Whether nothing but water is aimed at: "into the Sea of Japan"."""
        ends = [at for word, at in clause.phrases if word in {"into", "towards", "toward", "at", "against"}]
        return bool(ends) and all(self._words_of(at)[-1] in _WATERS for at in ends)

    def _rename(self, mention: EventMention, roles: dict[str, str]) -> None:
        """Give the fillers of some roles others."""
        mention.roles = [(roles.get(name, name), each) for name, each in mention.roles]

    def _hurt(self, mention: EventMention, clause: Clause) -> None:
        """People who "were hit" came to harm: a strike is aimed at them as a place or body."""
        hit = list(mention.fillers("hasTarget"))
        is_passive = clause.is_passive and self.sentence.lemma(self.sentence.chunks[clause.verb]) in _HITTING
        who = clause.subjects[-1] if clause.subjects else -1
        is_number = who >= 0 and self._is_number(who) and self._past_measure(who) == who
        is_number = is_number and all(each.is_described for each in hit) and _WARES.isdisjoint(self.lowers)
        if is_number and is_passive and mention.kind in STRIKES:
            mention.kind = "Harm"  # two were shot and 11 were hit
            mention.roles = [pair for pair in mention.roles if pair[0] != "hasTarget"]
        elif (
            mention.kind in STRIKES
            and is_passive
            and hit
            and all(each.category == "person" or self._is_men(each) for each in hit)
        ):
            mention.kind = "Harm"
            mention.roles = [
                ("affects" if name == "hasTarget" else name, each) for name, each in mention.roles
            ]

    def _blown(self, mention: EventMention, clause: Clause) -> None:
        """A vehicle "packed with explosives" that blows up is a bomb; abuse may be sexual."""
        chunk = self.sentence.chunks[clause.verb]
        lemma = self.sentence.lemma(chunk)
        weapons = [each.entity.label.lower() for each in mention.fillers("usesWeapon")]
        if mention.kind in {"Attack", "Strike"} and any(
            each.entity.label.lower().endswith(("suicide bomber", "suicide bombers"))
            for each in mention.fillers("isPerformedBy")
        ):
            mention.kind = "Bombing"
        elif weapons and weapons[0].rsplit(" ", 1)[-1] == "bomber" and mention.kind == "AirStrike":
            mention.kind = "Bombing"  # a bomber struck a mosque: not an aircraft
            mention.roles = [pair for pair in mention.roles if pair[0] != "usesWeapon"]
        elif (mention.kind == "Strike" and any(label.endswith(_LAID_BOMBS) for label in weapons)) or (
            lemma in _BLOWING and "explosives" in self.lowers and not _LADEN.isdisjoint(self.lowers)
        ):
            mention.kind = "Bombing"
        elif (mention.kind in {"Attack", "Strike"} and self._is_from_above(clause)) or (
            mention.kind == "Strike" and self._is_by_fliers(mention, lemma)
        ):
            mention.kind = "AirStrike"
        elif lemma in {"abuse", "assault"} and "sexually" in self.lowers:
            mention.kind = "SexualViolence"
        elif mention.kind == "Attack" and any(
            "hacker" in each.entity.label.lower() for each in mention.fillers("isPerformedBy")
        ):
            mention.kind = "CyberAttack"

    def _is_by_fliers(self, mention: EventMention, lemma: str) -> bool:
        """Whether an air force strikes, or a state bombs, with nothing but aircraft told of."""
        if mention.has("usesWeapon"):
            return False
        actors = list(mention.fillers("isPerformedBy"))
        labels = [each.entity.label.lower() for each in actors]
        if any(name in label for label in labels for name in _FLYING_FORCES):
            return True
        return lemma == "bomb" and any(is_a(each.entity.kind, "State") for each in actors)

    def _is_men(self, filler: Filler) -> bool:
        """Whether a force is named by its members, and not as a body: "a soldier", not "the brigade"."""
        return filler.category == "force" and filler.entity.kind == "Collective"

    def _hit_in(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """People who are hit in the leg are wounded; in the head, they are harmed."""
        if mention.kind not in STRIKES and mention.kind != "Harm":
            return
        struck = {self._words_of(at)[-1] for word, at in clause.phrases if word in {"in", "through"}}
        is_limb = not struck.isdisjoint(_LIMBS)
        hit = list(mention.fillers("hasTarget", "affects"))
        whom = {self._words_of(at)[-1] for at in clause.objects[:1]}
        is_people = all(each.category in HUMAN for each in hit) if hit else not whom.isdisjoint(_THEM)
        by = {self._words_of(at)[-1] for at in clause.subjects[-1:]}
        is_splinter = not by.isdisjoint(_FRAGMENTS) and is_people
        if not is_splinter and (struck.isdisjoint(_LIMBS | _VITALS) or lemma not in {"shoot", *_HITTING}):
            return
        if mention.kind == "Harm" or is_people:
            mention.kind = "Wounding" if is_limb else "Harm"
            self._rename(mention, {"hasTarget": "affects"})

    def _tried_to(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """Forces that try to break through or to storm a place attack it, and that is no plan."""
        above = self.clauses.by_verb.get(clause.above) if clause.above is not None else None
        if above is None or lemma not in ASSAULTS or clause.mode != "unreal":
            return
        is_try = self.sentence.lemma(self.sentence.chunks[above.verb]) in _TRYING
        who = list(mention.fillers("isPerformedBy"))
        if is_try and who and all(each.category == "force" for each in who):
            mention.kind, mention.mode = "Attack", self._mode(above)
            mention.is_negated = mention.is_negated or self.sentence.is_negated(
                self.sentence.chunks[above.verb]
            )
            self._rename(mention, _AIMED)
            self._widen(mention, above)

    def _entered(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """Ships and aircraft that enter move; forces that come to reinforce others are deployed."""
        crafts = list(mention.fillers("hasParticipant"))
        is_machine = not mention.has("isPerformedBy") and any(is_craft(each) for each in crafts)
        if mention.kind == "Advance" and is_machine and lemma in _CROSSING:
            mention.kind = "ForceMovement"
        is_purpose = any(
            other.above == clause.verb
            and self.sentence.lemma(self.sentence.chunks[other.verb]) in _REINFORCING
            for other in self.clauses.all
        )
        if is_purpose and mention.kind != "CaptureOfPlace":
            mention.kind = "Deployment"
            self._rename(mention, {"isPerformedBy": "affects"})

    def _agreed_truce(self, mention: EventMention, clause: Clause) -> None:
        """What is agreed to may be a truce, which then is told of."""
        for at in (*clause.objects, *(at for _, at in clause.phrases)):
            truce = self.by_noun.get(at)
            if self._words_of(at)[-1] in _TRUCES or (truce is not None and truce.kind == "Ceasefire"):
                mention.kind = "Ceasefire"
                if truce is not None:
                    truce.is_background = True

    def _led_away(self, mention: EventMention, clause: Clause) -> None:
        """Those whom police pick up are held; those whom an armed band leads away are abducted."""
        doers = [at for word, at in clause.phrases if word == "by"] if clause.is_passive else clause.subjects
        by = {word for at in doers for word in self._words_of(at)}
        if not _SAVING.isdisjoint(self.lowers):
            return
        if not by.isdisjoint(_CUSTODIANS):
            is_force = mention.kind == "Abduction" and mention.rule.endswith("-v")
            words = self.lowers if is_force else frozenset[str]()
            mention.kind = "Abduction" if not _ABDUCTING.isdisjoint(words) else "Detention"
        elif mention.kind == "Abduction":
            return
        elif not by.isdisjoint(ARMED_BANDS):
            mention.kind = "Abduction"

    def _swapped(self, mention: EventMention, clause: Clause, lemma: str) -> None:
        """Captives who are freed, or come home, in a swap are exchanged."""
        swaps = [at for _, at in clause.phrases if self._words_of(at)[-1] in _SWAPS]
        if not swaps:
            return
        if mention.kind == "Event" and lemma in _FREEING:
            mention.kind = "PrisonerExchange"
        elif lemma in _COMING_HOME and any(
            each.category in HUMAN for each in mention.fillers("isPerformedBy", "affects")
        ):
            mention.kind = "PrisonerExchange"
            self._rename(mention, {"isPerformedBy": "affects"})
        elif (
            mention.kind == "Event" and lemma in {"free", "release"} and not _CAPTIVES.isdisjoint(self.lowers)
        ):
            mention.kind = "PrisonerExchange"  # freed 12 hostages in exchange for 30 prisoners
        for at in swaps:
            if mention.kind == "PrisonerExchange" and at in self.by_noun:
                self.by_noun[at].is_background = True
