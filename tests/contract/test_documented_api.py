"""The examples in docs/api.md, run one after another as a reader would."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests.architecture.repository import ROOT
from tests.installation import Installation

DOCUMENT = ROOT / "docs" / "api.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def address(tmp_path: Path, sqlite_url: str) -> Iterator[tuple[str, str]]:
    """Where Inloop with its sample consultation is served, and a token."""
    inloop = Installation(tmp_path / "home", sqlite_url)
    inloop.add_organisation()
    inloop.load((ROOT / "docs" / "examples" / "plein.yaml").read_bytes())
    server = make_server("127.0.0.1", 0, inloop.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.port}", inloop.token
    server.shutdown()
    serving.join()
    inloop.close()


def test_the_examples_do_what_they_say(address: tuple[str, str]) -> None:
    names = dict(zip(("INLOOP", "TOKEN"), address, strict=True))
    examples = EXAMPLE.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert len(examples) > 3
    for example in examples:
        exec(compile(example, str(DOCUMENT), "exec"), names)  # noqa: S102 - it is our own document
