"""What the reader may answer, and the shapes it confuses (CAPTURE §5).

The recogniser knows Chinese and much else. Its output is masked to what stands on Japanese paper,
then look-alikes are put right by their neighbours: ー between katakana, - between digits.
"""

from __future__ import annotations

import re

from desktop.domain.forms import Charset

_DIGITS = "0123456789"
_HYPHENS = "-ー一−－—―‐"
_KANA = "".join(chr(c) for c in range(0x30A1, 0x30FB)) + "ー・　 "
_KANJI_NUMBERS = "一二三四五六七八九十〇"
_CHARSETS = {
    Charset.DIGITS: _DIGITS,
    Charset.KANA: _KANA,
    Charset.PHONE: _DIGITS + "-()+ー－−",
    Charset.DATE: _DIGITS + "元年月日令和平成昭大正明治RHSTM/.-",
    Charset.NUMBER: _DIGITS
    + _HYPHENS
    + _KANJI_NUMBERS
    + "番地号室棟階丁目の之ノイロハニホヘトチリ"
    + "甲乙丙丁ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
}

# Forms not used on Japanese paper → the Japanese one.
_CHINESE = str.maketrans(
    "户爱黃黑增淸曾强戶产产边滨泽广关东冈岛长气电业务东叶圆丰团图县样请个记变换带归滿寬靑眞淺"
    "栃涉渚刘吴吳汤韦韩马鸟龙龜齐齿飞门间闻阳阴险陈陆绿红纪约纳纯级细终组经结给络绘统继续维",
    "戸愛黄黒増清曽強戸産産辺浜沢広関東岡島長気電業務東葉円豊団図県様請個記変換帯帰満寛青真浅"
    "栃渉渚劉呉呉湯韋韓馬鳥竜亀斉歯飛門間聞陽陰険陳陸緑紅紀約納純級細終組経結給絡絵統継続維",
)
_FIRST_LEVEL = (b"\x88\x9f", b"\x98\x72")  # JIS X 0208, kanji of the first level, as in cp932
_RARE, _ODD = 0.2, 0.1
_USUAL_SIGNS = " 　-ー−－—―‐・々〆〇、。（）()「」"
# Of the second level and the office extensions, what stands in names and in names of places.
_OF_NAMES = frozenset(
    "邉邊齋齊廣澤櫻髙﨑濵濱惠眞圓榮國壽藏嶋嶌龍瀧瀨德增寬靑淺薗舘桒栁槇槗籔彌禮祐莊飫峯曻琢珀凛"
    "渕籠莇檜嶽條埣椚葭藪茗鶯壺佛杣鍜杁簗櫃戌鶉剱茱萢塚糀岫頸躰勒狹筬挾與陦萬彌筱埖薊縣穗關澁"
)
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}

_KATAKANA = r"[ァ-ヺー]"
_TO_KATAKANA = str.maketrans("夕力口二工八卜千へべぺりー一", "タカロニエハトチヘベペリーー")
_TO_KANJI = str.maketrans("ニハーロタカエ", "二八一口夕力工")


def allowed(charset: Charset, characters: list[str]) -> list[bool]:
    """For each character the model knows: may it stand in such a field?"""
    if charset in _CHARSETS:
        known = frozenset(_CHARSETS[charset])
        return [c in known for c in characters]
    return [_is_japanese(c) for c in characters]


def _is_japanese(character: str) -> bool:
    """JIS X 0208 with the office extensions (髙, Ⅰ–Ⅻ), and Chinese shapes that will be folded."""
    if len(character) != 1:
        return False
    if ord(character) in _CHINESE:
        return True
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not ("\u0370" <= character <= "\u04ff" or "\u2500" <= character <= "\u257f")


def weights(charset: Charset, characters: list[str]) -> list[float]:
    """How readily each character is believed where the model wavers between two.

    Second-level kanji and odd signs are rare on these papers but for those of names and places.
    A weight only chooses among what the model saw; the probability told stays the model's own.
    """
    if charset is not Charset.JAPANESE:
        return [1.0] * len(characters)
    return [_weight(character) for character in characters]


def _weight(character: str) -> float:
    if len(character) != 1 or character in _OF_NAMES or ord(character) in _CHINESE:
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        code = character.encode("cp932", "ignore")
        return 1.0 if _FIRST_LEVEL[0] <= code <= _FIRST_LEVEL[1] else _RARE
    usual = character.isalnum() or character in _USUAL_SIGNS
    return 1.0 if usual else _ODD


def fold(text: str) -> str:
    """One Japanese shape for what the model writes in several; nothing else is changed."""
    text = text.translate(_CHINESE).translate(_FULL_WIDTH)
    return re.sub(r"[ \u3000]+", " ", text).strip()


def mend(text: str) -> str:
    """`fold`, then look-alikes by their neighbours."""
    text = fold(text)
    text = re.sub(rf"(?<={_KATAKANA})(?:[-－—―](?!\d)|一(?=[ァ-ヺ]|$| ))", "ー", text)
    text = re.sub(r"(?<=[\d])[ー一－—―−‐](?=[\dA-Za-z])", "-", text)
    text = re.sub(r"(?<=[A-Za-z])[ー一－—―−‐](?=\d)", "-", text)
    text = re.sub(r"<(?=[ぁ-ん一-龠])", "く", text)
    text = re.sub(r"(?<=[町区市村])了(?=丁目)", "7", text)
    text = re.sub(r"八(?=[ァ-ヺ])(?!八[ツヶケノカ])", "ハ", text)
    text = re.sub(r"[ニハー一](?=丁目|番地|番町|条)", lambda m: m[0].translate(_TO_KANJI), text)
    return re.sub(
        rf"(?<={_KATAKANA})[夕力口二工八卜千へべぺり](?={_KATAKANA})"
        rf"|(?<![一-龠々])[夕力口工卜へべぺ](?={_KATAKANA}{{2}})"
        rf"|(?<={_KATAKANA}{{2}})[夕力口工卜へべぺ](?![一-龠々])",
        lambda m: m[0].translate(_TO_KATAKANA),
        text,
    )


def mend_number(text: str) -> str:
    """A block or room number: every stroke between or after digits is a hyphen."""
    text = fold(text)
    return re.sub(r"(?<=[\dA-Za-z])[ー一－—―−‐](?=[\dA-Za-z])", "-", text)
