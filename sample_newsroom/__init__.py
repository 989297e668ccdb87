"""The sample newsroom: two invented newspapers, their articles, and what is known by hand about them."""
