"""What people open: the published database, its Parquet copy, and the way to query it."""
