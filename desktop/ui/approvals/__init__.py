"""承認: what waits for a supervisor's signature."""
