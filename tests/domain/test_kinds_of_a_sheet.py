"""What a clerk says of one of several papers on a sheet, the others do not lose."""

from __future__ import annotations

from desktop.domain.page_kinds import with_kind
from desktop.domain.reading import FieldReading, PageKind, PagePart, PageReading


def a_sheet(*kinds: PageKind) -> PageReading:
    prefixes = ["", "2.", "3."][: len(kinds)]
    parts = tuple(
        PagePart(kind, (0, 900 * number, 800, 500), back=number == 1, prefix=prefix)
        for number, (kind, prefix) in enumerate(zip(kinds, prefixes, strict=True))
    )
    fields = tuple(FieldReading(f"{prefix}name", "架空 太郎", 0.99, True) for prefix in prefixes)
    return PageReading(kinds[0], fields=fields, parts=parts)


def names(reading: PageReading) -> list[str]:
    return [one.key for one in reading.fields]


def kinds(reading: PageReading) -> list[PageKind]:
    return [part.kind for part, _fields in reading.sides()]


def test_another_kind_for_one_paper_leaves_the_others_their_fields() -> None:
    sheet = a_sheet(PageKind.DL, PageKind.SKC, PageKind.RC)
    first = with_kind(sheet, 0, PageKind.DLH)
    assert (first.kind, kinds(first)) == (
        PageKind.DLH,
        [PageKind.DLH, PageKind.SKC, PageKind.RC],
    )
    second = with_kind(sheet, 1, PageKind.PEN)
    assert (second.kind, kinds(second)) == (
        PageKind.DL,
        [PageKind.DL, PageKind.PEN, PageKind.RC],
    )
    assert names(first) == names(second) == ["name", "2.name", "3.name"]
    assert [one.back for one in second.parts] == [False, False, False]
    assert [one.back for one in first.parts] == [False, True, False]


def test_a_further_paper_that_is_none_goes_alone() -> None:
    three = with_kind(a_sheet(PageKind.DL, PageKind.SKC, PageKind.RC), 1, PageKind.UNKNOWN)
    assert (kinds(three), names(three)) == ([PageKind.DL, PageKind.RC], ["name", "3.name"])
    two = with_kind(a_sheet(PageKind.DL, PageKind.SKC), 1, PageKind.UNKNOWN)
    assert (two.kind, two.parts, names(two)) == (PageKind.DL, (), ["name"])


def test_a_sheet_that_is_no_identity_paper_is_one_paper() -> None:
    letter = with_kind(a_sheet(PageKind.DL, PageKind.SKC), 0, PageKind.ENVELOPE)
    assert (letter.kind, letter.parts, names(letter)) == (PageKind.ENVELOPE, (), ["name"])
    single = with_kind(PageReading(PageKind.DL, back=True), 0, PageKind.INK)
    assert (single.kind, single.back) == (PageKind.INK, False)
