"""What a function of the user's own is like here, before it is measured.

python -m suites.probes.profile calls [--seconds 2]
python -m suites.probes.profile digest
python -m suites.probes.profile subinterpreter

The job is the one that GILBENCH_OWN names. The answer is the last line of what is printed, a JSON
object; a line before it is what holds where the function ends, crashes or hangs its process.
"""
