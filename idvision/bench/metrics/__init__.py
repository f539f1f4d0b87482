"""What is measured: named functions of plain values, one file a question."""
