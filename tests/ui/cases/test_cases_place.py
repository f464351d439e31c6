"""The list of cases: counted, fetched page by page, narrowed, opened by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from case_pages import TARO, form, licence
from case_path import K1_K3, Track
from case_screen import Screen
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from desktop.domain.states import CaseState
from desktop.ui.cases.place import CasesPlace

NAMES = ("架空 太郎", "見本 さくら", "仮野 みのる", "例示 ひかり")


@pytest.fixture
def four_cases(track: Track) -> list[str]:
    """Three at the form check, the newest waiting for a correction."""
    numbers = []
    for name in NAMES:
        person = replace(TARO, name=name)
        filed = track.file(form(person), licence(person))
        numbers.append(filed.case_id)
    desk = track.office.desk
    desk.casework.confirm_form(track.act("c01"), numbers[-1], K1_K3, "PAPER", agent=False)
    desk.casework.ask_correction(track.act("c01"), numbers[-1], ["ADDRESS_MISMATCH"])
    track.post_request(numbers[-1])
    return numbers


def place_of(shown: Screen) -> CasesPlace:
    place = shown.find("cases_place")
    assert isinstance(place, CasesPlace)
    return place


def rows(place: CasesPlace) -> list[str]:
    return [
        " ".join(cell.words() for cell in row.cells if cell.words())
        for row in (place.model.row_at(n) for n in range(place.model.rowCount()))
        if row is not None
    ]


def test_the_newest_case_stands_first_with_its_work_and_clocks(
    four_cases: list[str], screen: Callable[..., Screen], qtmodeltester: ModelTester, shots: Path
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    assert rows(place)[0].startswith("26-0004 例示 ひかり 開示 補正を待つ 11/20 あと10日 停止中")
    assert [row.split(" ")[0] for row in rows(place)] == [
        "26-0004",
        "26-0003",
        "26-0002",
        "26-0001",
    ]
    assert shown.text("cases_count") == "4件"
    qtmodeltester.check(place.model)
    shown.shoot(shots, "cases-list")


def test_the_stages_count_their_cases_and_narrow_the_list(
    four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    assert [place.stages.count(n) for n in range(6)] == [4, 3, 1, 0, 0, 4]
    place.stages.setFocus()
    shown.key(Qt.Key.Key_Right)
    shown.key(Qt.Key.Key_Right)
    assert len(rows(place)) == 1
    shown.key(Qt.Key.Key_Right)
    assert not place.table.isVisible()
    assert place.empty.accessibleName() == "この段階の案件はありません。"


def test_words_narrow_the_list_and_can_be_taken_away_again(
    four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    shown.type("cases_filter", "さくら")
    shown.key(Qt.Key.Key_Return)
    assert [row.split(" ")[0] for row in rows(place)] == ["26-0002"]
    shown.find("cases_filter").setFocus()
    shown.type("cases_filter", "なし")
    shown.key(Qt.Key.Key_Return)
    assert place.empty.accessibleName() == "条件に合う案件はありません。"
    shown.find("cases_clear").click()  # type: ignore[attr-defined]
    shown.settle()
    assert len(rows(place)) == 4


def test_only_my_cases_are_shown_where_i_ask_for_them(
    track: Track, four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    track.office.desk.casework.assign(track.act("c01"), four_cases[1], track.office.id_of("c02"))
    shown = screen("c02")
    place = place_of(shown)
    place.mine.setFocus()
    shown.key(Qt.Key.Key_Space)
    assert [row.split(" ")[0] for row in rows(place)] == ["26-0002"]


def test_enter_opens_the_case_and_alt_left_comes_back_to_its_row(
    four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.filter.setFocus()
    shown.key(Qt.Key.Key_Down)
    shown.key(Qt.Key.Key_Down)
    shown.key(Qt.Key.Key_Return)
    assert shown.text("case_number") == "26-0003"
    assert shown.text("case_person") == "仮野 みのる 様"
    shown.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.window.frame.place == "cases"
    assert place.table.current_key() == four_cases[2]


def test_a_place_asked_for_with_a_state_shows_its_stage(
    four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    shown = screen("c01")
    shown.context.place_requested.emit("cases", CaseState.AWAITING_CORRECTION)
    shown.settle()
    assert place_of(shown).stages.current() == 2


def test_ticked_cases_get_another_clerk_after_one_confirmation(
    track: Track, four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.table.setFocus()
    shown.key(Qt.Key.Key_Home)
    shown.key(Qt.Key.Key_Space)
    shown.key(Qt.Key.Key_Down)
    shown.key(Qt.Key.Key_Space)
    assert shown.text("cases_bulk_count") == "2件を選択"
    place.bulk.person.choose(track.office.id_of("c02"))
    shown.shoot(shots / "x2", "list-ticked")
    shown.go()
    assert shown.text("cases_bulk_question") == "2件の担当を 見本 花子 に替えます。"
    assert [row.rsplit(" ", 2)[1] for row in rows(place)] == ["架空"] * 4
    shown.shoot(shots / "x2", "list-confirm")
    shown.go()
    assert [row.rsplit(" ", 2)[1] for row in rows(place)] == ["見本", "見本", "架空", "架空"]
    assert not place.bulk.isVisible()


def test_shift_and_control_tick_many_and_escape_unticks(
    four_cases: list[str], screen: Callable[..., Screen]
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.table.setFocus()
    shown.key(Qt.Key.Key_Home)
    shown.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    shown.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert place.model.ticked() == tuple(reversed(four_cases[1:]))
    shown.key(Qt.Key.Key_Escape)
    assert place.model.ticked() == ()
    shown.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(place.model.ticked()) == 4


def test_a_refused_assignment_is_told_by_number(
    track: Track, four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.table.setFocus()
    shown.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place.bulk.person.choose(track.office.id_of("c01"))
    shown.go()
    shown.go()
    assert shown.text("cases_bulk_refused_headline") == "4件は替えませんでした"
    assert "26-0001（すでにこの人の担当です）" in shown.text("cases_bulk_refused_body")
    shown.shoot(shots / "x2", "list-refused")


def test_the_open_cases_of_an_absent_clerk_go_to_another(
    track: Track, four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("s01")
    place = place_of(shown)
    shown.find("cases_hand_over").click()  # type: ignore[attr-defined]
    shown.go()
    assert shown.text("hand_over_from_below") == "選んでください。"
    place.hand_over.giver.choose(track.office.id_of("c01"))
    place.hand_over.taker.choose(track.office.id_of("c01"))
    place.hand_over.reason.choose("ABSENCE")
    shown.go()
    assert shown.text("hand_over_to_below").startswith("引き継ぐ人と引き継がれる人が同じです。")
    place.hand_over.taker.choose(track.office.id_of("c02"))
    shown.shoot(shots / "x2", "hand-over")
    shown.go()
    assert [row.rsplit(" ", 2)[1] for row in rows(place)] == ["見本"] * 4
    assert not place.hand_over.isVisible()


def test_a_filter_is_kept_under_a_name_and_chosen_again(
    four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.stages.set_current(2)
    place.filters.sort.choose("DUE")
    shown.settle()
    shown.find("cases_keep_filter").click()  # type: ignore[attr-defined]
    shown.type("filter_name", "見本 さくらさん")
    shown.go()
    assert shown.text("filter_name_below").startswith("条件の名前に、請求者の氏名か")
    shown.shoot(shots / "x2", "filter-refused")
    shown.find("filter_name").clear()  # type: ignore[attr-defined]
    shown.type("filter_name", "返事待ち")
    shown.go()
    assert not place.save_filter.isVisible()
    place.stages.set_current(0)
    place.filters.sort.choose("NEWEST")
    shown.settle()
    assert len(rows(place)) == 4
    place.saved.choice.setFocus()
    shown.key(Qt.Key.Key_Down)
    assert place.saved.choice.currentText() == "返事待ち"
    assert (place.stages.current(), place.filters.sort.key()) == (2, "DUE")
    assert len(rows(place)) == 1


def test_filters_narrow_and_the_order_turns_with_a_click_on_the_head(
    four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("c01")
    place = place_of(shown)
    place.filters.due.choose("OVERDUE")
    shown.settle()
    assert place.empty.isVisible()
    shown.find("cases_clear").click()  # type: ignore[attr-defined]
    shown.settle()
    header = place.table.horizontalHeader()
    header.sectionClicked.emit(1)
    shown.settle()
    assert rows(place)[0].startswith("26-0001")
    assert header.model().headerData(1, Qt.Orientation.Horizontal) == "受付番号 ↑"
    shown.key(Qt.Key.Key_Slash)
    assert place.filter.hasFocus()
    shown.shoot(shots / "x2", "list")


def test_the_search_in_the_head_line_tells_where_it_was_found_and_opens_it(
    four_cases: list[str], screen: Callable[..., Screen], shots: Path
) -> None:
    shown = screen("c01")
    shown.type("search", "みのる みどり野市")
    shown.key(Qt.Key.Key_Return)
    results = shown.find("search_results")
    assert results.isVisible()
    (row,) = [results.rows().row_at(n) for n in range(results.rows().rowCount())]  # type: ignore[attr-defined]
    assert [cell.text for cell in row.cells][::4] == ["26-0003", "氏名・住所"]
    shown.shoot(shots / "x2", "search")
    shown.find("search").setFocus()
    shown.key(Qt.Key.Key_Return)
    assert shown.text("case_number") == "26-0003"
