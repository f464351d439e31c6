"""The log in words that a person reads: moments, what an entry tells of, roots in groups."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop.address.compare import LEVEL_LABELS
from desktop.domain.desk_notes import NOTE_LABELS
from desktop.domain.findings import SOURCE_LABELS
from desktop.domain.holding import EXTENSION_LABELS
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.requests import FEE_MEANS_LABELS
from desktop.domain.retention import DisposalStage
from desktop.domain.states import STATE_LABELS
from desktop.domain.workday import LATE_LABELS, REOPEN_LABELS
from desktop.services.assignment import HAND_OVER_LABELS
from desktop.services.audit import AnchorView, AuditLine
from desktop.services.disposal_lists import HOLD_LABELS
from desktop.services.intake import DISCARD_LABELS
from desktop.services.pages_misfiled import MISFILED_LABELS
from desktop.ui.clock import JST
from desktop.ui.intake.words import FORBIDDEN_WORDS
from desktop.ui.marking import QT_TRANSLATE_NOOP

_DETAILS = {
    "reason": QT_TRANSLATE_NOOP("Words", "理由"),
    "pages": QT_TRANSLATE_NOOP("Words", "枚数"),
    "page": QT_TRANSLATE_NOOP("Words", "ページ"),
    "kind": QT_TRANSLATE_NOOP("Words", "種類"),
    "size": QT_TRANSLATE_NOOP("Words", "件数"),
    "rows": QT_TRANSLATE_NOOP("Words", "行数"),
    "entries": QT_TRANSLATE_NOOP("Words", "件数"),
    "customers": QT_TRANSLATE_NOOP("Words", "人数"),
    "accepted": QT_TRANSLATE_NOOP("Words", "受入れ"),
    "rejected": QT_TRANSLATE_NOOP("Words", "受け入れず"),
    "repaired": QT_TRANSLATE_NOOP("Words", "直した行"),
    "generation": QT_TRANSLATE_NOOP("Words", "世代"),
    "number": QT_TRANSLATE_NOOP("Words", "番号"),
    "letter": QT_TRANSLATE_NOOP("Words", "文書"),
    "code": QT_TRANSLATE_NOOP("Words", "文書"),
    "state": QT_TRANSLATE_NOOP("Words", "状態"),
    "stage": QT_TRANSLATE_NOOP("Words", "段階"),
    "level": QT_TRANSLATE_NOOP("Words", "判定"),
    "which": QT_TRANSLATE_NOOP("Words", "照合先"),
    "units": QT_TRANSLATE_NOOP("Words", "件数"),
    "epoch": QT_TRANSLATE_NOOP("Words", "鍵の世代"),
    "stick": QT_TRANSLATE_NOOP("Words", "鍵媒体"),
    "copy": QT_TRANSLATE_NOOP("Words", "カードの枚目"),
    "card": QT_TRANSLATE_NOOP("Words", "カードの指紋"),
    "amount": QT_TRANSLATE_NOOP("Words", "金額"),
    "means": QT_TRANSLATE_NOOP("Words", "納付方法"),
    "year": QT_TRANSLATE_NOOP("Words", "年度"),
    "problems": QT_TRANSLATE_NOOP("Words", "食い違い"),
    "anchored": QT_TRANSLATE_NOOP("Words", "控えで確かめた件数"),
    "source": QT_TRANSLATE_NOOP("Words", "指摘のもと"),
    "due": QT_TRANSLATE_NOOP("Words", "期限"),
}
_CODES: dict[str, str] = {
    **{code.value: words for code, words in STATE_LABELS.items()},
    **{code.value: words for code, words in LEVEL_LABELS.items()},
    **{code.value: words for code, words in FEE_MEANS_LABELS.items()},
    **{code.value: words for code, words in PAGE_KIND_LABELS.items()},
    DisposalStage.CONTENT_ERASED.value: QT_TRANSLATE_NOOP("Words", "消去済"),
    DisposalStage.KEYS_DESTROYED_LIVE.value: QT_TRANSLATE_NOOP("Words", "鍵破棄"),
    DisposalStage.STICK_A.value: QT_TRANSLATE_NOOP("Words", "鍵媒体A"),
    DisposalStage.STICK_B.value: QT_TRANSLATE_NOOP("Words", "鍵媒体B"),
    DisposalStage.IRREVERSIBLE.value: QT_TRANSLATE_NOOP("Words", "復元不可能"),
    "GRANTED": QT_TRANSLATE_NOOP("Words", "開示"),
    "PARTIAL": QT_TRANSLATE_NOOP("Words", "一部開示"),
    "REFUSED": QT_TRANSLATE_NOOP("Words", "不開示"),
    "OK": QT_TRANSLATE_NOOP("Words", "ずれなし"),
    "BEHIND": QT_TRANSLATE_NOOP("Words", "前に使った日時より遅れ"),
    "FAR_AHEAD": QT_TRANSLATE_NOOP("Words", "大きく進んだ"),
    "R1": QT_TRANSLATE_NOOP("Words", "契約者・請求先"),
    "R2": QT_TRANSLATE_NOOP("Words", "供給場所"),
    "Rh": QT_TRANSLATE_NOOP("Words", "前の住所"),
    **{code.value: words for code, words in DISCARD_LABELS.items()},
    **{code.value: words for code, words in FORBIDDEN_WORDS.items()},
    **{str(code): words for code, words in LATE_LABELS.items()},
    **{str(code): words for code, words in REOPEN_LABELS.items()},
    **{str(code): words for code, words in HAND_OVER_LABELS.items()},
    **{str(code): words for code, words in MISFILED_LABELS.items()},
    **{str(code): words for code, words in NOTE_LABELS.items()},
    **{str(code): words for code, words in SOURCE_LABELS.items()},
    **EXTENSION_LABELS,
    **HOLD_LABELS,
}
_FIELDS = {
    "name": QT_TRANSLATE_NOOP("Words", "氏名"),
    "address": QT_TRANSLATE_NOOP("Words", "住所"),
    "kana": QT_TRANSLATE_NOOP("Words", "フリガナ"),
    "phone": QT_TRANSLATE_NOOP("Words", "電話"),
    "postal": QT_TRANSLATE_NOOP("Words", "郵便番号"),
    "birth": QT_TRANSLATE_NOOP("Words", "生年月日"),
    "kind": QT_TRANSLATE_NOOP("Words", "種類"),
}


def moment(at: datetime) -> str:
    return f"{at.astimezone(JST):%Y-%m-%d %H:%M}"


def detail_words(line: AuditLine) -> str:
    """Counts, codes and the names of fields; the log holds no values of a person."""
    parts = [
        f"{_tr(_DETAILS[key])} {_value(value)}"
        for key, value in line.detail.items()
        if key in _DETAILS
    ]
    named = [_tr(_FIELDS[field]) for field in line.fields if field in _FIELDS]
    others = len(line.fields) - len(named)
    if named:
        parts.append(
            _tr("項目 ") + "・".join(named) + (_tr(" ほか{0}").format(others) if others else "")
        )
    elif others:
        parts.append(_tr("項目 {0}件").format(others))
    return "　".join(parts)


def _value(value: str | int) -> str | int:
    """Codes in the clerks' words; numbers as they are."""
    return _tr(_CODES.get(value, value)) if isinstance(value, str) else value


def root_words(root: str) -> str:
    """64 hex digits in groups of four, as they are typed from paper."""
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))


def anchor_words(anchor: AnchorView) -> str:
    return _tr("件数 {0}　ルート {1}").format(anchor.size, root_words(anchor.root))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)
