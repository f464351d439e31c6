"""Scanning for the window and the commands: profiles, runs, and how an interrupted one goes on."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.capture.sources.share import Share, ShareHangs
from desktop.capture.sources.source import ScanStopped, Source
from desktop.capture.sources.source_child_link import SourceChild
from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.domain.scanning import Device, Fault, ScanProfile, SourceKind
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.changes import Answer, carry_out
from desktop.services.intake import Intake
from desktop.services.premises import Premises
from desktop.services.scan_faults import FAULTS, ScanFault
from desktop.services.scan_leftovers import sweep_scan_folders
from desktop.services.scanning_run import MOST_WAITING, PageReader, ScanRun
from desktop.services.scanning_views import (
    BlockAnswer,
    RunState,
    RunView,
    ScanReport,
    ScanStep,
    StepKind,
)
from desktop.services.scanning_words import view_of
from desktop.services.trial_scan import TrialSheet, one_sheet
from desktop.services.watched_folder import SILENT, other_folders, place_of_profile
from desktop.services.watched_places import mark, unmark
from desktop.store import audit, envelope_order, envelopes, scans, sources

_WAYS = (SourceKind.SANE, SourceKind.ESCL)
_UNFINISHED = (RunState.RUNNING, RunState.STOPPED, RunState.BLOCKED, RunState.DIFFERS)
_LONGEST_NAME = 40
_MOST_SHEETS = 9999


class Scanning:
    """`source` and `reader` stand for the devices and the reading of this machine."""

    def __init__(
        self,
        premises: Premises,
        intake: Intake,
        source: Callable[[SourceKind], Source] = SourceChild,
        reader: Callable[[], PageReader] | None = None,
        share: Share | None = None,
    ) -> None:
        self._premises = premises
        self._share = share or Share()
        self._source = source
        self._reader = reader or intake.reader
        self._running: set[str] = set()

    def devices(
        self, who: Act | SignedIn, cancelled: threading.Event, kind: SourceKind | None = None
    ) -> tuple[Device, ...]:
        """The scanners that answer now, of one way or of all. Takes seconds.

        A way whose parts are missing on this machine has no devices; only where no way works at
        all that is told as a ScanFault.
        """
        rights.require(who, Capability.OPEN_MAIL)
        found: list[Device] = []
        faults: list[Fault] = []
        ways = _WAYS if kind is None else (kind,)
        for way in ways:
            try:
                found += self._source(way).devices(cancelled)
            except ScanStopped as stopped:
                faults.append(stopped.fault)
        if len(faults) == len(ways):
            raise ScanFault(faults[0])
        return tuple(found)

    def profiles(self) -> tuple[ScanProfile, ...]:
        """The last used one first: it is what one key scans with."""
        with self._premises.database.reading() as session:
            return scans.profiles(session)

    def try_out(
        self, who: Act | SignedIn, profile_id: str, cancelled: threading.Event
    ) -> TrialSheet | None:
        """One sheet to look at, of which nothing is kept; None where it was cancelled."""
        rights.require(who, Capability.OPEN_MAIL)
        with self._premises.database.reading() as session:
            profile = _scanner(scans.profile(session, profile_id))
        try:
            return one_sheet(self._source(profile.kind), self._reader(), profile, cancelled)
        finally:
            sweep_scan_folders()

    def save_profile(self, act: Act, profile: ScanProfile) -> ScanProfile:
        """Add a profile (its `id` is "") or change one."""
        name = profile.name.strip()
        if not name or len(name) > _LONGEST_NAME:
            raise Refused(
                f"プロファイルの名前は1～{_LONGEST_NAME}文字です。",
                "短い名前を入れてください。",
                field="name",
            )
        if not profile.address.strip():
            raise Refused(
                "スキャナーが選ばれていません。", "探すか、宛先を入れてください。", field="address"
            )
        new_id = profile.id or uuid.UUID(act.command).hex
        kept = ScanProfile(
            new_id,
            name,
            profile.kind,
            profile.address.strip(),
            profile.feed,
            profile.dpi,
            profile.colour,
            profile.size,
        )

        rights.require(act, Capability.OPEN_MAIL)
        others = self._mark_folder(kept) if kept.kind is SourceKind.FOLDER else None

        def work(session: Session) -> Answer:
            if others is not None and others != other_folders(session, kept.id):
                raise Refused(
                    "ほかの画面で、見張るフォルダーがいま変わりました。",
                    "もう一度保存してください。",
                    field="address",
                )
            scans.save_profile(session, kept)
            audit.append(session, act.at, act.by.person_id, "scan.profile", subject=kept.id)
            return {"profile": kept.id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "scan.profile", work)
        return kept

    def _mark_folder(self, profile: ScanProfile) -> list[str]:
        """Check and mark the folder, and tell beside which others that was right."""
        with self._premises.database.reading() as session:
            others = other_folders(session, profile.id)
        folder = place_of_profile(self._premises, self._share, profile.address, profile.id)
        try:
            self._share.at(folder, lambda: mark(folder))
        except ShareHangs:
            raise Refused(*SILENT, field="address") from None
        return others

    def remove_profile(self, act: Act, profile_id: str) -> None:
        with self._premises.database.reading() as session:
            gone = [one for one in scans.profiles(session) if one.id == profile_id]

        def work(session: Session) -> Answer:
            scans.profile(session, profile_id)
            scans.remove_profile(session, profile_id)
            audit.append(
                session, act.at, act.by.person_id, "scan.profile_removed", subject=profile_id
            )
            return {"profile": profile_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "scan.profile_removed", work)
        for one in gone:
            if one.kind is SourceKind.FOLDER:
                self._unmark(Path(one.address))

    def _unmark(self, folder: Path) -> None:
        with contextlib.suppress(ShareHangs):
            self._share.at(folder, lambda: unmark(folder))

    def scan(
        self,
        act: Act,
        profile_id: str,
        expected_sheets: int | None,
        envelope_id: str | None,
        progress: Callable[[ScanStep], None],
        cancelled: threading.Event,
    ) -> ScanReport:
        """Take in a stack as new mail, or as more of `envelope_id`.

        A repeated act scans nothing again: paper moves only once. Its report tells how the run is.
        """
        if expected_sheets is not None and not 1 <= expected_sheets <= _MOST_SHEETS:
            raise Refused(
                "枚数は1以上の数です。",
                "数えた枚数を入れるか、空けておいてください。",
                field="sheets",
            )
        run_id = uuid.UUID(act.command).hex

        def stand(session: Session) -> None:
            profile = _scanner(scans.profile(session, profile_id))
            if envelope_id is not None:
                envelopes.envelope(session, envelope_id)
            scans.use_profile(session, profile_id, act.at)
            scans.begin_run(
                session,
                run_id,
                profile,
                expected_sheets,
                envelope_id or uuid.uuid4().hex,
                RunState.RUNNING,
                act.by.person_id,
                act.at,
            )

        return self._begin(act, "scan.begin", run_id, stand, progress, cancelled)

    def resume(
        self,
        act: Act,
        run_id: str,
        progress: Callable[[ScanStep], None],
        cancelled: threading.Event,
    ) -> ScanReport:
        """Go on with a run, in the envelope where it stands, from its next sheet on."""

        def stand(session: Session) -> None:
            run = scans.run(session, run_id)
            if run.state not in _UNFINISHED or run_id in self._running:
                raise Refused(
                    "この読み取りは続けられません。すでに終わったか、いま動いています。",
                    "新しく読み取ってください。",
                )
            if run.state == RunState.BLOCKED:
                raise Refused(
                    "番号のある用紙の扱いが決まっていません。",
                    "黒塗りして読み直すか、返却するかを選んでください。",
                )
            _scanner(scans.profile(session, run.profile_id))
            scans.stand(session, run_id, RunState.RUNNING)
            _take_out_half(session, act, run)

        return self._begin(act, "scan.resume", run_id, stand, progress, cancelled)

    def answer_block(self, act: Act, run_id: str, answer: BlockAnswer) -> RunView:
        """What becomes of the sheet with the forbidden number; then the run can go on (I-10)."""

        def work(session: Session) -> Answer:
            run = scans.run(session, run_id)
            if run.state != RunState.BLOCKED:
                raise Refused("扱いを待っている用紙はありません。", "画面を開き直してください。")
            scans.stand(session, run_id, RunState.STOPPED)
            if answer is BlockAnswer.RETURNED:
                scans.took(session, run_id, sides=0, sheets=1)
            where = set(envelopes.chain(session, run.envelope_id))
            for task in sources.waiting(session):
                # The paper was the only source, and it has just been dealt with.
                of_paper = task.way is sources.Way.PAPER and task.kind == run.blocked
                if of_paper and task.envelope_id in where:
                    vault, person_id = self._premises.vault, act.by.person_id
                    sources.end(session, vault, task.id, "ANSWERED", person_id, act.at)
            audit.append(
                session,
                act.at,
                act.by.person_id,
                "forbidden.answer",
                subject=run.envelope_id,
                detail={"kind": run.blocked, "answer": answer.value},
            )
            return {"run": run_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "forbidden.answer", work)
        return self._view(run_id)

    def unfinished_runs(self) -> tuple[RunView, ...]:
        """Runs that stand still, those of a killed program among them, oldest first.

        One of which nothing is in is not told: scanning anew is the same.
        """
        with self._premises.database.reading() as session:
            runs = scans.runs_in(session, _UNFINISHED)
        return tuple(
            view_of(run)
            for run in runs
            if run.id not in self._running and (run.sides or run.sheets or run.blocked)
        )

    def close_run(self, act: Act, run_id: str) -> RunView:
        """Leave a run as it is: what is in stays, the rest of the paper comes another way."""

        def work(session: Session) -> Answer:
            run = scans.run(session, run_id)
            if run.state in _UNFINISHED and run_id not in self._running:
                scans.stand(session, run_id, RunState.CLOSED)
                audit.append(session, act.at, act.by.person_id, "scan.close", subject=run_id)
            return {"run": run_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, "scan.close", work)
        return self._view(run_id)

    def _begin(
        self,
        act: Act,
        kind: str,
        run_id: str,
        stand: Callable[[Session], None],
        progress: Callable[[ScanStep], None],
        cancelled: threading.Event,
    ) -> ScanReport:
        """Pull once the run stands as running; a repeated act only tells how its run is."""
        began: list[str] = []

        def work(session: Session) -> Answer:
            stand(session)
            audit.append(session, act.at, act.by.person_id, "scan.begin", subject=run_id)
            began.append(run_id)
            return {"run": run_id}

        carry_out(self._premises, act, Capability.OPEN_MAIL, kind, work)
        if not began:
            return ScanReport(self._view(run_id), 0, ())
        return self._pull(act, run_id, progress, cancelled)

    def _pull(
        self,
        act: Act,
        run_id: str,
        progress: Callable[[ScanStep], None],
        cancelled: threading.Event,
    ) -> ScanReport:
        with self._premises.database.reading() as session:
            profile = scans.profile(session, scans.run(session, run_id).profile_id)
        self._running.add(run_id)
        try:
            run = ScanRun(self._premises, act, run_id, profile, progress, cancelled)
            run.run(self._source(profile.kind), self._reader())
        finally:
            self._running.discard(run_id)
            sweep_scan_folders()  # a child that had to be killed leaves its own
        return ScanReport(self._view(run_id), run.pages, tuple(run.envelopes), cancelled.is_set())

    def _view(self, run_id: str) -> RunView:
        with self._premises.database.reading() as session:
            return view_of(scans.run(session, run_id))


def _take_out_half(session: Session, act: Act, run: scans.Run) -> None:
    """The front of the sheet that is read again goes out; a clerk can still put it back.

    Where it was filed or taken out meanwhile there is nothing to do.
    """
    if not run.half:
        return
    scans.stand_half(session, run.id, "")
    front = envelopes.find_page(session, run.half)
    if front is None or front.removed:
        return
    scans.took(session, run.id, sides=-1, sheets=0)
    envelope_order.touch(session, front.envelope_id, None)
    envelope_order.set_removed(session, front.id, removed=True)
    detail = {"envelope": front.envelope_id}
    audit.append(session, act.at, act.by.person_id, "page.remove", subject=front.id, detail=detail)


def _scanner(profile: ScanProfile) -> ScanProfile:
    if profile.kind not in _WAYS:
        raise Refused(
            "このプロファイルはフォルダーを見るもので、読み取りは始められません。",
            "スキャナーのプロファイルを選んでください。",
        )
    return profile


__all__ = [
    "FAULTS",
    "MOST_WAITING",
    "BlockAnswer",
    "RunState",
    "RunView",
    "ScanFault",
    "ScanReport",
    "ScanStep",
    "Scanning",
    "StepKind",
    "TrialSheet",
]
