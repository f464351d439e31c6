"""The rows of the three-way check with the place of each reading on its page (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.address.reader import AddressReader
from desktop.domain.reading import Box
from desktop.domain.verification import CompareRow, ThreeWay
from desktop.domain.wareki import parse_wareki, wareki
from desktop.services.identity_papers import Paper, PlacedField
from desktop.services.verification_views import Cell, RowView

# A part of the address may be written as several components.
_SPANS: Mapping[str, tuple[str, ...]] = {
    "postal": ("postal_code",),
    "prefecture": ("prefecture",),
    "city": ("county", "city", "ward"),
    "town": ("street", "town", "chome"),
    "block": ("block",),
    "building": ("building",),
    "room": ("room",),
}
_POSTAL_DIGITS = 7
_ONE_LINE = 0.12  # a box higher than this share of its width holds more than one line


def table(
    found: ThreeWay,
    form: Mapping[str, PlacedField],
    papers: Sequence[Paper],
    *,
    register_known: bool,
    addresses: AddressReader,
) -> tuple[RowView, ...]:
    paper = papers[found.paper] if 0 <= found.paper < len(papers) else None
    return tuple(
        RowView(
            component=row.component,
            label=row.label,
            form=_form_cell(row, form),
            identity=_paper_cell(row, papers, paper, addresses),
            register=_shown(row.component, row.register) if register_known else None,
            outcome=row.outcome,
            missing_on=_named(row.missing_on, paper),
            note=row.note,
            evidence=row.evidence if register_known else (),
            explained_by_reading=row.explained_by_reading,
            former=tuple(
                replace(one, a=_shown(row.component, one.a), b=_shown(row.component, one.b))
                for one in row.former
            ),
            by_former=row.by_former,
            former_cell=_former_cell(row, found, papers, addresses),
        )
        for row in found.rows
    )


def _form_cell(row: CompareRow, form: Mapping[str, PlacedField]) -> Cell | None:
    placed = form.get(row.component)
    if placed is None:
        return None
    written = row.form if row.component == "birth" else placed.reading.text
    text = _shown(row.component, written or row.form or placed.reading.text)
    return _cell(placed, text, placed.reading.box) if text else None


def _paper_cell(
    row: CompareRow, papers: Sequence[Paper], shown: Paper | None, addresses: AddressReader
) -> Cell | None:
    if not row.identity:
        return None
    if row.component == "name":
        holder = next((p for p in papers if p.text("name") == row.identity.strip()), None)
        placed = holder.fields.get("name") if holder else None
        return _cell(placed, row.identity, placed.reading.box) if placed else None
    if row.component == "birth":
        return _birth_cell(papers, row.identity)
    placed = shown.fields.get("address") if shown else None
    if placed is None:
        return None
    written, box = _part_of(placed, row.component, addresses)
    return _cell(placed, _shown(row.component, written or row.identity), box)


def _birth_cell(papers: Sequence[Paper], told: str) -> Cell | None:
    """The paper's date where it stands; papers write it in either calendar."""
    placed = next(
        (
            one
            for one in (paper.fields.get("birth") for paper in papers)
            if one is not None and _as_told(one.reading.text) == told
        ),
        None,
    )
    return _cell(placed, told, placed.reading.box) if placed is not None else None


def _as_told(text: str) -> str:
    day = parse_wareki(text)
    return wareki(day) if day is not None else ""


def _former_cell(
    row: CompareRow, found: ThreeWay, papers: Sequence[Paper], addresses: AddressReader
) -> Cell | None:
    """The 前住所 as it stands on the paper, in the rows that it explains."""
    index = next((one.paper for one in found.former if one.paper >= 0), -1)
    placed = papers[index].fields.get("previous_address") if row.by_former and index >= 0 else None
    if placed is None:
        return None
    written, box = _part_of(placed, row.component, addresses)
    return _cell(placed, _shown(row.component, written), box) if written else None


def _shown(component: str, text: str) -> str:
    """A postal code as it is written on an envelope: 350-9942."""
    digits = "".join(c for c in text if c.isdigit())
    if component == "postal" and len(digits) == _POSTAL_DIGITS:
        return f"{digits[:3]}-{digits[3:]}"
    return text


def _cell(placed: PlacedField, text: str, box: Box | None) -> Cell:
    reading = placed.reading
    return Cell(text, placed.page_id, reading.key, box, reading.confidence, reading.sure)


def _part_of(
    placed: PlacedField, component: str, addresses: AddressReader
) -> tuple[str, Box | None]:
    """The component as written in a one-line address, and its share of the line's box."""
    text, box = placed.reading.text, placed.reading.box
    spans = addresses.parse(text).spans
    places = [spans[name] for name in _SPANS[component] if name in spans]
    if not places:
        return "", box
    first, last = min(start for start, _ in places), max(end for _, end in places)
    if box is None or not text or box[3] > _ONE_LINE * box[2]:
        return text[first:last], box
    left, top, width, height = box
    start = left + width * first // len(text)
    return text[first:last], (start, top, max(1, width * (last - first) // len(text)), height)


def _named(missing_on: str, paper: Paper | None) -> str:
    """「請求書」「運転免許証」「登録情報」 for the sides that lack the component."""
    names = {
        "form": "請求書",
        "identity": paper.label if paper else "本人確認書類",
        "register": "登録情報",
    }
    return "、".join(names[side] for side in missing_on.split(",") if side)
