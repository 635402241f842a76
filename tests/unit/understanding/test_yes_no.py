"""Yes and no are understood as people say them, and doubt is never turned into either."""

from __future__ import annotations

import pytest

from channels.understanding import Medium, Understood
from tests.unit.understanding.sample import AGAIN, hear, meant, spoken

SAID = spoken("""
nl: ja; Ja!; JA; ja hoor; jazeker; jawel; jep; zeker; graag; ja graag; oké; Oké.; ok; natuurlijk → True
nl: ja, natuurlijk; j; J. → True
nl: jaaaa; prima; is goed; klopt; dat wil ik wel; ja dank u; "ja"; ja👍; 👍; 👍🏽; 1; 1.; 1️⃣; optie 1 → True
nl: de eerste; een → True
nl: nee; Nee.; NEE!!; neeee; nee hoor; nope; liever niet; nee dank u; Nee, dank u wel.; nee bedankt → False
nl: zeker niet; n; 👎 → False
nl: niet graag; echt niet; nooit; nee, liever niet; dat wil ik niet; ik denk het niet; 2; ２; ٢; optie 2 → False
nl: nummer twee → False
nl: de tweede → False
nl: ja maar alleen in de zomer; ja, als het kan in de avond; jazeker, ik woon hier al lang; 1 ja → True
nl: ik zeg ja → True
nl: nee, ik heb daar geen tijd voor; nee ik ben te oud → False
nl: ja en nee; misschien; weet niet; weet ik niet; ik weet het niet; geen idee; nou ja; tja → unknown
nl: maakt niet uit; waarom niet → unknown
nl: ja, maar niet in de avond; ja nee; nee, ja toch wel; nee, dat wil ik echt niet meer; ja/nee → ambiguous
nl: nee natuurlijk → ambiguous
nl: daar zeg ik nee tegen → asked
nl: natuurlik → asked
nl: bomen; 12; 12 ja of zo; ?; niet; ... → neither
nl: 3; drie; optie 3 → out_of_range
en: yes; Yes please; yeah; yep; sure; of course; y; okay; I'd like that; that's right → first
en: yes, if it is not too late.. no → first
en: no; nope; no thanks; No, thank you!; not really; n; never; I don't think so; i'd rather not → False
en: yes but only in summer → True
en: maybe; not sure; don't know; it depends; no problem; why not; yes and no → unknown
fy: ja; jawis; ja hear; fansels; graach; ja graach; is goed → True
fy: nee; nee hear; leaver net; fansels net; né; nee tankewol → False
fy: miskien; ik wit it net; gjin idee → unknown
tr: evet; Evet!; EVET; evet lütfen; tabii; tabi ki; tabiki; olur; tamam; isterim; elbette; e → True
tr: hayır; HAYIR; hayir; Hayır teşekkürler; yok; istemiyorum; olmaz; asla; h → False
tr: belki; bilmiyorum; bilmem; fark etmez; sanırım; hem evet hem hayır; sorun yok → unknown
ar: نعم; نعم.; نَعَم; أيوه; ايوه; اي; إي; أجل; طبعا; أكيد; تمام; موافق → True
ar: لا; لأ; كلا; لا شكرا; لا، شكراً; ما بدي; أبدا → False
ar: ربما; يمكن; لا أعرف; ما بعرف; لا أدري; لا مشكلة → unknown
pl: tak; TAK; tak, oczywiście; jasne; pewnie; oczywiście; chętnie; poproszę; tak proszę; t → True
pl: nie; Nie, dziękuję; raczej nie; zdecydowanie nie; na pewno nie; nie chce; ja nie chcę; n → False
pl: nie wiem; być może; może; trudno powiedzieć; to zależy; nie ma sprawy; tak i nie → unknown
pl: no → ambiguous
uk: так; Так!; так, звичайно; звісно; авжеж; добре; так будь ласка; ага; із задоволенням → True
uk: та ні; ні; Ні, дякую; нi; нє; зовсім ні; не хочу; нізащо → False
uk: може; можливо; не знаю; може бути; важко сказати; без проблем → unknown
""")


@pytest.mark.parametrize(("language", "said", "meaning"), SAID, ids=str)
def test_yes_no_and_neither(language: str, said: str, meaning: str) -> None:
    outcome = meant(hear(AGAIN, said, language))
    match meaning:
        case "True" | "False":
            assert outcome is (meaning == "True")
        case "asked":
            assert str(outcome).startswith("unsure")
        case "neither":
            assert outcome not in (True, False)
        case "first":
            assert outcome is not False
        case _:
            assert outcome == meaning


@pytest.mark.parametrize("language", ["nl", "en", "fy", "tr", "ar", "uk"])
@pytest.mark.parametrize(("said", "meaning"), [("ja", True), ("yes", True), ("nee", False), ("no", False)])
def test_dutch_and_english_are_understood_everywhere(language: str, said: str, meaning: bool) -> None:
    assert hear(AGAIN, said, language, others=()) == Understood(meaning, 1.0)


def test_other_languages_are_not_tried() -> None:
    assert meant(hear(AGAIN, "evet", "nl", others=("nl", "en"))) == "unknown"
    assert meant(hear(AGAIN, "evet", "nl", others=("nl", "tr"))) is True


def test_a_whole_answer_is_surer_than_a_sentence() -> None:
    assert hear(AGAIN, "ja hoor") == Understood(True, 1.0)
    longer = hear(AGAIN, "ja maar dan wel buiten")
    assert isinstance(longer, Understood)
    assert longer.confidence < 0.9


@pytest.mark.parametrize(
    ("said", "meaning"),
    [("WAAR", True), ("ONWAAR", False), ("TRUE", True), ("False", False), ("1.0", True), ("2.0", False), ("Ja", True)],
)
def test_a_spreadsheets_own_truth(said: str, meaning: bool) -> None:
    assert hear(AGAIN, said, medium=Medium.CELL) == Understood(meaning, 1.0)
