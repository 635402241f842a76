"""The desk's statements on PostgreSQL: what the other tests say of SQLite holds there too."""

from __future__ import annotations

import io
from pathlib import Path

from intake.app import create_app
from models import normalized
from models.vocabulary import AnswerState
from tests.integration.desk.town import found, settle_in
from tests.integration.desk.visitor import Visitor, hidden


def test_every_page_and_a_decision(postgres_url: str, tmp_path: Path) -> None:
    town = settle_in(found(tmp_path, postgres_url))
    app = create_app(town.services.settings)
    visitor = Visitor(app.test_client())
    assert visitor.sign_in("coordinator@zaandijk.example", "verkeerd").status_code == 400
    assert visitor.sign_in("coordinator@zaandijk.example").status_code == 302
    form = town.submissions["form"]
    for path in (
        "/",
        "/inzendingen?raadpleging=4821&kanaal=form&status=needs_person",
        "/inzendingen?zoek=12",
        "/inzendingen?zoek=geachte+100%25",
        f"/inzendingen?na={form}",
        f"/inzendingen?voor={form}",
        f"/inzendingen/{form}",
        f"/inzendingen/{form}/uitsneden/why",
        f"/bewijs/{town.evidence['message']}",
        "/post",
        "/bijeenkomst",
        "/balie",
        "/raadplegingen",
        "/nakijken/tegelijk",
        "/raadplegingen/4821/voorbeeld",
        "/raadplegingen/4821/uitslag?verdeel=kanaal",
        "/raadplegingen/4821/uitslag/xlsx?kanaal=sms",
        "/raadplegingen/4821/teksten/why?zoek=donker",
        "/overzicht/csv",
        "/terugbellen",
        "/terugbellen/brieven",
    ):
        assert visitor.get(path).status_code == 200, path
    assert visitor.get(f"/volgende?na={form}").status_code == 302
    for path in ("/volgende?na=%00", "/inzendingen?zoek=a%00b", "/inzendingen/%00"):
        assert visitor.get(path).status_code == 404, "NUL, which PostgreSQL refuses, is nowhere to be found"
    for path, fields in (
        ("/aanmelden", {"email": "a\0b@zaandijk.example", "password": "x"}),
        (f"/inzendingen/{form}/antwoorden/where", {"gezien": "\0", "waarde": "\0"}),
        ("/post", {"bestand": (io.BytesIO(b"%PDF-1.7"), "een\0brief.pdf")}),
    ):
        assert visitor.post(path, fields).status_code == 404, path
    action = f"/inzendingen/{form}/antwoorden/where"
    seen = hidden(visitor.get(f"/inzendingen/{form}").text, action)
    assert visitor.post(action, {"gezien": seen, "oordeel": "bewaar", "waarde": "1507"}).status_code == 302
    assert visitor.post(f"/werk/{town.work['here']}/opnieuw").status_code == 302
    assert visitor.post("/balie/4821", {"form-entry": "1", "first": "-", "safe": "-", "again": "-"}).status_code == 302
    next_call = visitor.post(f"/terugbellen/{town.call_backs['here']}/neem").location
    assert next_call == f"/terugbellen/{town.call_backs['here']}"
    assert "Wat kwam ervan" in visitor.get(next_call).text
    tried = {"uitkomst": "niet-bereikt", "weer": "in_an_hour", "pogingen": "0"}
    assert "1 keer, het laatst" in visitor.post(f"{next_call}/gebeld", tried, follow=True).text
    assert "Bewaard" in visitor.post(f"/inzendingen/{form}/beantwoorden", follow=True).text
    assert "Brief" in visitor.get("/terugbellen/brieven").text
    draft = visitor.post("/raadplegingen/nieuw", {"code": "4821", "actie": "wijzig"}).location
    moved = visitor.post(draft, {"actie": "omlaag:0", "gezien": "1"}, follow=True)
    assert "Alles klopt" in moved.text
    assert "Dit is nu versie 2" in visitor.post(draft, {"actie": "vaststellen"}, follow=True).text
    with town.services.store.read() as connection:
        assert normalized.one(connection, form).answer("where").state is AnswerState.CORRECTED
    for store in (town.services.store, app.extensions["inloop"].store):
        store.close()
