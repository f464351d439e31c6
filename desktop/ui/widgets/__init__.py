"""Widgets that several tasks of the window share; each stands in its own file."""
