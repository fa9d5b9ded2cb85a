"""What a book holds, as frozen values; each knows the book, file and line that it came from."""
