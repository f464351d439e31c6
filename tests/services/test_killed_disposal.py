"""kill -9 in the middle of each step of a disposal: before or after, never between (TRUST §5).

One kill a step with every run; MADOGUCHI_KILLS=20 spreads so many over each step.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from case_path import Track
from desk_office import Office, passphrase
from killed_disposal import STEPS
from nursery import Nursery

from desktop.domain.disposal import DisposalStage, ItemState
from desktop.domain.key_media import StickLabel
from desktop.services.desk import Desk
from desktop.store import audit
from desktop.store.schema.casework import PageRow, UnitRow
from desktop.store.schema.infrastructure import RecordKeyRow
from desktop.store.schema.keeping import DisposalBatchRow
from desktop.store.vault.slot import SlotFinding

KILLS = int(os.environ.get("MADOGUCHI_KILLS", "1"))
CHILD = "from killed_disposal import take as main"
LINES = {
    "propose": "disposal.propose",
    "approve": "disposal.approve",
    "execute": "disposal.execute",
}
STAGES = {
    "propose": (None, DisposalStage.PROPOSED),
    "approve": (DisposalStage.PROPOSED, DisposalStage.APPROVED),
    "execute": (
        DisposalStage.APPROVED,
        DisposalStage.CONTENT_ERASED,
        DisposalStage.KEYS_DESTROYED_LIVE,
    ),
    "sticks": (
        DisposalStage.KEYS_DESTROYED_LIVE,
        DisposalStage.STICK_A,
        DisposalStage.IRREVERSIBLE,
    ),
}


@pytest.fixture
def track(registered: None, office: Office, tmp_path: Path) -> Track:
    return Track(office, tmp_path)


def whole(desk: Desk, track: Track, step: str, case_id: str) -> DisposalStage | None:
    """What the next start finds: one of the step's states, whole; its stage."""
    assert desk.premises.slot_finding in SlotFinding
    first, second = desk.premises.slot.read()
    assert first == second
    with desk.premises.database.reading() as session:
        batch = session.query(DisposalBatchRow).one_or_none()
        stage = None if batch is None else DisposalStage(batch.stage)
        assert stage in STAGES[step]
        erased = stage is not None and list(DisposalStage).index(stage) >= 2
        keys = {row.id for row in session.query(RecordKeyRow)}
        for unit in session.query(UnitRow):
            gone = erased and unit.cls in ("A", "C6")
            assert (unit.key_id is None) is gone
            assert gone or unit.key_id in keys
        assert [page.image is None for page in session.query(PageRow) if page.kind == "DL"] == [
            erased
        ]
        if step in LINES:
            lines = audit.entries(session, audit.Filter(action=LINES[step]))
            assert len(lines) == (stage is not None and stage is not STAGES[step][0])
    assert desk.audit.verify().ok
    # Who lives on opens; the desk goes on with what was begun.
    office = track.office
    before, office.desk = office.desk, desk
    office._signed_in.clear()
    try:
        assert track.get(case_id).line.name == "仮川 一郎"
        desk.disposal.resume_interrupted(office.act("c01"))
        if step == "sticks":
            for label in StickLabel:
                stick = desk.premises.folder.parent / f"stick {label}"
                desk.keys.write_stick(office.act("s01"), label, stick)
            with desk.premises.database.reading() as session:
                ended = session.query(DisposalBatchRow).one()
                assert ended.stage == DisposalStage.IRREVERSIBLE
    finally:
        office.desk = before
        office._signed_in.clear()
    if step == "execute" and erased:
        with desk.premises.database.reading() as session:
            ended = session.query(DisposalBatchRow).one()
            assert (ended.stage, ended.state) == (
                DisposalStage.KEYS_DESTROYED_LIVE,
                ItemState.EXECUTED,
            )
    return stage


def test_a_program_killed_in_any_step_of_a_disposal_leaves_it_before_or_after(
    track: Track, tmp_path: Path
) -> None:
    office = track.office
    case_id, batch_id = track.to_due(), ""
    place, count = tmp_path / "try" / "store", tmp_path / "count"
    beside = [f"stick {label}" for label in StickLabel]
    for name in beside:
        (office.folder.parent / name).mkdir()

    def lay_out() -> None:
        """The store and its sticks as they were before the step."""
        shutil.rmtree(place.parent, ignore_errors=True)
        for name in ("store", *beside):
            shutil.copytree(office.folder.parent / name, place.parent / name)

    with Nursery(CHILD, place, office.now.isoformat(), count) as nursery:
        for code, step in enumerate(STEPS):
            office.desk.close()
            office._signed_in.clear()
            lay_out()
            assert nursery.run(code) == 0
            number = int(count.read_text(encoding="utf8"))
            for kill in range(KILLS):
                lay_out()
                fatal = 1 + (2 * kill + 1) * (number - 1) // (2 * KILLS)  # spread over the step
                ended = nursery.run(fatal * len(STEPS) + code)
                assert ended == -signal.SIGKILL, (step, fatal, number)
                desk = Desk.open(str(place), office.surroundings, window=True)
                try:
                    assert whole(desk, track, step, case_id) in STAGES[step]
                finally:
                    desk.close()
            office.reopen()
            batch_id = carry_on(track, step, batch_id)


def carry_on(track: Track, step: str, batch_id: str) -> str:
    """The step as nobody disturbs it; the batch's id."""
    disposal = track.office.desk.disposal
    if step == "propose":
        return disposal.propose(track.act("c01"), track.due_units()).id
    if step == "approve":
        shown = disposal.batch(track.office.by("s01"), batch_id)
        disposal.approve(track.act("s01"), batch_id, passphrase("s01"), shown.list_hash)
    elif step == "execute":
        track.execute(batch_id)
    return batch_id
