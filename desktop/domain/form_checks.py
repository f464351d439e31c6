"""What no single row of a form's definition can tell: whether its parts agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop.domain.form_versions import STEP
from desktop.domain.tables import TableProblem

if TYPE_CHECKING:
    from desktop.domain.forms import FormDefinition

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def check_form(form: FormDefinition) -> None:
    """What no single row can tell: unique keys, known sections, no field over another."""
    if not 0 < form.version < STEP:
        raise TableProblem("form.version", f"1から{STEP - 1}までの整数が要ります")
    _unique("fields", (f.key for f in form.fields))
    _unique("sections", (s.key for s in form.sections))
    _unique("markers", (str(m.id) for m in form.markers))
    sections = {s.key for s in form.sections}
    for row, field in enumerate(form.fields):
        if field.section not in sections:
            raise TableProblem(f"fields[{row}].section", f"{field.section} という区分はありません")
    for page in range(1, form.pages + 1):
        if len(form.page_markers(page)) != 4:
            raise TableProblem("markers", f"{page}頁の四隅に印が4つ要ります")
        if sum(c.page == page for c in form.codes) != 1:
            raise TableProblem("codes", f"{page}頁にQRコードが1つ要ります")
        boxes = sorted(((f.key, f.box) for f in form.page_fields(page)), key=lambda pair: pair[1].y)
        for index, (key, box) in enumerate(boxes):
            for other, other_box in boxes[index + 1 :]:
                if box.grown(-0.01).overlaps(other_box.grown(-0.01)):
                    raise TableProblem("fields", f"{key} と {other} の枠が重なっています")
    pages: dict[str, list[int]] = {
        "fields": [f.page for f in form.fields],
        "markers": [m.page for m in form.markers],
        "codes": [c.page for c in form.codes],
        "panels": [p.page for p in form.panels],
        "captions": [c.page for c in form.captions],
    }
    for part, numbers in pages.items():
        for index, number in enumerate(numbers):
            if not 1 <= number <= form.pages:
                raise TableProblem(f"{part}[{index}].page", "その頁はありません")
    for index, caption in enumerate(form.captions):
        for name in _PLACEHOLDER.findall(caption.text):
            if name not in form.defaults and name != "version":
                raise TableProblem(
                    f"captions[{index}].text", f"{{{name}}} の既定値が defaults にありません"
                )


def _unique(part: str, keys: Iterator[str]) -> None:
    ordered = sorted(keys)
    for first, second in pairwise(ordered):
        if first == second:
            raise TableProblem(part, f"{first} が二度あります")
