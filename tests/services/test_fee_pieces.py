"""The money piece by piece: wrong means, returns before a second person, reversals, I-09."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from case_path import K1_K3, Track, grant
from desk_office import Office, passphrase
from standing_cases import HA, late, to_fee_asked

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.payments import Mistake, Payment, Piece, SendBack
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState

STAMPS, ORDER = FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER
ONE = {RequestType.DISCLOSE: (Item.K1,)}
FIVE = {RequestType.DISCLOSE: (Item.K1, Item.K2, Item.K3, Item.K4, Item.K6)}
ISSUED = date(2026, 11, 2)


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def stamps(*pieces: tuple[int, int]) -> Payment:
    return Payment(STAMPS, tuple(Piece(face, count) for face, count in pieces))


def pay(track: Track, case_id: str, payment: Payment):
    return track.office.desk.fees.record(track.act("c01"), case_id, payment)


def back(track: Track, case_id: str, means: FeeMeans, *pieces: Piece, **more):
    values = {"how": SendBack.ENCLOSED, "tracking": "", "witness": "c02"} | more
    return track.office.desk.fees.send_back(
        track.act("c01"),
        case_id,
        means,
        pieces,
        values["how"],
        values["tracking"],
        values["witness"],
        passphrase(values["witness"]),
    )


def red(track: Track) -> set[str]:
    today = track.office.desk.cases.today(track.office.by("c01"), track.office.now)
    return {one.code for one in today.red_tasks}


def test_five_items_are_paid_exactly_by_two_vouchers(track: Track):
    case_id = track.to_fee(wanted=FIVE)
    case = pay(track, case_id, Payment(ORDER, (Piece(1000, 1, ISSUED), Piece(100, 1, ISSUED))))
    assert (case.line.state, case.fee.due) == (CaseState.INVESTIGATION, 1100)
    assert case.fee.sentence == "手数料1,100円ちょうどです。"


def test_a_voucher_past_six_months_does_not_pay_and_goes_back(track: Track):
    case_id = track.to_fee()
    late = Piece(250, 1, date(2026, 5, 9))
    case = pay(track, case_id, Payment(ORDER, (late,)))
    assert (case.line.state, case.fee.received) == (CaseState.FEE_CHECK, 0)
    assert "FEE_BACK" in red(track)
    case = back(track, case_id, ORDER, late, how=SendBack.KAKITOME, tracking="123-45-67890-1")
    assert case.fee.to_return == 0
    assert "FEE_BACK" not in red(track)


def test_cash_goes_back_by_cash_registered_post_before_another_person(track: Track):
    case_id = track.to_fee()
    pay(track, case_id, Payment(FeeMeans.CASH, (Piece(220),)))
    with pytest.raises(Refused, match="現金書留"):
        back(track, case_id, FeeMeans.CASH, Piece(220))
    cash = {"how": SendBack.GENKIN_KAKITOME, "tracking": "12345678901"}
    with pytest.raises(SamePerson):
        back(track, case_id, FeeMeans.CASH, Piece(220), **cash, witness="c01")
    with pytest.raises(NotAllowed):
        back(track, case_id, FeeMeans.CASH, Piece(220), **cash, witness="k01")
    assert back(track, case_id, FeeMeans.CASH, Piece(220), **cash).fee.to_return == 0


def test_no_more_goes_back_than_came_too_much(track: Track):
    case_id = track.to_fee(wanted=K1_K3)
    case = pay(track, case_id, stamps((110, 4), (10, 5)))
    assert case.fee.sentence == "手数料440円より50円多く届きました。差額を返します。"
    with pytest.raises(Refused, match="返す額より多く"):
        back(track, case_id, STAMPS, Piece(10, 6))
    with pytest.raises(Refused, match="手元に"):
        back(track, case_id, STAMPS, Piece(50, 1))
    assert back(track, case_id, STAMPS, Piece(10, 5)).fee.to_return == 0


def test_what_is_too_much_of_a_voucher_goes_back_in_stamps(track: Track):
    case_id = track.to_fee()
    case = pay(track, case_id, Payment(ORDER, (Piece(250, 1, ISSUED),)))
    assert [(one.means, one.amount) for one in case.fee.back] == [(ORDER, 30)]
    pay(track, track.to_fee(), stamps((110, 2), (10, 4)))  # of somebody else, too much as well
    with pytest.raises(Refused, match="手元に"):
        back(track, case_id, ORDER, Piece(30, 1))
    with pytest.raises(Refused, match="返す額より多く"):
        back(track, case_id, STAMPS, Piece(10, 4))
    case = back(track, case_id, STAMPS, Piece(10, 3))
    assert (case.fee.to_return, case.fee.received, case.fee.settled) == (0, 220, True)


def test_stamps_with_a_correction_go_back_whole(track: Track):
    case_id = track.to_fee(wanted={RequestType.CORRECT: (Item.K1,)})
    case = pay(track, case_id, stamps((110, 2)))
    assert case.fee.to_return == 220
    assert back(track, case_id, STAMPS, Piece(110, 2)).fee.to_return == 0


def test_a_wrong_entry_is_reversed_and_never_changed(track: Track):
    case_id = track.to_fee(wanted=K1_K3)
    case = pay(track, case_id, stamps((110, 4)))
    assert case.line.state is CaseState.INVESTIGATION
    wrong = case.fee.lines[0].payment
    desk = track.office.desk
    case = track.undo(case_id, wrong, Mistake.COUNT)
    assert (case.fee.received, case.fee.lines[0].amount) == (0, 440)
    with pytest.raises(Refused, match="取消済み"):
        track.undo(case_id, wrong, Mistake.COUNT)
    track.answers(case_id, [Item.K1, Item.K3])
    with pytest.raises(Refused, match="手数料が納付"):
        desk.investigation.finish(track.act("c01"), case_id)
    case = pay(track, case_id, stamps((110, 3)))
    assert case.fee.sentence == "手数料440円に110円足りません。"


def test_what_has_left_cannot_be_reversed(track: Track):
    case_id = track.to_fee(wanted={RequestType.CORRECT: (Item.K1,)})
    case = pay(track, case_id, stamps((110, 2)))
    back(track, case_id, STAMPS, Piece(110, 2))
    with pytest.raises(Refused, match="手元にありません"):
        track.undo(case_id, case.fee.lines[0].payment, Mistake.CASE)


def test_what_has_to_go_back_is_not_handed_to_the_accounts(track: Track):
    case_id, late_one = track.to_fee(), Piece(250, 1, date(2026, 5, 9))
    pay(track, case_id, Payment(ORDER, (late_one,)))
    pay(track, case_id, Payment(FeeMeans.CASH, (Piece(220),)))
    pay(track, case_id, Payment(ORDER, (Piece(250, 1, ISSUED),)))
    ledger = track.office.desk.stamp_ledger
    hand = ledger.in_hand(track.office.by("c01"))
    told = [(one.means, one.face, one.count, one.back) for one in hand]
    assert told == [(FeeMeans.CASH, 0, 220, 220), (ORDER, 250, 2, 1)]
    for means, piece in ((FeeMeans.CASH, Piece(220)), (ORDER, Piece(250, 2))):
        with pytest.raises(Refused, match="お返しする分を除くと"):
            ledger.hand_over(track.act("c01"), means, (piece,), "c02", passphrase("c02"))
    witness = ("c02", passphrase("c02"))
    with pytest.raises(Refused, match="定額小為替30円分が、手元に残りません"):
        ledger.hand_over(track.act("c01"), ORDER, (Piece(250, 1),), *witness)  # 30 of it are owed
    bought = {(FeeMeans.CASH, 0): 220, (ORDER, 250): 2, (STAMPS, 10): 3}
    ledger.count(track.act("c01"), bought, "釣り用の切手を購入", *witness)
    ledger.hand_over(track.act("c01"), ORDER, (Piece(250, 1),), *witness)
    with pytest.raises(Refused, match="定額小為替30円分が、手元に残りません"):
        ledger.hand_over(track.act("c01"), STAMPS, (Piece(10, 1),), *witness)
    case = back(track, case_id, ORDER, late_one, how=SendBack.KAKITOME, tracking="12345678901")
    assert not [one for one in case.fee.back if one.piece == late_one]


def test_what_is_left_pays_each_customer_s_change_by_its_faces(track: Track):
    """Two customers get 10 and 110 yen back; 220 yen in dear stamps pay neither of them both."""
    first, second = track.to_fee(wanted=ONE), track.to_fee(wanted=ONE)
    pay(track, first, stamps((110, 2), (10, 1)))
    pay(track, second, stamps((110, 3)))
    ledger, witness = track.office.desk.stamp_ledger, ("c02", passphrase("c02"))
    hand = ledger.in_hand(track.office.by("c01"))
    assert [(one.face, one.count, one.owed, one.stays) for one in hand] == [
        (10, 1, 120, 1),
        (110, 5, 120, 1),
    ]
    with pytest.raises(Refused, match="一人ずつ払えません"):
        ledger.hand_over(track.act("c01"), STAMPS, (Piece(110, 3), Piece(10, 1)), *witness)
    ledger.hand_over(track.act("c01"), STAMPS, (Piece(110, 4),), *witness)
    back(track, first, STAMPS, Piece(10, 1))
    back(track, second, STAMPS, Piece(110, 1))
    assert ledger.in_hand(track.office.by("c01")) == ()


def test_money_that_nobody_may_keep_yet_is_not_handed_over(track: Track):
    """What is owed is settled with the scope; until then all of it may have to go back."""
    desk, case_id = track.office.desk, track.to_identity()
    pay(track, case_id, stamps((110, 2)))
    both = (STAMPS, (Piece(110, 2),), "c02", passphrase("c02"))
    with pytest.raises(Refused, match="切手220円分が、手元に残りません"):
        desk.stamp_ledger.hand_over(track.act("c01"), *both)
    (held,) = desk.stamp_ledger.in_hand(track.office.by("c01"))
    assert (held.count, held.back, held.owed) == (2, 0, 220)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, track.get(case_id).wanted)
    assert track.get(case_id).fee.due == 220
    desk.stamp_ledger.hand_over(track.act("c01"), *both)
    assert desk.stamp_ledger.in_hand(track.office.by("c01")) == ()


def test_a_receipt_whose_money_went_back_stays_though_others_lie_in_hand(track: Track):
    pay(track, track.to_fee(wanted=K1_K3), stamps((110, 4)))  # of somebody else
    case_id = track.to_fee(wanted={RequestType.CORRECT: (Item.K1,)})
    case = pay(track, case_id, stamps((110, 2)))
    back(track, case_id, STAMPS, Piece(110, 2))
    wrong = case.fee.lines[0].payment
    with pytest.raises(Refused, match="手元にありません"):
        track.undo(case_id, wrong, Mistake.CASE)
    returned = track.get(case_id).fee.lines[1].payment
    track.undo(case_id, returned, Mistake.NOT_MADE)
    case = track.undo(case_id, wrong, Mistake.CASE)
    assert (case.fee.received, case.fee.to_return) == (0, 0)


def test_a_total_refusal_gives_the_fee_back(track: Track):
    from case_path import refuse

    case_id = track.to_approved(refuse(Item.K1))
    case = track.get(case_id)
    assert case.fee.to_return == 220
    assert case.fee.sentence == "全項目が不開示のため、手数料220円を返します。"
    assert "FEE_BACK" in red(track)


def test_what_was_refused_for_want_of_the_fee_is_not_granted_without_it(track: Track):
    case_id = late(to_fee_asked)(track)
    track.decide(case_id, HA)
    track.answers(case_id, [Item.K1])
    track.decide(case_id, grant())
    desk = track.office.desk
    with pytest.raises(Refused, match="手数料が納付も免除もされていないため"):
        desk.casework.submit(track.act("c01"), case_id)
    case = pay(track, case_id, stamps((110, 2)))  # it came after all
    assert (case.line.state, case.fee.settled) == (CaseState.DRAFTED, True)
    case = desk.casework.submit(track.act("c01"), case_id)
    assert case.line.state is CaseState.APPROVAL


def test_the_ledger_runs_on_by_kind_and_is_counted_and_handed_over(track: Track, tmp_path):
    desk = track.office.desk
    first = track.to_fee(wanted=K1_K3)
    pay(track, first, stamps((110, 4), (10, 5)))
    back(track, first, STAMPS, Piece(10, 5))
    second = track.to_fee(wanted=FIVE)
    pay(track, second, Payment(ORDER, (Piece(1000, 1, ISSUED), Piece(100, 1, ISSUED))))
    ledger = desk.stamp_ledger
    lines = ledger.lines(track.office.by("k01"))
    told = [
        (one.no, one.number, one.face, one.came, one.went, one.left, one.left_yen) for one in lines
    ]
    assert told == [
        (1, "26-0001", 110, 4, 0, 4, 440),
        (2, "26-0001", 10, 5, 0, 5, 490),
        (3, "26-0001", 10, 0, 5, 0, 440),
        (4, "26-0002", 1000, 1, 0, 1, 1000),
        (5, "26-0002", 100, 1, 0, 1, 1100),
    ]
    ledger.hand_over(
        track.act("c01"), ORDER, (Piece(1000, 1), Piece(100, 1)), "s01", passphrase("s01")
    )
    hand = ledger.in_hand(track.office.by("c01"))
    assert [(one.means, one.face, one.count) for one in hand] == [(STAMPS, 110, 4)]

    track.later(days=25)  # December
    assert "FEE_COUNT" in red(track)
    desk.cases.load_index()
    witness = ("c02", passphrase("c02"))
    with pytest.raises(Refused, match="数えていない"):
        ledger.count(track.act("c01"), {}, "", *witness)
    with pytest.raises(Refused, match="書かれて"):
        ledger.count(track.act("c01"), {(STAMPS, 110): 3}, "", *witness)
    with pytest.raises(Refused, match="氏名"):
        ledger.count(track.act("c01"), {(STAMPS, 110): 3}, "仮川 一郎 様に渡した", *witness)
    found = ledger.count(track.act("c01"), {(STAMPS, 110): 3}, "1枚の破損を確認", *witness)
    assert (found.difference, found.explained) == (-110, "1枚の破損を確認")
    assert found.month == date(2026, 11, 1)  # counted on 12-05, at November's end
    assert "FEE_COUNT" not in red(track)
    assert ledger.in_hand(track.office.by("c01"))[0].count == 3

    assert ledger.export(track.act("c01"), tmp_path / "i09.csv") == 8
    text = (tmp_path / "i09.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert (rows[0]["受付番号"], rows[0]["受入"], rows[-1]["残数"]) == ("26-0001", "4", "3")
    assert "仮川" not in text
    ledger.export(track.act("c01"), tmp_path / "i09.pdf")
    assert (tmp_path / "i09.pdf").read_bytes().startswith(b"%PDF")
    kinds = [one.kind for one in desk.correspondence.exports(track.office.by("c01"))]
    assert kinds == ["STAMP_LEDGER", "STAMP_LEDGER"]
