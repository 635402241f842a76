"""What a camera, a program or an author noted in a file stays inside, whichever way something leaves.

A form photographed with GPS in its EXIF, a scan with an author, a letter as a telephone's HEIC and minutes come in.
Then everything that shows, exports or hands out is asked for, unpacked and searched. What goes to platforms is searched
beside them, in `tests/integration/openstad/`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import pikepdf
import pytest
import sqlalchemy as sa
from docx import Document
from flask import Flask
from PIL import Image

from channels.paper.form import make_form
from intake.desk.paper_shown import OPENS_POST
from intake.exporting import FORMATS
from intake.jobs import run_entry
from intake.meeting_files import take_in_meeting_file
from intake.privacy import insight
from intake.privacy.asking import by_receipt
from intake.reference.formats import FORMATS as BOOKS
from intake.reference.publication import gather
from intake.scanned_files import take_in_scan
from models import accounts, outbox
from models.evidence import EVIDENCE
from models.normalized import Wanted
from models.submissions import SUBMISSION
from models.vocabulary import EvidenceKind, Role, Scope
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor
from tests.paper_kit import FIXTURES, Pen, fill, scaled

NOTED = (
    b"Verzonnen-Camera",
    b"Bedachte-Auteur",
    b"xmpmeta-van-iemand",
    b"52.4378",
    b"Exif\0\0",
    b"Kantlijn-van-iemand",
    b"Toestel-Z",
)
HEIC = (FIXTURES / "brief-2-telefoon.heic").read_bytes().replace(b"Verzonnen", b"Toestel-Z")
"""A letter, photographed by a telephone that says so in the file."""

ORIGINALS = frozenset({EvidenceKind.SCAN, EvidenceKind.NOTES})
"""As they came in, for who works with them: scans for clerk and coordinator, minutes for staff."""


def photograph(page: object) -> bytes:
    """A page as a telephone's JPEG: with who made it, with what, and where."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x013B] = "Verzonnen-Camera", "Bedachte-Auteur"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 26.0, 16.08)
    xmp = b"<x:xmpmeta>xmpmeta-van-iemand 52.4378</x:xmpmeta>"
    Image.fromarray(page).save(out, "JPEG", quality=92, dpi=(200, 200), exif=exif, xmp=xmp, comment=b"Bedachte-Auteur")  # type: ignore[arg-type]
    return out.getvalue()


def scanned(pages: list[bytes]) -> bytes:
    """Such photographs in a PDF that names its author, each as it is."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for content in pages:
            width, height = Image.open(io.BytesIO(content)).size
            image = pdf.make_stream(content)
            image.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=width,
                Height=height,
                BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceGray,
                Filter=pikepdf.Name.DCTDecode,
            )
            added = pdf.add_blank_page(page_size=(595, 842))
            added.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
            added.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Page Do Q")
        pdf.docinfo["/Author"] = "Bedachte-Auteur"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["Bedachte-Auteur"]
        pdf.save(out)
    return out.getvalue()


def notes() -> bytes:
    """Minutes that name their author, with a remark in the margin."""
    document, out = Document(), io.BytesIO()
    document.core_properties.author = document.core_properties.last_modified_by = "Bedachte-Auteur"
    said = document.add_paragraph("Geleerde lessen", style="Heading 1")
    said = document.add_paragraph("Nodig de volgende keer ook jongeren uit.", style="List Bullet")
    document.add_comment(said.runs, "Kantlijn-van-iemand", author="Bedachte-Auteur")
    document.save(out)
    return out.getvalue()


@pytest.fixture
def submissions(town: Town) -> list[str]:
    """A form and a letter of which files came in that tell more than they show."""
    version = town.version()
    form = make_form(version.definition, version.number, language="nl")
    pages = [scaled(page, 200) for page in fill(form, version.definition, {"first": "trees"}, Pen(11)).pages]
    content = scanned([photograph(page) for page in pages])
    assert NOTED[0] in content
    assert NOTED[-1] in HEIC
    taken = take_in_scan(town.services, content, "scan.pdf", organisation_id=version.organisation_id, consultation=CODE)
    run_entry(town.services, taken.entry_id)
    letter = take_in_scan(town.services, HEIC, "brief.heic", organisation_id=version.organisation_id, consultation=CODE)
    run_entry(town.services, letter.entry_id)
    name = "verslag van Bedachte-Auteur.docx"
    minutes = take_in_meeting_file(town.services, notes(), name, consultation=CODE, held_on=date(2026, 11, 2))
    run_entry(town.services, minutes.entry_id)
    with town.services.store.read() as connection:
        results = [outbox.result_of(connection, one.entry_id)[1] for one in (taken, letter)]
    return [str(result["documents"][0]["submission"]) for result in results if result]


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and all that is in it: of archives each part, of PDFs every stream as it is and as it reads."""
    yield name, content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.namelist():
                yield from unpacked(f"{name}/{one}", archive.read(one))
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield f"{name}: about", repr(dict(pdf.docinfo)).encode()
            for number, thing in enumerate(pdf.objects):
                if isinstance(thing, pikepdf.Stream):
                    yield f"{name}: raw {number}", thing.read_raw_bytes()


def ways_out(
    town: Town, app: Flask, at_the_desk: Callable[[Role], Visitor], submissions: list[str]
) -> Iterator[tuple[str, bytes]]:
    with town.services.store.read() as connection:
        query = sa.select(SUBMISSION.c.receipt).where(SUBMISSION.c.id.in_(submissions))
        receipts = connection.execute(query).scalars().all()
        evidence = connection.execute(sa.select(EVIDENCE.c.id, EVIDENCE.c.kind)).all()
        found = [insight.gather(town.services, connection, by_receipt(one)(connection)) for one in receipts]
    for one in found:
        yield from ((f"insight{ending}", make(one)) for ending, make in insight.FORMS.items())
    for role in Role:
        visitor = at_the_desk(role)
        here = [f"/inzendingen/{one}{more}" for one in submissions for more in ("", "/uitsneden/first")]
        for path in (*here, "/inzendingen", "/bijeenkomsten"):
            yield f"{role} {path}", visitor.get(path).data
        for one in evidence:
            for submission in submissions:
                yield f"{role} page", visitor.get(f"/inzendingen/{submission}/paginas/{one.id}").data
            if one.kind not in ORIGINALS or (one.kind is EvidenceKind.SCAN and role not in OPENS_POST):
                yield f"{role} {one.kind}", visitor.get(f"/bewijs/{one.id}").data
    for kind, book in BOOKS.items():
        yield f"reference work {kind}", book.make(gather(town.services.store, "zaandijk"))
    for kind, write in FORMATS.items():
        out = io.BytesIO()
        write(town.services, Wanted(), out)
        yield f"export {kind}", out.getvalue()
    token = accounts.add_token(town.services.store, "zaandijk", Scope.READ)
    yield "api", app.test_client().get("/v1/submissions", headers={"Authorization": f"Bearer {token}"}).data


def test_nothing_that_was_noted_beside_a_picture_leaves(
    town: Town, app: Flask, at_the_desk: Callable[[Role], Visitor], submissions: list[str]
) -> None:
    ways = [part for way in ways_out(town, app, at_the_desk, submissions) for part in unpacked(*way)]
    leaks = sorted({(noted, name) for name, content in ways for noted in NOTED if noted in content})
    assert leaks == []
    assert sum(content.startswith(b"\xff\xd8") for _, content in ways) > len(Role), (
        "pictures were among what was searched"
    )
