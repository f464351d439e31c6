"""A day's stack in one file: the sheets between the envelopes part it."""

from __future__ import annotations

import threading
from pathlib import Path

from desk_office import Office
from paper_reader import CARD_BACK, FORM, LICENCE, SEPARATOR, PaperReader, scan

from desktop.domain.reading import Forbidden, PageKind
from desktop.services.act import Act
from desktop.services.intake import ImportReport
from desktop.services.mail_import import MailImport

STACK = (SEPARATOR, FORM, LICENCE, SEPARATOR, SEPARATOR, FORM, CARD_BACK, SEPARATOR)


def take_in(office: Office, file: Path, act: Act) -> ImportReport:
    run = MailImport(office.desk.premises, act, lambda _step: None, threading.Event())
    return run.run([file], PaperReader())  # type: ignore[arg-type]


def test_a_separator_in_a_file_begins_the_next_envelope(office: Office, tmp_path: Path) -> None:
    report = take_in(office, scan(tmp_path / "stack.tif", STACK), office.act("c01"))
    assert (report.pages, report.envelopes) == (3, 2)
    first, second = office.desk.intake.unfiled()
    assert [page.kind for page in first.pages] == [PageKind.FORM, PageKind.DL]
    assert [page.kind for page in second.pages] == [PageKind.FORM, PageKind.MNC_BACK]
    assert second.blocked == (Forbidden.MY_NUMBER,)
    assert report.files[0].envelope_id == first.id


def test_the_separators_themselves_are_not_kept(office: Office, tmp_path: Path) -> None:
    take_in(office, scan(tmp_path / "stack.tif", STACK), office.act("c01"))
    assert len(list((office.folder / "spool").glob("*.page"))) == 3


def test_a_repeated_import_of_a_stack_adds_nothing(office: Office, tmp_path: Path) -> None:
    file, act = scan(tmp_path / "stack.tif", STACK), office.act("c01")
    first = take_in(office, file, act)
    assert take_in(office, file, act) == first
    assert [len(one.pages) for one in office.desk.intake.unfiled()] == [2, 2]
