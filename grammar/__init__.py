"""The language: its grammar, its words and the texts of its messages. Data only."""
