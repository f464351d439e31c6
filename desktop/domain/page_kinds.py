"""What the papers are called, and which of them are identity papers (DOMAIN §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop.domain.reading import PageKind, PagePart, PageReading, prefix_of

PAGE_KIND_LABELS: Final[Mapping[PageKind, str]] = {
    PageKind.FORM: "請求書",
    PageKind.SLIP: "返信票",
    PageKind.DL: "運転免許証",
    PageKind.DL_BACK: "運転免許証（裏）",
    PageKind.DLH: "運転経歴証明書",
    PageKind.MNC: "マイナンバーカード（表）",
    PageKind.MNC_BACK: "マイナンバーカード（裏）",
    PageKind.RC: "在留カード",
    PageKind.SPR: "特別永住者証明書",
    PageKind.SRC: "特定在留カード等",
    PageKind.PP_OLD: "旅券（2020年2月3日以前の申請）",
    PageKind.PP_NEW: "旅券（2020年2月4日以後の申請）",
    PageKind.SKC: "資格確認書",
    PageKind.PEN: "年金手帳・基礎年金番号通知書",
    PageKind.JUM: "住民票の写し",
    PageKind.FUH: "戸籍の附票",
    PageKind.INK: "印鑑登録証明書",
    PageKind.KOS: "戸籍謄抄本",
    PageKind.TOU: "登記事項証明書",
    PageKind.HOK: "健康保険証",
    PageKind.SKO: "資格情報のお知らせ",
    PageKind.JKI: "住民基本台帳カード",
    PageKind.POWER: "委任状",
    PageKind.STAMPS: "切手・為替",
    PageKind.ENVELOPE: "封筒",
    PageKind.BLANK: "白紙",
    PageKind.UNKNOWN: "不明",
}


def part_label(part: PagePart) -> str:
    """What one of several papers on a page is called, its back as such."""
    label = PAGE_KIND_LABELS[part.kind]
    return f"{label}（裏）" if part.back and "（裏）" not in label else label


def page_label(reading: PageReading) -> str:
    """What the page is called: 運転免許証（両面）, 在留カード ほか1点."""
    label = PAGE_KIND_LABELS[reading.kind]
    further = len(reading.parts) - 1
    if further < 1:
        return label
    if further == 1 and reading.parts[1].back:
        return f"{label}（両面）"
    return f"{label} ほか{further}点"


def with_kind(reading: PageReading, part: int, kind: PageKind) -> PageReading:
    """The reading once a clerk has said what the `part`-th paper of the page is.

    The other papers on the page stay what they are, with all their fields. Where that one is no
    identity paper, it was none of several: as the first one the whole page is what the clerk said,
    as a further one it is left out.
    """
    parts = reading.parts
    if kind in IDENTITY_KINDS and part < len(parts):
        said = tuple(
            replace(one, kind=kind, back=False) if number == part else one
            for number, one in enumerate(parts)
        )
        return replace(reading, kind=said[0].kind, parts=said)
    if part and part < len(parts):
        left = tuple(one for one in parts if one is not parts[part])
        gone = parts[part].prefix
        fields = tuple(one for one in reading.fields if prefix_of(one.key) != gone)
        alone = len(left) == 1
        back = left[0].back if alone else reading.back
        return replace(reading, parts=() if alone else left, back=back, fields=fields)
    fields = tuple(one for one in reading.fields if not prefix_of(one.key))
    return replace(reading, kind=kind, parts=(), back=False, fields=fields)


IDENTITY_KINDS: Final = frozenset(
    {
        PageKind.DL,
        PageKind.DL_BACK,
        PageKind.DLH,
        PageKind.MNC,
        PageKind.RC,
        PageKind.SPR,
        PageKind.SRC,
        PageKind.PP_OLD,
        PageKind.PP_NEW,
        PageKind.SKC,
        PageKind.PEN,
        PageKind.JUM,
        PageKind.FUH,
        PageKind.INK,
        PageKind.KOS,
        PageKind.TOU,
        PageKind.HOK,
        PageKind.SKO,
        PageKind.JKI,
    }
)
"""Papers sent to prove who somebody is; their pictures are kept as class A (DOMAIN §10)."""
