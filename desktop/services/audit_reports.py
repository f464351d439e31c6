"""I-08 内部監査報告書 and I-10 マスキング記録 of a period: read by who audits (DOMAIN §9, §11).

Each one that leaves is a line of the log, and bears an anchor that covers that line (TRUST §3).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused
from desktop.domain.office_papers import AUDIT_REPORT, MASK_RECORD
from desktop.domain.printing import PaperKind
from desktop.domain.roles import Capability
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, OfficeSheet, Proof, Section, by_at, office_sheet
from desktop.services import rights
from desktop.services.act import Act
from desktop.services.audit import Audit, VerificationView
from desktop.services.casebook import Casebook
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.mask_record import mask_sections
from desktop.services.printing import Printing
from desktop.services.report_answers import LABEL, answer_sections
from desktop.services.report_conduct import check_sections, decision_sections, people_sections
from desktop.services.report_corrections import correction_sections
from desktop.services.report_keeping import (
    forbidden_sections,
    keeping_sections,
    leaving_sections,
)
from desktop.store import audit
from desktop.store.reports import Span, acts

_EXPORTS: Final[Mapping[str, str]] = {AUDIT_REPORT: "AUDIT_REPORT", MASK_RECORD: "MASK_RECORD"}


class AuditReports:
    def __init__(self, book: Casebook, log: Audit) -> None:
        self._book = book
        self._premises = book.premises
        self._log = log
        self._exports = Exports(book.premises, book)
        self._printing = Printing(book.premises)

    def save(self, act: Act, code: str, first: date, last: date, file: Path) -> Path:
        """The report as a PDF: an open export until its end is confirmed (DESIGN §4)."""
        report = self._report(act, code, first, last)

        def work(session: Session) -> Answer:
            self._log_it(session, act, "audit.report", report)
            export = self._exports.note(session, act, _EXPORTS[code], file)
            return {"export": export, **_anchored(session, act)}

        answer = carry_out(self._premises, act, Capability.READ_AUDIT, "audit.report", work)
        return self._exports.write(act, str(answer["export"]), file, report.drawn(answer))

    def print(self, act: Act, code: str, first: date, last: date, printer: str) -> None:
        """Hand the report to a printer; recorded first, and printed once however often asked."""
        report = self._report(act, code, first, last)
        fresh: list[tuple[str, bytes]] = []

        def work(session: Session) -> Answer:
            self._log_it(session, act, "audit.report_printed", report)
            anchor = _anchored(session, act)
            pdf, title = report.drawn(anchor), f"{code} {first:%Y-%m}"
            job = self._printing.begin(session, act, PaperKind.INTERNAL, title, printer, pdf)
            fresh.append((job, pdf))
            return anchor

        carry_out(self._premises, act, Capability.READ_AUDIT, "audit.report_print", work)
        for job, pdf in fresh:
            self._printing.hand(job, pdf, act.at)

    def _report(self, act: Act, code: str, first: date, last: date) -> _Report:
        """Everything but the anchor, drawn once for trial: what cannot be printed is not logged."""
        rights.require(act, Capability.READ_AUDIT)
        if code not in _EXPORTS:
            raise Refused("作成する報告書が選ばれていません。", "報告書を選んでください。")
        if first > last or first > act.at.date():
            raise Refused(
                "対象期間の終わりが始まりより前か、期間がまだ始まっていません。",
                "日付を入れ直してください。",
                field="last",
            )
        form = self._book.paper(code, act.at.date())
        span, made = Span(first, last), by_at(act.by.name, act.at)
        verified = self._log.verify() if code == AUDIT_REPORT else None
        with self._premises.database.reading() as session:
            sections = (
                mask_sections(session, self._book, form, span, made)
                if verified is None
                else self._sections(session, form, span, act, verified)
            )
        report = _Report(self, act, form, span, sections)
        report.drawn({"size": 0, "root": "0" * 64})
        return report

    def _sections(
        self, session: Session, form: OfficeForm, span: Span, act: Act, found: VerificationView
    ) -> tuple[Section, ...]:
        book, today = self._book, act.at.date()
        done = acts(session, span)
        made = by_at(act.by.name, act.at)
        return (
            *answer_sections(session, book, form, span, today, made),
            *check_sections(session, form, span, today, done),
            *decision_sections(session, book, form, span, done),
            *keeping_sections(session, form, span, today, done),
            *forbidden_sections(session, form, span, done),
            *leaving_sections(session, form, span, today),
            *correction_sections(session, book, form, span, today),
            *people_sections(session, book, form, span, done),
            _proof(form, found),
        )

    def _sheet(
        self, act: Act, form: OfficeForm, subject: str, sections: tuple[Section, ...]
    ) -> bytes:
        data = OfficeSheet(
            office=self._book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=subject,
            sections=sections,
        )
        return office_sheet(form, data, self._premises.surroundings.fonts)

    def _log_it(self, session: Session, act: Act, action: str, report: _Report) -> None:
        span = report.span
        detail = {
            "code": report.form.code,
            "from": span.first.isoformat(),
            "to": span.last.isoformat(),
        }
        audit.append(session, act.at, act.by.person_id, action, detail=detail)


class _Report:
    """The report without its anchor, which is only known once the report stands in the log."""

    def __init__(
        self,
        makes: AuditReports,
        act: Act,
        form: OfficeForm,
        span: Span,
        sections: tuple[Section, ...],
    ) -> None:
        self.form = form
        self.span = span
        self._makes, self._act, self._sections = makes, act, sections

    def drawn(self, anchor: Answer) -> bytes:
        texts, span = self.form.texts, self.span
        proof = Proof(
            texts["anchor"], int(anchor["size"] or 0), str(anchor["root"]), texts["meaning"]
        )
        subject = f"{span.first:%Y-%m-%d}〜{span.last:%Y-%m-%d}"
        return self._makes._sheet(self._act, self.form, subject, (*self._sections, proof))


def _anchored(session: Session, act: Act) -> dict[str, str | int | None]:
    """Sign the log with the report's own line in it, and note that it is carried out on paper."""
    audit.sign_head(session, act.by.keys, act.at)
    made = audit.anchor(session, act.at, act.by.person_id, "report")
    return {"size": made.size, "root": made.root.hex()}


def _proof(form: OfficeForm, found: VerificationView) -> Section:
    texts, of = form.texts, form.texts["cases"].format
    verdict = texts["whole"] if found.ok else "　".join((texts["broken"], *found.problems))
    facts = [
        (texts["verdict"], verdict),
        (texts["size"], of(found.size)),
        (texts["vouched"], of(found.anchors)),
        (texts["signed"], found.head_signed_by or texts["none"]),
    ]
    return Facts(texts["proof"], facts, LABEL)
