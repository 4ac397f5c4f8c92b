"""Is the graph what the shapes say? A compiled engine checks everything, pyshacl, the reference, a sample."""

from figkg.validate.links import find_broken_links
from figkg.validate.reference import check_sample
from figkg.validate.shapes import ShapeChecker, Violation

__all__ = ["ShapeChecker", "Violation", "check_sample", "find_broken_links"]
