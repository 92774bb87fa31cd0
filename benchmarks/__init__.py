"""The load path measured beside its rivals: `python -m benchmarks --help`."""
