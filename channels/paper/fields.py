"""Makes the boxes of a typeset form fields that can be filled in on screen.

The template leaves a link on each box (`form.typ`, `answer`); each becomes a field there, in the same place of the
document's structure, so that a screen reader meets it with its question. A cross looks like one made with a pen, and
typed text stands in the box: a form that was filled in on screen, printed or not, is read like any other.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String

from channels.paper.texts import PaperTexts, texts
from channels.printed.layout import CONTACT, Box, FormLayout
from models.definition import Choice, Choices, Definition, OpenText
from scans.registration import PAGE_HEIGHT

LINK = "field:"
"""How the address of a link begins that stands for a box."""

_POINT = 72 / 25.4
_PEN = 0.6
"""mm. As broad as a ball-point pen's line: thinner is no clear mark, and thicker hides the box."""

_FONT = "/Field"

_MULTILINE, _COMB, _NO_SCROLL = 1 << 12, 1 << 24, 1 << 23
_RADIO = 1 << 15
"""Flags of ISO 32000-1, tables 226 and 228. Without scrolling nobody types more than is seen and printed."""

_PRINT = 4


def add_fields(pdf: Pdf, font: pikepdf.Object, *, definition: Definition, layout: FormLayout) -> None:
    """Turn every link of a box into a field. `pdf` holds one copy of the form that `layout` describes."""
    maker = _Fields(pdf, definition, layout, font)
    for (_, box), (page, annotation) in zip(layout.boxes(), _links(pdf), strict=True):
        maker.add(box, page, annotation)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(maker.fields.values()),
            DR=Dictionary(Font=Dictionary({_FONT: font})),
            DA=String(f"{_FONT} 12 Tf 0 g"),
        )
    )


def _links(pdf: Pdf) -> Iterator[tuple[pikepdf.Page, pikepdf.Object]]:
    for page in pdf.pages:
        for annotation in page.get(Name.Annots, ()):
            if str(annotation.get(Name.A, Dictionary()).get(Name.URI, "")).startswith(LINK):
                yield page, annotation


class _Fields:
    """The fields of one form by their names."""

    def __init__(self, pdf: Pdf, definition: Definition, layout: FormLayout, font: pikepdf.Object) -> None:
        self.pdf = pdf
        self.definition = definition
        self.words: PaperTexts = texts(layout.language)
        self.language = layout.language
        self.large = layout.large
        self.font = font
        self.fields: dict[str, pikepdf.Object] = {}
        self.structure = NumberTree(pdf.Root.StructTreeRoot.ParentTree)

    def add(self, box: Box, page: pikepdf.Page, annotation: pikepdf.Object) -> None:
        """Make the widget, and the field that it belongs to where it is that field's first."""
        self.structure[int(annotation.StructParent)].S = Name.Form
        for key in (Name.A, Name.Border):
            del annotation[key]
        annotation.Subtype, annotation.P, annotation.F = Name.Widget, page.obj, _PRINT
        annotation.Rect = _inside(box)
        annotation.Contents = String(self._label(box))
        if box.kind != "tick":
            self._text(box, annotation)
        elif box.question == CONTACT or isinstance(self.definition.question(box.question), Choices):
            self._tick(box, annotation)
        else:
            self._one_of(box, annotation)

    def _text(self, box: Box, widget: pikepdf.Object) -> None:
        name = ".".join(filter(None, (_name(box.question), box.option)))
        parts = sum(known.split("#")[0] == name for known in self.fields)
        widget.FT, widget.T, widget.TU = Name.Tx, String(f"{name}#{parts + 1}" if parts else name), widget.Contents
        size = 18 if self.large or box.cells else 12
        widget.DA = String(f"{_FONT} {size} Tf 0 g")
        if box.cells:
            widget.Ff, widget.MaxLen = _COMB | _NO_SCROLL, box.cells
        else:
            widget.Ff = _NO_SCROLL | (_MULTILINE if box.h > 15 else 0)
        self.fields[str(widget.T)] = widget

    def _tick(self, box: Box, widget: pikepdf.Object) -> None:
        widget.FT, widget.T, widget.TU = Name.Btn, String(f"{_name(box.question)}.{box.option}"), widget.Contents
        self._boxed(box, widget)
        self.fields[str(widget.T)] = widget

    def _one_of(self, box: Box, widget: pikepdf.Object) -> None:
        """One of several; ticking it again unticks it."""
        field = self.fields.get(box.question)
        if field is None:
            asked = String(self._asked(box))
            field = self.pdf.make_indirect(
                Dictionary(FT=Name.Btn, T=String(box.question), TU=asked, Ff=_RADIO, V=Name.Off, Kids=Array())
            )
            self.fields[box.question] = field
        widget.Parent = field
        field.Kids.append(widget)
        self._boxed(box, widget)

    def _boxed(self, box: Box, widget: pikepdf.Object) -> None:
        side = box.w * _POINT
        near, far = 0.16 * side, 0.84 * side
        cross = (
            f"q {_PEN * _POINT:.2f} w 1 J 0 G {near:.2f} {near:.2f} m {far:.2f} {far:.2f} l "
            f"{near:.2f} {far:.2f} m {far:.2f} {near:.2f} l S Q"
        )
        states = Dictionary({f"/{box.option}": self._drawn(side, cross), "/Off": self._drawn(side, "")})
        widget.AP, widget.AS = Dictionary(N=states), Name.Off
        widget.MK = Dictionary(CA=String("8"))

    def _drawn(self, side: float, drawing: str) -> pikepdf.Object:
        return self.pdf.make_stream(
            drawing.encode("ascii"),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(side, 3), round(side, 3)]),
            Resources=Dictionary(),
        )

    def _asked(self, box: Box) -> str:
        if box.question == CONTACT:
            return self.words.contact_title
        return self.definition.text(self.definition.question(box.question).ask, self.language)

    def _label(self, box: Box) -> str:
        """What a screen reader says: the question, and the answer that this box stands for."""
        return ": ".join(filter(None, (self._asked(box), self._answer(box))))

    def _answer(self, box: Box) -> str | None:
        if box.question == CONTACT:
            return str(getattr(self.words, f"contact_{box.option}"))
        question = self.definition.question(box.question)
        if isinstance(question, Choice | Choices):
            label = next(option.label for option in question.options if option.key == box.option)
            return self.definition.text(label, self.language)
        if isinstance(question, OpenText) or box.option is None:
            return None
        return {"yes": self.words.yes, "no": self.words.no}.get(box.option, box.option)


def _inside(box: Box) -> Array:
    """Where the field is, in points from the bottom left: text keeps off the lines that scanning looks for."""
    across = 1.5 if box.kind == "write" else 0.0
    down = 0.0 if box.kind == "tick" else 0.6
    sides = (box.x + across, box.y + box.h - down, box.x + box.w - across, box.y + down)
    return Array([round((PAGE_HEIGHT - side if at % 2 else side) * _POINT, 3) for at, side in enumerate(sides)])


def _name(question: str) -> str:
    return question.removeprefix("@")
