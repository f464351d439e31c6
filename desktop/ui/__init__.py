"""The window: the only place, with the tour, that knows Qt."""
