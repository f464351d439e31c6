"""The schema: importing this package makes `Base.metadata` whole.

Every module beside this one is imported, so that a new family of tables cannot be forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil

from desktop.store.schema.base import JST, Base, Moment, Versioned

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["JST", "Base", "Moment", "Versioned"]
