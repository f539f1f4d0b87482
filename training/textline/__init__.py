"""Train the text-line recogniser on, from PP-OCRv6 small: drawn lines, worse than it knows them."""
