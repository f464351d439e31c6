"""What somebody came to a case for: the button that settles it (DESIGN §6, red tasks)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.buttons import Button


def button_wanted(names: object, *places: QWidget) -> Button | None:
    """The first of these that one of the places offers to the person who is there."""
    for name in names if isinstance(names, tuple) else ():
        for place in places:
            found = place.findChild(Button, name)
            if found is not None and found.isVisibleTo(place) and found.isEnabled():
                return found
    return None
