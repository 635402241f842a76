"""Checks of single fields of a definition: each notes its fault with its path and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from models.definition import Text
from models.strict_yaml import Fault


class FieldChecks:
    """Collects faults. `languages` are the consultation's own, once they are known."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.languages: tuple[str, ...] = ()

    def fault(self, path: str, said: str, **values: object) -> None:
        """:param said: names the places that `values` fill in; what a file holds stands in `values` alone."""
        self.faults.append(Fault(path, said, values))

    def keys(self, path: str, raw: dict[str, Any], required: Iterable[str], optional: Iterable[str]) -> None:
        known = {*required, *optional}
        prefix = f"{path}." if path else ""
        for key in raw:
            if key not in known:
                self.fault(f"{prefix}{key}", "unknown key; known here: {known}", known=", ".join(sorted(known)))
        for key in required:
            if raw.get(key) is None:
                self.fault(f"{prefix}{key}", "is missing")

    def matching(self, key: str, raw: dict[str, Any], pattern: re.Pattern[str], wanted: str) -> str | None:
        value = raw.get(key)
        if value is None:
            return None
        if isinstance(value, str) and pattern.fullmatch(value) and value.isascii():
            return value
        self.fault(key, f"must be {wanted}, not {{value}}", value=shown(value))
        return None

    def text(self, path: str, raw: object, *, longest: int) -> Text:
        if isinstance(raw, str):
            texts: dict[Any, Any] = {self.languages[0] if self.languages else "nl": raw}
        elif isinstance(raw, dict):
            texts = raw
        else:
            self.fault(path, "must be a text, or a text by language, not {value}", value=shown(raw))
            return {}
        if self.languages and self.languages[0] not in texts:
            self.fault(path, "needs the first language, '{language}'", language=self.languages[0])
        sound: Text = {}
        for language, text in texts.items():
            where = f"{path}.{language}" if isinstance(raw, dict) else path
            if self.languages and language not in self.languages:
                self.fault(where, "{value} is not among this consultation's languages", value=shown(language))
            elif not isinstance(text, str):
                self.fault(where, "must be a text; write {value} in quotes", value=shown(text))
            elif not text.strip():
                self.fault(where, "is empty")
            elif len(text) > longest:
                too_long = "is {length} characters long; at most {most} can be sent and spoken"
                self.fault(where, too_long, length=len(text), most=longest)
            elif any(not (c.isprintable() or c in "\n\u200c\u200d\u200e\u200f") for c in text):
                self.fault(where, "has a control character in it")
            else:
                sound[str(language)] = " ".join(text.split())
        return sound

    def date(self, key: str, raw: dict[str, Any]) -> date | None:
        value = raw.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                value = str(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.fault(key, "must be a day such as 2026-11-01, not {value}", value=shown(value))
        return None

    def one_of(self, path: str, raw: dict[str, Any], allowed: tuple[str, ...], default: str) -> Any:
        key = path.rsplit(".", 1)[-1]
        value = raw.get(key, default)
        if value not in allowed or isinstance(value, bool):
            self.fault(path, "must be one of {allowed}, not {value}", allowed=", ".join(allowed), value=shown(value))
            return default
        return value

    def whole(self, path: str, raw: dict[str, Any], default: int | None, lowest: int, highest: int) -> int:
        key = path.rsplit(".", 1)[-1]
        value = raw.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        if value is not None:
            wanted = "must be a whole number from {low} to {high}, not {value}"
            self.fault(path, wanted, low=lowest, high=highest, value=shown(value))
        return default if default is not None else lowest

    def flag(self, path: str, raw: dict[str, Any], default: bool) -> bool:
        value = raw.get(path.rsplit(".", 1)[-1], default)
        if isinstance(value, bool):
            return value
        self.fault(path, "must be true or false, not {value}", value=shown(value))
        return default


def shown(value: object) -> str:
    """A value as a fault names it, cut short."""
    text = repr(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
