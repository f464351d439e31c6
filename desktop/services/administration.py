"""Settings with two signatures, the clock's warning, and the doctor (DESIGN §1, TRUST §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from desktop.domain.calendar import Calendar
from desktop.domain.errors import NotFound, SamePerson
from desktop.domain.roles import Capability
from desktop.services import clock_check, doctor, rights
from desktop.services.act import Act
from desktop.services.changes import Answer, carry_out
from desktop.services.clock_check import ClockFinding
from desktop.services.doctor import DoctorLine
from desktop.services.office_settings import OfficeSettings, WrongSetting, read_value, write_value
from desktop.services.people import NewPerson, People
from desktop.services.premises import Premises
from desktop.services.role_changes import RoleChanges
from desktop.services.standing import Standing
from desktop.store import audit, clock, settings


@dataclass(frozen=True, slots=True)
class SettingView:
    id: str
    name: str
    value: object
    effective_from: date
    proposed_by: str
    signed_by: str | None


@dataclass(frozen=True, slots=True)
class _Copy:
    """The signed settings as of so many signatures, and the days asked of them: one object, so
    that a thread that was late puts nothing old among what another has just read."""

    count: int
    signed: tuple[settings.Setting, ...]
    in_force: dict[date, OfficeSettings] = field(default_factory=dict)


class Administration:
    def __init__(self, premises: Premises, people: People) -> None:
        self._premises = premises
        self._people = people
        self.roles = RoleChanges(premises, people)
        self.standing = Standing(premises, people)
        self._copy = _Copy(-1, ())

    def settings(self, on: date) -> OfficeSettings:
        """The settings in force on that day, of what a supervisor has signed."""
        with self._premises.database.reading() as session:
            count = settings.signatures(session)
            copy = self._copy
            if count != copy.count:
                # A list of cases asks for many days at once: signatures are looked at once.
                copy = self._copy = _Copy(count, settings.signed(session))
        found = copy.in_force.get(on)
        if found is None:
            found = OfficeSettings.in_force(settings.values_on(copy.signed, on))
            copy.in_force[on] = found
        return found

    def calendar(self, on: date) -> Calendar:
        """The office's working days, with the closures in force on that day."""
        closures = frozenset(date.fromisoformat(day) for day in self.settings(on).closures)
        holidays = self._premises.holidays
        return Calendar(holidays.holidays, holidays.years, closures)

    def proposals(self) -> tuple[SettingView, ...]:
        """Settings proposed by the administrator and not yet signed."""
        with self._premises.database.reading() as session:
            return tuple(map(_view, settings.unsigned(session)))

    def propose_setting(
        self, act: Act, name: str, value: object, effective_from: date
    ) -> SettingView:
        """Wish for another value from a day on, never a past one (DESIGN §1)."""
        checked = write_value(read_value(name, value))
        if effective_from < act.at.date():
            raise WrongSetting(
                "設定を過去の日付から変えることはできません。",
                "今日以後の日付を指定してください。",
                field="effective_from",
            )

        def work(session: Session) -> Answer:
            setting = settings.propose(
                session, name, checked, effective_from, act.by.person_id, act.at
            )
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "setting.propose",
                subject=setting.id,
                fields=(name,),
            )
            return {"setting": setting.id}

        answer = carry_out(self._premises, act, Capability.PROPOSE_SETTING, "setting.propose", work)
        return self._setting(str(answer["setting"]))

    def sign_setting(self, act: Act, setting_id: str, passphrase: str) -> SettingView:
        """Put a proposal in force with the supervisor's own key."""
        rights.require(act, Capability.SIGN_SETTING)
        keys = self._people.confirm_passphrase(act.by, passphrase, act.at)

        def work(session: Session) -> Answer:
            setting = _waiting(settings.by_id(session, setting_id))
            if setting.proposed_by == act.by.person_id:
                raise SamePerson(
                    "自分が申請した設定に、自分で署名することはできません。",
                    "ほかの責任者に署名を依頼してください。",
                )
            statement = settings.statement(setting, act.by.person_id, act.at)
            settings.sign(session, setting_id, act.by.person_id, act.at, keys.sign(statement))
            if settings.person_of_role(setting.name):
                self.roles.take(session, act, setting)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "setting.sign",
                subject=setting_id,
                fields=(setting.name,),
            )
            return {"setting": setting_id}

        carry_out(self._premises, act, Capability.SIGN_SETTING, "setting.sign", work)
        return self._setting(setting_id)

    def drop_proposal(self, act: Act, setting_id: str) -> None:
        """The administrator takes a wish back, or a supervisor refuses it: it waits no longer."""
        proposes = rights.may(act.by, Capability.PROPOSE_SETTING)
        right = Capability.PROPOSE_SETTING if proposes else Capability.SIGN_SETTING

        def work(session: Session) -> Answer:
            setting = _waiting(settings.by_id(session, setting_id))
            settings.drop(session, setting_id, act.by.person_id, act.at)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "setting.drop",
                subject=setting_id,
                fields=(setting.name,),
            )
            return {"setting": setting_id}

        carry_out(self._premises, act, right, "setting.drop", work)

    def clock(self, at: datetime) -> ClockFinding:
        """Whether the clock can be believed; moves the high-water mark where it can."""
        with self._premises.database.transaction() as session:
            return clock_check.observe(session, at, self._premises.holidays)

    def require_clock(self, at: datetime) -> None:
        """Refuse what a wrong date would spoil. Raises ClockDoubtful."""
        with self._premises.database.reading() as session:
            clock_check.require(session, at, self._premises.holidays)

    def confirm_clock(self, act: Act) -> None:
        """A supervisor says that the date shown is today's."""

        def work(session: Session) -> Answer:
            clock.confirm(session, act.at, act.by.person_id)
            return {}

        carry_out(self._premises, act, Capability.CONFIRM_CLOCK, "clock.confirm", work)

    def doctor(self) -> tuple[DoctorLine, ...]:
        """What works on this machine, and what to do about what does not."""
        machine = doctor.examine(self._premises.surroundings)
        return machine + doctor.examine_store(self._premises)

    def _setting(self, setting_id: str) -> SettingView:
        with self._premises.database.reading() as session:
            setting = settings.by_id(session, setting_id)
        if setting is None:
            raise NotFound("この設定はありません。", "設定の画面を開き直してください。")
        return _view(setting)


def _waiting(setting: settings.Setting | None) -> settings.Setting:
    if setting is None or setting.signed_by is not None or setting.dropped_by is not None:
        raise NotFound("署名を待っている設定ではありません。", "設定の画面を開き直してください。")
    return setting


def _view(setting: settings.Setting) -> SettingView:
    return SettingView(
        setting.id,
        setting.name,
        setting.value,
        setting.effective_from,
        setting.proposed_by,
        setting.signed_by,
    )


__all__ = [
    "Administration",
    "ClockFinding",
    "DoctorLine",
    "NewPerson",
    "OfficeSettings",
    "SettingView",
]
