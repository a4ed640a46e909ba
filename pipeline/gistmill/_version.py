"""The version of the distribution; a part of every report's provenance."""

__version__ = "0.1.0"
