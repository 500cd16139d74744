"""What identifies the code and the data that made a table. What a table means is ``tables``'."""
