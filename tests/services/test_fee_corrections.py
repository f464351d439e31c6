"""A wrong entry of I-09 undone by two people: receipts, returns, hand-overs to 経理 (DOMAIN §2)."""

from __future__ import annotations

import csv

import pytest
from case_path import K1_K3, Track
from desk_office import Office, passphrase

from desktop.domain.errors import NotAllowed, Refused, SamePerson, Stale
from desktop.domain.payments import Mistake, Payment, Piece, SendBack
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState
from desktop.services.act import Act

STAMPS = FeeMeans.STAMPS


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def paid(track: Track, *pieces: Piece, wanted=K1_K3) -> tuple[str, str]:
    """A case and what was recorded for it at once."""
    case_id = track.to_fee(wanted=wanted)
    case = track.office.desk.fees.record(track.act("c01"), case_id, Payment(STAMPS, pieces))
    return case_id, case.fee.lines[0].payment


def propose(track: Track, case_id: str, payment: str, why: Mistake = Mistake.COUNT) -> str:
    corrections = track.office.desk.fee_corrections
    view = corrections.propose(track.act("c01"), case_id, payment, why)
    return view.fee.waiting[-1].id


def red(track: Track) -> list[str]:
    view = track.office.desk.cases.today(track.office.by("c02"), track.office.now)
    return [one.sentence for one in view.red_tasks if one.code == "FEE_REVERSAL"]


def test_a_receipt_counts_until_another_person_has_undone_it(track: Track) -> None:
    case_id, payment = paid(track, Piece(110, 4))
    corrections = track.office.desk.fee_corrections
    asked = propose(track, case_id, payment)
    case = track.get(case_id)
    (waiting,) = case.fee.waiting
    assert (waiting.what, waiting.why, waiting.by) == (
        "切手 110円×4枚",
        "枚数の誤り",
        "架空 太郎",
    )
    assert (case.fee.received, case.fee.settled, len(case.fee.lines)) == (440, True, 1)
    (told,) = red(track)
    assert "1件" in told
    assert "26-0001" in told
    with pytest.raises(Refused, match="取消の確認を待っています"):
        propose(track, case_id, payment)
    with pytest.raises(SamePerson, match="自分が申し出た取消"):
        corrections.decide(track.act("c01"), case_id, asked, True)
    with pytest.raises(NotAllowed):
        corrections.decide(track.act("k01"), case_id, asked, True)
    act = track.act("c02")
    stale = Act(act.by, act.at, act.command, seen=case.version - 1)
    with pytest.raises(Stale):
        corrections.decide(stale, case_id, asked, True)
    assert track.get(case_id).fee.received == 440
    case = corrections.decide(track.act("c02"), case_id, asked, True)
    assert (case.fee.received, case.fee.settled, case.fee.waiting) == (0, False, ())
    assert red(track) == []
    undone = case.fee.lines[1]
    assert (undone.kind, undone.by, undone.witness) == (
        "REVERSED",
        track.office.id_of("c01"),
        track.office.id_of("c02"),
    )
    with pytest.raises(Refused, match="取消済み"):
        propose(track, case_id, payment)
    with pytest.raises(Refused, match="待っている"):
        corrections.decide(track.act("c02"), case_id, asked, True)


def test_who_said_so_takes_it_back_and_nobody_else(track: Track) -> None:
    case_id, payment = paid(track, Piece(110, 4))
    corrections = track.office.desk.fee_corrections
    asked = propose(track, case_id, payment)
    with pytest.raises(Refused, match="申し出た本人だけ"):
        corrections.take_back(track.act("c02"), case_id, asked)
    case = corrections.take_back(track.act("c01"), case_id, asked)
    assert (case.fee.waiting, case.fee.received) == ((), 440)
    again = propose(track, case_id, payment)
    # The supervisor looks, too, in an office of two clerks of whom one is away.
    case = corrections.decide(track.act("s01"), case_id, again, False)
    assert (case.fee.waiting, case.fee.received, len(case.fee.lines)) == ((), 440, 1)
    history = track.office.desk.cases.history(track.office.by("c01"), case_id)
    assert [one.sentence for one in history[:4]] == [
        "手数料の記録の取消に同意しませんでした",
        "手数料の記録の取消を申し出ました",
        "手数料の記録の取消の申出を取り下げました",
        "手数料の記録の取消を申し出ました",
    ]
    assert "枚数の誤り" in history[1].more


def test_a_return_that_was_never_made_is_undone_by_two_and_the_money_waits_again(
    track: Track,
) -> None:
    case_id, _payment = paid(track, Piece(110, 2), wanted={RequestType.CORRECT: (Item.K1,)})
    desk = track.office.desk
    case = desk.fees.send_back(
        *(track.act("c01"), case_id, STAMPS, (Piece(110, 2),), SendBack.ENCLOSED),
        *("", "c02", passphrase("c02")),
    )
    assert case.fee.to_return == 0
    asked = propose(track, case_id, case.fee.lines[1].payment, Mistake.NOT_MADE)
    assert track.get(case_id).fee.to_return == 0
    case = desk.fee_corrections.decide(track.act("s01"), case_id, asked, True)
    assert case.fee.to_return == 220


def test_what_paid_for_an_answer_that_was_submitted_stays(track: Track) -> None:
    case_id = track.to_approval()
    payment = track.get(case_id).fee.lines[0].payment
    with pytest.raises(Refused, match="決裁に出した案件の"):
        propose(track, case_id, payment)


def test_a_proposal_from_before_the_submission_is_refused_after_it(track: Track) -> None:
    """Nothing lies between: what was possible when it was said need not be when it is decided."""
    case_id = track.to_draft()
    payment = track.get(case_id).fee.lines[0].payment
    asked = propose(track, case_id, payment)
    track.decide(case_id)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    corrections = track.office.desk.fee_corrections
    with pytest.raises(Refused, match="決裁に出した案件の"):
        corrections.decide(track.act("c02"), case_id, asked, True)
    case = corrections.decide(track.act("c02"), case_id, asked, False)
    assert (case.line.state, case.fee.settled) == (CaseState.APPROVAL, True)


def handed(track: Track) -> str:
    """440 yen in stamps given to 経理; what the hand-over's lines share."""
    paid(track, Piece(105, 4), Piece(10, 2))
    ledger = track.office.desk.stamp_ledger
    pieces = (Piece(105, 4), Piece(10, 2))
    lines = ledger.hand_over(track.act("c01"), STAMPS, pieces, "c02", passphrase("c02"))
    return lines[-1].hand_over


def test_a_wrong_hand_over_is_undone_by_two_and_the_ledger_shows_both(
    track: Track, tmp_path
) -> None:
    payment = handed(track)
    corrections, ledger = track.office.desk.fee_corrections, track.office.desk.stamp_ledger
    assert ledger.in_hand(track.office.by("c01")) == ()
    with pytest.raises(Refused, match="使えない理由"):
        corrections.propose_hand_over(track.act("c01"), payment, Mistake.CASE)
    corrections.propose_hand_over(track.act("c01"), payment, Mistake.COUNT)
    (asked,) = corrections.waiting_hand_overs(track.office.by("s01"))
    assert (asked.what, asked.why) == ("切手 105円×4枚、切手 10円×2枚", "枚数の誤り")
    assert ledger.in_hand(track.office.by("c01")) == ()
    (told,) = red(track)
    assert "経理への引渡し" in told
    with pytest.raises(SamePerson):
        corrections.decide_hand_over(track.act("c01"), asked.id, True)
    with pytest.raises(NotAllowed):
        corrections.decide_hand_over(track.act("k01"), asked.id, True)
    with pytest.raises(Refused, match="取消の確認を待っています"):
        corrections.propose_hand_over(track.act("c01"), payment, Mistake.COUNT)
    corrections.decide_hand_over(track.act("s01"), asked.id, True)
    hand = ledger.in_hand(track.office.by("c01"))
    assert [(one.face, one.count) for one in hand] == [(10, 2), (105, 4)]
    with pytest.raises(Refused, match="取消済み"):
        corrections.propose_hand_over(track.act("c01"), payment, Mistake.COUNT)
    # What was right is handed over anew; the printed ledger has it all.
    ledger.hand_over(track.act("c01"), STAMPS, (Piece(105, 4),), "c02", passphrase("c02"))
    ledger.export(track.act("c01"), tmp_path / "I-09.csv")
    rows = list(csv.DictReader((tmp_path / "I-09.csv").read_text("utf-8-sig").splitlines()))
    assert [(one["摘要"], one["額面"], one["受入"], one["払出"], one["残高"]) for one in rows] == [
        ("受領", "105", "4", "", "420"),
        ("受領", "10", "2", "", "440"),
        ("経理へ引渡し", "105", "", "4", "20"),
        ("経理へ引渡し", "10", "", "2", "0"),
        ("取消", "105", "4", "", "420"),
        ("取消", "10", "2", "", "440"),
        ("経理へ引渡し", "105", "", "4", "20"),
    ]
    assert (rows[4]["取扱者"], rows[4]["立会者"], rows[4]["備考"]) == (
        "架空 太郎",
        "例示 誠",
        "枚数の誤り",
    )


def test_a_hand_over_stays_where_the_second_person_says_so_or_it_is_taken_back(
    track: Track,
) -> None:
    payment = handed(track)
    corrections = track.office.desk.fee_corrections
    by = track.office.by("c01")
    for end in ("KEPT", "TAKEN_BACK"):
        corrections.propose_hand_over(track.act("c01"), payment, Mistake.GIVEN_BACK)
        (asked,) = corrections.waiting_hand_overs(by)
        if end == "KEPT":
            corrections.decide_hand_over(track.act("c02"), asked.id, False)
        else:
            with pytest.raises(Refused, match="申し出た本人だけ"):
                corrections.take_back_hand_over(track.act("c02"), asked.id)
            corrections.take_back_hand_over(track.act("c01"), asked.id)
        assert corrections.waiting_hand_overs(by) == ()
        assert track.office.desk.stamp_ledger.in_hand(by) == ()


def test_a_case_s_receipt_is_no_hand_over_and_the_other_way_round(track: Track) -> None:
    payment = handed(track)
    case_id, receipt = paid(track, Piece(110, 4))
    with pytest.raises(Refused, match="引渡しの記録ではありません"):
        track.office.desk.fee_corrections.propose_hand_over(
            track.act("c01"), receipt, Mistake.COUNT
        )
    with pytest.raises(Refused, match="この案件の受払ではありません"):
        propose(track, case_id, payment)
