"""Which pages of an envelope make one document."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.reading import PageKind, PageReading

# A paper's other side or page, and the paper it belongs to.
_SIDES = {PageKind.DL_BACK: PageKind.DL, PageKind.PP_OLD: PageKind.PP_NEW}
_ALONE = frozenset({PageKind.UNKNOWN, PageKind.ENVELOPE, PageKind.BLANK})


def group_pages(readings: Sequence[PageReading]) -> list[list[int]]:
    """Indexes of pages by document: neighbours of one paper stay together."""
    groups: list[list[int]] = []
    for index, reading in enumerate(readings):
        if groups and _same_paper(readings[groups[-1][-1]], reading):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def kind_of_group(readings: Sequence[PageReading]) -> PageKind:
    """What the pages together are: a passport with the holder's own entries is an old one, and a
    licence whose back lay above it is a licence."""
    kinds = [one.kind for one in readings]
    if PageKind.PP_OLD in kinds:
        return PageKind.PP_OLD
    front = _SIDES.get(kinds[0], kinds[0])
    return front if front in kinds else kinds[0]


def _same_paper(before: PageReading, after: PageReading) -> bool:
    if after.kind in _ALONE:
        return False
    if _is_back_of_special(before, after):
        return True
    if _SIDES.get(after.kind, after.kind) is not _SIDES.get(before.kind, before.kind):
        return False
    return (after.form, after.form_version) == (before.form, before.form_version)


def _is_back_of_special(before: PageReading, after: PageReading) -> bool:
    """The list of addresses names no paper: it is the back of either card of foreign residents."""
    return before.kind is PageKind.SPR and after.kind is PageKind.RC and after.back
