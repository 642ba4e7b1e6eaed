"""What a shell is offered when somebody presses Tab: questions, their parameters and values, formats.

Nothing here is imported before a shell asks, or costs the help any time: each list is made when it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from claimgraph.question_files import Question

WORDS = "claimgraph.ask.words"
"""Where the words of a call of `ask` are kept while a shell asks what may follow."""
Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def offered(words: Callable[[], Iterable[str]], *, files: bool = False) -> Completer:
    """A completer for an option or argument: these words; with `files` also the files of the folder."""

    def complete(_ctx: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [CompletionItem(word) for word in words() if word.startswith(start)]
        return [*found, CompletionItem(start, type="file")] if files else found

    return complete


def converters() -> list[str]:
    """The formats that `--as` takes."""
    from claimgraph.converters import names

    return names()


def exports() -> list[str]:
    """The formats that `convert --to` takes."""
    from claimgraph.exports import EXPORTS

    return [export.name for export in EXPORTS]


def store_formats() -> list[str]:
    """The formats that `export --format` takes."""
    from claimgraph.exports import FORMATS

    return list(FORMATS)


def findings_formats() -> list[str]:
    """The formats that `validate --format` takes."""
    from claimgraph.validation import FORMATS

    return list(FORMATS)


def nothing() -> list[str]:
    """No words: where only files are offered."""
    return []


# ------------------------------------------------------------------ ask


def questions(_ctx: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """The stored questions, each with what it answers."""
    from click.shell_completion import CompletionItem

    from claimgraph.question_files import load_questions

    found = load_questions().values()
    return [CompletionItem(one.name, help=one.summary) for one in found if one.name.startswith(start)]


def values(ctx: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """What may stand for the parameter before it (`--stance <Tab>`), if that has a list of values."""
    from click.shell_completion import CompletionItem

    question, words = _asked(ctx)
    if question is None or not words or not words[-1].startswith("--"):
        return []
    name = words[-1][2:].replace("-", "_")
    listed = [one for parameter in question.parameters if parameter.name == name for one in parameter.values]
    return [CompletionItem(value) for value in listed if value.startswith(start)]


def parameters(ctx: click.Context, start: str) -> list[CompletionItem]:
    """The parameters of the question that is being asked, as options."""
    from click.shell_completion import CompletionItem

    question, _ = _asked(ctx)
    named = (
        [(f"--{one.name.replace('_', '-')}", one.description) for one in question.parameters]
        if question
        else []
    )
    return [CompletionItem(name, help=text) for name, text in named if name.startswith(start)]


def _asked(ctx: click.Context) -> tuple[Question | None, list[str]]:
    from claimgraph.errors import ClaimgraphError
    from claimgraph.question_files import load_question

    words: list[Any] = ctx.meta.get(WORDS, [])
    try:
        return load_question(str(ctx.params.get("name") or "")), words
    except ClaimgraphError:
        return None, words
