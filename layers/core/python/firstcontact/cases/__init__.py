"""Cases and conversations."""
