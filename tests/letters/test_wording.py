"""The declared wordings: strict when read, and in force by date (DESIGN §1, §3)."""

from __future__ import annotations

import copy
import shutil
import tomllib
from datetime import date

import pytest

from desktop import paths
from desktop.domain.forms import FormProblem
from desktop.domain.letters import Condition, FeeState, LetterProblem, conditions, fill
from desktop.domain.requests import Reason
from desktop.domain.wording import parse_letter, parse_reasons
from desktop.letters.library import load_library


def read(name):
    path = paths.forms() / "letters" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def reasons():
    return parse_reasons(read("reasons"), "reasons.toml")


def test_every_letter_is_marked_for_counsels_review(library):
    assert all(wording.counsel_review for wording in library.letters)


def test_every_reason_code_has_public_words_and_a_rule(reasons):
    assert set(reasons) == set(Reason)
    assert reasons[Reason.R_HE].basis.endswith("5(5)ヘ")
    assert "本人であることを確認できない" in reasons[Reason.R_I].text


def test_a_reason_without_words_is_named():
    table = read("reasons")
    del table["reasons"]["R_TO"]
    with pytest.raises(LetterProblem) as caught:
        parse_reasons(table, "reasons.toml")
    assert "reasons.toml" in caught.value.sentence
    assert "reasons.R_TO" in caught.value.sentence


def spoil(code, change, reasons):
    table = copy.deepcopy(read(code))
    change(table)
    with pytest.raises(LetterProblem) as caught:
        parse_letter(table, f"{code}.toml", reasons=reasons)
    assert f"{code}.toml" in caught.value.sentence
    return caught.value.sentence


def test_an_unknown_placeholder_is_named(reasons):
    def change(table):
        table["opening"][1]["text"] = "{registered_address}の件"

    assert "opening[1].text" in spoil("D-06", change, reasons)


def test_an_open_brace_is_named(reasons):
    def change(table):
        table["opening"][1]["text"] = "{due_on の件"

    assert "opening[1].text" in spoil("D-06", change, reasons)


def test_an_unknown_condition_is_named(reasons):
    def change(table):
        table["opening"][1]["only"] = ["sometimes"]

    assert "opening[1].only" in spoil("D-06", change, reasons)


def test_an_unknown_key_is_named(reasons):
    def change(table):
        table["letter"]["colour"] = "red"

    assert "letter.colour" in spoil("D-06", change, reasons)


def test_an_unknown_block_is_named(reasons):
    def change(table):
        table["entries"][1]["block"] = "everything"

    assert "entries[1].block" in spoil("D-06", change, reasons)


def test_a_missing_review_mark_is_named(reasons):
    def change(table):
        del table["letter"]["counsel_review"]

    assert "letter.counsel_review" in spoil("D-06", change, reasons)


def test_a_missing_sample_is_named(reasons):
    def change(table):
        del table["sample"]["addressee"]["name"]

    assert "sample.addressee.name" in spoil("D-06", change, reasons)


def test_a_letter_with_a_slip_needs_the_slips_form(reasons):
    assert "letter.slip" in spoil("D-02", lambda table: None, reasons)


def test_a_broken_file_is_named(tmp_path):
    shutil.copytree(paths.forms(), tmp_path / "forms")
    (tmp_path / "forms" / "letters" / "D-05.toml").write_text("letter.code = ", encoding="utf-8")
    with pytest.raises(LetterProblem) as caught:
        load_library(tmp_path / "forms")
    assert "D-05.toml" in caught.value.sentence
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_reason_file_is_named(tmp_path):
    shutil.copytree(paths.forms(), tmp_path / "forms")
    (tmp_path / "forms" / "letters" / "reasons.toml").unlink()
    with pytest.raises(LetterProblem) as caught:
        load_library(tmp_path / "forms")
    assert "reasons.toml" in caught.value.sentence


def test_a_wording_holds_from_its_day_on_and_not_before(library):
    assert library.letter("D-05", date(2026, 4, 1)).version == 1
    with pytest.raises(LetterProblem):
        library.letter("D-05", date(2026, 3, 31))


def test_a_newer_wording_leaves_the_old_one_in_force_until_its_day(tmp_path):
    shutil.copytree(paths.forms(), tmp_path / "forms")
    folder = tmp_path / "forms" / "letters"
    text = (folder / "D-06.toml").read_text(encoding="utf-8")
    text = text.replace("letter.version = 1", "letter.version = 2")
    text = text.replace("effective_from = 2026-04-01", "effective_from = 2027-04-01")
    (folder / "D-06-v2.toml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path / "forms")
    assert library.letter("D-06", date(2027, 3, 31)).version == 1
    assert library.letter("D-06", date(2027, 4, 1)).version == 2


def test_an_unknown_form_is_refused(library):
    with pytest.raises(FormProblem):
        library.form("F-99")
    with pytest.raises(FormProblem):
        library.form("F-01", version=9)


@pytest.mark.parametrize(
    ("due", "received", "expected"),
    [
        (660, 650, {Condition.FEE_SHORT}),
        (660, 0, {Condition.FEE_UNPAID}),
        (220, 440, {Condition.FEE_EXCESS}),
        (1100, 1100, set()),
        (0, 220, {Condition.FEE_EXCESS}),
        (0, 0, {Condition.FEE_FREE}),
    ],
)
def test_the_fee_tells_its_own_condition(library, due, received, expected):
    sample = library.latest_letter("D-03").sample
    changed = FeeState(3, 220, due, received)
    found = conditions(
        type(sample)(
            sample.document_number,
            sample.issued_on,
            sample.case_number,
            sample.arrived_on,
            sample.sender,
            sample.addressee,
            fee=changed,
        )
    )
    assert found == expected


def test_a_placeholder_becomes_its_fact_in_words(library):
    sample = library.latest_letter("D-03").sample
    text = fill("{arrived_on}から{due_on}まで、{fee_due}円", sample)
    assert text == "令和8年11月9日から令和8年11月26日まで、220円"


def test_no_personal_fact_shows_in_a_repr(library):
    for wording in library.letters:
        shown = repr(wording.sample)
        assert "架空" not in shown
        assert "若葉町" not in shown
