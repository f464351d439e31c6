"""起案: decisions per item, reasons in code and words, nothing without a proven identity."""

from __future__ import annotations

import pytest
from case_path import K1_K3, Track, grant, refuse, write_answer_file
from desk_office import Office

from desktop.domain.errors import NotAllowed, Refused, Stale
from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.states import CaseState
from desktop.services.answers import AnswerFileWrong


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def test_granted_and_refused_items_make_one_letter(track: Track):
    case_id = track.to_approval(grant(Item.K1), refuse(Item.K3), wanted=K1_K3, amount=440)
    case = track.get(case_id)
    assert case.line.state is CaseState.APPROVAL
    assert [(letter.code, letter.state) for letter in case.letters] == [("D-05", "DRAFT")]
    assert [decision.granted for decision in case.decisions] == [True, False]


def test_where_all_is_refused_the_letter_is_a_refusal(track: Track):
    case_id = track.to_approval(refuse(Item.K1))
    assert [letter.code for letter in track.get(case_id).letters] == ["D-06"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (refuse(text=""), "説明"),
        (refuse(text="　。"), "説明"),
        (refuse(reason=None), "理由"),
        (refuse(reason=Reason.X_KEEP), "使えません"),
        (refuse(reason=Reason.R_RO), "代理人"),
    ],
)
def test_a_refusal_without_fitting_code_and_text_is_not_submitted(
    track: Track, decision, words: str
):
    case_id = track.to_draft()
    track.decide(case_id, decision)
    with pytest.raises(Refused, match=words):
        track.office.desk.casework.submit(track.act("c01"), case_id)
    assert track.get(case_id).letters == ()


def test_he_is_no_reason_against_a_correction(track: Track):
    wanted = {RequestType.CORRECT: (Item.K1,)}
    case_id = track.to_scoping(wanted=wanted)
    track.office.desk.casework.scope(track.act("c01"), case_id, wanted)
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, refuse(Item.K1, kind=RequestType.CORRECT))
    with pytest.raises(Refused, match="使えません"):
        track.office.desk.casework.submit(track.act("c01"), case_id)


def test_every_item_is_decided_before_the_submission(track: Track):
    case_id = track.to_draft(wanted=K1_K3, amount=440)
    track.decide(case_id, grant(Item.K1))
    with pytest.raises(Refused, match="決まっていない項目"):
        track.office.desk.casework.submit(track.act("c01"), case_id)


def test_an_item_without_an_answer_holds_up_the_draft(track: Track):
    case_id = track.to_investigation(wanted=K1_K3, amount=440)
    track.answers(case_id, [Item.K1])
    with pytest.raises(Refused, match="料金・請求・入金"):
        track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.answers(case_id, [Item.K3])
    case = track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    assert case.line.state is CaseState.DRAFTED


def test_an_item_nobody_asked_for_is_not_decided(track: Track):
    case_id = track.to_draft()
    with pytest.raises(Refused, match="請求されていない"):
        track.decide(case_id, grant(Item.K1), grant(Item.K4))


def test_one_item_is_not_decided_twice(track: Track):
    case_id = track.to_draft()
    with pytest.raises(Refused):
        track.decide(case_id, grant(Item.K1), refuse(Item.K1))


def test_nothing_is_drafted_before_the_identity(track: Track):
    case_id = track.to_identity()
    with pytest.raises(Refused):
        track.decide(case_id, grant(Item.K1))
    with pytest.raises(Refused):
        track.office.desk.casework.finish_investigation(track.act("c01"), case_id)


def test_an_unproven_identity_is_refused_for_i_only_after_asking(track: Track):
    case_id = track.to_identity()
    unproven = refuse(Item.K1, Reason.R_I, "住所を照合できなかったため")
    with pytest.raises(Refused, match="補正を依頼しないまま"):
        track.decide(case_id, unproven)
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.office.desk.casework.resume(track.act("c01"), case_id, track.office.now.date())
    with pytest.raises(Refused, match="イ・ロ・ハ"):
        track.decide(case_id, refuse(Item.K1, Reason.R_NI, "記録がないため"))
    assert track.decide(case_id, unproven).line.state is CaseState.DRAFTED


def test_a_stale_draft_is_refused_and_changes_nothing(track: Track):
    case_id = track.to_draft()
    seen = track.get(case_id).version
    track.decide(case_id, refuse(Item.K1), login="c02")
    with pytest.raises(Stale):
        track.office.desk.casework.save_draft(track.act("c01"), case_id, [grant()], seen)
    assert not track.get(case_id).decisions[0].granted


def test_a_supervisor_does_not_draft(track: Track):
    case_id = track.to_draft()
    with pytest.raises(NotAllowed):
        track.decide(case_id, grant(), login="s01")


def test_an_edit_after_the_submission_takes_the_case_back(track: Track):
    case_id = track.to_approval()
    case = track.decide(case_id, refuse(Item.K1))
    assert case.line.state is CaseState.DRAFTED
    assert [letter.state for letter in case.letters] == ["VOID"]


def test_a_sent_back_draft_is_mended_and_submitted_again(track: Track):
    case_id = track.to_approval()
    track.office.desk.approvals.send_back(track.act("s01"), case_id, "K1を見直すこと")
    back = track.get(case_id)
    assert (back.line.state, back.approval.send_back) == (
        CaseState.SENT_BACK,
        "K1を見直すこと",
    )
    track.decide(case_id, refuse(Item.K1))
    case = track.office.desk.casework.submit(track.act("c01"), case_id)
    assert case.line.state is CaseState.APPROVAL
    assert [(one.number, one.state) for one in case.letters] == [
        ("窓第26-0001号-1", "VOID"),
        ("窓第26-0001号-2", "DRAFT"),
    ]


def test_answers_of_another_customer_are_taken_not_at_all(track: Track):
    case_id = track.to_investigation()
    file = track.folder / "other.csv"
    mine = ["1000000001", "", "K1", "契約者氏名", "仮川 一郎", "契約管理課", "2026-11-10"]
    write_answer_file(file, [mine, ["1000000002", *mine[1:]]])
    report = track.office.desk.casework.import_answers(track.act("c01"), case_id, file)
    assert (report.rows, report.missing) == (0, (Item.K1,))
    (problem,) = report.rejected
    assert (problem.line, problem.column) == (3, "customer_no")
    assert "仮川" not in problem.reason


def test_answers_fill_the_annex_and_say_what_is_missing(track: Track):
    case_id = track.to_investigation(wanted=K1_K3, amount=440)
    report = track.answers(case_id, [Item.K1])
    assert (report.item, report.rows, report.missing) == (Item.K1, 2, (Item.K3,))
    (answer,) = track.get(case_id).answers
    assert (answer.source, str(answer.as_of)) == ("契約管理課", "2026-11-10")
    assert answer.lines[0].value == "仮川 一郎"


def test_an_answer_about_something_else_is_not_kept(track: Track):
    case_id = track.to_investigation()
    track.answers(case_id, [Item.K6])
    assert track.get(case_id).answers == ()


def test_a_file_that_is_no_answer_is_refused(track: Track):
    case_id = track.to_investigation()
    file = track.folder / "letter.txt"
    file.write_text("拝啓", encoding="utf-8")
    with pytest.raises(AnswerFileWrong, match="列「customer_no」"):
        track.office.desk.casework.import_answers(track.act("c01"), case_id, file)
