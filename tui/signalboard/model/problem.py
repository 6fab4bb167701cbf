"""What every refusal is."""


class Problem(Exception):
    """Something that cannot be done as asked; its text is a sentence for people."""
