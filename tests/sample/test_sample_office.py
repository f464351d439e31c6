"""The script that makes the sample office, and the office's own files."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import desktop
from desktop import paths

Truth = dict[str, Any]
Build = Callable[[int], Path]
Pages = Callable[[Path, Truth], list[Image.Image]]


def rows(office: Path, name: str = "register.csv", encoding: str = "utf-8") -> list[dict[str, str]]:
    with (office / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_seed_one_is_what_is_shipped(build_office: Build, shipped: Path) -> None:
    built = build_office(1)
    texts = ["register.csv", "register_cp932.csv", "settings.toml", "truth/truth.json"]
    texts += [f"answers/{file.name}" for file in (shipped / "answers").iterdir()]
    for name in texts:
        assert (built / name).read_bytes() == (shipped / name).read_bytes(), name
    for part in ("answers", "mail"):
        names = {file.name for file in (built / part).iterdir()}
        assert names == {file.name for file in (shipped / part).iterdir()}


def test_the_same_seed_gives_the_same_bytes(
    build_office: Build, shipped: Path, tmp_path: Path
) -> None:
    from maker.office import plan_office, scan_envelope

    built = build_office(2)
    _, plans = plan_office(2, shipped, paths.forms(), paths.resources() / "fonts")
    for plan in (plans[0], plans[1], plans[3]):  # a PDF, a TIFF and a set of JPEGs
        for file in scan_envelope(2, plan, tmp_path):
            assert file.read_bytes() == (built / "mail" / file.name).read_bytes(), file.name


def test_two_seeds_differ_in_names_addresses_and_pixels(
    build_office: Build,
    shipped: Path,
    truth: Truth,
    truth_of: Callable[[Path], Truth],
    pages_of: Pages,
) -> None:
    other = build_office(2)
    others = truth_of(other)
    assert {name: told["ending"]["state"] for name, told in truth.items()} == {
        name: told["ending"]["state"] for name, told in others.items()
    }
    for name, told in truth.items():
        mine, theirs = told["pages"][0]["fields"], others[name]["pages"][0]["fields"]
        assert mine["name"] != theirs["name"]
        if "block" in mine:
            assert [mine[k] for k in ("town", "block")] != [theirs[k] for k in ("town", "block")]
        first, second = pages_of(shipped, told)[0], pages_of(other, others[name])[0]
        grey = [np.asarray(page.convert("L"), float) for page in (first, second)]
        assert np.abs(grey[0] - grey[1]).mean() > 2
    numbers = {row["customer_no"] for row in rows(shipped)}
    assert len(numbers & {row["customer_no"] for row in rows(other)}) < 5


def test_another_seed_leaves_nothing_of_the_first_behind(
    build_office: Build, shipped: Path, tmp_path: Path
) -> None:
    from maker.office import _clear

    (tmp_path / "answers").mkdir()
    (tmp_path / "mail").mkdir()
    (tmp_path / "answers" / "1000000000_K1.csv").touch()
    (tmp_path / "mail" / "env01.pdf").touch()
    (tmp_path / "mail" / "notes.txt").touch()
    _clear(tmp_path)
    assert [file.name for file in tmp_path.rglob("*.*")] == ["notes.txt"]


def test_the_register_has_two_thousand_customers_with_their_history(shipped: Path) -> None:
    lines = rows(shipped)
    assert len({row["customer_no"] for row in lines}) == 2000
    points = [row["supply_point_no"] for row in lines]
    assert len(set(points)) == len(points)
    assert all(re.fullmatch(r"03\d{20}", point) for point in points)
    ended = Counter(row["customer_no"] for row in lines if row["valid_to"])
    assert 100 < len(ended) < 300
    for row in lines:
        assert not row["valid_to"] or row["valid_from"] < row["valid_to"]
    current = {row["customer_no"] for row in lines if not row["valid_to"]}
    assert ended.keys() <= current


def test_the_register_has_the_shapes_of_kanji_that_trip_programs(shipped: Path) -> None:
    names = "".join(row["name"] for row in rows(shipped))
    for character in "髙﨑邉𠮷":
        assert character in names
    old = "".join(row["name"] for row in rows(shipped, "register_cp932.csv", "cp932"))
    assert len(old) == len(names)
    assert "𠮷" not in old
    assert "髙" in old


def test_telephone_numbers_are_ones_nobody_has(shipped: Path) -> None:
    for row in rows(shipped):
        assert re.fullmatch(r"0?[789]0-?0000-?\d{4}", row["phone"])


def test_no_customer_is_called_as_somebody_of_the_office(shipped: Path) -> None:
    settings = tomllib.loads((shipped / "settings.toml").read_text(encoding="utf-8"))
    staff = {person["name"] for person in settings["people"]}
    assert len(staff) == len(settings["people"])
    assert not staff & {row["name"] for row in rows(shipped)}


def test_writers_have_a_name_nobody_else_in_the_register_has(truth: Truth, shipped: Path) -> None:
    names = {row["customer_no"]: row["name"] for row in rows(shipped)}
    for told in truth.values():
        if told["customer_no"]:
            mine = names[told["customer_no"]]
            assert sum(name == mine for name in names.values()) == 1


def test_every_wanted_item_has_its_answer_file(truth: Truth, shipped: Path) -> None:
    register = {row["customer_no"]: row for row in rows(shipped) if not row["valid_to"]}
    wanted = {
        (told["customer_no"], item)
        for told in truth.values()
        if told["customer_no"]
        for items in told["wanted"].values()
        for item in items
    }
    files = {tuple(file.stem.split("_")) for file in (shipped / "answers").iterdir()}
    assert files == wanted
    for customer, item in wanted:
        lines = rows(shipped / "answers", f"{customer}_{item}.csv")
        assert lines
        for line in lines:
            assert line["customer_no"] == customer
            assert line["supply_point_no"] == register[customer]["supply_point_no"]
            assert (line["item"], line["as_of"]) == (item, "2026-11-10")
            assert line["label"]
            assert line["value"]
            assert line["source"]


def test_the_settings_follow_the_policy_and_staff_the_office() -> None:
    file = paths.resources() / "sample_office" / "settings.toml"
    settings = tomllib.loads(file.read_text(encoding="utf-8"))
    roles = Counter(person["role"] for person in settings["people"])
    assert roles == {"CLERK": 3, "SUPERVISOR": 2, "ADMINISTRATOR": 1, "AUDITOR": 1}
    assert {p["login"] for p in settings["people"]} >= {"c01", "c02", "c03", "s01", "a01", "k01"}
    assert (settings["fee"]["fee_unit"], settings["fee"]["fee_tax"]) == (220, 20)
    hours = settings["hours"]
    assert (str(hours["opens"]), str(hours["closes"])) == ("09:00:00", "18:00:00")


def test_the_product_never_reads_the_truth() -> None:
    package = Path(desktop.__file__).parent
    for file in package.rglob("*.py"):
        parts = file.relative_to(package).parts
        if parts[0] in ("tour", "_data"):  # the tour compares, after its last step
            continue
        text = file.read_text(encoding="utf-8")
        assert "truth.json" not in text, file.name
        assert "sample_office/truth" not in text, file.name
