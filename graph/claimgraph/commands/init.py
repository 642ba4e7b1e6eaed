"""`claimgraph init`: a folder to start in."""

from __future__ import annotations

import shlex
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
_INSTALL = "@REQUIREMENT@"
WHEEL = "wheels/claimgraph-*.whl"
"""What a workflow installs when nothing tells where this claimgraph came from."""


def requirement() -> str:
    """What pip is to be given to install this claimgraph elsewhere.

    claimgraph is in no package index. If it was installed from a repository or an address, that is named (PEP
    610, `direct_url.json`), or the repository of its metadata; else a wheel that is kept beside the reports.
    """
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution("claimgraph")
    except PackageNotFoundError:
        return WHEEL
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    address = str(origin.get("url", ""))
    if vcs := origin.get("vcs_info"):
        return f"'claimgraph @ {vcs['vcs']}+{address}@{vcs['commit_id']}'"
    if address.startswith("https://"):
        return f"'claimgraph @ {address}'"
    for entry in found.metadata.get_all("Project-URL") or ():
        name, _, place = entry.partition(", ")
        if name.lower() in ("repository", "source"):
            return f"'claimgraph @ git+{place}'"
    return WHEEL


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
            text = (TEMPLATES / name).read_text(encoding="utf-8").replace(_INSTALL, requirement())
            write_atomically(folder / target, [text.encode("utf-8")])
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", where=str(folder / target)) from None
        app.say(f"made: {folder / target}")
    there = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    app.say(f"next: {there}claimgraph load reports/ && claimgraph ask reports")
