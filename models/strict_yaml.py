"""A consultation file's YAML, read strictly: what YAML would silently change or drop is a fault."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from models.errors import Rejected

LARGEST_FILE = 1_000_000
"""Bytes. A hundred times a long consultation."""


MOST_LEVELS = 20
"""Of lists and keys within each other; a consultation has six. PyYAML takes minutes over thousands."""


NOT_YAML = "this is not valid YAML: {problem}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of the file, and how it is mended.

    `said` is an English sentence whose places in braces `values` fill in, so that other languages can say it too.
    """

    path: str
    said: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def problem(self) -> str:
        return self.said.format_map(self.values)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}" if self.path else self.problem


class InvalidDefinition(Rejected):
    """A definition with faults; `faults` holds all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)), code="invalid_definition")


class _StrictLoader(yaml.SafeLoader):
    """SafeLoader that refuses what lies too deep, anchors and aliases, and a key given twice, where YAML would silently
    keep the last.
    """

    levels = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            where = f"line {event.start_mark.line + 1}" if event.start_mark else ""
            raise InvalidDefinition([Fault(where, "anchors and aliases (& and *) are not allowed; write it out")])
        self.levels += isinstance(event, yaml.CollectionStartEvent)
        if self.levels > MOST_LEVELS:
            deep = Fault("", "lists and keys lie within each other {depth} levels deep", {"depth": self.levels})
            raise InvalidDefinition([deep])
        node = super().compose_node(parent, index)
        self.levels -= isinstance(event, yaml.CollectionStartEvent)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key_node.start_mark)
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key}' stands there twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)

    def construct_date(self, node: yaml.ScalarNode) -> date | datetime | str:
        """A day that no calendar has stays text, so that the fault can be told with its path."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return str(node.value)


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_date)


def load_mapping(source: bytes) -> dict[str, Any]:
    """The file's keys and values.

    :raises InvalidDefinition: it is no YAML, no mapping, not UTF-8, or too large.
    """
    if len(source) > LARGEST_FILE:
        raise InvalidDefinition([Fault("", "the file is larger than {most} bytes", {"most": LARGEST_FILE})])
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        not_utf8 = Fault("", "the file is not UTF-8 (byte {at}); save it as UTF-8", {"at": error.start})
        raise InvalidDefinition([not_utf8]) from error
    try:
        loaded = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - derived from SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InvalidDefinition([Fault(where, NOT_YAML, {"problem": error.problem})]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidDefinition([Fault("", NOT_YAML, {"problem": type(error).__name__})]) from error
    if not isinstance(loaded, dict):
        raise InvalidDefinition([Fault("", "the file must be a list of keys with values, beginning with 'code:'")])
    return loaded


def dump_mapping(mapping: dict[str, Any]) -> bytes:
    """The file that `load_mapping` reads as that mapping. Without anchors, which a consultation file may not have."""
    text: str = yaml.dump(mapping, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True
