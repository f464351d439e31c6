"""是正処置: found by one, put right by its owner, confirmed by another (policy §6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from desk_office import NAMES, Office, everything_kept

from desktop.domain.errors import DeskError, NotAllowed, Refused, SamePerson, Stale
from desktop.domain.findings import FindingState
from desktop.services.findings import FindingLine, NewFinding

TEXT = "書庫の施錠の記録が二日分ありませんでした。"


@pytest.fixture
def desk(office: Office) -> Office:
    for login in NAMES:
        office.by(login)
    office.by("k01")
    return office


def add(office: Office, by: str = "k01", owner: str = "c01", days: int = 14) -> FindingLine:
    today = office.now.date()
    new = NewFinding("AUDIT", today, today + timedelta(days=days), office.id_of(owner), TEXT)
    number = office.desk.findings.add(office.act(by), new)
    return next(one for one in lines(office) if one.number == number)


def lines(office: Office) -> tuple[FindingLine, ...]:
    return office.desk.findings.lines(office.by("k01"), office.now.date())


def answer(office: Office, one: FindingLine, by: str = "c01", done: date | None = None) -> None:
    office.desk.findings.answer(
        office.act(by), one.id, one.version, "当番表がなかった。", "当番表を掲げた。",
        done or office.now.date(),
    )  # fmt: skip


def test_a_finding_goes_from_the_auditor_to_its_owner_and_back(desk: Office) -> None:
    one = add(desk)
    assert (one.number, one.state, one.owner) == ("CA26-001", FindingState.OPEN, "架空 太郎")
    assert one.text == TEXT
    answer(desk, one)
    (said,) = lines(desk)
    assert (said.state, said.cause) == (FindingState.ANSWERED, "当番表がなかった。")
    desk.desk.findings.close(desk.act("k01"), said.id, said.version, "現場で確かめた。")
    (closed,) = lines(desk)
    assert (closed.state, closed.closed_by) == (FindingState.CLOSED, "試山 守")
    assert closed.remarks == (f"{desk.now.date()}　確認（試山 守）：現場で確かめた。",)
    assert add(desk).number == "CA26-002"


def test_it_is_red_on_the_day_s_page_from_the_day_after_it_was_due(desk: Office) -> None:
    add(desk, days=1)

    def red() -> list[str]:
        today = desk.desk.cases.today(desk.by("c01"), desk.now)
        return [task.sentence for task in today.red_tasks if task.code == "FINDING"]

    desk.now += timedelta(days=1)
    assert red() == []
    desk.now += timedelta(days=1)
    (said,) = red()
    assert "CA26-001" in said
    assert lines(desk)[0].late
    board = desk.desk.audit_board.standing(desk.by("k01"), desk.now)
    assert (board.open_findings, board.late_findings) == (1, 1)


def test_nobody_confirms_what_they_put_right_themselves(desk: Office) -> None:
    one = add(desk, by="s01", owner="c01")
    answer(desk, one, by="s01")  # a supervisor in the owner's place
    (said,) = lines(desk)
    with pytest.raises(SamePerson):
        desk.desk.findings.close(desk.act("s01"), said.id, said.version)
    with pytest.raises(SamePerson):
        desk.desk.findings.send_back(
            desk.act("s01"), said.id, said.version, "まだです。", desk.now.date()
        )
    desk.desk.findings.close(desk.act("k01"), said.id, said.version)


def test_nobody_gives_themselves_more_time(desk: Office) -> None:
    one = add(desk, owner="s01")
    later = one.due_on + timedelta(days=7)
    with pytest.raises(SamePerson):
        desk.desk.findings.put_off(desk.act("s01"), one.id, one.version, "忙しい。", later)
    desk.desk.findings.put_off(desk.act("k01"), one.id, one.version, "棚卸しのため。", later)
    assert lines(desk)[0].due_on == later


def test_what_is_not_enough_goes_back_with_another_day(desk: Office) -> None:
    answer(desk, add(desk))
    (said,) = lines(desk)
    day = desk.now.date() + timedelta(days=7)
    desk.desk.findings.send_back(desk.act("k01"), said.id, said.version, "掲示だけです。", day)
    (back,) = lines(desk)
    assert (back.state, back.due_on, back.done_on) == (FindingState.OPEN, day, None)
    assert back.remedy == "当番表を掲げた。"  # what was said stays readable
    desk.desk.findings.put_off(
        desk.act("s01"), back.id, back.version, "棚卸しのため。", day + timedelta(days=7)
    )
    assert [one.split("（")[0][-5:] for one in lines(desk)[0].remarks] == [
        "0　差戻し"[-5:], "期限の変更",
    ]  # fmt: skip


def test_only_the_owner_or_a_supervisor_answers_and_only_on_a_day_that_was(desk: Office) -> None:
    one = add(desk)
    for login in ("c02", "k01"):
        with pytest.raises(NotAllowed):
            answer(desk, one, by=login)
    for day in (desk.now.date() + timedelta(days=1), one.found_on - timedelta(days=1)):
        with pytest.raises(Refused):
            answer(desk, one, done=day)
    answer(desk, one)
    with pytest.raises(Stale):
        answer(desk, one)
    with pytest.raises(Refused):
        answer(desk, lines(desk)[0])


def test_what_no_finding_can_be_is_refused(desk: Office) -> None:
    today, later = desk.now.date(), desk.now.date() + timedelta(days=9)
    owner = desk.id_of("c01")
    for wrong in (
        NewFinding("RUMOUR", today, later, owner, TEXT),
        NewFinding("AUDIT", later, later, owner, TEXT),
        NewFinding("AUDIT", today, today - timedelta(days=1), owner, TEXT),
        NewFinding("AUDIT", today, later, "", TEXT),
        NewFinding("AUDIT", today, later, desk.id_of("k01"), TEXT),
        NewFinding("AUDIT", today, later, desk.id_of("a01"), TEXT),  # sees no register
        NewFinding("AUDIT", today, later, owner, "  "),
        NewFinding("AUDIT", today, later, owner, "番号は 123456789018 でした"),
        NewFinding("AUDIT", today, later, owner, TEXT, "26-0999"),
    ):
        with pytest.raises(DeskError):
            desk.desk.findings.add(desk.act("k01"), wrong)
    for login in ("c01", "a01"):
        with pytest.raises(NotAllowed):
            desk.desk.findings.add(desk.act(login), NewFinding("AUDIT", today, later, owner, TEXT))
    assert lines(desk) == ()


def test_no_word_of_a_finding_lies_in_clear(desk: Office) -> None:
    answer(desk, add(desk))
    for name, data in everything_kept(desk):
        for words in ("書庫の施錠", "当番表"):
            assert words.encode() not in data, name
