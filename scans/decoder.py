"""The program that opens strangers' files: it runs as a process of its own and may be killed at any moment.

It forks once for every document, so that nothing of one document is there when the next is opened, and a crash takes
one document's process only. It imports nothing of ours. Requests and answers are frames on stdin and stdout: four bytes
of length (big-endian), JSON, and where the JSON says `bytes`, so many bytes after it.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

Answer = tuple[dict[str, Any], bytes | memoryview]

LONGEST_SIDE = 4300
"""Pixels. 300 dpi on A4 with room to spare; more makes reading slower and no better."""

FINER = 1.55
"""So many times finer than was asked for, a picture is handed over as it is: 300 dpi where 200 would do."""

POINTS = 72.0
NEGATIVE = 64
"""A page of black and white that is darker than this on the whole is white on black: a fax that says wrongly which of
its bits are ink. No form or letter has three quarters of its paper inked."""

FINE = 100_000
"""Into so many parts a page's sides are divided to tell where something is."""

FULL_PAGE = 0.8
"""A picture that covers this part of a PDF page makes it a scan, whatever invisible text lies on it."""

PLAIN = (
    pdfium.raw.FPDF_COLORSPACE_DEVICEGRAY,
    pdfium.raw.FPDF_COLORSPACE_DEVICERGB,
    pdfium.raw.FPDF_COLORSPACE_CALGRAY,
    pdfium.raw.FPDF_COLORSPACE_CALRGB,
    pdfium.raw.FPDF_COLORSPACE_ICCBASED,
)
MOST_TYPED, LONGEST_TYPED = 500, 4_000
"""Fields of a page whose text is handed over, and characters of one; no form of ours has more, nor room for more."""

OTHER_TONES = re.compile(rb"/Decode\s*\[|/ColorTransform")
"""Where a PDF says that the numbers in a JPEG are not what they would be anywhere else."""

DATA = (OSError, ValueError, SyntaxError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError)
BROKEN = (pdfium.PdfiumError, RuntimeError, *DATA)
"""What the libraries raise on a damaged file."""

FORMATS = {"jpeg": ("JPEG",), "png": ("PNG",), "tiff": ("TIFF",), "webp": ("WEBP",), "heif": ("HEIF",)}
"""Pillow's name for what a file is by its first bytes: nothing else is tried on it."""
SEVERAL = ("TIFF", "HEIF", "PNG", "WEBP")
"""Formats of which each picture in a file is a page. Not JPEG: what telephones put behind a photograph is the same view
again, smaller, or as a map of light or depth."""

MOVING = ("PNG", "WEBP")
"""Of these a picture is drawn upon those before it, so that each costs them all: together they may be no larger than
one picture may."""


class Refused(Exception):
    """Told to the caller as a code and nothing more; the message for people is made there."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    while (request := read_frame()) is not None:
        child = os.fork()
        if child == 0:
            serve(*request)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status != 0:
            sys.exit(1)


def serve(request: dict[str, Any], data: bytes) -> None:
    """Answer one document's requests until it is closed."""
    limit(request["memory"])
    document: PdfFile | ImageFile | None = None
    current: tuple[dict[str, Any], bytes] | None = (request, data)
    while current is not None and current[0]["do"] != "close":
        asked, began = current[0], time.process_time()
        try:
            if document is None:
                document = opened(asked, data)
                answer: Answer = ({"pages": document.count()}, b"")
            elif asked["do"] == "image":
                answer = as_answer(*document.image(asked["page"], asked["dpi"]))
            elif asked["do"] == "typed":
                answer = ({"typed": document.typed(asked["page"])}, b"")
            else:
                answer = ({"lines": document.lines(asked["page"])}, b"")
        except Refused as refused:
            answer = ({"refused": refused.code}, b"")
        except (MemoryError, Image.DecompressionBombError):
            answer = ({"refused": "too_large"}, b"")
        except BROKEN:
            answer = ({"refused": "unreadable_page" if document else "not_a_document"}, b"")
        write_frame(answer[0] | {"cpu": time.process_time() - began}, answer[1])
        current = read_frame()


def limit(memory: int) -> None:
    """Bounds on this process that the kernel keeps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def opened(request: dict[str, Any], data: bytes) -> PdfFile | ImageFile:
    if request["kind"] == "pdf":
        return PdfFile(data, request["pages"])
    if request["kind"] == "heif":
        know_heif()
    return ImageFile(data, request["kind"], request["pages"], request["pixels"])


def know_heif() -> None:
    """Teach Pillow telephone photographs, in this process only. One thread: more cost memory for nothing."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


class PdfFile:
    """A PDF. Fields that were filled in on screen are drawn; scripts never run: this build of pdfium has no engine for
    them."""

    def __init__(self, data: bytes, most_pages: int) -> None:
        self.data = data
        # A picture's dictionary always stands in the file as it is (ISO 32000-1, 7.5.7): streams are never packed.
        self.masked = b"/SMask" in data or b"/Mask" in data
        self.recoloured = OTHER_TONES.search(data) is not None
        try:
            self.document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise Refused("encrypted" if getattr(error, "err_code", None) == 4 else "not_a_document") from error
        if len(self.document) > most_pages:
            raise Refused("too_large")
        if self.document.get_formtype() != pdfium.raw.FORMTYPE_NONE:
            self.document.init_forms()

    def count(self) -> int:
        return len(self.document)

    def image(self, page: int, dpi: float) -> tuple[NDArray[np.uint8], float, bool]:
        """The page in grey, its dpi, and whether it was born digital."""
        at = self.document[page - 1]
        width, height = at.get_size()
        if min(width, height) < 1:
            raise Refused("unreadable_page")
        picture = self.only_picture(at)
        if picture is not None:
            columns, rows = picture.get_px_size()
            across = POINTS * columns / (height if at.get_rotation() % 180 else width)
            size = size_wanted(columns, rows, across, across, dpi)
            whole = self.light_of(picture, size) or grey(picture.get_bitmap().to_pil())
            small = whole if whole.size == size else whole.resize(size, Image.Resampling.BOX)
            upright = np.rot90(np.asarray(small), -at.get_rotation() // 90)
            return upright, across * small.width / columns, False
        scale = min(dpi / POINTS, LONGEST_SIDE / max(width, height))
        # In colour, which pdfium renders twice as fast as in grey.
        rendered = at.render(scale=scale, prefer_bgrx=True).to_pil()
        return np.asarray(rendered.convert("L")), scale * POINTS, self.digital(at)

    def typed(self, page: int) -> list[dict[str, Any]]:
        """What the page's fields say, which need not be drawn: a viewer may lack the letters, or the box the room.
        Each with its box as parts of the page's width and height, from the top left as the page is shown."""
        at, form = self.document[page - 1], self.document.formenv
        if form is None:
            return []
        count = min(pdfium.raw.FPDFPage_GetAnnotCount(at), MOST_TYPED)
        return [found for n in range(count) if (found := field_text(at, form, n)) is not None]

    def only_picture(self, page: Any) -> Any:
        """The one JPEG that is all of this page, as scanners make it; to take it as it is costs an eighth of rendering
        it. None if there is anything else to be seen, or if it covers not just the page."""
        if self.masked or pdfium.raw.FPDFPage_GetAnnotCount(page) > 0 or pdfium.raw.FPDFPage_CountObjects(page) != 1:
            return None
        picture = next(iter(page.get_objects(max_depth=1)))
        if not isinstance(picture, pdfium.PdfImage) or picture.get_filters() != ["DCTDecode"]:
            return None
        shape, box = picture.get_matrix(), page.get_bbox()
        if (shape.b, shape.c) != (0, 0) or min(shape.a, shape.d) <= 0:
            return None
        slack = 0.01 * min(box[2] - box[0], box[3] - box[1])
        beside = max(abs(own - of_page) for own, of_page in zip(picture.get_bounds(), box, strict=True))
        return picture if beside <= slack else None

    def light_of(self, picture: pdfium.PdfImage, size: tuple[int, int]) -> Image.Image | None:
        """A JPEG's own brightness at `size` or finer, without its colours: pdfium takes five times as long to decode
        them. None if its numbers mean anything but grey or usual colours, or if it is damaged."""
        if self.recoloured or picture.get_metadata().colorspace not in PLAIN:
            return None
        try:
            jpeg = Image.open(io.BytesIO(bytes(picture.get_data())), formats=FORMATS["jpeg"])
            if jpeg.mode not in ("L", "RGB") or jpeg.size != picture.get_px_size():
                return None
            jpeg.draft("L", size)
            jpeg.load()
            return jpeg
        except (OSError, SyntaxError):
            return None

    def digital(self, page: Any) -> bool:
        if page.get_textpage().count_chars() < 20:
            return False
        width, height = page.get_size()
        for found in page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            left, bottom, right, top = found.get_bounds()
            if (right - left) * (top - bottom) >= FULL_PAGE * width * height:
                return False
        return True

    def lines(self, page: int) -> list[dict[str, Any]]:
        """The page's text as lines with their boxes in mm from the top left."""
        import pdfplumber

        with pdfplumber.open(io.BytesIO(self.data), pages=[page]) as document:
            found = document.pages[0].extract_text_lines(return_chars=False)
        sides = ((one["x0"], one["top"], one["x1"] - one["x0"], one["bottom"] - one["top"]) for one in found)
        boxes = [[side * 25.4 / POINTS for side in box] for box in sides]
        return [{"text": line["text"], "box": box} for line, box in zip(found, boxes, strict=True)]


def field_text(page: Any, form: Any, number: int) -> dict[str, Any] | None:
    """The text of one annotation and its box; None if it is no field, or if nothing was typed in it.

    The annotation's own text, never that of a field that it shares with others or another of the same name: where the
    files of several people were put together, that is the first one's.
    """
    annotation = pdfium.raw.FPDFPage_GetAnnot(page, number)
    try:
        if pdfium.raw.FPDFAnnot_GetFormFieldType(form, annotation) != pdfium.raw.FPDF_FORMFIELD_TEXTFIELD:
            return None
        size = pdfium.raw.FPDFAnnot_GetStringValue(annotation, b"V", None, 0)
        rectangle = pdfium.raw.FS_RECTF()
        if not 2 < size <= 2 * LONGEST_TYPED + 2 or not pdfium.raw.FPDFAnnot_GetRect(annotation, rectangle):
            return None
        value = (ctypes.c_ushort * (size // 2))()
        pdfium.raw.FPDFAnnot_GetStringValue(annotation, b"V", value, size)
    finally:
        pdfium.raw.FPDFPage_CloseAnnot(annotation)
    text = bytes(value).decode("utf-16-le", "replace").rstrip("\0")
    corners = [on_page(page, rectangle.left, rectangle.top), on_page(page, rectangle.right, rectangle.bottom)]
    (left, right), (top, bottom) = (sorted(side) for side in zip(*corners, strict=True))
    return {"text": text, "box": [left, top, right - left, bottom - top]} if text.strip() else None


def on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the PDF's own space as parts of the page's width and height, from the top left as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.raw.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value / FINE, down.value / FINE


class ImageFile:
    """A picture, or a file of several: a TIFF, a HEIF, or a PNG or WebP that moves."""

    def __init__(self, data: bytes, kind: str, most_pages: int, most_pixels: int) -> None:
        Image.MAX_IMAGE_PIXELS = None
        self.most_pixels = most_pixels
        self.file = Image.open(io.BytesIO(data), formats=FORMATS[kind])
        self.frames = 1
        if self.file.format in MOVING:
            frames: int = getattr(self.file, "n_frames", 1)
            if frames * self.file.width * self.file.height > most_pixels:
                raise Refused("too_large")
        if self.file.format in SEVERAL:
            self.frames = sum(1 for _ in self.walk(most_pages))
        if self.frames > most_pages:
            raise Refused("too_large")
        if self.frames == 1 and self.file.width * self.file.height > most_pixels:
            raise Refused("too_large")

    def walk(self, most: int) -> Iterator[int]:
        """The frames there are, but never far more than may be."""
        with contextlib.suppress(EOFError):
            for frame in range(most + 1):
                self.file.seek(frame)
                yield frame

    def count(self) -> int:
        return self.frames

    def image(self, page: int, dpi: float) -> tuple[NDArray[np.uint8], float, bool]:
        """The page in grey and its dpi, 0 if the file does not say."""
        if self.file.format in SEVERAL:
            self.file.seek(page - 1)
        width, height = self.file.size
        if width * height > self.most_pixels:
            raise Refused("too_large")
        if min(width, height) < 50:
            raise Refused("unreadable_page")
        across, down = (float(side or 0) for side in self.file.info.get("dpi", (0, 0)))
        if not (90 <= across <= 2500 and 90 <= down <= 2500):
            across = down = 0.0
        size = size_wanted(width, height, across, down, dpi)
        if self.file.format == "JPEG":
            self.file.draft("L", size)
        picture = grey(ImageOps.exif_transpose(self.file))
        if self.file.mode == "1" and np.asarray(picture.reduce(8)).mean() < NEGATIVE:
            picture = ImageOps.invert(picture)
        if (picture.width > picture.height) != (size[0] > size[1]):
            size = (size[1], size[0])
        if picture.size != size:
            picture = picture.resize(
                size, Image.Resampling.BOX if size[0] < picture.width else Image.Resampling.BICUBIC
            )
        return np.asarray(picture), across * size[0] / width if across else 0.0, False

    def lines(self, page: int) -> list[dict[str, Any]]:
        raise Refused("unreadable_page")

    def typed(self, page: int) -> list[dict[str, Any]]:
        return []


def size_wanted(width: int, height: int, across: float, down: float, dpi: float) -> tuple[int, int]:
    """The size in pixels at which to look: square pixels, no side longer than `LONGEST_SIDE`, and about `dpi`. A
    picture up to `FINER` times as fine stays as it is: making it smaller would take longer than to read it so."""
    if across and abs(across / down - 1) > 0.02:
        width, across = round(width * max(across, down) / across), max(across, down)
        height = round(height * across / down)
    wanted = dpi / across if across > FINER * dpi else 1.0
    shrink = min(wanted, LONGEST_SIDE / max(width, height))
    return (width, height) if shrink > 0.95 else (max(1, round(width * shrink)), max(1, round(height * shrink)))


def grey(picture: Image.Image) -> Image.Image:
    """`picture` in eight bits of grey, what is transparent as white paper."""
    if picture.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        values = np.asarray(picture, dtype=np.float32)
        top = float(values.max(initial=1.0))
        return Image.fromarray((values * (255.0 / max(top, 1.0))).clip(0, 255).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        whole = picture if picture.mode in ("RGBA", "LA") else picture.convert("RGBA")
        return Image.composite(whole.convert("L"), Image.new("L", whole.size, 255), whole.getchannel("A"))
    return picture.convert("L")


def as_answer(image: NDArray[np.uint8], dpi: float, digital: bool) -> Answer:
    height, width = image.shape
    header = {"width": width, "height": height, "dpi": dpi, "digital": digital, "bytes": width * height}
    return header, np.ascontiguousarray(image).data.cast("B")


def read_frame() -> tuple[dict[str, Any], bytes] | None:
    head = read_exactly(4)
    if head is None:
        return None
    text = read_exactly(int.from_bytes(head, "big"))
    if text is None:
        return None
    frame: dict[str, Any] = json.loads(text)
    data = read_exactly(frame.get("bytes", 0))
    return None if data is None else (frame, data)


def read_exactly(count: int) -> bytes | None:
    """So many bytes; None if the other side went away. Unbuffered, because a fork shares what is not yet read."""
    parts: list[bytes] = []
    while count:
        part = os.read(0, min(count, 1 << 20))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_frame(header: dict[str, Any], data: bytes | memoryview) -> None:
    text = json.dumps(header).encode()
    for part in (len(text).to_bytes(4, "big") + text, data):
        view = memoryview(part)
        while view:
            view = view[os.write(1, view) :]


if __name__ == "__main__":
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, 9)  # die with the process that started this one
    main()
