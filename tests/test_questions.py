"""Loading, checking and binding of stored questions, and names into entities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import InputError, UsageError
from claimgraph.finding import as_iri, find_entities, find_reports, find_sides, find_speakers, search_entities
from claimgraph.question_files import load_question, load_questions, parse_question
from claimgraph.questions import ask, by_position, plain, put
from claimgraph.sparql_terms import Term, sparql_term
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import CG, CODE, REFERENCE, XSD

HEADER = """#+ summary: Things
#+ description: Lists things.
#+ parameters:
#+   - {name: thing, type: entity, description: "only this"}
#+   - {name: word, type: text, description: "a word"}
#+   - {name: stance, type: code, values: [asserts, denies], description: "only this stance"}
#+   - {name: since, type: date, description: "from this day on"}
#+   - {name: least, type: integer, description: "at least"}
#+   - {name: known, type: boolean, description: "whether known"}
#+   - {name: limit, type: integer, default: 5, description: "rows"}
#+ example: {thing: Aurora}
#+ columns: {thing: "the thing", word: "the word"}
"""
BODY = """SELECT ?thing ?word WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?word { UNDEF }
  VALUES ?stance { UNDEF }
  VALUES ?since { UNDEF }
  VALUES ?least { UNDEF }
  VALUES ?known { UNDEF }
  ?thing <http://e.org/with-word> ?word .   # with word
  ?thing <http://e.org/without-either> ?any .   # without word, thing
}
ORDER BY ?thing ?word
LIMIT 5
"""
DATA = f"""
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <{REFERENCE}> .
e:kyiv a cg:Settlement ; rdfs:label "Kyiv"@en ; cg:hasName "Київ"@uk , "Kiev"@en .
e:government-of-ukraine a cg:Government ; rdfs:label "Government of Ukraine"@en ; cg:hasMetonym "Kyiv"@en ;
    cg:belongsToSide e:side .
e:side a cg:Belligerent ; rdfs:label "Side of Ukraine"@en .
e:redtown a cg:Settlement ; rdfs:label "Redtown"@en .
e:redland a cg:State ; rdfs:label "Redland"@en ; cg:hasCapital e:redtown .
e:council a cg:Government ; rdfs:label "Red Council"@en ; cg:governs e:redland .
e:town a cg:Settlement ; rdfs:label "Old Ford"@en .
e:mayor a cg:UnnamedSource ; rdfs:label "Old Ford authorities (unnamed)"@en .
e:lake a cg:Territory ; rdfs:label "Lakeland"@en .
e:zelenskyy a cg:Person ; rdfs:label "Volodymyr Zelenskyy"@en ; cg:hasName "Volodymyr Zelensky"@en .
e:militia a cg:NonStateArmedGroup ; rdfs:label "People’s Militia"@en .
e:government-of-russia a cg:Government ; rdfs:label "Government of Russia"@en .
e:kiev-ship a cg:Cruiser ; rdfs:label "Kiev"@en .
e:proposition a cg:Proposition ; rdfs:label "Kyiv"@en .
e:report a cg:NewsReport ; cg:headline "Cruiser lost" ; cg:sourceFile "lost.txt" ;
    cg:canonicalUrl "https://www.example.org/Sea/1?from=x" .
"""


@pytest.fixture
def question(tmp_path: Path) -> Path:
    file = tmp_path / "things.rq"
    file.write_text(HEADER + BODY, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def names() -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    triples = [str(triple) for triple in ox.parse(DATA.encode(), ox.RdfFormat.TURTLE)]
    store.load("".join(f"{triple} .\n" for triple in triples).encode())
    return store


# ---------------------------------------------------------------- files


def test_every_stored_question_is_complete_and_runs_as_it_stands() -> None:
    questions = load_questions()
    assert len(questions) >= 18
    for question in questions.values():
        solutions = ox.Store().query(question.text)
        assert isinstance(solutions, ox.QuerySolutions)
        assert [variable.value for variable in solutions.variables] == list(question.columns), question.name
        assert "ORDER BY" in question.text, question.name
        assert question.example, question.name
        assert all(parameter.description for parameter in question.parameters), question.name
        rdflib.Dataset().query(question.text.split("WHERE")[0] + "WHERE {}")


def test_every_stored_question_keeps_clear_of_engine_traps() -> None:
    for question in load_questions().values():
        squeezed = " ".join(question.text.split())
        assert "GRAPH ?" in squeezed or "GRAPH" not in squeezed
        assert "FROM " not in squeezed, f"{question.name} names a dataset"
        assert "SERVICE" not in squeezed, question.name
        for piece in squeezed.split("GRAPH ")[1:]:
            assert "SELECT" not in piece.split("}")[0], f"{question.name}: a sub-select inside GRAPH"
        assert "_:" not in squeezed, f"{question.name}: a blank node"
        assert "[]" not in squeezed, f"{question.name}: a blank node"


def test_codes_that_questions_offer_are_in_the_code_lists() -> None:
    from claimgraph.resources import ontology_dir

    known = {
        quad.subject.value.removeprefix(CODE)
        for file in (ontology_dir() / "codes").glob("*.ttl")
        for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    for question in load_questions().values():
        for parameter in question.parameters:
            if parameter.type == "code":
                assert set(parameter.values) <= known, (question.name, parameter.name)


def test_kinds_that_questions_list_are_all_the_classes_of_the_ontology() -> None:
    from claimgraph.resources import ontology_dir
    from claimgraph.vocabulary import CG, RDFS

    parents: dict[str, set[str]] = {}
    for file in ontology_dir().glob("*.ttl"):
        for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE):
            if quad.predicate.value == RDFS + "subClassOf" and isinstance(quad.object, ox.NamedNode):
                parents.setdefault(quad.object.value, set()).add(str(getattr(quad.subject, "value", "")))

    def below(*tops: str) -> set[str]:
        found, pending = set(), [CG + top for top in tops]
        while pending:
            one = pending.pop()
            found.add(one.removeprefix(CG))
            pending += parents.get(one, ())
        return found

    for name, variable, tops in (
        ("weapons-and-vessels", "kind", ("Materiel", "MaterielType")),
        ("places", "kind", ("Place",)),
        ("facilities-hit", "kind", ("Facility",)),
    ):
        text = load_question(name).text
        listed = text[text.index(f"VALUES ?{variable} {{") :].split("}")[0]
        words = {word.removeprefix("cg:") for word in listed.split() if word.startswith("cg:")}
        assert words == below(*tops), name


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("#+ summary: Things\n", ""), "summary"),
        (("type: entity", "type: thing"), "unknown type"),
        (("name: word", "name: term"), "not in the query"),
        (("  VALUES ?least { UNDEF }\n", ""), "least is in the header but not in the query"),
        (("LIMIT 5\n", ""), "limit is in the header but not in the query"),
        (("# with word", "# with wrod"), "wrod"),
        (("example: {thing: Aurora}", "example: {ting: Aurora}"), "ting"),
        (("#+ columns: {thing", "#+ columns: [{thing"), "cannot be read"),
        (("#+ columns: {", "#+ shown: [ting]\n#+ columns: {"), "column ting is shown but not explained"),
    ],
)
def test_a_faulty_file_is_refused(question: Path, change: tuple[str, str], fault: str) -> None:
    question.write_text((HEADER + BODY).replace(*change, 1), encoding="utf-8")
    with pytest.raises(InputError, match=fault) as caught:
        parse_question(question)
    assert str(question) in str(caught.value)


def test_a_file_without_header_is_refused(question: Path) -> None:
    question.write_text(BODY, encoding="utf-8")
    with pytest.raises(InputError, match="no header"):
        parse_question(question)


def test_all_columns_are_shown_unless_the_header_chooses(question: Path) -> None:
    assert parse_question(question).shown == ("thing", "word")
    question.write_text(HEADER.replace("#+ columns", "#+ shown: [word]\n#+ columns") + BODY, encoding="utf-8")
    assert parse_question(question).shown == ("word",)


def test_a_table_of_a_stored_question_fits_a_wide_terminal_and_shows_no_addresses() -> None:
    addresses = {"claim", "start", "report", "passage", "proposition", "event_iri", "entity", "mention"}
    for name, stored in load_questions().items():
        assert 4 <= len(stored.shown) <= 11, name
        assert not [one for one in stored.shown if one in addresses or one.endswith(("_iri", "_claim"))], name


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean who-said-what"):
        load_question("who-sayd-what")


# ---------------------------------------------------------------- binding


def test_lines_stay_or_go_with_their_parameters(question: Path) -> None:
    parsed = parse_question(question)
    bare = parsed.bind({})
    assert "UNDEF" not in bare
    assert "with-word" not in bare
    assert "without-either" in bare
    bound = parsed.bind({"word": [ox.Literal("a"), ox.Literal("b", language="en")]})
    assert '  VALUES ?word { "a" "b"@en }\n' in bound
    assert "with-word" in bound
    assert "without-either" not in bound
    assert "LIMIT 7\n" in parsed.bind({"limit": [ox.Literal(7)]})


def test_missing_and_unknown_parameters_are_refused() -> None:
    question = load_question("who-said-what")
    with pytest.raises(UsageError, match="needs the parameter 'about'"):
        question.bind({})
    with pytest.raises(UsageError, match="did you mean about"):
        question.bind({"abuot": [ox.Literal("x")]})


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"since": "2022-04-31"}, "not a date"),
        ({"since": "16 April"}, "YYYY-MM-DD"),
        ({"stance": "denys"}, "did you mean denies"),
        ({"stance": "sings"}, "it can be: asserts, denies"),
        ({"least": "many"}, "not a whole number"),
        ({"known": "perhaps"}, "not true or false"),
        ({"limit": 0}, "number of rows"),
        ({"limit": "1 } #"}, "not a whole number"),
        ({"limit": [1, 2]}, "limit is given 2 times"),
        ({"word": "\ud800"}, "not Unicode"),
        ({"thing": "Nobody at all"}, "no thing in the store"),
        ({"thing": "http://e.org/a b"}, "no thing"),
        ({"thing": "<http://e.org/a b>"}, "not an IRI"),
        ({"colour": "red"}, "no parameter 'colour'"),
    ],
)
def test_values_are_checked(question: Path, values: dict[str, object], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        put(EmbeddedStore.in_memory(), parse_question(question), values)


def test_values_become_terms_of_their_type(question: Path) -> None:
    answer = put(
        EmbeddedStore.in_memory(),
        parse_question(question),
        {
            "stance": ["asserts", "code:denies"],
            "since": "2022-04-16",
            "least": "7",
            "known": "yes",
            "word": "",
        },
    )
    assert f"VALUES ?stance {{ <{CODE}asserts> <{CODE}denies> }}" in answer.query_text
    assert f'VALUES ?since {{ "2022-04-16"^^<{XSD}date> }}' in answer.query_text
    assert f'VALUES ?least {{ "7"^^<{XSD}integer> }}' in answer.query_text
    assert f'VALUES ?known {{ "true"^^<{XSD}boolean> }}' in answer.query_text
    assert "?word {" not in answer.query_text


def test_positions_name_parameters_in_order() -> None:
    question = load_question("casualty-figures")
    assert by_position(question, ["Russian side", "killed"]) == {"side": "Russian side", "kind": "killed"}
    with pytest.raises(UsageError, match="does not know what to do"):
        by_position(load_question("search"), ["a"] * 9)


HOSTILE = [
    '" } UNION { ?s ?p ?o } #',
    "\\",
    '\\"',
    "\\u0022 } #",
    "\\U00000022",
    "\\\\u0022",
    "a\nb\r\tc",
    "\x00\x01\x7f",
    "\x010022",
    "’“\u2028𝔘",
    "} UNDEF {",
    "LIMIT 5",
    "\\g<1>",
    "'''",
]


def _round_trips(text: str) -> tuple[str, str]:
    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {sparql_term(ox.Literal(text))} }} }}"
    solutions = ox.Store().query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    (on_oxigraph,) = [str(getattr(row["x"], "value", None)) for row in solutions]
    (on_rdflib,) = [str(row[0]) for row in rdflib.Dataset().query(query)]  # type: ignore[index]
    return on_oxigraph, on_rdflib


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_arrive_unchanged_on_both_engines(text: str) -> None:
    assert _round_trips(text) == (text, text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from('\\uU"0123{}#\n\x01'), st.characters(codec="utf-8"))))
def test_any_string_arrives_unchanged_on_both_engines(text: str) -> None:
    assert _round_trips(text) == (text, text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('ab\\uU"{}#<>?$ UNDEF\n'), max_size=30))
def test_a_bound_text_keeps_its_shape(text: str) -> None:
    question = load_question("search")
    store = ox.Store()
    store.load(b'<http://e.org/c> <https://w3id.org/claimgraph/ns#contentText> "x" .\n', ox.RdfFormat.N_QUADS)
    solutions = store.query(question.bind({"text": [ox.Literal(text)]}))
    assert isinstance(solutions, ox.QuerySolutions)
    assert list(solutions) == []


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (ox.NamedNode(CODE + "denies"), "denies"),
        (ox.NamedNode("http://e.org/a"), "http://e.org/a"),
        (ox.Literal(3), 3),
        (ox.Literal(True), True),
        (ox.Literal("x", language="en"), "x"),
        (ox.Literal("2022-04-16", datatype=ox.NamedNode(XSD + "date")), "2022-04-16"),
        (None, None),
    ],
)
def test_terms_as_plain_values(term: Term | None, value: object) -> None:
    assert plain(term) == value


# ---------------------------------------------------------------- answers


def _rows(store: EmbeddedStore, **values: object) -> Sequence[object]:
    return ask(store, "reports", **values).plain()


def test_an_answer_tells_when_it_was_cut() -> None:
    store = EmbeddedStore.in_memory()
    for number in range(3):
        subject = f"<http://e.org/report{number}>"
        store.load(
            f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
            f" <https://w3id.org/claimgraph/ns#NewsReport> .\n"
            f'{subject} <https://w3id.org/claimgraph/ns#claimCount> "1"^^<{XSD}integer> .\n'
            f"{subject} <https://w3id.org/claimgraph/ns#isPublishedBy> <http://e.org/outlet> .\n".encode()
        )
    whole = ask(store, "reports")
    assert (len(whole.rows), whole.limit, whole.truncated) == (3, 500, False)
    cut = ask(store, "reports", limit=2)
    assert (len(cut.rows), cut.limit, cut.truncated) == (2, 2, True)
    assert cut.records()[0]["report"] == "http://e.org/report0"
    # a question without an entity looks at the newest reports only, and says when there are more
    assert ask(store, "quotes").newest is None
    assert ask(store, "quotes", newest=2).newest == 2
    assert ask(store, "quotes", newest=3).newest is None
    assert not ask(store, "reports", limit=3).truncated
    assert _rows(store) == _rows(store), "the same store gives the same rows in the same order"


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kyiv", ["kyiv"]),
        ("kyiv", ["kyiv"]),
        ("Київ", ["kyiv"]),
        ("київ", ["kyiv"]),
        ("Kiev", ["kiev-ship"]),
        ("Government of Ukraine", ["government-of-ukraine"]),
        ("zelensky", ["zelenskyy"]),
        ("Zelenskyy", ["zelenskyy"]),
        ("people's  militia", ["militia"]),
        (f"<{REFERENCE}anything>", ["anything"]),
        (f"{REFERENCE}kyiv", ["kyiv"]),
        ("d:entity/kyiv", ["kyiv"]),
    ],
)
def test_names_find_entities(names: EmbeddedStore, name: str, found: list[str]) -> None:
    assert [entity.iri.removeprefix(REFERENCE) for entity in find_entities(names, name)] == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kyiv", ["government-of-ukraine"]),
        ("the Kyiv", ["government-of-ukraine"]),
        ("Redtown", ["council", "redtown"]),
        ("Redland", ["council", "redland"]),
        ("The Old Ford", ["mayor", "town"]),
        ("d:entity/kyiv", ["kyiv"]),
        ("Zelenskyy", ["zelenskyy"]),
    ],
)
def test_a_place_speaks_through_its_government(names: EmbeddedStore, name: str, found: list[str]) -> None:
    assert [entity.iri.removeprefix(REFERENCE) for entity in find_speakers(names, name)] == found


def test_a_place_for_which_nobody_speaks_is_told(names: EmbeddedStore) -> None:
    with pytest.raises(UsageError, match="Lakeland is a place, and nobody is recorded"):
        find_speakers(names, "Lakeland")
    with pytest.raises(UsageError, match="'Nowhere'"):
        find_speakers(names, "the Nowhere")


def test_a_side_is_that_of_the_government_that_a_place_stands_for(names: EmbeddedStore) -> None:
    assert [entity.label for entity in find_sides(names, "Kyiv")] == [
        "Government of Ukraine",
        "Side of Ukraine",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Zelenskiy", "did you mean Volodymyr Zelensky"),
        ("Government of Russa", "did you mean Government of Russia"),
        ("government", "could mean 2 things"),
        ("Zel", "no thing"),
        ("  ", "empty name"),
        ('x" } #', "no thing"),
        ("\\u0022", "no thing"),
    ],
)
def test_names_that_do_not_fit_are_refused(names: EmbeddedStore, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find_entities(names, name)


def test_no_other_name_is_offered_for_its_number_alone() -> None:
    store = EmbeddedStore.in_memory()
    for number, name in enumerate(("Leopard 2", "District 9", "2S19", "Kyiv")):
        data = f"<urn:{number}> a <{CG}Settlement> ; <http://www.w3.org/2000/01/rdf-schema#label> '{name}'"
        store.update(f"INSERT DATA {{ {data} }}")
    for name in ("Ward 12", "Lashio", "12"):
        with pytest.raises(UsageError, match="see claimgraph search"):
            find_entities(store, name)
    with pytest.raises(UsageError, match="did you mean District 9"):
        find_entities(store, "Distrikt 12")


def test_an_entity_comes_with_label_and_kind(names: EmbeddedStore) -> None:
    (kyiv,) = find_entities(names, "київ")
    assert (kyiv.label, kyiv.kind) == ("Kyiv", "Settlement")


def test_reports_are_found_by_headline_and_file(names: EmbeddedStore) -> None:
    assert find_reports(names, "cruiser LOST") == find_reports(names, "lost.txt")
    with pytest.raises(UsageError, match="no report"):
        find_reports(names, "Kyiv")


@pytest.mark.parametrize(
    "given", ["https://www.example.org/Sea/1?from=x", "example.org/sea/1", "example.org/Sea/1/"]
)
def test_reports_are_found_by_address(names: EmbeddedStore, given: str) -> None:
    assert find_reports(names, given) == find_reports(names, "lost.txt")


@pytest.mark.parametrize("given", ["1", "x", "example", "example.org", "Sea/1"])
def test_a_part_of_an_address_is_no_name(names: EmbeddedStore, given: str) -> None:
    with pytest.raises(UsageError, match="no report"):
        find_reports(names, given)


def test_suggestions_while_typing(names: EmbeddedStore) -> None:
    found = [entity.label for entity in search_entities(names, "gov")]
    assert found == ["Government of Russia", "Government of Ukraine"]
    assert search_entities(names, "gov", limit=1)[0].kind == "Government"


def test_only_iris_are_taken_for_iris() -> None:
    assert as_iri("Operation: Dawn", "") is None
    assert as_iri("cg:Claim", "") == "https://w3id.org/claimgraph/ns#Claim"
    assert as_iri("d:x", "http://e.org/") == "http://e.org/x"
    assert as_iri("d: Day", "http://e.org/") is None
