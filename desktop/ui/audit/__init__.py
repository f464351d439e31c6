"""記録・監査: who did what, proven."""
