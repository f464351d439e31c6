"""Words of an answer that may be a name though no declared column says so (DOMAIN §9).

Third parties and the company's staff are not disclosed. What stands in a declared column is made
black by itself; whatever else looks like a name is for a person to judge, place by place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.domain.reading import Box, TextLine

_KANJI = r"[\u3400-\u9fff\uf900-\ufaff々〆ヶ\U00020000-\U0003ffff]"
_KANA = r"[ァ-ヶーｦ-ﾟ]"
_NAME = (
    rf"(?P<name>{_KANJI}{{1,4}}(?:[ \u3000](?:{_KANJI}|[ぁ-んァ-ヶー]){{1,4}})?"
    rf"|{_KANA}{{2,10}}(?:[ \u3000]{_KANA}{{2,10}})?)"
)
_ROLE = (
    "担当者?|応対者?|対応者?|受付者?|受電者|処理者|入力者|記入者|作成者|確認者|承認者|連絡者|紹介者"
    "|同居人|同居者|家族|隣人|大家|管理人|第三者|オペレーター?|係員|上長|SV"
)
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_NAME}[ \u3000]?(?:様|さま|さん|氏(?!名)|殿)",
        rf"(?:{_ROLE})(?:の?氏名)?[ \u3000]*[:：=＝/／・][ \u3000]*{_NAME}",
        rf"(?:{_ROLE})(?:の?氏名)?[ \u3000]+{_NAME}",
        rf"[(（](?:{_ROLE})[ \u3000]?{_NAME}[)）]",
        rf"[(（](?P<name>{_KANJI}{{1,4}}[ \u3000]{_KANJI}{{1,4}})[)）]",
        rf"{_NAME}(?:が|より|から)(?:応対|対応|受付|受電|入電|架電|回答|説明|案内|確認)",
        rf"{_NAME}[へに](?:引継|引き継|転送|交代|取次)",
    )
)
_NOBODY: Final = re.compile(
    "客|皆|仕|同|模|多|一|本人|御本人|契約者|使用者|利用者|名義人|名義|貴|何|両|神|奥|各|弊|"
    "母|父|妻|夫|子|娘|息子|家族|親族|同居人|隣人|大家|管理人|代理人|当社|弊社|自社|会社|窓口|"
    "電話|担当|担当者|受付|応対|対応|業者|不在|済|済み|有|無|税込|税抜|込|別|内|約|新|旧|現在|"
    "予定|円|上記|下記|同上|確認|別途|後日|当日|翌日|本日|再度|全員|先方|相手|システム|自動|"
    "メール|ポイント|センター"
)
_NO_NAME = re.compile(
    r"(?:課|部|係|室|局|所|店|社|署|庁|省|県|市|区|町|村|丁目|番地|号|線|駅|月|日|年|円|分|件|回|名|行|量|額|料"
    r"|金|書|票|済|中|前|後|用|式|制|型|帯|別|他|等|的|化|性|先|元|側|時|期|度|率)$"
)
_HONORIFIC: Final = re.compile("(?:様|さま|さん|殿|氏)$")
_LABEL: Final = re.compile(rf"(?:{_ROLE}|氏名|名前|スタッフ)(?:の?氏名|名|氏)?")
_NEAR = 14  # line heights to the right of a label
_LONGEST = 12  # characters of a name


def doubtful_names(text: str, own: str = "") -> tuple[str, ...]:
    """What may be the name of another person, as it is written; never that of the asker."""
    mine = _bare(own)
    found = dict.fromkeys(name for name, _start in _names(text) if not _is_own(name, mine))
    return tuple(found)


def name_places(lines: Sequence[TextLine], own: str = "") -> tuple[Box, ...]:
    """Where such words stand on a page that was read; and what answers a label that asks for one,
    beside it or below it in its column."""
    mine = _bare(own)
    found: list[Box] = []
    for line in lines:
        for name, start in _names(line.text):
            if not _is_own(name, mine):
                found.append(_place_of(line, start, start + len(name)))
        if _LABEL.fullmatch(_bare(line.text)) and "契約者" not in line.text:
            answers = (*_beside(line, lines), *_below(line, lines))
            found += [one.box for one in answers if not _is_own(one.text, mine)]
    return tuple(dict.fromkeys(found))


def _names(text: str) -> Iterator[tuple[str, int]]:
    for form in _FORMS:
        for match in form.finditer(text):
            name = _HONORIFIC.sub("", match["name"])
            if _NOBODY.fullmatch(_bare(name)) is None and _NO_NAME.search(name) is None:
                yield name, match.start("name")


def _is_own(name: str, mine: str) -> bool:
    bare = _bare(name)
    return bool(mine) and bool(bare) and bare in mine


def _bare(text: str) -> str:
    return re.sub(r"[\s:：]", "", text)


def _beside(label: TextLine, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """What stands next on the same row."""
    x, y, width, height = label.box
    row = [
        one
        for one in lines
        if one is not label
        and 0 <= one.box[0] - (x + width) <= _NEAR * height
        and abs(one.box[1] + one.box[3] / 2 - y - height / 2) < 0.6 * height
    ]
    if row:
        nearest = min(row, key=lambda one: one.box[0])
        if _LABEL.fullmatch(_bare(nearest.text)) is None and len(_bare(nearest.text)) <= _LONGEST:
            yield nearest


def _below(label: TextLine, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """The column under it, as far as what stands there is short enough to be names."""
    x, y, width, height = label.box
    middle = x + width / 2
    for one in lines:
        left, top, across, _tall = one.box
        under = top > y + height / 2 and left <= middle <= left + across
        if under and len(_bare(one.text)) <= _LONGEST and not re.search(r"[0-9０-９]", one.text):
            yield one


def _place_of(line: TextLine, start: int, end: int) -> Box:
    """The characters from start to end, reckoned from their widths, with half a one on each side:
    rather too much than too little."""
    widths = [2 if unicodedata.east_asian_width(one) in "FWA" else 1 for one in line.text]
    x, y, width, height = line.box
    unit = width / max(sum(widths), 1)
    left = max(x + unit * (sum(widths[:start]) - 1), 0.0)
    right = min(x + unit * (sum(widths[:end]) + 1), x + width + unit)
    return round(left), y, round(right - left), height
