"""Tests of the engines: one contract for all of them, and what only one of them can show."""
