"""What phrases of reports mean, by role and context."""

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


SPEAKERS = [
    # states, capitals, buildings
    ("Kyiv", "Government of Ukraine"),
    ("Kiev", "Government of Ukraine"),
    ("Moscow", "Government of Russia"),
    ("the Kremlin", "Government of Russia"),
    ("Russia", "Government of Russia"),
    ("the Russian Federation", "Government of Russia"),
    ("Ukraine", "Government of Ukraine"),
    ("Washington", "Government of the United States"),
    ("the White House", "Government of the United States"),
    ("The United States", "Government of the United States"),
    ("the U.S.", "Government of the United States"),
    ("the UK", "Government of the United Kingdom"),
    ("Downing Street", "Government of the United Kingdom"),
    ("Beijing", "Government of China"),
    ("Tehran", "Government of Iran"),
    ("Turkey", "Government of Türkiye"),
    ("Ankara", "Government of Türkiye"),
    ("Chad", "Government of Chad"),
    ("Jordan", "Government of Jordan"),
    ("Georgia", "Government of Georgia"),
    ("the Netherlands", "Government of the Netherlands"),
    ("Taiwan", "Government of Taiwan"),
    ("the Vatican", "Government of the Holy See"),
    ("the Pentagon", "United States Department of Defense"),
    ("the State Department", "United States Department of State"),
    ("Ukrainian government", "Government of Ukraine"),
    ("the Biden administration", "Government of the United States"),
    ("Germany's government", "Government of Germany"),
    ("the Kyiv government", "Government of Ukraine"),
    # bodies
    ("the Russian defence ministry", "Ministry of Defence of Russia"),
    ("Russia’s Ministry of Defence", "Ministry of Defence of Russia"),
    ("Russia's defense ministry", "Ministry of Defence of Russia"),
    ("the Ministry of Defence of the Russian Federation", "Ministry of Defence of Russia"),
    ("the ministry of defence of Russia", "Ministry of Defence of Russia"),
    ("Moscow's defence ministry", "Ministry of Defence of Russia"),
    ("the Russian MoD", "Ministry of Defence of Russia"),
    ("Britain's Ministry of Defence", "Ministry of Defence of the United Kingdom"),
    ("the UK Ministry of Defence", "Ministry of Defence of the United Kingdom"),
    ("the US Department of Defense", "United States Department of Defense"),
    ("Ukraine's foreign ministry", "Ministry of Foreign Affairs of Ukraine"),
    ("the Russian Foreign Ministry", "Ministry of Foreign Affairs of Russia"),
    ("Germany's Ministry of Justice", "Ministry of Justice of Germany"),
    ("the Norwegian foreign ministry", "Ministry of Foreign Affairs of Norway"),
    ("Ukraine’s air force", "Ukrainian Air Force"),
    ("the air force of Ukraine", "Ukrainian Air Force"),
    ("the Ukrainian Air Force Command", "Ukrainian Air Force"),
    ("the Ukrainian General Staff", "General Staff of the Armed Forces of Ukraine"),
    ("the General Staff of the Armed Forces of Ukraine", "General Staff of the Armed Forces of Ukraine"),
    ("Russia's General Staff", "General Staff of the Armed Forces of Russia"),
    ("the Ukrainian military", "Armed Forces of Ukraine"),
    ("Russia's army", "Armed Forces of Russia"),
    ("Poland's armed forces", "Armed Forces of Poland"),
    ("Ukraine's military intelligence", "Main Directorate of Intelligence of Ukraine"),
    ("the SBU", "Security Service of Ukraine"),
    ("the FSB", "Federal Security Service"),
    ("Ukraine's parliament", "Verkhovna Rada"),
    ("the Russian parliament", "State Duma"),
    ("Kyiv police", "Kyiv police"),
    ("French police", "National Police of France"),
    ("Ukraine's central bank", "National Bank of Ukraine"),
    ("Zelenskyy’s office", "Office of the President of Ukraine"),
    ("the IAEA", "IAEA"),
    ("the International Atomic Energy Agency", "IAEA"),
    ("the UN human rights office", "OHCHR"),
    ("the Red Cross", "International Committee of the Red Cross"),
    ("Gaza's health ministry", "Gaza Health Ministry"),
    ("Israel's military", "Israel Defense Forces"),
    ("the Sudanese army", "Sudanese Armed Forces"),
    ("the Rapid Support Forces", "Rapid Support Forces"),
    ("the Russian-installed authorities in Kherson", "Russian-installed administration of Kherson"),
    ("Reuters", "Reuters"),
    ("The Guardian", "The Guardian"),
    ("TASS news agency", "TASS"),
    ("Міністерство оборони України", "Ministry of Defence of Ukraine"),
    ("Минобороны России", "Ministry of Defence of Russia"),
    # spokespeople
    ("a spokesperson for the Ukrainian air force", "Ukrainian Air Force"),
    ("a Kremlin spokesman", "Government of Russia"),
    ("the Russian defence ministry's spokesman", "Ministry of Defence of Russia"),
    ("a Ukrainian military spokesman", "Armed Forces of Ukraine"),
    ("a statement from the Russian defence ministry", "Ministry of Defence of Russia"),
    ("a Russian defence ministry statement", "Ministry of Defence of Russia"),
    ("the press service of the General Staff of Ukraine", "General Staff of the Armed Forces of Ukraine"),
    ("a State Department spokeswoman", "United States Department of State"),
    # people
    ("Kyiv mayor Vitali Klitschko", "Vitali Klitschko"),
    ("Kyiv’s mayor, Vitali Klitschko,", "Vitali Klitschko"),
    ("Vitali Klitschko, the mayor of Kyiv", "Vitali Klitschko"),
    ("the mayor of Kyiv, Vitaliy Klitschko", "Vitali Klitschko"),
    ("Ukrainian President Volodymyr Zelenskyy", "Volodymyr Zelenskyy"),
    ("President Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Zelenskiy", "Volodymyr Zelenskyy"),
    ("President Putin", "Vladimir Putin"),
    ("Ukrainian member of parliament Sviatoslav Yurash", "Sviatoslav Yurash"),
    ("Foreign Minister Sergei Lavrov", "Sergei Lavrov"),
    ("Russia's foreign minister, Sergey Lavrov", "Sergei Lavrov"),
    ("Lavrov", "Sergei Lavrov"),
    ("Kremlin spokesman Dmitry Peskov", "Dmitry Peskov"),
    ("NATO Secretary General Jens Stoltenberg", "Jens Stoltenberg"),
    ("Maj. Gen. Igor Konashenkov", "Igor Konashenkov"),
    ("Defence Minister Shoigu", "Sergei Shoigu"),
    ("European Commission President Ursula von der Leyen", "Ursula von der Leyen"),
    ("Володимир Зеленський", "Volodymyr Zelenskyy"),
    ("the Ukrainian president", "Volodymyr Zelenskyy"),
    ("Ukraine's defence minister", "Oleksii Reznikov"),
    ("the British prime minister", "Boris Johnson"),
    ("the mayor of Kharkiv", "Ihor Terekhov"),
    ("NATO's secretary general", "Jens Stoltenberg"),
    ("Jordan Peterson", "Jordan Peterson"),
    ("Georgia Smith, a resident of Lviv", "Georgia Smith"),
    ("Ukrainian lawmaker Ivan Unknownenko", "Ivan Unknownenko"),
    ("Ivan Unknownenko, a Ukrainian lawmaker", "Ivan Unknownenko"),
    ("President Volodymyr O. Zelenskyy", "Volodymyr Zelenskyy"),
    ("head of the SBU Vasyl Malyuk", "Vasyl Malyuk"),
    ("US Secretary of State Antony Blinken", "Antony Blinken"),
    ("pollster Ann Othername", "Ann Othername"),
    ("Officer Ann Othername, a police spokeswoman", "Ann Othername"),
    ("Ann Othername, an aide to Vladimir Putin", "Ann Othername"),
    ("Ann Othername, a professor of history at the University of Lviv", "Ann Othername"),
    # groups without a name
    ("advisers to President Putin", "Advisers to President Putin (unnamed)"),
    ("Putin's spokesman", "Putin's spokesman (unnamed)"),
    ("the Zaporizhzhia nuclear power plant", "Zaporizhzhia Nuclear Power Plant (unnamed)"),
    ("Ukrainian officials", "Ukrainian officials (unnamed)"),
    ("senior Ukrainian officials", "Senior Ukrainian officials (unnamed)"),
    ("Western officials", "Western officials (unnamed)"),
    ("two senior US defence officials", "Senior US defence officials (unnamed)"),
    ("US intelligence", "US intelligence (unnamed)"),
    ("local authorities", "Local authorities (unnamed)"),
    ("residents", "Residents (unnamed)"),
    ("Kyiv residents", "Kyiv residents (unnamed)"),
    ("residents of Mariupol", "Residents of Mariupol (unnamed)"),
    ("Russian soldiers", "Russian soldiers (unnamed)"),
    ("NATO officials", "NATO officials (unnamed)"),
    ("Pentagon officials", "Pentagon officials (unnamed)"),
    ("Russian state media", "Russian state media (unnamed)"),
    ("witnesses", "Witnesses (unnamed)"),
    ("Kharkiv", "Kharkiv authorities (unnamed)"),
]


@pytest.mark.parametrize(("text", "label"), SPEAKERS, ids=[text for text, _ in SPEAKERS])
def test_speakers(text: str, label: str) -> None:
    resolution = resolve(text, "speaker")
    assert resolution.entity is not None, resolution
    assert resolution.entity.label == label


OTHERS: list[tuple[str, SaidRole, str, str]] = [
    # places
    ("Kyiv", "place", "Kyiv", "Settlement"),
    ("Moscow", "place", "Moscow", "Settlement"),
    ("Russia", "place", "Territory of Russia", "Territory"),
    ("the United States", "place", "Territory of the United States", "Territory"),
    ("Washington", "place", "Washington", "Settlement"),
    ("Washington state", "place", "Washington (U.S. state)", "Territory"),
    ("the Moscow region", "place", "Moscow Oblast", "Territory"),
    ("the Kyiv region", "place", "Kyiv Oblast", "Territory"),
    ("the city of Mariupol", "place", "Mariupol", "Settlement"),
    ("the besieged port city of Mariupol", "place", "Mariupol", "Settlement"),
    ("the Darnytsky district", "place", "Darnytskyi District", "District"),
    ("the Kremlin", "place", "Moscow Kremlin", "CivilFacility"),
    ("the eastern Donbas region", "place", "Donbas", "InformalRegion"),
    ("Crimea", "place", "Crimea", "InformalRegion"),
    ("the Ukrainian capital", "place", "Kyiv", "Settlement"),
    ("Ukraine’s capital", "place", "Kyiv", "Settlement"),
    ("Kyiv's Darnytskyi district", "place", "Darnytskyi District", "District"),
    ("the Darnytskyi district of Kyiv", "place", "Darnytskyi District", "District"),
    ("the Kyiv suburb of Bucha", "place", "Bucha", "Settlement"),
    ("central Kyiv", "place", "Kyiv", "Settlement"),
    ("Russian-occupied Melitopol", "place", "Melitopol", "Settlement"),
    ("the southern Mykolaiv region", "place", "Mykolaiv Oblast", "Territory"),
    ("eastern Ukraine", "place", "Eastern Ukraine", "InformalRegion"),
    ("southern Russia", "place", "Southern Russia", "InformalRegion"),
    ("the port of Berdyansk", "place", "Port of Berdiansk", "Port"),
    ("Turkey", "place", "Territory of Türkiye", "Territory"),
    ("Jordan", "place", "Territory of Jordan", "Territory"),
    ("Minsk", "place", "Minsk", "Settlement"),
    ("Saratov", "place", "Saratov", "Settlement"),
    ("Novoselivka", "place", "Novoselivka", "Place"),
    # performers
    ("Russia", "actor", "Russia", "State"),
    ("Moscow", "actor", "Government of Russia", "Government"),
    ("Russian forces", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("invading Russian forces", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("Russian troops", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("Ukrainian soldiers", "actor", "Armed Forces of Ukraine", "ArmedForce"),
    ("Polish troops", "actor", "Armed Forces of Poland", "ArmedForce"),
    ("the Ukrainian army", "actor", "Armed Forces of Ukraine", "ArmedForce"),
    ("pro-Russian separatists", "actor", "Russian-backed separatists in Donbas", "NonStateArmedGroup"),
    ("Wagner mercenaries", "actor", "Wagner Group", "NonStateArmedGroup"),
    ("the Russians", "actor", "Russian side", "Belligerent"),
    ("Ukrainians", "actor", "Ukrainian side", "Belligerent"),
    ("the Ukrainians", "speaker", "Ukrainians (unnamed)", "UnnamedSource"),
    ("Poles", "actor", "Poles (unnamed)", "UnnamedSource"),
    ("Russian air force jets", "actor", "Russian Aerospace Forces", "ArmedForce"),
    ("the Black Sea Fleet", "actor", "Black Sea Fleet", "MilitaryUnit"),
    # vessels
    ("the Moskva", "thing", "Moskva", "Cruiser"),
    ("the Moskva missile cruiser", "thing", "Moskva", "Cruiser"),
    ("the missile cruiser Moskva", "thing", "Moskva", "Cruiser"),
    ("the Russian warship Moskva", "thing", "Moskva", "Cruiser"),
    ("the Slava-class cruiser Moskva", "thing", "Moskva", "Cruiser"),
    ("Russia’s Black Sea naval flagship", "thing", "Moskva", "Cruiser"),
    ("the flagship of Russia's Black Sea Fleet", "thing", "Moskva", "Cruiser"),
    ("the Black Sea Fleet’s flagship", "thing", "Moskva", "Cruiser"),
    ("the Ukrainian navy's flagship", "thing", "Hetman Sahaidachny", "Frigate"),
    ("Minsk", "thing", "Minsk", "Settlement"),
    ("the landing ship Minsk", "thing", "Minsk", "LandingShip"),
    ("the landing ship Orsk", "thing", "Orsk", "LandingShip"),
    # facilities and models
    ("the Vizar plant", "thing", "Vizar plant", "ArmsFactory"),
    ("the Vizar factory outside Kyiv", "thing", "Vizar plant", "ArmsFactory"),
    ("a plant that produced the Neptune missiles", "thing", "Vizar plant", "ArmsFactory"),
    ("a factory which makes Neptune anti-ship missiles", "thing", "Vizar plant", "ArmsFactory"),
    ("the Neptune missile plant", "thing", "Vizar plant", "ArmsFactory"),
    ("the Azovstal steel plant", "thing", "Azovstal", "IndustrialFacility"),
    (
        "the Zaporizhzhia nuclear power plant",
        "thing",
        "Zaporizhzhia Nuclear Power Plant",
        "NuclearPowerPlant",
    ),
    ("the Kerch bridge", "thing", "Crimean Bridge", "Bridge"),
    ("Neptune missiles", "thing", "Neptune missile", "MaterielType"),
    ("S-300 missiles", "thing", "S-300 air defence system", "MaterielType"),
    ("Bayraktar drones", "thing", "Bayraktar TB2", "MaterielType"),
    ("an armaments plant", "thing", "Armaments plant", "ArmsFactory"),
    ("the Orion plant", "thing", "Orion plant", "IndustrialFacility"),
]


@pytest.mark.parametrize(("text", "role", "label", "kind"), OTHERS, ids=[f"{o[0]}-{o[1]}" for o in OTHERS])
def test_places_performers_things(text: str, role: SaidRole, label: str, kind: str) -> None:
    resolution = resolve(text, role)
    assert resolution.entity is not None, resolution
    assert (resolution.entity.label, resolution.entity.kind) == (label, kind)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Kyiv", "Kyiv"),
        ("Russia", "Russia"),
        ("the Kremlin", "Moscow Kremlin"),
        ("Pentagon", "Pentagon building"),
    ],
)
def test_metonymy_keeps_what_is_literally_named(text: str, literal: str) -> None:
    resolution = resolve(text, "speaker")
    assert resolution.is_metonymic
    assert resolution.literal is not None
    assert resolution.literal.label == literal


@pytest.mark.parametrize("text", ["Vitali Klitschko", "the Russian defence ministry", "Ukrainian officials"])
def test_names_of_their_own_are_not_metonymic(text: str) -> None:
    resolution = resolve(text, "speaker")
    assert not resolution.is_metonymic
    assert resolution.literal is None


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
