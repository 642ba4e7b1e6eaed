"""How long each stored question takes on a large store of generated reports.

    python bench/questions.py --reports 10000 --store /tmp/claimgraph-bench
    python bench/questions.py --store /tmp/claimgraph-bench --json questions.json

The store is made once and used again. Reports are model objects written by the package's writer: about ten
claims each on events, places, vessels and figures that many reports share, with relays, denials, quotes,
corrections and names that no reference data knows. Each question is asked with its example (or with the
values below) and, where it can be, without any; the table gives the median of several runs and the rows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from claimgraph import nquads
from claimgraph.errors import UsageError
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    EventLink,
    Mention,
    Passage,
    Proposition,
    Quantity,
    Report,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)
from claimgraph.question_files import Question, load_questions
from claimgraph.questions import Answer, put
from claimgraph.reasoning.findings import Asked, Contradiction, Finding, FindingWriter, Relation
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import RDF, RDFS, REFERENCE, cg
from claimgraph.writer import Writer

SEED = 20220414
PACE = 0.031  # seconds of the loop in `pace` on the machine of docs/benchmarks.md when it runs at full speed
FIRST_DAY = date(2022, 2, 24)
DAYS = 400
SIDES = {"north": "Northern side", "south": "Southern side"}
CERTAINTIES = (Certainty.CERTAIN, Certainty.UNSTATED, Certainty.PROBABLE, Certainty.POSSIBLE)
STANCES = tuple(Stance)
STANCE_WEIGHTS = (70, 7, 4, 4, 3, 4, 3, 5)
VALUES: dict[str, dict[str, object]] = {
    "who-said-what": {"about": "Vessel 0"},
    "who-said-what-by": {"speaker": "Speaker 0"},
    "claims-of-report": {"report": "Report number 7"},
    "search": {"text": "plant 3"},
}
ENTITY_FOR = {
    "about": "Vessel 0",
    "side": "Northern side",
    "speaker": "Speaker 0",
    "acting_for": "Northern side",
    "by": "Speaker 0",
    "of": "Speaker 1",
    "place": "Town 0",
    "within": "Town 0",
    "facility": "Plant 0",
    "thing": "Vessel 0",
    "outlet": "Outlet 0",
    "report": "Report number 7",
}


def reference(name: str, kind: str) -> Entity:
    """An entity that the reference data know."""
    return Entity(name, kind, iri=REFERENCE + name.lower().replace(" ", "-"))


class World:
    """The things that generated reports speak of."""

    def __init__(self, chance: random.Random, reports: int) -> None:
        self.chance = chance
        self.outlets = [reference(f"Outlet {n}", "MediaOutlet") for n in range(60)]
        self.sides = [reference(name, "Belligerent") for name in SIDES.values()]
        self.speakers = [
            reference(f"Speaker {n}", ("Person", "PublicBody", "Government")[n % 3]) for n in range(300)
        ]
        self.strangers = [Entity(f"Witness {n}", "Person") for n in range(max(20, reports // 4))]
        self.towns = [reference(f"Town {n}", "Settlement") for n in range(200)]
        self.vessels = [reference(f"Vessel {n}", "Cruiser") for n in range(40)]
        self.weapons = [reference(f"Missile {n}", "MaterielType") for n in range(30)]
        self.plants = [reference(f"Plant {n}", "ArmsFactory") for n in range(120)]
        self.events = [self._event(n) for n in range(max(20, reports // 3))]

    def nquads(self) -> Iterator[str]:
        """The reference data as quads of the record."""
        document = nquads.iri(REFERENCE + "reference")
        yield nquads.quad(document, nquads.iri(RDF + "type"), nquads.iri(cg("ReferenceData")))
        lists = (self.outlets, self.sides, self.speakers, self.towns, self.vessels, self.weapons, self.plants)
        for entity in (entity for entities in lists for entity in entities):
            term = nquads.iri(entity.iri or "")
            yield nquads.quad(term, nquads.iri(RDF + "type"), nquads.iri(cg(entity.kind)))
            yield nquads.quad(term, nquads.iri(RDFS + "label"), nquads.literal(entity.label, language="en"))
            yield nquads.quad(term, nquads.iri(cg("isRecordedFrom")), document)
        for number, speaker in enumerate(self.speakers[:200]):
            side = nquads.iri(self.sides[number % 2].iri or "")
            yield nquads.quad(nquads.iri(speaker.iri or ""), nquads.iri(cg("belongsToSide")), side)
        for number, plant in enumerate(self.plants):
            town = nquads.iri(self.towns[number].iri or "")
            yield nquads.quad(nquads.iri(plant.iri or ""), nquads.iri(cg("isLocatedIn")), town)

    def _event(self, number: int) -> Event:
        """Some event of the pool; what is said of it is varied by `retold`."""
        chance = self.chance
        day = FIRST_DAY + timedelta(days=number * DAYS // max(1, len(getattr(self, "events", [])) or 4000))
        if number % 10 == 0:
            vessel = self.vessels[(number // 10) % len(self.vessels)]
            return Event("Sinking", ("Sinking", vessel.key, str(day)), (Role("affects", vessel),), span(day))
        if number % 10 < 6:
            plant = chance.choice(self.plants)
            kind = chance.choice(("MissileStrike", "AirStrike", "Strike", "Shelling"))
            return Event(kind, ("Strike", plant.key, str(day)), (Role("hasTarget", plant),), span(day))
        town = chance.choice(self.towns)
        kind = chance.choice(("CaptureOfPlace", "Shelling", "Withdrawal", "Fire"))
        return Event(kind, (kind, town.key, str(day)), (Role("takesPlaceAt", town),), span(day))

    def retold(self, event: Event) -> Event:
        """The event as one source tells it: with or without time, performer, weapon and cause."""
        chance = self.chance
        roles = list(event.roles)
        if chance.random() < 0.4:
            roles.append(Role("isPerformedBy", chance.choices(self.sides, (8, 2))[0]))
        if chance.random() < 0.3:
            roles.append(Role("usesWeapon", chance.choice(self.weapons[:4])))
        links: tuple[EventLink, ...] = ()
        if event.kind == "Sinking":
            target = next(event.fillers("affects"))
            cause = (
                Event("MissileStrike", ("Strike", target.key), (Role("hasTarget", target),))
                if chance.random() < 0.5
                else Event("InternalExplosion", ("Explosion", target.key), (Role("takesPlaceAt", target),))
            )
            links = (EventLink("hasCause", cause),)
        when = event.time if chance.random() < 0.6 else None
        return Event(event.kind, event.key, tuple(roles), when, links)


def span(day: date) -> TimeSpan:
    """The whole of a day."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return TimeSpan(day.isoformat(), start, start + timedelta(days=1))


def reports(world: World, number: int) -> Iterator[Report]:
    """Generated reports."""
    for index in range(number):
        yield _report(world, index)


def _report(world: World, index: int) -> Report:
    chance = world.chance
    outlet = chance.choice(world.outlets)
    published = FIRST_DAY + timedelta(days=index % DAYS)
    text, claims, mentions = "", [], []
    for position in range(chance.randint(8, 12)):
        event = world.retold(world.events[int(len(world.events) * chance.random() ** 3)])
        speaker = _speaker(world, outlet)
        sentence = f"{speaker.label} said in {chance.choice(world.towns).label} that {_words(event)}."
        start = len(text)
        text += sentence + " "
        passage = Passage(start, start + len(sentence), sentence, 0, position)
        content = (start + sentence.index(" that ") + 6, start + len(sentence) - 1)
        name = Passage(start, start + len(speaker.label), speaker.label)
        mentions.append(Mention(name, speaker, rule="name"))
        for entity in islice((role.value for role in event.roles), 1):
            at = text.find(entity.label, start)
            if at >= 0:
                end = at + len(entity.label)
                mentions.append(Mention(Passage(at, end, text[at:end]), entity, rule="name"))
        claims += _claims(world, f"c{position}", outlet, speaker, event, passage, content, published)
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        outlet=outlet,
        published=published,
        headline=f"Report number {index}",
        source_file=f"{index:06}.txt",
        converter="bench",
        mentions=tuple(mentions),
        claims=tuple(claims),
    )


def _speaker(world: World, outlet: Entity) -> Entity:
    chance = world.chance
    draw = chance.random()
    if draw < 0.3:
        return outlet
    if draw < 0.4:
        return chance.choice(world.strangers)
    return world.speakers[int(len(world.speakers) * chance.random() ** 2)]


def _words(event: Event) -> str:
    things = ", ".join(role.value.label for role in event.roles)
    return f"there was a {event.kind} that concerned {things}"


def _claims(
    world: World,
    name: str,
    outlet: Entity,
    speaker: Entity,
    event: Event,
    passage: Passage,
    content: tuple[int, int],
    published: date,
) -> list[Claim]:
    """One claim, or two where the speaker passes on what somebody else said."""
    chance = world.chance
    proposition = Proposition(event=event)
    if chance.random() < 0.15:
        proposition = Proposition(quantity=_figure(world, published))
    claim = Claim(
        id=name,
        claimant=speaker,
        stance=Stance.ASSERTS if speaker == outlet else chance.choices(STANCES, STANCE_WEIGHTS)[0],
        certainty=chance.choice(CERTAINTIES),
        proposition=proposition,
        passage=passage,
        content_text=passage.text[content[0] - passage.start : content[1] - passage.start],
        source=((passage.start, passage.start + len(speaker.label)),),
        content=(content,),
        direct_quote=chance.random() < 0.15,
        narration=speaker == outlet,
        made_on=span(published - timedelta(days=1)) if chance.random() < 0.4 else None,
        relays=f"{name}r" if speaker != outlet and chance.random() < 0.15 else None,
        rules=("frame",),
    )
    if claim.relays is None:
        return [claim]
    origin = world.chance.choice(world.speakers)
    relayed = Claim(
        claim.relays, origin, Stance.BELIEVES, Certainty.PROBABLE, proposition, passage, claim.content_text
    )
    return [claim, relayed]


def _figure(world: World, day: date) -> Quantity:
    chance = world.chance
    low = chance.choice((7, 40, 500, 1350, 2500, 10000, 19000))
    return Quantity(
        kind="CasualtyCount",
        low=low,
        high=None if chance.random() < 0.2 else low + chance.choice((0, 0, 500)),
        approximate=chance.random() < 0.4,
        text=f"{low:,}",
        counts=chance.choice(("killed", "killed", "wounded", "captured")),
        status=chance.choice(tuple(VictimStatus)),
        side=chance.choice(world.sides),
        as_of=span(day.replace(day=1)),
    )


def make_store(path: Path, number: int) -> None:
    """Write the generated reports into a new store, in shards of a thousand."""
    chance = random.Random(SEED)
    world = World(chance, number)
    writer = Writer()
    store = EmbeddedStore.open(path)
    began = time.perf_counter()
    store.bulk_load("".join(world.nquads()).encode())
    stream = reports(world, number)
    while shard := list(islice(stream, 1000)):
        store.bulk_load("".join(line for report in shard for line in writer.report(report)).encode())
        print(f"{time.perf_counter() - began:6.1f} s  {shard[-1].headline}", file=sys.stderr)
    store.flush()
    store.compact()  # as `claimgraph load` does after a load like this
    store.close()


def add_findings(path: Path, number: int) -> None:
    """Made-up findings on pairs of claims that are about the same thing, if the store has none yet.

    What the reasoning finds in these reports is no measure: chance makes far more contradictions than a war.
    """
    store = EmbeddedStore.open(path)
    if not store.query(f"ASK {{ ?finding <{cg('concernsQuestion')}> ?question }}"):
        chance = random.Random(SEED)
        claims: dict[str, list[str]] = {}
        rows = store.query(
            f"SELECT ?claim ?thing {{ ?claim <{cg('hasStance')}> ?s ; <{cg('isAbout')}> ?thing }}"
        )
        for row in sorted((row["thing"].value, row["claim"].value) for row in rows):  # type: ignore[union-attr]  # rows of a SELECT
            claims.setdefault(row[0], []).append(row[1])
        things = sorted(thing for thing, some in claims.items() if len(some) > 1)
        weights = [len(claims[thing]) for thing in things]
        found = (
            _finding(chance, thing, *chance.sample(claims[thing], 2))
            for thing in chance.choices(things, weights, k=number)
        )
        writer = FindingWriter(store.base, "made-up")
        store.bulk_load("".join((*writer.document(), *writer.findings(found))).encode())
        store.flush()
        store.compact()
    store.close()


def _finding(chance: random.Random, thing: str, first: str, second: str) -> Finding:
    """Half of them contradictions, four tenths corroborations, the rest answers that changed."""
    asks = chance.choice(("hasCause", "hasTimeSpan", "isPerformedBy"))
    asked = Asked(thing, cg(asks), "", f"{asks} of {thing.rpartition('/')[2]}")
    kinds = ("Contradiction", "Corroboration", "Supersession", "Retraction", "TranscriptionDifference")
    kind = chance.choices(kinds, (50, 40, 7, 2, 1))[0]
    if kind == "Contradiction":
        grade = chance.choice(("firm", "possible"))
        first, second = sorted((first, second))
        return Contradiction(first, second, "logic", "literal", grade, asked, "the two exclude each other")
    return Relation(kind, first, second, f"made up as {kind}", question=asked)


def cases(question: Question) -> Iterator[tuple[str, dict[str, object]]]:
    """With what to ask a question: with an entity where it takes one, and with nothing."""
    first = {
        parameter.name: ENTITY_FOR[parameter.name]
        for parameter in question.parameters
        if parameter.type in {"entity", "report"} and parameter.name in ENTITY_FOR
    }
    chosen = VALUES.get(question.name) or dict(islice(first.items(), 1))
    if chosen:
        yield ", ".join(f"{name}={value}" for name, value in chosen.items()), chosen
    if not any(parameter.required for parameter in question.parameters):
        yield "", {}


def measure(store: EmbeddedStore, runs: int, only: Sequence[str]) -> list[dict[str, object]]:
    """The median times in seconds and the number of rows of each case."""
    results: list[dict[str, object]] = []
    for name, question in load_questions().items():
        if only and name not in only:
            continue
        for label, values in cases(question):
            answer, (wall, cpu, even) = timed(store, question, values, runs)
            results.append(
                {
                    "question": name,
                    "with": label,
                    "seconds": round(wall, 4),
                    "cpu_seconds": round(cpu, 4),
                    "even_seconds": round(even, 4),
                    "rows": len(answer.rows),
                    "truncated": answer.truncated,
                    "newest": answer.newest,
                }
            )
            rows = f"{len(answer.rows)}{'+' if answer.truncated or answer.newest else ''}"
            print(
                f"{name:24} {label:28} {wall * 1000:7.0f} ms {cpu * 1000:7.0f} ms CPU "
                f"{even * 1000:7.0f} ms at an even pace {rows:>6} rows",
                flush=True,
            )
    return results


def timed(
    store: EmbeddedStore, question: Question, values: dict[str, object], runs: int
) -> tuple[Answer, tuple[float, ...]]:
    """The answer and the medians of its times: by the clock, of the processor, and at an even pace.

    The clock of a shared machine changes by half within seconds. So each run stands between two of a loop
    whose time is known; the third figure is the processor time it would take where that loop takes `PACE`.
    """
    times = []
    for _ in range(runs):
        before = pace()
        began, cpu = time.perf_counter(), time.process_time()
        try:
            answer = put(store, question, values)
        except UsageError as error:
            sys.exit(f"{question.name}: {error}")
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        times.append((wall, cpu, cpu * 2 * PACE / (before + pace())))
    return answer, tuple(statistics.median(some) for some in zip(*times, strict=True))


def as_markdown(results: Sequence[dict[str, object]]) -> str:
    """The rows of the table in docs/benchmarks.md: seconds at an even pace, and `+` where there is more."""
    lines = ["| question | asked with | s | rows |", "|---|---|---|---|"]
    for row in results:
        asked = str(row["with"]).replace("=", " = ") or "–"
        more = "+" if row["truncated"] or row["newest"] else ""
        seconds = f"{float(str(row['even_seconds'])):.2f}"
        lines.append(f"| {row['question']} | {asked} | {seconds} | {row['rows']}{more} |")
    return "\n".join(lines) + "\n"


def pace() -> float:
    """Seconds of processor time for half a million multiplications."""
    began, total = time.process_time(), 0
    for number in range(500_000):
        total += number * number
    return time.process_time() - began


def main() -> None:
    """Make the store if it is not there, ask every question, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000, help="how many reports to generate")
    parser.add_argument(
        "--store", type=Path, default=Path("/tmp/claimgraph-bench"), help="the store's folder"
    )
    parser.add_argument("--findings", type=int, default=0, help="how many made-up findings to add, once")
    parser.add_argument("--runs", type=int, default=5, help="runs a case, of which the median is given")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument(
        "--markdown", type=Path, help="also write the rows of the table in the docs to this file"
    )
    parser.add_argument("--only", nargs="*", default=[], help="only these questions")
    arguments = parser.parse_args()
    if not arguments.store.exists():
        make_store(arguments.store, arguments.reports)
    if arguments.findings:
        add_findings(arguments.store, arguments.findings)
    store = EmbeddedStore.open(arguments.store, read_only=True)
    results = measure(store, arguments.runs, arguments.only)
    slowest = max((float(str(row["even_seconds"])) for row in results), default=0.0)
    print(f"{len(store):,} quads; slowest {slowest:.3f} s at an even pace")
    if arguments.json:
        found = {"reports": arguments.reports, "quads": len(store), "results": results}
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if arguments.markdown:
        arguments.markdown.write_text(as_markdown(results), encoding="utf-8")


if __name__ == "__main__":
    main()
