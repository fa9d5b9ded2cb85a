"""What facts and policy mean together: indicators, portraits, posters, a person's own file."""
