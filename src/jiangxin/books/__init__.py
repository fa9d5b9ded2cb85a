"""Adopted policy books: their text, who proposed and who confirmed them, and which is in force where and when."""
