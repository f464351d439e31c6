"""Noise a postman ignores never costs the pass; another number always does (issue 3, DOMAIN §7)."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from japan import parse

from desktop.address.compare import Level, compare
from desktop.address.numerals import kanji_of

PASSES = frozenset({Level.EXACT, Level.NORMALIZED})
SAME = PASSES | {Level.VARIANT}

# (prefecture, municipality, town); districts of 丁目 and plots without them.
DISTRICTS = (
    ("埼玉県", "入間市", "小谷田"),
    ("東京都", "千代田区", "霞が関"),
    ("千葉県", "鎌ケ谷市", "新鎌ケ谷"),
    ("神奈川県", "横浜市西区", "高島"),
    ("愛知県", "名古屋市中区", "三の丸"),
    ("埼玉県", "みどり野市", "若葉町"),
)
PLOTS = (
    ("長野県", "軽井沢町", "長倉"),
    ("千葉県", "香取市", "佐原ロ"),
    ("千葉県", "八街市", "八街は"),
    ("鹿児島県", "鹿児島市", "山下町"),
    ("福島県", "川俣町", "鶴沢"),
    ("埼玉県", "みどり野市", "見本"),
)
HYPHENS = "-‐‑–—―−─－ー"
WIDE = str.maketrans("0123456789ABF", "０１２３４５６７８９ＡＢＦ")


@dataclass(frozen=True)
class Flat:
    place: tuple[str, str, str]
    district: bool
    numbers: tuple[int, ...]  # 丁目 and block, then wing and room where there are any
    house: int

    def written(self, style: int, hyphen: str, *, prefecture: bool, wide: bool, gap: str) -> str:
        street = [str(n) for n in self.numbers[: self.house]]
        if style == 0:
            line = hyphen.join(street)
        elif self.district:
            first = kanji_of(int(street[0])) if style == 1 else street[0]
            rest = street[1] + "番" + (f"{street[2]}号" if len(street) > 2 else "")
            line = f"{first}丁目{rest if style == 1 else hyphen.join(street[1:])}"
        else:
            line = street[0] + "番地" + ("の" if style == 1 else "").join(["", *street[1:]])
        tail = self.numbers[self.house :]
        if len(tail) == 2:
            line += f"{gap or ' '}コーポ見本" + (
                f"{tail[0]}号棟{tail[1]}号室" if style else f" {tail[0]}-{tail[1]}"
            )
        elif tail:
            line += f"{gap or ' '}コーポ見本{gap}{tail[0]}" + ("号室" if style == 1 else "")
        name, city, town = self.place
        text = gap.join([*([name] if prefecture else []), city, town]) + gap + line
        return text.translate(WIDE) if wide else text


@st.composite
def flats(draw: st.DrawFn) -> Flat:
    district = draw(st.booleans())
    place = draw(st.sampled_from(DISTRICTS if district else PLOTS))
    street = [draw(st.integers(1, 3))] if district else []
    street += [draw(st.integers(1, 90)) for _ in range(draw(st.integers(1, 2)))]
    tail = draw(
        st.sampled_from([(), (draw(st.integers(101, 999)),), (draw(st.integers(1, 9)), 205)])
    )
    return Flat(place, district, (*street, *tail), len(street))


STYLE = st.fixed_dictionaries(
    {
        "style": st.integers(0, 2),
        "hyphen": st.sampled_from(HYPHENS),
        "prefecture": st.booleans(),
        "wide": st.booleans(),
        "gap": st.sampled_from(["", "", " ", "　"]),
    }
)


@settings(max_examples=300)
@given(flats(), STYLE, STYLE)
def test_two_writings_of_one_address_pass(flat: Flat, one: dict, other: dict) -> None:
    a, b = parse(flat.written(**one)), parse(flat.written(**other))
    assert compare(a, b).level in PASSES
    assert compare(b, a).level is compare(a, b).level


@settings(max_examples=300)
@given(flats(), STYLE, STYLE, st.integers(0, 4), st.integers(1, 120))
def test_another_number_anywhere_is_another_address(
    flat: Flat, one: dict, other: dict, place: int, number: int
) -> None:
    place %= len(flat.numbers)
    assume(flat.numbers[place] != number)
    numbers = (*flat.numbers[:place], number, *flat.numbers[place + 1 :])
    changed = Flat(flat.place, flat.district, numbers, flat.house)
    a, b = parse(flat.written(**one)), parse(changed.written(**other))
    assert compare(a, b).level not in SAME
    assert compare(b, a).level not in SAME
