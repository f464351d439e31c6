"""Every step writes its line in the operation log, in the same transaction (DESIGN §2)."""

from __future__ import annotations

from datetime import date

import pytest
from case_path import Track
from desk_office import Office, passphrase
from mail_bag import (
    ELSEWHERE,
    ICHIRO,
    form_page,
    page,
    register_line,
    residence_record,
    seal_certificate,
)

from desktop.domain.errors import Refused
from desktop.domain.reading import PageKind
from desktop.services.ledger import year_of
from desktop.store import audit


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _lines(track: Track, case_id: str | None = None, prefix: str = "") -> list[str]:
    """The actions in their order."""
    with track.office.desk.premises.database.reading() as session:
        entries = audit.entries(session, audit.Filter(case_id=case_id), limit=1000)
    return [entry.action for entry in reversed(entries) if entry.action.startswith(prefix)]


def test_the_path_of_an_answer_leaves_these_lines(track: Track):
    case_id = track.with_register().to_completed()
    assert _lines(track, case_id) == [
        "case.accept",
        "case.confirm_form",
        "case.confirm_identity",
        "case.scope",
        "case.fee_recorded",
        "case.confirm_fee",
        "case.answer_imported",
        "case.draft",
        "case.draft_saved",
        "case.submit",
        "letter.frozen",
        "case.approve",
        "letter.copy",
        "letter.check",
        "case.dispatch",
        "case.confirm_delivery",
        "case.complete",
    ]


def test_the_path_of_a_correction_leaves_these_lines(track: Track):
    track.with_register(register_line(ELSEWHERE))
    case_id = track.to_identity()
    desk = track.office.desk
    letter = desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    desk.correspondence.send(track.act("c01"), letter.id)
    slip = page(PageKind.SLIP, form="SLIP", form_version=1, case_number="26-0001")
    track.file(slip, residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    assert _lines(track, case_id) == [
        "case.accept",
        "case.confirm_form",
        "case.ask_correction",
        "letter.copy",
        "letter.send",
        "case.join",
        "case.receive_correction",
    ]


def test_the_second_check_a_correction_and_an_assignment_leave_their_lines(track: Track):
    track.with_register(register_line(ELSEWHERE))
    papers = (residence_record(ICHIRO, ELSEWHERE), seal_certificate(ICHIRO))
    case_id = track.to_identity(form_page(), *papers)
    desk = track.office.desk
    form = track.get(case_id).documents[0].pages[0].id
    desk.verification.correct(track.act("c01"), case_id, form, "phone", "0900001111")
    seen = track.seen(case_id)
    ask = desk.verification.ask_second
    ask(track.act("c01"), case_id, 0, seen=seen, note="転居")
    desk.verification.second(track.act("c02"), case_id, False)
    ask(track.act("c01"), case_id, 0, seen=seen, note="再確認")
    track.agree(case_id, "c02")
    desk.casework.assign(track.act("c01"), case_id, track.office.id_of("c03"))
    assert track.get(case_id).line.assigned == "仮野 次郎"
    assert _lines(track, case_id)[2:] == [
        "page.correct",
        "case.second_asked",
        "case.second_checked",
        "case.second_asked",
        "case.confirm_identity",
        "case.assign",
    ]


def test_money_asked_waived_and_a_withdrawal_leave_their_lines(track: Track):
    case_id = track.with_register().to_fee()
    work = track.office.desk.casework
    work.ask_fee(track.act("c01"), case_id)
    work.waive_fee(track.act("s01"), case_id, "災害により")
    work.fee_done(track.act("c01"), case_id)
    work.withdraw(track.act("c01"), case_id, "取下書 受領")
    assert _lines(track, case_id)[4:] == [
        "case.ask_fee",
        "case.fee_waived",
        "case.receive_fee",
        "case.confirm_fee",
        "case.withdraw",
    ]


def test_looking_printing_and_exporting_leave_their_lines(track: Track):
    case_id = track.with_register().to_approved()
    desk = track.office.desk
    letter = track.get(case_id).letters[0].id
    desk.correspondence.letter_pdf(track.act("k01"), letter)
    with pytest.raises(Exception, match=r"プリンター|印刷"):
        desk.letter_printing.print(track.act("c01"), letter, "no-such-printer")
    desk.cases.picture(track.act("c02"), track.get(case_id).documents[1].pages[0].id)
    assert _lines(track, case_id)[-4:] == [
        "letter.open",
        "letter.print",
        "print.end",
        "identity.view",
    ]
    desk.receipt_ledger.export(track.act("c01"), track.folder / "ledger.csv", year_of(2026))
    (export,) = desk.correspondence.exports(track.office.by("c01"))
    desk.correspondence.close_export(track.act("c01"), export.id)
    assert _lines(track, prefix="export.") == ["export.open", "export.close"]


def test_a_disposal_and_a_hold_leave_their_lines(track: Track):
    case_id, _ = track.with_register().to_batch_approved()
    desk = track.office.desk
    holds = desk.disposal.holds
    holds.hold(track.act("s01"), case_id, "AUDIT", date(2030, 1, 1))
    holds.propose_release(track.act("s01"), case_id)
    holds.confirm_release(track.act("c01"), case_id)
    assert _lines(track, case_id, "hold.") == [
        "hold.set",
        "hold.release_proposed",
        "hold.released",
    ]
    sent_back = desk.disposal.propose(track.act("c01"), track.due_units())
    desk.disposal.send_back(track.act("s01"), sent_back.id, "数え直すこと")
    batch = desk.disposal.propose(track.act("c01"), track.due_units())
    desk.disposal.approve(track.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
    track.execute(batch.id)
    desk.disposal.certificate(track.act("c01"), batch.id)
    assert _lines(track, prefix="disposal.") == [
        "disposal.propose",
        "disposal.approve",
        "disposal.propose",
        "disposal.send_back",
        "disposal.propose",
        "disposal.approve",
        "disposal.execute",
        "disposal.keys_destroyed",
        "disposal.certificate",
    ]


def test_what_is_refused_leaves_no_line(track: Track):
    case_id = track.with_register().to_identity()
    before = _lines(track)
    with pytest.raises(Refused):
        track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    assert _lines(track) == before


def test_no_line_holds_a_value(track: Track):
    track.with_register().to_completed()
    with track.office.desk.premises.database.reading() as session:
        text = "\n".join(audit.export(session))
    for secret in (ICHIRO.name, ICHIRO.phone, "若葉町", ICHIRO.number, ICHIRO.supply_point):
        assert secret not in text
