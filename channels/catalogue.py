"""The texts that residents hear and read, one file a language in `channels/texts/`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


class Catalogue:
    """The texts of one language, for one medium (`phone` or `sms`)."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of that key with its places filled in.

        :raises KeyError: no such text, or a place was not given.
        """
        return self._texts[key].format_map(values)


@lru_cache
def catalogue(language: str, medium: str) -> Catalogue:
    """:raises FileNotFoundError: there is no catalogue in that language."""
    return Catalogue(_load(language)[medium])


@lru_cache
def language_name(language: str) -> str:
    """What a language calls itself."""
    return str(_load(language)["name"])


@lru_cache
def _load(language: str) -> dict[str, Any]:
    return tomllib.loads(files("channels").joinpath(f"texts/{language}.toml").read_text(encoding="utf-8"))


def spoken_digits(number: str) -> str:
    """Digits to be said one by one."""
    return ", ".join(number)
