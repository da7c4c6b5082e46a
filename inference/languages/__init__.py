"""The language models, one a file; every file in this folder is found without a list."""
