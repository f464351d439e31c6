"""The log as it was filtered, as a table for a spreadsheet: for whoever audits (TRUST §3, §6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.roles import Capability
from desktop.letters.office_forms import FormColumn
from desktop.letters.spreadsheets import table_csv, table_xlsx
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.audit import Audit, AuditLine
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.store import audit
from desktop.store.schema.base import JST

_KIND: Final = "AUDIT_LIST"
_MOST: Final = 20_000  # more of them no spreadsheet is read in; the whole log has its own export
_COLUMNS: Final = (
    FormColumn("seq", "番号", 18, right=True),
    FormColumn("at", "日時", 40),
    FormColumn("who", "人", 34),
    FormColumn("action", "操作", 62),
    FormColumn("case", "受付番号", 24),
    FormColumn("detail", "内容", 90),
)


class AuditLists:
    def __init__(self, book: Casebook, log: Audit) -> None:
        self._book = book
        self._log = log
        self._exports = Exports(book.premises, book)

    def save(
        self,
        act: Act,
        file: Path,
        words: Callable[[AuditLine], str],
        *,
        case_id: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> int:
        """Write the entries of the filter, the newest first, as XLSX or CSV; how many. `words`
        tells what an entry's codes mean."""
        rights.require(act, Capability.READ_AUDIT)
        kind = file.suffix.lower()
        if kind not in (".xlsx", ".csv"):
            raise Refused(
                "この形では書き出せません。",
                "ファイル名の終わりを .xlsx か .csv にしてください。",
            )
        which = {"case_id": case_id, "actor": actor, "action": action}
        count = self._log.count(act.by, **which, since=since, until=until)
        if count > _MOST:
            raise Refused(
                f"この条件の記録は{count:,}件あり、一覧には多すぎます（{_MOST:,}件まで）。",
                "期間などで絞るか、「記録を書き出す」ですべてを書き出してください。",
            )
        found = self._log.entries(act.by, 0, _MOST, **which, since=since, until=until)
        lines = [
            {
                "seq": str(one.seq),
                "at": f"{one.at.astimezone(JST):%Y-%m-%d %H:%M:%S}",
                "who": one.who,
                "action": one.action_label,
                "case": one.case_number,
                "detail": words(one),
            }
            for one in found
        ]
        made = (
            table_csv(_COLUMNS, lines)
            if kind == ".csv"
            else table_xlsx("操作記録の一覧", [f"{len(lines):,}件"], _COLUMNS, lines, act.at)
        )

        def work(session: Session) -> Answer:
            export = self._exports.note(session, act, _KIND, file)
            detail = {"entries": len(lines)}
            audit.append(
                session, act.at, act.by.person_id, "audit.list", subject=export, detail=detail
            )
            return {"export": export, "entries": len(lines)}

        answer = carry_out(self._book.premises, act, Capability.READ_AUDIT, "audit.list", work)
        self._exports.write(act, str(answer["export"]), file, made)
        return int(answer["entries"] or 0)
