"""The history of one case as sentences: what was done, to what, and where it can be looked at.

Built from the operation log, which holds codes, counts and the names of fields, never values. A
code that this table does not know is passed over, and none is ever shown raw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.desk_notes import NOTE_LABELS
from desktop.domain.office_papers import SHEET_LABELS
from desktop.domain.payments import MISTAKE_LABELS
from desktop.domain.posting import ANOTHER_WAY_LABELS, DELIVERY_LABELS
from desktop.domain.printing import AGAIN_LABELS, HAND_REASON_LABELS, HandReason
from desktop.domain.reading import Forbidden
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.domain.rerouting import DEPARTMENT_LABELS, HANDED_LABELS, REROUTE_LABELS
from desktop.domain.states import STATE_LABELS, CaseState
from desktop.services.audit_labels import ACTION_LABELS
from desktop.services.history_views import HistoryKind, HistoryLink
from desktop.services.special_views import REPORTS
from desktop.store.audit_log import Entry

_SAID: Final[Mapping[str, str]] = {
    "case.take_over": "紙での段階から始めました",
    "case.accept": "郵便物を案件として受け付けました",
    "case.join": "届いた返信を案件に加えました",
    "case.confirm_form": "請求書の形式を確認しました",
    "case.ask_correction": "補正の依頼を作りました",
    "case.receive_correction": "補正の返事を受け取りました",
    "case.second_notice": "再度の通知を作りました",
    "case.second_asked": "第二確認を頼みました",
    "case.second_checked": "第二確認で同意しませんでした",
    "case.confirm_identity": "ご本人であることを確認しました",
    "case.recheck_identity": "本人確認をやり直すことにしました",
    "case.confirm_agent": "代理人と代理権を確認しました",
    "case.scope": "対象の情報を決めました",
    "case.ask_fee": "手数料の請求を作りました",
    "case.receive_fee": "手数料の返事を受け取りました",
    "case.fee_recorded": "届いた手数料を記録しました",
    "case.fee_returned": "手数料を返しました",
    "case.fee_reversed": "手数料の記録を取り消しました",
    "case.fee_reversal_proposed": "手数料の記録の取消を申し出ました",
    "case.fee_reversal_kept": "手数料の記録の取消に同意しませんでした",
    "case.fee_reversal_taken_back": "手数料の記録の取消の申出を取り下げました",
    "case.fee_not_enclosed": "一覧にある切手・為替・現金の同封がないことを二人で確認しました",
    "case.fee_waived": "手数料を免除しました",
    "case.inquiry": "担当部署へ調査を依頼しました",
    "case.inquiry_reminded": "担当部署へ催促しました",
    "case.inquiry_saved": "調査依頼を書き出しました",
    "case.inquiry_printed": "調査依頼を印刷しました",
    "case.inquiry_not_printed": "調査依頼を印刷できませんでした",
    "case.answer_pdf": "担当部署の回答（PDF）を受け入れました",
    "case.answer_confirmed": "PDFの回答を確かめて確定しました",
    "case.answer_dropped": "PDFの回答を取り下げました",
    "case.answer_no_name": "回答の言葉が氏名でないことを確かめました",
    "case.answer_masked": "回答の一部を黒塗りしました",
    "case.confirm_fee": "手数料を確認しました",
    "case.answer_imported": "担当部署の回答を取り込みました",
    "case.draft": "回答の起案を始めました",
    "case.draft_refusal": "本人確認のないまま不開示の起案を始めました",
    "case.draft_saved": "起案の下書きを保存しました",
    "case.edit": "起案を直しました。前の決裁は無効です",
    "case.submit": "決裁に出しました",
    "case.send_back": "起案を差し戻しました",
    "case.approve": "決裁しました",
    "case.void_approval": "決裁した人が離任したため、決裁を取り消しました",
    "case.dispatch": "回答を発送しました",
    "case.confirm_delivery": "配達を確認しました",
    "case.record_return": "返戻を記録しました",
    "case.resend": "もう一度発送しました",
    "case.give_up_return": "返戻のまま終えました",
    "case.complete": "案件を完了しました。書類の保存期間が始まりました",
    "case.withdraw": "お客様の取下げを記録しました",
    "case.close_no_response": "返事がないまま案件を終えました",
    "case.reroute": "ほかの部署に回しました",
    "case.reopen": "終わった案件を再開しました",
    "case.principal_died": "ご本人が亡くなったことを記録しました",
    "case.death_taken_back": "亡くなったことの記録を取り消しました",
    "case.occupant": "契約者でない利用者の請求として扱うことにしました",
    "case.occupant_cleared": "利用者としての扱いを取り消しました",
    "case.handling": "取扱いを指定しました",
    "case.linked": "同じ方の案件と関連付けました",
    "case.misdelivery": "誤送付を記録しました",
    "case.misdelivery_reported": "誤送付の報告を記録しました",
    "case.assign": "担当を替えました",
    "case.arrival_proposed": "到達日の訂正を申し出ました",
    "case.arrival_changed": "到達日を訂正しました。期限を数え直しました",
    "case.arrival_kept": "到達日の訂正に同意しませんでした",
    "case.shelf": "紙の保管場所を記録しました",
    "case.original_asked": "原本の返却の申出を記録しました",
    "case.original_checked": "返す原本の封入を確認しました",
    "case.original_sent": "原本を返送しました",
    "case.original_cancelled": "原本の返却の申出を取り消しました",
    "case.original_corrected": "原本の返送の記録を直しました",
    "case.desk_note": "電話・窓口の記録を入れました",
    "case.note_kept": "保存できなかった入力を控えに残しました",
    "letter.frozen": "決裁に出す文書を作りました",
    "letter.notice": "お客様への連絡の文書を作りました",
    "letter.taken_back": "文書を取り消しました",
    "letter.open": "文書を取り出しました",
    "slip.copy": "社内票の写しを保存しました",
    "slip.print": "社内票を印刷しました",
    "letter.copy": "文書の写しを保存しました",
    "letter.print": "文書を印刷しました",
    "letter.print_failed": "印刷できませんでした",
    "letter.reprint": "文書をもう一度出しました",
    "letter.by_hand": "文書を手書きで出しました",
    "letter.hand_scanned": "手書きの文書のスキャンを付けました",
    "print.end": "印刷の終わりを確かめました",
    "print.cancel": "印刷を取り消しました",
    "letter.check": "封入を確認しました",
    "letter.send": "文書を発送しました",
    "letter.returned": "文書の返戻を記録しました",
    "letter.way": "文書を送る方法を記録しました",
    "identity.view": "本人確認書類を見ました",
    "page.view": "ページを見ました",
    "page.correct": "読み取りを直しました",
    "page.mask": "ページの一部を黒塗りしました",
    "page.moved_out": "書類を別の案件に移しました",
    "page.moved_in": "別の案件から書類を受け入れました",
    "page.to_intake": "書類を受付に戻しました",
    "page.from_intake": "受付に戻した書類を案件に戻しました",
    "forbidden.found": "取得してはならない番号を見つけ、ページを消しました",
    "forbidden.paper_done": "番号の写った紙の処置を確かめました",
    "hold.set": "保全を設定しました",
    "hold.release_proposed": "保全の解除を申請しました",
    "hold.released": "保全を解除しました",
    "hold.reviewed": "保全を見直し、続けることにしました",
    "hold.joined": "本人の保全に、この案件が加わりました",
    "finding.add": "この案件についての指摘を記入しました",
    "finding.answer": "指摘への是正を報告しました",
    "finding.close": "指摘への是正を確認しました",
    "finding.back": "指摘への是正を差し戻しました",
    "finding.due": "是正の期限を変えました",
    "retention.extended": "書類の保存期間を延長しました",
}

FIELD_LABELS: Final[Mapping[str, str]] = {
    "wanted": "請求の種類と対象",
    "method": "回答の方法",
    "agent": "代理人",
    "name": "氏名",
    "kana": "フリガナ",
    "family_kana": "フリガナ（姓）",
    "given_kana": "フリガナ（名）",
    "birth": "生年月日",
    "phone": "電話",
    "postal": "郵便番号",
    "address": "住所",
    "prefecture": "都道府県",
    "city": "市区町村",
    "town": "町・丁目",
    "block": "番地",
    "building": "建物",
    "room": "部屋番号",
    "valid_until": "有効期限",
    "issued_on": "発行日",
}

_KINDS: Final[Mapping[str, HistoryKind]] = {
    "case": HistoryKind.WORK,
    "letter": HistoryKind.LETTER,
    "slip": HistoryKind.LETTER,
    "print": HistoryKind.LETTER,
    "identity": HistoryKind.PAGE,
    "page": HistoryKind.PAGE,
    "forbidden": HistoryKind.PAGE,
}

_LOOKS: Final = frozenset(
    {
        "identity.view",
        "page.view",
        "letter.open",
        "slip.copy",
        "slip.print",
        "letter.copy",
        "letter.print",
        "letter.print_failed",
        "letter.reprint",
        "print.end",
        "print.cancel",
    }
)
"""What leaves the case as it was."""

_FORBIDDEN: Final[Mapping[str, str]] = {
    Forbidden.MY_NUMBER.value: "個人番号",
    Forbidden.MY_NUMBER_LIKE.value: "個人番号らしい番号",
    Forbidden.INSURANCE.value: "保険証の番号",
    Forbidden.PENSION.value: "基礎年金番号",
    Forbidden.RESIDENT_CODE.value: "住民票コード",
}
_REROUTED: Final[Mapping[str, str]] = {one.value: said for one, said in REROUTE_LABELS.items()}
_NOTES: Final[Mapping[str, str]] = {one.value: said for one, said in NOTE_LABELS.items()}
_DEPARTMENTS: Final[Mapping[str, str]] = {
    one.value: f"{said}へ" for one, said in DEPARTMENT_LABELS.items()
}
_HANDED: Final[Mapping[str, str]] = {one.value: said for one, said in HANDED_LABELS.items()}
_TOLD: Final[tuple[tuple[str, Mapping[str, str]], ...]] = (
    ("delivery", DELIVERY_LABELS),
    ("another", {one.value: said for one, said in ANOTHER_WAY_LABELS.items()}),
    ("kind", {**_FORBIDDEN, **_REROUTED, **_NOTES}),
    ("department", _DEPARTMENTS),
    ("handed", _HANDED),
    ("which", REPORTS),
    ("why", {one.value: said for one, said in MISTAKE_LABELS.items()}),
    ("sheet", SHEET_LABELS),
    ("again", {one.value: said for one, said in AGAIN_LABELS.items()}),
    ("reason", {one.value: HAND_REASON_LABELS[one] for one in HandReason if one != "OTHER"}),
)
"""Codes in the log's details that are told in words; of others nothing is said."""

_COUNTS: Final[Mapping[str, str]] = {
    "pages": "{0}枚",
    "sheets": "{0}枚",
    "points": "{0}点",
    "decisions": "{0}項目",
    "rows": "{0}行",
    "answers": "回答{0}件を取り直します",
    "times": "{0}回目",
    "boxes": "黒塗り{0}か所",
    "cases": "{0}件",
    "persons": "{0}人分",
    "voided": "発送していない文書{0}通を取り消しました",
}
_DAYS: Final[Mapping[str, str]] = {
    "on": "{0}",
    "answer_by": "返事の期限 {0}",
    "printed": "文書に書いた期限 {0}",
    "answer_on": "お答えの予定 {0}",
    "before": "訂正前 {0}",
    "after": "訂正後 {0}",
}


@dataclass(frozen=True, slots=True)
class CaseThings:
    """What a line may lead to: letters by id with their titles, pages with their places."""

    letters: Mapping[str, str]
    pages: Mapping[str, str]
    name_of: Callable[[str], str]
    number_of: Callable[[str], str]


def sentence(entry: Entry, things: CaseThings) -> str:
    """What was done, as a sentence without a full stop; with the person or the letter it names."""
    if entry.action == "case.assign" and entry.subject:
        return f"担当を {things.name_of(entry.subject)} に替えました"
    said = _SAID.get(entry.action)
    if said is None:
        label = ACTION_LABELS.get(entry.action)
        return f"「{label}」を行いました" if label else "この版の知らない操作を行いました"
    title = things.letters.get(entry.subject)
    if title and said.startswith(("文書", "決裁に出す文書")):
        return said.replace("文書", f"「{title}」", 1)
    return said


def more(entry: Entry, things: CaseThings) -> tuple[str, ...]:
    """What else the log knows: amounts, days, fields, and from which state to which."""
    found: list[str] = []
    detail = entry.detail
    means = str(detail.get("means", ""))
    if means in set(FeeMeans) and "amount" in detail:
        found.append(f"{FEE_MEANS_LABELS[FeeMeans(means)]} {int(detail['amount']):,}円")
    for key, words in _COUNTS.items():
        if isinstance(count := detail.get(key), int):
            found.append(words.format(count))
    if isinstance(rejected := detail.get("rejected"), int) and rejected:
        found.append(f"受け入れなかった行 {rejected}行")
    for key, words in _DAYS.items():
        if day := _day(detail.get(key)):
            found.append(words.format(day))
    if due := detail.get("due"):  # with its year: it may lie in another one
        found.append(f"期限 {due}")
    for key, table in _TOLD:
        if known := table.get(str(detail.get(key, ""))):
            found.append(known)
    found += _fields(entry.fields)
    if page := things.pages.get(entry.subject):
        found.append(page)
    found += _where(entry, things)
    return tuple(found)


def link(entry: Entry, things: CaseThings) -> HistoryLink | None:
    """The letter, page or note that the line tells of, where it is still there."""
    if entry.action in ("case.note_kept", "case.desk_note"):
        return HistoryLink("NOTE", entry.subject)
    if entry.subject in things.letters:
        return HistoryLink("LETTER", entry.subject)
    if entry.subject in things.pages:
        return HistoryLink("PAGE", entry.subject)
    return None


def kind(entry: Entry) -> HistoryKind:
    return _KINDS.get(entry.action.split(".")[0], HistoryKind.OTHER)


def changed(entry: Entry) -> bool:
    """Whether the case is another since, and not only looked at."""
    return entry.action not in _LOOKS


def _fields(fields: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(FIELD_LABELS[one] for one in fields if one in FIELD_LABELS))
    others = sum(1 for one in fields if one not in FIELD_LABELS)
    if others:
        known.append(f"ほか{others}項目" if known else f"{others}項目")
    return ["・".join(known)] if known else []


def _where(entry: Entry, things: CaseThings) -> list[str]:
    """「形式確認 → 本人確認」; of a page that was moved, between which cases."""
    before, after = str(entry.detail.get("from", "")), str(entry.detail.get("to", ""))
    if before in set(CaseState) and after in set(CaseState):
        if before == after:
            return []
        return [f"{STATE_LABELS[CaseState(before)]} → {STATE_LABELS[CaseState(after)]}"]
    numbers = [number for one in (before, after) if one and (number := things.number_of(one))]
    return [" → ".join(numbers)] if numbers else []


def _day(value: object) -> str:
    if not isinstance(value, str):
        return ""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ""
    return f"{day.month}月{day.day}日"
