"""Servers that a workload talks to, each run as a process of its own.

A service prints its address as `HOST PORT` on one line and ends when its input does.
"""
