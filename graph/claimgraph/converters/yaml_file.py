"""A YAML file as nodes that know their lines, and the questions that a checked settings file asks of them.

PyYAML gives each node the mark where it begins; loading it as plain values would lose that. Scalars stay
text: the key `no` or `01` of a code list means those letters, not a truth value or a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claimgraph.errors import InputError

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1024 * 1024


class Node:
    """A value of the file: its line, and what it is asked to be.

    >>> node = root("a: 1\\nb: [x, y]\\n", "m.yaml")
    >>> [(key, value.line) for key, _, value in node.items()], node.get("b").texts()
    ([('a', 1), ('b', 2)], ('x', 'y'))
    """

    def __init__(self, node: yaml.Node, file: str) -> None:
        self._node: Any = node
        self.file = file
        self.line = node.start_mark.line + 1

    def fail(self, what: str, hint: str = "") -> InputError:
        """The error that stands at this place of the file."""
        return InputError(what, where=f"{self.file}:{self.line}", hint=hint)

    @property
    def is_map(self) -> bool:
        """Whether it is a map."""
        return bool(self._node.id == "mapping")

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return bool(self._node.id == "sequence")

    def items(self) -> Iterator[tuple[str, Node, Node]]:
        """Yield key, the node of the key, and the node of the value.

        Raises:
            InputError: it is no map, a key is no text, or a key is given twice.
        """
        if self._node.id != "mapping":
            raise self.fail("a map is expected here", "write it as key: value")
        seen: set[str] = set()
        for key, value in self._node.value:
            at = Node(key, self.file)
            name = at.text()
            if name in seen:
                raise at.fail(f"{name!r} is given twice", "keep one")
            seen.add(name)
            yield name, at, Node(value, self.file)

    def known(self, names: tuple[str, ...]) -> dict[str, Node]:
        """The values of a map by key.

        Raises:
            InputError: a key is not one of `names`.
        """
        found: dict[str, Node] = {}
        for name, at, value in self.items():
            if name not in names:
                raise at.fail(f"{name!r} is not known here", f"use one of {', '.join(names)}")
            found[name] = value
        return found

    def get(self, name: str) -> Node | None:
        """The value of a key of a map."""
        return next((value for key, _, value in self.items() if key == name), None)

    def text(self) -> str:
        """The text of a scalar, as written; nothing for `null`.

        Raises:
            InputError: it is a map or a list.
        """
        if self._node.id != "scalar":
            raise self.fail("a single value is expected here")
        return "" if self._node.tag == "tag:yaml.org,2002:null" else str(self._node.value)

    def whole(self) -> int:
        """A whole number from 1 on.

        Raises:
            InputError: it is none.
        """
        value = self.text()
        if not value.isdecimal() or not 1 <= int(value) <= 10_000:
            raise self.fail(f"{value!r} is no whole number from 1 to 10,000")
        return int(value)

    def nodes(self) -> list[Node]:
        """The members of a list; a value that is no list counts as a list of one."""
        if self._node.id == "sequence":
            return [Node(each, self.file) for each in self._node.value]
        return [self]

    def texts(self) -> tuple[str, ...]:
        """The texts of a list, or of one value."""
        return tuple(each.text() for each in self.nodes())


def root(text: str, file: str) -> Node:
    """The file as a node.

    Raises:
        InputError: it is no YAML, too large, or empty.

    >>> root("a: [1", "m.yaml")
    Traceback (most recent call last):
    claimgraph.errors.InputError: m.yaml:1: not YAML (expected ',' or ']', but got '<stream end>')
    """
    import yaml

    if len(text) > MAX_BYTES:
        raise InputError(f"more than {MAX_BYTES:,} characters", where=file, hint="this is no settings file")
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{min(mark.line + 1, text.count(chr(10)) + 1)}" if mark else ""
        raise InputError(f"not YAML ({error.problem})", where=f"{file}{line}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"not YAML ({error})", where=file) from None
    if node is None:
        raise InputError("the file is empty", where=file, hint="see docs/feeds.md for an example")
    return Node(node, file)
