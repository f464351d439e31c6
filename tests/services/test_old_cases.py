"""紙で始まった案件: own dates and number, the series goes on, identity checked like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import K1, Track, grant, refuse
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, lay_in, licence

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.requests import FeeMeans, Item, Reason, RequestType
from desktop.domain.states import CaseState
from desktop.services.old_cases import OldCase
from desktop.services.old_waits import OldWait

S = CaseState
THIRD = date(2026, 11, 3)


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path).with_register()


def sign_last_number(track: Track, number: str) -> None:
    track.later(hours=1)  # the desk was set up before: of two signatures the later one holds
    settings = track.office.desk.administration
    today = track.office.now.date()
    wish = settings.propose_setting(track.act("a01"), "paper_last_number", number, today)
    settings.sign_setting(track.act("s01"), wish.id, passphrase("s01"))


def old(track: Track, **changes: object) -> OldCase:
    found = OldCase(
        number="26-0141",
        arrived_on=date(2026, 10, 26),
        registered_on=date(2026, 10, 27),
        wanted=K1,
        method="PAPER",
        agent=False,
        person=ICHIRO.fields(),
        openers=(track.office.id_of("c01"), track.office.id_of("c02")),
        enclosures=("請求書", "運転免許証の写し"),
        purge_checked=True,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def scan_in(track: Track, number: str = "26-0141") -> None:
    """The paper of the case, with the day on which it came."""
    track.file(join_case=number, arrived_on=date(2026, 10, 26))


def test_an_old_case_keeps_its_number_and_dates_and_begins_at_the_form_check(track: Track) -> None:
    desk = track.office.desk
    with pytest.raises(Refused, match="最後の受付番号が決まっていません"):
        desk.old_cases.enter(track.act("c01"), old(track))
    sign_last_number(track, "26-0143")
    waits = (OldWait("CORRECTION", date(2026, 10, 29), date(2026, 11, 3)),)
    case_id = desk.old_cases.enter(track.act("c01"), old(track, waits=waits))
    case = track.get(case_id)
    assert (case.line.number, case.line.name, case.line.state) == (
        "26-0141",
        "仮川 一郎",
        CaseState.FORM_CHECK,
    )
    assert case.special.from_paper
    assert case.line.statutory is not None
    assert case.line.target is not None
    # 到達 10-26 + 14 = 11-09. 受付 10-27 + 14 = 11-10 and the five days waited: 11-15, a Sunday,
    # back to Friday the 13th.
    assert (case.line.statutory.due, case.line.target.due) == (
        date(2026, 11, 9),
        date(2026, 11, 13),
    )
    # The desk's own numbers go on behind the last one on paper, and are never given twice.
    assert [track.file().number, track.file().number] == ["26-0144", "26-0145"]
    with pytest.raises(Refused, match="もうあります"):
        desk.old_cases.enter(track.act("c01"), old(track))


def test_the_paper_is_scanned_into_the_case_and_its_identity_checked_like_any_other(
    track: Track,
) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    case_id = desk.old_cases.enter(track.act("c01"), old(track))
    desk.casework.confirm_form(track.act("c01"), case_id, K1, "PAPER", agent=False)
    with pytest.raises(Refused):
        desk.casework.scope(track.act("c01"), case_id, K1)
    envelope = lay_in(track.office, "c01", [form_page(), licence()])
    filed = desk.filing.file(track.act("c01"), envelope, track.facts(join_case="26-0141"))
    assert (filed.case_id, filed.joined) == (case_id, True)
    assert track.get(case_id).line.state is CaseState.ID_CHECK
    seen = track.seen(case_id)
    case = desk.verification.confirm(track.act("c01"), case_id, 0, seen=seen)
    assert case.line.state is CaseState.SCOPING


def test_a_corrected_arrival_of_an_old_case_is_not_behind_its_day_of_registration(
    track: Track,
) -> None:
    sign_last_number(track, "26-0143")
    case_id = track.office.desk.old_cases.enter(track.act("c01"), old(track))
    propose = track.office.desk.arrivals.propose
    with pytest.raises(Refused, match="登録した日より後"):
        propose(track.act("c01"), case_id, date(2026, 10, 28), "紙の受付簿")
    changed = propose(track.act("c01"), case_id, date(2026, 10, 27), "紙の受付簿")
    assert changed.special.arrival is not None


def test_a_case_stands_where_its_paper_stood_and_nothing_of_it_is_proven(track: Track) -> None:
    sign_last_number(track, "26-0143")
    stages = (S.ID_CHECK, S.AGENT_CHECK, S.SCOPING, S.FEE_CHECK, S.INVESTIGATION)
    for number, stage in enumerate(stages, 131):
        stands_unproven(track, f"26-0{number}", stage)


def stands_unproven(track: Track, number: str, stage: S) -> None:
    desk = track.office.desk
    entered = old(track, number=number, stage=stage, agent=stage is S.AGENT_CHECK)
    case_id = desk.old_cases.enter(track.act("c01"), entered)
    case = track.get(case_id)
    assert (case.line.state, case.identity.ok) == (stage, False)
    for going_on in (
        lambda: desk.casework.agent_ok(track.act("c01"), case_id, "委任状"),
        lambda: desk.casework.scope(track.act("c01"), case_id, K1),
        lambda: desk.casework.fee_done(track.act("c01"), case_id),
        lambda: desk.casework.ask_fee(track.act("c01"), case_id),
        lambda: desk.casework.finish_investigation(track.act("c01"), case_id),
        lambda: track.decide(case_id),
    ):
        with pytest.raises(Refused):
            going_on()
    assert track.get(case_id).line.state is stage
    # The paper is scanned into it, and its identity checked like any other's.
    scan_in(track, number)
    assert track.get(case_id).line.state is S.ID_CHECK


def test_an_answer_drafted_on_paper_is_there_when_the_investigation_ends(track: Track) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    waits = (
        OldWait("CORRECTION", date(2026, 10, 29), date(2026, 11, 2)),
        OldWait("FEE", date(2026, 11, 4), date(2026, 11, 9)),
    )
    entered = old(track, stage=S.INVESTIGATION, waits=waits, drafted=(grant(),))
    case_id = desk.old_cases.enter(track.act("c01"), entered)
    target = track.get(case_id).line.target
    assert target is not None
    # 受付 10-27 + 14 = 11-10, four and five days waited: Thursday the 19th.
    assert (target.due, target.paused) == (date(2026, 11, 19), False)
    scan_in(track)
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    desk.casework.scope(track.act("c01"), case_id, K1)
    desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert track.get(case_id).line.state is S.INVESTIGATION
    track.answers(case_id, [Item.K1])
    drafted = desk.casework.finish_investigation(track.act("c01"), case_id)
    assert (drafted.line.state, drafted.decisions) == (S.DRAFTED, (grant(),))
    # Whoever submits it has drafted it in the desk: the name on the paper does not count.
    with pytest.raises(Refused, match="起案者"):
        desk.casework.submit(track.act("c01"), case_id)
    track.decide(case_id)
    assert desk.casework.submit(track.act("c01"), case_id).line.state is S.APPROVAL


def test_a_case_that_waits_for_a_correction_goes_on_waiting_and_ends_by_its_own_days(
    track: Track,
) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    waits = (
        OldWait("CORRECTION", date(2026, 10, 29), date(2026, 11, 3)),
        OldWait("CORRECTION", date(2026, 11, 5)),
    )
    entered = old(track, stage=S.AWAITING_CORRECTION, waits=waits, asked="前住所の分かる住民票")
    case_id = desk.old_cases.enter(track.act("c01"), entered)
    case = track.get(case_id)
    assert case.line.target is not None
    # 11-10 and five days over, five more that go on: Friday the 20th. 11-05 + 14 = 11-19.
    assert (case.line.target.due, case.line.target.paused) == (date(2026, 11, 20), True)
    assert case.waits_until == date(2026, 11, 19)
    # What is scanned now came before the wait: nobody's answer.
    scan_in(track)
    assert track.get(case_id).line.state is S.AWAITING_CORRECTION
    with pytest.raises(Refused, match="期限がまだ"):
        desk.casework.second_notice(track.act("c01"), case_id)
    track.later(days=10)
    desk.casework.second_notice(track.act("c01"), case_id)
    track.post_request(case_id)
    track.file(licence(), join_case="26-0141", arrived_on=track.office.now.date())
    assert track.get(case_id).line.state is S.FORM_CHECK


def test_one_asked_twice_on_paper_is_refused_or_closed_without_another_letter(track: Track) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    twice = OldWait("CORRECTION", date(2026, 10, 28), answer_by=date(2026, 11, 9), notices=2)
    entered = old(track, stage=S.AWAITING_CORRECTION, waits=(twice,), asked="住民票")
    case_id = desk.old_cases.enter(track.act("c01"), entered)
    with pytest.raises(Refused, match="再度の通知は送付済み"):
        desk.casework.second_notice(track.act("c01"), case_id)
    closed = desk.casework.close_no_response(track.act("c01"), case_id)
    assert closed.line.state is S.CLOSED_NO_RESPONSE


@pytest.mark.parametrize("waived", [False, True])
def test_the_fee_waited_for_on_paper_comes_and_the_identity_is_checked_before_it_goes_on(
    track: Track, waived: bool
) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    waits = (OldWait("FEE", date(2026, 11, 9)),)
    case_id = desk.old_cases.enter(track.act("c01"), old(track, stage=S.AWAITING_FEE, waits=waits))
    case = track.get(case_id)
    # 11-09 + 14 = 11-23, a holiday: the customer's day is the 24th.
    assert (case.waits_until, case.fee.due, case.fee.asked) == (date(2026, 11, 24), 220, True)
    scan_in(track)
    assert track.get(case_id).line.state is S.AWAITING_FEE
    with pytest.raises(Refused):
        desk.casework.fee_done(track.act("c01"), case_id)
    if waived:
        desk.casework.waive_fee(track.act("s01"), case_id, "窓口の誤った案内のため")
        desk.casework.fee_done(track.act("c01"), case_id)
    else:
        desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert track.get(case_id).line.state is S.ID_CHECK
    desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    # What was paid, or let go, is there already.
    assert desk.casework.scope(track.act("c01"), case_id, K1).line.state is S.INVESTIGATION


def test_a_fee_that_comes_behind_its_refusal_does_not_undo_the_draft(track: Track) -> None:
    sign_last_number(track, "26-0143")
    desk = track.office.desk
    waits = (OldWait("FEE", date(2026, 10, 28), answer_by=date(2026, 11, 9), notices=2),)
    case_id = desk.old_cases.enter(track.act("c01"), old(track, stage=S.AWAITING_FEE, waits=waits))
    track.decide(case_id, refuse(Item.K1, Reason.R_HA, "手数料が期限までに届かなかったため。"))
    desk.casework.submit(track.act("c01"), case_id)
    late = desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    assert late.line.state is S.APPROVAL


def test_what_the_paper_cannot_say_is_refused(track: Track) -> None:
    sign_last_number(track, "26-0143")
    me = track.office.id_of("c01")
    later = date(2026, 11, 11)
    for changes, refusal, word in (
        ({"number": "26-0144"}, Refused, "26-0143 まで"),
        ({"number": "25-0001"}, Refused, "年が受付日と合って"),
        ({"number": "141"}, Refused, "形でない"),
        ({"number": "26-00141"}, Refused, "形でない"),  # 26-0141 once more
        ({"number": "26-99999999999999999"}, Refused, "形でない"),
        ({"arrived_on": date(2026, 10, 28)}, Refused, "順になって"),
        ({"registered_on": later}, Refused, "順になって"),
        (
            {"waits": (OldWait("CORRECTION", date(2026, 10, 20), date(2026, 11, 2)),)},
            Refused,
            "待った",
        ),
        ({"waits": (OldWait("CORRECTION", date(2026, 10, 29), later),)}, Refused, "待った期間"),
        ({"waits": (OldWait("ENDED", date(2026, 10, 29), THIRD),)}, Refused, "待った期間"),
        (
            {
                "waits": (
                    OldWait("CORRECTION", date(2026, 10, 29), THIRD),
                    OldWait("FEE", date(2026, 11, 2), date(2026, 11, 4)),
                )
            },
            Refused,
            "待った期間",
        ),
        ({"waits": (OldWait("CORRECTION", date(2026, 10, 29)),)}, Refused, "続いている待ち"),
        ({"stage": S.AWAITING_FEE}, Refused, "続いている待ち"),
        (
            {"stage": S.AWAITING_FEE, "waits": (OldWait("CORRECTION", date(2026, 10, 29)),)},
            Refused,
            "続いている待ち",
        ),
        (
            {
                "stage": S.AWAITING_FEE,
                "waits": (OldWait("FEE", date(2026, 10, 29), answer_by=date(2026, 10, 28)),),
            },
            Refused,
            "返事の期限",
        ),
        (
            {
                "stage": S.AWAITING_CORRECTION,
                "waits": (OldWait("CORRECTION", date(2026, 10, 29)),),
            },
            Refused,
            "お願いした内容",
        ),
        (
            {
                "wanted": {RequestType.CORRECT: (Item.K1,)},
                "stage": S.AWAITING_FEE,
                "waits": (OldWait("FEE", date(2026, 10, 29)),),
            },
            Refused,
            "手数料のかからない請求",
        ),
        ({"stage": S.AGENT_CHECK}, Refused, "段階"),
        ({"stage": S.APPROVAL}, Refused, "段階"),
        ({"stage": S.SCOPING, "drafted": (grant(),)}, Refused, "調査まで進んだ"),
        ({"stage": S.INVESTIGATION, "drafted": (grant(Item.K3),)}, Refused, "請求されていない"),
        (
            {"stage": S.INVESTIGATION, "drafted": (refuse(Item.K1, Reason.R_NI, " "),)},
            Refused,
            "理由の符号か説明",
        ),
        ({"person": {"name": "仮川 一郎"}}, Refused, "住所が入って"),
        ({"openers": (me, me)}, SamePerson, "二人"),
        ({"enclosures": ()}, Refused, "同封物"),
        ({"purge_checked": False}, Refused, "除去の確認"),
    ):
        with pytest.raises(refusal, match=word):
            track.office.desk.old_cases.enter(track.act("c01"), old(track, **changes))
    with pytest.raises(NotAllowed):
        track.office.desk.old_cases.enter(track.act("s01"), old(track))
    assert track.office.desk.cases.by_number("26-0141") is None
