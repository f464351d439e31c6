"""Which paper a page is, by the words printed on it (DOMAIN §5). Layouts are not relied on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.capture.layout import ReadLine, rows
from desktop.domain.reading import PageKind

# Titles from the most telling to the least: an exact line counts most.
_TITLES: tuple[tuple[PageKind, tuple[str, ...]], ...] = (
    (PageKind.SRC, ("特定在留カード", "特定特別永住者証明書")),
    (PageKind.RC, ("在留カード", "住居地記載欄")),
    (PageKind.SPR, ("特別永住者証明書",)),
    (PageKind.DLH, ("運転経歴証明書",)),
    (PageKind.DL, ("運転免許証",)),
    (PageKind.MNC, ("個人番号カード", "マイナンバーカード")),
    (PageKind.SKC, ("資格確認書",)),
    (PageKind.SKO, ("資格情報のお知らせ", "資格情報通知書")),
    (PageKind.JKI, ("住民基本台帳カード", "住基カード")),
    (PageKind.HOK, ("健康保険被保険者証", "国民健康保険証", "被保険者証", "健康保険証")),
    (PageKind.PEN, ("年金手帳", "基礎年金番号通知書")),
    (PageKind.INK, ("印鑑登録証明書",)),
    (PageKind.FUH, ("戸籍の附票", "戸籍附票")),
    (PageKind.KOS, ("戸籍謄本", "戸籍抄本", "戸籍全部事項証明書", "戸籍個人事項証明書",
                    "全部事項証明", "個人事項証明")),
    (PageKind.TOU, ("登記事項証明書",)),
    (PageKind.JUM, ("住民票",)),
    (PageKind.POWER, ("委任状",)),
    (PageKind.PP_OLD, ("所持人記入欄",)),
    (PageKind.PP_NEW, ("日本国旅券", "旅券", "PASSPORT")),
    (PageKind.STAMPS, ("切手貼付台紙", "貼付台紙", "定額小為替証書", "定額小為替")),
)  # fmt: skip
_LABELLED_NUMBER = re.compile(r"個人番号\D{0,4}\d[\d \-ー]{9,}")
_LABEL = "住民票コード"
_TITLE_ROOM = 16
_POST = re.compile(r"御中|親展|〒\d|様$")
# What is said to a reader stands in a letter; an envelope only asks its carrier for something.
_OPENING = re.compile(r"拝啓|謹啓|前略|敬具|草々|早々|かしこ|追伸|^記$", re.MULTILINE)
_SAID = re.compile(
    r"(?:ます|ました|ません|です|でした|ますか|ますが|ますので|ましたので|たく)(?:[。、．]|$)"
    r"|申し?上げ|お願い(?:し|いた|致|申)|同封|について|教えて|知らせ|届きま|思いま|ございま",
    re.MULTILINE,
)


def kind_of(lines: Sequence[ReadLine], columns: int = 0, *, pictured: bool = True) -> PageKind:
    """The paper's kind; UNKNOWN where no title is seen.

    `columns` counts lines written downwards, which only envelopes have here. `pictured` is false
    for a page without ink.
    """
    page = "\n".join(plain(row.text) for row in rows(lines))
    if not lines and not columns:
        return PageKind.UNKNOWN if pictured else PageKind.BLANK
    best = _best(lines, least=1.0)
    if _bears_number(best, lines, page):
        return PageKind.MNC_BACK
    if best is PageKind.PP_NEW and "所持人記入欄" in page:
        return PageKind.PP_OLD
    if best is PageKind.UNKNOWN:
        return _without_title(page, _titles_joined(lines), columns)
    return best


def title_of(lines: Sequence[ReadLine]) -> PageKind:
    """The paper whose title stands among the lines as a title, not within another phrase."""
    kind = _best(lines, least=2.0)
    page = "\n".join(plain(row.text) for row in rows(lines))
    return PageKind.MNC_BACK if _bears_number(kind, lines, page) else kind


def _bears_number(kind: PageKind, lines: Sequence[ReadLine], page: str) -> bool:
    """Whether the paper lies with its 個人番号 up: its words say so, or it is the back of a
    特定在留カード, which has the number beside the list of addresses."""
    if kind in (PageKind.MNC, PageKind.SRC, PageKind.UNKNOWN) and is_number_side(page):
        return True
    return kind is PageKind.SRC and _lists_addresses(lines)


def is_back(kind: PageKind, lines: Sequence[ReadLine]) -> bool:
    """Whether the side without the holder's name is up: the list of addresses on a 在留カード."""
    if kind in (PageKind.DL_BACK, PageKind.MNC_BACK):
        return True
    return kind in (PageKind.RC, PageKind.SPR) and _lists_addresses(lines)


def _lists_addresses(lines: Sequence[ReadLine]) -> bool:
    texts = [plain(line.text) for line in lines]
    listed = any("住居地記載欄" in text for text in texts)
    return listed and not any(text.startswith("氏名") for text in texts)


def _best(lines: Sequence[ReadLine], *, least: float) -> PageKind:
    """The kind of the most telling title of at least this weight."""
    lines = _titles_joined(lines)
    texts = [_as_title(line.text) for line in lines]
    scores: dict[PageKind, float] = {}
    tallest = max((line.box[3] for line in lines), default=1)
    for kind, titles in _TITLES:
        for line, text in zip(lines, texts, strict=True):
            weight = _weight(text, titles)
            if weight >= least:
                score = weight * (0.4 + 0.6 * line.box[3] / tallest)
                scores[kind] = max(scores.get(kind, 0.0), score)
    return max(scores, key=lambda kind: scores[kind], default=PageKind.UNKNOWN)


def is_number_side(page: str) -> bool:
    """Whether words say that this is the side of a card with the 個人番号."""
    told = _LABELLED_NUMBER.search(page) is not None
    side = "個人番号" in page and ("複写" in page or "番号記載面" in page)
    return told or side or "通知カード" in page.split("\n")


def _titles_joined(lines: Sequence[ReadLine]) -> Sequence[ReadLine]:
    """The lines, with 個人番号 and the カード under it as the one title that they are."""
    upper = [line for line in lines if plain(line.text) == "個人番号"]
    lower = [line for line in lines if plain(line.text) in ("カード", "力ード")]
    joined = [
        ReadLine((*one.chars, *other.chars), one.box)
        for one in upper
        for other in lower
        if 0 < other.middle - one.middle < 2.5 * one.box[3]
        and abs(other.box[0] - one.box[0]) < 2 * one.box[3]
    ]
    return [*lines, *joined]


def _as_title(text: str) -> str:
    """What is often read for a title's characters, put right: 力 for カ, 膳 for 謄."""
    return re.sub("[膳騰](?=本)", "謄", plain(text)).replace("力ード", "カード")


def plain(text: str) -> str:
    """The text without blanks, which printers put between the characters of a title."""
    return re.sub(r"\s", "", text)


def _weight(text: str, titles: Sequence[str]) -> float:
    # A sentence of a letter may name a paper that is not this page, a label what it lists.
    if text.startswith(_LABEL):
        return 0.0
    near = [title for title in titles if len(text) <= len(title) + _TITLE_ROOM]
    for title in near:
        if text == title:
            return 3.0
        if text.startswith(title) or text.endswith(title):
            return 2.0
    return 1.0 if any(title in text for title in near) else 0.0


def _without_title(page: str, lines: Sequence[ReadLine], columns: int) -> PageKind:
    if "公安委員会" in page and ("まで有効" in page or "免許" in page):
        return PageKind.DL
    if re.search("[臓臟]器提供", page) and re.search("備考|意思を表示", page):
        return PageKind.DL_BACK
    if re.search("P<[A-Z]{3}|<<<|旅券番号|Passport", page):
        return PageKind.PP_NEW
    if not _is_letter(page):
        if columns >= 3 and columns * 2 > len(lines):
            return PageKind.ENVELOPE
        if _POST.search(page) and len(lines) <= 15:
            return PageKind.ENVELOPE
    if "切手" in page and len(lines) <= 25:
        return PageKind.STAMPS
    return PageKind.UNKNOWN


def _is_letter(page: str) -> bool:
    """Whether sentences are addressed to a reader: a short letter bears 〒 and 様, too."""
    return _OPENING.search(page) is not None or _SAID.search(page) is not None
