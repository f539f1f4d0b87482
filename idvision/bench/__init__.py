"""`idvision bench`: engines and cloud services on the same pictures, in one table that says how sure it is.

data sets (`datasets`) -> pictures and truth (`dataset`, `truth`) -> providers (`providers`) -> answers
(`answer`, kept by `recordings`) -> numbers (`metrics`, `scoring`, `results`) -> table, JSON, CSV and a
page (`report`).
"""
