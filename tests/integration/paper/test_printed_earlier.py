"""Paper that was printed before the program changed is read where its boxes stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.paper import form_layout
from channels.paper.form import PrintedForm, make_form
from intake.scanned_files import take_in_scan
from models import consultations, outbox, printing
from models.consultations import Version
from models.printing import Printed
from models.vocabulary import Channel
from tests.consultation import CODE, SOURCE
from tests.installation import Installation
from tests.paper_kit import Pen, as_pdf, fill

ANSWERS = {"first": "play", "safe": 4, "age": 47}


@pytest.fixture
def inloop(sqlite_url: str, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home", sqlite_url)
    made.add_organisation()
    made.load(SOURCE)
    yield made
    made.close()


@pytest.fixture
def version(inloop: Installation) -> Version:
    with inloop.services.store.read() as connection:
        found = consultations.latest(inloop.services.store, connection, CODE)
    assert found is not None
    return found


@pytest.fixture
def earlier(version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PrintedForm:
    """The form as an earlier release set it: everything 6 mm lower."""
    ours = form_layout.TEMPLATE
    template = ours.read_text(encoding="utf-8").replace("margin: (top: 38mm", "margin: (top: 44mm")
    template = template.replace("../printed/", f"{ours.parents[1] / 'printed'}/")
    before = tmp_path / "form.typ"
    before.write_text(template, encoding="utf-8")
    with monkeypatch.context() as then:
        then.setattr(form_layout, "TEMPLATE", before)
        return make_form(version.definition, version.number, language="nl")


def _keep(inloop: Installation, version: Version, form: PrintedForm) -> None:
    layout = form.layout
    key = Printed(version.version_id, layout.language, layout.large, layout.fingerprint())
    with inloop.services.store.write() as connection:
        printing.keep(inloop.services.store, connection, key, layout.pages_as_kept())


def _scan(inloop: Installation, version: Version, form: PrintedForm) -> list[str]:
    """Bring the filled form in and read it; the problems."""
    pages = fill(form, version.definition, dict(ANSWERS), Pen(3)).pages
    taken = take_in_scan(inloop.services, as_pdf(pages, 305), "post.pdf")
    inloop.work()
    with inloop.services.store.read() as connection:
        _, result, _ = outbox.result_of(connection, taken.entry_id)
    assert result is not None
    return [problem["code"] for problem in result["problems"]]


def test_its_answers_are_read_from_where_its_boxes_stand(
    inloop: Installation, version: Version, earlier: PrintedForm
) -> None:
    _keep(inloop, version, earlier)
    assert _scan(inloop, version, earlier) == []
    values = inloop.values(Channel.FORM)
    assert {key: values[key] for key in ANSWERS} == ANSWERS


def test_what_was_never_printed_here_is_not_guessed_at(
    inloop: Installation, version: Version, earlier: PrintedForm
) -> None:
    assert set(_scan(inloop, version, earlier)) == {"foreign_page"}
    assert inloop.submissions(Channel.FORM) == []


def test_printing_the_same_form_again_remembers_it_once(
    inloop: Installation, version: Version, earlier: PrintedForm
) -> None:
    for _ in range(2):
        _keep(inloop, version, earlier)
    with inloop.services.store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(printing.LAYOUT)).scalar_one() == 1
