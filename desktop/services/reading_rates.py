"""How well fields are read, as a table of counts: no text of any field, and no person.

The counts are made when a page is filed (`desktop.store.reading_rates`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.domain.field_labels import FIELD_LABELS
from desktop.domain.form_set import FormSet
from desktop.domain.form_versions import version_words
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.services.premises import Premises
from desktop.store import reading_rates
from desktop.store.reading_rates import FieldRate
from desktop.store.schema.infrastructure import StoreInfoRow

_MORE_LABELS = {"previous_address": "前の住所"}


@dataclass(frozen=True, slots=True)
class RateLine:
    """One field of one form, or of one kind of paper. `unseen` were taken without a look."""

    paper: str
    label: str
    read: int
    unseen: int
    confirmed: int
    corrected: int
    left_open: int

    @property
    def share(self) -> float:
        """Which part of what was read a clerk put right."""
        return self.corrected / self.read if self.read else 0.0


@dataclass(frozen=True, slots=True)
class RateTable:
    """`since` is the day on which the store began: everything filed from then on is counted."""

    since: date
    lines: tuple[RateLine, ...]

    @property
    def worst(self) -> RateLine | None:
        """The field that is put right most often, where any ever was."""
        corrected = [line for line in self.lines if line.corrected]
        return max(corrected, key=lambda line: (line.share, line.read), default=None)


class ReadingRates:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def table(self) -> RateTable:
        """Papers in the order of their codes, of each the worst field first."""
        with self._premises.database.reading() as session:
            since = session.get_one(StoreInfoRow, 1).created_at.date()
            rates = reading_rates.rates(session)
        forms = self._premises.request_forms
        lines = [_line(forms, rate) for rate in rates if rate.read]
        order = list(dict.fromkeys(line.paper for line in lines))
        lines.sort(key=lambda line: (order.index(line.paper), -line.share, -line.read))
        return RateTable(since, tuple(lines))


def _line(forms: FormSet, rate: FieldRate) -> RateLine:
    form = forms.form(rate.form, rate.version) or forms.form(rate.form)
    if form is not None:
        paper = f"{rate.form} 第{version_words(rate.version)}版"
        labels = {field.key: field.label for field in form.fields}
    else:
        paper, labels = _kind_label(rate.form), {}
    label = labels.get(rate.key) or FIELD_LABELS.get(rate.key) or _MORE_LABELS.get(rate.key)
    return RateLine(
        paper,
        label or rate.key,
        rate.read,
        rate.accepted,
        rate.confirmed,
        rate.corrected,
        rate.left_open,
    )


def _kind_label(code: str) -> str:
    """The paper's own name; of a code that this version does not know, the code."""
    known = next((kind for kind in PageKind if kind == code), None)
    return code if known is None else PAGE_KIND_LABELS[known]
