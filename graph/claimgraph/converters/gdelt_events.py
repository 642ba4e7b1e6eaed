"""Rows of GDELT's tables of events and of mentions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from claimgraph.converters.base import ReadOptions, Row, RowResult
from claimgraph.converters.gdelt_parts import Names, moment
from claimgraph.converters.rows import Refused
from claimgraph.converters.streams import Source
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    Proposition,
    RecordPassage,
    Reject,
    Role,
    Stance,
    TimeSpan,
)
from claimgraph.vocabulary import CODE

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(*, adm2: bool, url: bool) -> tuple[str, ...]:
    geo = [name for name in _GEO if adm2 or name != "ADM2Code"]
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
        "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *(f"{part}Geo_{name}" for part in ("Actor1", "Actor2", "Action") for name in geo),
        "DATEADDED", *(("SOURCEURL",) if url else ()),
    )  # fmt: skip


EVENT_COLUMNS: Final = {
    61: _columns(adm2=True, url=True),
    58: _columns(adm2=False, url=True),
    57: _columns(adm2=False, url=False),
}
"""Columns of the table of events by their number: version 2.0, and the two of version 1.0."""
MENTION_COLUMNS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
    "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
ROOTS: Final = {
    "01": "make a public statement", "02": "appeal", "03": "express intent to cooperate", "04": "consult",
    "05": "engage in diplomatic cooperation", "06": "engage in material cooperation", "07": "provide aid",
    "08": "yield", "09": "investigate", "10": "demand", "11": "disapprove", "12": "reject", "13": "threaten",
    "14": "protest", "15": "exhibit force posture", "16": "reduce relations", "17": "coerce",
    "18": "assault", "19": "fight", "20": "use unconventional mass violence",
}  # fmt: skip
"""The root categories of CAMEO (codebook 1.1b3, chapter 2)."""
SPEECH: Final = {"01": Stance.ASSERTS, "11": Stance.ASSERTS, "12": Stance.ASSERTS, "13": Stance.WARNS}
"""Roots that are statements, with the stance that they have; their content is not coded."""
_DENIALS: Final = ("016", "125", "127")
_KINDS: Final = {
    "14": "Protest", "18": "Attack", "19": "Attack", "20": "Attack", "173": "Detention",
    "174": "Displacement",
    "176": "CyberAttack", "181": "Abduction", "183": "Bombing", "191": "Blockade", "192": "CaptureOfPlace",
    "193": "ArmedClash", "194": "Shelling", "195": "AirStrike",
}  # fmt: skip
"""Classes of events by root or, where longer, base code; others are events of no special class."""
_HOSTILE: Final = frozenset(
    ("Abduction", "AirStrike", "ArmedClash", "Attack", "Blockade", "Bombing", "CyberAttack", "Shelling")
)
_ACTOR_KINDS: Final = {
    "GOV": "PublicBody", "MIL": "ArmedForce", "REB": "NonStateArmedGroup", "SEP": "NonStateArmedGroup",
    "INS": "NonStateArmedGroup", "UAF": "NonStateArmedGroup", "MED": "MediaOutlet", "CVL": "Collective",
    "COP": "PublicBody", "LEG": "PublicBody", "JUD": "PublicBody", "SPY": "PublicBody",
    "PTY": "PoliticalParty",
    "IGO": "IntergovernmentalOrganization", "NGO": "NonGovernmentalOrganization", "REF": "Collective",
    "MNC": "Company", "BUS": "Company",
}  # fmt: skip
_PLAIN_HOST: Final = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#])", re.ASCII)
"""Addresses as most are, whose host needs no further look."""
_VERBATIM: Final = 20_000
"""Characters of a row that its passage keeps; real rows have under 2,000."""


class EventReader:
    """Reads rows of events (by their width) and of mentions."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self.source = source
        self.names = Names(options)
        self.coder = Entity("GDELT Project", "Organization")

    def row(self, line: int, cells: list[str], raw: str) -> RowResult:
        """What becomes of a row; see `Reader.row`."""
        if len(cells) == len(MENTION_COLUMNS):
            return self._mention(line, dict(zip(MENTION_COLUMNS, cells, strict=True)), raw)
        columns = EVENT_COLUMNS.get(len(cells))
        if columns is None:
            raise Refused(f"{len(cells)} columns: a table of events has 61, 58 or 57, one of mentions 16")
        return self._event(line, dict(zip(columns, cells, strict=True)), raw)

    # ------------------------------------------------------------------ events

    def _event(self, line: int, row: dict[str, str], raw: str) -> RowResult:
        key = _key(row["GLOBALEVENTID"])
        code, root = row["EventCode"], row["EventCode"][:2]
        if root not in ROOTS or not code.isdigit() or not 2 <= len(code) <= 4:
            raise Refused(f"{code[:20]!r} is no CAMEO code", "EventCode")
        day, added = moment(row["SQLDATE"], "SQLDATE"), moment(row["DATEADDED"], "DATEADDED")
        problems: list[Reject] = []
        place = self._place(row, line, raw, problems)
        event = self._content(key, code, row, day, place)
        content = Proposition(event)  # one object: it is written and hashed once
        passage = RecordPassage(key, raw[:_VERBATIM], line=line)
        url = row.get("SOURCEURL", "")
        outlet = self.names.outlet(_domain(url)) if _domain(url) else self.coder
        said = event.described_as or f"{ROOTS[root]} ({code})"
        claims: list[Claim] = []
        if root in SPEECH:
            claims.append(
                self._claim(f"{key}/said", self._speaker(row, key), content, passage, said, added, code)
            )
        relays = f"{key}/said" if claims else None
        claims.append(
            self._claim(
                f"{key}/told", outlet, content, passage, said, added, code if relays else "", url, relays
            )
        )
        return Row(tuple(claims), line, problems=tuple(problems))

    def _content(
        self, key: str, code: str, row: dict[str, str], day: TimeSpan, place: Entity | None
    ) -> Event:
        root = code[:2]
        kind = _KINDS.get(code[:3]) or _KINDS.get(root) or "Event"
        coded = Entity(f"CAMEO {root}", "EventCode", iri=f"{CODE}cameo-{root}")
        identity = ("Event", "gdelt", key)
        if root in SPEECH:
            unknown = f"what was said is not given (coded as CAMEO {code}, {ROOTS[root]})"
            return Event("Event", identity, (Role("hasEventCode", coded),), described_as=unknown)
        roles = [Role("hasEventCode", coded)]
        first, second = self._actor(row, "Actor1", key), self._actor(row, "Actor2", key)
        if first:
            roles.append(Role("isPerformedBy", first))
        if second:
            roles.append(Role("hasTarget" if kind in _HOSTILE else "hasParticipant", second))
        if place:
            roles.append(Role("takesPlaceAt", place))
        words = f"CAMEO {code}: {ROOTS[root]}" if kind == "Event" else None
        return Event(kind, identity, tuple(roles), time=day, described_as=words)

    def _claim(
        self,
        name: str,
        claimant: Entity,
        content: Proposition,
        passage: RecordPassage,
        said: str,
        added: TimeSpan,
        code: str,
        url: str = "",
        relays: str | None = None,
    ) -> Claim:
        """The statement of an actor, or the outlet's claim with its article and what it passes on."""
        return Claim(
            id=name,
            claimant=claimant,
            stance=_stance(code),
            certainty=Certainty.UNSTATED,
            proposition=content,
            passage=passage,
            content_text=said,
            made_on=added,
            relays=relays,
            rules=("gdelt/events",),
            evidence=(url,) if _domain(url) else (),
        )

    def _speaker(self, row: dict[str, str], key: str) -> Entity:
        return self._actor(row, "Actor1", key, speaks=True) or Entity(
            "unnamed speaker", "UnnamedSource", scope=f"gdelt/{key}"
        )

    def _actor(self, row: dict[str, str], which: str, key: str, *, speaks: bool = False) -> Entity | None:
        """An actor of the row: a state or its government by code, else what the row calls it, there only."""
        code, name = row[f"{which}Code"], row[f"{which}Name"]
        if not code and not name:
            return None
        country, role = row[f"{which}CountryCode"], row[f"{which}Type1Code"]
        if country and code in (country, f"{country}GOV"):
            state = self.names.government(country) if speaks or role == "GOV" else self.names.state(country)
            if state:
                return state
        kind = _ACTOR_KINDS.get(role, "Agent")
        return Entity((name or code).capitalize(), kind, scope=f"gdelt/{key}")

    def _place(self, row: dict[str, str], line: int, raw: str, problems: list[Reject]) -> Entity | None:
        values = [
            row[f"ActionGeo_{name}"]
            for name in ("Type", "FullName", "CountryCode", "Lat", "Long", "FeatureID")
        ]
        try:
            return self.names.place(*values)
        except Refused as error:
            problems.append(Reject(self.source.name, line, error.reason, "ActionGeo", raw))
            return None

    # ------------------------------------------------------------------ mentions

    def _mention(self, line: int, row: dict[str, str], raw: str) -> RowResult:
        key = _key(row["GLOBALEVENTID"])
        when = moment(row["MentionTimeDate"], "MentionTimeDate")
        moment(row["EventTimeDate"], "EventTimeDate")
        name, address = row["MentionSourceName"], row["MentionIdentifier"]
        if not name and not address:
            raise Refused("neither an outlet nor an address", "MentionSourceName")
        confidence = row["Confidence"]
        if not confidence.isdigit() or not 0 <= int(confidence) <= 100:
            raise Refused(f"{confidence[:20]!r} is no confidence from 10 to 100", "Confidence")
        words = f"GDELT event {key} is told of"
        event = Event("Event", ("Event", "gdelt", key), described_as=words)
        where = f"{key}/{address}/{row['SentenceID']}/{row['ActionCharOffset']}"
        claim = Claim(
            id=f"{where}/{line}",
            claimant=self.names.outlet(name or _domain(address) or address),
            stance=Stance.ASSERTS,
            certainty=Certainty.UNSTATED,
            proposition=Proposition(event),
            passage=RecordPassage(f"{where}/{line}", raw[:_VERBATIM], line=line),
            content_text=words,
            made_on=when,
            rules=(f"gdelt/mentions/confidence-{int(confidence)}",),
            evidence=(address,) if _domain(address) else (),
        )
        return Row((claim,), line)


def _key(value: str) -> str:
    if not value.isdigit() or len(value) > 18:
        raise Refused(f"{value[:30]!r} is no event number", "GLOBALEVENTID")
    return value


def _stance(code: str) -> Stance:
    return Stance.DENIES if code in _DENIALS else SPEECH.get(code[:2], Stance.ASSERTS)


@lru_cache(maxsize=1024)
def _domain(url: str) -> str:
    plain = _PLAIN_HOST.match(url)
    if plain:
        return plain[1].removeprefix("www.") if "." in plain[1] else ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host:
        return ""
    return host.removeprefix("www.")
