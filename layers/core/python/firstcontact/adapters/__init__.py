"""The ports filled: each adapter names its technology first."""
