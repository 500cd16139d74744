"""What the lake holds, declared once: tables, their columns, their rules, and where each column comes from.

Schemas, asset dependencies, lineage, empty frames and the reference of tables are derived from the declarations.
No computation, and nothing above: only ``errors``, ``vocabulary`` and ``lake`` are imported here.
"""
