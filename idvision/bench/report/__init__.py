"""What a run found, for people and programs: a table, JSON, CSV and one page that can be handed on.

`text_of` (terminal), `write_json` and `read_report` (as_json), `write_csv` (as_csv), `write_html` (page).
All of them take a `Report` and add no number to it. No value of a document is in a report.
"""
