"""The command line: the only place that reads the environment, prints, and knows exit codes."""

from gistmill.cli.entry import main

__all__ = ["main"]
