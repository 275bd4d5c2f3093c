"""Published claims as data, and what a run says of each: one evaluator a relation."""

from analysis.claims.facts import Facts, facts_of
from analysis.claims.judging import judge
from analysis.claims.model import Claim
from analysis.claims.read import published, read_claims
from analysis.claims.verdict import Check, Judgement, Outcome, Verdict

__all__ = [
    "Check",
    "Claim",
    "Facts",
    "Judgement",
    "Outcome",
    "Verdict",
    "facts_of",
    "judge",
    "published",
    "read_claims",
]
