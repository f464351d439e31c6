"""What is blacked out, as the office's papers call it (DOMAIN §5; I-08, I-10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.reading import Forbidden, MaskReason

FORBIDDEN_LABELS: Final[Mapping[Forbidden, str]] = {
    Forbidden.MY_NUMBER: "個人番号",
    Forbidden.MY_NUMBER_LIKE: "個人番号の可能性がある12桁の数字",
    Forbidden.INSURANCE: "保険者番号・記号・番号",
    Forbidden.PENSION: "基礎年金番号",
    Forbidden.RESIDENT_CODE: "住民票コード",
}

MASK_LABELS: Final[Mapping[MaskReason, str]] = {
    MaskReason.DOMICILE: "本籍",
    MaskReason.RELATION: "続柄",
    MaskReason.SEX: "性別",
    MaskReason.ORGAN: "臓器提供の意思",
    MaskReason.NUMBER: "書類の番号",
    MaskReason.HEALTH: "病名・等級",
    MaskReason.NOT_NEEDED: "不要な部分",
}
