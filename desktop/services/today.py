"""受付 › 今日: what is red there (DESIGN §6). What is due and waiting stands in `day_page`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.calendar import missing_years
from desktop.domain.clocks import held_mail_is_red, held_until
from desktop.domain.states import END_STATES, CaseState
from desktop.services import clock_check
from desktop.services.backup_standing import owed as owed_backups
from desktop.services.backup_standing import periods_of
from desktop.services.case_facts import ASKING_CODES, NOTICE_CODES
from desktop.services.case_lines import ANSWERED
from desktop.services.case_views import RedTask
from desktop.services.casebook import Casebook
from desktop.services.day_order import unclosed_days
from desktop.services.fee_tasks import fee_tasks
from desktop.services.hand_scans import owed_scans
from desktop.services.key_tasks import key_tasks
from desktop.services.setting_kinds import setting_label
from desktop.services.special_views import REPORTS, next_report
from desktop.services.today_waits import WAITING
from desktop.store import (
    arrivals,
    desk_notes,
    envelopes,
    found_numbers,
    holds,
    people,
    settings,
    sources,
    special,
)
from desktop.store.cases import case_row, on_their_way
from desktop.store.disposals import interrupted_batches
from desktop.store.exports import open_exports
from desktop.store.letters import unposted
from desktop.store.originals import kept_after_the_end
from desktop.store.schema.base import JST
from desktop.store.vault.slot import SlotFinding

_RUNNING = tuple(state for state in CaseState if state not in END_STATES)

_SLOT_TOLD: Final[Mapping[SlotFinding, str]] = {
    SlotFinding.TORN_HALF: "起動のとき、鍵ファイルの写しの片方が壊れていたため、書き直しました。",
    SlotFinding.ROLL_FINISHED: "起動のとき、途中で止まっていた鍵の更新を終わらせました。",
    SlotFinding.ROLL_UNDONE: "起動のとき、始まらなかった鍵の更新を取り消しました。",
}


def red_tasks(
    session: Session,
    book: Casebook,
    at: datetime,
    mail: Sequence[envelopes.Envelope],
    no_answer: int,
) -> tuple[RedTask, ...]:
    today = at.date()
    found: list[RedTask] = []
    clock = clock_check.judge(session, at, book.premises.holidays)
    if not clock.ok:
        found.append(
            RedTask(
                "CLOCK", clock.sentence, "責任者が日付を確かめてください。発送と廃棄は待ちます。"
            )
        )
    if forged := settings.not_replaced(session):
        found.append(
            RedTask(
                "SETTING",
                f"署名の合わない設定があります（{'、'.join(map(setting_label, forged))}）。"
                "正しく署名された前の定めで動いています。",
                "管理者が申請し直し、責任者が署名してください。記録の検証もしてください。",
            )
        )
    if settings.needs_standing(session):
        found.append(
            RedTask(
                "STANDING",
                "前の版で作られた保管庫です。利用者の役割と鍵に、責任者の署名がまだありません。",
                "責任者がサインインし、示された一覧を確かめて署名してください。",
            )
        )
    if told := _SLOT_TOLD.get(book.premises.slot_finding):
        found.append(
            RedTask("SLOT", told, "責任者に伝え、鍵ファイルのあるディスクを調べてください。")
        )
    lost = set(book.premises.lost_pages)
    if number := sum(page.id in lost for envelope in mail for page in envelope.pages):
        found.append(
            RedTask(
                "LOST_PAGE",
                f"受け付けたページのうち{number}枚の保存ファイルが見つかりません。",
                "その封筒を取り消して紙をスキャンし直し、管理者にディスクの点検を依頼してください。",
            )
        )
    found += _of_sources(sources.waiting(session), today)
    found += fee_tasks(session, book, today)
    if number := len(found_numbers.waiting_for_roll(session)):
        found.append(
            RedTask(
                "ROLL",
                f"取得してはならない番号の見つかったページが{number}枚、消去待ちです。",
                "責任者が今日のうちに鍵を更新してください。更新すると、古い写しも開けなくなります。",
            )
        )
    if ended := people.keys_ended(session):
        by = (ended + timedelta(days=1)).astimezone(JST).date()
        found.append(
            RedTask(
                "LEAVER_ROLL",
                "利用を終えたか、鍵を作り直した人の古い鍵が、鍵ファイルの写しをまだ開けます。",
                f"責任者が{by.month}月{by.day}日までに鍵を更新してください。",
            )
        )
    if number := len(found_numbers.waiting_for_paper(session)):
        found.append(
            RedTask(
                "FOUND_PAPER",
                f"取得してはならない番号の見つかった紙が{number}枚、手元に残っています。",
                "黒塗りするか返却し、確かめたことを記録してください。",
            )
        )
    limit = book.administration.settings(today).unfiled_days
    if number := sum(1 for one in mail if (today - one.day).days > limit):
        found.append(
            RedTask(
                "UNFILED",
                f"{limit}日を超えて登録されていない郵便物が{number}件あります。",
                "案件に登録するか、取り消してください。",
            )
        )
    if held := _held_mail(session, today):
        until, number_of = min(held)
        found.append(
            RedTask(
                "HELD_MAIL",
                f"郵便局の保管期限が近い回答が{len(held)}件あります"
                f"（最も早いものは{number_of}、{until.month}月{until.day}日まで）。",
                "追跡で配達を確かめて記録し、まだのときは受取りをお願いしてください。",
                number_of,
            )
        )
    if kept := kept_after_the_end(session):
        found.append(
            RedTask(
                "ORIGINAL",
                f"終わった案件の原本が{len(kept)}件、返送されずに残っています（{kept[0]}）。",
                "案件を開き、封入を確認して返送を記録してください。",
                kept[0],
            )
        )
    if asked := arrivals.numbers_waiting(session, ANSWERED):
        found.append(
            RedTask(
                "ARRIVAL",
                f"到達日の訂正の申出が{len(asked)}件、確認を待っています（{asked[0]}）。",
                "申し出た人とは別の受付担当が案件を開き、封筒を見て確認してください。",
                asked[0],
            )
        )
    if number := desk_notes.count_due(session, today):
        found.append(
            RedTask(
                "DESK_NOTE",
                f"保存期限を過ぎた電話・窓口の記録が{number}件あります。",
                "受付担当が保管・廃棄で廃棄を申請し、責任者が承認してください。",
            )
        )
    if unclosed := unclosed_days(session, book, today):
        first = unclosed[0]
        found.append(
            RedTask(
                "DAY_CLOSE",
                f"締めていない日計が{len(unclosed)}日分あります"
                f"（最も古いものは{first.month}月{first.day}日）。",
                "受付の「日計」で、古い日から順に、二人が別々に紙を数えて締めてください。",
            )
        )
    if no_answer:
        found.append(
            RedTask(
                "NO_ANSWER",
                f"期限を過ぎても返事のない案件が{no_answer}件あります。",
                "再度通知するか、理由「ハ」で起案してください。",
            )
        )
    if late := _unposted(session, book, today):
        found.append(
            RedTask(
                "UNPOSTED",
                f"作ってから発送していない文書が{len(late)}件あります（{late[0]}）。",
                "案件を開き、印刷して発送してください。",
                late[0],
            )
        )
    if owed_paper := owed_scans(session):
        found.append(
            RedTask(
                "HAND_SCAN",
                f"手書きで出した文書のスキャンが{len(owed_paper)}件ありません（{owed_paper[0]}）。",
                "署名した紙をスキャンし、案件の文書に付けてください。",
                owed_paper[0],
            )
        )
    if owed := [(*next_report(row), row.case_id) for row in special.reports_owed(session)]:
        which, by, case_id = min(owed, key=lambda one: one[1])
        found.append(
            RedTask(
                "INCIDENT",
                f"誤送付の報告が{len(owed)}件残っています。次は{by:%Y-%m-%d}までの"
                f"{REPORTS[which]}です。",
                "責任者が個人情報保護委員会に報告し、案件の履歴に記録してください。",
                case_row(session, case_id).number,
            )
        )
    if number := sum(1 for row in open_exports(session) if row.delete_by < today):
        found.append(
            RedTask(
                "OPEN_EXPORT",
                f"消す期限を過ぎた持ち出しが{number}件あります。",
                "写しを消し、消去を記録してください。",
            )
        )
    if number := holds.count_to_review(session, today):
        found.append(
            RedTask(
                "HOLD_REVIEW",
                f"見直しの日が来た保全が{number}件あります。",
                "責任者が保管・廃棄の「保全」で、続けるか、解除を申し出るかを決めてください。",
            )
        )
    if number := holds.count_to_confirm(session):
        found.append(
            RedTask(
                "HOLD_RELEASE",
                f"保全の解除の申出が{number}件、確認を待っています。",
                "申し出た人とは別の人が、保管・廃棄の「保全」で確認してください。",
                late=False,
            )
        )
    if number := len(interrupted_batches(session)):
        found.append(
            RedTask(
                "DISPOSAL",
                f"鍵の破棄が済んでいない廃棄が{number}件あります。",
                "保管・廃棄を開き、実施を続けてください。",
            )
        )
    found += [
        RedTask(
            "HOLIDAYS",
            f"{year}年の祝日表がありません。",
            "設定の「祝日」で、管理者が内閣府のCSVを取り込み、責任者が署名してください。",
        )
        for year in missing_years(book.premises.holidays, today)
    ]
    found += key_tasks(session, book.premises, today)
    found += [
        RedTask(one.code, one.sentence, one.next_step, late=one.late)
        for one in owed_backups(session, periods_of(book.administration.settings(today)), at)
    ]
    return tuple(found)


def _held_mail(session: Session, today: date) -> list[tuple[date, str]]:
    """Until when the post office keeps what nobody took, and the case's number (DOMAIN §8)."""
    return [
        (until, number)
        for number, row in on_their_way(session)
        if held_mail_is_red(row.dispatched_on, row.delivery, today)
        and (until := held_until(row.dispatched_on, row.delivery)) is not None
    ]


def _unposted(session: Session, book: Casebook, today: date) -> list[str]:
    """受付番号 of letters that were to leave the business day after they were made at the latest:
    a D-02 has two (DOMAIN §8 guard 2), and whoever it is for waits for the others as well."""
    calendar = book.premises.holidays
    made = (
        *(
            one
            for state, code in zip(WAITING, ASKING_CODES, strict=True)
            for one in unposted(session, (code,), (state,))
        ),
        *unposted(session, NOTICE_CODES, _RUNNING),
    )
    return [number for number, at in made if calendar.add_business_days(at.date(), 1) < today]


def _of_sources(waiting: Sequence[sources.Source], today: date) -> list[RedTask]:
    """What was taken in and still lies in clear outside (DESIGN §4), and since when."""
    if not waiting:
        return []
    days = (today - min(one.at for one in waiting).date()).days
    since = f"最も古いものは{days}日前" if days else "今日"
    numbers = sum(one.kind is not None for one in waiting)
    shown = f"うち{numbers}件に個人番号などが写っています。" if numbers else ""
    return [
        RedTask(
            "SOURCE_DELETION",
            f"取り込んだ元のファイルや用紙が{len(waiting)}件残っています（{since}）。",
            f"{shown}ファイルを消すか、処分したことを確かめてください。",
        )
    ]
