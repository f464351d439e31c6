"""What clerks do in the case window: from the checked form to the draft that goes to approval."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QListView, QWidget

from desktop.tour.stage import Stage
from desktop.tour.traveller import Note, Traveller

PANELS = {
    "form_check_panel": "FORM_CHECK",
    "id_check_panel": "ID_CHECK",
    "agent_panel": "AGENT_CHECK",
    "scoping_panel": "SCOPING",
    "fee_panel": "FEE_CHECK",
    "investigation_panel": "INVESTIGATION",
    "draft_panel": "DRAFTED",
    "approval_panel": "APPROVAL",
    "sending_panel": "APPROVED",
    "delivery_panel": "DISPATCHED",
}
# How a case ended, in the word beside the panel's title.
_ENDS = {
    "完了": "COMPLETED",
    "取下げ": "WITHDRAWN",
    "回答なし終了": "CLOSED_NO_RESPONSE",
    "他部署へ回付": "REROUTED",
    "返戻終了": "RETURN_GIVEN_UP",
}
# What the sample's departments cannot disclose, and what its clerks write of it.
_REFUSALS = {
    "K6": (
        "業務に著しい支障",
        "応対の評価に関する記録が含まれ、開示すると今後の適正な応対の記録が困難になるためです。",
    ),
    "K8": (
        "対象外・不存在",
        "お客様に関する第三者提供の記録は作成されておらず、存在しないためです。",
    ),
}
# What the window says of a verdict, and the code of DOMAIN §7 that the truth is written in.
_LEVELS = {
    "完全一致": "EXACT",
    "一致（書き方の違い）": "NORMALIZED",
    "表記ゆれ": "VARIANT",
    "前住所で一致": "HISTORICAL",
    "部屋番号の記載なし": "ROOM_MISSING",
    "部屋番号の相違": "DIFFERENT_ROOM",
    "一部だけ一致": "PARTIAL",
    "不一致": "NONE",
    "住所なし": "NO_ADDRESS",
}
_COMPONENTS = ("name", "postal", "prefecture", "city", "town", "block", "building", "room")


def open_case(tour: Traveller, number: str) -> None:
    """Ctrl+2, the number into the search, Enter."""
    stage = tour.stage
    stage.place(2)
    stage.wait("案件の一覧が出ること", lambda: stage.sees("cases_place"))
    stage.settle()
    stage.type("search", number)
    stage.wait(f"{number} が見つかること", lambda: stage.sees("search_results"))
    stage.settle()
    stage.key(Qt.Key.Key_Return)
    stage.wait(
        f"{number} が開くこと",
        lambda: stage.glimpse("case_number") == number,
    )
    stage.wait("いまの作業が出ること", lambda: state(tour))
    stage.settle()


def state(tour: Traveller) -> str:
    """The case's state, told by the panel that the window shows."""
    stage = tour.stage
    if title := stage.glimpse("waiting_panel_title"):
        return "AWAITING_FEE" if "手数料" in title else "AWAITING_CORRECTION"
    if ended := stage.glimpse("ended_panel_note"):
        return _ENDS[ended]
    return next((code for panel, code in PANELS.items() if stage.sees(panel)), "")


def go_on(tour: Traveller, away_from: str) -> None:
    """The primary action, and the case in another state."""
    stage = tour.stage
    stage.primary()
    stage.wait(f"{away_from} から先へ進むこと", lambda: state(tour) not in ("", away_from))
    stage.settle()


def check_form(tour: Traveller, note: Note, picture: str = "") -> None:
    """形式確認: the clerk looks at every reading and goes on."""
    stage = tour.stage
    stage.wait("請求書の読みが出ること", lambda: stage.sees("form_fields"))
    table = stage.find(QAbstractItemView, "form_fields")
    note.read.update(_form_reading(table, 2))
    shown = _form_reading(table, 3)
    note.unsure = sorted(key for key, words in shown.items() if "要確認" in words)
    if picture:
        stage.picture(picture)
    go_on(tour, "FORM_CHECK")


def _form_reading(table: QAbstractItemView, column: int) -> dict[str, str]:
    """Each row's key and the words of a column: 2 is the reading beside its crop, 3 how sure."""
    model = table.model()
    key_role = Qt.ItemDataRole.UserRole + 2
    rows = range(model.rowCount())
    return {
        str(model.index(row, 0).data(key_role)): _written(model.index(row, column).data())
        for row in rows
        if model.index(row, 0).data(key_role)
    }


def _written(shown: object) -> str:
    words = str(shown or "")
    return "" if words == "記入なし" else words


def check_identity(tour: Traveller, note: Note, picture: str = "") -> None:
    """三者照合: look at all rows, give each doubtful one its own key, follow the proposal."""
    stage = tour.stage
    _pick_candidate(tour)
    note.check = _check_table(stage.find(QAbstractItemView, "check_table"))
    note.proposal = stage.text("proposal_headline")
    note.customer = _customer_number(tour)
    note.level = _level(tour)
    if picture:
        stage.picture(picture)
    _look_at_rows(tour)
    verb = stage.text("check_primary")
    if "補正" in verb:
        stage.primary()
        ask_correction(tour, picture and f"{picture}-correction")
    elif "第二" in verb:
        note.second_clerk = "asked"
        stage.primary()
        stage.settle()
        if stage.sees("check_note"):
            stage.type("check_note", "前住所で登録と一致します。住民票を確かめてください。")
            stage.primary()
        stage.wait("第二確認を待つこと", lambda: "待って" in stage.glimpse("proposal_headline"))
        stage.settle()
    else:
        go_on(tour, "ID_CHECK")


def second_look(tour: Traveller, note: Note, picture: str = "") -> None:
    """第二確認: another clerk looks with their own eyes and agrees."""
    stage = tour.stage
    stage.wait("三者照合が出ること", lambda: stage.sees("check_table"))
    stage.settle()
    if picture:
        stage.picture(picture)
    _look_at_rows(tour)
    stage.expect("第二確認ができること", "第二確認" in stage.text("check_primary"))
    go_on(tour, "ID_CHECK")
    note.second_clerk = tour.at_desk


def _pick_candidate(tour: Traveller) -> None:
    stage = tour.stage
    stage.wait("三者照合が出ること", lambda: stage.sees("check_table"))
    stage.settle()
    stage.wait("提案が出ること", lambda: stage.sees("proposal_headline"))
    box = stage.find(QComboBox, "check_candidate")
    if box.count() and box.currentIndex() < 0:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        stage.key(Qt.Key.Key_Down, to=box)
        stage.settle()


def _look_at_rows(tour: Traveller) -> None:
    """Scroll through the table; Space on every row that asks for the clerk's own eye."""
    stage = tour.stage
    table = stage.find(QAbstractItemView, "check_table")
    for _ in range(5 * len(_COMPONENTS)):
        rest = stage.glimpse("check_rest_text")
        table.setFocus(Qt.FocusReason.TabFocusReason)
        if "画面に出ていない" in rest:
            stage.key(Qt.Key.Key_Down, to=table)
        elif "要確認の欄" in rest:
            stage.key(Qt.Key.Key_Space, to=table)
            stage.settle()
            if stage.glimpse("check_rest_text") == rest:
                _to_another_row(stage, table)
        else:
            break
        stage.settle()
    button = stage.find(QWidget, "check_primary")
    stage.expect("すべての行を確かめられること", button.isEnabled())


def _to_another_row(stage: Stage, table: QAbstractItemView) -> None:
    """The row that asks mostly stands further up; from the top it is looked for from below."""
    if table.currentIndex().row() > 0:
        stage.key(Qt.Key.Key_Up, to=table)
    else:
        stage.key(Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier, table)


def _check_table(table: QAbstractItemView) -> dict[str, dict[str, str]]:
    model = table.model()
    key_role = Qt.ItemDataRole.UserRole + 2
    columns = ("label", "form", "identity", "register", "outcome")
    return {
        str(model.index(row, 0).data(key_role)): {
            name: str(model.index(row, at).data() or "") for at, name in enumerate(columns)
        }
        for row in range(model.rowCount())
    }


def _level(tour: Traveller) -> str:
    """The verdict's level, from the reasons that E opens; "" where nothing could be compared."""
    stage = tour.stage
    stage.click("proposal_reasons")
    stage.wait("根拠が出ること", lambda: stage.sees("check_reasons_0"))
    first = stage.find(QLabel, "check_reasons_0")
    said = first.text() if first.accessibleName().startswith("照合の水準") else ""
    stage.click("proposal_reasons")
    stage.settle()
    return _LEVELS.get(said, "")


def _customer_number(tour: Traveller) -> str:
    """The chosen candidate's customer number, as a screen reader hears it."""
    box = tour.stage.find(QComboBox, "check_candidate")
    if box.currentIndex() < 0:
        return ""
    spoken = str(box.itemData(box.currentIndex(), Qt.ItemDataRole.AccessibleTextRole) or "")
    found = re.search(r"\d{6,}", spoken)
    return found.group(0) if found else ""


def ask_correction(tour: Traveller, picture: str = "") -> None:
    """補正依頼: the points as the desk fills them in; the letter goes out."""
    stage = tour.stage
    stage.wait("補正依頼の用紙が出ること", lambda: stage.sees("correction_panel"))
    stage.settle()
    if picture:
        stage.picture(picture)
    stage.primary()
    stage.wait("補正を待つこと", lambda: state(tour) == "AWAITING_CORRECTION")
    stage.settle()
    post_request(tour, picture)


def post_request(tour: Traveller, picture: str = "") -> None:
    """D-02 or D-03: a copy is written to be printed, and the posting is recorded."""
    stage = tour.stage
    leave_letter(tour, "waiting")
    stage.wait("発送を記録できること", lambda: stage.sees("waiting_send"))
    stage.settle()
    stage.primary()
    stage.wait(
        "返事を待つこと",
        lambda: not stage.sees("waiting_send") and not stage.sees("waiting_leave"),
    )
    stage.settle()
    if picture:
        stage.picture(f"{picture}-waiting")


def leave_letter(tour: Traveller, name: str) -> None:
    """Save the letter's copy into the tour's folder, as an office without a printer does."""
    stage, folder = tour.stage, tour.out / "letters"
    before = set(folder.glob("*.pdf"))
    stage.type("letter_folder", str(folder.resolve()))
    stage.click(f"{name}_save" if stage.sees(f"{name}_save") else f"{name}_leave")
    stage.wait(
        "文書の写しができること",
        lambda: set(folder.glob("*.pdf")) - before or stage.sees("reprint_act"),
    )
    if stage.sees("reprint_act"):  # one went out before: why there is another is asked
        stage.click("reprint_act")
        stage.wait("もう一枚の写しができること", lambda: set(folder.glob("*.pdf")) - before)
    stage.settle()


def settle_scope_and_fee(tour: Traveller, note: Note, picture: str = "") -> None:
    """対象特定 and 手数料: what is in the envelope is recorded; what is missing is asked for."""
    stage = tour.stage
    if picture:
        stage.picture(f"{picture}-scope")
    go_on(tour, "SCOPING")
    if state(tour) != "FEE_CHECK":
        return
    due = stage.find(QWidget, "fee_facts")
    amount = re.search(r"([\d,]+)円", stage.texts(due))
    if not _stamps_came(tour):
        if picture:
            stage.picture(f"{picture}-fee")
        stage.click("fee_ask")
        stage.wait("手数料を待つこと", lambda: state(tour) == "AWAITING_FEE")
        stage.settle()
        post_request(tour, picture)
        return
    stage.choose("fee_means", "切手")
    stage.type("fee_amount", amount.group(1).replace(",", "") if amount else "0")
    if picture:
        stage.picture(f"{picture}-fee")
    stage.primary()
    stage.wait(
        "手数料が記録されること",
        lambda: state(tour) == "INVESTIGATION" or stage.sees("fee_go_on"),
    )
    stage.settle()
    if stage.sees("fee_go_on"):
        go_on(tour, "FEE_CHECK")


def _stamps_came(tour: Traveller) -> bool:
    """Whether one of the case's pages is the sheet of stamps."""
    pages = tour.stage.find(QListView, "case_pages").model()
    words = [str(pages.index(row, 0).data() or "") for row in range(pages.rowCount())]
    return any("切手" in word for word in words)


def investigate(tour: Traveller, note: Note, picture: str = "") -> None:
    """調査: the departments' 回答ファイル are dropped on the case."""
    stage = tour.stage
    answers = _answers_for(tour, note)
    if answers:
        stage.drop("answer_drop", answers)
        stage.wait("回答が入ること", lambda: "すべての回答" in stage.glimpse("answer_missing"))
    stage.settle()
    if picture:
        stage.picture(f"{picture}-answers")
    go_on(tour, "INVESTIGATION")


def _answers_for(tour: Traveller, note: Note) -> list[Path]:
    if not note.customer:
        return []
    return sorted(tour.files.answers.glob(f"{note.customer}_*.csv"))


def draft(tour: Traveller, note: Note, picture: str = "") -> None:
    """起案: a decision for every item, and the draft goes to approval."""
    stage = tour.stage
    for card in decision_cards(tour):
        code = card.removeprefix("decision_")
        item = code.rsplit("_", 1)[-1]
        if item not in _REFUSALS:
            stage.click(f"grant_{code}")
            continue
        reason, text = _REFUSALS[item]
        stage.click(f"refuse_{code}")
        stage.choose(f"reason_{code}", reason)
        stage.type(f"reason_text_{code}", text)
    stage.settle()
    if picture:
        stage.picture(f"{picture}-draft")
    go_on(tour, "DRAFTED")


def decision_cards(tour: Traveller) -> list[str]:
    """The objectNames of the cards, one an item."""
    panel = tour.stage.find(QWidget, "draft_panel")
    names = [one.objectName() for one in panel.findChildren(QWidget)]
    return sorted({name for name in names if re.fullmatch(r"decision_[A-Z0-9_]+", name)})


def history(tour: Traveller, picture: str) -> None:
    """H: the case's history as readable lines."""
    stage = tour.stage
    stage.click("case_history")
    stage.wait("履歴が出ること", lambda: stage.sees("history_table"))
    stage.settle()
    stage.picture(picture)
    stage.click("history_close")
    stage.wait("履歴が閉じること", lambda: not stage.sees("history_table"))


def shown_name(tour: Traveller) -> str:
    return tour.stage.find(QLabel, "case_person").text()


def resume(tour: Traveller) -> None:
    """The reply has come: the case goes on from the form check."""
    stage = tour.stage
    stage.wait("再開できること", lambda: stage.sees("waiting_resume"))
    stage.primary()
    stage.wait("案件が再開すること", lambda: state(tour) not in ("", "AWAITING_CORRECTION"))
    stage.settle()
