"""The demo shop Tidewire: its knowledge, its chats and its evaluation questions."""
