"""Pages of moderators, of people who report, and of authors who appeal."""
