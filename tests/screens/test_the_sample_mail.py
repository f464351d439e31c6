"""What the tour knows of the mail before it is opened: the days, and what is stamped on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.tour.sample_files import gather, read_truth, stem_of


def test_the_arrival_typed_for_every_envelope_is_the_true_one(tmp_path: Path) -> None:
    files = gather(1, None, tmp_path)
    brought = {
        stem_of(file): day or date(2026, 11, 10) for day, post in files.posts for file in post
    }
    typed = {stem: files.stamped.get(stem, day).isoformat() for stem, day in brought.items()}
    true = {stem_of(Path(one["files"][0])): one["arrived_on"] for one in read_truth(files)}
    assert typed == true
    assert len(typed) == 12


def test_mail_of_ones_own_has_no_stamps(tmp_path: Path) -> None:
    (tmp_path / "env01.pdf").write_bytes(b"%PDF")
    files = gather(1, tmp_path, tmp_path)
    assert files.stamped == {}
    assert files.posts == ((None, (tmp_path / "env01.pdf",)),)
