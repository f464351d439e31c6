"""Which pages of an envelope make one document."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.reading import PageKind, PageReading

# A paper's other side, and the paper it belongs to.
_SIDES = {PageKind.DL_BACK: PageKind.DL}
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


def _same_paper(before: PageReading, after: PageReading) -> bool:
    if after.kind in _ALONE:
        return False
    if _SIDES.get(after.kind, after.kind) is not _SIDES.get(before.kind, before.kind):
        return False
    return (after.form, after.form_version) == (before.form, before.form_version)
