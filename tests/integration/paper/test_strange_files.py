"""Files that are odd but no fault of who sent them, and some that are: read, or refused with a reason."""

import io
import struct
import zipfile

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from channels.paper.batch import FileReading, read_file
from models.errors import Rejected
from models.vocabulary import Doubt
from scans.documents import Decoder
from tests.paper_kit import as_jpeg, as_pdf

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"


def _typed() -> Image.Image:
    page = Image.new("L", (1240, 1754), 255)
    lines = [f"Dit is regel {n} van een brief over het nieuwe plein." for n in range(1, 12)]
    ImageDraw.Draw(page).multiline_text((140, 200), "\n".join(lines), 20, ImageFont.truetype(FONT, 30), spacing=22)
    return page


def _read(data: bytes) -> FileReading:
    return read_file(data, known=lambda *_: None)


def _says(reading: FileReading) -> str:
    return " ".join(r.raw or "" for document in reading.documents for r in document.readings)


def _inside_pdf(stream: bytes, width: int, height: int, **how: object) -> bytes:
    pdf = pikepdf.new()
    image = pikepdf.Stream(pdf, stream)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.ColorSpace = width, height, pikepdf.Name.DeviceGray
    for key, value in how.items():
        image[f"/{key}"] = value
    pdf.add_blank_page(page_size=(595, 842))
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"595 0 0 842 0 0 cm /I Do")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _jpeg2000_in_pdf() -> bytes:
    page, out = _typed(), io.BytesIO()
    page.save(out, "JPEG2000")
    return _inside_pdf(out.getvalue(), *page.size, BitsPerComponent=8, Filter=pikepdf.Name.JPXDecode)


def _fax_in_pdf() -> bytes:
    page, out = _typed().convert("1"), io.BytesIO()
    page.save(out, "TIFF", compression="group4", strip_size=10_000_000)
    with Image.open(io.BytesIO(out.getvalue())) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (count,), black_is_zero = tags[273], tags[279], tags[262] == 1
    width, height = page.size
    how = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=black_is_zero)
    strip = out.getvalue()[start : start + count]
    return _inside_pdf(strip, width, height, BitsPerComponent=1, Filter=pikepdf.Name.CCITTFaxDecode, DecodeParms=how)


def _scripted() -> bytes:
    """A script that runs when it is opened, and a program attached."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf([np.asarray(_typed())], 150))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://example.org')")
        pdf.attachments["run.exe"] = b"MZ" + bytes(200)
        pdf.save(out)
    return out.getvalue()


def _and_a_zip() -> bytes:
    """A PDF to who reads from the start, a zip archive to who reads from the end."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return as_pdf([np.asarray(_typed())], 150) + packed.getvalue()


@pytest.mark.parametrize("make", [_jpeg2000_in_pdf, _fax_in_pdf, _scripted, _and_a_zip])
def test_a_letter_is_read_whatever_it_is_wrapped_in(make: object) -> None:
    assert "regel 7 van een brief" in _says(_read(make()))  # type: ignore[operator]


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photograph_that_says_how_the_telephone_was_held_is_read(orientation: int) -> None:
    turned = _typed().rotate({3: 180, 6: 90, 8: 270}[orientation], expand=True)
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    turned.save(out, "JPEG", exif=exif, quality=90)
    assert "regel 7 van een brief" in _says(_read(out.getvalue()))


@pytest.mark.parametrize("form", ["TIFF", "WEBP", "PNG"])
def test_each_picture_in_a_file_is_a_page_also_when_they_were_made_to_move(form: str) -> None:
    pictures = [Image.new("L", (600, 800), tone) for tone in (20, 120, 220)]
    for nth, picture in enumerate(pictures):
        picture.paste(128, (100, 100 + 200 * nth, 500, 200 + 200 * nth))
    out = io.BytesIO()
    pictures[0].save(out, form, save_all=True, append_images=pictures[1:])
    with Decoder() as decoder, decoder.open(out.getvalue()) as document:
        tones = [round(float(np.median(document.image(page).image)), -1) for page in range(1, document.pages + 1)]
    assert tones == [20, 120, 220]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_letter_that_lies_any_way_up_is_read(degrees: int) -> None:
    assert "regel 7 van een brief" in _says(_read(as_jpeg(np.asarray(_typed().rotate(degrees, expand=True)))))


def _many_pages(count: int) -> bytes:
    """A TIFF of so many tiny pages, each a directory that points to the next and to the same picture."""
    picture, entries = 8, 8
    first = picture + 512
    size = 2 + 12 * entries + 4
    out = [struct.pack("<2sHI", b"II", 42, first), bytes(512)]
    for n in range(count):
        values = ((256, 64), (257, 64), (258, 1), (259, 1), (262, 1), (273, picture), (278, 64), (279, 512))
        tags = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in values)
        following = first + (n + 1) * size if n + 1 < count else 0
        out.append(struct.pack("<H", entries) + tags + struct.pack("<I", following))
    return b"".join(out)


def test_five_thousand_pages_in_a_small_file_are_too_many() -> None:
    assert _read(_many_pages(3)).pages == 3
    with pytest.raises(Rejected) as refused:
        _read(_many_pages(5_000))
    assert refused.value.code == "too_large"


def _zip_of_two_pdfs() -> bytes:
    """Packed without being made smaller, so that the PDFs' own headers can be seen in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in ("brief.pdf", "formulier.pdf"):
            archive.writestr(name, as_pdf([np.asarray(_typed())], 150))
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body>brief.pdf</body></html>",
        b"PK\x03\x04" + bytes(400),
        _zip_of_two_pdfs(),
        b"\x7fELF" + bytes(400),
        as_pdf([np.asarray(_typed())], 150)[:400],
    ],
    ids=["web page", "zip", "zip of documents", "program", "the beginning of a pdf"],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(data: bytes) -> None:
    with pytest.raises(Rejected) as refused:
        _read(data)
    assert refused.value.code == "not_a_document"


def test_half_a_photograph_costs_itself_and_the_reader_goes_on() -> None:
    whole = as_jpeg(np.asarray(_typed()))
    with Decoder() as decoder:
        for data in (whole[: len(whole) // 2], whole):
            reading = read_file(data, known=lambda *_: None, decoder=decoder)
            assert reading.pages == 1
        assert "regel 7 van een brief" in _says(reading)


@pytest.mark.parametrize("tone", [40, 90, 128, 200])
def test_noise_is_told_as_unreadable_and_not_as_blank(tone: int) -> None:
    noise = np.random.default_rng(tone).normal(tone, 60, (1600, 1130)).clip(0, 255).astype(np.uint8)
    assert [problem.code for problem in _read(as_jpeg(noise)).problems] == ["unreadable_page"]


def test_the_back_of_a_sheet_is_blank_with_its_holes_its_staple_and_what_shows_through() -> None:
    from benchmarks.worn import office, wear
    from benchmarks.worn.letters import letter

    rng = np.random.default_rng(3)
    front, white = letter(0).sheet, np.full((3508, 2480, 3), 255, np.uint8)
    back = wear.punched(wear.through(white, front, rng), rng)
    for page in (back, office.skewed(back, 2, 50), office.shaded(back, rng, 0.4), office.copied(back, rng, 2)):
        reading = _read(as_pdf([office.grey(front), office.grey(np.asarray(page, np.uint8))], 300))
        assert [(problem.page, problem.code) for problem in reading.problems] == [(2, "blank_page")]
    note = np.full(white.shape[:2], 255, np.uint8)
    note[2600:3000, 300:1240] = np.asarray(_typed())[200:600, 140:1080]
    written = np.where(note < 128, back.min(axis=2) - 20, back.min(axis=2)).astype(np.uint8)
    reading = _read(as_pdf([office.grey(front), written], 300))
    assert [problem.code for problem in reading.problems] == []
    assert [document.pages for document in reading.documents] == [(1,), (2,)]


@pytest.mark.parametrize("darker", [10, 30])
def test_the_palest_writing_is_read_or_shown_to_a_person_and_is_not_blank(darker: int) -> None:
    rng = np.random.default_rng(darker)
    page = Image.new("L", (2480, 3508), 255)
    text = "De bushalte bij de kerk moet blijven,\nook voor wie slecht ter been is."
    ImageDraw.Draw(page).multiline_text((300, 1200), text, 0, ImageFont.truetype(FONT, 54), spacing=30)
    pale = 240 - np.where(np.asarray(page) < 128, darker, 0)
    reading = _read(as_jpeg(np.clip(rng.normal(pale, 1.5), 0, 255).astype(np.uint8)))
    (letter,) = reading.documents
    assert reading.problems == ()
    assert "slecht ter been" in _says(reading)
    assert [one.doubt for one in letter.readings] == [Doubt.BADLY_READ if darker < 20 else Doubt.TEXT]
    shown = np.asarray(Image.open(io.BytesIO(letter.page_images[1])))
    assert darker >= 20 or shown.min() < 90
    crossed = np.where(np.indices(page.size[::-1])[0] % 40 < 9, 255, np.asarray(page))
    pale = 240 - np.where(crossed < 128, darker, 0)
    reading = _read(as_jpeg(np.clip(rng.normal(pale, 1.5), 0, 255).astype(np.uint8)))
    (doubt,) = [one.doubt for document in reading.documents for one in document.readings]
    assert doubt in (Doubt.UNREADABLE, Doubt.BADLY_READ), "a person is shown what no machine reads well"


def test_what_is_left_of_faded_print_is_not_blank() -> None:
    page = np.asarray(_typed().resize((2480, 3508))).copy()
    crumbs = np.random.default_rng(1).random(page.shape) < 0.5
    faded = np.where(crumbs & (np.indices(page.shape).sum(axis=0) // 5 % 3 > 0), 255, page).astype(np.uint8)
    assert "blank_page" not in [problem.code for problem in _read(as_pdf([faded], 300)).problems]


def test_a_fax_whose_ink_and_paper_are_interchanged_is_read_as_it_was_meant() -> None:
    page, out = ImageOps.invert(_typed()).convert("1"), io.BytesIO()
    page.save(out, "TIFF", compression="group4", dpi=(150, 150))
    reading = _read(out.getvalue())
    assert "regel 7 van een brief" in _says(reading)
    (image,) = reading.documents[0].page_images.values()
    with Image.open(io.BytesIO(image)) as kept:
        assert kept.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) > 200


def test_a_large_picture_with_a_transparent_ground_fits_the_memory() -> None:
    page, out = Image.new("RGBA", (4960, 7016), (0, 0, 0, 0)), io.BytesIO()
    page.paste((0, 0, 0, 255), (0, 0, 2480, 7016))
    page.save(out, "PNG", compress_level=1)
    with Decoder() as decoder, decoder.open(out.getvalue()) as document:
        image = document.image(1).image
    assert (image[100, 100], image[100, image.shape[1] - 100]) == (0, 255)
