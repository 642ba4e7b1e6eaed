"""The fixtures of the server's tests, for those against other servers, browsers and attackers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "server" / "conftest.py"
_spec = importlib.util.spec_from_file_location("server_fixtures", _FILE)
assert _spec is not None
assert _spec.loader is not None
_fixtures = importlib.util.module_from_spec(_spec)
sys.modules["server_fixtures"] = _fixtures
_spec.loader.exec_module(_fixtures)

start_server = _fixtures.start_server
empty_store = _fixtures.empty_store
sample_store = _fixtures.sample_store
server = _fixtures.server
writable = _fixtures.writable
