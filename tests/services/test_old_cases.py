"""紙で始まった案件: own dates and number, the series goes on, identity checked like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from case_path import K1, Track
from desk_office import Office, passphrase
from mail_bag import ICHIRO, form_page, lay_in, licence

from desktop.domain.errors import NotAllowed, Refused, SamePerson
from desktop.domain.states import CaseState
from desktop.services.old_cases import OldCase


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


def test_an_old_case_keeps_its_number_and_dates_and_begins_at_the_form_check(track: Track) -> None:
    desk = track.office.desk
    with pytest.raises(Refused, match="最後の受付番号が決まっていません"):
        desk.old_cases.enter(track.act("c01"), old(track))
    sign_last_number(track, "26-0143")
    stood = ((date(2026, 10, 29), date(2026, 11, 3)),)
    case_id = desk.old_cases.enter(track.act("c01"), old(track, stood=stood))
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
        ({"stood": ((date(2026, 10, 20), later),)}, Refused, "待った期間"),
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
