"""What is written about Inloop is complete and true."""

from __future__ import annotations

import fnmatch
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import yaml

from intake.settings import NAMES, PREFIX
from tests.architecture.repository import PACKAGES, ROOT, imported, modules, project, tracked_files

NOT_IMPORTED = {"granian", "onnxruntime", "psycopg", "s3fs", "tzdata"}
"""Dependencies that are found by name: the server, what runs a plug-in's models, a driver, a file system, data."""


def _first_cells(document: str) -> list[str]:
    """The names in backticks that rows of the document's tables begin with."""
    return re.findall(r"^\| `([^`]+)`", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE)


def _requirement_name(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0].lower()


def test_every_setting_is_documented() -> None:
    assert sorted(_first_cells("docs/settings.md")) == sorted(PREFIX + name for name in NAMES)


def test_every_dependency_is_documented_and_none_that_is_gone() -> None:
    groups = (*project()["dependency-groups"].values(), *extras().values())
    wanted = project()["project"]["dependencies"] + [each for group in groups for each in group]
    assert sorted(_first_cells("docs/dependencies.md")) == sorted({_requirement_name(each) for each in wanted})


def extras() -> dict[str, list[str]]:
    """What is installed by choice."""
    found: dict[str, list[str]] = project()["project"]["optional-dependencies"]
    return found


def test_what_is_imported_is_a_dependency_and_a_dependency_is_imported() -> None:
    providers = packages_distributions()
    names = set().union(*map(imported, modules().values())) - set(PACKAGES) - sys.stdlib_module_names
    unknown = sorted(name for name in names if name not in providers)
    assert unknown == []
    chosen = [*project()["project"]["dependencies"], *(each for extra in extras().values() for each in extra)]
    ours = {_normal(_requirement_name(each)) for each in chosen}
    providing = {name: {_normal(provider) for provider in providers[name]} for name in names}
    assert {name: sorted(found) for name, found in providing.items() if not found & ours} == {}
    assert sorted(ours - NOT_IMPORTED - set().union(*providing.values())) == []


def test_every_dependency_is_locked_with_its_hash() -> None:
    runtime = project()["project"]["dependencies"]
    groups = project()["dependency-groups"]
    for lock, wanted in {
        "requirements.lock": runtime + groups["build"],
        "requirements-speech.lock": runtime + extras()["speech"],
        "requirements-names.lock": runtime + extras()["names"],
        "requirements-reading.lock": runtime + extras()["reading"],
        "requirements-dev.lock": runtime + groups["build"] + groups["dev"],
    }.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        locked = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==\S.* \\$", text, re.MULTILINE)}
        assert {_normal(_requirement_name(each)) for each in wanted} <= locked, lock


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_all_lock_files_lock_the_same_versions() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[A-Za-z0-9._-]+==[^ ]+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-speech.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-reading.lock") <= pins("requirements-dev.lock")
    assert pins("requirements-names.lock") <= pins("requirements-dev.lock")


def test_every_file_says_who_may_do_what_with_it() -> None:
    annotations = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    for path in tracked_files():
        covering = [each for each in annotations if _covers(each["path"], str(path))]
        assert covering, f"no annotation in REUSE.toml covers {path}"
        for each in covering:
            assert each["SPDX-FileCopyrightText"]
            for licence in re.findall(r"[A-Za-z0-9.-]+", each["SPDX-License-Identifier"]):
                assert licence in {"AND", "OR", "WITH"} or (ROOT / "LICENSES" / f"{licence}.txt").is_file(), licence


def _covers(patterns: str | list[str], path: str) -> bool:
    patterns = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in tracked_files():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", (ROOT / path).read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (ROOT / path.parent / target).exists():
                broken.append(f"{path}: {target}")
    assert broken == []


def test_the_catalogue_entry_has_what_the_standard_demands() -> None:
    """publiccode.yml 0.7: the mandatory keys, and the lengths it allows."""
    entry = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mandatory = {"name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance"}
    assert {*mandatory, "publiccodeYmlVersion", "localisation"} <= entry.keys()
    assert entry["legal"]["license"] == project()["project"]["license"]
    assert entry["softwareVersion"] == project()["project"]["version"]
    for texts in entry["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in texts["features"])


def test_a_decision_has_a_number_a_date_and_what_was_rejected() -> None:
    decisions = [path for path in tracked_files() if path.parent == Path("docs/decisions")]
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))
    for path in decisions:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name), path
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE), path
        assert "## Rejected" in text, path
