"""Loading, merging a user's files, and errors that say where and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest

from claimgraph.reference import Reference, ReferenceDataError, Resolver

ENTITY = "https://w3id.org/claimgraph/data/entity/"
PREFIXES = """@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix ent: <https://w3id.org/claimgraph/data/entity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
HEADER = "id,label,type,names,metonyms,side,located_in,acts_for\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_is_merged_on_top(tmp_path: Path) -> None:
    table = write(
        tmp_path / "mine.csv",
        HEADER
        + "old-mill,Old Mill,ArmsFactory,The Mill|Mill No. 1,,,bucha,\n"
        + "press-desk,Press Desk,PublicBody,,Sokilna Street,,,government-of-ukraine\n",
    )
    reference = Reference.load([table])
    assert len(reference) == len(Reference.default()) + 2
    mill = reference[ENTITY + "old-mill"]
    assert (mill.names, mill.located_in) == (("The Mill", "Mill No. 1"), ENTITY + "bucha")
    desk = reference[ENTITY + "press-desk"]
    assert (desk.side, desk.state) == (ENTITY + "ukrainian-side", ENTITY + "ukraine")
    resolver = Resolver(reference)
    found = resolver.resolve("Sokilna Street", role="speaker")
    assert found.entity == desk.entity
    assert found.is_metonymic
    assert [span.text for span in resolver.find_mentions("Near Mill No. 1 in Bucha.")] == [
        "Mill No. 1",
        "Bucha",
    ]


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"\xef\xbb\xbfid,label,type\r\nold-mill,Old Mill,ArmsFactory\r\n\r\n")
    assert Reference.load([path])[ENTITY + "old-mill"].label == "Old Mill"


def test_turtle_is_merged_on_top_and_changes_what_it_states(tmp_path: Path) -> None:
    path = write(
        tmp_path / "mine.ttl",
        PREFIXES + 'ent:kyiv a cg:Settlement ; rdfs:label "Kyjiw" ; cg:hasName "Kyiw" .\n'
        'ent:kyiv-city-council a cg:PublicBody ; rdfs:label "Kyiv City Council" ;\n'
        "    cg:belongsToSide ent:my-side .\n"
        'ent:my-side a cg:Belligerent ; rdfs:label "My side" .\n',
    )
    before = Reference.default()[ENTITY + "kyiv"]
    reference = Reference.load([path])
    after = reference[ENTITY + "kyiv"]
    assert after.label == "Kyjiw"
    assert {"Kyiv", "Kiev", "Kyiw"} <= set(after.names)
    assert after.located_in == before.located_in
    assert reference[ENTITY + "kyiv-city-council"].side == ENTITY + "my-side"
    assert Reference.default()[ENTITY + "kyiv"].label == "Kyiv"


def test_a_new_link_changes_the_side_that_follows_from_it(tmp_path: Path) -> None:
    path = write(
        tmp_path / "mine.csv", "id,label,type,acts_for\ntass,TASS,MediaOutlet,government-of-ukraine\n"
    )
    assert Reference.load([path])[ENTITY + "tass"].side == ENTITY + "ukrainian-side"


def test_only_the_users_files(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.csv", "id,label,type\nold-mill,Old Mill,ArmsFactory\n")
    assert list(Reference.load([path], with_default=False)) == [ENTITY + "old-mill"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "label,type\nx,Person\n", "a.csv:1: column 'id' is missing"),
        ("a.csv", "id,label,type,colour\n", "a.csv:1: unknown column 'colour'; use id, label"),
        ("a.csv", "id,label,type\nx,,Person\n", "a.csv:2: the label is empty; write"),
        ("a.csv", "id,label,type\n,X,Person\n", "a.csv:2: id '' is neither"),
        ("a.csv", "id,label,type\nNot An Id,X,Person\n", "a.csv:2: id 'Not An Id' is neither"),
        ("a.csv", "id,label,type\nx,X,Persn\n", "a.csv:2: unknown type 'Persn'; did you mean 'Person'?"),
        ("a.csv", "id,label,type\nx,X,Country\n", "unknown type 'Country'; did you mean 'State'?"),
        ("a.csv", "id,label,type\nx,X,Ministry\n", "unknown type 'Ministry'; did you mean 'PublicBody'?"),
        ("a.csv", "id,label,type\nx,X,Qqqq\n", "unknown type 'Qqqq'; use one of Agent, Person, "),
        ("a.csv", HEADER + "x,X,Person,A; B,,,,\n", "a.csv:2: ';' in column 'names'; put | between"),
        ("a.csv", "id,label,type\nx,X,Person\n\nx,Y,Person\n", "a.csv:4: id 'x' was used on line 2"),
        ("a.csv", "id,label,type\nx,X,Person,more\n", "a.csv:2: the number of cells differs"),
        ("a.csv", 'id,label,type\nx,"X,Person\n', "a.csv:2: not valid CSV"),
        ("a.csv", HEADER + "x,X,Person,,,nowhere,,\n", "a.csv:2: 'X' refers to <" + ENTITY + "nowhere>"),
        ("a.ttl", PREFIXES + 'ent:x rdfs:label "X" .\n', "a.ttl: it declares no name; give things a class"),
        ("a.ttl", PREFIXES + 'ent:x a cg:Ministry ; rdfs:label "X" .\n', "did you mean cg:PublicBody?"),
        ("a.ttl", PREFIXES + "ent:x a cg:Person rdfs:label .\n", "a.ttl:4: not valid Turtle"),
        ("a.ttl", PREFIXES + "ent:x a cg:Person .\n", "a.ttl:4: <" + ENTITY + "x> has no rdfs:label"),
        ("a.ttl", PREFIXES + 'ent:x cg:hasName "X" .\n', "a.ttl:4: <" + ENTITY + "x> has no class"),
        ("a.ttl", PREFIXES + 'ent:x a cg:Claim ; rdfs:label "X" .\n', "has class cg:Claim"),
        (
            "a.ttl",
            PREFIXES + '\nent:x a cg:Person ; rdfs:label "X" ; cg:actsFor ent:nobody .\n',
            "a.ttl:5: 'X' refers to <" + ENTITY + "nobody>, which is not declared; declare it",
        ),
        (
            "a.ttl",
            PREFIXES + "ent:x a cg:OfficeHolding ; cg:heldBy ent:y .\n",
            "a.ttl:4: <" + ENTITY + "x> does not say who held which office",
        ),
        ("a.json", "{}", "a.json: unknown kind of file '.json'; use .ttl, .nt or .csv"),
    ],
)
def test_errors_say_where_and_what_to_do(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(ReferenceDataError) as error:
        Reference.load([path])
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_text_or_not_there(tmp_path: Path) -> None:
    binary = tmp_path / "a.csv"
    binary.write_bytes(b"id,label,type\nx,\xff,Person\n")
    with pytest.raises(ReferenceDataError, match=r"a\.csv:2: not UTF-8 text; save"):
        Reference.load([binary])
    with pytest.raises(ReferenceDataError, match=r"none\.ttl: cannot be read"):
        Reference.load([tmp_path / "none.ttl"])


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    default = Reference.default()
    assert len(default.digest()) == 64
    assert Reference.load([]).digest() == default.digest()
    first = write(tmp_path / "a.csv", "id,label,type\nx,X,Person\n")
    second = write(tmp_path / "b.csv", "id,label,type\nx,X,Person\n")
    third = write(tmp_path / "c.csv", "id,label,type\nx,Y,Person\n")
    assert Reference.load([first]).digest() == Reference.load([second]).digest() != default.digest()
    assert Reference.load([first]).digest() != Reference.load([third]).digest()


def test_quads_text_holds_turtle_and_tables(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.csv", HEADER + 'old-mill,"Old ""Mill""",ArmsFactory,The Mill,,,bucha,\n')
    text = Reference.load([path]).quads_text()
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    parsed = {
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    cg = "https://w3id.org/claimgraph/ns#"
    assert (ENTITY + "old-mill", cg + "hasName", "The Mill") in parsed
    assert (ENTITY + "old-mill", "http://www.w3.org/2000/01/rdf-schema#label", 'Old "Mill"') in parsed
    assert (ENTITY + "old-mill", cg + "isLocatedIn", ENTITY + "bucha") in parsed
    assert (ENTITY + "moskva", cg + "isFlagshipOf", ENTITY + "black-sea-fleet") in parsed
    assert Reference.load([path]).quads_text() == text


def test_sources_give_paths_and_bytes() -> None:
    for source in Reference.default().sources:
        assert source.path.read_bytes() == source.data


def test_the_page_on_names_tells_all_types_and_columns(root: Path, tmp_path: Path) -> None:
    """And its table, which `init` writes too, is taken as it stands."""
    from claimgraph.reference.kinds import MEANT, PARENTS
    from claimgraph.reference.table import COLUMNS

    page = (root / "docs" / "names.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", page))
    assert set(PARENTS) - {"Agent", "UnnamedSource"} <= told
    assert set(COLUMNS) <= told
    assert set(MEANT) <= set(PARENTS)
    sample = (root / "graph/claimgraph/commands/templates/names.csv").read_text(encoding="utf-8")
    assert f"```csv\n{sample}```" in page
    [turtle] = re.findall(r"```turtle\n(.*?)```", page, re.DOTALL)
    files = [write(tmp_path / "names.csv", sample), write(tmp_path / "names.ttl", turtle)]
    assert len(Reference.load(files)) == len(Reference.default()) + 3
