"""Two people on one case: each with a window of their own, over two desks on one store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from case_path import Track, refuse
from two_seats import Seat

from desktop.ui.cases.conflict import ConflictPanel
from desktop.ui.cases.draft import DraftPanel
from desktop.ui.cases.fee_record import FeeRecordDialog
from desktop.ui.clock import SteppedClock
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.select import Select


@pytest.fixture
def draft(track: Track) -> str:
    return track.with_register().to_draft()


def test_the_second_person_sees_who_has_the_case_open_and_since_when(
    first: Seat, second: Seat, draft: str, clock: SteppedClock, shots: Path
) -> None:
    first.open(draft)
    assert first.shown.head.companions.isHidden()
    clock.advance(timedelta(seconds=30))
    second.open(draft)
    assert second.shown.head.companions.text() == "架空 太郎さんも 9:00 から開いています"
    second.shoot(shots, "companion")
    first.shown.watch.look()
    first.settle()
    assert first.shown.head.companions.text() == "見本 花子さんも 9:00 から開いています"
    first.shown.leave()
    first.settle()
    second.shown.watch.look()
    second.settle()
    assert second.shown.head.companions.isHidden()


def test_a_program_that_died_is_forgotten_after_a_minute(
    first: Seat, second: Seat, draft: str, clock: SteppedClock
) -> None:
    second.context.desk.presence.look(second.context.signed_in, draft, clock.now())
    first.open(draft)
    assert first.shown.head.companions.isVisible()
    clock.advance(timedelta(seconds=61))  # the other one never says goodbye
    first.shown.watch.look()
    first.settle()
    assert first.shown.head.companions.isHidden()


def test_a_stale_save_shows_both_versions_and_saves_what_is_chosen(
    first: Seat, second: Seat, draft: str, shots: Path
) -> None:
    first.open(draft)
    second.open(draft)
    first.refuse_in_words("一人目の説明です")
    second.refuse_in_words("二人目の説明です")
    first.press("draft_save")
    second.press("draft_save")
    assert isinstance(second.shown._composing, ConflictPanel)
    assert second.words("conflict_theirs_0_text") == "一人目の説明です"
    assert second.words("conflict_mine_0_text") == "二人目の説明です"
    assert "架空 太郎さんが 9:00 に「起案の保存」" in second.words("conflict_banner_body")
    assert not second.find("conflict_go_on").isEnabled()
    second.shoot(shots, "conflict")
    kept = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert kept.decisions[0].text == "一人目の説明です"
    second.press("conflict_mine_0")
    second.press("conflict_go_on")
    assert isinstance(second.shown.task, DraftPanel)
    assert second.written() == "二人目の説明です"
    second.press("draft_save")
    kept = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert kept.decisions[0].text == "二人目の説明です"


def test_the_other_version_may_be_taken_field_by_field(
    first: Seat, second: Seat, draft: str
) -> None:
    first.open(draft)
    second.open(draft)
    first.refuse_in_words("一人目の説明です")
    second.refuse_in_words("二人目の説明です")
    first.press("draft_save")
    second.press("draft_save")
    second.press("conflict_theirs_0")
    second.press("conflict_go_on")
    assert second.written() == "一人目の説明です"


def test_a_change_elsewhere_leaves_what_was_typed_where_it_is(
    first: Seat, second: Seat, draft: str, shots: Path
) -> None:
    """Not a word is asked where the two changes do not meet."""
    first.open(draft)
    second.open(draft)
    second.refuse_in_words("二人目の説明です")
    desk = first.context.desk
    desk.casework.assign(first.context.act(), draft, first.context.signed_in.person_id)
    second.press("draft_save")
    assert second.shown._composing is None
    assert second.written() == "二人目の説明です"
    told = second.words("case_carried_headline")
    assert told == "ほかの人が先にこの案件を変更しました"
    second.shoot(shots, "carried")
    second.press("draft_save")
    kept = desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert kept.decisions[0].text == "二人目の説明です"


def test_who_only_looked_is_not_told_to_have_changed_the_case(
    first: Seat, second: Seat, draft: str
) -> None:
    first.open(draft)
    second.open(draft)
    first.refuse_in_words("一人目の説明です")
    second.refuse_in_words("二人目の説明です")
    first.press("draft_save")
    desk, view = first.context.desk, first.shown.opened.case
    pages = [page for document in view.documents for page in document.pages]
    paper = next(page for page in pages if page.identity)
    desk.cases.picture(first.context.act(), paper.id)
    second.press("draft_save")
    assert "架空 太郎さんが 9:00 に「起案の保存」" in second.words("conflict_banner_body")


def test_a_save_refused_for_an_own_change_elsewhere_is_told(
    first: Seat, second: Seat, draft: str
) -> None:
    """And not laid at the door of whoever changed the case before it was opened here."""
    other = second.context.signed_in.person_id
    second.context.desk.casework.assign(second.context.act(), draft, other)
    first.open(draft)
    first.refuse_in_words("一つ目の画面の説明です")
    act, me = first.context.act(), first.context.signed_in.person_id
    first.context.desk.casework.assign(act, draft, me)
    first.press("draft_save")
    assert first.written() == "一つ目の画面の説明です"
    assert first.words("case_carried_headline") == "この案件は別の画面で先に変更されました"


def test_an_act_beside_the_history_leaves_what_was_typed(first: Seat, draft: str) -> None:
    first.open(draft)
    first.refuse_in_words("途中の説明です")
    first.shown.toggle_history()
    first.settle()
    desk, me = first.context.desk, first.context.signed_in.person_id
    first.shown.opened.change(
        first.shown.history.handling, lambda act: desk.casework.assign(act, draft, me)
    )
    first.settle()
    assert first.written() == "途中の説明です"
    assert not first.shown.banners.banners()


def test_a_notice_made_beside_the_work_leaves_what_was_typed(first: Seat, draft: str) -> None:
    """Its dialog is a window of its own, and belongs to the history all the same."""
    first.open(draft)
    first.refuse_in_words("途中の説明です")
    first.shown.toggle_history()
    first.settle()
    first.press("notices")
    kind = first.find("notice_kind")
    assert isinstance(kind, Select)
    kind.choose("D-01")
    first.press("notice_act")
    made = first.context.desk.cases.get(first.context.signed_in, draft, first.context.now())
    assert [one.code for one in made.letters] == ["D-01"]
    assert first.written() == "途中の説明です"


def test_an_act_in_a_dialog_of_the_work_itself_leaves_what_was_typed(
    first: Seat, draft: str
) -> None:
    """The fee, corrected from the draft: the dialog saves its own fields alone."""
    first.open(draft)
    first.refuse_in_words("途中の説明です")
    first.press("fee_open")
    dialog = first.shown.findChild(FeeRecordDialog)
    assert dialog is not None
    desk, me = first.context.desk, first.context.signed_in.person_id
    dialog.carry_out(lambda act: desk.casework.assign(act, draft, me), "")
    first.settle()
    assert first.written() == "途中の説明です"


def test_a_save_that_met_another_row_s_change_is_told_although_the_case_is_the_same(
    first: Seat, draft: str
) -> None:
    first.open(draft)
    first.shown.opened.stale.emit(first.shown.task)
    first.settle()
    told = [one.headline() for one in first.shown.findChildren(Banner) if one.isVisible()]
    assert told == ["ほかの人が先にこの案件を変更しました。"]


def test_what_no_longer_fits_is_kept_as_a_note(
    first: Seat, second: Seat, draft: str, shots: Path
) -> None:
    first.open(draft)
    second.open(draft)
    second.refuse_in_words("二人目の説明です")
    first.refuse_in_words("一人目の説明です")
    first.press("draft_submit")
    second.press("draft_save")
    assert isinstance(second.shown._composing, ConflictPanel)
    assert not second.find("conflict_go_on").isEnabled()
    second.shoot(shots, "conflict-moved")
    second.press("conflict_keep")
    assert second.shown._composing is None
    desk, by = first.context.desk, first.context.signed_in
    last = desk.cases.history(by, draft)[0]
    assert (last.who, last.what) == ("見本 花子", "入力の控え")


def test_a_change_seen_while_typing_is_shown_before_any_save(
    first: Seat, second: Seat, draft: str
) -> None:
    """The regular look finds the newer version; an old panel never saves over it."""
    first.open(draft)
    second.open(draft)
    second.refuse_in_words("二人目の説明です")
    desk = first.context.desk
    view = desk.cases.get(first.context.signed_in, draft, first.context.now())
    desk.casework.save_draft(first.context.act(), draft, (refuse(),), view.version)
    second.shown.watch.look()
    second.settle()
    assert isinstance(second.shown._composing, ConflictPanel)
    mine = {second.words(f"conflict_mine_{number}_text") for number in range(2)}
    assert "二人目の説明です" in mine
