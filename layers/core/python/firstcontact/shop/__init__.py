"""A shop is a folder: everything that differs from one business to the next, read and checked."""
