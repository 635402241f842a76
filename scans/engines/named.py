"""Which engines read, by the settings `INLOOP_OCR_ENGINE` and `INLOOP_HANDWRITING_ENGINE`.

A built-in engine is found the way that a plug-in is: by a name that leads to `package.module:Class`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

from models.errors import Rejected

if TYPE_CHECKING:  # settings name engines in every process, also in those that read nothing
    from scans.handwriting import HandwritingEngine
    from scans.ocr import OcrEngine

DESK = "desk"
"""No machine reads handwriting: a person at the desk does."""

PRINT = "inloop.ocr_engines"
HANDWRITING = "inloop.handwriting_engines"
"""The entry points by which an installed package gives its engines a short name."""

FOR_PRINT = "tesseract"
FOR_HANDWRITING = "rapidocr"
"""What reads if nothing is set."""

BELIEVED = {"rapidocr": 0.95, "tesseract": 0.80, "tesserocr": 0.80}
"""Mean confidence from which what a print engine reads in handwriting is worth showing. Chosen on the known hands of
`benchmarks/handwriting.py`: 1.2% of the characters shown are wrong with rapidocr, 2.5% of half as many with
Tesseract."""

BUILT_IN = {
    "tesseract": "scans.engines.tesseract:Tesseract",
    "tesserocr": "scans.engines.tesserocr:TesserOcr",
    "rapidocr": "scans.engines.rapidocr:RapidOcr",
}


def ocr_engine(setting: str) -> OcrEngine:
    """`name`, `name:argument` or `package.module:Class:argument`; several joined by `+`: the first reads, and a word
    that another reads otherwise is doubted.

    :raises Rejected: there is no such engine, or it could not work as it is set; the message says the remedy.
    """
    engines = [cast("OcrEngine", _made(one.strip(), PRINT, "lines")) for one in setting.split("+")]
    if len(engines) == 1:
        return engines[0]
    from scans.engines.agreement import Agreement

    return Agreement(engines)


def handwriting_engine(setting: str) -> HandwritingEngine:
    """A plug-in for handwriting; or engines for print, believed only where they are very sure; or `desk`: none.

    :raises Rejected: as `ocr_engine`.
    """
    from scans.handwriting import PrintOnly, Unread

    if setting == DESK:
        return Unread()
    if all(_name(one) in BUILT_IN for one in setting.split("+")):
        return PrintOnly(ocr_engine(setting), BELIEVED[_name(setting.split("+")[0])])
    return cast("HandwritingEngine", _made(setting, HANDWRITING, "read"))


def _name(setting: str) -> str:
    return setting.partition(":")[0].strip()


def _made(setting: str, group: str, method: str) -> object:
    known = BUILT_IN | {found.name: found.value for found in entry_points(group=group)}
    name, _, argument = setting.partition(":")
    reference = known.get(name)
    if reference is None and "." in name:
        attribute, _, argument = argument.partition(":")
        reference = f"{name}:{attribute}"
    if reference is None:
        there = ", ".join(sorted(known))
        raise Rejected(
            f"'{name}' is no engine that reads; there is: {there}, or package.module:Class", code="no_engine"
        )
    engine = _loaded(reference)(argument)
    if not callable(getattr(engine, method, None)):
        raise Rejected(f"{reference} has no method '{method}', so it is no such engine", code="no_engine")
    return cast(object, engine)


def _loaded(reference: str) -> type:
    module, _, attribute = reference.partition(":")
    try:
        return cast(type, getattr(import_module(module), attribute))
    except (ImportError, AttributeError) as error:
        raise Rejected(
            f"the engine {reference} cannot be imported; install its package where Inloop is installed",
            code="no_engine",
        ) from error
