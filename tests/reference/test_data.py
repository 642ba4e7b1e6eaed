"""Hygiene of the reference data that comes with the package."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph
import pytest

from claimgraph.reference import Reference, ReferenceEntity
from claimgraph.reference.kinds import PARENTS
from claimgraph.reference.lexicon import LEXICON_FILE, LONGEST_NOUN, Lexicon
from claimgraph.reference.loader import DATA_DIRECTORY

CG = "https://w3id.org/claimgraph/ns#"
ENTITY = "https://w3id.org/claimgraph/data/entity/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
ONTOLOGY = Path(__file__).parents[2] / "ontology"
REFERENCE = Reference.default()
FILES = sorted(DATA_DIRECTORY.glob("*.ttl"))
WAR_FILES = [path for path in FILES if path.name.startswith("russia-ukraine-")]


def triples(path: Path) -> list[tuple[str, str, str, str]]:
    """Subject, predicate, object, and the object's language (or "iri")."""
    rows = []
    for triple in pyoxigraph.parse(path=str(path)):
        value = triple.object
        language = "iri" if isinstance(value, pyoxigraph.NamedNode) else getattr(value, "language", None)
        rows.append((triple.subject.value, triple.predicate.value, value.value, language or ""))
    return rows


TRIPLES = {path.name: triples(path) for path in FILES}
ALL = [row for rows in TRIPLES.values() for row in rows]
TYPES = {subject: value for subject, predicate, value, _ in ALL if predicate == RDF_TYPE}


def of_kind(*kinds: str) -> list[ReferenceEntity]:
    return [entity for entity in REFERENCE.values() if entity.kind in kinds]


def entity(slug: str) -> ReferenceEntity:
    return REFERENCE[ENTITY + slug]


def ontology_rows() -> list[tuple[str, str, str, str]]:
    return [row for path in sorted(ONTOLOGY.glob("*.ttl")) for row in triples(path)]


def test_counts() -> None:
    assert len(of_kind("State", "Polity")) >= 197
    assert len(of_kind("State")) >= 195
    war = {
        iri for path in WAR_FILES for iri, p, _, _ in TRIPLES[path.name] if p == RDF_TYPE and ENTITY in iri
    }
    assert sum(1 for iri in war if iri in REFERENCE) >= 250
    kinds = Counter(entity.kind for entity in REFERENCE.values())
    assert kinds["Person"] >= 150
    assert kinds["MediaOutlet"] >= 60


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_file_says_what_it_is_and_its_licence(path: Path) -> None:
    about = {p: value for s, p, value, _ in TRIPLES[path.name] if "/data/reference/" in s}
    assert about["http://purl.org/dc/terms/title"]
    assert about["http://purl.org/dc/terms/license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_every_state_has_government_demonym_codes_and_territory() -> None:
    governed = {entity.governs for entity in of_kind("Government")}
    for state in of_kind("State"):
        assert state.iri in governed, state.label
        assert state.demonyms, state.label
        assert sorted(len(code) for code in state.country_codes) == [2, 3], state.label
        assert state.territory, state.label
    codes = [code for state in of_kind("State", "Polity") for code in state.country_codes]
    assert len(codes) == len(set(codes))


def test_every_state_has_a_capital_unless_disputed_and_every_government_a_seat() -> None:
    assert [state.label for state in of_kind("State") if not state.capital] == ["Israel", "Palestine"]
    assert all(government.seat for government in of_kind("Government"))


def test_a_capital_is_a_metonym_of_its_government_unless_named_like_the_state() -> None:
    without = []
    for government in of_kind("Government"):
        state = REFERENCE[government.governs or ""]
        capital = REFERENCE[state.capital or government.seat or ""]
        if capital.label not in government.metonyms:
            without.append(state.label)
    assert without == [
        "Antigua and Barbuda",
        "Djibouti",
        "Luxembourg",
        "Monaco",
        "San Marino",
        "Seychelles",
        "Singapore",
    ]


def test_labels_are_unique_within_a_class() -> None:
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, predicate, value, _ in ALL:
        if predicate == RDFS + "label":
            labels[(TYPES[subject], value)].add(subject)
    assert {key: iris for key, iris in labels.items() if len(iris) > 1} == {}


def test_every_subject_is_declared_once_and_every_link_leads_somewhere() -> None:
    declared = Counter(
        (subject, value) for subject, p, value, _ in ALL if p == RDF_TYPE and not value.endswith("#TimeSpan")
    )
    assert [key for key, count in declared.items() if count > 1] == []
    dangling = [
        (s, p, o) for s, p, o, kind in ALL if kind == "iri" and o.startswith(ENTITY) and o not in TYPES
    ]
    assert dangling == []


def test_slugs_are_kebab_case() -> None:
    for iri in TYPES:
        slug = iri.removeprefix(ENTITY)
        assert all(part.isalnum() and part.isascii() and part == part.lower() for part in slug.split("-")), (
            iri
        )


def test_only_terms_of_the_ontology_are_used_within_domain_and_range() -> None:
    rows = ontology_rows()
    terms = {subject for subject, predicate, _, _ in rows if predicate == RDF_TYPE}
    above: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value, _ in rows:
        if predicate == RDFS + "subClassOf":
            above[subject].add(value)

    def ancestors(kind: str) -> set[str]:
        return {kind}.union(*(ancestors(parent) for parent in above[kind]))

    domains = {s: o for s, p, o, _ in rows if p == RDFS + "domain" and o.startswith(CG)}
    ranges = {s: o for s, p, o, _ in rows if p == RDFS + "range" and o.startswith(CG)}
    for subject, predicate, value, _ in ALL:
        for term in (predicate, value if predicate == RDF_TYPE else CG):
            assert not term.startswith(CG) or term == CG or term in terms, term
        if predicate in domains:
            assert domains[predicate] in ancestors(TYPES[subject]), (subject, predicate)
        if predicate in ranges:
            assert ranges[predicate] in ancestors(TYPES[value]), (subject, predicate, value)


def test_the_class_table_is_the_ontologys() -> None:
    parents = {
        s.removeprefix(CG): o.removeprefix(CG)
        for s, p, o, _ in ontology_rows()
        if p == RDFS + "subClassOf" and o.startswith(CG)
    }
    for kind, parent in PARENTS.items():
        expected = None if kind == "MaterielType" else parents.get(kind)
        assert parent == expected, kind
    roots = set(PARENTS)
    assert [kind for kind, parent in parents.items() if parent in roots and kind not in roots] == []


@pytest.mark.parametrize("path", WAR_FILES, ids=[path.name for path in WAR_FILES])
def test_entities_of_the_war_have_ukrainian_and_russian_names(path: Path) -> None:
    languages: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, _, language in TRIPLES[path.name]:
        if predicate in (RDFS + "label", CG + "hasName"):
            languages[subject].add(language)
    missing = [iri for iri in languages if iri in REFERENCE and not {"uk", "ru"} <= languages[iri]]
    assert missing == []


def test_no_label_is_repeated_as_a_name() -> None:
    labels = {(s, value) for s, p, value, _ in ALL if p == RDFS + "label"}
    assert [
        row for row in ALL if row[1] == CG + "hasName" and (row[0], row[2]) in labels and row[3] == "en"
    ] == []


CONTESTED = (
    "crimea",
    "donbas",
    "sevastopol",
    "donetsk-oblast",
    "luhansk-oblast",
    "kherson-oblast",
    "zaporizhzhia-oblast",
)


@pytest.mark.parametrize("slug", CONTESTED)
def test_contested_places_belong_to_no_state(slug: str) -> None:
    place = entity(slug)
    assert place.located_in is None
    assert place.state is None


def test_no_place_within_a_contested_one_belongs_to_a_state() -> None:
    contested = {ENTITY + slug for slug in CONTESTED}
    for place in REFERENCE.values():
        above = place.located_in
        while above:
            if above in contested and place.is_a("Place"):
                assert place.state is None, place.label
            above = REFERENCE[above].located_in


@pytest.mark.parametrize(
    ("slug", "side"),
    [
        ("government-of-russia", "russian-side"),
        ("black-sea-fleet", "russian-side"),
        ("moskva", "russian-side"),
        ("ministry-of-defence-of-russia", "russian-side"),
        ("donetsk-peoples-militia", "russian-side"),
        ("denis-pushilin", "russian-side"),
        ("volodymyr-zelenskyy", "ukrainian-side"),
        ("azov-brigade", "ukrainian-side"),
        ("petro-andriushchenko", "ukrainian-side"),
        ("reuters", None),
        ("nato", None),
        ("joe-biden", None),
        ("government-of-belarus", None),
    ],
)
def test_sides_follow_from_links(slug: str, side: str | None) -> None:
    assert entity(slug).side == (ENTITY + side if side else None)


def test_sides_are_belligerents() -> None:
    assert {REFERENCE[e.side].kind for e in REFERENCE.values() if e.side} == {"Belligerent"}


def test_the_flagship_and_the_plant_of_the_neptune() -> None:
    moskva = entity("moskva")
    assert moskva.flagship_of == ENTITY + "black-sea-fleet"
    assert moskva.model == ENTITY + "slava-class-cruiser"
    makers = [e.label for e in REFERENCE.values() if ENTITY + "neptune-missile" in e.produces]
    assert makers == ["Vizar plant"]


def test_tenures_run_forward_and_agree_with_their_edtf() -> None:
    for person in of_kind("Person"):
        for tenure in person.offices:
            assert tenure.start is None or tenure.end is None or tenure.start < tenure.end, person.label
            first, last = tenure.edtf.split("/")
            assert (first == "..") == (tenure.start is None), person.label
            assert (last == "..") == (tenure.end is None), person.label


def test_national_offices_have_one_holder_on_a_day() -> None:
    titles = ("President of ", "Prime Minister of ", "Defence Minister of ", "Foreign Minister of ")
    for day in (date(2022, 2, 24), date(2022, 4, 16), date(2023, 6, 1), date(2025, 3, 1)):
        held: dict[str, list[str]] = defaultdict(list)
        for person in of_kind("Person"):
            for title in {tenure.title for tenure in person.offices if tenure.covers(day)}:
                held[title].append(person.label)
        assert {t: people for t, people in held.items() if t.startswith(titles) and len(people) > 1} == {}


def test_files_are_readable_and_without_blank_nodes() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) <= 160, path.name
        assert "_:" not in text
        assert text.endswith(".\n")


def test_words_of_the_lexicon_are_lower_case_and_short_enough() -> None:
    lexicon = Lexicon.default()
    words = {*lexicon.nouns, *lexicon.modifiers, *lexicon.titles, *lexicon.blocs, *lexicon.thing_modifiers}
    assert [word for word in words if word != word.lower() or word != word.strip()] == []
    assert max(len(noun.split()) for noun in lexicon.nouns) <= LONGEST_NOUN
    kinds = {kind for nouns in lexicon.nouns.values() for noun in nouns for kind in noun.kinds}
    assert kinds <= set(PARENTS)
    assert LEXICON_FILE.read_text(encoding="utf-8").startswith("# ")
