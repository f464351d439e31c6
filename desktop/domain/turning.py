"""A page turned by quarters: where its boxes lie afterwards."""

from __future__ import annotations

import dataclasses

from desktop.domain.reading import Box, PageReading


def turned_box(box: Box, quarters: int, width: int, height: int) -> Box:
    """The box on a page of this width and height after so many clockwise quarter turns."""
    x, y, wide, high = box
    match quarters % 4:
        case 1:
            return height - y - high, x, high, wide
        case 2:
            return width - x - wide, height - y - high, wide, high
        case 3:
            return y, width - x - wide, high, wide
        case _:
            return box


def turned_reading(reading: PageReading, quarters: int, width: int, height: int) -> PageReading:
    """All that was read, its boxes on the turned page of what had this width and height."""

    def at(box: Box) -> Box:
        return turned_box(box, quarters, width, height)

    def where(box: Box | None) -> Box | None:
        return None if box is None else at(box)

    return dataclasses.replace(
        reading,
        fields=tuple(dataclasses.replace(one, box=where(one.box)) for one in reading.fields),
        lines=tuple(dataclasses.replace(one, box=at(one.box)) for one in reading.lines),
        forbidden=tuple(dataclasses.replace(one, box=where(one.box)) for one in reading.forbidden),
        masked=tuple(map(at, reading.masked)),
        proposed=tuple(dataclasses.replace(one, box=at(one.box)) for one in reading.proposed),
        parts=tuple(dataclasses.replace(one, box=at(one.box)) for one in reading.parts),
        rotation=(reading.rotation + 90 * quarters) % 360,
    )
