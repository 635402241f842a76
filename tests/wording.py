"""What residents hear and read, by its key in the catalogues, so that better words break no test."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parents[1] / "channels" / "texts"


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))


def _says(heard: str, medium: str, key: str, language: str, values: dict[str, object]) -> bool:
    template = re.escape(_texts(language)[medium][key])
    pattern = re.sub(r"\\{(\w+)\\}", lambda place: re.escape(str(values.get(place[1], "\0"))), template)
    return re.search(pattern.replace("\0", ".*?"), heard, re.DOTALL) is not None


def writes(message: str, key: str, *, language: str = "nl", **values: object) -> bool:
    """Whether the text of that key stands in a message, with these values in its places."""
    return _says(message, "sms", key, language, values)


def speaks(spoken: str, key: str, *, language: str = "nl", **values: object) -> bool:
    """Whether the text of that key is heard, with these values in its places."""
    return _says(spoken, "phone", key, language, values)
