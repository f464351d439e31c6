"""`madoguchi intake --scan NAME`: the stack in the feeder of a scanner on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import feeder_stack
import pytest
from desk_office import MORNING
from escl_scanner import EsclScanner, Trouble, sheet
from real_program import Program, Store, begin

from desktop import paths
from desktop.domain.scanning import ScanProfile, SourceKind
from desktop.services.desk import Desk, Surroundings
from desktop.services.intake_views import EnvelopeView

NAME = "給紙スキャナー 1"


@dataclass(frozen=True)
class ScanningStore:
    """A store whose one profile is a scanner at this address."""

    store: Store
    scanner: EsclScanner

    def __call__(self, *words: str):
        return self.store("c01", "intake", "--scan", *words)

    def unfiled(self) -> tuple[EnvelopeView, ...]:
        around = Surroundings(paths.resources(), paths.forms(), kdf_light=True)
        desk = Desk.open(str(self.store.folder), around, window=False)
        try:
            desk.people.sign_in("c01", (self.store.secrets / "c01").read_text().strip(), MORNING)
            return desk.intake.unfiled()
        finally:
            desk.close()


@pytest.fixture
def scanning(tmp_path: Path, program: Program):
    with EsclScanner() as scanner:
        track = begin(tmp_path / "own", tmp_path)
        wish = ScanProfile("", NAME, SourceKind.ESCL, scanner.address)
        track.office.desk.scanning.save_profile(track.act("c01"), wish)
        track.office.desk.close()
        yield ScanningStore(Store(program, tmp_path / "own", tmp_path), scanner)


def test_a_stack_with_a_separator_is_taken_in_as_two_envelopes(scanning: ScanningStore) -> None:
    between = sheet(feeder_stack.separator())
    scanning.scanner.lay([sheet(feeder_stack.blank()), between, sheet(feeder_stack.blank())])
    said = scanning(NAME, "--sheets", "3", "--json")
    assert said.code == 0, said.err
    answer = said.json("intake")
    assert (answer["pages"], answer["envelopes"]) == (2, 2)
    (outcome,) = answer["files"]
    assert (outcome["label"], outcome["problem"], outcome["blocked"]) == (NAME, "", 0)
    assert [len(one.pages) for one in scanning.unfiled()] == [1, 1]


def test_a_jam_is_said_with_what_is_in_and_the_command_fails(scanning: ScanningStore) -> None:
    blank = sheet(feeder_stack.blank())
    scanning.scanner.lay([blank, blank], Trouble(jam_at=2))
    said = scanning(NAME, "--sheets", "2")
    assert said.code == 1
    assert said.out.splitlines() == [
        "2枚中1枚を取り込み済み。2枚目から読み直してください。",
        "用紙が詰まりました。カバーを開けて用紙を取り除き、閉めて続けてください。",
    ]
    assert [len(one.pages) for one in scanning.unfiled()] == [1]


def test_a_name_that_no_profile_has_is_refused(scanning: ScanningStore) -> None:
    said = scanning("階段の下", "--json")
    assert said.code == 1
    assert "プロファイルはありません" in said.json("refusal")["sentence"]
    assert scanning.scanner.asked == []
