"""What phrases of reports mean, by role and context."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.reference import Resolution, ResolutionContext, Resolver, SaidRole

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
    ("Luxembourg", "Government of Luxembourg"),
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
    ("Russia’s Federal Security Service", "Federal Security Service"),
    ("Sudan's Rapid Support Forces", "Rapid Support Forces"),
    ("the Israel Defense Forces (IDF)", "Israel Defense Forces"),
    ("the Washington-based Institute for the Study of War", "Institute for the Study of War"),
    ("Russia's state news agency TASS", "TASS"),
    ("Ukraine's security service, the SBU", "Security Service of Ukraine"),
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
    ("Ukraine's defence minister, Ann Othername", "Ann Othername"),
    ("Ukraine's prosecutor general, Iryna Venediktova", "Iryna Venediktova"),
    ("Oleksandr, 45, a resident of Bucha", "Oleksandr"),
    ("a local resident, Olena", "Olena"),
    # groups without a name
    ("the ministry's spokesman", "Ministry's spokesman (unnamed)"),
    ("Hamas militants", "Hamas militants (unnamed)"),
    ("advisers to President Putin", "Advisers to President Putin (unnamed)"),
    ("Putin's spokesman", "Putin's spokesman (unnamed)"),
    ("the Zaporizhzhia nuclear power plant", "Zaporizhzhia Nuclear Power Plant"),
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
    ("Russia's Belgorod region", "place", "Belgorod Oblast", "Territory"),
    ("the Black Sea port of Odesa", "place", "Odesa", "Settlement"),
    ("the outskirts of Kyiv", "place", "Kyiv", "Settlement"),
    ("Khan Younis in southern Gaza", "place", "Khan Younis", "Settlement"),
    ("the town of Bucha, near Kyiv", "place", "Bucha", "Settlement"),
    ("Turkey", "place", "Territory of Türkiye", "Territory"),
    ("Jordan", "place", "Territory of Jordan", "Territory"),
    ("Minsk", "place", "Minsk", "Settlement"),
    ("Luxembourg", "place", "Territory of Luxembourg", "Territory"),
    ("Luxembourg", "actor", "Luxembourg", "State"),
    ("Singapore", "thing", "Singapore", "State"),
    ("Saratov", "place", "Saratov", "Settlement"),
    ("Novoselivka", "place", "Novoselivka", "Place"),
    # performers
    ("Russia", "actor", "Russia", "State"),
    ("Moscow", "actor", "Government of Russia", "Government"),
    ("Russian forces", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("invading Russian forces", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("Russian troops", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("Ukrainian soldiers", "actor", "Armed Forces of Ukraine", "ArmedForce"),
    ("Russian missiles", "actor", "Armed Forces of Russia", "ArmedForce"),
    ("Ukrainian air defences", "actor", "Armed Forces of Ukraine", "ArmedForce"),
    ("Hamas militants", "actor", "Hamas", "NonStateArmedGroup"),
    ("Syrian rebels", "actor", "Syrian rebels (unnamed)", "UnnamedSource"),
    ("Kremlin-backed forces", "actor", "Kremlin-backed forces (unnamed)", "UnnamedSource"),
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
    ("Russian missiles", "thing", "Russian missiles", "Materiel"),
    ("the train station in Kramatorsk", "thing", "Kramatorsk railway station", "RailwayStation"),
    ("the drama theatre in Mariupol", "thing", "Mariupol theatre", "CivilFacility"),
    ("Russian Kinzhal hypersonic missiles", "thing", "Kinzhal missile", "MaterielType"),
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
        ("Tripoli", "Tripoli"),
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
