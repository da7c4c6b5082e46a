"""The samplers, one a file, called as it is; every file in this folder is found without a list."""
