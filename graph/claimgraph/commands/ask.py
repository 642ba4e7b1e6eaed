"""`claimgraph ask`: stored questions by name."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.completing import WORDS, parameters, questions
from claimgraph.commands.completing import values as values_of
from claimgraph.commands.inputs import report_of_path
from claimgraph.commands.output import Output, Table, emit, output_options
from claimgraph.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from claimgraph.finding import Entity
    from claimgraph.question_files import Question
    from claimgraph.questions import Answer


TRUTH = ("true", "false", "yes", "no", "1", "0")
"""What may follow an option that is true or false; anything else belongs to what comes next."""


class AskCommand(Command):
    """Takes `--about Moskva` beside `--param about=Moskva`: the options depend on the question asked."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Turn options that are no options of the command into parameters of the question."""
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if ctx.resilient_parsing:  # a shell asks what may follow: the last option may lack its value yet
            ctx.meta[WORDS] = list(args)
            if args and args[-1].startswith("--") and args[-1] not in known:
                args = args[:-1]
        return super().parse_args(ctx, as_parameters(args, known, _flags(args)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The parameters of the question, then the options of the command."""
        return [*parameters(ctx, incomplete), *super().shell_complete(ctx, incomplete)]


def _flags(args: list[str]) -> set[str]:
    """The options of the question asked that need no value, because they can only be true or false."""
    from claimgraph.question_files import load_question

    for word in args[:1]:
        with contextlib.suppress(UsageError):
            parameters = load_question(word).parameters
            return {f"--{one.name.replace('_', '-')}" for one in parameters if one.type == "boolean"}
    return set()


def as_parameters(args: list[str], known: set[str], flags: Collection[str] = ()) -> list[str]:
    """Rewrite `--name value` and `--name=value` for names that are not `known`; `flags` need no value.

    >>> as_parameters(["who-said-what", "--about", "Moskva", "--csv"], {"--csv"})
    ['who-said-what', '--param=about=Moskva', '--csv']
    >>> as_parameters(["q", "--with-retracted", "Moskva"], set(), {"--with-retracted"})
    ['q', '--param=with_retracted=true', 'Moskva']
    """
    rewritten: list[str] = []
    rest = list(reversed(args))
    while rest:
        word = rest.pop()
        name, equals, value = word.partition("=")
        if word == "--":
            return [*rewritten, word, *reversed(rest)]
        if not name.startswith("--") or name in known:
            rewritten.append(word)
            continue
        if not equals and name.replace("_", "-") in flags and (not rest or rest[-1].lower() not in TRUTH):
            value = "true"
        elif not equals:
            if not rest:
                raise UsageError(f"{name} needs a value", hint="see claimgraph ask NAME --describe")
            value = rest.pop()
        rewritten.append(f"--param={name[2:].replace('-', '_')}={value}")
    return rewritten


def parse_parameters(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    """`name=value` pairs as a mapping; a name given twice has several values.

    Raises:
        UsageError: a pair without `=`.
    """
    values: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"{pair!r} is no parameter", hint="write it as NAME=VALUE")
        values.setdefault(name, []).append(value)
    return values


@click.command(
    cls=AskCommand,
    examples=(
        "claimgraph ask --list",
        "claimgraph ask who-said-what --describe      # its parameters and columns",
        "claimgraph ask who-said-what Moskva",
        "claimgraph ask who-said-what --about Moskva --stance denies",
        "claimgraph ask casualty-figures --csv -o figures.csv",
        'claimgraph ask who-said-what Moskva --according-to "Government of Ukraine" --as-of 2022-04-16',
    ),
)
@click.argument("name", required=False, shell_complete=questions)
@click.argument("values", nargs=-1, metavar="[VALUE…]", shell_complete=values_of)
@click.option("--param", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--list", "listing", is_flag=True, help="List the questions.")
@click.option("--describe", is_flag=True, help="Describe the question, its parameters and columns.")
@click.option("--columns", metavar="A,B…", help="Only these columns, in this order.")
@click.option("--all-columns", "every", is_flag=True, help="All columns in a table, as in CSV and JSON.")
@click.option(
    "--according-to", multiple=True, metavar="NAME", help="Only claims of a speaker, side or outlet."
)
@click.option("--without", multiple=True, metavar="NAME", help="No claims of this speaker, side or outlet.")
@click.option("--as-of", "as_of", default="", metavar="DATE", help="Only reports of this day or earlier.")
@click.option("--sparql", is_flag=True, help="Print the SPARQL that would be asked.")
@output_options
@pass_app
def command(
    app: App,
    name: str | None,
    values: tuple[str, ...],
    pairs: tuple[str, ...],
    listing: bool,
    describe: bool,
    columns: str | None,
    every: bool,
    according_to: tuple[str, ...],
    without: tuple[str, ...],
    as_of: str,
    sparql: bool,
    output: Output,
) -> None:
    """Ask the stored question NAME. VALUES are for its parameters in their order; each parameter is
    an option too (--about Moskva). Names are looked up in the store, IRIs are taken as they are.
    A table has the columns that people need, CSV and JSON have all.
    """
    from claimgraph.question_files import load_question, load_questions

    if listing or not name:
        rows = [(question.name, question.summary) for question in load_questions().values()]
        emit(Table(("question", "answers"), rows), output, color=app.color)
    elif describe:
        click.echo(described(load_question(name)), nl=False)
    else:
        output.check()
        _check_columns(columns, every)
        question, under = load_question(name), (according_to, without, as_of)
        answer, notes = _put(app, question, values, parse_parameters(pairs), under)
        if sparql:
            click.echo(answer.query_text, nl=False)
        else:
            _explain(app, answer, notes, perspective=any(under))
            for_people = output.chosen() == "table" and not every
            emit(_table(app, answer, columns, question.shown if for_people else ()), output, color=app.color)


def _check_columns(columns: str | None, every: bool) -> None:
    if columns and every:
        raise UsageError("--columns and --all-columns exclude each other", hint="give one of them")


def _table(app: App, answer: Answer, columns: str | None, shown: Sequence[str]) -> Table:
    """The answer with the chosen columns, else with those `shown` that are not empty, else whole."""
    rows = answer.plain()
    if columns:
        wanted = [name.strip() for name in columns.split(",")]
        for name in wanted:
            if name not in answer.variables:
                raise UsageError(
                    f"no column {name!r}", hint=f"the columns are: {', '.join(answer.variables)}"
                )
    else:
        filled = {name for name, *cells in zip(answer.variables, *rows, strict=True) if _says_more(cells)}
        wanted = [name for name in shown if name in filled] or list(answer.variables)
        if rows and shown and (rest := [name for name in answer.variables if name in filled - {*wanted}]):
            app.say(f"not shown: {', '.join(rest)} (--all-columns{_page(answer)})")
    places = [answer.variables.index(name) for name in wanted]
    return Table(tuple(wanted), [tuple(row[place] for place in places) for row in rows])


def _page(answer: Answer) -> str:
    """The page that shows the same claims in their reports, if the question is about one thing."""
    named = [entity for entities in answer.bound.values() for entity in entities]
    return f"; as a page: claimgraph show {_quoted(named[0].label)}" if len(named) == 1 else ""


def _says_more(cells: Iterable[object]) -> bool:
    """Whether a column is more than empty and `false`."""
    return any(cell is not None and cell is not False and cell != "" for cell in cells)


def _put(
    app: App,
    question: Question,
    words: tuple[str, ...],
    named: dict[str, list[str]],
    under: tuple[tuple[str, ...], tuple[str, ...], str],
) -> tuple[Answer, list[str]]:
    """The answer, and what there is to say of what it leaves out."""
    from claimgraph.commands.left_out import notes
    from claimgraph.questions import by_position, put

    positional = by_position(question, words)
    twice = sorted(set(positional) & set(named))
    if twice:
        raise UsageError(f"{twice[0]} is given twice", hint="give it by its place or by its name")
    values: dict[str, object] = {**positional, **named}
    of_reports = {parameter.name for parameter in question.parameters if parameter.type == "report"}
    with app.open_store() as store:
        for name in of_reports & set(values):
            given = values[name]
            names = given if isinstance(given, list) else [given]
            values[name] = [report_of_path(store, str(one)) for one in names]
        if not any(under):
            answer = put(store, question, values, app.progress)
            return answer, notes(store, question, answer, values)
        from claimgraph.reasoning.asking import named_perspective, put_under

        return put_under(store, question, values, named_perspective(store, *under)), []


def _explain(app: App, answer: Answer, notes: list[str], *, perspective: bool) -> None:
    """Say what names were taken to mean, and whether the answer was cut."""
    from claimgraph.questions import SPEAKING

    for name, entities in answer.bound.items():
        meant = ", ".join(f"{entity.label} ({entity.kind or 'not in the store'})" for entity in entities)
        app.detail(f"{name}: {meant}")
    spoken = [entity for name in SPEAKING for entity in answer.bound.get(name, ())]
    unknown = [entity.iri for entities in answer.bound.values() for entity in entities if not entity.kind]
    if not answer.rows and unknown:
        app.warn(f"the store has nothing called <{unknown[0]}>; see claimgraph search")
    elif not answer.rows and perspective:
        app.warn("nothing is recorded for this under the perspective: ask without it to see what others say")
    elif not answer.rows and answer.bound.get("about") and not notes:
        app.warn(_nothing_about(answer.bound["about"][0]))
    elif not answer.rows and not notes and spoken:
        app.warn(f"no statement of {spoken[0].label} is recorded that fits")
    for note in notes:
        app.warn(note)
    if answer.truncated:
        app.warn(f"only the first {answer.limit} rows are shown, and there are more: raise --limit")
    if answer.newest:
        app.warn(f"only the newest {answer.newest} reports are looked at: name something, or raise --newest")


def _nothing_about(entity: Entity) -> str:
    """What is said where no claim is about something, and which question may help."""
    from claimgraph.reference.kinds import is_any

    further = f"what it says itself: claimgraph ask who-said-what-by {_quoted(entity.label)}"
    if is_any(entity.kind, ("Place",)):
        further = f"what happened at places in it: claimgraph ask places --within {_quoted(entity.label)}"
    return f"nothing is recorded about {entity.label}; {further}"


def described(question: Question) -> str:
    """A question as text: what it answers, its parameters, columns and an example."""
    lines = [question.summary, "", question.description, ""]
    if question.parameters:
        lines.append("Parameters, in order:")
        for parameter in question.parameters:
            notes = [parameter.type, *(["required"] if parameter.required else [])]
            if parameter.default is not None:
                notes.append(f"default {parameter.default}")
            lines.append(f"  --{parameter.name} ({', '.join(notes)}): {parameter.description}")
            if parameter.values:
                lines.append(f"      one of {', '.join(parameter.values)}")
        lines.append("")
    lines.append("Columns:")
    lines += [f"  {name}: {text}" for name, text in question.columns.items()]
    if hidden := [name for name in question.columns if name not in question.shown]:
        lines += ["", f"Not in a table, unless with --all-columns: {', '.join(hidden)}"]
    shown = " ".join(f"--{name} {_quoted(str(value))}" for name, value in question.example.items())
    lines += ["", f"Example: claimgraph ask {question.name} {shown}".rstrip()]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    import shlex

    return shlex.quote(value)
