"""`claimgraph completion`: the script that completes commands and options in a shell."""

from __future__ import annotations

import click

from claimgraph.commands.app import Command


@click.command(
    cls=Command,
    examples=(
        "claimgraph completion bash > ~/.local/share/bash-completion/completions/claimgraph",
        "claimgraph completion zsh > ~/.zfunc/_claimgraph",
        "claimgraph completion fish > ~/.config/fish/completions/claimgraph.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for SHELL; put it where the shell looks for such files."""
    from click.shell_completion import get_completion_class

    from claimgraph.cli import PROGRAM, cli

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source())
