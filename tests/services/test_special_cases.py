"""Special cases through the services: death, occupant, secrecy, hand-over, reopening, doubles,
misdelivery (DOMAIN §1, §8)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from case_path import K1, Track, grant, refuse, write_answer_file
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, lay_in, licence, page, register_line

from desktop.domain.disposal import ItemState
from desktop.domain.errors import NotAllowed, NotFound, Refused
from desktop.domain.incidents import Leak
from desktop.domain.inquiries import Period
from desktop.domain.letters import CsvEncoding
from desktop.domain.occupants import Occupancy
from desktop.domain.payments import Payment, Piece
from desktop.domain.reading import PageKind
from desktop.domain.requests import FeeMeans, Item, Reason, RequestType
from desktop.domain.rerouting import RerouteKind
from desktop.domain.states import CaseState
from desktop.services.annex_keeping import MEDIUM_FILE
from desktop.services.answers import EARLIER
from desktop.services.case_views import CaseView
from desktop.services.money_rerouted import MoneyAlong
from desktop.services.rerouting import HandOver
from desktop.services.special_cases import DeathNotice
from desktop.services.special_views import FULL, QUICK, Secrecy
from desktop.store import audit
from desktop.store.cases import case_row
from desktop.store.parts import open_parts, parts_of_kind

TOLD = DeathNotice(
    date(2026, 11, 10),
    "仮川 次子",
    "350-9942",
    "埼玉県みどり野市若葉町2丁目14-6",
    "除籍の記載のある戸籍の写しを確かめた",
)
TO_LEGAL = HandOver("LAWYERS", "LEGAL", "ORIGINALS", 3)
TO_HEIRS = HandOver("HEIRS", "CUSTOMER", "COPIES", 2)
OTHER_PLACE = "埼玉県みどり野市中央3丁目1-1"


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _text(track: Track, letter_id: str) -> str:
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter_id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()


def _agent_papers():
    power = page(PageKind.POWER, {"name": ICHIRO.name})
    seal = page(PageKind.INK, {"name": ICHIRO.name, "issued": "2026-10-21"})
    return power, seal


def to_agent_check(track: Track) -> str:
    case_id = track.to_identity(form_page(), licence(), *_agent_papers(), agent=True)
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    return case_id


def agent_to_draft(track: Track) -> str:
    """A case of an agent as far as its draft."""
    desk = track.office.desk
    case_id = to_agent_check(track)
    desk.casework.agent_ok(track.act("c01"), case_id, "委任状の実印を印鑑登録証明書と照合した")
    desk.casework.scope(track.act("c01"), case_id, K1)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    track.answers(case_id, [Item.K1])
    desk.casework.finish_investigation(track.act("c01"), case_id)
    return case_id


def agent_to_approved(track: Track) -> str:
    case_id = agent_to_draft(track)
    track.decide(case_id, grant())
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    return case_id


def test_a_death_in_an_agent_case_ends_the_power_and_voids_the_approved_answer(track: Track):
    case_id = agent_to_approved(track)
    case = track.office.desk.special.record_death(track.act("c01"), case_id, TOLD)
    assert case.line.state is CaseState.ID_CHECK
    assert not case.identity.ok
    assert [letter.state for letter in case.letters] == ["VOID"]
    assert case.approval.approved_by == ""
    view = track.office.desk.verification.view(track.office.by("c01"), case_id, 0)
    with pytest.raises(Refused, match="亡くなっています"):
        track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=view.to_see)


def test_after_a_death_the_agents_request_is_refused_for_ro_to_who_told_it(track: Track):
    case_id = agent_to_approved(track)
    track.office.desk.special.record_death(track.act("c01"), case_id, TOLD)
    ro = refuse(Item.K1, Reason.R_RO, "ご本人の死亡により代理権が終了したため")
    assert track.decide(case_id, ro).line.state is CaseState.DRAFTED
    case = track.office.desk.casework.submit(track.act("c01"), case_id)
    letter = case.letters[-1]
    assert (letter.code, letter.state) == ("D-06", "DRAFT")
    text = _text(track, letter.id)
    assert "仮川 次子" in text
    assert "仮川 一郎　様" not in text
    assert track.approve(case_id).line.state is CaseState.APPROVED


def test_heirs_are_answered_outside_the_act_and_their_letter_says_so(track: Track):
    case_id = to_agent_check(track)
    desk = track.office.desk
    with pytest.raises(Refused, match="死亡が記録されていない"):
        desk.rerouting.reroute(track.act("c01"), case_id, TO_HEIRS)
    desk.special.record_death(track.act("c01"), case_id, TOLD)
    with pytest.raises(Refused, match="任意対応として回付"):
        desk.rerouting.reroute(track.act("c01"), case_id, TO_LEGAL)
    case = desk.rerouting.reroute(track.act("c01"), case_id, TO_HEIRS)
    assert case.line.state is CaseState.REROUTED
    assert case.special.reroute is not None
    assert (case.special.reroute.kind, case.special.reroute.sheets) == (RerouteKind.HEIRS, 2)
    assert all(unit.due_on for unit in case.units)
    (letter,) = case.letters
    assert (letter.code, letter.state) == ("D-14", "READY")
    text = _text(track, letter.id).replace("\r", "").replace("\n", "")
    assert "仮川 次子" in text
    assert "任意の対応" in text
    assert "個人情報の保護に関する法律に基づく回答ではありません" in text
    desk.correspondence.save_copy(track.act("c01"), letter.id, track.folder)
    assert desk.correspondence.send(track.act("c01"), letter.id).state == "SENT"


def test_a_death_told_while_a_correction_is_waited_for_ends_the_wait(track: Track):
    case_id = track.to_identity(agent=True)
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("AGENT_POWER",))
    case = track.office.desk.special.record_death(track.act("c01"), case_id, TOLD)
    assert case.line.state is CaseState.FORM_CHECK
    assert case.line.target is not None
    assert not case.line.target.paused


def test_a_death_recorded_by_mistake_is_taken_back_and_everything_is_checked_anew(track: Track):
    case_id = agent_to_draft(track)
    special = track.office.desk.special
    special.record_death(track.act("c01"), case_id, TOLD)
    with pytest.raises(Refused, match="記録されています"):
        special.record_death(track.act("c01"), case_id, TOLD)
    with pytest.raises(Refused, match="書かれて"):
        special.take_back_death(track.act("c01"), case_id, " ")
    case = special.take_back_death(track.act("c01"), case_id, "同姓の別の方の知らせであったため")
    assert case.special.death is None
    assert (case.line.state, case.identity.ok) == (CaseState.ID_CHECK, False)
    seen = track.seen(case_id)
    case = track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=seen)
    assert case.line.state is CaseState.AGENT_CHECK


def test_a_refusal_made_because_of_a_death_does_not_leave_once_it_is_taken_back(track: Track):
    case_id = agent_to_approved(track)
    special = track.office.desk.special
    special.record_death(track.act("c01"), case_id, TOLD)
    track.decide(case_id, refuse(Item.K1, Reason.R_RO, "ご本人の死亡により代理権が終了したため"))
    track.office.desk.casework.submit(track.act("c01"), case_id)
    assert track.approve(case_id).line.state is CaseState.APPROVED
    case = special.take_back_death(track.act("c01"), case_id, "同姓の別の方の知らせであったため")
    assert (case.line.state, case.approval.approved_by) == (CaseState.ID_CHECK, "")
    assert {letter.state for letter in case.letters} == {"VOID"}


def test_a_letter_asked_for_from_who_told_of_a_death_does_not_leave_once_it_is_taken_back(
    track: Track,
):
    case_id = to_agent_check(track)
    desk = track.office.desk
    desk.special.record_death(track.act("c01"), case_id, TOLD)
    desk.casework.ask_correction(track.act("c01"), case_id, ("AGENT_POWER",))
    case = desk.special.take_back_death(track.act("c01"), case_id, "別の方の知らせであったため")
    assert case.line.state is CaseState.FORM_CHECK
    assert [letter.state for letter in case.letters] == ["VOID"]


def test_a_death_is_not_recorded_once_the_answer_has_left(track: Track):
    case_id = track.to_dispatched()
    with pytest.raises(Refused, match="発送した"):
        track.office.desk.special.record_death(track.act("c01"), case_id, TOLD)


def occupant_case(track: Track, wanted) -> str:
    """Somebody whose paper and form name the supply point; the contract is billed elsewhere."""
    track.with_register(register_line(ICHIRO, address=OTHER_PLACE, postal="350-9901"))
    case_id = track.to_scoping(wanted=wanted)
    assert track.get(case_id).identity.which == "R2"
    return case_id


K1_K4 = {RequestType.DISCLOSE: (Item.K1, Item.K4)}
LIVED = Occupancy(date(2026, 4, 10), date(2026, 9, 30))


def _usage(track: Track, case_id: str, *rows: tuple[str, str], source: str = "検針課"):
    file = track.folder / "usage.csv"
    number, point = ICHIRO.number, ICHIRO.supply_point
    lines = [[number, point, item, label, "210 kWh", source, "2026-11-10"] for item, label in rows]
    write_answer_file(file, lines)
    return track.office.desk.casework.import_answers(track.act("c01"), case_id, file)


def test_an_occupant_is_given_usage_of_the_own_time_and_nothing_else(track: Track):
    desk = track.office.desk
    case_id = occupant_case(track, K1_K4)
    case = desk.special.set_occupant(track.act("c01"), case_id, LIVED, "賃貸借契約書の写しで確認")
    assert case.special.occupant == LIVED
    desk.casework.scope(track.act("c01"), case_id, K1_K4)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 440)
    period = Period(date(2026, 4, 1), date(2026, 9, 30))
    with pytest.raises(Refused, match="利用期間の外") as refused:
        desk.investigation.ask(track.act("c01"), case_id, period)
    assert refused.value.field == "since"
    for rows, column in (
        ((("K4", "2026年3月"),), "label"),
        ((("K4", "2026年4月"),), "label"),  # moved in on the 10th: not the whole month
        ((("K4", "使用量"),), "label"),
        ((("K4", "2026-05"), ("K4", "2026-10")), "label"),
        ((("K1", "契約者氏名"),), "item"),
    ):
        report = _usage(track, case_id, *rows)
        assert (report.rows, report.rejected[-1].column) == (0, column)
    assert _usage(track, case_id, ("K4", "2026年5月"), ("K4", "2026-09")).rows == 2
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K1), grant(Item.K4))
    with pytest.raises(Refused, match="供給場所の使用量だけ"):
        desk.casework.submit(track.act("c01"), case_id)
    ni = refuse(Item.K1, Reason.R_NI, "ご請求の方を契約者とする情報がないため")
    track.decide(case_id, ni, grant(Item.K4))
    assert desk.casework.submit(track.act("c01"), case_id).line.state is CaseState.APPROVAL


def test_only_who_was_matched_at_the_supply_point_is_an_occupant(track: Track):
    case_id = track.to_scoping()
    with pytest.raises(Refused, match="R2"):
        track.office.desk.special.set_occupant(track.act("c01"), case_id, LIVED, "入居を確認")


@pytest.mark.parametrize(
    ("lived", "asked"),
    [
        (LIVED, (LIVED.since, LIVED.until)),
        (Occupancy(date(2024, 4, 1), date(2025, 3, 31)), (date(2024, 4, 1), date(2025, 3, 31))),
    ],
)
def test_a_department_that_was_asked_already_is_asked_of_the_own_time_alone(
    track: Track, lived: Occupancy, asked: tuple[date, date]
):
    """The usual period, 13 months from the first of a month, goes beyond the one and beside the
    other."""
    desk, usage = track.office.desk, {RequestType.DISCLOSE: (Item.K4,)}
    case_id = occupant_case(track, usage)
    desk.casework.scope(track.act("c01"), case_id, usage)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    (before,) = desk.investigation.ask(track.act("c01"), case_id).inquiries
    assert before.since == date(2025, 10, 1)
    case = desk.special.set_occupant(track.act("c01"), case_id, lived, "管理会社に確認")
    (after,) = case.inquiries
    assert (after.since, after.until, after.owed) == (*asked, (Item.K4,))


def test_who_turns_out_an_occupant_late_is_answered_anew(track: Track):
    """The approved answer held another period: it goes back, and what it showed is dropped."""
    desk = track.office.desk
    case_id = occupant_case(track, {RequestType.DISCLOSE: (Item.K4,)})
    desk.casework.scope(track.act("c01"), case_id, {RequestType.DISCLOSE: (Item.K4,)})
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    _usage(track, case_id, ("K4", "2026年2月"))
    _usage(track, case_id, ("K4", "2026年3月"))
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K4))
    desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    case = desk.special.set_occupant(track.act("c01"), case_id, LIVED, "管理会社に確認")
    with desk.premises.database.reading() as session:  # nor what the answer had replaced
        assert parts_of_kind(session, case_id, EARLIER) == []
    assert case.line.state is CaseState.DRAFTED
    assert case.answers == ()
    assert case.approval.approved_by == ""
    with pytest.raises(Refused, match="取り込まれていません"):
        desk.casework.submit(track.act("c01"), case_id)
    case = desk.special.clear_occupant(track.act("c01"), case_id, "契約者ご本人と分かったため")
    assert case.special.occupant is None


def asked_of(case: CaseView) -> list[tuple[date, date, tuple[Item, ...]]]:
    return [(one.since, one.until, one.owed) for one in case.inquiries]


def test_who_is_the_contractor_after_all_is_answered_for_the_whole_time(track: Track):
    """The usual period is asked for again, and the answer for the own time alone is taken back."""
    desk, usage = track.office.desk, {RequestType.DISCLOSE: (Item.K4,)}
    case_id = occupant_case(track, usage)
    desk.casework.scope(track.act("c01"), case_id, usage)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    whole = (date(2025, 10, 1), date(2026, 11, 9))
    assert asked_of(desk.investigation.ask(track.act("c01"), case_id)) == [(*whole, (Item.K4,))]
    wrong = Occupancy(date(2026, 8, 1), LIVED.until)
    desk.special.set_occupant(track.act("c01"), case_id, wrong, "管理会社に確認")
    # The days were wrong: what they cut off comes back.
    case = desk.special.set_occupant(track.act("c01"), case_id, LIVED, "契約書を再確認")
    assert asked_of(case) == [(LIVED.since, LIVED.until, (Item.K4,))]
    _usage(track, case_id, ("K4", "2026年5月"), source=case.inquiries[0].department)
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, grant(Item.K4))
    with desk.premises.database.transaction() as session:
        case_row(session, case_id).method = "CDR"
    desk.media.choose(track.act("c01"), case_id, CsvEncoding.CP932)
    assert desk.casework.submit(track.act("c01"), case_id).medium is not None
    case = desk.special.clear_occupant(track.act("c01"), case_id, "契約者ご本人と分かったため")
    assert (case.line.state, case.answers) == (CaseState.DRAFTED, ())
    with desk.premises.database.reading() as session:  # nor as a file; what was chosen stays
        assert parts_of_kind(session, case_id, MEDIUM_FILE) == []
    assert case.encoding is CsvEncoding.CP932
    assert asked_of(case) == [(*whole, (Item.K4,))]
    with pytest.raises(Refused, match="取り込まれていません"):
        desk.casework.submit(track.act("c01"), case_id)
    (told, *_) = desk.cases.history(track.office.by("c01"), case_id)
    assert "回答1件を取り直します" in told.more


@pytest.mark.parametrize("before", [True, False])
def test_an_answer_that_no_occupancy_cut_stays(track: Track, before: bool):
    """They lived there all the time that was asked about, before or after the question."""
    desk, usage = track.office.desk, {RequestType.DISCLOSE: (Item.K4,)}
    case_id = occupant_case(track, usage)
    desk.casework.scope(track.act("c01"), case_id, usage)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    steps = [
        lambda: desk.investigation.ask(track.act("c01"), case_id),
        lambda: desk.special.set_occupant(
            track.act("c01"), case_id, Occupancy(date(2020, 1, 1)), "住民票で確認"
        ),
    ]
    for step in steps if before else reversed(steps):
        step()
    (asked,) = track.get(case_id).inquiries
    _usage(track, case_id, ("K4", "2026年5月"), source=asked.department)
    case = desk.special.clear_occupant(track.act("c01"), case_id, "契約者ご本人と分かったため")
    assert [one.item for one in case.answers] == [Item.K4]
    assert asked_of(case) == [(date(2025, 10, 1), date(2026, 11, 9), ())]


def test_secrecy_holds_when_asked_and_a_supervisor_decides(track: Track):
    case_id = track.to_approval()
    special = track.office.desk.special
    case = special.ask_secrecy(track.act("c01"), case_id, "同居の家族に知らせないでほしいとの申出")
    assert case.special.secrecy is Secrecy.ASKED
    with pytest.raises(Refused, match="責任者の判断"):
        track.approve(case_id)
    with pytest.raises(NotAllowed):
        special.decide_secrecy(track.act("c01"), case_id, True, "申出のとおり")
    case = special.decide_secrecy(track.act("s01"), case_id, True, "支援措置の決定通知書を確認")
    assert case.special.secrecy is Secrecy.SET
    assert case.special.secrecy_note == "同居の家族に知らせないでほしいとの申出"
    assert case.special.secrecy_decision == "支援措置の決定通知書を確認"
    assert track.approve(case_id).line.state is CaseState.APPROVED
    case = special.decide_secrecy(track.act("s01"), case_id, False, "申出の取下げがあった")
    assert case.special.secrecy is Secrecy.NONE


def test_an_answer_does_not_leave_before_the_secrecy_asked_for_since_is_decided(track: Track):
    case_id = track.to_approved()
    track.enclose(case_id)
    desk = track.office.desk
    desk.special.ask_secrecy(track.act("c01"), case_id, "同居の家族に知らせないでほしいとの申出")
    with pytest.raises(Refused, match="責任者の判断"):
        desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    desk.special.decide_secrecy(track.act("s01"), case_id, True, "支援措置の決定通知書を確認")
    case = desk.correspondence.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "12345678901")
    assert case.line.state is CaseState.DISPATCHED


def test_secrecy_stands_in_no_log_no_list_and_no_letter(track: Track):
    case_id = track.to_approval()
    desk = track.office.desk
    desk.special.ask_secrecy(track.act("c01"), case_id, "同居の家族に知らせないでほしいとの申出")
    desk.special.decide_secrecy(track.act("s01"), case_id, True, "支援措置の決定通知書を確認")
    told = {line.what for line in desk.cases.history(track.office.by("k01"), case_id)}
    assert "取扱いの指定" in told
    assert not any("秘匿" in what or "DV" in what for what in told)
    assert "秘匿" not in repr(desk.cases.by_number("26-0001"))
    assert "秘匿" not in _text(track, track.get(case_id).letters[-1].id)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        (replace(TO_LEGAL, kind=""), "kind"),
        (replace(TO_LEGAL, department="SALES"), "department"),
        (replace(TO_LEGAL, handed=""), "handed"),
        (replace(TO_LEGAL, sheets=0), "sheets"),
        (replace(TO_LEGAL, handed="NOTICE", sheets=1), "sheets"),
    ],
)
def test_a_hand_over_says_what_to_whom_and_how_much(track: Track, over: HandOver, field: str):
    case_id = track.file().case_id
    with pytest.raises(Refused) as refusal:
        track.office.desk.rerouting.reroute(track.act("c01"), case_id, over)
    assert refusal.value.field == field
    assert track.get(case_id).line.state is CaseState.FORM_CHECK


@pytest.mark.parametrize("kind", ["LAWYERS", "POLICE", "COMPLAINT", "CANCELLATION"])
def test_what_is_no_request_goes_to_its_department_and_is_kept_from_that_day(
    track: Track, kind: str
):
    case_id = track.file().case_id
    over = replace(TO_LEGAL, kind=kind, note="照会の写しを綴った")
    case = track.office.desk.rerouting.reroute(track.act("c01"), case_id, over)
    assert case.line.state is CaseState.REROUTED
    assert case.letters == ()
    assert {unit.due_on for unit in case.units} == {date(2027, 5, 11), date(2028, 11, 11)}
    assert all(unit.state is ItemState.RETAINED for unit in case.units)


def test_an_envelope_that_is_no_request_goes_on_without_becoming_a_case(track: Track):
    envelope = lay_in(track.office, "c01", [page(PageKind.UNKNOWN)])
    desk = track.office.desk
    with pytest.raises(Refused, match="案件に登録してから"):
        desk.rerouting.reroute_envelope(track.act("c01"), envelope, TO_HEIRS)
    desk.rerouting.reroute_envelope(track.act("c01"), envelope, TO_LEGAL)
    assert desk.intake.unfiled() == ()
    assert desk.stamp_ledger.lines(track.office.by("c01")) == ()
    with pytest.raises(NotFound, match="未登録の一覧"):
        desk.rerouting.reroute_envelope(track.act("c01"), envelope, TO_LEGAL)


def test_money_in_mail_that_is_no_request_comes_and_leaves_in_two_lines(track: Track):
    desk, envelope = track.office.desk, lay_in(track.office, "c01", [page(PageKind.UNKNOWN)])
    track.later(days=1)
    stamps = Payment(FeeMeans.STAMPS, (Piece(110, 2), Piece(50, 1)))

    orders = tuple(
        Payment(FeeMeans.POSTAL_ORDER, (Piece(500, 1, issued),))
        for issued in (date(2026, 9, 1), date(2026, 10, 1))
    )
    coins = Payment(FeeMeans.CASH, (Piece(300),))

    def along(*payments: Payment, witness: str = "c02") -> MoneyAlong:
        return MoneyAlong(payments, witness, passphrase(witness))

    paid_in = Payment(FeeMeans.TRANSFER, (Piece(220),), date(2026, 11, 9))
    for wrong, refusal in (
        (along(paid_in), "振込"),
        (along(Payment(FeeMeans.STAMPS, ())), "届いた額"),
        (along(stamps, witness="c01"), "本人は立ち会えません"),
        (along(), "入っていません"),
        (along(stamps, Payment(FeeMeans.CASH, ())), "届いた額"),
    ):
        with pytest.raises(Refused, match=refusal):
            desk.rerouting.reroute_envelope(track.act("c01"), envelope, TO_LEGAL, wrong)
    assert len(desk.intake.unfiled()) == 1
    came = along(stamps, *orders, coins)
    desk.rerouting.reroute_envelope(track.act("c01"), envelope, TO_LEGAL, came)
    lines = desk.stamp_ledger.lines(track.office.by("k01"))
    order = [(10, "受領", 500, 1, 0, 1), (11, "回付先へ引渡し", 500, 0, 1, 0)]
    assert [(one.day.day, one.what, one.face, one.came, one.went, one.left) for one in lines] == [
        (10, "受領", 110, 2, 0, 2),
        (10, "受領", 50, 1, 0, 1),
        (11, "回付先へ引渡し", 110, 0, 2, 0),
        (11, "回付先へ引渡し", 50, 0, 1, 0),
        *order,
        *order,
        (10, "受領", 0, 300, 0, 300),
        (11, "回付先へ引渡し", 0, 0, 300, 0),
    ]
    assert {(one.number, one.by, one.witness, one.note) for one in lines} == {
        ("", "架空 太郎", "見本 花子", "11/10の封筒1、法務へ回付")
    }
    assert desk.stamp_ledger.in_hand(track.office.by("c01")) == ()
    with desk.premises.database.reading() as session:
        (told,) = [one for one in audit.entries(session) if one.action == "envelope.reroute"]
    assert (told.detail["amount"], told.detail["witness"]) == (1570, track.office.id_of("c02"))


def test_a_reopened_case_begins_at_the_form_with_nothing_proven(track: Track):
    case_id = track.to_completed()
    desk = track.office.desk
    with pytest.raises(NotAllowed):
        desk.reopening.reopen(track.act("c01"), case_id, "追加の資料が届いた")
    with pytest.raises(Refused, match="書かれて"):
        desk.reopening.reopen(track.act("s01"), case_id, "")
    track.later(days=5)
    case = desk.reopening.reopen(track.act("s01"), case_id, "開示漏れの申出があった")
    assert case.line.state is CaseState.FORM_CHECK
    assert (case.identity.ok, case.decisions, case.approval.approved_by) == (False, (), "")
    assert {(unit.state, unit.due_on) for unit in case.units} == {(ItemState.ACTIVE, None)}
    assert [(one.code, one.state) for one in case.letters] == [("D-05", "SENT")]


def test_a_reopened_case_is_answered_anew_by_two_people_and_ends_again(track: Track):
    case_id = track.to_completed()
    desk = track.office.desk
    desk.reopening.reopen(track.act("s01"), case_id, "開示漏れの申出があった")
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "PAPER", agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, K1)  # the fee was paid: on to INVESTIGATION
    desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id)
    desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    track.enclose(case_id)
    post = desk.correspondence
    post.dispatch(track.act("c01"), case_id, "HONNIN_GENTEI", "22345678901")
    with pytest.raises(Refused, match="配達とみなす日数"):
        post.complete(track.act("c01"), case_id, track.office.now.date())
    track.later(days=2)
    post.record_return(track.act("c01"), case_id, track.office.now.date())
    # One re-send of this answer: the earlier answer's posting does not count.
    track.enclose(case_id)
    again = post.resend(track.act("c01"), case_id, "HONNIN_GENTEI", "32345678901")
    assert again.dispatch is not None
    assert again.dispatch.times == 2
    post.delivered(track.act("c01"), case_id, track.office.now.date())
    case = post.complete(track.act("c01"), case_id, track.office.now.date())
    assert case.line.state is CaseState.COMPLETED
    assert all(unit.due_on for unit in case.units)


def test_a_case_with_a_destroyed_or_listed_part_is_not_reopened(track: Track):
    case_id = track.to_due()
    track.office.desk.disposal.propose(track.act("c01"), track.due_units())
    with pytest.raises(Refused, match="廃棄の手続き中"):
        track.office.desk.reopening.reopen(track.act("s01"), case_id, "申出があった")


def test_a_second_request_within_thirty_days_is_linked_and_not_refused(track: Track):
    first = track.file().case_id
    second = track.to_identity()
    assert [one.id for one in track.get(second).special.linked] == [first]
    assert [one.id for one in track.get(first).special.linked] == [second]
    seen = track.seen(second)
    case = track.office.desk.verification.confirm(track.act("c01"), second, 0, seen=seen)
    assert case.line.state is CaseState.SCOPING


def test_another_person_or_another_time_is_not_linked(track: Track):
    track.file(form_page(replace(ICHIRO, name="見本 次郎")), licence())
    track.file(form_page(replace(ICHIRO, birth="1979-01-02")), licence())
    track.file(arrived_on=date(2026, 10, 9))  # 31 days before
    assert track.get(track.to_identity()).special.linked == ()


def test_a_variant_of_the_name_and_thirty_days_are_still_the_same(track: Track):
    taka = replace(ICHIRO, name="髙橋 一郎", birth="")
    first = track.file(form_page(taka), arrived_on=date(2026, 10, 10)).case_id
    second = track.to_identity(form_page(replace(taka, name="高橋一郎")), licence())
    assert [one.id for one in track.get(second).special.linked] == [first]


def test_parts_of_more_cases_than_an_engine_takes_at_once_are_opened(track: Track):
    mine = track.file().case_id
    asked = [mine, *(f"{number:032x}" for number in range(70_000))]
    premises = track.office.desk.premises
    with premises.database.reading() as session:
        opened = dict(open_parts(session, premises.vault, "person", asked))
    assert list(opened) == [mine]


def test_only_people_of_the_same_name_are_opened_to_find_a_double(track: Track):
    """As far as the index knows; a block that cannot be opened would be a fault otherwise."""
    other = track.file(form_page(replace(ICHIRO, name="見本 次郎")), licence()).case_id
    desk = track.office.desk
    desk.cases.load_index()
    with desk.premises.database.transaction() as session:
        (part,) = parts_of_kind(session, other, "person")
        part.blob = b"not to be opened"
    first = track.file().case_id  # not in the index yet: looked at all the same
    second = track.to_identity()
    assert [one.id for one in track.get(second).special.linked] == [first]


@pytest.mark.parametrize(
    ("leak", "days"),
    [
        (Leak(1), None),
        (Leak(1000), None),
        # Found on 2026-11-13, a Friday: 速報 by 11-18, 確報 by 12-13, a Sunday → 12-11.
        (Leak(1001), (date(2026, 11, 18), date(2026, 12, 11))),
        (Leak(1, sensitive=True), (date(2026, 11, 18), date(2026, 12, 11))),
        (Leak(1, damage=True), (date(2026, 11, 18), date(2026, 12, 11))),
        # 60 days: 2027-01-12, a Tuesday.
        (Leak(1, malicious=True), (date(2026, 11, 18), date(2027, 1, 12))),
    ],
)
def test_a_misdelivery_is_recorded_with_the_days_of_its_reports(track: Track, leak: Leak, days):
    case_id = track.to_dispatched()
    track.later(days=3)  # 2026-11-13
    case = track.office.desk.incidents.record(
        track.act("c01"), case_id, date(2026, 11, 13), leak, "別のお客様の封筒に入っていた"
    )
    (incident,) = case.special.incidents
    assert incident.must_be_reported is (days is not None)
    assert (incident.quick_by, incident.full_by) == (days or (None, None))
    owed = track.office.desk.incidents.owed(track.office.by("s01"))
    assert [(one.which, one.by) for one in owed] == ([(QUICK, days[0])] if days else [])


def test_the_reports_of_a_misdelivery_come_in_order_and_stay_red_until_then(track: Track):
    case_id = track.to_dispatched()
    desk, today = track.office.desk, track.office.now.date()
    with pytest.raises(Refused, match="書かれて"):
        desk.incidents.record(track.act("c01"), case_id, today, Leak(1, damage=True), "")
    case = desk.incidents.record(
        track.act("c01"), case_id, today, Leak(1, damage=True), "別のお客様の封筒に入っていた"
    )
    incident = case.special.incidents[0].id
    red = {
        task.code for task in desk.cases.today(track.office.by("c01"), track.office.now).red_tasks
    }
    assert "INCIDENT" in red
    with pytest.raises(NotAllowed):
        desk.incidents.reported(track.act("c01"), case_id, incident, QUICK, today)
    with pytest.raises(Refused, match="先に速報"):
        desk.incidents.reported(track.act("s01"), case_id, incident, FULL, today)
    desk.incidents.reported(track.act("s01"), case_id, incident, QUICK, today)
    assert [one.which for one in desk.incidents.owed(track.office.by("s01"))] == [FULL]
    desk.incidents.reported(track.act("s01"), case_id, incident, FULL, today)
    assert desk.incidents.owed(track.office.by("s01")) == ()


def test_nothing_is_misdelivered_before_it_was_posted(track: Track):
    case_id = track.to_approved()
    with pytest.raises(Refused, match="発送した回答がない"):
        track.office.desk.incidents.record(
            track.act("c01"), case_id, track.office.now.date(), Leak(1), "封筒の入れ違い"
        )


def test_a_withdrawal_and_an_unanswered_case_get_their_letter(track: Track):
    case_id = track.to_identity()
    case = track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    (letter,) = case.letters
    assert (letter.code, letter.state) == ("D-14", "READY")
    assert "お取下げ" in _text(track, letter.id)
    assert all(unit.due_on for unit in case.units)


def test_an_approved_answer_does_not_leave_a_withdrawn_case(track: Track):
    case_id = track.to_approved()
    with pytest.raises(Refused, match="お預かりしている"):
        track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    track.give_all_back(case_id)
    case = track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    assert [(one.code, one.state) for one in case.letters] == [("D-05", "VOID"), ("D-14", "READY")]
    assert case.approval.approved_by == ""
    with pytest.raises(Refused, match="取り消された文書"):
        track.office.desk.correspondence.save_copy(
            track.act("c01"), case.letters[0].id, track.folder
        )


def test_a_letter_that_ends_a_case_does_not_leave_once_it_is_reopened(track: Track):
    case_id = track.to_identity()
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    case = track.office.desk.reopening.reopen(track.act("s01"), case_id, "別の方の書面であった")
    assert [(one.code, one.state) for one in case.letters] == [("D-14", "VOID")]
