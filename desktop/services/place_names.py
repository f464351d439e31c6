"""The office's table of renamed places: imported by the administrator, in force when signed.

It decides whether two addresses are one, so it is a setting like any other (DESIGN §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.address.renamed import NameProblem, RenamedPlace, read_line, read_table
from desktop.domain.errors import DeskError, NotFound
from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.administration import Administration
from desktop.services.premises import Premises

_SETTING = "place_names"
_LARGEST = 4_000_000  # bytes: Japan had 71,000 villages once


class NamesFileWrong(DeskError):
    code = "names_file"


@dataclass(frozen=True, slots=True)
class NamesReport:
    """`setting` is the proposal that waits for a signature; None where nothing was proposed.

    `lines` is the table itself: what is signed is seen before.
    """

    accepted: int
    rejected: tuple[NameProblem, ...]
    effective_from: date
    setting: str | None
    lines: tuple[RenamedPlace, ...] = ()


class PlaceNames:
    def __init__(self, premises: Premises, administration: Administration) -> None:
        self._premises = premises
        self._administration = administration

    def import_csv(
        self, act: Act, file: Path, effective_from: date, *, dry_run: bool = False
    ) -> NamesReport:
        """Propose the table in the file (old, new, date) in the place of the present one.

        A file with a wrong line is reported line by line and proposes nothing.
        """
        rights.require(act, Capability.PROPOSE_SETTING)
        read = read_table(_text(file), self._premises.addresses.gazetteer)
        if dry_run or read.rejected:
            return NamesReport(
                len(read.accepted), read.rejected, effective_from, None, read.accepted
            )
        lines = [place.line() for place in read.accepted]
        proposed = self._administration.propose_setting(act, _SETTING, lines, effective_from)
        return NamesReport(len(lines), (), effective_from, proposed.id, read.accepted)

    def pending(self) -> tuple[NamesReport, ...]:
        """The tables that wait for a supervisor's signature."""
        found = []
        for one in self._administration.proposals():
            if one.name == _SETTING and isinstance(one.value, (list, tuple)):
                lines = tuple(read_line(str(line)) for line in one.value)
                found.append(NamesReport(len(lines), (), one.effective_from, one.id, lines))
        return tuple(found)

    def sign(self, act: Act, setting: str, passphrase: str) -> NamesReport:
        """Put a proposed table in force with the supervisor's own key."""
        rights.require(act, Capability.SIGN_SETTING)
        report = self.waiting(setting)
        self._administration.sign_setting(act, setting, passphrase)
        return report

    def waiting(self, setting: str) -> NamesReport:
        """One table that waits for a signature, with its lines. Raises NotFound."""
        report = next((one for one in self.pending() if one.setting == setting), None)
        if report is None:
            raise NotFound(
                "署名を待っている地名の対応表ではありません。",
                "待っている対応表の番号を確かめてください。",
            )
        return report


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise NamesFileWrong(
            "地名の対応表を開けません。",
            "ファイルがあるか、読み取りの権限があるかを確かめてください。",
        ) from problem
    if len(data) > _LARGEST:
        raise NamesFileWrong(
            "地名の対応表が大きすぎます。", "旧名、新名、日付の三列のCSVか確かめてください。"
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NamesFileWrong(
        "地名の対応表の文字コードが読めません。", "UTF-8かシフトJISで保存し直してください。"
    )
