"""Cloud services through their vendors' own clients, one module a service.

Each module turns a service's answer into the common one by tables: those of `idvision.schemas`, read the
other way, where `idvision serve` answers like the service, and `tables.toml` for the rest.
"""
