"""Each module draws every kind of block in one form: terminal, Markdown, HTML, PDF."""
