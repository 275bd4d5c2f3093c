"""The answer of `gilbench advise`: which strategy for a function of the user's, and why.

The choice itself is that of `analysis.framework`, made on the time that all inputs take.
"""

from analysis.advice.make import advise
from analysis.advice.model import Advice, Outcome

__all__ = ["Advice", "Outcome", "advise"]
