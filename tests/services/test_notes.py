"""電話・窓口の記録: sealed, found again by their words, taken into a case, gone in their time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import Track
from desk_office import Office, everything_kept
from mail_bag import form_page, licence
from standing_cases import agent_papers

from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.services.notes import NewNote
from desktop.store import audit

MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)
CALL = NewNote(
    "AGENT_NOTICE", "PHONE", MONDAY, "見本 正", "03-0000-5678", text="娘の代理で請求するとのこと"
)
FORMS = NewNote(
    "FORM_SENT",
    "MAIL",
    TUESDAY,
    "例示 ひかり",
    address="埼玉県みどり野市中央9-9-9",
    forms=("F-01", "F-05"),
)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def found(track: Track, text: str = "") -> list[str]:
    return [one.name for one in track.office.desk.notes.listed(track.office.by("c01"), text)]


def test_a_note_is_found_by_any_of_its_words_and_stands_nowhere_in_clear(track: Track) -> None:
    notes = track.office.desk.notes
    notes.add(track.act("c01"), CALL)
    notes.add(track.act("c02"), FORMS)
    assert found(track) == ["例示 ひかり", "見本 正"]
    for text in ("見本正", "0300005678", "娘の代理", "電話 事前連絡"):
        assert found(track, text) == ["見本 正"], text
    for text in ("みどり野市", "F-05", "書式の送付"):
        assert found(track, text) == ["例示 ひかり"], text
    assert found(track, "ミホン") == []
    (sent,) = notes.listed(track.office.by("k01"), "F-01")
    assert (sent.on, sent.forms, sent.written_by) == (TUESDAY, ("F-01", "F-05"), "見本 花子")
    # Kept two years from the call, 2028-11-10 their last day (DOMAIN §10, class B): then it goes.
    assert sent.due_on == date(2028, 11, 11)
    with pytest.raises(NotAllowed):
        notes.listed(track.office.by("a01"))
    for name, data in everything_kept(track.office):
        for secret in ("見本 正", "例示 ひかり", "0000-5678", "娘の代理"):
            assert secret.encode() not in data, name


def test_what_says_too_little_or_what_may_not_be_kept_is_refused(track: Track) -> None:
    for wrong, field in (
        (replace(CALL, kind=""), "kind"),
        (replace(CALL, means="PIGEON"), "means"),
        (replace(CALL, name=" "), "name"),
        (replace(CALL, forms=("F-01",)), "kind"),
        (replace(CALL, on=date(2026, 11, 11)), "on"),
        (replace(CALL, text="番号は1234 5678 9018"), "text"),
        (replace(CALL, kind="ENQUIRY", text=""), "text"),
        (replace(FORMS, forms=()), "forms"),
        (replace(FORMS, forms=("D-05",)), "forms"),
        (replace(FORMS, address=""), "address"),
        (replace(CALL, number="26-0099"), "number"),
    ):
        with pytest.raises((Refused, NotFound)) as refused:
            track.office.desk.notes.add(track.act("c01"), wrong)
        assert refused.value.field == field
    assert found(track) == []


def test_the_call_of_an_agent_joins_the_case_that_comes_after_it(track: Track) -> None:
    desk = track.office.desk
    note = desk.notes.add(track.act("c01"), CALL)
    track.with_register()
    case_id = track.to_identity(form_page(), licence(), *agent_papers(), agent=True)
    assert track.get(case_id).special.agent_notice is None
    desk.notes.join(track.act("c02"), note, track.get(case_id).line.number)
    assert track.get(case_id).special.agent_notice == MONDAY
    (line,) = desk.notes.of_case(track.office.by("c01"), case_id)
    assert (line.name, line.number, line.due_on) == ("見本 正", "26-0001", None)
    newest = desk.cases.history(track.office.by("c01"), case_id)[0]
    assert newest.sentence == "電話・窓口の記録を入れました"
    assert newest.more == ("11月9日", "代理人の事前連絡")
    assert newest.link is not None
    kept = desk.kept_notes.read(track.office.by("c01"), case_id, newest.link.id)
    assert kept is not None
    assert kept.text.splitlines() == [
        "代理人の事前連絡（電話）　2026-11-09",
        "見本 正　03-0000-5678",
        "娘の代理で請求するとのこと",
    ]
    with pytest.raises(Refused, match="ほかの案件"):
        desk.notes.join(track.act("c01"), note, "26-0001")


def test_a_note_whose_time_is_over_goes_by_somebody_who_did_not_write_it(track: Track) -> None:
    notes = track.office.desk.notes
    notes.add(track.act("c01"), CALL)
    notes.add(track.act("s01"), FORMS)
    assert notes.destroy_due(track.act("s01")) == 0
    track.later(days=731)  # 2028-11-10
    desk, by = track.office.desk, track.office.by("c01")
    codes = {one.code for one in desk.cases.today(by, track.office.now).red_tasks}
    assert "DESK_NOTE" in codes
    with pytest.raises(NotAllowed):
        notes.destroy_due(track.act("c01"))
    assert notes.destroy_due(track.act("s01")) == 1
    lines = notes.listed(track.office.by("c01"))
    assert [(one.name, one.destroyed) for one in lines] == [("例示 ひかり", False), ("", True)]
    with track.office.desk.premises.database.reading() as session:
        done = [one.action for one in audit.entries(session) if one.action.startswith("note.")]
    assert done == ["note.destroy", "note.add", "note.add"]
