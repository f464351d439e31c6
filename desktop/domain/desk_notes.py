"""電話・窓口の記録: what a note is about, and what it must say (policy 5(2); DOMAIN §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from desktop.domain.errors import Refused


class NoteKind(StrEnum):
    """AGENT_NOTICE: an agent called before writing (事前連絡). FORM_SENT: blank forms left."""

    ENQUIRY = "ENQUIRY"
    AGENT_NOTICE = "AGENT_NOTICE"
    FORM_SENT = "FORM_SENT"


NOTE_LABELS: Final[Mapping[NoteKind, str]] = {
    NoteKind.ENQUIRY: "問い合わせ",
    NoteKind.AGENT_NOTICE: "代理人の事前連絡",
    NoteKind.FORM_SENT: "書式の送付",
}


class NoteMeans(StrEnum):
    PHONE = "PHONE"
    COUNTER = "COUNTER"
    MAIL = "MAIL"
    EMAIL = "EMAIL"


MEANS_LABELS: Final[Mapping[NoteMeans, str]] = {
    NoteMeans.PHONE: "電話",
    NoteMeans.COUNTER: "窓口",
    NoteMeans.MAIL: "郵便",
    NoteMeans.EMAIL: "メール",
}

FORM_LABELS: Final[Mapping[str, str]] = {
    "F-01": "F-01 開示等請求書",
    "F-02": "F-02 訂正等請求書",
    "F-03": "F-03 利用停止等請求書",
    "F-04": "F-04 委任状",
    "F-05": "F-05 案内・マスキング例",
}
"""The blank forms that a caller may be sent (DOMAIN §9)."""


def check_note(
    kind: str, means: str, forms: Sequence[str], name: str, address: str, text: str
) -> None:
    """Refuse a note that says too little to be of use later."""
    if kind not in set(NoteKind):
        raise Refused("記録の種類が選ばれていません。", "種類を選んでください。", field="kind")
    if means not in set(NoteMeans):
        raise Refused(
            "連絡の方法が選ばれていません。", "電話か窓口かなどを選んでください。", field="means"
        )
    if kind == NoteKind.FORM_SENT:
        if not forms or not set(forms) <= FORM_LABELS.keys():
            raise Refused(
                "送った書式が選ばれていません。", "送った書式に印を付けてください。", field="forms"
            )
        if means == NoteMeans.MAIL and not address.strip():
            raise Refused(
                "書式の送り先が入っていません。", "送り先の住所を入れてください。", field="address"
            )
    elif forms:
        raise Refused(
            "書式を選べるのは、書式の送付の記録だけです。",
            "種類を選び直してください。",
            field="kind",
        )
    if kind == NoteKind.AGENT_NOTICE and not name.strip():
        raise Refused(
            "事前連絡をした人の氏名が入っていません。",
            "代理人の氏名を入れてください。",
            field="name",
        )
    if kind == NoteKind.ENQUIRY and not text.strip():
        raise Refused("記録する内容がありません。", "内容を書いてください。", field="text")
