"""Who works at the desk: first set-up, login and the lock."""
