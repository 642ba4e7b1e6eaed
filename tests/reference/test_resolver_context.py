"""What phrases mean after what the report has said, and what stays open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.model import Entity
from claimgraph.reference import Resolution, ResolutionContext, Resolver, SaidRole
from claimgraph.reference.kinds import is_a

RESOLVER = Resolver.default()
WAR = date(2022, 4, 16)


def resolve(
    text: str, role: SaidRole | None = None, earlier: tuple[str, ...] = (), day: date | None = WAR
) -> Resolution:
    context = ResolutionContext(date=day, scope="report")
    for name in earlier:
        entity = RESOLVER.resolve(name, context=context).entity
        assert entity is not None, name
        context.remember(entity)
    return RESOLVER.resolve(text, role=role, context=context)


AMBIGUOUS: list[tuple[str, SaidRole, set[str]]] = [
    ("Klitschko", "speaker", {"Vitali Klitschko", "Wladimir Klitschko"}),
    ("Brussels", "speaker", {"European Union", "Government of Belgium"}),
    ("Georgia", "place", {"Territory of Georgia", "Georgia (U.S. state)"}),
    ("the RSF", "speaker", {"Rapid Support Forces", "Reporters Without Borders"}),
    ("Congo", "speaker", {"Congo Republic", "Democratic Republic of the Congo"}),
    ("Kuleba", "speaker", {"Dmytro Kuleba", "Oleksiy Kuleba"}),
    ("Kim", "speaker", {"Vitaliy Kim", "Kim Jong Un"}),
    ("Victoria", "place", {"Victoria", "Victoria (Australian state)"}),
]


@pytest.mark.parametrize(("text", "role", "labels"), AMBIGUOUS, ids=[a[0] for a in AMBIGUOUS])
def test_ambiguity_is_recorded_and_left_open(text: str, role: SaidRole, labels: set[str]) -> None:
    resolution = resolve(text, role)
    assert resolution.entity is None
    assert resolution.rule == "ambiguous"
    assert {candidate.label for candidate in resolution.candidates} == labels


IN_CONTEXT: list[tuple[str, SaidRole, tuple[str, ...], str]] = [
    ("Klitschko", "speaker", ("Vitali Klitschko",), "Vitali Klitschko"),
    ("Minsk", "thing", ("the landing ship Minsk",), "Minsk"),
    ("Kim", "speaker", ("Governor Vitaliy Kim",), "Vitaliy Kim"),
    ("Klychko", "speaker", ("Vitali Klitschko",), "Vitali Klitschko"),
    ("the cruiser", "thing", ("Moskva",), "Moskva"),
    ("the warship", "thing", ("Kyiv", "Moskva"), "Moskva"),
    ("the ship", "thing", ("Moskva", "Vizar plant"), "Moskva"),
    ("the Russian warship", "thing", ("Moskva",), "Moskva"),
    ("the plant", "thing", ("Moskva", "Vizar plant"), "Vizar plant"),
    ("the Mariupol plant", "thing", ("Vizar plant", "Azovstal"), "Azovstal"),
    ("the capital", "place", ("Kyiv", "Mariupol"), "Kyiv"),
    ("Georgia", "place", ("Tbilisi",), "Territory of Georgia"),
    ("the RSF", "speaker", ("Khartoum",), "Rapid Support Forces"),
    ("the defence ministry", "speaker", ("Ministry of Defence of Russia",), "Ministry of Defence of Russia"),
    ("Russia's flagship", "thing", ("Moskva",), "Moskva"),
    ("Unknownenko", "speaker", ("Ukrainian lawmaker Ivan Unknownenko",), "Ivan Unknownenko"),
    ("Jordan", "speaker", ("analyst Peter Jordan",), "Peter Jordan"),
    ("Mr. Khan", "speaker", ("analyst Peter Khan",), "Peter Khan"),
    ("the group", "speaker", ("Hamas",), "Hamas"),
    ("the ministry", "speaker", ("Ministry of Defence of Russia", "SBU"), "Ministry of Defence of Russia"),
    ("the newspaper", "speaker", ("Kommersant",), "Kommersant"),
    ("the mayor", "speaker", ("Vitali Klitschko", "Volodymyr Zelenskyy"), "Vitali Klitschko"),
    ("the president", "speaker", ("Vitali Klitschko", "Volodymyr Zelenskyy"), "Volodymyr Zelenskyy"),
]


@pytest.mark.parametrize(
    ("text", "role", "earlier", "label"), IN_CONTEXT, ids=[f"{c[0]} after {c[2][0]}" for c in IN_CONTEXT]
)
def test_the_report_so_far_decides(text: str, role: SaidRole, earlier: tuple[str, ...], label: str) -> None:
    resolution = resolve(text, role, earlier)
    assert resolution.entity is not None, resolution
    assert resolution.entity.label == label


NOTHING: list[tuple[str, SaidRole | None, tuple[str, ...]]] = [
    ("the cruiser", "thing", ("Moskva", "Varyag")),
    ("the Kharkiv plant", "thing", ("Vizar plant",)),
    ("the Ukrainian warship", "thing", ("Moskva",)),
    ("a warship", None, ()),
    ("the flagship", "thing", ()),
    ("turkey", "place", ()),
    ("", "speaker", ()),
    ("—", "speaker", ()),
    ("2,500", "thing", ()),
    ("an unheard-of matter", "thing", ()),
    ("Zorblax", None, ()),
    ("the mayor", "speaker", ("Volodymyr Zelenskyy",)),
    ("the president", "speaker", ("Vladimir Putin", "Volodymyr Zelenskyy")),
    ("a mayor", "speaker", ("Vitali Klitschko",)),
    ("Bradley", "speaker", ()),
    ("General Electric", "speaker", ()),
    ("the city council", "speaker", ("Ministry of Justice of Germany",)),
    ("a think tank in Washington", "speaker", ()),
]


@pytest.mark.parametrize(("text", "role", "earlier"), NOTHING, ids=[repr(n[0]) for n in NOTHING])
def test_no_reference_entity_is_guessed(text: str, role: SaidRole | None, earlier: tuple[str, ...]) -> None:
    entity = resolve(text, role, earlier).entity
    assert entity is None or entity.iri is None


@pytest.mark.parametrize("text", ["She", "he", "they", "who", "These", "its", "another"])
def test_pronouns_are_left_to_the_reader(text: str) -> None:
    assert resolve(text, "speaker", ("Volodymyr Zelenskyy",)).entity is None


def test_two_cruisers_leave_the_cruiser_open() -> None:
    resolution = resolve("the cruiser", "thing", ("Moskva", "Varyag"))
    assert {candidate.label for candidate in resolution.candidates} == {"Moskva", "Varyag"}


@pytest.mark.parametrize(
    ("text", "day", "label"),
    [
        ("the US president", date(2022, 4, 16), "Joe Biden"),
        ("the US president", date(2025, 3, 1), "Donald Trump"),
        ("the British prime minister", date(2023, 1, 1), "Rishi Sunak"),
        ("Ukraine's prime minister", date(2022, 4, 16), "Denys Shmyhal"),
        ("the Russian defence minister", date(2024, 6, 1), "Andrei Belousov"),
        ("the German chancellor", date(2022, 4, 16), "Olaf Scholz"),
    ],
)
def test_the_date_decides_who_held_an_office(text: str, day: date, label: str) -> None:
    resolution = resolve(text, "speaker", day=day)
    assert resolution.rule == "office-holder"
    assert resolution.entity is not None
    assert resolution.entity.label == label


def test_an_open_tenure_is_not_taken_beyond_what_is_known() -> None:
    entity = resolve("the Ukrainian president", "speaker", day=date(2100, 1, 1)).entity
    assert entity is not None
    assert entity.iri is None


@pytest.mark.parametrize("text", ["the former Ukrainian president", "Chad's foreign minister"])
def test_an_office_without_a_known_holder_stays_unnamed(text: str) -> None:
    entity = resolve(text, "speaker").entity
    assert entity is not None
    assert entity.iri is None
    assert entity.kind == "Person"


def test_without_a_date_no_holder_is_assumed() -> None:
    entity = resolve("the Ukrainian president", "speaker", day=None).entity
    assert entity is not None
    assert entity.iri is None


MINISTRY = "https://w3id.org/claimgraph/data/entity/ministry-of-foreign-affairs-of-"
GOVERNMENT = "https://w3id.org/claimgraph/data/entity/government-of-"


@pytest.mark.parametrize(
    ("text", "acts_for"),
    [
        ("Ukrainian officials", GOVERNMENT + "ukraine"),
        ("US intelligence officials", GOVERNMENT + "united-states"),
        ("Germany's Ministry of Justice", GOVERNMENT + "germany"),
        ("Kremlin officials", GOVERNMENT + "russia"),
        ("Western officials", None),
        ("Kyiv residents", None),
        ("Ukrainian residents", None),
        ("officials in Kyiv", None),
        ("Ukrainian lawmaker Ivan Unknownenko", None),
        ("Ukrainian deputy defence minister Ivan Unknownenko", GOVERNMENT + "ukraine"),
        ("Ivan Unknownenko, a spokesman for the Kremlin", GOVERNMENT + "russia"),
        ("Ukrainian foreign ministry spokesman Ivan Unknownenko", MINISTRY + "ukraine"),
        ("Ivan Unknownenko, a resident of Lviv", None),
    ],
)
def test_for_whom_an_unknown_source_speaks(text: str, acts_for: str | None) -> None:
    entity = resolve(text, "speaker").entity
    assert entity is not None
    assert entity.iri is None
    assert entity.acts_for == acts_for


def test_unnamed_groups_belong_to_their_report_and_new_bodies_do_not() -> None:
    group = resolve("Ukrainian officials", "speaker").entity
    body = resolve("Germany's Ministry of Justice", "speaker").entity
    plant = resolve("an armaments plant", "thing").entity
    assert group is not None
    assert body is not None
    assert plant is not None
    assert (group.scope, body.scope, plant.scope) == ("report", "", "report")


def test_officials_in_the_mouth_of_a_president_are_his_states() -> None:
    context = ResolutionContext(date=WAR, speaker=RESOLVER.resolve("Zelenskyy").entity)
    resolution = RESOLVER.resolve("officials", role="speaker", context=context)
    assert resolution.entity is not None
    assert resolution.entity.label == "Ukrainian officials (unnamed)"
    assert resolution.entity.acts_for == GOVERNMENT + "ukraine"
    assert resolution.rule == "unnamed-group-of-speaker"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Russian forces", "russian-side"),
        ("Igor Konashenkov", "russian-side"),
        ("the Moskva", "russian-side"),
        ("Ukrainian officials", "ukrainian-side"),
        ("Azov Regiment", "ukrainian-side"),
        ("Western officials", None),
        ("NATO", None),
    ],
)
def test_sides(text: str, side: str | None) -> None:
    entity = resolve(text).entity
    assert entity is not None
    assert entity.side == (f"https://w3id.org/claimgraph/data/entity/{side}" if side else None)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Kyiv mayor Vitali Klitschko", "Kyiv mayor"),
        ("Vitali Klitschko, the mayor of Kyiv", "mayor of Kyiv"),
        ("Ukrainian President Volodymyr Zelenskyy", "Ukrainian President"),
    ],
)
def test_words_of_office_are_kept(text: str, office: str) -> None:
    assert resolve(text, "speaker").office == office


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Kyiv and Washington", ["Government of Ukraine", "Government of the United States"]),
        ("Ukraine, Poland and Germany", [f"Government of {s}" for s in ("Ukraine", "Poland", "Germany")]),
        ("Antigua and Barbuda", ["Government of Antigua and Barbuda"]),
        ("the Russian defence ministry", ["Ministry of Defence of Russia"]),
        ("Foreign Minister Sergei Lavrov and his Ukrainian counterpart", ["Sergei Lavrov"]),
    ],
)
def test_joint_sources(text: str, labels: list[str]) -> None:
    found = RESOLVER.resolve_all(text, role="speaker")
    assert [each.entity.label for each in found if each.entity] == labels


def test_local_entities_in_context_are_found_again() -> None:
    context = ResolutionContext(scope="r")
    context.remember(Entity("Ivan Unknownenko", "Person"))
    assert RESOLVER.resolve("Unknownenko", context=context).entity == Entity("Ivan Unknownenko", "Person")


VOCABULARY = (
    "the a Kyiv Russia's Ukrainian mayor of in and , officials forces plant that produced Neptune "
    "flagship spokesman for Ann Zelenskyy capital who to"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))


@given(st.lists(WORDS, max_size=14), st.sampled_from(["speaker", "place", "actor", "thing", None]))
def test_no_order_of_words_breaks_the_resolver(words: list[str], role: SaidRole | None) -> None:
    context = ResolutionContext(date=WAR, scope="r", speaker=RESOLVER.resolve("Zelenskyy").entity)
    resolution = RESOLVER.resolve(" ".join(words), role=role, context=context)
    assert resolution.is_metonymic == (resolution.entity is not None and resolution.literal is not None)
    if role == "speaker" and resolution.entity is not None:
        assert is_a(resolution.entity.kind, "Agent")
    assert RESOLVER.resolve_all(" ".join(words), role=role, context=context)


def test_a_very_long_phrase_is_no_burden() -> None:
    assert RESOLVER.resolve("Kyiv " * 20_000, role="speaker").entity is None


@given(st.text(max_size=60), st.sampled_from(["speaker", "place", "actor", "thing", None]))
def test_no_text_breaks_the_resolver(text: str, role: SaidRole | None) -> None:
    assert RESOLVER.resolve(text, role=role) == RESOLVER.resolve(text, role=role)
