"""An organisation's look sets tokens, and can do nothing else; the design system is what was vendored."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from intake.desk.assets import STATIC
from models.errors import Rejected
from models.house_style import LONGEST, checked

TOKENS = """
/* Zaandijk */
:root { --ma-color-blauw-9: #7a1f5c; --basis-border-radius-sm: 0px; }
@media (prefers-color-scheme: dark) { .ma-theme { --inloop-page: #101010; } }
"""


def test_tokens_are_kept_as_they_are() -> None:
    assert checked(TOKENS) == TOKENS


@pytest.mark.parametrize(
    "css",
    [
        "@import url(https://voorbeeld.example/x.css);",
        ":root { background: red; }",
        ":root { --x: url(https://voorbeeld.example/pixel.png); }",
        ":root { --x: image(a); }",
        "body, html { --x: 1px; }",
        ":root { --x: </style><script> }",
        ":root { --x: 1px",
        "input[value^='a'] { --x: 1px; }",
        f":root {{ --x: {'a' * LONGEST}; }}",
    ],
)
def test_anything_else_is_refused(css: str) -> None:
    with pytest.raises(Rejected):
        checked(css)


def test_the_vendored_files_are_what_was_made_of_the_packages() -> None:
    sources = json.loads((STATIC / "nlds" / "sources.json").read_text(encoding="utf-8"))
    for name, checksum in sources["files"].items():
        assert hashlib.sha256((STATIC / "nlds" / name).read_bytes()).hexdigest() == checksum, name


def test_every_token_that_the_desk_uses_is_there() -> None:
    theme = (STATIC / "nlds" / "theme.css").read_text(encoding="utf-8")
    for sheet in STATIC.glob("*.css"):
        used = set(re.findall(r"var\((--(?:basis|utrecht|ma)-[\w-]+)\)", sheet.read_text(encoding="utf-8")))
        assert {name for name in used if f"{name}:" not in theme} == set(), sheet.name
