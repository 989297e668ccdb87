"""How every room opens the database: one set of settings, one memory limit, one lock."""
