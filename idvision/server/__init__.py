"""`idvision serve`: one server on one port that answers like the cloud services it replaces.

wire        what arrives and what is answered, as plain values
dispatch    which service a request means
app         joins HTTP, the services and the engine; the file to read first
engine      recognition in a bounded pool beside the asynchronous front
config      everything that can be set, and `choices`: what the contracts leave open
"""
