"""Settings that nobody can put in force alone, by table lines, and their words on a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from case_path import Track, refuse
from desk_office import MORNING, Office, passphrase

from desktop.domain.errors import Refused
from desktop.domain.requests import Item, Reason, RequestType
from desktop.services.act import SignedIn
from desktop.services.office_settings import WrongSetting
from desktop.store import settings
from desktop.store.schema.infrastructure import SettingRow

TODAY = MORNING.date()
Forgery = Callable[[SettingRow, SignedIn, SignedIn], None]


def put(office: Office, name: str, value: object, day: date = TODAY) -> str:
    """Proposed by the administrator, signed by the supervisor."""
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), name, value, day)
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    return proposal.id


def _another_value(row: SettingRow, _administrator: SignedIn, _supervisor: SignedIn) -> None:
    row.value_json = "1"


def _an_earlier_day(row: SettingRow, _administrator: SignedIn, _supervisor: SignedIn) -> None:
    row.effective_from = TODAY - timedelta(days=30)


def _signed_alone(row: SettingRow, administrator: SignedIn, _supervisor: SignedIn) -> None:
    """The administrator's own key over it: who proposes does not sign."""
    row.signed_by = administrator.person_id
    _sign(row, administrator)


def _proposed_by_the_signer(
    row: SettingRow, _administrator: SignedIn, supervisor: SignedIn
) -> None:
    row.proposed_by = supervisor.person_id


def _sign(row: SettingRow, by: SignedIn) -> None:
    one = settings._setting(row)
    assert row.signed_at is not None
    row.signature = by.keys.sign(settings.statement(one, by.person_id, row.signed_at))


FORGERIES = (_another_value, _an_earlier_day, _signed_alone, _proposed_by_the_signer)


@pytest.mark.parametrize("forge", FORGERIES)
def test_what_was_forged_in_the_database_is_not_in_force(office: Office, forge: Forgery) -> None:
    put(office, "fee_unit", 330)
    later = put(office, "fee_unit", 440)
    people = office.by("a01"), office.by("s01")
    with office.desk.premises.database.transaction() as session:
        forge(session.get_one(SettingRow, later), *people)
    office.reopen()
    office.by("s01")
    assert office.desk.administration.settings(TODAY).fee_unit == 330
    with office.desk.premises.database.reading() as session:
        assert settings.forged(session) == ("fee_unit",)
    found = office.desk.audit.verify()
    assert not found.ok
    assert "fee_unit" in " ".join(found.problems) or "手数料" in " ".join(found.problems)


def test_a_forged_setting_is_a_red_task_until_it_is_signed_anew(office: Office) -> None:
    forged = put(office, "limit_days", 20)
    with office.desk.premises.database.transaction() as session:
        session.get_one(SettingRow, forged).value_json = "300"

    def red() -> list[str]:
        view = office.desk.cases.today(office.by("c01"), office.now)
        return [one.sentence for one in view.red_tasks if one.code == "SETTING"]

    (told,) = red()
    assert "回答の限度" in told
    office.now += timedelta(minutes=1)
    put(office, "limit_days", 20)
    assert red() == []
    assert office.desk.administration.settings(TODAY).limit_days == 20


def test_an_office_whose_name_was_forged_still_opens_and_says_so(office: Office) -> None:
    with office.desk.premises.database.transaction() as session:
        row = session.query(SettingRow).filter_by(name="office_name").one()
        row.value_json = '"にせもの電力"'
    office.reopen()
    assert (
        office.desk.administration.settings(TODAY).office_name == "（事業者名が決まっていません）"
    )


def test_one_line_of_a_table_is_signed_by_itself_from_its_day_on(office: Office) -> None:
    start = TODAY + timedelta(days=10)
    put(office, "retention_months.A", 12, start)
    put(office, "retention_months.B", 36)
    desk = office.desk.administration
    before, after = desk.settings(start - timedelta(days=1)), desk.settings(start)
    assert (before.retention_months["A"], before.retention_months["B"]) == (6, 36)
    assert (after.retention_months["A"], after.retention_months["B"]) == (12, 36)
    assert after.retention_months["C"] == 24


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("retention_months.Z", 6),
        ("retention_months.A", "six"),
        ("fee_unit.A", 220),
        ("items", ["K9"]),
        ("items", []),
        ("articles.DISCLOSE", " "),
        ("articles.NOTHING", "33条"),
        ("reason_texts.R_XX", "理由"),
        ("letter_texts.D-06/1/opening/0", "{unknown}のとおりです。"),
        ("letter_texts.D-06/1/opening/0", "{arrived_onのとおりです。"),
        ("letter_texts.nowhere", "文"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_a_next_step(
    office: Office, name: str, value: object
) -> None:
    with pytest.raises(WrongSetting) as refused:
        office.desk.administration.propose_setting(office.act("a01"), name, value, TODAY)
    assert refused.value.sentence.endswith("。")
    assert refused.value.next_step.endswith("。")


def test_a_letter_has_the_signed_words_of_the_case_s_arrival(track: Track) -> None:
    """到達 2026-11-09. Words from the 10th on are for later cases only."""
    office, before = track.office, TODAY
    put(office, "reason_texts.R_NI", "あとから決めた理由の文", before)
    case_id = track.to_approval(refuse(Reason.R_NI))
    maker = office.desk.casework.letters
    shipped = maker.library.letter("D-06", TODAY).reasons[Reason.R_NI].text
    now = office.desk.administration.settings(TODAY)
    then = office.desk.administration.settings(track.get(case_id).arrived_on)
    assert maker.wording("D-06", TODAY, now).reasons[Reason.R_NI].text == "あとから決めた理由の文"
    assert maker.wording("D-06", TODAY, then).reasons[Reason.R_NI].text == shipped


def test_an_item_that_is_not_offered_is_not_taken(track: Track) -> None:
    office = track.office
    wanted = {RequestType.DISCLOSE: (Item.K1, Item.K5)}
    case_id = track.file(arrived_on=TODAY).case_id
    put(office, "items", ["K1", "K2", "K3", "K4", "K6", "K7", "K8"])
    with pytest.raises(Refused, match="30分値"):
        office.desk.casework.confirm_form(track.act("c01"), case_id, wanted, "PAPER", agent=False)


@pytest.fixture
def track(registered: None, office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)
