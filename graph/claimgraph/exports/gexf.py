"""GEXF 1.3 for Gephi, Gephi Lite and networkx, written as a stream.

The profile is the one that survives Gephi's importer, graphology-gexf and networkx: one static attribute
block for each class, ids equal to titles, plain types, integer colours, an edge kind *and* a column
`relation`, spells *and* date columns, and no character that XML 1.0 forbids (Gephi gives up the whole file
for one).
Source: the GEXF 1.3 schema (https://gexf.net) and what those programs do with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice

from claimgraph.exports.graph import Column, Edge, Graph, Node, Spell, Value
from claimgraph.exports.looks import Place, Rgb, edge_colour, node_colour

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile('[&<>"\t\n\r]')
_TO_DO = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
"""Any character that cannot stand in an attribute as it is."""
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_LINES = 256
"""Lines in one piece of output: about 64 KiB."""
REPLACEMENT = "\ufffd"


def xml(text: str) -> str:
    """Text for an XML attribute in double quotes; forbidden characters become U+FFFD.

    >>> xml('a < "b"\\n\\x07')
    'a &lt; &quot;b&quot;&#10;�'
    """
    if _TO_DO.search(text) is None:
        return text
    clean = _FORBIDDEN.sub(REPLACEMENT, text)
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], clean)


def unwritable(text: str) -> int:
    """The number of characters that XML 1.0 cannot hold.

    >>> unwritable("a\\x00b")
    1
    """
    return 0 if text.isprintable() else len(_FORBIDDEN.findall(text))


def write(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    """Yield the file in pieces of about 64 KiB.

    `place` gives each node its place or nothing; it is called once for each node, in their order.
    """
    return blocks(_lines(graph, place))


def blocks(lines: Iterator[str]) -> Iterator[str]:
    """Lines joined into larger pieces."""
    while piece := "".join(islice(lines, _LINES)):
        yield piece


def _lines(graph: Graph, place: Callable[[Node], Place | None]) -> Iterator[str]:
    modified = f' lastmodifieddate="{graph.day}"' if graph.day else ""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        f"<meta{modified}>\n<creator>claimgraph</creator>\n"
        f"<keywords>claims, {xml(graph.name)}</keywords>\n"
        f"<description>{xml(graph.description)}</description>\n</meta>\n"
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
    )
    yield from _declarations("node", graph.node_columns)
    yield from _declarations("edge", graph.edge_columns)
    yield f'<nodes count="{graph.node_count}">\n'
    heads = _heads(graph.node_columns)
    for node in graph.nodes():
        yield _node(node, heads, place(node), "" if node.size == graph.smallest else _size(node))
    yield f'</nodes>\n<edges count="{graph.edge_count}">\n'
    heads = _heads(graph.edge_columns)
    for number, edge in enumerate(graph.edges()):
        yield _edge(number, edge, heads)
    yield "</edges>\n</graph>\n</gexf>\n"


def _heads(columns: Sequence[Column]) -> tuple[str, ...]:
    """What stands in front of the value of each column."""
    return tuple(f'<attvalue for="{column.name}" value="' for column in columns)


def _declarations(class_: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f'<attributes class="{class_}" mode="static">\n'
    for column in columns:
        yield f'<attribute id="{column.name}" title="{column.name}" type="{column.type}"/>\n'
    yield "</attributes>\n"


def _size(node: Node) -> str:
    """The size of a node; the smallest nodes get none.

    Gephi stretches sizes to 4 to 100, and places with them, unless some node has no size: it then takes all
    as they are, and 10 for that node.
    """
    return f'<viz:size value="{node.size}"/>'


def _node(node: Node, heads: Sequence[str], place: Place | None, size: str) -> str:
    where = f'<viz:position x="{place[0]}" y="{place[1]}" z="0"/>' if place else ""
    when, spells = _times(node.spells)
    return (
        f'<node id="{xml(node.id)}" label="{xml(node.label)}"{when}>{_values(node.values, heads)}{spells}'
        f"{_colour(node_colour(node.type))}{where}{size}</node>\n"
    )


def _edge(number: int, edge: Edge, heads: tuple[str, ...]) -> str:
    source, target = edge[0], edge[1]
    if _TO_DO.search(source + target):
        source, target = xml(source), xml(target)
    return f'<edge id="e{number}" source="{source}" target="{target}" {_rest(edge[2:], heads)}'


@lru_cache(maxsize=4096)
def _rest(edge: tuple[str, str, tuple[Value, ...], float, tuple[Spell, ...]], heads: tuple[str, ...]) -> str:
    """An edge from its kind on. Most edges of a graph share this with many others, so it is kept."""
    kind, label, values, weight, times = edge
    when, spells = _times(times)
    named = f' label="{xml(label)}"' if label else ""
    return (
        f'kind="{xml(kind)}"{named} weight="{weight}"{when}>{_values(values, heads)}{spells}'
        f"{_colour(edge_colour(kind))}</edge>\n"
    )


@cache
def _colour(colour: Rgb) -> str:
    r, g, b = colour
    return f'<viz:color r="{r}" g="{g}" b="{b}"/>'


def _values(values: Sequence[Value], heads: Sequence[str]) -> str:
    """The cells that hold something."""
    cells = ""
    for head, value in zip(heads, values, strict=True):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            text = value if _TO_DO.search(value) is None else xml(value)
        elif isinstance(value, bool):
            text = "true" if value else "false"
        else:
            text = str(value)
        cells += f'{head}{text}"/>'
    return f"<attvalues>{cells}</attvalues>" if cells else ""


@lru_cache(maxsize=4096)
def _times(spells: tuple[Spell, ...]) -> tuple[str, str]:
    """One spell as attributes, several as elements; an open end is left out."""
    if not spells:
        return "", ""
    if len(spells) == 1:
        return _bounds(spells[0]), ""
    return "", f"<spells>{''.join(f'<spell{_bounds(one)}/>' for one in spells)}</spells>"


def _bounds(spell: Spell) -> str:
    start, end = spell
    return (f' start="{start}"' if start else "") + (f' end="{end}"' if end else "")
