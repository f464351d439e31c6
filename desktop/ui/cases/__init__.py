"""The place 案件 and the window of one case, with one panel for each kind of work."""
