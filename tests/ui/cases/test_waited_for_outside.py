"""What is waited for outside the desk: an answer at the post office, a letter posted on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from case_path import K1, Track
from case_screen import Screen
from desk_office import passphrase
from mail_bag import ICHIRO

from desktop.domain.states import CaseState
from desktop.services.old_cases import OldCase
from desktop.services.old_waits import OldWait
from desktop.ui.clock import SteppedClock
from desktop.ui.widgets.buttons import Button


def paper_case(track: Track) -> str:
    """Asked on paper for a correction on 11-04, to be answered by 11-18."""
    desk, today = track.office.desk, track.office.now.date()
    wish = desk.administration.propose_setting(
        track.act("a01"), "paper_last_number", "26-0143", today
    )
    desk.administration.sign_setting(track.act("s01"), wish.id, passphrase("s01"))
    return desk.old_cases.enter(
        track.act("c01"),
        OldCase(
            number="26-0141",
            arrived_on=date(2026, 10, 26),
            registered_on=date(2026, 10, 27),
            wanted=K1,
            method="PAPER",
            agent=False,
            person=ICHIRO.fields(),
            openers=(track.office.id_of("c01"), track.office.id_of("c02")),
            enclosures=("請求書",),
            purge_checked=True,
            waits=(OldWait("CORRECTION", date(2026, 11, 4)),),
            stage=CaseState.AWAITING_CORRECTION,
            asked="前住所の分かる住民票",
        ),
    )


def test_what_is_waited_for_outside_is_told_in_the_case(
    track: Track, screen: Callable[..., Screen], clock: SteppedClock, shots: Path
) -> None:
    track.later(hours=1)
    on_paper = paper_case(track)
    track.with_register()
    posted = track.to_dispatched()  # 11-10, 本人限定受取: held until the 20th
    track.later(days=6)
    clock.jump_to(track.office.now)
    shown = screen("c01")
    folder = shots / "y4"
    folder.mkdir(exist_ok=True)
    shown.open(posted)
    assert not shown.find("delivery_held").isVisible()
    # On the 17th three days are left, and it is red.
    track.later(days=1)
    clock.jump_to(track.office.now)
    shown.open(on_paper)
    shown.shoot(folder, "paper-wait")
    # The 4th is the first day of the wait, the 17th the fourteenth.
    facts = [shown.text(f"waiting_facts_{row}") for row in range(3)]
    assert facts == ["紙で1回発送済み", "11/18 水 必着", "14日目（目標の時計は停止中）"]
    shown.open(posted)
    assert "あと3日です" in shown.text("delivery_held_text")
    shown.shoot(folder, "held")
    # The answer to the paper letter has come.
    shown.open(on_paper)
    resume = shown.find("waiting_resume")
    assert isinstance(resume, Button)
    resume.click()
    shown.settle()
    assert track.get(on_paper).line.state is CaseState.FORM_CHECK
