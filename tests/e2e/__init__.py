"""The booted suite, through its public APIs."""
