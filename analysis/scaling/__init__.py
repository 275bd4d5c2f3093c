"""How work spreads over more workers: laws of scaling, fitted to speedups. Numbers in, numbers out.

What each law is, what it assumes and where it is not used: docs/scaling.md.
"""

from analysis.scaling.fits import Fit, Kind, Parameter, Peak, fit, kind_of
from analysis.scaling.karp_flatt import serial_fraction
from analysis.scaling.law import Law

__all__ = ["Fit", "Kind", "Law", "Parameter", "Peak", "fit", "kind_of", "serial_fraction"]
