"""Queries that mean harm, by what they are."""

from __future__ import annotations

# ruff: noqa: E501  # queries are easier to read in one piece
TWO = "?a ?b ?c . ?d ?e ?f"
THREE = f"{TWO} . ?g ?h ?i"


def doubling(times: int, function: str) -> str:
    text = " ".join(f"BIND({function.replace('@', f'?x{n}')} AS ?x{n + 1})" for n in range(times))
    return f"SELECT (STRLEN(?x{times}) AS ?n) {{ BIND('abcdefgh' AS ?x0) {text} }}"


def values(width: int, count: int) -> str:
    numbers = " ".join(map(str, range(count)))
    return " ".join(f"VALUES ?v{n} {{ {numbers} }}" for n in range(width))


QUERIES: dict[str, str] = {
    "cross product of three": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
    "cross product of four": f"SELECT (COUNT(*) AS ?n) {{ {THREE} . ?j ?k ?l }}",
    "sorted cross product": f"SELECT * {{ {TWO} }} ORDER BY ?f ?a",
    "sorted by chance": f"SELECT * {{ {TWO} }} ORDER BY RAND()",
    "grouped cross product": f"SELECT ?a ?f (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a ?f",
    "grouped by everything": f"SELECT ?a ?d (SAMPLE(?f) AS ?x) {{ {TWO} }} GROUP BY ?a ?d ?c ?f",
    "distinct cross product": f"SELECT DISTINCT * {{ {TWO} }}",
    "counted distinct": f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ {THREE} }}",
    "all words in one": f"SELECT (GROUP_CONCAT(?f) AS ?x) {{ {TWO} }}",
    "constructed cross product": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {THREE} }}",
    "described cross product": f"DESCRIBE ?a ?d WHERE {{ {TWO} }}",
    "streamed cross product": f"SELECT * {{ {THREE} }}",
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:a>)* ?b . ?b (<a:a>|!<a:a>)* ?c }",
    "path there and back": "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|^<http://example.org/next>)+ ?b }",
    "path in a path": "SELECT (COUNT(*) AS ?n) { ?a ((<http://example.org/next>+)*)+ ?b . ?c !<a:b>+ ?d }",
    "long ring": "SELECT (COUNT(*) AS ?n) { ?a <http://example.org/next>+ ?b }",
    "values product": f"SELECT (COUNT(*) AS ?n) {{ {values(6, 100)} }}",
    "filtered values product": f"SELECT * {{ {values(6, 100)} FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 < 0) }}",
    "doubled by concat": doubling(40, "CONCAT(@, @)"),
    "grown by replace": doubling(14, "REPLACE(@, '.', '$0$0$0$0$0$0$0$0')"),
    "grown by percent signs": doubling(60, "ENCODE_FOR_URI(CONCAT(@, '%'))"),
    "grown by strings of strings": doubling(45, "STR(CONCAT(UCASE(@), LCASE(@)))"),
    "hashed without end": f"SELECT (MAX(SHA512(CONCAT(STR(?a), STR(?f)))) AS ?n) {{ {TWO} }}",
    "regex on words of a's": f"SELECT * {{ {TWO} FILTER REGEX(CONCAT(STR(?c), '{'a' * 5000}'), '(a+)+(a|aa)+$b') }}",
    "regex of regexes": "SELECT * { ?a ?b ?c FILTER REGEX(STR(?c), '(((a{1,100}){1,100}){1,100}){1,100}') }",
    "regex with back references": f"SELECT * {{ {TWO} FILTER REGEX(STR(?f), '(.*)(.*)(.*)(.*)(.*)x') }}",
    "minus a cross product": f"SELECT * {{ ?x ?y ?z MINUS {{ {TWO} FILTER(?a != ?d) }} }}",
    "not exists for each": f"SELECT * {{ {TWO} FILTER NOT EXISTS {{ ?g ?h ?i . ?j ?k ?l FILTER(?i = ?l && ?a = ?f) }} }}",
    "optional everything": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ {TWO} }} OPTIONAL {{ ?m ?n1 ?o }} }}",
    "subqueries that sort": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {TWO} }} ORDER BY ?a }} {{ SELECT * {{ ?m ?n1 ?o }} ORDER BY ?o }} }}",
    "graphs times graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }",
    "new names without end": f"SELECT (UUID() AS ?u) {{ {THREE} }}",
    "groups in groups": "SELECT * " + "{" * 4000 + "}" * 4000,
    "groups just allowed": "SELECT * " + "{" * 199 + "}" * 199,
    "brackets in brackets": f"SELECT * {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "not not not": f"SELECT * {{ FILTER({'!' * 30000}true) }}",
    "one plus one": f"SELECT ({'+'.join(['1'] * 30000)} AS ?n) {{}}",
    "or or or": f"SELECT * {{ FILTER({'||'.join(['true'] * 10000)}) }}",
    "optional in optional": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 4000 + "}" * 4000 + " }",
    "optional just allowed": "SELECT * { " + "OPTIONAL { ?a ?b ?c " * 90 + "}" * 90 + " }",
    "union of unions": "SELECT * { " + " UNION ".join(["{ }"] * 8000) + " }",
    "2,000 patterns": "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?a{n + 1}" for n in range(2000)) + " }",
    "190 patterns": "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?a{n + 1}" for n in range(190)) + " }",
    "a star of 190": "SELECT * { " + " . ".join(f"?a ?b{n} ?c{n}" for n in range(190)) + " }",
    "a list in lists": "SELECT * { ?s ?p " + "(" * 1000 + ")" * 1000 + " }",
    "a long list": "SELECT * { ?s ?p (" + " ?x" * 3000 + ") }",
    "a long path": "SELECT * { ?s " + "/".join(["<a:a>"] * 2000) + " ?o }",
    "a path of choices": "SELECT * { ?s (" + "|".join(f"<a:{n}>" for n in range(3000)) + ")* ?o }",
    "many choices in": "SELECT * { " + TWO + " FILTER(?c IN (" + ",".join(map(str, range(9000))) + ")) }",
    "prefixes without end": "".join(f"PREFIX p{n}: <a:{n}> " for n in range(3500)) + "SELECT * {}",
    "quotes without end": "SELECT * { ?s ?p " + "'''a" * 15000 + " }",
    "names without end": "SELECT * { ?s ?p " + "a.a-" * 15000 + " }",
    "backslashes": "SELECT * { ?s ?p '" + "\\\\" * 15000 + "' }",
}
