"""Filters under a name: own and office-wide, without a word about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO, form_page

from desktop.domain.errors import NotAllowed, Refused
from desktop.domain.requests import RequestType
from desktop.domain.states import CaseState
from desktop.services.case_views import CaseFilter, DueWindow
from desktop.store import audit
from desktop.store.schema.casedesk import SavedFilterRow

LATE = CaseFilter(
    states=frozenset({CaseState.FEE_CHECK, CaseState.SCOPING}),
    due=DueWindow.OVERDUE,
    types=frozenset({RequestType.DISCLOSE}),
    arrived_from=date(2026, 10, 1),
    arrived_to=date(2026, 10, 31),
    red=True,
)


def save(office: Office, login: str, name: str, which: CaseFilter = LATE, *, office_wide=False):
    return office.desk.saved_filters.save(
        office.act(login), name, which, mine=False, sort="DUE", office=office_wide
    )


def names(office: Office, login: str) -> list[str]:
    return [one.name for one in office.desk.saved_filters.listed(office.by(login))]


def test_a_filter_comes_back_as_it_was_kept(office: Office) -> None:
    save(office, "c01", "十月の  遅れ")
    (kept,) = office.desk.saved_filters.listed(office.by("c01"))
    assert (kept.name, kept.which, kept.sort, kept.office) == ("十月の 遅れ", LATE, "DUE", False)


def test_an_own_filter_is_seen_by_its_owner_alone_and_the_office_s_by_all(office: Office) -> None:
    save(office, "c01", "自分用")
    save(office, "s01", "全員用", office_wide=True)
    assert names(office, "c01") == ["自分用", "全員用"]
    assert names(office, "c02") == ["全員用"]


def test_a_filter_of_the_office_is_a_supervisor_s_to_keep_and_to_remove(office: Office) -> None:
    with pytest.raises(NotAllowed):
        save(office, "c01", "全員用", office_wide=True)
    kept = save(office, "s01", "全員用", office_wide=True)
    with pytest.raises(NotAllowed):
        office.desk.saved_filters.remove(office.act("c01"), kept.id)
    office.desk.saved_filters.remove(office.act("s01"), kept.id)
    assert names(office, "c01") == []


def test_nobody_removes_another_s_own_filter(office: Office) -> None:
    kept = save(office, "c01", "自分用")
    with pytest.raises(Refused, match="ほかの人"):
        office.desk.saved_filters.remove(office.act("c02"), kept.id)
    assert names(office, "c01") == ["自分用"]


def test_the_same_name_replaces_what_was_kept(office: Office) -> None:
    save(office, "c01", "遅れ")
    save(office, "c01", "遅れ", replace(LATE, red=False))
    (kept,) = office.desk.saved_filters.listed(office.by("c01"))
    assert not kept.which.red


def test_the_words_looked_for_are_not_kept(office: Office) -> None:
    save(office, "c01", "途中", replace(LATE, text="架空 太郎"))
    with office.desk.premises.database.reading() as session:
        assert "架空" not in session.query(SavedFilterRow).one().rule
    (kept,) = office.desk.saved_filters.listed(office.by("c01"))
    assert kept.which.text == ""


@pytest.mark.parametrize("name", ["仮川一郎さん", "カリカワさん", "090-0000-1234", "仮川様", ""])
def test_a_name_that_tells_of_a_person_is_refused(office: Office, tmp_path: Path, name) -> None:
    Track(office, tmp_path).file()
    with pytest.raises(Refused) as refused:
        save(office, "c01", name)
    assert refused.value.field == "filter_name"
    assert names(office, "c01") == []


def test_a_name_of_two_characters_is_one_too_and_a_character_alone_is_none(
    office: Office, tmp_path: Path
) -> None:
    Track(office, tmp_path).file(form_page(replace(ICHIRO, name="森 誠")))
    with pytest.raises(Refused, match="氏名"):
        save(office, "c01", "森誠 至急")
    assert save(office, "c01", "森林の地区").name == "森林の地区"


def test_who_kept_and_who_removed_a_filter_is_on_record(office: Office) -> None:
    kept = save(office, "c01", "遅れ")
    save(office, "c01", "遅れ", replace(LATE, red=False))
    office.desk.saved_filters.remove(office.act("c01"), kept.id)
    with office.desk.premises.database.reading() as session:
        lines = [one for one in audit.entries(session) if one.action.startswith("filter.")]
    assert [(one.action, one.subject) for one in reversed(lines)] == [
        ("filter.save", kept.id),
        ("filter.save", kept.id),
        ("filter.remove", kept.id),
    ]
