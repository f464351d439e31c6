"""Where somebody's turn has come or gone by: the agent's call, a late fee, no answer."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.tour import case_acts, office_acts
from desktop.tour.traveller import Note, Traveller

_NOTES = 4  # 電話・窓口 stands fifth in 受付
_CALL = "代理で請求するとの電話。委任状は実印で、印鑑登録証明書の原本を添えるよう案内した。"
_SEEN = (
    "事前連絡の記録、委任状の原本の実印と印鑑登録証明書、代理人の免許証を見比べた。"
    "回答はご本人にお送りする。"
)
_UNANSWERED = "期限までに補正のご返事がなく、手続がそろわないためです。"


def log_call(tour: Traveller, note: Note, picture: str = "") -> None:
    """事前連絡: the agent called before writing; under 電話・窓口 with the case's number."""
    stage = tour.stage
    stage.place(1)
    stage.wait("受付が開くこと", lambda: stage.sees("intake_place"))
    stage.settle()
    office_acts.choose_tab(tour, "intake_tabs", _NOTES)
    stage.choose("note_kind", "事前連絡")
    stage.type("note_name", "代理人の方")
    stage.type("note_number", note.case_number)
    stage.type("note_text", _CALL)
    if picture:
        stage.picture(picture)
    stage.primary()
    stage.wait("連絡が記録されること", lambda: not stage.text("note_name"))
    stage.settle()


def confirm_agent(tour: Traveller, picture: str = "") -> None:
    """代理人確認: the call is known, the mandate is looked at, and how is written down."""
    stage = tour.stage
    stage.wait("代理人の確認が出ること", lambda: stage.sees("agent_panel"))
    stage.expect("事前連絡の記録があること", not stage.sees("notice_agent"))
    stage.type("agent_note", _SEEN)
    if picture:
        stage.picture(picture)
    case_acts.go_on(tour, "AGENT_CHECK")


def pay_late(tour: Traveller, day: date, picture: str = "") -> None:
    """The fee came by 振込 after its day: it is taken all the same, and the case goes on."""
    stage = tour.stage
    stage.wait("期限の過ぎたことが出ること", lambda: stage.sees("waiting_late"))
    due = re.search(r"([\d,]+)円", stage.texts(stage.find(QWidget, "waiting_facts")))
    stage.choose("fee_means", "振込")
    stage.type("fee_amount", due.group(1).replace(",", "") if due else "0")
    stage.type("fee_day", day.isoformat())
    if picture:
        stage.picture(picture)
    case_acts.go_on(tour, "AWAITING_FEE")


def refuse_unanswered(tour: Traveller, picture: str = "") -> None:
    """理由「ハ」: nobody answered in time, and every item is refused for it (DOMAIN §8 guard 2)."""
    stage = tour.stage
    stage.click("waiting_refuse")
    stage.wait("不開示の起案が出ること", lambda: stage.sees("draft_panel"))
    stage.settle()
    for card in case_acts.decision_cards(tour):
        code = card.removeprefix("decision_")
        stage.choose(f"reason_{code}", "手続によらない")
        stage.type(f"reason_text_{code}", _UNANSWERED)
    stage.settle()
    if picture:
        stage.picture(picture)
    case_acts.go_on(tour, "DRAFTED")


def ask_again(tour: Traveller, picture: str = "") -> None:
    """The second notice, with a day of its own."""
    stage = tour.stage
    stage.click("waiting_notice")
    stage.wait("再度の通知ができること", lambda: stage.sees("waiting_leave"))
    stage.settle()
    case_acts.post_request(tour, picture)


def close_unanswered(tour: Traveller, picture: str = "") -> None:
    """Nor was that answered: the case ends, and a D-14 says so."""
    stage = tour.stage
    stage.click("waiting_close")
    stage.click("closing_act")
    stage.wait("案件が終わること", lambda: stage.sees("ended_panel"))
    stage.take_front()
    stage.settle()
    case_acts.leave_letter(tour, "ended")
    stage.wait("発送を記録できること", lambda: stage.sees("ended_send"))
    stage.primary()
    stage.wait("発送が記録されること", lambda: not stage.sees("ended_send"))
    stage.settle()
    if picture:
        stage.picture(picture)
