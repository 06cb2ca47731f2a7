"""What a trip still lacks and what stands in its way: never a bar, always with the reason and the place to mend it.

The checks read the loaded trip (loading.load_trip); only `find_warnings` asks what its people are at elsewhere.
"""

from delegations.checks.beside import place, warnings_by_place
from delegations.checks.check import MISS, OK, WARN, Check, Line, open_checks
from delegations.checks.planning import planning_checks
from delegations.checks.report import report_checks
from delegations.checks.warnings import Warnings, find_warnings

__all__ = [
    "MISS", "OK", "WARN", "Check", "Line", "Warnings", "find_warnings", "open_checks", "place",
    "planning_checks", "report_checks", "warnings_by_place",
]  # fmt: skip
