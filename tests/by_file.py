"""How the tests are shared out between the workers."""

from __future__ import annotations

from xdist.scheduler import LoadGroupScheduling

# One piece each, and the longest: begun late, one worker would be at it alone in the end.
_LONGEST = ("sabotage", "tour", "sample office", "scanners", "ten more envelopes", "every state")


class ByFile(LoadGroupScheduling):
    """A group stays together as it is marked, and otherwise the tests of a file.

    Sent out one by one, the tests of a file went to both workers in turns, and both made whatever
    the file makes once.
    """

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if scope == nodeid else scope

    def _assign_work_unit(self, node) -> None:
        longest = next((one for one in _LONGEST if one in self.workqueue), None)
        if longest is not None:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)
