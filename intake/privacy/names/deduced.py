"""Deduce (Utrecht UMC's de-identification of Dutch medical texts) as what finds names, in letters of residents.

Of Deduce only what finds names is used: numbers are found by our own rules, and its lists of streets and institutions
cost a minute and a gigabyte. Its documented way to other lists is a folder of them, so it is given one with those lists
emptied: made in 2 s instead of 96, in 0.2 GB instead of 1.2.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from models.errors import Rejected

LISTS = Path("data/lookup/src")
EMPTIED = (
    "locations/lst_street",
    "locations/lst_placename",
    "institutions/lst_healthcare_institution",
    "institutions/lst_hospital",
    "institutions/lst_hospital_abbr",
)
"""Lists that find no persons. Places would take a surname away from a person: there is a De Boer, and a Boer."""
NOTHING = "Zzqx\n"
"""What a list has to hold at least."""
NAMES_ONLY = ("names", "post_processing")


class Deduced:
    """See `intake.privacy.names.engine.NameFinder`."""

    def __init__(self) -> None:
        try:
            distribution("deduce")
        except PackageNotFoundError as error:
            raise Rejected(
                "deduce is not installed; install Inloop with its extra: pip install 'inloop[names]'", code="no_engine"
            ) from error
        self._deduce: Any = None

    def warm_up(self) -> None:
        from deduce import Deduce

        logging.getLogger().setLevel(logging.WARNING)
        with tempfile.TemporaryDirectory(prefix="inloop-names-") as folder:
            _lists_without_places(Path(folder))
            self._deduce = Deduce(lookup_data_path=folder, cache_path=folder, build_lookup_structs=True)
        group = self._deduce.processors
        for name in group.get_names(recursive=False):
            if name not in NAMES_ONLY:
                group.remove_processor(name)

    def persons(self, text: str) -> Sequence[tuple[int, int]]:
        found = {(one.start_char, one.end_char) for one in self._deduce.deidentify(text).annotations}
        return sorted(
            {place for start, end in [*found, *_by_what_stands_around(text)] if (place := _name(text, start, end))}
        )


def _lists_without_places(folder: Path) -> None:
    spec = find_spec("deduce")
    if spec is None or spec.origin is None:
        raise Rejected("deduce is not installed as files", code="no_engine")
    shutil.copytree(Path(spec.origin).parent / LISTS, folder / "src")
    for name in EMPTIED:
        for old in (folder / "src" / name).iterdir():
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        (folder / "src" / name / "items.txt").write_text(NOTHING, encoding="utf-8")


_PARTICLES = r"(?:[Vv]an|von|[Dd]e|[Dd]en|[Dd]er|het|ten|ter|te|la|le|[Ee]l|[Aa]l|bin|ben|da|di|dos|du|['’]t|['’]s)"
_CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞŁŚŻŹĞİŞ][\w'’-]+|[A-Z]\.(?:[ ]?[A-Z]\.)*)"
_FULL = rf"(?:{_CAPITAL}(?:[ ](?:{_PARTICLES}|{_CAPITAL})){{0,5}})"
_AFTER = re.compile(
    rf"""\b(?:[Mm]evr(?:ouw|\.)?|[Mm]w\.?|[Mm]eneer|[Dd]e[ ]heer|[Dd]hr\.?|[Ff]am(?:ilie|\.)|[Dd]rs?\.|[Ii]r\.|[Mm]r\.)
        [ ](?P<titled>(?:(?:{_PARTICLES}|[A-Z]\.)[ ]?){{0,4}}{_FULL})
    |\b(?i:mijn[ ]naam[ ]is|ik[ ]heet|ondergetekende,?|getekend,?|namens|afzender:?|naam:?)[ ](?P<called>{_FULL})
    |\b[Ii]k[ ]ben[ ](?P<am>{_CAPITAL}(?:[ ](?:{_PARTICLES}|{_CAPITAL})){{1,5}})
    |\b(?i:(?:mijn|onze|zijn|haar|de)[ ](?:buurman|buurvrouw|zoon|dochter|vrouw|man|zus|broer|moeder|vader|oma|opa|
        kleinzoon|kleindochter|vriend|vriendin|collega|huisarts|wethouder|neef|nicht|tante|oom|partner|buurjongen))
        (?:[ ](?:en|heet))?,?[ ](?P<kin>{_FULL})""",
    re.VERBOSE,
)
_GREETING = re.compile(
    r"(?:groet(?:en|jes)?|hoogachtend|dank(?:[ ]u)?|mvg|gr\.)[^\n]{0,25}[,.!]?[ \t]*\n\s*(?P<signed>[^\n]{2,60})",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"\s*(?P<name>(?:(?:{_PARTICLES})[ ]){{0,3}}{_FULL})\s*(?:,|\(|$)")


def _by_what_stands_around(text: str) -> Iterator[tuple[int, int]]:
    """Names that are on no list, as many of people whose family came from elsewhere: by title, kin and signature."""
    for found in _AFTER.finditer(text):
        for part, said in found.groupdict().items():
            if said:
                yield found.span(part)
    for greeting in _GREETING.finditer(text):
        signed = _SIGNED.match(greeting["signed"])
        if signed:
            at = greeting.start("signed")
            yield at + signed.start("name"), at + signed.end("name")


_EDGES = re.compile(rf"^[\s.,;:()]+|(?:[\s,;:()]|\s{_PARTICLES}(?=\s|$))+$")
_NO_NAME = re.compile(
    r"^(?:(?:de|het|een|en|van|heer|mevrouw|meneer|mw\.?|dhr\.?|fam\.?|familie|drs?\.?|gemeente|bewoners?|buurt\w*|"
    r"stichting|vereniging|geachte|beste|raad|college|provincie|waterschap|wethouder|burgemeester|heren|dames)\s?)+$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"^(?:de\s|het\s)?(?:gemeente|stichting|vereniging|provincie|waterschap|vve)\b", re.IGNORECASE
)


def _name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without what hangs on at its edges; None if no name is left."""
    said = text[start:end]
    lines = said.split("\n")
    said = lines[0] if lines[0].strip() else said
    front = _EDGES.match(said)
    at = start + (front.end() if front else 0)
    kept = _EDGES.sub("", said)
    if not any(one.isupper() for one in kept) or _NO_NAME.match(kept) or _INSTITUTION.match(kept):
        return None
    return at, at + len(kept)
