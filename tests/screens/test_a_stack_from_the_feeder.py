"""A day's stack: from the feeder to filed cases, by the keyboard alone (issue 4, "done when").

Six envelopes lie in the feeder with separator sheets between them: an own form with a licence fed
upside down, a form laid in crosswise, a form with both sides of a My Number card, a letter without
a form and an empty sheet, a reply with its slip and a certificate, and one without any doubt.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import feeder_stack
import pytest
from escl_scanner import EsclScanner, sheet
from feeding_clerk import FeedingClerk
from keyboard import Keyboard, Witness
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from real_window import MORNING, RealWindow

from desktop.domain.reading import PageKind
from desktop.domain.states import CaseState
from desktop.domain.wareki import parse_wareki, wareki
from desktop.services.filing import FilingFacts

pytestmark = pytest.mark.xdist_group("scanners")

Key = Qt.Key
FIRST_CASE = "26-0001"
OTHER_CLERK = "仮野 次郎"
DATES = ("birth", "issued", "expires")

Papers = tuple[tuple[bytes, Mapping[str, Any] | None], ...]


def papers(stem: str) -> Papers:
    """The sheets of an envelope of the sample office, each with what is written on it."""
    sheets = feeder_stack.envelope(stem)
    return tuple(zip(sheets, feeder_stack.truth()[stem]["pages"], strict=True))


def crosswise(stem: str) -> Papers:
    (form, told), *others = papers(stem)
    return ((feeder_stack.turned(form, 90), told), *others)


def reply() -> Papers:
    told = feeder_stack.truth()["env12"]["pages"]
    certificate = feeder_stack.envelope("env12")[1]
    return (feeder_stack.slip(FIRST_CASE, "env07"), None), (certificate, told[1])


def envelopes() -> tuple[Papers, ...]:
    letter = feeder_stack.written(*feeder_stack.LETTER)
    return (
        papers("env03"),
        crosswise("env08"),
        papers("env04"),
        ((letter, None), (feeder_stack.blank(), None)),
        reply(),
        papers("env01"),
    )


def stack(of: tuple[Papers, ...]) -> list[tuple[bytes, ...]]:
    sheets: list[tuple[bytes, ...]] = []
    for number, envelope in enumerate(of):
        if number:
            sheets.append(sheet(feeder_stack.separator()))
        sheets += [sheet(picture) for picture, _told in envelope]
    return sheets


@pytest.fixture
def witness(qapp: QApplication) -> Iterator[Witness]:
    seen = Witness(qapp)
    yield seen
    seen.leave()


@pytest.fixture
def at_work(desk: RealWindow, tmp_path: Path) -> FeedingClerk:
    """c01 has signed in; a case waits for a reply."""
    desk.sign_in("c01")
    clerk = FeedingClerk(desk, Keyboard(desk.stage))
    _wait_for_a_reply(clerk, tmp_path)
    return clerk


def _wait_for_a_reply(desk: FeedingClerk, folder: Path) -> None:
    """A case of who wrote env07, of whom a certificate was asked a week ago."""
    scan = folder / "asked.jpg"
    scan.write_bytes(feeder_stack.envelope("env07")[0])
    services, by = desk.services, desk.act().by
    services.intake.import_files(desk.act(), [scan], lambda _step: None, threading.Event())
    (envelope,) = desk.unfiled()
    other = next(one.id for one in services.people.roster() if one.name == OTHER_CLERK)
    facts = FilingFacts(date(2026, 11, 2), (by.person_id, other), ("請求書",), True)
    filed = services.filing.file(desk.act(), envelope.id, facts)
    assert filed.number == FIRST_CASE
    wanted = services.cases.get(by, filed.case_id, MORNING).wanted
    services.casework.confirm_form(desk.act(), filed.case_id, wanted, "PAPER", agent=False)
    services.casework.ask_correction(desk.act(), filed.case_id, ("ADDRESS_MISMATCH",))


def test_a_stack_of_mixed_envelopes_becomes_cases_by_the_keyboard_alone(
    at_work: FeedingClerk, witness: Witness
) -> None:
    desk, keys, stage = at_work, at_work.keys, at_work.real.stage
    mail = envelopes()
    sheets = stack(mail)
    forbidden = 10  # the back of the card: the third sheet of the third envelope
    with EsclScanner(sheets) as scanner:
        desk.set_up(scanner.address)
        desk.open_import()
        keys.pressed = 0
        desk.scan(len(sheets))
        desk.until_it_stands()
        assert desk.text("scan_stop_headline") == (
            f"{forbidden}枚目に個人番号らしい番号があり、給紙を止めました。"
        )
        stage.picture("stack-forbidden")
        scanner.lay(sheets[forbidden:])  # the card is out of the stack; the rest is laid in again
        keys.start(Key.Key_B)
        desk.until_it_stands()
        scanning = keys.pressed
    assert desk.services.scanning.unfinished_runs() == ()
    assert [len(one.pages) for one in desk.unfiled()] == [3, 2, 4, 2, 2, 4]
    stage.picture("stack-in")

    flagged = [
        f"reading_{field.key}"
        for envelope in desk.unfiled()
        for page in envelope.pages
        if page.blocked is None
        for field in desk.services.intake.reading(desk.act().by, page.id).fields
        if not field.sure
    ]
    assert flagged  # else nothing is shown by this test
    counted = []
    for number, envelope in enumerate(mail, 1):
        keys.pressed = 0
        assert desk.tab.board.chosen()[0] == desk.unfiled()[0].id
        confirm(desk, envelope)
        to_confirm, keys.pressed = keys.pressed, 0
        file(desk, first=number == 1)
        counted.append((to_confirm, keys.pressed))
    stage.picture("stack-filed")

    assert witness.fields == flagged
    assert witness.mouse == 0
    assert desk.unfiled() == []
    assert_cases(desk, mail)
    # A clean envelope: open the filing, confirm that nothing forbidden is left, file.
    assert counted[-1] == (0, 3)
    print(json.dumps({"scan": scanning, "confirm_and_file": counted}))


def confirm(desk: FeedingClerk, envelope: Papers) -> None:
    """Look at what is flagged, and at nothing else: confirm it, or put it right."""
    for _ in range(40):
        place = desk.keys.place
        if not place.startswith("reading_"):
            return
        page_id = desk.tab.board.chosen()[1]
        at = next(n for n, one in enumerate(desk.unfiled()[0].pages) if one.id == page_id)
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        told = envelope[at][1]
        right = on_paper(told, place.removeprefix("reading_")) if told is not None else field.text()
        if not same(field.text(), right):
            desk.keys.write(right)
        desk.keys.enter()
    raise AssertionError("the flagged fields have no end")


def file(desk: FeedingClerk, *, first: bool) -> None:
    """What only people know is asked once; then each envelope is confirmed by two and filed."""
    before = desk.text("filed_headline")
    desk.keys.primary()
    if first:
        assert desk.keys.place == "filing_arrived"
        desk.keys.enter()
        other = QApplication.focusWidget()
        assert isinstance(other, QComboBox)
        while other.currentText() != OTHER_CLERK:
            desk.keys.press(Key.Key_Down)
        desk.keys.enter()
    assert desk.keys.place == "filing_purge"
    desk.keys.press(Key.Key_Space)
    desk.keys.primary()
    desk.real.stage.wait(
        "the envelope filed", lambda: desk.text("filed_headline") not in ("", before)
    )
    desk.real.stage.settle()


def assert_cases(desk: FeedingClerk, mail: tuple[Papers, ...]) -> None:
    """Every envelope is a case of its own, but the reply, which joined the one that waited."""
    by, services = desk.act().by, desk.services
    numbers = [FIRST_CASE, *(f"26-000{n}" for n in range(2, 7))]
    cases = {}
    for number in numbers:
        case_id = services.cases.by_number(number)
        assert case_id is not None, number
        cases[number] = services.cases.get(by, case_id, MORNING)
    assert services.cases.by_number("26-0007") is None
    assert cases[FIRST_CASE].line.state is CaseState.FORM_CHECK
    kinds = {
        number: [page.kind for document in case.documents for page in document.pages]
        for number, case in cases.items()
    }
    assert kinds[FIRST_CASE] == [PageKind.FORM, PageKind.SLIP, PageKind.JUM]
    assert kinds["26-0004"] == [PageKind.FORM, PageKind.MNC, PageKind.STAMPS]
    assert kinds["26-0005"] == [PageKind.UNKNOWN, PageKind.BLANK]
    for number, envelope in zip(
        ("26-0002", "26-0003", "26-0004", "26-0005", FIRST_CASE, "26-0006"), mail, strict=True
    ):
        told = [one for _picture, one in envelope if one is not None and not one["forbidden"]]
        assert_as_written(desk, cases[number], told)


def assert_as_written(desk: FeedingClerk, case: Any, told: list[Mapping[str, Any]]) -> None:
    readings = {}
    for document in case.documents:
        for page in document.pages:
            picture = desk.services.cases.picture(desk.act(), page.id)
            readings[page.kind.value] = picture.reading
    for page in told:
        written = {**page.get("fields", {}), **page.get("identity", {})}
        for key in written:
            field = readings[page["kind"]].field(key)
            if field is None and not written[key]:
                continue
            assert field is not None, (page["kind"], key)
            assert field.sure, (page["kind"], key)
            assert same(field.text, on_paper(page, key)), (page["kind"], key)


def on_paper(page: Mapping[str, Any], key: str) -> str:
    """A field as somebody reads it on the sheet."""
    if key in page.get("fields", {}):
        return str(page["fields"][key])
    value = str(page["identity"][key])
    return wareki(date.fromisoformat(value)) if key in DATES and value else value


def same(one: str, other: str) -> bool:
    """Blanks and the look of a stroke make no difference, nor in a date the calendar."""
    if parse_wareki(one) is not None:
        return parse_wareki(one) == parse_wareki(other)
    return plain(one) == plain(other)


def plain(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("－−ー‐–—", "------"))
