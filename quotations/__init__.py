"""Who said what, in which role, how sure, and where in the text: a pure function of one article."""

from quotations.engine import BEYOND_LIMIT, find_quotations
from quotations.model import Article, Quotation
from quotations.rule_files import RuleFileError

__all__ = ["BEYOND_LIMIT", "Article", "Quotation", "RuleFileError", "find_quotations"]
