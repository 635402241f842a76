"""Nothing of the web process answers a stranger but what is named here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from intake.app import create_app
from intake.settings import load_settings
from models.store import Store

OPEN = {
    "health.healthz": "whether the process is alive",
    "health.readyz": "whether it can work",
    "health.metrics": "figures, nothing personal",
    "api.openapi": "the API's description",
    "api.docs": "the same, to be read",
    "api.static": "its style sheet",
    "desk.static": "style sheets and scripts",
    "desk.sign_in": "the way in",
    "desk.change_language": "the language of that page",
    "desk.sign_in_elsewhere": "the way in at an organisation's own provider",
    "desk.signed_in_elsewhere": "the way back from there",
    "desk.register": "what data are used for: meant for everybody",
}
OF_THE_SIMULATOR = "simulator"
"""Only there without a real telephone account, on this machine."""

REFUSED = frozenset({401, 403})


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    settings = load_settings({"INLOOP_HOME": str(tmp_path)})
    store = Store(settings.database_url)
    store.upgrade()
    store.close()
    app = create_app(settings)
    yield app
    app.extensions["inloop"].store.close()


def test_a_stranger_is_refused_everywhere_else(app: Flask) -> None:
    let_in = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN or rule.endpoint.split(".")[0] == OF_THE_SIMULATOR:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = app.test_client().open(path, method=method)
            led_away = answer.status_code == 302 and answer.location.endswith("/aanmelden")
            forged = rule.endpoint.startswith("desk.") and answer.status_code == 400
            if answer.status_code not in REFUSED and not led_away and not forged:
                let_in[f"{method} {rule.endpoint}"] = answer.status_code
    assert let_in == {}


def test_what_is_open_is_there(app: Flask) -> None:
    assert OPEN.keys() <= {rule.endpoint for rule in app.url_map.iter_rules()}
