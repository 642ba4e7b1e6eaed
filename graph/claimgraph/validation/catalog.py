"""The list of checks: a stable code, a name, the default severity, what the check is for.

Codes of shapes (`CG-SHP-…`) come from the shapes, codes of graph rules (`CG-GRF-…`) from `rules/*.rq`.

>>> CHECKS["CG-SYN-001"].severity.value
'error'
"""

from __future__ import annotations

from dataclasses import dataclass

from claimgraph.validation.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the list: `name` is short, `help` says why it matters."""

    code: str
    severity: Severity
    name: str
    help: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_LIST = (
    ("CG-SYN-000", _E, "Unreadable file", "A file that cannot be read has not been checked."),
    ("CG-SYN-001", _E, "Syntax error", "No program can be sure to read the file."),
    ("CG-SYN-002", _E, "Not UTF-8 text", "RDF and reports are UTF-8; other bytes become wrong letters."),
    (
        "CG-SYN-003",
        _E,
        "Document type declaration",
        "Entities in a DOCTYPE can read files and fill the memory.",
    ),
    ("CG-SYN-004", _E, "Remote context", "A context fetched from the web can change what the data say."),
    ("CG-SYN-005", _E, "IRI scheme not allowed", "A javascript:, data: or file: IRI is dangerous as a link."),
    ("CG-SYN-006", _E, "Ill-typed literal", "A value outside its datatype cannot be compared or sorted."),
    (
        "CG-SYN-007",
        _W,
        "Bidirectional control",
        "Invisible controls can make text read differently on screen.",
    ),
    ("CG-SYN-008", _E, "Prefix with a foreign namespace", "A near-miss namespace makes every term unknown."),
    (
        "CG-SYN-009",
        _E,
        "Query calls another server",
        "SERVICE and LOAD send requests from the reader's machine.",
    ),
    ("CG-TRM-001", _E, "Undeclared term", "A misspelt term is silently a different term."),
    ("CG-TRM-002", _E, "Term not in its vocabulary", "The published vocabulary does not define the term."),
    ("CG-TRM-003", _E, "Term in the wrong place", "A class used as a property, or a property as a class."),
    (
        "CG-TRM-004",
        _E,
        "Wrong kind of value",
        "An object property leads to a node, a datatype property to a literal.",
    ),
    ("CG-TRM-005", _E, "Malformed list", "Tools read a broken list as an empty one and skip the axiom."),
    (
        "CG-TRM-007",
        _E,
        "Term of two kinds",
        "OWL 2 DL wants a term to be a class, a property or an individual.",
    ),
    (
        "CG-TRM-008",
        _E,
        "Circle of terms",
        "Classes that are below each other are one class under several names.",
    ),
    ("CG-TRM-006", _W, "Deprecated term", "The term will be removed."),
    ("CG-ANN-001", _E, "Term without an English label", "People find terms by their labels."),
    ("CG-ANN-002", _E, "Term without a definition", "A definition is one English sentence with a full stop."),
    ("CG-ANN-003", _E, "Term without a home", "rdfs:isDefinedBy says which module is the authority."),
    (
        "CG-ANN-004",
        _E,
        "Incomplete ontology header",
        "Title, description, licence and versions are needed to cite it.",
    ),
    ("CG-ANN-005", _W, "Label used twice", "Two terms with one label cannot be told apart in a list."),
    ("CG-OWL-001", _E, "Member of disjoint classes", "Nothing can belong to both classes."),
    ("CG-OWL-002", _E, "Class without possible members", "The axioms leave no room for any member."),
    (
        "CG-OWL-003",
        _E,
        "Two values where one is allowed",
        "A functional datatype property has two different values.",
    ),
    (
        "CG-OWL-004",
        _E,
        "Two nodes where one is allowed",
        "A reasoner concludes that both nodes are the same thing.",
    ),
    ("CG-OWL-005", _E, "Inconsistent with the ontology", "The OWL 2 RL rules derive a contradiction."),
    ("CG-OWL-006", _I, "Reasoning left out", "The data are over the limit for the slow reasoner."),
    ("CG-SHP-000", _E, "Shape fails to run", "A shapes file is wrong in itself."),
    ("CG-QUO-000", _I, "Text not at hand", "Offsets and quotations could not be compared with the text."),
    ("CG-QUO-001", _E, "Quotation differs from the text", "A claim must lead back to its exact words."),
    ("CG-QUO-002", _E, "Offsets outside the text", "The passage does not exist in the document."),
    ("CG-QUO-003", _E, "Text has another hash", "The text at hand is not the one that was read."),
    ("CG-QUO-004", _E, "IRI and offsets differ", "The fragment #char=start,end must repeat the offsets."),
    ("CG-REP-001", _E, "Report that cannot be read", "The plain-text converter refuses the file."),
    (
        "CG-REP-002",
        _W,
        "Report without claims",
        "Either the text is no report, or its prose was not understood.",
    ),
    (
        "CG-REP-003",
        _W,
        "Report without a date",
        "Days such as “on Thursday” cannot be worked out, and its claims have no place in time.",
    ),
    ("CG-REP-004", _E, "Table of names that cannot be used", "Loading with this --reference is refused."),
)

CHECKS: dict[str, Check] = {code: Check(code, severity, name, help) for code, severity, name, help in _LIST}
"""Every check that is written in Python, by code."""


def found(code: str, message: str, fix: str, **where: str | int | None) -> Finding:
    """A finding of a listed check, with the severity from the list.

    >>> found("CG-SYN-007", "hidden control", "remove it", file="a.ttl", line=2).place
    'a.ttl:2'
    """
    return Finding(code, CHECKS[code].severity, message, fix, **where)  # type: ignore[arg-type]  # text and numbers


def stages() -> dict[str, str]:
    """The stages in the order they run, by the beginning of their codes.

    >>> list(stages())[0]
    'CG-SYN'
    """
    return {
        "CG-SYN": "syntax",
        "CG-TRM": "terms",
        "CG-ANN": "annotations",
        "CG-OWL": "consistency",
        "CG-SHP": "shapes",
        "CG-GRF": "graph rules",
        "CG-QUO": "quotations",
        "CG-REP": "reports",
    }
