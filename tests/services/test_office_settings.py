"""Settings: dated, proposed by one, in force by another's signature, never backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from desk_office import MORNING, OFFICE, Office, passphrase

from desktop.domain.errors import NotAllowed, NotFound
from desktop.services.act import new_act
from desktop.services.doctor import examine
from desktop.services.office_settings import OfficeSettings, WrongSetting
from desktop.services.people import WrongPassphrase
from desktop.store import settings
from desktop.store.vault.keys import signed_by

TODAY = MORNING.date()


def test_the_defaults_are_those_of_the_rules() -> None:
    plain = OfficeSettings("みどり野電力")
    assert (plain.fee_unit, plain.fee_tax) == (220, 20)
    assert (plain.opens, plain.closes) == (time(9), time(18))
    assert (plain.correction_days, plain.fee_days) == (14, 14)
    assert (plain.target_days, plain.limit_days, plain.delivery_quiet_days) == (14, 30, 10)
    assert plain.retention_months["A"] == 6
    assert plain.retention_months["C6"] == 6
    assert plain.retention_months["B"] == plain.retention_months["C"] == 24
    assert plain.retention_months["F"] == 84


def test_settings_come_back_as_they_were_set_up(office: Office) -> None:
    assert office.desk.administration.settings(TODAY) == OFFICE


def test_tables_may_group_the_names(office: Office) -> None:
    grouped = {"office": {"office_name": "みどり野電力"}, "fee": {"fee_unit": 300}, "people": []}
    assert OfficeSettings.from_mapping(grouped).fee_unit == 300
    assert OfficeSettings.from_mapping(OFFICE.to_json()) == OFFICE


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"office_name": "みどり野電力", "fee": 220},
        {"office_name": "みどり野電力", "fee_unit": "220"},
        {"office_name": "みどり野電力", "fee_unit": -1},
        {"office_name": "みどり野電力", "fee_unit": True},
        {"office_name": "みどり野電力", "opens": "half past nine"},
        {"office_name": "みどり野電力", "closures": ["2026-02-30"]},
        {"office_name": "みどり野電力", "retention_months": {"Z": 3}},
        {"office_name": "みどり野電力", "retention_from": "NEVER"},
    ],
)
def test_what_is_no_setting_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(WrongSetting):
        OfficeSettings.from_mapping(values)


def test_a_class_that_is_not_named_keeps_its_period() -> None:
    values = {"office_name": "みどり野電力", "retention_months": {"B": 36}}
    months = OfficeSettings.from_mapping(values).retention_months
    assert (months["B"], months["A"], months["H"]) == (36, 6, 60)


def test_a_proposal_is_not_in_force_before_its_signature(office: Office) -> None:
    desk = office.desk.administration
    office.now += timedelta(minutes=1)  # of two for one day, the one signed later holds
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    assert desk.settings(TODAY).fee_unit == 220
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    assert desk.settings(TODAY).fee_unit == 330


def test_a_setting_holds_from_its_day_on(office: Office) -> None:
    desk = office.desk.administration
    start = date(2027, 4, 1)
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, start)
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    assert desk.settings(start - timedelta(days=1)).fee_unit == 220
    assert desk.settings(start).fee_unit == 330


def test_mail_from_before_the_set_up_has_the_first_settings(office: Office) -> None:
    assert office.desk.administration.settings(TODAY - timedelta(days=5)).fee_unit == 220


def test_no_setting_works_backwards(office: Office) -> None:
    with pytest.raises(WrongSetting):
        office.desk.administration.propose_setting(
            office.act("a01"), "fee_unit", 330, TODAY - timedelta(days=1)
        )


def test_only_the_administrator_proposes_and_only_a_supervisor_signs(office: Office) -> None:
    desk = office.desk.administration
    for login in ("c01", "s01", "k01"):
        with pytest.raises(NotAllowed):
            desk.propose_setting(office.act(login), "fee_unit", 330, TODAY)
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    for login in ("c01", "a01", "k01"):
        with pytest.raises(NotAllowed):
            desk.sign_setting(office.act(login), proposal.id, passphrase(login))
    assert desk.settings(TODAY).fee_unit == 220


def test_a_signature_needs_the_passphrase_again(office: Office) -> None:
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    with pytest.raises(WrongPassphrase):
        desk.sign_setting(office.act("s01"), proposal.id, passphrase("a01"))
    assert desk.settings(TODAY).fee_unit == 220


def test_a_setting_is_signed_once(office: Office) -> None:
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    act = office.act("s01")
    first = desk.sign_setting(act, proposal.id, passphrase("s01"))
    assert desk.sign_setting(act, proposal.id, passphrase("s01")) == first
    with pytest.raises(NotFound):
        desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))


def test_the_signature_is_the_supervisors_own_over_this_value(office: Office) -> None:
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), "fee_unit", 330, TODAY)
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    supervisor = office.by("s01")
    with office.desk.premises.database.reading() as session:
        kept = settings.by_id(session, proposal.id)
    assert kept is not None
    assert kept.signature is not None
    assert kept.signed_at is not None
    public = supervisor.keys.public().signing
    said = settings.statement(kept, supervisor.person_id, kept.signed_at)
    assert signed_by(public, kept.signature, said)
    changed = replace(kept, value=1)
    said = settings.statement(changed, supervisor.person_id, kept.signed_at)
    assert not signed_by(public, kept.signature, said)


def test_the_log_names_the_setting_and_never_its_value(office: Office) -> None:
    desk = office.desk.administration
    proposal = desk.propose_setting(office.act("a01"), "phone", "0570-111-222", TODAY)
    desk.sign_setting(office.act("s01"), proposal.id, passphrase("s01"))
    (line,) = office.desk.audit.entries(office.by("k01"), 0, 1, action="setting.propose")
    assert line.fields == ("phone",)
    assert "0570-111-222" not in repr(office.desk.audit.entries(office.by("k01"), 0, 100))


# The clock (TRUST §4): 2026-11-10 is a Tuesday.


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (10, "OK"),
        (11, "OK"),
        (12, "FAR_AHEAD"),  # Wednesday passed without a trace
        (9, "BEHIND"),
    ],
)
def test_the_clock_is_judged_by_the_last_time_seen(office: Office, day: int, kind: str) -> None:
    finding = office.desk.administration.clock(MORNING.replace(day=day))
    assert (finding.kind, finding.ok) == (kind, kind == "OK")
    assert finding.last_seen == MORNING
    assert bool(finding.sentence) == (kind != "OK")


def test_a_weekend_is_no_jump(office: Office) -> None:
    desk = office.desk.administration
    desk.clock(MORNING.replace(day=11))
    desk.clock(MORNING.replace(day=12))
    assert desk.clock(MORNING.replace(day=13)).ok
    assert desk.clock(MORNING.replace(day=16)).ok


def test_a_jump_stays_doubtful_until_a_supervisor_confirms(office: Office) -> None:
    desk = office.desk.administration
    later = MORNING + timedelta(days=10)
    assert not desk.clock(later).ok
    assert not desk.clock(later).ok
    office.now = later
    for login in ("c01", "a01", "k01"):
        with pytest.raises(NotAllowed):
            desk.confirm_clock(office.act(login))
    assert not desk.clock(later).ok
    desk.confirm_clock(new_act(office.by("s01"), later))
    assert desk.clock(later).ok
    desk.require_clock(later)


def test_signing_in_does_not_wash_a_jump_away(office: Office) -> None:
    office.now = MORNING + timedelta(days=10)
    office.by("c01")
    assert office.desk.administration.clock(office.now).kind == "FAR_AHEAD"


def test_the_doctor_has_a_next_step_for_whatever_is_missing(office: Office) -> None:
    lines = office.desk.administration.doctor()
    assert {"保管庫", "鍵ファイル", "様式", "書体", "文字の読み取り"} <= {
        line.name for line in lines
    }
    assert all(line.ok or line.next_step for line in lines)


def test_the_doctor_examines_a_store_without_opening_its_keys(office: Office) -> None:
    at = office.now
    lines = {line.name: line for line in examine(office.surroundings, office.place, at)}
    assert lines["保管庫"].ok
    assert (lines["バックアップ"].ok, lines["復元訓練"].ok) == (True, True)
    at += timedelta(days=181)
    lines = {line.name: line for line in examine(office.surroundings, office.place, at)}
    assert (lines["バックアップ"].ok, lines["復元訓練"].ok) == (False, False)
    assert "設定の「バックアップ」" in lines["バックアップ"].next_step


def test_the_doctor_says_what_to_do_where_no_store_is(office: Office, tmp_path: Path) -> None:
    lines = examine(office.surroundings, str(tmp_path / "nothing"))
    (store,) = (line for line in lines if line.name == "保管庫")
    assert not store.ok
    assert store.next_step
    assert not (tmp_path / "nothing").exists()
