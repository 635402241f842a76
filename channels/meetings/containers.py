"""What a meeting file really is, by its content, and its parts read without trusting what they claim of themselves."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from xml.etree import ElementTree

from channels.meetings.problems import rejected

LARGEST_FILE = 50_000_000
"""Bytes of an upload. A year of typed minutes stays far below it; photographs of pages fit."""

LARGEST_PART = 60_000_000
"""Bytes of one unpacked part, and of all parts that are read from one file together."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|svg|head|body)\b", re.IGNORECASE)
MAIL = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
"""A web page or a mail as a program stores it: its text stands between things that nobody reads."""

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


BROKEN_PART = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What the zip module raises while it unpacks a part that was cut off or written over."""


class FileKind(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"


def recognise(data: bytes) -> FileKind:
    """The kind of a file by its first bytes and parts; its name plays no part.

    :raises Rejected: `empty`, `too_large`, `encrypted`, `old_format`, `markup`, `not_a_document`.
    """
    if not data.strip(b"\x00\t\n\r ") or data in UTF16_MARKS:
        raise rejected("empty")
    if len(data) > LARGEST_FILE:
        raise rejected("too_large")
    if data.startswith(OLE):
        raise rejected("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_format")
    if data.startswith(b"{\\rtf"):
        raise rejected("old_format")
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"PK"):
        return Container(data).kind
    if data.startswith(IMAGES) or data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") or data[8:12] == b"WEBP":
        return FileKind.IMAGE
    if MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) or MAIL.search(data[:4000]):
        raise rejected("markup")
    if _is_text(data):
        return FileKind.TEXT
    raise rejected("not_a_document")


def _is_text(data: bytes) -> bool:
    """Hardly any control characters: a stray form feed or null in an old file is no reason to refuse it."""
    if data.startswith(UTF16_MARKS):
        return True
    sample = data[:100_000]
    zeros = sample.count(0)
    if zeros * 3 > len(sample):
        return True
    return len(CONTROL.findall(sample)) * 50 <= len(sample)


class Container:
    """A zip file of XML parts (OOXML or ODF) that unpacks no more than `LARGEST_PART` bytes in all."""

    def __init__(self, data: bytes) -> None:
        """:raises Rejected: the file is broken, encrypted, too large when unpacked, or no document of a known kind."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise rejected("damaged") from error
        self._names = {info.filename: info for info in self._zip.infolist()}
        self._left = LARGEST_PART
        if any(info.flag_bits & 1 for info in self._names.values()):
            raise rejected("encrypted")
        self.kind = self._kind()

    def _kind(self) -> FileKind:
        if "word/document.xml" in self._names or self._main_part("wordprocessingml") is not None:
            return FileKind.DOCX
        if "xl/workbook.xml" in self._names or self._main_part("spreadsheetml") is not None:
            return FileKind.XLSX
        if self.has("content.xml"):
            if b"encryption-data" in self.read("META-INF/manifest.xml"):
                raise rejected("encrypted")
            if b"opendocument.text" in self.read("mimetype"):
                return FileKind.ODT
        raise rejected("not_a_document")

    def _main_part(self, vocabulary: str) -> str | None:
        """The part whose content type is the main one of `vocabulary`; producers may name it as they like."""
        if not self.has("[Content_Types].xml"):
            return None
        for override in self.xml("[Content_Types].xml").iter():
            kind = override.get("ContentType", "")
            if vocabulary in kind and kind.endswith(".main+xml"):
                return override.get("PartName", "").lstrip("/")
        return None

    @property
    def main_part(self) -> str:
        if self.kind is FileKind.ODT:
            return "content.xml"
        vocabulary, usual = {
            FileKind.DOCX: ("wordprocessingml", "word/document.xml"),
            FileKind.XLSX: ("spreadsheetml", "xl/workbook.xml"),
        }[self.kind]
        return self._main_part(vocabulary) or usual

    def has(self, name: str) -> bool:
        return name in self._names

    def parts(self, start: str, end: str) -> list[str]:
        """The names of the parts that begin and end so, in order."""
        return sorted(name for name in self._names if name.startswith(start) and name.endswith(end))

    def read(self, name: str) -> bytes:
        """A part's bytes, empty if there is none.

        :raises Rejected: `damaged`, or `too_large` before a bomb is unpacked.
        """
        info = self._names.get(name)
        if info is None:
            return b""
        self._left -= info.file_size
        if self._left < 0:
            raise rejected("too_large")
        try:
            return self._zip.read(info)
        except BROKEN_PART as error:
            raise rejected("damaged") from error

    def xml(self, name: str) -> ElementTree.Element:
        """A part as a tree; an empty element if there is none.

        :raises Rejected: it is no well-formed XML, or declares entities, which no office program writes.
        """
        data = self.read(name)
        return parse(data) if data else ElementTree.Element("none")

    def relations(self, part: str) -> dict[str, str]:
        """Relation ids of an OOXML part and the parts they point to."""
        folder, _, name = part.rpartition("/")
        found = {}
        for relation in self.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                found[relation.get("Id", "")] = _resolve(folder, target)
        return found


def parse(data: bytes) -> ElementTree.Element:
    if b"<!ENTITY" in data:
        raise rejected("not_a_document")
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - no entities, and never more than `LARGEST_PART`
    except ElementTree.ParseError as error:
        raise rejected("damaged") from error


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    path = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            path = path[:-1]
        elif step != ".":
            path.append(step)
    return "/".join(path)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A small whole number from an attribute; `otherwise` if it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise


def local(name: str) -> str:
    """An element's or attribute's name without its namespace: strict and transitional OOXML differ only in that."""
    return name.rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """The value of the attribute whose local name is `name`."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)
