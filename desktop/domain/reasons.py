"""Reasons for refusal: which code fits which request, and that a text is given (DOMAIN §3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from desktop.domain.errors import Refused
from desktop.domain.requests import REQUEST_LABELS, Reason, RequestType

_ALL = frozenset(RequestType)
_CORRECTION = frozenset({RequestType.CORRECT, RequestType.ADD, RequestType.DELETE})
_STOPPING = frozenset({RequestType.STOP_USE, RequestType.ERASE, RequestType.STOP_3P})
_DISCLOSURE = frozenset({RequestType.DISCLOSE, RequestType.DISCLOSE_3P})
_PURPOSE = frozenset({RequestType.PURPOSE})

VALID_FOR: Final[Mapping[Reason, frozenset[RequestType]]] = {
    Reason.R_I: _ALL,
    Reason.R_RO: _ALL,
    Reason.R_HA: _ALL,
    Reason.R_NI: _ALL,
    Reason.R_HO: _PURPOSE | _DISCLOSURE,
    Reason.R_HE: _DISCLOSURE,
    Reason.R_TO: _DISCLOSURE,
    Reason.X_PURP: _PURPOSE,
    # 33条4項 speaks of disclosure, 34条2項 of corrections; 33条5項 does not take 33条4項 over.
    Reason.X_LAW: frozenset({RequestType.DISCLOSE}) | _CORRECTION,
    Reason.X_FACT: _CORRECTION,
    Reason.X_NEED: _CORRECTION,
    Reason.X_GRND: _STOPPING,
    Reason.X_ALT: _STOPPING,
    Reason.X_KEEP: _STOPPING,
}

UNPROVEN_REASONS: Final = frozenset({Reason.R_I, Reason.R_RO, Reason.R_HA})
"""The only refusals for which identity may stay unproven (DOMAIN §8 guard 3)."""

REASON_LABELS: Final[Mapping[Reason, str]] = {
    Reason.R_I: "イ 本人確認できない",
    Reason.R_RO: "ロ 代理人・代理権を確認できない",
    Reason.R_HA: "ハ 手続によらない",
    Reason.R_NI: "ニ 対象外・不存在",
    Reason.R_HO: "ホ 本人・第三者の権利利益を害する",
    Reason.R_HE: "ヘ 業務に著しい支障",
    Reason.R_TO: "ト 他の法令に違反",
    Reason.X_PURP: "利用目的が明らか等",
    Reason.X_LAW: "他の法令に特別の手続",
    Reason.X_FACT: "事実と相違しない・評価",
    Reason.X_NEED: "訂正等の必要がない",
    Reason.X_GRND: "35条の事由がない",
    Reason.X_ALT: "代替措置による",
    Reason.X_KEEP: "法令上の保存義務",
}

# The policy's list is lettered in katakana, but its file has a hiragana へ (U+3078) for ヘ.
_POLICY_LETTERS: Final[Mapping[str, Reason]] = {
    "イ": Reason.R_I,
    "ロ": Reason.R_RO,
    "ハ": Reason.R_HA,
    "ニ": Reason.R_NI,
    "ホ": Reason.R_HO,
    "\u30d8": Reason.R_HE,
    "\u3078": Reason.R_HE,
    "ト": Reason.R_TO,
}


def reasons_for(kind: RequestType, *, agent: bool = True) -> tuple[Reason, ...]:
    """The reasons a clerk may choose for the request, in the order of the table.

    Without an agent ロ is not offered.
    """
    return tuple(
        reason
        for reason, kinds in VALID_FOR.items()
        if kind in kinds and (agent or reason is not Reason.R_RO)
    )


def reason_from_policy_letter(letter: str) -> Reason:
    """The code of a letter of policy 5(5) as its file writes it: 「イ)」 or 「へ」."""
    plain = unicodedata.normalize("NFKC", letter).strip(" ()")
    reason = _POLICY_LETTERS.get(plain)
    if reason is None:
        raise Refused(
            "個人情報保護方針5(5)にない理由の符号です。", "イからトまでの符号を入れてください。"
        )
    return reason


def check_decision(
    kind: RequestType, reason: Reason | None, text: str, *, agent: bool = True
) -> None:
    """Refuse a decision whose reason does not fit, or says nothing; `reason` None grants.

    The policy promises 「理由を回答いたします」: code and free text are both mandatory.
    """
    if reason is None:
        return
    if kind not in VALID_FOR[reason]:
        raise Refused(
            f"理由「{REASON_LABELS[reason]}」は「{REQUEST_LABELS[kind]}」には使えません。",
            "この請求に使える理由を選んでください。",
            field="reason",
        )
    if reason is Reason.R_RO and not agent:
        raise Refused(
            "代理人による請求ではないため、理由「ロ」は使えません。",
            "ほかの理由を選んでください。",
            field="reason",
        )
    if not any(character.isalnum() for character in text):
        raise Refused(
            "理由の説明が書かれていません。",
            "お客様に伝える理由を、具体的な文で入れてください。",
            field="reason_text",
        )
    if reason is Reason.R_HE and not _names_an_obstruction(text):
        raise Refused(
            "理由「ヘ」には、どの業務にどのような支障が出るかの説明が要ります。",
            "手間や迷惑だけでは理由になりません。具体的な支障を書くか、ほかの理由を選んでください。",
            field="reason_text",
        )


def _names_an_obstruction(text: str) -> bool:
    """Whether more is said than the policy's own words, or that it is a bother (DOMAIN §3: ヘ needs
    a concrete obstruction, not annoyance)."""
    left = unicodedata.normalize("NFKC", text)
    for words in _NOT_CONCRETE:
        left = left.replace(words, "")
    return sum(character.isalnum() for character in left) >= _CONCRETE


_CONCRETE: Final = 8
_NOT_CONCRETE: Final = (
    *(
        "業務の適正な実施",
        "著しい支障",
        "業務に支障",
        "当社の業務",
        "当社",
        "業務",
        "支障",
        "著しい",
    ),
    *("を及ぼすおそれ", "及ぼす", "生じる", "生ずる", "おそれ", "恐れ"),
    *("手間がかかる", "手間", "迷惑", "面倒", "多忙", "忙しい", "時間がかかる", "費用がかかる"),
    *("があるため", "があります", "である", "であるため", "になるため", "なるため", "ため", "から"),
)
"""What the policy's own words and a mere bother come to, once a text is rid of them."""
