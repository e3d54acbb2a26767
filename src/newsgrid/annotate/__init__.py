"""What an article says: names, quotes, dates, figures, topics; and what a story says, drawn from its articles."""
