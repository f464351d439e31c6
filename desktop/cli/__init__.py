"""`madoguchi <command>`: the desk without a window (DESIGN §5)."""
