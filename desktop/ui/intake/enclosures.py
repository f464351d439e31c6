"""What was in an envelope, proposed from its pages and from what the form itself names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind, PageReading
from desktop.services.intake_views import EnvelopeView

_NO_ENCLOSURE = frozenset({PageKind.ENVELOPE, PageKind.BLANK})
_NAMED_KINDS = {
    "enclosure.DL": PageKind.DL,
    "enclosure.MNC": PageKind.MNC,
    "enclosure.RC": PageKind.RC,
    "enclosure.JUM": PageKind.JUM,
    "enclosure.FUH": PageKind.FUH,
    "enclosure.INK": PageKind.INK,
    "enclosure.POWER": PageKind.POWER,
    "enclosure.FEE": PageKind.STAMPS,
}
_BACKS = {PageKind.DL_BACK: PageKind.DL, PageKind.MNC_BACK: PageKind.MNC}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """`found` among the pages, or only `named` by the form."""

    label: str
    found: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the readings say: the enclosures `ticked` on the form, the papers on one sheet by its
    page id."""

    ticked: frozenset[str] = frozenset()
    together: Mapping[str, tuple[PageKind, ...]] = field(default_factory=dict)


def told_by(readings: Mapping[str, PageReading]) -> Told:
    """From the envelope's readings by page id."""
    forms = (one for one in readings.values() if one.form)
    ticked = frozenset(one.key for form in forms for one in form.fields if one.text == "1")
    together = {
        page_id: tuple(dict.fromkeys(_BACKS.get(part.kind, part.kind) for part in one.parts))
        for page_id, one in readings.items()
        if one.parts
    }
    return Told(ticked, together)


def enclosures_of(envelope: EnvelopeView, told: Told) -> tuple[Enclosure, ...]:
    """The papers found, with their number of sheets, then those the form names besides."""
    counted: Counter[PageKind] = Counter()
    for page in envelope.pages:
        if page.kind not in _NO_ENCLOSURE and page.blocked is None:
            counted.update(told.together.get(page.id, (_BACKS.get(page.kind, page.kind),)))
    ticked = told.ticked
    named = {kind for key, kind in _NAMED_KINDS.items() if key in ticked}
    found = [
        Enclosure(_words(kind, number), True, kind in named) for kind, number in counted.items()
    ]
    missing = [
        Enclosure(PAGE_KIND_LABELS[kind], False, True)
        for kind in _NAMED_KINDS.values()
        if kind in named and kind not in counted
    ]
    fee = (
        []
        if PageKind.STAMPS in counted or PageKind.STAMPS in named
        else [Enclosure(PAGE_KIND_LABELS[PageKind.STAMPS], False, False)]
    )
    return (*found, *missing, *fee)


def _words(kind: PageKind, number: int) -> str:
    name = _tr("種類の不明な書類") if kind is PageKind.UNKNOWN else PAGE_KIND_LABELS[kind]
    return _tr("{0}　{1}枚").format(name, number) if number > 1 else name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Enclosures", text)
