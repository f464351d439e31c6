"""Real scans through the real reader: what is read, what is purged, and that none of it leaks."""

from __future__ import annotations

import json
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from desk_office import Office, everything_kept

from desktop import paths
from desktop.domain.reading import Forbidden, PageKind
from desktop.services.intake import ImportStep
from desktop.services.reading import read_files

SAMPLE = paths.resources() / "sample_office"
CARD_ENVELOPE = "env04"  # form, both sides of a My Number card, stamps: one picture a page


@pytest.fixture
def truth() -> dict[str, Any]:
    told = json.loads((SAMPLE / "truth" / "truth.json").read_text("utf-8"))
    (envelope,) = (one for one in told["envelopes"] if one["id"] == CARD_ENVELOPE)
    return dict(envelope)


@pytest.fixture
def mail(truth: dict[str, Any], tmp_path: Path) -> Path:
    """The envelope's files and two bad ones, in a folder of their own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for name in truth["files"]:
        (folder / name).write_bytes((SAMPLE / "mail" / name).read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    (folder / "letter.pdf").write_text("Dear Sirs,")
    return folder


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_real_scans_are_read_and_a_my_number_card_is_purged(
    office: Office,
    mail: Path,
    truth: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    steps: list[ImportStep] = []
    report = office.desk.intake.import_files(
        office.act("c01"), [mail], steps.append, threading.Event()
    )

    outcomes = {one.label: (one.pages, one.blocked, bool(one.problem)) for one in report.files}
    assert outcomes == {
        "broken.pdf": (0, 0, True),
        CARD_ENVELOPE: (3, 1, False),
        "letter.pdf": (0, 0, True),
    }
    (envelope,) = office.desk.intake.unfiled()
    assert [page.kind.value for page in envelope.pages] == [p["kind"] for p in truth["pages"]]
    assert [page.blocked for page in envelope.pages] == [None, None, Forbidden.MY_NUMBER, None]
    assert [step.kind for step in steps].count("BLOCKED") == 1
    tasks = office.desk.sources.tasks()
    # Every picture is a file of its own; one of the four shows the number.
    assert sorted(task.kind or "" for task in tasks) == ["", "", "", Forbidden.MY_NUMBER]

    form = office.desk.intake.reading(office.by("c01"), envelope.pages[0].id)
    wanted = truth["pages"][0]["fields"]
    for key in ("name", "postal", "city", "room", "item.K2"):
        read = form.field(key)
        assert read is not None
        assert read.text.replace(" ", "") == wanted[key].replace(" ", "")

    number = truth["pages"][2]["never_kept"][0]
    secrets = [number, wanted["name"].replace(" ", ""), wanted["city"], wanted["phone"]]
    logged = repr(office.desk.audit.entries(office.by("k01"), 0, 100))
    assert not any(secret in logged for secret in secrets)
    for place, held in everything_kept(office):
        assert not any(secret.encode() in held for secret in secrets), place
    assert [file for file in scratch.rglob("*") if file.is_file()] == []


def test_reading_without_a_store_gives_the_same_pages_and_no_number(
    mail: Path, truth: dict[str, Any]
) -> None:
    files = [mail / name for name in truth["files"][1:3]]
    (answer,) = read_files([*files], paths.forms())
    assert [page.kind for page in answer.pages] == [PageKind.MNC, PageKind.MNC_BACK]
    assert answer.blocked == (2,)
    assert {found.kind for found in answer.pages[1].forbidden} == {Forbidden.MY_NUMBER}
    assert answer.pages[1].fields == answer.pages[1].lines == ()
    assert truth["pages"][2]["never_kept"][0] not in repr(answer)


def test_reading_a_bad_file_says_why(mail: Path) -> None:
    answers = read_files([mail / "broken.pdf", mail / "letter.pdf"], paths.forms())
    assert all(answer.problem and answer.next_step for answer in answers)
    assert len({answer.problem for answer in answers}) == 2
