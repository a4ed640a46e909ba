"""The rules, one a file; `gistmill.clean.order` says in which order they run."""
