"""All versions of all forms that the desk knows; a sheet names its own by the QR code on it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.form_versions import shipped_version
from desktop.domain.forms import FormDefinition


@dataclass(frozen=True, slots=True)
class FormSet:
    """`forms` in any order; customers go on sending old versions after a new one is printed."""

    forms: tuple[FormDefinition, ...]

    def form(self, code: str, version: int = 0) -> FormDefinition | None:
        """That version of the form, or its newest; None where the desk has no such definition.

        A version in the office's own words has the shipped one's definition.
        """
        wanted = shipped_version(version)
        found = [f for f in self.forms if f.code == code and wanted in (0, f.version)]
        return max(found, key=lambda f: f.version, default=None)

    @property
    def newest(self) -> tuple[FormDefinition, ...]:
        """One definition a code, by code."""
        codes = sorted({form.code for form in self.forms})
        return tuple(form for code in codes if (form := self.form(code)) is not None)
