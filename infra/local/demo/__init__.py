"""The demo shop Tidewire: what it knows and sells, and the people who use it."""
