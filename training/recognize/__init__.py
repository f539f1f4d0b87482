"""The compact recogniser of closed alphabets: numbers, dates, machine readable zones."""
