"""Money from the opened envelope to the end of the case: taken in, kept or returned (DOMAIN §2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import K1, K1_K3, Track, refuse
from desk_office import Office, passphrase
from mail_bag import form_page
from standing_cases import ACTS, STANDING, TO_LEGAL, noticed, to_correction

from desktop.domain.enclosed_money import names_money
from desktop.domain.errors import DeskError, Refused, SamePerson
from desktop.domain.payments import Payment, Piece, SendBack
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState

S = CaseState
STAMPS, ORDER, CASH = FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER, FeeMeans.CASH
TRANSFER = FeeMeans.TRANSFER
LISTED = ("請求書", "運転免許証の写し", "切手・為替")
FIVE = {RequestType.DISCLOSE: (Item.K1, Item.K2, Item.K3, Item.K4, Item.K6)}
TWO_STAMPS = Payment(STAMPS, (Piece(110, 2),))


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def pay(track: Track, case_id: str, payment: Payment = TWO_STAMPS):
    return track.office.desk.fees.record(track.act("c01"), case_id, payment)


def back(track: Track, case_id: str, means: FeeMeans, *pieces: Piece, how: SendBack):
    number = "12345678901" if "KAKITOME" in how else ""
    witness = ("c02", passphrase("c02"))
    return track.office.desk.fees.send_back(
        track.act("c01"), case_id, means, pieces, how, number, *witness
    )


@pytest.mark.parametrize(
    ("entry", "money"),
    [
        ("切手・為替", True),
        ("切手 220円", True),
        ("定額小為替　2枚", True),
        ("現金 500円", True),
        ("請求書", False),
        ("返信用封筒（切手貼付）", False),
        ("切手なし", False),
    ],
)
def test_an_entry_of_the_list_names_money_or_not(entry: str, money: bool) -> None:
    assert names_money(entry) is money


def test_money_is_entered_as_soon_as_the_envelope_is_open_and_pays_once_the_scope_is_set(
    track: Track,
) -> None:
    case_id = track.file(enclosures=LISTED).case_id
    assert track.get(case_id).fee.unbooked
    case = pay(track, case_id)
    assert (case.line.state, case.fee.received, case.fee.to_return) == (S.FORM_CHECK, 220, 0)
    assert case.fee.sentence == "220円を預かっています。手数料は、対象を特定した後に決まります。"
    assert not case.fee.unbooked
    ledger = track.office.desk.stamp_ledger.lines(track.office.by("c01"))
    assert [(one.number, one.what, one.came) for one in ledger] == [("26-0001", "受領", 2)]
    desk = track.office.desk
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "PAPER", agent=False)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    case = desk.casework.scope(track.act("c01"), case_id, K1)
    assert (case.line.state, case.fee.sentence) == (
        S.INVESTIGATION,
        "手数料220円ちょうどです。",
    )


def test_stamps_with_a_correction_wait_until_the_scope_and_go_back_whole(track: Track) -> None:
    wanted = {RequestType.CORRECT: (Item.K1,)}
    case_id = track.to_identity(wanted=wanted)
    assert pay(track, case_id).fee.to_return == 0
    with pytest.raises(Refused, match="返す額より多く"):
        back(track, case_id, STAMPS, Piece(110, 2), how=SendBack.ENCLOSED)
    ACTS["CONFIRM_IDENTITY"](track, track.act("c01"), case_id)
    case = track.office.desk.casework.scope(track.act("c01"), case_id, wanted)
    assert (case.line.state, case.fee.to_return) == (S.INVESTIGATION, 220)
    assert case.fee.sentence == "手数料のかからない請求です。同封の220円を返します。"


def test_cash_and_an_expired_voucher_go_back_at_once_in_any_state(track: Track) -> None:
    """Issued on 2026-05-10 a voucher is good on 2026-11-10, the day of the desk; of 05-09 not."""
    case_id, late = track.to_identity(), Piece(250, 1, date(2026, 5, 9))
    good = Piece(200, 1, date(2026, 5, 10))
    pay(track, case_id, Payment(CASH, (Piece(220),)))
    case = pay(track, case_id, Payment(ORDER, (late, good)))
    assert [(one.means, one.amount) for one in case.fee.back] == [(CASH, 220), (ORDER, 250)]
    assert case.fee.received == 200
    back(track, case_id, CASH, Piece(220), how=SendBack.GENKIN_KAKITOME)
    assert back(track, case_id, ORDER, late, how=SendBack.KAKITOME).fee.to_return == 0


@pytest.mark.parametrize("end", ["WITHDRAW", "REROUTE", "CLOSE_NO_RESPONSE"])
def test_no_unanswered_case_ends_with_money_that_is_not_returned(track: Track, end: str) -> None:
    ready = noticed(to_correction) if end == "CLOSE_NO_RESPONSE" else STANDING[S.FORM_CHECK]
    case_id = ready(track)
    case = pay(track, case_id)
    with pytest.raises(Refused, match="お預かりしている切手") as told:
        ACTS[end](track, track.act("c01"), case_id)
    assert "すべてお返しした" in told.value.next_step
    assert track.get(case_id).version == case.version
    track.give_all_back(case_id)
    ACTS[end](track, track.act("c01"), case_id)
    case = track.get(case_id)
    assert case.line.state in (S.WITHDRAWN, S.REROUTED, S.CLOSED_NO_RESPONSE)
    assert (case.fee.to_return, case.fee.held) == (0, ())


def test_what_the_list_names_stands_in_the_ledger_before_the_case_ends(track: Track) -> None:
    case_id = track.file(enclosures=LISTED).case_id
    desk = track.office.desk
    with pytest.raises(Refused, match="受払簿に記録されていません"):
        desk.rerouting.reroute(track.act("c01"), case_id, TO_LEGAL)
    # A 振込 is no stamp in an envelope.
    pay(track, case_id, Payment(TRANSFER, (Piece(220),), date(2026, 11, 10)))
    assert track.get(case_id).fee.unbooked
    with pytest.raises(SamePerson):
        desk.fees.not_enclosed(track.act("c01"), case_id, "c01", passphrase("c01"))
    case = desk.fees.not_enclosed(track.act("c01"), case_id, "c02", passphrase("c02"))
    assert not case.fee.unbooked
    with pytest.raises(Refused, match="一覧にありません"):
        desk.fees.not_enclosed(track.act("c01"), case_id, "c02", passphrase("c02"))
    track.give_all_back(case_id)
    desk.rerouting.reroute(track.act("c01"), case_id, TO_LEGAL)


def test_an_entry_undone_leaves_the_list_without_its_receipt(track: Track) -> None:
    case_id = track.file(enclosures=LISTED).case_id
    case = pay(track, case_id)
    assert not case.fee.unbooked
    assert track.undo(case_id, case.fee.lines[0].payment).fee.unbooked


def test_each_envelope_that_brings_money_wants_its_own_receipt(track: Track) -> None:
    case_id = track.to_fee(wanted=K1_K3)
    pay(track, case_id)
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    track.post_request(case_id)
    track.file(form_page(), join_case=case_id, enclosures=("返信票", "切手 220円"))
    assert not track.get(case_id).fee.unbooked  # the receipt of the first envelope stands for it
    track.file(form_page(), join_case=case_id, enclosures=("切手 220円",))
    assert track.get(case_id).fee.unbooked
    assert not pay(track, case_id).fee.unbooked


ISSUED = date(2026, 11, 2)
# 1,100 yen for five items: two stamps, two vouchers, and the rest by 振込.
PAID = (
    (TWO_STAMPS, SendBack.KAKITOME),
    (Payment(ORDER, (Piece(500, 1, ISSUED), Piece(300, 1, ISSUED))), SendBack.KAKITOME),
    (Payment(TRANSFER, (Piece(80),), date(2026, 11, 10)), SendBack.TRANSFER),
)


def test_a_total_refusal_is_refunded_in_kind_before_the_case_is_complete(track: Track) -> None:
    case_id = track.to_fee(wanted=FIVE)
    for payment, _way in PAID:
        case = pay(track, case_id, payment)
    assert case.fee.sentence == "手数料1,100円ちょうどです。"
    items = sorted(FIVE[RequestType.DISCLOSE])
    track.answers(case_id, items)
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, *(refuse(item) for item in items))
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    track.enclose(case_id)
    post, today = track.office.desk.correspondence, track.office.now.date()
    post.dispatch(track.act("c01"), case_id, "KAN_I_KAKITOME", "123-45-67890-1")
    post.delivered(track.act("c01"), case_id, today)
    case = track.get(case_id)
    assert case.fee.sentence == "全項目が不開示のため、手数料1,100円を返します。"
    assert {one.means: one.amount for one in case.fee.back} == {
        STAMPS: 220,
        ORDER: 800,
        TRANSFER: 80,
    }
    with pytest.raises(Refused, match="充てた手数料は返せません"):
        track.give_all_back(case_id)
    for payment, way in PAID:
        with pytest.raises(Refused, match="お返しする切手"):
            post.complete(track.act("c01"), case_id, today)
        case = back(track, case_id, payment.means, *payment.pieces, how=way)
    assert case.fee.to_return == 0
    assert track.office.desk.stamp_ledger.in_hand(track.office.by("c01")) == ()
    assert post.complete(track.act("c01"), case_id, today).line.state is S.COMPLETED


def test_a_waiver_gives_back_what_had_come_and_goes_on(track: Track) -> None:
    case_id = track.to_fee(wanted=K1_K3)
    pay(track, case_id)
    case = track.office.desk.casework.waive_fee(track.act("s01"), case_id, "災害により")
    assert (case.fee.waived, case.fee.to_return) == (True, 220)
    track.office.desk.casework.fee_done(track.act("c01"), case_id)
    case = back(track, case_id, STAMPS, Piece(110, 2), how=SendBack.KAKITOME)
    assert (case.line.state, case.fee.to_return, case.fee.waived) == (S.INVESTIGATION, 0, True)


def test_a_grant_does_not_leave_once_its_fee_was_given_back(track: Track) -> None:
    case_id = track.to_approved()
    track.enclose(case_id)
    track.give_all_back(case_id)
    with pytest.raises(Refused, match="納付も免除もされていない"):
        ACTS["DISPATCH"](track, track.act("c01"), case_id)


def test_a_shortage_found_beside_the_draft_is_asked_for_and_the_draft_goes_on(
    track: Track,
) -> None:
    case_id = track.to_draft()
    track.decide(case_id)
    desk = track.office.desk
    with pytest.raises(Refused, match="請求する手数料がありません"):
        desk.casework.ask_fee(track.act("c01"), case_id)
    track.undo(case_id, track.get(case_id).fee.lines[0].payment)
    pay(track, case_id, Payment(STAMPS, (Piece(110, 1),)))
    letter = desk.casework.ask_fee(track.act("c01"), case_id)
    assert (letter.code, letter.answer_by) == ("D-03", date(2026, 11, 24))
    track.post_request(case_id)
    case = track.get(case_id)
    assert case.line.state is S.AWAITING_FEE
    assert case.line.target is not None
    assert case.line.target.paused
    case = pay(track, case_id, Payment(STAMPS, (Piece(110, 1),)))
    assert case.line.state is S.INVESTIGATION  # the departments' answers are there still
    case = desk.investigation.finish(track.act("c01"), case_id)
    assert [one.granted for one in case.decisions] == [True]
    assert desk.casework.submit(track.act("c01"), case_id).line.state is S.APPROVAL


def test_a_letter_sent_back_does_not_lie_about_while_the_fee_is_asked_for(track: Track) -> None:
    case_id = STANDING[S.SENT_BACK](track)
    track.undo(case_id, track.get(case_id).fee.lines[0].payment)
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    told = [(one.code, one.state) for one in track.get(case_id).letters]
    assert told == [("D-05", "VOID"), ("D-03", "READY")]


def test_a_sum_whose_pieces_were_never_told_apart_goes_back_as_well(track: Track) -> None:
    """As earlier versions of the program recorded it."""
    case_id = track.file().case_id
    track.office.desk.casework.record_fee(track.act("c01"), case_id, STAMPS, 220)
    track.give_all_back(case_id)
    assert track.get(case_id).fee.held == ()
    assert track.office.desk.stamp_ledger.in_hand(track.office.by("c01")) == ()


def test_money_that_comes_after_the_answer_is_entered_and_goes_back(track: Track) -> None:
    case_id = track.to_dispatched()
    case = pay(track, case_id)
    assert (case.line.state, case.fee.to_return) == (S.DISPATCHED, 220)
    stale = replace(track.act("c01"), seen=case.version - 1)
    with pytest.raises(DeskError, match="先に"):
        track.office.desk.fees.record(stale, case_id, TWO_STAMPS)
    assert back(track, case_id, STAMPS, Piece(110, 2), how=SendBack.KAKITOME).fee.to_return == 0
