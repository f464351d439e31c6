"""Each guard is switched off in the running program; the test that watches it must then fail.

A guard whose source line has changed fails here too: the list stays true. All chosen sabotages run
in one helper process (saboteur.py), two at a time, when the first of them is asked for.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from audit_writes import audit_writes
from sabotages import SABOTAGES, WATCHED, Sabotage

ROOT = Path(__file__).resolve().parents[2]
SOUND = "the sound program"

pytestmark = pytest.mark.xdist_group("sabotage")  # one helper process runs them all


@dataclass(frozen=True, slots=True)
class Ended:
    """How pytest ended on the damaged program."""

    code: int
    told: str
    seconds: float

    @property
    def noticed_by(self) -> str:
        failed = re.search(r"^FAILED \S+?::(\S+)", self.told, re.MULTILINE)
        return failed[1] if failed else ""


class Answers:
    """The helper's answers as they come in."""

    def __init__(
        self, helper: subprocess.Popen[str], apart: Sequence[str], gone: Mapping[str, Ended]
    ) -> None:
        self.apart = apart
        self._helper = helper
        self._known = dict(gone)

    def of(self, name: str) -> Ended:
        assert self._helper.stdout is not None
        while name not in self._known:
            line = self._helper.stdout.readline()
            assert line, "the helper ended early"
            one = json.loads(line)
            self._known[one["name"]] = Ended(one["code"], one["told"], one["seconds"])
        return self._known[name]


@pytest.fixture(scope="module")
def ended(request: pytest.FixtureRequest) -> Iterator[Answers]:
    """Every sabotage that this run of pytest asks for, and their tests on the sound program.

    Those of the tests that this run takes by itself fail by themselves where they fail.
    """
    chosen = [
        item.callspec.params["sabotage"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        if "sabotage" in item.callspec.params
    ]
    taken = {_name_of(item) for item in request.session.items}
    apart = sorted({test for one in chosen for test in one.tests} - taken)
    jobs: list[dict[str, object]] = []
    gone: dict[str, Ended] = {}
    if apart:
        jobs.append({"name": SOUND, "file": "", "source": "", "tests": apart})
    for one in chosen:
        try:
            source = one.damage((ROOT / one.file).read_text(encoding="utf8"))
        except AssertionError as changed:  # of this guard alone; the others are tried all the same
            gone[one.name] = Ended(2, str(changed), 0.0)
            continue
        jobs.append({"name": one.name, "file": one.file, "source": source, "tests": one.tests})
    helper = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("saboteur.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with helper:
        assert helper.stdin is not None
        helper.stdin.write("\n".join(map(json.dumps, jobs)))
        helper.stdin.close()
        try:
            yield Answers(helper, apart, gone)
        finally:
            helper.terminate()


def test_every_audit_write_is_on_the_list() -> None:
    assert {one.name for one in audit_writes()} == set(WATCHED)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.name)
def test_a_guard_switched_off_makes_its_test_fail(
    sabotage: Sabotage, ended: Answers, record_property: Callable[[str, object], None]
) -> None:
    found = ended.of(sabotage.name)
    noticed = found.code == 1 and found.noticed_by
    told = f"noticed by {found.noticed_by}" if noticed else "NOT NOTICED"
    record_property("sabotage", f"{sabotage.name}: {told} ({found.seconds} s)")
    assert noticed, f"ended with {found.code}: {found.told[-3000:]}"


def test_the_watching_tests_pass_on_the_sound_program(ended: Answers) -> None:
    if ended.apart:
        sound = ended.of(SOUND)
        assert sound.code == 0, sound.told[-3000:]


def _name_of(item: pytest.Item) -> str:
    """Its name as the sabotages give it, without the group that pytest-xdist adds."""
    group = item.get_closest_marker("xdist_group")
    return item.nodeid.removesuffix(f"@{group.args[0]}") if group else item.nodeid
