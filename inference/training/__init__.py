"""Training of small models: tokenizers, architectures, the loop, and models of the user's own text."""
