"""A form whose printed words or boxes change is another version (DESIGN §1, §3).

Customers go on sending sheets that were printed years ago: the reader finds their boxes by the
version in their code, and an office can tell which words a sheet was handed out with.
"""

from __future__ import annotations

import hashlib
import shutil
import tomllib

import pytest
from printed_pages import plain, qr_texts, text_of

from desktop import paths
from desktop.domain.form_set import FormSet
from desktop.letters.blank import blank_form
from desktop.letters.library import load_library

# What each version prints, as it is released. A new version gets a line of its own, and the file of
# the version before stays in the folder; a line is never changed once its version has been printed.
PRINTED = {
    ("F-01", 1): "d813b1a4ef5e",
    ("F-02", 1): "dc17b548794a",
    ("F-03", 1): "7c46b63cfd84",
    ("F-04", 1): "6c85d6860e7d",
    ("F-05", 1): "db8ba9ff4951",
    ("GUIDE", 1): "c7aea9bc5933",
    ("SLIP", 1): "2f225eaf2c3b",
}


def printed(table: dict) -> str:
    """Twelve digits of all that is on the paper: words, boxes, lines, marks."""
    head = table["form"]
    facts = [head["code"], head["version"], head["title"], head["pages"]]
    parts = ("captions", "panels", "fields", "markers", "codes")
    said = repr(
        (facts, [sorted(map(repr, map(sorted_items, table.get(one, [])))) for one in parts])
    )
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def sorted_items(row: dict) -> list:
    return sorted(row.items(), key=lambda one: one[0])


def test_no_form_is_changed_without_a_version_of_its_own():
    found = {}
    for file in (paths.forms() / "requests").glob("*.toml"):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        found[table["form"]["code"], table["form"]["version"]] = printed(table)
    assert found == PRINTED, "give the changed form a new version, and keep the file of the old one"


@pytest.mark.parametrize("code", ["F-01", "SLIP"])
def test_a_new_version_says_so_on_paper_and_the_old_one_is_still_read(tmp_path, fonts_dir, code):
    shutil.copytree(paths.forms(), tmp_path / "forms")
    folder = tmp_path / "forms" / "requests"
    text = (folder / f"{code}.toml").read_text(encoding="utf-8")
    changed = text.replace("form.version = 1", "form.version = 2")
    (folder / f"{code}-2.toml").write_text(changed, encoding="utf-8")
    library = load_library(tmp_path / "forms")
    number = "26-0007" if code == "SLIP" else ""
    for version in (1, 2):
        form = library.form(code, version)
        pdf = blank_form(form, fonts_dir, number)
        assert f"第{version}版" in plain(text_of(pdf))
        (mark,) = qr_texts(pdf)
        assert mark.startswith(f"MDG1|{code}|{version}|1")
        assert FormSet(library.forms).form(code, version) is form
    assert library.form(code).version == 2
