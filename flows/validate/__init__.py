"""Is the graph what the shapes say? A compiled engine checks everything, pyshacl, the reference, a sample."""

from flows.validate.links import find_broken_links
from flows.validate.reference import check_sample
from flows.validate.shapes import ShapeChecker, Violation

__all__ = ["ShapeChecker", "Violation", "check_sample", "find_broken_links"]
