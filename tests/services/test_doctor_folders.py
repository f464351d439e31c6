"""The doctor tells whether the folders that scanners drop files into can be opened."""

from __future__ import annotations

from pathlib import Path

from desk_office import Office

from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.doctor import DoctorLine, examine_store


def folder_lines(office: Office) -> list[DoctorLine]:
    found = examine_store(office.desk.premises)
    return [line for line in found if line.name.startswith("見張るフォルダー")]


def test_each_watched_folder_is_told_by_the_name_of_its_profile(
    office: Office, tmp_path: Path
) -> None:
    assert folder_lines(office) == []
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "one.pdf").write_bytes(b"%PDF-")
    wish = ScanProfile("", "2階の複合機", SourceKind.FOLDER, str(folder))
    office.desk.scanning.save_profile(office.act("c01"), wish)
    (line,) = folder_lines(office)
    assert (line.name, line.ok, line.detail) == (
        "見張るフォルダー（2階の複合機）",
        True,
        "開けます（ファイル 1件）",
    )
    for one in folder.iterdir():
        one.unlink()
    (line,) = folder_lines(office)
    assert (line.ok, line.detail) == (False, "共有フォルダーがつながっていません")
    folder.rmdir()
    (line,) = folder_lines(office)
    assert (line.ok, line.detail) == (False, "開けません")
    assert "つなぎ直す" in line.next_step
    assert str(folder) not in f"{line.detail}{line.next_step}"
