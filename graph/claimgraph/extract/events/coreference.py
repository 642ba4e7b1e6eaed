"""Which event mentions of a report are one event, and the key by which other reports meet it.

Mentions are compared in the order of the text with the events found so far: the family of classes must be
the same, the days must not differ, and they must share what is affected, or the settlement and the day, or
the mention only points back ("the attack"). The key is made of the family, then of what is affected if that
is known by name, else of the settlement, then of the day. The loss of one named thing happens once, so its
key has no day; an event that nothing places or dates stays within its report (`scope`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from claimgraph.extract.events.clusters import (
    AGAIN,
    SCENES,
    Cluster,
    are_one_and_many,
    are_things_apart,
    day_of,
    finest,
    is_anybody,
    is_told_again,
    lasts,
    times_agree,
)
from claimgraph.extract.events.frames import family
from claimgraph.extract.events.mentions import TOLD, EventMention, Filler
from claimgraph.extract.events.scenes import ANCHORS, complete_causes, find_scenes
from claimgraph.extract.syntax.entries import NONE, Entries
from claimgraph.extract.syntax.kinds import HUMAN
from claimgraph.model import Entity, TimeSpan
from claimgraph.reference.kinds import is_a

Settlement = Callable[[Entity], Entity | None]
"""Gives the settlement in which a place or facility lies, itself if it is one, or nothing."""

_MOVES: Final = ("comesFrom", "goesTo")
_ONCE: Final = frozenset(
    {"MaterielLoss", "InternalExplosion", "Towing", "Fire", "Attack", "Evacuation", "Damage"}
)
_NEAR: Final = 4
"""A noun that only points back reaches this many sentences."""
_CALM: Final = frozenset({"Ceasefire", "Agreement", "Negotiation"})
"""In what nobody comes to harm."""
_GENERAL: Final = frozenset({"Attack", "Strike"})
_GATHERING: Final = ("School", "Hospital", "HouseOfWorship", "CivilFacility", "ResidentialBuilding")
"""Classes of buildings in which people are harmed when they are hit."""
_ANY_BUILDING: Final = frozenset(
    {"site", "sites", "target", "targets", "infrastructure", "facility", "facilities", "centre", "center"}
)
_WINDOW: Final = 80
"""A mention is compared with this many of the latest events, so that the work stays linear."""


class Coreference:
    """Groups the mentions of one report."""

    def __init__(self, settlement: Settlement, scope: str, entries: Entries = NONE) -> None:
        """`scope` is the key of the report; `settlement` climbs from a place to its settlement.

        `entries` are those of a live blog or list, each of which tells of something else.
        """
        self.settlement = settlement
        self.scope = scope
        self.entries = entries
        self.clusters: list[Cluster] = []
        self._first_of: dict[tuple[str, ...], Cluster] = {}
        self.cluster_of: dict[int, Cluster] = {}

    def add_all(self, mentions: Sequence[EventMention]) -> None:
        """Group the mentions, given in the order of the text; links are grouped with them."""
        for mention in mentions:
            complete_causes(mention)
        find_scenes(mentions, self.entries)
        for mention in mentions:
            self.add(mention)
        for cluster in self.clusters if self.entries.exist else ():
            self._first_of.setdefault(self._common_key(cluster.mentions[0]), cluster)

    def add(self, mention: EventMention) -> Cluster:
        """Put a mention into the event it belongs to, or into a new one."""
        known = self.cluster_of.get(id(mention))
        if known is not None:
            return known
        chosen = self._chosen(mention)
        if chosen is None:
            chosen = Cluster(family(mention.kind), len(self.clusters))
            self.clusters.append(chosen)
        self.cluster_of[id(mention)] = chosen
        self._absorb(chosen, mention)
        for _, other in mention.links:
            self.add(other)
        return chosen

    def _chosen(self, mention: EventMention) -> Cluster | None:
        """The event that a mention belongs to; one that only points back, to that told of last."""
        recent = self.clusters[: -_WINDOW - 1 : -1]
        if recent and mention.rule in AGAIN and is_told_again(mention, recent[0]):
            return recent[0]
        found = [cluster for cluster in recent if self._same(mention, cluster)]
        if mention.is_bare and found:
            return max(found, key=lambda cluster: cluster.mentions[-1].trigger)
        return found[0] if found else None

    def _same(self, mention: EventMention, cluster: Cluster) -> bool:
        if family(mention.kind) != cluster.family or are_one_and_many(mention, cluster):
            return False
        day, other_day = day_of(mention.time), day_of(cluster.time)
        is_apart = self._is_apart(mention, cluster)
        anchors = {filler.entity.key: filler for filler in mention.fillers(*ANCHORS)}
        shares = anchors.keys() & cluster.anchors.keys()
        if not times_agree(day, other_day):
            return bool(shares) and self._happens_once(cluster.family, anchors.values())
        is_known = any(anchors[key].category != "place" and not is_anybody(anchors[key]) for key in shares)
        is_other = is_apart and are_things_apart(anchors, cluster)
        if is_known or (shares and day and other_day and not is_other):
            return True
        if mention.is_bare:
            return mention.sentence - cluster.last_sentence <= _NEAR and cluster.is_told
        if not is_apart and self._is_the_only_attack(mention, cluster, day, anchors.values()):
            return True
        above = mention.above
        if above is not None and self.cluster_of.get(id(above)) is cluster and not mention.is_noun:
            return not self._differ(anchors, cluster)
        if mention.has(*_MOVES) or cluster.moves:
            moves = {filler.entity.key for filler in mention.fillers(*_MOVES)}
            return bool(moves & cluster.moves.keys())
        here = {place.key for place in self._settlements(mention)}
        return (
            bool(here & cluster.settlements.keys())
            and bool(day and other_day)
            and not (is_other or self._differ(anchors, cluster))
        )

    def _is_apart(self, mention: EventMention, cluster: Cluster) -> bool:
        """Whether another entry of a live blog or list tells of a mention than of all of an event so far."""
        here = self.entries.at(mention.trigger[0])
        return here > 0 and not {0, here} & cluster.entries

    def _is_the_only_attack(
        self, mention: EventMention, cluster: Cluster, day: str, anchors: Iterable[Filler]
    ) -> bool:
        """Whether an attack told of without day and place is the one attack that the report is about."""
        if cluster.family != "Attack" or day or not cluster.is_told or mention.mode not in TOLD:
            return False
        is_placed = mention.has("takesPlaceAt") or any(
            not f.is_described or f.category == "place" for f in anchors
        )
        if is_placed or mention.sentence - cluster.last_sentence > _NEAR:
            return False
        told = [other for other in self.clusters[-_WINDOW:] if other.family == "Attack" and other.is_told]
        return told == [cluster] and bool(cluster.settlements or cluster.time is not None)

    def _differ(self, anchors: dict[str, Filler], cluster: Cluster) -> bool:
        """Whether both name what is affected and it is not the same thing."""
        mine = {
            f.entity.key
            for f in anchors.values()
            if f.category in {"facility", "vessel"} and not f.is_described
        }
        theirs = {f.entity.key for f in cluster.anchors.values() if f.category in {"facility", "vessel"}}
        named = {
            f.entity.key for f in cluster.anchors.values() if not f.is_described and f.category != "place"
        }
        return bool(mine and named and theirs and not mine & named)

    def _settlements(self, mention: EventMention) -> list[Entity]:
        found = []
        for filler in mention.fillers(*ANCHORS, "takesPlaceAt"):
            place = self.settlement(filler.entity)
            if place is not None:
                found.append(place)
        return found

    def _absorb(self, cluster: Cluster, mention: EventMention) -> None:
        cluster.mentions.append(mention)
        cluster.entries.add(self.entries.at(mention.trigger[0]))
        cluster.is_told = cluster.is_told or mention.mode in TOLD
        if not cluster.kind and mention.kind not in _GENERAL:
            cluster.kind = mention.kind
        for filler in mention.fillers(*ANCHORS):
            cluster.anchors.setdefault(filler.entity.key, filler)
        for filler in mention.fillers("takesPlaceAt"):
            cluster.places.setdefault(filler.entity.key, filler)
        for filler in mention.fillers(*_MOVES):
            cluster.moves.setdefault(filler.entity.key, filler)
        for filler in mention.fillers("isPerformedBy"):
            cluster.actors.setdefault(filler.entity.key, filler)
        for place in self._settlements(mention):
            cluster.settlements.setdefault(place.key, place)
        is_real = mention.mode not in {"unreal", "purpose", "conditional"} and not mention.is_found
        if is_real and (cluster.time is None or len(day_of(mention.time)) > len(day_of(cluster.time))):
            cluster.time = mention.time or cluster.time

    # ---- keys

    def _happens_once(self, root: str, anchors: Iterable[Filler]) -> bool:
        """Whether the event can befall the thing only once: the loss of a named vessel, a named person."""
        for filler in anchors:
            if filler.is_described and not filler.entity.iri:
                continue
            if root in _ONCE and filler.category == "vessel":
                return True
            if root == "Harm" and filler.entity.kind == "Person":
                return True
        return False

    def kind_of(self, mention: EventMention) -> str:
        """Give the class of an event; a noun that only points back has that of what it points to."""
        if not mention.is_bare or mention.kind not in _GENERAL:
            return mention.kind
        return self.add(mention).kind or mention.kind

    def scene_of(self, mention: EventMention) -> Cluster:
        """The event whose place and time a mention shares: its own, or the attack that hurt people."""
        causes = [other for name, other in mention.links if other.is_bare or name == "hasCause"]
        causes = [other for other in causes if other.kind not in _CALM]
        scene = causes[0] if causes and family(mention.kind) == "Harm" else mention.scene
        pointed = [other for _, other in mention.links if other.is_bare]
        scene = scene or (pointed[0] if pointed else None)
        return self.add(scene) if scene is not None else self.add(mention)

    def time_of(self, mention: EventMention) -> TimeSpan | None:
        """When the event of a mention happened; those found or counted later were harmed in the attack."""
        scene = self.scene_of(mention)
        told = scene.time
        is_part = family(mention.kind) == "Harm" or (not mention.is_noun and mention is not scene.mentions[0])
        if mention.time is None and is_part and lasts(scene):
            return None  # an offensive began on Monday; who died in it did so on some day since
        if mention.time is None and self._is_far(mention) and self._are_many_days(mention):
            return None
        if mention.time is None or not mention.is_found or told is None:
            return mention.time or told
        is_before = (
            told.earliest is None or mention.time.latest is None or told.earliest < mention.time.latest
        )
        return told if is_before else mention.time

    def _is_far(self, mention: EventMention) -> bool:
        """Whether the attack in which people came to harm is not told in the sentence before or the same."""
        return mention.scene is not None and mention.sentence - mention.scene.sentence > 1

    def _are_many_days(self, mention: EventMention) -> bool:
        """Whether attacks of more than one day are told of before a mention."""
        told = (each for each in self.clusters[-_WINDOW:] if each.family in SCENES and each.is_told)
        before = (each for each in told if each.mentions[0].trigger < mention.trigger)
        return len({day_of(each.time) for each in before if each.time is not None}) > 1

    def place_of(self, mention: EventMention) -> Filler | None:
        """Where the event of a mention happened, by what is told of its scene elsewhere in the report.

        People are harmed in what was hit, where people gather ("a strike on a school killed nine"); else at
        the smallest place named, or in the place that was itself attacked. That must be told in the same
        sentence: what is told further away is known of the attack, to which the harm is linked, and a toll
        may be that of more than one place.
        """
        scene = self.scene_of(mention)
        if family(mention.kind) != "Harm":
            return finest(scene.places.values())
        if (beside := self._told_beside(mention)) is not None:
            return beside
        if scene.mentions[0].sentence != mention.sentence:
            return None
        anchors = list(scene.anchors.values())
        gathering = [f for f in anchors if any(is_a(f.entity.kind, kind) for kind in _GATHERING)]
        gathering = [f for f in gathering if f.entity.label.rsplit(" ", 1)[-1] not in _ANY_BUILDING]
        hit = [f for f in anchors if f.category == "place" or f.rule == "unknown-name"]
        hit = [f for f in hit if not f.is_described and f.category in {"place", ""}]
        only = hit[0] if len(hit) == 1 else None
        return finest(gathering) or finest(scene.places.values()) or only

    def _told_beside(self, mention: EventMention) -> Filler | None:
        """Where something else happened as people came to harm: "died when shells fell in Zorivka"."""
        others = (other for _, other in mention.links if not other.is_noun and other.mode in TOLD)
        near = [other for other in others if other.sentence == mention.sentence]
        return finest(filler for other in near for filler in other.fillers("takesPlaceAt"))

    def key(self, mention: EventMention) -> tuple[str, ...]:
        """Give the key of the event that a mention speaks of.

        Of two events that other entries tell of, which place and day do not tell apart, the later one stays
        within the report.
        """
        key, cluster = self._common_key(mention), self.add(mention)
        first = self._first_of.get(key, cluster)
        is_apart = first is not cluster and self._is_apart(cluster.mentions[0], first)
        return (*key, self._local(cluster)) if is_apart else key

    def _common_key(self, mention: EventMention) -> tuple[str, ...]:
        """What identifies the event of a mention, here and in other reports."""
        cluster, scene = self.add(mention), self.scene_of(mention)
        root = cluster.family
        day = day_of(cluster.time) or day_of(scene.time)
        if root == "ForceMovement":
            ends = sorted(cluster.moves) or sorted(cluster.places)
            parts = [*sorted(cluster.actors)[:1], *ends[:2]]
            return (root, *parts, day) if day and parts else (root, *parts, day, self._local(cluster))
        candidates = [*cluster.anchors.values(), *self._sites(cluster)]
        if self._happens_once(root, candidates):
            return (root, min(filler.entity.key for filler in candidates if self._is_known(filler)))
        where = self._where(cluster) or self._where(scene)
        if where and day:
            return (root, *where, day)
        return (root, *where, day, self._local(cluster))

    def _sites(self, cluster: Cluster) -> list[Filler]:
        """The vessels and facilities where the event happened, or from where people were taken."""
        sites = [*cluster.places.values(), *cluster.moves.values()]
        return [filler for filler in sites if filler.category in {"vessel", "facility"}]

    def _where(self, cluster: Cluster) -> list[str]:
        """What identifies an event in space: a thing known by name, else the settlement, else the place."""
        candidates = [*cluster.anchors.values(), *self._sites(cluster)]
        named = sorted(filler.entity.key for filler in candidates if self._is_known(filler))
        described = sorted(f.entity.key for f in candidates if f.category not in {*HUMAN, "weapon"})
        return named[:1] or sorted(cluster.settlements)[:1] or sorted(cluster.places)[:1] or described[:1]

    def _is_known(self, filler: Filler) -> bool:
        """Whether a thing is known beyond this report, and is not a place, a weapon or a group."""
        is_named_person = filler.entity.kind == "Person"
        return not filler.entity.scope and (
            is_named_person or filler.category not in {"place", "weapon", *HUMAN}
        )

    def _local(self, cluster: Cluster) -> str:
        """What keeps an event within its report: the report and the number of the event in it."""
        return f"{self.scope}#{cluster.number}"
