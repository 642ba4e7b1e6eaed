"""Figures in prose: bounds, what is counted, with what fate, on whose side, and what is no count."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.extract.figures.counts import kind_of_count
from claimgraph.extract.figures.quantities import COUNTABLE, QuantityMention, is_countable, quantities
from claimgraph.model import Claim


def only(text: str, counts: str | None = None) -> QuantityMention:
    found = [q for q in quantities(text) if counts is None or q.counts == counts]
    assert len(found) == 1, found
    return found[0]


# figure as written → (low, high, approximate), always in "… people were killed."
BOUNDS = [
    ("12", 12, 12, False),
    ("1,350", 1350, 1350, False),
    ("1 350", 1350, 1350, False),
    ("15\u00a0000", 15000, 15000, False),
    ("15\u202f000", 15000, 15000, False),
    ("15 000", 15000, 15000, False),
    ("1.350", 1350, 1350, False),
    ("1.350.000", 1350000, 1350000, False),
    ("1.3 million", 1300000, 1300000, False),
    ("5 million", 5000000, 5000000, False),
    ("20 thousand", 20000, 20000, False),
    ("19k", 19000, 19000, False),
    ("twelve", 12, 12, False),
    ("twenty-one", 21, 21, False),
    ("forty five", 45, 45, False),
    ("one hundred and five", 105, 105, False),
    ("two hundred and fifty-three thousand", 253000, 253000, False),
    ("three thousand four hundred", 3400, 3400, False),
    ("one and a half million", 1500000, 1500000, False),
    ("half a million", 500000, 500000, True),
    ("half-a-dozen", 6, 6, True),
    ("half a dozen", 6, 6, True),
    ("a dozen", 12, 12, True),
    ("two dozen", 24, 24, True),
    ("a hundred", 100, 100, True),
    ("a hundred thousand", 100000, 100000, True),
    ("a million", 1000000, 1000000, True),
    ("at least 12", 12, None, False),
    ("more than 300", 300, None, False),
    ("over 300", 300, None, False),
    ("well over 300", 300, None, False),
    ("no fewer than 7", 7, None, False),
    ("no less than 7", 7, None, False),
    ("not fewer than 7", 7, None, False),
    ("a minimum of 40", 40, None, False),
    ("upwards of 500", 500, None, False),
    ("in excess of 500", 500, None, False),
    ("above 90", 90, None, False),
    ("more than a dozen", 12, None, False),
    ("more than one million", 1000000, None, False),
    ("1,000-plus", 1000, None, False),
    ("1,000+", 1000, None, False),
    ("50 or more", 50, None, False),
    ("up to 120", None, 120, False),
    ("no more than 20", None, 20, False),
    ("not more than 20", None, 20, False),
    ("at most 20", None, 20, False),
    ("as many as 300", None, 300, False),
    ("as few as 30", 30, None, False),
    ("as little as 4", 4, None, False),
    ("fewer than 20", None, 20, False),
    ("less than 20", None, 20, False),
    ("under 20", None, 20, False),
    ("just under 300", None, 300, False),
    ("a maximum of 8", None, 8, False),
    ("10 or fewer", None, 10, False),
    ("about 40", 40, 40, True),
    ("some 40", 40, 40, True),
    ("nearly 40", 40, 40, True),
    ("almost 40", 40, 40, True),
    ("around 40", 40, 40, True),
    ("roughly 40", 40, 40, True),
    ("approximately 40", 40, 40, True),
    ("close to 40", 40, 40, True),
    ("an estimated 40", 40, 40, True),
    ("~40", 40, 40, True),
    ("40 or so", 40, 40, True),
    ("40-odd", 40, 40, True),
    ("a total of 31", 31, 31, False),
    ("a total of about 31", 31, 31, True),
    ("2,500 to 3,000", 2500, 3000, False),
    ("about 2,500 to 3,000", 2500, 3000, True),
    ("between 10 and 20", 10, 20, False),
    ("between ten and twenty", 10, 20, False),
    ("10-20", 10, 20, False),
    ("10–20", 10, 20, False),
    ("from 10 to 20", 10, 20, False),
    ("2 to 3 million", 2000000, 3000000, False),
    ("two or three", 2, 3, False),
    ("dozens of", 24, None, True),
    ("a few dozen", 24, None, True),
    ("several dozen", 24, None, True),
    ("scores of", 40, None, True),
    ("hundreds of", 200, None, True),
    ("several hundred", 200, None, True),
    ("thousands of", 2000, None, True),
    ("several thousand", 2000, None, True),
    ("a few thousand", 2000, None, True),
    ("tens of thousands of", 20000, None, True),
    ("hundreds of thousands of", 200000, None, True),
    ("millions of", 2000000, None, True),
    ("hundreds, if not thousands, of", 200, None, True),
    ("dozens or even hundreds of", 24, None, True),
    ("several", 2, None, True),
    ("a few", 2, None, True),
    ("a number of", 2, None, True),
    ("a handful of", 2, None, True),
    ("a couple of", 2, 2, True),
    ("a couple of hundred", 200, 200, True),
    ("no", 0, 0, False),
    ("zero", 0, 0, False),
]


@pytest.mark.parametrize(("figure", "low", "high", "approximate"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds(figure: str, low: int | None, high: int | None, approximate: bool) -> None:
    text = f"The governor said {figure} people were killed."
    mention = only(text)
    assert (mention.low, mention.high, mention.approximate) == (low, high, approximate)
    assert mention.counts == "killed"
    assert text[slice(*mention.span)] == mention.text
    assert mention.text in figure
    assert figure.startswith(mention.text)


# sentence → every countable figure in it: (text, counts, group)
COUNTS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("30 soldiers killed near the river.", [("30", "killed", "soldiers")]),
    ("The shelling killed 30.", [("30", "killed", "")]),
    (
        "Four people were killed and nine injured.",
        [("Four", "killed", "people"), ("nine", "wounded", "people")],
    ),
    ("6 people were killed and 14 have been hurt.", [("6", "killed", "people"), ("14", "wounded", "people")]),
    ("A raid killing at least five civilians.", [("at least five", "killed", "civilians")]),
    ("They reported a death toll of 40.", [("40", "killed", "")]),
    ("The death toll stands at 41.", [("41", "killed", "")]),
    ("The number of dead rose to 40.", [("40", "killed", "")]),
    ("It raised the number of drones shot down that night from 13 to 14.", [("14", "drones", "")]),
    ("It cut the toll from 40 to 31.", [("31", "killed", "")]),
    ("Not a single soldier had been in the port.", [("Not a single", "personnel", "soldier")]),
    ("There were no soldiers in the port.", [("no", "personnel", "soldiers")]),
    ("One docker was trapped under a crane.", [("One", "people", "docker")]),
    (
        "One of three soldiers was killed.",
        [("One", "killed", "soldiers"), ("three", "personnel", "soldiers")],
    ),
    ("Thousands spent the night in shelters.", [("Thousands", "people", "")]),
    ("Poland handed over 14 tanks.", [("14", "tanks", "tanks")]),
    ("The toll rose from 10 to 40.", [("40", "killed", "")]),
    ("The number of missing reached 12.", [("12", "missing", "")]),
    ("Hospitals counted 22 dead.", [("22", "killed", "dead")]),
    ("There were 22 fatalities.", [("22", "killed", "fatalities")]),
    ("Kyiv puts it at 300 lost.", [("300", "lost", "lost")]),
    ("The army admitted losses of 70.", [("70", "lost", "")]),
    ("About 90 Ukrainian troops have died.", [("About 90", "killed", "Ukrainian troops")]),
    ("Nine miners are missing.", [("Nine", "missing", "miners")]),
    ("They captured 80 marines.", [("80", "captured", "marines")]),
    ("Some 160 officers surrendered.", [("Some 160", "captured", "officers")]),
    ("Police detained 31 demonstrators.", [("31", "detained", "demonstrators")]),
    ("More than 40,000 residents were evacuated.", [("More than 40,000", "evacuated", "residents")]),
    ("The war displaced 3 million people.", [("3 million", "displaced", "people")]),
    ("Thousands of people fled the town.", [("Thousands", "displaced", "people")]),
    ("The camp holds 700 refugees.", [("700", "displaced", "refugees")]),
    ("There were 50 casualties.", [("50", "casualties", "casualties")]),
    ("50 people were killed or wounded.", [("50", "casualties", "people")]),
    ("He counted 12 dead and wounded.", [("12", "casualties", "dead and wounded")]),
    ("There were no casualties.", [("no", "casualties", "casualties")]),
    ("No injuries were reported.", [("No", "wounded", "injuries")]),
    ("Nobody was killed.", [("Nobody", "killed", "")]),
    ("No one died in the raid.", [("No one", "killed", "")]),
    ("Not a single sailor was wounded.", [("Not a single", "wounded", "sailor")]),
    ("The blast passed without casualties.", [("without", "casualties", "casualties")]),
    ("A woman was killed.", [("A", "killed", "woman")]),
    ("One soldier died.", [("One", "killed", "soldier")]),
    ("The shell wounded a 12-year-old boy.", [("a", "wounded", "boy")]),
    ("A medic and two drivers were hurt.", [("A", "wounded", "medic"), ("two", "wounded", "drivers")]),
    (
        "The raid killed six people, including two girls.",
        [("six", "killed", "people"), ("two", "killed", "girls")],
    ),
    (
        "A policeman was killed and another wounded.",
        [("A", "killed", "policeman"), ("another", "wounded", "policeman")],
    ),
    ("It claimed 39 lives.", [("39", "killed", "lives")]),
    ("The bodies of nine men were found.", [("nine", "killed", "men")]),
    ("Another 12 passengers were hurt.", [("Another 12", "wounded", "passengers")]),
    ("The town has 8,000 inhabitants.", [("8,000", "inhabitants", "inhabitants")]),
    ("It is a city of 430,000.", [("430,000", "inhabitants", "")]),
    (
        "Twenty soldiers killed five farmers.",
        [("Twenty", "personnel", "soldiers"), ("five", "killed", "farmers")],
    ),
    ("They shot down six drones.", [("six", "drones", "drones")]),
    ("The navy lost two frigates.", [("two", "vessels", "frigates")]),
    ("They burned 14 T-72 tanks.", [("14", "tanks", "T-72 tanks")]),
    ("Three T-80s stood there.", [("Three", "tanks", "T-80s")]),
    ("Four Su-25 jets took off.", [("Four", "aircraft", "Su-25 jets")]),
    ("They fired 11 cruise missiles.", [("11", "missiles", "cruise missiles")]),
    ("There were 17 air strikes.", [("17", "strikes", "air strikes")]),
    ("Some 90 trucks crossed.", [("Some 90", "vehicles", "trucks")]),
    ("It sent 2,000 troops.", [("2,000", "personnel", "troops")]),
    ("One sailor died and 27 went missing.", [("One", "killed", "sailor"), ("27", "missing", "sailor")]),
    ("Seven men died, bringing the total to 41.", [("Seven", "killed", "men"), ("41", "killed", "men")]),
    ("The crew of 500 was evacuated.", [("500", "evacuated", "crew")]),
    ("The ship carried 16 P-1000 missiles.", [("16", "missiles", "P-1000 missiles")]),
    (
        "It killed 9 people, including 2 boys, and hurt 12.",
        [("9", "killed", "people"), ("2", "killed", "boys"), ("12", "wounded", "")],
    ),
    ("It left two men dead and injured a dozen.", [("two", "killed", "men"), ("a dozen", "wounded", "men")]),
    (
        "Two of the five missiles were shot down.",
        [("Two", "missiles", "missiles"), ("five", "missiles", "missiles")],
    ),
    ("About 90 miners, half of them fathers, have died.", [("About 90", "killed", "miners")]),
    (
        "It killed 22 villagers, 8 of them children.",
        [("22", "killed", "villagers"), ("8", "killed", "children")],
    ),
    ("Over a million people were forced from their homes.", [("Over a million", "displaced", "people")]),
    ("They fired 9 drones; all 9 were shot down.", [("9", "drones", "drones"), ("9", "drones", "")]),
    ("The two men are in a dead heat.", [("two", "people", "men")]),
    ("Six guards were fatally shot.", [("Six", "killed", "guards")]),
    ("It killed five Dallas police officers.", [("five", "killed", "Dallas police officers")]),
    ("About 600 people shelter there.", [("About 600", "people", "people")]),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS, ids=[row[0] for row in COUNTS])
def test_counts(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(q.text, q.counts, q.group) for q in quantities(text) if q.is_countable]
    assert found == expected


# sentence → the kinds of its figures, none of which may be a count
REFUSED = [
    ("The 95th Brigade moved in.", ["unit-number"]),
    ("The 1st Tank Army withdrew.", ["unit-number"]),
    ("Soldiers of the 36th Marine Brigade spoke.", ["unit-number"]),
    ("They use 152mm guns.", ["calibre"]),
    ("They use 152-mm guns.", ["calibre"]),
    ("They use 122 mm rockets.", ["calibre"]),
    ("A 7.62 mm rifle was found.", ["calibre"]),
    ("An S-300 was hit.", ["unit-number"]),
    ("A Su-34 fell.", ["unit-number"]),
    ("A Kh-101 and a Shahed-136 fell.", ["unit-number", "unit-number"]),
    ("The M777 fired.", ["unit-number"]),
    ("It began on 24 February.", ["date"]),
    ("It began on February 24.", ["date"]),
    ("It began on February 24, 2022.", ["date", "date"]),
    ("It began on the 24th of February.", ["date"]),
    ("It began in 2014.", ["date"]),
    ("They mourn the 2012 loss.", ["date"]),
    ("From 2014 to 2022 it simmered.", ["date"]),
    ("Songs of the 1980s played.", ["date"]),
    ("It fell at 3 p.m. local time.", ["date"]),
    ("It fell at 6am sharp.", ["date"]),
    ("A man aged 35 spoke.", ["age"]),
    ("A 35-year-old man spoke.", ["age"]),
    ("The oldest was 93 years old.", ["age"]),
    ("Olena Koval, 44, spoke.", ["age"]),
    ("It cost $800 million.", ["money"]),
    ("It cost $ 800 million.", ["money"]),
    ("It cost UAH 2,000.", ["money"]),
    ("It cost 13 billion yen.", ["money"]),
    ("It cost 6,500 hryvnias.", ["money"]),
    ("It is 20 km away.", ["distance"]),
    ("It is 20km away.", ["distance"]),
    ("It is a 300-kilometre front.", ["distance"]),
    ("It is three miles away.", ["distance"]),
    ("Some 90% agreed.", ["percent"]),
    ("Some 90 per cent agreed.", ["percent"]),
    ("Half of the town is dark.", ["percent"]),
    ("Two thirds of the town is dark.", ["percent"]),
    ("One in five soldiers is ill.", ["percent", "percent"]),
    ("It lasted 48 hours.", ["duration"]),
    ("It was a two-day raid.", ["duration"]),
    ("It lasted several days.", ["duration"]),
    ("He read Resolution 2202.", ["unit-number"]),
    ("School No. 21 burned.", ["unit-number"]),
    ("He lives at 12 Khreshchatyk Street.", ["other"]),
    ("Call 044-123-45-67 now.", []),
    ("Call 044 123 45 67 now.", ["other", "other", "other"]),
    ("A two-storey house.", ["other"]),
    ("On the one hand it is late.", []),
    ("One of the men spoke.", []),
    ("They met one another.", []),
    ("There is no evidence.", []),
    ("There is no doubt.", []),
    ("A man spoke.", []),
    ("It weighs 4.5 tonnes.", ["other"]),
    ("It was the first attack.", []),
    ("At 21:30 it began.", []),
    ("On 14.04.2022 it began.", []),
]


@pytest.mark.parametrize(("text", "kinds"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_count_is_refused_by_name(text: str, kinds: list[str]) -> None:
    assert [q.counts for q in quantities(text)] == kinds
    assert not any(kind in COUNTABLE for kind in kinds)


SIDES = [
    ("About 70 Ukrainian troops have died.", "Ukrainian", "military"),
    ("They counted 70 Russian fatalities.", "Russian", "notStated"),
    ("There were 70 dead on the Russian side.", "on the Russian side", "notStated"),
    ("It spoke of 70 soldiers killed in its own ranks.", "its own", "military"),
    ("They lost 70 of their own soldiers.", "their own", "military"),
    ("Russia has lost 70 soldiers.", "Russia", "military"),
    ("The enemy lost 70 soldiers.", "enemy", "military"),
    ("Some 70 enemy soldiers were killed.", "enemy", "military"),
    ("It decorated 70 servicemen of the Armed Forces of Ukraine.", "Armed Forces of Ukraine", "military"),
    ("Ukraine's losses reached 70.", "Ukraine", "notStated"),
    ("Seventy civilians were killed.", None, "civilian"),
    ("Lviv's mayor said seventy people were killed.", None, "notStated"),
    ("Seventy soldiers and civilians were killed.", None, "both"),
    ("Seventy people were killed.", None, "notStated"),
    ("There were seventy civilian casualties.", None, "civilian"),
    ("Seventy police officers were hurt.", None, "notStated"),
]


@pytest.mark.parametrize(("text", "side", "status"), SIDES, ids=[row[0] for row in SIDES])
def test_side_and_status(text: str, side: str | None, status: str) -> None:
    mention = only(text)
    assert (mention.side_text, mention.victim_status) == (side, status)
    assert mention.side_span is None or text[slice(*mention.side_span)] == side


FATES = [
    ("They destroyed 15 tanks.", "tanks", "lost"),
    ("15 tanks were destroyed.", "tanks", "lost"),
    ("15 tanks crossed.", "tanks", None),
    ("15 houses were destroyed.", "other", "lost"),
    ("15 houses were damaged.", "other", "harmed"),
    ("15 refugees were killed.", "killed", "killed"),
]


@pytest.mark.parametrize(("text", "counts", "fate"), FATES)
def test_fate_of_things(text: str, counts: str, fate: str | None) -> None:
    mention = only(text)
    assert (mention.counts, mention.fate) == (counts, fate)


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("3,000 soldiers have died so far in the war.", "so far in the war"),
        ("Since the war began, 3,000 soldiers have died.", "Since the war began"),
        ("3,000 soldiers have died since 24 February.", "since 24 February"),
        ("3,000 soldiers have died to date.", "to date"),
        ("3,000 soldiers died.", None),
    ],
)
def test_cumulative_marker(text: str, marker: str | None) -> None:
    mention = next(q for q in quantities(text) if q.is_countable)
    assert (text[slice(*mention.cumulative)] if mention.cumulative else None) == marker


@pytest.mark.parametrize(
    ("text", "increment"),
    [
        ("A further 12 people died.", True),
        ("An additional 12 people died.", True),
        ("12 more people died.", True),
        ("12 people died.", False),
        ("More than 12 people died.", False),
    ],
)
def test_increment(text: str, increment: bool) -> None:
    assert only(text).increment is increment


def test_part_of_a_total_is_marked() -> None:
    whole, part = quantities("The raid killed six people, including two girls.")
    assert (whole.rule, part.rule) == ("before", "part-of")


def test_what_befell_a_part_did_not_befall_the_whole() -> None:
    part, whole = quantities("Two of the five missiles were shot down.")
    assert (part.fate, whole.fate, whole.rule) == ("lost", None, "whole")


def test_offsets_point_into_the_whole_text() -> None:
    text = "Five died. Six soldiers were wounded. Seven fled."
    [mention] = quantities(text, 11, 37)
    assert text[slice(*mention.span)] == "Six"
    assert mention.counted is not None
    assert text[slice(*mention.counted)] == "soldiers" == mention.counted_text


def test_a_figure_does_not_reach_over_a_full_stop() -> None:
    text = "They sent 20 soldiers. Killed were none of them."
    assert only(text, "personnel").fate is None


def test_countable_kinds() -> None:
    assert is_countable("wounded")
    assert not is_countable("unit-number")
    assert not is_countable("")


def test_the_day_of_a_strike_is_not_that_of_its_toll(claims: Callable[[str], tuple[Claim, ...]]) -> None:
    by_strike, *_ = claims("Twelve people were killed by Thursday's shelling, Oleh Koval said on Sunday.")
    by_day, *_ = claims("Twelve people had been killed by Thursday, Oleh Koval said on Sunday.")
    quantities = [claim.proposition.quantity for claim in (by_strike, by_day)]
    as_of = [quantity.as_of.edtf for quantity in quantities if quantity and quantity.as_of]
    assert as_of == ["2022-04-10", "../2022-04-14"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("900 schools have been destroyed.", "Quantity"),
        ("12 beekeepers were killed.", "CasualtyCount"),
        ("40 tanks were destroyed.", "MaterielLossCount"),
    ],
)
def test_only_people_make_a_count_of_casualties(text: str, kind: str) -> None:
    assert [kind_of_count(mention) for mention in quantities(text)] == [kind]


def test_the_noun_that_a_figure_counts_is_no_claim_of_its_own(
    claims: Callable[[str], tuple[Claim, ...]],
) -> None:
    [claim] = claims("Oleh Koval said there were 19,000 to 20,000 Russian fatalities.")
    assert claim.proposition.quantity is not None
    assert (claim.proposition.quantity.low, claim.proposition.quantity.high) == (19000, 20000)
