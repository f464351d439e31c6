"""What holds of every pair of addresses: symmetry, reflexivity, another number is another place."""

from __future__ import annotations

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from japan import parse

from desktop.address.compare import Level, compare
from desktop.address.names import Outcome

SAME = frozenset({Level.EXACT, Level.NORMALIZED, Level.VARIANT})
PASSES = frozenset({Level.EXACT, Level.NORMALIZED})

DIGIT = st.integers(1, 999)
SPELLINGS = (
    "埼玉県みどり野市若葉町{0}-{1}-{2} コーポ若葉{3}",
    "埼玉県みどり野市若葉町{0}丁目{1}番{2}号 コーポ若葉{3}号室",
    "みどり野市若葉町{0}丁目{1}番地の{2} コーポ若葉 {3}号",
    "埼玉県みどり野市若葉町{0}-{1}-{2} {3}号室",
    "札幌市中央区北{0}条西{1}丁目{2}-{3}",
    "埼玉県みどり野市若葉町{0}-{1} 第{2}山田ビル{3}号室",
    "埼玉県みどり野市若葉町A-{0}-{1} ハイツ{2} {3}号室",
    "埼玉県みどり野市若葉町{0}番地{1} みどり荘{2}-{3}",
    "岩手県みどり野市見本第{0}地割{1}番地{2} {3}",
    "埼玉県みどり野市若葉町{0}-{1}-{2}-{3}",
    "埼玉県みどり野市若葉町{0}-{1} みどり荘{2}号棟{3}号室",
    "埼玉県みどり野市若葉町{0}-{1} みどり荘{2}階{3}",
    "埼玉県みどり野市大字見本字上原{0}番地{1} ハイツ{2}-{3}",
)
STREETS = (
    "埼玉県みどり野市若葉町{0}-{1}-{2}",
    "埼玉県みどり野市若葉町{0}丁目{1}番{2}号",
    "みどり野市若葉町{0}丁目{1}番地の{2}",
    "埼玉県 みどり野市 若葉町 {0}－{1}－{2}",
    "埼玉県みどり野市大字若葉町{0}丁目{1}番地{2}",
)
DWELLINGS = (
    " コーポ若葉{0}号棟{1}号室",
    "　コーポ若葉 {0}-{1}",
    " コーポ若葉{0}棟 {1}号",
    " コーポ若葉{0}号館-{1}",
)


@given(
    st.sampled_from(SPELLINGS),
    st.sampled_from(SPELLINGS),
    st.tuples(DIGIT, DIGIT, DIGIT, DIGIT),
    st.integers(0, 3),
    DIGIT,
)
def test_changing_any_number_is_never_the_same_address(first, second, numbers, place, other):
    assume(numbers[place] != other)
    changed = (*numbers[:place], other, *numbers[place + 1 :])
    a = parse(first.format(*numbers))
    assert compare(a, parse(first.format(*changed))).level not in SAME
    if second != first and "条" not in first + second and "第" not in first + second:
        assert compare(a, parse(second.format(*changed))).level not in SAME


@given(
    st.sampled_from(STREETS),
    st.sampled_from(STREETS),
    st.sampled_from(DWELLINGS),
    st.sampled_from(DWELLINGS),
    st.tuples(DIGIT, DIGIT, DIGIT, st.integers(1, 20), st.integers(101, 999)),
    st.integers(0, 4),
    DIGIT,
)
def test_two_writings_of_one_flat_pass_and_of_two_flats_never(
    street, other_street, flat, other_flat, numbers, place, other
):
    a = parse(street.format(*numbers[:3]) + flat.format(*numbers[3:]))
    b = parse(other_street.format(*numbers[:3]) + other_flat.format(*numbers[3:]))
    assert compare(a, b).level in PASSES
    assume(numbers[place] != other)
    changed = (*numbers[:place], other, *numbers[place + 1 :])
    c = parse(other_street.format(*changed[:3]) + other_flat.format(*changed[3:]))
    assert compare(a, c).level not in SAME


@given(st.tuples(DIGIT, DIGIT, DIGIT, st.integers(101, 999)))
def test_the_spellings_of_one_address_agree(numbers):
    written = [parse(spelling.format(*numbers)) for spelling in SPELLINGS[:4]]
    for a in written:
        for b in written:
            assert compare(a, b).level in PASSES


ADDRESS_LIKE = st.text(
    alphabet=st.sampled_from(
        "埼玉県東京都北海道市区町村郡丁目番地号室大字のノー-− 　"
        "0123456789二三十条ヶケ〒階FAbコーポ髙高棟方"
    ),
    max_size=60,
)
REAL = st.one_of(
    st.builds(str.format, st.sampled_from(SPELLINGS), DIGIT, DIGIT, DIGIT, DIGIT),
    st.builds(
        lambda s, d, x, y, z: s.format(x, y, z) + d.format(y, z),
        st.sampled_from(STREETS),
        st.sampled_from(DWELLINGS),
        DIGIT,
        DIGIT,
        DIGIT,
    ),
)
ANY = st.text(max_size=60) | ADDRESS_LIKE | REAL
POSTAL = st.sampled_from(["", "350-9942", "350-9943", "垃"])


@settings(max_examples=300)
@given(ANY, ANY, POSTAL, POSTAL)
def test_comparing_never_fails_and_is_symmetric(a: str, b: str, postal: str, other: str):
    one, two = parse(a, postal), parse(b, other)
    there, back = compare(one, two), compare(two, one)
    assert there.level is back.level
    assert there.explained_by_reading is back.explained_by_reading
    assert [(c.outcome, c.level, c.explained_by_reading) for c in there.components] == [
        (c.outcome, c.level, c.explained_by_reading) for c in back.components
    ]
    assert [(c.a, c.b) for c in there.components] == [(c.b, c.a) for c in back.components]


@given(ANY, POSTAL)
def test_every_address_equals_itself(text: str, postal: str):
    address = parse(text, postal)
    found = compare(address, address)
    assert found.level is (Level.NO_ADDRESS if address.blank else Level.EXACT)
    assert {c.outcome for c in found.components} == {Outcome.EQUAL}
    assert not found.explained_by_reading


@given(ANY, ANY)
def test_equal_words_alone_prove_nothing_without_a_number(a: str, b: str):
    assume(a != b)
    one, two = parse(a), parse(b)
    if not one.numbers or not two.numbers:
        assert compare(one, two).level not in SAME


@example("0", "0", "1", "000条")  # 千条 beside 条 once passed for a name cut short
@settings(max_examples=400)
@given(ADDRESS_LIKE, st.sampled_from("0123456789"), st.sampled_from("0123456789"), ADDRESS_LIKE)
def test_a_single_changed_digit_never_passes(before, one, other, after):
    assume(one != other)
    a, b = parse(f"{before}{one}{after}"), parse(f"{before}{other}{after}")
    found = compare(a, b).level
    assert found not in PASSES
    if a.postal_code == b.postal_code:
        assert found not in SAME
