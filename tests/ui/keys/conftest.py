"""The window over an office with cases; see desk_window."""

from desk_window import screen, track

__all__ = ["screen", "track"]
