"""起案: which reasons the card of a request offers, and what it tells of them (DOMAIN §3)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.requests import Item, RequestType
from desktop.services.case_views import AnswerLine, AnswerView
from desktop.ui.cases.decision_card import DecisionCard
from desktop.ui.cases.typed import TypedWatch

# By hand from DOMAIN §3; ロ is for agents only.
ALWAYS = ["R_I", "R_HA", "R_NI"]
OFFERED = {
    "PURPOSE": ["R_HO", "X_PURP"],
    "DISCLOSE": ["R_HO", "R_HE", "R_TO", "X_LAW"],
    "DISCLOSE_3P": ["R_HO", "R_HE", "R_TO"],
    "CORRECT": ["X_LAW", "X_FACT", "X_NEED"],
    "ADD": ["X_LAW", "X_FACT", "X_NEED"],
    "DELETE": ["X_LAW", "X_FACT", "X_NEED"],
    "STOP_USE": ["X_GRND", "X_ALT", "X_KEEP"],
    "ERASE": ["X_GRND", "X_ALT", "X_KEEP"],
    "STOP_3P": ["X_GRND", "X_ALT", "X_KEEP"],
}


def card(qtbot: QtBot, kind: str, *, agent: bool = False, unproven: bool = False) -> DecisionCard:
    made = DecisionCard(
        *(RequestType(kind), Item.K1, None, None),
        agent=agent,
        today=date(2026, 11, 10),
        unproven=unproven,
    )
    qtbot.addWidget(made)
    return made


def offered(made: DecisionCard) -> list[str]:
    return [str(made.reason.itemData(n)) for n in range(made.reason.count())]


@pytest.mark.parametrize("kind", list(OFFERED))
def test_a_request_is_refused_for_the_reasons_that_fit_it_and_no_other(
    qtbot: QtBot, kind: str
) -> None:
    assert offered(card(qtbot, kind)) == [*ALWAYS, *OFFERED[kind]]
    with_agent = offered(card(qtbot, kind, agent=True))
    assert with_agent == ["R_I", "R_RO", "R_HA", "R_NI", *OFFERED[kind]]
    assert offered(card(qtbot, kind, unproven=True)) == ["R_I", "R_HA"]


def test_a_refusal_for_he_waits_for_the_obstruction_and_each_delicate_reason_is_advised_on(
    qtbot: QtBot,
) -> None:
    made = card(qtbot, "DISCLOSE")
    made.refuse.setChecked(True)
    made.reason.choose("R_HE")
    assert made.advice.text().startswith("どの業務にどのような支障が出るか")
    made.text.setPlainText("業務に著しい支障があるため")
    assert "どの業務にどのような支障が出るかの説明が要ります" in made.lacks()
    made.text.setPlainText("不正使用の検知の条件が知られ、検知ができなくなるため")
    assert made.lacks() == ""
    for reason, advice in (
        ("R_I", "登録されている住所や氏名は書きません。"),
        ("R_NI", "対象外とするときは、記録があるともないとも書きません。"),
        ("R_HO", "ほかの方がいることや、その内容は書きません。"),
        ("R_TO", ""),
    ):
        made.reason.choose(reason)
        assert made.advice.text() == advice


def test_what_the_answer_speaks_for_is_kept_as_what_the_clerk_chose(qtbot: QtBot) -> None:
    day = date(2026, 11, 10)
    # The choice, the reason and its words; the choice alone.
    for nothing, kept in ((True, 3), (False, 1)):
        answer = AnswerView(Item.K1, "契約管理課", day, 0, nothing=nothing)
        made = DecisionCard(RequestType.DISCLOSE, Item.K1, None, answer, agent=False, today=day)
        qtbot.addWidget(made)
        watch = TypedWatch(made)
        made.propose()
        assert len(watch.touched()) == kept


def test_thousands_of_half_hours_are_one_line_on_the_card(qtbot: QtBot) -> None:
    days = [AnswerLine(f"2026-10-{day:02}", " ".join(["0.5"] * 48)) for day in (1, 2, 4)]
    others = [AnswerLine(f"備考{number}", "あり") for number in range(42)]
    answer = AnswerView(Item.K5, "需給管理課", date(2026, 11, 10), 45, (*days, *others))
    made = DecisionCard(
        *(RequestType.DISCLOSE, Item.K5, None, answer), agent=False, today=date(2026, 11, 10)
    )
    qtbot.addWidget(made)
    shown = [
        made.findChild(QLabel, f"answer_DISCLOSE_K5_{number}").accessibleName()  # type: ignore[union-attr]
        for number in (0, 1, 41)
    ]
    assert shown == [
        "30分ごとの値 令和8年10月1日から令和8年10月4日まで　144件　値のない30分 48か所",
        "備考0 あり",
        "ほか 2行（別紙に付けます）",
    ]
    assert made.findChild(QLabel, "answer_DISCLOSE_K5_42") is None
