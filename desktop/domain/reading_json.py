"""A page reading as JSON and back: how it crosses a process border and how it is sealed."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from desktop.domain.reading import (
    Box,
    FieldReading,
    Forbidden,
    ForbiddenFound,
    MaskProposal,
    MaskReason,
    PageKind,
    PagePart,
    PageReading,
    Quality,
    TextLine,
)


def reading_to_json(reading: PageReading) -> bytes:
    return json.dumps(
        dataclasses.asdict(reading), ensure_ascii=False, separators=(",", ":")
    ).encode()


def reading_from_json(data: bytes) -> PageReading:
    values: dict[str, Any] = json.loads(data)
    values["kind"] = PageKind(values["kind"])
    values["fields"] = tuple(
        FieldReading(f["key"], f["text"], f["confidence"], f["sure"], _box(f["box"]))
        for f in values["fields"]
    )
    values["lines"] = tuple(
        TextLine(line["text"], line["confidence"], _sure_box(line["box"]))
        for line in values["lines"]
    )
    values["forbidden"] = tuple(
        ForbiddenFound(Forbidden(f["kind"]), _box(f["box"])) for f in values["forbidden"]
    )
    values["masked"] = tuple(_sure_box(box) for box in values["masked"])
    values["proposed"] = tuple(
        MaskProposal(_sure_box(one["box"]), MaskReason(one["reason"]))
        for one in values.get("proposed", ())
    )
    values["parts"] = tuple(
        PagePart(PageKind(part["kind"]), _sure_box(part["box"]), part["back"], part["prefix"])
        for part in values.get("parts", ())
    )
    values["quality"] = tuple(Quality(q) for q in values["quality"])
    return PageReading(**values)


def _box(values: list[int] | None) -> Box | None:
    return None if values is None else _sure_box(values)


def _sure_box(values: list[int]) -> Box:
    x, y, width, height = values
    return x, y, width, height
