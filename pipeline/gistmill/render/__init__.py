"""Reports and ledgers as text: for people, for programs, for the web."""
