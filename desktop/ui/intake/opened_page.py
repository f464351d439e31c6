"""A page of the spool opened for reading: its picture, what was read, what may be entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from desktop.domain.field_labels import FIELD_LABELS
from desktop.domain.form_set import FormSet
from desktop.domain.forms import FieldKind, FormDefinition
from desktop.domain.page_kinds import part_label
from desktop.domain.reading import Box, FieldReading, PagePart, PageReading, bare_key
from desktop.services.act import Act
from desktop.services.desk import Desk
from desktop.ui.intake.words import identity_keys
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.strip import Crop, crop

_PREVIOUS_ADDRESS = QT_TRANSLATE_NOOP("OpenedPage", "前住所")


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPage:
    page_id: str
    image: QImage = field(repr=False)
    reading: PageReading = field(repr=False)
    form: FormDefinition | None
    crops: Mapping[str, Crop] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field to look over. `sure` is None where nothing was read."""

    key: str
    label: str
    text: str = field(repr=False)
    tick: bool
    sure: bool | None
    box: Box | None
    section: str = ""


def open_page(desk: Desk, act: Act, page_id: str) -> OpenedPage:
    """Fetch a page (off the window's thread); looking at an identity paper is recorded."""
    reading = desk.intake.reading(act.by, page_id)
    image = QImage.fromData(desk.intake.picture(act, page_id))
    form = _form_of(desk.premises.request_forms, reading)
    # Cut here and not where the fields are made: the window's thread has no time to lose.
    crops = {
        entry.key: cut
        for entry in _entries(reading, form)
        if (cut := _crop(image, entry)) is not None
    }
    return OpenedPage(page_id, image, reading, form, crops)


def _form_of(forms: FormSet, reading: PageReading) -> FormDefinition | None:
    """The sheet's own version; of a version unknown here, the newest tells what to enter."""
    return forms.form(reading.form, reading.form_version) or forms.form(reading.form)


def entries(page: OpenedPage) -> tuple[Entry, ...]:
    """The fields in the order of the paper: all of a form's, those of an identity paper."""
    return _entries(page.reading, page.form)


def entry_crop(page: OpenedPage, entry: Entry) -> Crop | None:
    """The piece of the page a field was read from."""
    return page.crops.get(entry.key)


def _entries(reading: PageReading, form: FormDefinition | None) -> tuple[Entry, ...]:
    if form is not None:
        titles = {section.key: section.title for section in form.sections}
        return tuple(
            _entry(
                one.key,
                one.label,
                reading.field(one.key),
                tick=one.kind is FieldKind.TICK,
                section=titles.get(one.section, ""),
            )
            for one in form.fields
            if reading.form_page in (0, one.page)
        )
    return tuple(
        entry
        for part, own in reading.sides()
        for entry in _of_paper(part, own, part_label(part) if reading.parts else "")
    )


def _of_paper(part: PagePart, own: Sequence[FieldReading], section: str) -> tuple[Entry, ...]:
    """What was read from one paper of the page and what may be entered from it."""
    found = {one.key: one for one in own}
    keys = () if part.back else identity_keys(part.kind)
    entered = dict.fromkeys((*(part.prefix + key for key in keys), *found))
    return tuple(
        _entry(key, _label(bare_key(key)), found.get(key), tick=False, section=section)
        for key in entered
    )


def _crop(image: QImage, entry: Entry) -> Crop | None:
    if entry.box is None or image.isNull():
        return None
    inset = 0 if entry.box[3] < 24 else max(2, round(entry.box[3] * 0.06))
    return crop(image, entry.box, 0 if entry.tick else inset)


def _entry(
    key: str, label: str, found: FieldReading | None, *, tick: bool, section: str = ""
) -> Entry:
    if found is None:
        return Entry(key, label, "", tick, None, None, section)
    return Entry(key, label, found.text, tick, found.sure, found.box, section)


def _label(key: str) -> str:
    return _tr(_PREVIOUS_ADDRESS) if key == "previous_address" else FIELD_LABELS.get(key, key)


def _tr(text: str) -> str:
    return QCoreApplication.translate("OpenedPage", text)
