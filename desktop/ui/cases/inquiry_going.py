"""調査依頼 on its way to the departments: asked and printed in one go, and printed again."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.errors import DeskError
from desktop.domain.inquiries import Period
from desktop.domain.printing import PaperKind
from desktop.services.act import Act
from desktop.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Going:
    """How many sheets a printer took; `problem` where it took none though there is one."""

    printed: int = 0
    problem: DeskError | None = None


def ask(desk: Desk, act: Act, again: Act, case_id: str, period: Period | None, to: str) -> Going:
    """Ask every department that has not been asked, and print what they are asked.

    Two acts, each with its own command: the inquiry stands even where nothing could be printed.
    """
    desk.investigation.ask(act, case_id, period)
    return printed(desk, again, case_id, to)


def remind(desk: Desk, act: Act, again: Act, case_id: str, inquiry_id: str, to: str) -> Going:
    """催促: noted, and its sheet printed, which says so."""
    desk.investigation.remind(act, case_id, inquiry_id)
    return printed(desk, again, case_id, to, inquiry_id)


def printed(desk: Desk, act: Act, case_id: str, to: str, inquiry_id: str = "") -> Going:
    """On the printer of this name, else on the usual one for inquiries; none where it has none."""
    try:
        names = desk.printing.printers_for(PaperKind.FORM)
        printer = to if to in names else next(iter(names), "")
        if not printer:
            return Going()
        return Going(desk.investigation.sheets.print(act, case_id, printer, inquiry_id))
    except DeskError as problem:
        return Going(problem=problem)
