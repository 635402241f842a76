"""What a file is, told from its content. Names and announced types are never believed."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    PDF = "pdf"
    TIFF = "tiff"
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIF = "heif"
    """What telephones make of a photograph: HEIC, in a container of ISO 23008-12."""


_PDF_WITHIN = 1024
"""Bytes; PDF readers accept a header anywhere in the first kilobyte (ISO 32000-1, annex H)."""

_ZIP = b"PK\x03\x04"
"""What is packed without being made smaller has its documents' own headers near its start, and only one would be
found."""

_STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"II+\x00", FileKind.TIFF),
    (b"MM\x00+", FileKind.TIFF),
)

_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1"))
"""Major brands of still pictures (ISO/IEC 23008-12, annex B); sequences are films."""


def kind_of(data: bytes) -> FileKind | None:
    """The kind of `data`; None if it is nothing that can be read as pages."""
    if data.startswith(_ZIP):
        return None
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return FileKind.HEIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.PDF if b"%PDF-" in data[:_PDF_WITHIN] else None
