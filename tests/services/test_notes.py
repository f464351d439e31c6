"""電話・窓口の記録: sealed, found again by their words, taken into a case, gone in their time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from case_path import Track
from desk_office import Office, everything_kept, passphrase
from mail_bag import form_page, licence
from pypdfium2 import PdfDocument
from standing_cases import agent_papers

from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotAllowed, NotFound, Refused, SamePerson
from desktop.domain.retention import RetentionClass
from desktop.services.notes import NewNote
from desktop.store import audit
from desktop.store.reports import overdue_notes
from desktop.store.schema.workday import DeskNoteRow

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


def test_forms_that_were_asked_for_leave_with_the_address_they_were_noted_with(track: Track):
    desk, file = track.office.desk, track.folder / "cover.pdf"
    said = replace(
        FORMS, address="350-9942　埼玉県みどり野市若葉町二丁目14番6号　コーポ若葉 203号室"
    )
    note = desk.notes.add(track.act("c01"), said)
    with pytest.raises(NotAllowed):
        desk.form_covers.save(track.act("a01"), note, file)
    desk.form_covers.save(track.act("c01"), note, file)
    with PdfDocument(file) as document:
        (page,) = (one.get_textpage().get_text_bounded() for one in document)
    printed = "".join(page.split())
    assert "〒350-9942埼玉県みどり野市若葉町二丁目14番6号コーポ若葉203号室例示ひかり様" in printed
    assert "F-01開示等請求書1部" in printed
    assert "F-05案内・マスキング例1部" in printed
    assert "F-02" not in printed
    (export,) = desk.correspondence.exports(track.office.by("c01"))
    assert export.label == "書式の送付状"


def test_only_a_note_of_sent_forms_has_an_address_to_print(track: Track):
    desk, file = track.office.desk, track.folder / "cover.pdf"
    call = desk.notes.add(track.act("c01"), CALL)
    with pytest.raises(Refused, match="書式の送付"):
        desk.form_covers.save(track.act("c01"), call, file)
    assert not file.exists()


def found(track: Track, text: str = "") -> list[str]:
    return [one.name for one in track.office.desk.notes.listed(track.office.by("c01"), text)]


def test_a_note_is_found_by_any_of_its_words_and_stands_nowhere_in_clear(track: Track) -> None:
    notes = track.office.desk.notes
    notes.add(track.act("c01"), CALL)
    notes.add(track.act("c02"), replace(FORMS, address="埼玉県みどり野市中央2127-9-9"))
    assert found(track) == ["例示 ひかり", "見本 正"]
    for text in ("見本正", "0300005678", "娘の代理", "電話 事前連絡"):
        assert found(track, text) == ["見本 正"], text
    for text in ("みどり野市", "F-05", "書式の送付", "2127-9-9"):
        assert found(track, text) == ["例示 ひかり"], text
    for day in ("2026-11-10", "11/10", "１１／１０", "2026/11/10 書式"):
        assert found(track, day) == ["例示 ひかり"], day
    assert found(track, "9-9") == ["例示 ひかり"]  # of an address
    assert found(track, "11/1") == []  # another day, and no piece of this one
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


def kept(track: Track, note: str) -> DeskNoteRow:
    with track.office.desk.premises.database.reading() as session:
        return session.get_one(DeskNoteRow, note)


def test_a_note_whose_time_is_over_goes_the_way_of_every_sheet(track: Track) -> None:
    """申請, another's approval, execution before a witness, certificate (DOMAIN §10)."""
    desk, notes = track.office.desk, track.office.desk.notes
    call, sent = notes.add(track.act("c01"), CALL), notes.add(track.act("s01"), FORMS)
    track.later(days=730)  # 2028-11-09: the last day of the call's two years
    assert track.due_units() == []
    with pytest.raises(Refused, match="保存期限"):
        desk.disposal.propose(track.act("c02"), [call])
    track.later(days=2)
    codes = {
        one.code for one in desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
    }
    assert "DESK_NOTE" in codes
    assert desk.cases.counts(track.office.by("c01"), track.office.now)["keeping"] == 2
    view = desk.disposal.keeping(track.office.by("c01"), track.office.now.date())
    assert [(one.label, one.due_on) for one in view.due] == [
        ("電話・窓口の記録（代理人の事前連絡）", date(2028, 11, 10)),
        ("電話・窓口の記録（書式の送付）", date(2028, 11, 11)),
    ]
    assert [(one.cls, one.count) for one in view.retained] == [(RetentionClass.B, 2)]
    batch = desk.disposal.propose(track.act("c02"), track.due_units())
    assert (batch.units, batch.keys, batch.paper) == (2, 2, 0)
    with pytest.raises(Refused, match="廃棄の一覧"):
        notes.join(track.act("c01"), call, track.file().number)
    with pytest.raises(NotAllowed):
        desk.disposal.approve(track.act("c01"), batch.id, passphrase("c01"), batch.list_hash)
    desk.disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    assert found(track) == ["例示 ひかり", "見本 正"]  # approved is not gone yet
    track.execute(batch.id, executor="c02", witness="c01")
    lines = notes.listed(track.office.by("c01"))
    assert [(one.name, one.text, one.destroyed) for one in lines] == [("", "", True)] * 2
    for note in (call, sent):
        stub = kept(track, note)
        assert (stub.key_id, stub.blob, stub.destroyed_batch) == (None, None, batch.id)
        assert (stub.destroyed_method, len(stub.destroyed_hash)) == ("DISSOLUTION", 64)
        assert stub.destroyed_approver == track.office.id_of("s01")
    pdf = PdfDocument(desk.disposal.certificate(track.act("c02"), batch.id))
    told = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "電話・窓口の記録" in told
    assert kept(track, call).state == ItemState.CERTIFIED
    with track.office.desk.premises.database.reading() as session:
        entries = audit.entries(session, audit.Filter(action="disposal.execute"))
    assert [(one.detail["units"], one.detail["keys"]) for one in entries] == [(2, 2)]


def test_a_list_of_notes_that_was_sent_back_is_due_again_and_may_join_a_case(
    track: Track,
) -> None:
    desk, call = track.office.desk, track.office.desk.notes.add(track.act("c01"), CALL)
    track.later(days=731)
    batch = desk.disposal.propose(track.act("c01"), track.due_units())
    desk.disposal.send_back(track.act("s01"), batch.id, "案件に入れること")
    assert track.due_units() == [call]
    desk.notes.join(track.act("c01"), call, track.file().number)
    assert track.due_units() == []
    assert found(track) == ["見本 正"]


def test_an_approval_over_notes_falls_with_a_case_that_is_held(track: Track) -> None:
    """One list of papers and notes: what is left of it waits for a signature again."""
    track.with_register()
    case_id = track.to_due()
    call = replace(CALL, on=date(2025, 5, 1))
    note = track.office.desk.notes.add(track.act("c01"), call)
    disposal = track.office.desk.disposal
    batch = disposal.propose(track.act("c01"), track.due_units())
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    assert kept(track, note).state == ItemState.APPROVED
    disposal.holds.hold(track.act("s01"), case_id, "LAWSUIT", date(2028, 1, 1))
    left = disposal.batch(track.office.by("c01"), batch.id)
    assert (left.units, left.state, kept(track, note).state) == (1, "PROPOSED", "PROPOSED")
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch.id)
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), left.list_hash)
    track.execute(batch.id)
    assert kept(track, note).blob is None


def test_a_note_on_an_approved_list_is_held_and_the_approval_is_void(track: Track) -> None:
    desk, notes = track.office.desk, track.office.desk.notes
    disposal, holds = desk.disposal, desk.disposal.holds
    call, other = (notes.add(track.act("c01"), CALL) for _ in range(2))
    track.later(days=731)
    review = date(2029, 3, 1)
    batch = disposal.propose(track.act("c01"), track.due_units())
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    with pytest.raises(NotAllowed):
        holds.hold_note(track.act("c01"), call, "COMPLAINT", review)
    with pytest.raises(Refused, match="理由"):
        holds.hold_note(track.act("s01"), call, "", review)
    holds.hold_note(track.act("s01"), call, "COMPLAINT", review)
    with pytest.raises(Refused, match="すでに保全中"):
        holds.hold_note(track.act("s01"), call, "COMPLAINT", review)
    left = disposal.batch(track.office.by("c01"), batch.id)
    assert (left.units, left.state, left.stage) == (1, "PROPOSED", "PROPOSED")
    assert left.list_hash != batch.list_hash
    assert [(one.unit_id, one.held_why) for one in left.removed] == [(call, "苦情")]
    with pytest.raises(Refused, match="有効な承認"):
        track.execute(batch.id)
    # The hold blocks every way to the end, and into a case that may end.
    (due,) = disposal.keeping(track.office.by("c01"), track.office.now.date()).due
    assert (due.unit_id, due.held) == (call, True)
    today = desk.cases.today(track.office.by("c01"), track.office.now)
    assert "DESK_NOTE" not in {one.code for one in today.red_tasks}
    with pytest.raises(Refused, match="保全中"):
        disposal.propose(track.act("c01"), [call])
    with pytest.raises(Refused, match="保全中"):
        notes.join(track.act("c01"), call, track.file().number)
    disposal.approve(track.act("s01"), batch.id, passphrase("s01"), left.list_hash)
    track.execute(batch.id)
    assert (kept(track, other).blob, kept(track, call).blob is None) == (None, False)
    listed = {one.id: one for one in notes.listed(track.office.by("c01"))}
    assert (listed[call].held, listed[other].held) == ("苦情", "")
    with desk.premises.database.reading() as session:
        assert overdue_notes(session, track.office.now.date() + timedelta(days=1)) == (1, 1)
    # Two people release it; then it is due at once.
    with pytest.raises(Refused, match="申し出られていません"):
        holds.confirm_note_release(track.act("c02"), call)
    holds.propose_note_release(track.act("s01"), call)
    with pytest.raises(SamePerson):
        holds.confirm_note_release(track.act("s01"), call)
    holds.confirm_note_release(track.act("c02"), call)
    again = disposal.propose(track.act("c01"), [call])
    assert (again.units, again.groups[0].rows[0].held) == (1, False)
    with desk.premises.database.reading() as session:
        told = [one for one in audit.entries(session) if one.action.startswith("hold.")]
    assert [(one.action, one.subject) for one in reversed(told)] == [
        ("hold.set", call),
        ("hold.release_proposed", call),
        ("hold.released", call),
    ]


def test_the_notes_of_some_days_are_written_out_with_the_forms_that_were_sent(
    track: Track, tmp_path
) -> None:
    desk = track.office.desk
    desk.notes.add(track.act("c01"), CALL)
    desk.notes.add(track.act("c02"), replace(FORMS, text="=1+1"))
    for since, until, field in ((TUESDAY, MONDAY, "until"), (date(2026, 11, 1),) * 2 + ("since",)):
        with pytest.raises(Refused) as refused:
            desk.note_log.export(track.act("c01"), since, until, tmp_path / "no.csv")
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        desk.note_log.export(track.act("a01"), TUESDAY, TUESDAY, tmp_path / "no.csv")
    file = desk.note_log.export(track.act("c01"), TUESDAY, TUESDAY, tmp_path / "day.csv")
    lines = file.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines == [
        "日,種類,方法,送った書式,氏名,電話,住所,内容,受付番号,記録した人",
        "2026-11-10,書式の送付,郵便,F-01 開示等請求書、F-05 案内・マスキング例,例示 ひかり,,"
        "埼玉県みどり野市中央9-9-9,'=1+1,,見本 花子",
        "",
    ]
    both = desk.note_log.export(track.act("c01"), MONDAY, TUESDAY, tmp_path / "both.csv")
    assert both.read_text("utf-8-sig").count("2026-11-") == 2
    labels = {one.label for one in desk.correspondence.exports(track.office.by("c01"))}
    assert labels == {"電話・窓口の記録"}
