"""`claimgraph init`: a folder to start in."""

from __future__ import annotations

from pathlib import Path

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.errors import InputError, UsageError

TEMPLATES = Path(__file__).resolve().parent / "templates"
FILES = {
    "claimgraph.toml": "claimgraph.toml",
    "sample-report.txt": "reports/sample.txt",
    "names.csv": "names.csv",
    "validate.yml": ".github/workflows/validate.yml",
    "gitignore": ".gitignore",
}
"""Templates in the package, and where they go."""


@click.command(
    cls=Command, examples=("claimgraph init my-conflict", "cd my-conflict && claimgraph load reports/")
)
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@pass_app
def command(app: App, folder: Path, force: bool) -> None:
    """Make FOLDER ready: settings, a sample report, a table for names of your own, a CI workflow
    that validates. Files that are there already are not touched without --force.
    """
    if folder.is_file():
        raise UsageError("this is a file", where=str(folder), hint="give the name of a folder")
    present = [target for target in FILES.values() if (folder / target).exists()]
    if present and not force:
        raise UsageError(
            f"{', '.join(present)} is there already", where=str(folder), hint="give --force to overwrite"
        )
    from claimgraph.store import write_atomically

    for name, target in FILES.items():
        try:
            write_atomically(folder / target, [(TEMPLATES / name).read_bytes()])
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", where=str(folder / target)) from None
        app.say(f"made: {folder / target}")
    app.say(f"next: cd {folder} && claimgraph load reports/ && claimgraph ask reports")
