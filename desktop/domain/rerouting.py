"""他部署への回付: mail that is no request under the Act, and what becomes of it (DOMAIN §1)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from desktop.domain.errors import Refused


class RerouteKind(StrEnum):
    """What the mail is instead of a 開示等の求め. HEIRS: the principal has died (任意対応)."""

    LAWYERS = "LAWYERS"
    POLICE = "POLICE"
    COMPLAINT = "COMPLAINT"
    CANCELLATION = "CANCELLATION"
    HEIRS = "HEIRS"
    OTHER = "OTHER"


class Department(StrEnum):
    LEGAL = "LEGAL"
    CUSTOMER = "CUSTOMER"
    CONTRACT = "CONTRACT"
    BILLING = "BILLING"
    COMPLIANCE = "COMPLIANCE"
    OTHER = "OTHER"


class HandedOver(StrEnum):
    """What the other department was given."""

    ORIGINALS = "ORIGINALS"
    COPIES = "COPIES"
    NOTICE = "NOTICE"


REROUTE_LABELS: Final[Mapping[RerouteKind, str]] = {
    RerouteKind.LAWYERS: "弁護士会照会",
    RerouteKind.POLICE: "警察などの照会",
    RerouteKind.COMPLAINT: "苦情",
    RerouteKind.CANCELLATION: "解約・契約の手続き",
    RerouteKind.HEIRS: "相続人への任意対応",
    RerouteKind.OTHER: "その他（開示等の請求ではない）",
}

DEPARTMENT_LABELS: Final[Mapping[Department, str]] = {
    Department.LEGAL: "法務",
    Department.CUSTOMER: "お客様センター",
    Department.CONTRACT: "契約管理",
    Department.BILLING: "料金",
    Department.COMPLIANCE: "コンプライアンス",
    Department.OTHER: "その他の部署",
}

HANDED_LABELS: Final[Mapping[HandedOver, str]] = {
    HandedOver.ORIGINALS: "原本を渡した",
    HandedOver.COPIES: "写しを渡した",
    HandedOver.NOTICE: "書類は渡さず、届いたことだけ伝えた",
}


def check_reroute(kind: str, department: str, handed: str, sheets: int) -> None:
    """Refuse a hand-over that does not say what, to whom and how much."""
    if kind not in set(RerouteKind):
        raise Refused(
            "郵便物の種類が選ばれていません。",
            "回付する郵便物の種類を選んでください。",
            field="kind",
        )
    if department not in set(Department):
        raise Refused(
            "回付先が選ばれていません。", "渡す部署を選んでください。", field="department"
        )
    if handed not in set(HandedOver):
        raise Refused(
            "渡したものが選ばれていません。",
            "原本か写しか連絡だけかを選んでください。",
            field="handed",
        )
    if (handed == HandedOver.NOTICE) != (sheets == 0) or sheets < 0:
        raise Refused(
            "渡した枚数が、渡したものと合いません。",
            "書類を渡したときは枚数を、連絡だけのときは0を入れてください。",
            field="sheets",
        )
