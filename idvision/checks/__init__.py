"""Rules that printed values obey: check digits, dates, lexicons."""
